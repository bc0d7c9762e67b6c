"""What is owed now: runs, second attempts, issues. Each limit to the second, each state of the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.config import SourceConfig
from monitor.config.settings import Settings
from monitor.config.sources import Window
from monitor.issue.building import build_issue
from monitor.model import Verdict
from monitor.schedule import (
    OwedIssue,
    coming,
    issue_week,
    last_due,
    next_due,
    next_run,
    out_of_reach,
    owed_issue,
    owed_runs,
    run_owed,
    unsigned_issue,
    weeks_without_issue,
)
from monitor.store import Store
from monitor.texts import Texts
from tests.collect.single_source import SOURCES

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# 09:00 in Beijing every day.
SOURCE = SOURCES["br-inpi"].model_copy(update={"schedule": "0 9 * * *"})
DUE = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # a Tuesday, 09:00 in Beijing


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def ran(store: Store, started: datetime, verdict: Verdict | None = Verdict.OK, took: timedelta = MINUTE) -> None:
    run = store.runs.begin(SOURCE.id, started, None, None)
    if verdict is not None:
        store.runs.finish(run, verdict, started + took, "", counts={}, newest_item=None)


# --- runs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("started", "now", "owed"),
    [
        (None, DUE, True),  # never ran
        (DUE - DAY, DUE - SECOND, False),
        (DUE - DAY, DUE, True),
        (DUE - SECOND, DUE, True),
        (DUE, DUE, False),
        (DUE, DUE + HOUR, False),
        (DUE + HOUR, DUE + HOUR, False),
        (DUE, DUE + DAY - SECOND, False),
        (DUE, DUE + DAY, True),
        (DUE + 2 * HOUR, DUE + HOUR, True),  # made under a clock that was ahead: it says nothing of today
    ],
)
def test_a_run_is_owed_from_the_second_it_is_due_until_one_is_begun(
    store: Store, started: datetime | None, now: datetime, owed: bool
) -> None:
    if started is not None:
        ran(store, started)
    assert run_owed(store, SOURCE, now) is owed
    assert owed_runs(store, [SOURCE], now) == ([SOURCE.id] if owed else [])
    off = SOURCE.model_copy(update={"enabled": False})
    assert owed_runs(store, [off], now) == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_a_run_that_failed_is_tried_again_before_its_time(store: Store, verdict: Verdict) -> None:
    ran(store, DUE, verdict)
    assert run_owed(store, SOURCE, DUE + 12 * HOUR) is (verdict is Verdict.FAILED)


def test_a_run_that_was_cut_off_is_owed_at_once(store: Store) -> None:
    ran(store, DUE, None)
    assert run_owed(store, SOURCE, DUE + MINUTE)
    ran(store, DUE + MINUTE)
    assert not run_owed(store, SOURCE, DUE + 2 * MINUTE)


@pytest.mark.parametrize(
    ("failed", "minutes"), [(1, 5), (2, 15), (3, 30), (4, 60), (5, 120), (6, 240), (7, 240), (9, 240)]
)
def test_a_failed_run_is_tried_again_later_and_later(store: Store, failed: int, minutes: int) -> None:
    ran(store, DUE - DAY, Verdict.FAILED)  # of yesterday: it does not count today
    for n in range(failed):
        ran(store, DUE + n * MINUTE, Verdict.FAILED, took=timedelta())
    again = DUE + (failed - 1 + minutes) * MINUTE
    assert not run_owed(store, SOURCE, again - SECOND)
    assert run_owed(store, SOURCE, again)
    assert next_run(store, SOURCE, DUE + failed * MINUTE) == again
    assert next_run(store, SOURCE, again + HOUR) == again + HOUR  # overdue: now


def test_the_wait_counts_from_the_end_of_a_run_and_only_the_failures_since_the_last_good_one(store: Store) -> None:
    for n in range(4):
        ran(store, DUE + n * MINUTE, Verdict.FAILED)
    ran(store, DUE + 10 * MINUTE, Verdict.OK)
    ran(store, DUE + 20 * MINUTE, Verdict.FAILED, took=7 * MINUTE)
    assert next_run(store, SOURCE, DUE + HOUR / 2) == DUE + 32 * MINUTE
    assert not run_owed(store, SOURCE, DUE + 32 * MINUTE - SECOND)


def test_a_failure_from_before_the_schedule_asked_does_not_put_off_what_it_asks(store: Store) -> None:
    ran(store, DUE - HOUR, Verdict.FAILED)
    assert next_run(store, SOURCE, DUE + MINUTE) == DUE + MINUTE
    assert run_owed(store, SOURCE, DUE)


def test_the_schedule_asks_before_a_late_second_attempt(store: Store) -> None:
    for n in range(6):
        ran(store, DUE + 21 * HOUR + n * MINUTE, Verdict.FAILED, took=timedelta())
    assert next_run(store, SOURCE, DUE + 22 * HOUR) == DUE + DAY
    ran(store, DUE + DAY)
    assert next_run(store, SOURCE, DUE + DAY + MINUTE) == DUE + 2 * DAY


def test_without_a_run_the_next_is_the_one_of_the_schedule(store: Store) -> None:
    assert next_run(store, SOURCE, DUE - HOUR) == DUE
    assert next_run(store, SOURCE, DUE + SECOND) == DUE + DAY


@pytest.mark.parametrize(
    ("hours", "read", "lost"),
    [(24.0, 24 * HOUR, False), (24.0, 24 * HOUR + SECOND, True), (24.0, None, False), (None, 90 * DAY, False)],
)
def test_what_lies_before_the_reach_of_a_source_is_lost(
    hours: float | None, read: timedelta | None, lost: bool
) -> None:
    config: SourceConfig = SOURCE.model_copy(update={"window": Window(reach_hours=hours)})
    reason = out_of_reach(config, None if read is None else DUE - read, DUE)
    assert (reason is not None) is lost
    if reason is not None:
        assert reason.params["until"] == "2026-11-23 09:00"


# --- issues -------------------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 08:30 in Beijing
WEEK = Week(2026, 47)
AS_FILE = Settings(bulletin_schedule="30 8 * * mon", bulletin_send="off")
BY_MAIL = Settings(
    bulletin_schedule="30 8 * * mon", smtp_host="mail.office.example", mail_from="b@office.example",
    mail_to="one@office.example", bulletin_send="auto",
)  # fmt: skip
BUILT_ONLY = BY_MAIL.model_copy(update={"bulletin_send": "off"})
SIGNED = BY_MAIL.model_copy(update={"bulletin_send": "approved"})


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (MONDAY - SECOND, Week(2026, 46)),
        (MONDAY, WEEK),
        (MONDAY + 6 * DAY, WEEK),
        (MONDAY + 7 * DAY - SECOND, WEEK),
        (MONDAY + 7 * DAY, Week(2026, 48)),
    ],
)
@pytest.mark.parametrize(
    ("settings", "release"), [(AS_FILE, True), (BY_MAIL, True), (BUILT_ONLY, False), (SIGNED, False)]
)
def test_an_issue_is_owed_from_its_second_on(
    store: Store, settings: Settings, release: bool, now: datetime, week: Week
) -> None:
    assert owed_issue(store, settings, now) == OwedIssue(week, release)
    assert owed_issue(store, settings.model_copy(update={"bulletin_schedule": ""}), now) is None


@pytest.mark.parametrize(
    ("settings", "built", "released", "owed"),
    [
        (AS_FILE, MONDAY, True, False),
        (AS_FILE, MONDAY - DAY, True, False),  # a person released it early: it is there
        (AS_FILE, MONDAY + HOUR, False, True),  # built and not released
        (BY_MAIL, MONDAY, True, False),
        (BY_MAIL, MONDAY + HOUR, False, True),
        (BUILT_ONLY, MONDAY, False, False),
        (BUILT_ONLY, MONDAY + HOUR, False, False),
        (BUILT_ONLY, MONDAY - SECOND, False, True),  # built before it was due: what came since is missing
        (BUILT_ONLY, MONDAY - SECOND, True, False),
        (SIGNED, MONDAY, False, False),  # it waits for a signature, and is not built again
        (SIGNED, MONDAY - SECOND, False, True),
    ],
)
def test_an_issue_that_is_there_is_not_owed(
    store: Store, settings: Settings, built: datetime, released: bool, owed: bool
) -> None:
    build_issue(store, settings, {}, WEEK, built, Texts("zh"), release=released)
    assert (owed_issue(store, settings, MONDAY + 2 * HOUR) is not None) is owed


@pytest.mark.parametrize(("late", "owed"), [(8 * DAY, True), (8 * DAY + SECOND, False)])
def test_an_issue_of_long_ago_is_not_made_up_for(store: Store, late: timedelta, owed: bool) -> None:
    monthly = Settings(bulletin_schedule="30 8 1 * *")
    first = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
    assert (owed_issue(store, monthly, first + late) is not None) is owed


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2026-11-23T00:00:00+08:00", "2026-W47"),
        ("2026-11-23T23:59:59+08:00", "2026-W47"),
        ("2026-11-24T00:00:00+08:00", "2026-W48"),
        ("2026-11-29T12:00:00+08:00", "2026-W48"),
        ("2027-01-04T08:30:00+08:00", "2026-W53"),
    ],
)
def test_an_issue_is_about_the_week_in_which_the_day_before_lies(moment: str, week: str) -> None:
    assert issue_week(datetime.fromisoformat(moment)) == Week.parse(week)


# --- cron ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schedule", "now", "last"),
    [
        ("0 9 * * *", DUE, DUE),
        ("0 9 * * *", DUE - SECOND, DUE - DAY),
        ("*/5 * * * *", DUE + 4 * MINUTE + 59 * SECOND, DUE),
        ("0 * * * *", DUE + 59 * MINUTE, DUE),
        ("0 9 * * mon", DUE, DUE - DAY),
        ("0 9 * * wed", DUE, DUE - 6 * DAY),
        ("0 9 1 * *", DUE, datetime(2026, 11, 1, 1, 0, tzinfo=UTC)),
        ("0 9 24 * *", DUE - SECOND, datetime(2026, 10, 24, 1, 0, tzinfo=UTC)),
        ("0 9 1 1 *", DUE, DUE - 40 * DAY),  # it did not ask for so long
    ],
)
def test_the_last_time_a_schedule_asked(schedule: str, now: datetime, last: datetime) -> None:
    assert last_due(schedule, now) == last


@pytest.mark.parametrize(
    ("now", "answered", "following"),
    [
        (DUE - SECOND, None, DUE),
        (DUE, None, DUE),
        (DUE, DUE - SECOND, DUE),
        (DUE, DUE, DUE + DAY),  # this minute's run was begun
        (DUE, DUE + SECOND, DUE),  # under a clock that was ahead
        (DUE + SECOND, DUE, DUE + DAY),
    ],
)
def test_the_next_time_a_schedule_asks(now: datetime, answered: datetime | None, following: datetime) -> None:
    assert next_due("0 9 * * *", now, answered) == following


def test_a_schedule_of_every_minute_asks_in_the_next_one() -> None:
    assert next_due("* * * * *", DUE, DUE) == DUE + MINUTE


def test_what_comes_next_is_named_for_what_is_switched_on() -> None:
    off = SOURCE.model_copy(update={"id": "us-off", "enabled": False})
    sources = {SOURCE.id: SOURCE, off.id: off}
    assert coming(AS_FILE, sources, DUE) == {SOURCE.id: DUE, "bulletin": MONDAY + 7 * DAY}
    assert coming(Settings(), sources, DUE) == {SOURCE.id: DUE}


# --- what lies too long -------------------------------------------------------------------------------------------------

ENDED = datetime(2026, 11, 22, 16, tzinfo=UTC)  # the 47th week, in Beijing
UNPLANNED = SIGNED.model_copy(update={"bulletin_schedule": ""})


@pytest.mark.parametrize(("after", "waits"), [(3 * DAY, False), (3 * DAY + SECOND, True), (30 * DAY, True)])
def test_an_issue_waits_too_long_for_its_signature_though_nobody_set_a_time(
    store: Store, after: timedelta, waits: bool
) -> None:
    build_issue(store, UNPLANNED, {}, WEEK, MONDAY, Texts("zh"))
    found = unsigned_issue(store, UNPLANNED, MONDAY + after)
    assert found is not None
    assert (found.late, found.waits) == (False, waits)


@pytest.mark.parametrize(
    ("now", "weeks"),
    [
        (ENDED + 3 * DAY - SECOND, None),
        (ENDED + 3 * DAY, (47, 47)),
        (ENDED + 10 * DAY - SECOND, (47, 47)),
        (ENDED + 10 * DAY, (47, 48)),
    ],
)
def test_weeks_that_are_over_for_days_without_an_issue_are_named(
    store: Store, now: datetime, weeks: tuple[int, int] | None
) -> None:
    assert weeks_without_issue(store, UNPLANNED, now) is None  # nothing was ever read: no week to tell of
    ran(store, ENDED - DAY)
    found = weeks_without_issue(store, UNPLANNED, now)
    assert (found and (found[0].number, found[1].number)) == weeks
    build_issue(store, UNPLANNED, {}, WEEK, ENDED - HOUR, Texts("zh"))
    found = weeks_without_issue(store, UNPLANNED, now)
    assert (found and (found[0].number, found[1].number)) == ((48, 48) if weeks == (47, 48) else None)
