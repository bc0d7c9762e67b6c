"""Reads and checks one forum file. Every fault is a ConfigError with file, line and key, and with the nearest known word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.forums import calendars
from monitor.forums.plays import plays_in, said_when_in, stage_in
from monitor.forums.reading_numbers import numbers_in_table
from monitor.forums.schema import (
    ACTS,
    CERTAINTIES,
    CONFIDENCES,
    KINDS,
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
    Stage,
)
from monitor.forums.tables import Table, Vocabulary, category_of
from monitor.located import Located, read_toml
from monitor.model import Role


@dataclass(frozen=True)
class _Head:
    overruled: Mapping[str, Mapping[str, frozenset[str]]]
    partial_when: Mapping[str, Mapping[str, frozenset[str]]]
    zone: str
    zones: Mapping[str, str]
    calendar: calendars.Calendar
    partial: tuple[str, ...]
    of_party: frozenset[str]
    undone: Mapping[str, frozenset[str]]
    annuls: Mapping[str, frozenset[str]]


def read_forum(path: Path, words: Vocabulary | None = None) -> Forum:
    """Raises ConfigError naming file, line and key."""
    words = words or Vocabulary()
    file = read_toml(path)
    top = Table(file, (), file.data, words)
    code = top.text("code")
    if code != path.stem:
        top.fail("code", "rules.errors.forum_code", value=code, expected=path.stem)
    head = _Head(
        _facts_by_event(top, "overruled"),
        _facts_by_event(top, "partial_when"),
        top.zone("zone"),
        _zones(top),
        _calendar(top),
        top.some("partial", least=0),
        frozenset(top.events("of_party", least=0)),
        _by_event(top, "undone"),
        _by_event(top, "annuls"),
    )
    forum = Forum(
        code=code,
        answers=_answers(top),
        name=top.both("name"),
        short=top.both("short"),
        zone=head.zone,
        zones=head.zones,
        calendar=head.calendar,
        overruled=head.overruled,
        undone=head.undone,
        annuls=head.annuls,
        partial=head.partial,
        of_party=head.of_party,
        search=top.text("search", ""),
        place=top.both("place", optional=True),
        boards=top.some("boards", words.forums, least=0),
        clocks=tuple(_clock(entry, head) for entry in top.tables("clocks")),
        openings=tuple(_opening(entry) for entry in top.tables("openings")),
        left_out=tuple(_left_out(entry) for entry in top.tables("left_out")),
        stages=tuple(stage_in(entry) for entry in top.tables("stages")),
        plays={},
        numbers=numbers_in_table(top, code),
    )
    found = {"plays": plays_in(top, forum.stages), "said_when": said_when_in(top, forum.stages)}
    top.finish()
    _distinct(file, forum)
    _last_stage(file, forum)
    return Forum(**{**{name: getattr(forum, name) for name in forum.__slots__}, **found})


def _answers(top: Table) -> tuple[str, ...]:
    """On one line near the top of the file: finding.py looks for it there without reading the rest."""
    found = top.some("answers")
    for answer in found:
        head, _, rest = answer.partition(":")
        if answer != answer.strip() or not head or (":" in answer and not rest):
            top.fail("answers", value=answer)
    return found


def _zones(top: Table) -> Mapping[str, str]:
    """[zones] "America/Chicago" = ["ilnd", "wied"]: the courts of the system, by the zone whose days they count in. No court
    stands there twice."""
    table = top.table("zones", optional=True)
    found: dict[str, str] = {}
    for zone in table.zone_keys():
        for court in table.some(zone):
            if court in found:
                table.fail(zone, "rules.errors.twice", value=court)
            found[court] = zone
    table.finish()
    return found


def _by_event(top: Table, key: str) -> Mapping[str, frozenset[str]]:
    """A table of events by event."""
    table = top.table(key, optional=True)
    keys = table.names() if top.words.events is None else table.keys_among(top.words.events)
    found = {code: frozenset(table.events(code)) for code in keys}
    table.finish()
    return found


def _facts_by_event(top: Table, key: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """[overruled] abandoned.live = true: the register says that the matter lives, whatever the event said.
    [partial_when] dismissed.ever_schedule_a = true: of which parties the case is over is not known."""
    table = top.table(key, optional=True)
    keys = table.names() if top.words.events is None else table.keys_among(top.words.events)
    found = {code: _values_by_fact(table.table(code)) for code in keys}
    table.finish()
    return found


def _values_by_fact(table: Table) -> Mapping[str, frozenset[str]]:
    found = {fact: frozenset(table.values(fact)) for fact in table.fact_keys()}
    table.finish()
    return found


def _calendar(top: Table) -> calendars.Calendar:
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


def _clock(entry: Table, head: _Head) -> Clock:
    confidence = entry.one("confidence", CONFIDENCES, "text")
    certainty = entry.one("certainty", CERTAINTIES, "unknown" if confidence == "unverified" else "computed")
    clock = Clock(
        id=entry.text("id"),
        kind=entry.one("kind", KINDS),
        title=entry.both("title"),
        category=category_of(entry),
        basis=entry.both("basis"),
        certainty=certainty,
        length=_length(entry),
        zone=entry.zone("zone", head.zone),
        zones={} if entry.has("zone") else head.zones,
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
        dated_only=entry.flag("dated_only"),
        needs=entry.facts("needs"),
        where=_values_by_fact(entry.table("where", optional=True)),
        offset=_offset(entry),
        given=entry.fact("given"),
        given_in=frozenset(entry.events("given_in", least=0)),
        opens=_inner_length(entry, "opens"),
        settles=_inner_length(entry, "settles"),
        recurs=entry.flag("recurs"),
        term=_inner_length(entry, "term"),
        unless_printed=entry.fact("unless_printed"),
        each=entry.flag("each"),
        docketed=entry.flag("docketed"),
        follows=entry.some("follows", least=0),
        unsettled=frozenset(entry.events("unsettled", least=0)),
        shown_after=entry.number("shown_after") if entry.has("shown_after") else None,
        anchor=entry.event("anchor"),
        anchor_length=_inner_length(entry, "anchor_length"),
        between=_between(entry),
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
        checked=entry.day("checked"),
        covers=entry.some("covers", least=0),
        overruled=head.overruled,
        partial_when=head.partial_when,
        partial=tuple(p.casefold() for p in head.partial),
        undone=head.undone,
        annuls=head.annuls,
        of_party=head.of_party,
    )
    _consistent(entry, clock)
    entry.finish()
    return clock


def _is_in_years(clock: Clock) -> bool:
    """Whether the terms of a clock follow each other by whole years."""
    lengths = (clock.length, *(choice.length for choice in clock.instead if choice.length))
    if clock.term:
        return clock.term.unit == "years" and all(length.unit in ("months", "years") for length in lengths)
    return all(length.unit == "years" for length in lengths)


def _consistent(entry: Table, clock: Clock) -> None:
    """What no single key can say."""
    if not (clock.start or clock.from_facts or clock.start_facts or clock.earlier or clock.given or clock.follows):
        entry.fail("from")
    if clock.confidence == "unverified" and clock.certainty != "unknown":
        entry.fail("certainty", "rules.errors.unverified_certain", clock=clock.id)
    if clock.length.set_by_office and not clock.given:
        entry.fail("set_by_office", "rules.errors.needs_given", clock=clock.id)
    if clock.recurs and not (clock.opens and _is_in_years(clock)):
        entry.fail("recurs", "rules.errors.recurs", clock=clock.id)
    if (clock.settles or clock.term) and not clock.recurs:
        entry.fail("settles" if clock.settles else "term", "rules.errors.needs_recurs", clock=clock.id)
    if clock.opens and clock.opens.unit not in ("months", "years"):
        entry.fail("opens", "rules.errors.opens", clock=clock.id)
    if bool(clock.anchor) != (clock.anchor_length is not None):
        entry.fail("anchor_length")
    if clock.between and not clock.anchor:
        entry.fail("anchor")
    if clock.confidence == "unverified" and clock.checked:
        entry.fail("checked", "rules.errors.unverified_checked", clock=clock.id)
    if bool(clock.readings) != bool(clock.dispute):
        entry.fail("dispute", "rules.errors.needs_dispute", clock=clock.id)
    if clock.roll == "next" and clock.calendar == calendars.EVERY_DAY:
        entry.fail("roll", "rules.errors.needs_calendar", clock=clock.id)
    if clock.length.unit == "working_days" and clock.calendar == calendars.EVERY_DAY:
        entry.fail("working_days", "rules.errors.needs_calendar", clock=clock.id)
    if clock.dated_only and not clock.dated_by:
        entry.fail("dated_only")
    if clock.applies_by and not (clock.applies_from or clock.applies_until):
        entry.fail("applies_by")
    if clock.applies_from and clock.applies_until and clock.applies_from > clock.applies_until:
        entry.fail("applies_until")
    if clock.awaits and clock.length.set_by_office:
        entry.fail("awaits")
    if clock.awaits and not clock.awaits.again <= clock.ends_on:
        entry.fail("awaits", "rules.errors.again_ends_nothing", clock=clock.id)


def _length(entry: Table) -> Length:
    """Exactly one unit, or `set_by_office = true`."""
    units = [u for u in UNITS if entry.has(u)]
    by_office = entry.flag("set_by_office")
    if not units and not by_office:
        entry.refuse_misspelt(*UNITS, "set_by_office")
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


def _whole_length(entry: Table) -> Length:
    found = _length(entry)
    entry.finish()
    return found


def _inner_length(entry: Table, name: str) -> Length | None:
    return _whole_length(entry.table(name)) if entry.has(name) else None


def _between(entry: Table) -> tuple[int, int] | None:
    if not entry.has("between"):
        return None
    inner = entry.table("between")
    found = inner.number("least"), inner.number("most")
    if not 0 <= found[0] <= found[1]:
        inner.fail("most")
    inner.finish()
    return found


def _offset(entry: Table) -> Offset | None:
    if not entry.has("offset"):
        return None
    inner = entry.table("offset")
    if inner.flag("next_month"):
        inner.finish()
        return Offset(next_month=True)
    return Offset(_whole_length(inner))


def _instead(entry: Table) -> Instead:
    length = _length(entry) if any(entry.has(k) for k in (*UNITS, "set_by_office")) else None
    found = Instead(
        when=entry.fact("when"),
        unless=entry.fact("unless"),
        of=entry.event("of"),
        title=entry.text("title", "").casefold(),
        length=length,
        start=entry.event("start"),
        certainty=entry.one("certainty", (*CERTAINTIES, ""), ""),
    )
    if not (((found.when or found.unless or found.title) and found.length) or (found.start and found.certainty)):
        entry.fail("start" if found.start else "when")
    entry.finish()
    return found


def _awaits(entry: Table) -> Awaits | None:
    if not entry.has("awaits"):
        return None
    inner = entry.table("awaits")
    stage = inner.table("stage", optional=True)
    withdrawn = inner.table("withdrawn", optional=True)
    unsure = inner.table("unsure", optional=True)
    found = Awaits(
        short=inner.both("short"),
        text=inner.both("text"),
        known=frozenset(inner.events("known")),
        stage={fact: frozenset(stage.some(fact)) for fact in stage.fact_keys()},
        announced=inner.event("announced"),
        announced_stage=_values_by_fact(inner.table("announced_stage", optional=True)),
        again=frozenset(inner.events("again", least=0)),
        withdrawn_short=withdrawn.both("short") if inner.has("withdrawn") else {},
        withdrawn_text=withdrawn.both("text") if inner.has("withdrawn") else {},
        unsure_after=tuple(_unsure_after(limit) for limit in unsure.tables("after")),
        unsure_when=unsure.facts("when"),
        unsure_short=unsure.both("short") if inner.has("unsure") else {},
        unsure_text=unsure.both("text") if inner.has("unsure") else {},
    )
    unsure.finish()
    stage.finish()
    withdrawn.finish()
    inner.finish()
    return found


def _unsure_after(entry: Table) -> tuple[frozenset[str], int]:
    found = frozenset(entry.events("from")), entry.number("days")
    entry.finish()
    return found


def _opening(entry: Table) -> Opening:
    found = Opening(
        id=entry.text("id"),
        title=entry.both("title"),
        category=category_of(entry),
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


def _left_out(entry: Table) -> LeftOut:
    found = LeftOut(entry.text("id"), entry.one("because", REASONS), entry.both("note", optional=True))
    entry.finish()
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
    clocks = {clock.id: clock for clock in forum.clocks}
    for number, clock in enumerate(forum.clocks):
        for followed in clock.follows:
            if followed not in clocks or clocks[followed].follows:
                file.refuse(
                    "rules.errors.not_among", "clocks", number, "follows", value=followed, known=", ".join(clocks)
                )
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
