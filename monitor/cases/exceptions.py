"""Exception rules (例外规则): hits of a kind a person has judged once and for all are counted and kept, and not told. Pure.

A rule holds of hits nobody has looked at, for as long as it says. What it keeps out comes back by itself when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from monitor.model import HitKind

LONGEST_YEARS = 2
"""After that a person looks again."""


class RuleKind(StrEnum):
    """Why hits of a rule are no warnings."""

    FALSE_ALARM = "false_alarm"
    DEALER = "dealer"  # by an authorised dealer
    LICENSEE = "licensee"


_WITH_OUR_CONSENT = frozenset({RuleKind.DEALER, RuleKind.LICENSEE})
_TAKES_OUR_NAME = frozenset({HitKind.SQUAT, HitKind.CLAIMED_OWN, HitKind.OWN_LOST, HitKind.OWNER_NAMED})
"""Filings of our name, or of what was ours, by another. Consent to sell is none to register: an agent who files in his own name
without leave is what Art. 6septies of the Paris Convention is about."""


_AGAINST_US = frozenset({HitKind.OWN_ATTACKED, HitKind.OWN_LOST, HitKind.DEFENDANT, HitKind.RESPONDENT, HitKind.PARTY})
"""Somebody acts against a listed firm or its right, or may do so: no name in a class or a country is reason enough to be silent."""

Clock = tuple[str, str]
"""The id of a clock and its last day, as ISO 8601 has it."""
Agreed = tuple[int, str, str]
"""A hit, and a clock of it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All conditions that are set hold together; of the values of one, any. `names`: ids of the list. `classes` (Nice), `owners` and
    `texts` hold where everything the hit has of them is among the rule's."""

    hits: tuple[int, ...] = ()
    owners: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    classes: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def compared(self, fold: Callable[[str], str]) -> Scope:
        """With owners and texts as they are compared."""
        return replace(self, owners=tuple(map(fold, self.owners)), texts=tuple(map(fold, self.texts)))


def is_narrow(scope: Scope) -> bool:
    """Whether a rule of this scope may be made: it names a hit or an owner, or says of a watched name in what it holds."""
    return bool(scope.hits or scope.owners or (scope.names and (scope.classes or scope.countries or scope.texts)))


@dataclass(frozen=True, slots=True)
class ExceptionRule:
    """`until`: the last day (Beijing) on which it holds. `clocks`: those a person saw running and agreed to
    keep out too; any other spares the hit. `ended_at`: when a person ended it before its day."""

    kind: RuleKind
    scope: Scope
    reason: str
    author: str
    made_at: datetime
    until: date
    clocks: tuple[Agreed, ...] = ()
    account: str = ""
    id: int = 0
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_reason: str = ""

    def in_force(self, day: date) -> bool:
        return self.ended_at is None and day <= self.until


@dataclass(frozen=True, slots=True)
class Met:
    """What rules ask of a hit. `names`: the watched names it stands for; `owners`: applicants of the matter, and the parties in whose names it
    was met; `owners` and `texts` as they are compared."""

    hit: int
    kind: HitKind
    names: frozenset[str] = field(default_factory=frozenset)
    owners: frozenset[str] = field(default_factory=frozenset)
    classes: frozenset[int] = field(default_factory=frozenset)
    country: str = ""
    texts: frozenset[str] = field(default_factory=frozenset)


def holds(scope: Scope, met: Met) -> bool:
    """Whether a hit is one the rule speaks of. `scope` as it is compared. What a hit has none of, no rule holds for; nor does
    one of names in classes or countries alone where something is directed against us."""
    if not is_narrow(scope) or (met.kind in _AGAINST_US and not (scope.hits or scope.owners or scope.texts)):
        return False
    every = (
        (scope.owners, met.owners),
        (scope.names, met.names),
        (scope.classes, met.classes),
        (scope.texts, met.texts),
    )
    if any(wanted and not (has and has <= set(wanted)) for wanted, has in every):
        return False
    return (not scope.hits or met.hit in scope.hits) and (not scope.countries or met.country in scope.countries)


class Spared(StrEnum):
    """Why a rule that holds of a hit does not keep it out."""

    APPLICATION = "application"  # a dealer or licensee takes our name
    CLOCK = "clock"  # a clock runs, and nobody agreed to that one


def spared(rule: ExceptionRule, met: Met, running: Callable[[], Collection[Clock]]) -> Spared | None:
    """Of a rule that holds. `running`: the clocks of the hit that may still run; asked only where it matters."""
    if rule.kind in _WITH_OUR_CONSENT and met.kind in _TAKES_OUR_NAME:
        return Spared.APPLICATION
    agreed = {(clock, day) for hit, clock, day in rule.clocks if hit == met.hit}
    return Spared.CLOCK if set(running()) - agreed else None


@dataclass(frozen=True, slots=True)
class Decided:
    """Which rule keeps a hit out (0: none), or holds of it without doing so, and why."""

    rule: int = 0
    sparing: int = 0
    why: str = ""


def decided(rules: Iterable[ExceptionRule], met: Met, running: Callable[[], Collection[Clock]]) -> Decided:
    """`rules`: those in force, with their scopes as they are compared. The oldest that keeps a hit out does so; where none does,
    the oldest that holds is told."""
    told = Decided()
    for rule in sorted(rules, key=lambda r: r.id):
        if not holds(rule.scope, met):
            continue
        why = spared(rule, met, running)
        if why is None:
            return Decided(rule.id)
        if not told.sparing:
            told = Decided(0, rule.id, why.value)
    return told


def latest_day(today: date) -> date:
    """The last day a rule made today may hold."""
    try:
        return today.replace(year=today.year + LONGEST_YEARS)
    except ValueError:  # of 29 February
        return today.replace(year=today.year + LONGEST_YEARS, day=28)
