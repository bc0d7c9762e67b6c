"""Changing the lists: planned on what is kept, shown to a person, then put in place and matched with all that is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.assess.rematch import owed
from monitor.errors import UsageError
from monitor.failpoints import reached
from monitor.jobs.around import Around, settings_of
from monitor.jobs.assess import rematch_if_owed
from monitor.model import ListAct, ListChange, Listing, UnreadCell, WatchedName
from monitor.store import Store
from monitor.watchlist import (
    Batch,
    ImportPlan,
    Kept,
    ReadResult,
    Said,
    WatchlistDiff,
    diff,
    lists_in,
    plan_import,
    plan_listings,
    united,
    unread_cells,
)
from monitor.watchlist.editing import Saying, typed, with_added, with_fields, without

_IMPORT = ListAct()
_WHOLE = Batch()
_NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Imported:
    """The plan that was carried out, the version of the list now, and what matching anew found; `owed`: it has not come
    to its end (the list changed once more, the matcher missed its canary), and whoever runs next goes on."""

    plan: ImportPlan
    version: str
    records: int
    hits: int
    owed: bool = False


@dataclass(frozen=True, slots=True)
class Stale:
    """A file was exported from an earlier version of the list. `at`: when that version was made, None where nobody knows it;
    `since`: what has changed since, None where the lists of that time are not kept any more; `count`: in how many places."""

    version: str
    at: datetime | None = None
    since: WatchlistDiff | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be changed, the version of the list it was compared with, and what it would be kept as. `result` is the file,
    None where there is none; `off`: the spellings that would be switched off in the end, None where that stays."""

    result: ReadResult | None
    plan: ImportPlan
    base: str
    done: ListAct = _IMPORT
    stale: Stale | None = None
    off: frozenset[tuple[str, str]] | None = None
    subject: str = ""  # the names that a change by hand is about, for the history
    unread: tuple[UnreadCell, ...] | None = ()  # of the other lists; None where nobody noted it
    unread_before: tuple[UnreadCell, ...] = ()  # of this list, where the file is an export of it

    @property
    def unread_then(self) -> tuple[UnreadCell, ...] | None:
        """What of all lists could not be taken, this file's rows among it."""
        return None if self.unread is None else (*self.unread, *self.unread_here)

    @property
    def unread_here(self) -> tuple[UnreadCell, ...]:
        """What of this list could not be taken: an export holds no row that was refused before, and that is not forgotten."""
        here = unread_cells(self.result) if self.result else ()
        return (*self.unread_before, *here)


def plan(around: Around, result: ReadResult, batch: Batch = _WHOLE, said: Said = _NOTHING) -> Planned:
    """Compare a file that was read with the list it makes; creates nothing."""
    done = ListAct("import", batch.list)
    if not (around.state / "monitor.db").is_file():
        return Planned(result, plan_import(result, batch=batch, said=said), "", done)
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        base = store.watchlist.version()
        planned = plan_import(result, kept=kept_in(store), batch=batch, said=said)
        unread = store.watchlist.unread(besides=batch.list)
        before = (store.watchlist.unread(only=batch.list) or ()) if result.made_from else ()
        return Planned(
            result, planned, base, done, _stale(store, result.made_from), unread=unread, unread_before=before
        )


def plan_addition(around: Around, names: Sequence[str], said: Sequence[Saying], batch: Batch) -> Planned:
    """Names typed by a person, added to one list. Raises UsageError where they stand on it."""
    result = typed(names, said)
    if not (around.state / "monitor.db").is_file():
        added = plan_listings(with_added(Kept(), result, batch), Kept())
        return Planned(None, added, "", ListAct("add", batch.list), subject=_subject(result.names))
    done = ListAct("add", batch.list)
    return _planned(around, lambda kept: (with_added(kept, result, batch), Said()), done, result.names)


def plan_setting(
    around: Around, names: Sequence[WatchedName], said: Sequence[Saying], besides: Said = _NOTHING
) -> Planned:
    """Fields of names, set by a person on every list that holds them. `besides`: what they said of firms that seem renamed."""

    def changed(kept: Kept) -> tuple[tuple[Listing, ...], Said]:
        listings, renamed = with_fields(kept, names, said)
        return listings, replace(besides, renames={**(besides.renames or {}), **(renamed.renames or {})})

    return _planned(around, changed, ListAct("set", ""), names)


def plan_removal(around: Around, names: Sequence[WatchedName], name_of_list: str = "") -> Planned:
    """Names off one list, or off all. Raises UsageError as `without`."""
    done = ListAct("remove", name_of_list)
    return _planned(around, lambda kept: (without(kept, names, name_of_list), Said()), done, names)


def plan_dropping(around: Around, name_of_list: str) -> Planned:
    """A whole list; names that another one holds stay. Raises UsageError where there is no such list."""

    def dropped(kept: Kept) -> tuple[tuple[Listing, ...], Said]:
        if not kept.of(name_of_list):
            raise UsageError("watchlist.errors.no_such_list", list=name_of_list, known=list(lists_in(kept.listings)))
        return tuple(held for held in kept.listings if held.list != name_of_list), Said()

    return _planned(around, dropped, ListAct("drop", name_of_list))


def plan_undoing(around: Around) -> tuple[Planned, ListChange]:
    """The latest change that was not taken back, taken back: the lists as they were before it, with their ids and switches.
    Raises UsageError where there is none, or the lists of that time are not kept."""
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        changes = store.watchlist.history()
        last = next((c for c in changes if c.done.act != "undo" and not c.undone), None)
        if last is None:
            raise UsageError("watchlist.errors.nothing_to_undo")
        contents = store.watchlist.before(last.id)
        if contents is None:
            raise UsageError("watchlist.errors.not_kept", number=last.id)
        kept = kept_in(store)
        off: dict[str, list[str]] = {n.id: [] for n in kept.known}
        for watched_id, text in sorted(contents.off):
            off.setdefault(watched_id, []).append(text)
        planned = plan_listings(contents.listings, kept, off=off, firms=contents.firms)
        done = ListAct("undo", last.done.list, undoes=last.id)
        return Planned(None, planned, store.watchlist.version(), done, off=contents.off), last


def take_in(
    around: Around,
    planned: Planned,
    file: Path,
    *,
    by: str = "",
    reason: str = "",
    rematching: Callable[[], None] = lambda: None,
) -> Imported:
    """Carry a plan out. `rematching` is called before stored records are matched with the new list.

    Raises UsageError where the list has changed since it was planned: nothing is done then; LockHeld."""
    plan = planned.plan
    before, after = asdict(plan.before), asdict(plan.after)
    done = replace(planned.done, by=by, reason=reason, measured={k: (before[k], after[k]) for k in before})
    named = planned.result.file if planned.result else planned.subject
    with Store.open(around.state) as store:
        with store.immediate():
            if store.watchlist.version() != planned.base:
                raise UsageError("watchlist.errors.changed_meanwhile", file=file.name)
            if not (plan.unchanged and planned.base and done.act != "undo"):
                now = around.clock.now()
                store.watchlist.replace(
                    plan.all, plan.version, named, now, plan.counts, listings=plan.listings, done=done
                )
                reached("list_replaced")
                _switch_as_planned(store, planned)
            if planned.result:
                store.watchlist.keep_unread(planned.unread_here, done.list)
            version = store.watchlist.version()
            reached("list_in_commit")
        reached("list_committed")
        region = settings_of(around, store).region
        matched = rematch_if_owed(store, around.clock.now(), region, begun=rematching)
        left = owed(store, region)
        reached("list_matched")
    return Imported(plan, version, matched.matters if matched else 0, len(matched.new_hits) if matched else 0, left)


def switch_spellings(
    around: Around, changes: Sequence[tuple[WatchedName, str, bool]], *, by: str = "", reason: str = ""
) -> None:
    """Switch spellings of names on or off; what is stored is matched anew by the next run."""
    said = "；".join(f"{name.name} {'+' if on else '-'}{text}" for name, text, on in changes)
    with Store.open(around.state) as store, store.immediate():
        store.watchlist.note_switches(
            ListAct("switch", "", by, "：".join(t for t in (reason, said) if t)), around.clock.now()
        )
        for name, text, enabled in changes:
            store.watchlist.switch_variant(name.id, text, on=enabled)


def kept_in(store: Store) -> Kept:
    """What is kept of the lists; read it in one look at the store."""
    watchlist = store.watchlist
    return Kept(watchlist.listings(), watchlist.names(), watchlist.names(inactive=True))


def _planned(
    around: Around,
    change: Callable[[Kept], tuple[tuple[Listing, ...], Said]],
    done: ListAct,
    about: Sequence[WatchedName] = (),
) -> Planned:
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        kept = kept_in(store)
        listings, said = change(kept)
        return Planned(
            None, plan_listings(listings, kept, said=said), store.watchlist.version(), done, subject=_subject(about)
        )


def _subject(names: Sequence[WatchedName]) -> str:
    return "、".join(dict.fromkeys(n.name for n in names))[:200]


def _switch_as_planned(store: Store, planned: Planned) -> None:
    if planned.off is None:
        for name in planned.plan.names:
            for text in name.disabled_variants:
                store.watchlist.switch_variant(name.id, text, on=False)
        return
    now = store.watchlist.contents().off
    for watched_id, text in sorted(now ^ planned.off):
        store.watchlist.switch_variant(watched_id, text, on=(watched_id, text) in now)


def _stale(store: Store, version: str) -> Stale | None:
    """What has become of the list since a file was exported from it; None where nothing has."""
    if not version or version == store.watchlist.version():
        return None
    changes = store.watchlist.history()
    place = next((i for i, change in enumerate(changes) if change.version == version), None)
    if place is None:
        return Stale(version)
    at = changes[place].at
    contents = store.watchlist.before(changes[place - 1].id)
    if contents is None:
        return Stale(version, at, None, place)
    since = diff(united(contents.listings), united(store.watchlist.listings()))
    count = len(since.added) + len(since.changed) + len(since.removed)
    return Stale(version, at, since, count) if count else None
