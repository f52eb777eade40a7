"""Sign-in's forms in our words. Allauth does the work; labels, hints and errors are ours."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp.forms import ActivateTOTPForm

from concierge.web.forms import PageFormMixin

NEW_HINT = "At least 12 letters, figures or signs. Three odd words in a row are easy to keep."


class SignInMixin(PageFormMixin):
    """Our labels and hints over allauth's; hints of its own are dropped."""

    labels: Mapping[str, str] = {}
    hints: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignInForm(SignInMixin, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    labels = {
        "login": "E-mail address",
        "password": "Password",
        "remember": "Keep me signed in on this computer until the end of the day",
    }
    asks = {"login": "Enter your e-mail address", "password": "Enter your password"}


class ResetForm(SignInMixin, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the way back in."""

    labels = {"email": "E-mail address"}
    asks = {"email": "Enter your e-mail address"}


class NewPasswordForm(SignInMixin, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice, after a reset."""

    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": NEW_HINT}
    asks = {"password1": "Enter a new password", "password2": "Enter the new password again"}


class ChangePasswordForm(SignInMixin, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one, twice."""

    labels = {
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password again",
    }
    hints = {"password1": NEW_HINT}
    asks = {
        "oldpassword": "Enter your current password",
        "password1": "Enter a new password",
        "password2": "Enter the new password again",
    }


class PasswordAgainForm(SignInMixin, account.ReauthenticateForm):  # type: ignore[misc]
    """The password, before something that matters."""

    labels = {"password": "Password"}
    asks = {"password": "Enter your password"}


class CodeForm(SignInMixin, second_step.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    labels = {"code": "Six-figure code, or a recovery code"}
    asks = {"code": "Enter the code your app shows"}


class CodeAgainForm(SignInMixin, second_step.ReauthenticateForm):  # type: ignore[misc]
    """The second step, before something that matters."""

    labels = {"code": "Six-figure code"}
    asks = {"code": "Enter the code your app shows"}


class StartCodesForm(SignInMixin, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new phone app."""

    labels = {"code": "Six-figure code from the app"}
    asks = {"code": "Enter the code your app shows"}
