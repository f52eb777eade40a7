"""Who first wrote a message that somebody passes on."""

import re

from tickets.mail.reading.addresses import NOBODY, Person, first_person
from tickets.mail.reading.headers import split_headers
from tickets.mail.reading.headings import label_of
from tickets.mail.reading.parts import Part

_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*)?(?:fwd?|fw|wg|wtr|tr|rv|enc|i|inoltr?o?|doorst|doorgestuurd|pd|podaj|vs|vb|vl|vid|vidarebefordrat|videresendt|转发|轉寄|転送|пересл|ymlaen|reenv|renv)\s{0,2}[:：]",
    re.IGNORECASE,
)
_FIRST_LINES = 25


def is_forward(subject: str) -> bool:
    """Whether the subject says that the message is passed on."""
    return bool(_SUBJECT.match(subject))


def forwarded_from(root: Part, text: str, forward_at: int | None) -> Person | None:
    """The original writer, from the headers quoted below line `forward_at` or from an attached message."""
    if forward_at is not None:
        for line in text.split("\n")[forward_at : forward_at + _FIRST_LINES]:
            found = label_of(line)
            if found and found[0] == "from" and (person := _person(found[1])) is not NOBODY:
                return person
    if not is_forward(root.headers.text("subject")):
        return None
    attached = next((part for part in root.walk() if part.is_message and part is not root), None)
    if attached is None:
        return None
    headers, _ = split_headers(attached.content()[:65536])
    person = first_person(headers.first("from"))
    return person if person.email else None


def _person(value: str) -> Person:
    value = re.sub(
        r"<?mailto:[^>\]\s]+>?", lambda match: match.group().replace("mailto:", ""), value.replace("*", "")
    )
    person = first_person(value.replace("[", "<").replace("]", ">"))
    if person.email:
        return person
    name = value.strip(' <>"')
    return Person(name=name[:200]) if name else NOBODY
