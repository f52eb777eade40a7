"""What an administrator changes about services and processes, and how the causes are worded."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from concierge.people.models import User
from concierge.places.commands import must_administer, must_be_new_name
from concierge.places.models import Team, TeamKind, Trust
from tickets.choices import RootCause
from tickets.commands.parts import must_say
from tickets.errors import WrongValue
from tickets.models import CauseWording, Process, Service, ServiceContact, ServiceKind, WorkingHours

CHANGED = "changed"
ADDED = "added"


@dataclass(frozen=True)
class Period:
    """A stretch of a weekday in which a service works: 0 is Monday, minutes count from midnight."""

    weekday: int
    starts_minute: int
    ends_minute: int


@transaction.atomic
def save_service(
    *,
    trust: Trust,
    name: str,
    by: User,
    service: Service | None = None,
    description: str = "",
    email: str = "",
    telephone: str = "",
    chase_after_days: int = 2,
    kind: ServiceKind = ServiceKind.OTHER,
) -> Service:
    """Add a service with its team, or change one. `kind` is set once, when it is added.

    Raises NotAllowed, or WrongValue where the trust has another of that name.
    """
    must_administer(by, trust.pk)
    name = must_say(name, "name", "Enter the service's name.")
    teams = Team.objects.filter(trust=trust, name__iexact=name).exclude(pk=service.team_id if service else 0)
    must_be_new_name(teams.exists(), "a service or desk")
    reason = CHANGED if service else ADDED
    service = service or Service(trust=trust, kind=kind, team=Team(trust=trust, kind=TeamKind.SERVICE))
    service.team.name = service.name = name
    service.team.save_as(by, reason=reason)
    service.description, service.email = description.strip(), email.strip()
    service.telephone, service.chase_after_days = telephone.strip(), chase_after_days
    service.save_as(by, reason=reason)
    return service


@transaction.atomic
def retire_service(*, service: Service, on: date | None, by: User) -> Service:
    """Stop routing to a service from a day on, or with None start again. Open parts stay where they are."""
    must_administer(by, service.trust_id)
    service.retired_on = on
    service.save_as(by, reason="retired" if on else "in use again")
    return service


@transaction.atomic
def set_working_hours(*, service: Service, periods: Sequence[Period], by: User) -> None:
    """Say anew when a service works; a day may have several periods.

    Raises NotAllowed, or WrongValue where periods overlap or end before they start.
    """
    must_administer(by, service.trust_id)
    _check_periods(periods)
    for hours in service.working_hours.all():
        hours.remove_as(by, reason=CHANGED)
    for period in periods:
        hours = WorkingHours(
            trust_id=service.trust_id,
            service=service,
            weekday=period.weekday,
            starts_minute=period.starts_minute,
            ends_minute=period.ends_minute,
        )
        hours.save_as(by, reason=CHANGED)


@transaction.atomic
def save_contact(
    *,
    service: Service,
    name: str,
    by: User,
    contact: ServiceContact | None = None,
    job: str = "",
    email: str = "",
    telephone: str = "",
) -> ServiceContact:
    """Add somebody to ring or write to in a service, or change her details.

    Raises NotAllowed, or WrongValue where there is neither an address nor a number.
    """
    must_administer(by, service.trust_id)
    if not email.strip() and not telephone.strip():
        raise WrongValue("Enter an e-mail address or a telephone number.", field="telephone")
    reason = CHANGED if contact else ADDED
    contact = contact or ServiceContact(trust_id=service.trust_id, service=service)
    contact.name = must_say(name, "name", "Enter a name.")
    contact.job, contact.email, contact.telephone = job.strip(), email.strip(), telephone.strip()
    contact.save_as(by, reason=reason)
    return contact


@transaction.atomic
def retire_contact(*, contact: ServiceContact, on: date | None, by: User) -> ServiceContact:
    """Stop offering a contact from a day on, or with None offer it again."""
    must_administer(by, contact.trust_id)
    contact.retired_on = on
    contact.save_as(by, reason="retired" if on else "in use again")
    return contact


@transaction.atomic
def save_process(
    *,
    trust: Trust,
    name: str,
    by: User,
    process: Process | None = None,
    service: Service | None = None,
    hint: str = "",
    other_names: Sequence[str] = (),
    is_adopted: bool = False,
    target_days: int | None = None,
) -> Process:
    """Add a process that sisters can pick, or change one.

    Raises NotAllowed, or WrongValue where the trust has another of that name, its service is of
    another trust, or it is adopted by no service.
    """
    must_administer(by, trust.pk)
    name = must_say(name, "name", "Enter the process's name.")
    others = Process.objects.filter(trust=trust, name__iexact=name).exclude(pk=process.pk if process else 0)
    must_be_new_name(others.exists(), "a process")
    if service is not None and service.trust_id != trust.pk:
        raise WrongValue("That service belongs to another trust.", field="service")
    if is_adopted and service is None:
        raise WrongValue("Choose the service that takes it directly.", field="service")
    reason = CHANGED if process else ADDED
    process = process or Process(trust=trust)
    process.name, process.service, process.hint = name, service, hint.strip()
    process.other_names = [other.strip() for other in other_names if other.strip()]
    process.is_adopted, process.target_days = is_adopted, target_days
    process.save_as(by, reason=reason)
    return process


@transaction.atomic
def retire_process(*, process: Process, on: date | None, by: User) -> Process:
    """Stop offering a process from a day on, or with None offer it again; its tickets and figures stay."""
    must_administer(by, process.trust_id)
    process.retired_on = on
    process.save_as(by, reason="retired" if on else "in use again")
    return process


@transaction.atomic
def word_cause(*, trust: Trust, cause: RootCause, definition: str, by: User) -> CauseWording:
    """Word the definition of one of the six for a trust. Raises NotAllowed, or WrongValue when empty."""
    must_administer(by, trust.pk)
    definition = must_say(definition, cause, "Enter what this cause means.")
    wording = CauseWording.objects.filter(trust=trust, cause=cause).first() or CauseWording(
        trust=trust, cause=cause
    )
    wording.definition = definition
    wording.save_as(by, reason="worded")
    return wording


def _check_periods(periods: Sequence[Period]) -> None:
    ordered = sorted(periods, key=lambda period: (period.weekday, period.starts_minute))
    for period in ordered:
        if not period.starts_minute < period.ends_minute <= 24 * 60:
            raise WrongValue("Each period must end after it starts.", field=f"day_{period.weekday}")
    for one, two in itertools.pairwise(ordered):
        if one.weekday == two.weekday and two.starts_minute < one.ends_minute:
            raise WrongValue("Two periods of a day overlap.", field=f"day_{one.weekday}")
