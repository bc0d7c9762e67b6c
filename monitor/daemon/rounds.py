"""What takes the matcher: querying a source, and matching anew what is stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from monitor.assess.rematch import Rematched
from monitor.collect.run import RunResult
from monitor.collect.workbench import InCommon, Progress
from monitor.jobs.around import Around
from monitor.jobs.assess import rematch_stored
from monitor.jobs.collect import collect_one
from monitor.waiting import Stop


class Rounds(Protocol):
    """Whoever does it. Both raise Stopped, LockHeld, and whatever else goes wrong."""

    def rematch(self, *, begun: Callable[[], None], stop: Stop) -> Rematched | None:
        """As monitor.jobs.assess.rematch_stored."""

    def query(self, source: str, *, progress: Progress, stop: Stop) -> RunResult | None:
        """As monitor.jobs.collect.collect_one."""

    def rest(self) -> None:
        """Asked again and again: give back what nobody has needed for a while."""

    def stop(self) -> None:
        """Tell whoever is at work to leave."""

    def close(self) -> None:
        """Nothing is at work any more when this returns."""


class Here:
    """In this process, whose `stop` everybody hears."""

    def __init__(self, around: Around, replay: Path | None = None) -> None:
        self._around = around
        self._replay = replay
        self._common = InCommon()

    def rematch(self, *, begun: Callable[[], None], stop: Stop) -> Rematched | None:
        return rematch_stored(self._around, begun=begun, stop=stop)

    def query(self, source: str, *, progress: Progress, stop: Stop) -> RunResult | None:
        return collect_one(
            self._around, source, replay=self._replay, progress=progress, stop=stop, common=self._common
        )  # fmt: skip

    def rest(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass
