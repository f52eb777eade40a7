"""Tickets: the list, raising, one whole, and what happened to it."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from tickets import commands
from tickets.api import filters, paging
from tickets.api.base import ApiView
from tickets.api.finding import entries_of, find_ticket, located, whole_ticket
from tickets.api.idempotency import acts_once
from tickets.api.problems import WrongParameter
from tickets.api.requests import ApiRequest, is_program
from tickets.api.serializers.reading import read
from tickets.api.serializers.shown import ChangeOut, EntryOut, TicketOut, TicketPageOut
from tickets.api.serializers.wanted import RaiseIn, contact_of
from tickets.choices import Source
from tickets.models import Ticket
from tickets.queries import QUEUES, desk_queue
from tickets.whereabouts import with_whereabouts

NEWEST_FIRST = ("-raised_at", "-pk")
SIZE = 25
"""Tickets on a page, as on the site."""


class Tickets(ApiView):
    parameters = (*(parameter.name for parameter in filters.DESCRIBED), *paging.CURSOR_NAMES)
    pointers = {"at": "", "desk_minutes": "call/desk_minutes", "service": "call/service"}

    @extend_schema(parameters=[*filters.DESCRIBED, *paging.CURSORS], responses=TicketPageOut)
    def get(self, request: ApiRequest) -> Response:
        """List tickets you may see, 25 at a time."""
        now = timezone.now()
        asked = request.query_params.get("queue", "")
        queue = QUEUES.get(asked)
        rows = desk_queue(asked, request.user, now) if queue else Ticket.objects.visible_to(request.user)
        order = queue.order if queue else NEWEST_FIRST
        chosen = filters.TicketFilters(request.query_params, queryset=rows, request=request)
        if not chosen.is_valid():
            raise WrongParameter(chosen.errors)
        tickets = with_whereabouts(chosen.qs).select_related("ward__trust")
        found = paging.page(request, tickets, order, size=SIZE)
        for ticket in found.items:
            located(ticket, now)
        return Response(TicketPageOut(paging.told(request, found), context={"request": request}).data)

    @extend_schema(request=RaiseIn, responses={201: TicketOut})
    @acts_once
    def post(self, request: ApiRequest) -> Response:
        """Raise a ticket, for your own ward or, from the desk, on somebody's behalf."""
        now = timezone.now()
        wanted = read(RaiseIn, request)
        values = wanted.validated_data
        call = values.pop("call", None)
        ticket = commands.raise_ticket(
            **values,
            by=request.user,
            at=now,
            call=contact_of(call) if call else None,
            source=Source.PROGRAM if is_program(request) else None,
        )
        wanted.keep_reason(ticket, request.user, now)
        return told(request, ticket, status.HTTP_201_CREATED)


class OneTicket(ApiView):
    @extend_schema(responses=TicketOut)
    def get(self, request: ApiRequest, reference: str) -> Response:
        """Read one ticket, with its parts, promises, files and whereabouts."""
        return told(request, find_ticket(request, reference))


class Timeline(ApiView):
    @extend_schema(responses=EntryOut(many=True))
    def get(self, request: ApiRequest, reference: str) -> Response:
        """Read what happened to a ticket, newest first, in words."""
        return Response(EntryOut(entries_of(request, find_ticket(request, reference)), many=True).data)


class Changes(ApiView):
    @extend_schema(responses=ChangeOut(many=True))
    def get(self, request: ApiRequest, reference: str) -> Response:
        """Read each verb done to a ticket, newest first."""
        entries = entries_of(request, find_ticket(request, reference))
        return Response(ChangeOut([entry for entry in entries if entry.change is not None], many=True).data)


def told(request: ApiRequest, ticket: Ticket, code: int = status.HTTP_200_OK) -> Response:
    """Answer with a whole ticket as it is now."""
    shown = TicketOut(whole_ticket(request, ticket, timezone.now()), context={"request": request}).data
    headers = {"Location": shown["url"]} if code == status.HTTP_201_CREATED else None
    return Response(shown, status=code, headers=headers)
