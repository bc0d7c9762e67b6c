"""What each stream of a run brings, counted with the records as they are stored."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any

from monitor.health.facts import sings
from monitor.health.streams import named_by
from monitor.model import StreamDay
from monitor.store.records import Scored


def brought_by(
    news: Sequence[tuple[Scored, bool]], term: str, today: date, counted: Container[tuple[str, date]] | None = None
) -> Mapping[str, list[StreamDay]]:
    """Stream → what it brought on each day: of the records that told more than was known, each with whether its matter is new.
    `term`: the frequent word of the canary. `counted`, where what was known is read again by another reader: streams and days of
    units that were counted when they were first read."""
    found: dict[tuple[str, date], dict[str, Any]] = {}
    for scored, born in news:
        if counted is not None and scored.day is not None and (scored.stream, scored.day) in counted:
            continue
        day = found.setdefault((scored.stream, scored.day or today), {"fresh": 0, "born": 0, "met": 0, "filled": {}})
        day["fresh"] += 1
        day["born"] += born
        day["met"] += sings(scored.record, term)
        for name in named_by(scored.record):
            day["filled"][name] = day["filled"].get(name, 0) + 1
    units = {(scored.stream, scored.day) for scored, _ in news if scored.day is not None}
    brought: dict[str, list[StreamDay]] = {}
    for (stream, day_of), counts in found.items():
        anew = counted is not None and (stream, day_of) not in units
        brought.setdefault(stream, []).append(StreamDay(day_of, **counts, anew=anew))
    return brought
