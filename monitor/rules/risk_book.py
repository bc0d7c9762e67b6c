"""The ranks of risk.toml as validated types. Loaded once; a fault names file, line and key."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

from monitor.forums.schema import KINDS, LANGUAGES
from monitor.located import Located, read_toml
from monitor.model import Band, Category, HitKind, Role
from monitor.model.facts import FACTS

_FOLDER = Path(__file__).resolve().parent
RISKS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class RiskRule:
    """The first rule whose conditions all hold decides; an absent condition always holds."""

    id: str
    risk: str
    why: Mapping[str, str]
    category: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    bands: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()  # at least one of them is true
    unless: frozenset[str] = frozenset()  # facts none of which is true
    deadline_within: int | None = None  # days
    deadline_kinds: frozenset[str] = frozenset()  # kinds of clocks, of whatever forum

    @property
    def always(self) -> bool:
        return self == RiskRule(self.id, self.risk, self.why)


@cache
def risk_book() -> tuple[RiskRule, ...]:
    return read_risks(_FOLDER / "risk.toml", FACTS.keys())


def read_risks(path: Path, facts: Collection[str] | None = None) -> tuple[RiskRule, ...]:
    """Raises ConfigError naming file, line and key. `facts`: the facts that exist; None: not checked."""
    file = read_toml(path)
    for key in file.data:
        if key != "rules":
            file.refuse("rules.errors.unknown_key", key)
    entries = file.data.get("rules")
    if not isinstance(entries, list) or not entries:
        file.refuse("rules.errors.missing", "rules")
    rules = tuple(_Entry(file, number, entry).rule(facts) for number, entry in enumerate(entries))
    for number, rule in enumerate(rules):
        if rule.id in {r.id for r in rules[:number]}:
            file.refuse("rules.errors.twice", "rules", number, "id", value=rule.id)
    if not rules[-1].always:
        file.refuse("rules.errors.no_last_rule", "rules", len(rules) - 1)
    return rules


class _Entry:
    """Strict reading of one rule: an unknown key is a fault."""

    def __init__(self, file: Located, number: int, data: object) -> None:
        self.file, self.number = file, number
        self.data: Mapping[str, object] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            file.refuse("rules.errors.bad_value", "rules", number, value=str(data)[:60])

    def rule(self, facts: Collection[str] | None) -> RiskRule:
        for key in self.data:
            if key not in RiskRule.__slots__:
                self.fail(key, "rules.errors.unknown_key")
        return RiskRule(
            id=self.text("id"),
            risk=self.among(self.text("risk"), "risk", RISKS),
            why=self.both("why"),
            category=self.some("category", {c.value for c in Category}),
            roles=self.some("roles", {*Role, *HitKind}),
            bands=self.some("bands", {b.value for b in Band}),
            facts=self.some("facts", facts),
            unless=self.some("unless", facts),
            deadline_within=self.within(),
            deadline_kinds=self.some("deadline_kinds", KINDS),
        )

    def fail(self, key: str, text: str = "", **params: object) -> NoReturn:
        value = str(params.pop("value", self.data.get(key, "")))[:60]
        text = text or ("rules.errors.bad_value" if key in self.data else "rules.errors.missing")
        self.file.refuse(text, "rules", self.number, key, value=value, **params)

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(key)
        return value

    def among(self, value: str, key: str, allowed: Collection[str]) -> str:
        if value not in allowed:
            near = difflib.get_close_matches(value, allowed, 1, 0.5)
            text = "rules.errors.did_you_mean" if near else "rules.errors.not_among"
            self.fail(key, text, value=value, near=near[0] if near else "", known=", ".join(sorted(allowed)[:40]))
        return value

    def some(self, key: str, allowed: Collection[str] | None = None) -> frozenset[str]:
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.fail(key)
        for item in value:
            if not isinstance(item, str) or not item:
                self.fail(key, value=item)
            if allowed is not None:
                self.among(item, key, allowed)
        return frozenset(value)

    def both(self, key: str) -> Mapping[str, str]:
        value = self.data.get(key)
        if (
            not isinstance(value, Mapping)
            or set(value) != set(LANGUAGES)
            or not all(isinstance(v, str) and v.strip() for v in value.values())
        ):
            self.fail(key, "rules.errors.two_languages")
        return {str(k): str(v).strip() for k, v in value.items()}

    def within(self) -> int | None:
        value = self.data.get("deadline_within")
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            self.fail("deadline_within")
        return value
