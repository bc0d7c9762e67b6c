"""Which stretch of time, and which runs, an issue tells of: from where the issue before it ended to where this one ends.

The week gives an issue its number, not its period. One that is made on a Friday ends there, and what comes after it belongs
to the next one; one that follows a week without an issue begins where the last one that was reported ended. So the periods
of reported issues follow one another, and what is read lies in exactly one of them. The first of all
begins with its week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.clock import Week
from monitor.locks import COLLECT, REMATCH, is_held
from monitor.store import Store

_SAME_SECOND = timedelta(seconds=1)  # instants are stored in whole seconds: a run begun in it is seen


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """[`begins`, `ends`), and the runs in (`after_run`, `upto_run`] (0: nothing was ever reported before).
    `elsewhere`: the later week whose issue, out already, has reported all of the week of this one."""

    begins: datetime
    ends: datetime
    after_run: int
    upto_run: int
    elsewhere: Week | None = None


def period_of(store: Store, audience: str, week: Week, now: datetime) -> ReadPeriod:
    """The period of the issue of a week, were it made now. Corrections and late issues leave to a later week's issue what
    that one has reported."""
    before = store.issues.reported_until(audience, week)
    after = store.issues.reported_up_to(audience, week)
    begins = before or week.begins
    ends = max(min(now, week.ends), begins)
    upto = _cut(store, min(ends + _SAME_SECOND, week.ends))
    later = store.issues.reported_later(audience, week)
    if later is None:
        return ReadPeriod(begins, ends, after, upto)
    upto = max(min(upto, later.after_run), after)
    if later.began is None or later.began <= begins:  # it began where this one would: nothing is left
        return ReadPeriod(week.begins, week.ends, after, upto, later.week)
    return ReadPeriod(begins, min(ends, later.began), after, upto)


def _cut(store: Store, before: datetime) -> int:
    """The latest run begun before that instant. One that still reads has not brought all it will: it is left to the next
    issue as a whole."""
    upto, open_run = store.runs.last_id(before), store.runs.unfinished_id()
    reads = open_run and any(is_held(store.state, lock) for lock in (COLLECT, REMATCH))
    return min(upto, open_run - 1) if reads else upto
