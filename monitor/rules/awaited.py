"""Clocks that have not begun: what will start them, and the coming period where the office announced it. Pure.

"Not begun" is said only where the source proves the stage; where it does not, the deadline stays unknown. A proof can grow old:
an office that decides within days has decided, whether or not its notice was read. Then it is said that the clock may be running.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.forums import SHIPPED, Clock, Forums
from monitor.forums.schema import Awaits
from monitor.model import Category, Event
from monitor.rules.deadlines import applies
from monitor.rules.periods import last_day
from monitor.rules.running import running_of
from monitor.rules.standing import standing_of
from monitor.rules.stopping import stopped
from monitor.texts import Texts


@dataclass(frozen=True, slots=True)
class Awaited:
    """A clock to come. `short` and `text` are words of the language asked for: "异议期尚未开始（尚未公告）", a whole explanation.

    `start` and `date` are a forecast from an announcement, None without one; `days_left` counts to `date`. `unsure`: it may
    have begun, and no source says so."""

    rule: str
    title: str
    short: str
    text: str
    basis: str
    start: date | None = None
    date: date | None = None
    days_left: int | None = None
    kind: str = ""  # of the clock
    unsure: bool = False


def awaited_for(
    kind: str,
    category: Category,
    jurisdiction: str,
    events: Sequence[Event],
    facts: Mapping[str, object],
    now: datetime,
    lang: str,
    *,
    matter: str = "",
    forums: Forums = SHIPPED,
) -> tuple[Awaited, ...]:
    """The clocks of one hit that have not begun, in the order of the forum's file. Arguments as for clocks_for."""
    found = []
    for clock in forums.clocks_for(category, jurisdiction, matter):
        if clock.awaits is None or not applies(clock, kind, category, facts):
            continue
        today = now.astimezone(ZoneInfo(clock.zone_of(matter))).date()
        standing = standing_of(events, clock.annuls, clock.undone)
        stands = standing.events
        running = running_of(clock, stands, facts)
        start = _announced(clock.awaits, stands, facts)
        withdrawn = any(e.code in clock.start for e in standing.struck)
        if running is not None and running.started > today:
            start = running.started  # printed as if it had happened already
        elif running is not None:
            if not stopped(clock, clock.awaits.again, stands, running.started, facts):
                continue  # it has begun
            withdrawn = True
        if stopped(clock, clock.ends_on - clock.awaits.again, stands, facts=facts):
            continue
        if start is None and withdrawn and clock.awaits.withdrawn_text:
            found.append(_withdrawn(clock, clock.awaits, lang))
        elif start is None and _proved(clock.awaits, stands, facts) and _is_old(clock.awaits, stands, facts, today):
            found.append(_unsure(clock, clock.awaits, lang))
        elif start is not None or _proved(clock.awaits, stands, facts):
            found.append(_awaited(clock, clock.awaits, start, today, lang))
    return tuple(found)


def _proved(awaits: Awaits, events: Sequence[Event], facts: Mapping[str, object]) -> bool:
    return any(e.code in awaits.known for e in events) and all(
        _is(facts.get(fact), values) for fact, values in awaits.stage.items()
    )


def _is_old(awaits: Awaits, events: Sequence[Event], facts: Mapping[str, object], today: date) -> bool:
    """Whether what proves that the clock has not begun is too old to prove it today."""
    if any(facts.get(fact) for fact in awaits.unsure_when):
        return True
    for codes, days in awaits.unsure_after:
        if happened := [e.date for e in events if e.code in codes]:
            return today > min(happened) + timedelta(days)
    return False


def _is(value: object, values: frozenset[str]) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and all(str(v) in values for v in value)
    return str(value or "") in values


def _announced(awaits: Awaits, events: Sequence[Event], facts: Mapping[str, object]) -> date | None:
    """The latest announced day: the announcing event carries it as its identity, "due:2026-12-01". None where the matter
    has left the stage in which an announcement holds."""
    if any(facts.get(fact) and not _is(facts[fact], values) for fact, values in awaits.announced_stage.items()):
        return None
    days = []
    for event in events:
        if event.code == awaits.announced and event.ident.startswith("due:"):
            try:
                days.append(date.fromisoformat(event.ident[4:14]))
            except ValueError:
                continue
    ended = max((e.date for e in events if e.code in awaits.again), default=date.min)
    return max((day for day in days if day > ended), default=None)


def _withdrawn(clock: Clock, awaits: Awaits, lang: str) -> Awaited:
    short = _not_begun(clock, awaits.withdrawn_short[lang], Texts(lang))
    return Awaited(clock.id, clock.title[lang], short, awaits.withdrawn_text[lang], clock.basis[lang], kind=clock.kind)


def _not_begun(clock: Clock, why: str, t: Texts) -> str:
    """ "异议期尚未开始（尚未公告）": it says which period, since it may stand in a column of days left."""
    term = t.find(f"rules.awaits.term.{clock.kind}") or t("rules.awaits.term.other")
    return t("rules.awaits.short", term=term, why=why)


def _unsure(clock: Clock, awaits: Awaits, lang: str) -> Awaited:
    title, short, text, basis = clock.title, awaits.unsure_short, awaits.unsure_text, clock.basis
    return Awaited(clock.id, title[lang], short[lang], text[lang], basis[lang], kind=clock.kind, unsure=True)


def _awaited(clock: Clock, awaits: Awaits, start: date | None, today: date, lang: str) -> Awaited:
    t = Texts(lang)
    title, basis = clock.title[lang], clock.basis[lang]
    if start is None:
        return Awaited(
            clock.id, title, _not_begun(clock, awaits.short[lang], t), awaits.text[lang], basis, kind=clock.kind
        )
    due = last_day(clock, start)
    # On the day itself the gazette may not have been read yet; from then on nobody may say that it has not begun.
    when = "coming" if start > today else "unseen" if due >= today else "over"
    dates = {"start": start.isoformat(), "due": due.isoformat()}
    text = {"text": awaits.text[lang]} if when == "coming" else {}
    return Awaited(
        clock.id,
        title,
        t(f"rules.awaits.{when}_short", **dates),
        t(f"rules.awaits.{when}", **text, **dates),
        basis,
        start,
        due,
        (due - today).days,
        clock.kind,
        unsure=start <= today,
    )
