"""A Latin name of the list as other scripts write it by its sound: one spelling of each script, and all the ways it may be said.

The spelling of a script is looked for letter for letter; others of the same sound are found by the ways of saying it
(marks/heard.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from monitor.matching.normalise import frequency, pinyin, wordlists
from monitor.matching.normalise.folding import cached_key as key
from monitor.matching.sounds.latin import Way, ways_of_saying
from monitor.matching.sounds.likeness import skeleton
from monitor.matching.sounds.writing import leaves_out, write
from monitor.matching.sounds.written import SCRIPTS, read
from monitor.matching.variants import readings
from monitor.matching.weights import prior as prior_of

_FEWEST_LETTERS, _MOST_LETTERS = 4, 32
_MOST_WAYS, _MOST_WORDS = 40, 3
# By the classes of consonants in a name: three and more, two, fewer; and a word in common use, which is written so for itself.
_TELLING, _PLAIN, _SCANT = prior_of("sound_telling"), prior_of("sound_plain"), prior_of("sound_scant")
_EVERYDAY = prior_of("sound_everyday")


def transliterated(text: str, *, chinese: bool = False) -> Iterator[tuple[str, str, float]]:
    """(spelling, script as kind, prior) of a Latin name in each script; nothing for what is no Latin word. `chinese`: it is the
    pinyin of a name that is written in Chinese too, and is spelt as such alone."""
    ways = ways_of(text)
    if not ways:
        return
    usual = ways[0].sounds
    classes = len(skeleton(usual))
    prior = _TELLING if classes > 2 else _PLAIN if classes == 2 else _SCANT
    if all(_is_common(key(w)) for w in text.split()):
        prior = min(prior, _EVERYDAY)
    for script, spelt in spelt_by_sound(text).items():
        sure = prior if chinese or not leaves_out(script, usual) else min(prior, _PLAIN)
        for spelling in spelt[-1:] if chinese else spelt:
            yield spelling, script, sure


@cache
def spelt_by_sound(text: str) -> Mapping[str, tuple[str, ...]]:
    """Script → how it usually writes a Latin name: by its letters, and what reads as pinyin as it writes Chinese, last."""
    ways = ways_of(text)
    if not ways:
        return {}
    pinyin_in = dict(_as_pinyin(key(text)))
    made = {s: (write(s, ways[0].sounds), pinyin_in.get(s, "")) for s in SCRIPTS}
    return {s: tuple(spelt) for s, both in made.items() if (spelt := dict.fromkeys(filter(None, both)))}


@cache
def ways_of(text: str) -> tuple[Way, ...]:
    """The ways a Latin name of the list may be said, the usual one first; () for what is too short or no plain words."""
    words = [key(w) for w in text.replace("-", " ").split()]
    letters = sum(map(len, words))
    if not text.isascii() or not _FEWEST_LETTERS <= letters <= _MOST_LETTERS or len(words) > _MOST_WORDS:
        return ()
    if len(words) > 2 and any(map(_is_common, words)):
        return ()  # a phrase is translated abroad, not spelt by its sound
    said = [ways_of_saying(w) for w in words]
    if not all(said):
        return ()
    found: dict[str, Way] = {}
    for combo in readings.ranked(said, _MOST_WAYS):
        sounds = "".join(way.sounds for way in combo)
        found.setdefault(sounds, Way(sounds, sum(way.unusual for way in combo)))
    for script, spelt in _as_pinyin("".join(words)):
        sounds = read(script, spelt)
        found.setdefault(sounds, Way(sounds, 0))
    return tuple(found.values())


def _as_pinyin(word: str) -> Iterator[tuple[str, str]]:
    """(script, spelling) of a Latin name that reads as pinyin, where it is taken for Chinese."""
    table = readings.syllable_table()
    for syllables in pinyin.readings(word)[:1]:
        known = [table[s] for s in syllables if s in table]
        if len(known) == len(syllables):
            yield "cyrillic", "".join(s.palladius for s in known).upper()
            yield "hangul", "".join(s.hangul[0] for s in known)
            yield "katakana", "".join(s.katakana[0] for s in known)


def _is_common(folded: str) -> bool:
    return folded in wordlists.words("everyday") or folded in wordlists.noise() or frequency.is_frequent(folded)
