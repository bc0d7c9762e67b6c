"""The marks of a firm that stand on the same list: they say how its Chinese name divides, and what it is called abroad.

太原星晨贸易有限公司 holds the mark "XINGCHEN 星晨": its name is 星晨, whatever the tables make of what follows, and XINGCHEN is how
it writes that. A mark whose Chinese words are no part of the firm's name says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.matching.firms import chinese_name, vocabulary
from monitor.matching.firms.owner_names import each_owner, owner_core
from monitor.matching.normalise import gazetteer
from monitor.matching.normalise.folding import han_of, key, squash
from monitor.matching.signs import describe
from monitor.model import WatchedKind, WatchedName

_SHORTEST = 2  # characters


@dataclass(frozen=True, slots=True)
class OwnMark:
    """A mark of the firm that has its name in it. `source` is the mark as the list writes it, `han` the characters that stand in
    the firm's name too, `latin` what the mark writes beside them."""

    source: str
    han: str
    latin: tuple[str, ...]


def own_marks(watched: Sequence[WatchedName]) -> Mapping[str, tuple[OwnMark, ...]]:
    """Id of each firm that owns such marks → them, in the order of the list."""
    held = marks_of_firms(watched)
    names = {firm.id: firm.name for firm in watched if firm.id in held}
    read = {firm: tuple(_of_firm(names[firm], marks)) for firm, marks in held.items()}
    return {firm: marks for firm, marks in read.items() if marks}


def marks_of_firms(watched: Iterable[WatchedName]) -> Mapping[str, tuple[WatchedName, ...]]:
    """Id of each firm of a list that owns marks of it → these, whatever they say of its name."""
    listed = list(watched)
    held: dict[str, list[WatchedName]] = {}
    for mark in listed:
        if mark.kind is WatchedKind.TRADEMARK:
            for core in _cores(mark.owner, mark.owner_en, *mark.owner_aliases):
                held.setdefault(core, []).append(mark)
    found: dict[str, tuple[WatchedName, ...]] = {}
    for firm in listed if held else ():
        if firm.kind is WatchedKind.COMPANY:
            mine = [mark for core in _cores(firm.name, *firm.aliases) for mark in held.get(core, ())]
            if mine:
                found[firm.id] = tuple({mark.id: mark for mark in mine}.values())
    return found


def marks_owned_by(firm: WatchedName, watched: Iterable[WatchedName]) -> tuple[WatchedName, ...]:
    """The same of one firm; () for what is no firm."""
    marks = (w for w in watched if w.kind is WatchedKind.TRADEMARK)
    return marks_of_firms([firm, *marks]).get(firm.id, ()) if firm.kind is WatchedKind.COMPANY else ()


def _cores(*owners: str) -> list[str]:
    """What identifies owners of a cell, in any script; several may stand in one."""
    return list(dict.fromkeys(owner_core(one) for owner in owners if owner for one in each_owner(owner)))


def _of_firm(name: str, marks: Sequence[WatchedName]) -> Iterator[OwnMark]:
    body = chinese_name.without_form(name) if chinese_name.has_han(name) else ""
    for mark in marks:
        words = list(_words(mark))
        latin = tuple(dict.fromkeys(w for w in words if squash(w).isascii() and squash(w)))
        for han in dict.fromkeys(han_of(w) for w in words if han_of(w) and han_of(w) == key(w)):
            if len(han) >= _SHORTEST and han in body and _tells(han):
                yield OwnMark(mark.name, han, latin)
                break


def _words(mark: WatchedName) -> Iterator[str]:
    """The words of a mark that say something, of its cell and of the spellings given with it."""
    for cell in (mark.name, *mark.aliases):
        yield from (spelt.text for spelt in describe(cell).spellings if not spelt.weak)


def _tells(han: str) -> bool:
    """Whether a word can be a firm's name: neither a place nor a trade."""
    return han not in gazetteer.han_places() and han not in vocabulary.han_trades()
