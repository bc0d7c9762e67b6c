"""Names that are a distinctive part and goods (平遥 + 牛肉)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monitor.matching import tables
from monitor.matching.normalise import gazetteer, wordlists
from monitor.matching.normalise.folding import cached_key as key
from monitor.matching.signs import han_word
from monitor.matching.variants import readings
from monitor.model import WatchedName


@dataclass(frozen=True, slots=True)
class Product:
    """A name that is "distinctive part + goods" (平遥 + 牛肉): the Latin distinctive parts and the goods concept."""

    cores: tuple[str, ...]
    concept: str


def product_of(w: WatchedName) -> Product | None:
    """How the name divides into a distinctive part and goods, so that BOEUF DE PINGYAO and FEN LIQUOR are seen."""
    name = han_word(w.name)
    found = next(((t, c) for t, c in _tails() if name.endswith(t) and len(name) > len(t)), None)
    sounds = readings.mandarin(name, 1) if found else []
    if not found or not sounds:
        return None
    tail, concept = found
    head = name[: -len(tail)]
    cores = ["".join(s.replace("v", "u") for s in sounds[0][: len(head)])]
    cores += [key(h) for h in (readings.place_readings()[head].historical if head in readings.place_readings() else ())]
    return Product(tuple(dict.fromkeys(c for c in cores if len(c) >= 3)), concept)


def without_tail(name: str) -> Iterator[str]:
    """The spellings trade has for what is left of a Han name without the goods at its end: 龙井茶 → LONGJING, 青岛啤酒 → TSINGTAO.

    A place in its pinyin is no name without its goods, nor is a province in any spelling."""
    tail = next((t for t, _ in _tails() if name.endswith(t) and len(name) >= len(t) + _SHORTEST_HEAD), "")
    head = name.removesuffix(tail)
    known = readings.place_readings().get(head) if tail else None
    if known is None or head in wordlists.words("han_provinces"):
        return
    in_pinyin = {"".join(s.replace("v", "u") for s in sounds) for sounds in readings.mandarin(head)}
    is_city = any(code.endswith("00") for code in gazetteer.han_places().get(head, frozenset()))
    for spelt in known.historical:
        if not (is_city and key(spelt) in in_pinyin):
            yield spelt.upper()


_SHORTEST_HEAD = 2  # characters


@cache
def _tails() -> tuple[tuple[str, str], ...]:
    """(Han goods word, concept), longest first."""
    found = [(t, concept) for concept, listed, _ in tables.rows("products.tsv") for t in listed.split(";") if t]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))
