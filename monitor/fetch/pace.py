"""Politeness: the least time between two requests to one host, shared by all sources."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Waits so that no host is asked more often than every `seconds`."""

    def __init__(
        self, sleep: Callable[[float], None] = time.sleep, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._sleep = sleep
        self._monotonic = monotonic
        self._last: dict[str, float] = {}

    def wait(self, host: str, seconds: float) -> None:
        last = self._last.get(host)
        if last is not None:
            left = seconds - (self._monotonic() - last)
            if left > 0:
                self._sleep(left)
        self._last[host] = self._monotonic()
