"""Chinese words of goods and trades in the English of registers and notices, as far as the tables of the matcher have them."""

from __future__ import annotations

from functools import cache

from monitor.matching import tables
from monitor.matching.indexing.words import folded_word, terms_of, words_in

_MOST = 8  # ways in English that are asked for of one Chinese word
_SHORTEST = 4  # letters; shorter words of the tables ("the", "yan", "li") are words of other things as well


def in_english(run: str) -> tuple[tuple[str, ...], ...]:
    """A run of Han signs as the English for each of its parts: 铸铁管件 → (("cast iron",), ("pipe fittings", …)).

    () where some of it is in no table: what is asked for must not become less than what was typed."""
    known = _known()
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(run):
        size = next((n for n in range(min(len(run) - at, _longest()), 0, -1) if run[at : at + n] in known), 0)
        if not size:
            return ()
        if english := known[run[at : at + size]]:
            found.append(english)
        at += size
    return tuple(found)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Folded Chinese word → English, the most usual first; () of one that says nothing about goods (厂, 公司)."""
    known: dict[str, dict[str, None]] = {}
    for row in tables.records("goods_words.csv"):
        _add(known, row["zh"], row["en"].split("|"))
    for row in tables.records("industries.csv"):
        _add(known, row["zh"], () if row["breadth"] == "filler" else row["forms"].split("|"))
    for _, listed, words, *_ in tables.rows("products.tsv"):
        _add(known, listed.replace(";", "|"), words.split(";"))
    return {zh: tuple(list(ways)[:_MOST]) for zh, ways in known.items()}


def _add(known: dict[str, dict[str, None]], chinese: str, english: list[str] | tuple[str, ...]) -> None:
    ways = [w.replace("&", " ").strip() for w in english]
    usable = [w for w in ways if w.isascii() and terms_of(w) and len(w) >= _SHORTEST]
    for word in chinese.split("|"):
        folded = "".join(folded_word(w.text) for w in words_in(word))
        if folded:
            known.setdefault(folded, {}).update(dict.fromkeys(usable))


@cache
def _longest() -> int:
    return max(map(len, _known()))
