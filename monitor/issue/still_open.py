"""Which hits are still open for an audience, with their clocks: whatever this or an earlier issue reports and no person has
closed; of what was closed or handed over, the clocks that began or were moved since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.assess.details import HitDetails, advice_of, details_of
from monitor.assess.silent import is_silent
from monitor.bulletin.issue import OpenHit
from monitor.cases.states import SET_ASIDE
from monitor.clock import Week
from monitor.matching import SerialFiler
from monitor.model import WatchedKind
from monitor.store import Store


def open_hits_of(
    store: Store,
    audience: str,
    week: Week,
    upto_run: int,
    reporting: Sequence[int],
    now: datetime,
    lang: str,
    filers: Sequence[SerialFiler],
) -> tuple[OpenHit, ...]:
    """Those of the hits this issue is `reporting`, or earlier ones reported, that have a clock; and duplicates with a clock that
    the hit they were merged into has not. A constant number of statements."""
    ids = {*reporting, *store.issues.known(audience, week, upto_run)}
    standing = [h for h in store.hits.find(ids=ids) if h.state not in SET_ASIDE]
    every = [_with_told(d) for d in details_of(store, standing, now, lang, filers=filers)]
    into = _merged(store, ids)
    gone = details_of(store, store.hits.find(ids=into), now, lang, filers=filers)
    every += map(_with_told, gone)
    found = [d for d in every if d.deadlines]
    hits = [d.hit.id for d in found]
    numbers = store.issues.entry_numbers({*hits, *into.values()})
    reminders: dict[int, dict[tuple[str, str], int]] = {}
    for (hit, rule, day), count in store.issues.reminders(audience, week, hits).items():
        reminders.setdefault(hit, {})[rule, day] = count
    return tuple(
        OpenHit(
            id=str(d.hit.id),
            matter=d.hit.matter.key,
            watched=d.watched.name,
            owner=d.watched.owner if d.watched.kind is not WatchedKind.COMPANY else "",
            entry_no=numbers.get(d.hit.id, ""),
            risk=d.risk,
            state=d.hit.state,
            into=numbers.get(into.get(d.hit.id, 0), ""),
            first_step=next(iter(advice_of(d, lang).steps), ""),
            url=d.hit.matter.url,
            deadlines=d.deadlines,
            reminders=reminders.get(d.hit.id, {}),
        )
        for d in sorted(found, key=lambda d: d.hit.id)
    )


def _merged(store: Store, hits: Iterable[int]) -> dict[int, int]:
    """Duplicates among these hits, and what was merged into any of them, each with the hit that is kept: a clock of theirs that this one
    has not is told of nowhere else."""
    gone = {h for found in store.actions.merged(hits).values() for h in found}
    into = store.actions.kept_of({*gone, *hits})
    duplicates = set(into)
    return {h: next((k for k in kept if k not in duplicates), kept[0]) for h, kept in into.items()}


def _with_told(details: HitDetails) -> HitDetails:
    """Without the clocks that are silent."""
    return replace(details, deadlines=tuple(d for d in details.deadlines if not is_silent(details, d)))


def numbered_open(hits: Sequence[OpenHit], numbers: Mapping[int, str]) -> tuple[OpenHit, ...]:
    """The same hits, those of this issue with the numbers it gives them."""
    return tuple(replace(h, entry_no=numbers.get(int(h.id), h.entry_no)) for h in hits)
