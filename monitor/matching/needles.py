"""What must stand in a text for a name to be found in it at all.

An index of many texts asks for these pieces and hands what has them to the matcher, which judges as always. The pieces
follow from how the matcher finds: `Index` and `phrases` for marks, `CompanyIndex` for firms. A needle too wide costs
time; a way of finding without a needle would lose hits, so every such way has its lines here, and
tests/lookup/test_needles.py holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.matching import wordlists
from monitor.matching.company import profile, tables
from monitor.matching.company.chinese import has_han
from monitor.matching.company.index import _NEAR_FROM
from monitor.matching.company.profile import Bare
from monitor.matching.entries import Entries, Entry, Phrase, entries_of
from monitor.matching.index import _LONGEST_HAN
from monitor.matching.normalise import script
from monitor.matching.written import charwise
from monitor.model import WatchedKind, WatchedName


@dataclass(frozen=True, slots=True)
class Needle:
    """Pieces that all stand in the written forms of a text; of `one_of`, if given, at least one tuple stands whole."""

    pieces: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()


def needles_of(watched: Sequence[WatchedName]) -> tuple[Needle, ...]:
    """Every text in which `build_matcher(watched)` finds something has all pieces of at least one of these."""
    found: dict[Needle, None] = {}
    entries = entries_of(watched)
    for needle in _of_marks(entries):
        found[needle] = None
    for w in watched:
        if w.kind is WatchedKind.COMPANY:
            for needle in _of_firm(w):
                found[needle] = None
    return tuple(found)


def _of_marks(entries: Entries) -> Iterator[Needle]:
    for folded, here in entries.by_key.items():
        yield Needle((folded,))
        for entry in here:
            if entry.fuzzy:
                yield from _one_letter_off(folded)
            elif entry.script == "han" and entry.variant.kind == "given" and 2 <= len(folded) <= _LONGEST_HAN:
                yield from _other_character(entry)
    for word, phrases in entries.phrases.items():
        for phrase in phrases:
            yield from _of_phrase(word, phrase)


def _one_letter_off(spelling: str) -> Iterator[Needle]:
    """Another letter, one less or one more leaves what stands before and behind it; the first letter stays."""
    for i in range(1, len(spelling)):
        yield Needle((spelling[:i], spelling[i + 1 :]))
        if i + 1 < len(spelling):
            yield Needle((spelling[:i] + spelling[i + 1] + spelling[i] + spelling[i + 2 :],))


def _other_character(entry: Entry) -> Iterator[Needle]:
    """One other character among Han: a spelling with one sign that is none can differ only there."""
    strange = [i for i, c in enumerate(entry.key) if script(c) != "han"]
    if len(strange) > 1:
        return
    for i in strange or range(len(entry.key)):
        yield Needle((entry.key[:i], entry.key[i + 1 :]))


def _of_phrase(word: str, phrase: Phrase) -> Iterator[Needle]:
    if phrase.words:
        yield Needle(phrase.words)
        if len(phrase.words) > 3:  # an inner word may be left out
            for gap in range(1, len(phrase.words) - 1):
                yield Needle((word, *phrase.words[:gap], *phrase.words[gap + 1 :]))
        return
    goods = tuple((g,) for g, concepts in wordlists.goods().items() if phrase.concept in concepts)
    yield Needle((phrase.core,), goods)


def _of_firm(w: WatchedName) -> Iterator[Needle]:
    firm = profile.profile_of(w)
    for core in firm.cores:
        if core.han:
            yield Needle((charwise(core.text),))
            continue
        yield Needle((core.text,))
        if len(core.text) >= _NEAR_FROM and not core.kind.startswith("core_"):
            yield from _one_letter_off(core.text)
    for bare in firm.bare:
        yield from _of_bare(bare)


def _of_bare(bare: Bare) -> Iterator[Needle]:
    """A place, and a word for its first trade: each of its trades must be told."""
    wanted = bare.trades[0]
    english = tuple(phrase for phrase, concepts in tables.latin_trades().items() if concepts & wanted)
    chinese = tuple((charwise(word),) for word, concept in tables.han_trades().items() if concept in wanted)
    for spelt in bare.spellings():
        if has_han(spelt):
            yield Needle((charwise(spelt),), chinese)
        else:
            yield Needle((spelt,), english)
