"""How a last day was found, in words: its clock, and step by step the days it was counted through. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.forums import SHIPPED, Clock, Forums, Length, Opening
from monitor.forums.calendars import is_business_day
from monitor.model import Category, Deadline, Event
from monitor.model.facts import FACTS
from monitor.rules.acts import weight
from monitor.rules.deadlines import Run, deadline_of, event_name, rule_of, runs_for
from monitor.rules.periods import begins, end_of
from monitor.texts import Texts


def explain(rule_id: str, lang: str, forums: Forums = SHIPPED) -> str:
    """Everything a reader needs to check a deadline: what for, how counted, from what, on what basis, with which limits.

    Raises UsageError for an unknown clock."""
    clock = rule_of(rule_id, forums)
    texts = Texts(lang)
    lines = [
        clock.title[lang],
        texts("rules.explain.counted", span=span(texts, clock.length), events=from_words(texts, clock, forums)),
        _roll(texts, clock),
        texts(
            "rules.explain.certainty",
            certainty=texts(f"rules.certainty.{'certain' if clock.length.set_by_office else clock.certainty}"),
        ),
        texts("rules.explain.basis", basis=clock.basis[lang]),
    ]
    if clock.act:
        lines.append(texts(f"rules.act.{clock.act}"))
    if clock.dispute:
        lines.append(texts("rules.explain.dispute", dispute=clock.dispute[lang]))
    if clock.confidence != "text":
        lines.append(texts(f"rules.confidence.{clock.confidence}"))
    if clock.ends_on:
        stops = texts("rules.or").join(event_name(texts, code) for code in sorted(clock.ends_on))
        lines.append(texts("rules.explain.ends", events=stops))
    if clock.note:
        lines.append(texts("rules.explain.note", note=clock.note[lang]))
    if clock.checked:
        lines.append(texts("rules.explain.checked", date=clock.checked.isoformat(), source=clock.source))
    lines += [
        texts("rules.explain.zones") if clock.zones else texts("rules.explain.zone", zone=clock.zone),
        texts("rules.explain.verify"),
    ]
    return "\n".join(lines)


def explain_opening(opening: Opening, lang: str) -> str:
    """What may be done from a day on: no deadline, and said to be none."""
    texts = Texts(lang)
    events = texts("rules.or").join(event_name(texts, code) for code in opening.start)
    lines = [
        opening.title[lang],
        texts("rules.explain.opens", span=span(texts, opening.length), events=events),
        texts("rules.explain.basis", basis=opening.basis[lang]),
    ]
    if opening.confidence != "text":
        lines.append(texts(f"rules.confidence.{opening.confidence}"))
    if opening.note:
        lines.append(texts("rules.explain.note", note=opening.note[lang]))
    return "\n".join([*lines, texts("rules.explain.verify")])


def span(texts: Texts, length: Length) -> str:
    """ "30个日历日", "2个月", "由主管机关或法院指定"."""
    if length.set_by_office:
        return texts("rules.span.set_by_office")
    return texts(f"rules.span.{length.unit}", number=length.number)


def starts_of(clock: Clock) -> tuple[str, ...]:
    """The events and facts a clock counts from; of one that has none, the fact in which its day is printed."""
    better = tuple(choice.start for choice in clock.instead if choice.start)
    return (
        clock.start + better
        or clock.start_facts
        or clock.from_facts
        or clock.earlier
        or tuple(filter(None, (clock.given,)))
    )


def from_words(texts: Texts, clock: Clock, forums: Forums = SHIPPED) -> str:
    """What a clock counts from, in words."""
    if clock.follows:
        titles = (rule_of(other, forums).title[texts.lang] for other in clock.follows)
        return texts("rules.or").join(texts("rules.explain.last_day_of", title=title) for title in titles)
    return texts("rules.or").join(event_name(texts, code) for code in dict.fromkeys(starts_of(clock)))


@dataclass(frozen=True, slots=True)
class Explained:
    """One deadline of a hit: what it is, the steps by which its day was found, and what would change it. Sentences of one
    language."""

    deadline: Deadline
    title: str
    steps: tuple[str, ...]
    changes: tuple[str, ...]
    note: str
    source: str
    checked: date | None


def explained_for(
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
) -> tuple[Explained, ...]:
    """The deadlines of one hit with their reasons, nearest first: those that clocks_for tells. Arguments as for it."""
    texts = Texts(lang)
    runs = runs_for(kind, category, jurisdiction, events, facts, now, matter=matter, forums=forums)
    found = (_explained(texts, run) for run in runs if run.is_told)
    return tuple(
        sorted(
            found,
            key=lambda e: (e.deadline.days_left < 0, abs(e.deadline.days_left), weight(e.deadline), e.deadline.rule),
        )
    )


def _explained(texts: Texts, run: Run) -> Explained:
    clock = run.clock
    note = clock.note.get(texts.lang, "")
    steps = tuple(_steps(texts, run))
    return Explained(
        deadline_of(texts, run),
        clock.title[texts.lang],
        steps,
        _changes(texts, clock),
        note,
        clock.source,
        clock.checked,
    )


def _steps(texts: Texts, run: Run) -> list[str]:
    """From the event to the last day: what started it, where the period ends, which days of rest it was moved over."""
    clock, running = run.clock, run.running

    def said(key: str, day: date, **params: object) -> str:
        weekday = texts("rules.weekdays").split()[day.weekday()]
        return texts(f"rules.steps.{key}", date=day.isoformat(), weekday=weekday, **params)

    if running.act is not None:
        event = event_name(texts, running.act.code)
        return [
            said("act", running.act.date, event=event, title=running.act.title[:160]),
            said("printed", running.due, fact=event_name(texts, clock.given)),
        ]
    if not running.lengths:
        return [said("printed", running.due, fact=event_name(texts, running.source))]
    if running.after:
        steps = [said("after", running.started, title=rule_of(running.after).title[texts.lang])]
    else:
        steps = [said("start", running.started, event=event_name(texts, running.source))]
    if running.docketed:
        steps.append(texts("rules.steps.docketed"))
    begun = begins(running.started, clock.offset)
    if begun != running.started:
        steps.append(said("begins", begun))
    ends = [(end_of(begun, length, clock.calendar), length) for length in running.lengths]
    steps += [said("end", end, span=span(texts, length)) for end, length in ends]
    if len(ends) > 1:
        steps.append(said("earliest", min(end for end, _ in ends)))
    steps += _rest(texts, clock, min(end for end, _ in ends), running.due, said)
    steps.append(said("due", running.due, zone=run.zone))
    return steps


def _rest(texts: Texts, clock: Clock, end: date, due: date, said: Callable[..., str]) -> list[str]:
    if clock.roll != "next":
        return [] if is_business_day(end, clock.calendar) else [said(f"unmoved_{clock.roll}", end)]
    passed = (end + timedelta(days=n) for n in range((due - end).days))
    return [said("rest", day) for day in passed]


def _changes(texts: Texts, clock: Clock) -> tuple[str, ...]:
    """What would stop the clock, move its day, or make it sure."""
    joint = texts("rules.or")
    said = []
    if clock.given:
        said.append(texts("rules.changes.given", fact=FACTS[clock.given].words[texts.lang]))
    for fact in clock.start_facts:
        said.append(texts("rules.changes.known", fact=FACTS[fact].words[texts.lang]))
    if clock.unsettled:
        said.append(
            texts("rules.changes.moves", events=joint.join(event_name(texts, c) for c in sorted(clock.unsettled)))
        )
    if clock.ends_on:
        said.append(texts("rules.changes.ends", events=joint.join(event_name(texts, c) for c in sorted(clock.ends_on))))
    return tuple(said)


def _roll(texts: Texts, clock: Clock) -> str:
    if clock.roll == "next":
        return texts(f"rules.roll.{(clock.calendar.holidays or 'rest_days').replace('-', '_')}")
    return texts(f"rules.roll.{clock.roll}")
