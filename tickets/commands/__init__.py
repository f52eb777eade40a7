"""What changes: one verb, one function, one transaction."""

from tickets.commands.closing import confirm_ticket, reopen_ticket, resolve_ticket, withdraw_ticket
from tickets.commands.coding import code_again, code_ticket
from tickets.commands.contacts import Contact, answer_desk, chase, correct_interaction, record_interaction
from tickets.commands.faults import settle_fault
from tickets.commands.handover import assign_ticket, hand_over_concierge, pass_ward_on
from tickets.commands.identifiers import keep_identifier
from tickets.commands.mail_in import Kept, begin_reading, file_message, keep_message, refuse_message
from tickets.commands.mail_links import answer_for_service, answer_for_ward, rate_ticket
from tickets.commands.mail_out import (
    choose_notices,
    note_delivery,
    retire_template,
    save_template,
    send_letter,
    settle_message,
)
from tickets.commands.mail_settling import put_back, put_on_ticket, raise_from_message, set_aside, try_again
from tickets.commands.mailboxes import Fetching, save_mailbox, stop_mailbox
from tickets.commands.promises import break_promise, keep_promise, note_late_promise, take_promise
from tickets.commands.raising import attach_file, raise_ticket
from tickets.commands.routing import (
    finish_leg,
    give_back,
    hand_on,
    name_holder,
    own_leg,
    plan_works,
    put_with_ward,
    route_ticket,
    take_back,
)

__all__ = [
    "Contact",
    "Fetching",
    "Kept",
    "answer_desk",
    "answer_for_service",
    "answer_for_ward",
    "assign_ticket",
    "attach_file",
    "begin_reading",
    "break_promise",
    "chase",
    "choose_notices",
    "code_again",
    "code_ticket",
    "confirm_ticket",
    "correct_interaction",
    "file_message",
    "finish_leg",
    "give_back",
    "hand_on",
    "hand_over_concierge",
    "keep_identifier",
    "keep_message",
    "keep_promise",
    "name_holder",
    "note_delivery",
    "note_late_promise",
    "own_leg",
    "pass_ward_on",
    "plan_works",
    "put_back",
    "put_on_ticket",
    "put_with_ward",
    "raise_from_message",
    "raise_ticket",
    "rate_ticket",
    "record_interaction",
    "refuse_message",
    "reopen_ticket",
    "resolve_ticket",
    "retire_template",
    "route_ticket",
    "save_mailbox",
    "save_template",
    "send_letter",
    "set_aside",
    "settle_fault",
    "settle_message",
    "stop_mailbox",
    "take_back",
    "take_promise",
    "try_again",
    "withdraw_ticket",
]
