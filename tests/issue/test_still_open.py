"""Ten weeks one after the other: no running clock is ever absent from an issue, until it has ended or a person has closed it.
All names are invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, WatchedName
from monitor.rules.runs import GRACE_DAYS, RESTRAINT_DAYS, UNSURE_GRACE_DAYS
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.issue.many_hits import AT, counted, tell, with_history

FIRST = Week(2026, 47)
WEEKS = [Week.of(FIRST.begins + timedelta(weeks=n)) for n in range(10)]
ITC, SUIT, MARK = "us-itc:337-TA-9911", "us-dct:ilnd:1:26-cv-00011", "tm:US:99000001"
FIRM, SHOP, SIGN = "Lanyun Ironworks Co., Ltd.", "LANYUNSHOP", "YUNZHU"


def add(
    store: Store, matter: str, category: Category, watched: str, text: str, role: Role, *events: Event, at: datetime
) -> int:
    mention = Mention(text, role, "party")
    record = Record("us-x", matter, "docket", text, "", as_of=at.isoformat(), jurisdiction="US", events=events,
                    mentions=(mention,))  # fmt: skip
    found = Match(watched, 0.97, Band.ALERT, text, "given", "whole")
    run = store.runs.begin("us-x", at, None, None)
    store.records.fold([Scored(record, category, "", ((mention, found),))], run, at)
    (number,) = (h.id for h in store.hits.find() if h.matter.key == matter)
    return number


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    names = [WatchedName("w1", "岚云铸造有限公司"), WatchedName("w2", "岚云"), WatchedName("w3", "云杼")]
    with Store.open(tmp_path) as opened:
        opened.watchlist.replace(names, "v", "names.xlsx", FIRST.begins)
        yield opened


def three_matters(store: Store) -> dict[str, int]:
    at = FIRST.begins
    return {
        "us-itc-response": add(
            store,
            ITC,
            Category.ITC337,
            "w1",
            FIRM,
            Role.RESPONDENT,
            Event("institution", date(2026, 11, 17), ""),
            at=at,
        ),
        "us-suit-tro-expiry": add(
            store, SUIT, Category.SUIT, "w2", SHOP, Role.PARTY, Event("tro_issued", date(2026, 11, 19), ""), at=at
        ),
        "us-tm-opposition": add(
            store, MARK, Category.TRADEMARK, "w3", SIGN, Role.MARK, Event("published", date(2026, 11, 17), ""), at=at
        ),
    }


LAST = {
    "us-itc-response": date(2026, 12, 7),
    "us-suit-tro-expiry": date(2026, 12, 3),
    "us-tm-opposition": date(2026, 12, 17),
}
SHOWN_AFTER = {
    "us-itc-response": UNSURE_GRACE_DAYS,  # the day of service is not known
    "us-suit-tro-expiry": RESTRAINT_DAYS,  # the freeze may go on: an extension or an injunction may not have been seen
    "us-tm-opposition": GRACE_DAYS,
}


def build(store: Store, week: Week, **more: Any) -> Built:
    return build_issue(store, Settings(), {}, week, week.ends + timedelta(hours=1), Texts("zh"), release=True, **more)


def lines(built: Built) -> dict[tuple[int, str], dict[str, Any]]:
    """(hit, rule) → its line, as the JSON of the issue tells it."""
    told = json.loads(built.files["json"].read_text(encoding="utf-8"))["open"]["lines"]
    return {(int(hit), c["rule"]): line for line in told for hit in line["hits"] for c in line["clocks"]}


def test_in_ten_weeks_no_running_clock_is_ever_absent(store: Store) -> None:
    hits = three_matters(store)
    stood: dict[str, list[int]] = {rule: [] for rule in hits}
    for week in WEEKS:
        built = build(store, week)
        found, text = lines(built), built.files["txt"].read_text(encoding="utf-8")
        # 01:00 on Monday in Beijing is still Sunday at the forum
        today = week.last_day
        for rule, hit in hits.items():
            left = (LAST[rule] - today).days
            stands = left >= -SHOWN_AFTER[rule]
            assert ((hit, rule) in found) == stands, (week, rule)
            if stands:
                line = found[hit, rule]
                assert line["days_left"] == left
                assert line["entry_no"] in text
                stood[rule].append(line["times"])
        running = [rule for rule in hits if LAST[rule] >= today]
        assert ("在办" in built.issue.subject) == bool(found)
        assert not running or "未发现" not in built.issue.headline
    assert stood == {rule: list(range(1, len(times) + 1)) for rule, times in stood.items()}
    assert {rule: len(times) for rule, times in stood.items()} == {
        "us-itc-response": 7,  # a month after its earliest possible day
        "us-suit-tro-expiry": 10,  # in every issue: nobody has seen the freeze end
        "us-tm-opposition": 5,
    }


@pytest.mark.parametrize("state", ["closed", "handed_over", "false_positive", "duplicate"])
def test_what_a_person_closed_is_open_no_more(store: Store, state: str) -> None:
    hits = three_matters(store)
    build(store, WEEKS[0])
    store.db.connection.execute("update hits set state = ? where id = ?", [state, hits["us-itc-response"]])
    assert {hit for hit, _ in lines(build(store, WEEKS[1]))} == set(hits.values()) - {hits["us-itc-response"]}


@pytest.mark.parametrize("state", ["confirmed", "notified", "handling", "watching", "review", "expired"])
def test_what_a_person_only_took_up_stays(store: Store, state: str) -> None:
    hits = three_matters(store)
    build(store, WEEKS[0])
    store.db.connection.execute("update hits set state = ? where id = ?", [state, hits["us-itc-response"]])
    assert {hit for hit, _ in lines(build(store, WEEKS[1]))} == set(hits.values())


def test_an_event_that_ends_the_clock_ends_its_line(store: Store) -> None:
    hits = three_matters(store)
    build(store, WEEKS[0])
    ended = Event("tro_dissolved", date(2026, 11, 24), "")
    add(store, SUIT, Category.SUIT, "w2", SHOP, Role.PARTY, ended, at=WEEKS[1].begins)
    found = lines(build(store, WEEKS[1]))
    assert (hits["us-suit-tro-expiry"], "us-suit-tro-expiry") not in found
    assert (hits["us-itc-response"], "us-itc-response") in found


def test_a_line_takes_no_number_and_makes_nothing_known(store: Store) -> None:
    three_matters(store)
    first = build(store, WEEKS[0])
    numbers = {line["entry_no"] for line in lines(first).values()}
    build(store, WEEKS[1])
    add(store, "tm:US:99000002", Category.TRADEMARK, "w3", SIGN, Role.MARK,
        Event("published", date(2026, 12, 1), ""), at=WEEKS[2].begins)  # fmt: skip
    third = build(store, WEEKS[2])
    assert {line["entry_no"] for line in lines(third).values() if line["times"] > 1} == numbers
    assert [e.entry_no for e in (*third.issue.full, *third.issue.brief)] == ["2026-49-001"]


def test_a_corrected_issue_counts_the_same_reminders(store: Store) -> None:
    three_matters(store)
    build(store, WEEKS[0])
    issued = build(store, WEEKS[1])
    corrected = build(store, WEEKS[1], correct=True)
    assert lines(corrected) == lines(issued)
    assert {line["times"] for line in lines(build(store, WEEKS[2])).values()} == {3}


def test_an_earlier_week_built_later_holds_what_it_reported_and_nothing_of_later_weeks(store: Store) -> None:
    three_matters(store)
    build(store, WEEKS[0])
    later = add(store, "tm:US:99000002", Category.TRADEMARK, "w3", SIGN, Role.MARK,
                Event("published", date(2026, 12, 1), ""), at=WEEKS[2].begins)  # fmt: skip
    build(store, WEEKS[2])
    between = build(store, WEEKS[1])
    assert later not in {hit for hit, _ in lines(between)}
    assert {line["times"] for line in lines(between).values()} == {2}


def test_what_is_open_costs_no_more_statements_the_more_it_is(tmp_path: Path) -> None:
    def asked(folder: Path, told: int) -> int:
        with Store.open(folder) as store:
            with_history(store, told, 5)
            with counted(store) as statements:
                built = tell(store, AT)
            assert built.issue.open.due
            return len(statements)

    assert asked(tmp_path / "few", 20) == asked(tmp_path / "many", 200)
