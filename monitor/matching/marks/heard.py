"""What words of other scripts score that sound like a Latin spelling of the list: ХИКВИЖН for HIKVISION."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.marks.finding import Doubt, Finding
from monitor.matching.marks.weighed import WeighedText
from monitor.matching.normalise import frequency
from monitor.matching.normalise.folding import key
from monitor.matching.sounds.written import Heard
from monitor.matching.weights import Weight, share, weight
from monitor.model import Reason

_SAME_SOUND = (weight("heard.one"), weight("heard.two"), weight("heard.three"), weight("heard.more"))
_UNLIKE = weight("heard.unlike")
_BESIDE = share("heard.beside")
_SHORT_BESIDE, _FREQUENT_WORD = weight("against.short_heard"), weight("against.frequent_word_made")
_FEWEST_BESIDE = 4  # sounds of a word that stands beside others
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
        f = Finding(alike.sound.name, alike.variant, "heard", alike.variant.prior, (word.start, word.end))
        f.weigh(_SAME_SOUND[min(len(alike.classes), len(_SAME_SOUND)) - 1])
        f.weigh(Weight(1 - _UNLIKE * alike.costs, _UNLIKE.name))
        f.extra.append(
            Reason(
                "matching.reason.heard",
                {"word": written, "sounds": readable(word.sounds), "given": alike.sound.given},
            )
        )
        if rest:
            f.weigh(_BESIDE.beside(len(word.sounds), rest))
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
