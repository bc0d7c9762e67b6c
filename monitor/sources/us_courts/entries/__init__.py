"""What an entry of a docket means. `read_entry` is the only door."""

from monitor.sources.us_courts.entries.entry import Act, Entry
from monitor.sources.us_courts.entries.reading import OTHER, read_entry
from monitor.sources.us_courts.entries.said import SAYS

__all__ = ["OTHER", "SAYS", "Act", "Entry", "read_entry"]
