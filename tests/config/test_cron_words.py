"""A schedule in words says what the timer does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger

from monitor.clock import BEIJING
from monitor.config.cron_words import schedule_in_words
from monitor.texts import LANGUAGES, Texts

ZH = Texts("zh")
SAID = {
    "20 7,19 * * *": "每天 7:20、19:20",
    "*/20 * * * *": "每 20 分钟",
    "* * * * *": "每分钟",
    "10 22 * * tue,wed": "每周二、周三 22:10",
    "30 8 * * mon": "每周一 8:30",
    "*/20 8-18 * * mon-fri": "每周一至周五 8:00 至 18:40 每 20 分钟",
    "0 9 1,15 * *": "每月 1、15 日 9:00",
    "0 9 last * *": "每月最后一天 9:00",
    "0 0 29 2 *": "每年 2 月 29 日 0:00",
    "15 * * * *": "每小时的第 15 分",
    "0 */2 * * *": "每 2 小时（0:00 起）",
    "0 8 * * mon-sun": "每天 8:00",
}


@pytest.mark.parametrize("schedule", SAID)
def test_a_schedule_is_said_in_words(schedule: str) -> None:
    assert schedule_in_words(schedule, ZH) == SAID[schedule]


@pytest.mark.parametrize("schedule", ["0 9 1 * mon", "7 9-17/3 */2 * *", "3-59/7 1,2,9 * * *", "0 9 * mar *"])
def test_what_has_no_short_saying_is_shown_as_it_is(schedule: str) -> None:
    for lang in LANGUAGES:
        assert schedule in schedule_in_words(schedule, Texts(lang))


@pytest.mark.parametrize("schedule", [s for s, said in SAID.items() if said.startswith("每天 ")])
def test_the_times_named_are_those_of_the_timer(schedule: str) -> None:
    trigger = CronTrigger.from_crontab(schedule, timezone=BEIJING)
    moment = datetime(2026, 11, 19, 23, 59, 59, tzinfo=BEIJING)
    fires = []
    while (moment := trigger.get_next_fire_time(None, moment)).day == 20:
        fires.append(f"{moment.hour}:{moment.minute:02d}")
        moment += timedelta(seconds=1)
    assert re.findall(r"\d+:\d\d", schedule_in_words(schedule, ZH)) == fires


@pytest.mark.parametrize("schedule", SAID)
def test_english_says_it_too(schedule: str) -> None:
    said = schedule_in_words(schedule, Texts("en"))
    assert said.isascii()
    assert "cli." not in said
    assert "*" not in said
