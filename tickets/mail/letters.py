"""Letters of the desk: words with fields in braces, filled from a ticket and nothing else.

The language is one rule: `{reference}` becomes the ticket's reference. There is no code, no
condition and no way from a field to another row, so whoever may edit a template can reach no more
than the fields listed beside it; none of them holds a note.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from concierge.places.models import Trust
from concierge.web.words import long_day
from tickets.identifiers import mask
from tickets.mail.writing import title_for_mail
from tickets.models import Leg, LetterTemplate, Ticket

FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Matter:
    """What a letter is about."""

    ticket: Ticket
    leg: Leg | None
    at: datetime


def _asked_by(matter: Matter) -> str:
    ticket = matter.ticket
    return ticket.raised_by_name or (ticket.raised_by.name if ticket.raised_by else "")


def _request(matter: Matter) -> str:
    """What the part's service is asked; where the desk wrote nothing, the ward's line says it all."""
    asked = mask(matter.leg.request) if matter.leg else ""
    return asked or title_for_mail(matter.ticket)


def _target(matter: Matter) -> str:
    process = matter.ticket.process
    days = process.target_days if process is not None else None
    return f"{days} working day{'' if days == 1 else 's'}" if days else "as soon as you can"


@dataclass(frozen=True)
class Field:
    """One thing a template may name: what it means, an example, and where it comes from."""

    means: str
    example: str
    value: Callable[[Matter], str]


FIELDS: Mapping[str, Field] = {
    "reference": Field("The ticket's reference", "R-10482", lambda m: m.ticket.reference),
    "title": Field("What is needed, in one line", "A second desk lamp", lambda m: title_for_mail(m.ticket)),
    "details": Field(
        "What the ward wrote beneath",
        "For the night desk, please.",
        lambda m: mask(m.ticket.details) or "Nothing more.",
    ),
    "ward": Field("The ward", "Willow Ward", lambda m: m.ticket.ward.name),
    "hospital": Field("Its hospital", "Example Infirmary", lambda m: m.ticket.ward.site.name),
    "ward_telephone": Field(
        "The ward's telephone", "020 7946 0123", lambda m: m.ticket.ward.telephone or "not known"
    ),
    "asked_by": Field("Who asked", "Jo Example", lambda m: mask(_asked_by(m))),
    "asked_on": Field("The day she asked", "3 March 2026", lambda m: long_day(m.ticket.raised_at)),
    "process": Field(
        "What it is about", "Non-stock order", lambda m: str(m.ticket.process or "not on a list")
    ),
    "target": Field("Within how many working days it should be done", "5 working days", _target),
    "service": Field(
        "The service whose part it is", "Procurement", lambda m: str(m.leg.service) if m.leg else "colleague"
    ),
    "request": Field("What the service is asked to do", "Order one lamp.", _request),
    "concierge": Field(
        "Who of the desk looks after it", "Alex Example", lambda m: str(m.ticket.concierge or "the desk")
    ),
    "desk_telephone": Field(
        "The desk's telephone",
        "020 7946 0802",
        lambda m: m.ticket.trust.telephone or settings.ENVIRONMENT.telephone,
    ),
    "trust": Field("The trust", "Example Hospitals", lambda m: m.ticket.trust.name),
    "today": Field("The day it is written", "4 March 2026", lambda m: long_day(m.at)),
}
"""What a template may name."""


@dataclass(frozen=True)
class Shipped:
    """A template that every trust has until it writes one of the same name."""

    name: str
    subject: str
    body: str


REQUEST = Shipped(
    "Request in place of a signed form",
    "Request {reference}: {title}",
    """Dear {service},

Please take this message as the request. It was made by somebody who may make it, and the desk has it on record, so no form and no signature is needed.

Reference: {reference}
What is needed: {title}
What it is about: {process}
For: {ward}, {hospital}, telephone {ward_telephone}
Asked by: {asked_by}, on {asked_on}
Needed within: {target}

What we ask you to do:
{request}

More about it:
{details}

If anything is missing, answer this e-mail: please do not send a form back.

{concierge}
Concierge desk, {trust}, telephone {desk_telephone}""",
)
SHIPPED = (
    REQUEST,
    Shipped(
        "How does it go?",
        "How does it go? {reference}: {title}",
        """Dear {service},

{ward} is waiting for this, asked on {asked_on}: {title}

Could you tell us how it goes, and by which day it will be done?

{concierge}
Concierge desk, {trust}, telephone {desk_telephone}""",
    ),
    Shipped(
        "Word to the ward",
        "{reference}: {title}",
        """Hello,

about what you asked on {asked_on}: {title}



{concierge}
Concierge desk, telephone {desk_telephone}""",
    ),
)
Template = LetterTemplate | Shipped


def fill(text: str, matter: Matter) -> str:
    """The text with its fields filled, each once: what a value holds is not read again."""
    return FIELD.sub(lambda found: FIELDS[found[1]].value(matter) if found[1] in FIELDS else found[0], text)


def fill_with_examples(text: str) -> str:
    """The text as it would read: for those who write templates and see no tickets."""
    return FIELD.sub(lambda found: FIELDS[found[1]].example if found[1] in FIELDS else found[0], text)


def unknown_fields(text: str) -> list[str]:
    """Names in braces that no field has."""
    return sorted({name for name in FIELD.findall(text) if name not in FIELDS})


def templates_for(ticket: Ticket, leg: Leg | None, at: datetime) -> list[Template]:
    """What the desk can start a letter from, the nearest to the matter first, shipped ones last."""
    service_id = leg.service_id if leg is not None else None
    fitting = Q(process__isnull=True) | Q(process=ticket.process_id)
    fitting &= Q(service__isnull=True) | Q(service=service_id)
    rows = LetterTemplate.objects.filter(fitting, trust=ticket.trust_id, retired_on__isnull=True)
    own = sorted(rows, key=lambda row: (row.process_id is None, row.service_id is None, row.name.lower()))
    return [*own, *shipped_for(ticket.trust)]


def shipped_for(trust: Trust) -> list[Shipped]:
    """The shipped templates that the trust has not replaced by its own, in use or retired."""
    taken = {
        name.lower() for name in LetterTemplate.objects.filter(trust=trust).values_list("name", flat=True)
    }
    return [shipped for shipped in SHIPPED if shipped.name.lower() not in taken]
