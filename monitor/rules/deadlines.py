"""Which clocks of its forum run for a matter, and when they stop. Pure: events, facts and "now" come in, deadlines go out.

Days are counted in the forum's calendar: an event's date is the forum's, "today" is now in the forum's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.errors import UsageError
from monitor.forums import SHIPPED, Clock, Forums
from monitor.model import OUR_RIGHTS, Category, Deadline, Event, HitKind, Role, near
from monitor.rules.acts import Asks, asks_of, weight
from monitor.rules.running import LESS, Running
from monitor.rules.runs import grace_of, opening, runs_of, term_of, unsettled_by
from monitor.rules.standing import UNKNOWN_ACT, standing_of
from monitor.rules.stopping import as_said
from monitor.texts import Texts

_ROLES = frozenset(r.value for r in Role)
PASSED_DAYS = 366
"""Days for which a day that passed can be looked up."""
_ATTACKING = frozenset({"opposition", "observation"})


@dataclass(frozen=True, slots=True)
class Clocks:
    """`told`: nearest first, those of the last days after them. `passed`: days for an act that are longer past, PASSED_DAYS at most, and that
    nothing known has settled: whether the act was done only the reader can say."""

    told: tuple[Deadline, ...]
    passed: tuple[Deadline, ...]


def clocks_for(
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
) -> Clocks:
    """The clocks of one hit, those that ran out as well. None where no forum file answers for it.

    `kind` is the kind of the hit or the role of the watched name; `facts["role"]` names the role where `kind` does not,
    `facts["own_filing"]` marks a filing of our own. Without a role every clock applies. `now` is timezone-aware. `matter` is
    its canonical key: the forum is found by it, else by category and jurisdiction. What passed is no longer told after
    grace_of() (or as long as its clock says).
    """
    runs = runs_for(kind, category, jurisdiction, events, facts, now, matter=matter, forums=forums)
    gone = [r for r in runs if not r.over and not r.is_told and -PASSED_DAYS <= r.days_left < 0]
    passed = [d for d in _in_order(gone, lang) if asks_of(d) is Asks.DUE]
    return Clocks(_in_order([run for run in runs if run.is_told], lang), tuple(passed))


def _in_order(runs: Sequence[Run], lang: str) -> tuple[Deadline, ...]:
    texts = Texts(lang)
    found = [deadline_of(texts, run) for run in runs]
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
        """Whether it runs or may still run, or has ended so lately that somebody may ask what happened."""
        grace = grace_of(self.clock.kind, earliest=_is_earliest(self))
        after = grace if self.clock.shown_after is None else max(grace, self.clock.shown_after)
        return not self.over and self.days_left >= -after and not self.not_open

    @property
    def certainty(self) -> str:
        if self.unsettled:
            return "unknown"
        return LESS[self.running.certainty] if self.doubts else self.running.certainty


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
    clocks_for."""
    found: list[Run] = []
    clocks = forums.clocks_for(category, jurisdiction, matter)
    for clock in clocks:
        if not applies(clock, kind, category, facts):
            continue
        standing = standing_of(events, clock.annuls, clock.undone)
        zone = clock.zone_of(matter)
        today = now.astimezone(ZoneInfo(zone)).date()
        runs = runs_of(clock, clocks, standing.events, facts)
        if clock.recurs:
            runs = [term_of(clock, first, standing.events, facts, today) for first, _ in runs]
        for running, over in runs:
            if clock.awaits and running.started > today:
                continue  # announced, not begun: awaited_for() gives the forecast
            doubts = standing.doubts(running.started)
            left = (running.due - today).days
            found.append(Run(clock, running, over, left, zone, doubts, unsettled_by(clock, running, standing.events)))
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


def rule_of(rule_id: str, forums: Forums = SHIPPED) -> Clock:
    """The clock of an id. Raises UsageError naming the one that is spelt most like it."""
    clock = forums.clock(rule_id)
    if clock is None:
        raise UsageError("rules.errors.unknown_rule", rule=rule_id, near=near.nearest(rule_id, forums.clock_ids()))
    return clock


def title_of(rule_id: str, lang: str, forums: Forums = SHIPPED) -> str:
    """What the deadline is for, in a few words."""
    return rule_of(rule_id, forums).title[lang]


def note_of(rule_id: str, lang: str, forums: Forums = SHIPPED) -> str:
    """What the day of a clock assumes and what can move it; "" where there is nothing to say."""
    clock = forums.clock(rule_id)
    return clock.note[lang] if clock and clock.note else ""


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
    if not all(as_said(facts.get(fact)) in values for fact, values in clock.where.items()):
        return False
    role = kind if kind in _ROLES else str(facts.get("role") or "")
    return not clock.roles or role not in _ROLES or role in clock.roles


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
