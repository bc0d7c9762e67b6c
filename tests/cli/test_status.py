"""`monitor status`: who is not checked, who is being read, and what "nothing new" leaves standing."""

from __future__ import annotations

import json
from datetime import timedelta
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
