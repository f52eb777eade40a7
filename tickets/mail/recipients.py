"""Who may be written to about a ticket, and whom its news is for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from concierge.people.models import SYSTEM_EMAIL, Post, User
from concierge.people.roles import DESK_ROLES, WARD_ROLES, Role
from tickets.choices import OPEN_LEG
from tickets.models import Leg, Service, ServiceContact, Ticket


@dataclass(frozen=True)
class Recipient:
    """Somebody with an address, as the send button names her."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} ({self.email})"


def known_for(ticket: Ticket, on: date) -> list[Recipient]:
    """Whom the desk can write to without typing an address: services, their contacts, people concerned.

    Services with an open part come first, then the ward.
    """
    found = [*_of_services(ticket, on, has_part=True), *_of_ward(ticket, on), *_writers(ticket)]
    found += _of_services(ticket, on, has_part=False)
    by_address: dict[str, Recipient] = {}
    for each in found:
        by_address.setdefault(each.email.lower(), each)
    return list(by_address.values())


def addresses_of(service: Service, on: date) -> frozenset[str]:
    """Every address, in small letters, that is the service's own: its inbox, contacts and people."""
    contacts = service.contacts.in_use(on).exclude(email="").values_list("email", flat=True)
    people = User.objects.filter(
        is_active=True, posts__in=Post.objects.current(on).filter(team=service.team_id)
    )
    found = [service.email, *contacts, *people.values_list("email", flat=True)]
    return frozenset(address.lower() for address in found if address)


def addresses_of_ward(ticket: Ticket, on: date) -> frozenset[str]:
    """The addresses, in small letters, of the people of a ticket's ward."""
    return frozenset(each.email.lower() for each in _of_ward(ticket, on))


def people_of_ward(ticket: Ticket, at: datetime) -> list[User]:
    """Who on the ward hears about a ticket: who follows it and who asked; else its sisters.

    Only those who have a post there on the day: a ticket is the ward's, not a person's.
    """
    posts = Post.objects.current(timezone.localdate(at)).with_role(WARD_ROLES).filter(ward=ticket.ward_id)
    there = User.objects.filter(is_active=True).order_by("pk")
    named = [pk for pk in (ticket.contact_id, ticket.raised_by_id) if pk is not None]
    hearing = list(there.filter(pk__in=named, posts__in=posts).distinct())
    if hearing:
        return hearing
    return list(there.filter(posts__in=posts.with_role([Role.SISTER])).distinct())


def people_of_desk(ticket: Ticket, at: datetime) -> list[User]:
    """Who at the desk hears about a ticket: its concierge; else whoever leads the desk."""
    posts = Post.objects.current(timezone.localdate(at)).with_role(DESK_ROLES).filter(trust=ticket.trust_id)
    there = User.objects.filter(is_active=True).exclude(email=SYSTEM_EMAIL).order_by("pk")
    hers = there.filter(pk__in=[ticket.concierge_id or 0], posts__in=posts).distinct()
    return list(hers) or list(there.filter(posts__in=posts.with_role([Role.DESK_LEAD])).distinct())


def _of_services(ticket: Ticket, on: date, *, has_part: bool) -> list[Recipient]:
    open_here = Leg.objects.filter(ticket=ticket, status__in=OPEN_LEG).values("service")
    concerned = Q(pk__in=open_here) if has_part else ~Q(pk__in=open_here)
    in_use = Service.objects.in_use(on).values("pk")
    services = Service.objects.filter(concerned, trust=ticket.trust_id, pk__in=in_use).order_by("name", "pk")
    reachable = ServiceContact.objects.in_use(on).exclude(email="").values("pk")
    contacts = list(
        ServiceContact.objects.filter(service__in=services, pk__in=reachable).order_by("name", "pk")
    )
    found: list[Recipient] = []
    for service in services:
        found += [Recipient(service.name, service.email)] if service.email else []
        theirs = [each for each in contacts if each.service_id == service.pk]
        found += [Recipient(f"{each.name}, {service}", each.email) for each in theirs]
        found += _people_of(service, on) if has_part else []
    return found


def _people_of(service: Service, on: date) -> list[Recipient]:
    posts = Post.objects.current(on).filter(team=service.team_id)
    people = User.objects.filter(is_active=True, posts__in=posts).distinct().order_by("name", "pk")
    return [Recipient(f"{each.name}, {service}", each.email) for each in people]


def _of_ward(ticket: Ticket, on: date) -> list[Recipient]:
    posts = Post.objects.current(on).with_role(WARD_ROLES).filter(ward=ticket.ward_id)
    people = User.objects.filter(is_active=True, posts__in=posts).distinct()
    return [Recipient(f"{each.name}, {ticket.ward}", each.email) for each in people.order_by("name", "pk")]


def _writers(ticket: Ticket) -> list[Recipient]:
    """Those who have written about the ticket themselves, and those whose words were forwarded to it."""
    rows = ticket.messages_in.filter(is_automatic=False).exclude(from_email="")
    told = list(rows.order_by("pk").values_list("from_name", "from_email", "forwarded_from").distinct())
    writers = [Recipient(name or address, address) for name, address, _ in told]
    return writers + [Recipient(address, address) for *_, address in told if address]
