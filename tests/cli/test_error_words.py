"""What is wrong is said in the reader's language: no sentence of the system, of YAML or of a library stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.demo_run import monitor

YAML = {
    "x:\n  - a: [1\n b: 2": "没有配对",
    "\tx: 1": "制表符",
    "us-itc-ids: {": "提前结束",
    "a: 1\na: 2\n": "出现两次（a）",
    "us-itc-ids:\n  pace: -1\n": "不得小于 0",
    "us-itc-ids:\n  limits: {bytes: x}\n": "应为整数",
    "us-itc-ids:\n  enabled: maybe\n": "应为 true 或 false",
    "us-itc-ids:\n  urls: [a]\n": "“名称: 值”",
}


def foreign(text: str) -> list[str]:
    """Three English words in a row, which no name, command or file of ours is."""
    commands = re.sub(r"monitor [\w./=<> -]+", "", text)
    return re.findall(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", commands)


@pytest.mark.parametrize("text", YAML)
def test_a_fault_in_sources_yaml_is_said_in_words(tmp_path: Path, text: str) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text(text, encoding="utf-8")
    done = monitor(tmp_path, "--sources", str(file), "source", "list")
    assert done.returncode == 4
    assert YAML[text] in done.stderr
    assert "行" in done.stderr
    assert not foreign(done.stderr)
    english = monitor(tmp_path, "--lang", "en", "--sources", str(file), "source", "list").stderr
    assert english.replace(str(file), "").isascii()


@pytest.mark.parametrize(
    "words", [["status"], ["hit", "list"], ["run"], ["source", "pause", "br-inpi", "--reason", "x"]], ids=" ".join
)
@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_state_path_that_is_a_file_is_called_one(tmp_path: Path, words: list[str], below: str) -> None:
    file = tmp_path / "state"
    file.write_text("x", encoding="utf-8")
    done = monitor(file / below if below else file, *words)
    assert done.returncode == 4
    assert "是一个文件" in done.stderr


def test_a_csv_without_a_column_of_names_has_no_sheet(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("甲,乙\n1,2\n", encoding="utf-8")
    said = monitor(tmp_path / "state", "watchlist", "import", str(file)).stderr
    assert "找不到商标名称这一列。" in said
    assert "工作表" not in said


@pytest.mark.parametrize(("name", "says"), [("nofile.xlsx", "没有这个文件"), ("", "这是文件夹")])
def test_a_file_that_cannot_be_read_is_said_in_words(tmp_path: Path, name: str, says: str) -> None:
    said = monitor(tmp_path / "state", "watchlist", "import", str(tmp_path / name)).stderr
    assert says in said
    assert not foreign(said)
