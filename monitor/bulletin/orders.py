"""General exclusion orders in words: information to the trade, told after the entries. Pure.

Nothing here says that a listed firm is named: the section is about firms nobody named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.bulletin import calendar_words as when
from monitor.bulletin.issue import Entry, Order, OrderView
from monitor.bulletin.safe import one_line, web_link
from monitor.bulletin.wording import safe_line
from monitor.texts import Texts

CAP = 10
"""Investigations listed; the rest is counted."""
_TITLE_LIMIT = 300


def orders_in_words(views: Sequence[OrderView], entries: Iterable[Entry], t: Texts) -> tuple[Order, ...]:
    """The first of them, in the order given; each points to the entries of its own case in this issue."""
    numbers: dict[str, list[str]] = {}
    for entry in entries:
        numbers.setdefault(entry.hit.matter, []).append(entry.entry_no)
    return tuple(_order(view, numbers.get(view.matter, []), t) for view in views[:CAP])


def more_orders(views: Sequence[OrderView], t: Texts) -> str:
    more = len(views) - CAP
    return t("bulletin.section.more_orders", count=more) if more > 0 else ""


def _order(view: OrderView, numbers: Sequence[str], t: Texts) -> Order:
    day = when.day(view.date, t)
    listed = t("bulletin.text.clause_separator").join(dict.fromkeys(numbers))
    return Order(
        view=view,
        stage=t(f"bulletin.order.stage.{view.reached}"),
        gist=one_line(t(f"bulletin.order.{view.reached}", number=one_line(view.number, 60), day=day)),
        original=one_line(view.title, _TITLE_LIMIT),
        case=tuple(safe_line(line) for line in view.case),
        see=t("bulletin.order.see", numbers=listed) if listed else "",
        url=web_link(view.url),
    )
