"""`monitor status`: who is not checked, who is being read, and what "nothing new" leaves standing."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import iso
from monitor.config import SourceConfig
from monitor.locks import COLLECT, Lock
from monitor.model import Verdict
from monitor.store import Store
from monitor.texts import Texts
from tests.collect.single_source import NOW, SOURCES
from tests.demo_run import AT, monitor, run_replay, with_demo_names

PACER = "us-pacer-rss"


def row(state: Path, source: str = PACER, at: str = AT, *, process: bool = False) -> dict[str, Any]:
    rows = json.loads(monitor(state, "status", "--json", at=at, process=process).stdout)
    return next(r for r in rows if r["id"] == source)


def warned(state: Path, source: str = PACER, at: str = AT) -> bool:
    """Whether a source stands above the table, among what is wrong."""
    done = monitor(state, "status", at=at)
    assert not done.stderr
    above = done.stdout.split(Texts("zh")("cli.status.column.last_ok"))[0]
    assert (SOURCES[source].title_in("zh") in above) <= (done.returncode != 0)
    return f"· {SOURCES[source].title_in('zh')}：" in above


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Read this morning, and the days of the week before as well."""
    with_demo_names(tmp_path)
    run_replay(tmp_path, "--source", PACER)
    with Store.open(tmp_path) as store, store.immediate():
        last = store.runs.last(PACER)
        assert last is not None
        store.db.execute("update runs set since = ? where id = ?", [iso(NOW - timedelta(days=7)), last.id])
    return tmp_path


def test_a_source_whose_reach_has_passed_is_among_those_not_checked(state: Path) -> None:
    assert not warned(state)
    assert row(state, at="2026-11-23T12:00:00+08:00")["state"] == "gap"
    assert warned(state, at="2026-11-23T12:00:00+08:00")


def test_a_source_that_is_overdue_is_among_those_not_checked(state: Path) -> None:
    assert row(state, at="2026-11-20T12:30:00+08:00")["state"] == "owed"
    assert warned(state, at="2026-11-20T12:30:00+08:00")


def test_a_source_that_is_being_read_is_not_called_cut_off(state: Path) -> None:
    with Store.open(state) as store:
        store.runs.begin(PACER, NOW, NOW, NOW)
    assert row(state)["state"] == "interrupted"
    with Lock(state, COLLECT).held():
        assert row(state, process=True)["state"] == "reading"
        assert not warned(state)
    assert row(state)["state"] == "interrupted"


def test_a_lock_left_by_a_killed_process_reads_nothing(state: Path) -> None:
    with Store.open(state) as store:
        store.runs.begin(PACER, NOW, NOW, NOW)
    (state / "daemon.lock").write_text("1\n", encoding="utf-8")
    assert row(state)["state"] == "interrupted"


def test_an_unchanged_run_leaves_what_is_known_of_a_source_standing(state: Path) -> None:
    before = row(state)
    assert before["newest_item"]
    assert before["items"]
    with Store.open(state) as store:
        run = store.runs.begin(PACER, NOW, NOW, NOW)
        store.runs.finish(run, Verdict.UNCHANGED, NOW, "", counts={}, newest_item=None)
    after = row(state)
    assert after["verdict"] == "unchanged"
    assert (after["newest_item"], after["items"]) == (before["newest_item"], before["items"])


def test_the_next_run_is_not_the_one_just_made(state: Path) -> None:
    pacer: SourceConfig = SOURCES[PACER]
    assert pacer.schedule == "*/20 * * * *"
    assert "10:20" in row(state)["next_run"]


# --- the first three lines ----------------------------------------------------------------------------------------


def first_lines(state: Path, *words: str, at: str = AT) -> list[str]:
    return monitor(state, *words, "status", at=at, env={"COLUMNS": "160"}).stdout.splitlines()[:3]


def beat(state: Path, at: datetime, word: str, pid: int = 1) -> None:
    told = {"at": iso(at), "pid": pid, "state": word, "busy": {"collect": {"with": PACER, "since": iso(at)}}}
    (state / "heartbeat.json").write_text(json.dumps(told), encoding="utf-8")


def test_the_first_three_lines_are_verdict_daemon_and_the_next_issue(state: Path) -> None:
    verdict, daemon, issue = first_lines(state)
    assert verdict == "总评：有 5 个来源未完成，尚未查询过。"
    assert daemon.startswith("守护进程：从未运行")
    assert issue == "周报与邮件：没有设定编制周报的时间；没有配置邮件。"
    assert [line.split(":")[0] for line in first_lines(state, "--lang", "en")] == [
        "Verdict",
        "Daemon",
        "Bulletin and mail",
    ]


def test_when_the_next_issue_comes_and_for_whom(state: Path) -> None:
    env = {"MONITOR_BULLETIN_SCHEDULE": "30 8 * * mon", "COLUMNS": "160"}
    third = monitor(state, "status", env=env).stdout.splitlines()[2]
    assert "下期报2026年第47周，2026-11-23（周一）08:30 编制，以文件方式发布" in third


@pytest.mark.parametrize(
    ("word", "says", "code"),
    [("stopped", "已停止", 3), ("running", "已不在运行", 3)],
)
def test_a_daemon_that_left_is_said_to_have_left(state: Path, word: str, says: str, code: int) -> None:
    beat(state, NOW - timedelta(minutes=7), word)
    done = monitor(state, "status", env={"COLUMNS": "160"})
    assert says in done.stdout.splitlines()[1]
    assert "7 分钟前" in done.stdout.splitlines()[1]
    assert done.stdout.startswith("总评：守护进程意外退出；") == (word == "running")
    assert ("systemctl restart" in done.stdout) == (word == "running")
    assert done.returncode == code


@pytest.mark.parametrize(("minutes", "says"), [(0, "正在运行，0 秒前有心跳"), (9, "没有反应")])
def test_a_daemon_that_lives_shows_its_heartbeat(state: Path, minutes: int, says: str) -> None:
    with Lock(state, COLLECT).held():
        beat(state, NOW - timedelta(minutes=minutes), "running", os.getpid())
        done = monitor(state, "status", process=True, env={"COLUMNS": "160"})
    assert says in done.stdout.splitlines()[1].replace("， ", "，")
    assert done.stdout.startswith("总评：守护进程没有反应；") == (minutes == 9)
    assert SOURCES[PACER].title_in("zh") in done.stdout.splitlines()[1]


def test_the_whole_as_json_says_what_the_lines_say(state: Path) -> None:
    done = monitor(state, "status", "--whole")
    told = json.loads(done.stdout)
    assert told["exit_code"] == done.returncode == 3
    assert told["verdict"] == first_lines(state)[0]
    assert told["unchecked"] == len([r for r in told["sources"] if not r["checked"]]) == 5
    assert all(w["what"] for w in told["wrong"])
    assert told["sources"] == json.loads(monitor(state, "status", "--json").stdout)


def test_no_word_of_the_programs_own_stands_in_a_chinese_screen(state: Path) -> None:
    """Source ids stand in their own place and in commands, which are to be copied."""
    shown = monitor(state, "status", env={"COLUMNS": "160"}).stdout
    for command in re.findall(r"monitor [\w./=<> -]+", shown):
        shown = shown.replace(command, "")
    known = {*SOURCES, "IDS", "CourtListener", "PACER", "RSS", "RPI"}
    assert not [w for w in re.findall(r"[A-Za-z][\w-]+", shown) if w not in known]


# --- since when -------------------------------------------------------------------------------------------------------

LONG_AFTER = "2026-12-10T09:00:00+08:00"


def test_status_doctor_source_show_and_lookup_name_one_beginning_of_one_gap(state: Path) -> None:
    env = {"COLUMNS": "400"}
    said = "已 19 天未查询（上次成功11月20日10:00）"
    for words in (("status",), ("doctor",), ("source", "show", PACER), ("lookup", "云杼")):
        done = monitor(state, *words, at=LONG_AFTER, env=env)
        assert said in done.stdout, words
        assert "12-07 00:00" not in done.stdout, words
    assert "最早自 2026-11-20 10:00 起" in first_lines(state, at=LONG_AFTER)[0]
    assert row(state, at=LONG_AFTER)["since"] == "2026-11-20 10:00"


def test_of_what_cannot_be_fetched_again_no_door_says_that_it_will(state: Path) -> None:
    lost = row(state, at=LONG_AFTER)["to_do"]
    assert "无法补查" in lost
    assert "自动补查" not in lost
    with Store.open(state) as store, store.immediate():
        store.db.execute("update runs set since = started")
    beginning = row(state)
    assert beginning["not_read"] == "11月20日10:00以前的内容没有查过"
    assert "自动补查" not in beginning["to_do"]


def test_weeks_without_an_issue_and_an_unsigned_one_are_at_fault(state: Path) -> None:
    done = monitor(state, "status", at=LONG_AFTER, env={"COLUMNS": "400"})
    assert "· 2026-W47 至 2026-W49 各周都已结束3天以上，还没有编制周报" in done.stdout
    env = {"MONITOR_BULLETIN_SEND": "approved"}
    monitor(state, "bulletin", "build", env=env)
    whole = json.loads(monitor(state, "status", "--whole", at=LONG_AFTER, env=env).stdout)
    assert whole["weeks_without_issue"] == ["2026-W48", "2026-W49"]
    assert whole["issue"]["unsigned_late"]
    assert any("等待签发已超过3天" in w["what"] for w in whole["wrong"])
    assert not json.loads(monitor(state, "status", "--whole").stdout)["weeks_without_issue"]


# --- keys, and causes -------------------------------------------------------------------------------------------------

WITHOUT_KEY = "us-uspto-applications"


def test_a_source_without_its_key_is_not_queried_and_every_door_says_so(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    run_replay(tmp_path, "--source", WITHOUT_KEY)
    env = {"COLUMNS": "400", "USPTO_ODP_KEY": ""}
    status = monitor(tmp_path, "status", env=env)
    assert status.returncode == 3
    assert "缺密钥，不会查询" in status.stdout.split("最近成功")[0]
    assert "USPTO_ODP_KEY" in monitor(tmp_path, "doctor", env=env).stdout
    assert "缺密钥，不会查询" in monitor(tmp_path, "source", "list", env=env).stdout
    found = json.loads(monitor(tmp_path, "doctor", "--json", env=env).stdout)
    assert next(f["level"] for f in found if "缺密钥，不会查询" in f["text"]) == "bad"
    rows = json.loads(monitor(tmp_path, "status", "--json", env=env).stdout)
    (without,) = (r for r in rows if r["id"] == WITHOUT_KEY)
    assert (without["lacks_key"], without["next_run"]) == (True, None)
    (with_key,) = (
        r for r in json.loads(monitor(tmp_path, "status", "--json", env={"USPTO_ODP_KEY": "k"}).stdout)
        if r["id"] == WITHOUT_KEY
    )  # fmt: skip
    assert (with_key["lacks_key"], bool(with_key["next_run"])) == (False, True)


def test_one_cause_is_told_once_with_all_it_keeps_from_being_checked(state: Path, tmp_path: Path) -> None:
    env = {"MONITOR_PROVINCE": "没有这个省", "COLUMNS": "4000"}
    done = monitor(state, "doctor", env=env)
    assert done.stdout.count("没有这个省") == 1
    (line,) = (line for line in done.stdout.splitlines() if "没有这个省" in line)
    assert "因此还不能检查" in line


def test_a_damaged_database_is_told_in_words_with_the_original_behind(tmp_path: Path) -> None:
    (tmp_path / "monitor.db").write_bytes(b"no database at all, and long enough to be looked at" * 40)
    done = monitor(tmp_path, "doctor", env={"COLUMNS": "4000"})
    assert done.stdout.count("file is not a database") == 1
    assert "文件不是数据库；原文：file is not a database" in done.stdout
