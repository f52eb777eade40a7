"""Files of a ticket."""

from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from concierge.people.standing import standing_of
from tickets import commands
from tickets.api.base import ApiView
from tickets.api.finding import find_ticket
from tickets.api.idempotency import acts_once
from tickets.api.requests import ApiRequest
from tickets.api.serializers.reading import read
from tickets.api.serializers.shown import FileOut
from tickets.api.serializers.wanted import FileIn
from tickets.reading import files_for


class AsItIs(DefaultContentNegotiation):
    """A file is answered as it is, whatever form was asked for."""

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class Files(ApiView):
    tag = "files"
    parser_classes = [MultiPartParser]
    pointers = {"at": "", "files": "file"}

    @extend_schema(responses=FileOut(many=True))
    def get(self, request: ApiRequest, reference: str) -> Response:
        """List the files of a ticket, oldest first."""
        ticket = find_ticket(request, reference)
        files = files_for(ticket, standing_of(request.user)).select_related("ticket", "added_by")
        return Response(FileOut(files, many=True, context={"request": request}).data)

    @extend_schema(request=FileIn, responses={201: FileOut})
    @acts_once
    def post(self, request: ApiRequest, reference: str) -> Response:
        """Attach a file to a ticket."""
        ticket = find_ticket(request, reference)
        file = read(FileIn, request).validated_data["file"]
        kept = commands.attach_file(ticket=ticket, file=file, by=request.user, at=timezone.now())
        shown = FileOut(kept, context={"request": request}).data
        return Response(shown, status=status.HTTP_201_CREATED, headers={"Location": shown["url"]})


class OneFile(ApiView):
    tag = "files"
    content_negotiation_class = AsItIs

    @extend_schema(
        responses={
            (200, "application/octet-stream"): OpenApiResponse(
                OpenApiTypes.BINARY, "The file as it was sent."
            )
        }
    )
    def get(self, request: ApiRequest, reference: str, pk: int) -> FileResponse:
        """Download a file."""
        kept = get_object_or_404(files_for(find_ticket(request, reference), standing_of(request.user)), pk=pk)
        return FileResponse(
            kept.file.open("rb"),
            as_attachment=True,
            filename=kept.name,
            content_type="application/octet-stream",
        )
