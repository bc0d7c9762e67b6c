"""The rule books (deadlines.toml, risk.toml) as validated types. Loaded once; a fault names file, rule and field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.errors import ConfigError
from monitor.model import Band, Category, Role
from monitor.rules import calendars

_FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("zh", "en")
CERTAINTIES = ("certain", "computed", "unknown")
RISKS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Instead:
    """Other days when the fact `when` holds or the starting event's title has the word `title`; or a better start: the
    event `start`, with its own certainty."""

    when: str = ""
    title: str = ""
    days: int = 0
    start: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Awaits:
    """When and why a clock has not begun. `known`: events of which one is there. `stage`: facts and the values that mean
    the stage (of a list, all must). `announced`: the event that announces the start. `again`: ends_on events after which
    the clock will begin anew."""

    short: Mapping[str, str]
    text: Mapping[str, str]
    known: frozenset[str] = frozenset()
    stage: Mapping[str, frozenset[str]] = field(default_factory=dict)
    announced: str = ""
    again: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    id: str
    title: Mapping[str, str]
    category: frozenset[Category]
    jurisdiction: frozenset[str]
    start: tuple[str, ...]  # event codes
    basis: Mapping[str, str]
    note: Mapping[str, str]
    zone: str
    certainty: str
    days: int = 0
    years: int = 0
    count: str = "calendar"
    roll: str = "none"
    roles: frozenset[str] = frozenset()
    own: bool = True
    from_facts: tuple[str, ...] = ()
    start_facts: tuple[str, ...] = ()
    given: str = ""
    capped: bool = False
    anchor: str = ""
    anchor_days: int = 0
    instead: tuple[Instead, ...] = ()
    ends_on: frozenset[str] = frozenset()
    awaits: Awaits | None = None


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
    deadline_within: int | None = None  # days
    deadline_rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DeadlineBook:
    rules: tuple[DeadlineRule, ...]
    partial: tuple[str, ...] = field(default=())


@cache
def deadline_book() -> DeadlineBook:
    return read_deadlines(_FOLDER / "deadlines.toml")


@cache
def risk_book() -> tuple[RiskRule, ...]:
    return read_risks(_FOLDER / "risk.toml")


def read_deadlines(path: Path) -> DeadlineBook:
    """Raises ConfigError naming the rule and the field."""
    loaded = _load(path, {"partial", "rules"})
    rules = [_deadline_rule(_Entry(path, entry)) for entry in _entries(path, loaded)]
    _distinct(path, [r.id for r in rules])
    return DeadlineBook(tuple(rules), tuple(str(p).casefold() for p in _list(loaded.get("partial"))))


def read_risks(path: Path) -> tuple[RiskRule, ...]:
    """Raises ConfigError naming the rule and the field."""
    loaded = _load(path, {"rules"})
    rules = tuple(_risk_rule(_Entry(path, entry)) for entry in _entries(path, loaded))
    _distinct(path, [r.id for r in rules])
    last = rules[-1] if rules else None
    if (
        last is None
        or last.category
        or last.roles
        or last.bands
        or last.facts
        or last.deadline_rules
        or last.deadline_within is not None
    ):
        raise ConfigError("rules.errors.no_last_rule", file=path.name)
    return rules


def _deadline_rule(entry: _Entry) -> DeadlineRule:
    rule = DeadlineRule(
        id=entry.text("id"),
        title=entry.both("title"),
        category=frozenset(Category(c) for c in entry.some("category", {c.value for c in Category})),
        jurisdiction=frozenset(entry.some("jurisdiction")),
        start=tuple(entry.some("from")),
        basis=entry.both("basis"),
        note=entry.both("note"),
        zone=entry.text("zone"),
        certainty=entry.one("certainty", CERTAINTIES),
        days=entry.number("days"),
        years=entry.number("years"),
        count=entry.one("count", ("calendar", "business")),
        roll=entry.one("roll", calendars.NAMES),
        roles=frozenset(entry.some("roles", {r.value for r in Role}, least=0)),
        own=entry.flag("own", True),
        from_facts=tuple(entry.some("from_facts", least=0)),
        start_facts=tuple(entry.some("start_facts", least=0)),
        given=entry.text("given", ""),
        capped=entry.flag("capped", False),
        anchor=entry.text("anchor", ""),
        anchor_days=entry.number("anchor_days"),
        instead=tuple(_instead(entry, i) for i in _list(entry.take("instead"))),
        ends_on=frozenset(entry.some("ends_on", least=0)),
        awaits=_awaits(entry, entry.take("awaits")),
    )
    if (rule.days > 0) == (rule.years > 0):
        entry.fail("days")
    if bool(rule.anchor) != bool(rule.anchor_days):
        entry.fail("anchor_days")
    try:
        ZoneInfo(rule.zone)
    except (ZoneInfoNotFoundError, ValueError):
        entry.fail("zone")
    entry.finish()
    return rule


def _instead(entry: _Entry, value: object) -> Instead:
    if not isinstance(value, Mapping) or not set(value) <= {"when", "title", "days", "start", "certainty"}:
        entry.fail("instead")
    inner = _Entry(entry.path, value, entry.id)
    certainty = inner.text("certainty", "")
    when, title = inner.text("when", ""), inner.text("title", "").casefold()
    found = Instead(when, title, inner.number("days"), inner.text("start", ""), certainty)
    if certainty and certainty not in CERTAINTIES:
        entry.fail("instead")
    if not (((found.when or found.title) and found.days) or (found.start and found.certainty)):
        entry.fail("instead")
    return found


def _awaits(entry: _Entry, value: object) -> Awaits | None:
    if value is None:
        return None
    inner = _Entry(entry.path, value, entry.id)
    stage = inner.take("stage") or {}
    if not isinstance(stage, Mapping) or not all(isinstance(v, list) and v for v in stage.values()):
        entry.fail("awaits")
    assert isinstance(stage, Mapping)
    found = Awaits(
        short=inner.both("short"),
        text=inner.both("text"),
        known=frozenset(inner.some("known")),
        stage={str(fact): frozenset(map(str, values)) for fact, values in stage.items()},
        announced=inner.text("announced", ""),
        again=frozenset(inner.some("again", least=0)),
    )
    inner.finish()
    return found


def _risk_rule(entry: _Entry) -> RiskRule:
    within = entry.number("deadline_within", -1)
    rule = RiskRule(
        id=entry.text("id"),
        risk=entry.one("risk", RISKS),
        why=entry.both("why"),
        category=frozenset(entry.some("category", {c.value for c in Category}, least=0)),
        roles=frozenset(entry.some("roles", least=0)),
        bands=frozenset(entry.some("bands", {b.value for b in Band}, least=0)),
        facts=frozenset(entry.some("facts", least=0)),
        deadline_within=None if within < 0 else within,
        deadline_rules=frozenset(entry.some("deadline_rules", least=0)),
    )
    entry.finish()
    return rule


class _Entry:
    """Strict reading of one rule: every field is asked for, an unknown one is a fault."""

    def __init__(self, path: Path, data: object, identity: str = "") -> None:
        self.path = path
        self._data: Mapping[str, object] = data if isinstance(data, Mapping) else {}
        self.id = identity or str(self._data.get("id", "?"))
        self._taken: set[str] = set()
        if not isinstance(data, Mapping):
            self.fail("-")

    def fail(self, name: str) -> None:
        value = str(self._data.get(name, ""))[:60]
        raise ConfigError("rules.errors.bad_rule", file=self.path.name, rule=self.id, field=name, value=value)

    def take(self, name: str) -> object:
        self._taken.add(name)
        return self._data.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.take(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            self.fail(name)
        return str(value)

    def one(self, name: str, allowed: Sequence[str]) -> str:
        value = self.text(name)
        if value not in allowed:
            self.fail(name)
        return value

    def some(self, name: str, allowed: set[str] | None = None, least: int = 1) -> list[str]:
        value = _list(self.take(name))
        if len(value) < least or not all(isinstance(v, str) and (allowed is None or v in allowed) for v in value):
            self.fail(name)
        return [str(v) for v in value]

    def both(self, name: str) -> Mapping[str, str]:
        value = self.take(name)
        if (
            not isinstance(value, Mapping)
            or set(value) != set(LANGUAGES)
            or not all(isinstance(v, str) and v.strip() for v in value.values())
        ):
            self.fail(name)
        assert isinstance(value, Mapping)
        return {str(k): str(v).strip() for k, v in value.items()}

    def number(self, name: str, default: int = 0) -> int:
        value = self.take(name)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fail(name)
        assert isinstance(value, int)
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.take(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fail(name)
        return bool(value)

    def finish(self) -> None:
        unknown = sorted(set(self._data) - self._taken)
        if unknown:
            self.fail(unknown[0])


def _load(path: Path, allowed: set[str]) -> Mapping[str, object]:
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # tomllib's own error is one, and names line and column
        raise ConfigError("rules.errors.unreadable", file=path.name, detail=str(error).splitlines()[0][:160]) from error
    if not set(loaded) <= allowed:
        raise ConfigError("rules.errors.unreadable", file=path.name, detail="-")
    return loaded


def _entries(path: Path, loaded: Mapping[str, object]) -> list[object]:
    found = _list(loaded.get("rules"))
    if not found:
        raise ConfigError("rules.errors.unreadable", file=path.name, detail="rules")
    return found


def _distinct(path: Path, ids: Sequence[str]) -> None:
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise ConfigError("rules.errors.bad_rule", file=path.name, rule=twice, field="id", value=twice)


def _list(value: object) -> list[object]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]
