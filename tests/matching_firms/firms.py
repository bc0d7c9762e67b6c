"""The labelled pairs and the firms in them, for the tests of this folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.matching import firms
from monitor.model import MatchContext, Role, WatchedKind, WatchedName

PARTY = MatchContext(role=Role.PARTY)


@dataclass(frozen=True)
class Pair:
    watched: WatchedName
    text: str
    match: bool
    kind: str


def firm(name: str, *aliases: str, city: str = "", **more: object) -> WatchedName:
    return WatchedName(id=name, name=name, kind=WatchedKind.COMPANY, aliases=aliases, city=city, **more)  # type: ignore[arg-type]


def _rows() -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / "pairs.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


@cache
def pairs() -> tuple[Pair, ...]:
    return tuple(
        Pair(
            firm(row["watch_name"], *filter(None, row["watch_variants"].split("|")), city=row["watch_city"]),
            row["filing_text"],
            row["label"] == "match",
            row["kind_of_variation"],
        )
        for row in _rows()
    )


@cache
def index() -> firms.FirmIndex:
    """All firms of the pairs in one index: each is found among the others."""
    return firms.build(list({pair.watched.id: pair.watched for pair in pairs()}.values()))


def score(watched: WatchedName, text: str, context: MatchContext = PARTY) -> float:
    """Of one firm in one text; 0 where it is below every band."""
    return next((m.score for m in firms.build([watched]).find(text, context)), 0.0)
