"""The tables a ticket's life is written to, as lines that COPY reads; needs no database and no models."""

from dataclasses import dataclass, field

NULL = "\\N"
YES, NO = "t", "f"

COLUMNS: dict[str, tuple[str, ...]] = {
    "ticket": (
        *("id", "trust_id", "reference", "old_reference", "ward_id", "process_id", "title", "details"),
        *("patient_effect", "status", "source", "raised_at", "created_at", "raised_by_id", "raised_by_name"),
        *("contact_id", "concierge_id", "outcome", "resolved_at", "root_cause", "contributing_cause"),
        *("cause_fate", "cause_as_written", "to_be_coded", "fixed_on_first_contact", "confirmed_at"),
        *("withdrawn_at", "withdrawn_because", "times_reopened"),
    ),
    "leg": (
        *("id", "trust_id", "ticket_id", "service_id", "owner_id", "handed_on_from_id", "request", "status"),
        *("opened_at", "ended_at", "result", "planned_for", "planned_because", "question", "chase_on"),
    ),
    "holding": ("id", "trust_id", "leg_id", "holder", "supplier", "started_at", "ended_at"),
    "interaction": (
        *("id", "trust_id", "ticket_id", "leg_id", "channel", "direction", "counterpart", "service_id"),
        *("with_whom", "happened_at", "created_at", "desk_minutes", "ward_minutes", "service_minutes"),
        *("note", "is_chase", "source", "recorded_by_id"),
    ),
    "promise": (
        *("id", "trust_id", "leg_id", "what", "promised_by", "promised_at", "due_at", "outcome"),
        *("settled_at", "settled_because"),
    ),
    "coding": (
        *("id", "trust_id", "ticket_id", "resolution", "is_second", "rater_id", "cause"),
        *("contributing_cause", "coded_at"),
    ),
    "change": (
        *("id", "trust_id", "ticket_id", "leg_id", "verb", "note", "status", "holder"),
        *("happened_at", "created_at", "by_id"),
    ),
    "outgoingmessage": (
        *("id", "trust_id", "ticket_id", "interaction_id", "kind", "to", "subject", "text", "is_automatic"),
        *("message_id", "created_at", "due_at", "state", "sent_at"),
    ),
    "incomingmessage": (
        *("id", "trust_id", "mailbox_id", "message_id", "content_hash", "raw", "received_at", "state"),
        *("subject", "from_email", "text", "ticket_id", "interaction_id"),
    ),
}
"""What a life says of each row; every other column takes its default."""
REMEMBERED = ("ticket", "leg", "interaction", "promise", "coding")
"""Tables of which every version is kept."""
VERSION = ("history_id", "history_date", "history_change_reason", "history_type", "history_user_id")
TABLES = (*COLUMNS, *(f"historical{name}" for name in REMEMBERED))

MOST = {
    "leg": 8,
    "holding": 16,
    "interaction": 48,
    "promise": 32,
    "coding": 8,
    "change": 64,
    "outgoingmessage": 48,
    "incomingmessage": 48,
    "historicalticket": 48,
    "historicalleg": 96,
    "historicalpromise": 64,
    "historicalinteraction": 48,
    "historicalcoding": 8,
}
"""Ids set aside for each ticket (for each leg: holdings), so that any part of the region can be made by itself."""


@dataclass
class Lines:
    """The lines of a stretch of tickets, by table; `defaults` end each with what it does not say."""

    defaults: dict[str, str]
    of: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def add(self, table: str, line: str) -> None:
        """Write a row down."""
        self.of[table].append(line + self.defaults[table] + "\n")

    def keep(self, table: str, line: str, version: str) -> None:
        """Write down a version of a row."""
        self.of[f"historical{table}"].append(f"{line}{self.defaults[table]}\t{version}\n")
