"""HTML parts: cleaned for a page, and turned into plain words that still show what is quoted.

Only HTML that nh3 has rewritten is ever parsed here, so it is well formed whatever came in.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from tickets.mail.reading.limits import MAX_MARKUP_CHARACTERS, MAX_MARKUP_DEPTH, MAX_MARKUP_TAGS, Budget
from tickets.mail.reading.marks import CUT, HEADING, SIGNATURE

_CLEANED_AWAY = {"script", "style", "title", "template", "noscript", "head", "object", "svg", "math"}
_READ_TAGS = nh3.ALLOWED_TAGS | {
    "font",
    "section",
    "fieldset",
    "form",
    "body",
    "main",
    "address",
    "button",
    "label",
}
_BLOCKS = {
    "p", "div", "table", "tr", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section",
    "article", "header", "footer", "address", "blockquote", "center", "form", "fieldset", "main", "hr", "caption",
    "figure", "figcaption", "details", "summary", "aside", "nav",
}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre"}
_VOID = {"br", "hr", "img", "wbr", "col", "area", "input"}

_CUT_HERE = re.compile(
    r"(?:^|[\s:=])(?:divRplyFwdMsg|x_divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|yahoo_quoted\w*|"
    r"mail-editor-reference-message-container|ms-outlook-mobile-reference-message|reply-intro|zwchr|AOLMsgPart_\S*|"
    r"tutanota_quote|zmail_extra|protonmail_quote|__QUOTED_TEXT__|ydp\w*yahoo_quoted\w*)(?:$|\s)",
)
_HEADING_HERE = re.compile(
    r"(?:^|[\s:=])(?:gmail_attr|moz-cite-prefix|mail_quote_prefix|gmail_quote_attribution)(?:$|\s)"
)
_SIGNATURE_HERE = re.compile(
    r"(?:^|[\s:=])(?:gmail_signature(?:_prefix)?|moz-signature|Signature|x_Signature|AppleMailSignature|"
    r"protonmail_signature_block\S*|ms-outlook-mobile-signature|__SIG_P\w+__|email_signature|bloop_sign_\S*)(?:$|\s)",
)
_BORDER = re.compile(
    r"border(?:-top)?\s*:\s*(?:none;\s*border-top\s*:\s*)?solid\s+#(?:B5C4DF|E1E1E1|CCCCCC|C0C0C0)"
    r"|border-top\s*:\s*(?:#\w+\s+[\d.]+pt\s+solid|solid\s+#?\w+\s+1\.0pt|1(?:\.0)?p[tx]\s+solid)"
    r"|border-top-style\s*:\s*solid",
    re.IGNORECASE,
)
_LINK_SCHEMES = ("http://", "https://")


def clean_html(html: str) -> str:
    """`html` as a page may show it: no script, no style, no picture that tells its sender it was seen."""
    return nh3.clean(
        _within_limits(html),
        clean_content_tags=_CLEANED_AWAY - {"head"},
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def text_of_html(html: str, budget: Budget) -> str:
    """`html` as lines of text with marks for what its program called quoted or signature (see `marks`)."""
    rewritten = nh3.clean(
        _within_limits(html),
        tags=_READ_TAGS,
        clean_content_tags=_CLEANED_AWAY - {"head"},
        attributes={
            "*": {"class", "id", "style", "name", "data-marker", "type"},
            "a": {"href"},
            "img": {"alt"},
        },
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    writer = _Writer()
    for start in range(0, len(rewritten), 65536):
        if budget.is_spent:
            budget.note("The message's HTML was not read to its end.")
            break
        writer.feed(rewritten[start : start + 65536])
    writer.close()
    return writer.written()


def _within_limits(html: str) -> str:
    """Cut where it is too long or too deep to read in time; deep nesting is flattened."""
    html = re.sub(r"<!--\[if[^>]{0,200}>|<!\[endif\][^>]{0,20}>", "", html[:MAX_MARKUP_CHARACTERS])
    depth = 0
    for tags, match in enumerate(re.finditer(r"<(/?)([a-zA-Z][\w:-]{0,30})", html)):
        if match.group(2).lower() not in _VOID | {"p", "li", "td", "tr", "o:p"}:
            depth = max(0, depth - 1) if match.group(1) else depth + 1
        if tags > MAX_MARKUP_TAGS or depth > MAX_MARKUP_DEPTH:
            return html[: match.start()] + re.sub(r"<[^<>]{0,2000}>?", " ", html[match.start() :])
    return html


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src" and not value.startswith("cid:"):
        return None
    return value


@dataclass
class _Open:
    """An element that is open while its words are written."""

    tag: str
    mark: str = ""
    is_quote: bool = False
    href: str = ""
    start: int = 0


@dataclass
class _Page:
    lines: list[str] = field(default_factory=list)
    now: list[str] = field(default_factory=list)
    wants_gap: bool = False


class _Writer(HTMLParser):
    """Writes text line by line, each line with its quote signs and marks in front."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._page = _Page()
        self._open: list[_Open] = []
        self._items: list[int] = []
        self._before = ""
        self._has_body_section = False

    def written(self) -> str:
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._page.lines)).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._end_line(gap=tag in _SPACED)
        about = " ".join(
            [given.get("id", ""), given.get("class", ""), given.get("name", ""), given.get("data-marker", "")]
        )
        if given.get("name") == "messageBodySection":
            self._has_body_section = True
        if self._has_body_section and given.get("name") == "messageReplySection":
            self._end_line()
            self._page.lines.append(CUT)
        if _CUT_HERE.search(about) or (tag == "div" and _BORDER.search(given.get("style", ""))):
            self._end_line()
            self._page.lines.append(CUT + ("-" if tag == "div" and not _CUT_HERE.search(about) else ""))
        if tag in _VOID:
            self._void(tag, given)
            return
        mark = HEADING if _HEADING_HERE.search(about) else SIGNATURE if _SIGNATURE_HERE.search(about) else ""
        self._open.append(_Open(tag, mark, tag == "blockquote", given.get("href", ""), len(self._page.now)))
        if mark:
            self._end_line()
        self._refresh()
        self._item(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line(gap=tag in _SPACED)
        elif tag in {"td", "th"}:
            self._page.now.append(" ")
        if tag in {"ul", "ol"} and self._items:
            self._items.pop()
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at].tag == tag:
                closed = self._open[at]
                if closed.mark:
                    self._end_line()
                self._link(closed)
                del self._open[at:]
                break
        self._refresh()

    def handle_data(self, data: str) -> None:
        if any(element.tag == "pre" for element in self._open[-8:]):
            first, *others = data.split("\n")
            self._page.now.append(first)
            for line in others:
                self._end_line()
                self._page.now.append(line)
        else:
            self._page.now.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _void(self, tag: str, given: dict[str, str]) -> None:
        if tag == "br":
            self._end_line(is_break=True)
        elif tag == "hr":
            self._page.lines.append(self._before + "_" * 32)
        elif tag == "img" and given.get("alt", "").strip():
            self._page.now.append(f"[{given['alt'].strip()[:200]}]")

    def _item(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._items.append(0 if tag == "ol" else -1)
        elif tag == "li":
            number = self._items[-1] if self._items else -1
            if number >= 0:
                self._items[-1] = number = number + 1
            self._page.now.append("  " * (len(self._items) - 1) + (f"{number}. " if number > 0 else "- "))

    def _link(self, closed: _Open) -> None:
        if closed.tag != "a" or not closed.href.startswith(_LINK_SCHEMES):
            return
        words = "".join(self._page.now[closed.start :]).strip()
        bare = closed.href.split("://", 1)[1].rstrip("/")
        if words and bare not in words.rstrip("/"):
            self._page.now.append(f" <{closed.href}>")

    def _refresh(self) -> None:
        quotes = sum(element.is_quote for element in self._open)
        marks = [element.mark for element in self._open if element.mark]
        self._before = (marks[0] if marks else "") + (">" * quotes + " " if quotes else "")

    def _end_line(self, *, gap: bool = False, is_break: bool = False) -> None:
        page = self._page
        line = "".join(page.now).replace("\xa0", " ").rstrip()
        line = line if line.startswith(("  ", "\t")) else line.strip()
        page.now = []
        for element in self._open:
            element.start = 0
        if line.strip():
            if page.wants_gap and page.lines and page.lines[-1].strip(" >"):
                page.lines.append(self._before.rstrip())
            page.lines.append(self._before + line)
            page.wants_gap = False
        elif is_break:
            page.lines.append(self._before.rstrip())
        page.wants_gap = page.wants_gap or gap
