"""What a source is.

A source is pure: it says what to ask for, and turns one stored answer into outcomes. It never opens a socket, reads the
clock, or knows the store. It is strict: what it does not understand is an outcome (`Skip`, `Unknown`) or an `Unparsed`
error, never silence.

`Source` names every part a source must have and every part it may have. `monitor.sources.load` checks a class against it
(`checking`), so that a part that was forgotten or misspelt is refused by name and never fails in silence.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from monitor.model import Capture, Event, Outcome, Request
from monitor.sources.streams import Streams, Units


@dataclass(frozen=True, slots=True)
class Gate:
    """What an answer must look like before it is parsed (response gate).

    `media_types` are accepted content types (empty = any); `min_bytes` the least size; at least one of `sentinels`
    must stand in the first 64 KiB (lower-cased comparison); `binary` answers are not searched for challenge pages.
    """

    media_types: tuple[str, ...] = ()
    min_bytes: int = 1
    sentinels: tuple[bytes, ...] = ()
    binary: bool = False


class Options(BaseModel):
    """The settings of a source, `options:` of its entry in sources.yaml. An unknown key or a value of another type is
    refused with file, line and key. A source without settings uses this class as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Its = TypeVar("Its", bound=Options)  # the options of one source


@dataclass(frozen=True, slots=True)
class Plan(Generic[Its]):
    """Everything a source may know when it plans and reads one run.

    `since`/`until` bound the window (already widened by the overlap), `now` is the instant of the run; `options` are the
    source's own, built from sources.yaml; `cursor` holds what earlier checked runs kept with `Advance`.
    """

    source: str
    urls: Mapping[str, str]
    since: date
    until: date
    now: datetime
    options: Its
    cursor: Mapping[str, str] = field(default_factory=dict)
    jurisdiction: str = ""
    has_key: bool = False
    folder: Path | None = None  # a local folder instead of the network, for bulk sources
    folder_files: tuple[Path, ...] = ()  # its files, listed by the run (I/O stays at the rim)
    watched_queries: tuple[str, ...] = ()  # names to ask for, where a source must be asked by name
    days_read: Mapping[str, Mapping[date, datetime]] = field(
        default_factory=dict
    )  # stream → day → read to its end when
    revisit: tuple[Mapping[str, object], ...] = ()  # stored matters of this source worth re-reading (key, facts)


class Source(ABC, Generic[Its]):
    """One source. The first block is mandatory, the second is optional and has the default shown.

    `version` is raised when `read` gives other records for the same answer: what older versions read no longer counts as
    unchanged. `gates` are by `Request.tag`, "" being the default. `authentication` is header and value, in which "{key}"
    (or a name of `keys:`) stands for the key: ("X-API-KEY", "{key}"); None where no key is needed. `streams` and `units`
    say what can fall silent and what the calendar guarantees (None: nothing). `writes` are the facts its records may
    state, `events` the codes of the events they may carry. `matched` are the roles of mentions on which its records are held
    against the watchlist: the entry says of each what share of healthy records carries it (`expect.fill_rate`), for a source
    that no longer gives it finds nothing and looks well. It is written as frozenset({"…"}), so that it can be read unloaded.

    `formerly` are names this source had in sources.yaml before its present one, the oldest first; under the oldest stands
    what was read, so it is never taken away. `asks_by_name`: it must be asked for each watched name. `revisit_fact`:
    stored matters with this fact are handed to `requests` again.
    """

    version: str
    gates: Mapping[str, Gate]
    authentication: tuple[str, str] | None
    options: type[Its]
    streams: Streams
    units: Units | None
    writes: frozenset[str]
    events: frozenset[str]
    matched: frozenset[str]

    formerly: tuple[str, ...] = ()
    asks_by_name: bool = False
    revisit_fact: str = ""

    @abstractmethod
    def requests(self, plan: Plan[Its]) -> Iterable[Request]:
        """The first requests of a run."""

    @abstractmethod
    def read(self, capture: Capture, plan: Plan[Its]) -> Iterator[Outcome]:
        """Outcomes of one answer, in the order of the source. Raises Unparsed if the shape is another one, Blocked if it
        is a refusal."""

    def throttle(self, body: bytes) -> float | None:
        """Seconds to wait before the next request, from the body of a 429; None where it does not say."""
        return None

    def again(self, event: Event, matter: str, several: bool) -> tuple[Event, ...] | None:
        """What a stored event is by this version, from what is stored of it; None where it is what it was, or what is stored
        does not tell. `matter`: canonical key; `several`: more than one party is sued. Asked once after `version` changed,
        for what stands in no answer any more."""
        return None

    def unit_of(self, name: str, options: Its) -> date | None:
        """The day of the unit that a file, or an immutable document (`Request.once`), of this name is said to be; None
        where the name says nothing. Asked where an answer need not be read again; what is read says itself (`OfUnit`)."""
        return None

    def unit_name(self, day: date, options: Its) -> str:
        """How the source itself calls the unit of that day, "RPI 2915"; "" where it calls it by the day alone."""
        return ""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins like this (of a zip: its first XML file) is one this source reads."""
        return False

    def file_request(self, path: Path) -> Request:
        """How a file of this source that lies in a folder is asked for."""
        return Request(url=path.absolute().as_uri(), path=path, context={"file": path.name})
