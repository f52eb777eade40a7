"""Text files as spreadsheets save them: in UTF-8, UTF-16 or Windows-1252, which their bytes tell."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_CHUNK = 1 << 20
"""Bytes read at a time while the encoding is found out."""
_UNUSED_IN_WINDOWS_1252 = "old_log_unused_bytes"


def _as_control_characters(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 does not use are kept as the control characters they stand for."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_UNUSED_IN_WINDOWS_1252, _as_control_characters)


@contextmanager
def decoded(path: Path) -> Iterator[TextIO]:
    """Open a text file in the encoding it is in, with its line breaks as they are."""
    with path.open(encoding=encoding_of(path), newline="", errors=_UNUSED_IN_WINDOWS_1252) as lines:
        yield lines


def encoding_of(path: Path) -> str:
    """UTF-16 or UTF-8 where a mark at the start says so, UTF-8 where all of it is, else Windows-1252."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"
