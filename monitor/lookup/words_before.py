"""What is said before a number: of what it is ("Serial No.", 注册号), of which office or court (US, 巴西, N.D. Ill.)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from monitor.lookup.court_names import courts_by_name, squashed

TABLES = Path(__file__).with_name("numbers.toml")

_BETWEEN = frozenset(" \t\r\n.,:#()[]<>{}\"'“”‘’《》【】「」/-*_|=&")
"""What may stand between such words, and between them and the number."""
_FURTHEST = 90  # characters before a number that are looked at


@dataclass(frozen=True, slots=True)
class Said:
    """`kinds` and `places` that words name, the `court` (PACER's code), where the first of the words begins."""

    kinds: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    court: str = ""
    begin: int = 0


@dataclass(slots=True)
class _Word:
    kinds: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    court: str = ""


@cache
def _words() -> tuple[Mapping[str, _Word], Mapping[str, tuple[int, ...]]]:
    """Squashed word → what it says; last letter → how long words are that end so, the longest first."""
    tables = tomllib.loads(TABLES.read_text(encoding="utf-8"))
    found: dict[str, _Word] = {}
    for kind, words in tables["words"].items():
        for word in words:
            found.setdefault(squashed(word), _Word()).kinds.add(kind)
    for place, words in tables["places"].items():
        for word in words:
            found.setdefault(squashed(word), _Word()).places.add(place)
    for word in tables["filler"]["words"]:
        found.setdefault(squashed(word), _Word())
    for name, court in courts_by_name().items():
        found.setdefault(name, _Word()).court = court
    found.pop("", None)
    lengths: dict[str, set[int]] = {}
    for word in found:
        lengths.setdefault(word[-1], set()).add(len(word))
    return found, {last: tuple(sorted(sizes, reverse=True)) for last, sizes in lengths.items()}


def said_before(text: str, at: int) -> Said:
    """What the words right before a place in a plain text say. Looks back no further than some dozens of signs."""
    lengths = _words()[1]
    letters: list[str] = []
    places: list[int] = []
    for n in range(at - 1, max(-1, at - 1 - _FURTHEST), -1):
        c = text[n]
        if c.isalnum():
            if not letters and c.lower() not in lengths:
                return Said(begin=at)
            letters.append(c.lower())
            places.append(n)
        elif c not in _BETWEEN:
            break
    letters.reverse()
    places.reverse()
    return _read(text, "".join(letters), places, at)


def _read(text: str, letters: str, places: list[int], at: int) -> Said:
    words, lengths = _words()
    kinds: frozenset[str] = frozenset()
    named: set[str] = set()
    court = ""
    end, begin = len(letters), at
    if len(letters) != len(places):  # a letter whose lower case is two
        return Said(begin=at)
    while end:
        for size in lengths.get(letters[end - 1], ()):
            word = words.get(letters[end - size : end]) if size <= end else None
            if word is not None and _stands_alone(text, places[end - size], places[end - 1]):
                break
        else:
            break
        if "," not in text[places[end - 1] + 1 : at]:  # what a comma parts from it says where, not what
            kinds = kinds & word.kinds or kinds | word.kinds
        named |= word.places
        court = court or word.court
        end -= size
        begin = places[end]
    return Said(kinds, frozenset(named), court, begin)


def _stands_alone(text: str, first: int, last: int) -> bool:
    """Of Latin letters a word is whole; Chinese ones follow each other without a space."""
    before, after = text[first - 1 : first], text[last + 1 : last + 2]
    cut_off = text[first].isascii() and before.isascii() and before.isalnum()
    goes_on = text[last].isascii() and text[last].isalpha() and after.isascii() and after.isalpha()
    return not (cut_off or goes_on)


def court_in(text: str) -> str:
    """The court a text names and nothing else; "" where it names none."""
    word = _words()[0].get(squashed(text))
    return word.court if word else ""


def is_word(text: str) -> bool:
    """Whether a text is one of the words that are said of numbers: 商标 behind 第12345678号."""
    return squashed(text) in _words()[0]


def is_court(code: str) -> bool:
    return courts_by_name().get(code.lower()) == code.lower()


def between_only(text: str) -> bool:
    """Whether a text is nothing but signs that lead to a number or end a sentence."""
    return all(c in _BETWEEN or c in ",;!?~`^+，。；！？、·" for c in text)
