"""One right, one entry: a mark met by several watched names stands once, in one section, and the entry names all of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.bulletin.issue import RISKS, Also, HitView
from monitor.bulletin.selection import is_warning
from monitor.cases import states
from monitor.model import Category, HitKind

OF_A_RIGHT = frozenset({Category.TRADEMARK, Category.GI, Category.DOMAIN})
"""Where a matter is one right. A docket names each firm for itself, and each has an entry of its own; so has a firm that is not
on the list."""

_CALM = frozenset({HitKind.OWN_FILING, HitKind.OPPONENT, HitKind.CITED})
_PARTS = ("new", "changed", "own")
Views = tuple[HitView, ...]


def grave_at_last(new: Views, changed: Views) -> tuple[Views, Views]:
    """What an earlier issue told for information and is a danger now stands among the new: as that it was never told."""
    risen = [h for h in changed if h.risk == "high" and h.kind_before in _CALM]
    return (*new, *risen), tuple(h for h in changed if h not in risen)


def one_entry_each(
    new: Sequence[HitView], changed: Sequence[HitView], own: Sequence[HitView]
) -> tuple[Views, Views, Views]:
    """The hits that keep an entry, by part; each names the others of its right. What a person confirmed keeps it, then the gravest; of equals
    the one that was never reported, then the surest. What is over stands alone: it hides nothing, and nothing hides it."""
    by_right: dict[str, list[tuple[int, HitView]]] = {}
    for part, hits in enumerate((new, changed, own)):
        for hit in hits:
            alone = hit.unlisted or hit.category not in OF_A_RIGHT or hit.state in states.SETTLED
            key = f"{hit.matter} {hit.id}" if alone else hit.matter
            by_right.setdefault(key, []).append((part, hit))
    kept: dict[str, HitView] = {}
    for group in by_right.values():
        (_, first), *others = sorted(
            group,
            key=lambda g: (not is_warning(g[1]), RISKS.index(g[1].risk), g[0], -g[1].score, g[1].watched, g[1].id),
        )
        also = tuple(
            Also(id=h.id, watched=h.watched, owner=h.owner, kind=h.kind, part=_PARTS[part], entry_no=h.entry_no)
            for part, h in others
        )
        kept[first.id] = replace(first, also=also) if also else first
    left = [tuple(kept[h.id] for h in hits if h.id in kept) for hits in (new, changed, own)]
    return left[0], left[1], left[2]
