"""Matching what is stored anew, after the list, its spellings, the matcher or the region changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from monitor.assess.rematch import Rematched, list_in_use, owed, rematch, settle
from monitor.config import SourceConfig
from monitor.issue.baseline import keep_what_was_shown
from monitor.jobs.around import Around, settings_of
from monitor.jobs.excepting import settle_exceptions, settle_if_owed
from monitor.jobs.reread import read_again_stored
from monitor.places.region import Region
from monitor.store import Store
from monitor.waiting import Stop, Stopped, never


def rematch_stored(around: Around, *, begun: Callable[[], None] = lambda: None, stop: Stop = never) -> Rematched | None:
    """Match what is stored anew, where that is owed; None where it is not. Raises LockHeld, Stopped."""

    def going_on(done: int) -> None:
        if stop():
            raise Stopped

    with Store.open(around.state, stop=stop) as store:
        after_upgrade(store, around.sources, around.clock.now())
        region = settings_of(around, store).region
        done = rematch_if_owed(store, around.clock.now(), region, begun=begun, progress=going_on)
        settle_if_owed(store, around.clock.now())
        return done


def rematch_is_owed(around: Around) -> bool:
    """Whether `rematch_stored` has something to do since it was last called by this version of the program. Costs a look."""
    with Store.open(around.state, readonly=True) as store:
        return owed(store, settings_of(around, store).region)


def after_upgrade(store: Store, sources: Mapping[str, SourceConfig], now: datetime) -> None:
    """What an upgrade owes before anything is matched or read: what the issues so far showed is kept, then what is stored and
    stands in no feed any more is read by this version. Costs a look where nothing is owed. Raises LockHeld."""
    keep_what_was_shown(store, now)
    read_again_stored(store, sources, now)


def rematch_if_owed(
    store: Store,
    now: datetime,
    region: Region | None = None,
    *,
    begun: Callable[[], None] = lambda: None,
    progress: Callable[[int], None] = lambda n: None,
) -> Rematched | None:
    """None where nothing was owed. `begun` is called before records are read, where there are any. Raises LockHeld where
    another process is at it."""
    keep_what_was_shown(store, now)
    if not owed(store, region) or settle(store, region):
        return None
    begun()
    done = rematch(store, list_in_use(store, region), now, progress=progress)
    settle_exceptions(store, now)
    return done
