"""What was really looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.model.closed import Category, Verdict
from monitor.model.matches import Reason


class UnitState(StrEnum):
    """Where a unit that the calendar guarantees (a day's file, an issue) stands."""

    READ = "read"
    LATE = "late"  # due, not read, and within what the source may take
    MISSING = "missing"
    EXCUSED = "excused"  # a person said that it does not exist


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """Units of one source that follow one another in its calendar, `count` of them from the day `first` to the day `last`;
    with what the source calls the two. `arrived`: the file of each came, and could not be read to its end. `reason` is
    that of an excused one."""

    first: date
    last: date
    count: int = 1
    names: tuple[str, str] = ("", "")
    arrived: bool = False
    reason: str = ""


class LeftOut(StrEnum):
    """What a stream leaves out by its own account."""

    NEW_SUITS = "new_suits"
    MOTIONS = "motions"
    NOT_SAID = "not_said"  # it does not say what it holds


@dataclass(frozen=True, slots=True)
class StreamState:
    """One stream of a source (the feed of one court) as its latest runs found it.

    `read_at` is when it was last read without a doubt, None: never; `failing`: the latest attempt did not read it.
    `left_out` is what it leaves out by its own account, None where it was never heard. `newest` is the day of its newest
    item; `stands_still`: it calls itself fresh and shows nothing new. `made` is the day its answer says it was made;
    `doubts` why what it brings lately is not believed to be all."""

    name: str
    kind: str
    tried_at: datetime
    read_at: datetime | None = None
    failing: bool = False
    left_out: tuple[LeftOut, ...] | None = None
    newest: date | None = None
    stands_still: bool = False
    made: date | None = None
    doubts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class StreamDay:
    """What a stream brought on one day, of its runs or of its unit: `fresh` records that told more than was known, `born` of
    them whose matter was not known, `met` of them that carry the frequent word; `filled`: what they carry (fact, role, code of
    an event) → records. `reads`: how often it was read that day. `anew`: it is no measure for other days."""

    day: date
    fresh: int = 0
    born: int = 0
    met: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    reads: int = 0
    anew: bool = False


class SourceState(StrEnum):
    """How well what a source publishes is checked, over a period and up to now. All but `fine` are not, or not wholly."""

    FINE = "fine"
    GAP = "gap"  # the latest run counts; part of the period, or units of the calendar, were not read
    OWED = "owed"  # its schedule asked for it more than an hour ago
    INTERRUPTED = "interrupted"  # the latest run was cut off
    FAILING = "failing"  # the latest run does not count; its verdict says why
    NEVER = "never"
    PAUSED = "paused"
    OFF = "off"  # switched off, or taken out of the configuration, after it was read


class Reading(StrEnum):
    """How much of what a source published in a period was read. Three of these are no all-clear, each for its own reason."""

    WHOLE = "whole"
    PART = "part"  # some of it; or some of it stood the checks
    IN_DOUBT = "in_doubt"  # all of it, and what was read did not stand the checks
    NOT = "not"  # nothing was looked at


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one source really checked in a period (监测覆盖)."""

    source: str
    title: str
    category: Category
    jurisdiction: str
    verdict: Verdict | None  # of the latest run in the period; None = never ran
    last_ok: datetime | None
    newest_item: date | None
    items: int
    usual: float | None
    complete: bool  # the whole period is covered by checked runs
    message: str
    gap_from: datetime | None = None  # start of the unchecked stretch, when not complete
    attribution: str = ""
    units_read: int | None = None  # of the period; None: its calendar promises none
    units_late: tuple[UnitSpan, ...] = ()  # of the period
    units_missing: tuple[UnitSpan, ...] = ()  # up to the end of the period, those of earlier ones too
    units_excused: tuple[UnitSpan, ...] = ()  # of the period and the four weeks before
    days_left: tuple[tuple[date, date], ...] = ()  # of the window: those the next run goes on with
    streams: tuple[StreamState, ...] = ()  # those a reader asks about by name: the courts
    but_for_units: bool = False  # the latest run fell short of the calendar or in single streams, and in nothing else
    judged: SourceState | None = None  # None: as verdict and completeness say
    read_in_doubt: bool = False  # all of it was read, and what was read did not stand the checks
    doubted: tuple[str, ...] = ()  # why single streams are doubted now, one sentence each, for anybody
    looked_at: bool | None = None  # a run of the period counts, or listed something; None: as verdict and items say

    @property
    def state(self) -> SourceState:
        """The one judgement of every door: what is fine in none of them is fine in another."""
        if self.judged is not None:
            return self.judged
        if self.verdict is None:
            return SourceState.NEVER
        if not self.verdict.checked and not self.but_for_units:
            return SourceState.FAILING
        return SourceState.FINE if self.complete and self.verdict.checked else SourceState.GAP

    @property
    def checked(self) -> bool:
        """Whether all of the period was read, as far as its schedule asked for it by now."""
        return self.state is SourceState.FINE

    @property
    def reading(self) -> Reading:
        """How much of it was read. Where nothing was, no item is counted."""
        if self.checked:
            return Reading.WHOLE
        if self.read_in_doubt:
            return Reading.IN_DOUBT
        counts = self.verdict is not None and (self.verdict.checked or self.but_for_units)
        looked = counts if self.looked_at is None else self.looked_at
        return Reading.PART if looked or self.items else Reading.NOT
