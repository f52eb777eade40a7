"""Where every page of the product is, who reads it, and what it is about.

A place names an address of the resolver; a name that has no place here must say why in `LEFT_OUT`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.journeys.lived_in import Things


@dataclass(frozen=True)
class Place:
    """One page, as one reader finds it."""

    name: str
    who: str
    of: str = ""
    """The thing in the address, by its word in `LivedIn.things`."""
    ask: str = ""
    """What follows the question mark."""
    wrong: str = ""
    """The form that is sent empty to see the page with its errors."""
    status: int = 200
    lands: str = ""
    """The thing that the address leads on to, where it is not its own page; as `of`."""

    def leads_to(self, things: Things) -> str:
        return reverse(self.name, kwargs=things[self.lands]) if self.lands else ""

    def address(self, things: Things) -> str:
        path = reverse(self.name, kwargs=things[self.of] if self.of else {})
        return f"{path}?{self.ask}" if self.ask else path


FORM = "main form[method=post]"
LOG = "#log"
CODE = "main form:has([name=code])"


def _forms(who: str, of: str, names: Sequence[str]) -> list[Place]:
    return [Place(name, who, of, wrong=FORM) for name in names]


def _plain(who: str, of: str, names: Sequence[str]) -> list[Place]:
    return [Place(name, who, of) for name in names]


WARD = [
    *_plain("sister", "", ["ward_home", "ward_tickets", "your_account", "what-i-am-told"]),
    Place("ward_tickets", "sister", ask="q=nothing-at-all"),
    Place("ward_tickets", "sister", ask="state=closed"),
    *_forms("sister", "", ["ask"]),
    Place("receipt", "sister", "raised"),
    *(
        Place("ticket", "sister", of)
        for of in ("raised", "in_hand", "planned", "resolved", "confirmed", "withdrawn", "old")
    ),
    Place("ticket", "sister", "asked"),
    *_forms("sister", "raised", ["ward_reply", "ward_withdraw", "ward_files"]),
    Place("ward_reply", "sister", "asked", wrong=FORM),
    *_forms("sister", "resolved", ["ward_not_fixed"]),
    Place("pass_on_ward", "sister", "ward", wrong=FORM),
    Place("send_again", "sister", "kept"),
    *_plain("two_wards", "", ["ward_home", "ward_tickets", "pass_on"]),
    Place("ask", "two_wards", wrong=FORM),
    *_plain("travelling", "", ["ward_home", "ask"]),
    *_plain("deputy", "", ["ward_home"]),
    *_plain("bare_sister", "", ["ward_home", "ward_tickets", "ask"]),
]
DESK = [
    *(
        Place("desk", "concierge", ask=f"queue={key}")
        for key in ("new", "mine", "chase", "promises", "ward", "planned", "confirm", "to_code", "all")
    ),
    Place("desk", "concierge", ask="q=chair"),
    Place("desk", "concierge", ask="q=nothing-at-all"),
    *_plain("concierge", "", ["desk-faults"]),
    Place("desk-fault", "concierge", "fault", wrong=FORM),
    Place("desk-fault", "concierge", "fault_clash"),
    *_forms("concierge", "", ["desk-raise", "desk-hand-over"]),
    Place("ticket", "concierge", "mailed"),
    Place("desk-letter", "concierge", "mailed", wrong=FORM),
    Place("desk-letter", "concierge", "mailed", ask="template=shipped-0"),
    Place("what-i-am-told", "concierge"),
    Place("desk-mail", "concierge"),
    *(Place("desk-mail", "concierge", ask=f"list={key}") for key in ("unreadable", "automatic", "aside")),
    *_plain("concierge", "message_in", ["desk-message"]),
    *_plain("concierge", "message_aside", ["desk-message"]),
    *_plain("concierge", "message_broken", ["desk-message"]),
    *_forms("concierge", "message_in", ["desk-message-raise", "desk-message-ticket"]),
    Place("desk-ward-choice", "concierge"),
    Place("desk-ward-passing", "concierge", "ward", wrong=FORM),
    Place("desk-receipt", "concierge", "raised_by_desk"),
    *(
        Place("ticket", "concierge", of)
        for of in ("raised", "asked", "planned", "resolved", "confirmed", "withdrawn", "old")
    ),
    Place("ticket", "concierge", "in_hand", wrong=LOG),
    Place("desk-history", "concierge", "in_hand"),
    Place("desk-correction", "concierge", "contact", wrong=FORM),
    *_forms("concierge", "raised", ["desk-resolve", "desk-withdraw"]),
    Place("desk-resolve", "concierge", "in_hand", wrong=FORM),
    Place("desk-route", "concierge", "withdrawn"),
    Place("desk-route", "concierge", "raised_by_desk", wrong=FORM),
    Place("desk-assign", "concierge", "raised"),
    *_forms("concierge", "resolved", ["desk-reopen", "desk-cause"]),
    Place("desk-cause", "concierge", "old", wrong=FORM),
    *_plain("colleague", "", ["desk-second-codings"]),
    Place("desk-second-cause", "colleague", "to_code_again", wrong=FORM),
    *_forms(
        "concierge",
        "part",
        [
            "desk-hand-on",
            "desk-give-back",
            "desk-finish",
            "desk-ask-ward",
            "desk-plan",
            "desk-holder",
            "desk-owner",
            "desk-chase",
            "desk-promise",
        ],
    ),
    Place("desk-take-back", "concierge", "part_planned"),
    Place("desk-promise-kept", "concierge", "promise"),
    Place("desk-promise-broken", "concierge", "promise", wrong=FORM),
    *_plain(
        "bare_concierge", "", ["desk", "desk-mail", "desk-faults", "desk-second-codings", "desk-hand-over"]
    ),
    Place("ticket", "manager", "in_hand"),
    Place("desk", "observer"),
]
SERVICE = [
    *_plain("hr", "", ["service_home", "service_done"]),
    Place("service_home", "hr", ask="q=nothing-at-all"),
    *(Place("part", "hr", of) for of in ("part", "part_asked", "part_planned", "part_adopted", "part_done")),
    *_forms(
        "hr",
        "part",
        ["part_result", "part_promise", "part_not_ours", "part_question", "part_plan", "part_message"],
    ),
    Place("part_owner", "hr", "part", wrong=FORM),
    Place("part_resolution", "hr", "part_adopted", wrong=FORM),
    Place("service_promise_broken", "hr", "promise", wrong=FORM),
    *_plain("bare_service", "", ["service_home", "service_done"]),
]
REPORTS = [
    *_plain("manager", "", ["reports", "root-causes", "root-cause-tickets"]),
    Place("root-cause-tickets", "manager", ask="cause=culture"),
    Place("root-causes", "manager", ask="period=days&first-day=99", status=422),
    *_plain("bare_manager", "", ["reports", "root-causes", "root-cause-tickets"]),
    *_plain("over_both", "", ["root-causes"]),
    Place("root-causes", "observer"),
]
ADMINISTRATION = [
    Place("administration-trust", "administrator", "trust"),
    *_plain(
        "administrator",
        "trust",
        [
            "administration-wards",
            "administration-people",
            "administration-services",
            "administration-processes",
        ],
    ),
    Place("administration-people", "administrator", "trust", ask="q=nothing-at-all"),
    *_forms(
        "administrator",
        "trust",
        [
            "administration-causes",
            "administration-site-new",
            "administration-ward-new",
            "administration-person-new",
            "administration-service-new",
            "administration-process-new",
        ],
    ),
    Place("administration-ward", "administrator", "trust_ward", wrong=FORM),
    Place("administration-person", "administrator", "trust_person"),
    *_forms("administrator", "trust_person", ["administration-person-details", "administration-post-new"]),
    Place("administration-post-end", "administrator", "trust_post", wrong=FORM),
    Place("administration-service", "administrator", "trust_service"),
    *_forms(
        "administrator", "trust_service", ["administration-service-details", "administration-contact-new"]
    ),
    Place("administration-service-hours", "administrator", "trust_service"),
    Place("administration-contact", "administrator", "trust_contact", wrong=FORM),
    Place("administration-process", "administrator", "trust_process", wrong=FORM),
    *_plain("administrator", "trust", ["administration-letters"]),
    *_forms("administrator", "trust", ["administration-letter-new"]),
    Place("administration-letter-new", "administrator", "trust", ask="shipped=0"),
    Place("administration-letter", "administrator", "letter", wrong=FORM),
    *_plain("administrator", "trust", ["administration-mailboxes"]),
    *_forms("administrator", "trust", ["administration-mailbox-new"]),
    Place("administration-mailbox", "administrator", "mailbox"),
    Place("outbox", "administrator"),
    Place("outbox-message", "administrator", "message"),
    Place("outbox", "bare_administrator"),
    Place("administration-letters", "bare_administrator", "bare"),
    Place("administration", "over_both"),
    *_plain(
        "bare_administrator",
        "bare",
        [
            "administration-trust",
            "administration-wards",
            "administration-people",
            "administration-services",
            "administration-processes",
        ],
    ),
]
NOBODY = ""
"""Who is not signed in."""
SHELL = [
    Place("account_login", NOBODY, wrong=FORM),
    Place("account_reset_password", NOBODY, wrong=FORM),
    *_plain(
        NOBODY,
        "",
        [
            "account_reset_password_done",
            "account_reset_password_from_key_done",
            "account_inactive",
            "account_signup",
            "socialaccount_login_cancelled",
        ],
    ),
    Place("account_reset_password_from_key", NOBODY, "wrong_key"),
    Place("account_reset_password_from_key", NOBODY, "right_key", lands="key_in_use", wrong=FORM),
    *_forms(NOBODY, "link_done", ["signed-link"]),
    *_forms(NOBODY, "link_promise", ["signed-link"]),
    *_forms(NOBODY, "link_not_ours", ["signed-link"]),
    *_forms(NOBODY, "link_not_fixed", ["signed-link"]),
    Place("signed-link", NOBODY, "link_fixed"),
    Place("signed-link", NOBODY, "link_expired", status=410),
    Place("signed-link-answered", NOBODY),
    *_plain("newcomer", "", ["home", "your_account", "what-i-am-told"]),
    Place("account_set_password", "newcomer", wrong=FORM),
]
SECURED = [
    *_plain("secured", "", ["your_account", "account_logout", "mfa_index", "socialaccount_connections"]),
    Place("account_change_password", "secured", wrong=FORM),
    Place("account_reauthenticate", "secured", wrong=FORM),
    Place("mfa_reauthenticate", "secured", wrong=CODE),
]
PROVED = [
    *_plain("secured", "", ["mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"]),
]
"""Pages that ask once more who she is."""
BY_HAND = {"mfa_authenticate", "mfa_activate_totp"}
"""Pages that only a way leads to; the sweep walks it."""
ALL = [*WARD, *DESK, *SERVICE, *REPORTS, *ADMINISTRATION, *SHELL, *SECURED, *PROVED]

_DONE_AT_ONCE = "done by a button, never shown"
_A_FILE = "a file or picture, not a page"
LEFT_OUT = {
    **dict.fromkeys(
        [
            "administration-ward-retirement",
            "administration-person-closing",
            "administration-service-retirement",
            "administration-contact-retirement",
            "administration-process-retirement",
            "administration-letter-retirement",
            "administration-mailbox-stopping",
            "desk-letter-settled",
            "desk-message-aside",
            "desk-message-back",
            "desk-message-again",
            "desk-take",
            "desk-files",
            "desk-log",
            "ward_confirm",
            "part_take_back",
            "part_mine",
            "service_promise_kept",
        ],
        _DONE_AT_ONCE,
    ),
    **dict.fromkeys(
        [
            "ticket-file",
            "desk-message-source",
            "root-causes-svg",
            "root-causes-png",
            "root-causes-workbook",
            "root-causes-figures",
            "root-cause-tickets-csv",
            "root-cause-tickets-xlsx",
            "mfa_download_recovery_codes",
        ],
        _A_FILE,
    ),
    "health": "for machines",
    "account_email": "an administrator keeps addresses",
    "account/email/": "an administrator keeps addresses",
    "account_confirm_email": "addresses need no confirming",
    "account_email_verification_sent": "addresses need no confirming",
    "socialaccount_login_error": "leads to sign-in, and says there what went wrong",
    "account_confirm_login_code": "nobody signs in by a code alone",
    "socialaccount_signup": "nobody signs herself up",
    "openid_connect_login": "leads to the trust's own sign-in",
    "openid_connect_callback": "comes from the trust's own sign-in",
}


def names_of_pages(resolver: URLResolver | None = None) -> Iterator[str]:
    """Give every name the product's addresses have, but for the API's."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern)
        elif str(entry.pattern) != "api/":
            yield from names_of_pages(entry)
