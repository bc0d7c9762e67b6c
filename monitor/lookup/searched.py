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
from monitor.model import Category, Coverage
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
    first = store.periods.first_checked(c.source for c in covered)
    listed = []
    for c in covered:
        run = first.get(c.source)
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
                "complete": c.complete,
                "gap_from": beijing(c.gap_from) if c.gap_from else None,
                "message": c.message,
                "streams": [s.name for s in c.streams if s.read_at is not None],
            }
        )
    matters, mentions = store.names_index.searched() if store.names_index.ready() else _counted(store)
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


def _counted(store: Store) -> tuple[int, int]:
    return store.matters.count(), store.mentions.count()


def _not_searched(covered: Sequence[Coverage], texts: Texts) -> list[dict[str, str]]:
    """What this answer says nothing about: kinds of matters no source was ever read for, other countries than those that were,
    and what no source brings."""
    read: dict[Category, set[str]] = {}
    for c in covered:
        if c.last_ok is not None:
            read.setdefault(c.category, set()).add(c.jurisdiction)
    result = []
    if missing := [texts(f"cli.category.{c.value}") for c in _EVERYWHERE if c not in read]:
        said = texts("answer.not_searched.none", categories=texts("cli.list.and").join(missing))
        result.append({"what": "no_source", "text": said})
    by_places: dict[tuple[str, ...], list[str]] = {}
    for category in _EVERYWHERE:
        if category in read and category is not Category.ITC337:  # there is one such office
            by_places.setdefault(tuple(sorted(read[category])), []).append(texts(f"cli.category.{category.value}"))
    for places, categories in by_places.items():
        named = texts("cli.list.and").join(place_name(p, texts) for p in places)
        said = texts("answer.not_searched.only", categories=texts("cli.list.and").join(categories), places=named)
        result.append({"what": "other_countries", "text": said})
    return result + [{"what": what, "text": texts(f"answer.not_searched.{what}")} for what in NEVER_SEARCHED]


def carriers(keys: Iterable[str], sources: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The sources that would carry a matter of one of these keys."""
    wanted = {kind for key in keys for kind in _kinds_of(key)}
    return [s for s in sources if (s["category"], s["jurisdiction"]) in wanted or (s["category"], "") in wanted]


def _kinds_of(key: str) -> list[tuple[str, str]]:
    """(category, jurisdiction) of the sources a key's matter comes from; jurisdiction "" for whichever."""
    head, _, rest = key.partition(":")
    place = rest.partition(":")[0]
    match head:
        case "us-itc":
            return [("337", "US")]
        case "us-dct":
            return [("suit", "US")]
        case "tm":
            return [("trademark", place)]
        case "ir":
            return [("trademark", "")]
        case "udrp" | "domain":
            return [("domain", "")]
        case "upc":
            return [("sep", "")]
        case "gi":
            return [("gi", place)]
    return []
