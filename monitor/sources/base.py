"""What a format module is, and the few tools all of them share.

A format module is pure: it turns one stored answer into outcomes, and says what to ask for next. It never opens a
socket, reads the clock, or knows the store. It is strict: what it does not understand is an outcome (`Skip`,
`Unknown`) or an `Unparsed` error, never silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from monitor.model import Capture, Outcome, Request


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


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a format may know when it plans and parses one run of one source.

    `since`/`until` bound the window (already widened by the overlap); `cursor` holds what earlier checked runs kept
    with `Advance`; `options` is the module's own `Options` built from sources.yaml; `today` is the run's date (UTC).
    """

    source: str
    urls: Mapping[str, str]
    since: date
    until: date
    now: datetime
    cursor: Mapping[str, str] = field(default_factory=dict)
    options: object = None
    jurisdiction: str = ""
    has_key: bool = False
    folder: Path | None = None  # a local folder instead of the network, for bulk sources
    folder_files: tuple[Path, ...] = ()  # its files, listed by the run (I/O stays at the rim)
    watched_queries: tuple[str, ...] = ()  # names to ask for, where a source must be asked by name
    revisit: tuple[Mapping[str, object], ...] = ()  # stored matters of this source worth re-reading (key, facts)


class Format(Protocol):
    """The attributes of a format module."""

    VERSION: str  # raised when parse() changes: stored digests of older versions no longer count as "unchanged"
    GATES: Mapping[str, Gate]  # by Request.tag; "" is the default
    AUTH: tuple[str, str] | None  # header and value, "{key}" stands for the key: ("X-API-KEY", "{key}")

    class Options: ...  # frozen dataclass or pydantic model of the `options:` of sources.yaml; unknown key = error

    @staticmethod
    def requests(plan: Plan) -> Iterable[Request]:
        """The first requests of a run."""
        ...

    @staticmethod
    def parse(capture: Capture, plan: Plan) -> Iterator[Outcome]:
        """Outcomes of one answer, in the order of the source. Raises Unparsed if the shape is another one."""
        ...


class Missing(Exception):
    """A mandatory field is absent or empty. A parser turns it into a Skip of that record."""


class Fields:
    """Strict reading of one JSON-like object: what is taken is ticked off, what is left over is reported.

    >>> f = Fields({"a": 1, "b": 2}); f.take("a")
    1
    >>> f.unread()
    ('b',)
    """

    def __init__(self, data: Mapping[str, object], where: str = "") -> None:
        self._data = data
        self._where = where
        self._taken: set[str] = set()

    def take(self, name: str) -> object:
        """A mandatory value. Raises Missing when the key is absent, null or an empty string."""
        self._taken.add(name)
        value = self._data.get(name)
        if value is None or value == "":
            raise Missing(f"{self._where}: {name}" if self._where else name)
        return value

    def text(self, name: str) -> str:
        """A mandatory text, cleaned. Raises Missing also where the value is no text."""
        value = self.take(name)
        if not isinstance(value, str):
            raise Missing(f"{name}: {type(value).__name__}")
        return clean(value)

    def maybe(self, name: str) -> object:
        """An optional value; None when absent."""
        self._taken.add(name)
        return self._data.get(name)

    def maybe_text(self, name: str) -> str:
        value = self.maybe(name)
        return clean(value) if isinstance(value, str) else ""

    def unread(self, ignore: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Names of fields nobody asked for."""
        return tuple(sorted(k for k in self._data if k not in self._taken and k not in ignore))


# Bidirectional controls and zero-width characters change what a reader sees without changing what is stored.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_BLANK = re.compile(r"\s+")
_PLAIN = bytes(range(32, 127))


def clean(text: str, limit: int = 20_000) -> str:
    """Text as it may be stored and shown: no control, bidirectional or zero-width characters, single spaces, cut at `limit`."""
    # Nothing to remove in nearly every text of a register; for a long one of plain ASCII, translate() tells quickest.
    if "  " not in text and (
        text.isprintable()
        if len(text) < 128
        else (text.isascii() and not text.encode().translate(None, _PLAIN)) or text.isprintable()
    ):
        return text[:limit].strip()
    text = _INVISIBLE.sub("", text)
    text = _BLANK.sub(" ", text)
    if not text.isprintable():
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return text[:limit].strip()
