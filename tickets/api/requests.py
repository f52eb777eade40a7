"""What a request is here: somebody's, and read strictly."""

from typing import Any

from rest_framework.authtoken.models import Token
from rest_framework.request import Request

from concierge.people.models import User
from tickets.api.problems import WrongParameter
from tickets.choices import Source


class ApiRequest(Request):
    """A request of somebody signed in; no other gets as far as a view."""

    user: User


def is_program(request: ApiRequest) -> bool:
    """Whether the request bears a token, as a program's does, not a session."""
    return isinstance(request.auth, Token)


def source_for(request: ApiRequest, own: Source) -> Source:
    """Which way in a contact came: the desk's by token are a program's, all others their own."""
    return Source.PROGRAM if own == Source.DESK and is_program(request) else own


def check_parameters(request: ApiRequest, *known: str) -> None:
    """Refuse query parameters that mean nothing here: a misspelt filter must not show everything."""
    unknown: dict[str, Any] = {
        name: "This parameter is not known here." for name in request.query_params if name not in known
    }
    if unknown:
        raise WrongParameter(unknown)
