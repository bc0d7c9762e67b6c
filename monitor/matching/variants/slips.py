"""Slips of the pen in short Latin names: the consonants stay as they are, for with another consonant it is another name."""

from __future__ import annotations

from collections.abc import Iterator

SHORTEST, LONGEST = 4, 5  # letters; longer names are compared with one letter wrong anywhere
_VOWELS = "aeiou"


def slips_of(word: str) -> frozenset[str]:
    """What a short word becomes when two neighbours change places of which one is a vowel, a letter is doubled or one of a
    double lost, or a vowel is another: SHEIN → SHIEN, SHEEIN, SHAIN. The first letter stays."""
    return frozenset(_slips(word)) - {word}


def _slips(word: str) -> Iterator[str]:
    for i in range(1, len(word)):
        letter, behind = word[i], word[i + 1 : i + 2]
        if behind and (letter in _VOWELS or behind in _VOWELS):
            yield word[:i] + behind + letter + word[i + 2 :]
        yield word[:i] + letter + word[i:]
        if letter == word[i - 1]:
            yield word[:i] + word[i + 1 :]
        if letter in _VOWELS:
            yield from (word[:i] + other + word[i + 1 :] for other in _VOWELS)
