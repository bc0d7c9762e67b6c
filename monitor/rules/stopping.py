"""What ends a clock: which events stop it, and what takes an end back or speaks against it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from monitor.forums import Clock
from monitor.model import Event

_NO_FACTS: Mapping[str, object] = MappingProxyType({})
FactsByEvent = Mapping[str, Mapping[str, frozenset[str]]]
"""An event → facts, and the values with which something holds of it."""


def stopped(
    clock: Clock,
    codes: frozenset[str],
    events: Sequence[Event],
    started: date = date.min,
    facts: Mapping[str, object] = _NO_FACTS,
) -> bool:
    """Whether one of these events came on or after that day, not for some parties only, nothing undid it, and the
    register's own status does not speak against it."""
    return any(e.code in codes and e.date >= started and stops(e, clock, events, facts) for e in events)


def stops(event: Event, clock: Clock, events: Sequence[Event], facts: Mapping[str, object]) -> bool:
    return (
        not (event.code in clock.of_party and event.whole is not True)
        and not is_partial(event, clock.partial)
        and not (
            event.whole is None and is_overruled(event, facts, clock.partial_when)
        )  # of such a matter nobody knows whom an end concerns
        and not is_undone(event, events, clock.undone)
        and not is_overruled(event, facts, clock.overruled)
    )


def is_partial(event: Event, words: Sequence[str]) -> bool:
    """Whether an end concerns some parties only: as its reader found, else by words of its title."""
    if event.whole is not None:
        return not event.whole
    return any(word in event.title.casefold() for word in words)


def is_undone(event: Event, events: Sequence[Event], undone: Mapping[str, frozenset[str]]) -> bool:
    """Whether a later event (or one of the same day) undid this one: an abandoned application was revived. What was undone
    for some parties only, or in part, stands."""
    return any(e.code in undone.get(event.code, ()) and e.date >= event.date and e.whole is not False for e in events)


def is_overruled(event: Event, facts: Mapping[str, object], overruled: FactsByEvent) -> bool:
    """Whether the register's own status speaks against an event: an application that is said to be alive was not
    abandoned, whatever its history leaves unsaid."""
    return any(as_said(facts.get(fact)) in values for fact, values in overruled.get(event.code, {}).items())


def as_said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value or "")
