"""What persons said of hits, brought to bear on what is matched later: a text that was called a false alarm for a name is one for it
wherever it stands, as far as the ground lies in the name itself.

It never makes anything vanish. A text that is the very name, as the list writes it, is looked at by a person each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.cases.actions import OF_THE_NAME
from monitor.cases.states import CONFIRMED
from monitor.clock import BEIJING
from monitor.matching.bands import BELOW_ALERT, BELOW_REVIEW, band_of
from monitor.matching.normalise import squash
from monitor.model import Match, Mention, Reason, WatchedName

if TYPE_CHECKING:  # screening a table needs no store
    from monitor.store.reviewed import ReviewedRow


@dataclass(frozen=True, slots=True)
class Rejection:
    """Who called it a false alarm, of which hit, on which day ("" where that is not known)."""

    hit: int
    by: str
    day: str


Rejected = Mapping[tuple[str, str], Rejection]
"""(watched id, text as it is compared) → the latest rejection."""

NOTHING_REJECTED: Rejected = MappingProxyType({})


def rejected_pairs(reviewed: Iterable[ReviewedRow]) -> Rejected:
    """Pairs that were rejected on grounds of the name, and that nobody confirmed elsewhere."""
    rows = [(r, (r.watched_id, squash(r.text))) for r in reviewed]
    confirmed = {pair for r, pair in rows if r.state in CONFIRMED}
    return {
        pair: Rejection(r.hit, r.by, r.at.astimezone(BEIJING).date().isoformat() if r.at else "")
        for r, pair in rows
        if r.ground in OF_THE_NAME and r.as_judged and pair[1] and pair not in confirmed
    }


def demoted(mention: Mention, match: Match, rejected: Rejected, names: Mapping[str, WatchedName]) -> Match:
    """The match, ranked lower where a person rejected that very text for that name, and saying so."""
    if not rejected or match.band is None:
        return match
    said = rejected.get((match.watched_id, squash(mention.text)))
    most = BELOW_ALERT if said and _is_the_name(mention, match, names) else BELOW_REVIEW
    if said is None or match.score <= most:
        return match
    reason = Reason("matching.reason.rejected", {"hit": said.hit, "by": said.by or "-", "day": said.day or "-"})
    return replace(
        match,
        score=most,
        band=band_of(most),
        demoted_by=(*match.demoted_by, "rejected"),
        reasons=(*match.reasons, reason),
    )


def _is_the_name(mention: Mention, match: Match, names: Mapping[str, WatchedName]) -> bool:
    """Whether the text is a name as the list writes it, whole: letter by letter, or as a firm's legal name."""
    if any(r.key == "company.reason.same_name" for r in match.reasons):
        return True
    name = names.get(match.watched_id)
    written = {squash(n) for n in (name.name, *name.aliases)} if name else set()
    same = match.operation == "whole" and match.variant_kind == "given" and not match.edits
    return same or squash(mention.text) in written
