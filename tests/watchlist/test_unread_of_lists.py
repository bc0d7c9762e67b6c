"""Rows that could not be taken are counted over all lists, each by the import that is in force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.demo_run import monitor

FIRM = "清风县岚谷禾酒业有限公司"
MARKS = f"商标名称,注册人\n岚谷禾,{FIRM}\n图形,{FIRM}\n"
GIS = "商标名称,类型,注册人\n霍坡香梨,地理标志,霍坡县果业协会\nV,商标,霍坡县果业协会\n,商标,霍坡县果业协会\n"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    for name, text, words in (("商标.csv", MARKS, ()), ("地标.csv", GIS, ("--as", "地理标志"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = monitor(tmp_path / "state", "watchlist", "import", str(tmp_path / name), *words)
        assert done.returncode == 0, done.stderr
    return tmp_path / "state"


def unread(state: Path) -> Any:
    done = monitor(state, "watchlist", "list", "--unread", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_list_is_counted_and_each_row_says_whose_it_is(state: Path) -> None:
    told = unread(state)
    assert (told["devices"], told["letters"], told["refused"]) == (1, 1, 1)
    rows = [(r["list"], r["file"], r["row"]) for r in told["rows"] if "list" in r]
    assert rows == [("名录", "商标.csv", 3), ("地理标志", "地标.csv", 3), ("地理标志", "地标.csv", 4)]
    shown = monitor(state, "watchlist", "list", "--unread").stdout
    assert "《地理标志》" in shown
    assert "地标.csv" in shown
    for words in (("status",), ("doctor",)):
        done = monitor(state, *words, env={"COLUMNS": "300"})
        assert "1件图形商标" in done.stdout + done.stderr
        assert "1件单字母商标" in done.stdout + done.stderr


def test_the_report_of_an_import_speaks_of_all_lists(tmp_path: Path, state: Path) -> None:
    done = monitor(state, "watchlist", "import", str(tmp_path / "商标.csv"))
    assert "1件图形商标" in done.stderr
    assert "1件单字母商标" in done.stderr


def test_an_import_that_was_taken_back_is_not_counted(tmp_path: Path, state: Path) -> None:
    (tmp_path / "二.csv").write_text(MARKS + f"图案,{FIRM}\n纯图形,{FIRM}\n云杼,{FIRM}\n", encoding="utf-8")
    assert monitor(state, "watchlist", "import", str(tmp_path / "二.csv")).returncode == 0
    assert unread(state)["devices"] == 3
    assert monitor(state, "watchlist", "undo", "--yes").returncode == 0
    assert unread(state)["devices"] == 1
    again = monitor(state, "watchlist", "import", str(tmp_path / "商标.csv"))
    assert again.returncode == 0, again.stderr
    assert unread(state)["devices"] == 1


def test_a_list_that_is_gone_is_not_counted(state: Path) -> None:
    assert monitor(state, "watchlist", "remove", "--list", "地理标志", "--yes").returncode == 0
    told = unread(state)
    assert (told["devices"], told["letters"], told["refused"]) == (1, 0, 0)


def test_rows_of_two_files_of_one_list_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "甲.csv").write_text(MARKS, encoding="utf-8")
    (tmp_path / "乙.csv").write_text(MARKS.replace("岚谷禾,", "云杼,"), encoding="utf-8")
    done = monitor(tmp_path / "s", "watchlist", "import", str(tmp_path / "甲.csv"), str(tmp_path / "乙.csv"))
    assert done.returncode == 0, done.stderr
    assert [(r["file"], r["row"]) for r in unread(tmp_path / "s")["rows"] if "file" in r] == [
        ("甲.csv", 3),
        ("乙.csv", 3),
    ]
    shown = monitor(tmp_path / "s", "watchlist", "list", "--unread").stdout
    assert "甲.csv" in shown
    assert "乙.csv" in shown
