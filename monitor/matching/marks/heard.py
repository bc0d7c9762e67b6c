"""What words of other scripts score that sound like a Latin spelling of the list: ХИКВИЖН for HIKVISION."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.marks.finding import Doubt, Finding
from monitor.matching.marks.weighed import Share, WeighedText
from monitor.matching.normalise import frequency
from monitor.matching.normalise.folding import key
from monitor.matching.sounds.written import Heard
from monitor.model import Reason

# By the classes of consonants: what a word of the same sound scores at most.
_MOST = {1: 0.75, 2: 0.76, 3: 0.80, 4: 0.83}
_PER_UNLIKENESS = 0.11  # what it loses for one sound that is another
_FEWEST_BESIDE = 4  # sounds of a word that stands beside others
_BESIDE = Share(0.93, 0.07)
_SHORT_BESIDE = 0.85  # two consonants say little amid other words
_FREQUENT_WORD = 0.78
_READABLE = str.maketrans({"S": "sh", "Z": "zh", "C": "ch", "J": "j", "c": "ts", "N": "ng", "@": "e", "^": None})


def heard(scene: WeighedText) -> Iterator[Finding]:
    """The words of a text, alone or with their neighbours, that sound like a spelling of the list."""
    raw = scene.form.raw
    for alike in scene.index.sounds.alike(raw):
        word = alike.word
        written = raw[word.start : word.end]
        rest = scene.rest(None, _tokens_of(scene, word))
        if rest and len(word.sounds) < _FEWEST_BESIDE:
            continue
        most = _MOST[min(len(alike.classes), max(_MOST))]
        f = Finding(alike.sound.name, alike.variant, "heard", min(alike.variant.prior, most), (word.start, word.end))
        f.score -= _PER_UNLIKENESS * alike.costs
        f.extra.append(
            Reason(
                "matching.reason.heard",
                {"word": written, "sounds": readable(word.sounds), "given": alike.sound.given},
            )
        )
        if rest:
            f.score *= _BESIDE.beside(len(word.sounds), rest)
            if len(alike.classes) < 3:
                f.demote("short", _SHORT_BESIDE, letters=len(written))
        if frequency.is_frequent(key(written)):
            f.doubt = Doubt("frequent_word", _FREQUENT_WORD, {"word": written})
        yield f


def _tokens_of(scene: WeighedText, word: Heard) -> set[int]:
    form = scene.form
    return {i for i, t in enumerate(form.tokens) if word.start <= form.raw_span(t.start, t.end)[0] < word.end}


def readable(sounds: str) -> str:
    """Sounds in plain letters, for a reader: "hikviZ@n" → "hikvizhen"."""
    return sounds.translate(_READABLE)
