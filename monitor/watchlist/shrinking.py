"""What a change of the lists takes away from the watch, counted and by name: nothing shrinks without a yes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.matching.signs import describe, watched_words
from monitor.model import WatchedKind, WatchedName
from monitor.watchlist.cells import has_han
from monitor.watchlist.identity import identity


@dataclass(frozen=True, slots=True)
class Measure:
    """How much is watched: `names` marks, GIs and firms that a list names; `spellings` that lists give for them and their
    firms, without those that are switched off (what the program derives of them is not counted); `firms` of all kinds;
    `classes` of all names together."""

    names: int = 0
    spellings: int = 0
    firms: int = 0
    classes: int = 0


NOTHING = Measure()


@dataclass(frozen=True, slots=True)
class Loss:
    """What one name loses: spellings and classes that were watched, and whether its main spelling (the name itself, or its first
    foreign spelling) is among them. `gone`: it is not watched at all any more."""

    old: WatchedName
    spellings: tuple[str, ...] = ()
    classes: tuple[int, ...] = ()
    main: bool = False
    gone: bool = False


def measure(names: Iterable[WatchedName]) -> Measure:
    """Of all that is watched, derived firms too."""
    every = list(names)
    return Measure(
        names=sum("derived" not in n.flags for n in every),
        spellings=sum(len(spellings(n)) for n in every),
        firms=sum(n.kind is WatchedKind.COMPANY for n in every),
        classes=sum(len(n.nice_classes) for n in every if "derived" not in n.flags),
    )


def spellings(name: WatchedName) -> tuple[str, ...]:
    """What the lists themselves say a name is spelt like, each once, without those that are switched off."""
    off = {identity(text) for text in name.disabled_variants}
    given = [name.name, *name.aliases]
    if name.kind is WatchedKind.COMPANY:
        given += [name.owner_en, *name.owner_aliases]
    found: dict[str, str] = {}
    for text in given:
        found.setdefault(identity(text), text)
    return tuple(text for folded, text in found.items() if folded and folded not in off)


def main_spellings(name: WatchedName) -> tuple[str, ...]:
    """The name itself, the words that are read of it, and the first foreign spelling given: what most filings would bear."""
    words = () if name.kind is WatchedKind.COMPANY else watched_words(describe(name.name))
    foreign = next((a for a in (*name.aliases, name.owner_en) if a and not has_han(a)), "")
    return tuple(dict.fromkeys(t for t in (name.name, *words, foreign) if t))


def losses(
    old: Sequence[WatchedName], new: Sequence[WatchedName], renamed: frozenset[str] = frozenset()
) -> tuple[Loss, ...]:
    """What is watched less, one for each name that loses something. The old name of one of the `renamed` ids is given up by
    a person's own word."""
    after = {n.id: n for n in new}
    found: list[Loss] = []
    for name in old:
        now = after.get(name.id)
        if now is None:
            found.append(Loss(name, spellings(name), name.nice_classes, main=True, gone=True))
            continue
        kept = {identity(t) for t in spellings(now)}
        lost = [t for t in spellings(name) if identity(t) not in kept]
        if name.id in renamed:
            lost = [t for t in lost if identity(t) != identity(name.name)]
        classes = tuple(c for c in name.nice_classes if c not in now.nice_classes and "derived" not in name.flags)
        if lost or classes:
            main = bool({identity(t) for t in main_spellings(name)} & {identity(t) for t in lost})
            found.append(Loss(name, tuple(lost), classes, main))
    return tuple(found)
