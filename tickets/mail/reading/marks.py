"""Letters of Unicode's private range that carry, inside a text, what its HTML said about a line."""

CUT = "\ue0f0"
"""A line of this alone: what follows is an earlier message, as the writing program marked it.

With a hyphen after it the program drew only a border, which counts where headings follow."""
HEADING = "\ue0f1"
"""Before a line: the heading of a quotation ("On Monday … wrote:")."""
SIGNATURE = "\ue0f2"
"""Before a line: of a signature."""
_ALL = (CUT, HEADING, SIGNATURE)


def without_marks(text: str) -> str:
    """`text` as people read it."""
    lines = [line for line in text.split("\n") if not line.startswith(CUT)]
    text = "\n".join(lines)
    for mark in _ALL:
        text = text.replace(mark, "")
    return text
