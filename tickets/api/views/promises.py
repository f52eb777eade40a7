"""Promises: take one, keep it, break it."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from tickets import commands
from tickets.api.base import ApiView
from tickets.api.finding import find_leg, find_promise, promise_as_told, sight_of
from tickets.api.idempotency import acts_once
from tickets.api.requests import ApiRequest
from tickets.api.serializers.reading import read
from tickets.api.serializers.shown import PromiseOut
from tickets.api.serializers.wanted import BreakIn, KeepIn, PromiseIn


class Promises(ApiView):
    tag = "promises"

    @extend_schema(responses=PromiseOut(many=True))
    def get(self, request: ApiRequest, pk: int) -> Response:
        """List what was promised about a part, first due first."""
        leg = find_leg(request, pk)
        sight = sight_of(request, leg.ticket)
        promises = [promise_as_told(each, sight) for each in leg.promises.order_by("due_at", "pk")]
        return Response(PromiseOut(promises, many=True).data)

    @extend_schema(request=PromiseIn, responses={201: PromiseOut})
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take a promise: what, and by when."""
        leg, now = find_leg(request, pk), timezone.now()
        wanted = read(PromiseIn, request)
        promise = commands.take_promise(leg=leg, by=request.user, at=now, **wanted.validated_data)
        wanted.keep_reason(leg.ticket, request.user, now)
        return Response(PromiseOut(promise).data, status=status.HTTP_201_CREATED)


class OnePromise(ApiView):
    tag = "promises"

    @extend_schema(responses=PromiseOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Read one promise."""
        promise = find_promise(request, pk)
        return Response(PromiseOut(promise_as_told(promise, sight_of(request, promise.leg.ticket))).data)


class Keeping(ApiView):
    tag = "promises"
    pointers = {"at": "kept_at"}

    @extend_schema(request=KeepIn, responses=PromiseOut)
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Say that a promise was kept: in time or, by its day, late."""
        promise = find_promise(request, pk)
        at = read(KeepIn, request).validated_data.get("kept_at", timezone.now())
        return Response(PromiseOut(commands.keep_promise(promise=promise, by=request.user, at=at)).data)


class Breaking(ApiView):
    tag = "promises"

    @extend_schema(request=BreakIn, responses=PromiseOut)
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Say that a promise was broken, and why."""
        promise, now = find_promise(request, pk), timezone.now()
        wanted = read(BreakIn, request)
        promise = commands.break_promise(promise=promise, by=request.user, at=now, **wanted.validated_data)
        wanted.keep_reason(promise.leg.ticket, request.user, now)
        return Response(PromiseOut(promise).data)
