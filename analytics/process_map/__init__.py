"""Who had tickets after whom: the directly-follows map of the log, and the log for other programs."""

from analytics.process_map.directly_follows import Path, ProcessMap, directly_follows
from analytics.process_map.event import Event
from analytics.process_map.holders import events_of
from analytics.process_map.log_files import write_csv, write_xes

__all__ = ["Event", "Path", "ProcessMap", "directly_follows", "events_of", "write_csv", "write_xes"]
