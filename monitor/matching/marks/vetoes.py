"""Why a near spelling is somebody else's word: the valid-pinyin veto and its relatives."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from monitor.matching.normalise import frequency, gazetteer, pinyin, wordlists
from monitor.matching.normalise.folding import key
from monitor.matching.variants.sought import Sought
from monitor.matching.weights import Weight, weight

# By what the score of a near spelling is multiplied, by what it is instead. "Long" names have three syllables or more.
_OTHER_PLACE = weight("against.other_place")
_OTHER_WORD = weight("against.other_word")
_OTHER_SYLLABLE, _OTHER_SYLLABLE_LONG = (
    weight("against.other_pinyin_syllable"),
    weight("against.other_pinyin_syllable_long"),
)
_PINYIN_OF_NO_PINYIN = weight("against.other_pinyin_of_none")
_RARE_SYLLABLE = weight("against.other_pinyin_rare")
_SOFT_SHORT, _SOFT_LONG = weight("against.soft_pinyin_short"), weight("against.soft_pinyin_long")
_SLIP = weight("against.other_pinyin_slip")
_BORDERS_MOVED_SHORT = weight("against.other_pinyin_borders_short")
_BORDERS_MOVED_LONG = weight("against.other_pinyin_borders_long")

_OWNED = re.compile(r"['’‘`]s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Veto:
    """`why` is the name of a text; the score is multiplied by `factor`."""

    why: str
    factor: Weight
    params: Mapping[str, object] = field(default_factory=dict)


def veto(unit: str, words: Sequence[str], entry: Sought) -> Veto | None:
    """What argues against `unit` (written as `words`) being `entry` misspelt; None if nothing does."""
    place = other_province(entry.key, unit)
    if place:
        return Veto("other_place", _OTHER_PLACE, {"word": place.upper()})
    found = pinyin.readings(unit)
    if found:
        return _other_pinyin(unit, found, entry, joined=len(words) == 1)
    if len(words) > 1:
        ours = entry.syllables if len(entry.syllables) == len(words) else _cut(entry)
        if len(ours) == len(words):
            for mine, theirs in zip(ours, words, strict=True):
                if mine != theirs and len(words) < 3 and pinyin.is_pinyin(mine) and (read := pinyin.readings(theirs)):
                    return Veto("other_pinyin", _OTHER_SYLLABLE, {"word": theirs.upper(), "reading": " ".join(read[0])})
                if mine != theirs and (
                    theirs in pinyin.east_asian() or theirs in wordlists.words("everyday") or len(theirs) <= 2
                ):
                    return Veto("other_word", _OTHER_WORD, {"word": theirs.upper()})
    if all(w in wordlists.words("everyday") or w in wordlists.noise() for w in words):
        return Veto("other_word", _OTHER_WORD, {"word": unit.upper()})
    return None


def other_words(unit: str, written: str, entry: Sought) -> str:
    """Why one word, `written` so, is a word of its own and not `entry` misspelt: it is in common use (LIVING for LI-NING) and no
    word of the name's own, or it is what belongs to somebody (DENNY'S for DENNIS). The name of a text; "" if it may be `entry`."""
    if frequency.is_frequent(unit) and unit not in map(key, entry.variant.text.split()):
        return "frequent_word"
    owned = _OWNED.search(written) and not _OWNED.search(entry.variant.text)
    return "possessive" if owned and unit[:-1] != entry.key else ""


def other_province(ours: str, theirs: str) -> str:
    """The province in a near spelling that is not the one of the name: SHAANXI is not SHANXI, 陕西 is not 山西."""
    for listed in ("provinces", "han_provinces"):
        for p in wordlists.words(listed):
            if p in theirs and p not in ours and (len(p) >= 5 or not p.isascii()):
                return p
    return ""


def _other_pinyin(unit: str, found: Sequence[Sequence[str]], entry: Sought, *, joined: bool) -> Veto:
    ours = entry.syllables
    shown = {"word": unit.upper(), "reading": " ".join(found[0])}
    if not ours:
        return Veto("other_pinyin", _PINYIN_OF_NO_PINYIN, shown)
    for reading in found:
        if len(reading) == len(ours):
            changed = [(a, b) for a, b in zip(ours, reading, strict=True) if a != b]
            if len(changed) == 1:
                shown["reading"] = " ".join(reading)
                if joined and changed[0][1] not in pinyin.common() and len(ours) >= 3:
                    return Veto("other_pinyin", _RARE_SYLLABLE, shown)
                if pinyin.soft(changed[0][0]) == pinyin.soft(changed[0][1]):
                    return Veto("soft_pinyin", _SOFT_LONG if len(ours) >= 3 else _SOFT_SHORT, shown)
                if joined and len(ours) >= 3 and _slip(*changed[0]):
                    return Veto("other_pinyin", _SLIP, shown)
                return Veto("other_pinyin", _OTHER_SYLLABLE if len(ours) <= 3 else _OTHER_SYLLABLE_LONG, shown)
    # The letter lost or gained moves the borders of the syllables: a slip of the pen rather than a name of its own.
    return Veto("other_pinyin", _BORDERS_MOVED_LONG if len(ours) >= 3 else _BORDERS_MOVED_SHORT, shown)


def _slip(ours: str, theirs: str) -> bool:
    """Whether letters were lost, doubled or swapped (XIE → XI, GOU → GUO); an exchanged letter makes another word."""
    return len(ours) != len(theirs) or sorted(ours) == sorted(theirs)


def _cut(entry: Sought) -> list[str]:
    """The spelling broken at its own word borders."""
    cuts = [0, *sorted(entry.cuts), len(entry.key)]
    return [entry.key[a:b] for a, b in itertools.pairwise(cuts)]


def crosses(word: str, start: int, end: int) -> tuple[str, ...]:
    """The likeliest pinyin reading of a word, if its syllables do not break where the part found begins or ends."""
    found = pinyin.readings(word)
    if not found or _breaks(found[0], start, end):
        return ()
    return found[0]


def is_place(word: str) -> bool:
    """Whether a word is the pinyin of a province, city or county of China."""
    return (word,) in gazetteer.latin_places()


def at_syllable(word: str, start: int, end: int) -> bool:
    """Whether a part of a word begins and ends where syllables of some pinyin reading do."""
    return any(_breaks(r, start, end) for r in pinyin.readings(word))


def _breaks(reading: Sequence[str], start: int, end: int) -> bool:
    offsets, at = {0}, 0
    for s in reading:
        at += len(s)
        offsets.add(at)
    return start in offsets and end in offsets
