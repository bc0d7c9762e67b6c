"""What ends by its day: registrations that end within a year, or have ended (a right that has lapsed at home is a weak ground abroad);
and batches whose names the list holds no longer, which are watched on until somebody takes them off. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.model import Listing, WatchedName
from monitor.watchlist.particulars import last_day

_AHEAD = timedelta(days=365)
_SOON = timedelta(days=60)  # a batch: time for the next one to be put together


@dataclass(frozen=True, slots=True)
class Expiring:
    """One day on which a registration of a name ends; `over`: it lies before today."""

    name: WatchedName
    day: date
    over: bool


def expiring(names: Sequence[WatchedName], today: date) -> tuple[Expiring, ...]:
    """In the order of the list, of one name the earliest day first. A registration is good until the end of its day."""
    return tuple(Expiring(name, day, day < today) for name in names for day in _days(name) if day <= today + _AHEAD)


@dataclass(frozen=True, slots=True)
class Batched:
    """Names of one list that hold until one day, as the office wrote it. `day` is None where that cannot be read; `over`: it lies before
    today, `soon`: it comes within two months."""

    list: str
    batch: str
    until: str
    day: date | None
    names: tuple[WatchedName, ...]
    over: bool = False
    soon: bool = False


def batches(listings: Sequence[Listing], today: date) -> tuple[Batched, ...]:
    """The batches that say until when they hold, in the order of the lists."""
    found: dict[tuple[str, str, str], list[WatchedName]] = {}
    for held in listings:
        if held.valid_until:
            found.setdefault((held.list, held.batch, held.valid_until), []).append(held.name)
    result = []
    for (name_of_list, batch, until), names in found.items():
        day = date.fromisoformat(iso) if (iso := last_day(until)) else None
        over = day is not None and day < today
        soon = day is not None and not over and day <= today + _SOON
        result.append(Batched(name_of_list, batch, until, day, tuple(names), over, soon))
    return tuple(result)


def _days(name: WatchedName) -> Iterator[date]:
    return (date.fromisoformat(day) for day in sorted(name.expires))
