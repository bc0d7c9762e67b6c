"""What is owed now, read from the store."""

from __future__ import annotations

from monitor import schedule
from monitor.clock import beijing
from monitor.errors import StateError
from monitor.jobs.around import Around, settings_of
from monitor.schedule import OwedIssue, Unsigned
from monitor.store import Store


def owed_sources(around: Around) -> list[str]:
    """Sources that should be queried now, in the order of their file. Raises StateError under a clock that cannot be right:
    what is read then would be stored as of that day."""
    now = around.clock.now()
    if now < schedule.NO_EARLIER:
        raise StateError("errors.clock_too_early", now=beijing(now))
    with Store.open(around.state, readonly=True) as store:
        return schedule.owed_runs(store, around.sources.values(), now)


def owed_issue(around: Around) -> OwedIssue | None:
    """The office's issue that should be there by now and is not. Raises StateError where it would be of a week that begins
    long after the newest record: set wrong, a clock must not send a bulletin of next year."""
    now = around.clock.now()
    if now < schedule.NO_EARLIER:
        raise StateError("errors.clock_too_early", now=beijing(now))
    with Store.open(around.state, readonly=True) as store:
        owed = schedule.owed_issue(store, settings_of(around, store), now)
        if owed is not None and (newest := schedule.beyond_records(store, owed.week, now)) is not None:
            raise StateError(
                "errors.issue_beyond_records", week=str(owed.week), newest=newest.isoformat(), now=beijing(now)
            )
        return owed


def unsigned_issue(around: Around) -> Unsigned | None:
    """The office's latest issue, where it waits to be signed."""
    with Store.open(around.state, readonly=True) as store:
        return schedule.unsigned_issue(store, settings_of(around, store), around.clock.now())
