"""What is looked for: each enabled spelling of each watched name, with what the score needs to know of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.matching.normalise import frequency, pinyin, wordlists
from monitor.matching.normalise.folding import cached_key as key
from monitor.matching.normalise.folding import han_of, script
from monitor.matching.normalise.tokens import analyse
from monitor.matching.sounds.latin import Way
from monitor.matching.sounds.likeness import skeleton
from monitor.matching.variants.products import Product, product_of
from monitor.matching.variants.slips import LONGEST, SHORTEST, slips_of
from monitor.matching.variants.spellings import DERIVED_LATIN, TRANSLITERATED, WRITTEN, variants_of
from monitor.matching.variants.transliterated import spelt_by_sound, ways_of
from monitor.model import Variant, WatchedKind, WatchedName

_LONGEST_PARTY_ALIAS = 14
FEWEST_CLASSES = 1  # of consonants, by which a name is known by its sound


@dataclass(frozen=True, slots=True)
class Sought:
    """One spelling of one watched name. `weight` counts letters, a Han character or hangul block as three."""

    name: int  # index of the watched name
    variant: Variant
    key: str
    script: str  # han · hangul · kana · letter
    weight: int
    cuts: frozenset[int]  # offsets at which it may be broken into words
    syllables: tuple[str, ...]  # pinyin, where it is the romanisation of the Chinese name
    everyday: bool  # as given, made of everyday words of some language only
    words: int  # of how many words it is, as the list writes it; 1 for made spellings
    fuzzy: bool  # near spellings count too
    derived: bool  # a spelling of another romanisation, not the office's and not pinyin
    slips: frozenset[str] = frozenset()  # of a short name as the office gave it, what a slip of the pen makes of it


@dataclass(frozen=True, slots=True)
class SoughtPhrase:
    """A spelling of several words that may be written otherwise: `words` with one more or one fewer between or turned
    about, or `core` plus any word for the goods `concept`."""

    name: int
    variant: Variant
    words: tuple[str, ...] = ()
    core: str = ""
    concept: str = ""


@dataclass(frozen=True, slots=True)
class SoughtSound:
    """A Latin spelling of the list by its sound: `ways` of saying it, and for each script its usual spelling there."""

    name: int
    given: str
    ways: tuple[Way, ...]
    variants: Mapping[str, Variant]


@dataclass(slots=True)
class SoughtNames:
    """All that is looked for, by the folded spelling and by the word that calls up a phrase."""

    watched: tuple[WatchedName, ...]
    variants: list[tuple[Variant, ...]] = field(default_factory=list)
    by_key: dict[str, list[Sought]] = field(default_factory=dict)
    phrases: dict[str, list[SoughtPhrase]] = field(default_factory=dict)  # by the word that calls them up
    sounds: dict[str, list[SoughtSound]] = field(default_factory=dict)  # by the classes of their consonants


def sought_for(watched: Sequence[WatchedName]) -> SoughtNames:
    """What to look for in texts, for each watched name; switched-off spellings are kept aside in `variants`."""
    out = SoughtNames(tuple(watched))
    for n, w in enumerate(watched):
        made = variants_of(w) if w.kind is not WatchedKind.COMPANY else _party_aliases(w)
        out.variants.append(made)
        for entry in _entries(n, w, made):
            here = out.by_key.setdefault(entry.key, [])
            same = next((i for i, e in enumerate(here) if e.name == n), None)
            if same is None:
                here.append(entry)
            elif here[same].variant.prior < entry.variant.prior:
                here[same] = entry
        for word, phrase in _phrases(n, w, made):
            out.phrases.setdefault(word, []).append(phrase)
        for sound in _sounds(n, made):
            for classes in {skeleton(way.sounds) for way in sound.ways}:
                if len(classes) >= FEWEST_CLASSES:
                    out.sounds.setdefault(classes, []).append(sound)
    return out


def _party_aliases(w: WatchedName) -> tuple[Variant, ...]:
    """Short given names of a company (TISCO): one word, no legal form; they are looked for like marks."""
    off = {key(d) for d in w.disabled_variants}
    made = []
    for alias in w.aliases:
        folded = key(alias)
        tokens = analyse(alias, alias).tokens
        if len(tokens) == 1 and 2 <= len(folded) <= _LONGEST_PARTY_ALIAS and folded not in wordlists.noise():
            if tokens[0].script == "letter" and len(folded) < 4:
                continue
            made.append(Variant(alias, "given", 1.0, "matching.variant.given", enabled=folded not in off))
    return tuple(made)


def _entries(n: int, w: WatchedName, made: Sequence[Variant]) -> Iterator[Sought]:
    joined = {key(v.text): v for v in made if v.kind in ("pinyin", "heteronym")}
    spaced = [tuple(v.text.casefold().split()) for v in made if v.kind == "pinyin_spaced"]
    sounds = {"".join(s): s for s in reversed(spaced)}
    characters = {len(folded) for v in made if v.kind in WRITTEN and han_of(folded := key(v.text)) == folded}
    for v in made:
        if not v.enabled:
            continue
        folded = key(v.text)
        kind = script(folded[0])
        kind = "letter" if kind in ("latin", "cyrillic", "other", "digit") else kind
        weight = len(folded) * {"letter": 1, "kana": 2}.get(kind, 3)
        if v.kind in WRITTEN:
            tokens = analyse(v.text, v.text).tokens
            plain = [t.text for t in tokens]
            cuts = {t.start for t in tokens if t.start}
        else:  # made here: words are parted by spaces only
            plain = [] if kind != "letter" else [key(part) for part in v.text.split()]
            cuts = set(itertools.accumulate(map(len, plain)))
        syllables: tuple[str, ...] = ()
        if folded in sounds:
            syllables = sounds[folded]
        elif folded in joined:
            syllables = next((r for r in pinyin.readings(folded) if len(r) in characters), ())
        at = 0
        for s in syllables:
            at += len(s)
            cuts.add(at)
        ordinary = v.kind in WRITTEN and kind == "letter" and len(syllables) <= 1 and all(map(_is_everyday, plain))
        yield Sought(
            n,
            v,
            folded,
            kind,
            weight,
            frozenset(cuts - {len(folded)}),
            syllables,
            ordinary,
            len(plain) if v.kind in WRITTEN and not syllables else 1,
            fuzzy=kind == "letter"
            and folded.isascii()
            and v.kind in ("given", "part", "pinyin", "pinyin_spaced", "umlaut")
            and 6 <= len(folded) <= 32,
            derived=v.kind in DERIVED_LATIN or v.kind in TRANSLITERATED,
            slips=slips_of(folded)
            if v.kind in WRITTEN and SHORTEST <= len(folded) <= LONGEST and folded.isascii() and folded.isalpha()
            else frozenset(),
        )


def _sounds(n: int, made: Sequence[Variant]) -> Iterator[SoughtSound]:
    """Of each given Latin spelling that is written in other scripts, what it sounds like; without the scripts switched off."""
    spelt = {(v.kind, key(v.text)): v for v in made if v.enabled}
    by_sound = {folded: v for (_, folded), v in reversed(spelt.items())}
    if not any(kind in TRANSLITERATED for kind, _ in spelt):
        return
    for v in made:
        if v.kind not in WRITTEN or not v.enabled:
            continue
        found = {}
        for written_in, spellings in spelt_by_sound(v.text).items():
            known = [spelt.get((written_in, key(s))) or by_sound.get(key(s)) for s in spellings]
            if variant := next(filter(None, known), None):
                found[written_in] = variant
        if found:
            yield SoughtSound(n, v.text, ways_of(v.text), found)


def _is_everyday(word: str) -> bool:
    """Whether a word alone identifies nobody: frequent in a language registers write in, or a single letter."""
    return len(word) == 1 or word in wordlists.words("everyday") or frequency.is_frequent(word)


def _phrases(n: int, w: WatchedName, made: Sequence[Variant]) -> Iterator[tuple[str, SoughtPhrase]]:
    goods = wordlists.goods()
    off = {key(v.text) for v in made if not v.enabled}
    romanised = next((v for v in made if v.kind == "pinyin" and v.enabled), None)
    product: Product | None = product_of(w) if w.kind is not WatchedKind.COMPANY else None
    cores: dict[tuple[str, str], Variant] = {}
    for v in made:
        if v.kind not in WRITTEN or not v.enabled or not key(v.text).isascii():
            continue
        tokens = [t.text for t in analyse(v.text, v.text).tokens]
        if len(tokens) >= 2:
            calls = max((t for t in tokens if t not in goods and t not in wordlists.noise()), key=len, default="")
            telling = len(calls) >= 4 and calls not in wordlists.words("everyday")
            if calls and (telling or len(tokens) >= 3):
                yield calls, SoughtPhrase(n, v, words=tuple(tokens))
        concepts = goods.get(tokens[-1], frozenset()) if len(tokens) >= 2 else frozenset()
        core = "".join(tokens[:-1])
        if len(core) >= 3 and not all(t in wordlists.noise() or t in goods for t in tokens[:-1]):
            for concept in concepts:
                cores.setdefault((core, concept), v)
    if product and romanised:
        for core in product.cores:
            if core not in wordlists.noise() and core not in off:
                cores.setdefault((core, product.concept), romanised)
    for (core, concept), v in cores.items():
        yield core, SoughtPhrase(n, v, core=core, concept=concept)
