"""Whose it is: assign a ticket, hand a concierge's over, pass a ward on."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from tickets import commands
from tickets.api.base import ApiView
from tickets.api.finding import find_ticket
from tickets.api.idempotency import acts_once
from tickets.api.requests import ApiRequest
from tickets.api.serializers.reading import read
from tickets.api.serializers.shown import HandedOverOut, TicketOut
from tickets.api.serializers.wanted import AssignIn, HandOverIn, PassOnIn
from tickets.api.views.places import wards_known_to
from tickets.api.views.tickets import told
from tickets.models import Ticket


class Concierge(ApiView):
    @extend_schema(request=AssignIn, responses=TicketOut)
    @acts_once
    def put(self, request: ApiRequest, reference: str) -> Response:
        """Assign an open ticket to somebody of the desk; naming yourself takes it."""
        ticket = find_ticket(request, reference)
        wanted = read(AssignIn, request)
        ticket = commands.assign_ticket(
            ticket=ticket, by=request.user, at=timezone.now(), **wanted.validated_data
        )
        return told(request, ticket)


class HandingOver(ApiView):
    tag = "people"

    @extend_schema(request=HandOverIn, responses=HandedOverOut)
    @acts_once
    def post(self, request: ApiRequest) -> Response:
        """Hand all open tickets of one concierge over to another."""
        values = read(HandOverIn, request).validated_data
        trust_id = values.pop("trust").pk
        tickets = commands.hand_over_concierge(
            trust_id=trust_id, by=request.user, at=timezone.now(), **values
        )
        return _handed_over(tickets)


class PassingOn(ApiView):
    tag = "people"

    @extend_schema(request=PassOnIn, responses=HandedOverOut)
    @acts_once
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Pass a ward on: another of it becomes the one the desk answers to."""
        ward = get_object_or_404(wards_known_to(request.user), pk=pk)
        wanted = read(PassOnIn, request)
        tickets = commands.pass_ward_on(
            ward=ward, by=request.user, at=timezone.now(), **wanted.validated_data
        )
        return _handed_over(tickets)


def _handed_over(tickets: list[Ticket]) -> Response:
    return Response(HandedOverOut({"tickets": [ticket.reference for ticket in tickets]}).data)
