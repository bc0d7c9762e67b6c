"""Which hits stand where in an issue, and in which order. Pure.

What a person has confirmed (预警) stands before what nobody has, and in full. Order: high risk before medium before low; within each what is ours and in danger, then nearest deadline → listed or not → score.
A deadline that has passed follows those still open; a hit without a known deadline comes after both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from monitor.bulletin.issue import RISKS, HitView
from monitor.cases import states
from monitor.model import Band, Deadline, HitKind, State
from monitor.rules.acts import weight

_FIRST = frozenset({HitKind.CLAIMED_OWN, HitKind.OWN_ATTACKED, HitKind.OWN_LOST})
INFORMATION = frozenset({HitKind.OWN_FILING, HitKind.OPPONENT})
"""What is told for information: neither a lead nor a warning, whoever looked at it."""
_OVER = frozenset({State.CLOSED, State.HANDED_OVER})
CAP_PER_NAME = 20
"""New entries shown of one watched name; more are counted (a flood of junk filings must not bury the rest)."""


@dataclass(frozen=True, slots=True)
class Selection:
    warnings: tuple[HitView, ...]  # confirmed, and not told as warnings before: in full
    full: tuple[HitView, ...]
    firms: tuple[HitView, ...]  # of the region and not on the list: in full
    firms_brief: tuple[HitView, ...]
    baseline: tuple[HitView, ...]  # found in what was stored after the list changed: what cannot wait, in full
    baseline_brief: tuple[HitView, ...]
    reread: tuple[HitView, ...]  # found by a new version in what was stored: in full
    reread_brief: tuple[HitView, ...]
    reread_changed: tuple[HitView, ...]
    brief: tuple[HitView, ...]
    old: tuple[HitView, ...]
    changed: tuple[HitView, ...]
    settled: tuple[
        HitView, ...
    ]  # closed or handed over since the last issue: one line each, and none beyond the cap is left out
    own: tuple[HitView, ...]
    same_case: Mapping[str, str]  # hit id → id of the fuller entry of the same case and subject
    folded: tuple[tuple[str, int], ...]  # (watched name, number not shown), most first


def select(new: Iterable[HitView], changed: Iterable[HitView], own: Iterable[HitView]) -> Selection:
    """Divide the hits over the sections. Nothing is lost: shown + folded = given."""
    new, changed = tuple(new), tuple(changed)
    settled = _of_both(new, changed, is_settled)
    warnings = _of_both(new, changed, is_new_warning)
    apart = {h.id for h in (*settled, *warnings)}
    shown, folded = _capped([h for h in in_order(new) if h.id not in apart])
    changed_shown, changed_folded = _capped([h for h in in_order(changed) if h.id not in apart])
    own_shown, own_folded = _capped(in_order(own))
    total = folded + changed_folded + own_folded
    fuller = _fullest(shown)
    reread = [h for h in shown if h.reread]
    baseline = [h for h in shown if h.baseline and not h.reread]
    elsewhere = {h.id for h in (*reread, *baseline)}
    firms = [h for h in shown if h.unlisted and h.id not in elsewhere]
    full = [
        h for h in shown if deserves_full_entry(h) and h.id not in fuller and not h.unlisted and h.id not in elsewhere
    ]
    told = {h.id for h in (*full, *firms, *reread, *baseline)}
    old = [h for h in shown if h.id not in told and h.long_registered]
    told |= {h.id for h in old}
    return Selection(
        warnings=tuple(warnings),
        settled=tuple(settled),
        full=tuple(full),
        firms=tuple(h for h in firms if deserves_full_entry(h)),
        firms_brief=tuple(h for h in firms if not deserves_full_entry(h)),
        baseline=tuple(h for h in baseline if cannot_wait(h) and h.id not in fuller),
        baseline_brief=tuple(h for h in baseline if not cannot_wait(h) or h.id in fuller),
        reread=tuple(h for h in reread if deserves_full_entry(h) and h.id not in fuller),
        reread_brief=tuple(h for h in reread if not deserves_full_entry(h) or h.id in fuller),
        reread_changed=tuple(h for h in changed_shown if h.reread),
        brief=tuple(h for h in shown if h.id not in told),
        old=tuple(old),
        changed=tuple(h for h in changed_shown if not h.reread),
        own=tuple(own_shown),
        same_case=fuller,
        folded=tuple(sorted(total.items(), key=lambda item: (-item[1], item[0]))),
    )


def is_confirmed(hit: HitView) -> bool:
    """A person has confirmed it, also where it is over by now."""
    return hit.state in states.CONFIRMED and hit.kind not in INFORMATION


def is_warning(hit: HitView) -> bool:
    """A person has confirmed it, and it is not over."""
    return is_confirmed(hit) and not is_over(hit)


def is_over(hit: HitView) -> bool:
    """Closed or handed over."""
    return hit.state in _OVER


def is_new_warning(hit: HitView, new: bool) -> bool:
    """A warning nobody was told of as one; `new`: of which nobody was told at all."""
    return is_warning(hit) and (new or hit.handling.risen)


def is_settled(hit: HitView, new: bool) -> bool:
    """Closed or handed over, and no issue has said so."""
    return is_over(hit) and (new or any(n.what == "state" for n in hit.news))


def in_order(hits: Iterable[HitView]) -> list[HitView]:
    """Most urgent first; ties are broken by matter and id, so that the same hits always stand in the same order."""
    return sorted(hits, key=_urgency)


def deserves_full_entry(hit: HitView) -> bool:
    """High risk always; medium unless the match is only of digest strength; low risk gets one line."""
    return hit.risk == "high" or (hit.risk == "medium" and hit.band is not Band.DIGEST)


def cannot_wait(hit: HitView) -> bool:
    """Of what was there before its name joined the list: high risk, or a day that is still to come."""
    return hit.risk == "high" or (deserves_full_entry(hit) and any(d.days_left >= 0 for d in hit.deadlines))


def nearest_deadline(hit: HitView) -> Deadline | None:
    """The clock a reader must see first: the nearest that has not passed, else the one that passed last.

    Clocks of unknown certainty count too: their date is an estimate, shown as one.
    """
    return next(iter(deadlines_in_order(hit)), None)


def deadlines_in_order(hit: HitView) -> list[Deadline]:
    """Open clocks nearest first, then passed ones, the latest first."""
    return sorted(
        hit.deadlines, key=lambda d: (d.days_left < 0, abs(d.days_left), weight(d), d.certainty == "unknown", d.rule)
    )


def _of_both(
    new: Iterable[HitView], changed: Iterable[HitView], holds: Callable[[HitView, bool], bool]
) -> list[HitView]:
    return in_order([*(h for h in new if holds(h, True)), *(h for h in changed if holds(h, False))])


def _fullest(hits: Iterable[HitView]) -> dict[str, str]:
    """One case concerns one firm once: of several names of one owner in one matter, the surest gets the full entry."""
    groups: dict[tuple[str, str, str], list[HitView]] = {}
    for hit in hits:
        if deserves_full_entry(hit) and not hit.unlisted:
            groups.setdefault((hit.matter, hit.owner or hit.watched, hit.kind), []).append(hit)
    found: dict[str, str] = {}
    for group in groups.values():
        first, *others = sorted(group, key=lambda h: (RISKS.index(h.risk), -h.score, _urgency(h)))
        found |= {other.id: first.id for other in others if other.watched_id != first.watched_id}
    return found


def _urgency(hit: HitView) -> tuple[object, ...]:
    nearest = nearest_deadline(hit)
    if nearest is None:
        clock = (2, 0)
    elif nearest.days_left < 0:
        clock = (1, -nearest.days_left)
    else:
        clock = (0, nearest.days_left)
    # What is said to be ours, or is ours and attacked, comes first of its risk: nobody else will answer for it.
    ours = hit.kind not in _FIRST
    return (RISKS.index(hit.risk), ours, *clock, hit.unlisted, -hit.score, hit.watched, hit.matter, hit.id)


def _capped(hits: list[HitView]) -> tuple[list[HitView], Counter[str]]:
    """Of each name the CAP_PER_NAME riskiest are kept, in the order given; the others are counted."""
    taken: Counter[str] = Counter()
    folded: Counter[str] = Counter()
    kept: set[str] = set()
    for hit in sorted(hits, key=lambda h: RISKS.index(h.risk)):
        name = hit.watched_id or hit.watched
        if taken[name] < CAP_PER_NAME:
            taken[name] += 1
            kept.add(hit.id)
        else:
            folded[hit.watched] += 1
    return [h for h in hits if h.id in kept], folded
