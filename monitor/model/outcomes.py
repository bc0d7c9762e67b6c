"""What reading one stored answer yields, besides a record."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.captures import Request
from monitor.model.records import Record


@dataclass(frozen=True, slots=True)
class Follow:
    """Another request this page leads to (next page, full text, file of a listing)."""

    request: Request


@dataclass(frozen=True, slots=True)
class Skip:
    """A record that could not be read. It is quarantined with `raw`; the others count."""

    reason: str  # message key under texts "skip.*", or plain text of the parser's error
    where: str  # line, offset, item number, serial …
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Ignored:
    """An item that is understood and does not belong here (e.g. an anti-dumping notice). Only counted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A total the source itself states; the count gate compares it with what was read.

    A run sums, per `what`, the items read (records + ignored + skipped, or explicit `Seen`)."""

    what: str
    total: int
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Items of kind `what` met on this page, for the comparison with `Stated`."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A field, code or layout this parser has no opinion on; reported, never absorbed in silence."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A reason found while parsing why this answer must not count as checked; the run becomes `suspicious`."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProvenEmpty:
    """The source says, in so many words, that there is nothing."""


@dataclass(frozen=True, slots=True)
class Advance:
    """A new value for the source's cursor; kept only if the run counts as checked."""

    name: str
    value: str


Outcome = Record | Follow | Skip | Ignored | Stated | Seen | Unknown | Suspect | ProvenEmpty | Advance
