"""What each source says of a matter, as its row holds it: beside what holds, so that nothing is written twice.

Most matters have one source, and what it said last is what holds. Then its row says no more than the day:
`{"us-uspto-applications":"2026-11-18"}`. Written out it is source → fact → [as of, value]. Of a source the column holds one of

- `"2026-11-18"`: it says everything that holds, as of this day;
- `["2026-11-18", {"status": ["2026-11-11", "630"], "live": ["2026-11-11"], "ir_number": null}]`: the same, but for what is
  listed: said as of another day, another value, or not at all;
- `{"status": ["2026-11-11", "630"], "live": ["2026-11-11"]}`: it says what is listed and no more; where a value is left out,
  the one that holds.

The last one, with every value, is also how earlier versions wrote it. A sticky fact ("ever_…") is of no day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from monitor.store.as_json import dumps, loads

Origins = dict[str, dict[str, list[Any]]]
"""Source → fact → [as of, value]."""

NOT_OF_A_SOURCE = "perhaps_same"
"""A fact the store itself adds to what holds."""


def pack(origins: Mapping[str, Mapping[str, list[Any]]], holds: Mapping[str, Any]) -> str:
    """`origins` as the column holds it beside `holds`: the facts that hold, and the columns of the row by "_title" …"""
    texts = {name: dumps(value) for name, value in holds.items() if name != NOT_OF_A_SOURCE}
    return dumps({source: _packed(facts, texts) for source, facts in origins.items()})


def unpack(text: str, holds: Mapping[str, Any]) -> Origins:
    """What `pack` was given, from its text and the same `holds`."""
    found: dict[str, Any] = loads(text)
    return {source: _unpacked(said, holds) for source, said in found.items()}


def values_of(text: str, name: str, holds: Mapping[str, Any]) -> list[Any]:
    """What the sources say of one fact, each its own: as `unpack`, for a look at many matters."""
    found: list[Any] = []
    for said in loads(text).values():
        if isinstance(said, dict):
            entry = said.get(name)
        else:
            day, but = (said, {}) if isinstance(said, str) else said
            entry = but.get(name, [day] if name in holds else None)
        if entry is not None:
            found.append(_whole(name, entry, holds)[1])
    return found


def _packed(facts: Mapping[str, list[Any]], texts: Mapping[str, str]) -> object:
    listed: dict[str, list[Any] | None] = {
        name: [as_of] if texts.get(name) == dumps(value) else [as_of, value] for name, (as_of, value) in facts.items()
    }
    days = Counter(said[0] for name, said in facts.items() if not _is_sticky(name))
    if not days:
        return listed
    # Of days that are as frequent the earlier, whatever the order they came in.
    day = min(days, key=lambda d: (-days[d], d))
    but = {name: said for name, said in listed.items() if said != [_day_of(name, day)]}
    unsaid = [name for name in texts if name not in facts]
    if len(but) + len(unsaid) > len(listed) // 2:
        return listed
    return [day, {**but, **dict.fromkeys(unsaid)}] if but or unsaid else day


def _unpacked(said: Any, holds: Mapping[str, Any]) -> dict[str, list[Any]]:
    if isinstance(said, dict):
        return {name: _whole(name, value, holds) for name, value in said.items()}
    day, but = (said, {}) if isinstance(said, str) else said
    facts = {
        name: [_day_of(name, day), value]
        for name, value in holds.items()
        if name not in but and name != NOT_OF_A_SOURCE
    }
    return {**facts, **{name: _whole(name, value, holds) for name, value in but.items() if value is not None}}


def _whole(name: str, said: list[Any], holds: Mapping[str, Any]) -> list[Any]:
    return said if len(said) == 2 else [said[0], holds[name]]


def _day_of(name: str, day: str) -> str:
    return "" if _is_sticky(name) else day


def _is_sticky(name: str) -> bool:
    return name.startswith("ever_")
