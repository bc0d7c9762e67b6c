"""Reads and checks one forum file. Every fault is a ConfigError with file, line and key, and with the nearest known word.

Words that stand elsewhere (events, facts, kinds of hit, forums) are given by the caller as a Vocabulary; a set that is None is not
checked.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.forums import calendars
from monitor.forums.schema import (
    ACTS,
    ANY_STAGE,
    CERTAINTIES,
    CLOCK_STATES,
    CONFIDENCES,
    KINDS,
    LANGUAGES,
    MONTH_ENDS,
    REASONS,
    ROLLS,
    SIDES,
    UNITS,
    Awaits,
    Clock,
    Forum,
    Instead,
    LeftOut,
    Length,
    Offset,
    Opening,
    Play,
    Stage,
    Step,
)
from monitor.located import Keys, Located, read_toml
from monitor.model import Category, HitKind, Role

_LENGTH_KEYS = (*UNITS, "set_by_office", "month_end", "first_day")
_CATEGORIES = frozenset(c.value for c in Category)


@dataclass(frozen=True)
class Vocabulary:
    """Words a forum file may use that are defined elsewhere. None: not checked."""

    events: Collection[str] | None = None
    facts: Collection[str] | None = None
    hit_kinds: Collection[str] | None = None
    forums: Collection[str] | None = None


def declared() -> Vocabulary:
    """The words of the product's own tables. Which forums there are is for the caller to say."""
    from monitor.model.events import EVENTS
    from monitor.model.facts import FACTS

    return Vocabulary(EVENTS.keys(), FACTS.keys(), frozenset(HitKind))


@dataclass(frozen=True)
class _Head:
    zone: str
    calendar: calendars.Calendar
    partial: tuple[str, ...]
    undone: Mapping[str, frozenset[str]]


def read_forum(path: Path, words: Vocabulary | None = None) -> Forum:
    """Raises ConfigError naming file, line and key."""
    words = words or Vocabulary()
    file = read_toml(path)
    top = _Table(file, (), file.data, words)
    code = top.text("code")
    if code != path.stem:
        top.fail("code", "rules.errors.forum_code", value=code, expected=path.stem)
    head = _Head(top.zone("zone"), _calendar(top), top.some("partial", least=0), _undone(top))
    forum = Forum(
        code=code,
        answers=_answers(top),
        name=top.both("name"),
        short=top.both("short"),
        zone=head.zone,
        calendar=head.calendar,
        undone=head.undone,
        search=top.text("search", ""),
        place=top.both("place", optional=True),
        boards=top.some("boards", words.forums, least=0),
        clocks=tuple(_clock(entry, head) for entry in top.tables("clocks")),
        openings=tuple(_opening(entry) for entry in top.tables("openings")),
        left_out=tuple(_left_out(entry) for entry in top.tables("left_out")),
        stages=tuple(_stage(entry) for entry in top.tables("stages")),
        plays={},
    )
    plays = _plays(top, forum.stages)
    top.finish()
    _distinct(file, forum)
    _last_stage(file, forum)
    return Forum(**{**{name: getattr(forum, name) for name in forum.__slots__}, "plays": plays})


def _answers(top: _Table) -> tuple[str, ...]:
    """On one line near the top of the file: finding.py looks for it there without reading the rest."""
    found = top.some("answers")
    for answer in found:
        head, _, rest = answer.partition(":")
        if answer != answer.strip() or not head or (":" in answer and not rest):
            top.fail("answers", value=answer)
    return found


def _undone(top: _Table) -> Mapping[str, frozenset[str]]:
    table = top.table("undone", optional=True)
    keys = table.names() if top.words.events is None else table.keys_among(top.words.events)
    found = {code: frozenset(table.events(code)) for code in keys}
    table.finish()
    return found


def _calendar(top: _Table) -> calendars.Calendar:
    table = top.table("calendar")
    rest = table.some("rest", calendars.WEEK, least=0)
    holidays = table.text("holidays", "")
    if holidays and holidays not in calendars.tables():
        table.fail("holidays", value=holidays, known=calendars.tables())
    closed = table.dates("closed")
    table.both("note", optional=True)
    table.finish()
    return calendars.Calendar(frozenset(calendars.WEEK.index(d) for d in rest), holidays, frozenset(closed))


# --- clocks -------------------------------------------------------------------------------------------


def _clock(entry: _Table, head: _Head) -> Clock:
    confidence = entry.one("confidence", CONFIDENCES, "text")
    certainty = entry.one("certainty", CERTAINTIES, "unknown" if confidence == "unverified" else "computed")
    clock = Clock(
        id=entry.text("id"),
        kind=entry.one("kind", KINDS),
        title=entry.both("title"),
        category=_category(entry),
        basis=entry.both("basis"),
        certainty=certainty,
        length=_length(entry),
        zone=entry.zone("zone", head.zone),
        calendar=head.calendar,
        start=entry.events("from", least=0),
        note=entry.both("note", optional=True),
        roll=entry.one("roll", ROLLS, "unknown"),
        side=entry.one("side", SIDES, "any"),
        roles=frozenset(entry.some("roles", {r.value for r in Role}, least=0)),
        act=entry.one("act", (*ACTS, ""), ""),
        from_facts=entry.facts("from_facts"),
        start_facts=entry.facts("start_facts"),
        earlier=entry.events("earlier", least=0),
        dated_by=entry.fact("dated_by"),
        offset=_offset(entry),
        given=entry.fact("given"),
        capped=entry.flag("capped"),
        anchor=entry.event("anchor"),
        anchor_length=_inner_length(entry, "anchor_length"),
        instead=tuple(_instead(inner) for inner in entry.tables("instead")),
        readings=tuple(_whole_length(inner) for inner in entry.tables("readings")),
        dispute=entry.both("dispute", optional=True),
        ends_on=frozenset(entry.events("ends_on", least=0)),
        awaits=_awaits(entry),
        applies_from=entry.day("applies_from"),
        applies_until=entry.day("applies_until"),
        applies_by=entry.event("applies_by"),
        confidence=confidence,
        source=entry.text("source", ""),
        covers=entry.some("covers", least=0),
        partial=tuple(p.casefold() for p in head.partial),
        undone=head.undone,
    )
    _consistent(entry, clock)
    entry.finish()
    return clock


def _consistent(entry: _Table, clock: Clock) -> None:
    """What no single key can say."""
    if not (clock.start or clock.from_facts or clock.start_facts or clock.earlier or clock.given):
        entry.fail("from")
    if clock.confidence == "unverified" and clock.certainty != "unknown":
        entry.fail("certainty", "rules.errors.unverified_certain", clock=clock.id)
    if clock.length.set_by_office and not clock.given:
        entry.fail("set_by_office", "rules.errors.needs_given", clock=clock.id)
    if bool(clock.anchor) != (clock.anchor_length is not None):
        entry.fail("anchor_length")
    if bool(clock.readings) != bool(clock.dispute):
        entry.fail("dispute", "rules.errors.needs_dispute", clock=clock.id)
    if clock.roll == "next" and clock.calendar == calendars.EVERY_DAY:
        entry.fail("roll", "rules.errors.needs_calendar", clock=clock.id)
    if clock.length.unit == "working_days" and clock.calendar == calendars.EVERY_DAY:
        entry.fail("working_days", "rules.errors.needs_calendar", clock=clock.id)
    if clock.applies_by and not (clock.applies_from or clock.applies_until):
        entry.fail("applies_by")
    if clock.applies_from and clock.applies_until and clock.applies_from > clock.applies_until:
        entry.fail("applies_until")
    if clock.awaits and clock.length.set_by_office:
        entry.fail("awaits")
    if clock.awaits and not clock.awaits.again <= clock.ends_on:
        entry.fail("awaits", "rules.errors.again_ends_nothing", clock=clock.id)


def _length(entry: _Table) -> Length:
    """Exactly one unit, or `set_by_office = true`."""
    units = [u for u in UNITS if entry.has(u)]
    by_office = entry.flag("set_by_office")
    if len(units) + by_office != 1:
        entry.fail(units[1] if len(units) > 1 else units[0] if units else "days", "rules.errors.one_unit")
    month_end = entry.one("month_end", MONTH_ENDS, "same")
    first_day = entry.flag("first_day")
    if by_office:
        return Length()
    unit = units[0]
    number = entry.number(unit)
    if number < 1:
        entry.fail(unit, value=number)
    if unit in ("months", "years"):
        if first_day:
            entry.fail("first_day", "rules.errors.first_day_of_months")
    elif month_end != "same":
        entry.fail("month_end")
    return Length(number, unit, month_end, first_day)


def _whole_length(entry: _Table) -> Length:
    found = _length(entry)
    entry.finish()
    return found


def _inner_length(entry: _Table, name: str) -> Length | None:
    return _whole_length(entry.table(name)) if entry.has(name) else None


def _offset(entry: _Table) -> Offset | None:
    if not entry.has("offset"):
        return None
    inner = entry.table("offset")
    if inner.flag("next_month"):
        inner.finish()
        return Offset(next_month=True)
    return Offset(_whole_length(inner))


def _instead(entry: _Table) -> Instead:
    length = _length(entry) if any(entry.has(k) for k in (*UNITS, "set_by_office")) else None
    found = Instead(
        when=entry.fact("when"),
        title=entry.text("title", "").casefold(),
        length=length,
        start=entry.event("start"),
        certainty=entry.one("certainty", (*CERTAINTIES, ""), ""),
    )
    if not (((found.when or found.title) and found.length) or (found.start and found.certainty)):
        entry.fail("start" if found.start else "when")
    entry.finish()
    return found


def _awaits(entry: _Table) -> Awaits | None:
    if not entry.has("awaits"):
        return None
    inner = entry.table("awaits")
    stage = inner.table("stage", optional=True)
    found = Awaits(
        short=inner.both("short"),
        text=inner.both("text"),
        known=frozenset(inner.events("known")),
        stage={fact: frozenset(stage.some(fact)) for fact in stage.fact_keys()},
        announced=inner.event("announced"),
        again=frozenset(inner.events("again", least=0)),
    )
    stage.finish()
    inner.finish()
    return found


def _opening(entry: _Table) -> Opening:
    found = Opening(
        id=entry.text("id"),
        title=entry.both("title"),
        category=_category(entry),
        basis=entry.both("basis"),
        length=_length(entry),
        start=entry.events("from", least=0),
        side=entry.one("side", SIDES, "theirs"),
        note=entry.both("note", optional=True),
        confidence=entry.one("confidence", CONFIDENCES, "text"),
        source=entry.text("source", ""),
    )
    entry.finish()
    return found


def _left_out(entry: _Table) -> LeftOut:
    found = LeftOut(entry.text("id"), entry.one("because", REASONS), entry.both("note", optional=True))
    entry.finish()
    return found


def _category(entry: _Table, least: int = 1) -> frozenset[Category]:
    return frozenset(Category(c) for c in entry.some("category", _CATEGORIES, least))


# --- stages and plays ---------------------------------------------------------------------------------


def _stage(entry: _Table) -> Stage:
    facts, clocks = entry.table("facts", optional=True), entry.table("clocks", optional=True)
    stage = Stage(
        id=entry.text("id"),
        name=entry.both("name"),
        events=frozenset(entry.events("events", least=0)),
        without=frozenset(entry.events("without", least=0)),
        latest=frozenset(entry.events("latest", least=0)),
        facts={fact: frozenset(facts.values(fact)) for fact in facts.fact_keys()},
        clocks={kind: clocks.one(kind, CLOCK_STATES) for kind in clocks.keys_among(KINDS)},
        kinds=frozenset(entry.some("kinds", entry.words.hit_kinds, least=0)),
        category=_category(entry, least=0),
    )
    if stage.id == ANY_STAGE:
        entry.fail("id", value=stage.id)
    facts.finish()
    clocks.finish()
    entry.finish()
    return stage


def _plays(top: _Table, stages: Iterable[Stage]) -> Mapping[tuple[str, str], Play]:
    """`[playbook.<kind of hit>.<stage>]`; the kind may be followed by a category ("squat_gi")."""
    book = top.table("playbook", optional=True)
    known = [*(stage.id for stage in stages), ANY_STAGE]
    found: dict[tuple[str, str], Play] = {}
    for kind in book.names():
        plain = next((kind.removesuffix(f"_{c}") for c in _CATEGORIES if kind.endswith(f"_{c}")), kind)
        if book.words.hit_kinds is not None and plain not in book.words.hit_kinds:
            book.fail(kind, value=kind, known=book.words.hit_kinds)
        of_kind = book.table(kind)
        for stage in of_kind.names():
            if stage not in known:
                of_kind.fail(stage, value=stage, known=known)
            entry = of_kind.table(stage)
            found[kind, stage] = Play(
                kind=kind,
                stage=stage,
                steps=entry.steps("steps"),
                if_silent=entry.step("if_silent"),
                collect=entry.steps("collect"),
                avoid=entry.steps("avoid"),
                help=entry.steps("help"),
                basis=entry.step("basis"),
                reviewed=entry.text("reviewed", ""),
            )
            entry.finish()
        of_kind.finish()
    book.finish()
    return found


def _distinct(file: Located, forum: Forum) -> None:
    ids: list[tuple[str, int, tuple[str, ...]]] = [
        *(("clocks", n, (clock.id, *clock.covers)) for n, clock in enumerate(forum.clocks)),
        *(("openings", n, (opening.id,)) for n, opening in enumerate(forum.openings)),
        *(("left_out", n, (left.id,)) for n, left in enumerate(forum.left_out)),
    ]
    seen: set[str] = set()
    for place, number, names in ids:
        for name in names:
            if name in seen:
                file.refuse("rules.errors.twice", place, number, "id", value=name)
            seen.add(name)
    stages = [stage.id for stage in forum.stages]
    for number, stage in enumerate(stages):
        if stage in stages[:number]:
            file.refuse("rules.errors.twice", "stages", number, "id", value=stage)


def _last_stage(file: Located, forum: Forum) -> None:
    if not forum.stages:
        return
    last = forum.stages[-1]
    if last != Stage(last.id, last.name):
        file.refuse("rules.errors.last_stage", "stages", len(forum.stages) - 1, value=last.id)


# --- strict reading -----------------------------------------------------------------------------------


class _Table:
    """Strict reading of one table: every key is asked for, an unknown one is a fault."""

    def __init__(self, file: Located, keys: Keys, data: object, words: Vocabulary) -> None:
        self.file, self.keys, self.words = file, keys, words
        self._taken: set[str] = set()
        self._data: Mapping[str, object] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            file.refuse("rules.errors.bad_value", *keys, value=str(data)[:60])

    def fail(self, key: str, text: str = "", known: Collection[str] | None = None, **params: object) -> NoReturn:
        """The fault of one key. `known`: the words that may stand there; the nearest is named."""
        value = str(params.pop("value", self._data.get(key, "")))[:60]
        if known is not None:
            near = difflib.get_close_matches(value, known, 1, 0.5)
            text = "rules.errors.did_you_mean" if near else "rules.errors.not_among"
            params |= {"near": near[0]} if near else {"known": ", ".join(sorted(known)[:40])}
        elif not text:
            text = "rules.errors.bad_value" if key in self._data else "rules.errors.missing"
        self.file.refuse(text, *self.keys, key, value=value, **params)

    def has(self, key: str) -> bool:
        return key in self._data

    def take(self, key: str) -> object:
        self._taken.add(key)
        return self._data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.take(key)
        if default is not None and (value is None or value == default):
            return default
        if not isinstance(value, str) or not value.strip():
            self.fail(key)
        return value.strip()

    def one(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            self.fail(key, value=value, known=allowed)
        return value

    def some(self, key: str, allowed: Collection[str] | None = None, least: int = 1) -> tuple[str, ...]:
        value = self.take(key)
        value = [] if value is None else value
        if not isinstance(value, list) or len(value) < least:
            self.fail(key)
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.fail(key, value=item)
            if allowed is not None and item not in allowed:
                self.fail(key, value=item, known=allowed)
        return tuple(value)

    def values(self, key: str) -> tuple[str, ...]:
        """Like some(), but true and false may stand there too."""
        value = self.take(key)
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(v, str | bool) and v != "" for v in items):
            self.fail(key)
        return tuple(str(v).lower() if isinstance(v, bool) else str(v) for v in items)

    def events(self, key: str, least: int = 1) -> tuple[str, ...]:
        return self.some(key, self.words.events, least)

    def event(self, key: str) -> str:
        value = self.text(key, "")
        if value and self.words.events is not None and value not in self.words.events:
            self.fail(key, value=value, known=self.words.events)
        return value

    def facts(self, key: str) -> tuple[str, ...]:
        return self.some(key, self.words.facts, least=0)

    def fact(self, key: str) -> str:
        value = self.text(key, "")
        if value and self.words.facts is not None and value not in self.words.facts:
            self.fail(key, value=value, known=self.words.facts)
        return value

    def fact_keys(self) -> tuple[str, ...]:
        """The keys of a table whose keys are facts."""
        if self.words.facts is not None:
            return self.keys_among(self.words.facts)
        return self.names()

    def keys_among(self, allowed: Collection[str]) -> tuple[str, ...]:
        for key in self._data:
            if key not in allowed:
                self.fail(key, value=key, known=allowed)
        return self.names()

    def names(self) -> tuple[str, ...]:
        return tuple(self._data)

    def both(self, key: str, *, optional: bool = False) -> Mapping[str, str]:
        value = self.take(key)
        if value is None and optional:
            return {}
        if (
            not isinstance(value, Mapping)
            or set(value) != set(LANGUAGES)
            or not all(isinstance(v, str) and v.strip() for v in value.values())
        ):
            self.fail(key, "rules.errors.two_languages")
        return {str(k): str(v).strip() for k, v in value.items()}

    def step(self, key: str) -> Step | None:
        found = self.both(key, optional=True)
        return Step(found["zh"], found["en"]) if found else None

    def steps(self, key: str) -> tuple[Step, ...]:
        """A list of {zh = …, en = …}."""
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list):
            self.fail(key)
        found = []
        for number, item in enumerate(items):
            if not isinstance(item, Mapping) or set(item) != set(LANGUAGES):
                self.file.refuse("rules.errors.bad_value", *self.keys, key, number, value=str(item)[:60])
            zh, en = item["zh"], item["en"]
            if not isinstance(zh, str) or not isinstance(en, str) or not zh.strip() or not en.strip():
                self.file.refuse("rules.errors.bad_value", *self.keys, key, number, value=str(item)[:60])
            found.append(Step(zh.strip(), en.strip()))
        return tuple(found)

    def number(self, key: str) -> int:
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(key)
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            self.fail(key)
        return value

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fail(key)
        return value

    def dates(self, key: str) -> tuple[date, ...]:
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(isinstance(v, date) and not isinstance(v, datetime) for v in items):
            self.fail(key)
        return tuple(items)

    def zone(self, key: str, default: str | None = None) -> str:
        value = self.text(key, default)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            self.fail(key, value=value)
        return value

    def table(self, key: str, *, optional: bool = False) -> _Table:
        value = self.take(key)
        if value is None and optional:
            return _Table(self.file, (*self.keys, key), {}, self.words)
        if value is None:
            self.fail(key)
        return _Table(self.file, (*self.keys, key), value, self.words)

    def tables(self, key: str) -> list[_Table]:
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list):
            self.fail(key)
        return [_Table(self.file, (*self.keys, key, n), item, self.words) for n, item in enumerate(items)]

    def finish(self) -> None:
        for key in self._data:
            if key not in self._taken:
                known = sorted(self._taken)
                near = difflib.get_close_matches(key, known, 1, 0.6)
                text = "rules.errors.unknown_key_near" if near else "rules.errors.unknown_key"
                self.file.refuse(text, *self.keys, key, near=near[0] if near else "")
