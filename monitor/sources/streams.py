"""What of a source can fall silent while the rest goes on, and what the calendar says must be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class StreamKind(StrEnum):
    LIST = "list"  # a list of documents
    QUERY = "query"  # one question to a search
    COURT = "court"  # the feed of one court
    DAY_FILE = "day_file"  # the file of one day
    ISSUE = "issue"  # an issue of a gazette
    SNAPSHOT = "snapshot"  # everything the source has, each time


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of a source. `names` are theirs where the source itself fixes them; `by_address`: each address of the
    entry is one (a feed per court). Otherwise there is only one."""

    kind: StreamKind
    names: tuple[str, ...] = ()
    by_address: bool = False

    def listed(self, urls: Mapping[str, str]) -> tuple[str, ...]:
        """The names of the streams of an entry with these addresses."""
        return self.names or (tuple(urls) if self.by_address else (self.kind.value,))


EVERY_DAY = frozenset(range(7))
TUESDAY = frozenset({1})


@dataclass(frozen=True, slots=True)
class Units:
    """What the calendar guarantees: one unit of `kind` for each day of `weekdays` (0 is Monday). On its own day and for
    `late_days` after it may still be missing; from then on its absence is a gap."""

    kind: StreamKind
    weekdays: frozenset[int] = EVERY_DAY
    late_days: int = 0

    def days(self, since: date, until: date) -> Iterator[date]:
        """The days of [since, until] that have a unit."""
        day = since
        while day <= until:
            if day.weekday() in self.weekdays:
                yield day
            day += timedelta(days=1)

    def may_be_missing(self, day: date, on: date) -> bool:
        """Whether the unit of `day` need not be out on the day `on`."""
        return on - day <= timedelta(days=self.late_days)
