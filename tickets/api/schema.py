"""The API's own description (OpenAPI 3.1): what every operation shares, said once."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse
from rest_framework.utils.formatting import camelcase_to_spaces

from tickets.api import problems
from tickets.api.idempotency import HEADER, LONGEST_KEY
from tickets.api.serializers.places import ProblemOut

ALWAYS = [400, 401, 403, 406, 429, 500]
WRITING = [409, 413, 415, 422]
WRITES = frozenset({"POST", "PUT", "DELETE"})
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Any text of your own, for example a UUID. The same request with the same key acts once, "
    "and is answered again as it was the first time. Keys are kept for two days.",
)


class ApiSchema(AutoSchema):
    """Adds to each operation the problems it may answer with, and the key it may bear."""

    def get_override_parameters(self) -> list[Any]:
        given = list(super().get_override_parameters())
        act = getattr(self.view, self.method.lower(), None)
        return [*given, KEY] if getattr(act, "acts_once", False) else given

    def get_operation_id(self) -> str:
        return (
            f"{camelcase_to_spaces(type(self.view).__name__).replace(' ', '_').lower()}_{self.method.lower()}"
        )

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "tag", "tickets")]

    def get_summary(self) -> str | None:
        act = getattr(self.view, self.method.lower(), None)
        said = (getattr(act, "__doc__", None) or "").strip().split("\n")[0]
        return said.rstrip(".") or None

    def _get_request_body(self, direction: Direction = "request") -> Any:
        """Describe a DELETE's body too: reopening says why."""
        if self.method != "DELETE" or self.get_request_serializer() is None:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        self.method = "POST"
        try:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        finally:
            self.method = "DELETE"

    def _get_response_bodies(self, direction: Direction = "response") -> Any:
        answers = super()._get_response_bodies(direction)
        for status in self._problem_statuses():
            told = OpenApiResponse(ProblemOut, description=_titles(status))
            described = self._get_response_for_code(  # type: ignore[no-untyped-call]
                told, str(status), [problems.MEDIA_TYPE], direction
            )
            answers.setdefault(str(status), described)
        return answers

    def _problem_statuses(self) -> list[int]:
        found = [*ALWAYS, *(WRITING if self.method in WRITES else [])]
        return sorted([*found, 404] if "{" in self.path else found)


def say_what_is_strict(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say that what comes in takes no other fields, and that what goes out always has all of its own."""
    for name, component in result["components"]["schemas"].items():
        if component.get("type") != "object":
            continue
        if name.endswith("In"):
            component["additionalProperties"] = False
        elif not name.startswith("Problem"):
            component["required"] = sorted(component["properties"])
    return result


def _titles(status: int) -> str:
    return "; ".join(kind.title for kind in problems.KINDS.values() if kind.status == status)
