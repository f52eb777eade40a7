"""The shell's own pages: where a person lands, her account, and what went wrong."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from concierge.people.models import Post
from concierge.web import navigation
from concierge.web.requests import SignedInRequest


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Lead to the first page of this person's menu; say whom to ask where she has no post yet."""
    found = navigation.entries_for(request)
    return redirect(found[0].page) if found else render(request, "no_post.jinja")


@require_safe
def your_account(request: SignedInRequest) -> HttpResponse:
    """Show a person her posts and the ways to keep her account safe."""
    held = Post.objects.filter(person=request.user).select_related("trust", "ward", "team")
    posts = held.order_by("-since", "pk")
    return render(request, "your_account.jinja", {"posts": posts})


def nowhere(request: HttpRequest) -> HttpResponse:
    """Stand before an address of a library that the product does not offer."""
    raise Http404


@login_not_required
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 in words."""
    return render(request, "errors/403.jinja", status=HTTPStatus.FORBIDDEN)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 in words."""
    return render(request, "errors/404.jinja", status=HTTPStatus.NOT_FOUND)


@login_not_required
def wrong_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 in words."""
    return render(request, "errors/400.jinja", status=HTTPStatus.BAD_REQUEST)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the request, the session or the database, which may be what broke."""
    page = render_to_string("errors/500.jinja", {})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
