"""Runs of the command on the demo's replay, in a state folder of the test's own."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from monitor.resources import demo_folder
from tests.command import Done, command

AT = "2026-11-20T10:00:00+08:00"


def monitor(
    state: Path,
    *words: str,
    at: str = AT,
    env: dict[str, str] | None = None,
    process: bool = False,
    interpreter: bool = False,
    encoding: str = "utf-8",
    stdin: str = "",
) -> Done:
    """`monitor …` on a state folder at a moment; see tests/command.py."""
    whole = ("--state", str(state), *(["--at", at] if at else []), *words)
    return command(*whole, env=env, process=process, interpreter=interpreter, encoding=encoding, stdin=stdin)


def with_demo_names(state: Path) -> None:
    done = monitor(state, "watchlist", "import", str(demo_folder() / "watchlist.xlsx"), "--yes")
    assert done.returncode == 0, done.stderr


def demo_read(state: Path) -> Path:
    """A folder with the demo's names and all its answers read at AT, as the two commands leave it: they are called once in a
    process of tests, and what they left is copied."""
    shutil.copytree(_as_read(), state, dirs_exist_ok=True)
    return state


@cache
def _as_read() -> Path:
    folder = Path(tempfile.mkdtemp())
    atexit.register(_removed, folder, os.getpid())
    with_demo_names(folder)
    run_replay(folder)
    return folder


def _removed(folder: Path, maker: int) -> None:
    if os.getpid() == maker:  # not a fork of it
        shutil.rmtree(folder, ignore_errors=True)


def run_replay(
    state: Path,
    *words: str,
    replay: Path | None = None,
    at: str = AT,
    env: dict[str, str] | None = None,
    interpreter: bool = False,
) -> list[dict[str, Any]]:
    where = str(replay or demo_folder())
    done = monitor(state, "run", "--replay", where, "--json", *words, at=at, env=env, interpreter=interpreter)
    assert done.stdout, done.stderr
    runs: list[dict[str, Any]] = json.loads(done.stdout)["runs"]
    return runs
