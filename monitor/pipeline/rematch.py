"""Matching what is stored anew: after the list, its spellings or the matcher changed.

Sources answer "unchanged" for what was read before, so a name that joins the list later would never meet it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Match, Mention
from monitor.pipeline.scoring import Finder, families_of, score_mentions
from monitor.store import Store
from monitor.store.matters import Applied

_VERSION = "matched_with"
_SLICE = 500


@dataclass(frozen=True, slots=True)
class Rematched:
    matters: int
    new_hits: frozenset[int]
    changed_hits: frozenset[int]


def matching_version(store: Store, matcher: Finder) -> str:
    """What the stored hits were made with: matcher, list, switched-off spellings."""
    off = sorted((w.id, t) for w in store.watched() for t in w.disabled_variants)
    return f"{matcher.version} {store.watchlist_version()} {off}"


def owed(store: Store, matcher: Finder) -> bool:
    """True when stored records were matched with another list or matcher than the present one."""
    return store.meta(_VERSION) != matching_version(store, matcher)


def rematch(
    store: Store, matcher: Finder, now: datetime, *, progress: Callable[[int], None] = lambda done: None
) -> Rematched:
    """Match every stored mention again and unite the result with the hits. Told or reviewed hits are never dropped."""
    run = store.last_run_id()
    new: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    done = 0
    families = families_of(store.watched())
    store.drop_hits(w.id for w in store.watched(inactive=True))
    pending: list[tuple[int, str, tuple[tuple[Mention, Match], ...], str]] = []
    for matter in store.stored_matters():
        found = score_mentions(matter.mentions, matter.category, matcher, families)
        done += 1
        if found:
            pending.append((matter.id, matter.source, found, store.capture_of(matter.id, matter.source)))
        if len(pending) >= _SLICE:
            applied = _apply(store, pending, run, now)
            new, changed, pending = new | applied.new_hits, changed | applied.changed_hits, []
        if done % 1000 == 0:
            progress(done)
    applied = _apply(store, pending, run, now)
    store.set_meta(_VERSION, matching_version(store, matcher))
    return Rematched(done, new | applied.new_hits, changed | applied.changed_hits)


def _apply(
    store: Store,
    pending: list[tuple[int, str, tuple[tuple[Mention, Match], ...], str]],
    run: int,
    now: datetime,
) -> Applied:
    new: set[int] = set()
    changed: set[int] = set()
    with store.immediate():
        for matter, source, found, capture in pending:
            added, raised = store.fold_matches(matter, source, found, capture, run, now)
            new |= added
            changed |= raised
    return Applied(frozenset(new), frozenset(changed - new))
