"""What a person answers at a terminal: yes and no are what they say, anything else is asked again, and going away changes nothing."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest

from tests.command import surroundings
from tests.demo_run import monitor

pytestmark = pytest.mark.slow

FIRM = "清风县岚谷禾酒业有限公司"
LIST = f"商标名称,别名,注册人,类别\n岚谷禾,LANGUHE,{FIRM},33\n云杼,YUNZHU,清风县云杼有限公司,25\n"
ONE = f"商标名称,别名,注册人,类别\n岚谷禾,LANGUHE,{FIRM},33\n"
RENAMED = LIST.replace("岚谷禾,L", "老岚谷禾,L")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    for name, text in (("全", LIST), ("一", ONE), ("改名", RENAMED)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert monitor(tmp_path / "state", "watchlist", "import", str(tmp_path / "全.csv")).returncode == 0
    return tmp_path / "state"


def typed(state: Path, file: str, *answers: bytes) -> tuple[str, int]:
    """What the terminal shows, and the exit code; each answer is given to a question of its own."""
    words = ("-m", "monitor", "--state", str(state), "watchlist", "import", str(state.parent / file))
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, *words], surroundings({"COLUMNS": "120"}))
    shown, left, asked = "", list(answers), 0
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                read = os.read(terminal, 65536)
            except OSError:
                break
            if not read:
                break
            shown += read.decode("utf-8", "replace")
        if left and shown.count("（是 y / 否 n）") > asked:
            asked += 1
            time.sleep(1)  # the question stands there a moment before the answer is read
            os.write(terminal, left.pop(0))
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return shown, os.waitstatus_to_exitcode(status)


def names(state: Path) -> str:
    return monitor(state, "watchlist", "list").stdout


@pytest.mark.parametrize(
    ("file", "answers", "code", "said"),
    [
        ("一.csv", [b"\x03"], 130, "没有改动任何内容"),
        ("一.csv", [b"\x04"], 0, "名录未作改动"),
        ("一.csv", [b"n\n"], 0, "名录未作改动"),
        ("一.csv", [b"maybe\n", b"\n", b"?\n"], 0, "请回答 y（是）或 n（否）"),
        ("改名.csv", [b"\x03"], 130, "没有改动任何内容"),
        ("改名.csv", [b"\x04"], 0, "名录未作改动"),
        ("改名.csv", [b"n\n", b"n\n"], 0, "名录未作改动"),
        ("改名.csv", [b"maybe\n", b"?\n", b"?\n"], 0, "名录未作改动"),
    ],
)
def test_nothing_is_changed_without_a_yes(state: Path, file: str, answers: list[bytes], code: int, said: str) -> None:
    before = names(state)
    shown, returned = typed(state, file, *answers)
    assert (returned, said.replace(" ", "") in "".join(shown.split())) == (code, True), shown
    assert "Traceback" not in shown
    assert names(state) == before


def test_a_yes_is_one(state: Path) -> None:
    _, code = typed(state, "改名.csv", b"maybe\n", "是\n".encode())
    assert code == 0
    assert "w0001" in names(state).split("老岚谷禾")[0]
    _, code = typed(state, "一.csv", b"n\n", b"y\n")
    assert code == 0
