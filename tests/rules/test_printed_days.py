"""A day that the court or the office printed wins over every computed one, in the act that printed it last."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.forums import SHIPPED
from monitor.model import Event
from monitor.rules.running import running_of

ANSWER = SHIPPED.clock("us-suit-answer")
assert ANSWER is not None


def served(day: int, due: str = "") -> Event:
    return Event("served", date(2026, 12, day), "returned", f"{day}{due}", says={"answer_due": due} if due else {})


def due_of(*events: Event, **facts: str) -> tuple[str, str] | None:
    running = running_of(ANSWER, events, facts)
    return None if running is None else (running.due.isoformat(), running.certainty)


@pytest.mark.parametrize("due", ["2026-12-01", "2026-12-11", "2026-12-22", "2027-03-01"])
def test_what_an_act_prints_wins_whether_it_is_earlier_or_later(due: str) -> None:
    assert due_of(served(1, due)) == (due, "certain")


def test_an_extension_wins_over_the_day_printed_before_it() -> None:
    extended = Event("other", date(2026, 12, 9), "extension", says={"answer_due": "2027-01-05"})
    assert due_of(served(1, "2026-12-11"), extended) == due_of(extended, served(1, "2026-12-11"))
    assert due_of(served(1, "2026-12-11"), extended) == ("2027-01-05", "certain")


def test_of_two_days_printed_on_one_day_the_earlier_is_told() -> None:
    assert due_of(served(1, "2026-12-22"), served(1, "2026-12-11")) == ("2026-12-11", "certain")


def test_what_was_printed_before_a_new_start_says_nothing_of_it() -> None:
    found = due_of(served(1, "2026-12-11"), served(8))
    assert found is not None
    assert found[1] != "certain"
    assert found[0] > "2026-12-11"


def test_the_day_of_an_act_wins_over_that_of_the_matter() -> None:
    assert due_of(served(1, "2026-12-11"), answer_due="2026-12-30") == ("2026-12-11", "certain")
    assert due_of(served(1), answer_due="2026-12-30") == ("2026-12-30", "certain")
