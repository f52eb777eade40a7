"""People and the posts they hold."""

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from concierge.errors import DomainError
from concierge.people import commands
from concierge.people.models import Post, User
from concierge.places.models import Trust
from concierge.web.once import once
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest, words_sought
from tickets.forms.administration import EndForm, NewPersonForm, PersonForm, PostForm
from tickets.views.administration.frame import administered, ask


def list_people(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    words = words_sought(request)
    posts = trust.posts.current(timezone.localdate()).select_related("ward", "team", "trust").order_by("pk")
    people = User.objects.filter(pk__in=trust.posts.values("person"))
    if words:
        on_ward = trust.posts.filter(ward__name__icontains=words).values("person")
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words) | Q(pk__in=on_ward))
    people = people.prefetch_related(Prefetch("posts", posts, to_attr="present_posts"))
    page = page_of(people, ("name", "pk"), request)
    return render(
        request, "tickets/administration/people.jinja", {"trust": trust, "page": page, "words": words}
    )


def show_person(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    trust = administered(request, code)
    person = _person(trust, pk)
    posts = (
        trust.posts.filter(person=person)
        .select_related("ward__site", "team", "trust")
        .order_by("-since", "-pk")
    )
    told = {"trust": trust, "person": person, "posts": posts, "today": timezone.localdate()}
    return render(request, "tickets/administration/person.jinja", told)


@once
def welcome_person(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    return ask(
        request,
        NewPersonForm(request.POST or None, trust=trust),
        lambda **told: commands.welcome_person(trust=trust, by=request.user, **told),
        title="Add a person",
        lead="She or he signs in with the trust's own sign-in, or sets a password with “Forgotten your password?”.",
        back=reverse("administration-people", args=[code]),
        done="The person is added.",
        trust=trust,
    )


@once
def change_person(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    trust = administered(request, code)
    person = _person(trust, pk)
    return ask(
        request,
        PersonForm(request.POST or None, initial={"name": person.name, "telephone": person.telephone}),
        lambda **told: commands.change_person(person=person, by=request.user, **told),
        title=f"Change {person}",
        back=reverse("administration-person", args=[code, pk]),
        done="Saved.",
        trust=trust,
    )


@once
def give_post(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    trust = administered(request, code)
    person = _person(trust, pk)
    return ask(
        request,
        PostForm(request.POST or None, trust=trust),
        lambda **told: commands.give_post(person=person, trust=trust, by=request.user, **told),
        title=f"Give {person} a post",
        back=reverse("administration-person", args=[code, pk]),
        done=f"{person} has the post.",
        trust=trust,
    )


@once
def end_post(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    trust = administered(request, code)
    post: Post = get_object_or_404(trust.posts.select_related("person", "ward", "team", "trust"), pk=pk)
    return ask(
        request,
        EndForm(request.POST or None, initial={"until": timezone.localdate()}),
        lambda until: commands.end_post(post=post, until=until, by=request.user),
        title=f"End a post of {post.person}",
        lead=f"{post}, since {post.since:%-d %B %Y}. Tickets stay with the ward.",
        send="End the post",
        back=reverse("administration-person", args=[code, post.person_id]),
        done="The post has its last day.",
        trust=trust,
    )


@require_POST
@once
def close_account(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    person = _person(administered(request, code), pk)
    try:
        commands.close_account(person=person, today=timezone.localdate(), by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"{person} cannot sign in any more. What she or he did stays in her or his name."
        )
    return redirect("administration-person", code=code, pk=pk)


def _person(trust: Trust, pk: int) -> User:
    """Somebody who holds or held a post in the trust, or 404."""
    return get_object_or_404(User, pk=pk, pk__in=trust.posts.values("person"))
