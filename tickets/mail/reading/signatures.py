"""What ends a message without being said in it: signatures, "Sent from my phone", disclaimers, footers."""

import re

from tickets.mail.reading import languages
from tickets.mail.reading.headings import _any
from tickets.mail.reading.marks import SIGNATURE

_DELIMITER = re.compile(r"\s{0,2}(?:--|__|—|–-|- -)\s{0,3}")
_SENT_FROM = re.compile(
    rf"[\s*_(<>\[]{{0,6}}(?:{'|'.join(languages.SENT_FROM)})(?P<what>.{{0,120}})", re.IGNORECASE
)
_DEVICE = re.compile(rf"(?:{_any(languages.DEVICES)})")
_SENT_WHOLE = re.compile(
    r"[\s*_(<]{0,4}(?:Someone from mobile|From my i?\w+(?: \w+){0,3}|Sent via mobile)[\s)>*_.]{0,6}",
    re.IGNORECASE,
)
_EXCUSE = re.compile(r"[,.;]?\s*(?:please|pls)?\s*(?:excuse|forgive|ignore|pardon)\b.*", re.IGNORECASE)
_LINK = re.compile(r"\s*[<\[(]?(?:https?://|www\.)\S+[>\])]?\s*")
_RULE = re.compile(r"[\s>]{0,3}[_=*~—─-]{3,}[\s]*")
_FOOTER_RULE = re.compile(r"\s*_{5,}\s*")
_OF_FOOTER = re.compile(
    r"mailing list|listinfo|unsubscribe|@|https?://|disclaimer|confidential", re.IGNORECASE
)
_BANNER = re.compile(
    r"[\s*_\[({<!⚠️]{0,10}(?:caution|warning|attention|external(?: e-?mail| sender| message)?|\[external\]|rhybudd|achtung|avertissement|advertencia|atenção)\b.{0,60}(?:external|outside|origin|extern|do not click|allanol)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^\W{0,6}(?:(?:\w+\s){0,3}(?:disclaimer|confidentiality notice|confidentiality|legal notice)\b\s*[:.\-]|"
    r"(?:the )?(?:information|content|contents)? ?(?:contained )?(?:in )?this (?:e-?mail|message|communication|transmission)\b.{0,200}?(?:confidential|privileged|intended (?:solely|only|for)|intended recipient)|"
    r"diese (?:e-?mail|nachricht|information)\b.{0,200}?(?:vertraulich|ausschließlich)|"
    r"ce (?:message|courriel|mail)\b.{0,200}?(?:confidentiel|exclusivement|destinataire)|"
    r"este (?:mensaje|correo|e-?mail|mensagem)\b.{0,200}?confiden|esta mensagem\b.{0,200}?confiden|"
    r"(?:questo messaggio|le informazioni contenute|il presente messaggio)\b.{0,200}?(?:riservat|confidenzial)|"
    r"dit (?:e-?mail)?bericht\b.{0,200}?vertrouwelijk|deze e-?mail\b.{0,200}?vertrouwelijk|"
    r"denne (?:e-?post|e-?mail|meddelelse)\w*\b.{0,200}?(?:fortrolig|konfidensiel)|detta (?:e-?post|meddelande|mejl)\w*\b.{0,200}?konfidentiell|"
    r"(?:ta wiadomość|niniejsza wiadomość|treść tej wiadomości)\b.{0,200}?poufn|tämä viesti\b.{0,200}?luottamuksell|"
    r"(?:mae(?:'r|’r)? ?)?(?:gall y|y|mae'r) ?neges (?:hon|e-bost)\b.{0,200}?gyfrinachol|本(?:邮件|郵件|电子邮件).{0,100}?(?:保密|机密|機密)|"
    r"if you (?:are not the intended|have received this (?:e-?mail|message) in error))",
    re.IGNORECASE | re.DOTALL,
)
_DISCLAIMER_CHARACTERS = 1200
_LAST_LINES = 4
_FOOTER_LINES = 10
_CARD_LINES, _CARD_CHARACTERS = 6, 80
"""Lines, and characters of each, that a name card under a drawn line has at most."""
_DEVICE_WORDS = 8
"""Words after "Sent from", with the network's name among them."""
_PROGRAM_WORDS = 3
"""Words of a mail program's name, with a link behind them."""


def without_signature(lines: list[str]) -> list[str]:
    """Own words without what signs them; `lines` are of one stretch of own words."""
    lines = [line for line in lines if not line.startswith(SIGNATURE)]
    lines = _without_banner(lines)
    at = _signature_at(lines)
    lines = lines[:at] if at is not None else lines
    lines = _without_footer(lines)
    lines = _without_disclaimer(lines)
    return _without_device(lines)


def is_rule(line: str) -> bool:
    """Whether the line is only drawn."""
    return bool(_RULE.fullmatch(line))


def _signature_at(lines: list[str]) -> int | None:
    for at, line in enumerate(lines):
        if line[:1] in "- _—–" and _DELIMITER.fullmatch(line) and _may_sign(lines, at):
            return at
    return None


def _may_sign(lines: list[str], at: int) -> bool:
    """`-- ` always signs; another dash does where what follows it directly is as short as a name card."""
    if lines[at].rstrip() in {"--", "-- "}:
        return True
    rest = lines[at + 1 :]
    return (
        bool(rest)
        and bool(rest[0].strip())
        and sum(bool(line.strip()) for line in rest) <= _FOOTER_LINES
        and at > 0
    )


def _without_device(lines: list[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or is_rule(kept[-1])):
        kept.pop()
    for at in [n for n, line in enumerate(kept) if line.strip()][-_LAST_LINES:]:
        if _is_device(kept[at]) and all(
            not line.strip() or _is_device(line) or _LINK.fullmatch(line) or len(line) < 60
            for line in kept[at:]
        ):
            kept = kept[:at]
            break
    return [line for line in kept if not _is_device(line)] if len(kept) > 1 else kept


def _is_device(line: str) -> bool:
    if len(line) > 200:
        return False
    if _SENT_WHOLE.fullmatch(line):
        return True
    match = _SENT_FROM.match(line)
    if not match:
        return False
    what = _EXCUSE.sub("", re.sub(r"[<(]?https?://\S+[>)]?", "", match.group("what")))
    if not _DEVICE.search(line):
        return "http" in line and len(what.split()) <= _PROGRAM_WORDS
    return len(what.split()) <= _DEVICE_WORDS and not re.search(r"[,;]\s\w+\s\w+\s\w+|[.!?]\s\w+\s\w+", what)


def _without_footer(lines: list[str]) -> list[str]:
    """A mailing list's footer or a name card under a drawn line, with nothing between them."""
    rest: list[str] = []
    for at in range(len(lines) - 1, 0, -1):
        if _FOOTER_RULE.fullmatch(lines[at]) and rest and lines[at + 1].strip():
            is_card = len(rest) <= _CARD_LINES and not lines[at - 1].strip()
            if (is_card and max(map(len, rest)) <= _CARD_CHARACTERS) or _OF_FOOTER.search("\n".join(rest)):
                return lines[:at]
        if lines[at].strip():
            rest.append(lines[at])
        if len(rest) > _FOOTER_LINES:
            break
    return lines


def _without_disclaimer(lines: list[str]) -> list[str]:
    """A closing paragraph that only says who may read the message, and all after it."""
    for at, line in enumerate(lines):
        begins = at > 0 and (not lines[at - 1].strip() or is_rule(lines[at - 1])) and line.strip()
        if begins and _DISCLAIMER.match(" ".join(lines[at : at + 12])[:_DISCLAIMER_CHARACTERS]):
            before = [kept for kept in lines[:at] if kept.strip()]
            if before:
                return lines[:at]
    return lines


def _without_banner(lines: list[str]) -> list[str]:
    """A gateway's warning above the words."""
    at = next((n for n, line in enumerate(lines) if line.strip()), None)
    if at is None or not _BANNER.match(" ".join(lines[at : at + 3])[:400]):
        return lines
    end = at
    while end < len(lines) and lines[end].strip():
        end += 1
    return lines[end:] if any(line.strip() for line in lines[end:]) else lines
