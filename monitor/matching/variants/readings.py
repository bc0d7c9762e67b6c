"""How the characters of a name are read: Mandarin with heteronyms and place names, Cantonese, Korean, Japanese, Vietnamese."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from monitor.matching import tables

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Character:
    """Readings of one simplified character; each tuple has the usual one first."""

    pinyin: tuple[str, ...]
    jyutping: tuple[str, ...]
    hangul: tuple[str, ...]
    on: tuple[str, ...]
    vietnamese: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Syllable:
    """One Mandarin syllable in other systems."""

    wade_giles: str
    postal: tuple[str, ...]
    palladius: str
    hangul: tuple[str, ...]
    katakana: tuple[str, ...]
    bopomofo: str
    per_million: int  # in running text


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """How a place is read, and what trade and post have written for it."""

    pinyin: tuple[str, ...]  # () where the usual reading is right; "xie/hai" where two are in use
    historical: tuple[str, ...]


@cache
def _characters() -> dict[str, list[str]]:
    return {row[0]: row for row in tables.rows("characters.tsv")}


def character(char: str) -> Character | None:
    """The readings of a simplified character; None where the table does not have it."""
    row = _characters().get(char)
    return Character(*(tuple(cell.split()) for cell in row[1:])) if row else None


@cache
def sounds() -> dict[str, frozenset[str]]:
    """Character → all its toneless readings."""
    return {c: frozenset(row[1].split()) for c, row in _characters().items()}


@cache
def looks() -> dict[str, str]:
    """Character → the characters it is easily taken for."""
    return dict(tables.pairs("han_look.tsv"))


@cache
def syllable_table() -> dict[str, Syllable]:
    """Mandarin syllable → its spellings in other systems."""
    return {
        p: Syllable(wg, tuple(po.split()), ru, tuple(ko.split()), tuple(ja.split()), zh, int(n))
        for p, wg, po, ru, ko, ja, zh, n in tables.rows("syllables.tsv")
    }


@cache
def hong_kong() -> dict[str, tuple[str, ...]]:
    """Jyutping syllable → its spellings in Hong Kong, the usual one first."""
    return {j: tuple(forms.split()) for j, forms in tables.pairs("cantonese.tsv")}


@cache
def place_readings() -> dict[str, PlaceReading]:
    """Place in simplified Han → its readings."""
    return {
        name: PlaceReading(tuple(p.replace("ü", "v").split()), tuple(h.split(";")) if h else ())
        for name, p, h in tables.rows("places.tsv")
    }


@cache
def _longest_place() -> int:
    return max(map(len, place_readings()))


def places_in(name: str) -> Iterator[tuple[int, str]]:
    """(position, place) of the places of the table that stand in a name, longest first at each position."""
    at = 0
    while at < len(name):
        for size in range(min(_longest_place(), len(name) - at), 0, -1):
            if name[at : at + size] in place_readings():
                yield at, name[at : at + size]
                at += size - 1
                break
        at += 1


@cache
def heteronyms() -> dict[str, tuple[tuple[str, ...], str]]:
    """Character → its readings in names, the usual one first, and where that holds: first, head, any."""
    return {c: (tuple(sounds.split()), where) for c, sounds, where in tables.rows("heteronyms.tsv")}


def in_names(name: str, at: int) -> tuple[str, ...]:
    """The readings that the character name[at] has in names, the usual one first; () where the table has none for it there."""
    sounds, where = heteronyms().get(name[at], ((), ""))
    return () if where == "first" and at else sounds


def mandarin(name: str, most: int = 6) -> list[tuple[str, ...]]:
    """Toneless readings of a Han name, likeliest first: the place table, then pypinyin's phrases, then other readings.

    Characters outside the table make the name unreadable: [].
    """
    found = [character(c) for c in name]
    if not name or any(c is None or not c.pinyin for c in found):
        return []
    options: list[tuple[str, ...]] = [c.pinyin for c in found if c]
    settled: set[int] = set()
    for at, place in places_in(name):
        for i, sound in enumerate(place_readings()[place].pinyin):
            options[at + i] = tuple(sound.split("/"))
            settled.add(at + i)
    if len(settled) < len(name):
        # Also for characters with one listed reading: 都 is dou in running text, but du in 成都.
        for i, sound in enumerate(_phrase_reading(name)):
            if i not in settled and sound.isalpha() and sound.isascii():
                rest = tuple(o for o in options[i] if o != sound)
                options[i] = (sound, *rest)
    for i, c in enumerate(name):
        sounds, where = in_names(name, i), heteronyms().get(c, ((), ""))[1]
        if i in settled or not sounds:
            continue
        usual = where == "any" or (not i and (where == "head" or name[1:2] in _OF_A_FAMILY))
        if usual and options[i][0] == _alone(c):  # no phrase says otherwise
            options[i] = tuple(dict.fromkeys((*sounds, *options[i])))
        else:
            options[i] = tuple(dict.fromkeys((*options[i], *sounds)))
    return list(itertools.islice(ranked(options), most))


_OF_A_FAMILY = frozenset("记氏家府门")  # behind a surname: 曾记


def _alone(char: str) -> str:
    """What pypinyin says of one character alone."""
    return next(iter(_phrase_reading(char)), "")


def _phrase_reading(name: str) -> list[str]:
    """What pypinyin's phrase dictionary says; imported here because it takes a quarter of a second."""
    from pypinyin import Style, lazy_pinyin

    found: list[str] = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False, errors="default")
    return [s.replace("ü", "v") for s in found] if len(found) == len(name) else []


def ranked(options: Sequence[Sequence[T]], most: int = 64) -> Iterator[tuple[T, ...]]:
    """Combinations of one option each, those of the most usual options first."""
    total = 1
    for o in options:
        total *= max(len(o), 1)
    if total > 4_000:  # long names: no combinations, only the usual form
        yield tuple(o[0] for o in options)
        return
    numbered = itertools.product(*(enumerate(o) for o in options))
    best = sorted(numbered, key=lambda combo: sum(i for i, _ in combo))
    for combo in best[:most]:
        yield tuple(s for _, s in combo)
