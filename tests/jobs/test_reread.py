"""After an upgrade docket entries that stand in no feed any more are read again by what is stored of them. Names are invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import sources
from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.jobs import reread
from monitor.jobs.assess import after_upgrade
from monitor.jobs.reread import read_again_stored
from monitor.model import Band, Category, Event, Match, Mention, Record, RecordKind, Role
from monitor.sources.us_courts.entries import Filing, events_of, read_entry
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.collect.single_source import SOURCES

FIRST, SECOND, THIRD = Week(2026, 47), Week(2026, 48), Week(2026, 49)
CASE = "us-dct:ilnd:1:26-cv-00011"
DAY = date(2026, 11, 16)
OURS = Mention("Lanyun Ironworks Co., Ltd.", Role.DEFENDANT, "parties")
FEED, SEARCH = "us-pacer-rss", "us-courtlistener"

# The words of an entry, and what earlier versions took it for.
MISREAD = (
    ("ORDER: Count II of the complaint is dismissed.", "dismissed"),
    ("WAIVER OF SERVICE Returned Executed by Lanyun Ironworks Co., Ltd.", "served"),
    ("SUMMONS Issued as to Lanyun Ironworks Co., Ltd.", "served"),
    ("Motion to Dismiss for failure to state a claim", "dismissed"),
    ("NOTICE of Voluntary Dismissal by Acme Brands Inc. as to Defendant Foo Trading Ltd. only", "terminated"),
    ("NOTICE of Voluntary Dismissal by Acme Brands Inc. as to Defendant Foo Trading Ltd. only", "dismissed"),
    ("Notice of Appearance by counsel", "other"),
    ("ORDER granting motion for entry of default judgment. The case is terminated.", "terminated"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "old") as opened:
        yield opened


def fold(store: Store, *events: Event, source: str = SEARCH, week: Week = FIRST, key: str = CASE) -> None:
    mentions = (OURS, Mention("Foo Trading Ltd.", Role.DEFENDANT, "parties"))
    record = Record(source, key, RecordKind.DOCKET, "Acme v. Lanyun", "", as_of="1", jurisdiction="US", events=events,
                    mentions=mentions)  # fmt: skip
    match = Match("w1", 0.97, Band.ALERT, "LANYUN", "given", "whole")
    run = store.runs.begin(source, week.begins, None, None)
    store.records.fold([Scored(record, Category.SUIT, "", ((OURS, match),))], run, week.begins)


def misread(number: int) -> Event:
    words, code = MISREAD[number]
    return Event(code, DAY, f"{words} (#{number})", f"0671990{number:04}")


def fresh(number: int) -> tuple[Event, ...]:
    words, _ = MISREAD[number]
    filing = Filing(DAY, True, f"0671990{number:04}", "", f"{words} (#{number})", several=True)
    return tuple(events_of(read_entry(words, DAY), filing))


def said(store: Store) -> set[tuple[Any, ...]]:
    matter = store.matters.get(CASE)
    assert matter is not None
    events = store.events.of([matter.id])[matter.id]
    return {(e.code, e.ident, e.title, e.parties, e.whole, tuple(sorted(e.says))) for e in events}


@pytest.mark.parametrize("source", [FEED, SEARCH])
@pytest.mark.parametrize("number", range(len(MISREAD)))
def test_a_misread_state_becomes_the_one_this_version_reads(
    store: Store, tmp_path: Path, number: int, source: str
) -> None:
    fold(store, misread(number), source=source)
    read_again_stored(store, SOURCES, SECOND.begins)
    with Store.open(tmp_path / "fresh") as other:
        fold(other, *fresh(number), source=source)
        assert said(store) == said(other)


def test_what_is_told_of_the_case_itself_is_no_entry(store: Store) -> None:
    of_case = (
        Event("complaint", DAY, "Acme v. Lanyun", "filed"),
        Event("terminated", DAY, "Acme v. Lanyun", "terminated"),
    )
    fold(store, *of_case)
    assert read_again_stored(store, SOURCES, SECOND.begins) == 0
    assert {code for code, *_ in said(store)} == {"complaint", "terminated"}


def test_words_that_are_not_all_there_are_left_as_they_were_read(store: Store) -> None:
    fold(store, Event("served", DAY, "x" * 500 + " (#3)", "3"), Event("served", DAY, "Entry", "4"))
    assert read_again_stored(store, SOURCES, SECOND.begins) == 0


def test_what_two_sources_said_of_an_act_is_not_read_from_the_words_of_one(store: Store) -> None:
    told = Event("served", DAY, "SUMMONS Returned Executed", "5", says={"answer_due": "2026-12-07"}, parties=("Foo",))
    fold(store, told)
    assert read_again_stored(store, SOURCES, SECOND.begins) == 0
    assert next(iter(said(store)))[3] == ("Foo",)


def test_it_is_done_once_for_each_version(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fold(store, misread(0))
    assert read_again_stored(store, SOURCES, SECOND.begins) == 1
    fold(store, misread(3))
    assert read_again_stored(store, SOURCES, SECOND.begins) == 0
    monkeypatch.setattr(type(sources.load("us_courts/courtlistener")), "version", "another")
    assert read_again_stored(store, SOURCES, SECOND.begins) == 1


def test_killed_at_any_slice_it_is_finished_by_the_next_call(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reread, "_AT_ONCE", 1)
    cases = [f"us-dct:ilnd:1:26-cv-0001{n}" for n in range(4)]

    class Killed(Exception):
        pass

    def kill(point: str) -> None:
        raise Killed

    def read_as(store: Store) -> list[tuple[str, str]]:
        return store.db.all("select m.key, e.code from events e join matters m on m.id = e.matter order by 1, 2")  # type: ignore[return-value]

    for number, key in enumerate(cases):
        fold(store, misread(number), key=key)
    with Store.open(tmp_path / "whole") as whole:
        for number, key in enumerate(cases):
            fold(whole, misread(number), key=key)
        before = read_as(whole)
        assert read_again_stored(whole, SOURCES, SECOND.begins) == 4
        wanted = read_as(whole)
        assert wanted != before
    monkeypatch.setattr(reread, "reached", kill)
    for _ in cases:
        with pytest.raises(Killed):
            read_again_stored(store, SOURCES, SECOND.begins)
    monkeypatch.setattr(reread, "reached", lambda point: None)
    read_again_stored(store, SOURCES, SECOND.begins)
    assert read_as(store) == wanted
    assert read_again_stored(store, SOURCES, SECOND.begins) == 0


def issue(store: Store, week: Week) -> Built:
    return build_issue(store, Settings(), {}, week, week.ends + timedelta(hours=9), Texts("zh"), release=True)


def told(built: Built) -> Mapping[str, list[str]]:
    return {
        "new": [e.hit.matter for e in (*built.issue.full, *built.issue.brief)],
        "changed": [e.hit.matter for e in built.issue.progress],
        "reread": [e.hit.matter for e in built.issue.reread_progress],
    }


def test_a_case_that_was_not_ended_after_all_is_told_as_judged_anew_and_once(store: Store) -> None:
    served = Event("served", DAY, "SUMMONS Returned Executed", "5", says={"answer_due": "2026-12-07"},
                   parties=(OURS.text,), whole=False)  # fmt: skip
    fold(store, served, misread(0))
    assert told(issue(store, FIRST)) == {"new": [CASE], "changed": [], "reread": []}
    store.db.connection.execute("update issue_entries set shown = ''")  # as an earlier version left it
    store.db.connection.execute("insert or replace into meta values ('entries_unkept', '1')")
    after_upgrade(store, SOURCES, SECOND.begins)
    built = issue(store, SECOND)
    assert told(built) == {"new": [], "changed": [], "reread": [CASE]}
    assert any("2026-12-07" in c.text for c in built.issue.reread_progress[0].changes)
    assert told(issue(store, THIRD)) == {"new": [], "changed": [], "reread": []}


def test_a_reading_that_changes_no_clock_tells_nobody_anything(store: Store) -> None:
    fold(store, Event("served", DAY, "x", "5", says={"answer_due": "2026-12-07"}), misread(6))
    issue(store, FIRST)
    after_upgrade(store, SOURCES, SECOND.begins)
    assert told(issue(store, SECOND)) == {"new": [], "changed": [], "reread": []}
