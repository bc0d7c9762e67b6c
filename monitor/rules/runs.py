"""How often a clock runs for a matter: once, for every attack or act, after another clock, or term after term. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from monitor.forums import Clock, Length
from monitor.model import LOSSES, Event
from monitor.rules.periods import plus_months
from monitor.rules.running import Running, ends_of, running_of
from monitor.rules.stopping import is_undone, stopped, stops

GRACE_DAYS = 7  # a deadline that has just passed is still shown: somebody may ask what happened
UNSURE_GRACE_DAYS = 30  # one that may still run (the day of service is not known) is shown for so long
RESTRAINT_DAYS = 366  # an order that freezes accounts, whose end nobody has seen, is shown for so long

_ATTACKS_ON_US = frozenset(
    {"opposition", "opposition_sent", "opposition_served", "cancellation", "cancellation_sent", "cancellation_served",
     "nullity", "nonuse_action"}
)  # fmt: skip
_WHOLE_ENDS = LOSSES | {
    "registered",
    "registration_published",
    "allowed",
}  # ends of the right, or of all that stood against it


def grace_of(kind: str, *, earliest: bool) -> int:
    """For how many days a last day that has passed is still shown: longer where the true day may be a later one (`earliest`), and
    a year of a restraint: it may have been extended or made a preliminary injunction without our seeing it, and the accounts
    stay frozen until its end is known or a person has closed the lead."""
    if kind == "restraint":
        return RESTRAINT_DAYS
    return UNSURE_GRACE_DAYS if earliest else GRACE_DAYS


def runs_of(
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
        for before, ended in runs_of(other, clocks, events, facts) if other.id in clock.follows else ():
            ends = ends_of(clock, before.due)
            certainty = "computed" if before.certainty == "certain" else before.certainty
            if unsettled_by(other, before, events):
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


def _ended_attacks(
    clock: Clock, attacks: Sequence[Event], events: Sequence[Event], facts: Mapping[str, object]
) -> set[int]:
    """Positions of the attacks that ended: each end closes the oldest one open, begun by that day."""
    ends = sorted((e for e in events if e.code in clock.ends_on - _WHOLE_ENDS), key=lambda e: e.date)
    closed: set[int] = set()
    for end in ends:
        if stops(end, clock, events, facts):
            open_ = [n for n, a in enumerate(attacks) if n not in closed and a.date <= end.date]
            closed |= set(open_[:1])
    return closed


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
        term = replace(counted, lengths=(length,), **ends_of(clock, counted.started, length))
    return term, over


def unsettled_by(clock: Clock, running: Running, events: Sequence[Event]) -> tuple[Event, ...]:
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
