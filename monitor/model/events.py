"""What can happen to a matter: every event code with its words in both languages. The table stands in events.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from monitor.model import near
from monitor.model.rows import read_rows


@dataclass(frozen=True, slots=True)
class EventCode:
    """One row. `words` are by language."""

    code: str
    words: Mapping[str, str]


def read_events(path: Path) -> Mapping[str, EventCode]:
    """The table of a file. Raises ValueError naming file, line, row and key where a row is not as its head says."""
    return MappingProxyType({code: EventCode(code, row) for code, row in read_rows(path, _WORDS, _WORDS).items()})


_WORDS = ("zh", "en")


EVENTS: Mapping[str, EventCode] = read_events(Path(__file__).with_name("events.toml"))


def unknown_events(codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the codes that no row declares, each once."""
    return tuple(dict.fromkeys(c for c in codes if c not in EVENTS))


def nearest(code: str) -> str:
    """The declared code that is spelt most like this."""
    return near.nearest(code, EVENTS)
