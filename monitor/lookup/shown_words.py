"""Where in a matter the words of a question stand: fields, and the words around them with the found ones marked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.bulletin.safe import one_line
from monitor.lookup.asked_words import Asked, Unit
from monitor.matching.indexing.words import LONGEST, Word, words_in
from monitor.store.word_fields import Holds

_AROUND = 40  # characters shown before and after
_LONGEST = 140

Piece = tuple[str, bool]
"""Some characters, and whether they are what was asked for."""


@dataclass(frozen=True, slots=True)
class Where:
    """One field that holds words of the question. `pieces` joined are the text shown, safe to print, "…" where it was cut; ()
    where the text itself is not kept. `classes`: Nice classes of the goods among which the words stand."""

    holds: Holds
    pieces: tuple[Piece, ...] = ()
    whole: bool = True
    classes: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def where(texts: Iterable[tuple[Holds, str]], asked: Sequence[Asked]) -> Iterator[Where]:
    """The fields that hold a word of the question, each text once; whole words before parts of words, in the order of Holds."""
    found: dict[tuple[Holds, str], tuple[tuple[int, bool, int], Where]] = {}
    for holds, raw in texts:
        text = one_line(raw)
        spots = [s for one in asked for s in _spots(text, one)]
        if spots:
            units = len({unit for *_, unit, _ in spots})
            whole = any(w for *_, w in spots)
            shown = Where(holds, _around(text, [(start, end) for start, end, *_ in spots]), whole)
            # A caption and a title often say the same, as do the sign and the title of a filing.
            found.setdefault((holds, text), ((-units, not whole, _ORDER[holds]), shown))
    seen: set[str] = set()
    for _, one in sorted(found.values(), key=lambda f: f[0]):
        if one.text not in seen or one.holds not in (Holds.TITLE, Holds.MARK):
            seen.add(one.text)
            yield one


_ORDER = {holds: n for n, holds in enumerate((Holds.PRODUCT, Holds.MARK, *Holds))}


def nearness(texts: Iterable[str], asked: Asked) -> int:
    """0: the words follow each other in one text, 1: they stand in one text, 2: in several."""
    best = 2
    for text in texts:
        spots = list(_spots(text, asked))
        if len({unit for *_, unit, _ in spots}) < len(asked.units):
            continue
        best = min(best, 0 if _follow(text, spots, len(asked.units)) else 1)
        if not best:
            break
    return best


def _follow(text: str, spots: Sequence[tuple[int, int, int, bool]], units: int) -> bool:
    """Whether all units stand side by side, in the order asked for."""
    ordered = sorted(spots)
    for at in range(len(ordered) - units + 1):
        part = ordered[at : at + units]
        if [unit for *_, unit, _ in part] == list(range(units)) and all(
            not any(c.isalnum() for c in text[one[1] : other[0]]) for one, other in itertools.pairwise(part)
        ):
            return True
    return False


def is_one(texts: Iterable[str], asked: Asked) -> bool:
    """Whether a matter with these texts has the phrases and the runs of signs asked for, each in one text."""
    phrases = set(asked.phrases)
    runs = [u for u in asked.units if any(len(s) > 2 for s in u.signs)]
    for text in texts:
        if not phrases and not runs:
            break
        words = list(words_in(text))
        said = [w.text for w in words]
        phrases = {p for p in phrases if not _has(said, p)}
        runs = [u for u in runs if not _has_unit(words, u)]
    return not phrases and not runs


def _has(said: Sequence[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    if size == 1:
        return any(phrase[0] in word for word in said)
    return any(tuple(said[n : n + size]) == phrase for n in range(len(said) - size + 1))


def _has_unit(words: Sequence[Word], unit: Unit) -> bool:
    said = {w.text for w in words}
    return any(
        any(w.signs and sign in w.text for w in words for sign in way.words)
        if way.signs
        else said.issuperset(way.words)
        for way in unit.ways
    )


def _spots(text: str, asked: Asked) -> Iterator[tuple[int, int, int, bool]]:
    """Start, end, number of the unit, and whether it is the whole word, of each word of the question in a text."""
    units = [(n, u.whole, u.parts, u.signs) for n, u in enumerate(asked.units)]
    for word in words_in(text):
        for n, whole, parts, signs in units:
            if word.signs:
                for run in signs:
                    at = word.text.find(run)
                    if at < 0:
                        continue
                    alike = len(word.text) == word.end - word.start  # sign for sign
                    start = word.start + at if alike else word.start
                    yield start, start + len(run) if alike else word.end, n, True
            elif word.text in whole or word.text[:LONGEST] in whole:
                yield word.start, word.end, n, True
            elif word.text[:LONGEST] in parts:
                yield word.start, word.end, n, False


def _around(text: str, spots: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The stretch of a text around the first spot and those that follow closely, with the spots marked."""
    spots = sorted(set(spots))
    first = spots[0][0]
    start = 0 if first <= _AROUND else _word_start(text, first - _AROUND)
    end = min(len(text), max(start + _LONGEST, spots[0][1]))
    pieces: list[Piece] = [("…", False)] if start else []
    at = start
    for begins, ends in spots:
        if begins < at or ends > end:
            continue
        pieces += [(text[at:begins], False), (text[begins:ends], True)]
        at = ends
    pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return tuple(p for p in pieces if p[0])


def _word_start(text: str, at: int) -> int:
    """The start of the first word after a place, if one is near."""
    blanks = [n + 1 for n in range(at, min(at + 15, len(text))) if text[n] == " "]
    return blanks[0] if blanks else at
