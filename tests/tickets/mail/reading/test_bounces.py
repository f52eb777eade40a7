"""Reports of mail servers and of other programs are known for what they are."""

import pytest

from tests.tickets.mail.reading.messages import html, joined, multipart, plain
from tickets.mail.reading import Action, read

DSN = """Content-Type: message/delivery-status

Reporting-MTA: dns; mx.trust.example
Arrival-Date: Mon, 3 Nov 2025 10:12:00 +0000

Original-Recipient: rfc822;estates@service.example
Final-Recipient: rfc822; estates@service.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} unknown
    here
"""
RETURNED = "Content-Type: message/rfc822\n\nFrom: desk@desk.example\nSubject: The door\nMessage-ID: <sent-1@desk.example>\n\nWhich door?"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.trust.example>"


@pytest.mark.parametrize(
    ("action", "status", "expected"),
    [
        ("failed", "5.1.1", Action.FAILED),
        ("delayed", "4.4.1", Action.DELAYED),
        ("Failed", "5.0.0", Action.FAILED),
    ],
)
def test_a_delivery_report_is_a_bounce_with_its_reasons(action, status, expected):
    message = read(
        multipart("Content-Type: text/plain\n\nIt did not arrive.", DSN.format(action=action, status=status), RETURNED, kind='report; report-type="delivery-status"', From=DAEMON, Subject="Undelivered Mail Returned to Sender", Return_Path="<>", Auto_Submitted="auto-replied")
    )  # fmt: skip

    bounce = message.bounce
    assert bounce is not None
    assert (bounce.action, bounce.recipient, bounce.status) == (expected, "estates@service.example", status)
    assert bounce.diagnostic == f"{status} unknown here"
    assert (bounce.original_message_id, bounce.original_subject) == ("sent-1@desk.example", "The door")
    assert (message.is_auto_reply, message.may_acknowledge) == (False, False)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_automatic_but_no_bounce(action):
    message = read(multipart("Content-Type: text/plain\n\nIt arrived.", DSN.format(action=action, status="2.0.0"), kind="report; report-type=delivery-status", From=DAEMON, Subject="Delivery Status Notification (Success)"))  # fmt: skip

    assert (message.is_bounce, message.is_auto_reply, message.may_acknowledge) == (False, True, False)


def test_of_several_recipients_the_failure_counts():
    two = (
        DSN.format(action="delivered", status="2.0.0")
        + "\n"
        + DSN.format(action="failed", status="5.2.2").split("\n\n", 2)[2]
    )
    message = read(
        multipart(
            "Content-Type: text/plain\n\nOne did not arrive.",
            two,
            kind="report; report-type=delivery-status",
            From=DAEMON,
        )
    )

    assert message.bounce is not None
    assert message.bounce.status == "5.2.2"


SERVERS = {
    "qmail": ("MAILER-DAEMON@mx.example", "failure notice", "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<estates@service.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <desk@desk.example>\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Exim": ("Mail Delivery System <Mailer-Daemon@mx.example>", "Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  estates@service.example\n    SMTP error from remote mail server: 550 5.1.1 unknown\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Exim, delayed": ("Mail Delivery System <Mailer-Daemon@mx.example>", "Warning: message 1abc-0000-0 delayed 24 hours", "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.\n\n  estates@service.example\n\nNo action is required on your part. Message-ID: x\nMessage-ID: <sent-1@desk.example>\n", Action.DELAYED),
    "sendmail": ("Mail Delivery Subsystem <MAILER-DAEMON@mx.example>", "Returned mail: see transcript for details", "   ----- The following addresses had permanent fatal errors -----\n<estates@service.example>\n    (reason: 550 5.1.1 unknown)\n\n   ----- Transcript of session follows -----\n550 5.1.1 unknown\n\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "sendmail, delayed": ("Mail Delivery Subsystem <MAILER-DAEMON@mx.example>", "Warning: could not send message for past 4 hours", "    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\n<estates@service.example>... Deferred: 4.4.1 timed out\nWarning: message still undelivered after 4 hours\nMessage-ID: <sent-1@desk.example>\n", Action.DELAYED),
    "Gmail": ("Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)", "Delivery to the following recipient failed permanently:\n\n     estates@service.example\n\nTechnical details of permanent failure: 550 5.1.1 unknown\n\n----- Original message -----\n\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Gmail, delayed": ("Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Delay)", "This is an automatically generated Delivery Status Notification\nTHIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipient has been delayed:\n\n     estates@service.example\n\nMessage will be retried for 2 more day(s)\nMessage-ID: <sent-1@desk.example>\n", Action.DELAYED),
    "Yahoo": ("MAILER-DAEMON@yahoo.example", "Failure Notice", "Sorry, we were unable to deliver your message to the following address.\n\n<estates@service.example>:\n550: 5.1.1 unknown\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Domino": ("Postmaster@notes.example", "DELIVERY FAILURE: User Estates not listed in Directory", "Your message\n\n  Subject: The door\n\nwas not delivered to:\n\n  estates@service.example\n\nbecause:\n\n  User Estates not listed in public Name & Address Book 5.1.1\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Exchange 2003": ("System Administrator <postmaster@ex.example>", "Undeliverable: The door", "Your message did not reach some or all of the intended recipients.\n\n      Subject: The door\n\nThe following recipient(s) could not be reached:\n\n      estates@service.example on 03/11/2025 10:12\n            The e-mail account does not exist.\n            <mx.example #5.1.1>\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Exchange in German": ("postmaster@ex.example", "Unzustellbar: Die Tür", "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nestates@service.example\nDie Nachricht konnte nicht zugestellt werden. 5.1.1\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Exchange in French": ("postmaster@ex.example", "Non remis : La porte", "Échec de la remise à ces destinataires ou groupes :\n\nestates@service.example\n5.1.1\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "courier": ("courier mail server <postmaster@mx.example>", "NOTICE: mail delivery status.", "This is a delivery status notification from mx.example,\nrunning the Courier mail server.\n\nUNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<estates@service.example>:\n550 5.1.1 unknown\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Amazon": ("MAILER-DAEMON@email-bounces.amazonses.example", "Delivery Status Notification (Failure)", "An error occurred while trying to deliver the mail to the following recipients:\nestates@service.example\n5.1.1\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Barracuda": ("Barracuda Spam Firewall <>", "**Message you sent blocked by our bulk email filter**", "Your message to: estates@service.example\nwas blocked by our Spam Firewall. 5.7.1\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "Postfix without its parts": (DAEMON, "Undelivered Mail Returned to Sender", "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<estates@service.example>: host mx.example said: 550 5.1.1 unknown\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
    "full": (DAEMON, "Mail delivery failed", "The mailbox is full, quota exceeded:\n<estates@service.example>: 552 5.1.1 over quota\nMessage-ID: <sent-1@desk.example>\n", Action.FAILED),
}  # fmt: skip


@pytest.mark.parametrize(("sender", "subject", "text", "action"), SERVERS.values(), ids=SERVERS.keys())
def test_a_server_that_knows_no_reports_is_understood_all_the_same(sender, subject, text, action):
    message = read(plain(text, From=sender, Subject=subject))

    bounce = message.bounce
    assert bounce is not None
    assert (bounce.action, bounce.recipient, bounce.original_message_id) == (
        action,
        "estates@service.example",
        "sent-1@desk.example",
    )
    assert message.may_acknowledge is False


@pytest.mark.parametrize(
    "subject", ["Kann ikke leveres", "Undeliverable: The door", "Não é possível entregar: A porta", "No se puede entregar: La puerta", "Niet bezorgd: De deur", "Non recapitabile: La porta", "Nie można dostarczyć: Drzwi", "Kan inte levereras: Dörren", "系统退信", "Недоставленное сообщение", "Message Delivery Failure", "Mail System Error - Returned Mail"]
)  # fmt: skip
def test_a_server_that_returns_the_message_tells_of_a_failure(subject):
    message = read(
        multipart(
            "Content-Type: text/plain\n\n550 5.1.1 unknown user",
            RETURNED,
            From="postmaster@ex.example",
            Subject=subject,
            Return_Path="<>",
        )
    )

    assert (message.is_bounce, message.may_acknowledge) == (True, False)


def test_recipients_that_failed_are_named_in_a_header():
    message = read(plain("Sorry.", X_Failed_Recipients="estates@service.example", Subject="Mail failure"))

    assert message.bounce is not None
    assert message.bounce.recipient == "estates@service.example"


@pytest.mark.parametrize(
    "subject",
    ["Fwd: Undelivered Mail Returned to Sender", "Re: Undeliverable: The door", "FW: failure notice"],
)
def test_a_person_may_pass_a_bounce_on(subject):
    message = read(
        plain(
            "What does this mean?\n\n<estates@service.example>: 550 5.1.1 user unknown. Your message could not be delivered.",
            Subject=subject,
        )
    )

    assert (message.is_bounce, message.may_acknowledge) == (False, True)


def test_a_feedback_report_is_automatic():
    report = "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x\nVersion: 1"
    message = read(
        multipart(
            "Content-Type: text/plain\n\nAbuse.", report, RETURNED, kind="report; report-type=feedback-report"
        )
    )

    assert (message.is_feedback_report, message.is_auto_reply, message.may_acknowledge) == (True, True, False)


def test_a_read_receipt_is_automatic_and_no_bounce():
    receipt = "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;a@trust.example\nDisposition: manual-action/MDN-sent-manually; displayed"
    message = read(
        multipart(
            "Content-Type: text/plain\n\nIt was read.",
            receipt,
            kind="report; report-type=disposition-notification",
            Subject="Read: The door",
        )
    )

    assert (message.is_auto_reply, message.is_bounce, message.may_acknowledge) == (True, False, False)


def test_a_bounce_without_a_plain_part_is_known_by_its_page():
    message = read(
        html(
            "<p>Delivery has failed to these recipients or groups:</p><p>estates@service.example</p><p>550 5.1.1</p>",
            From="postmaster@ex.example",
            Subject="Undeliverable: The door",
        )
    )

    assert message.bounce is not None
    assert (message.bounce.recipient, message.bounce.status) == ("estates@service.example", "5.1.1")


def test_a_report_inside_a_mixed_message_is_found():
    inner = b'Content-Type: multipart/report; report-type=delivery-status; boundary="in"\n\n' + joined(
        "Content-Type: text/plain\n\nNo.", DSN.format(action="failed", status="5.1.1"), boundary="in"
    )
    message = read(
        multipart(inner, "Content-Type: text/plain\n\nList footer", From=DAEMON, Subject="Undeliverable")
    )

    assert message.is_bounce is True


def test_a_complaint_about_junk_is_a_feedback_report_without_its_parts():
    message = read(multipart(RETURNED, Subject="complaint about message from 192.0.2.222"))

    assert (message.is_feedback_report, message.may_acknowledge) == (True, False)


def test_a_notice_in_json_is_a_bounce():
    notice = '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"estates@service.example","status":"5.1.1","diagnosticCode":"smtp; 550 unknown"}]},"mail":{"messageId":"sent-1"}}'
    message = read(plain(notice, From="Cloud <no-reply@cloud.example>", Subject="Notification Message"))

    assert message.bounce is not None
    assert (message.bounce.recipient, message.bounce.status, message.bounce.original_message_id) == (
        "estates@service.example",
        "5.1.1",
        "sent-1",
    )


def test_a_report_with_line_ends_of_old_is_read():
    content = multipart(
        "Content-Type: text/plain\n\nNo.",
        DSN.format(action="failed", status="5.1.1"),
        kind="report; report-type=delivery-status",
        From=DAEMON,
    )
    message = read(content.replace(b"\n", b"\r"))

    assert message.bounce is not None
    assert (message.bounce.recipient, message.bounce.diagnostic) == (
        "estates@service.example",
        "5.1.1 unknown here",
    )
