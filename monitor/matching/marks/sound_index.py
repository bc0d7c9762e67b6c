"""Finding words of other scripts that sound like a Latin spelling of the list: called up by their consonants, judged by all sounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.matching.sounds.latin import Way
from monitor.matching.sounds.likeness import consonants, least_unlikeness, skeleton, unlikeness
from monitor.matching.sounds.written import Heard, heard_in
from monitor.matching.variants.sought import SoughtSound
from monitor.model import Variant

# What a word and a name may differ by, by the classes of their consonants, and at most this share of all sounds.
_MOST = {1: 0.25, 2: 0.25, 3: 0.70, 4: 0.95}
_SHARE = 0.17
_WITHOUT_VOWELS, _OF_THEM = frozenset({"arabic", "hebrew"}), 0.7  # where vowels are not written, less may differ
_UNUSUAL = 0.08  # what one less usual sound of a letter is counted as
_FEWEST_SOUNDS = 3
_LONGEST_TEXT = 300  # characters: running text is not searched by sound


@dataclass(frozen=True, slots=True)
class Alike:
    """A word of a text that sounds like a spelling of the list, which usually is written `variant` in its script.

    `costs`: by how much they differ (sounds.likeness); `classes`: of their consonants."""

    sound: SoughtSound
    word: Heard
    variant: Variant
    costs: float
    classes: str


class SoundIndex:
    """The Latin spellings of the list by what they sound like. Immutable once built."""

    def __init__(self, sounds: Mapping[str, Sequence[SoughtSound]]) -> None:
        self._ways: dict[str, list[tuple[SoughtSound, tuple[tuple[Way, str], ...]]]] = {}
        for classes, here in sounds.items():
            for sound in here:
                ways = tuple((w, consonants(w.sounds)) for w in sound.ways if skeleton(w.sounds) == classes)
                self._ways.setdefault(classes, []).append((sound, ways))

    def alike(self, text: str) -> Iterator[Alike]:
        """Every word of another script in a text, alone or with its neighbours, that sounds like a spelling of the list."""
        if not self._ways or len(text) > _LONGEST_TEXT:
            return
        for word in heard_in(text):
            if len(word.sounds) < _FEWEST_SOUNDS:
                continue
            classes = skeleton(word.sounds)
            for sound, ways in self._ways.get(classes, ()):
                variant = sound.variants.get(word.script)
                if variant is not None and (costs := _costs(ways, word, classes)) is not None:
                    yield Alike(sound, word, variant, costs, classes)


def _costs(ways: Sequence[tuple[Way, str]], word: Heard, classes: str) -> float | None:
    """What the nearest way of saying the name differs by; None if that is too much."""
    most = min(_MOST[min(len(classes), max(_MOST))], _SHARE * len(word.sounds))
    if word.script in _WITHOUT_VOWELS:
        most *= _OF_THEM
    heard = consonants(word.sounds)
    best = float("inf")
    for way, said in ways:
        unusual = _UNUSUAL * way.unusual
        allowed = min(most, best) - unusual
        if allowed >= 0 and least_unlikeness(word.script, said, heard) <= allowed:
            best = min(best, unlikeness(word.script, way.sounds, word.sounds, allowed) + unusual)
    return best if best <= most else None
