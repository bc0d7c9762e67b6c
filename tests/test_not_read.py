"""Since when a source was not read: one answer, whatever stretch of time is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.coverage import coverage_of
from monitor.model import SourceState, Verdict
from monitor.not_read import NotRead, in_words, not_read
from monitor.store import Store
from monitor.texts import Texts
from tests.collect.single_source import SOURCES

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LAST = datetime(2026, 11, 20, 2, tzinfo=UTC)  # 10:00 in Beijing
NOW = LAST + 18 * DAY + HOUR
SOURCE = SOURCES["br-inpi"].model_copy(update={"schedule": "0 6 * * *"})
BEGINS = (NOW - DAY, NOW - 7 * DAY, LAST - 3 * DAY)  # of the periods that different doors ask about
SAID = {"ok": "", "failed": '[["health.status", {"status": 500}]]', "suspicious": '[["health.min_items", {}]]'}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def ran(store: Store, started: datetime, verdict: Verdict = Verdict.OK, back: timedelta = DAY) -> None:
    run = store.runs.begin(SOURCE.id, started, started - back, started)
    store.runs.finish(run, verdict, started, SAID[verdict.value], counts={"items": 9}, newest_item=None)
    if verdict.checked:
        store.sources.advance(SOURCE.id, {}, started)


def found(store: Store, begin: datetime, now: datetime = NOW) -> tuple[NotRead | None, str]:
    (judged,) = coverage_of(store, {SOURCE.id: SOURCE}, begin, now, Texts("zh"), now)
    lacking = not_read(store, judged)
    return lacking, in_words(lacking, judged, now, Texts("zh"))


@pytest.mark.parametrize("begin", BEGINS)
def test_a_source_nobody_queries_is_not_read_since_its_last_run_whatever_period_is_asked_about(
    store: Store, begin: datetime
) -> None:
    ran(store, LAST, back=9 * DAY)
    lacking, said = found(store, begin)
    assert lacking == NotRead(LAST)
    assert said == "已 18 天未查询（上次成功11月20日10:00）"


@pytest.mark.parametrize(
    ("verdict", "says"),
    [
        (Verdict.FAILED, "没有查询成功（上次成功11月20日10:00）"),
        (Verdict.SUSPICIOUS, "没有通过核验的查询（上次成功11月20日10:00）"),
    ],
)
def test_runs_that_do_not_count_leave_it_unread(store: Store, verdict: Verdict, says: str) -> None:
    ran(store, LAST, back=9 * DAY)
    for days in range(1, 19):
        ran(store, LAST + days * DAY, verdict)
    for begin in BEGINS:
        lacking, said = found(store, begin)
        assert lacking == NotRead(LAST)
        assert said == f"已 18 天{says}"


def test_a_stretch_between_two_runs_is_named_from_its_begin_to_its_end(store: Store) -> None:
    ran(store, LAST, back=9 * DAY)
    ran(store, NOW - HOUR, back=DAY)
    for begin in (LAST - 3 * DAY, LAST + 3 * DAY, NOW - 5 * DAY):
        lacking, said = found(store, begin)
        assert lacking == NotRead(LAST, NOW - HOUR - DAY)
        assert said == "11月20日10:00至12月7日10:00的内容没有查到"


def test_what_lies_before_the_first_run_has_no_beginning(store: Store) -> None:
    ran(store, NOW - HOUR, back=DAY)
    for begin in (NOW - 7 * DAY, LAST):
        lacking, said = found(store, begin)
        assert lacking == NotRead(None, NOW - HOUR - DAY)
        assert lacking.begins is None
        assert said == "12月7日10:00以前的内容没有查过"


def test_of_what_was_never_queried_and_of_what_was_read_nothing_is_said(store: Store) -> None:
    (judged,) = coverage_of(store, {SOURCE.id: SOURCE}, NOW - DAY, NOW, Texts("zh"), NOW)
    assert judged.state is SourceState.NEVER
    assert in_words(not_read(store, judged), judged, NOW, Texts("zh")) == ""
    ran(store, NOW - HOUR, back=9 * DAY)
    assert found(store, NOW - 7 * DAY) == (None, "")
