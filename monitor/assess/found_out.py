"""What the program finds out about a matter from all that is stored, beside what its sources state of it.

Facts like any other (model/facts.toml, writers = ["assess"]): they rank a hit, word its consequence and are told as lines of the
case (assess/case.py). They are worked out when they are asked for and never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from monitor.assess.suits import Mentions, suit_facts
from monitor.model import Event
from monitor.store import EventRow, MatterRow, Store

_ORDERS = ("exclusion_order_general", "exclusion_order_limited", "cease_and_desist", "remedial_orders")


def found_out(
    store: Store, matters: Sequence[MatterRow], events: Mapping[int, Sequence[EventRow]], mentions: Mentions
) -> dict[int, dict[str, object]]:
    """Facts by id of the matter, each matter having a row; however many matters, in a constant number of statements.
    `events` and `mentions`: all that is stored of each."""
    suits = suit_facts(store, matters, events, mentions)
    return {matter.id: {**orders_in(events[matter.id]), **suits.get(matter.id, {})} for matter in matters}


def orders_in(events: Iterable[Event | EventRow]) -> dict[str, object]:
    """The orders of an investigation that were issued, against whomever."""
    codes = {e.code for e in events}
    issued = [code for code in _ORDERS if code in codes]
    if len(issued) > 1 and "remedial_orders" in issued:
        issued.remove("remedial_orders")  # orders of a kind that was not said, where another notice says it
    if not issued:
        return {}
    return {"ordered": issued, "geo_ordered": "exclusion_order_general" in issued}


_IN_COURT: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    ("tro_in_force", frozenset({"tro_issued", "tro_extended"}), frozenset({"pi_issued", "pi_extended", "pi_denied"})),
    ("pi_in_force", frozenset({"pi_issued", "pi_extended"}), frozenset()),
)
_DECIDED = frozenset(
    {"judgment", "consent_judgment", "default_judgment", "permanent_injunction", "terminated", "dismissed"}
)
_DEFAULTS = frozenset({"found_in_default", "default", "default_judgment"})


def standing_for_party(counting: Sequence[Event], concerning: Iterable[Event]) -> dict[str, object]:
    """What holds against one party: the restraint of a court of which no end is on record, and a default that names it.

    `counting`: of the events that concern it those that count (rules.counting_events). A restraining order that gave way to
    an injunction does not come back with the injunction's end."""
    codes, ever = {e.code for e in counting}, {e.code for e in concerning}
    found: dict[str, object] = {
        name: True
        for name, begins, replaces in _IN_COURT
        if codes & begins and not ever & replaces and not codes & _DECIDED
    }
    if any(e.code in _DEFAULTS and e.whole is True for e in counting):
        found["in_default"] = True
    return found
