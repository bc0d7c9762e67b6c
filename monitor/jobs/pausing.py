"""Pausing a source, and taking it up again."""

from __future__ import annotations

from monitor.jobs.around import Around
from monitor.store import Store


def pause(around: Around, source: str, reason: str) -> None:
    with Store.open(around.state) as store:
        store.sources.pause(source, reason)


def resume(around: Around, source: str) -> None:
    with Store.open(around.state) as store:
        store.sources.resume(source)
