"""Which clocks are told no more: those that a person saw when he settled the hit, and none that began or was moved since."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.assess.silent import is_silent
from monitor.cases.actions import Action, Details, Doing
from monitor.cases.casefile import casefile
from monitor.model import Deadline, State

ON = datetime(2026, 11, 17, 1, tzinfo=UTC)
RAN = (("us-tm-opposition", "2026-12-03"),)
MOVES = {
    State.CLOSED: Doing.CLOSE,
    State.HANDED_OVER: Doing.HANDOVER,
    State.FALSE_POSITIVE: Doing.REJECT,
    State.DUPLICATE: Doing.MERGE,
}


def settled(state: State) -> Any:
    action = Action(1, MOVES[state], State.CONFIRMED, state, "张三", ON, details=Details(clocks=RAN), id=1)
    return SimpleNamespace(hit=SimpleNamespace(state=state), file=casefile([action], state))


def clock(rule: str, day: date) -> Deadline:
    return Deadline(day, 0, rule, "", "", "computed")


@pytest.mark.parametrize(
    ("rule", "day", "silent"),
    [
        ("us-tm-opposition", date(2026, 12, 3), True),  # it ran
        ("us-tm-opposition", date(2027, 1, 2), False),  # moved
        ("us-suit-tro-expiry", date(2026, 12, 3), False),  # begun
        ("us-suit-tro-expiry", date(2026, 11, 17), False),  # begun, and ends on that very day
        ("us-suit-tro-expiry", date(2026, 11, 16), True),  # past when it was settled
    ],
)
@pytest.mark.parametrize("state", [State.CLOSED, State.HANDED_OVER])
def test_of_what_is_over_a_clock_that_nobody_saw_is_told(state: State, rule: str, day: date, silent: bool) -> None:
    assert is_silent(settled(state), clock(rule, day)) is silent


@pytest.mark.parametrize("rule", ["us-tm-opposition", "us-suit-tro-expiry"])
def test_of_a_false_alarm_no_clock_is_told(rule: str) -> None:
    assert is_silent(settled(State.FALSE_POSITIVE), clock(rule, date(2027, 1, 2)))


@pytest.mark.parametrize(
    ("rule", "day", "silent"),
    [
        ("us-tm-opposition", date(2026, 12, 3), True),  # the hit it was merged into has it
        ("us-tm-opposition", date(2026, 12, 4), False),  # on another day
        ("us-suit-tro-expiry", date(2026, 12, 3), False),  # another one
        ("us-suit-tro-expiry", date(2026, 11, 16), True),  # past when it was merged
    ],
)
def test_of_a_duplicate_a_clock_is_told_that_the_kept_hit_has_not(rule: str, day: date, silent: bool) -> None:
    details = settled(State.DUPLICATE)
    details.covered = frozenset(RAN)
    assert is_silent(details, clock(rule, day)) is silent


@pytest.mark.parametrize("state", sorted(set(State) - MOVES.keys()))
def test_of_all_else_every_clock_is_told(state: State) -> None:
    details: Any = SimpleNamespace(hit=SimpleNamespace(state=state), file=casefile([], state))
    assert not is_silent(details, clock("us-tm-opposition", date(2026, 11, 1)))


def test_where_nothing_was_done_what_is_over_stays_silent() -> None:
    details: Any = SimpleNamespace(hit=SimpleNamespace(state=State.CLOSED), file=casefile([], State.CLOSED))
    assert is_silent(details, clock("us-tm-opposition", date(2027, 1, 2)))
