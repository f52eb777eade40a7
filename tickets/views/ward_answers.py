"""What a ward does with its ticket: write, add files, say that it is fixed or is not, withdraw."""

from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from concierge.web.forms import PageForm
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.choices import LegStatus, Status
from tickets.forms.files import names_to_choose_again
from tickets.forms.ward import AddFilesForm, NotFixedForm, ReplyForm, WithdrawForm, reopen_words
from tickets.models import Interaction, Ticket
from tickets.views.desk_verbs import Act, Verb, ask
from tickets.views.ward import find_own

PAGE = "tickets/ward/answer.jinja"


@once
def reply(request: SignedInRequest, reference: str) -> HttpResponse:
    """Answer what the ward is asked, or write to the desk."""
    ticket = find_own(request, reference)
    asking = list(ticket.legs.filter(status=LegStatus.WITH_WARD).select_related("service").order_by("pk"))
    form = _form(request, ReplyForm)

    def act(at: datetime) -> str:
        text = form.cleaned_data["text"]
        written = commands.answer_desk(ticket=ticket, text=text, by=request.user, at=at)
        _attach(request, ticket, form, at, written)
        return "Your answer has been sent." if asking else "Your message has been sent to the desk."

    verb = Verb("Answer the question" if asking else "Write to the desk", "Send", template=PAGE)
    return _page(request, ticket, form, verb, act, questions=asking)


@once
def add_files(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add files to a ticket."""
    ticket = find_own(request, reference)
    form = _form(request, AddFilesForm)

    def act(at: datetime) -> str:
        _attach(request, ticket, form, at)
        return "Your files have been added."

    return _page(request, ticket, form, Verb("Add files", "Add files", template=PAGE), act)


@once
@require_POST
def confirm(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say that it is fixed."""
    ticket = find_own(request, reference)

    def act(at: datetime) -> str:
        if ticket.status == Status.CONFIRMED:
            return "It was marked as fixed already."
        commands.confirm_ticket(ticket=ticket, by=request.user, at=at)
        return "Thank you. It is marked as fixed."

    verb = Verb("Is it fixed?", "Yes, it is fixed", template=PAGE)
    return _page(request, ticket, _form(request, PageForm), verb, act)


@once
def not_fixed(request: SignedInRequest, reference: str) -> HttpResponse:
    """Open a ticket again, and say what is still wrong."""
    ticket = find_own(request, reference)
    form = _form(request, NotFixedForm)

    def act(at: datetime) -> str:
        because = form.cleaned_data["because"]
        commands.reopen_ticket(ticket=ticket, because=because, by=request.user, at=at)
        return "It is open again, and your concierge has it."

    verb = Verb("It is not fixed", "Open it again", reopen_words(), template=PAGE)
    return _page(request, ticket, form, verb, act)


@once
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    """End a ticket that is not needed any more."""
    ticket = find_own(request, reference)
    form = _form(request, WithdrawForm)

    def act(at: datetime) -> str:
        because = form.cleaned_data["because"]
        commands.withdraw_ticket(ticket=ticket, because=because, by=request.user, at=at)
        return f"{ticket.reference} is withdrawn. Nobody works on it any more."

    explains = "Everybody who has a part of it stops working on it."
    verb = Verb("We do not need it any more", "Withdraw it", explains, warning=True, template=PAGE)
    return _page(request, ticket, form, verb, act)


def _form(request: SignedInRequest, form_class: type[PageForm]) -> PageForm:
    return form_class(request.POST, request.FILES) if request.method == "POST" else form_class()


def _attach(
    request: SignedInRequest, ticket: Ticket, form: PageForm, at: datetime, written: Interaction | None = None
) -> None:
    for file in form.cleaned_data["files"]:
        commands.attach_file(ticket=ticket, file=file, by=request.user, at=at, interaction=written)


def _page(
    request: SignedInRequest, ticket: Ticket, form: PageForm, verb: Verb, act: Act, **beside: object
) -> HttpResponse:
    return ask(request, ticket, form, verb, act, again=names_to_choose_again(form), **beside)
