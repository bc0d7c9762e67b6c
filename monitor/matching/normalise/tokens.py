"""A text taken apart: the folded form the index searches, with its words, their boundaries and raw spans."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.matching.normalise.folding import JOINERS, confusables, key, long_vowel, script

_LEET = str.maketrans("01345789@$", "oieastbgas")
_LEET_L = str.maketrans("01345789@$", "oleastbgas")
_WORD = re.compile(r"[^\W_]+(?:[@$][^\W_]+)*|[@$][^\W_]+")
PROSE_FROM = 1_000  # characters; nobody disguises a word in running text
_LETTER_DIGIT = re.compile(r"[^\W\d_][0-9@$]|[0-9@$][^\W\d_]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the folded form: [start, end) in the form; Han, kana, hangul, digits and letters never share one."""

    text: str
    start: int
    end: int
    script: str


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The folded text; `spans[i]` is the raw [start, end) of its i-th letter.

    Upper and lower case say nothing: the score of a text must not depend on them."""

    raw: str
    text: str
    spans: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]
    starts: dict[int, int]  # offset → index of the token that begins there
    ends: dict[int, int]
    disguised: bool = False

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of the raw text for letters [start, end) of the folded one."""
        return self.spans[start][0], self.spans[end - 1][1]

    def token_at(self, offset: int) -> int:
        """Index of the token that holds the letter at `offset`."""
        low, high = 0, len(self.tokens) - 1
        while low < high:
            mid = (low + high + 1) // 2
            if self.tokens[mid].start <= offset:
                low = mid
            else:
                high = mid - 1
        return low


def folded_forms(text: str) -> list[FoldedText]:
    """The plain form and, where words mix letters with digits or alphabets, the undisguised ones."""
    plain = analyse(text, text)
    out = [plain]
    for changed in undisguised(text):
        form = analyse(changed, text, disguised=True)
        if form.text != plain.text:
            out.append(form)
    return out


def undisguised(text: str) -> list[str]:
    """The text with disguised words put into plain letters, same length; [] if nothing is disguised."""
    if len(text) > PROSE_FROM:
        return []
    leet = _LETTER_DIGIT.search(text) is not None
    if not leet and text.isascii():
        return []
    out = []
    for table in (_LEET, _LEET_L) if leet and "1" in text else (_LEET,):
        changed = _WORD.sub(lambda m, table=table: _plain(m[0], table), text)  # type: ignore[misc]
        if changed != text and changed not in out:
            out.append(changed)
    return out


def _plain(word: str, table: dict[int, int]) -> str:
    known = confusables()
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return word
    if not word.isascii():
        foreign = [c for c in letters if ord(c) in known]
        latin = [c for c in letters if c.isascii() or script(c) == "latin"]
        if foreign and (latin or len(foreign) == len(letters)):
            word = word.translate(known)
    if len(letters) < len(word) and _LETTER_DIGIT.search(word):
        word = word.translate(table)
    return word


def analyse(text: str, raw: str, *, disguised: bool = False) -> FoldedText:
    """`text` is `raw` or a letter-for-letter rewriting of it."""
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    tokens: list[Token] = []
    start, current = -1, ""  # of the token being built

    def close() -> None:
        nonlocal start
        if start >= 0:
            tokens.append(Token("".join(letters[start:]), start, len(letters), current))
            start = -1

    for at, end in _clusters(text):
        piece = text[at:end]
        folded = long_vowel(letters[-1]) if piece == "ー" and letters else _folded(piece)
        if not folded:
            if not (piece in JOINERS or piece[0].isalpha() or unicodedata.combining(piece[0])):
                close()
            continue
        kind = script(folded[0])
        kind = "letter" if kind in ("latin", "cyrillic", "other") else kind
        if start >= 0 and kind != current:
            close()
        if start < 0:
            start, current = len(letters), kind
        for c in folded:
            letters.append(c)
            spans.append((at, end))
    close()
    return FoldedText(
        raw,
        "".join(letters),
        tuple(spans),
        tuple(tokens),
        {t.start: i for i, t in enumerate(tokens)},
        {t.end: i for i, t in enumerate(tokens)},
        disguised,
    )


@lru_cache(maxsize=20_000)
def _folded(piece: str) -> str:
    return key(piece)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of base characters with their combining marks and conjoining hangul letters."""
    if text.isascii():
        yield from ((i, i + 1) for i in range(len(text)))
        return
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not (unicodedata.combining(text[i]) or "\u1160" <= text[i] <= "\u11ff"):
            yield start, i
            start = i
