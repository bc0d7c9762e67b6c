"""Matching what is stored anew: after the list, its spellings or the matcher changed.

Sources answer "unchanged" for what was read before, so a name that joins the list later would never meet it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.assess.canary import unheard
from monitor.assess.scoring import Finder, families_of, score_mentions
from monitor.model import Category, Match, Mention, Verdict
from monitor.store import Store
from monitor.store.matters import Applied, StoredMatter

_VERSION = "matched_with"
_RUN = "-"  # the source under which matching anew stands among the runs

Matches = tuple[tuple[Mention, Match], ...]


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
    """Match every stored mention again and unite the result with the hits. Told or reviewed hits are never dropped.

    A matcher that does not find its canary is not let near the hits: matching anew stays owed, and the runs say why."""
    if any(unheard(matcher, category) for category in Category):
        return Rematched(0, frozenset(), frozenset())
    families = families_of(store.watched())
    found: list[tuple[StoredMatter, Matches, str]] = []
    done = 0
    for matter in store.stored_matters():
        matches = score_mentions(matter.mentions, matter.category, matcher, families)
        done += 1
        if matches:
            found.append((matter, matches, store.capture_of(matter.id, matter.source)))
        if done % 1000 == 0:
            progress(done)
    # All or nothing: killed half-way, or read meanwhile, the store must never lack hits it had.
    with store.immediate():
        applied = _apply(store, found, now)
        store.set_meta(_VERSION, matching_version(store, matcher))
    return Rematched(done, applied.new_hits, applied.changed_hits)


def _apply(store: Store, found: list[tuple[StoredMatter, Matches, str]], now: datetime) -> Applied:
    # A run of its own: issues tell what changed by the run it came with, and the latest run may have been told.
    run = store.begin_run(_RUN, now, None, None)
    new: set[int] = set()
    changed: set[int] = set()
    rested = store.forget_evidence()
    for matter, matches, capture in found:
        added, raised = store.fold_matches(matter.id, matter.source, matches, capture, run, now)
        new |= added
        changed |= raised
    store.restore_captures(rested)
    store.drop_unproved_hits()
    changed -= new
    if new or changed:
        counts = {"new": len(new), "changed": len(changed)}
        store.finish_run(run, Verdict.OK, now, "", counts=counts, newest_item=None)
    else:
        store.forget_run(run)
    return Applied(frozenset(new), frozenset(changed))
