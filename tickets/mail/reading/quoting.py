"""New words told from quoted ones.

mail-parser-reply, the one library for this that is kept up, knows one language at a time, reads only
answers on top, and its expressions take minutes on hostile text; so this is done here, line by line.
"""

from dataclasses import dataclass, field

from tickets.mail.reading.headings import Kind, heading_at, is_groupwise, split_shared_lines
from tickets.mail.reading.limits import MAX_LINES, Budget
from tickets.mail.reading.marks import without_marks
from tickets.mail.reading.signatures import is_rule, without_signature

_UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
"""Marks for the direction of writing and the like, which some programs put around a heading."""
_MOST_INDENTED = 4
"""Spaces before a quote sign, at most."""
_LONG_QUOTED_LINE = 60
"""Characters from which a mail program may have wrapped a quoted line and lost its quote sign."""


@dataclass
class _Split:
    """Own words in stretches, with what parts them left out."""

    stretches: list[list[str]] = field(default_factory=lambda: [[]])
    has_earlier: bool = False
    forward_at: int | None = None
    rest_at: int | None = None

    @property
    def words(self) -> list[str]:
        lines: list[str] = []
        for stretch in self.stretches:
            kept = _trimmed(without_signature(_trimmed(stretch)))
            if kept:
                lines += ([""] if lines else []) + kept
        return lines


@dataclass(frozen=True)
class Reply:
    """What the writer added, and from which line a forwarded message begins, if one does."""

    words: str
    forward_at: int | None
    is_only_quoted: bool


def own_words(marked: str, budget: Budget, *, is_forward: bool = False) -> Reply:
    """The new words of a text that may carry marks; `is_forward` where its subject says so."""
    lines = split_shared_lines(
        [line.replace("\xa0", " ").strip(_UNSEEN).rstrip() for line in marked.split("\n")]
    )
    if len(lines) > MAX_LINES:
        lines = lines[:MAX_LINES]
    split = _split(lines, budget)
    words = split.words
    forward_at = split.forward_at
    if is_forward and forward_at is None:
        forward_at = split.rest_at
    if words or (forward_at is None and not split.has_earlier):
        return Reply(_text(words), forward_at, is_only_quoted=not words)
    if forward_at is not None:
        return Reply(_text(_trimmed(lines)), forward_at, is_only_quoted=True)
    return Reply("", None, is_only_quoted=True)


def _split(lines: list[str], budget: Budget) -> _Split:
    split, at = _Split(), 0
    while at < len(lines):
        if budget.is_spent:
            budget.note("Quoted words were not looked for to the end.")
            split.stretches[-1] += lines[at:]
            return split
        if _is_quoted(lines[at]):
            at = _after_quotation(lines, at)
            split.has_earlier = True
            split.stretches.append([])
            continue
        heading = heading_at(lines, at)
        if heading is None:
            split.stretches[-1].append(lines[at])
            at += 1
        elif heading.kind is Kind.FORWARD:
            split.forward_at = split.rest_at = at
            return split
        else:
            split.has_earlier = True
            after = at + heading.lines
            if heading.kind is Kind.EARLIER or not _quotation_follows(lines, after):
                split.rest_at = at
                return split
            split.stretches.append([])
            at = after
    return split


def _is_quoted(line: str) -> bool:
    bare = line.lstrip()
    if not bare.startswith((">", "|>", "&gt;")) or len(line) - len(bare) > _MOST_INDENTED:
        return False
    return not (bare.startswith(">>>") and (bare.rstrip().endswith("<<<") or is_groupwise(bare)))


def _quotation_follows(lines: list[str], at: int) -> bool:
    """Whether what the heading announces is quoted line by line, so that it has an end."""
    seen = 0
    for line in lines[at : at + 8]:
        if _is_quoted(line):
            return True
        seen += bool(line.strip())
        if seen > 1:
            return False
    return False


def _after_quotation(lines: list[str], at: int) -> int:
    """Past the quoted lines that begin here, empty lines between them and what was wrapped out of them."""
    end = at
    while end < len(lines):
        if _is_quoted(lines[end]):
            end += 1
            continue
        after = next((n for n in range(end, len(lines)) if lines[n].strip()), len(lines))
        if after < len(lines) and _is_quoted(lines[after]):
            end = after
        elif _is_wrapped(lines, end):
            end += 1
        else:
            return end
    return end


def _is_wrapped(lines: list[str], at: int) -> bool:
    """A single line without quote sign between two quoted ones, the first of them long or a link."""
    if at == 0 or at + 1 >= len(lines) or not _is_quoted(lines[at + 1]) or not lines[at].strip():
        return False
    before = lines[at - 1]
    is_link = "http" in before + lines[at] or "@" in before
    return _is_quoted(before) and (len(before) >= _LONG_QUOTED_LINE or is_link)


def _trimmed(lines: list[str]) -> list[str]:
    """Without empty or drawn lines at either end."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and (not lines[end - 1].strip() or is_rule(lines[end - 1])):
        end -= 1
    return lines[start:end]


def _text(lines: list[str]) -> str:
    return without_marks("\n".join(lines)).strip()
