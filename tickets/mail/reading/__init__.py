"""The mail reader: bytes in, words, files and facts out. It knows no tickets, database or network."""

from tickets.mail.reading.addresses import Person
from tickets.mail.reading.bounces import Action, Bounce
from tickets.mail.reading.calendars import Invitation
from tickets.mail.reading.message import Attachment, ReadMessage
from tickets.mail.reading.reader import read

__all__ = ["read", "ReadMessage", "Attachment", "Person", "Bounce", "Action", "Invitation"]
