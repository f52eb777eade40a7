from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from concierge.people.models import User

API = "/api/v1"


@pytest.fixture
def signed_in() -> Callable[[User | None], "Program"]:
    """A program that speaks for a person; by session unless it is given a token itself."""

    def sign_in(person: User | None) -> Program:
        program = Program()
        if person is not None:
            program.force_login(person)
        return program

    return sign_in


class Program(APIClient):
    """A client that sends JSON to an address under the API's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.default_format = "json"

    def ask(self, path: str, **parameters: Any) -> Any:
        return self.get(f"{API}/{path}", parameters)

    def send(self, path: str, values: Any = None, *, method: str = "post", **headers: str) -> Any:
        sent = {} if values is None else values
        return getattr(self, method)(f"{API}/{path}", sent, format="json", headers=headers)
