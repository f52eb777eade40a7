"""A mailbox read by IMAP4rev1, with a password or with Microsoft 365's sign-in."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tickets.mail.keeping import BEGINNING, LARGEST_KEPT
from tickets.mail.sources.base import AT_A_TIME, TIMEOUT, Fetched, SourceFault
from tickets.models import Mailbox

PORT, TLS_PORT = 143, 993
FAILURES = (imaplib.IMAP4.error, OSError, EOFError)
"""What talking to a server may raise; a cut connection and a timeout among them."""
CUT = (imaplib.IMAP4.abort, OSError, EOFError)
"""Those after which the connection is gone."""
UNREACHED, CUT_OFF = "could not be reached", "cut the connection"
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_NUMBER = re.compile(rb"\d+")

SignIn = Callable[[imaplib.IMAP4], Any]


class ImapSource:
    """Reads what came since the last time: every id after the highest seen, and whatever is marked unread.

    The ids alone do not depend on who opened a message in another program meanwhile. The first time
    only unread messages are taken, so that a mailbox with years in it is not taken in.
    """

    def __init__(self, mailbox: Mailbox, sign_in: SignIn) -> None:
        self._mailbox, self._at = mailbox, ""
        with told(UNREACHED):
            self._imap = _connected(mailbox)
        try:
            with told("refused the name or the password"):
                sign_in(self._imap)
            with told("could not open the folder"):
                _ok(self._imap.select(_quoted(mailbox.folder)))
                self._moves = b" MOVE" in b" ".join([b"", *_lines(self._imap.capability())]).upper()
        except SourceFault:
            self.close()
            raise

    def fetch(self, cursor: str) -> Iterator[Fetched]:
        with told("could not list its messages"):
            validity, highest = self._number("UIDVALIDITY"), max(self._number("UIDNEXT") - 1, 0)
            known = _read_until(cursor, validity)
            uids = self._uids(known)
        refused: SourceFault | None = None
        for uid in uids[:AT_A_TIME]:
            self._at = f"{validity}:{max(uid, known or 0)}"
            try:
                fetched = self._fetched(uid)
            except SourceFault as fault:
                if _is_cut(fault):
                    raise
                refused = fault  # it stays unread, so the next poll asks for it again
                continue
            if fetched is not None:
                yield fetched
        if len(uids) <= AT_A_TIME:
            self._at = f"{validity}:{max([highest, known or 0, *uids])}"
        if refused is not None:
            raise refused

    def settle(self, fetched: Fetched) -> None:
        with told("could not mark a message as read"):
            _ok(self._imap.uid("STORE", fetched.key, "+FLAGS.SILENT", r"(\Seen)"))
            if self._mailbox.done_folder and self._moves:
                _ok(self._imap.uid("MOVE", fetched.key, _quoted(self._mailbox.done_folder)))

    def cursor(self) -> str:
        return self._at

    def close(self) -> None:
        with suppress(*FAILURES):
            self._imap.logout()
        with suppress(*FAILURES):
            self._imap.shutdown()

    def _fetched(self, uid: int) -> Fetched | None:
        """One message; None where it is gone meanwhile."""
        with told("could not give a message"):
            told_size = _SIZE.search(b" ".join(_lines(self._imap.uid("FETCH", str(uid), "(RFC822.SIZE)"))))
            size = int(told_size[1]) if told_size else 0
            part = "BODY.PEEK[]" if size <= LARGEST_KEPT else f"BODY.PEEK[]<0.{BEGINNING}>"
            literals = [
                item
                for item in _ok(self._imap.uid("FETCH", str(uid), f"({part})"))
                if isinstance(item, tuple)
            ]
        if not literals:
            return None
        raw = bytes(literals[0][1])
        return Fetched(str(uid), raw, size if size > LARGEST_KEPT else len(raw), self._at)

    def _uids(self, known: int | None) -> list[int]:
        unread = _numbers(self._imap.uid("SEARCH", "UNSEEN"))
        if known is None:
            return sorted(unread)
        # A range that begins after the last message still names that one (RFC 3501, 6.4.8).
        since = {uid for uid in _numbers(self._imap.uid("SEARCH", f"UID {known + 1}:*")) if uid > known}
        return sorted(unread | since)

    def _number(self, name: str) -> int:
        _, data = self._imap.response(name)
        return int(data[-1]) if data and data[-1] else 0


def with_password(account: str, password: str) -> SignIn:
    return lambda imap: imap.login(account, password)


def with_token(account: str, token: str) -> SignIn:
    """SASL XOAUTH2, as Microsoft 365 and others describe it."""
    answer = f"user={account}\x01auth=Bearer {token}\x01\x01".encode()
    tries = iter([answer])
    # A refusal comes as a challenge that wants an empty answer before it says no.
    return lambda imap: imap.authenticate("XOAUTH2", lambda _: next(tries, b""))


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn whatever a server does into words."""
    try:
        yield
    except FAILURES as fault:
        is_cut = what != UNREACHED and isinstance(fault, CUT)
        raise SourceFault(f"The mail server {CUT_OFF if is_cut else what}: {_said(fault)}") from fault


def _is_cut(fault: SourceFault) -> bool:
    """Whether the connection is gone, rather than one message refused."""
    return isinstance(fault.__cause__, CUT)


def _connected(mailbox: Mailbox) -> imaplib.IMAP4:
    if not mailbox.uses_tls:
        return imaplib.IMAP4(mailbox.host, mailbox.port or PORT, timeout=TIMEOUT)
    context = ssl.create_default_context()
    if mailbox.port == PORT:
        imap = imaplib.IMAP4(mailbox.host, PORT, timeout=TIMEOUT)
        imap.starttls(context)
        return imap
    return imaplib.IMAP4_SSL(mailbox.host, mailbox.port or TLS_PORT, ssl_context=context, timeout=TIMEOUT)


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(b" ".join(part for part in data if isinstance(part, bytes)))
    return data


def _lines(answer: tuple[str, list[Any]]) -> list[bytes]:
    parts = [part[0] if isinstance(part, tuple) else part for part in _ok(answer)]
    return [part for part in parts if isinstance(part, bytes)]


def _numbers(answer: tuple[str, list[Any]]) -> set[int]:
    return {int(found) for line in _lines(answer) for found in _NUMBER.findall(line)}


def _read_until(cursor: str, validity: int) -> int | None:
    """The highest id seen; None the first time, and where the server has numbered its messages anew."""
    before, _, uid = cursor.partition(":")
    return int(uid) if uid.isdecimal() and before == str(validity) else None


def _quoted(folder: str) -> str:
    """A folder's name as IMAP wants it: modified UTF-7 (RFC 3501, 5.1.3), in quotes."""
    encoded = re.sub(r"[^\x20-\x7e]+", lambda run: _shifted(run[0]), folder.replace("&", "&-"))
    escaped = encoded.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _shifted(run: str) -> str:
    return "&" + run.encode("utf-7").decode().removeprefix("+").removesuffix("-").replace("/", ",") + "-"


def _said(fault: BaseException) -> str:
    first = fault.args[0] if fault.args else ""
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(fault)
    text = " ".join(text.split()).removeprefix("b'").removesuffix("'")
    return (text or type(fault).__name__)[:300]
