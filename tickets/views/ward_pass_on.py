"""Passing the ward on: one step by which another of the ward follows its open tickets."""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from concierge.people.models import Post
from concierge.people.roles import Role
from concierge.people.standing import standing_of
from concierge.places.models import Ward
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from concierge.web.words import count
from tickets import commands
from tickets.errors import DomainError
from tickets.forms.ward import PassOnForm
from tickets.views.ward import wards_of

MOST_SHOWN = 50
"""Open tickets shown before passing on; all of them are passed on."""


@require_safe
def choose(request: SignedInRequest) -> HttpResponse:
    """Which of her wards a sister passes on; straight to it where she has one."""
    wards = _sister_wards(request)
    if not wards:
        raise Http404
    if len(wards) == 1:
        return redirect("pass_on_ward", pk=wards[0].pk)
    return render(request, "tickets/ward/choose_to_pass_on.jinja", {"wards": wards})


@once
def pass_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose who takes the ward on, seeing all that is open."""
    ward = next((ward for ward in _sister_wards(request) if ward.pk == pk), None)
    if ward is None:
        raise Http404
    form = _form(request, ward)
    if request.method == "POST" and form.is_valid():
        done = _pass_on(request, ward, form)
        if done:
            messages.success(request, done)
            return redirect("ward_home")
    open_tickets = ward.tickets.open().select_related("contact").order_by("raised_at", "pk")
    shown = {"ward": ward, "form": form, "tickets": open_tickets[:MOST_SHOWN], "open": open_tickets.count()}
    return render(request, "tickets/ward/pass_on.jinja", shown)


def _pass_on(request: SignedInRequest, ward: Ward, form: PassOnForm) -> str:
    """What was passed on, in words; empty where it was refused."""
    to = form.cleaned_data["to"]
    try:
        passed = commands.pass_ward_on(ward=ward, to=to, by=request.user, at=timezone.now())
    except DomainError as error:
        form.refuse(error)
        return ""
    return f"{ward} is passed on to {to}, with {count(len(passed), 'open ticket')}."


def _form(request: SignedInRequest, ward: Ward) -> PassOnForm:
    posts = list(_others(request, ward))
    people = {post.person_id: post.person for post in posts}
    jobs = {post.person_id: _job(post) for post in posts}
    sent = (request.POST,) if request.method == "POST" else ()
    return PassOnForm(*sent, people=people.values(), posts=jobs)


def _job(post: Post) -> str:
    """What a post is called, the one in charge as the settings say."""
    sister = settings.ENVIRONMENT.sister_title
    return sister[:1].upper() + sister[1:] if post.role == Role.SISTER else post.get_role_display()


def _others(request: SignedInRequest, ward: Ward) -> QuerySet[Post]:
    held = Post.objects.current(timezone.localdate()).filter(ward=ward, person__is_active=True)
    return held.exclude(person=request.user).select_related("person").order_by("person__name", "pk")


def _sister_wards(request: SignedInRequest) -> list[Ward]:
    own = standing_of(request.user).sister_wards
    return [ward for ward in wards_of(request.user) if ward.pk in own]
