"""Django's way to a mail server, but what a server refused for only some recipients is told too."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class PartlyRefused(smtplib.SMTPException):
    """The server took the message for some recipients, and refused it for these."""

    def __init__(self, refused: dict[str, tuple[int, bytes]]) -> None:
        super().__init__(refused)
        self.refused = refused


class _Telling:
    def sendmail(self, *told: Any, **options: Any) -> dict[str, tuple[int, bytes]]:
        refused: dict[str, tuple[int, bytes]] = super().sendmail(*told, **options)  # type: ignore[misc]
        if refused:
            raise PartlyRefused(refused)
        return refused


class _Plain(_Telling, smtplib.SMTP):
    pass


class _Secure(_Telling, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Sends by SMTP; raises PartlyRefused where Django's own backend would say nothing."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Secure if self.use_ssl else _Plain
