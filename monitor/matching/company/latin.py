"""Reading a Latin company name inside a longer text: its words, where it begins and ends, what each part of it is.

A party field, a caption ("X v. Shanxi Foo Co., Ltd. et al") and a paragraph are read alike: the name is grown outwards
from the place where its core was found, and what follows it ("of Taiyuan, China") is read as its address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.matching.company import lexicon, tables
from monitor.matching.company.lexicon import Kind, Meaning
from monitor.matching.normalise import fold

_WORD = re.compile(r"[^\W_]+")
_NOT_LETTER = re.compile(r"[^a-z0-9\u0400-\u04ff]+")
_AFTER, _BEFORE, _TAIL = 14, 8, 16

_HARD_GAP = re.compile(r"[;|\n\r\t•“”\"!?]|\s[-–—]\s|\sv\.")
_SENTENCE_END = re.compile(r"\.\s")
_D_B_A = re.compile(
    r"(?i)\b(?:d\s*/?\s*\.?b\s*/?\.?\s*a|a\s*/?\.?k\s*/?\.?a|f\s*/?\.?k\s*/?\.?a|n\s*/?\.?k\s*/?\.?a|doing business as|"
    r"also known as|formerly known as|formerly|trading as|t/a)\b\.?"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `text` is folded, `start` and `end` count characters of the raw text."""

    text: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words [start, end) and what it means."""

    kind: Kind
    start: int
    end: int
    values: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """One company name in a text: its pieces, and the places and countries that follow it."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    tail: tuple[Piece, ...] = field(default=())

    def of(self, kind: Kind) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.kind is kind)


def words_of(raw: str) -> list[Word]:
    """Words of a text with their places in it. "&" and "+" between words read "and"; d/b/a reads as one break."""
    found: list[Word] = []
    breaks = [m.span() for m in _D_B_A.finditer(raw)] if "/" in raw or "b" in raw.lower() or "k" in raw.lower() else []
    for match in re.finditer(r"[^\W_]+|&|\+", raw):
        start, end = match.span()
        text = match.group()
        if any(a <= start < b for a, b in breaks):
            text = "dba"
        elif text in "&+":
            text = "and"
        else:
            text = _NOT_LETTER.sub("", text.lower() if text.isascii() else fold(text))
        if text:
            found.append(Word(text, start, end, raw[start].isupper()))
    return found


def read(words: Sequence[Word]) -> tuple[Piece, ...]:
    """All words as pieces: for a text that is one name."""
    texts = [w.text for w in words]
    return tuple(_pieces(texts, 0, len(texts)))


def name_around(raw: str, words: Sequence[Word], start: int, end: int, glued: tuple[Piece, ...] = ()) -> Name:
    """The name whose core is words[start:end]; `glued` are parts written together with it."""
    texts = [w.text for w in words]
    mixed = any(w.capital for w in words[start:end]) and _is_mixed(raw)
    first = _grow_left(raw, words, texts, start, mixed)
    last, closed = _grow_right(raw, words, texts, end, mixed)
    pieces = (
        *_pieces(texts, first, start),
        Piece(Kind.CORE, start, end, text=raw[words[start].start : words[end - 1].end]),
        *glued,
        *_pieces(texts, end, last),
    )
    pieces = tuple(_without_edges(pieces))
    return Name(first, last, pieces, tuple(_tail(raw, words, texts, last, closed)))


def _is_mixed(raw: str) -> bool:
    return any(c.islower() for c in raw) and any(c.isupper() for c in raw)


def _stops(raw: str, left: Word, right: Word) -> bool:
    gap = raw[left.end : right.start]
    if _HARD_GAP.search(gap):
        return True
    return bool(_SENTENCE_END.match(gap)) and right.capital and left.text not in tables.text_words("abbreviation")


def _grow_left(raw: str, words: Sequence[Word], texts: list[str], start: int, mixed: bool) -> int:
    at = start
    while at > 0 and start - at < _BEFORE:
        here = words[at - 1]
        if _stops(raw, here, words[at]) or here.text in tables.text_words("break"):
            break
        gap = raw[here.end : words[at].start]
        if "," in gap or ":" in gap or (")" in gap and "(" not in raw[: here.end].rpartition(")")[2]):
            break
        if here.text == "and":
            before = lexicon.longest(texts, at - 2, at - 1) if at > 1 else None
            if before is None or before[1].kind is not Kind.TRADE:
                break
        elif here.text in lexicon.LINK_WORDS or _is_prose(here, mixed) or _ends_form(texts, at):
            break
        at -= 1
    return at


def _is_prose(word: Word, mixed: bool) -> bool:
    """In a text that uses capitals a name has them."""
    return mixed and not word.capital and not word.text.isdigit()


def _ends_form(texts: list[str], at: int) -> bool:
    """Does a legal form of the name before end at word `at`?"""
    for size in (4, 3, 2, 1):
        if at - size >= 0:
            found = lexicon.longest(texts, at - size, at)
            if found and found[0] == size and found[1].kind is Kind.FORM:
                return size > 1 or len(texts[at - 1]) > 2 or texts[at - 1] == "co"
    return False


def _grow_right(raw: str, words: Sequence[Word], texts: list[str], end: int, mixed: bool) -> tuple[int, bool]:
    """→ (end of the name, whether a legal form closed it)."""
    at = end
    while at < len(words) and at - end < _AFTER:
        here = words[at]
        if at > 0 and _stops(raw, words[at - 1], here):
            break
        gap = raw[words[at - 1].end : here.start]
        found = lexicon.longest(texts, at, min(len(texts), at + 7))
        if found and found[1].kind is Kind.FORM and _is_form(raw, words, at, found):
            at = _after_forms(texts, at + found[0])
            return at, True
        if here.text in tables.text_words("break") or "," in gap or ":" in gap:
            break
        if here.text == "and":
            after = lexicon.longest(texts, at + 1, min(len(texts), at + 7))
            if after is None or after[1].kind not in (Kind.TRADE, Kind.GROUP, Kind.FORM):
                break
            at += 1
            continue
        if here.text in lexicon.LINK_WORDS or _is_prose(here, mixed):
            break
        at += found[0] if found else 1
    return min(at, len(words)), False


def _is_form(raw: str, words: Sequence[Word], at: int, found: tuple[int, Meaning]) -> bool:
    """A short form ("as", "sa", "ag") is one only in capitals or where the text ends or pauses after it."""
    size, _ = found
    if size > 1 or len(words[at].text) > 2 or words[at].text == "co":
        return True
    after = raw[words[at].end : words[at].end + 1]
    return words[at].capital and (not after or after in ".,;)")


def _after_forms(texts: list[str], at: int) -> int:
    """Further forms after the first: "Co., Ltd. Inc."."""
    while at < len(texts):
        found = lexicon.longest(texts, at, min(len(texts), at + 6))
        if not found or found[1].kind is not Kind.FORM or texts[at] in ("as", "se", "da", "me"):
            break
        at += found[0]
    return at


def _pieces(texts: list[str], start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    at = start
    while at < end:
        hit = lexicon.longest(texts, at, end)
        size, meaning = hit if hit else (1, Meaning(Kind.OTHER, frozenset()))
        if hit is None and (joined := lexicon.glued(texts[at])) is not None:
            meaning = joined
        if meaning.kind is Kind.FORM and size == 1 and len(texts[at]) < 3 and at + 1 < end and texts[at] != "co":
            meaning = Meaning(Kind.OTHER, frozenset())
        found.append(Piece(meaning.kind, at, at + size, meaning.values, " ".join(texts[at : at + size])))
        at += size
    return found


def _without_edges(pieces: Sequence[Piece]) -> list[Piece]:
    """Single letters and digits are initials and numbering, not names."""
    return [p for p in pieces if not (p.kind is Kind.OTHER and (len(p.text) == 1 or p.text.isdigit()))]


def _tail(raw: str, words: Sequence[Word], texts: list[str], start: int, closed: bool) -> list[Piece]:
    """Places and countries printed after the name, up to the next name."""
    found: list[Piece] = []
    at = start
    bound = min(len(words), start + _TAIL)
    introduced = at < len(words) and (
        texts[at] in ("of", "in", "located") or "(" in raw[words[at - 1].end : words[at].start]
    )
    while at < bound:
        if _HARD_GAP.search(raw[words[at - 1].end : words[at].start]) if at else False:
            break
        if texts[at] in ("v", "vs", "versus", "et", "dba", "against"):
            break
        hit = lexicon.longest(texts, at, min(len(texts), at + 7))
        size, kind = (hit[0], hit[1].kind) if hit else (1, Kind.OTHER)
        if kind is Kind.FORM and _is_form(raw, words, at, (size, hit[1])) and texts[at] != "as":  # type: ignore[index]
            # Another company follows: only what "of" tied to the first one is its address.
            return _first_run(found) if introduced else []
        if hit and kind in (Kind.PLACE, Kind.COUNTRY):
            found.append(Piece(kind, at, at + size, hit[1].values, raw[words[at].start : words[at + size - 1].end]))
        at += size
    return found


def _first_run(pieces: list[Piece]) -> list[Piece]:
    run = pieces[:1]
    for piece in pieces[1:]:
        if piece.start > run[-1].end:
            break
        run.append(piece)
    return run
