"""One ticket's life, from the moment it is raised to its end or to now, whichever comes first.

It keeps the rules that the commands keep, in the same words, but writes lines instead of rows: a
million tickets by commands would take days. The database's constraints judge every line.
"""

from contextlib import suppress
from itertools import accumulate
from random import Random

from tickets.choices import CauseFate, Channel, PatientEffect, RootCause, Source, Status
from tickets.load.book import Book
from tickets.load.calendar import DAY, HOUR, MINUTE
from tickets.load.contacts import Contacts
from tickets.load.lines import NO, NULL, YES, Lines
from tickets.load.parts import NotYet, Parts
from tickets.load.region import Region
from tickets.load.wording import CAUSE_OF_OLD, SAID
from tickets.moves import CONFIRM, REOPEN, RESOLVE, WITHDRAW
from tickets.references import check_digit

AWAKE, ASLEEP = 7 * HOUR + 10 * MINUTE, 20 * HOUR
"""When wards ask."""
FIRST_REFERENCE = 1000
"""Where the sequence of references starts."""
FROM_AN_OLD_LOG = 0.08
"""Share of the region's tickets, its first, that an old log brought."""
OLD_WITHOUT_A_CAUSE = 0.06
FIXED_AT_ONCE, WITHDRAWN, REOPENED = 0.12, 0.03, 0.04
CONFIRMED_BY_WARD, REMOVED, CODED_TWICE = 0.6, 0.4, 0.12
CONFIRMS_ITSELF = 14 * DAY
RAISED_BY, RAISED_WEIGHTS = (Source.WARD, Source.DESK, Source.MAIL), (50, 85, 100)
EFFECTS, EFFECT_WEIGHTS = [effect.value for effect in PatientEffect], (70, 86, 97, 100)
"""Both are weighed by what each and those before it come to."""
NO_OUTCOME = {
    "outcome": "",
    "resolved_at": NULL,
    "root_cause": NULL,
    "contributing_cause": NULL,
    "cause_fate": "",
    "cause_as_written": "",
    "to_be_coded": NO,
    "fixed_on_first_contact": NULL,
    "confirmed_at": NULL,
}
"""What a ticket says of its end while it has none."""
CAUSES, CAUSE_WEIGHTS = [cause.value for cause in RootCause], tuple(accumulate((30, 24, 20, 14, 5, 7)))
"""How often each of the six is chosen, one against the other."""


def yes(is_so: bool) -> str:
    return YES if is_so else NO


def moment_raised(region: Region, number: int, rng: Random) -> int:
    """When a ticket came: those of a day one after another, while wards are awake."""
    day = region.day_of(number)
    before = region.per_day[day - 1] if day else 0
    place, count = number - before, region.per_day[day] - before
    return day * DAY + AWAKE + int((place + rng.random()) * (ASLEEP - AWAKE) / count)


class Life:
    """One ticket of a region. `tell` writes all its lines."""

    def __init__(self, region: Region, lines: Lines, number: int, rng: Random) -> None:
        self.region, self.rng, self.calendar = region, rng, region.calendar
        self.at = moment_raised(region, number, rng)
        day = self.at // DAY
        self.ward = rng.choices(region.wards, cum_weights=region.weights)[0]
        self.trust = region.trusts[self.ward.trust]
        self.plan = rng.choices(range(len(region.wordings)), cum_weights=region.plan_weights)[0]
        self.words = rng.choice(region.wordings[self.plan])
        self.sister, self.concierge = self.ward.sister(day), self.ward.concierge
        self.is_old = number < region.tickets * FROM_AN_OLD_LOG
        self.book = Book(lines, region.calendar, self._raised(number))
        self.contacts = Contacts(self.book, self)
        self.parts = Parts(self.book, self)

    def tell(self) -> None:
        """Write the ticket's whole life down."""
        self._raise()
        with suppress(NotYet):
            self._go_on()
        self.parts.write()
        self.book.lines.add("ticket", "\t".join(self.book.ticket.values()))

    def go_to(self, at: int) -> None:
        """Let time pass; raises NotYet where that would be the future."""
        if at > self.region.now:
            raise NotYet
        self.at = at

    def wait(self, days: int) -> None:
        """Let so many working days pass, or with 0 a while."""
        self.go_to(self.calendar.later(self.at, days, self.rng))

    def _raised(self, number: int) -> dict[str, str]:
        digits, when = str(FIRST_REFERENCE + number), self.calendar.moment(self.at)
        source = Source.IMPORT if self.is_old else self.rng.choices(RAISED_BY, cum_weights=RAISED_WEIGHTS)[0]
        asks_herself = source in (Source.WARD, Source.MAIL)
        person = self.sister if asks_herself else self.concierge
        return {
            "id": str(number + 1),
            "trust_id": str(self.trust.id),
            "reference": f"{self.region.letter}-{digits}{check_digit(digits)}",
            "old_reference": f"CD-{number + 1:06}" if self.is_old else "",
            "ward_id": str(self.ward.id),
            "process_id": str(self.trust.processes[self.plan]),
            "title": self.words.title,
            "details": self._details(),
            "patient_effect": self.rng.choices(EFFECTS, cum_weights=EFFECT_WEIGHTS)[0],
            "status": Status.RAISED.value,
            "source": source.value,
            "raised_at": when,
            "created_at": when,
            "raised_by_id": NULL if self.is_old else str(person),
            "raised_by_name": "",
            "contact_id": str(self.sister) if asks_herself else NULL,
            "concierge_id": str(self.concierge),
            **NO_OUTCOME,
            "withdrawn_at": NULL,
            "withdrawn_because": "",
            "times_reopened": "0",
        }

    def _details(self) -> str:
        """Some give the number of a job, an order or an asset: words that few tickets share."""
        if self.rng.random() < 0.3:
            return f"{self.words.details} Number {self.rng.randrange(100_000, 1_000_000)}.".lstrip()
        return self.words.details

    def _raise(self) -> None:
        book, person = self.book, self.concierge if self.is_old else int(self.book.ticket["raised_by_id"])
        book.keep("ticket", book.ticket, self.at, "raised", person, is_new=True)
        book.change("raised", self.at, person)
        source = book.ticket["source"]
        if source == Source.MAIL:
            self.contacts.mail_from_ward(self.words.title)
        elif source in (Source.DESK, Source.IMPORT):
            said = self.rng.choice(SAID["ASKED_BY_TELEPHONE"])
            self.contacts.with_ward(said, channel=Channel.TELEPHONE.value, is_in=True)

    def _go_on(self) -> None:
        self.wait(self.rng.choice((0, 0, 0, 1, 2)))
        at_once = self.rng.random() < FIXED_AT_ONCE
        if at_once:
            self.contacts.with_ward(self.rng.choice(SAID["FIXED_AT_ONCE"]))
        elif self.rng.random() < WITHDRAWN:
            self._withdraw()
            return
        else:
            self.parts.see_through(self.plan)
        self._resolve(self.words.outcome, at_once=at_once)
        if self.rng.random() < REOPENED and not self.is_old:
            self._reopen()
            self.parts.see_through(self.plan, once=True)
            self._resolve(f"Put right after it came back: {self.words.outcome}", at_once=False)
        self._confirm()

    def _withdraw(self) -> None:
        self.parts.begin(self.plan)
        self.wait(self.rng.randrange(1, 5))
        because = self.rng.choice(SAID["WITHDRAWN"])
        self.parts.withdraw(because)
        ticket = self.book.ticket
        ticket["status"], ticket["withdrawn_because"] = Status.WITHDRAWN.value, because
        ticket["withdrawn_at"] = self.calendar.moment(self.at)
        self.book.keep("ticket", ticket, self.at, because, self.concierge)
        self.book.change(WITHDRAW.verb, self.at, self.concierge, note=because)

    def _resolve(self, outcome: str, *, at_once: bool) -> None:
        self.wait(self.rng.choice((0, 0, 0, 1, 2)))
        if self.rng.random() < 0.9:
            self.contacts.with_ward(self.rng.choice(SAID["TOLD_THE_WARD"]))
        cause = self.rng.choices(CAUSES, cum_weights=CAUSE_WEIGHTS)[0]
        ticket, is_uncoded = self.book.ticket, self.is_old and self.rng.random() < OLD_WITHOUT_A_CAUSE
        ticket["status"], ticket["outcome"] = Status.RESOLVED.value, outcome
        ticket["resolved_at"] = self.calendar.moment(self.at)
        ticket["to_be_coded"], ticket["fixed_on_first_contact"] = yes(is_uncoded), yes(at_once)
        if is_uncoded:
            ticket["cause_as_written"] = CAUSE_OF_OLD
        else:
            ticket["root_cause"] = cause
            fate = CauseFate.REMOVED if self.rng.random() < REMOVED else CauseFate.WORKED_ROUND
            ticket["cause_fate"] = fate.value
            self._code(cause)
        self.book.keep("ticket", ticket, self.at, RESOLVE.verb, self.concierge)
        self.book.change(RESOLVE.verb, self.at, self.concierge, note=outcome)

    def _code(self, cause: str) -> None:
        self._keep_coding(cause, self.concierge, NO)
        others = [person for person in self.trust.desk if person != self.concierge]
        if others and self.rng.random() < CODED_TWICE:
            agrees = self.rng.random() < 0.8
            self._keep_coding(cause if agrees else self.rng.choice(CAUSES), self.rng.choice(others), YES)

    def _keep_coding(self, cause: str, rater: int, is_second: str) -> None:
        book = self.book
        key, times = book.next_id("coding"), book.ticket["times_reopened"]
        when = self.calendar.moment(self.at)
        line = f"{key}\t{book.trust}\t{book.id}\t{times}\t{is_second}\t{rater}\t{cause}\t{NULL}\t{when}"
        book.add_both("coding", line, self.at, "coded", rater)

    def _reopen(self) -> None:
        self.wait(self.rng.randrange(1, 8))
        because, ticket = self.rng.choice(SAID["REOPENED"]), self.book.ticket
        ticket |= NO_OUTCOME | {"status": Status.IN_HAND.value, "times_reopened": "1"}
        self.book.keep("ticket", ticket, self.at, because, self.sister)
        self.book.change(REOPEN.verb, self.at, self.sister, note=because)
        self.contacts.reply_of_ward(because)

    def _confirm(self) -> None:
        if self.rng.random() < CONFIRMED_BY_WARD:
            self.wait(self.rng.randrange(1, 8))
            by = self.sister
        else:
            self.go_to(self.at + CONFIRMS_ITSELF)
            by = self.region.system
        ticket = self.book.ticket
        ticket["status"], ticket["confirmed_at"] = Status.CONFIRMED.value, self.calendar.moment(self.at)
        self.book.keep("ticket", ticket, self.at, CONFIRM.verb, by)
        self.book.change(CONFIRM.verb, self.at, by)
