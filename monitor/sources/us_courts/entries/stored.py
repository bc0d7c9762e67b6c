"""What a docket entry that is stored, and stands in no feed any more, is by this version's reader. Pure.

Of such an entry its printed words are left (the title of its events), and the identity of the filing."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from monitor.model import Event
from monitor.model.filings import filing_of
from monitor.sources.us_courts import courts
from monitor.sources.us_courts.entries.events import Filing, events_of
from monitor.sources.us_courts.entries.reading import OTHER, read_entry

LONGEST_TITLE = 500  # characters kept of an entry; a longer one is not all there, and cannot be read again

_OF_THE_CASE = frozenset({"filed", "terminated"})  # identities of what is said of a case, and stands in no entry
_NUMBER = re.compile(r" \(#[^()]*\)$")
_AND = " AND "  # between the labels of one filing
_LABELS = 8  # more than a filing has
_ENDINGS = frozenset(
    {"dismissed", "terminated", "settled", "severed", "tro_dissolved", "tro_expired", "pi_dissolved", "judgment",
     "consent_judgment", "appeal_ended"}
)  # fmt: skip
"""What stops a clock: of an entry whose words do not say so it is not believed, whatever else is known of it."""


@cache
def reader_version() -> str:
    """Digest of the reader of docket entries: of its program and its tables."""
    files = sorted(p for p in Path(__file__).parent.iterdir() if p.suffix in (".py", ".toml"))
    return hashlib.sha256(b"\0".join(p.read_bytes() for p in files)).hexdigest()[:8]


def label_again(event: Event, matter: str, *, several: bool) -> tuple[Event, ...] | None:
    """An event of a feed of labels ("Notice of Voluntary Dismissal AND Order (#13)"), by its labels alone. None where it is what
    it was, or is not told by its labels."""
    if event.ident in _OF_THE_CASE or not event.title:
        return None
    title = _NUMBER.sub("", event.title)
    labels = title.split(_AND)
    if len(labels) > _LABELS:
        return None
    court = _court_of(matter)
    whole = _acts(event, title, court, several)
    parts = [e for label in labels for e in _acts(event, label, court, several)]
    if event.code in {e.code for e in (*whole, *parts)}:
        return _fuller(event, tuple(parts)) or _fuller(event, whole)
    telling = [e for e in parts if e.code != OTHER]
    return tuple(telling or whole)


def entry_again(event: Event, matter: str, *, several: bool) -> tuple[Event, ...] | None:
    """An event whose title are the words of the entry, as far as they are kept. None where it is what it was, or where its
    words are not all there: what they do not say another text of the entry may have said."""
    title = _NUMBER.sub("", event.title)
    if event.ident in _OF_THE_CASE or not title or len(title) >= LONGEST_TITLE:
        return None
    found = _acts(event, title, _court_of(matter), several)
    codes = {e.code for e in found}
    if event.code in codes:
        return _fuller(event, found)
    if codes == {OTHER} and event.code not in _ENDINGS:
        return None
    return found


def _fuller(event: Event, found: tuple[Event, ...]) -> tuple[Event, ...] | None:
    """What was found, where it says of this act whom it concerns, or a day, and what is stored says nothing (earlier versions
    kept neither). What is stored with either may be from another text of the entry too, and stays."""
    if event.says or event.parties or event.whole is not None or "#" in event.ident:
        return None
    tells = any(e.says or e.parties or e.whole is not None for e in found if e.code == event.code)
    return found if tells else None


def _acts(event: Event, words: str, court: str, several: bool) -> tuple[Event, ...]:
    said = f"motion for {words}" if courts.bare_motion(court, words) else words
    filing = Filing(
        event.date, event.certain, filing_of(event.ident), event.url, event.title, several, courts.is_appellate(court)
    )
    return tuple(events_of(read_entry(said, event.date), filing))


def _court_of(matter: str) -> str:
    """The court in a canonical key: "us-dct:ilnd:1:26-cv-00011"."""
    return matter.split(":")[1] if matter.count(":") else ""
