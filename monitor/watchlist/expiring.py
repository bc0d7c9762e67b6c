"""Registrations of the list that end within a year, or have ended: a right that has lapsed at home is a weak ground abroad. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.model import WatchedName

_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Expiring:
    """One day on which a registration of a name ends; `over`: it lies before today."""

    name: WatchedName
    day: date
    over: bool


def expiring(names: Sequence[WatchedName], today: date) -> tuple[Expiring, ...]:
    """In the order of the list, of one name the earliest day first. A registration is good until the end of its day."""
    return tuple(Expiring(name, day, day < today) for name in names for day in _days(name) if day <= today + _AHEAD)


def _days(name: WatchedName) -> Iterator[date]:
    return (date.fromisoformat(day) for day in sorted(name.expires))
