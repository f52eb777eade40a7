"""Small messages, made by hand so that a test shows the bytes it is about."""

HEADERS = {
    "From": "Ward Three <ward3@trust.example>",
    "To": "desk@desk.example",
    "Subject": "The door",
    "Date": "Mon, 3 Nov 2025 10:12:00 +0000",
    "Message-ID": "<one@trust.example>",
    "MIME-Version": "1.0",
}


def raw(body: str | bytes, **headers: str | None) -> bytes:
    """A message of these headers over the dullest ones; `None` leaves one out, `_` stands for a hyphen."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {name.lower(): (name, value) for name, value in {**HEADERS}.items()}
    named |= {name.lower(): (name, value) for name, value in given.items()}
    lines = [f"{name}: {value}" for name, value in named.values() if value is not None]
    content = body if isinstance(body, bytes) else body.encode()
    return "\n".join(lines).encode() + b"\n\n" + content


def plain(text: str, **headers: str | None) -> bytes:
    """A message of plain text."""
    return raw(text, **{"Content_Type": "text/plain; charset=utf-8", **headers})


def html(markup: str, **headers: str | None) -> bytes:
    """A message that is HTML and nothing else."""
    return raw(markup, **{"Content_Type": "text/html; charset=utf-8", **headers})


def multipart(
    *parts: str | bytes, kind: str = "mixed", boundary: str = "cut", **headers: str | None
) -> bytes:
    """A message of parts; each is its headers, an empty line and its content."""
    return raw(
        joined(*parts, boundary=boundary),
        **{"Content_Type": f'multipart/{kind}; boundary="{boundary}"', **headers},
    )


def joined(*parts: str | bytes, boundary: str = "cut") -> bytes:
    """Parts with their boundary between them."""
    line = f"--{boundary}\n".encode()
    pieces = [line + (part if isinstance(part, bytes) else part.encode()) + b"\n" for part in parts]
    return b"".join(pieces) + f"--{boundary}--\n".encode()


TEXT = "Content-Type: text/plain; charset=utf-8\n\nThe door is broken."
PAGE = "Content-Type: text/html; charset=utf-8\n\n<p>The door is <b>broken</b>.</p>"
