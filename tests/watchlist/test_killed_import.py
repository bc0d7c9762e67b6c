"""A process that is killed while it takes a list in leaves the old list or the new one, whole, with its history."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from monitor.failpoints import LISTS
from monitor.store import Store
from tests.demo_run import monitor

pytestmark = pytest.mark.slow

FIRM = "清风县岚谷禾酒业有限公司"
OLD = f"商标名称,别名,注册人\n岚谷禾,LANGUHE,{FIRM}\n图形,,{FIRM}\n"
NEW = (
    f"商标名称,别名,注册人\n岚谷禾,LANGUHE;LANKUHO,{FIRM}\n云杼,YUNZHU,清风县云杼有限公司\n图形,,{FIRM}\n图案,,{FIRM}\n"
)


def everything(state: Path) -> dict[str, Any]:
    def said(*words: str) -> Any:
        return json.loads(monitor(state, "watchlist", *words, "--json").stdout)

    with Store.open(state) as store:
        assert store.db.value("pragma quick_check") == "ok"
    history = [{k: v for k, v in change.items() if k != "at"} for change in said("history")]
    return {"names": said("list"), "lists": said("lists"), "unread": said("list", "--unread"), "history": history}


@pytest.mark.parametrize("step", LISTS)
def test_the_list_is_wholly_the_old_one_or_wholly_the_new_one(step: str, tmp_path: Path) -> None:
    states = [tmp_path / which for which in ("old", "new", "killed")]
    for state in states:
        (tmp_path / "名录.csv").write_text(OLD, encoding="utf-8")
        assert monitor(state, "watchlist", "import", str(tmp_path / "名录.csv"), "--by", "李").returncode == 0
    (tmp_path / "名录.csv").write_text(NEW, encoding="utf-8")
    words = ("watchlist", "import", str(tmp_path / "名录.csv"), "--by", "李")
    assert monitor(states[1], *words).returncode == 0
    killed = monitor(states[2], *words, env={"MONITOR_DIE_AT": step}, process=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    left = everything(states[2])
    committed = step in ("list_committed", "list_matched")
    assert left == everything(states[1] if committed else states[0])
    again = monitor(states[2], *words)
    assert again.returncode == 0, again.stderr
    assert everything(states[2]) == everything(states[1])
