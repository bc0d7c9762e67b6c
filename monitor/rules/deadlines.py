"""Which clocks of its forum run for a matter, and when they stop. Pure: events, facts and "now" come in, deadlines go out.

Days are counted in the forum's calendar: an event's date is the forum's, "today" is now in the forum's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from monitor.errors import UsageError
from monitor.forums import SHIPPED, Clock, Forums, Length
from monitor.forums.calendars import is_business_day
from monitor.model import LOSSES, OUR_RIGHTS, Category, Deadline, Event, HitKind, Role
from monitor.rules.periods import last_day, plus_months
from monitor.rules.standing import UNKNOWN_ACT, standing_of
from monitor.texts import Texts

GRACE_DAYS = 7  # a deadline that has just passed is still shown: somebody may ask what happened
PRINTED_WITHIN = timedelta(days=14)
"""An act is printed within two weeks; a day of acting that lies further back belongs to another act."""

_ROLES = frozenset(r.value for r in Role)
_NO_FACTS: Mapping[str, object] = MappingProxyType({})
_LESS = {"certain": "computed", "computed": "unknown", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Running:
    """`source` is the code of the event, or the name of the fact, it counts from; `started` that day. `early`: the start is
    an event before the true one (a sending, where the receipt counts), so `due` is too early at most. `unmoved`: `due` is a
    day of rest, and whether the forum moves it is not known."""

    due: date
    certainty: str
    source: str
    started: date
    early: bool = False
    unmoved: bool = False


FactsByEvent = Mapping[str, Mapping[str, frozenset[str]]]
"""An event → facts, and the values with which something holds of it."""
_ATTACKING = frozenset({"opposition", "observation"})
_ATTACKS_ON_US = frozenset(
    {"opposition", "opposition_sent", "opposition_served", "cancellation", "cancellation_sent", "cancellation_served",
     "nullity", "nonuse_action"}
)  # fmt: skip
_WHOLE_ENDS = LOSSES | {
    "registered",
    "registration_published",
    "allowed",
}  # ends of the right, or of all that stood against it


def deadlines_for(
    kind: str,
    category: Category,
    jurisdiction: str,
    events: Sequence[Event],
    facts: Mapping[str, object],
    now: datetime,
    lang: str,
    *,
    matter: str = "",
    explaining: bool = False,
    forums: Forums = SHIPPED,
) -> tuple[Deadline, ...]:
    """The clocks of one hit, nearest first, those of the last days after them. None where no forum file answers for it.

    `kind` is the kind of the hit or the role of the watched name; `facts["role"]` names the role where `kind` does not,
    `facts["own_filing"]` marks a filing of our own. Without a role every clock applies. `now` is timezone-aware. `matter` is
    its canonical key: the forum is found by it, else by category and jurisdiction.
    Past deadlines fall out after GRACE_DAYS unless `explaining`.
    """
    texts = Texts(lang)
    found: list[Deadline] = []
    for clock in forums.clocks_for(category, jurisdiction, matter):
        if not applies(clock, kind, category, facts):
            continue
        standing = standing_of(events, clock.annuls, clock.undone)
        today = now.astimezone(ZoneInfo(clock.zone)).date()
        runs = _runs_of(clock, standing.events, facts)
        if clock.recurs:
            runs = [term_of(clock, first, standing.events, facts, today) for first, _ in runs]
        for running, over in runs:
            if clock.opens and not explaining and today < opening(clock, running.due):
                continue  # it cannot be done yet
            if clock.awaits and running.started > today:
                continue  # announced, not begun: awaited_for() gives the forecast
            left = (running.due - today).days
            if (over or left < -GRACE_DAYS) and not explaining:
                continue
            doubts = standing.doubts(running.started)
            found.append(
                Deadline(
                    running.due,
                    left,
                    clock.id,
                    _basis(texts, clock, running, doubts),
                    _from_event(texts, running),
                    _LESS[running.certainty] if doubts else running.certainty,
                    clock.kind,
                    _doubt(clock, running),
                )
            )
    return tuple(sorted(found, key=lambda d: (d.days_left < 0, abs(d.days_left), d.rule)))


def explain(rule_id: str, lang: str, forums: Forums = SHIPPED) -> str:
    """Everything a reader needs to check a deadline: what for, how counted, from what, on what basis, with which limits.

    Raises UsageError for an unknown clock."""
    clock = rule_of(rule_id, forums)
    texts = Texts(lang)
    events = texts("rules.or").join(event_name(texts, code) for code in (clock.start or (clock.given,)))
    lines = [
        clock.title[lang],
        texts("rules.explain.counted", span=span(texts, clock.length), events=events),
        _roll(texts, clock),
        texts("rules.explain.certainty", certainty=texts(f"rules.certainty.{clock.certainty}")),
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
    lines += [
        texts("rules.explain.zone", zone=clock.zone),
        texts("rules.explain.verify"),
    ]
    return "\n".join(lines)


def span(texts: Texts, length: Length) -> str:
    """ "30个日历日", "2个月", "由主管机关或法院指定"."""
    if length.set_by_office:
        return texts("rules.span.set_by_office")
    return texts(f"rules.span.{length.unit}", number=length.number)


def rule_of(rule_id: str, forums: Forums = SHIPPED) -> Clock:
    """The clock of an id. Raises UsageError naming the known ones."""
    clock = forums.clock(rule_id)
    if clock is None:
        raise UsageError("rules.errors.unknown_rule", rule=rule_id, known=", ".join(forums.clock_ids()))
    return clock


def title_of(rule_id: str, lang: str, forums: Forums = SHIPPED) -> str:
    """What the deadline is for, in a few words."""
    return rule_of(rule_id, forums).title[lang]


def kind_of(rule_id: str, forums: Forums = SHIPPED) -> str:
    """The kind of a clock ("opposition"); "" for one of an older version that no forum knows any more."""
    clock = forums.clock(rule_id)
    return clock.kind if clock else ""


def event_name(texts: Texts, code: str) -> str:
    """What a clock counts from, in words: an event, or what happened on the day a fact holds."""
    return texts.find(f"event.{code}") or texts.find(f"starts.{code}") or code


def applies(clock: Clock, kind: str, category: Category, facts: Mapping[str, object]) -> bool:
    """Whether a clock of the matter's forum concerns this hit: its category, whose filing it is, its role."""
    if category not in clock.category:
        return False
    ours = kind in OUR_RIGHTS or bool(facts.get("own_filing"))
    if kind == HitKind.OPPONENT and (clock.side == "ours" or clock.kind in _ATTACKING):
        return False  # we have attacked already, and the right is not ours to defend; our own papers are due
    if clock.side != "any" and (clock.side == "ours") != ours:
        return False
    if not all(facts.get(fact) for fact in clock.needs):
        return False
    role = kind if kind in _ROLES else str(facts.get("role") or "")
    return not clock.roles or role not in _ROLES or role in clock.roles


def _runs_of(clock: Clock, events: Sequence[Event], facts: Mapping[str, object]) -> list[tuple[Running, bool]]:
    """Where a clock stands, and whether it was stopped. Against a right of ours it runs once for every attack: one that
    came later takes nothing from the first, and an end is that of the oldest attack that is open. Any other clock runs from
    the latest act that starts it."""
    attacks = sorted((e for e in events if e.code in clock.start and e.code in _ATTACKS_ON_US), key=lambda e: e.date)
    if clock.side != "ours" or len(attacks) < 2:
        running = running_of(clock, events, facts)
        return [] if running is None else [(running, stopped(clock, clock.ends_on, events, running.started, facts))]
    ended = _ended_attacks(clock, attacks, events, facts)
    runs: dict[tuple[date, date], tuple[Running, bool]] = {}
    for at, attack in enumerate(attacks):
        following = attacks[at + 1].date if at + 1 < len(attacks) else date.max
        steps = {*clock.earlier, *(choice.start for choice in clock.instead)}
        its = [e for e in events if e is attack or (e not in attacks and not (e.code in steps and e.date >= following))]
        if (running := running_of(clock, its, facts)) is not None:
            over = at in ended or stopped(clock, clock.ends_on & _WHOLE_ENDS, events, running.started, facts)
            known = runs.get((running.started, running.due))
            runs[running.started, running.due] = (running, over and (known is None or known[1]))
    return list(runs.values())


def opening(clock: Clock, due: date) -> date:
    """The first day on which what a clock asks for can be done: that day itself where the forum names none."""
    if clock.opens is None:
        return due
    return plus_months(due, -clock.opens.number * (12 if clock.opens.unit == "years" else 1))


def term_of(
    clock: Clock, first: Running, events: Sequence[Event], facts: Mapping[str, object], today: date
) -> tuple[Running, bool]:
    """The term of a recurring clock that is told of on this day, and whether the right was lost: the first term whose last
    day is not longer ago than GRACE_DAYS and that was not renewed in its own time. A day the office printed is one term."""

    def renewed(due: date) -> bool:
        its = [e for e in events if e.date <= due]
        return stopped(clock, clock.ends_on - LOSSES, its, opening(clock, due), facts)

    over = stopped(clock, clock.ends_on & LOSSES, events, first.started, facts)
    if first.certainty == "certain":
        return first, over or renewed(first.due)
    term, number = first, 1
    while renewed(term.due) or (today - term.due).days > GRACE_DAYS:
        number += 1
        term = replace(
            first, due=last_day(clock, first.started, replace(clock.length, number=clock.length.number * number))
        )
    return term, over


def _ended_attacks(
    clock: Clock, attacks: Sequence[Event], events: Sequence[Event], facts: Mapping[str, object]
) -> set[int]:
    """Positions of the attacks that ended: each end closes the oldest one open, begun by that day."""
    ends = sorted((e for e in events if e.code in clock.ends_on - _WHOLE_ENDS), key=lambda e: e.date)
    closed: set[int] = set()
    for end in ends:
        if _stops(end, clock, events, facts):
            open_ = [n for n, a in enumerate(attacks) if n not in closed and a.date <= end.date]
            closed |= set(open_[:1])
    return closed


def running_of(clock: Clock, events: Sequence[Event], facts: Mapping[str, object]) -> Running | None:
    """Where a clock stands, or None where nothing started it or its length was another at that time."""
    certainty = clock.certainty
    start = _latest(events, clock.start)
    for choice in clock.instead:
        if choice.start and (better := _latest(events, (choice.start,))):
            start, certainty = better, choice.certainty
    before = _latest(events, clock.earlier)
    early = before is not None and (start is None or before.date > start.date)
    if early:
        start = before
    source, begun = (start.code, start.date) if start else ("", None)
    if start and (early or not start.certain):
        certainty = "unknown" if early else _LESS[certainty]
    if begun and (acted := _day(facts.get(clock.dated_by))) and timedelta(0) <= begun - acted <= PRINTED_WITHIN:
        begun, source = acted, clock.dated_by
    elif clock.dated_only:
        return None
    for fact in (*clock.start_facts, *(clock.from_facts if begun is None else ())):
        if day := _day(facts.get(fact)):
            begun, source, early = day, fact, False
            certainty = "computed" if fact in clock.start_facts else certainty
            break
    printed = _printed(clock, events, facts, start)
    if begun is None:
        if printed is None or clock.capped or clock.length.set_by_office or not _in_force(clock, events, printed):
            return None
        return Running(printed, "certain", clock.given, date.min)
    if not _in_force(clock, events, begun):
        return None
    length, certainty = _length(clock, start, facts, certainty)
    due = None if length.set_by_office else last_day(clock, begun, None if length is clock.length else length)
    if clock.anchor_length and (anchor := _latest([e for e in events if e.date <= begun], (clock.anchor,))):
        begun, source = anchor.date, anchor.code
        due = last_day(clock, begun, clock.anchor_length)
    if printed and printed >= begun and not (clock.capped and due and printed > due):
        return Running(printed, "certain", clock.given, begun)
    if due is None:
        return None
    unmoved = clock.roll == "unknown" and not is_business_day(due, clock.calendar)
    return Running(due, certainty, source, begun, early, unmoved)


def _printed(clock: Clock, events: Sequence[Event], facts: Mapping[str, object], start: Event | None) -> date | None:
    """The last day as the forum printed it: in the newest act that prints one, not older than the act that starts the
    clock; else in the fact of the matter. Of several acts of one day the earliest, since one too late is the worse error."""
    if not clock.given:
        return None
    acts = [
        e
        for e in events
        if _day(e.says.get(clock.given))
        and (start is None or e.date >= start.date)
        and (not clock.given_in or e.code in clock.given_in)
    ]
    newest = max((e.date for e in acts), default=None)
    days = [day for e in acts if e.date == newest and (day := _day(e.says.get(clock.given)))]
    return min(days, default=None) or _day(facts.get(clock.given))


def _length(clock: Clock, start: Event | None, facts: Mapping[str, object], certainty: str) -> tuple[Length, str]:
    for choice in clock.instead:
        if choice.length and (
            facts.get(choice.when) or (choice.title and start and choice.title in start.title.casefold())
        ):
            return choice.length, choice.certainty or certainty
    return clock.length, certainty


def _in_force(clock: Clock, events: Sequence[Event], begun: date) -> bool:
    """Whether this length was law: on the day of the event that decides, else on the day the clock starts."""
    deciding = _latest(events, (clock.applies_by,)) if clock.applies_by else None
    day = deciding.date if deciding else begun
    return (clock.applies_from is None or day >= clock.applies_from) and (
        clock.applies_until is None or day <= clock.applies_until
    )


def stopped(
    clock: Clock,
    codes: frozenset[str],
    events: Sequence[Event],
    started: date = date.min,
    facts: Mapping[str, object] = _NO_FACTS,
) -> bool:
    """Whether one of these events came on or after that day, not for some parties only, nothing undid it, and the
    register's own status does not speak against it."""
    return any(e.code in codes and e.date >= started and _stops(e, clock, events, facts) for e in events)


def _stops(event: Event, clock: Clock, events: Sequence[Event], facts: Mapping[str, object]) -> bool:
    return (
        not is_partial(event, clock.partial)
        and not (
            event.whole is None and is_overruled(event, facts, clock.partial_when)
        )  # of such a matter nobody knows whom an end concerns
        and not is_undone(event, events, clock.undone)
        and not is_overruled(event, facts, clock.overruled)
    )


def is_partial(event: Event, words: Sequence[str]) -> bool:
    """Whether an end concerns some parties only: as its reader found, else by words of its title."""
    if event.whole is not None:
        return not event.whole
    return any(word in event.title.casefold() for word in words)


def is_undone(event: Event, events: Sequence[Event], undone: Mapping[str, frozenset[str]]) -> bool:
    """Whether a later event (or one of the same day) undid this one: an abandoned application was revived."""
    return any(e.code in undone.get(event.code, ()) and e.date >= event.date for e in events)


def is_overruled(event: Event, facts: Mapping[str, object], overruled: FactsByEvent) -> bool:
    """Whether the register's own status speaks against an event: an application that is said to be alive was not
    abandoned, whatever its history leaves unsaid."""
    return any(_said(facts.get(fact)) in values for fact, values in overruled.get(event.code, {}).items())


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value or "")


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


def _from_event(texts: Texts, running: Running) -> str:
    day = running.due if running.started == date.min else running.started
    key = "rules.from_event_early" if running.early else "rules.from_event"
    return texts(key, event=event_name(texts, running.source), date=day.isoformat())


def _doubt(clock: Clock, running: Running) -> str:
    """Why a day is unknown. A start that is not public is one a better event would tell, or one whose day is our own."""
    if running.certainty != "unknown" or (clock.certainty != "unknown" and not running.early):
        return ""
    if clock.confidence == "unverified":
        return "law"
    return "" if any(choice.start for choice in clock.instead) else "length"


def _basis(texts: Texts, clock: Clock, running: Running, doubts: Sequence[Event]) -> str:
    """The legal basis, and beside it what makes the date doubtful: two readings, an unread rule, a day of rest, a later act
    that may have changed it."""
    said = [clock.basis[texts.lang]]
    if running.certainty != "certain":
        if clock.dispute:
            said.append(texts("rules.doubt.dispute", dispute=clock.dispute[texts.lang]))
        if running.unmoved:
            said.append(texts("rules.doubt.unmoved"))
        if clock.confidence == "unverified":
            said.append(texts("rules.doubt.unverified"))
    for code in dict.fromkeys(e.code for e in doubts):
        last = max(e.date for e in doubts if e.code == code)
        said.append(texts(f"rules.doubt.{'unknown_act' if code == UNKNOWN_ACT else 'annulled'}", date=last.isoformat()))
    return texts("rules.doubt.separator").join(said)


def _roll(texts: Texts, clock: Clock) -> str:
    if clock.roll == "next":
        return texts(f"rules.roll.{(clock.calendar.holidays or 'rest_days').replace('-', '_')}")
    return texts(f"rules.roll.{clock.roll}")
