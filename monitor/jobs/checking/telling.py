"""When the administrator is mailed: at once of what is new, daily of what lasts, once when it is over. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

REMIND = timedelta(hours=24)
CALM = timedelta(minutes=30)
"""So long a trouble must be away to be over: what comes and goes every few minutes is one trouble, not twenty."""


class Letter(StrEnum):
    NEW = "new"
    REMINDER = "reminder"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Memory:
    """What the administrator was told: `open` troubles, each since when; `away`, those of them that are not there now, since
    when; `mailed` when the last letter was accepted."""

    open: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    away: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    mailed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """`letter` that is due, if any; `new` the troubles it tells for the first time. `kept` is what to remember where nothing
    is mailed, or the mail is not accepted: the same is decided again then. `told` where it is."""

    letter: Letter | None
    new: frozenset[str]
    kept: Memory
    told: Memory


def decide(memory: Memory, wrong: Collection[str], now: datetime) -> Decided:
    """`wrong`: the keys of what is wrong now."""
    # An instant of the future was noted under a clock that was wrong.
    away = {key: min(memory.away.get(key, now), now) for key in memory.open if key not in wrong}
    still = {key: min(since, now) for key, since in memory.open.items() if key in wrong or now - away[key] < CALM}
    new = frozenset(key for key in wrong if key not in memory.open)
    kept = Memory(dict(memory.open), away, memory.mailed)
    told = Memory({**still, **dict.fromkeys(new, now)}, {k: v for k, v in away.items() if k in still}, now)
    if new:
        return Decided(Letter.NEW, new, kept, told)
    if memory.open and not still:
        return Decided(Letter.OVER, new, kept, told)
    mailed = memory.mailed if memory.mailed is not None and memory.mailed <= now else None
    if wrong and (mailed is None or now - mailed >= REMIND):
        return Decided(Letter.REMINDER, new, kept, told)
    # One of several is over: the next letter simply does not name it any more.
    return Decided(None, new, replace(kept, open=still, away=told.away), told)
