"""Who: yourself, your token, and the people a ticket may be given to."""

from django.db.models import Prefetch, Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.authtoken.models import Token
from rest_framework.response import Response

from concierge.people.models import Post, PostQuerySet, User
from concierge.people.roles import DESK_ROLES
from concierge.people.standing import standing_of
from tickets.api.base import ApiView
from tickets.api.paging import CURSOR_NAMES, CURSORS, reference_page
from tickets.api.requests import ApiRequest, is_program
from tickets.api.serializers.places import MeOut, PeoplePageOut, TokenOut, TokenStateOut
from tickets.api.serializers.reading import read
from tickets.api.serializers.wanted import NothingIn
from tickets.errors import NotAllowed


class Me(ApiView):
    tag = "people"

    @extend_schema(responses=MeOut)
    def get(self, request: ApiRequest) -> Response:
        """Read who you are and which posts you hold today."""
        posts = Post.objects.current(timezone.localdate()).filter(person=request.user)
        request.user.present_posts = _ordered(posts)  # type: ignore[attr-defined]
        return Response(MeOut(request.user).data)


class People(ApiView):
    tag = "people"

    parameters = CURSOR_NAMES

    @extend_schema(parameters=CURSORS, responses=PeoplePageOut)
    def get(self, request: ApiRequest) -> Response:
        """List the people of your desk, wards and services, whom a ticket or part may be given to."""
        posts = Post.objects.current(timezone.localdate()).filter(_seen_by(request.user))
        people = User.objects.filter(is_active=True, pk__in=posts.values("person_id"))
        shown = people.prefetch_related(Prefetch("posts", _ordered(posts), to_attr="present_posts"))
        return Response(PeoplePageOut(reference_page(request, shown, ("name", "pk"))).data)


class MyToken(ApiView):
    tag = "people"

    @extend_schema(responses=TokenStateOut)
    def get(self, request: ApiRequest) -> Response:
        """See whether you have a token, and since when."""
        kept = Token.objects.filter(user=request.user).first()
        return Response(TokenStateOut({"created_at": kept.created if kept else None}).data)

    @extend_schema(request=NothingIn, responses={201: TokenOut})
    def post(self, request: ApiRequest) -> Response:
        """Make yourself a token, shown this once; the one you had stops working."""
        if is_program(request):
            raise NotAllowed("Sign in on the website to make a token. A token cannot make another.")
        read(NothingIn, request)
        Token.objects.filter(user=request.user).delete()
        token = Token.objects.create(user=request.user)
        return Response(TokenOut({"token": token.key}).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: ApiRequest) -> Response:
        """Revoke your token."""
        Token.objects.filter(user=request.user).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


def _seen_by(person: User) -> Q:
    """The desk and readers see everybody of their trust; others their own ward or team, and the desk."""
    standing = standing_of(person)
    trusts = person.posts.current(timezone.localdate()).values("trust_id")
    whole = standing.trusts_seen | standing.administered
    return (
        Q(trust_id__in=whole)
        | Q(ward_id__in=standing.wards)
        | Q(team_id__in=standing.teams)
        | Q(role__in=DESK_ROLES, trust_id__in=trusts)
    )


def _ordered(posts: PostQuerySet) -> PostQuerySet:
    return posts.select_related("trust", "ward", "team").order_by("since", "pk")
