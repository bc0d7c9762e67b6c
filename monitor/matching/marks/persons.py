"""Names of Chinese persons in Latin letters: a surname, and a given name of one or two syllables, in either order."""

from __future__ import annotations

import re

from monitor.matching.normalise import pinyin, wordlists
from monitor.matching.normalise.folding import fold

_LETTERS = re.compile(r"[a-z]+(?:[ ,.'’-]+[a-z]+)*\.?")
_WORDS = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_MOST_WORDS, _MOST_SYLLABLES = 3, 2


def may_be_person(text: str) -> bool:
    """Whether a whole text has the shape of a person's name: WANG Jianhua, Jian-Hua Wang, CHAN Tai Man. Firms and shops may be
    called so too."""
    plain = fold(text.strip()).casefold()
    if not _LETTERS.fullmatch(plain):
        return False
    words = [w.replace("'", "").replace("’", "") for w in _WORDS.findall(plain)]
    if not 2 <= len(words) <= _MOST_WORDS:
        return False
    surnames = wordlists.words("surnames")
    return (words[0] in surnames and _is_given(words[1:])) or (words[-1] in surnames and _is_given(words[:-1]))


def _is_given(words: list[str]) -> bool:
    syllables = 0
    for word in words:
        read = pinyin.readings(word)
        if not read and word not in pinyin.east_asian():
            return False
        syllables += len(read[0]) if read else 1
    return syllables <= _MOST_SYLLABLES
