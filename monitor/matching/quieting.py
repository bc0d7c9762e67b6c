"""What would make a noisy name quieter: proposals with what each would leave of the noise. None is made by itself.

A proposal only ever takes texts away, so what it leaves is counted on the texts that are found now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.matching.expected import TOLD, Noise, Tried
from monitor.matching.matcher import build_matcher
from monitor.model import MatchContext, WatchedKind, WatchedName

_FLAGS = ("generic", "short")
_MOST = 2  # proposals shown of a name, beside its classes
_WORTH = 0.3  # of the noise at least, else a proposal is not worth a clerk's look


@dataclass(frozen=True, slots=True)
class Proposal:
    """`what` ∈ off | flag | classes, `value` the spelling, the flag, or "". `left`: of 10,000 filings after it; None where that
    hangs on what is filled in."""

    what: str
    value: str
    left: float | None


def proposals(w: WatchedName, noise: Noise, marks: Sequence[WatchedName] = ()) -> tuple[Proposal, ...]:
    """The most helpful first. `marks`: those a firm owns, which say how it is called. A spelling that the list itself gives is never proposed to be switched off: it is the name."""
    if not noise.told:
        return ()
    found: list[Proposal] = []
    for spelling in dict.fromkeys(t.spelling for t in noise.told if t.kind != "given"):
        found.append(
            Proposal(
                "off",
                spelling,
                _left(replace(w, disabled_variants=(*w.disabled_variants, spelling)), noise.told, marks),
            )
        )
    if w.kind is not WatchedKind.COMPANY:
        for flag in _FLAGS:
            if flag not in w.flags:
                found.append(Proposal("flag", flag, _left(replace(w, flags=w.flags | {flag}), noise.told, marks)))
    helpful = [p for p in found if p.left is not None and noise.per_10_000 - p.left >= _WORTH * noise.per_10_000]
    helpful = sorted(helpful, key=lambda p: (p.left or 0, p.what, p.value))[:_MOST]
    if w.kind is not WatchedKind.COMPANY and not w.nice_classes:
        helpful.append(Proposal("classes", "", None))
    return tuple(helpful)


def _left(changed: WatchedName, told: Sequence[Tried], marks: Sequence[WatchedName]) -> float:
    matcher = build_matcher([changed, *marks])

    def is_told(tried: Tried) -> bool:
        found = matcher.find(tried.text, MatchContext(role=tried.role))
        return any(m.band in TOLD for m in found if m.watched_id == changed.id)

    return sum(tried.filings for tried in told if is_told(tried))
