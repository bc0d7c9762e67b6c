"""Old captures go, as `keep.days` of their source says; a capture a hit rests on stays for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.config import SourceConfig
from monitor.store import Store


def prune_captures(config: SourceConfig, store: Store, now: datetime) -> int:
    """Delete the WARC files of a source that are older than `keep.days` and hold no evidence. Returns how many.

    The rows stay: what was fetched when, and its digest, is known for ever."""
    if config.keep.days is None:
        return 0
    gone = store.captures.to_drop(config.id, now - timedelta(days=config.keep.days))
    for name in gone:
        (store.state / name).unlink(missing_ok=True)
    store.captures.forget_bodies(gone)
    return len(gone)
