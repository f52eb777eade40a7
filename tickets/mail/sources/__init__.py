"""Where mail is fetched from: each source gives messages one by one, and marks those that are kept."""

from tickets.mail.sources.base import Fetched, Source, SourceFault
from tickets.mail.sources.opening import source_of

__all__ = ["Fetched", "Source", "SourceFault", "source_of"]
