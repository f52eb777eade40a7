"""A form sent twice acts once, and one sent too late can prove whose words it carries.

Every page puts `{{ hidden(form) }}` inside its `<form>`. That writes a signed token naming the
person it was drawn for. `@once` on the view lets the first sending act and answers any further
one with the page the first led to; the row that says so is written in the same transaction as
what the view does, so a double click on two servers acts once, and a crash leaves neither.
"""

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from concierge.web.models import SentForm

FIELD = "once"
NOBODY = 0
"""The owner of a form drawn for someone who is not signed in, such as a service's signed link."""
DONE = frozenset({HTTPStatus.FOUND, HTTPStatus.SEE_OTHER})
_signer = Signer(salt="concierge.web.once")
_HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')

P = ParamSpec("P")
Asked = TypeVar("Asked", bound=HttpRequest)


def once(
    view: Callable[Concatenate[Asked, P], HttpResponse],
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """Make a page's view act once for each form drawn, however often it is sent.

    The view says that it acted by redirecting. Any other answer, such as the form with its
    errors, leaves the token good for the next try.
    """

    @wraps(view)
    def act_once(request: Asked, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        token = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if owner_of(token) is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            sent, first = SentForm.objects.get_or_create(token=_key(request, token))
            if not first:
                return HttpResponseRedirect(sent.answer)
            response = view(request, *args, **kwargs)
            _remember(sent, response)
            return response

    return cast("Callable[Concatenate[Asked, P], HttpResponse]", act_once)


def owner_of(token: str) -> int | None:
    """Tell the id of the person a form was drawn for, `NOBODY`, or None for a token not ours."""
    try:
        return int(_signer.unsign(token).partition(".")[0])
    except (BadSignature, ValueError):
        return None


def new_token(request: HttpRequest) -> str:
    """Make the token of one form drawn for the person who asks."""
    user = getattr(request, "user", None)
    return _signer.sign(f"{getattr(user, 'pk', None) or NOBODY}.{uuid.uuid4().hex}")


@pass_context
def hidden(context: Context, form: BaseForm | None = None) -> Markup:
    """Write what each `<form method="post">` must carry: both tokens, and the form's hidden fields."""
    request: HttpRequest = context["request"]
    inputs = [
        _HIDDEN.format("csrfmiddlewaretoken", get_token(request)),
        _HIDDEN.format(FIELD, new_token(request)),
    ]
    inputs += [Markup(str(field)) for field in (form.hidden_fields() if form else [])]  # noqa: S704
    return Markup("\n").join(inputs)


def _key(request: HttpRequest, token: str) -> str:
    """One key for the token, the person and the page: a token is good for its own page only."""
    who = getattr(request.user, "pk", None) or NOBODY
    return hashlib.sha256(f"{who} {request.path} {token}".encode()).hexdigest()


def _remember(sent: SentForm, response: HttpResponse) -> None:
    if response.status_code in DONE:
        sent.answer = response["Location"]
        sent.save(update_fields=["answer"])
    else:
        sent.delete()
