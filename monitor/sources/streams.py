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
    """What the calendar guarantees: one unit of `kind` for each day of `weekdays` (0 is Monday), called by that day.

    It is due `due_days` after its own day; until `late_days` after its own day it may still be missing; from then on its
    absence is a gap. Where a later unit is there already, the absence of an earlier one is a gap at once. Days are those of
    UTC: an office west of it publishes within the day it calls so, or on the next.
    """

    kind: StreamKind
    weekdays: frozenset[int] = EVERY_DAY
    late_days: int = 0
    due_days: int = 0

    @property
    def each_counts(self) -> bool:
        """Whether a unit that was not read is lost. A later snapshot holds all that an earlier one did."""
        return self.kind is not StreamKind.SNAPSHOT

    def has(self, day: date) -> bool:
        return day.weekday() in self.weekdays

    def is_due(self, day: date, on: date) -> bool:
        """Whether the unit of `day` should be out on the day `on`."""
        return on - day >= timedelta(days=self.due_days)

    def days(self, since: date, until: date) -> Iterator[date]:
        """The days of [since, until] that have a unit."""
        day = since
        while day <= until:
            if self.has(day):
                yield day
            day += timedelta(days=1)

    def may_be_missing(self, day: date, on: date) -> bool:
        """Whether the unit of `day` need not be out on the day `on`."""
        return on - day <= timedelta(days=self.late_days)
