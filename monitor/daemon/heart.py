"""The heartbeat: what the daemon is at, since when, and what it does next, in a file of the state folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from monitor.clock import Clock, iso
from monitor.files import write_whole

FILE = "heartbeat.json"


@dataclass(frozen=True, slots=True)
class At:
    """What is being done since when; `host`, of a source: whom it asked last, and when."""

    what: str
    since: datetime
    host: str = ""
    asked: datetime | None = None

    def json(self) -> dict[str, object]:
        told: dict[str, object] = {"with": self.what, "since": iso(self.since)}
        if self.asked is not None:
            told |= {"host": self.host, "asked": iso(self.asked)}
        return told


class Busy:
    """Who of the daemon is at what. Queues and lanes note it themselves, each under a name of its own.

    It is the progress of a run as well (monitor.collect.workbench.Progress).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at: dict[str, At] = {}

    def begin(self, who: str, what: str) -> None:
        self._at[who] = At(what, self._clock.now())

    def end(self, who: str) -> None:
        self._at.pop(who, None)

    def request(self, source: str, url: str) -> None:
        at = self._at.get(source)
        if at is not None:
            self._at[source] = replace(at, host=urlsplit(url).hostname or "", asked=self._clock.now())

    def records(self, source: str, count: int) -> None:
        pass

    def json(self) -> dict[str, dict[str, object]]:
        return {who: at.json() for who, at in dict(self._at).items()}


def write_beat(state: Path, clock: Clock, told: Mapping[str, object]) -> None:
    """`state` is running or stopped; a process that was killed leaves running behind, and its `at` grows old. Raises
    OSError."""
    beat = {"at": iso(clock.now()), "pid": os.getpid(), **told}
    write_whole(state / FILE, json.dumps(beat, indent=1).encode())
