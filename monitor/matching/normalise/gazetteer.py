"""The places of China: codes, Chinese names with and without their rank, and the Latin spellings in use.

A Latin phrase is a tuple of folded words; codes are the six digits of GB/T 2260, "CN" for the country.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache

from monitor.matching import tables
from monitor.places import divisions

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative place; `code` is the six-digit code of GB/T 2260, "CN" for the country."""

    code: str
    zh: str
    short: str
    latin: tuple[str, ...]

    @property
    def is_province(self) -> bool:
        """A province, or a municipality of that rank."""
        return self.code.endswith("0000")

    @property
    def is_city(self) -> bool:
        """A city of the rank of a prefecture."""
        return self.code.endswith("00") and not self.is_province

    @property
    def is_district(self) -> bool:
        """A district of a city."""
        return not self.code.endswith("00") and self.zh.endswith("区")


@cache
def places() -> dict[str, Place]:
    """code → place."""
    return {code: Place(code, row.zh, row.short, row.latin) for code, row in divisions().items()}


_FORMER = {"区": "县市", "市": "县"}  # rank of a county today → ranks it may have had


@cache
def han_places() -> dict[str, frozenset[str]]:
    """Chinese name, full or without its rank → codes (several counties share a name). Firms keep the rank their place had when they
    were founded: 太谷县 is 太谷区 today."""
    found: dict[str, set[str]] = {}
    for place in places().values():
        for name in {place.zh, place.short}:
            found.setdefault(name, set()).add(place.code)
    for place in places().values():
        for former in _FORMER.get(place.zh[-1], "") if not place.code.endswith("00") else "":
            if place.zh != place.short and place.short + former not in found:
                found[place.short + former] = {place.code}
    # A province or city takes its bare name: 吉林 is not meant as a county, 朝阳 the city before the districts.
    return {name: highest(codes) for name, codes in found.items()}


@cache
def latin_places() -> dict[Phrase, frozenset[str]]:
    """Latin spelling → codes: joined, spaced, with its rank in pinyin ("taiyuanshi") or English ("taiyuan city")."""
    found: dict[Phrase, set[str]] = {}
    for place in places().values():
        for spelt in place.latin:
            for form in _place_forms(spelt, place):
                found.setdefault(form, set()).add(place.code)
    return {form: frozenset(codes) for form, codes in found.items()}


_RANKS = {"省": ("sheng", "province"), "市": ("shi", "city"), "县": ("xian", "county"), "区": ("qu", "district")}


def _place_forms(spelt: str, place: Place) -> Iterator[Phrase]:
    for apart in umlaut_spellings(spelt):
        words = tuple(apart.split())
        yield words
        yield ("".join(words),)
        pinyin, english = _RANKS.get(place.zh[-1], ("", ""))
        if not pinyin or (place.zh == place.short and len(words) < 2):
            continue
        if place.zh == place.short:  # 祁县: the rank is part of the name, "Qi County"
            yield (*words[:-1], english)
            continue
        yield ("".join(words) + pinyin,)
        yield ("".join(words), pinyin)
        yield ("".join(words), english)
        yield (*words, pinyin)
        if place.zh[-1] in _FORMER and not place.code.endswith("00"):
            yield ("".join(words), "county")
            yield ("".join(words) + "xian",)


def umlaut_spellings(spaced: str) -> tuple[str, ...]:
    """Syllables with v for ü → the spellings in use: "lv liang" → lv liang, lu liang, lyu liang."""
    if not any(s in {"lv", "nv", "lve", "nve"} for s in spaced.split()):
        return (spaced,)
    spellings = []
    for letter in ("v", "u", "yu"):
        apart = (s.replace("v", letter) if s in {"lv", "nv"} else s.replace("ve", "ue") for s in spaced.split())
        spellings.append(" ".join(apart))
    return tuple(spellings)


def highest(codes: Set[str]) -> frozenset[str]:
    """Of places that share a name those of the highest rank, the ones people mean: Yuncheng is 运城, not 郓城县."""
    for zeros in ("0000", "00"):
        high = {code for code in codes if code.endswith(zeros)}
        if high:
            return frozenset(high)
    return frozenset(codes)


@cache
def confusable_places() -> dict[str, frozenset[str]]:
    """code → codes of the places it is taken for (山西 ↔ 陕西)."""
    found: dict[str, set[str]] = {}
    for row in tables.records("confusable_places.csv"):
        one, other = han_places()[row["one"]], han_places()[row["other"]]
        for left, right in ((one, other), (other, one)):
            for code in left:
                found.setdefault(code, set()).update(right)
    return {code: frozenset(codes) for code, codes in found.items()}
