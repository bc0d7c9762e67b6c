"""A name that goes and a name that comes may be one name under another writing: noticed, and left to a person to say. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from monitor.model import WatchedName
from monitor.watchlist.cells import fold_name
from monitor.watchlist.identity import identity
from monitor.watchlist.owners import owners_in

_ALIKE = 0.5  # share of letters in common, where no spelling says more
_MANY = 40  # names of one owner


@dataclass(frozen=True, slots=True)
class Rename:
    """One of a list's names, or a derived firm, that seems to go on under another name. `old` keeps its id."""

    old: WatchedName
    new: WatchedName


def renamed_names(removed: Sequence[WatchedName], added: Sequence[WatchedName]) -> tuple[Rename, ...]:
    """Pairs of the same kind and owner whose classes do not contradict and that share a spelling, or much of the name. Each
    name stands in one pair, the likeliest."""
    pairs = sorted(
        ((likeness, i, k) for i, k in _worth_a_look(removed, added) if (likeness := _alike(removed[i], added[k]))),
        key=lambda p: (-p[0], p[1], p[2]),
    )
    return tuple(Rename(removed[i], added[k]) for i, k in _each_once([(i, k) for _, i, k in pairs]))


def renamed_firms(
    removed: Sequence[WatchedName],
    added: Sequence[WatchedName],
    old_names: Sequence[WatchedName],
    new_names: Sequence[WatchedName],
) -> tuple[Rename, ...]:
    """Derived firms of which every name that is still listed now stands under one new firm: a corrected name, or another owner."""
    now = {n.id: _firms_of(n) for n in new_names}
    new_firms = {fold_name(f.name): k for k, f in enumerate(added)}
    pairs: list[tuple[int, int]] = []
    for i, firm in enumerate(removed):
        theirs = [n.id for n in old_names if fold_name(firm.name) in _firms_of(n) and n.id in now]
        common = set.intersection(*({f for f in now[w] if f in new_firms} for w in theirs)) if theirs else set()
        pairs += [(i, new_firms[f]) for f in sorted(common)]
    return tuple(Rename(removed[i], added[k]) for i, k in _each_once(pairs))


def _firms_of(name: WatchedName) -> frozenset[str]:
    return frozenset(fold_name(o.name) for o in owners_in(name.owner))


def _each_once(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found = []
    for i, k in pairs:
        if i not in taken_old and k not in taken_new:
            taken_old.add(i)
            taken_new.add(k)
            found.append((i, k))
    return sorted(found)


def _worth_a_look(removed: Sequence[WatchedName], added: Sequence[WatchedName]) -> set[tuple[int, int]]:
    """Pairs that share a spelling, or one owner of not too many names: two whole lists are not compared pair by pair."""
    by_spelling: dict[str, list[int]] = {}
    by_owner: dict[str, list[int]] = {}
    for k, name in enumerate(added):
        for spelling in _spellings(name):
            by_spelling.setdefault(spelling, []).append(k)
        by_owner.setdefault(fold_name(name.owner), []).append(k)
    found = {(i, k) for i, name in enumerate(removed) for s in _spellings(name) for k in by_spelling.get(s, ())}
    for i, name in enumerate(removed):
        others = by_owner.get(fold_name(name.owner), []) if name.owner else []
        found |= {(i, k) for k in others} if len(others) <= _MANY else set()
    return found


def _spellings(name: WatchedName) -> set[str]:
    return {identity(a) for a in (name.name, *name.aliases)} - {""}


def _alike(old: WatchedName, new: WatchedName) -> float:
    """0 where they cannot be one name; more than 1 where they share a spelling."""
    if old.kind is not new.kind or fold_name(old.owner) != fold_name(new.owner):
        return 0.0
    if old.nice_classes and new.nice_classes and not set(old.nice_classes) & set(new.nice_classes):
        return 0.0
    one, two = identity(old.name), identity(new.name)
    likeness = SequenceMatcher(None, one, two, autojunk=False).ratio()
    if _spellings(old) & _spellings(new):
        return 1.0 + likeness
    contained = min(len(one), len(two)) > 1 and (one in two or two in one)
    return likeness if old.owner and (contained or likeness >= _ALIKE) else 0.0
