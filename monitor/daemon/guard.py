"""What the daemon watches of the ground it stands on: that its folder is still the one it began on, and that its database is
whole. It writes into no other folder, and goes on upon no damaged file."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from monitor.errors import MonitorError, StateError
from monitor.files import clear_leftovers
from monitor.installation import check_installation
from monitor.jobs.around import Around
from monitor.jobs.backup import look
from monitor.locks import COLLECT, Lock

_AT_START_SECONDS = 30.0
_DAILY_SECONDS = 30 * 60.0
_DAY = timedelta(days=1).total_seconds()


class Guard:
    """Of one daemon, which holds `lock`. Seconds are those of the clock given, which no step of the wall clock touches."""

    def __init__(self, around: Around, lock: Lock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._around = around
        self._lock = lock
        self._monotonic = monotonic
        self._next = monotonic()

    def at_start(self, stop: Callable[[], bool]) -> bool:
        """Look the database over before anything is done to it, for half a minute at most; what is not finished by then is
        looked over beside the work. False where it was not finished. Raises StateError."""
        check_installation(self._around.state)
        state = self._around.state
        clear_leftovers(state / "bulletins", state / "backups")
        return self._looked(_AT_START_SECONDS, stop)

    def daily(self, stop: Callable[[], bool]) -> bool | None:
        """The look of this day, if it is still to come: whether it came to its end. None where none was due. Raises
        StateError."""
        if self._monotonic() < self._next:
            return None
        try:
            return self._looked(_DAILY_SECONDS, stop)
        finally:  # a file that takes longer is begun again tomorrow, not at once
            self._next = self._monotonic() + _DAY

    def trouble(self) -> MonitorError | None:
        """Why this daemon must leave: the folder was moved or replaced below it, and with it the lock, so that another one may
        be at work there by now; or the database is gone, or somebody met damage in it."""
        state = self._around.state
        if not self._lock.is_in_its_place():
            return StateError("errors.state_moved", folder=str(state), lock=str(state / COLLECT))
        try:
            check_installation(state)
        except StateError as error:
            return error
        return None

    def _looked(self, seconds: float, stop: Callable[[], bool]) -> bool:
        whole = look(self._around, seconds=seconds, stop=stop)
        if whole:
            self._next = self._monotonic() + _DAY
        return whole
