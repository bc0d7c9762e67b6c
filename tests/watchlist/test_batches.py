"""A batch that is past its day is told, neither dropped nor watched on in silence."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from monitor.model import Listing, WatchedName
from monitor.watchlist.expiring import batches
from tests.demo_run import monitor

TODAY = date(2026, 11, 20)
NAME = WatchedName("w1", "岚谷禾")


@pytest.mark.parametrize(
    ("until", "over", "soon"),
    [("2026-11-19", True, False), ("2026-11-20", False, True), ("2027年1月1日", False, True), ("2028-12-31", False, False), ("三年", False, False)],
)  # fmt: skip
def test_a_batch_ends_with_its_day(until: str, over: bool, soon: bool) -> None:
    (found,) = batches([Listing(NAME, "第十八批", valid_until=until)], TODAY)
    assert (found.over, found.soon) == (over, soon)
    assert (found.day is None) == (until == "三年")


def test_what_has_no_day_is_no_batch_and_names_of_one_day_are_counted_together() -> None:
    other = WatchedName("w2", "云杼")
    held = [
        Listing(NAME),
        Listing(NAME, "甲", valid_until="2026-01-01"),
        Listing(other, "甲", valid_until="2026-01-01"),
    ]
    assert [[n.id for n in b.names] for b in batches(held, TODAY)] == [["w1", "w2"]]


def test_every_door_tells_a_batch_that_is_over_and_it_is_watched_on(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("商标名称\n岚谷禾\n", encoding="utf-8")
    state = tmp_path / "state"
    words = ("--as", "第十八批", "--valid-until", "2020-12-31")
    assert monitor(state, "watchlist", "import", str(tmp_path / "a.csv"), *words).returncode == 0
    assert "2020-12-31，已过，仍在监测" in "".join(monitor(state, "doctor").stdout.split())
    assert "已过期，仍在监测" in monitor(state, "watchlist", "show", "岚谷禾").stdout
    (told,) = json.loads(monitor(state, "watchlist", "lists", "--json").stdout)
    assert told["expired"] == ["2020-12-31"]
    assert len(json.loads(monitor(state, "watchlist", "list", "--json").stdout)) == 1


def test_a_day_that_is_none_is_refused_before_anything_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("商标名称\n岚谷禾\n", encoding="utf-8")
    done = monitor(tmp_path / "s", "watchlist", "import", str(tmp_path / "a.csv"), "--valid-until", "三年")
    assert (done.returncode, "--valid-until" in done.stderr) == (2, True)
    assert not (tmp_path / "s" / "monitor.db").exists()
