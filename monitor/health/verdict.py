"""The record gate, the count gate, the canaries, and the verdict they lead to (DESIGN §5.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.config import Canary, Expect
from monitor.errors import SourceError
from monitor.health.baseline import chance_of_at_most
from monitor.health.facts import MOST_TOLD, History, RunFacts
from monitor.model import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """`only_failures`: what was read, was read without complaint; other requests failed, or a unit is missing. `but_for_streams`:
    single streams do not bring what they should, and others are well; besides them at most a unit is missing."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    only_failures: bool = False
    but_for_streams: bool = False


def decide(facts: RunFacts, expect: Expect, canary: Canary, now: datetime, history: History) -> Decision:
    """The verdict of a run. "Nothing" must be proved: an answer without items and without proof is suspicious."""
    nothing_read = not facts.parsed and not facts.unchanged
    if facts.failures and nothing_read:
        worst = max((e.verdict for e in facts.failures), key=_SEVERITY.index)
        told = [*(_reason(e) for e in facts.failures), *facts.passed_over]
        return Decision(worst, distinct(told), only_failures=not facts.passed_over)
    reasons = [_reason(e) for e in facts.failures]
    reasons += facts.suspects
    reasons += facts.passed_over
    reasons += facts.units
    reasons += facts.streams
    if facts.cut_short:
        reasons.append(Reason(facts.cut_short))
    reasons += facts.undeclared.reasons()
    reasons += _record_gate(facts, expect)
    reasons += _count_gate(facts, expect, now, history)
    reasons += _canaries(facts, expect, canary, now, history)
    empty_handed = facts.parsed and not facts.items and not facts.proven_empty and not facts.unchanged
    # An empty folder, a window in which there is nothing to ask for: nothing was looked at.
    if len(reasons) == len(facts.units) + len(facts.streams) and (nothing_read or facts.unproven or empty_handed):
        reasons.append(Reason("health.nothing_and_no_proof"))
    if reasons:
        outside = len(facts.failures) + len(facts.units)
        of_streams = bool(facts.streams and facts.streams_well) and len(reasons) == len(facts.streams) + len(
            facts.units
        )
        return Decision(_short_of(facts), distinct(reasons), len(reasons) == outside, of_streams)
    if not facts.parsed:
        return Decision(Verdict.UNCHANGED, ())
    if not facts.items:
        return Decision(Verdict.EMPTY if facts.proven_empty else Verdict.UNCHANGED, ())
    return Decision(Verdict.OK, ())


def _short_of(facts: RunFacts) -> Verdict:
    """Of a run that read something, and not enough. A door that was closed is named, whatever else could be read: who
    looks after the program must renew a key or ask about a wall, and a second look tomorrow would not help."""
    closed = {e.verdict for e in facts.failures} & {Verdict.BLOCKED, Verdict.FAILED}
    if closed:
        return max(closed, key=_SEVERITY.index)
    unparsed = facts.parsed and facts.skipped and not facts.records and not facts.ignored
    return Verdict.UNPARSED if unparsed else Verdict.SUSPICIOUS


def distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, and no more of them than a person reads; of the rest their number."""
    each = list({(r.key, repr(sorted(r.params.items()))): r for r in reasons}.values())
    if len(each) <= MOST_TOLD:
        return tuple(each)
    return (*each[:MOST_TOLD], Reason("health.more_reasons", {"count": len(each) - MOST_TOLD}))


def _record_gate(facts: RunFacts, expect: Expect) -> list[Reason]:
    reasons = []
    read = facts.records + facts.skipped
    # One record among others is an oddity of its own, kept aside and named; a layout that changed trips over more.
    odd_one = facts.skipped == 1 and facts.records > 1
    if read and not odd_one and facts.skipped / read > expect.max_skipped:
        reasons.append(Reason("health.too_many_skipped", {"skipped": facts.skipped, "read": read}))
    if facts.records and facts.odd_dates / facts.records > expect.max_odd_dates:
        reasons.append(Reason("health.odd_dates", {"odd": facts.odd_dates, "read": facts.records}))
    for name, least in sorted(expect.fill_rate.items()):
        filled = facts.filled.get(name, 0)
        rate = filled / facts.records if facts.records else 1.0
        # Of what few records carry, none among a handful says nothing.
        if rate < least and (least >= _MOST_OF or chance_of_at_most(filled, facts.records * least, 1.0) < _UNLIKELY):
            reasons.append(Reason("health.fill_rate", {"name": name, "rate": f"{rate:.0%}", "least": f"{least:.0%}"}))
    return reasons


def _count_gate(facts: RunFacts, expect: Expect, now: datetime, history: History) -> list[Reason]:
    reasons = []
    for what, (total, approximate) in sorted(facts.stated.items()):
        seen = facts.seen.get(what, 0)
        # CourtListener's own error above 2,000 hits is ±6 % (reference: courts); below it counts are exact.
        slack = max(1, int(total * 0.06)) if approximate else 0
        if facts.parsed and seen < total - slack:
            reasons.append(Reason("health.stated_total", {"what": what, "total": total, "seen": seen}))
    if _is_quiet(expect, now):
        return reasons
    if expect.min_items is not None and facts.parsed and facts.items < expect.min_items:
        reasons.append(Reason("health.min_items", {"items": facts.items, "least": expect.min_items}))
    if expect.min_items_week is not None and history.days >= 7 and history.new_week < expect.min_items_week:
        least = {"items": history.new_week, "least": expect.min_items_week}
        reasons.append(Reason("health.min_items_week", least))
    # Silence of a whole week is believed of no source that is never silent, however it is proved: a filter that no longer
    # filters rightly gives a perfect answer with nothing in it.
    if expect.min_items_week and facts.proven_empty and not facts.items and facts.window >= _WEEK:
        least = {"days": facts.window.days, "least": expect.min_items_week}
        reasons.append(Reason("health.silent_window", least))
    if expect.newest_within_days is not None:
        if facts.records and facts.newest is None and history.newest is None:
            reasons.append(Reason("health.no_dates", {"read": facts.records}))
        newest = max((d for d in (facts.newest, history.newest) if d is not None), default=None)
        if newest is not None and newest < now.date() - timedelta(days=expect.newest_within_days):
            reasons.append(Reason("health.stale", {"newest": newest.isoformat(), "days": expect.newest_within_days}))
    return reasons


def _canaries(facts: RunFacts, expect: Expect, canary: Canary, now: datetime, history: History) -> list[Reason]:
    reasons = list(facts.unheard)
    items, met = history.term_items + facts.items, history.term_met + facts.term_met
    if canary.term and items >= canary.of and met < canary.min and not _is_quiet(expect, now):
        reasons.append(
            Reason(
                "health.canary_term",
                {"term": canary.term, "met": met, "least": canary.min, "items": items, "days": canary.days},
            )
        )
    missing = [key for key in canary.known if key not in facts.known_met]
    if missing and facts.parsed and facts.items >= canary.of:
        reasons.append(Reason("health.canary_known", {"keys": ", ".join(missing)}))
    return reasons


def _is_quiet(expect: Expect, now: datetime) -> bool:
    return any(q.since <= now.date() <= q.until for q in expect.quiet)


_WEEK = timedelta(days=7)
_MOST_OF, _UNLIKELY = 0.5, 0.01
_SEVERITY = (Verdict.SKIPPED, Verdict.FAILED, Verdict.UNPARSED, Verdict.BLOCKED)


def _reason(error: SourceError) -> Reason:
    return Reason(error.key, error.params)


def exit_code(verdicts: Mapping[str, Verdict]) -> int:
    """0 all checked · 6 some only suspicious · 3 some blocked, unparsed, failed or skipped (DESIGN §5.6)."""
    if all(v.checked for v in verdicts.values()):
        return 0
    if all(v.checked or v is Verdict.SUSPICIOUS for v in verdicts.values()):
        return 6
    return 3
