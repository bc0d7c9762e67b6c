"""One story, told once: what happened in a matter that concerns several subjects stands in one of their entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitor.bulletin.issue import HitView


def told_once(changed: Iterable[HitView]) -> Mapping[str, str]:
    """Hit → the hit of the same matter whose entry tells the same story: one that says all it has to say, the fullest before the
    others. One that has anything of its own to say (its clock, its state, what it is to us) tells it itself."""
    first: dict[str, list[HitView]] = {}
    found: dict[str, str] = {}
    for hit in sorted(changed, key=lambda h: -len(_said(h))):
        told = next((f for f in first.get(hit.matter, ()) if _said(hit) <= _said(f)), None)
        if told is None or hit.kind_before or not _said(hit):
            first.setdefault(hit.matter, []).append(hit)
        else:
            found[hit.id] = told.id
    return found


def _said(hit: HitView) -> frozenset[tuple[object, ...]]:
    events = ((e.date, e.code, e.ident, e.title, e.said) for e in hit.events if e.new)
    return frozenset((*events, *((n.what, n.before, n.after, n.rule) for n in hit.news)))
