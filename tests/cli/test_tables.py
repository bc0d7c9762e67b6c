"""Tables fit the terminal they are shown on and lose nothing, however narrow it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from monitor.cli.tables import Column, Styled, fact_lines, table_lines
from monitor.cli.wrapping import wrapped
from tests.conftest import ROOT
from tests.demo_run import demo_read, monitor

SAID = "{title}：{value}"
WORDS = st.text("a1-/ 酒。，（）“”", max_size=60)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(deadline=None)
@given(WORDS, st.integers(2, 40))
def test_folding_loses_nothing_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert bare("".join(lines)) == bare(text)
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("没有设置 MONITOR_CONTACT（联系邮箱）。", 26, ["没有设置 MONITOR_CONTACT", "（联系邮箱）。"]),
        ("第一句结束了。第二句", 13, ["第一句结束", "了。第二句"]),  # no full stop at the beginning of a line
        ("see “山西” here", 6, ["see", "“山西”", "here"]),
        ("us-itc-federal-register", 10, ["us-itc-", "federal-", "register"]),
        ("one\ntwo", 10, ["one", "two"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


CELLS = st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=1, max_size=4)


@settings(deadline=None)
@given(CELLS, st.integers(30, 120))
def test_a_table_loses_nothing_at_any_width(rows: list[list[str]], width: int) -> None:
    columns = [Column("名称"), Column("日期", whole=True, below=1), Column("说明", below=2), Column("x", mute=True)]
    lines = list(table_lines(columns, rows, width, said=SAID))
    assert all(cell_len(line) <= width or " " not in line.strip() for line in lines)
    shown = "".join(lines)
    for character in "a1酒":
        assert shown.count(character) >= sum(cell.count(character) for row in rows for cell in row)


def test_what_has_no_room_stands_under_its_row_with_its_name() -> None:
    columns = [Column("来源"), Column("编号", whole=True, below=1, mute=True), Column("下次", whole=True, below=2)]
    row = ["美国联邦公报", "us-itc-federal-register", "2026-11-20 21:15"]
    wide = list(table_lines(columns, [row], 80, said=SAID))
    assert wide[0].split() == ["来源", "编号", "下次"]
    assert wide[-1].split("  ") == row
    narrow = list(table_lines(columns, [row], 50, said=SAID))
    assert narrow[0].split() == ["来源", "下次"]
    assert narrow[-1] == "  us-itc-federal-register"
    narrowest = list(table_lines(columns, [row], 26, said=SAID))
    assert narrowest[-2:] == ["  us-itc-federal-register", "  下次：2026-11-20 21:15"]


def test_a_column_without_any_value_takes_no_room() -> None:
    assert "说明" not in "".join(table_lines([Column("来源"), Column("说明")], [["x", ""], ["y", ""]], 80, said=SAID))


def test_columns_line_up_although_han_characters_are_wide() -> None:
    lines = list(table_lines([Column("名称"), Column("类")], [["汾", "一"], ["abcd", "二"]], 80, said=SAID))
    assert {cell_len(line[: line.index(mark)]) for line, mark in zip(lines[2:], "一二", strict=True)} == {6}


def test_colour_goes_around_words_and_moves_nothing() -> None:
    rows = [[Styled("正常", "good"), "x"]]
    plain = list(table_lines([Column("a"), Column("b")], rows, 80, said=SAID))
    coloured = list(table_lines([Column("a"), Column("b")], rows, 80, said=SAID, colour=True))
    assert "\x1b[32m正常\x1b[0m" in coloured[-1]
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured] == plain


def test_a_long_value_hangs_under_its_beginning() -> None:
    assert list(fact_lines([("名称", "一二三四五六七八"), ("年", "2026")], 16)) == [
        "名称  一二三四五",
        "      六七八",
        "年    2026",
    ]


# --- the commands --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    return demo_read(folder)


COMMANDS = [["status"], ["hit", "list"], ["hit", "show", "1"], ["source", "list"], ["source", "show", "br-inpi"],
            ["doctor"], ["watchlist", "list"], ["watchlist", "show", "岚谷禾"], ["lookup", "岚谷禾"]]  # fmt: skip


def shown(state: Path, words: list[str], width: int, lang: str) -> str:
    environment = {"COLUMNS": str(width), "NO_COLOR": "1", "USPTO_ODP_KEY": ""}
    done = monitor(state, *words, "--lang", lang, env=environment)
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_writes_beyond_the_edge_or_loses_a_word_on_a_narrow_terminal(state: Path, words: list[str]) -> None:
    for lang in ("zh", "en"):
        wide = re.sub(
            r".*\n─", "", shown(state, words, 400, lang)
        )  # headings that say nothing under a row are left out
        for width in (80, 100):
            narrow = shown(state, words, width, lang)
            assert max(cell_len(line) for line in narrow.splitlines() if "://" not in line) <= width
            for word in set(re.findall(r"[A-Za-z]{3,}|\d{4}-\d\d-\d\d", wide)):
                assert word in narrow or word in re.sub(r"\s", "", narrow), f"{word} is not shown at {width}"


def test_talk_is_folded_on_a_terminal_and_whole_in_a_file(tmp_path: Path) -> None:
    import pty
    import termios

    words = [sys.executable, "-m", "monitor", "hit", "list", "--state", str(tmp_path)]
    whole = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False).stderr
    assert len(whole.splitlines()) == 1
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 40))
    done = subprocess.run(words, stderr=theirs, stdout=subprocess.DEVNULL, cwd=ROOT, check=False,
                          env={**os.environ, "NO_COLOR": "1"})  # fmt: skip
    os.close(theirs)
    seen = os.read(ours, 65536).decode("utf-8").replace("\r", "")
    os.close(ours)
    assert done.returncode == 4
    assert max(map(cell_len, seen.splitlines())) <= 40
    assert bare(seen) == bare(whole)
