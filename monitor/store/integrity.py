"""Looking a database over, whole, in a time that is bounded."""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from monitor.installation import FILE, damaged, found_whole
from monitor.store.opening import connect
from monitor.store.trouble import explained

_LOOKS = 0.1  # seconds between two looks at the clock


@dataclass(frozen=True, slots=True)
class Looked:
    """`whole`: the file was read to its end; `complaint`: SQLite's first one, "" where it has none so far."""

    whole: bool
    complaint: str = ""

    @property
    def well(self) -> bool:
        return self.whole and not self.complaint


def look_over(state: Path, *, seconds: float = math.inf, stop: Callable[[], bool] = lambda: False) -> Looked:
    """Read all of a database of whatever version, until the time is over or `stop()`. What is found is remembered beside it:
    a damaged one is refused from then on, one that is whole no more.

    Raises StateError where it cannot be read as a database at all, LockHeld."""
    path = state / FILE
    try:
        connection = connect(path, readonly=True)
        try:
            with _ended_in(connection, seconds, stop):
                said = str(connection.execute("pragma quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as error:
        if "interrupted" in str(error):
            return Looked(whole=False)
        raise explained(error, path) from None
    if said != "ok":
        damaged(path, said)
        return Looked(whole=True, complaint=said)
    found_whole(state)
    return Looked(whole=True)


@contextmanager
def _ended_in(connection: sqlite3.Connection, seconds: float, stop: Callable[[], bool]) -> Iterator[None]:
    """Interrupt what the connection is at when the time is over: the check of a large table asks nobody by itself."""
    done, end = threading.Event(), time.monotonic() + seconds

    def watch() -> None:
        while not done.wait(_LOOKS):
            if time.monotonic() >= end or stop():
                connection.interrupt()

    watching = threading.Thread(target=watch, name="integrity", daemon=True)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()
