"""The words of a text as the index of words keeps them and as a question is read: one place for both.

Latin, Cyrillic and other scripts with blanks between words are kept by words, folded (case, diacritics, full width); scripts
without (Han, kana, hangul, Thai …) by each sign and each pair of neighbours. Words that stand in nearly every record (articles,
Latin legal forms) and single letters are not kept. Whoever changes what a text gives changes `_REVISION`: indexes made before
are then made again.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monitor.legal_forms import Use, latin_words
from monitor.matching.normalise.folding import JOINERS, fold, letter_folds

_REVISION = "1"
LONGEST = 40  # letters of a word that are kept
_SIGNS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u1100-\u11ff\u3005-\u3007\u3041-\u318f\uac00-\ud7af"  # hangul, kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"  # Han; half-width kana and hangul
)
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"  # that belong to the letter before
_JOINERS = "".join(JOINERS)
_CHUNK = re.compile(
    rf"[{_SIGNS}]+|(?:[^\W_{_SIGNS}])(?:[^\W_{_SIGNS}]|[{_MARKS}]|[{_JOINERS}]+(?=[^\W_]))*"
)  # fmt: skip
_IS_SIGN = re.compile(f"[{_SIGNS}]")
_ASCII = {c: (chr(c).lower() if chr(c).isalnum() else None if chr(c) in "'`" else " ") for c in range(128)}
_ASCII_CHUNK = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|['`]+(?=[A-Za-z0-9]))*")

_COMMON_TEXT = "the of and for in to with by on at or an from is its be not namely vs"
LEGAL_FORMS = frozenset(form for form in latin_words(Use.COMMA) if " " not in form)
COMMON = frozenset(_COMMON_TEXT.split())
_SINGLE = frozenset(c for c in _ASCII.values() if c and c != " ")  # letters and digits
_LEFT_OUT = LEGAL_FORMS | COMMON
_NEVER_KEPT = _LEFT_OUT | _SINGLE


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one run of signs, where it stands in a text: text[start:end], folded."""

    text: str
    start: int
    end: int
    signs: bool

    @property
    def kept(self) -> bool:
        """Whether the index has it."""
        return bool(self.terms)

    @property
    def terms(self) -> tuple[str, ...]:
        """What the index has of it, () if nothing."""
        if self.signs:
            return _pieces(self.text)
        return (self.text[:LONGEST],) if _is_kept(self.text) else ()


@cache
def revision() -> str:
    """What the words depend on. Another value: other words."""
    table = repr(sorted((k, v or "") for k, v in letter_folds().items())) + repr(sorted(_LEFT_OUT))
    return f"{_REVISION}-{hashlib.sha256(table.encode()).hexdigest()[:12]}-{unicodedata.unidata_version}"


def words_in(text: str) -> Iterator[Word]:
    """The words of a text in their order, also those that are not kept."""
    if text.isascii():
        for found in _ASCII_CHUNK.finditer(text):
            yield Word(found[0].translate(_ASCII), found.start(), found.end(), signs=False)
        return
    for found in _CHUNK.finditer(text):
        if folded := folded_word(found[0]):
            yield Word(folded, found.start(), found.end(), signs=bool(_IS_SIGN.match(found[0])))


def terms_of(text: str) -> set[str]:
    """What the index keeps of a text."""
    if text.isascii():
        words = set(text.translate(_ASCII).split())
        words -= _NEVER_KEPT
        return {w[:LONGEST] for w in words} if len(max(words, key=len, default="")) > LONGEST else words
    return {term for word in words_in(text) for term in word.terms}


def folded_word(chunk: str) -> str:
    """One word or run of signs, folded: "FÉN" → "fen", "龜齡" → "龟龄"."""
    return "".join(c for c in fold(chunk).translate(letter_folds()) if c.isalnum())


def _is_kept(word: str) -> bool:
    return len(word) > 1 and word not in _LEFT_OUT


def _pieces(signs: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*signs, *map("".join, itertools.pairwise(signs)))))
