"""The tables company names are read with: legal forms, trade words, places, countries, names too common to tell.

Every table is a CSV in `tables/` whose comment lines state its origin. Read once, kept immutable. A Latin phrase is a
tuple of folded words without "and" and "&"; a Han phrase is a simplified string.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "tables"

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """What a trade word means. `breadth`: "" tells something of a firm, "broad" little, "filler" nothing."""

    concept: str
    group: str
    breadth: str


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative place; `code` is the six-digit code of GB/T 2260, "CN" for the country."""

    code: str
    zh: str
    short: str
    latin: tuple[str, ...]

    @property
    def is_province(self) -> bool:
        return self.code.endswith("0000")

    @property
    def is_city(self) -> bool:
        return self.code.endswith("00") and not self.is_province

    @property
    def is_district(self) -> bool:
        return not self.code.endswith("00") and self.zh.endswith("区")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


@cache
def trades() -> dict[str, Trade]:
    """concept → what it means."""
    return {row["concept"]: Trade(row["concept"], row["group"], row["breadth"]) for row in _rows("industries.csv")}


@cache
def related_groups() -> frozenset[tuple[str, str]]:
    """Pairs of trade groups that do not contradict each other, in both orders."""
    pairs = [(row["one"], row["other"]) for row in _rows("related_groups.csv")]
    return frozenset([*pairs, *((other, one) for one, other in pairs)])


@cache
def han_trades() -> dict[str, str]:
    """Chinese trade word → concept."""
    return {word: row["concept"] for row in _rows("industries.csv") for word in row["zh"].split("|")}


@cache
def latin_trades() -> dict[Phrase, frozenset[str]]:
    """English phrase, or pinyin of a Chinese trade word (joined and spaced) → the concepts it may stand for."""
    found: dict[Phrase, set[str]] = {}
    for row in _rows("industries.csv"):
        forms = [tuple(re.findall("[a-z0-9]+", form)) for form in row["forms"].split("|") if form]
        for spelt in filter(None, row["pinyin"].split("|")):
            forms += [tuple(spelt.split()), (spelt.replace(" ", ""),)]
        for form in forms:
            found.setdefault(form, set()).add(row["concept"])
    return {form: frozenset(concepts) for form, concepts in found.items()}


@cache
def english_of() -> dict[str, tuple[str, ...]]:
    """Chinese trade word → English forms, the most usual first."""
    return {word: tuple(row["forms"].split("|")) for row in _rows("industries.csv") for word in row["zh"].split("|")}


@cache
def places() -> dict[str, Place]:
    """code → place."""
    return {
        row["code"]: Place(row["code"], row["zh"], row["short"], tuple(row["latin"].split("|")))
        for row in _rows("places.csv")
    }


@cache
def han_places() -> dict[str, frozenset[str]]:
    """Chinese name, full or without its rank → codes (several counties share a name)."""
    found: dict[str, set[str]] = {}
    for place in places().values():
        for name in {place.zh, place.short}:
            found.setdefault(name, set()).add(place.code)
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
    for row in _rows("confusable_places.csv"):
        one, other = han_places()[row["one"]], han_places()[row["other"]]
        for left, right in ((one, other), (other, one)):
            for code in left:
                found.setdefault(code, set()).update(right)
    return {code: frozenset(codes) for code, codes in found.items()}


@cache
def latin_forms() -> dict[Phrase, str]:
    """Legal form → "chinese" (what Chinese firms write in English), "neutral" or "foreign"."""
    return {
        tuple(form.split()): row["kind"]
        for row in _rows("legal_forms.csv")
        if row["script"] != "han"
        for form in row["forms"].split("|")
    }


@cache
def han_forms() -> tuple[str, ...]:
    """Legal forms in Han, kana and hangul, longest first."""
    forms = {form for row in _rows("legal_forms.csv") if row["script"] == "han" for form in row["forms"].split("|")}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


@cache
def han_forms_by_first() -> dict[str, tuple[str, ...]]:
    """First character → legal forms, longest first."""
    return {form[0]: tuple(f for f in han_forms() if f[0] == form[0]) for form in han_forms()}


@cache
def latin_countries() -> dict[Phrase, str]:
    return {tuple(form.split()): row["code"] for row in _rows("countries.csv") for form in row["forms"].split("|")}


@cache
def text_words(kind: str) -> frozenset[str]:
    """Words around names: "break" or "abbreviation"."""
    return frozenset(word for row in _rows("text_words.csv") if row["kind"] == kind for word in row["words"].split())


@cache
def generic_latin() -> frozenset[str]:
    """Cores and words so common that they identify nobody."""
    return frozenset(row["latin"] for row in _rows("generic_cores.csv"))


@cache
def generic_han() -> frozenset[str]:
    return frozenset(zh for row in _rows("generic_cores.csv") for zh in row["zh"].split("|") if zh)


@cache
def syllables() -> frozenset[str]:
    text = (_FOLDER / "syllables.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _longest_syllable() -> int:
    return max(map(len, syllables()))


def pinyin_of(word: str) -> tuple[str, ...] | None:
    """A word read as pinyin in as few syllables as possible, or None: "yunzhu" → ("yun", "zhu"), "steel" → None."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _longest_syllable()), end):
            head, tail = best[start], word[start:end]
            if head is None or tail not in syllables():
                continue
            here = best[end]
            if here is None or len(head) + 1 < len(here):
                best[end] = (*head, tail)
    return best[len(word)]
