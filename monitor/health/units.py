"""Of the units a source's calendar guarantees: which are late, which are missing, and how that is said. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.config import Quiet
from monitor.model import Reason, UnitSpan, UnitState
from monitor.sources.streams import Units
from monitor.texts.days import as_param

MISSING, NOT_WHOLE = "health.units_missing", "health.units_not_whole"
_AHEAD = timedelta(days=1)  # a day file may bear the day on which it is made


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit as it stands: `arrived` says that its file came, whatever became of it."""

    day: date
    state: UnitState
    name: str = ""
    arrived: bool = False
    reason: str = ""


def unread(
    units: Units, first: date, today: date, known: Mapping[date, UnitState], quiet: Sequence[Quiet] = ()
) -> dict[date, UnitState]:
    """The units due from the day `first` to `today` that were neither read nor excused: late or missing.

    One that may still be late is missing all the same where a later one was read: it was passed over. In a silence that
    the entry of the source declares (`quiet`) none is expected."""
    read = [day for day, state in known.items() if state is UnitState.READ and day <= today + _AHEAD]
    newest = max(read, default=date.min)
    settled = {UnitState.READ, UnitState.EXCUSED}
    found = {}
    for day in units.days(first, today):
        if known.get(day) in settled or not units.is_due(day, today) or any(q.since <= day <= q.until for q in quiet):
            continue
        may_come = day > newest and units.may_be_missing(day, today)
        found[day] = UnitState.LATE if may_come else UnitState.MISSING
    return found


def spans_of(ledger: Iterable[Standing], states: Collection[UnitState]) -> tuple[UnitSpan, ...]:
    """The units in these states, in the order of their days; those between which the ledger has no other are one span."""
    spans: list[UnitSpan] = []
    before: Standing | None = None
    for unit in ledger:
        if unit.state in states:
            joins = before is not None and (before.state, before.arrived, before.reason) == (
                unit.state,
                unit.arrived,
                unit.reason,
            )
            if joins:
                last = spans.pop()
                names = (last.names[0], unit.name)
                spans.append(UnitSpan(last.first, unit.day, last.count + 1, names, unit.arrived, unit.reason))
            else:
                spans.append(UnitSpan(unit.day, unit.day, 1, (unit.name, unit.name), unit.arrived, unit.reason))
        before = unit
    return tuple(spans)


def said_of(key: str, spans: Sequence[UnitSpan]) -> Reason:
    """The sentence `key` about these units."""
    return Reason(key, {"units": {"spans": [as_param(s) for s in spans]}})


def reasons_of(ledger: Sequence[Standing]) -> list[Reason]:
    """Why the calendar of a source is not satisfied: what is missing, and what came and was not read to its end."""
    spans = spans_of(ledger, {UnitState.MISSING})
    gone, doubted = [s for s in spans if not s.arrived], [s for s in spans if s.arrived]
    found = [said_of(MISSING, gone)] if gone else []
    return [*found, said_of(NOT_WHOLE, doubted)] if doubted else found
