"""How frequent a word is in the languages that registers write in, from tables/frequent_words.txt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from monitor.matching import tables


@cache
def ranks(language: str) -> Mapping[str, int]:
    """Folded word → its place among the words of a language ("en", "fr" …), 1 the most frequent. Empty for a language without a
    list."""
    for line in tables.lines("frequent_words.txt"):
        code, _, words = line.partition(" ")
        if code == language:
            return {word: place for place, word in enumerate(words.split(" "), start=1)}
    return {}


def is_english(word: str, within: int = 40_000) -> bool:
    """Whether a folded word is among the `within` most frequent of English."""
    return ranks("en").get(word, within + 1) <= within
