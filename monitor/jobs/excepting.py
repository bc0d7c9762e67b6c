"""Which hits exception rules keep out, worked out and noted: after every run, before every issue, and whenever a rule begins or ends.

Said of a hit at one moment, it need not hold at the next: a clock begins, an owner joins, a rule has its last day. So nothing is decided
when a rule is made; it is asked each time, and what no rule keeps out any more comes back by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.assess.details import HitDetails, details_of
from monitor.cases.exceptions import Clock, Decided, ExceptionRule, Met, decided
from monitor.clock import BEIJING
from monitor.matching.normalise import squash
from monitor.model import Mention, Role, Verdict
from monitor.store import Store
from monitor.store.exceptions import Candidate

_SETTLED = "exceptions_settled"
_RUN = "-"  # as matching anew stands among the runs
_NO_RULE = Decided()
_ANY_CLOCK = ("", "")  # one nobody can have agreed to
_NO_NICE_CLASS = -1  # as old registrations have them: no rule of classes holds of these


@dataclass(frozen=True, slots=True)
class Settled:
    """Hits that are kept out now and were not before, and hits that came back."""

    kept_out: tuple[int, ...] = ()
    freed: tuple[int, ...] = ()


def settle_if_owed(store: Store, now: datetime) -> Settled:
    """Once a day, where there is any rule: one may have had its last day, and a clock its own. A look where nothing is owed."""
    owed = store.exceptions.any() and store.meta.get(_SETTLED) != today(now).isoformat()
    return settle_exceptions(store, now) if owed else Settled()


def settle_exceptions(store: Store, now: datetime) -> Settled:
    """Done twice, the second time does nothing. Raises LockHeld."""
    if not store.exceptions.any():
        return Settled()
    with store.immediate():
        rules = [r for r in store.exceptions.every() if r.in_force(today(now))]
        found = judged(store, rules, now)
        changes = {c.hit: d for c, d in found.items() if d != Decided(c.rule, c.sparing, c.spared)}
        freed = sorted(c.hit for c, d in found.items() if c.rule and not d.rule and c.open)
        begun = {c.hit: d.rule for c, d in found.items() if d.rule and d.rule != c.rule}
        if freed:
            # A run of its own: issues tell what changed by the run it came with.
            run = store.runs.begin(_RUN, now, None, None)
            store.hits.free(freed, run, now)
            store.runs.finish(run, Verdict.OK, now, "", counts={"changed": len(freed)}, newest_item=None)
        if changes:
            store.hits.except_(changes)
        if begun:
            store.exceptions.keeps_out(begun, now)
        if store.meta.get(_SETTLED) != today(now).isoformat():
            store.meta.set(_SETTLED, today(now).isoformat())
    return Settled(tuple(sorted(begun)), tuple(freed))


def judged(
    store: Store, rules: Sequence[ExceptionRule], now: datetime, *, agreed: bool = False
) -> dict[Candidate, Decided]:
    """What these rules say of every hit they may hold of. `rules`: those in force; `agreed`: as if a person agreed to every clock. Everything is read in a constant number of
    statements, clocks of all those that need it at once."""
    candidates = store.exceptions.candidates([r.scope for r in rules])
    compared = [_compared(store, r) for r in rules]
    of_owners = {c.matter for c in candidates if c.open} if any(r.scope.owners for r in rules) else set()
    mentions = store.mentions.of(of_owners) if of_owners else {}
    met = {c: met_of(c, mentions.get(c.matter, ())) for c in candidates if c.open}
    asked: set[int] = set()

    def note(hit: int) -> tuple[Clock, ...]:
        asked.add(hit)
        return (_ANY_CLOCK,)

    if not agreed:
        for c, m in met.items():  # whose clocks matter
            decided(compared, m, lambda hit=c.hit: note(hit))  # type: ignore[misc]
    running = clocks_of(details_of(store, store.hits.find(ids=asked), now, "zh", filers=())) if asked else {}
    return {
        c: decided(compared, met[c], lambda hit=c.hit: running.get(hit, ())) if c.open else _NO_RULE  # type: ignore[misc]
        for c in candidates
    }


def clocks_of(details: Sequence[HitDetails]) -> dict[int, tuple[Clock, ...]]:
    """Hit → its clocks that run or may still run, where it has any."""
    return {d.hit.id: tuple((c.rule, c.date.isoformat()) for c in d.running) for d in details if d.running}


def met_of(candidate: Candidate, mentions: Sequence[tuple[str, Mention]]) -> Met:
    applicants = [m.text for _, m in mentions if m.role is Role.APPLICANT]
    parties = [text for role, text in candidate.texts if Role(role).is_party]
    return Met(
        hit=candidate.hit,
        kind=candidate.kind,
        names=frozenset(candidate.names),
        owners=frozenset(squash(text) for text in (*applicants, *parties)),
        classes=frozenset(int(c) if c.isdecimal() else _NO_NICE_CLASS for c in candidate.classes),
        country=candidate.country,
        texts=frozenset(squash(text) for _, text in candidate.texts),
    )


def today(now: datetime) -> date:
    """The day by which rules begin and end."""
    return now.astimezone(BEIJING).date()


def _compared(store: Store, rule: ExceptionRule) -> ExceptionRule:
    """With its scope as it is compared; of hits that were merged into others, those."""
    numbers = {*rule.scope.hits, *(hit for hit, _, _ in rule.clocks)}
    present: Mapping[int, int] = store.exceptions.present(numbers) if numbers else {}
    hits = tuple(present.get(h, h) for h in rule.scope.hits)
    clocks = tuple((present.get(h, h), clock, day) for h, clock, day in rule.clocks)
    return replace(rule, scope=replace(rule.scope.compared(squash), hits=hits), clocks=clocks)
