"""How a firm's Chinese name is divided, and which of the divisions are looked for: for people to check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.matching.firms import chinese_name, spelling, vocabulary
from monitor.matching.firms.cores import Core, Strength
from monitor.matching.firms.profile import Profile
from monitor.matching.normalise.folding import squash

_RANK = ("core_mark", "legal_name", "given_han", "core_reading", "core_digits", "core_cut", "core_part")


class Told(StrEnum):
    """When a text with this name in Latin letters is told."""

    ALONE = "alone"
    BESIDE = "beside"  # where the place or the trade stands beside it
    BOTH = "both"  # where both do
    TOGETHER = "together"  # where place and trade stand together: there is nothing else
    WHOLE = "whole"  # where the whole name stands there
    OFF = "off"  # the office has switched it off


@dataclass(frozen=True, slots=True)
class Cut:
    """`before` | `core` | `behind` is the name as it is divided; `core` is "" where place and trade are all it is. `latin` are
    spellings of the core, the usual one first. `kind` says what divided it so, `source` the name, or the firm's mark that did."""

    before: str
    core: str
    behind: str
    latin: tuple[str, ...]
    told: Told
    kind: str
    source: str


def cuts_of(firm: Profile) -> tuple[Cut, ...]:
    """The divisions of a firm's Chinese names, those of its own marks first, then the likeliest; () where none is Chinese."""
    kept = [core for core in firm.cores if core.han]
    cores = [*kept, *(core for core in firm.silent if core.han)]
    cores.sort(key=lambda core: (_RANK.index(core.kind) if core.kind in _RANK else len(_RANK), -core.prior))
    found = [_cut(firm, core, off=core not in kept) for core in cores]
    return (*found, *_without_core(firm))


def _cut(firm: Profile, core: Core, *, off: bool) -> Cut:
    name = firm.watched.name if chinese_name.has_han(firm.watched.name) and core.kind == "core_mark" else core.source
    whole = chinese_name.clean(name)
    if core.kind == "core_digits":
        whole = spelling.numerals_read(whole) or whole
    before, here, behind = whole.partition(core.text)
    latin = _latin(firm, core)
    told = Told.OFF if off else _told(firm, core, latin)
    shown = tuple(one.text.upper() if not one.syllables else one.text.capitalize() for one in latin)
    return Cut(before if here else "", core.text, behind, shown, told, core.kind, core.source)


def _latin(firm: Profile, core: Core) -> tuple[Core, ...]:
    """The Latin spellings of one core: its pinyin, and what the mark that shows it writes."""
    spelt = {squash(s.joined): at for at, s in enumerate(spelling.spellings(core.text))}
    own = [one for one in firm.cores if one.text in spelt]
    own.sort(key=lambda one: spelt[one.text])
    marks = [one for one in firm.cores if one.kind == "mark_latin" and one.source == core.source and one not in own]
    return (*own, *marks)


def _told(firm: Profile, core: Core, latin: tuple[Core, ...]) -> Told:
    """A spelling abroad is mostly Latin: a short one of a long name asks for more, and where nothing is known of place and trade,
    for all of the name."""
    asked = latin[0] if latin else core
    if asked.asks_both:
        return Told.BOTH
    if not asked.asks and asked.strength is not Strength.WEAK:
        return Told.ALONE
    told_of = firm.places or any(vocabulary.trades()[trade].breadth != "filler" for trade in firm.trades)
    return Told.BESIDE if told_of else Told.WHOLE


def _without_core(firm: Profile) -> Iterator[Cut]:
    """The Chinese names that have no core: place and trade together, or the name as a whole."""
    names = [name for name in firm.names if chinese_name.has_han(name) and not chinese_name.read(name).core]
    bare = {bare.source for bare in firm.bare}
    for name in names:
        told = Told.TOGETHER if name in bare else Told.WHOLE
        yield Cut(chinese_name.clean(name), "", "", (), told, "place_trade" if name in bare else "legal_name", name)
