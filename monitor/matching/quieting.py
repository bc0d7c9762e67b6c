"""What would make a noisy name quieter: proposals with what each would leave of the noise. None is made by itself.

A proposal only ever takes texts away, so what it leaves is counted on the texts that are found now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.matching.expected import TOLD, Noise, Tried
from monitor.matching.matcher import build_matcher
from monitor.matching.variants.spellings import WRITTEN
from monitor.model import MatchContext, WatchedKind, WatchedName

_FLAGS = ("generic", "short")
_MOST = 2  # proposals shown of a name, beside its classes
_WORTH = 0.3  # of the noise at least, else a proposal is not worth a clerk's look


@dataclass(frozen=True, slots=True)
class Proposal:
    """`what` ∈ off | flag | classes, `value` the spelling, the flag, or "". `left`: of 10,000 filings after it; None where that
    hangs on what is filled in."""

    watched_id: str
    what: str
    value: str
    left: float | None

    @property
    def id(self) -> str:
        """By which it is asked for: it says what is proposed for which name, so that it never stands for another thing. ""
        for one that cannot be carried out without being told more."""
        if self.what == "classes":
            return ""
        digest = hashlib.sha256(f"{self.what}\x1f{self.value}".encode()).hexdigest()
        return f"{self.watched_id}-{digest[:4]}"


def proposals(w: WatchedName, noise: Noise) -> tuple[Proposal, ...]:
    """The most helpful first. A spelling that the list itself gives, as a name or as a word of one, is never proposed to be
    switched off: it is the name."""
    if not noise.told:
        return ()
    found: list[Proposal] = []
    for spelling in dict.fromkeys(t.spelling for t in noise.told if t.kind not in WRITTEN):
        found.append(proposal(w, "off", spelling, noise))
    if w.kind is not WatchedKind.COMPANY:
        found += [proposal(w, "flag", flag, noise) for flag in _FLAGS if flag not in w.flags]
    helpful = [p for p in found if p.left is not None and noise.per_10_000 - p.left >= _WORTH * noise.per_10_000]
    helpful = sorted(helpful, key=lambda p: (p.left or 0, p.what, p.value))[:_MOST]
    if w.kind is not WatchedKind.COMPANY and not w.nice_classes:
        helpful.append(Proposal(w.id, "classes", "", None))
    return tuple(helpful)


def proposal(w: WatchedName, what: str, value: str, noise: Noise) -> Proposal:
    """One thing that may be done about a name, with what it would leave."""
    made = Proposal(w.id, what, value, None)
    return replace(made, left=left_after(w, [made], noise))


def carried_out(w: WatchedName, chosen: Iterable[Proposal]) -> WatchedName:
    """The name with these proposals carried out."""
    for each in chosen:
        if each.what == "off" and each.value not in w.disabled_variants:
            w = replace(w, disabled_variants=(*w.disabled_variants, each.value))
        elif each.what == "flag":
            w = replace(w, flags=w.flags | {each.value})
    return w


def left_after(w: WatchedName, chosen: Iterable[Proposal], noise: Noise) -> float:
    """What these proposals together leave of the noise of a name, of 10,000 filings."""
    return _left(carried_out(w, chosen), noise.told)


def _left(changed: WatchedName, told: Sequence[Tried]) -> float:
    matcher = build_matcher([changed])
    return sum(t.filings for t in told if any(m.band in TOLD for m in matcher.find(t.text, MatchContext(role=t.role))))
