"""Sleeping that ends when the process is to leave."""

from __future__ import annotations

import time
from collections.abc import Callable

POLL = 0.1
"""Seconds after which whoever waits asks again whether the process is to leave."""

Stop = Callable[[], bool]
"""True once the process is to leave."""


class Stopped(Exception):
    """The process is leaving. What was begun stays unfinished in the store, as if killed, and is pending."""


def never() -> bool:
    """The `stop` of what is ended by its user alone."""
    return False


def pause(seconds: float, stop: Stop = never) -> None:
    """Sleep so many seconds of a monotonic clock. Raises Stopped as soon as the process is to leave."""
    until = time.monotonic() + seconds
    while True:
        if stop():
            raise Stopped
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, POLL))
