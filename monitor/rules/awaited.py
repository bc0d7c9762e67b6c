"""Clocks that have not begun: what will start them, and the coming period where the office announced it. Pure.

"Not begun" is said only where the source proves the stage; where it does not, the deadline stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.model import Category, Event
from monitor.rules.book import Awaits, DeadlineRule, deadline_book
from monitor.rules.deadlines import applies, clock_of, due_from, stopped
from monitor.texts import Texts


@dataclass(frozen=True, slots=True)
class Awaited:
    """A clock to come. `short` and `text` are words of the language asked for: "未开始（尚未公告）", a whole explanation.

    `start` and `date` are a forecast from an announcement, None without one; `days_left` counts to `date`."""

    rule: str
    title: str
    short: str
    text: str
    basis: str
    start: date | None = None
    date: date | None = None
    days_left: int | None = None


def awaited_for(
    kind: str,
    category: Category,
    jurisdiction: str,
    events: Sequence[Event],
    facts: Mapping[str, object],
    now: datetime,
    lang: str,
) -> tuple[Awaited, ...]:
    """The clocks of one hit that have not begun, in the order of the book. Arguments as for deadlines_for."""
    found = []
    for rule in deadline_book().rules:
        if rule.awaits is None or not applies(rule, kind, category, jurisdiction, facts):
            continue
        today = now.astimezone(ZoneInfo(rule.zone)).date()
        clock = clock_of(rule, events, facts)
        start = _announced(rule.awaits, events)
        if clock is not None and clock.started > today:
            start = clock.started  # printed as if it had happened already
        elif clock is not None and not stopped(rule.awaits.again, events, clock.started):
            continue  # it has begun
        if stopped(rule.ends_on - rule.awaits.again, events):
            continue
        if start is not None or _proved(rule.awaits, events, facts):
            found.append(_awaited(rule, rule.awaits, start, today, lang))
    return tuple(found)


def _proved(awaits: Awaits, events: Sequence[Event], facts: Mapping[str, object]) -> bool:
    return any(e.code in awaits.known for e in events) and all(
        _is(facts.get(fact), values) for fact, values in awaits.stage.items()
    )


def _is(value: object, values: frozenset[str]) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and all(str(v) in values for v in value)
    return str(value or "") in values


def _announced(awaits: Awaits, events: Sequence[Event]) -> date | None:
    """The latest announced day: the announcing event carries it as its identity, "due:2026-12-01"."""
    days = []
    for event in events:
        if event.code == awaits.announced and event.ident.startswith("due:"):
            try:
                days.append(date.fromisoformat(event.ident[4:14]))
            except ValueError:
                continue
    ended = max((e.date for e in events if e.code in awaits.again), default=date.min)
    return max((day for day in days if day > ended), default=None)


def _awaited(rule: DeadlineRule, awaits: Awaits, start: date | None, today: date, lang: str) -> Awaited:
    t = Texts(lang)
    title, basis = rule.title[lang], rule.basis[lang]
    if start is None:
        return Awaited(rule.id, title, t("rules.awaits.short", why=awaits.short[lang]), awaits.text[lang], basis)
    due = due_from(rule, start, rule.days)
    when = "coming" if start > today else "unseen" if due >= today else "over"
    dates = {"start": start.isoformat(), "due": due.isoformat()}
    return Awaited(
        rule.id,
        title,
        t(f"rules.awaits.{when}_short", **dates),
        t(f"rules.awaits.{when}", text=awaits.text[lang], **dates),
        basis,
        start,
        due,
        (due - today).days,
    )
