"""The words of a Latin text, with their places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.matching.normalise.folding import fold

_WORD = re.compile(r"[^\W_]+|[&+]")
_NOT_LETTER = re.compile(r"[^a-z0-9\u0400-\u04ff]+")
_D_B_A = re.compile(
    r"(?i)\b(?:d\s*/\s*b\s*/\s*a|a\s*/\s*k\s*/\s*a|f\s*/\s*k\s*/\s*a|n\s*/\s*k\s*/\s*a|t\s*/\s*a|d\.b\.a|a\.k\.a|f\.k\.a|"
    r"doing business as|also known as|formerly known as|formerly|trading as)\b\.?"
)
MAYBE_D_B_A = re.compile(r"(?i)/|\.[bk]\.a|known as|business as|trading as|formerly")


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `text` is folded, `start` and `end` count characters of the raw text. `solid` is False for "&" and
    "and", which are one word and no part of a squashed text."""

    text: str
    start: int
    end: int
    capital: bool
    solid: bool = True


class Line:
    """A text and its words. `mixed`: it uses both cases, so that a name begins with capitals."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.words = _words_of(raw)
        self.texts = [word.text for word in self.words]
        self.mixed = any(c.islower() for c in raw) and any(c.isupper() for c in raw)

    def gap(self, at: int) -> str:
        """What stands between word at - 1 and word at."""
        return self.raw[self.words[at - 1].end : self.words[at].start] if 0 < at < len(self.words) else ""

    def shown(self, start: int, end: int) -> str:
        """words[start:end] as they were printed."""
        return self.raw[self.words[start].start : self.words[end - 1].end]


def _words_of(raw: str) -> list[Word]:
    """ "&" and "+" read "and"; "d/b/a" and its sisters read "dba" letter by letter, which ends a name."""
    breaks = [m.span() for m in _D_B_A.finditer(raw)] if MAYBE_D_B_A.search(raw) else []
    found: list[Word] = []
    for match in _WORD.finditer(raw):
        start, end = match.span()
        text = match.group()
        if text in "&+":
            found.append(Word("and", start, end, False, False))
            continue
        if any(a <= start < b for a, b in breaks):
            text = "dba"
        elif text.isascii():
            text = text.lower()
        else:
            text = _NOT_LETTER.sub("", fold(text))
        if text:
            found.append(Word(text, start, end, raw[start].isupper(), text != "and"))
    return found
