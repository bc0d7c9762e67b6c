"""Which Nice classes hold related goods, and who says so, from tables/related_classes.tsv."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from monitor.matching import tables

_NONE = "-"
_SHOWN = 3  # similar groups that are named


@dataclass(frozen=True, slots=True)
class Related:
    """Two classes, ours first. `groups`: similar groups (类似群) across the two, "3001~3202", as the Chinese office lists them;
    `coordinated`: the American office lists the classes as coordinated. One of the two holds at least."""

    ours: int
    theirs: int
    groups: tuple[str, ...] = ()
    coordinated: bool = False

    @property
    def by_both(self) -> bool:
        return bool(self.groups) and self.coordinated

    @property
    def why(self) -> str:
        """The end of the name of the text that says so."""
        if self.by_both:
            return "related_both"
        return "related_groups" if self.groups else "related_coordinated"

    @property
    def shown(self) -> str:
        """The first of the groups, for a text."""
        return "、".join(self.groups[:_SHOWN]) + ("…" if len(self.groups) > _SHOWN else "")


def related(ours: Collection[int], theirs: Collection[int]) -> Related | None:
    """The two classes that are related the most; None where none of ours is related to one of theirs. That a class is the same
    is not asked here."""
    known = _pairs()
    found = [known[a, b] for a in ours for b in theirs if (a, b) in known]
    return max(found, key=lambda r: (r.by_both, len(r.groups), -r.ours, -r.theirs), default=None)


@cache
def _pairs() -> Mapping[tuple[int, int], Related]:
    found = {}
    for low, high, groups, coordinated in tables.rows("related_classes.tsv"):
        named = () if groups == _NONE else tuple(groups.split(" "))
        for ours, theirs in ((int(low), int(high)), (int(high), int(low))):
            found[ours, theirs] = Related(ours, theirs, named, coordinated != _NONE)
    return MappingProxyType(found)
