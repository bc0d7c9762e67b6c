"""Days and stretches of days as a person reads them: 2026-11-10（周二）至2026-11-17（周二）共8份."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import UnitSpan
    from monitor.texts import Texts

_MOST = 8  # stretches named; with more of them, the number of units in all


def days_in_words(spans: Sequence[Sequence[object]], t: Texts) -> str:
    """Each span is [first day, last day, how many units, name of the first, name of the last], days as ISO texts."""
    shown = [_span(date.fromisoformat(str(s[0])), date.fromisoformat(str(s[1])), *s[2:5], t=t) for s in spans[:_MOST]]
    said = t("health.unit.and").join(shown)
    count = sum(int(str(s[2])) for s in spans)
    if len(spans) > _MOST:
        return t("health.unit.more", days=said, count=count)
    return said if count == len(spans) or len(spans) == 1 else t("health.unit.total", days=said, count=count)


def stretches_in_words(stretches: Sequence[Sequence[object]], t: Texts) -> str:
    """Days that are no units of anything: each stretch is [first day, last day], as ISO texts."""
    shown = []
    for first, last, *_ in stretches[:_MOST]:
        begin, end = (_day(date.fromisoformat(str(d)), "", t) for d in (first, last))
        shown.append(begin if first == last else t("health.unit.stretch", first=begin, last=end))
    said = t("health.unit.and").join(shown)
    return t("health.unit.and_others", days=said) if len(stretches) > _MOST else said


def as_param(span: UnitSpan) -> list[object]:
    """A span as the parameter of a text, fit for JSON."""
    return [span.first.isoformat(), span.last.isoformat(), span.count, *span.names]


def _span(first: date, last: date, count: object, name: object, other: object, *, t: Texts) -> str:
    begin = _day(first, str(name), t)
    if count == 1:
        return begin
    end = _day(last, str(other), t)
    return (
        t("health.unit.and").join((begin, end))
        if count == 2
        else t("health.unit.to", first=begin, last=end, count=count)
    )


def _day(day: date, name: str, t: Texts) -> str:
    key = "health.unit.named" if name else "health.unit.day"
    return t(key, day=day.isoformat(), weekday=t(f"health.unit.weekday_{day.weekday()}"), name=name)
