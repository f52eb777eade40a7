"""The contacts of a ticket's life, and the messages that some of them were."""

from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

from tickets.choices import Channel, Counterpart, Direction, Source
from tickets.load.book import Book, Part
from tickets.load.lines import NO, NULL, YES

if TYPE_CHECKING:
    from tickets.load.life import Life

CHANNELS = tuple(
    channel.value
    for channel in (
        *(Channel.TELEPHONE, Channel.EMAIL, Channel.FACE_TO_FACE),
        *(Channel.CHAT, Channel.VIDEO, Channel.LETTER),
    )
)
CHANNEL_WEIGHTS = tuple(accumulate((50, 34, 8, 4, 3, 1)))
MINUTES, MINUTE_WEIGHTS = (2, 5, 10, 15, 30, 45), tuple(accumulate((18, 38, 26, 11, 5, 2)))
EMAIL, WEBSITE = Channel.EMAIL.value, Channel.WEBSITE.value
IN, OUT = Direction.IN.value, Direction.OUT.value
WARD, SERVICE = Counterpart.WARD.value, Counterpart.SERVICE.value
SERVICE_SAYS_ITS_MINUTES = 0.55


def minutes_of(rng: Random) -> int:
    """How long one contact took."""
    return rng.choices(MINUTES, cum_weights=MINUTE_WEIGHTS)[0]


class Contacts:
    """Writes the interactions of one ticket; each happens at the moment its life has come to."""

    def __init__(self, book: Book, life: "Life") -> None:
        self.book, self.life, self.rng = book, life, life.rng
        self.by_desk = Source.IMPORT.value if life.is_old else Source.DESK.value

    def with_ward(self, note: str, *, channel: str = "", is_in: bool = False) -> None:
        """The desk and the ward speak; the ward gives as many minutes as the desk."""
        channel, minutes = channel or self._channel(), minutes_of(self.rng)
        key = self._add(
            NULL, channel, IN if is_in else OUT, WARD, NULL, "", f"{minutes}\t{minutes}\t{NULL}", note
        )
        if channel == EMAIL and not is_in:
            self._send(key, self.life.ward.email, note)

    def mail_from_ward(self, text: str) -> None:
        """The ward writes an e-mail, which logs itself; nobody says how long it took."""
        key = self._logged_by_itself(Source.MAIL, EMAIL, WARD, NULL, NULL, text)
        self._receive(key, self.life.ward.email, text)

    def reply_of_ward(self, text: str) -> None:
        """The ward answers on its page."""
        self._logged_by_itself(Source.WARD, WEBSITE, WARD, NULL, NULL, text)

    def to_service(self, part: Part, note: str, *, is_chase: bool = False, channel: str = "") -> None:
        """The desk turns to a service."""
        channel = channel or self._channel()
        said = self.rng.random() < SERVICE_SAYS_ITS_MINUTES
        purses = f"{minutes_of(self.rng)}\t0\t{minutes_of(self.rng) if said else NULL}"
        service, whom = part.service, self.rng.choice(part.service.contacts)
        key = self._add(
            str(part.id), channel, OUT, SERVICE, str(service.id), whom, purses, note, is_chase=is_chase
        )
        if channel == EMAIL:
            self._send(key, service.email, note)

    def from_service(self, part: Part, note: str) -> None:
        """The service writes back; its e-mail logs itself."""
        service = part.service
        key = self._logged_by_itself(Source.MAIL, EMAIL, SERVICE, str(part.id), str(service.id), note)
        self._receive(key, service.email, note)

    def _channel(self) -> str:
        return self.rng.choices(CHANNELS, cum_weights=CHANNEL_WEIGHTS)[0]

    def _logged_by_itself(
        self, source: Source, channel: str, counterpart: str, leg: str, service: str, note: str
    ) -> int:
        written = self.by_desk if self.life.is_old else source.value
        nobody_said = f"{NULL}\t{NULL}\t{NULL}"
        return self._add(leg, channel, IN, counterpart, service, "", nobody_said, note, source=written)

    def _add(
        self,
        leg: str,
        channel: str,
        direction: str,
        counterpart: str,
        service: str,
        whom: str,
        purses: str,
        note: str,
        *,
        is_chase: bool = False,
        source: str = "",
    ) -> int:
        book, at, source = self.book, self.life.at, source or self.by_desk
        key, when = book.next_id("interaction"), book.moment(at)
        by = self.life.sister if source == Source.WARD.value else self.life.concierge
        line = (
            f"{key}\t{book.trust}\t{book.id}\t{leg}\t{channel}\t{direction}\t{counterpart}\t{service}\t{whom}\t"
            f"{when}\t{when}\t{purses}\t{note}\t{YES if is_chase else NO}\t{source}\t{by}"
        )
        book.add_both("interaction", line, at, "chased" if is_chase else "recorded", by)
        return key

    def _send(self, interaction: int, to: str, text: str) -> None:
        """Write down the e-mail that a contact was, where the desk's program sent it."""
        if self.life.is_old:
            return
        book, when = self.book, self.book.moment(self.life.at)
        key, address = book.next_id("outgoingmessage"), self.life.trust.address
        subject = f"{book.ticket['reference']}: {book.ticket['title']}"
        book.lines.add(
            "outgoingmessage",
            f'{key}\t{book.trust}\t{book.id}\t{interaction}\tletter\t["{to}"]\t{subject}\t{text}\t{NO}\t'
            f"{interaction}.{address}\t{when}\t{when}\tsent\t{when}",
        )

    def _receive(self, interaction: int, sender: str, text: str) -> None:
        """Write down the e-mail that a contact was, as it came."""
        if self.life.is_old:
            return
        book, when = self.book, self.book.moment(self.life.at)
        key, message_id = book.next_id("incomingmessage"), f"{interaction}.{sender}"
        subject = f"Re: {book.ticket['reference']}"
        raw = f"Message-ID: <{message_id}>\r\nFrom: {sender}\r\nTo: {self.life.trust.address}\r\nSubject: {subject}\r\n\r\n{text}\r\n"
        book.lines.add(
            "incomingmessage",
            f"{key}\t{book.trust}\t{self.life.trust.mailbox}\t{message_id}\t{interaction:064x}\t"
            f"\\\\x{raw.encode().hex()}\t{when}\tfiled\t{subject}\t{sender}\t{text}\t{book.id}\t{interaction}",
        )
