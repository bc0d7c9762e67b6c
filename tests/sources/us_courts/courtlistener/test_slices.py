"""What is promised of the window of a sweep: read in slices, within the published limits, and nothing read is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collect.run import RunResult
from monitor.config import SourceConfig
from monitor.model import Verdict
from monitor.sources.us_courts.courtlistener.queries import queries
from monitor.sources.us_courts.courtlistener.slices import due, parted, stretches
from monitor.store import Store
from monitor.texts import Texts
from tests.collect.single_source import SOURCES, replay
from tests.collect.single_source import ran as replayed
from tests.sources.us_courts.courtlistener.service import Service, filed_in, ran

BEGIN = datetime(2026, 11, 20, 23, 20, tzinfo=UTC)  # 07:20 in Beijing
CONFIG = SOURCES["us-courtlistener"]
AN_HOUR, A_DAY = 50, 125  # requests the service allows to a token


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "state") as opened:
        yield opened


@pytest.fixture
def service(tmp_path: Path) -> Service:
    (tmp_path / "answers").mkdir()
    return Service(filed_in(date(2026, 8, 1), date(2027, 1, 31)), tmp_path / "answers")


class Office:
    """Runs twice a day, and what each of them asked for."""

    def __init__(self, store: Store, service: Service, tmp_path: Path, config: SourceConfig = CONFIG) -> None:
        self.store, self.service, self.config = store, service, config
        self.folder = replay(tmp_path)
        self.at = BEGIN
        self.requests: list[int] = []

    def run(self) -> RunResult:
        result = ran(self.store, self.config, self.service, self.at, self.folder)
        self.requests.append(len(self.service.asked))
        self.at += timedelta(hours=12)
        return result


def test_a_year_of_3300_suits_becomes_checked_in_a_few_runs_and_stays_so(
    store: Store, service: Service, tmp_path: Path
) -> None:
    office = Office(store, service, tmp_path)
    verdicts = [office.run().verdict for _ in range(20)]
    first_ok = verdicts.index(Verdict.OK)
    assert first_ok <= 3
    assert all(v.checked for v in verdicts[first_ok:])
    assert max(office.requests) <= AN_HOUR
    assert max(a + b for a, b in zip(office.requests, office.requests[1:], strict=False)) <= A_DAY
    until = store.sources.checked_until(CONFIG.id)
    assert until == office.at - timedelta(hours=12)
    met = set(store.db.column("select key from matters"))
    window = [s for s in service.suits if BEGIN.date() - timedelta(days=30) <= date.fromisoformat(s["dateFiled"])]
    filed = [s for s in window if date.fromisoformat(s["dateFiled"]) <= service.today]
    assert len(filed) > 300
    assert not {f"us-dct:ilnd:{s['docketNumber']}" for s in filed} - met


def test_a_run_that_could_not_finish_names_the_days_and_the_next_goes_on_there(
    store: Store, service: Service, tmp_path: Path
) -> None:
    office = Office(store, service, tmp_path)
    first = office.run()
    assert first.verdict is Verdict.SUSPICIOUS
    (left,) = first.reasons
    said = Texts("zh").reason(left)
    assert "2026-10-" in said
    assert "下次" in said
    assert store.sources.checked_until(CONFIG.id) is None
    known = store.streams.days_read(CONFIG.id, office_reading(store), office.at)
    assert BEGIN.date() in known["schedule-a"]
    office.run()
    asked = [dict(parse_qsl(urlsplit(u).query)) for u in service.asked]
    ends = {date.fromisoformat(v) for q in asked for k, v in q.items() if k.endswith("_before")}
    assert ends
    whole = set.intersection(*(set(known[sweep]) for sweep in known))
    assert not ends & whole  # what was read to its end is not asked for again


def office_reading(store: Store) -> str:
    return str(store.db.value("select version from stream_days limit 1"))


def test_what_was_read_before_a_failure_stays_read(store: Store, service: Service, tmp_path: Path) -> None:
    office = Office(store, service, tmp_path)
    service.broken = frozenset({40})
    first = office.run()
    assert first.verdict is Verdict.FAILED
    assert store.db.value("select count(*) from stream_days")
    asked = dict(parse_qsl(urlsplit(service.asked[39]).query))
    (sweep,) = (str(q["name"]) for q in queries()["query"] if q["q"] == asked["q"])
    (since,) = (date.fromisoformat(v) for k, v in asked.items() if k.endswith("_after"))
    known = store.streams.days_read(CONFIG.id, office_reading(store), office.at)
    assert since not in known.get(sweep, {})  # what failed on the way was not read to its end
    service.broken = frozenset()
    verdicts = [office.run().verdict for _ in range(4)]
    assert Verdict.OK in verdicts


def test_what_was_in_doubt_is_asked_for_again(store: Store, service: Service, tmp_path: Path) -> None:
    office = Office(store, service, tmp_path)
    service.suits = []  # a sweep that cannot be empty is empty: the question was not understood
    assert office.run().verdict is Verdict.SUSPICIOUS
    assert not store.db.value("select count(*) from stream_days where stream = 'schedule-a'")


def test_the_small_pages_of_older_settings_are_enough(store: Store, service: Service, tmp_path: Path) -> None:
    options = {**CONFIG.options, "max_pages": 4, "revisits": 5}
    office = Office(store, service, tmp_path, CONFIG.model_copy(update={"options": options}))
    verdicts = [office.run().verdict for _ in range(6)]
    assert Verdict.OK in verdicts[:5]
    assert max(office.requests) <= AN_HOUR


def test_a_service_that_does_not_heed_the_end_of_a_window_is_read_to_its_end(
    store: Store, service: Service, tmp_path: Path
) -> None:
    service.heedless = True
    wide = CONFIG.model_copy(update={"budget": CONFIG.budget.model_copy(update={"per_hour": 500})})
    assert Office(store, service, tmp_path, wide).run().verdict is Verdict.OK
    filed = {
        f"us-dct:ilnd:{s['docketNumber']}"
        for s in service.suits
        if timedelta() <= service.today - date.fromisoformat(s["dateFiled"]) <= timedelta(days=30)
    }
    assert filed <= set(store.db.column("select key from matters"))


# --- which days, and in which slices ------------------------------------------------------------------------------

TODAY = BEGIN.date()
TEN = timedelta(days=10)


def test_the_newest_days_are_read_in_every_run_and_older_ones_once_a_day() -> None:
    since = TODAY - timedelta(days=9)
    every = [TODAY - timedelta(days=n) for n in range(10)]
    assert due({}, since, BEGIN, TEN) == every
    morning = dict.fromkeys(every, BEGIN - timedelta(hours=12))
    assert due(morning, since, BEGIN, TEN) == every[:3]
    yesterday = dict.fromkeys(every, BEGIN - timedelta(hours=24))
    assert due(yesterday, since, BEGIN, TEN) == every


def test_a_day_is_settled_once_it_was_read_after_dockets_can_still_come_in() -> None:
    day = TODAY - timedelta(days=20)
    assert day not in due({day: BEGIN - timedelta(days=9)}, day, BEGIN, TEN)
    assert day in due({day: BEGIN - timedelta(days=11)}, day, BEGIN, TEN)
    assert day in due({day: BEGIN + timedelta(days=400)}, day, BEGIN, TEN)  # under a clock that was wrong


@given(st.sets(st.dates(date(2026, 9, 1), date(2026, 11, 20)), max_size=40), st.integers(1, 12))
def test_stretches_hold_the_days_and_nothing_else(days: set[date], longest: int) -> None:
    found = stretches(sorted(days, reverse=True), longest)
    held = [first + timedelta(days=n) for first, last in found for n in range((last - first).days + 1)]
    assert sorted(held) == sorted(days)
    assert all((last - first).days < longest for first, last in found)
    assert [s[1] for s in found] == sorted((s[1] for s in found), reverse=True)


@given(st.integers(2, 40), st.integers(1, 5_000), st.integers(1, 400))
def test_the_parts_of_a_slice_hold_all_of_its_days_once_and_are_smaller(count: int, found: int, most: int) -> None:
    days = (TODAY - timedelta(days=count - 1), TODAY)
    parts = parted(days, found, most)
    held = sorted(first + timedelta(days=n) for first, last in parts for n in range((last - first).days + 1))
    assert held == [days[0] + timedelta(days=n) for n in range(count)]
    assert all(part != days for part in parts)


def test_a_single_day_has_no_parts() -> None:
    assert parted((TODAY, TODAY), 900, 200) == []


def test_the_same_pages_whatever_is_asked_become_checked_once_all_were_read(store: Store, tmp_path: Path) -> None:
    """A folder of answers knows nothing of windows: what came before and was read to its end is not read again."""
    suits = filed_in(date(2026, 10, 21), BEGIN.date())[::-1]
    url = CONFIG.urls["search"]

    def chain(question: str, name: str) -> list[dict[str, Any]]:
        pages = [suits[at : at + 20] for at in range(0, len(suits), 20)]
        found = []
        for number, page in enumerate(pages):
            following = f"{url}?cursor={name}-{number + 1}" if number + 1 < len(pages) else None
            body = {"count": len(suits), "next": following, "previous": None, "results": page}
            query = {"cursor": f"{name}-{number}"} if number else {"q": question}
            found.append({"url": url, "query": query, "body": json.dumps(body), "headers": JSON})
        return found

    nothing = {"url": url, "body": '{"count": 0, "next": null, "previous": null, "results": []}', "headers": JSON}
    tro, listed = '("temporary restraining order" OR*', '"identified on Schedule A" OR*'
    folder = replay(tmp_path, *chain('caseName:"Schedule A"', "a"), *chain(tro, "b"), *chain(listed, "c"), nothing)
    verdicts = [replayed(store, CONFIG, folder, BEGIN + n * timedelta(hours=12))[0] for n in range(3)]
    assert verdicts == [Verdict.SUSPICIOUS, Verdict.OK, Verdict.UNCHANGED]
    assert store.matters.count() == len(suits) > 250
    assert store.sources.checked_until(CONFIG.id) == BEGIN + timedelta(hours=24)


JSON = {"content-type": "application/json"}
