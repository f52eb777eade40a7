"""Where a desk's mail arrives."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.forms.mailboxes import MailboxForm
from tickets.mail.lists import health_of_mailboxes
from tickets.views.administration.frame import administered, ask


@require_safe
def list_mailboxes(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    told = {"trust": trust, "mailboxes": health_of_mailboxes(frozenset({trust.pk}), timezone.now())}
    return render(request, "tickets/administration/mailboxes.jinja", told)


@once
def save(request: SignedInRequest, code: str, pk: int | None = None) -> HttpResponse:
    trust = administered(request, code)
    mailbox = get_object_or_404(trust.mailboxes, pk=pk) if pk else None
    form = MailboxForm(request.POST or None, mailbox=mailbox)
    return ask(
        request,
        form,
        lambda address, **_: commands.save_mailbox(
            trust=trust, address=address, fetching=form.fetching, mailbox=mailbox, by=request.user
        ),
        title=f"Change {mailbox}" if mailbox else "Add a mailbox",
        back=reverse("administration-mailboxes", args=[code]),
        done="The mailbox is saved. It is read within a minute or two; come back to see how it fares.",
        lead="Passwords are never entered here: they stand in the environment of the site, under a name.",
        trust=trust,
    )


@require_POST
@once
def stop(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    mailbox = get_object_or_404(administered(request, code).mailboxes, pk=pk)
    mailbox = commands.stop_mailbox(mailbox=mailbox, is_active=not mailbox.is_active, by=request.user)
    messages.success(request, f"{mailbox} is {'read again' if mailbox.is_active else 'not read any more'}.")
    return redirect("administration-mailboxes", code=code)
