"""Taking in a list: planned on what is kept, shown to a person, then put in place and matched with all that is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.assess.rematch import owed
from monitor.errors import UsageError
from monitor.jobs.around import Around, settings_of
from monitor.jobs.assess import rematch_if_owed
from monitor.model import WatchedName
from monitor.store import Store
from monitor.watchlist import ImportPlan, ReadResult, plan_import, unread_cells


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
class Planned:
    """What a file would change, and the version of the list it was compared with."""

    result: ReadResult
    plan: ImportPlan
    base: str


def plan(around: Around, result: ReadResult) -> Planned:
    """Compare a file that was read with the list that is kept; creates nothing."""
    if not (around.state / "monitor.db").is_file():
        return Planned(result, plan_import(result, (), ()), "")
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        base = store.watchlist.version()
        return Planned(result, plan_import(result, store.watchlist.names(), store.watchlist.names(inactive=True)), base)


def take_in(around: Around, planned: Planned, file: Path, *, rematching: Callable[[], None] = lambda: None) -> Imported:
    """Carry a plan out. `rematching` is called before stored records are matched with the new list.

    Raises UsageError where the list has changed since it was planned: nothing is done then; LockHeld."""
    plan = planned.plan
    with Store.open(around.state) as store:
        with store.immediate():
            if store.watchlist.version() != planned.base:
                raise UsageError("watchlist.errors.changed_meanwhile", file=file.name)
            if not (plan.unchanged and planned.base):
                store.watchlist.replace(plan.all, plan.version, file.name, around.clock.now(), plan.counts)
                for name in plan.names:
                    for text in name.disabled_variants:
                        store.watchlist.switch_variant(name.id, text, on=False)
            store.watchlist.keep_unread(unread_cells(planned.result))
            version = store.watchlist.version()
        region = settings_of(around, store).region
        done = rematch_if_owed(store, around.clock.now(), region, begun=rematching)
        left = owed(store, region)
    return Imported(plan, version, done.matters if done else 0, len(done.new_hits) if done else 0, left)


def switch_spellings(around: Around, changes: Sequence[tuple[WatchedName, str, bool]]) -> None:
    """Switch spellings of names on or off; what is stored is matched anew by the next run."""
    with Store.open(around.state) as store, store.immediate():
        for name, text, enabled in changes:
            store.watchlist.switch_variant(name.id, text, on=enabled)
