"""How far a matter has come, by its forum's own list of stages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.forums.schema import Forum, Stage
from monitor.model import OUR_RIGHTS, Category, Deadline, Event, HitKind
from monitor.rules.awaited import Awaited
from monitor.rules.standing import standing_of
from monitor.rules.stopping import is_overruled, is_partial, is_undone

SOON_DAYS = 30
"""An open clock this near its end is "open-soon"."""


def stage_of(
    forum: Forum | None,
    kind: str,
    category: Category,
    events: Sequence[Event],
    facts: Mapping[str, object],
    deadlines: Sequence[Deadline],
    awaited: Sequence[Awaited] = (),
    *,
    now: datetime,
    matter: str = "",
) -> Stage | None:
    """The first stage whose conditions all hold; None where no forum file answers or it names no stages.

    Events dated after `now` have not happened yet. What was annulled or undone, or what the register's own status speaks
    against, counts no more, and an end for some parties only is none. `deadlines` and `awaited` are those of the same hit at
    the same `now`. `matter` is its canonical key: what has happened is told by the day of its own court."""
    if forum is None:
        return None
    happened = counting_events(forum, events, facts, now=now, matter=matter)
    return next(
        (s for s in forum.stages if _holds(s, forum, kind, category, happened, facts, deadlines, awaited)), None
    )


def counting_events(
    forum: Forum, events: Sequence[Event], facts: Mapping[str, object], *, now: datetime, matter: str = ""
) -> list[Event]:
    """The events that tell how a matter stands, as stage_of() counts them."""
    today = now.astimezone(ZoneInfo(forum.zone_of(matter))).date()
    past = [e for e in events if e.date <= today and not is_overruled(e, facts, forum.overruled)]
    standing = standing_of(past, forum.annuls, forum.undone).events
    whole = {code for s in forum.stages if s.whole for code in s.events | s.latest}
    counting = [
        e
        for e in standing
        if not (e.code in whole and is_partial(e, forum.partial))
        and not (e.code in forum.of_party and e.whole is not True)
    ]
    return [e for e in counting if not is_undone(e, counting, forum.undone)]


def _holds(
    stage: Stage,
    forum: Forum,
    kind: str,
    category: Category,
    events: Sequence[Event],
    facts: Mapping[str, object],
    deadlines: Sequence[Deadline],
    awaited: Sequence[Awaited],
) -> bool:
    codes = {e.code for e in events}
    return (
        (not stage.kinds or kind in stage.kinds or (kind in OUR_RIGHTS and HitKind.OWN_FILING in stage.kinds))
        and (not stage.category or category in stage.category)
        and (not stage.events or any(e.code in stage.events and (e.whole is True or not stage.own) for e in events))
        and not codes & stage.without
        and (not stage.latest or any(_counts(e, stage) for e in _latest(forum, events)))
        and all(_is(facts.get(fact), values) for fact, values in stage.facts.items())
        and all(_clock_is(state, clock, deadlines, awaited) for clock, state in stage.clocks.items())
    )


def _counts(event: Event, stage: Stage) -> bool:
    if stage.own and event.whole is not True:
        return False  # it may be directed at somebody else
    return event.code in stage.latest and (event.whole is None or not stage.extent_unsaid)


def _latest(forum: Forum, events: Sequence[Event]) -> list[Event]:
    """Those of the latest day among the events that tell a stage of this forum; others (a notice) change none."""
    telling = {c for s in forum.stages for c in s.events | s.without | s.latest}
    known = [e for e in events if e.code in telling]
    last = max((e.date for e in known), default=None)
    return [e for e in known if e.date == last]


def _is(value: object, values: frozenset[str]) -> bool:
    """A fact that is absent is false; a list has a value if one of its items is it."""
    if isinstance(value, list | tuple):
        return any(str(v) in values for v in value)
    if value is None or isinstance(value, bool):
        return str(bool(value)).lower() in values
    return str(value) in values


def _clock_is(state: str, kind: str, deadlines: Sequence[Deadline], awaited: Sequence[Awaited]) -> bool:
    of_kind = [d.days_left for d in deadlines if d.kind == kind]
    if state in ("waiting", "unsure"):
        return any(a.kind == kind and a.unsure == (state == "unsure") for a in awaited)
    if state == "passed":
        return bool(of_kind) and all(left < 0 for left in of_kind)
    most = SOON_DAYS if state == "open-soon" else None
    return any(left >= 0 and (most is None or left <= most) for left in of_kind)
