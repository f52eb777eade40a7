"""Contacts: record, correct, answer."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from tickets import commands
from tickets.api.base import ApiView
from tickets.api.finding import contacts_of, find_interaction, find_ticket, sight_of
from tickets.api.idempotency import acts_once
from tickets.api.requests import ApiRequest, source_for
from tickets.api.serializers.reading import read
from tickets.api.serializers.shown import InteractionOut, TicketOut
from tickets.api.serializers.wanted import AnswerIn, CorrectionIn, InteractionIn, contact_of
from tickets.api.views.tickets import told


class Interactions(ApiView):
    pointers = {"at": "happened_at"}

    @extend_schema(responses=InteractionOut(many=True))
    def get(self, request: ApiRequest, reference: str) -> Response:
        """List the contacts of a ticket, newest first."""
        return Response(InteractionOut(contacts_of(request, find_ticket(request, reference)), many=True).data)

    @extend_schema(request=InteractionIn, responses={201: InteractionOut})
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Record a contact, with its minutes."""
        ticket, now = find_ticket(request, reference), timezone.now()
        wanted = read(InteractionIn, request, ticket)
        values = wanted.validated_data
        interaction = commands.record_interaction(
            ticket=ticket,
            contact=contact_of(values),
            leg=values.get("leg"),
            source=source_for(request, sight_of(request, ticket).source),
            by=request.user,
            at=values.get("happened_at", now),
        )
        wanted.keep_reason(ticket, request.user, now)
        return Response(InteractionOut(interaction).data, status=status.HTTP_201_CREATED)


class OneInteraction(ApiView):
    pointers = {"at": "happened_at"}

    @extend_schema(responses=InteractionOut)
    def get(self, request: ApiRequest, reference: str, pk: int) -> Response:
        """Read one contact."""
        ticket = find_ticket(request, reference)
        return Response(InteractionOut(find_interaction(request, ticket, pk)).data)

    @extend_schema(request=CorrectionIn, responses=InteractionOut)
    @acts_once
    def put(self, request: ApiRequest, reference: str, pk: int) -> Response:
        """Correct a contact: send it whole, and say why; its history keeps what it said before."""
        ticket, now = find_ticket(request, reference), timezone.now()
        wanted = read(CorrectionIn, request)
        values = wanted.validated_data
        interaction = commands.correct_interaction(
            interaction=find_interaction(request, ticket, pk),
            contact=contact_of(values),
            by=request.user,
            at=now,
            **values,
        )
        wanted.keep_reason(ticket, request.user, now)
        return Response(InteractionOut(interaction).data)


class Answers(ApiView):
    @extend_schema(request=AnswerIn, responses={201: TicketOut})
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Say something for the ward; parts that waited for it go back to their services."""
        ticket, now = find_ticket(request, reference), timezone.now()
        wanted = read(AnswerIn, request)
        commands.answer_desk(ticket=ticket, by=request.user, at=now, **wanted.validated_data)
        wanted.keep_reason(ticket, request.user, now)
        return told(request, ticket, status.HTTP_201_CREATED)
