"""Beginning the demo: the invented office's list, in a state folder of its own."""

from __future__ import annotations

from monitor.jobs.around import Around
from monitor.pipeline.demo import import_demo_watchlist
from monitor.store import Store


def begin_demo(around: Around) -> int:
    """Import the bundled list and mark the store as demo data. How many names it has."""
    with Store.open(around.state) as store:
        return import_demo_watchlist(store, around.clock.now())
