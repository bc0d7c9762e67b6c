"""The spellings a foreign register may write for one watched name (变体), script by script.

A name, as it stands on the list, describes a mark: its words are looked for together and each alone (signs.py). A new script is one function in `scripts.SCRIPTS`. What the office typed always comes first and has prior 1.0; translations are
never made up here. Two spellings that fold to one key are one variant to the matcher, so the better prior stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from monitor.matching.normalise import pinyin
from monitor.matching.normalise.folding import cached_key as key
from monitor.matching.normalise.folding import han_of
from monitor.matching.signs import describe
from monitor.matching.sounds.written import SCRIPTS as HEARD_SCRIPTS
from monitor.matching.variants import readings
from monitor.matching.variants.products import without_tail
from monitor.matching.variants.scripts import SCRIPTS, HanName, Made, respelt
from monitor.matching.variants.transliterated import transliterated
from monitor.matching.weights import prior as prior_of
from monitor.model import Variant, WatchedName

# What stands on the list letter for letter: a name or alias, and a word of one.
WRITTEN = frozenset({"given", "part"})
ROMANISED = frozenset({"pinyin", "pinyin_spaced", "heteronym", "umlaut"})
DERIVED_LATIN = frozenset({"wade_giles", "postal", "historical", "cantonese", "vietnamese", "without_tail"})
TRANSLITERATED = frozenset(HEARD_SCRIPTS)
# A word of a name of several: one that tells, and one that is short, everyday, a place or a kind of goods. As the whole
# text either is found; inside a longer one the second is worth nothing.
_MOST_TRANSLITERATED = 6  # spellings of one name that are written in other scripts by their sound
_PART, _WEAK_PART = prior_of("part"), prior_of("weak_part")
_OTHER_WORD = prior_of("other_word")  # a derived spelling that is itself pinyin of other syllables (TAIKANG)
_SHORTEST = {"historical": 4, "without_tail": 4}  # letters of a made Latin spelling; 5 of others
_FROM_TABLE = frozenset({"historical", "without_tail"})
_MOST = {
    "hangul_sino": 6,
    "hangul_mandarin": 16,
    "kana_on": 12,
    "kana_mandarin": 16,
    "cantonese": 16,
    "postal": 12,
    "vietnamese": 4,
}


def variants_of(w: WatchedName) -> tuple[Variant, ...]:
    """All spellings looked for, the office's own first; those switched off are there with `enabled` False."""
    made: dict[tuple[str, str], Variant] = {}
    off = {key(d) for d in w.disabled_variants}
    own = [w.name, *w.aliases]
    whole = {w.name, *(s.text for s in describe(w.name).spellings if not s.part and han_of(s.text))}
    for text, kind, prior in _all(own):
        folded = key(text)
        if not folded or (len(folded) == 1 and text not in whole):
            continue  # a single letter would hit everything; lint says so
        mark = (folded, text.casefold()) if kind in _AS_WRITTEN else (folded, "")
        if mark not in made or made[mark].prior < prior:
            made[mark] = Variant(text, kind, prior, f"matching.variant.{kind}", enabled=folded not in off)
    if not made and key(w.name):  # a letter and a device: there is nothing to find, and still a name to show
        made[key(w.name), ""] = Variant(w.name, "given", 1.0, "matching.variant.given", enabled=key(w.name) not in off)
    return tuple(made.values())


_AS_WRITTEN = WRITTEN | {"pinyin_spaced", "traditional", "japanese"}


def _all(own: list[str]) -> Iterator[tuple[str, str, float]]:
    seen: set[str] = set()
    chinese: list[tuple[str, float]] = []
    latin: list[str] = []
    romanised: set[str] = set()
    for cell in own:
        for spelling in describe(cell).spellings:
            prior = _WEAK_PART if spelling.weak else _PART if spelling.part else 1.0
            yield spelling.text, "given" if spelling.text == cell else "part", prior
            seen.add(key(spelling.text))
            if spelling.derives and not spelling.weak:
                chinese.append((spelling.text, prior))
            if not spelling.weak:
                latin.append(spelling.text)
    for text, least in chinese:
        simple = han_of(text)
        if len(simple) < 2 or simple != key(text):
            continue
        name = HanName(simple, tuple(readings.mandarin(simple)))
        romanised.update("".join(sounds).replace("v", "u") for sounds in name.readings)
        for produce in SCRIPTS:
            yield from ((t, k, min(p, least)) for t, k, p in _vetted(produce(name), seen))
        yield from _vetted(respelt(name, own), seen)
        yield from _vetted(((t, "without_tail", prior_of("without_tail")) for t in without_tail(simple)), seen)
    for text in latin[:_MOST_TRANSLITERATED]:
        yield from transliterated(text, chinese=key(text) in romanised)


def _vetted(made: Made, seen: set[str]) -> Made:
    """Latin spellings too short to tell anything are dropped; those that are another pinyin word are held down."""
    counts: dict[str, int] = {}
    for text, kind, prior in made:
        folded = key(text)
        if kind in DERIVED_LATIN:
            if folded in seen:
                continue
            if len(folded) < _SHORTEST.get(kind, 5):
                continue
            if kind not in _FROM_TABLE and (pinyin.is_pinyin(folded) or folded in _place_spellings()):
                prior = min(prior, _OTHER_WORD)  # noqa: PLW2901
        if kind in _MOST:
            if folded in seen:
                continue
            counts[kind] = counts.get(kind, 0) + 1
            if counts[kind] > _MOST[kind]:
                continue
            seen.add(folded)
        yield text, kind, prior


@cache
def _place_spellings() -> frozenset[str]:
    """What trade and post wrote for places (LUCHOW is 泸州): derived for another name, it is somebody else's word."""
    return frozenset(key(h) for p in readings.place_readings().values() for h in p.historical)
