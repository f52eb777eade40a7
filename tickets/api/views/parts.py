"""Parts of a ticket (legs): route, hand on, finish, ask the ward, plan, take back, who has it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from tickets import commands
from tickets.api.base import ApiView
from tickets.api.finding import find_leg, find_ticket, whole_leg, whole_ticket
from tickets.api.idempotency import acts_once
from tickets.api.requests import ApiRequest
from tickets.api.serializers.reading import WordsIn, read
from tickets.api.serializers.shown import InteractionOut, LegOut
from tickets.api.serializers.wanted import (
    BecauseIn,
    ChaseIn,
    FinishIn,
    HandOnIn,
    HolderIn,
    OwnerIn,
    PlanIn,
    QuestionIn,
    RouteIn,
    TakeBackIn,
    contact_of,
)
from tickets.models import Leg


class Legs(ApiView):
    tag = "parts"

    @extend_schema(responses=LegOut(many=True))
    def get(self, request: ApiRequest, reference: str) -> Response:
        """List the parts of a ticket that you may see, oldest first."""
        ticket = whole_ticket(request, find_ticket(request, reference), timezone.now())
        return Response(LegOut(ticket.legs_told, many=True).data)  # type: ignore[attr-defined]

    @extend_schema(request=RouteIn, responses={201: LegOut(many=True)})
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Route a ticket: give each service a part of it."""
        ticket, now = find_ticket(request, reference), timezone.now()
        wanted = read(RouteIn, request)
        legs = commands.route_ticket(ticket=ticket, by=request.user, at=now, **wanted.validated_data)
        wanted.keep_reason(ticket, request.user, now)
        told = LegOut([whole_leg(request, leg) for leg in legs], many=True).data
        return Response(told, status=status.HTTP_201_CREATED)


class OneLeg(ApiView):
    tag = "parts"

    @extend_schema(responses=LegOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Read one part."""
        return Response(LegOut(whole_leg(request, find_leg(request, pk))).data)


class HandingOn(ApiView):
    tag = "parts"

    @extend_schema(request=HandOnIn, responses={201: LegOut})
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Hand a part on: “not ours, try …”. Answers with the new part."""
        return _done(request, pk, HandOnIn, commands.hand_on, status.HTTP_201_CREATED)


class GivingBack(ApiView):
    tag = "parts"

    @extend_schema(request=BecauseIn, responses=LegOut)
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Give a part back to the desk: not ours, and nobody knows whose."""
        return _done(request, pk, BecauseIn, commands.give_back)


class Finish(ApiView):
    tag = "parts"

    @extend_schema(request=FinishIn, responses=LegOut)
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Say that a part is done; its open promises are kept, or late, by that."""
        return _done(request, pk, FinishIn, commands.finish_leg)


class Question(ApiView):
    tag = "parts"

    @extend_schema(request=QuestionIn, responses=LegOut)
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Put a part with the ward, asking it something."""
        return _done(request, pk, QuestionIn, commands.put_with_ward)


class Plan(ApiView):
    tag = "parts"

    @extend_schema(request=PlanIn, responses=LegOut)
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Plan, or plan again, the day on which a part will be done."""
        return _done(request, pk, PlanIn, commands.plan_works)


class TakingBack(ApiView):
    tag = "parts"

    @extend_schema(request=TakeBackIn, responses=LegOut)
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take a part back from the ward, a supplier or a planned day."""
        return _done(request, pk, TakeBackIn, commands.take_back)


class Holder(ApiView):
    tag = "parts"

    @extend_schema(request=HolderIn, responses=LegOut)
    @acts_once
    def put(self, request: ApiRequest, pk: int) -> Response:
        """Say that the desk, the service or a supplier has an open part now."""
        return _done(request, pk, HolderIn, commands.name_holder)


class Owner(ApiView):
    tag = "parts"

    @extend_schema(request=OwnerIn, responses=LegOut)
    @acts_once
    def put(self, request: ApiRequest, pk: int) -> Response:
        """Name who in the service has a part."""
        leg = find_leg(request, pk)
        wanted = read(OwnerIn, request)
        leg = commands.own_leg(leg=leg, by=request.user, at=timezone.now(), **wanted.validated_data)
        return Response(LegOut(whole_leg(request, leg)).data)


class Chases(ApiView):
    tag = "parts"
    pointers: ClassVar = {"at": "happened_at"}

    @extend_schema(request=ChaseIn, responses={201: InteractionOut})
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Chase a part: record a contact that exists only to move it on."""
        leg, now = find_leg(request, pk), timezone.now()
        wanted = read(ChaseIn, request)
        values = wanted.validated_data
        at = values.get("happened_at", now)
        interaction = commands.chase(leg=leg, contact=contact_of(values), by=request.user, at=at)
        wanted.keep_reason(leg.ticket, request.user, now)
        return Response(InteractionOut(interaction).data, status=status.HTTP_201_CREATED)


def _done(
    request: ApiRequest,
    pk: int,
    kind: type[WordsIn],
    command: Callable[..., Leg],
    code: int = status.HTTP_200_OK,
) -> Response:
    """Do one verb to a part, and answer with the part it leaves."""
    leg, now = find_leg(request, pk), timezone.now()
    wanted = read(kind, request)
    values: dict[str, Any] = wanted.validated_data
    leg = command(leg=leg, by=request.user, at=now, **values)
    wanted.keep_reason(leg.ticket, request.user, now)
    return Response(LegOut(whole_leg(request, leg)).data, status=code)
