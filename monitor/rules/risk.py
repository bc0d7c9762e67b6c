"""How a hit is ranked. Pure; the policy stands in risk.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, cast

from monitor.model import OUR_RIGHTS, Band, Category, Deadline, HitKind, Role
from monitor.rules.deadlines import kind_of
from monitor.rules.risk_book import RiskRule, risk_book

Risk = Literal["high", "medium", "low"]
_ROLES = frozenset(r.value for r in Role)
_SETTLED = OUR_RIGHTS | {HitKind.CLAIMED_OWN}  # what they are to us decides, not where the name stands


def risk_of(
    kind: str, category: Category, band: Band | None, deadlines: Sequence[Deadline], facts: Mapping[str, object]
) -> Risk:
    """high | medium | low. `kind` and `facts` as for clocks_for."""
    return cast(Risk, _deciding(kind, category, band, deadlines, facts).risk)


def risk_reasons(
    kind: str,
    category: Category,
    band: Band | None,
    deadlines: Sequence[Deadline],
    facts: Mapping[str, object],
    lang: str,
) -> tuple[str, ...]:
    """Why, one clause each: that of the rule that decides, then those of every other rule of the same rank that holds, in
    the order of the book. A rule that always holds gives a reason only where nothing else does."""
    deciding, *others = _holding(kind, category, band, deadlines, facts)
    same = (r for r in others if r.risk == deciding.risk and not r.always)
    return tuple(dict.fromkeys(rule.why[lang] for rule in (deciding, *same)))


def _deciding(
    kind: str, category: Category, band: Band | None, deadlines: Sequence[Deadline], facts: Mapping[str, object]
) -> RiskRule:
    return next(_holding(kind, category, band, deadlines, facts))  # held by read_risks: the last always holds


def _holding(
    kind: str, category: Category, band: Band | None, deadlines: Sequence[Deadline], facts: Mapping[str, object]
) -> Iterator[RiskRule]:
    """The rules whose conditions all hold, in the order of the book; at least the last one."""
    role = kind if kind in _ROLES or kind in _SETTLED else str(facts.get("role") or kind)
    running = [d for d in deadlines if d.days_left >= 0]
    for rule in risk_book():
        if (
            (not rule.category or category.value in rule.category)
            and (not rule.roles or role in rule.roles)
            and (not rule.bands or (band is not None and band.value in rule.bands))
            and (not rule.facts or any(facts.get(f) for f in rule.facts))
            and not any(facts.get(f) for f in rule.unless)
            and (rule.deadline_within is None or any(d.days_left <= rule.deadline_within for d in running))
            and (not rule.deadline_kinds or any((d.kind or kind_of(d.rule)) in rule.deadline_kinds for d in running))
        ):
            yield rule
