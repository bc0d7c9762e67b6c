"""When something is tried: every so many seconds, and later and later what fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger

_FIRST_WAIT = 60.0  # seconds
_LONGEST_WAIT = 15 * 60.0


class Ticks(BaseTrigger):  # type: ignore[misc]
    """Every so many seconds, and never more than one behind: however far the clock was set forward, nothing piles up."""

    def __init__(self, seconds: float) -> None:
        self._step = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        if previous is None:
            return now
        following = previous + self._step
        return following if following > now else now + self._step


@dataclass
class _Trouble:
    """How often something failed in a row, and the monotonic instant before which it is not tried again."""

    times: int
    until: float


class BackOff:
    """What failed is left alone for one minute, then two, four … fifteen. Seconds are those of the clock given."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._trouble: dict[str, _Trouble] = {}

    def may(self, what: str) -> bool:
        known = self._trouble.get(what)
        return known is None or self._clock() >= known.until

    def failed(self, what: str) -> float:
        """The seconds it is left alone for now."""
        times = self._trouble[what].times + 1 if what in self._trouble else 1
        wait = min(_FIRST_WAIT * 2.0 ** min(times - 1, 10), _LONGEST_WAIT)  # what fails for weeks stays a number
        # A moment less: the tick that comes then must not miss it by a breath.
        self._trouble[what] = _Trouble(times, self._clock() + wait - 1)
        return wait

    def done(self, what: str) -> None:
        self._trouble.pop(what, None)
