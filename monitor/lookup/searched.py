"""What an answer rests on: which sources of which countries, since when, whether completely; and what nobody looked at.

Absence is only ever said of what was searched. What stands here is said with every answer, found or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor.assess.rematch import owed
from monitor.bulletin.places import place_name
from monitor.clock import beijing
from monitor.coverage import coverage_of
from monitor.lookup.numbers import Reading
from monitor.model import Category, Coverage
from monitor.not_read import in_words, not_read
from monitor.store import Store
from monitor.texts import Texts

if TYPE_CHECKING:
    from monitor.config import SourceConfig

LOOKED_BACK = timedelta(days=7)
"""Over how long a time before the question it is said whether each source was read completely."""

NEVER_SEARCHED = ("images", "sealed", "documents", "translation", "before")
"""What no source of the product brings, or no search of it compares. Words: texts "answer.not_searched"."""

_EVERYWHERE = (Category.ITC337, Category.SUIT, Category.TRADEMARK, Category.DOMAIN, Category.SEP, Category.GI)


def searched(store: Store, sources: Mapping[str, SourceConfig], now: datetime, texts: Texts) -> dict[str, Any]:
    """The part of an answer that is the same whatever was asked."""
    covered = coverage_of(store, sources, now - LOOKED_BACK, now, texts)
    first = store.periods.first_read(c.source for c in covered)
    listed = []
    for c in covered:
        run = first.get(c.source)
        lacking = not_read(store, c)
        listed.append(
            {
                "source": c.source,
                "title": c.title,
                "category": c.category.value,
                "jurisdiction": c.jurisdiction,
                "since": beijing(run.started)[:10] if run else None,
                "reaches_back_to": beijing(run.since or run.started)[:10] if run else None,
                "last_ok": beijing(c.last_ok) if c.last_ok else None,
                "newest_item": c.newest_item.isoformat() if c.newest_item else None,
                "complete": c.checked,
                "gap_from": beijing(lacking.begins) if lacking is not None and lacking.begins else None,
                "not_read": in_words(lacking, c, now, texts),
                "message": c.message,
                "streams": [s.name for s in c.streams if s.read_at is not None],
            }
        )
    # The index counts a matter of two sources twice; every door tells the same number of matters.
    matters = store.matters.count()
    mentions = store.names_index.searched()[1] if store.names_index.ready() else store.mentions.count()
    return {
        "matters": matters,
        "texts": mentions,
        "watchlist": store.watchlist.version(),
        "names": len(store.watchlist.names()),
        "rematch_owed": owed(store),
        "sources": listed,
        "places": sorted({c.jurisdiction for c in covered if c.jurisdiction}),
        "not_searched": _not_searched(covered, texts),
    }


def _not_searched(covered: Sequence[Coverage], texts: Texts) -> list[dict[str, str]]:
    """What this answer says nothing about: kinds of matters no source was ever read for, other countries than those that were,
    and what no source brings."""
    read: dict[Category, set[str]] = {}
    for c in covered:
        if c.last_ok is not None:
            read.setdefault(c.category, set()).add(c.jurisdiction)
    result = []
    if missing := [texts(f"word.category.{c.value}") for c in _EVERYWHERE if c not in read]:
        said = texts("answer.not_searched.none", categories=texts("cli.list.and").join(missing))
        result.append({"what": "no_source", "text": said})
    by_places: dict[tuple[str, ...], list[str]] = {}
    for category in _EVERYWHERE:
        if category in read and category is not Category.ITC337:  # there is one such office
            by_places.setdefault(tuple(sorted(read[category])), []).append(texts(f"word.category.{category.value}"))
    for places, categories in by_places.items():
        named = texts("cli.list.and").join(place_name(p, texts) for p in places)
        said = texts("answer.not_searched.only", categories=texts("cli.list.and").join(categories), places=named)
        result.append({"what": "other_countries", "text": said})
    return result + [{"what": what, "text": texts(f"answer.not_searched.{what}")} for what in NEVER_SEARCHED]


def carriers(reading: Reading, sources: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The sources that would carry a matter of this number; none for a number of our own or of the Chinese register."""
    wanted = _carried_by(reading)
    return [s for s in sources if (s["category"], s["jurisdiction"]) in wanted or (s["category"], "") in wanted]


def _carried_by(reading: Reading) -> list[tuple[str, str]]:
    """(category, jurisdiction) of sources; jurisdiction "" for whichever."""
    place = reading.office.partition("-")[0].upper()
    match reading.kind:
        case "investigation" | "complaint":
            return [("337", "US")]
        case "case":
            return [("sep", "")] if reading.office == "upc" else [("suit", place)]
        case "proceeding":
            return [("domain", "")] if reading.office == "udrp" else [("trademark", place)]
        case "application" | "registration":
            return [("trademark", place)]
        case "international_registration":
            return [("trademark", "")]
        case "patent" | "copyright":
            return [("337", place), ("suit", place)]
        case "geographical_indication":
            return [("gi", "")]
        case "matter":
            return [(category, "") for key in reading.keys for category in _OF_KEYS.get(key.partition(":")[0], ())]
    return []


_OF_KEYS: Mapping[str, tuple[str, ...]] = {
    "us-itc": ("337",), "us-dct": ("suit",), "tm": ("trademark",), "ir": ("trademark",), "domain": ("domain",),
    "udrp": ("domain",), "upc": ("sep",), "gi": ("gi",), "news": ("news",),
}  # fmt: skip
"""Head of a matter's key → the categories of the sources it comes from."""
