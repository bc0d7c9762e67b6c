"""Matching what is stored anew: after the list, its spellings or the matcher changed.

Sources answer "unchanged" for what was read before, so a name that joins the list later would never meet it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.assess.canary import Guarded, unheard, unplaced
from monitor.assess.region import firms_of_region, version_of
from monitor.assess.scoring import Families, Finder, families_of, score_mentions
from monitor.assess.verdicts import Rejected, rejected_pairs
from monitor.assess.whose import Confirmed
from monitor.locks import REMATCH, Lock
from monitor.matching import engine_version
from monitor.model import Category, Match, Mention, SubjectKind, Verdict, WatchedName
from monitor.places.region import Region
from monitor.store import Store
from monitor.store.matters import StoredMatter

_VERSION = "matched_with"
_MEANING = "2"
"""Raised whenever what a match means is decided otherwise: what is stored is judged again, once."""
_OF_REGION = " region "
_RUN = "-"  # the source under which matching anew stands among the runs
_VERSIONS = 2  # words at the start of what `matching_version` gives that name the program, not the list

Matches = tuple[tuple[Mention, Match], ...]


@dataclass(frozen=True, slots=True)
class ListInUse:
    """A list, the matcher and the families made of it, the version that tells it from every other; and the region whose
    firms are told of whether they are on it or not, None where nobody asks for them."""

    names: tuple[WatchedName, ...]
    matcher: Guarded
    families: Families
    version: str
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Rematched:
    """`fallen`: hits that were reported and that a new version no longer finds."""

    matters: int
    new_hits: frozenset[int]
    changed_hits: frozenset[int]
    fallen: frozenset[int] = frozenset()


def matching_version(store: Store, matcher_version: str, region: Region | None = None) -> str:
    """What hits are made with: matcher, list, switched-off spellings, region; read in one look at the store."""
    with store.snapshot():
        off = sorted((w.id, t) for w in store.watchlist.names() for t in w.disabled_variants)
        of_region = f"{_OF_REGION}{version_of(region)}" if region else ""
        return f"{matcher_version} {_MEANING} {store.watchlist.version()} {off}{of_region}"


def list_in_use(
    store: Store, region: Region | None = None, *, made: Callable[[tuple[WatchedName, ...]], Guarded] = Guarded
) -> ListInUse:
    """The list as it stands in the store now, and a matcher made for it, with its canary."""
    with store.snapshot():
        names = tuple(store.watchlist.names())
        matcher = made(names)
        families = families_of(names, confirmed_in(store), rejected_in(store))
        return ListInUse(names, matcher, families, matching_version(store, matcher.version, region), region)


def confirmed_in(store: Store) -> Confirmed:
    """What persons said of owners, as far as it still holds."""
    said = [r for r in store.confirmed.all() if r.undone_at is None]
    return Confirmed(
        frozenset((r.family, r.owner_key, r.office) for r in said if not r.past),
        frozenset((r.family, r.owner_key, r.matter) for r in said if r.past),
    )


def rejected_in(store: Store) -> Rejected:
    """What persons called a false alarm for a name, as far as it still holds and concerns the name."""
    return rejected_pairs(store.reviewed.every())


def owed(store: Store, region: Region | None = None) -> bool:
    """True when stored records were matched with another list, matcher or region than the present ones. Who knows of no
    region (a command run without the office's settings) owes nothing for that: what is known of its firms stays."""
    kept = store.meta.get(_VERSION) or ""
    return (kept if region else kept.partition(_OF_REGION)[0]) != matching_version(store, engine_version(), region)


def settle(store: Store, region: Region | None = None) -> bool:
    """Where nothing is stored that would have to be matched again, note it. True if that is so."""
    with store.immediate():
        if store.mentions.count():
            return False
        store.meta.set(_VERSION, matching_version(store, engine_version(), region))
        return True


def note_other_list(store: Store, matcher: Finder, matched_with: str, region: Region | None = None) -> None:
    """Called in the transaction of a batch that was matched with `matched_with`: if the list has changed since, its names
    have not met these records, and matching anew is owed. So it is by whoever knows of a region, if nobody here does."""
    if matched_with and matching_version(store, matcher.version, region) != matched_with:
        store.meta.set(_VERSION, "")
    elif region is None and _OF_REGION in (kept := store.meta.get(_VERSION) or ""):
        store.meta.set(_VERSION, kept.partition(_OF_REGION)[0])


def rematch(
    store: Store, using: ListInUse, now: datetime, *, progress: Callable[[int], None] = lambda done: None
) -> Rematched:
    """Match every stored mention again and unite the result with the hits. Told or reviewed hits are never dropped.

    Others may store records meanwhile; those are matched again before the result is kept. A matcher that does not find its
    canary, or a region that does not, is not let near the hits, and neither is one whose list has changed meanwhile: matching anew stays owed.
    Raises LockHeld where another process matches anew.
    """
    if any(unheard(using.matcher, category) or unplaced(using.region, category) for category in Category):
        return Rematched(0, frozenset(), frozenset())
    with Lock(store.state, REMATCH).held():
        store.records.begin_rematching()
        found: dict[tuple[int, str], _Found] = {}
        done = 0
        for matter in store.matters.stored():
            _score(store, matter, using, found)
            done += 1
            if done % 1000 == 0:
                progress(done)
        # All or nothing: killed half-way, or read meanwhile, the store must never lack hits it had.
        with store.immediate():
            touched = store.records.end_rematching()
            if matching_version(store, using.matcher.version, using.region) != using.version:
                return Rematched(done, frozenset(), frozenset())
            if touched:  # matched again as they are now; one may have taken up another that was found before
                again = set(touched)
                shown = store.matters.shown(key[0] for key in found)
                found = {key: value for key, value in found.items() if key[0] not in again and key[0] in shown}
            for matter in store.matters.stored_of(touched):
                _score(store, matter, using, found)
            upgraded = _program_alone_is_new(store.meta.get(_VERSION) or "", using.version)
            done_with = _apply(store, list(found.values()), now, using, upgraded=upgraded)
            store.meta.set(_VERSION, using.version)
    return replace(done_with, matters=done)


def _program_alone_is_new(kept: str, version: str) -> bool:
    """Whether the list, its spellings and the region are those that were matched with, and the program is not."""
    before, now = (v.split(" ", _VERSIONS) for v in (kept, version))
    return len(before) == len(now) and before[_VERSIONS:] == now[_VERSIONS:] and before != now


def rejudge(store: Store, using: ListInUse, matters: Iterable[int], now: datetime) -> frozenset[int]:
    """Judge these matters again after a person said whose right they are: that holds alone. Returns the hits that are
    another kind now; their run is one of its own, so that the next issue tells of it."""
    with store.immediate():
        run = store.runs.begin(_RUN, now, None, None)
        changed: set[int] = set()
        for matter in store.matters.stored_of(matters):
            matches = score_mentions(matter.mentions, matter.category, using.matcher, using.families, matter.key)
            capture = store.captures.behind(matter.id, matter.source)
            added, raised = store.hits.fold(matter.id, matter.source, matches, capture, run, now, confirmed=True)
            changed |= added | raised
            changed |= store.records.come_back([matter.id], run, now)
        if changed:
            counts = {"changed": len(changed)}
            store.runs.finish(run, Verdict.OK, now, "", counts=counts, newest_item=None)
        else:
            store.runs.forget(run)
        return frozenset(changed)


@dataclass(frozen=True, slots=True)
class _Found:
    """What one source says of a matter: the names found in it, and the firms of the region."""

    matter: StoredMatter
    matches: Matches
    firms: Matches
    capture: str


def _score(store: Store, matter: StoredMatter, using: ListInUse, found: dict[tuple[int, str], _Found]) -> None:
    matches = score_mentions(matter.mentions, matter.category, using.matcher, using.families, matter.key)
    firms = firms_of_region(matter.mentions, matter.category, using.region, matches, using.families.names)
    if matches or firms:
        spot = (matter.id, matter.source)
        before = found.get(spot)  # a complaint comes beside its investigation
        if before is None:
            found[spot] = _Found(matter, matches, firms, store.captures.behind(*spot))
        else:
            found[spot] = replace(before, matches=(*before.matches, *matches), firms=(*before.firms, *firms))


def _apply(store: Store, found: list[_Found], now: datetime, using: ListInUse, *, upgraded: bool) -> Rematched:
    region = using.region
    # A run of its own: issues tell what changed by the run it came with, and the latest run may have been told.
    run = store.runs.begin(_RUN, now, None, None)
    new: set[int] = set()
    changed: set[int] = set()
    rested = store.hits.forget_evidence((SubjectKind.NAME, SubjectKind.FIRM) if region else (SubjectKind.NAME,))
    for f in found:
        added, raised = store.hits.fold(f.matter.id, f.matter.source, f.matches, f.capture, run, now)
        firms, risen = store.firms.fold(f.matter.id, f.matter.source, f.firms, f.capture, run, now)
        new |= added | firms
        changed |= raised | risen
    store.firms.settle_all()
    store.hits.restore_captures(rested)
    store.hits.drop_unproved()
    if not upgraded:  # a new version makes no new record: what was judged then stands
        changed |= store.records.come_back({f.matter.id for f in found}, run, now)
    new &= store.hits.existing(new)
    changed = store.hits.existing(changed) - new
    fallen: set[int] = set()
    if not upgraded:
        store.hits.found_in_store(new, run)
    if upgraded:  # what is new then was there before, and is told as what was judged anew
        store.hits.reread(new | changed, run)
        met = {
            (f.matter.id, watched_id)
            for f in found
            for _, match in f.matches
            if match.band is not None
            for watched_id in (match.watched_id, *match.also)
        }
        fallen = store.hits.fall([w.id for w in using.names], met, run, now)
    if new or changed or fallen:
        counts = {"new": len(new), "changed": len(changed)}
        store.runs.finish(run, Verdict.OK, now, "", counts=counts, newest_item=None)
    else:
        store.runs.forget(run)
    return Rematched(0, frozenset(new), frozenset(changed), frozenset(fallen))
