"""How a hit is ranked. Pure; the policy stands in risk.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """high | medium | low. `kind` and `facts` as for deadlines_for."""
    return cast(Risk, _deciding(kind, category, band, deadlines, facts).risk)


def risk_reason(
    kind: str,
    category: Category,
    band: Band | None,
    deadlines: Sequence[Deadline],
    facts: Mapping[str, object],
    lang: str,
) -> str:
    """Why, in one clause."""
    return _deciding(kind, category, band, deadlines, facts).why[lang]


def _deciding(
    kind: str, category: Category, band: Band | None, deadlines: Sequence[Deadline], facts: Mapping[str, object]
) -> RiskRule:
    role = kind if kind in _ROLES or kind in _SETTLED else str(facts.get("role") or kind)
    running = [d for d in deadlines if d.days_left >= 0]
    for rule in risk_book():
        if (
            (not rule.category or category.value in rule.category)
            and (not rule.roles or role in rule.roles)
            and (not rule.bands or (band is not None and band.value in rule.bands))
            and (not rule.facts or any(facts.get(f) for f in rule.facts))
            and (rule.deadline_within is None or any(d.days_left <= rule.deadline_within for d in running))
            and (not rule.deadline_kinds or any((d.kind or kind_of(d.rule)) in rule.deadline_kinds for d in running))
        ):
            return rule
    raise AssertionError("the last rule always holds")  # held by read_risks
