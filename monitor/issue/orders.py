"""Investigations that ask for a general exclusion order, or in which one was issued: such an order binds firms nobody named.

Told for information to the trade, beside the entries and never as one: no listed name need stand in the case. Told once for every
step an investigation takes (asked for, instituted, issued), by what an issue that arrived said of it; a correction of an issue
says what the issue said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from monitor.assess.case import case_lines
from monitor.assess.found_out import orders_in
from monitor.bulletin.issue import CaseLine, OrderView
from monitor.bulletin.places import matter_number
from monitor.clock import Week
from monitor.store import EventRow, MatterRow, Store
from monitor.texts import Texts

NEWS = timedelta(days=90)
"""An order, or a request, of longer before the end of the week is no news: a first import brings those of many years."""

_HEAD = "us-itc:"
_ISSUED = ("exclusion_order_general",)
_OPENED = ("institution",)
_ASKED = ("receipt", "receipt_amended", "complaint_filed")
_REACHED = {"asked": 1, "instituted": 2, "issued": 3}
_LINES = ("relief", "scope", "hts", "asserted_rights")


@dataclass(frozen=True, slots=True)
class Orders:
    """What an issue says of them, the gravest first; `reached` is what it records: key → how far the order had come."""

    views: tuple[OrderView, ...]
    reached: Mapping[str, int]


def general_orders(store: Store, audience: str, week: Week, upto_run: int, texts: Texts) -> Orders:
    """Those of a week that no issue of another week told of, or told of before they came so far. In a constant number of
    statements. What runs later than `upto_run` brought is left to the next issue."""
    since = week.last_day - NEWS
    candidates = store.events.having(store.matters.of_forum(_HEAD), (*_ISSUED, *_OPENED, *_ASKED), since)
    rows, events, keys = (
        store.matters.rows(candidates),
        store.events.of(candidates),
        store.matters.keys_of(candidates),
    )
    told = store.issues.orders_reported(audience, week)
    found = []
    for matter in rows.values():
        known = [e for e in events[matter.id] if e.run <= upto_run and e.date <= week.last_day]
        view = _view(matter, known, since, texts)
        if view and _REACHED[view.reached] > max((told.get(key, 0) for key in keys[matter.id]), default=0):
            found.append(view)
    found.sort(key=lambda v: (-_REACHED[v.reached], -v.date.toordinal(), v.matter))
    return Orders(tuple(found), {v.matter: _REACHED[v.reached] for v in found})


def _view(matter: MatterRow, events: Sequence[EventRow], since: date, texts: Texts) -> OrderView | None:
    """How far the general exclusion order of an investigation has come; None where there is none, it is no news, or the
    investigation ended without one."""
    reached, telling = _how_far(events, asked=matter.facts.get("geo_requested") is True)
    if telling is None or telling.date < since:
        return None
    facts = {**matter.facts, **orders_in(events)}
    return OrderView(
        matter=matter.key,
        number=matter_number(matter.key),
        title=matter.title,
        reached=reached,
        date=telling.date,
        certain=telling.certain,
        url=telling.url or matter.url,
        case=tuple(CaseLine(**asdict(line)) for line in case_lines(facts, texts) if line.name in _LINES),
    )


def _how_far(events: Sequence[EventRow], *, asked: bool) -> tuple[str, EventRow | None]:
    def first(codes: Sequence[str]) -> EventRow | None:
        return min((e for e in events if e.code in codes), key=lambda e: (e.date, e.ident), default=None)

    if issued := first(_ISSUED):
        return "issued", issued
    ended = any(e.code == "termination" and e.whole is True for e in events)
    if not asked or ended:
        return "", None
    if opened := first(_OPENED):
        return "instituted", opened
    return "asked", first(_ASKED)
