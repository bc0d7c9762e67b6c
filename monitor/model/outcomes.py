"""What reading one stored answer yields, besides a record.

What is said to a person is a text key and the parameters of that text, as everywhere; a source has its texts in `words.toml`
beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date

from monitor.model.captures import Request
from monitor.model.coverage import LeftOut
from monitor.model.records import Record

Params = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Follow:
    """Another request this page leads to (next page, full text, file of a listing)."""

    request: Request


@dataclass(frozen=True, slots=True)
class Skip:
    """A record that could not be read. It is quarantined with `raw`; the others count."""

    key: str  # of the text that says why
    where: str  # line, offset, item number, serial …; behind it the reader's own words for what tripped it
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Ignored:
    """An item that is understood and does not belong here (e.g. an anti-dumping notice). Only counted."""

    key: str  # of the text that says why
    params: Params = default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stated:
    """A total the source itself states, of things called `what`. The count gate compares it with the sum of `Seen` of that
    name in the run: without any, everything is missing."""

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
    """A field, code or layout this source has no opinion on; reported, never absorbed in silence."""

    key: str  # of the text that says what
    where: str = ""
    params: Params = default(default_factory=dict)

    @property
    def identity(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What it says, wherever it was met: two of one identity are told once."""
        return self.key, tuple(sorted((name, str(value)) for name, value in self.params.items()))


@dataclass(frozen=True, slots=True)
class Suspect:
    """A reason found while reading why this answer must not count as checked; the run becomes `suspicious`.

    `about`: keys of the matters whose text was not understood. A person can look at that very text (it stands in `params`)
    and say so; then it makes no run suspicious any more. () where there is no text to look at."""

    key: str
    params: Params = default(default_factory=dict)
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProvenEmpty:
    """The source says, in so many words, that there is nothing."""


@dataclass(frozen=True, slots=True)
class Advance:
    """A new value for the source's cursor; kept only if the run counts as checked."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class OfUnit:
    """What follows, up to the next one or to the end of the answer, is the unit of that day (`Units` of the source).

    It counts as read if the answer was read to its end, no `Suspect` followed, and not every record of it was set aside.
    """

    day: date


@dataclass(frozen=True, slots=True)
class StreamSays:
    """What the stream of this answer says of itself: what it leaves out, () where nothing; the day of its newest item; whether it
    stands still, that is calls itself fresh and shows nothing new; and the day on which the answer says it was made. The
    stream is `Request.stream`; the only one, where the source has but one."""

    left_out: tuple[LeftOut, ...] = ()
    newest: date | None = None
    stands_still: bool = False
    made: date | None = None


Outcome = (
    OfUnit | Record | Follow | Skip | Ignored | Stated | Seen | Unknown | Suspect | ProvenEmpty | Advance | StreamSays
)
