"""What happens to a ticket's parts: routed, chased, promised, asked about, planned, handed on, done."""

from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING

from tickets.choices import HolderKind, LegStatus, PromiseOutcome, Status
from tickets.demo.processes import PLANS
from tickets.load.book import Book, Part, Row
from tickets.load.calendar import CLOSES, DAY
from tickets.load.contacts import EMAIL
from tickets.load.lines import NULL
from tickets.load.region import ServiceThere
from tickets.load.wording import SAID
from tickets.moves import ANSWER, FINISH_LEG, HAND_ON, PLAN, PUT_WITH_WARD, ROUTE, TAKE_BACK, WITHDRAW

if TYPE_CHECKING:
    from tickets.load.life import Life


class NotYet(Exception):
    """What comes next lies in the future: the ticket stands as it stands."""


WITH_SERVICE, WITH_WARD, PLANNED = (
    status.value for status in (LegStatus.WITH_SERVICE, LegStatus.WITH_WARD, LegStatus.PLANNED)
)
DONE, NOT_OURS, GIVEN_UP = (
    status.value for status in (LegStatus.DONE, LegStatus.NOT_OURS, LegStatus.WITHDRAWN)
)
AT_SERVICE, AT_WARD, AT_SUPPLIER = (
    holder.value for holder in (HolderKind.SERVICE, HolderKind.WARD, HolderKind.SUPPLIER)
)
KEPT, LATE, BROKEN = (outcome.value for outcome in PromiseOutcome)
OPEN_PROMISE = ""
HELD, CHASED, PROMISED = "now with", "chased", "promised"
ALSO, HANDED_ON = 0.35, 0.25
"""Shares: of tickets that a second service may have, half of them at once; and of those that may go astray."""
KEEPS_UP = 0.8
"""Share of waits that the desk has a day for; in the others its day for chasing passes."""
SPREAD = 0.8
"""Of how long a part takes, as the deviation of its logarithm: one in ten takes three times as long."""
LONGEST = 150
"""Working days a part may take."""
STEPS, STEP_WEIGHTS = range(7), tuple(accumulate((1, 2, 4, 3, 3, 1, 1)))
"""How often something is heard of a part before it ends."""


class Parts:
    """Writes the parts of one ticket, their holdings and promises."""

    def __init__(self, book: Book, life: "Life") -> None:
        self.book, self.life, self.rng, self.calendar = book, life, life.rng, life.calendar
        self.all: list[Part] = []

    def begin(self, plan: int, *, once: bool = False) -> bool:
        """Route the ticket, sometimes to two services at once; say whether it went to a wrong one."""
        known, services = PLANS[plan], self.life.trust.services
        if known.not_theirs and not once and self.rng.random() < HANDED_ON:
            self._route(services[known.not_theirs])
            return True
        self._route(services[known.service])
        if known.also and not once and self.rng.random() < ALSO / 2:
            self._route(services[known.also])
        return False

    def see_through(self, plan: int, *, once: bool = False) -> None:
        """Take the ticket through all its services; `once` where it comes back."""
        known, services = PLANS[plan], self.life.trust.services
        is_mistaken = self.begin(plan, once=once)
        for part in [part for part in self.all if part.is_open]:
            self._work(part, plan)
            if is_mistaken:
                following = self._hand_on(part, services[known.service])
                self._work(following, plan)
                part = following
            self._finish(part)
        had = {part.service.name for part in self.all}
        if known.also and known.also not in had and self.rng.random() < ALSO / 2:
            self._work(part := self._route(services[known.also]), plan)
            self._finish(part)

    def withdraw(self, because: str) -> None:
        """End what is open; promises stay open, since nobody broke what is not wanted any more."""
        for part in self.all:
            if part.is_open:
                self._end(part, GIVEN_UP, because, WITHDRAW.verb)

    def write(self) -> None:
        """Write all parts as they stand at the end, with what still holds them and is promised."""
        for part in self.all:
            if part.is_open:
                self.book.end_holding(part, NULL)
            for promise, _ in part.promises:
                self.book.lines.add("promise", "\t".join(promise.values()))
            self.book.lines.add("leg", "\t".join(part.row.values()))

    def _work(self, part: Part, plan: int) -> None:
        """What is heard of a part, one thing after another, until it ends."""
        days = min(LONGEST, PLANS[plan].days * exp(SPREAD * self.rng.gauss(0, 1)))
        steps = self.rng.choices(STEPS, cum_weights=STEP_WEIGHTS)[0]
        pause = days / (steps + 1)
        for _ in range(steps):
            self._wait(part, round(pause))
            self._step(part)
        self._wait(part, round(pause))

    def _wait(self, part: Part, days: int) -> None:
        """Let days pass; the desk has mostly put its next chase off until something is heard."""
        then = self.calendar.later(self.life.at, days, self.rng)
        if self.rng.random() < KEEPS_UP:
            part.row["chase_on"] = max(part.row["chase_on"], self.calendar.day(then))
        self.life.go_to(then)

    def _step(self, part: Part) -> None:
        drawn, words = self.rng.random(), self.life.words
        if drawn < 0.30:
            self._chase(part, self.rng.choice(SAID["CHASED_IN_VAIN"]))
        elif drawn < 0.58:
            self._hear(part)
        elif drawn < 0.83:
            self._promise(part)
        elif drawn < 0.94:
            self._ask_ward(part)
        elif words.supplier and drawn < 0.97:
            self._supplier(part, words.supplier)
        elif words.planned_because:
            self._plan(part, words.planned_because)
        else:
            self._hear(part)

    def _route(self, service: ServiceThere, *, handed_on_from: str = NULL) -> Part:
        life, book = self.life, self.book
        part = Part(self._new_row(service, handed_on_from), service, life.at)
        self.all.append(part)
        self._settle()
        book.keep("leg", part.row, life.at, ROUTE.verb, life.concierge, is_new=True)
        if handed_on_from == NULL:
            book.keep("ticket", book.ticket, life.at, ROUTE.verb, life.concierge)
            book.change(
                ROUTE.verb, life.at, life.concierge, part=part, note=part.row["request"], holder=AT_SERVICE
            )
        life.contacts.to_service(part, part.row["request"], channel=EMAIL)
        return part

    def _new_row(self, service: ServiceThere, handed_on_from: str) -> Row:
        chase_on = self.calendar.add_working_days(self.life.at // DAY, service.chase_after_days)
        return {
            "id": str(self.book.next_id("leg")),
            "trust_id": self.book.trust,
            "ticket_id": str(self.book.id),
            "service_id": str(service.id),
            "owner_id": str(self.rng.choice(service.people)) if self.rng.random() < 0.3 else NULL,
            "handed_on_from_id": handed_on_from,
            "request": self.life.words.request,
            "status": WITH_SERVICE,
            "opened_at": self.book.moment(self.life.at),
            "ended_at": NULL,
            "result": "",
            "planned_for": NULL,
            "planned_because": "",
            "question": "",
            "chase_on": self.calendar.text[chase_on],
        }

    def _hand_on(self, part: Part, to: ServiceThere) -> Part:
        because, at, by = self.rng.choice(SAID["NOT_OURS"]), self.life.at, self.life.concierge
        self._end(part, NOT_OURS, because, HAND_ON.verb, broken_because=f"Handed on to {to.name}.")
        following = self._route(to, handed_on_from=str(part.id))
        self.book.change(HAND_ON.verb, at, by, part=following, note=because, holder=AT_SERVICE)
        return following

    def _finish(self, part: Part) -> None:
        result, at, by = self.rng.choice(SAID["PART_DONE"]), self.life.at, self.life.concierge
        self._end(part, DONE, result, FINISH_LEG.verb)
        self._settle()
        self.book.keep("ticket", self.book.ticket, at, FINISH_LEG.verb, by)
        self.book.change(FINISH_LEG.verb, at, by, part=part, note=result)

    def _end(self, part: Part, status: str, result: str, verb: str, *, broken_because: str = "") -> None:
        at, row = self.life.at, part.row
        self.book.end_holding(part, self.book.moment(at))
        row["status"], row["ended_at"], row["result"] = status, self.book.moment(at), result
        row |= {"planned_for": NULL, "planned_because": "", "question": "", "chase_on": NULL}
        if status != GIVEN_UP:
            self._settle_promises(part, broken_because)
        self.book.keep("leg", row, at, verb, self.life.concierge)

    def _settle_promises(self, part: Part, broken_because: str) -> None:
        at = self.life.at
        for promise, due in part.promises:
            outcome = BROKEN if broken_because else KEPT if at <= due else LATE
            promise["outcome"], promise["settled_at"] = outcome, self.book.moment(at)
            promise["settled_because"] = broken_because
            self.book.lines.add("promise", "\t".join(promise.values()))
            self.book.keep("promise", promise, at, outcome.capitalize(), self.life.concierge)
        part.promises = []

    def _settle(self) -> None:
        """Show with the ward or planned only while all open parts are; else in hand."""
        statuses = {part.row["status"] for part in self.all if part.is_open}
        same = {WITH_WARD: Status.WITH_WARD.value, PLANNED: Status.PLANNED.value}
        only = statuses.pop() if len(statuses) == 1 else ""
        self.book.ticket["status"] = same.get(only, Status.IN_HAND.value)

    def _chase_later(self, part: Part) -> None:
        later = self.calendar.add_working_days(self.life.at // DAY, part.service.chase_after_days)
        part.row["chase_on"] = max(self.calendar.text[later], part.row["chase_on"].replace(NULL, ""))

    def _chase(self, part: Part, note: str) -> None:
        self.life.contacts.to_service(part, note, is_chase=True)
        self.book.change(CHASED, self.life.at, self.life.concierge, part=part)
        self._chase_later(part)

    def _hear(self, part: Part) -> None:
        note = self.rng.choice(SAID["HEARD"])
        if self.rng.random() < 0.4:
            self.life.contacts.from_service(part, note)
        else:
            self.life.contacts.to_service(part, note)
        self._chase_later(part)
        if self.rng.random() < 0.3:
            self.life.contacts.with_ward(self.rng.choice(SAID["TOLD_THE_WARD"]))

    def _promise(self, part: Part) -> None:
        """The service is asked, and says by when; the desk chases the day after it falls due."""
        at, by = self.life.at, self.life.concierge
        self._chase(part, self.rng.choice(SAID["CHASED_AND_PROMISED"]))
        day = self.calendar.add_working_days(at // DAY, self.rng.randrange(1, 9))
        promise = self._new_promise(part, day * DAY + CLOSES)
        part.promises.append((promise, day * DAY + CLOSES))
        self.book.keep("promise", promise, at, PROMISED, by, is_new=True)
        self.book.change(PROMISED, at, by, part=part, note=promise["what"])
        part.row["chase_on"] = self.calendar.text[self.calendar.add_working_days(day, 1)]

    def _new_promise(self, part: Part, due: int) -> Row:
        return {
            "id": str(self.book.next_id("promise")),
            "trust_id": self.book.trust,
            "leg_id": str(part.id),
            "what": self.life.words.promise,
            "promised_by": self.rng.choice(part.service.contacts),
            "promised_at": self.book.moment(self.life.at),
            "due_at": self.book.moment(due),
            "outcome": OPEN_PROMISE,
            "settled_at": NULL,
            "settled_because": "",
        }

    def _ask_ward(self, part: Part) -> None:
        """The part waits until the ward has answered."""
        words, life = self.life.words, self.life
        part.row |= {"status": WITH_WARD, "question": words.question}
        self._pass(part, PUT_WITH_WARD.verb, AT_WARD, note=words.question)
        life.wait(self.rng.choice((0, 1, 1, 2, 3, 5)))
        life.contacts.reply_of_ward(words.answer)
        part.row |= {"status": WITH_SERVICE, "question": "", "chase_on": NULL}
        self._chase_later(part)
        self._pass(part, ANSWER.verb, AT_SERVICE, note=words.answer, by=life.sister)

    def _plan(self, part: Part, because: str) -> None:
        """The part waits for a day on which its service will do it."""
        day = self.calendar.add_working_days(self.life.at // DAY, self.rng.randrange(3, 40))
        text = self.calendar.text[day]
        part.row |= {"status": PLANNED, "planned_for": text, "planned_because": because, "chase_on": text}
        self._pass(part, PLAN.verb, AT_SERVICE, note=f"{text}: {because}")
        self.life.go_to(day * DAY + CLOSES + self.rng.randrange(3600))
        part.row |= {"status": WITH_SERVICE, "planned_for": NULL, "planned_because": ""}
        self._chase_later(part)
        self._pass(part, TAKE_BACK.verb, AT_SERVICE)

    def _supplier(self, part: Part, supplier: str) -> None:
        """An outside firm has it for a while."""
        life, book = self.life, self.book
        book.hold(part, AT_SUPPLIER, life.at, supplier)
        book.change(HELD, life.at, life.concierge, part=part, note=supplier, holder=AT_SUPPLIER)
        life.wait(self.rng.randrange(2, 15))
        self._chase_later(part)
        self._pass(part, TAKE_BACK.verb, AT_SERVICE)

    def _pass(self, part: Part, verb: str, holder: str, *, note: str = "", by: int = 0) -> None:
        """One move of a part: who holds it, what the ticket shows, its versions and its change."""
        book, at, by = self.book, self.life.at, by or self.life.concierge
        book.hold(part, holder, at)
        self._settle()
        book.keep("leg", part.row, at, verb, by)
        book.keep("ticket", book.ticket, at, verb, by)
        book.change(verb, at, by, part=part, note=note, holder=holder)
