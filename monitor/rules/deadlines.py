"""Which clocks of its forum run for a matter, and when they stop. Pure: events, facts and "now" come in, deadlines go out.

Days are counted in the forum's calendar: an event's date is the forum's, "today" is now in the forum's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TypedDict
from zoneinfo import ZoneInfo

from monitor.errors import UsageError
from monitor.forums import SHIPPED, Clock, Forums, Length
from monitor.forums.calendars import is_business_day
from monitor.model import LOSSES, OUR_RIGHTS, Category, Deadline, Event, HitKind, Role, near
from monitor.rules.acts import weight
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
    day of rest, and whether the forum moves it is not known. `docketed`: the start is the docketing of what happened before it, so
    the true day may be earlier. `act`: the act that prints `due`. `after`: the clock whose last day it counts from. `lengths`: by
    which it was counted from `started`, the earliest day being taken; none where it was printed. `unrolled`: the last day before
    days of rest moved it to `due`; None where nothing moved it. `guessed`: the day of the start is that on which it was first
    seen."""

    due: date
    certainty: str
    source: str
    started: date
    early: bool = False
    unmoved: bool = False
    docketed: bool = False
    act: Event | None = None
    after: str = ""
    lengths: tuple[Length, ...] = ()
    unrolled: date | None = None
    guessed: bool = False


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
    Past deadlines fall out after GRACE_DAYS (or as long as their clock says) unless `explaining`.
    """
    texts = Texts(lang)
    found = [
        deadline_of(texts, run)
        for run in runs_for(kind, category, jurisdiction, events, facts, now, matter=matter, forums=forums)
        if explaining or run.is_told
    ]
    return tuple(sorted(found, key=lambda d: (d.days_left < 0, abs(d.days_left), weight(d), d.rule)))


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a clock for a hit. `over`: something stopped it. `doubts`: later acts that nobody understood or that took back
    something unsaid; `unsettled`: later acts that may have moved the last day. `zone`: of the matter's days."""

    clock: Clock
    running: Running
    over: bool
    days_left: int
    zone: str
    doubts: tuple[Event, ...] = ()
    unsettled: tuple[Event, ...] = ()

    @property
    def not_open(self) -> bool:
        """What the clock asks for cannot be done yet."""
        running = self.running
        return self.clock.opens is not None and self.days_left > (running.due - opening(self.clock, running)).days

    @property
    def is_told(self) -> bool:
        """Whether it runs, or has ended so lately that somebody may ask what happened."""
        after = GRACE_DAYS if self.clock.shown_after is None else self.clock.shown_after
        return not self.over and self.days_left >= -after and not self.not_open

    @property
    def certainty(self) -> str:
        if self.unsettled:
            return "unknown"
        return _LESS[self.running.certainty] if self.doubts else self.running.certainty


def runs_for(
    kind: str,
    category: Category,
    jurisdiction: str,
    events: Sequence[Event],
    facts: Mapping[str, object],
    now: datetime,
    *,
    matter: str = "",
    forums: Forums = SHIPPED,
) -> tuple[Run, ...]:
    """Every run of every clock that concerns a hit, those that are over as well, in the order of the forum's file. Arguments as for
    deadlines_for."""
    found: list[Run] = []
    clocks = forums.clocks_for(category, jurisdiction, matter)
    for clock in clocks:
        if not applies(clock, kind, category, facts):
            continue
        standing = standing_of(events, clock.annuls, clock.undone)
        zone = clock.zone_of(matter)
        today = now.astimezone(ZoneInfo(zone)).date()
        runs = _runs_of(clock, clocks, standing.events, facts)
        if clock.recurs:
            runs = [term_of(clock, first, standing.events, facts, today) for first, _ in runs]
        for running, over in runs:
            if clock.awaits and running.started > today:
                continue  # announced, not begun: awaited_for() gives the forecast
            doubts = standing.doubts(running.started)
            left = (running.due - today).days
            found.append(Run(clock, running, over, left, zone, doubts, _unsettled(clock, running, standing.events)))
    return tuple(found)


def deadline_of(texts: Texts, run: Run) -> Deadline:
    return Deadline(
        run.running.due,
        run.days_left,
        run.clock.id,
        _basis(texts, run),
        _from_event(texts, run.running),
        run.certainty,
        run.clock.kind,
        _doubt(run),
        run.zone,
        _is_earliest(run),
    )


def _is_earliest(run: Run) -> bool:
    """Whether the true day is this one or a later one: it counts from an act before the true start, or the length is the least.
    Not where the start may lie before the day it was seen or docketed, or a later act may have changed the day."""
    clock, running = run.clock, run.running
    if run.certainty != "unknown" or run.doubts or run.unsettled or running.docketed or running.guessed:
        return False
    return clock.confidence != "unverified" and (running.early or clock.certainty == "unknown")


def _unsettled(clock: Clock, running: Running, events: Sequence[Event]) -> tuple[Event, ...]:
    """Acts after the start that may have moved the last day, unless one that came as late prints it."""
    since = running.act.date if running.act else None
    return tuple(
        e
        for e in events
        if e.code in clock.unsettled
        and e.date >= running.started
        and (since is None or e.date > since)
        and not is_undone(e, events, clock.undone)
    )


def rule_of(rule_id: str, forums: Forums = SHIPPED) -> Clock:
    """The clock of an id. Raises UsageError naming the one that is spelt most like it."""
    clock = forums.clock(rule_id)
    if clock is None:
        raise UsageError("rules.errors.unknown_rule", rule=rule_id, near=near.nearest(rule_id, forums.clock_ids()))
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
    if not all(_said(facts.get(fact)) in values for fact, values in clock.where.items()):
        return False
    role = kind if kind in _ROLES else str(facts.get("role") or "")
    return not clock.roles or role not in _ROLES or role in clock.roles


def _runs_of(
    clock: Clock, clocks: Sequence[Clock], events: Sequence[Event], facts: Mapping[str, object]
) -> list[tuple[Running, bool]]:
    """Where a clock stands, and whether it was stopped. Against a right of ours it runs once for every attack: one that
    came later takes nothing from the first, and an end is that of the oldest attack that is open. A clock of `each` runs once
    for every act that starts it; one that follows others counts from theirs. Any other runs from the latest act that starts it."""
    if clock.follows:
        return _following(clock, clocks, events, facts)
    attacks = sorted((e for e in events if e.code in clock.start and e.code in _ATTACKS_ON_US), key=lambda e: e.date)
    if clock.side == "ours" and len(attacks) > 1:
        return _by_attack(clock, attacks, events, facts)
    choices = _one_by_one(clock, events) if clock.each else [list(events)]
    runs: dict[date, tuple[Running, bool]] = {}
    for its in choices:
        if (running := running_of(clock, its, facts)) is not None:
            over = stopped(clock, clock.ends_on, events, running.started, facts)
            known = runs.get(running.due)
            if known is None or known[1]:
                runs[running.due] = (running, over)
    return list(runs.values())


def _one_by_one(clock: Clock, events: Sequence[Event]) -> list[list[Event]]:
    """The events as each act that starts the clock, or prints its day, sees them: itself, and none of the others. What names the
    party, and what is there to move the last day, is seen by all; so is what neither starts the clock nor prints its day.
    Where an act that names the party starts the clock, one that names nobody and prints nothing is taken to be another's."""
    telling = [e for e in events if e.code in clock.start or e.says.get(clock.given) is not None]
    named = [e for e in telling if e.parties or e.code in clock.unsettled]
    ours = any(e.code in clock.start for e in named)
    alone = [e for e in telling if e not in named and not (ours and e.says.get(clock.given) is None)]
    shared = [e for e in events if e not in telling or e in named]
    return [[*shared, e] for e in alone] + ([shared] if named or not alone else [])


def _following(
    clock: Clock, clocks: Sequence[Clock], events: Sequence[Event], facts: Mapping[str, object]
) -> list[tuple[Running, bool]]:
    runs: dict[date, tuple[Running, bool]] = {}
    for other in clocks:
        for before, ended in _runs_of(other, clocks, events, facts) if other.id in clock.follows else ():
            ends = _ends(clock, before.due)
            certainty = "computed" if before.certainty == "certain" else before.certainty
            if _unsettled(other, before, events):
                certainty = "unknown"  # a day that hangs on one that may have moved
            running = replace(
                before,
                **ends,
                certainty=certainty,
                started=before.due,
                act=None,
                after=other.id,
                lengths=(clock.length,),
            )
            over = ended or stopped(clock, clock.ends_on, events, before.started, facts)
            known = runs.get(running.due)
            if known is None or known[1]:
                runs[running.due] = (running, over)
    return list(runs.values())


def _by_attack(
    clock: Clock, attacks: Sequence[Event], events: Sequence[Event], facts: Mapping[str, object]
) -> list[tuple[Running, bool]]:
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


def opening(clock: Clock, running: Running) -> date:
    """The first day on which what a clock asks for can be done: the last day itself where the forum names none. Days of rest
    move an end and no beginning."""
    return _before(running.unrolled or running.due, clock.opens)


def _before(due: date, length: Length | None) -> date:
    if length is None:
        return due
    return plus_months(due, -length.number * (12 if length.unit == "years" else 1))


def term_of(
    clock: Clock, first: Running, events: Sequence[Event], facts: Mapping[str, object], today: date
) -> tuple[Running, bool]:
    """The term of a recurring clock that is told of on this day, and whether the right was lost: the first term whose last
    day is not longer ago than GRACE_DAYS and that was not renewed in its own time. A day the office printed is the end of the
    first term; those after it are counted from it, and are no surer than the clock."""

    def settled(term: Running) -> bool:
        its = [e for e in events if e.date <= term.due]
        since = _before(term.unrolled or term.due, clock.settles or clock.opens)
        return stopped(clock, clock.ends_on - LOSSES, its, since, facts)

    over = stopped(clock, clock.ends_on & LOSSES, events, first.started, facts)
    counted, length, every = first, (first.lengths or (clock.length,))[0], clock.term or clock.length
    if first.certainty == "certain":
        counted = replace(first, certainty=clock.certainty, source=clock.given, started=first.due, act=None)
        length = replace(every, number=0)
    step = every.number * (12 if (every.unit, length.unit) == ("years", "months") else 1)
    term = first
    while settled(term) or (today - term.due).days > GRACE_DAYS:
        length = replace(length, number=length.number + step)
        term = replace(counted, lengths=(length,), **_ends(clock, counted.started, length))
    return term, over


class _Ends(TypedDict):
    due: date
    unrolled: date | None


def _ends(clock: Clock, started: date, length: Length | None = None) -> _Ends:
    """The last day, and the one before days of rest moved it."""
    due = last_day(clock, started, length)
    unrolled = last_day(replace(clock, roll="none"), started, length)
    return {"due": due, "unrolled": None if unrolled == due else unrolled}


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
    docketed = clock.docketed and start is not None and start.code in clock.start
    if start and (acted := _acted(clock.dated_by, start, facts)):
        begun, source, docketed = acted, clock.dated_by, False
    elif clock.dated_only:
        return None
    for fact in (*clock.start_facts, *(clock.from_facts if begun is None else ())):
        if day := _stated(fact, start, facts):
            begun, source, early, docketed = day, fact, False, False
            certainty = "computed" if fact in clock.start_facts else certainty
            break
    if clock.unless_printed and start and _is_printed(clock.unless_printed, events, facts, start.date):
        return None
    printed = _printed(clock, events, facts, start)
    if begun is None:
        if printed is None or not _in_force(clock, events, printed.day):
            return None
        if printed.act is None and clock.length.set_by_office and clock.start:
            return None  # of which of several letters?
        return Running(
            printed.day, "certain", clock.given, printed.act.date if printed.act else date.min, act=printed.act
        )
    if not _in_force(clock, events, begun):
        return None
    length, certainty = _length(clock, start, facts, certainty)
    lengths = (length,) if length is not clock.length else (clock.length, *clock.readings)
    ends: _Ends | None = None
    if not length.set_by_office:
        ends = _ends(clock, begun, None if length is clock.length else length)
    if clock.anchor_length:
        anchor = _latest([e for e in events if e.date <= begun], (clock.anchor,))
        if clock.between and not (anchor and clock.between[0] <= (begun - anchor.date).days <= clock.between[1]):
            return None
        if anchor:
            begun, source, lengths = anchor.date, anchor.code, (clock.anchor_length,)
            ends = _ends(clock, begun, clock.anchor_length)
    if printed and (printed.act or printed.day >= begun):
        return Running(printed.day, "certain", clock.given, begun, act=printed.act)
    if ends is None:
        return None
    if docketed:
        certainty = "unknown"
    guessed = start is not None and not start.certain and begun == start.date
    unmoved = clock.roll == "unknown" and not is_business_day(ends["due"], clock.calendar)
    return Running(
        ends["due"], certainty, source, begun, early, unmoved, docketed, lengths=lengths, unrolled=ends["unrolled"],
        guessed=guessed,
    )  # fmt: skip


def _stated(fact: str, start: Event | None, facts: Mapping[str, object]) -> date | None:
    """The day a fact holds: as the act itself prints it, else as the matter does."""
    return (_day(start.says.get(fact)) if start else None) or _day(facts.get(fact))


def _acted(fact: str, printing: Event, facts: Mapping[str, object]) -> date | None:
    """The day of an act, as its own printing tells it; else as the matter does, unless that is the day of another act."""
    if (day := _day(printing.says.get(fact))) and day <= printing.date:
        return day
    day = _day(facts.get(fact))
    return day if day and timedelta(0) <= printing.date - day <= PRINTED_WITHIN else None


def _is_printed(fact: str, events: Sequence[Event], facts: Mapping[str, object], since: date) -> bool:
    return bool(_day(facts.get(fact))) or any(e.date >= since and _day(e.says.get(fact)) for e in events)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A last day as the forum printed it; `act` is None where it stands in a fact of the matter."""

    day: date
    act: Event | None = None


def _printed(
    clock: Clock, events: Sequence[Event], facts: Mapping[str, object], start: Event | None
) -> _Printed | None:
    """The last day as the forum printed it: in the newest act that prints one, not older than the act that starts the
    clock; else in the fact of the matter. Of several acts of one day the earliest, since one too late is the worse error."""
    acts = [
        (day, e)
        for e in events
        if (day := _day(e.says.get(clock.given)))
        and (start is None or e.date >= start.date)
        and (not clock.given_in or e.code in clock.given_in)
        and not (clock.given_in and clock.start and start is None and e.code not in clock.start)  # it has not begun
    ]
    newest = max((e.date for _, e in acts), default=None)
    found = min(((day, e) for day, e in acts if e.date == newest), key=lambda d: (d[0], d[1].code), default=None)
    if found:
        return _Printed(*found)
    stored = _day(facts.get(clock.given))
    return _Printed(stored) if stored else None


def _length(clock: Clock, start: Event | None, facts: Mapping[str, object], certainty: str) -> tuple[Length, str]:
    for choice in clock.instead:
        if choice.of and not (start and start.code == choice.of):
            continue
        if choice.length and (
            facts.get(choice.when)
            or (choice.unless and not _stated(choice.unless, start, facts))
            or (choice.title and start and choice.title in start.title.casefold())
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
        not (event.code in clock.of_party and event.whole is not True)
        and not is_partial(event, clock.partial)
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
    """Whether a later event (or one of the same day) undid this one: an abandoned application was revived. What was undone
    for some parties only, or in part, stands."""
    return any(e.code in undone.get(event.code, ()) and e.date >= event.date and e.whole is not False for e in events)


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
    if running.after:
        return texts("rules.from_deadline", title=title_of(running.after, texts.lang), date=running.started.isoformat())
    if running.act:
        event = event_name(texts, running.act.code)
        return texts("rules.from_event_printed", event=event, date=running.act.date.isoformat())
    day = running.due if running.started == date.min else running.started
    key = "from_event_early" if running.early else "from_event_docketed" if running.docketed else "from_event"
    return texts(f"rules.{key}", event=event_name(texts, running.source), date=day.isoformat())


def _doubt(run: Run) -> str:
    """Why a day is unknown. A start that is not public is one a better event would tell, or one whose day is our own."""
    clock, running = run.clock, run.running
    if run.unsettled:
        return "unsettled"
    if running.docketed and running.certainty == "unknown":
        return "docketed"
    if running.certainty != "unknown" or (clock.certainty != "unknown" and not running.early):
        return ""
    if clock.confidence == "unverified":
        return "law"
    return "" if any(choice.start for choice in clock.instead) else "length"


def _basis(texts: Texts, run: Run) -> str:
    """The legal basis, and beside it what makes the date doubtful: two readings, an unread rule, a day of rest, a later act
    that may have changed it."""
    clock, running = run.clock, run.running
    said = [clock.basis[texts.lang]]
    if running.certainty != "certain":
        if clock.dispute:
            said.append(texts("rules.doubt.dispute", dispute=clock.dispute[texts.lang]))
        if running.unmoved:
            said.append(texts("rules.doubt.unmoved"))
        if clock.confidence == "unverified":
            said.append(texts("rules.doubt.unverified"))
    for code, last in _last_of(run.doubts).items():
        said.append(texts(f"rules.doubt.{'unknown_act' if code == UNKNOWN_ACT else 'annulled'}", date=last.isoformat()))
    for code, last in _last_of(run.unsettled).items():
        said.append(texts("rules.doubt.unsettled", event=event_name(texts, code), date=last.isoformat()))
    return texts("rules.doubt.separator").join(said)


def _last_of(events: Sequence[Event]) -> dict[str, date]:
    """The latest day of each code, the codes in their order."""
    return {e.code: max(other.date for other in events if other.code == e.code) for e in events}
