"""What problems mean, and the answer where there is no address."""

from typing import NoReturn

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from tickets.api.base import ApiView
from tickets.api.problems import KINDS
from tickets.api.requests import ApiRequest
from tickets.api.serializers.places import ProblemKindOut


class Problems(ApiView):
    tag = "problems"
    permission_classes = []

    @extend_schema(responses=ProblemKindOut(many=True))
    def get(self, request: ApiRequest) -> Response:
        """List every kind of problem."""
        return Response(ProblemKindOut([_told(slug) for slug in KINDS], many=True).data)


class OneProblem(ApiView):
    tag = "problems"
    permission_classes = []

    @extend_schema(responses=ProblemKindOut)
    def get(self, request: ApiRequest, slug: str) -> Response:
        """Read what a kind of problem means, and what to do about it."""
        if slug not in KINDS:
            raise Http404
        return Response(ProblemKindOut(_told(slug)).data)


@extend_schema(exclude=True)
class Nowhere(ApiView):
    """Any other address under the API's: a problem, not a page."""

    permission_classes = []

    def initial(self, *args: object, **kwargs: object) -> NoReturn:
        raise Http404


def _told(slug: str) -> dict[str, object]:
    kind = KINDS[slug]
    return {
        "type": reverse("api-problem", args=[slug]),
        "status": int(kind.status),
        "title": kind.title,
        "advice": kind.advice,
    }
