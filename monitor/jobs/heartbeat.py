"""Whether a daemon works on a state folder, by its heartbeat and by the lock it holds while it lives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.jobs.around import Around
from monitor.locks import COLLECT, holder_of, is_held

_SILENT_AFTER = 120  # seconds; a daemon writes every 30


class DaemonState(StrEnum):
    RUNNING = "running"
    SILENT = "silent"  # it lives, and has not written for minutes
    GONE = "gone"  # it did not leave by itself: killed, or the machine went down
    STOPPED = "stopped"
    NONE = "none"  # there never was one


@dataclass(frozen=True, slots=True)
class AtWork:
    """What a daemon is at since when: the id of a source, or the name of a job. `host`, of a source: whom it asked last, and
    when."""

    what: str
    since: datetime
    host: str = ""
    asked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """`at` is when it was written last, `seconds` how long ago that is; `busy` what it is at, what has lasted longest first;
    `issue_waits_until`: an issue that is owed waits for the first round of sources, and is made then at the latest."""

    state: DaemonState
    at: datetime | None = None
    seconds: int = 0
    pid: int | None = None
    busy: tuple[AtWork, ...] = ()
    started: datetime | None = None
    issue_waits_until: datetime | None = None
    because: str = ""  # of one that left by itself: which trouble it met, as the key of its text

    @property
    def wrong(self) -> bool:
        return self.state in (DaemonState.SILENT, DaemonState.GONE)

    def json(self) -> dict[str, object]:
        return {
            "state": self.state.value,
            "heartbeat": self.at.isoformat() if self.at else None,
            "age_seconds": self.seconds if self.at else None,
            "pid": self.pid,
            "busy": [
                {
                    "with": b.what,
                    "since": b.since.isoformat(),
                    "host": b.host or None,
                    "asked": b.asked.isoformat() if b.asked else None,
                }
                for b in self.busy
            ],
            "issue_waits_until": self.issue_waits_until.isoformat() if self.issue_waits_until else None,
        }


NO_HEARTBEAT = Heartbeat(DaemonState.NONE)


def heartbeat_of(around: Around) -> Heartbeat:
    """Read from the folder; what cannot be read is no heartbeat."""
    try:
        told = json.loads((around.state / "heartbeat.json").read_text(encoding="utf-8"))
        at, pid = datetime.fromisoformat(told["at"]), int(told["pid"])
        stopped = told.get("state") == "stopped"
        busy = tuple(sorted((_at_work(b) for b in told.get("busy", {}).values()), key=lambda b: b.since))
        started = datetime.fromisoformat(told["started"]) if "started" in told else None
        waits = datetime.fromisoformat(told["issue_waits_until"]) if told.get("issue_waits_until") else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return NO_HEARTBEAT
    seconds = int((around.clock.now() - at).total_seconds())
    # A beat "of the future" was written under another clock; one that lives writes the next one under today's.
    seconds = abs(seconds) if seconds < -_SILENT_AFTER else max(seconds, 0)
    alive = is_held(around.state, COLLECT) and holder_of(around.state, COLLECT) == str(pid)
    if alive and not stopped:
        state = DaemonState.SILENT if seconds > _SILENT_AFTER else DaemonState.RUNNING
        return Heartbeat(state, at, seconds, pid, busy, started, waits)
    because = str(told.get("because", "")) if stopped else ""
    return Heartbeat(DaemonState.STOPPED if stopped else DaemonState.GONE, at, seconds, pid, because=because)


def _at_work(told: Mapping[str, str]) -> AtWork:
    asked = told.get("asked")
    return AtWork(
        str(told["with"]),
        datetime.fromisoformat(told["since"]),
        str(told.get("host", "")),
        datetime.fromisoformat(asked) if asked else None,
    )
