"""What an entry of a docket means. `read_entry` reads one, `events_of` makes events of it."""

from monitor.sources.us_courts.entries.entry import Act, Entry
from monitor.sources.us_courts.entries.events import (
    EVENTS,
    RULED,
    TELLS_RULING,
    UNREAD,
    WRITES,
    Filing,
    events_of,
    named_in,
    read_texts,
)
from monitor.sources.us_courts.entries.reading import OTHER, read_entry
from monitor.sources.us_courts.entries.said import SAYS

__all__ = [
    "EVENTS",
    "OTHER",
    "RULED",
    "SAYS",
    "TELLS_RULING",
    "UNREAD",
    "WRITES",
    "Act",
    "Entry",
    "Filing",
    "events_of",
    "named_in",
    "read_entry",
    "read_texts",
]
