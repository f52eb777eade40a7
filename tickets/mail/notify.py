"""GOV.UK Notify as Django's way to send mail, for trusts that may send by nothing else.

Notify writes the headers itself: an answer goes to the address at the end of the text, whose
signature says which ticket it is about.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from tickets.mail.faults import NotTaken

BUSY = frozenset({401, 403, 408, 429})
"""Answers after which trying again may help: a key being changed, our clock, too much at once."""


class EmailBackend(BaseEmailBackend):
    """Sends each message once to each recipient; raises NotTaken where any is refused."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client: NotificationsAPIClient | None = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        environment = settings.ENVIRONMENT
        key, url = environment.notify_key.get_secret_value(), environment.notify_url
        if self.client is None:
            self.client = NotificationsAPIClient(key, url, timeout=environment.mail_timeout)  # type: ignore[no-untyped-call]
        for message in email_messages:
            refusals = [each for address in message.recipients() if (each := self._send(message, address))]
            if refusals:
                raise NotTaken(
                    " ".join(map(str, refusals)),
                    is_final=all(each.is_final for each in refusals),
                    is_partial=len(refusals) < len(message.recipients()),
                )
        return len(email_messages)

    def _send(self, message: EmailMessage, address: str) -> NotTaken | None:
        """Send to one recipient; why that was refused, or None."""
        assert self.client is not None
        answer_to = f"\n\nTo answer, write to {message.reply_to[0]}" if message.reply_to else ""
        try:
            self.client.send_email_notification(  # type: ignore[no-untyped-call]
                email_address=address,
                template_id=settings.ENVIRONMENT.notify_template,
                personalisation={"subject": message.subject, "body": f"{message.body}{answer_to}"},
                reference=message.extra_headers.get("Message-ID", ""),
            )
        except HTTPError as error:
            status = error.status_code
            words = f"GOV.UK Notify refused it for {address} ({status}): {error.message}"
            return NotTaken(words, is_final=400 <= status < 500 and status not in BUSY)
        return None
