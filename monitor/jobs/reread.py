"""Reading again what is stored and stands in no feed any more, once after the reader of a source changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from monitor import sources
from monitor.config import SourceConfig
from monitor.errors import BrokenSource
from monitor.failpoints import reached
from monitor.model import Role, Verdict
from monitor.sources.base import Source
from monitor.store import Store

_AT_ONCE = 200  # matters whose events are looked at in one transaction
_RUN = "-"  # under which what is judged again stands among the runs
_SUED = (Role.DEFENDANT, Role.PARTY)


def read_again_stored(
    store: Store,
    configs: Mapping[str, SourceConfig],
    now: datetime,
    *,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Read again, by what is stored of them, the events of every source whose reader can and has changed; how many were
    something else. Killed half-way, the next call goes on where this one was. Who reads as before costs one look."""
    changed = 0
    for config in configs.values():
        try:
            source = sources.load(config.format)
        except (BrokenSource, KeyError):
            continue
        if type(source).again is Source.again or store.meta.get(_key(config)) == source.version:
            continue
        changed += _read_again(store, config, source, now, progress)
    return changed


def _read_again(
    store: Store, config: SourceConfig, source: Source[Any], now: datetime, progress: Callable[[int], None]
) -> int:
    place = f"{_key(config)}:{source.version}"  # one that was begun by another version begins anew
    changed = done = 0
    while True:
        with store.immediate():
            after = int(store.meta.get(place) or 0)
            found = store.events.after(config.id, after, _AT_ONCE)
            sued = store.mentions.counted((matter for matter, _, _ in found), _SUED)
            other = []
            for matter, key, event in found:
                again = source.again(event, key, sued.get(matter, 0) > 1)
                if again is not None:
                    other.append((matter, event, again))
            if other:
                run = store.runs.begin(_RUN, now, None, None)
                hits = store.records.read_otherwise(other, config.id, run, now)
                counts = {"changed": len(hits)}
                store.runs.finish(run, Verdict.OK, now, "", counts=counts, newest_item=None)
            if not found:
                store.meta.set(_key(config), source.version)
                store.meta.set(place, "")
                return changed
            store.meta.set(place, str(found[-1][0]))
        changed += len(other)
        done += len(found)
        progress(done)
        reached("read_again")


def _key(config: SourceConfig) -> str:
    return f"stored_read_with:{config.id}"
