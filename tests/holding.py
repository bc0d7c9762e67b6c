"""A lock of a state folder held by another process, and patience made short."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.locks import WRITE, Lock
from monitor.store import Store
from tests.command import surroundings

_HOLD = """
import sys
from pathlib import Path
from monitor.locks import Lock
with Lock(Path(sys.argv[1]), sys.argv[2]).held():
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(state: Path, name: str = WRITE) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock until the block ends, or until it is killed. It is called `monitor bulletin send`."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(state), name, "monitor", "bulletin", "send"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings({}),
    )  # fmt: skip
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        yield holder
    finally:
        holder.stdin.close()
        holder.wait(30)
        holder.stdout.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits longer than a moment for a lock."""
    patience_of(monkeypatch, 0.1)


def patience_of(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    for function in (Lock.__init__, Store.open.__func__):  # type: ignore[attr-defined]
        assert "patience" in function.__kwdefaults__
        monkeypatch.setitem(function.__kwdefaults__, "patience", seconds)
