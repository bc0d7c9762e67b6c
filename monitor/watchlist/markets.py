"""Countries in which a list says that a name is sold or registered, and which of them no source covers. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.model import WatchedName
from monitor.watchlist.cells import fold_name

_AT_HOME = "CN"


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A name, and the countries of it, as the list writes them, from which no source comes."""

    name: WatchedName
    places: tuple[str, ...]


def country_of(text: str) -> str:
    """ISO code of a country as lists write it ("印尼", "Brazil", "JP"); "" for a region or a text that is none.

    >>> country_of("印尼"), country_of("巴西（INPI）"), country_of("东南亚")
    ('ID', 'BR', '')
    """
    bare = text.partition("（")[0].partition("(")[0].strip()
    folded = fold_name(bare)
    if len(bare) == 2 and bare.isascii() and bare.isupper() and bare in _spellings():
        return bare
    return next((code for code, spellings in _spellings().items() if folded in spellings), "")


def uncovered_of(names: Sequence[WatchedName], covered: Collection[str]) -> tuple[Uncovered, ...]:
    """Names with countries outside `covered` (ISO codes of the sources in use), in the order of the list. China is not abroad."""
    found = []
    for name in names:
        places = tuple(p for p in name.markets if country_of(p) not in {*covered, _AT_HOME})
        if places and "derived" not in name.flags:
            found.append(Uncovered(name, places))
    return tuple(found)


@cache
def _spellings() -> Mapping[str, frozenset[str]]:
    listed = tomllib.loads(Path(__file__).with_name("markets.toml").read_text(encoding="utf-8"))
    return {code: frozenset(map(fold_name, spellings)) for code, spellings in listed.items()}
