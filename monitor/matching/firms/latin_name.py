"""Reading a Latin company name inside a longer text: where it begins and ends, what each part of it is.

A party field, a caption ("X v. Shanxi Foo Co., Ltd. et al") and a paragraph are read alike: the name is grown outwards
from the place where its core was found, and what follows it ("of Taiyuan, China") is read as its address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.matching.firms import lexicon, vocabulary
from monitor.matching.firms.lexicon import Kind, Meaning
from monitor.matching.firms.line import Line, Word
from monitor.matching.normalise.folding import squash

_AFTER, _BEFORE, _TAIL = 14, 8, 16
_PHRASE = 7  # words a phrase of the lexicon may span, "and" included
_HARD_GAP = re.compile(r"[;|\n\r\t•“”\"!?]|\s[-–—]\s|\sv\.")
_SENTENCE_END = re.compile(r"\.\s")
# Legal forms that are also everyday words; they count only where a form can stand.
_DOUBTFUL_FORMS = frozenset({"as", "se", "da", "me"})
_NEXT_PARTY = frozenset({"v", "vs", "versus", "et", "dba", "against"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words [start, end) and what they mean; `text` is folded, in the core and in an address as printed."""

    kind: Kind
    start: int
    end: int
    values: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """One company name in a text: words [start, end) as pieces; `tail` holds the places and countries after it."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    tail: tuple[Piece, ...] = ()

    def of(self, kind: Kind) -> tuple[Piece, ...]:
        """The pieces of one kind, in the order of the name."""
        return tuple(piece for piece in self.pieces if piece.kind is kind)


def read(line: Line) -> tuple[Piece, ...]:
    """All words as pieces: for a text that is one name."""
    return tuple(_pieces(line.texts, 0, len(line.texts)))


def name_around(line: Line, start: int, end: int, glued: tuple[Piece, ...] = ()) -> Name:
    """The name whose core is words[start:end]; `glued` are parts written together with it."""
    mixed = line.mixed and any(w.capital for w in line.words[start:end])
    first = _grow_left(line, start, mixed)
    last, closed = _grow_right(line, end, mixed)
    pieces = (
        *_pieces(line.texts, first, start),
        Piece(Kind.CORE, start, end, text=line.shown(start, end)),
        *glued,
        *_pieces(line.texts, end, last),
    )
    return Name(first, last, tuple(_without_initials(pieces)), tuple(_tail(line, last, closed)))


def name_before(line: Line, end: int) -> Name:
    """The name that ends before words[end], legal form and all: "Heavy Industry Co., Ltd. of Taiyuan"."""
    last = end
    while last > 0 and _ends_form(line.texts, last):
        last -= 1
    mixed = line.mixed and last > 0 and line.words[last - 1].capital
    first = _grow_left(line, last, mixed)
    return Name(first, end, tuple(_without_initials(_pieces(line.texts, first, last))))


def key_of(pieces: Sequence[Piece]) -> frozenset[object]:
    """A Latin name as a set of meanings: two writings of one name have the same set. Form, group and links are out."""
    key: set[object] = set()
    other = ""
    for piece in pieces:
        if piece.kind in (Kind.PLACE, Kind.TRADE, Kind.COUNTRY):
            key.add((piece.kind, piece.values))
        elif piece.kind in (Kind.OTHER, Kind.CORE):
            other += squash(piece.text)
    if other:
        key.add(other)
    return frozenset(key)


# --- how far a name reaches --------------------------------------------------------------------------


def _grow_left(line: Line, start: int, mixed: bool) -> int:
    at = start
    while at > 0 and start - at < _BEFORE:
        here = line.words[at - 1]
        gap = line.gap(at)
        if here.text in vocabulary.text_words("break") or _stops(line, at) or "," in gap or ":" in gap:
            break
        if ")" in gap and "(" not in line.raw[max(0, here.start - 40) : here.end].rpartition(")")[2]:
            break
        if here.text == "and":
            before = lexicon.longest(line.texts, at - 2, at - 1) if at > 1 else None
            if before is None or before[1].kind is not Kind.TRADE:
                break
        elif here.text in lexicon.LINK_WORDS or _is_prose(here, mixed) or _ends_form(line.texts, at):
            break
        at -= 1
    return at


def _grow_right(line: Line, end: int, mixed: bool) -> tuple[int, bool]:
    """→ (end of the name, whether a legal form closed it)."""
    at = end
    while at < len(line.words) and at - end < _AFTER:
        here = line.words[at]
        if _stops(line, at):
            break
        found = lexicon.longest(line.texts, at, min(len(line.texts), at + _PHRASE))
        if found and found[1].kind is Kind.FORM and is_form(line, at, found[0]):
            return _after_forms(line.texts, at + found[0]), True
        gap = line.gap(at)
        if here.text in vocabulary.text_words("break") or "," in gap or ":" in gap:
            break
        if here.text == "and":
            after = lexicon.longest(line.texts, at + 1, min(len(line.texts), at + _PHRASE))
            if after is None or after[1].kind not in (Kind.TRADE, Kind.GROUP, Kind.FORM):
                break
            at += 1
            continue
        if here.text in lexicon.LINK_WORDS or _is_prose(here, mixed):
            break
        at += found[0] if found else 1
    return min(at, len(line.words)), False


def _stops(line: Line, at: int) -> bool:
    """Is there an end of a sentence, a list item or a party between words at - 1 and at?"""
    gap = line.gap(at)
    if gap in ("", " "):
        return False
    if _HARD_GAP.search(gap):
        return True
    before = line.words[at - 1].text
    return (
        bool(_SENTENCE_END.match(gap))
        and line.words[at].capital
        and before not in vocabulary.text_words("abbreviation")
    )


def _is_prose(word: Word, mixed: bool) -> bool:
    """In a text that uses capitals a name has them."""
    return mixed and not word.capital and not word.text.isdigit()


def _ends_form(texts: Sequence[str], at: int) -> bool:
    """Does a legal form of the name before end at word `at`?"""
    for size in (4, 3, 2, 1):
        if at - size >= 0:
            found = lexicon.longest(texts, at - size, at)
            if found and found[0] == size and found[1].kind is Kind.FORM:
                return size > 1 or len(texts[at - 1]) > 2 or texts[at - 1] == "co"
    return False


def is_form(line: Line, at: int, size: int) -> bool:
    """A short form ("as", "sa", "ag") is one only in capitals or where the text ends or pauses after it."""
    word = line.words[at]
    if size > 1 or len(word.text) > 2 or word.text == "co":
        return True
    after = line.raw[word.end : word.end + 1]
    return word.capital and (not after or after in ".,;)")


def _after_forms(texts: Sequence[str], at: int) -> int:
    """Further forms after the first: "Co., Ltd. Inc."."""
    while at < len(texts) and texts[at] not in _DOUBTFUL_FORMS:
        found = lexicon.longest(texts, at, min(len(texts), at + _PHRASE))
        if not found or found[1].kind is not Kind.FORM:
            break
        at += found[0]
    return at


# --- what its words are ------------------------------------------------------------------------------


def _pieces(texts: Sequence[str], start: int, end: int) -> list[Piece]:
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


def _without_initials(pieces: Sequence[Piece]) -> list[Piece]:
    """Single letters and digits are initials and numbering, not names."""
    return [p for p in pieces if not (p.kind is Kind.OTHER and (len(p.text) == 1 or p.text.isdigit()))]


def _tail(line: Line, start: int, closed: bool) -> list[Piece]:
    """Places and countries printed after the name, up to the next name."""
    found: list[Piece] = []
    at = start
    introduced = at < len(line.words) and (line.texts[at] in ("of", "in", "located") or "(" in line.gap(at))
    while at < min(len(line.words), start + _TAIL):
        if _HARD_GAP.search(line.gap(at)) or line.texts[at] in _NEXT_PARTY:
            break
        hit = lexicon.longest(line.texts, at, min(len(line.texts), at + _PHRASE))
        if hit is None:
            at += 1
            continue
        size, meaning = hit
        if meaning.kind is Kind.FORM and line.texts[at] not in _DOUBTFUL_FORMS and is_form(line, at, size):
            # Another company follows: only what "of" tied to the first one is its address.
            return _first_run(found) if introduced else []
        if meaning.kind in (Kind.PLACE, Kind.COUNTRY):
            found.append(Piece(meaning.kind, at, at + size, meaning.values, line.shown(at, at + size)))
        at += size
    return found


def _first_run(pieces: list[Piece]) -> list[Piece]:
    run = pieces[:1]
    for piece in pieces[1:]:
        if piece.start > run[-1].end:
            break
        run.append(piece)
    return run
