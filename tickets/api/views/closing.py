"""How a ticket ends: resolve, reopen, confirm, withdraw, code."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from tickets import commands
from tickets.api.base import ApiView
from tickets.api.finding import find_ticket
from tickets.api.idempotency import acts_once
from tickets.api.requests import ApiRequest
from tickets.api.serializers.reading import read
from tickets.api.serializers.shown import CodingOut, TicketOut
from tickets.api.serializers.wanted import BecauseIn, CodingIn, NothingIn, ResolutionIn, SecondCodingIn
from tickets.api.views.tickets import told


class Resolution(ApiView):
    @extend_schema(request=ResolutionIn, responses=TicketOut)
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Resolve a ticket: what the ward received, and which of the six causes."""
        ticket, now = find_ticket(request, reference), timezone.now()
        wanted = read(ResolutionIn, request)
        ticket = commands.resolve_ticket(ticket=ticket, by=request.user, at=now, **wanted.validated_data)
        wanted.keep_reason(ticket, request.user, now)
        return told(request, ticket)

    @extend_schema(request=BecauseIn, responses={200: TicketOut})
    @acts_once
    def delete(self, request: ApiRequest, reference: str) -> Response:
        """Reopen a ticket, saying what is still wrong."""
        ticket, now = find_ticket(request, reference), timezone.now()
        wanted = read(BecauseIn, request)
        ticket = commands.reopen_ticket(ticket=ticket, by=request.user, at=now, **wanted.validated_data)
        wanted.keep_reason(ticket, request.user, now)
        return told(request, ticket)


class Confirmation(ApiView):
    @extend_schema(request=NothingIn, responses=TicketOut)
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Confirm, for the ward, that it has what it needed."""
        ticket = find_ticket(request, reference)
        read(NothingIn, request)
        return told(request, commands.confirm_ticket(ticket=ticket, by=request.user, at=timezone.now()))


class Withdrawal(ApiView):
    @extend_schema(request=BecauseIn, responses=TicketOut)
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Withdraw a ticket that is not needed any more, saying why."""
        ticket, now = find_ticket(request, reference), timezone.now()
        wanted = read(BecauseIn, request)
        ticket = commands.withdraw_ticket(ticket=ticket, by=request.user, at=now, **wanted.validated_data)
        wanted.keep_reason(ticket, request.user, now)
        return told(request, ticket)


class CauseCoding(ApiView):
    @extend_schema(request=CodingIn, responses=TicketOut)
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Choose, or choose again, the cause of a resolved ticket."""
        ticket, now = find_ticket(request, reference), timezone.now()
        wanted = read(CodingIn, request)
        ticket = commands.code_ticket(ticket=ticket, by=request.user, at=now, **wanted.validated_data)
        wanted.keep_reason(ticket, request.user, now)
        return told(request, ticket)


class SecondCoding(ApiView):
    pointers = {"at": "", "root_cause": "cause"}

    @extend_schema(request=SecondCodingIn, responses={201: CodingOut})
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Choose a cause as second coder, once, without having seen the first."""
        ticket = find_ticket(request, reference)
        wanted = read(SecondCodingIn, request)
        coding = commands.code_again(
            ticket=ticket, by=request.user, at=timezone.now(), **wanted.validated_data
        )
        return Response(CodingOut(coding).data, status=status.HTTP_201_CREATED)
