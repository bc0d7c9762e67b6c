"""Where one clock stands: from which act it counts, by which length, and which day that makes, as printed or computed. Pure.

Days are counted in the forum's calendar: an event's date is the forum's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypedDict

from monitor.forums import Clock, Length
from monitor.forums.calendars import is_business_day
from monitor.model import Event
from monitor.rules.periods import last_day

PRINTED_WITHIN = timedelta(days=14)
"""An act is printed within two weeks; a day of acting that lies further back belongs to another act."""
LESS = {"certain": "computed", "computed": "unknown", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Running:
    """`source` is the code of the event, or the name of the fact, it counts from; `started` that day. `early`: the start is
    an event before the true one (a sending, where the receipt counts), so `due` is too early at most. `unmoved`: `due` is a
    day of rest, and whether the forum moves it is not known. `docketed`: the start is the docketing of what happened before it, so
    the true day may be earlier. `act`: the act that prints `due`. `after`: the clock whose last day it counts from. `lengths`: by
    which it was counted from `started`, the earliest day being taken; none where it was printed. `unrolled`: the last day before
    days of rest moved it to `due`; None where nothing moved it. `guessed`: the day of the start is that on which it was first
    seen."""

    due: date
    certainty: str
    source: str
    started: date
    early: bool = False
    unmoved: bool = False
    docketed: bool = False
    act: Event | None = None
    after: str = ""
    lengths: tuple[Length, ...] = ()
    unrolled: date | None = None
    guessed: bool = False


def running_of(clock: Clock, events: Sequence[Event], facts: Mapping[str, object]) -> Running | None:
    """Where a clock stands, or None where nothing started it or its length was another at that time."""
    certainty = clock.certainty
    start = latest(events, clock.start)
    for choice in clock.instead:
        if choice.start and (better := latest(events, (choice.start,))):
            start, certainty = better, choice.certainty
    before = latest(events, clock.earlier)
    early = before is not None and (start is None or before.date > start.date)
    if early:
        start = before
    source, begun = (start.code, start.date) if start else ("", None)
    if start and (early or not start.certain):
        certainty = "unknown" if early else LESS[certainty]
    docketed = clock.docketed and start is not None and start.code in clock.start
    if start and (acted := _acted(clock.dated_by, start, facts)):
        begun, source, docketed = acted, clock.dated_by, False
    elif clock.dated_only:
        return None
    for fact in (*clock.start_facts, *(clock.from_facts if begun is None else ())):
        if day := _stated(fact, start, facts):
            begun, source, early, docketed = day, fact, False, False
            certainty = "computed" if fact in clock.start_facts else certainty
            break
    if clock.unless_printed and start and _is_printed(clock.unless_printed, events, facts, start.date):
        return None
    printed = _printed(clock, events, facts, start)
    if begun is None:
        if printed is None or not _in_force(clock, events, printed.day):
            return None
        if printed.act is None and clock.length.set_by_office and clock.start:
            return None  # of which of several letters?
        return Running(
            printed.day, "certain", clock.given, printed.act.date if printed.act else date.min, act=printed.act
        )
    if not _in_force(clock, events, begun):
        return None
    length, certainty = _length(clock, start, facts, certainty)
    lengths = (length,) if length is not clock.length else (clock.length, *clock.readings)
    ends: Ends | None = None
    if not length.set_by_office:
        ends = ends_of(clock, begun, None if length is clock.length else length)
    if clock.anchor_length:
        anchor = latest([e for e in events if e.date <= begun], (clock.anchor,))
        if clock.between and not (anchor and clock.between[0] <= (begun - anchor.date).days <= clock.between[1]):
            return None
        if anchor:
            begun, source, lengths = anchor.date, anchor.code, (clock.anchor_length,)
            ends = ends_of(clock, begun, clock.anchor_length)
    if printed and (printed.act or printed.day >= begun):
        return Running(printed.day, "certain", clock.given, begun, act=printed.act)
    if ends is None:
        return None
    if docketed:
        certainty = "unknown"
    guessed = start is not None and not start.certain and begun == start.date
    unmoved = clock.roll == "unknown" and not is_business_day(ends["due"], clock.calendar)
    return Running(
        ends["due"], certainty, source, begun, early, unmoved, docketed, lengths=lengths, unrolled=ends["unrolled"],
        guessed=guessed,
    )  # fmt: skip


def _stated(fact: str, start: Event | None, facts: Mapping[str, object]) -> date | None:
    """The day a fact holds: as the act itself prints it, else as the matter does."""
    return (_day(start.says.get(fact)) if start else None) or _day(facts.get(fact))


def _acted(fact: str, printing: Event, facts: Mapping[str, object]) -> date | None:
    """The day of an act, as its own printing tells it; else as the matter does, unless that is the day of another act."""
    if (day := _day(printing.says.get(fact))) and day <= printing.date:
        return day
    day = _day(facts.get(fact))
    return day if day and timedelta(0) <= printing.date - day <= PRINTED_WITHIN else None


def _is_printed(fact: str, events: Sequence[Event], facts: Mapping[str, object], since: date) -> bool:
    return bool(_day(facts.get(fact))) or any(e.date >= since and _day(e.says.get(fact)) for e in events)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A last day as the forum printed it; `act` is None where it stands in a fact of the matter."""

    day: date
    act: Event | None = None


def _printed(
    clock: Clock, events: Sequence[Event], facts: Mapping[str, object], start: Event | None
) -> _Printed | None:
    """The last day as the forum printed it: in the newest act that prints one, not older than the act that starts the
    clock; else in the fact of the matter. Of several acts of one day the earliest, since one too late is the worse error."""
    acts = [
        (day, e)
        for e in events
        if (day := _day(e.says.get(clock.given)))
        and (start is None or e.date >= start.date)
        and (not clock.given_in or e.code in clock.given_in)
        and not (clock.given_in and clock.start and start is None and e.code not in clock.start)  # it has not begun
    ]
    newest = max((e.date for _, e in acts), default=None)
    found = min(((day, e) for day, e in acts if e.date == newest), key=lambda d: (d[0], d[1].code), default=None)
    if found:
        return _Printed(*found)
    stored = _day(facts.get(clock.given))
    return _Printed(stored) if stored else None


def _length(clock: Clock, start: Event | None, facts: Mapping[str, object], certainty: str) -> tuple[Length, str]:
    for choice in clock.instead:
        if choice.of and not (start and start.code == choice.of):
            continue
        if choice.length and (
            facts.get(choice.when)
            or (choice.unless and not _stated(choice.unless, start, facts))
            or (choice.title and start and choice.title in start.title.casefold())
        ):
            return choice.length, choice.certainty or certainty
    return clock.length, certainty


def _in_force(clock: Clock, events: Sequence[Event], begun: date) -> bool:
    """Whether this length was law: on the day of the event that decides, else on the day the clock starts."""
    deciding = latest(events, (clock.applies_by,)) if clock.applies_by else None
    day = deciding.date if deciding else begun
    return (clock.applies_from is None or day >= clock.applies_from) and (
        clock.applies_until is None or day <= clock.applies_until
    )


class Ends(TypedDict):
    due: date
    unrolled: date | None


def ends_of(clock: Clock, started: date, length: Length | None = None) -> Ends:
    """The last day, and the one before days of rest moved it."""
    due = last_day(clock, started, length)
    unrolled = last_day(replace(clock, roll="none"), started, length)
    return {"due": due, "unrolled": None if unrolled == due else unrolled}


def latest(events: Sequence[Event], codes: Sequence[str]) -> Event | None:
    return max((e for e in events if e.code in codes), key=lambda e: (e.date, e.certain), default=None)


def _day(value: object) -> date | None:
    """A date fact: a date, or text that begins with an ISO date. Anything else is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None
