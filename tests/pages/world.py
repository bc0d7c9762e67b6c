"""A small invented world of one source: what it publishes day by day, and the pages on which it does.

A world knows the shape of its pages and nothing of what may go wrong with them; changes.py knows that and nothing of any source.
Every name and number is invented.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from monitor.config import Canary, SourceConfig, load_sources
from monitor.model import Request
from monitor.resources import shipped

OFFICE = (1.0, 1.1, 1.05, 1.0, 0.9, 0.0, 0.0)  # Monday to Sunday
HOLIDAYS = frozenset({date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3)})  # of the days that are played


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source publishes on a day, in one of its streams. `fields` are what its page prints of it; dates among
    them are dates, and `flipped` says that the page prints their month and day the other way round."""

    number: int
    stream: str
    day: date
    fields: Mapping[str, Any]
    flipped: bool = False

    def with_(self, **changed: Any) -> Item:
        return replace(self, fields={**self.fields, **changed})

    def without(self, *names: str) -> Item:
        return replace(self, fields={k: v for k, v in self.fields.items() if k not in names})

    def printed(self, name: str, form: str) -> str:
        """A date as the page prints it."""
        if self.flipped:
            form = form.replace("%m", "\0").replace("%d", "%m").replace("\0", "%d")
        value = self.fields.get(name)
        return value.strftime(form) if isinstance(value, date) else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One page. `zipped`: the name of the file in the zip that the body is put into."""

    body: bytes
    media: str
    status: int = 200
    zipped: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What the source shows: the items it has, as of `now`; the page says that it was made at `made`. `unfiltered`: it heeds no
    question; `cut`: of several pages it shows the first alone; `counts`: the number it states, None: the true one."""

    items: Sequence[Item]
    now: datetime
    made: datetime
    unfiltered: bool = False
    cut: bool = False
    counts: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class World(ABC):
    """`source`: its id in sources.yaml. `matched` and `dated`: fields of its items that are matched, and that are dates. `week`:
    days of the week on which it is read; `prelude`: days before anything changes."""

    source: str
    streams: tuple[str, ...]
    matched: tuple[str, ...]
    dated: tuple[str, ...]
    week: frozenset[int] = frozenset(range(7))
    prelude: int = 50
    hour: int = 2
    first: date = date(2026, 4, 20)

    @abstractmethod
    def published(self, day: date, rng: Random, before: Sequence[Item]) -> list[Item]:
        """What is new on that day; `before` is all that was published until then."""

    @abstractmethod
    def answer(self, request: Request, view: View) -> Answer | None:
        """The page at an address; None where there is none (404)."""

    def expects(self, config: SourceConfig) -> dict[str, Any]:
        """What of the shipped expectations is scaled to a world so small."""
        return {"min_items": None, "min_items_week": None, "newest_within_days": config.expect.newest_within_days or 30}

    @cached_property
    def config(self) -> SourceConfig:
        """The shipped entry, its counts scaled; a canary asks for thousands of items."""
        config = load_sources(shipped("sources.yaml"))[self.source]
        expect = config.expect.model_copy(update=self.expects(config))
        return config.model_copy(update={"expect": expect, "canary": Canary(), "pace": 0.0})


_WORDS = [
    "Ash",
    "Birch",
    "Cedar",
    "Dune",
    "Elm",
    "Fern",
    "Gorse",
    "Heath",
    "Iris",
    "Juniper",
    "Kelp",
    "Larch",
    "Moss",
    "Nettle",
    "Oak",
    "Pine",
    "Quill",
    "Rowan",
    "Sedge",
    "Thorn",
    "Umber",
    "Vale",
    "Willow",
    "Yarrow",
]
_KINDS = ["Lamps", "Tools", "Pipes", "Looms", "Kettles", "Valves", "Chairs", "Bolts", "Filters", "Cables"]
_FORMS = "Inc.", "LLC", "Co., Ltd.", "Corp."


def firm(rng: Random) -> str:
    return f"{rng.choice(_WORDS)}{rng.choice(_WORDS).lower()} {rng.choice(_KINDS)} {rng.choice(_FORMS)}"


def mark(rng: Random) -> str:
    return (rng.choice(_WORDS) + rng.choice(_WORDS)).upper()


def number_on(day: date, weekday: float, rng: Random, share: Sequence[float] = OFFICE) -> int:
    """How many things of `weekday` a usual weekday an office publishes on a day, give or take."""
    mean = weekday * share[day.weekday()] * (0.15 if day in HOLIDAYS else 1)
    return max(0, round(rng.gauss(mean, mean**0.5))) if mean else 0


def between(items: Sequence[Item], since: date, until: date) -> list[Item]:
    return [i for i in items if since <= i.day <= until]


def days_before(moment: datetime, days: float) -> date:
    return (moment - timedelta(days=days)).date()
