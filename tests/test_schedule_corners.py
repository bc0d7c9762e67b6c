"""What is owed where schedules are odd: weekends, dense times, drafts, corrections, other audiences, a month away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import BEIJING, Week
from monitor.config import SourceConfig
from monitor.config.settings import Settings
from monitor.model import Verdict
from monitor.schedule import OwedIssue, last_due, next_run, owed_issue, run_owed
from monitor.store import Store
from monitor.store.issues import IssueRow
from tests.collect.single_source import SOURCES

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PACER = "us-pacer-rss"
EVERY_20 = "*/20 * * * *"
DAILY = "15 9 * * *"
WEEKDAYS = "30 8 * * mon-fri"
WEEKLY = "30 8 * * mon"
MONTHLY = "0 6 1 * *"


def at(text: str) -> datetime:
    """A moment of Beijing: "11-23 08:30" or "11-23 08:30:01" of 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BEIJING).astimezone(UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def source(cron: str = WEEKDAYS) -> SourceConfig:
    return SOURCES[PACER].model_copy(update={"schedule": cron})


def ran(store: Store, began: datetime, verdict: Verdict | None, lasted: timedelta = timedelta()) -> None:
    run = store.runs.begin(PACER, began, began, began)
    if verdict is not None:
        store.runs.finish(run, verdict, began + lasted, "", counts={}, newest_item=None)


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


@pytest.mark.parametrize("verdict", [Verdict.BLOCKED, Verdict.SUSPICIOUS, Verdict.UNPARSED, Verdict.SKIPPED])
def test_what_asking_again_does_not_mend_waits_for_the_schedule(store: Store, verdict: Verdict) -> None:
    ran(store, at("11-20 08:30:00"), verdict)
    assert not run_owed(store, source(), at("11-23 08:29:59"))
    assert run_owed(store, source(), at("11-23 08:30:00"))


def test_a_dense_schedule_is_not_slowed_down_by_failures(store: Store) -> None:
    for minute in (0, 5, 20):
        ran(store, at(f"11-20 10:{minute:02}:00"), Verdict.FAILED)
    assert not run_owed(store, source(EVERY_20), at("11-20 10:24:59"))
    assert run_owed(store, source(EVERY_20), at("11-20 10:25:00"))
    ran(store, at("11-20 10:25:00"), Verdict.FAILED)
    assert not run_owed(store, source(EVERY_20), at("11-20 10:39:59"))
    assert run_owed(store, source(EVERY_20), at("11-20 10:40:00"))
    assert next_run(store, source(EVERY_20), at("11-20 10:26:00")) == at("11-20 10:40:00")


FIRE = at("11-23 08:30:00")  # a Monday: the issue of the week before
W47 = Week(2026, 47)
FILE: dict[str, Any] = {"bulletin_schedule": WEEKLY, "bulletin_send": "off"}
MAIL = {**FILE, "smtp_host": "mail.example", "mail_from": "ip@office.example", "mail_to": "a@office.example"}
SENT = {**MAIL, "bulletin_send": "auto"}


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
    issue = store.issues.keep(row, [])
    if released is not None:
        store.issues.release(issue, released)
    if told is not None:
        store.issues.mark_reported(issue, told)


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
    store.issues.release(store.issues.keep(row, []), FIRE)
    assert owed_issue(store, settings(SENT), FIRE) == OwedIssue(W47, True)


def test_an_issue_that_was_missed_is_left_to_the_next_one(store: Store) -> None:
    """The machine was off for a month: one issue tells it all."""
    assert owed_issue(store, settings(SENT), FIRE + 28 * DAY) == OwedIssue(Week(2026, 51), True)
