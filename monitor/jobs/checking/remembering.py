"""What the last check knew, in `check.json` of the state folder; where that cannot be written (a full disk, a folder that is
gone), in the folder systemd gives a service for as long as the machine runs (RUNTIME_DIRECTORY)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from monitor.clock import iso
from monitor.files import write_whole
from monitor.jobs.checking.forecast import Sample
from monitor.jobs.checking.telling import Memory

FILE = "check.json"


@dataclass(frozen=True, slots=True)
class Known:
    """`at`: when the last check looked; `samples` of the free disk."""

    at: datetime | None = None
    memory: Memory = field(default_factory=Memory)
    samples: tuple[Sample, ...] = ()


def recall(state: Path) -> Known:
    """The latest that was written down; what cannot be read was never known."""
    found = [known for place in _places(state) if (known := _read(place / FILE)).at is not None]
    return max(found, key=lambda known: known.at or datetime.min, default=Known())


def remember(state: Path, known: Known) -> bool:
    """Whether it could be written down anywhere."""
    memory = known.memory
    told = {
        "at": iso(known.at) if known.at else None,
        "open": _written(memory.open),
        "away": _written(memory.away),
        "mailed": iso(memory.mailed) if memory.mailed else None,
        "free": {day.isoformat(): free for day, free in known.samples},
    }
    for place in _places(state):
        if place.is_dir():
            try:
                write_whole(place / FILE, json.dumps(told, indent=1).encode())
            except OSError:
                continue
            return True
    return False


def _places(state: Path) -> Iterator[Path]:
    yield state
    if folder := os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0]:
        yield Path(folder)


def _read(path: Path) -> Known:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        mailed = datetime.fromisoformat(told["mailed"]) if told["mailed"] else None
        memory = Memory(_instants(told["open"]), _instants(told["away"]), mailed)
        samples = tuple((date.fromisoformat(day), int(free)) for day, free in told["free"].items())
        return Known(datetime.fromisoformat(told["at"]), memory, samples)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Known()


def _instants(told: Mapping[str, Any]) -> dict[str, datetime]:
    return {str(key): datetime.fromisoformat(at) for key, at in told.items()}


def _written(instants: Mapping[str, datetime]) -> dict[str, str]:
    return {key: iso(at) for key, at in instants.items()}
