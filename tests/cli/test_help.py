"""Every help page and every usage error speaks the language that was asked for, to the edge of the terminal and no further."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import typer.main
from rich.cells import cell_len

from monitor.cli.app import build
from monitor.cli.common import speaking
from monitor.texts import Texts
from tests.demo_run import monitor

# What click and typer say of their own accord.
FRAME = re.compile(
    r"Usage|Option|OPTIONS|Argument|Command|COMMAND|ARGS|Show|default|required|Install|Try\b|"
    r"INTEGER|FLOAT|\bTEXT\b|\bPATH\b|\bFILE|<\w+>|x<=|Missing|No such|Invalid|unexpected|requires|Did you|Error|y/N"
)


def paths() -> list[str]:
    root = typer.main.get_command(build())
    found = [""]
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        found += [name, *(f"{name} {child}" for child in getattr(command, "commands", {}))]
    return found


def drawn(command: Any, path: tuple[str, ...] = (), parent: Any = None) -> Iterator[tuple[str, str]]:
    """The page of a command and of all below it."""
    context = command.context_class(command, info_name=path[-1] if path else "monitor", parent=parent)
    yield " ".join(path), command.get_help(context)
    for name, child in getattr(command, "commands", {}).items():
        yield from drawn(child, (*path, name), context)


@cache
def pages(lang: str, width: int) -> dict[str, str]:
    """Every page. Both languages are drawn in one process, Chinese first: none keeps what the other said."""
    with speaking(lang), patch.dict(os.environ, {"COLUMNS": str(width)}):
        return dict(drawn(typer.main.get_command(build())))


@pytest.mark.parametrize("path", paths(), ids=lambda p: p or "monitor")
def test_a_chinese_page_has_no_english_frame(path: str) -> None:
    page = pages("zh", 80)[path]
    assert page.startswith(f"用法：monitor {path}".rstrip())
    assert "选项：" in page
    assert "显示本说明" in page
    words = re.sub(r"(?<![\w-])--?[a-z][\w-]*", "", page)  # options are what they are in every language
    assert not FRAME.findall(words)
    assert not re.findall(r"\b(?:cli|watchlist|screen)\.[a-z_.]+", page)  # a missing text


@pytest.mark.parametrize("path", paths(), ids=lambda p: p or "monitor")
def test_an_english_page_is_english(path: str) -> None:
    page = pages("en", 80)[path]
    assert page.startswith(f"Usage: monitor {path}".rstrip())
    assert not re.search("[一-龥]", page.replace("中文", ""))


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_runs_over_the_edge(lang: str, width: int) -> None:
    assert {p for p, text in pages(lang, width).items() if max(map(cell_len, text.splitlines())) > width} == set()


def test_both_languages_name_the_same_options() -> None:
    for path, page in pages("zh", 80).items():
        assert set(re.findall(r"^  (-[-\w]+)", page, re.M)) == set(
            re.findall(r"^  (-[-\w]+)", pages("en", 80)[path], re.M)
        )


def metavars(command: Any, context: Any = None) -> Iterator[tuple[str, str]]:
    """Every command with what its page writes where something is to be put in."""
    context = command.context_class(command, info_name="x", parent=context)
    for p in command.get_params(context):
        written = (p.metavar or p.name).upper() if p.param_type_name == "argument" else p.metavar
        if written and not getattr(p, "is_flag", False):
            yield context.command_path, written
    for child in getattr(command, "commands", {}).values():
        yield from metavars(child, context)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatever_is_to_be_put_in_has_a_word(lang: str) -> None:
    texts = Texts(lang)
    written = set(metavars(typer.main.get_command(build())))
    # "2026-W47" is an example and "alert|review" a choice: both are written as they stand.
    words = {
        (path, word) for path, text in written if not re.search("[0-9]", text) for word in re.findall("[A-Z]+", text)
    }
    assert len({word for _, word in words}) > 10
    assert {(p, w) for p, w in words if not texts.find(f"cli.placeholder.{w.lower()}")} == set()


WRONG = [
    (["hit", "lst"], "没有“lst”这个命令。是否应为 list？"),
    (["hit", "show"], "缺少“编号”"),
    (["hit", "show", "first"], "编号应为数字（如 12）或周报条目编号"),
    (["run", "--source"], "选项 --source 后面要写上值"),
    (["run", "--json=3"], "选项 --json 后面不带值"),
    (["run", "a", "b"], "多出了 a b"),
    (["run", "--sinc", "x"], "没有选项 --sinc。是否应为 --since"),
    (["match", "a"], "缺少“文字”"),
    (["source", "pause", "br-inpi"], "缺少“--reason”"),
    (["match", "a", "b", "--class", "99"], "“--class”应为 1 到 45 之间的整数"),
    (["screen", "--jobs", "x", "a.csv"], "“--jobs”应为 0 到 64 之间的整数"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[" ".join(w) for w, _ in WRONG])
def test_a_wrong_command_line_is_told_in_chinese(tmp_path: Path, words: list[str], said: str) -> None:
    done = monitor(tmp_path, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert not FRAME.search(re.sub(r"--[a-z]+", "", done.stderr))


@pytest.mark.parametrize("words", [w for w, _ in WRONG], ids=" ".join)
def test_a_wrong_command_line_is_told_in_english(tmp_path: Path, words: list[str]) -> None:
    done = monitor(tmp_path, *words, "--lang", "en")
    assert done.returncode == 2
    assert not re.search("[一-龥]", done.stderr)
