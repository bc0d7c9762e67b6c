"""How a Latin name may be said, from tables/latin_sounds.tsv."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache

from monitor.matching import tables

VOWELS = frozenset("aeiou@^")
SOUNDS = VOWELS | frozenset("pbfvwtdszSZCJckghmnNlry")
_MOST = 40  # ways of saying one name
_MOST_UNUSUAL = 3  # by how many ranks together a way may differ from the usual one
_LONGEST = 24  # letters
_DOUBLE = re.compile(r"([bcdfghjklmnpqrstvwxz])\1+")
_VOWEL_LETTERS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saying a name; `unusual`: by how many ranks its sounds differ from the usual ones."""

    sounds: str
    unusual: int


@dataclass(frozen=True, slots=True)
class _Rule:
    letters: str
    before: str
    after: str
    sounds: tuple[str, ...]

    def fits(self, word: str, at: int) -> bool:
        end = at + len(self.letters)
        return (
            word.startswith(self.letters, at) and _stands(self.before, word, at - 1) and _stands(self.after, word, end)
        )


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    """By their first letter, the longest first."""
    found: dict[str, list[_Rule]] = {}
    for letters, before, after, sounds in tables.rows("latin_sounds.tsv"):
        said = tuple(s.replace("-", "") for s in sounds.split())
        found.setdefault(letters[0], []).append(_Rule(letters, before, after, said))
    return {first: tuple(sorted(rules, key=lambda r: -len(r.letters))) for first, rules in found.items()}


def _stands(what: str, word: str, at: int) -> bool:
    """Whether what the table asks for stands at a place of a word; outside the word stands its beginning and its end."""
    if what == ".":
        return True
    if at < 0 or at >= len(word):
        return what == ("^" if at < 0 else "$")
    vowel = word[at] in _VOWEL_LETTERS
    if what == "M":
        return not vowel and word[at + 1 :] == "e"
    return {"V": vowel, "K": not vowel, "E": word[at] in "eiy"}.get(what, False)


@cache
def ways_of_saying(word: str) -> tuple[Way, ...]:
    """The ways a folded Latin word may be said, the usual one first; () for what is no word of plain letters.

    Doubled letters are one sound."""
    if not word.isascii() or not word.isalpha() or len(word) > _LONGEST:
        return ()
    plain = _DOUBLE.sub(_once, word)
    options: list[tuple[str, ...]] = []
    at = 0
    while at < len(plain):
        rule = next((r for r in _rules().get(plain[at], ()) if r.fits(plain, at)), None)
        if rule is None:
            return ()
        options.append(rule.sounds)
        at += len(rule.letters)
    found: dict[str, Way] = {}
    for unusual in range(_MOST_UNUSUAL + 1):
        for said in _with_ranks(options, unusual):
            if not VOWELS.isdisjoint(said):
                found.setdefault(said, Way(said, unusual))
            if len(found) >= _MOST:
                return tuple(found.values())
    return tuple(found.values())


def _once(doubled: re.Match[str]) -> str:
    return doubled[0] if doubled[0] in ("cc",) else doubled[1]


def _with_ranks(options: list[tuple[str, ...]], unusual: int) -> list[str]:
    """Every combination whose options differ from the usual ones by so many ranks together."""
    choices = [(i, rank) for i, o in enumerate(options) for rank in range(1, len(o)) if rank <= unusual]
    out = []
    for size in range(unusual + 1):
        for chosen in itertools.combinations(choices, size):
            if sum(rank for _, rank in chosen) != unusual or len({i for i, _ in chosen}) != size:
                continue
            ranks = dict(chosen)
            out.append("".join(o[ranks.get(i, 0)] for i, o in enumerate(options)))
    return out
