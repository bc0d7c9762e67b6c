"""Finding what a text may contain, cheaply: exact spellings by Aho–Corasick, near ones by deletion neighbourhood,
Han names with one other character by wildcard.

`MarkIndex.touches` costs a few microseconds for a text that contains nothing; only what it returns is scored.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.matching.marks.sound_index import SoundIndex
from monitor.matching.normalise import wordlists
from monitor.matching.normalise.folding import fold, key, script
from monitor.matching.normalise.tokens import undisguised
from monitor.matching.variants.sought import Sought, SoughtNames, SoughtPhrase
from monitor.matching.variants.spellings import WRITTEN

NEAR_UP_TO = 300  # characters: near spellings are sought in marks and names, not in running text
LONGEST_HAN = 8
LONGEST_UNIT = 40
_ENDS = tuple(max(1, min((size - 1) // 2, 4)) for size in range(LONGEST_UNIT + 1))
"""By the length of a word: how many letters at one end of it are whole where one letter is wrong, too many or missing, or two
neighbours have changed places, within the letters of the other end."""
LATIN_WORD = re.compile(r"[a-z]+")
APOSTROPHES = str.maketrans("", "", "'`’‘")


@dataclass(frozen=True, slots=True)
class NearSpelling:
    """A unit of the text one edit away from an entry, or (Han) one character."""

    entry: Sought
    unit: str


class MarkIndex:
    """The spellings of all watched names. Immutable once built; safe to share between threads."""

    def __init__(self, entries: SoughtNames) -> None:
        self.keys: list[str] = list(entries.by_key)
        self.entries: list[list[Sought]] = list(entries.by_key.values())
        self.phrases = entries.phrases
        self.sounds = SoundIndex(entries.sounds)
        self._phrase_words = frozenset(entries.phrases)
        self._automaton = AhoCorasick(self.keys, matchkind=MatchKind.Standard) if self.keys else None
        self._near: dict[str, Sought | tuple[Sought, ...]] = {}
        self._slips: dict[str, Sought | tuple[Sought, ...]] = {}
        self._han: dict[str, Sought | tuple[Sought, ...]] = {}
        self._han_lengths: tuple[int, ...] = ()
        self._heads: list[set[str]] = [set() for _ in _ENDS]
        self._tails: list[set[str]] = [set() for _ in _ENDS]
        lengths: set[int] = set()
        for folded, here in entries.by_key.items():
            for e in here:
                for slip in e.slips:
                    _append(self._slips, slip, e)
                if e.fuzzy:
                    for d in deletions(folded):
                        _append(self._near, d, e)
                    self._keep_ends(folded)
                elif e.script == "han" and e.variant.kind in WRITTEN and 2 <= len(folded) <= LONGEST_HAN:
                    lengths.add(len(folded))
                    for i in range(len(folded)):
                        _append(self._han, folded[:i] + "?" + folded[i + 1 :], e)
        self._han_lengths = tuple(sorted(lengths))
        self._calling = self._phrase_words | self._slips.keys()
        self._noise = wordlists.noise()

    def exact(self, folded: str) -> list[tuple[int, int, int]]:
        """(pattern, start, end) of every occurrence of every spelling in a folded text."""
        if self._automaton is None:
            return []
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return found

    def touches(self, text: str) -> bool:
        """Whether anything at all may be found; this is what a million texts pay."""
        folded = key(text)
        if self._automaton is not None and self._automaton.find_matches_as_indexes(folded, overlapping=True):
            return True
        if len(text) <= NEAR_UP_TO and self._near_units(text, folded):
            return True
        if not folded.isascii() and any(True for _ in self.sounds.alike(text)):
            return True
        if not folded.isascii() or not folded.isalpha():
            for changed in undisguised(text):
                plain = key(changed)
                if self.exact(plain) or (len(plain) <= NEAR_UP_TO and self._near_units(changed, plain)):
                    return True
        return False

    def _near_units(self, text: str, folded: str) -> bool:
        lower = text.lower() if text.isascii() else fold(text)
        if "'" in lower or "’" in lower or "`" in lower:
            lower = lower.translate(APOSTROPHES)
        tokens = LATIN_WORD.findall(lower)
        near, words, heads, tails = self._near, self._phrase_words, self._heads, self._tails
        if not self._calling.isdisjoint(tokens):
            return True
        for unit in _units(tokens, self._noise):
            if unit in words or unit in near:
                return True
            # One slip leaves the beginning or the end of a spelling whole: most words of a text have neither.
            size = len(unit)
            end = _ENDS[size]
            head, tail = unit[:end] in heads[size], unit[-end:] in tails[size]
            if head or tail:
                for i in range(1 if tail else end, size if head else size - end):
                    if unit[:i] + unit[i + 1 :] in near:
                        return True
        if self._han and not folded.isascii():
            return any(True for _ in self.han_near(folded))
        return False

    def _keep_ends(self, folded: str) -> None:
        """Of a spelling, for every length a misspelt one may have, so much of both its ends as a slip elsewhere leaves."""
        for size in (len(folded) - 1, len(folded), len(folded) + 1):
            if size < len(_ENDS):
                self._heads[size].add(folded[: _ENDS[size]])
                self._tails[size].add(folded[-_ENDS[size] :])

    def near(self, tokens: list[str]) -> Iterator[NearSpelling]:
        """Spellings one letter away from a word of the text, or from neighbouring words run together."""
        for unit in _units(tokens, self._noise):
            seen: set[int] = set()
            for d in deletions(unit):
                for e in _values(self._near.get(d)):
                    if id(e) not in seen and e.key != unit and e.key[0] == unit[0]:
                        seen.add(id(e))
                        yield NearSpelling(e, unit)

    def slips(self, tokens: list[str]) -> Iterator[NearSpelling]:
        """Short names that a slip of the pen makes a word of the text."""
        for token in self._slips.keys() & set(tokens):
            for e in _values(self._slips[token]):
                yield NearSpelling(e, token)

    def phrases_for(self, tokens: list[str]) -> Iterator[SoughtPhrase]:
        """The phrases of several words that a word of the text calls up."""
        called = set(tokens) | set(_units(tokens, self._noise))
        for word in called & self._phrase_words:
            yield from self.phrases[word]

    def han_near(self, folded: str) -> Iterator[tuple[Sought, int]]:
        """(entry, offset) of stretches that differ from a Han name in exactly one character."""
        for start, end in _han_runs(folded[: 2 * NEAR_UP_TO]):
            for size in self._han_lengths:
                for at in range(start, end - size + 1):
                    window = folded[at : at + size]
                    for i in range(size):
                        found = self._han.get(window[:i] + "?" + window[i + 1 :])
                        if found is not None:
                            for e in _values(found):
                                if e.key[i] != window[i]:
                                    yield e, at


def deletions(word: str) -> Iterable[str]:
    """The word and all that are left when one letter after the first is taken out."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))}


def _units(tokens: list[str], noise: frozenset[str]) -> list[str]:
    """What a misspelt name may be: a word, two neighbouring words, three, or all words that are not noise."""
    if len(tokens) > 3 and all(len(t) == 1 for t in tokens):  # F-E-N-J-I-U
        return ["".join(tokens)[:LONGEST_UNIT]]
    if len(tokens) == 1:
        return tokens if 5 <= len(tokens[0]) <= 33 else []
    units = [t for t in tokens if 5 <= len(t) <= 33]
    if len(tokens) > 1:
        units += [u for u in map("".join, itertools.pairwise(tokens)) if 5 <= len(u) <= 33]
        if len(tokens) > 2:
            core = "".join(t for t in tokens if t not in noise)
            if 5 <= len(core) <= 33:
                units.append(core)
            if len(tokens) > 3:
                units += [
                    u for u in map("".join, zip(tokens, tokens[1:], tokens[2:], strict=False)) if 5 <= len(u) <= 33
                ]
    return units


def _han_runs(folded: str) -> Iterator[tuple[int, int]]:
    start = -1
    for i, c in enumerate(folded):
        if script(c) == "han":
            if start < 0:
                start = i
        elif start >= 0:
            yield start, i
            start = -1
    if start >= 0:
        yield start, len(folded)


def _append(table: dict[str, Sought | tuple[Sought, ...]], word: str, entry: Sought) -> None:
    before = table.get(word)
    table[word] = entry if before is None else (*_values(before), entry)


def _values(found: Sought | tuple[Sought, ...] | None) -> tuple[Sought, ...]:
    if found is None:
        return ()
    return found if isinstance(found, tuple) else (found,)
