"""A clock never waits for a fact that nobody finds out, and no day to answer for a right of ours is left untold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from monitor.forums import SHIPPED, Clock
from monitor.jobs.vocabulary import written_by
from monitor.model import OUR_RIGHTS, Category, Event
from monitor.model.facts import FACTS
from monitor.rules import advice_for, stage_of
from tests.rules.told import deadlines_for

FORUMS = [SHIPPED.read(code) for code in SHIPPED.codes()]
NOBODY_SAYS = {
    "opposition_end",  # the registers of today print no such day
    "defendant_abroad",  # dockets do not say it: the shorter time is shown
    "patent_claim",  # no source of the English courts yet
    "service_acknowledged",  # the same
}


def facts_of(clock: Clock) -> Iterator[str]:
    yield from (clock.given, clock.dated_by, clock.unless_printed, *clock.start_facts, *clock.from_facts, *clock.needs)
    yield from (*clock.where, *(c.when for c in clock.instead), *(c.unless for c in clock.instead))


def test_every_fact_a_clock_uses_has_a_writer_or_a_written_reason() -> None:
    used = {fact for forum in FORUMS for clock in forum.clocks for fact in facts_of(clock)} - {""}
    written = written_by("writes").keys() | {name for name, fact in FACTS.items() if fact.writers}
    assert {"answer_due", "service_date", "tro_until", "pi_hearing", "submissions_due", "issued"} <= used & written
    assert used - written == NOBODY_SAYS
    assert all(FACTS[name].no_writer for name in NOBODY_SAYS)


OURS = [
    (forum.code, clock)
    for forum in FORUMS
    for clock in forum.clocks
    if clock.kind == "own_answer" and clock.side == "ours"
]


def place_of(code: str) -> str:
    """A country whose matters have the clocks of this forum: its own, or those of the forum it is a board of."""
    answers = [a for f in FORUMS if f.code == code or code in f.boards for a in f.answers]
    return next(place for head, _, place in (a.partition(":") for a in answers) if head in {c.value for c in Category})


@pytest.mark.parametrize("kind", sorted(OUR_RIGHTS))
@pytest.mark.parametrize(("code", "clock"), OURS, ids=lambda v: getattr(v, "id", v))
def test_a_day_to_answer_for_our_own_right_is_told_whatever_the_hit_is_called(
    code: str, clock: Clock, kind: str
) -> None:
    """The right may be listed as calm: an attack that came meanwhile has its day, and something to do."""
    now = datetime(2026, 11, 4, 12, tzinfo=UTC)
    start = (*clock.start, *clock.earlier)[0]
    says = {clock.given: "2026-12-24"} if clock.length.set_by_office else {}
    events = [Event(start, date(2026, 11, 3), start, says=says)]
    facts = dict.fromkeys(clock.needs, True)
    place = place_of(code)
    category = min(clock.category)
    found = deadlines_for(kind, category, place, events, facts, now, "zh")
    assert clock.id in {d.rule for d in found if d.days_left >= 0}
    answering = SHIPPED.for_matter(category, place)
    at = stage_of(answering, kind, category, events, facts, found, now=now)
    advice = advice_for(kind, category, place, at.id if at else "", "zh")
    assert advice.steps
    assert advice.if_silent
