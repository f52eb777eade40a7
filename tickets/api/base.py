"""What every view of the API is."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.cache import add_never_cache_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tickets.api.requests import check_parameters
from tickets.api.schema import ApiSchema
from tickets.api.throttles import PersonThrottle


class ApiView(APIView):
    """A view that refuses what it does not know and answers every fault as a problem."""

    schema = ApiSchema()
    throttle_classes = [PersonThrottle]
    tag: ClassVar[str] = "tickets"
    parameters: ClassVar[tuple[str, ...]] = ()
    """Query parameters it knows."""
    pointers: ClassVar[Mapping[str, str]] = {"at": ""}
    """Where it keeps a value that a command's refusal names otherwise."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        _check_size(request)
        check_parameters(request, *self.parameters)  # type: ignore[arg-type]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Let nothing between us and the program keep what it was told."""
        response = super().finalize_response(request, response, *args, **kwargs)
        add_never_cache_headers(response)
        return response


def _check_size(request: Request) -> None:
    """Refuse what is too large before it is read; Django checks only what it reads itself."""
    largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if (request.content_type or "").startswith("multipart/"):
        largest += settings.ENVIRONMENT.largest_file
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest:
        raise RequestDataTooBig
