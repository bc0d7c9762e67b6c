"""What a new version finds in what was stored is told once, under a heading of its own; what it no longer finds leaves a
line. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.assess.rematch import list_in_use, owed, rematch
from monitor.bulletin import render
from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, WatchedName
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.issue.many_hits import counted

FIRST, SECOND, THIRD = Week(2026, 47), Week(2026, 48), Week(2026, 49)
NAME = WatchedName("w1", "云杼", aliases=("YUNZHU",), nice_classes=(33,))
OTHER = WatchedName("w2", "岚谷禾", aliases=("LANGUHE",), nice_classes=(33,))


def stored(store: Store, number: int, text: str, band: Band | None, watched: str = "w1", week: Week = FIRST) -> None:
    """An application, and what an earlier version thought of it."""
    mention = Mention(text, Role.MARK, "mark", nice_classes=(33,))
    record = Record(
        "us-uspto-applications", f"tm:US:9900000{number}", "application", text, "", jurisdiction="US",
        events=(Event("filed", date(2026, 11, 10), ""),), mentions=(mention, Mention("QQ LLC", Role.APPLICANT, "owner")),
    )  # fmt: skip
    found = ((mention, Match(watched, 0.95, band, text, "given", "whole")),) if band else ()
    run = store.runs.begin("us-uspto-applications", week.begins, None, None)
    store.records.fold([Scored(record, Category.TRADEMARK, "", found)], run, week.begins)


def upgraded(store: Store, week: Week = SECOND) -> None:
    """What is stored was matched with the same list by another version."""
    _, _, rest = list_in_use(store).version.split(" ", 2)
    store.db.connection.execute("insert or replace into meta values ('matched_with', ?)", [f"0-before 0 {rest}"])
    assert owed(store)
    rematch(store, list_in_use(store), week.begins)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        opened.watchlist.replace((NAME,), "1", "a.csv", FIRST.begins)
        yield opened


def issue(store: Store, week: Week, lang: str = "zh") -> Built:
    return build_issue(store, Settings(), {}, week, week.ends + timedelta(hours=9), Texts(lang), release=True)


def sections(built: Built) -> dict[str, list[str]]:
    """Section → the numbers of its filings; of what fell, how many lines there are."""
    i = built.issue
    found = {
        "new": (*i.full, *i.brief, *i.old, *i.firms, *i.firms_brief),
        "reread": (*i.reread, *i.reread_brief),
        "reread_progress": i.reread_progress,
        "progress": i.progress,
    }
    return {name: [e.hit.matter[-1] for e in entries] for name, entries in found.items()} | {"fallen": [*i.fallen]}


NOTHING: dict[str, list[str]] = {"new": [], "reread": [], "reread_progress": [], "progress": [], "fallen": []}


def test_what_only_the_new_version_finds_stands_under_its_own_heading_and_is_told_once(store: Store) -> None:
    stored(store, 1, "YUNZHU", None)
    assert sections(issue(store, FIRST)) == NOTHING
    upgraded(store)
    stored(store, 2, "YUNZHU", Band.ALERT, week=SECOND)
    built = issue(store, SECOND)
    assert sections(built) == NOTHING | {"reread": ["1"], "new": ["2"]}
    assert built.issue.counts.new == 2
    assert sections(issue(store, THIRD)) == NOTHING


@pytest.mark.parametrize(("lang", "heading"), [("zh", "重新研判发现"), ("en", "Found by judging again")])
def test_every_format_has_the_heading(store: Store, lang: str, heading: str) -> None:
    stored(store, 1, "YUNZHU", None)
    upgraded(store)
    built = issue(store, SECOND, lang)
    for name in ("txt", "html"):
        page = render(built.issue, name, Texts(lang)).decode()
        assert heading in page
        assert "99000001" in page
    assert heading not in render(issue(store, THIRD, lang).issue, "txt", Texts(lang)).decode()


def test_what_was_told_and_rose_by_the_new_version_stands_there_too(store: Store) -> None:
    stored(store, 1, "YUNZHU", Band.DIGEST)
    issue(store, FIRST)
    store.db.connection.execute("update evidence set score = 0.1")
    upgraded(store)
    assert sections(issue(store, SECOND)) == NOTHING | {"reread_progress": ["1"]}
    assert sections(issue(store, THIRD)) == NOTHING


def test_what_was_told_and_is_judged_the_same_is_not_told_again(store: Store) -> None:
    stored(store, 1, "YUNZHU", Band.ALERT)
    issue(store, FIRST)
    upgraded(store)
    assert sections(issue(store, SECOND)) == NOTHING


def test_what_was_told_and_is_not_found_any_more_leaves_one_line_that_says_why(store: Store) -> None:
    stored(store, 1, "QIAOFENG", Band.ALERT)
    told = issue(store, FIRST)
    assert sections(told)["new"] == ["1"]
    upgraded(store)
    built = issue(store, SECOND)
    (line,) = built.issue.fallen
    assert sections(built) == NOTHING | {"fallen": [line]}
    for said in ("QIAOFENG", "云杼", (*told.issue.full, *told.issue.brief)[0].entry_no, "不再视为"):
        assert said in line
    assert built.issue.counts.ongoing == 0
    assert [h.fallen_run > 0 for h in store.hits.find()] == [True]  # it is kept, and can be looked at
    assert sections(issue(store, THIRD)) == NOTHING


def test_two_leads_of_one_mark_that_were_told_both_stand_and_nothing_is_told_again(store: Store) -> None:
    """An earlier version told of each name that shares the mark; this one would tell of the first alone."""
    owner = "广州岚谷禾服饰有限公司"
    shared = tuple(
        replace(NAME, id=i, name=name, owner=owner) for i, name in (("w1", "VELMORA及图"), ("w2", "VELMORA"))
    )
    store.watchlist.replace(shared, "2", "a.csv", FIRST.begins)
    for watched in ("w1", "w2"):
        stored(store, 1, "VELMORA", Band.ALERT, watched)
    issue(store, FIRST)
    upgraded(store)
    assert sections(issue(store, SECOND)) == NOTHING
    assert [h.fallen_run for h in store.hits.find()] == [0, 0]


def test_what_has_fallen_and_is_found_again_stands_again(store: Store) -> None:
    stored(store, 1, "QIAOFENG", Band.ALERT)
    issue(store, FIRST)
    upgraded(store)
    stored(store, 1, "QIAOFENG", Band.ALERT, week=SECOND)
    assert [h.fallen_run for h in store.hits.find()] == [0]


def test_what_a_person_has_looked_at_does_not_fall(store: Store) -> None:
    stored(store, 1, "QIAOFENG", Band.ALERT)
    issue(store, FIRST)
    store.db.connection.execute("update hits set state = 'confirmed'")
    upgraded(store)
    assert sections(issue(store, SECOND))["fallen"] == []


def test_a_name_that_joins_the_list_brings_no_judging_again(store: Store) -> None:
    stored(store, 1, "LANGUHE", None)
    stored(store, 2, "QIAOFENG", Band.ALERT)
    issue(store, FIRST)
    upgraded(store, FIRST)
    store.watchlist.replace((NAME, OTHER), "2", "a.csv", SECOND.begins)
    rematch(store, list_in_use(store), SECOND.begins)
    built = issue(store, SECOND)
    assert {k: v for k, v in sections(built).items() if k != "fallen"} == {k: [] for k in NOTHING if k != "fallen"}
    assert [e.hit.matter[-1] for e in (*built.issue.baseline, *built.issue.baseline_brief)] == ["1"]


def test_matters_stored_meanwhile_cost_no_statement_each(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run stores while everything is matched again is asked about once, however much it is."""

    def asked(first: int, count: int) -> int:
        for number in range(first, first + count):
            stored(store, number, "YUNZHU", None)
        store.db.connection.execute("insert or replace into meta values ('matched_with', '')")
        begin = store.records.begin_rematching

        def begun() -> None:
            begin()
            stored(store, 90 + first, "QIAOFENG", None)

        monkeypatch.setattr(store.records, "begin_rematching", begun)
        with counted(store) as statements:
            rematch(store, list_in_use(store), SECOND.begins)
        monkeypatch.setattr(store.records, "begin_rematching", begin)
        return sum("select id from matters where id in" in s for s in statements)

    assert asked(1, 3) == asked(10, 30) == 1
