"""The states of a hit in groups: a table of which belongs where, and the store's own statements say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import monitor.store
from monitor.cases import states
from monitor.model import HitKind, State

# state: confirmed by a person, set by a person, over, not shown any more
TABLE = {
    State.NEW: (False, False, False, False),
    State.REVIEW: (False, False, False, False),
    State.CONFIRMED: (True, True, False, False),
    State.NOTIFIED: (True, True, False, False),
    State.HANDLING: (True, True, False, False),
    State.CLOSED: (True, True, True, False),
    State.HANDED_OVER: (True, True, True, False),
    State.WATCHING: (False, True, False, False),
    State.FALSE_POSITIVE: (False, True, True, True),
    State.DUPLICATE: (False, False, True, True),
    State.EXPIRED: (True, True, False, False),
}
SQL = "\n".join(p.read_text(encoding="utf-8") for p in sorted(Path(monitor.store.__file__).parent.rglob("*.py")))


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_groups(state: State) -> None:
    groups = (states.CONFIRMED, states.REVIEWED, states.SETTLED, states.SET_ASIDE)
    assert tuple(state in group for group in groups) == TABLE[state]


def test_what_an_issue_leaves_out_is_what_was_set_aside() -> None:
    left_out = re.findall(r"h\.state (?:not )?in \('([^)]*)\)", SQL)
    assert left_out
    for listed in left_out:
        assert {w.strip(" '") for w in listed.split(",")} == states.SET_ASIDE


def test_the_statements_of_the_store_name_declared_kinds() -> None:
    named = set(re.findall(r"\bh\.kind = '(\w+)'", SQL))
    assert named
    assert named <= set(HitKind)
