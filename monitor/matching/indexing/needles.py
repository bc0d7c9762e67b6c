"""What must stand in a text for a name to be found in it at all.

An index of many texts asks for these pieces and hands what has them to the matcher, which judges as always. The pieces
follow from how the matcher finds: `MarkIndex` and `phrases` for marks, `FirmIndex` for firms. A needle too wide costs
time; a way of finding without a needle would lose hits, so every such way has its lines here, and
tests/lookup/test_needles.py holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from monitor.matching.firms import profile, vocabulary
from monitor.matching.firms.chinese_name import has_han
from monitor.matching.firms.firm_index import NEAR_FROM
from monitor.matching.firms.identity import telling_words
from monitor.matching.firms.own_marks import OwnMark, own_marks
from monitor.matching.firms.profile import Bare
from monitor.matching.indexing.written import charwise, of_sound
from monitor.matching.marks.mark_index import LONGEST_HAN
from monitor.matching.normalise import wordlists
from monitor.matching.normalise.folding import script
from monitor.matching.variants import readings
from monitor.matching.variants.sought import Sought, SoughtNames, SoughtPhrase, sought_for
from monitor.matching.variants.spellings import WRITTEN
from monitor.model import WatchedKind, WatchedName

_SHORT = 9  # letters


@dataclass(frozen=True, slots=True)
class Needle:
    """Pieces that all stand in the written forms of a text; of `one_of`, if given, at least one tuple stands whole."""

    pieces: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()


def needles_of(watched: Sequence[WatchedName], beside: Sequence[WatchedName] = ()) -> tuple[Needle, ...]:
    """Every text in which `build_matcher([*watched, *beside])` finds one of `watched` has all pieces of at least one of these.
    Of the names beside only the marks of watched firms matter."""
    found: dict[Needle, None] = {}
    entries = sought_for(watched)
    for needle in _of_marks(entries):
        found[needle] = None
    marks = own_marks([*watched, *beside])
    for w in watched:
        if w.kind is WatchedKind.COMPANY:
            for needle in _of_firm(w, marks.get(w.id, ())):
                found[needle] = None
    return tuple(found)


def _of_marks(entries: SoughtNames) -> Iterator[Needle]:
    for folded, here in entries.by_key.items():
        yield Needle((folded,))
        for entry in here:
            yield from (Needle((slip,)) for slip in sorted(entry.slips))
            if entry.fuzzy:
                yield from _one_letter_off(folded, letters_only=True)
            elif entry.script == "han" and entry.variant.kind in WRITTEN and 2 <= len(folded) <= LONGEST_HAN:
                yield from _other_character(entry)
    for phrases in entries.phrases.values():
        for phrase in phrases:
            yield from _of_phrase(phrase)
    for classes in entries.sounds:
        yield Needle((of_sound(classes),))


def _one_letter_off(spelling: str, *, letters_only: bool) -> Iterator[Needle]:
    """Another letter, one less or one more leaves what stands before and behind it; the first letter stays.

    What is left of a short spelling stands in many texts: there the place itself is asked for with each of the letters,
    if only letters can stand in it."""
    for i in range(1, len(spelling)):
        before, behind = spelling[:i], spelling[i + 1 :]
        closed: tuple[tuple[str, ...], ...] = ()
        if letters_only and len(spelling) <= _SHORT:
            other = [before[-2:] + c + behind[:2] for c in ascii_lowercase]
            more = [before[-2:] + c + spelling[i : i + 2] for c in ascii_lowercase]
            closed = tuple((piece,) for piece in (*other, *more, before[-2:] + behind[:2]))
        yield Needle((before, behind), closed)
        if behind:
            yield Needle((before + behind[0] + spelling[i] + behind[1:],))


def _other_character(entry: Sought) -> Iterator[Needle]:
    """One other character among Han: a spelling with one sign that is none can differ only there."""
    strange = [i for i, c in enumerate(entry.key) if script(c) != "han"]
    if len(strange) > 1:
        return
    for i in strange or range(len(entry.key)):
        before, behind = entry.key[:i], entry.key[i + 1 :]
        if len(entry.key) > 2:
            yield Needle((before, behind))
        elif alike := _alike(entry.key[i]):  # one character alone stands in many names
            yield Needle((), tuple((before + other + behind,) for other in alike))


def _alike(char: str) -> list[str]:
    """The characters that a name of two may have instead of one of its own: they sound or look like it."""
    sounds = readings.sounds()
    mine = sounds.get(char, frozenset())
    found = set(readings.looks().get(char, "")) | {c for c, heard in sounds.items() if not mine.isdisjoint(heard)}
    return sorted(found - {char})


def _of_phrase(phrase: SoughtPhrase) -> Iterator[Needle]:
    words = phrase.words
    if words:
        for cut in range(1, len(words)):  # parted by another word, or turned about
            yield Needle(("".join(words[:cut]), "".join(words[cut:])))
        if len(words) > 3:
            for gap in range(1, len(words) - 1):  # an inner word left out
                yield Needle(("".join((*words[:gap], *words[gap + 1 :])),))
        return
    goods = tuple((g,) for g, concepts in wordlists.goods().items() if phrase.concept in concepts)
    yield Needle((phrase.core,), goods)


def _of_firm(w: WatchedName, marks: Sequence[OwnMark]) -> Iterator[Needle]:
    firm = profile.profile_of(w, marks)
    for name in firm.names:
        if words := tuple(charwise(word) for word in telling_words(name)):
            yield Needle(words)
    for core in firm.cores:
        if core.han:
            yield Needle((charwise(core.text),))
            continue
        yield Needle((core.text,))
        if len(core.text) >= NEAR_FROM and not core.asks:
            yield from _one_letter_off(core.text, letters_only=False)
    for bare in firm.bare:
        yield from _of_bare(bare)


def _of_bare(bare: Bare) -> Iterator[Needle]:
    """A place, and a word for its first trade: each of its trades must be there."""
    wanted = bare.trades[0]
    english = tuple(phrase for phrase, concepts in vocabulary.latin_trades().items() if concepts & wanted)
    chinese = tuple((charwise(word),) for word, concept in vocabulary.han_trades().items() if concept in wanted)
    for spelt in bare.spellings():
        if has_han(spelt):
            yield Needle((charwise(spelt),), chinese)
        else:
            yield Needle((spelt,), english)
