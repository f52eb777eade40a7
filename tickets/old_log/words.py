"""How words in a log are compared: what does not matter, and how near is near enough."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_NOT_WORDS = re.compile(r"[^\w?]+")
_DROPPED = str.maketrans("", "", ".'\u2018\u2019\u02bc`")
_SHORTEST_WITH_A_SLIP = 6
"""Letters a name needs before one slip of spelling is forgiven: below it names lie too close together."""
_SHORTEST_WITH_TWO_SLIPS = 10
_SHORTEST_ABBREVIATION = 3
_SHORTEST_PLURAL = 6
"""Letters a word needs before its s is taken for a plural: "comms" is a word of its own."""


def tidy(text: str) -> str:
    """`text` with every kind of space made one plain space, and compatible letters made plain."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def bare(text: str) -> str:
    """`text` as it is compared: no capitals, dots, hyphens, slashes or doubled spaces; "&" is "and"."""
    plain = tidy(text).casefold().translate(_DROPPED).replace("&", " and ")
    return " ".join(_NOT_WORDS.sub(" ", plain).replace("_", " ").split())


def singular(word: str) -> str:
    """A word without its plural ending, well enough to compare two spellings of one name."""
    if len(word) < _SHORTEST_PLURAL or word.endswith(("ss", "us")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith("sses") else word.removesuffix("s")


def slips(one: str, other: str, limit: int) -> int:
    """How many letters were left out, put in, changed or swapped; more than `limit` counts as limit + 1."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, its in enumerate(other, 1):
            best = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != its))
            if above and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                best = min(best, above[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return row[-1]


class Vocabulary:
    """Names with their other spellings; finds the name that a cell means, or says that it cannot tell.

    A spelling is found exactly first; then as an abbreviation (the beginning of every word); then with
    a slip or two. Short names forgive no slips, and where two names are as near as each other
    neither is taken. Words of `without`, such as "dept", do not count.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], without: Iterable[str] = ()) -> None:
        self._without = frozenset(without)
        self._known = {
            self._key(spelling): name
            for name, spellings in names.items()
            for spelling in (name, *spellings)
            if self._key(spelling)
        }
        self.find = lru_cache(maxsize=4096)(self._find)

    def _key(self, text: str) -> str:
        words = [singular(word) for word in bare(text).split() if word not in self._without]
        return " ".join(words)

    def _find(self, text: str) -> str | None:
        """The name that `text` means, or None."""
        key = self._key(text)
        if not key or "?" in key:
            return None
        return self._known.get(key) or self._abbreviated(key) or self._misspelt(key)

    def _abbreviated(self, key: str) -> str | None:
        words = key.split()
        if any(len(word) < _SHORTEST_ABBREVIATION for word in words):
            return None
        begun = {spelling for spelling in self._known if _begins(words, spelling.split())}
        names = {self._known[spelling] for spelling in begun}
        whole = any(len(spelling.split()) == len(words) for spelling in begun)
        return names.pop() if whole and len(names) == 1 else None

    def _misspelt(self, key: str) -> str | None:
        near: dict[int, set[str]] = {}
        for spelling, name in self._known.items():
            limit = _forgiven(spelling)
            if limit and spelling[0] == key[0] and (found := slips(key, spelling, limit)) <= limit:
                near.setdefault(found, set()).add(name)
        nearest = near[min(near)] if near else set()
        return nearest.pop() if len(nearest) == 1 else None


def _begins(words: list[str], spelling: list[str]) -> bool:
    return len(words) <= len(spelling) and all(
        whole.startswith(word) for word, whole in zip(words, spelling, strict=False)
    )


def _forgiven(spelling: str) -> int:
    return (len(spelling) >= _SHORTEST_WITH_A_SLIP) + (len(spelling) >= _SHORTEST_WITH_TWO_SLIPS)
