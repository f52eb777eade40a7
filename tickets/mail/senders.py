"""Who wrote a message, as far as the trust knows the address."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from concierge.people.models import User
from concierge.people.standing import Standing, standing_of
from concierge.places.models import Ward
from tickets.mail.reading import Person
from tickets.models import IncomingMessage, MessageState, OutgoingMessage, Service, ServiceContact, Ticket


@dataclass(frozen=True)
class Sender:
    """An address, and the person it belongs to where the trust has her.

    An address proves nothing: whoever sends can write any. It is enough to file a message by and to
    answer to; it opens no page.
    """

    email: str
    name: str
    trust_id: int
    user: User | None
    standing: Standing | None

    @property
    def with_whom(self) -> str:
        return f"{self.name} <{self.email}>" if self.name and self.email else self.name or self.email

    def is_of_desk(self) -> bool:
        return self.standing is not None and self.trust_id in self.standing.desks

    def is_of_ward(self, ticket: Ticket) -> bool:
        """Whether the ticket is hers: she asked, or follows it, or works on its ward today."""
        if self.user is None or self.standing is None:
            return False
        asked = self.user.pk in {ticket.contact_id, ticket.raised_by_id} and not self.is_of_desk()
        return asked or ticket.ward_id in self.standing.wards

    def wards(self) -> list[Ward]:
        """Her wards in this trust that are in use, by name."""
        if self.standing is None:
            return []
        hers = Ward.objects.in_use(timezone.localdate()).filter(
            trust_id=self.trust_id, pk__in=self.standing.wards
        )
        return list(hers.select_related("site", "trust").order_by("name", "pk"))


def sender_of(person: Person, trust_id: int) -> Sender:
    """Whoever the trust knows by this address; three queries at most."""
    email = person.email.strip().lower()
    user = User.objects.alias(low=Lower("email")).filter(low=email, is_active=True).first() if email else None
    return Sender(email, person.name.strip(), trust_id, user, standing_of(user) if user else None)


def service_of(sender: Sender) -> Service | None:
    """The service that the sender works for, or whose inbox or contact she wrote from."""
    of_team = Q(team_id__in=sender.standing.teams) if sender.standing else Q(pk__in=[])
    written = Q(email__iexact=sender.email) | Q(pk__in=_contacts(sender).values("service"))
    services = Service.objects.filter(of_team | (written if sender.email else Q(pk__in=[])))
    return services.filter(trust_id=sender.trust_id).order_by("retired_on", "pk").first()


def is_on(ticket: Ticket, sender: Sender) -> bool:
    """Whether the sender had to do with the ticket before: its people, its services, its correspondents."""
    if sender.user is not None and sender.user.pk == ticket.concierge_id:
        return True
    if sender.is_of_ward(ticket) or sender.is_of_desk():
        return True
    return _is_of_its_services(ticket, sender) or (bool(sender.email) and _has_corresponded(ticket, sender))


def _is_of_its_services(ticket: Ticket, sender: Sender) -> bool:
    service = service_of(sender)
    return service is not None and ticket.legs.filter(service=service).exists()


def _has_corresponded(ticket: Ticket, sender: Sender) -> bool:
    filed = IncomingMessage.objects.filter(ticket=ticket, state=MessageState.FILED)
    if filed.filter(from_email=sender.email).exists():
        return True
    letters = OutgoingMessage.objects.filter(ticket=ticket).values_list("to", "cc")
    return any(sender.email in {address.lower() for address in [*to, *cc]} for to, cc in letters)


def _contacts(sender: Sender) -> QuerySet[ServiceContact]:
    return ServiceContact.objects.filter(trust_id=sender.trust_id, email__iexact=sender.email)
