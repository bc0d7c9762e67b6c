"""Which words of a firm's name name nobody: rarity in English, never absence from our tables."""

from __future__ import annotations

from monitor.matching.firms import vocabulary
from monitor.matching.normalise.frequency import is_english

_FEW_LETTERS = 3
_ENGLISH, _VERY_FREQUENT = 40_000, 5_000  # how far down the list of English a word is everyday


def is_everyday(word: str) -> bool:
    """Whether a folded Latin word names nobody by itself: a word of English, or a few letters. Two syllables of pinyin are a name,
    whatever English says, unless everyone says it."""
    if len(word) <= _FEW_LETTERS:
        return True
    syllables = vocabulary.pinyin_of(word)
    return is_english(word, _VERY_FREQUENT if syllables and len(syllables) > 1 else _ENGLISH)
