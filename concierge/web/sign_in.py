"""Who may sign in: people an administrator has entered, by password or by the trust's own sign-on."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from concierge.people.models import SYSTEM_EMAIL, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Local accounts: nobody signs herself up, and a refusal is in plain words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That e-mail address and password do not match. Check both and try again.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, or ask the desk to help you.",
        "account_inactive": "This account is closed. Ask the desk or your administrator.",
        "enter_current_password": "Enter your current password",
        "rate_limited": "Too many tries. Wait a few minutes and try again.",
        "unverified_primary_email": "This e-mail address has not been confirmed yet.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep sign-up closed: posts are given by an administrator."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Give a person the password she chose; history says when, never what."""
        user.set_password(password)
        user.save_as(user, reason="chose a password")


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step of signing in, with refusals in plain words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Use the newest one your app shows.",
        "rate_limited": "Too many tries. Wait a few minutes and try again.",
    }


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The trust's own sign-on: it proves who somebody is, the administrator says who may come in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Keep sign-up closed: single sign-on makes no accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join a first sign-on to the account with the same address; turn others away kindly.

        An address that the sign-on itself calls unverified proves nothing and joins nothing.
        """
        if sociallogin.is_existing:
            return
        email = (sociallogin.user.email or "").lower()
        known = User.objects.filter(email__iexact=email, is_active=True).exclude(email=SYSTEM_EMAIL)
        person = known.first() if email and not _is_unverified(sociallogin) else None
        if person is None:
            messages.error(request, f"There is no account for {email or 'you'} yet. Ask the desk.")
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)


def _is_unverified(sociallogin: SocialLogin) -> bool:
    told = sociallogin.account.extra_data
    return any(
        claims.get("email_verified") is False
        for claims in (told, told.get("userinfo"), told.get("id_token"))
        if isinstance(claims, dict)
    )


def sign_ons_for(request: HttpRequest) -> list[tuple[str, str]]:
    """List the trust's own sign-ons: name, and the address to post to, which leads on to `next`."""
    onward = {"next": request.GET["next"]} if "next" in request.GET else {}
    found = get_adapter().list_providers(request)
    return [(provider.name, provider.get_login_url(request, **onward)) for provider in found]
