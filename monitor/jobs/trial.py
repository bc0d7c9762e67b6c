"""Trying one source in a throw-away state folder: nothing of it is kept."""

from __future__ import annotations

from typing import Any

from monitor.jobs.around import Around
from monitor.model import WatchedName
from monitor.store import Store

_SHOWN = 5  # matters


def begin_trial(around: Around, trial: Around) -> None:
    """Give the throw-away folder the list that is kept, if there is one."""
    names: tuple[WatchedName, ...] = ()
    if (around.state / "monitor.db").is_file():
        with Store.open(around.state, readonly=True) as store:
            names = store.watchlist.names()
    with Store.open(trial.state) as store:
        store.watchlist.replace(names, "test", "-", around.clock.now())


def sample_of(trial: Around) -> list[dict[str, Any]]:
    """The latest few matters that were read."""
    with Store.open(trial.state, readonly=True) as store:
        return store.matters.latest(_SHOWN)
