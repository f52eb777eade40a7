"""One event of a log."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """What happened in a case, when, and, where a log says so, by whom."""

    case: str
    activity: str
    at: dt.datetime
    resource: str = ""
