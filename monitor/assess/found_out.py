"""What the program finds out about a matter from all that is stored, beside what its sources state of it.

Facts like any other (model/facts.toml, writers = ["assess"]): they rank a hit, word its consequence and are told as lines of the
case (assess/case.py). They are worked out when they are asked for and never stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.store import EventRow, MatterRow, Store

_ORDERS = ("exclusion_order_general", "exclusion_order_limited", "cease_and_desist", "remedial_orders")


def found_out(
    store: Store, matters: Sequence[MatterRow], events: Mapping[int, Sequence[EventRow]]
) -> dict[int, dict[str, object]]:
    """Facts by id of the matter, each matter having a row; however many matters, in a constant number of statements.
    `events`: all that is stored of each."""
    return {matter.id: {**orders_in(events[matter.id])} for matter in matters}


def orders_in(events: Sequence[EventRow]) -> dict[str, object]:
    """The orders of an investigation that were issued, against whomever."""
    codes = {e.code for e in events}
    issued = [code for code in _ORDERS if code in codes]
    if len(issued) > 1 and "remedial_orders" in issued:
        issued.remove("remedial_orders")  # orders of a kind that was not said, where another notice says it
    if not issued:
        return {}
    return {"ordered": issued, "geo_ordered": "exclusion_order_general" in issued}
