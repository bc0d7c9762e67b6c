"""Names written together with words that everybody uses, as labels of domains and many marks are: KISSBAIDU, BYDINVEST."""

from __future__ import annotations

from functools import lru_cache

from monitor.matching.normalise import frequency, pinyin, wordlists
from monitor.matching.variants.sought import Sought
from monitor.matching.variants.spellings import ROMANISED, WRITTEN

_SHORTEST_NAME = 3  # letters, as the list gives it
_SHORTEST_MADE = 5  # letters of a pinyin spelling
_SHORTEST_WORD, _LONGEST_WORD = 3, 14
_MADE = ROMANISED | {"historical"}
_FREQUENT_3, _FREQUENT = 6_000, 20_000  # places among the words of English: of words of three letters, of longer ones
_ENGLISH = 10_000  # a name among these words of English says nothing beside others
_MOST_WORDS = 2  # on one side of the name


def words_beside(word: str, before: str, after: str, entry: Sought) -> tuple[str, ...]:
    """The everyday words of which all of `word` but the name is made; () where it is no such label.

    A word that is pinyin or in use as a whole is no label, nor is one that falls into everyday words without the name."""
    kind = entry.variant.kind
    shortest = _SHORTEST_NAME if kind in WRITTEN else _SHORTEST_MADE if kind in _MADE else len(word)
    if len(entry.key) < shortest or frequency.is_frequent(word) or pinyin.is_pinyin(word):
        return ()
    if (
        frequency.is_english(entry.key, _ENGLISH)
        or entry.key in wordlists.words("everyday")
        or (entry.words > 1 and entry.everyday)
    ):
        return ()
    left, right = _cut(before), _cut(after)
    if left is None or right is None:
        return ()
    without = _cut(word, len(left) + len(right) + 1)
    return (*left, *right) if without is None or entry.key in without else ()


@lru_cache(maxsize=10_000)
def _cut(text: str, most: int = _MOST_WORDS) -> tuple[str, ...] | None:
    """A text cut into everyday words, as few as possible; None if it is not made of them."""
    if not text:
        return ()
    if most == 0:
        return None
    found: list[tuple[str, ...]] = []
    for size in range(min(len(text), _LONGEST_WORD), 1, -1):
        if _is_everyday(text[:size]) and (rest := _cut(text[size:], most - 1)) is not None:
            found.append((text[:size], *rest))
    return min(found, key=len) if found else None


def _is_everyday(word: str) -> bool:
    if len(word) < _SHORTEST_WORD:
        return word in wordlists.words("joined")
    if word in wordlists.noise() or word in wordlists.goods() or word in wordlists.words("designators"):
        return True
    return frequency.is_english(word, _FREQUENT_3 if len(word) == _SHORTEST_WORD else _FREQUENT)
