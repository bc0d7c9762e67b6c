"""The table of moves, and what the whole of it allows."""

from __future__ import annotations

from itertools import product

import pytest

from monitor.cases.actions import MOVES, Doing, after, legal
from monitor.cases.states import CONFIRMED, SET_ASIDE, SETTLED
from monitor.model import State

BY_PROGRAM = {Doing.OVERDUE, Doing.CHANGED}


def test_a_lead_becomes_a_closed_warning_by_the_moves_of_the_table() -> None:
    state = State.NEW
    seen = []
    for doing in (Doing.REVIEW, Doing.CONFIRM, Doing.NOTIFY, Doing.HANDLE, Doing.CLOSE):
        moved = after(doing, state)
        assert moved is not None
        seen.append(state := moved)
    assert seen == [State.REVIEW, State.CONFIRMED, State.NOTIFIED, State.HANDLING, State.CLOSED]


def test_the_program_moves_in_two_cases_alone() -> None:
    assert {d for d, m in MOVES.items() if m.by_program} == BY_PROGRAM
    assert not any(BY_PROGRAM & set(legal(state)) for state in State)


def test_what_is_no_false_alarm_any_more_goes_back_to_a_person() -> None:
    for doing in (Doing.REOPEN, Doing.CHANGED):
        assert after(doing, State.FALSE_POSITIVE) is State.REVIEW


@pytest.mark.parametrize("state", State)
def test_nothing_is_a_dead_end(state: State) -> None:
    assert legal(state)


@pytest.mark.parametrize(("doing", "state"), list(product(MOVES, State)))
def test_a_move_is_made_from_the_states_of_its_row_and_no_other(doing: Doing, state: State) -> None:
    assert after(doing, state) == (MOVES[doing].after if state in MOVES[doing].before else None)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("doing", [Doing.NOTE, Doing.ASSIGN])
def test_a_remark_leaves_the_state(doing: Doing, state: State) -> None:
    assert after(doing, state) is state


def test_a_firm_is_told_and_a_matter_handed_over_or_closed_after_somebody_confirmed_it() -> None:
    for doing in (Doing.NOTIFY, Doing.HANDLE, Doing.HANDOVER, Doing.CLOSE):
        assert MOVES[doing].before <= CONFIRMED | {State.DUPLICATE}  # of what was confirmed


def test_whatever_ends_needs_a_reason_or_another_unit_or_another_hit() -> None:
    ends = {m.doing for m in MOVES.values() if m.after in SETTLED}
    assert {d for d in ends if not MOVES[d].reason} == {Doing.HANDOVER, Doing.MERGE}


def test_what_is_set_aside_was_set_aside_by_a_person() -> None:
    assert not any(m.by_program for m in MOVES.values() if m.after in SET_ASIDE)
