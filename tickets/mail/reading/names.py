"""Names of attached files: as given where that is safe, made from the type where there is none."""

import mimetypes
import re
import unicodedata

from tickets.mail.reading.charsets import on_one_line
from tickets.mail.reading.headers import split_headers
from tickets.mail.reading.limits import MAX_NAME_CHARACTERS
from tickets.mail.reading.parts import Part

_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DIRECTIONS = {"Cf", "Cc", "Cs", "Co"}
_ENDINGS = {
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/delivery-status": ".txt",
    "message/global-delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/feedback-report": ".txt",
    "text/rfc822-headers": ".txt",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/x-vcard": ".vcf",
    "text/vcard": ".vcf",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/pjpeg": ".jpg",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "application/pgp-keys": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/ms-tnef": ".dat",
    "application/octet-stream": ".bin",
}
_STEMS = {
    "application/pgp-signature": "signature",
    "application/pgp-keys": "key",
    "application/pkcs7-signature": "smime",
    "application/x-pkcs7-signature": "smime",
    "application/pkcs7-mime": "smime",
    "application/x-pkcs7-mime": "smime",
    "application/ms-tnef": "winmail",
    "message/delivery-status": "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "message/feedback-report": "feedback-report",
    "text/rfc822-headers": "headers",
    "text/calendar": "invite",
}


def name_of(part: Part) -> str:
    """What the attached part is called."""
    given = safe_name(part.filename)
    if given:
        return given
    if part.is_message:
        nested, _ = split_headers(part.content()[:65536])
        return (safe_name(nested.text("subject").replace("/", "-").replace("\\", "-")) or "message") + ".eml"
    if described := safe_name(part.headers.text("content-description")):
        return described if "." in described[-6:] else described + ending_of(part.type)
    return made_name(part.type)


def made_name(kind: str) -> str:
    """A name for a file that has none: what it is, and the ending of its type."""
    main = kind.partition("/")[0]
    stem = _STEMS.get(kind) or (
        main if main in {"image", "audio", "video", "text", "message"} else "attachment"
    )
    return stem + ending_of(kind)


def ending_of(kind: str) -> str:
    return _ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ".bin"


def safe_name(name: str) -> str:
    """The last part of the path, without what a file system or a reader's eye could be fooled by."""
    name = unicodedata.normalize("NFC", name.replace("\x00", ""))
    name = "".join(
        letter for letter in name if letter in "\t " or unicodedata.category(letter) not in _DIRECTIONS
    )
    name = re.split(r"[/\\]", name.rstrip("/\\ "))[-1]
    name = on_one_line(_UNSAFE.sub("_", name)).strip(" .") if name.strip(" ._") else ""
    if len(name) > MAX_NAME_CHARACTERS:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) < 12 else ""
        name = name[: MAX_NAME_CHARACTERS - len(ending)].rstrip() + ending
    return name
