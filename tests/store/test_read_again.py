"""What an earlier version misread is replaced when its filings are read again: once, by its own source, and as old news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.model import Band, Category, Event, Match, Mention, Record, RecordKind, Role
from monitor.store import Store
from monitor.store.records import Applied, Scored
from monitor.texts import Texts

FIRST, SECOND, THIRD = Week(2026, 47), Week(2026, 48), Week(2026, 49)
OURS = Mention("Lanyun Ironworks Co., Ltd.", Role.DEFENDANT, "parties")
RSS, LIST = "us-pacer-rss", "us-courtlistener"
DAY = date(2026, 11, 16)
NEW = "pacer_rss/4/aa"


def act(code: str, ident: str, **more: Any) -> Event:
    return Event(code, DAY, f"entry {ident.partition('#')[0]}", ident, **more)


def fold(store: Store, *events: Event, source: str = RSS, read_with: str = "", week: Week = FIRST) -> Applied:
    record = Record(
        source, "us-dct:ilnd:1:26-cv-00011", RecordKind.DOCKET, "Acme v. Lanyun", "", as_of="1", jurisdiction="US",
        events=events, mentions=(OURS,),
    )  # fmt: skip
    match = Match("w1", 0.97, Band.ALERT, "LANYUN", "given", "whole")
    run = store.runs.begin(source, week.begins, None, None)
    scored = Scored(record, Category.SUIT, "", ((OURS, match),))
    return store.records.fold([scored], run, week.begins, read_with=read_with)


def said(store: Store) -> set[tuple[Any, ...]]:
    matter = store.matters.get("us-dct:ilnd:1:26-cv-00011")
    assert matter is not None
    events = store.events.of([matter.id])[matter.id]
    return {(e.code, e.ident, e.parties, e.whole, tuple(sorted(e.says.items()))) for e in events}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "old") as opened:
        yield opened


MISREAD = {
    "a count is dismissed, not the case": (
        [act("dismissed", "12")],
        [act("other", "12")],
    ),
    "one defendant is dismissed, not all": (
        [act("dismissed", "12"), act("terminated", "12")],
        [act("dismissed", "12", parties=("Foo",), whole=False)],
    ),
    "a waiver is no service": (
        [act("served", "9", says={"answer_due": "2026-12-07"})],
        [act("waiver_returned", "9", says={"answer_due": "2027-01-15"})],
    ),
    "another party was meant": (
        [act("served", "9", parties=("Bar",)), act("served", "9#2", parties=("Baz",))],
        [act("served", "9", parties=("Foo",))],
    ),
    "finer": (
        [act("party_disposition", "1:foo:settled")],
        [act("party_disposition", "1:foo:settled"), act("settled", "1:foo:settled", parties=("Foo",))],
    ),
}


@pytest.mark.parametrize("before", MISREAD)
def test_a_state_that_was_misread_and_is_read_again_is_one_that_was_read_rightly(
    store: Store, tmp_path: Path, before: str
) -> None:
    misread, right = MISREAD[before]
    fold(store, act("complaint", "1"), *misread)
    done = fold(store, act("complaint", "1"), *right, read_with=NEW, week=SECOND)
    assert done.changed_hits == frozenset()
    with Store.open(tmp_path / "fresh") as fresh:
        fold(fresh, act("complaint", "1"), *right)
        assert said(store) == said(fresh)


def test_a_filing_that_is_not_read_again_stays(store: Store) -> None:
    fold(store, act("complaint", "1"), act("dismissed", "12"), act("filed", ""))
    fold(store, act("complaint", "1"), read_with=NEW)
    assert {code for code, *_ in said(store)} == {"complaint", "dismissed", "filed"}


def test_what_another_source_says_of_the_filing_stays(store: Store) -> None:
    fold(store, act("served", "9", says={"answer_due": "2026-12-07"}))
    fold(store, act("served", "9"), act("dismissed", "12"), source=LIST)
    fold(store, act("served", "9"), act("other", "12"), read_with=NEW)
    codes = {code: dict(says) for code, _, _, _, says in said(store)}
    assert codes == {"served": {"answer_due": "2026-12-07"}, "dismissed": {}, "other": {}}


def test_what_the_same_reader_says_later_of_the_filing_is_added_and_replaces_nothing(store: Store) -> None:
    fold(store, act("dismissed", "12"))
    fold(store, act("other", "12"), read_with=NEW)
    later = fold(store, act("stayed", "12"), read_with=NEW, week=SECOND)
    assert {code for code, *_ in said(store)} == {"other", "stayed"}
    assert len(later.changed_hits) == 1  # an act that nobody had read before


def test_another_reader_replaces_it_once_more(store: Store) -> None:
    fold(store, act("dismissed", "12"))
    fold(store, act("stayed", "12"), read_with=NEW)
    fold(store, act("other", "12"), read_with="pacer_rss/5/aa")
    assert {code for code, *_ in said(store)} == {"other"}


def test_read_again_twice_is_as_read_once(store: Store) -> None:
    fold(store, act("dismissed", "12"), act("dismissed", "12#2"))
    for _ in range(2):
        fold(store, act("other", "12"), read_with=NEW)
    assert {code for code, *_ in said(store)} == {"other"}


def issue(store: Store, week: Week) -> Built:
    return build_issue(store, Settings(), {}, week, week.ends + timedelta(hours=9), Texts("zh"), release=True)


def test_a_finer_reading_of_what_was_told_is_not_told_again(store: Store) -> None:
    fold(store, act("complaint", "1"), act("party_disposition", "5"))
    issue(store, FIRST)
    fold(store, act("complaint", "1"), act("party_disposition", "5"), act("status", "5"), read_with=NEW, week=SECOND)
    assert issue(store, SECOND).issue.counts.changed == 0


def test_a_clock_that_runs_again_by_a_new_reading_is_told_as_judged_anew(store: Store) -> None:
    served = act("served", "9", says={"answer_due": "2026-12-07"}, parties=(OURS.text,), whole=False)
    fold(store, served, act("dismissed", "12"))
    issue(store, FIRST)
    fold(store, served, act("other", "12"), read_with=NEW, week=SECOND)
    told = issue(store, SECOND).issue
    (entry,) = told.reread_progress
    assert told.progress == ()
    assert any("2026-12-07" in change.text for change in entry.changes)
    after = issue(store, THIRD).issue
    assert (after.reread_progress, after.progress) == ((), ())
