"""Which clocks run for a matter, and when they stop. Pure: events, facts and "now" come in, deadlines go out.

Days are counted in the forum's calendar: an event's date is the forum's, "today" is now in the forum's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.errors import UsageError
from monitor.model import Category, Deadline, Event, Role
from monitor.rules import calendars
from monitor.rules.book import DeadlineRule, deadline_book
from monitor.texts import Texts

GRACE_DAYS = 7  # a deadline that has just passed is still shown: somebody may ask what happened
_ROLES = frozenset(r.value for r in Role)
_LESS = {"certain": "computed", "computed": "unknown", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Clock:
    """`source` is the code of the event, or the name of the fact, it counts from; `started` that day."""

    due: date
    certainty: str
    source: str
    started: date


def deadlines_for(
    kind: str,
    category: Category,
    jurisdiction: str,
    events: Sequence[Event],
    facts: Mapping[str, object],
    now: datetime,
    lang: str,
    *,
    explaining: bool = False,
) -> tuple[Deadline, ...]:
    """The clocks of one hit, nearest first, those of the last days after them.

    `kind` is the kind of the hit or the role of the watched name; `facts["role"]` names the role where `kind` does not,
    `facts["own_filing"]` marks a filing of our own. Without a role every rule applies. `now` is timezone-aware.
    Past deadlines fall out after GRACE_DAYS unless `explaining`.
    """
    texts = Texts(lang)
    found: list[Deadline] = []
    for rule in deadline_book().rules:
        if not applies(rule, kind, category, jurisdiction, facts):
            continue
        clock = clock_of(rule, events, facts)
        if clock is None:
            continue
        today = now.astimezone(ZoneInfo(rule.zone)).date()
        if rule.awaits and clock.started > today:
            continue  # announced, not begun: awaited_for() tells it as a forecast
        if stopped(rule.ends_on, events, clock.started) and not explaining:
            continue
        left = (clock.due - today).days
        if left < -GRACE_DAYS and not explaining:
            continue
        begun = _from_event(texts, clock.source, clock.started)
        found.append(Deadline(clock.due, left, rule.id, rule.basis[lang], begun, clock.certainty))
    return tuple(sorted(found, key=lambda d: (d.days_left < 0, abs(d.days_left), d.rule)))


def explain(rule_id: str, lang: str) -> str:
    """Everything a reader needs to check a deadline: what for, how counted, from what, on what basis, with which limits.

    Raises UsageError for an unknown rule."""
    rule = rule_of(rule_id)
    texts = Texts(lang)
    events = texts("rules.or").join(event_name(texts, code) for code in rule.start)
    span = texts("rules.years", years=rule.years) if rule.years else texts(f"rules.days_{rule.count}", days=rule.days)
    lines = [
        rule.title[lang],
        texts("rules.explain.counted", span=span, events=events),
        texts(f"rules.roll.{rule.roll.replace('-', '_')}"),
        texts("rules.explain.certainty", certainty=texts(f"rules.certainty.{rule.certainty}")),
        texts("rules.explain.basis", basis=rule.basis[lang]),
    ]
    if rule.ends_on:
        stops = texts("rules.or").join(event_name(texts, code) for code in sorted(rule.ends_on))
        lines.append(texts("rules.explain.ends", events=stops))
    lines += [
        texts("rules.explain.note", note=rule.note[lang]),
        texts("rules.explain.zone", zone=rule.zone),
        texts("rules.explain.verify"),
    ]
    return "\n".join(lines)


def rule_of(rule_id: str) -> DeadlineRule:
    """Raises UsageError naming the known rules."""
    for rule in deadline_book().rules:
        if rule.id == rule_id:
            return rule
    raise UsageError("rules.errors.unknown_rule", rule=rule_id, known=", ".join(r.id for r in deadline_book().rules))


def title_of(rule_id: str, lang: str) -> str:
    """What the deadline is for, in a few words."""
    return rule_of(rule_id).title[lang]


def event_name(texts: Texts, code: str) -> str:
    """What a clock counts from, in words: an event, or what happened on the day a fact holds."""
    return texts.find(f"event.{code}") or texts.find(f"starts.{code}") or code


def applies(rule: DeadlineRule, kind: str, category: Category, jurisdiction: str, facts: Mapping[str, object]) -> bool:
    if category not in rule.category or jurisdiction.upper() not in rule.jurisdiction:
        return False
    if not rule.own and (kind == "own_filing" or facts.get("own_filing")):
        return False
    role = kind if kind in _ROLES else str(facts.get("role") or "")
    return not rule.roles or role not in _ROLES or role in rule.roles


def clock_of(rule: DeadlineRule, events: Sequence[Event], facts: Mapping[str, object]) -> Clock | None:
    """The running clock of a rule, or None where nothing started it."""
    certainty = rule.certainty
    start = _latest(events, rule.start)
    for choice in rule.instead:
        if choice.start and (better := _latest(events, (choice.start,))):
            start, certainty = better, choice.certainty
    source, begun = (start.code, start.date) if start else ("", None)
    if start and not start.certain:
        certainty = _LESS[certainty]
    for fact in (*rule.start_facts, *(rule.from_facts if begun is None else ())):
        if day := _day(facts.get(fact)):
            begun, source = day, fact
            certainty = "computed" if fact in rule.start_facts else certainty
            break
    if begun is None:
        return None
    due = due_from(rule, begun, _days(rule, start, facts))
    anchor = _latest([e for e in events if e.date <= begun], (rule.anchor,)) if rule.anchor else None
    if anchor:
        begun, source = anchor.date, anchor.code
        due = calendars.rolled(begun + timedelta(days=rule.anchor_days), rule.roll)
    printed = _day(facts.get(rule.given)) if rule.given else None
    if printed and printed >= begun and not (rule.capped and printed > due):
        return Clock(printed, "certain", rule.given, begun)
    return Clock(due, certainty, source, begun)


def _days(rule: DeadlineRule, start: Event | None, facts: Mapping[str, object]) -> int:
    for choice in rule.instead:
        if choice.days and (
            facts.get(choice.when) or (choice.title and start and choice.title in start.title.casefold())
        ):
            return choice.days
    return rule.days


def due_from(rule: DeadlineRule, start: date, days: int) -> date:
    if rule.years:
        return calendars.rolled(calendars.plus_years(start, rule.years), rule.roll)
    if rule.count == "business":
        return calendars.plus_business_days(start, days, rule.roll)
    return calendars.rolled(start + timedelta(days=days), rule.roll)


def stopped(codes: frozenset[str], events: Sequence[Event], started: date = date.min) -> bool:
    """Whether one of these events came on or after that day, and not for some parties only."""
    partial = deadline_book().partial
    return any(
        e.code in codes and e.date >= started and not any(p in e.title.casefold() for p in partial) for e in events
    )


def _latest(events: Sequence[Event], codes: Sequence[str]) -> Event | None:
    return max((e for e in events if e.code in codes), key=lambda e: (e.date, e.certain), default=None)


def _day(value: object) -> date | None:
    """A date fact: a date, or text that begins with an ISO date. Anything else is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def _from_event(texts: Texts, source: str, started: date) -> str:
    return texts("rules.from_event", event=event_name(texts, source), date=started.isoformat())
