"""Of what several sources say of a matter, at several times, what holds.

Of two values of one fact the later `as_of` wins, whatever the order they came in; a sticky fact ("ever_…") once true stays true.
What a record does not say takes nothing away: a title that only repeats the matter's number, made where the record has no name
(a petition on a mark that an earlier issue named), never replaces a name, however late it comes. Nor does a caption in which
the plaintiff hides behind a stand-in ("XYZ Corporation v. …") replace one that names it: of two dockets of one case that are
dated alike, or of which the hidden one is the later, the one that says more holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from monitor.model import Category, Record
from monitor.store.as_json import dumps
from monitor.store.matter_keys import hides_a_party, keys_of, repeats_a_key
from monitor.store.origins import Origins

HEAD = ("_title", "_url", "_kind", "_category", "_jurisdiction")
"""Of the facts those that are columns of a matter."""

_UNNAMED = "_title_of_key"
"""Of the origins: the title of the records that only repeat the matter's number."""

_STAND_IN = " behind a stand-in"
"""Of the origins, at the end of a name: said by a record whose plaintiff hides behind a stand-in."""

_OF_CAPTION = ("_title", "caption", "pseudonymous_plaintiff")


def fold(origins: Origins, record: Record, category: Category) -> None:
    """Add what a record says to what its source said."""
    mine = origins.setdefault(record.source, {})
    values = {
        **record.facts,
        "_title": record.title,
        "_url": record.url,
        "_kind": record.kind,
        "_category": category.value,
        "_jurisdiction": record.jurisdiction,
    }
    keys = keys_of(record)
    if hides_a_party(record):
        values = {f"{n}{_STAND_IN}" if n in _OF_CAPTION else n: v for n, v in values.items()}
    elif repeats_a_key(record.title, keys):
        values[_UNNAMED] = values.pop("_title")
    _move_hidden(mine)
    if (known := mine.get("_title")) and repeats_a_key(known[1], keys):  # kept so by older versions
        mine[_UNNAMED] = _later(_UNNAMED, mine.get(_UNNAMED), mine.pop("_title"))
    for name, value in values.items():
        mine[name] = _later(name, mine.get(name), [record.as_of, value])


def holding(origins: Mapping[str, Mapping[str, list[Any]]], keys: Iterable[str]) -> dict[str, Any]:
    """What holds of a matter with these keys, those of `HEAD` among it."""
    keys = tuple(keys)
    if len(origins) == 1:
        (facts,) = origins.values()
        if not any(name == _UNNAMED or name.endswith(_STAND_IN) for name in facts):
            return {name: value for name, (_, value) in facts.items()}
    best: dict[str, tuple[str, str, str, Any]] = {}
    for source, facts in origins.items():
        for origin, (as_of, value) in facts.items():
            name, rank = origin, (as_of, source, dumps(value), value)
            if name.startswith("ever_"):
                rank = ("1" if value else "0", source, "", value)
            elif origin.removesuffix(_STAND_IN) in _OF_CAPTION or origin == _UNNAMED:
                name = "_title" if origin == _UNNAMED else origin.removesuffix(_STAND_IN)
                says = 0 if name == "_title" and repeats_a_key(value, keys) else 1 if name != origin else 2
                rank = (f"{says}{as_of}", *rank[1:])
            if name not in best or rank[:3] > best[name][:3]:
                best[name] = rank
    return {name: rank[3] for name, rank in best.items()}


def _move_hidden(mine: dict[str, list[Any]]) -> None:
    """What older versions kept of a hidden plaintiff under the names of what is said openly goes where it belongs."""
    hidden = mine.get("pseudonymous_plaintiff")
    if not hidden or hidden[1] is not True:
        return
    for name in _OF_CAPTION:
        if (known := mine.get(name)) and known[0] == hidden[0]:
            place = f"{name}{_STAND_IN}"
            mine[place] = _later(place, mine.get(place), mine.pop(name))


def united(every: Iterable[Mapping[str, Mapping[str, list[Any]]]]) -> Origins:
    """What the sources say of several matters that are one."""
    origins: Origins = {}
    for of_matter in every:
        for source, facts in of_matter.items():
            mine = origins.setdefault(source, {})
            for name, (as_of, value) in facts.items():
                mine[name] = _later(name, mine.get(name), [as_of, value])
    return origins


def _later(name: str, known: list[Any] | None, offered: list[Any]) -> list[Any]:
    """The fact that holds: the later one; a sticky fact ("ever_…") once true stays true."""
    if name.startswith("ever_"):
        return ["", bool(offered[1]) or bool(known and known[1])]
    if known is None or offered[0] > known[0]:
        return offered
    return offered if offered[0] == known[0] and dumps(offered[1]) > dumps(known[1]) else known
