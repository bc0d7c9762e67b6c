"""What is owed now, read from the store."""

from __future__ import annotations

from monitor import schedule
from monitor.jobs.around import Around, settings_of
from monitor.schedule import OwedIssue, Unsigned
from monitor.store import Store


def owed_sources(around: Around) -> list[str]:
    """Sources that should be queried now, in the order of their file."""
    with Store.open(around.state, readonly=True) as store:
        return schedule.owed_runs(store, around.sources.values(), around.clock.now())


def owed_issue(around: Around) -> OwedIssue | None:
    """The office's issue that should be there by now and is not."""
    with Store.open(around.state, readonly=True) as store:
        return schedule.owed_issue(store, settings_of(around, store), around.clock.now())


def unsigned_issue(around: Around) -> Unsigned | None:
    """The office's latest issue, where it waits to be signed."""
    with Store.open(around.state, readonly=True) as store:
        return schedule.unsigned_issue(store, settings_of(around, store), around.clock.now())
