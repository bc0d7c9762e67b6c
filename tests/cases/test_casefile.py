"""Where a hit stands, folded from what was done to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from monitor.cases.actions import Action, Details, Doing
from monitor.cases.casefile import NOTHING_DONE, casefile, not_undone, to_undo, undoing
from monitor.model import State

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def done(number: int, doing: Doing, before: State, after: State, actor: str = "张三", **more: object) -> Action:
    at = AT + timedelta(hours=number)
    return Action(1, doing, before, after, actor, at, id=number, batch=number, **more)  # type: ignore[arg-type]


CONFIRMED = done(1, Doing.CONFIRM, State.NEW, State.CONFIRMED, reason="已核")
TOLD = done(2, Doing.NOTIFY, State.CONFIRMED, State.NOTIFIED, "李四", details=Details(reply_by=date(2026, 12, 1)))


def test_nothing_done_says_nothing() -> None:
    assert casefile([], State.NEW) is NOTHING_DONE
    assert NOTHING_DONE.revision == 0


def test_the_last_move_says_since_when_by_whom_and_why() -> None:
    file = casefile([TOLD, CONFIRMED], State.NOTIFIED)
    assert (file.by, file.since, file.revision) == ("李四", TOLD.at, 2)
    assert file.reply_by == date(2026, 12, 1)
    assert file.actions == (CONFIRMED, TOLD)


def test_a_move_taken_back_leads_to_who_had_moved_it_before() -> None:
    undo = undoing(TOLD, [CONFIRMED, TOLD], "王五", AT + timedelta(days=1), State.NOTIFIED)
    assert (undo.before, undo.after, undo.undoes) == (State.NOTIFIED, State.CONFIRMED, 2)
    kept = done(3, Doing.UNDO, State.NOTIFIED, State.CONFIRMED, "王五", undoes=2)
    file = casefile([CONFIRMED, TOLD, kept], State.CONFIRMED)
    assert (file.by, file.reason, file.reply_by, file.notices) == ("张三", "已核", None, ())
    assert not_undone(file.actions) == (CONFIRMED,)
    assert file.revision == 3


def test_undo_goes_back_step_by_step_and_never_takes_back_the_program() -> None:
    late = done(3, Doing.OVERDUE, State.NOTIFIED, State.EXPIRED, "")
    assert to_undo([CONFIRMED, TOLD, late]) == TOLD
    assert to_undo([CONFIRMED, TOLD, done(3, Doing.UNDO, State.NOTIFIED, State.CONFIRMED, undoes=2)]) == CONFIRMED
    assert to_undo([late]) is None
    assert to_undo([]) is None


def test_a_remark_taken_back_leaves_the_state_it_finds() -> None:
    note = done(2, Doing.NOTE, State.NEW, State.NEW, reason="打过电话")
    undo = undoing(note, [note], "张三", AT, State.CONFIRMED)
    assert (undo.before, undo.after) == (State.CONFIRMED, State.CONFIRMED)


def test_whom_it_was_given_to_last_answers_for_it() -> None:
    given = [
        done(1, Doing.ASSIGN, State.NEW, State.NEW, details=Details(unit="甲局", person="赵")),
        done(2, Doing.ASSIGN, State.NEW, State.NEW, details=Details(unit="乙局")),
    ]
    file = casefile(given, State.NEW)
    assert (file.unit, file.person, file.since) == ("乙局", "赵", None)


def test_what_was_set_aside_once_and_came_back_is_known_for_it() -> None:
    rejected = done(1, Doing.REJECT, State.NEW, State.FALSE_POSITIVE)
    assert not casefile([rejected], State.FALSE_POSITIVE).rejected
    back = done(2, Doing.CHANGED, State.FALSE_POSITIVE, State.REVIEW, "", details=Details(changed=("owners",)))
    file = casefile([rejected, back], State.REVIEW)
    assert (file.rejected, file.merged) == (True, False)
    merged = done(1, Doing.MERGE, State.NEW, State.DUPLICATE, details=Details(into=7))
    assert casefile([merged], State.DUPLICATE).into == 7
    reopened = done(2, Doing.REOPEN, State.DUPLICATE, State.REVIEW)
    file = casefile([merged, reopened], State.REVIEW)
    assert (file.rejected, file.merged, file.into) == (False, True, 0)


def test_the_clocks_that_a_person_silenced_are_those_that_ran_then() -> None:
    closed = done(2, Doing.CLOSE, State.CONFIRMED, State.CLOSED, details=Details(clocks=(("us.answer", "2026-12-07"),)))
    assert casefile([CONFIRMED, closed], State.CLOSED).settled_clocks == {("us.answer", "2026-12-07")}
    back = done(3, Doing.REOPEN, State.CLOSED, State.REVIEW)
    assert casefile([CONFIRMED, closed, back], State.REVIEW).settled_clocks == frozenset()


def test_of_two_hits_that_became_one_the_state_that_holds_is_explained() -> None:
    """The one was confirmed first and rejected the other later, before their records turned out to be one."""
    other = done(2, Doing.REJECT, State.NEW, State.FALSE_POSITIVE, "李四")
    assert casefile([CONFIRMED, other], State.CONFIRMED).by == "张三"


def test_a_duplicate_that_is_closed_did_not_come_back() -> None:
    merged = done(1, Doing.MERGE, State.CONFIRMED, State.DUPLICATE, details=Details(into=7))
    closed = done(2, Doing.CLOSE, State.DUPLICATE, State.CLOSED)
    assert not casefile([merged, closed], State.CLOSED).merged
