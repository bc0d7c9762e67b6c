"""A command that only reads loads only what it needs. What is loaded is compared, not seconds: those are the machine's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from monitor.cli.app import ROOMS, build
from tests.conftest import ROOT
from tests.demo_run import demo_read, monitor

LOADED = """
import json, sys
sys.argv = ["monitor", *sys.argv[1:]]
from monitor.cli import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n" + json.dumps(sorted(sys.modules)))
"""
HEAVY = {"pydantic", "ruamel.yaml", "rich.console", "rich.table", "httpx", "lxml", "jinja2", "openpyxl", "apscheduler",
         "holidays", "selectolax", "tenacity", "structlog"}  # fmt: skip


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    return demo_read(folder)


def loaded(state: Path, *words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words, "--state", str(state), "--at", "2026-11-20T10:00"],
        capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, "COLUMNS": "100"},
    )  # fmt: skip
    assert done.stdout.strip()
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("words", [["hit", "list"], ["hit", "show", "1"], ["watchlist", "list"]], ids=" ".join)
def test_a_command_that_reads_the_store_loads_nothing_heavy(state: Path, words: list[str]) -> None:
    assert not loaded(state, *words) & HEAVY


def test_status_loads_the_configuration_and_no_more(state: Path) -> None:
    assert loaded(state, "status") & HEAVY == {"pydantic", "ruamel.yaml", "apscheduler"}


def test_one_command_loads_its_own_room_only(state: Path) -> None:
    rooms = {m.removeprefix("monitor.cli.") for m in loaded(state, "hit", "list") if m.startswith("monitor.cli.")}
    assert rooms & set(ROOMS.values()) == {"hit"}


def test_every_command_is_found_in_its_room() -> None:
    whole = typer.main.get_command(build())
    assert set(whole.commands) == set(ROOMS)  # type: ignore[attr-defined]
    for command in ROOMS:
        assert command in typer.main.get_command(build(command)).commands  # type: ignore[attr-defined]


def test_a_value_that_is_none_is_complained_of_as_ever(tmp_path: Path) -> None:
    assert monitor(tmp_path, "hit", "show", "1x").returncode == 2
    assert monitor(tmp_path, "match", "a", "b", "--class", "99").returncode == 2
    assert monitor(tmp_path, "match", "a", "b", "--class", "x").returncode == 2
    assert monitor(tmp_path, "screen", "--jobs", "-1", "x").returncode == 2


def test_a_repeated_option_is_a_list_and_an_absent_one_is_empty(state: Path) -> None:
    data = json.loads(monitor(state, "match", "岚谷禾", "LANGUHE", "--class", "33", "--class", "32", "--json").stdout)
    assert data["band"] == "alert"
    assert json.loads(monitor(state, "match", "岚谷禾", "LANGUHE", "--json").stdout)["score"] <= data["score"]
