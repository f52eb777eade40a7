"""Where a quotation or a forwarded message begins in a text: its heading, found and measured."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tickets.mail.reading import languages
from tickets.mail.reading.limits import MAX_LINE_CHARACTERS
from tickets.mail.reading.marks import CUT, HEADING


class Kind(StrEnum):
    WROTE = "wrote"
    """"On Monday … wrote:", after which a quotation may end and own words go on."""
    EARLIER = "earlier"
    """An earlier message's headers, or a line drawn above it: it goes on to the end."""
    FORWARD = "forward"


@dataclass(frozen=True)
class Heading:
    """A heading of `lines` lines."""

    kind: Kind
    lines: int


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_KIND_OF_LABEL = {label.lower(): kind for kind, labels in languages.LABELS.items() for label in labels}
_LABEL = re.compile(
    rf"[\s>*_|•]{{0,12}}({_any(tuple(_KIND_OF_LABEL))})[*_]{{0,3}}\s{{0,3}}[:：][*_]{{0,3}}\s*(.*)",
    re.IGNORECASE,
)
_DIVIDER = re.compile(
    rf"[\s>*_]{{0,6}}[-=—_*─]{{2,60}}\s{{0,3}}(?:{'|'.join(languages.ORIGINAL)})\s{{0,3}}:?[-=—_*─]{{2,60}}[\s*]{{0,4}}",
    re.IGNORECASE,
)
_BARE_DIVIDER = re.compile(rf"\s{{0,3}}(?:{'|'.join(languages.ORIGINAL)})\s{{0,2}}:?\s{{0,3}}", re.IGNORECASE)
_FORWARD = re.compile(
    rf"[\s>*_]{{0,6}}[-=—_*─]{{2,60}}\s{{0,3}}(?:{'|'.join(languages.FORWARDED)})\s{{0,3}}:?[-=—_*─]{{2,60}}[\s*]{{0,4}}",
    re.IGNORECASE,
)
_FORWARD_ALONE = re.compile(
    rf"[\s>*_]{{0,6}}(?:{'|'.join(languages.FORWARDED_ALONE)})\s?[:：]\s{{0,3}}", re.IGNORECASE
)
_ABOVE = re.compile(
    rf"[\s#>*_=-]{{0,12}}(?:{'|'.join(languages.ANSWER_ABOVE)})[\s#.*_=-]{{0,12}}", re.IGNORECASE
)
_ABOVE_HINT = re.compile(
    r"line|llinell|zeile|linie|ligne|l[ií]nea|linha|regel|lijn|riga|rad|行|original|\d{4}[-/]|---",
    re.IGNORECASE,
)
_LAST_SIGNS = ("wrote", ":", "：", "-", "*", "_", "=", "—", "─", ">", "写道", "寫道", "#")
_LOTUS = re.compile(r".{2,80}---\s?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s+\d{1,2}:\d{2}.{0,20}---.*")

_VERB = _any(languages.WROTE)
_EDGE = r"[\s\-*_<>|=—]{0,12}"
_WRITTEN = re.compile(
    rf"(?P<before>.{{0,400}}?)(?<![\w])(?P<verb>{_VERB})(?:\(a\))?(?P<after>.{{0,160}}?)\s{{0,3}}(?P<end>[:：]|-{{2,}}\s*[:：]?)[\s*_-]{{0,6}}",
    re.IGNORECASE,
)
_WRITTEN_NO_SPACE = re.compile(
    r"Wiadomość napisana przez .{1,200}:|.{0,400}?(?:写道|寫道|写到|書きました|作成しました|のメッセージ|のメール)\s{0,3}[:：]?\s{0,3}"
)
_START = re.compile(rf"{_EDGE}(?:{_any(languages.STARTERS)})(?:\s|(?<=[在于於]))", re.IGNORECASE)
_DAY = re.compile(
    rf"{_EDGE}(?:(?:den|em|el|le|il|op|am|on|ar)\s)?(?:{_any(languages.DAYS)})\b[.,]?\s", re.IGNORECASE
)
_DATED = re.compile(r"\d{1,2}[:.hH]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}月")
_HAS_ADDRESS = re.compile(r"[^\s<>@]{1,100}@[^\s<>@]{2,100}")
_DATE_THEN_ADDRESS = re.compile(
    r"[\s>*-]{0,6}(?:\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|[^\W\d]{1,12}[.,]{0,2}\s\d{1,2}).{0,120}?<?[^\s<>@]{1,120}@[^\s<>]{2,120}?>?\s?:?\s{0,3}"
)
_SOMEONE_WROTE = re.compile(
    r"[\s>*-]{0,6}.{0,80}[<(\[]?[^\s<>()@]{1,100}@[^\s<>()@]{2,100}[>)\]]?,?\s(?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał|пишет|ysgrifennodd)\s?:",
    re.IGNORECASE,
)
_OTHER_WAYS = re.compile(
    r"(?:Quoting|Citando|Zitat von|Quotando|Cytowanie|Selon|Citerar|Dyfynnu)\s.{1,120}@.{1,120}:"
    r"|[*\s]{0,3}.{1,80}<[^\s<>@]{1,100}@[^\s<>]{1,100}> \[.{6,40}\]:"
    r"|.{6,40}\d{1,2}[:.]\d{2} (?:by|von|par|de|da|van|av|gan) [^\s@]{1,100}@[^\s@]{1,100}:"
    r"|On .{4,40}\d{4}.{0,60}<[^\s<>@]{1,100}@[^\s<>]{1,100}> wrote",
    re.IGNORECASE,
)
"""Quoters that say no verb, and Zoho's that ends without a colon."""
_GROUPWISE = re.compile(r">{3} .{1,120}\d{1,2}[:.]\d{2}.{0,12} >{3}")
_ON_IN_LINE = re.compile(
    r"(?P<own>.+?\S)[ \t]*(?:-{2,4} ?|[ \t])(?P<heading>On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d{1,4})[^\n]{5,160} wrote:)\s*$"
)
_MOST_LINES = 4
_MOST_CHARACTERS = 500
_MOST_HEADER_LINES = 14


def heading_at(lines: list[str], at: int) -> Heading | None:
    """The heading that begins on this line, if one does."""
    line = lines[at][:MAX_LINE_CHARACTERS].replace("&nbsp;", " ")
    if not any(near.endswith(_LAST_SIGNS) for near in lines[at : at + _MOST_LINES]) and not _may_be_alone(
        line
    ):
        return None
    if line.startswith(HEADING):
        return Heading(Kind.WROTE, _while_marked(lines, at))
    if line.startswith(CUT):
        return _marked(lines, at)
    if not line.strip(" >*_|-=—"):
        return None
    if len(line) < 300 and (_FORWARD.fullmatch(line) or _FORWARD_ALONE.fullmatch(line)):
        return Heading(Kind.FORWARD, 1)
    if len(line) < 300 and (
        _DIVIDER.fullmatch(line) or _ABOVE.fullmatch(line) or _LOTUS.fullmatch(line) or is_groupwise(line)
    ):
        return Heading(Kind.EARLIER, 1)
    if length := _header_lines(lines, at):
        return Heading(Kind.EARLIER, length)
    if _BARE_DIVIDER.fullmatch(line) and _header_lines(lines, at + 1):
        return Heading(Kind.EARLIER, 1)
    length = _written_lines(lines, at)
    return Heading(Kind.WROTE, length) if length else None


def _may_be_alone(line: str) -> bool:
    """Whether the line has what every heading has that does not end, here or a few lines on, as "wrote:" does."""
    return (
        line.startswith((CUT, HEADING))
        or ":" in line[:60]
        or "：" in line[:60]
        or bool(_ABOVE_HINT.search(line[:200]))
    )


def split_shared_lines(lines: list[str]) -> list[str]:
    """Lines whose own words run into "On Monday … wrote:" are cut in two where a quotation follows."""
    cut: list[str] = []
    for at, line in enumerate(lines):
        match = _ON_IN_LINE.match(line[:MAX_LINE_CHARACTERS]) if line.rstrip().endswith("wrote:") else None
        if match and not line.startswith((">", "On ")) and _next_is_quoted(lines, at):
            cut += [match.group("own"), match.group("heading")]
        else:
            cut.append(line)
    return cut


def is_groupwise(line: str) -> bool:
    """Whether this is GroupWise's heading, which looks like a quoted line and is none."""
    return bool(_GROUPWISE.fullmatch(line.strip()))


def label_of(line: str) -> tuple[str, str] | None:
    """A header line of a quoted message as what it tells (`from`, `date` …) and its value."""
    match = _LABEL.match(line[:MAX_LINE_CHARACTERS])
    return (_KIND_OF_LABEL[match.group(1).lower()], match.group(2).strip()) if match else None


def _marked(lines: list[str], at: int) -> Heading | None:
    if lines[at] == CUT:
        return Heading(Kind.EARLIER, 1)
    after = next((n for n in range(at + 1, min(at + 4, len(lines))) if lines[n].strip(" >_")), None)
    if after is not None and label_of(lines[after]):
        return Heading(Kind.EARLIER, 1)
    return None


def _while_marked(lines: list[str], at: int) -> int:
    end = at
    while end < len(lines) and lines[end].startswith(HEADING):
        end += 1
    return end - at


def _next_is_quoted(lines: list[str], at: int) -> bool:
    after = next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
    return after.lstrip().startswith(">")


def _header_lines(lines: list[str], at: int) -> int:
    """How many lines of a quoted message's headers begin here: three kinds of them, or two and a proof."""
    if at >= len(lines) or (first := label_of(lines[at])) is None or first[0] in {"other", "cc"}:
        return 0
    kinds, evidence, last, blank = {first[0]}, _is_evidence(*first), at, 0
    for now in range(at + 1, min(at + _MOST_HEADER_LINES, len(lines))):
        found = label_of(lines[now])
        if found:
            if found[0] in kinds and found[0] not in {"cc", "other"}:
                break
            kinds.add(found[0])
            evidence = evidence or _is_evidence(*found)
            last, blank = now, 0
        elif now - last > 3 or (blank and now - last > 2):
            break
        elif not lines[now].strip(" >"):
            blank += 1
    telling = kinds & {"from", "date", "to", "subject"}
    if len(telling) >= 3 or (len(telling) >= 2 and evidence and telling & {"from", "date"}):
        return last - at + 1
    return 0


def _is_evidence(kind: str, value: str) -> bool:
    return (kind in {"from", "to"} and bool(_HAS_ADDRESS.search(value))) or (
        kind == "date" and bool(_DATED.search(value))
    )


def _written_lines(lines: list[str], at: int) -> int:
    """How many lines, of at most four, make one heading that says who wrote and when."""
    joined = ""
    for count in range(1, _MOST_LINES + 1):
        if (
            at + count > len(lines)
            or not (line := lines[at + count - 1].strip())
            or len(joined) + len(line) > _MOST_CHARACTERS
        ):
            return 0
        if count > 1 and _begins(line) and line[:3].lower() == joined[:3].lower():
            return 0
        if count > 1 and line.startswith(">") and not joined.startswith(">"):
            return 0
        joined = f"{joined} {line.lstrip('> ') if joined.startswith('>') else line}".strip()
        if _is_written(joined.lstrip("> "), count) and not (count == 1 and _goes_on(lines, at)):
            return count if count == 1 or _belongs(lines, at, count) else 0
    return 0


def _belongs(lines: list[str], at: int, count: int) -> bool:
    """Whether the first of several lines is the heading's and not the last of the own words above it."""
    first, rest = lines[at].strip(), " ".join(line.strip() for line in lines[at + 1 : at + count])
    is_heading_alone = _is_written(rest.lstrip("> "), count - 1)
    if not is_heading_alone:
        return True
    if _begins(first) and re.search(r"\d", first):
        return True
    return rest[:1] in "<(" and not first.endswith((".", "!", "?", ":", ";"))


def _goes_on(lines: list[str], at: int) -> bool:
    """Whether the verb of a heading that looks complete stands alone on the next line."""
    after = lines[at + 1].strip().lower() if at + 1 < len(lines) else ""
    return bool(re.fullmatch(rf"(?:{_VERB})\s?[:：]", after))


def _begins(line: str) -> bool:
    return bool(_START.match(line) or _DAY.match(line))


def _is_written(joined: str, count: int) -> bool:
    if not joined.endswith(_LAST_SIGNS):
        return False
    if (
        _DATE_THEN_ADDRESS.fullmatch(joined)
        and _DATED.search(joined)
        and ("<" in joined or joined.rstrip().endswith(":"))
    ):
        return True
    if count <= 2 and (_SOMEONE_WROTE.fullmatch(joined) or _OTHER_WAYS.fullmatch(joined)):
        return True
    if _WRITTEN_NO_SPACE.fullmatch(joined) and (_DATED.search(joined) or _HAS_ADDRESS.search(joined)):
        return True
    match = _WRITTEN.fullmatch(joined)
    if not match:
        return False
    return _is_proved(joined, match)


def _is_proved(joined: str, match: re.Match[str]) -> bool:
    before, after = match.group("before"), match.group("after")
    verb = match.group("verb").lower()
    if verb in {"sent", "said", "says"} and (after.strip() or not _HAS_ADDRESS.search(before)):
        return False
    if (
        verb in {"wrote", "writes"}
        and after.strip()
        and not re.match(r"\s+(?:on|in|at)\s.{3,80}\d", after, re.IGNORECASE)
        and "\n" not in after
    ):
        return False
    if after.strip() and (re.search(r"[^\W\d]{2}[.!?;]\s+\w{2,}\s+\w+", after) or len(after.split()) > 14):
        return False
    proof = bool(_DATED.search(joined) or _HAS_ADDRESS.search(joined))
    starts = bool(_START.match(joined) or _DAY.match(joined) or re.match(r"[\s\-*_]{0,6}\d", joined))
    if starts and (proof or (re.search(r"\d", before) and not after.strip())):
        return True
    return bool(_HAS_ADDRESS.search(joined) and _DATED.search(joined)) or bool(
        re.match(r"\s*\S.{0,60} via .{2,60}$", before)
    )
