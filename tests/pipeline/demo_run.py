"""Runs of the real command on the demo's replay, in a state folder of the test's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from monitor.resources import demo_folder

AT = "2026-11-20T10:00:00+08:00"


def monitor(
    state: Path, *words: str, at: str = AT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`monitor …` as a process of its own."""
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("MONITOR_")}
    command = [sys.executable, "-m", "monitor", "--state", str(state), *(["--at", at] if at else []), *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**surroundings, **(env or {})}, timeout=120
    )


def with_demo_names(state: Path) -> None:
    done = monitor(state, "watchlist", "import", str(demo_folder() / "watchlist.xlsx"), "--yes")
    assert done.returncode == 0, done.stderr


def run_replay(
    state: Path, *words: str, replay: Path | None = None, at: str = AT, env: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    done = monitor(state, "run", "--replay", str(replay or demo_folder()), "--json", *words, at=at, env=env)
    assert done.stdout, done.stderr
    runs: list[dict[str, Any]] = json.loads(done.stdout)["runs"]
    return runs
