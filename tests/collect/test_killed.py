"""A run killed at any step between fetch and commit, then run again, leaves the store of an undisturbed run."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from monitor.failpoints import RUN
from monitor.resources import demo_folder
from monitor.store import Store
from tests.demo_run import monitor, run_replay, with_demo_names
from tests.store.contents import contents

pytestmark = pytest.mark.slow

SOURCES = ("--source", "us-itc-federal-register", "--source", "us-pacer-rss", "--source", "us-uspto-applications")


def everything(state: Path) -> dict[str, Any]:
    with Store.open(state) as store:
        assert store.db.value("pragma quick_check") == "ok"
        said = contents(store)
        said["cursors"] = {s: store.sources.cursor(s) for s in SOURCES[1::2]}
        said["checked"] = {s: store.sources.checked_until(s) for s in SOURCES[1::2]}
        # Lists are asked for with another window after a checked run; immutable documents are the same either way.
        sql = "select source, key, digest, version from documents where once order by 1, 2"
        said["documents"] = list(store.db.dicts(sql))
    return said


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    state = tmp_path_factory.mktemp("undisturbed")
    with_demo_names(state)
    run_replay(state, *SOURCES)
    return everything(state)


@pytest.mark.parametrize("step", [*RUN, "fetched:3", "matched:5", "in_commit:2", "before_commit:3"])
def test_a_killed_run_is_made_up_for(step: str, tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    with_demo_names(tmp_path)
    env = {"MONITOR_DIE_AT": step, "MONITOR_BATCH": "5"}
    killed = monitor(tmp_path, "run", "--replay", str(demo_folder()), *SOURCES, env=env, process=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    runs = run_replay(tmp_path, *SOURCES)
    assert {r["verdict"] for r in runs} <= {"ok", "unchanged"}, runs
    assert everything(tmp_path) == undisturbed
    spool = tmp_path / "captures" / "spool"
    assert list(spool.iterdir()) == []
