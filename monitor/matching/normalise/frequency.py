"""How frequent a word is in the languages that registers write in, from tables/frequent_words.txt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from monitor.matching import tables

# The rarest word that still counts as frequent: about one in a million words of English, three in a million of the others. No
# true misspelling of the labelled pairs is a word above them.
_FREQUENT, _FREQUENT_ELSEWHERE = 25_000, 10_000


@cache
def ranks(language: str) -> Mapping[str, int]:
    """Folded word → its place among the words of a language ("en", "fr" …), 1 the most frequent. Empty for a language without a
    list."""
    for line in tables.lines("frequent_words.txt"):
        code, _, words = line.partition(" ")
        if code == language:
            return {word: place for place, word in enumerate(words.split(" "), start=1)}
    return {}


@cache
def _everywhere() -> frozenset[str]:
    found: set[str] = set()
    for line in tables.lines("frequent_words.txt"):
        language, _, words = line.partition(" ")
        found.update(words.split(" ")[: _FREQUENT if language == "en" else _FREQUENT_ELSEWHERE])
    return frozenset(found)


def is_frequent(word: str) -> bool:
    """Whether a folded word is frequent in any of the languages of the table: a common word, or a name of persons or places that
    everybody knows."""
    return word in _everywhere()


def is_english(word: str, within: int = 40_000) -> bool:
    """Whether a folded word is among the `within` most frequent of English."""
    return ranks("en").get(word, within + 1) <= within
