"""What is owed, at the very minute, a second before it and a second after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import schedule
from monitor.clock import BEIJING, Week
from monitor.config import SourceConfig
from monitor.config.settings import Settings
from monitor.model import Verdict
from monitor.schedule import OwedIssue, issue_week, last_due, next_due, next_run, owed_issue, owed_runs, run_owed
from monitor.store import Store
from monitor.store.issues import IssueRow
from tests.pipeline.single_source import SOURCES

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
PACER = "us-pacer-rss"


def at(text: str) -> datetime:
    """A moment of Beijing: "11-23 08:30" or "11-23 08:30:01" of 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BEIJING).astimezone(UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


# --- cron -----------------------------------------------------------------------------------------------------------

EVERY_20 = "*/20 * * * *"
DAILY = "15 9 * * *"
WEEKDAYS = "30 8 * * mon-fri"
WEEKLY = "30 8 * * mon"
MONTHLY = "0 6 1 * *"


@pytest.mark.parametrize(
    ("cron", "now", "last"),
    [
        (EVERY_20, "11-20 10:20:00", "11-20 10:20"),
        (EVERY_20, "11-20 10:19:59", "11-20 10:00"),
        (EVERY_20, "11-20 10:39:59", "11-20 10:20"),
        (EVERY_20, "11-21 00:00:00", "11-21 00:00"),
        (DAILY, "11-20 09:15:00", "11-20 09:15"),
        (DAILY, "11-20 09:14:59", "11-19 09:15"),
        (WEEKDAYS, "11-22 23:59:59", "11-20 08:30"),  # Sunday: Friday's
        (WEEKDAYS, "11-23 08:29:59", "11-20 08:30"),
        (WEEKLY, "11-23 08:30:00", "11-23 08:30"),
        (WEEKLY, "11-23 08:29:59", "11-16 08:30"),
        (MONTHLY, "11-01 06:00:00", "11-01 06:00"),
        (MONTHLY, "11-01 05:59:59", "10-01 06:00"),
        (MONTHLY, "11-30 23:00:00", "11-01 06:00"),
    ],
)
def test_a_schedule_has_last_asked_at(cron: str, now: str, last: str) -> None:
    assert last_due(cron, at(now)) == at(last)


def test_a_schedule_that_has_not_asked_for_forty_days_is_taken_for_due_then() -> None:
    now = at("11-20 10:00:00")
    assert last_due("0 8 1 1 *", now) == now - 40 * DAY


@pytest.mark.parametrize(
    ("cron", "now", "following"),
    [
        (EVERY_20, "11-20 10:20:00", "11-20 10:20"),
        (EVERY_20, "11-20 10:20:01", "11-20 10:40"),
        (EVERY_20, "11-20 10:19:59", "11-20 10:20"),
        (WEEKDAYS, "11-20 08:30:01", "11-23 08:30"),
        (WEEKLY, "11-23 08:30:01", "11-30 08:30"),
    ],
)
def test_a_schedule_asks_next_at(cron: str, now: str, following: str) -> None:
    assert next_due(cron, at(now)) == at(following)


@pytest.mark.parametrize(
    ("now", "answered", "following"),
    [
        ("11-20 10:20:00", "11-20 10:20:00", "11-20 10:40"),  # this very minute's run has begun
        ("11-20 10:20:00", "11-20 10:19:59", "11-20 10:20"),
        ("11-20 10:20:00", "11-20 10:20:01", "11-20 10:20"),  # of the future: it answers nothing
        ("11-20 10:19:00", "11-20 10:00:00", "11-20 10:20"),
    ],
)
def test_the_minute_that_was_answered_is_over(now: str, answered: str, following: str) -> None:
    assert next_due(EVERY_20, at(now), at(answered)) == at(following)


# --- runs -----------------------------------------------------------------------------------------------------------


def source(cron: str = WEEKDAYS) -> SourceConfig:
    return SOURCES[PACER].model_copy(update={"schedule": cron})


def ran(store: Store, began: datetime, verdict: Verdict | None, lasted: timedelta = timedelta()) -> None:
    run = store.begin_run(PACER, began, began, began)
    if verdict is not None:
        store.finish_run(run, verdict, began + lasted, "", counts={}, newest_item=None)


def test_a_source_that_never_ran_is_owed(store: Store) -> None:
    assert run_owed(store, source(), at("11-20 08:00:00"))


@pytest.mark.parametrize(
    ("began", "now", "owed"),
    [
        ("11-19 08:30:00", "11-20 08:29:59", False),
        ("11-19 08:30:00", "11-20 08:30:00", True),
        ("11-20 08:29:59", "11-20 08:30:00", True),  # begun a second too early
        ("11-20 08:30:00", "11-20 08:30:00", False),
        ("11-20 08:30:01", "11-20 08:30:01", False),
        ("11-20 08:30:00", "11-23 08:29:59", False),  # the whole weekend
        ("11-20 08:30:00", "11-23 08:30:00", True),
        ("11-20 10:00:01", "11-20 10:00:00", True),  # begun in the future
        ("12-24 10:00:00", "11-20 10:00:00", True),
    ],
)
@pytest.mark.parametrize("verdict", [Verdict.OK, Verdict.UNCHANGED, Verdict.EMPTY])
def test_a_run_answers_what_was_due_before_it(store: Store, began: str, now: str, owed: bool, verdict: Verdict) -> None:
    ran(store, at(began), verdict)
    assert run_owed(store, source(), at(now)) == owed


@pytest.mark.parametrize("verdict", [Verdict.BLOCKED, Verdict.SUSPICIOUS, Verdict.UNPARSED, Verdict.SKIPPED])
def test_what_asking_again_does_not_mend_waits_for_the_schedule(store: Store, verdict: Verdict) -> None:
    ran(store, at("11-20 08:30:00"), verdict)
    assert not run_owed(store, source(), at("11-23 08:29:59"))
    assert run_owed(store, source(), at("11-23 08:30:00"))


def test_a_run_that_was_cut_off_is_owed_at_once(store: Store) -> None:
    ran(store, at("11-20 08:30:00"), None)
    assert run_owed(store, source(), at("11-20 08:30:01"))
    ran(store, at("11-20 08:31:00"), Verdict.OK)
    assert not run_owed(store, source(), at("11-20 08:31:01"))


@pytest.mark.parametrize(
    ("after", "owed"),
    [(timedelta(minutes=4, seconds=59), False), (timedelta(minutes=5), True), (timedelta(minutes=5, seconds=1), True)],
)
@pytest.mark.parametrize("lasted", [timedelta(), timedelta(minutes=3)])
def test_what_failed_on_the_network_is_tried_five_minutes_after_it_ended(
    store: Store, after: timedelta, owed: bool, lasted: timedelta
) -> None:
    ran(store, at("11-20 08:30:00"), Verdict.FAILED, lasted)
    assert run_owed(store, source(), at("11-20 08:30:00") + lasted + after) == owed


def test_a_failure_is_tried_again_later_and_later_until_the_schedule_asks_anyhow(store: Store) -> None:
    began, waited = at("11-20 08:30:00"), []
    for _ in range(8):
        ran(store, began, Verdict.FAILED)
        wait = next(m for m in range(1, 300) if run_owed(store, source(), began + m * MINUTE))
        assert not run_owed(store, source(), began + wait * MINUTE - SECOND)
        assert next_run(store, source(), began) == began + wait * MINUTE
        waited.append(wait)
        began += wait * MINUTE
    assert waited == [5, 15, 30, 60, 120, 240, 240, 240]


def test_a_success_and_a_new_due_time_begin_the_waiting_anew(store: Store) -> None:
    began = at("11-19 08:30:00")
    for _ in range(4):
        ran(store, began, Verdict.FAILED)
        began += 2 * timedelta(hours=1)
    ran(store, began, Verdict.OK)
    ran(store, began + MINUTE, Verdict.FAILED)
    assert run_owed(store, source(), began + 6 * MINUTE)
    assert not run_owed(store, source(), began + 6 * MINUTE - SECOND)
    friday = at("11-20 08:30:00")
    ran(store, friday, Verdict.FAILED)  # the failures of the day before do not count
    assert run_owed(store, source(), friday + 5 * MINUTE)


def test_a_dense_schedule_is_not_slowed_down_by_failures(store: Store) -> None:
    for minute in (0, 5, 20):
        ran(store, at(f"11-20 10:{minute:02}:00"), Verdict.FAILED)
    assert not run_owed(store, source(EVERY_20), at("11-20 10:24:59"))
    assert run_owed(store, source(EVERY_20), at("11-20 10:25:00"))
    ran(store, at("11-20 10:25:00"), Verdict.FAILED)
    assert not run_owed(store, source(EVERY_20), at("11-20 10:39:59"))
    assert run_owed(store, source(EVERY_20), at("11-20 10:40:00"))
    assert next_run(store, source(EVERY_20), at("11-20 10:26:00")) == at("11-20 10:40:00")


def test_a_retry_that_is_overdue_is_due_now(store: Store) -> None:
    ran(store, at("11-20 08:30:00"), Verdict.FAILED)
    now = at("11-20 12:00:00")
    assert next_run(store, source(), now) == now


def test_only_enabled_sources_are_owed_in_the_order_of_the_file(store: Store) -> None:
    now = at("11-20 10:00:00")
    names = [c.id for c in SOURCES.values() if c.enabled]
    assert owed_runs(store, SOURCES.values(), now) == names
    off = [c.model_copy(update={"enabled": False}) for c in SOURCES.values()]
    assert owed_runs(store, off, now) == []


# --- issues ---------------------------------------------------------------------------------------------------------

FIRE = at("11-23 08:30:00")  # a Monday: the issue of the week before
W47 = Week(2026, 47)
FILE: dict[str, Any] = {"bulletin_schedule": WEEKLY}
MAIL = {**FILE, "smtp_host": "mail.example", "mail_from": "ip@office.example", "mail_to": "a@office.example"}
SENT = {**MAIL, "bulletin_send": True}


def settings(values: dict[str, Any]) -> Settings:
    return Settings.model_construct(**values)


def keep(
    store: Store,
    built: datetime,
    channel: str = "mail",
    *,
    revision: int = 0,
    released: datetime | None = None,
    told: datetime | None = None,
    week: Week = W47,
) -> None:
    row = IssueRow("office", week, revision, week.number, built, 0, "DEMO", "d", "f", channel)
    issue = store.keep_issue(row, [])
    if released is not None:
        store.release_issue(issue, released)
    if told is not None:
        store.tell(issue, told)


@pytest.mark.parametrize("values", [FILE, MAIL, SENT])
def test_without_a_schedule_no_issue_is_owed(store: Store, values: dict[str, Any]) -> None:
    for empty in ("", None):
        assert owed_issue(store, settings({**values, "bulletin_schedule": empty}), FIRE) is None


@pytest.mark.parametrize(
    ("values", "release"), [(FILE, True), (MAIL, False), (SENT, True), ({**FILE, "bulletin_send": True}, True)]
)
def test_an_issue_is_owed_from_the_very_second(store: Store, values: dict[str, Any], release: bool) -> None:
    asked = settings(values)
    assert owed_issue(store, asked, FIRE) == OwedIssue(W47, release)
    # A second before, it is the one of the Monday before that nobody has built.
    assert owed_issue(store, asked, FIRE - SECOND) == OwedIssue(Week(2026, 46), release)


@pytest.mark.parametrize(
    ("values", "built", "owed"),
    [
        (MAIL, FIRE - SECOND, True),  # a look taken before the time came is not the issue
        (MAIL, FIRE, False),
        (MAIL, FIRE + SECOND, False),
        (SENT, FIRE - SECOND, True),
        (SENT, FIRE + SECOND, True),  # the daemon is to release it
        (FILE, FIRE - SECOND, True),
        (FILE, FIRE + SECOND, True),
    ],
)
def test_a_draft_answers_where_a_person_is_to_release_it(
    store: Store, values: dict[str, Any], built: datetime, owed: bool
) -> None:
    keep(store, built, "file" if values is FILE else "mail")
    found = owed_issue(store, settings(values), FIRE + 2 * SECOND)
    assert found == (OwedIssue(W47, values is not MAIL) if owed else None)


@pytest.mark.parametrize("values", [FILE, MAIL, SENT])
def test_what_a_person_released_before_its_time_is_there(store: Store, values: dict[str, Any]) -> None:
    keep(store, FIRE - DAY, "file" if values is FILE else "mail", released=FIRE - DAY)
    assert owed_issue(store, settings(values), FIRE) is None


@pytest.mark.parametrize("values", [MAIL, SENT])
def test_a_correction_that_is_only_a_draft_does_not_make_its_issue_owed(store: Store, values: dict[str, Any]) -> None:
    keep(store, FIRE - DAY, released=FIRE - DAY, told=FIRE - DAY)
    keep(store, FIRE - SECOND, revision=1)
    assert owed_issue(store, settings(values), FIRE) is None


def test_an_issue_of_another_audience_answers_nothing(store: Store) -> None:
    row = IssueRow("city-demo", W47, 0, 47, FIRE, 0, "DEMO", "d", "f", "mail")
    store.release_issue(store.keep_issue(row, []), FIRE)
    assert owed_issue(store, settings(SENT), FIRE) == OwedIssue(W47, True)


@pytest.mark.parametrize(("late", "owed"), [(timedelta(), True), (8 * DAY, True), (8 * DAY + SECOND, False)])
def test_an_issue_is_made_up_for_for_eight_days(store: Store, late: timedelta, owed: bool) -> None:
    monthly = settings({**SENT, "bulletin_schedule": MONTHLY})
    fire = at("11-01 06:00:00")
    assert owed_issue(store, monthly, fire + late) == (OwedIssue(Week(2026, 44), True) if owed else None)


def test_an_issue_that_was_missed_is_left_to_the_next_one(store: Store) -> None:
    """The machine was off for a month: one issue tells it all."""
    assert owed_issue(store, settings(SENT), FIRE + 28 * DAY) == OwedIssue(Week(2026, 51), True)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2026-11-23T08:30:00+08:00", "2026-W47"),
        ("2026-11-23T23:59:59+08:00", "2026-W47"),
        ("2026-11-24T00:00:00+08:00", "2026-W48"),  # made on Tuesday it is about the week that runs
        ("2026-11-22T23:59:59+08:00", "2026-W47"),
        ("2026-11-23T00:00:00+08:00", "2026-W47"),
        ("2026-11-23T00:30:00+00:00", "2026-W47"),
        ("2027-01-04T08:30:00+08:00", "2026-W53"),
        ("2027-01-05T00:00:00+08:00", "2027-W01"),
    ],
)
def test_an_issue_is_about_the_week_of_the_day_before_in_beijing(moment: str, week: str) -> None:
    assert issue_week(datetime.fromisoformat(moment).astimezone(UTC)) == Week.parse(week)


def test_what_comes_next_names_enabled_sources_and_the_bulletin(store: Store) -> None:
    now = at("11-20 10:20:01")
    one = {PACER: source(EVERY_20), "off": source(EVERY_20).model_copy(update={"id": "off", "enabled": False})}
    assert schedule.coming(settings(MAIL), one, now) == {PACER: at("11-20 10:40:00"), "bulletin": FIRE}
    assert "bulletin" not in schedule.coming(settings({**MAIL, "bulletin_schedule": ""}), one, now)
