"""What needs somebody today: at the boundaries of days and states."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.cases.actions import Action, Details, Doing
from monitor.cases.casefile import NOTHING_DONE, CaseFile, casefile
from monitor.cases.tasks import Want, order, wants_of
from monitor.model import HitKind, State

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 10, 2, tzinfo=UTC)


def wants(
    state: State, days: int | None = None, file: CaseFile = NOTHING_DONE, kind: HitKind = HitKind.SQUAT
) -> tuple[Want, ...]:
    return wants_of(state, kind, file, days, TODAY, within=14)


def told(reply_by: date | None) -> CaseFile:
    done = Action(
        1, Doing.NOTIFY, State.CONFIRMED, State.NOTIFIED, "张三", AT, details=Details(reply_by=reply_by), id=1
    )
    return casefile([done], State.NOTIFIED)


@pytest.mark.parametrize(("days", "want"), [(0, (Want.DUE,)), (14, (Want.DUE,)), (15, ()), (None, ())])
def test_a_day_counts_from_the_day_asked_for_on_and_after_it_has_passed(
    days: int | None, want: tuple[Want, ...]
) -> None:
    assert wants(State.HANDLING, days) == want


def test_a_day_that_passed_counts_whatever_else_runs() -> None:
    def asked(days: int | None) -> tuple[Want, ...]:
        return wants_of(State.HANDLING, HitKind.DEFENDANT, NOTHING_DONE, days, TODAY, within=14, missed=True)

    assert asked(None) == asked(87) == (Want.OVERDUE,)
    assert asked(3) == (Want.OVERDUE, Want.DUE)


@pytest.mark.parametrize(("day", "want"), [(21, ()), (20, (Want.UNANSWERED,))])
def test_a_firm_asked_for_no_day_is_asked_again_after_a_month(day: int, want: tuple[Want, ...]) -> None:
    done = Action(
        1, Doing.NOTIFY, State.CONFIRMED, State.NOTIFIED, "张三", datetime(2026, 10, day, 2, tzinfo=UTC), id=1
    )
    assert wants(State.NOTIFIED, file=casefile([done], State.NOTIFIED)) == want


def test_what_nobody_has_looked_at_wants_somebody_whatever_its_day() -> None:
    assert wants(State.NEW) == (Want.UNREVIEWED,)
    assert wants(State.NEW, 3) == (Want.DUE, Want.UNREVIEWED)


def test_our_own_filing_wants_somebody_only_while_a_clock_runs() -> None:
    assert wants(State.NEW, kind=HitKind.OWN_FILING) == ()
    assert wants(State.NEW, 3, kind=HitKind.OWN_FILING) == (Want.DUE,)


def test_a_firm_is_to_be_told_once_it_is_confirmed() -> None:
    assert wants(State.CONFIRMED) == (Want.UNTOLD,)
    assert wants(State.NOTIFIED) == ()


@pytest.mark.parametrize(("day", "want"), [(20, ()), (19, (Want.UNANSWERED,)), (21, ())])
def test_an_answer_is_late_on_the_day_after_the_one_asked_for(day: int, want: tuple[Want, ...]) -> None:
    assert wants(State.NOTIFIED, file=told(date(2026, 11, day))) == want


def test_without_a_day_no_answer_is_late() -> None:
    assert wants(State.NOTIFIED, file=told(None)) == ()
    assert wants(State.EXPIRED, file=told(date(2026, 11, 1))) == (Want.UNANSWERED,)


def test_what_came_back_says_so() -> None:
    rejected = Action(1, Doing.REJECT, State.NEW, State.FALSE_POSITIVE, "张三", AT, id=1)
    back = Action(1, Doing.CHANGED, State.FALSE_POSITIVE, State.REVIEW, "", AT, id=2)
    assert wants(State.REVIEW, file=casefile([rejected, back], State.REVIEW)) == (Want.CAME_BACK,)
    asked = Action(1, Doing.REVIEW, State.NEW, State.REVIEW, "张三", AT, id=1)
    assert wants(State.REVIEW, file=casefile([asked], State.REVIEW)) == (Want.UNDECIDED,)


@pytest.mark.parametrize(
    "state", [State.CLOSED, State.HANDED_OVER, State.FALSE_POSITIVE, State.DUPLICATE, State.WATCHING]
)
def test_what_is_settled_or_only_watched_wants_nobody_without_a_day(state: State) -> None:
    assert wants(state) == ()


def test_the_nearest_day_comes_first_and_without_a_day_the_risk_decides() -> None:
    rows = [
        order((Want.UNREVIEWED,), None, "low", 1),
        order((Want.UNREVIEWED,), None, "high", 2),
        order((Want.DUE,), 3, "low", 3),
        order((Want.OVERDUE,), -2, "medium", 4),
        order((Want.DUE, Want.UNREVIEWED), 3, "high", 5),
    ]
    assert [r[-1] for r in sorted(rows)] == [4, 5, 3, 2, 1]
