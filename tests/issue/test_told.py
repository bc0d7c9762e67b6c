"""What an issue tells, and what it does not tell again: states of review, the limits of a week, our own filings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import build_issue
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, State, Whose
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts

WEEK, NEXT = Week(2026, 47), Week(2026, 48)
SECOND = timedelta(seconds=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def found(store: Store, at: datetime, number: int = 1, *, own: bool = False) -> int:
    """A hit that was found at that moment; its number."""
    mention = Mention("YUNZHU", Role.MARK, "mark")
    record = Record(
        source="us-uspto-applications", matter=f"tm:US:9900000{number}", kind="application", title="DEMO", url="",
        jurisdiction="US", events=(Event("filed", date(2026, 11, 10), ""),), mentions=(mention,),
    )  # fmt: skip
    match = Match("w1", 0.95, Band.ALERT, "YUNZHU", "given", "whole", whose=Whose.OURS if own else Whose.STRANGER)
    run = store.runs.begin("us-uspto-applications", at, None, None)
    applied = store.records.fold([Scored(record, Category.TRADEMARK, "", ((mention, match),))], run, at)
    (hit,) = applied.new_hits
    return hit


def told(store: Store, week: Week, now: datetime | None = None) -> dict[str, list[str]]:
    """The issue of a week, released: the ids of its hits by part."""
    built = build_issue(store, Settings(), {}, week, now or week.ends + timedelta(hours=9), Texts("zh"), release=True)
    issue = built.issue
    new = (*issue.warnings, *issue.full, *issue.brief, *issue.settled)
    parts = {"new": new, "changed": issue.progress, "own": issue.own}
    return {part: sorted(e.hit.id for e in entries) for part, entries in parts.items()}


NOTHING: dict[str, list[str]] = {"new": [], "changed": [], "own": []}


@pytest.mark.parametrize("state", State)
def test_what_a_person_called_wrong_or_a_duplicate_is_not_told_and_all_else_is(store: Store, state: str) -> None:
    hit = found(store, WEEK.begins)
    store.db.connection.execute("update hits set state = ? where id = ?", [state, hit])
    silent = state in ("false_positive", "duplicate")
    assert told(store, WEEK)["new"] == ([] if silent else [str(hit)])


@pytest.mark.parametrize("state", ["false_positive", "duplicate"])
def test_what_was_told_and_is_called_wrong_later_has_no_progress_to_tell(store: Store, state: str) -> None:
    hit = found(store, WEEK.begins)
    assert told(store, WEEK)["new"] == [str(hit)]
    store.db.connection.execute("update hits set state = ? where id = ?", [state, hit])
    run = store.runs.begin("us-uspto-applications", NEXT.begins, None, None)
    event = Record(
        source="us-uspto-applications", matter="tm:US:99000001", kind="application", title="DEMO", url="", as_of="2",
        jurisdiction="US", events=(Event("published", date(2026, 11, 24), ""),),
    )  # fmt: skip
    store.records.fold([Scored(event, Category.TRADEMARK, "", ())], run, NEXT.begins)
    built = build_issue(store, Settings(), {}, NEXT, NEXT.ends + timedelta(hours=9), Texts("zh"), release=True)
    assert [c.hit.id for c in built.issue.ended] == [str(hit)]  # taken back, and nothing else is said of it
    assert (*built.issue.progress, *built.issue.full, *built.issue.brief) == ()
    assert built.issue.counts.ongoing == 0


@pytest.mark.parametrize(
    ("moment", "in_this_week"),
    [
        (WEEK.begins - SECOND, True),  # no issue told it: it is new in this one
        (WEEK.begins, True),
        (WEEK.ends - SECOND, True),
        (WEEK.ends, False),
        (WEEK.ends + SECOND, False),
    ],
)
def test_a_week_holds_what_was_found_up_to_its_last_second(store: Store, moment: datetime, in_this_week: bool) -> None:
    hit = str(found(store, moment))
    assert told(store, WEEK)["new"] == ([hit] if in_this_week else [])
    assert told(store, NEXT)["new"] == ([] if in_this_week else [hit])


def test_the_last_second_of_a_week_is_one_of_beijing(store: Store) -> None:
    assert datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC) == WEEK.ends - SECOND
    assert Week.of(WEEK.ends - SECOND) == WEEK
    assert Week.of(WEEK.ends) == NEXT


@pytest.mark.parametrize("own", [False, True])
def test_a_hit_is_told_once_as_new_or_as_our_own(store: Store, own: bool) -> None:
    hit = str(found(store, WEEK.begins, own=own))
    part = "own" if own else "new"
    assert told(store, WEEK) == NOTHING | {part: [hit]}
    assert told(store, NEXT) == NOTHING
    second = str(found(store, NEXT.begins, 2, own=own))
    assert told(store, Week(2026, 49)) == NOTHING | {part: [second]}
