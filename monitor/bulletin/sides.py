"""What the other side of a hit is: the label beside its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.bulletin.issue import HitView
from monitor.model import Category, HitKind

_COURTS = frozenset({Category.SUIT, Category.SEP})
_BY_KIND: Mapping[HitKind, str] = {
    HitKind.COMPLAINANT: "respondent",
    HitKind.PLAINTIFF: "defendant",
    HitKind.OWN_ATTACKED: "opponent",
    HitKind.OWN_LOST: "holder",
}
_BY_CATEGORY: Mapping[Category, str] = {
    Category.ITC337: "complainant",
    Category.TRADEMARK: "applicant",
    Category.GI: "applicant",
}
_AGAINST_OURS = frozenset({HitKind.RESPONDENT, HitKind.DEFENDANT, HitKind.PARTY, HitKind.CITED, HitKind.PRODUCT})


def side_of(hit: HitView) -> str:
    """A name below `word.side`. An applicant whose mark is registered is its holder; where nothing tells what the other side
    is, it is called that."""
    if hit.kind in _BY_KIND:
        return _BY_KIND[hit.kind]
    if hit.category in _COURTS:
        return "plaintiff" if hit.kind in _AGAINST_OURS else "adverse"
    side = _BY_CATEGORY.get(hit.category, "adverse")
    if side == "applicant" and (hit.long_registered or any(e.code == "registered" for e in hit.events)):
        return "holder"
    return side
