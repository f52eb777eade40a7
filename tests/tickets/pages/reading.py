"""Reading a page as a person does: its text, its rows, where its links lead."""

import re
from html import unescape

from django.http import HttpResponse


def text(page: HttpResponse) -> str:
    """The words of a page, spaces run together."""
    words = re.sub(r"(?s)<(script|style).*?</\1>", " ", page.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


def titles(page: HttpResponse) -> list[str]:
    """The first words of each row of a list."""
    return [
        unescape(found)
        for found in re.findall(r'class="app-queue__main"[^>]*>([^<]+)<', page.content.decode())
    ]


def tabs(page: HttpResponse) -> dict[str, int | None]:
    """The tabs above a list, with their counts."""
    found = re.findall(
        r'app-tabs__link"[^>]*>([^<]+)(?:<span class="app-count">([\d,]+))?', page.content.decode()
    )
    return {unescape(words).strip(): int(number) if number else None for words, number in found}


def links(page: HttpResponse) -> dict[str, str]:
    """Where each link leads, by its words."""
    found = re.findall(r'(?s)<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', page.content.decode())
    return {
        " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split()): unescape(href) for href, words in found
    }
