"""Who wrote: addresses out of headers that people, programs and list servers have bent."""

import re
from dataclasses import dataclass

from tickets.mail.reading.charsets import on_one_line
from tickets.mail.reading.headers import Headers, decode_words
from tickets.mail.reading.limits import MAX_ADDRESSES

_ADDRESS = re.compile(
    r"[^\s<>()\[\]\",;:@\\]{1,200}@(?:\[[\w.:]{2,60}\]|[^\s<>()\[\]\",;:@\\]{1,250})", re.UNICODE
)
_QUOTED_LOCAL = re.compile(r'<\s*("[^"\r\n]{1,100}"@[\w.-]{1,250})\s*>')
_BITS = re.compile(
    r'"(?:\\.|[^"\\])*"?|\((?:\\.|[^()\\])*\)?|<[^<>]*>?|[,;:]|=\?[^?\s]+\?[bBqQ]\?[^?]*\?=|(?:(?!=\?)[^",;:<>(])+|.'
)
_VIA = re.compile(r"^['\"]?(.+?)['\"]? via .+$", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """A name and an address as a message gives them; either may be empty."""

    name: str = ""
    email: str = ""

    @property
    def local(self) -> str:
        return self.email.rpartition("@")[0].lower()

    @property
    def host(self) -> str:
        return self.email.rpartition("@")[2].lower()


NOBODY = Person()


def people(value: str) -> list[Person]:
    """Everyone in a From, To or Reply-To header, in order; those without an address are left out."""
    found = [person for piece in _pieces(value)[:MAX_ADDRESSES] if (person := _person(piece)).email]
    if found or "=?" not in value:
        return found
    plain = decode_words(value)
    return [person for piece in _pieces(plain)[:MAX_ADDRESSES] if (person := _person(piece)).email]


def first_person(value: str) -> Person:
    found = people(value)
    return found[0] if found else NOBODY


def writer_of(headers: Headers, desk_host: str) -> Person:
    """Whom an answer would reach: Reply-To where that is a person's, else whoever stands in From.

    A Reply-To of the desk itself or of the list that carried the message is not the writer's.
    """
    sender = _sender(headers)
    ours = {address.lower() for address in _list_addresses(headers)}
    for name in ("reply-to", "mail-reply-to"):
        for person in people(", ".join(headers.all(name))):
            if person.email.lower() not in ours and not is_at(person, desk_host):
                return _with_name(person, sender)
    for name in ("x-original-sender", "x-original-from", "x-mailfrom"):
        person = first_person(headers.first(name))
        if person.email and person.email.lower() not in ours and not is_at(person, desk_host):
            return sender if person.email.lower() == sender.email.lower() else _with_name(person, sender)
    return sender


def is_at(person: Person, host: str) -> bool:
    """Whether the address is of this host or one below it."""
    return bool(host) and (person.host == host.lower() or person.host.endswith("." + host.lower()))


def _sender(headers: Headers) -> Person:
    for name in ("from", "resent-from", "sender", "x-original-from", "return-path"):
        for value in headers.all(name):
            if (person := first_person(value)).email:
                return person
    name = headers.text("from").strip(" <>\"'")
    return Person(name=name if name and not re.search(r"[@:;]", name) else "")


def _list_addresses(headers: Headers) -> list[str]:
    values = headers.all("list-post") + headers.all("x-beenthere") + headers.all("x-mailing-list")
    found = [address for value in values for address in _ADDRESS.findall(value.replace("mailto:", " "))]
    if headers.has("list-id"):
        found += [
            match.replace("<", "").replace(".", "@", 1)
            for match in headers.all("list-id")[:1]
            if "@" not in match
        ]
        found += [person.email for person in people(headers.first("to"))[:5]]
    return found


def _with_name(person: Person, sender: Person) -> Person:
    if person.name:
        return person
    via = _VIA.match(sender.name)
    return Person(name=via.group(1) if via else sender.name, email=person.email)


def _pieces(value: str) -> list[str]:
    """The header cut at its commas and semicolons, with group names dropped."""
    pieces, now = [], ""
    for match in _BITS.finditer(value):
        bit = match.group()
        if bit in {",", ";"}:
            pieces.append(now)
            now = ""
        elif bit == ":" and "@" not in now and not now.strip().lower().startswith("mailto"):
            now = ""
        else:
            now += bit
    return [piece for piece in [*pieces, now] if piece.strip()]


def _person(piece: str) -> Person:
    piece = piece.replace("mailto:", "").replace("MAILTO:", "")
    if quoted := _QUOTED_LOCAL.search(piece):
        return Person(_name(piece[: quoted.start()]), quoted.group(1))
    angle = piece.rfind("<")
    match = _ADDRESS.search(piece, angle) if angle >= 0 else None
    if match:
        return Person(_name(piece[:angle]) or _comment(piece[angle:]), _tidy(match.group()))
    match = _ADDRESS.search(piece)
    if not match:
        return Person(name=_name(piece))
    rest = piece[: match.start()] + " " + piece[match.end() :]
    return Person(_comment(rest) or _name(rest.replace("[", " ").replace("]", " ")), _tidy(match.group()))


def _tidy(address: str) -> str:
    return on_one_line(address).strip(".'`*_>").replace(" ", "")


def _comment(text: str) -> str:
    match = re.search(r"\(([^()]{1,300})\)", text)
    return _name(match.group(1)) if match else ""


def _name(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == '"' and text[-1] == '"':
        text = text[1:-1]
    text = decode_words(re.sub(r"\\(.)", r"\1", text).replace('" "', " ").replace('"', ""))
    if len(text) > 1 and text[0] == "'" and text[-1] == "'":
        text = text[1:-1]
    name = on_one_line(text.strip(" <>[]\t"))
    return "" if "@" in name and " " not in name else name
