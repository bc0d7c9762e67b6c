"""The figures of an issue: every hit given is counted once, by what the issue says of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from monitor.bulletin.issue import Counts, HitView, IssueInput, Open, OpenHit
from monitor.bulletin.selection import Selection, is_confirmed
from monitor.model import State


def counts_of(source: IssueInput, chosen: Selection, still: Open) -> Counts:
    """new = leads + new_warnings + what is settled already; warnings = new_warnings + risen + those of the baseline."""
    over, warned = {h.id for h in chosen.settled}, {h.id for h in chosen.warnings}
    new = [h for h in source.new_hits if not h.baseline]
    standing = standing_hits(source, chosen)
    risks = Counter(h.risk for h in standing)
    aside = Counter(h.state for h in source.ended_hits)
    return Counts(
        high=risks["high"],
        high_all=len(_high(standing) | _high(source.open_hits)),
        high_leads=len(_high(h for h in standing if not is_confirmed(h))),
        medium=risks["medium"],
        low=risks["low"],
        new=len(new),
        new_warnings=sum(h.id in warned for h in new),
        leads=sum(h.id not in warned and h.id not in over for h in new),
        warnings=len(chosen.warnings),
        risen=sum(h.id in warned for h in source.changed_hits),
        changed=sum(h.id not in warned and h.id not in over for h in source.changed_hits),
        settled=len(chosen.settled),
        own_filings=len(source.own_filings),
        ongoing=source.ongoing_count,
        open=still.count,
        baseline=sum(h.baseline for h in source.new_hits),
        ended=aside[State.FALSE_POSITIVE] + aside[State.DUPLICATE],
        false_alarms=aside[State.FALSE_POSITIVE] + source.false_untold,
        duplicates=aside[State.DUPLICATE] + source.duplicates_untold,
    )


def standing_hits(source: IssueInput, chosen: Selection) -> tuple[HitView, ...]:
    """What is new and what changed, without what is settled."""
    over = {h.id for h in chosen.settled}
    return tuple(h for h in (*source.new_hits, *source.changed_hits) if h.id not in over)


def _high(hits: Iterable[HitView] | Iterable[OpenHit]) -> set[str]:
    return {h.id for h in hits if h.risk == "high"}
