"""What the program finds out about a matter: which orders were issued, and what holds against one party."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.assess.found_out import orders_in, standing_for_party
from monitor.forums import SHIPPED
from monitor.model import Category, Event
from monitor.rules import counting_events

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SUIT = SHIPPED.for_matter(Category.SUIT, "US")


def act(code: str, day: str, whole: bool | None = None) -> Event:
    return Event(code, date.fromisoformat(day), code, whole=whole)


def against(*acts: Event) -> set[str]:
    assert SUIT is not None
    return set(standing_for_party(counting_events(SUIT, acts, {}, now=NOW), acts))


TRO, PI = act("tro_issued", "2026-11-02"), act("pi_issued", "2026-11-15")


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ((), set()),
        ((TRO,), {"tro_in_force"}),
        ((TRO, act("served", "2026-11-05"), act("default_motion", "2026-11-18")), {"tro_in_force"}),
        ((TRO, act("tro_dissolved", "2026-11-10")), set()),
        ((TRO, act("pi_denied", "2026-11-15")), set()),
        ((TRO, PI), {"pi_in_force"}),
        ((TRO, PI, act("pi_dissolved", "2026-11-19")), set()),
        ((TRO, PI, act("default_judgment", "2026-11-19")), set()),
        ((TRO, PI, act("dismissed", "2026-11-19", whole=True)), set()),
        ((act("tro_issued", "2026-11-30"),), set()),  # not yet
    ],
)
def test_a_restraint_holds_until_an_end_of_it_is_on_record(acts: tuple[Event, ...], expected: set[str]) -> None:
    assert against(*acts) == expected


def test_a_default_counts_where_it_names_the_party() -> None:
    assert against(act("default", "2026-11-18", whole=True)) == {"in_default"}
    assert against(act("default", "2026-11-18")) == set()


def test_orders_that_were_issued_are_told_apart_and_one_without_a_kind_gives_way() -> None:
    assert orders_in([]) == {}
    assert orders_in([act("exclusion_order_limited", "2026-11-02")]) == {
        "ordered": ["exclusion_order_limited"],
        "geo_ordered": False,
    }
    both = [act("remedial_orders", "2026-11-02"), act("exclusion_order_general", "2026-11-03")]
    assert orders_in(both) == {"ordered": ["exclusion_order_general"], "geo_ordered": True}
    assert orders_in(both[:1])["ordered"] == ["remedial_orders"]
