"""`Idempotency-Key`: a request sent twice acts once, and the second is answered as the first was.

The key's row is written in the same transaction as what the request does. A second request with
the key waits at the row's unique constraint until the first is done; it then finds the answer, or,
where the first was refused and left nothing, is carried out itself.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from tickets.api.problems import KeyUsed, StillAtWork, WrongParameter
from tickets.api.requests import ApiRequest
from tickets.models import IdempotencyKey

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST_KEY = 255
PATIENCE = "10s"
"""How long a second request waits for the first before it is told to come back."""

Act = TypeVar("Act", bound=Callable[..., Response])


def acts_once(act: Act) -> Act:
    """Make a handler one transaction that a request with a known key does not run again.

    Raises KeyUsed where the key came with something else before, StillAtWork where the first
    request with it takes too long, and WrongParameter for a key that is none.
    """

    @wraps(act)
    def act_once(view: Any, request: ApiRequest, *args: Any, **kwargs: Any) -> Response:
        key = key_of(request)
        with transaction.atomic():
            if not key:
                return act(view, request, *args, **kwargs)
            kept, is_first = _claim(request, key)
            if not is_first:
                return _again(kept, request)
            response = act(view, request, *args, **kwargs)
            _keep(kept, response)
            return response

    act_once.acts_once = True  # type: ignore[attr-defined]
    return act_once  # type: ignore[return-value]


def key_of(request: ApiRequest) -> str:
    """The key a request bears, without the quotation marks it may stand in; empty where there is none."""
    if HEADER not in request.headers:
        return ""
    key = request.headers[HEADER].strip().removeprefix('"').removesuffix('"')
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise WrongParameter({HEADER: f"A key has 1 to {LONGEST_KEY} plain characters, for example a UUID."})
    return key


def fingerprint_of(request: ApiRequest) -> str:
    """SHA-256 of what was sent: JSON whatever its spacing and order, or a form with its files."""
    digest = hashlib.sha256()
    if not hasattr(request.data, "lists"):
        digest.update(json.dumps(request.data, sort_keys=True).encode())
        return digest.hexdigest()
    for name, values in sorted(request.data.lists()):
        digest.update(json.dumps(name).encode())
        for value in values:
            _add(digest, value)
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", value: object) -> None:
    if not isinstance(value, UploadedFile):
        digest.update(json.dumps(str(value)).encode())
        return
    digest.update(json.dumps([value.name, value.size]).encode())
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)


def _claim(request: ApiRequest, key: str) -> tuple[IdempotencyKey, bool]:
    asked = {"method": request.method, "path": request.path, "fingerprint": fingerprint_of(request)}
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    try:
        return IdempotencyKey.objects.get_or_create(person=request.user, key=key, defaults=asked)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise StillAtWork("The first request with this key has not been answered yet.") from error
        raise
    finally:
        _stop_hurrying()


def _stop_hurrying() -> None:
    if connection.needs_rollback:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def _again(kept: IdempotencyKey, request: ApiRequest) -> Response:
    same = (kept.method, kept.path, kept.fingerprint) == (
        request.method,
        request.path,
        fingerprint_of(request),
    )
    if not same:
        raise KeyUsed("This key came with another request before. Nothing was changed.")
    headers = {REPLAYED: "true"} | ({"Location": kept.location} if kept.location else {})
    return Response(kept.body, status=kept.status, headers=headers)


def _keep(kept: IdempotencyKey, response: Response) -> None:
    kept.status = response.status_code
    kept.body = json.loads(JSONRenderer().render(response.data)) if response.data is not None else None
    kept.location = response.headers.get("Location", "")
    kept.save(update_fields=["status", "body", "location"])
