"""Politeness: one request at a time to one host, and the least time between two, whoever asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from monitor.waiting import pause

_LOOK_AGAIN = 0.1  # seconds


class Pace:
    """Whose turn it is at each host. Shared by all sources of a process, which may run side by side."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._begun: dict[str, float] = {}
        self._asked: set[str] = set()
        self._looked_at = threading.Lock()

    @contextmanager
    def turn(self, host: str, seconds: float, sleep: Callable[[float], None] = pause) -> Iterator[None]:
        """While nobody else of this process asks the host, and at the earliest `seconds` after the last request began.
        `sleep` may raise what ends the waiting."""
        while not self._take(host):
            sleep(_LOOK_AGAIN)
        try:
            begun = self._begun.get(host)
            if begun is not None and (left := seconds - (self._monotonic() - begun)) > 0:
                sleep(left)
            self._begun[host] = self._monotonic()
            yield
        finally:
            with self._looked_at:
                self._asked.discard(host)

    def _take(self, host: str) -> bool:
        with self._looked_at:
            if host in self._asked:
                return False
            self._asked.add(host)
            return True
