"""Every period that was collected has its place in a forum file, and every clock of every file can be computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.forums import SHIPPED, Clock, Forum, Length
from monitor.forums.schema import KINDS, REASONS
from monitor.model import Category, Event
from monitor.model.events import EVENTS
from monitor.rules import explain
from monitor.rules.deadlines import applies
from monitor.rules.running import running_of
from monitor.texts import LANGUAGES
from tests.rules.told import deadlines_for

FORUMS = {code: SHIPPED.read(code) for code in SHIPPED.codes()}
CLOCKS = [clock for forum in FORUMS.values() for clock in forum.clocks]
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 20, tzinfo=UTC)

# Clocks that stood in the product, or were found, before the collection: the ids that stored issues name.
OLDER = {
    "us-itc-presidential": "us-itc-presidential-review",
    "us-ttab-opposition": "us-tm-opposition",
    "us-ttab-cancel-any": "us-tm-cancellation",
    "us-ct-tro-expiry": "us-suit-tro-expiry",
    "us-ct-answer": "us-suit-answer",
}


def collected() -> list[str]:
    rows = Path(__file__).with_name("periods.txt").read_text(encoding="utf-8").splitlines()
    heads = (row.partition(": ") for row in rows if not row.startswith("#"))
    return [f"{head}-{tail}" for head, _, tails in heads for tail in tails.split()]


def placed() -> dict[str, str]:
    """Each id, and the kind of place it has."""
    found: dict[str, str] = {}
    for forum in FORUMS.values():
        for clock in forum.clocks:
            found |= dict.fromkeys((clock.id, *clock.covers), "clock")
        found |= dict.fromkeys((o.id for o in forum.openings), "opening")
        found |= dict.fromkeys((left.id for left in forum.left_out), "left out")
    return found


def test_every_period_that_was_collected_has_one_place() -> None:
    assert len(collected()) == len(set(collected())) == 268
    assert not set(collected()) - placed().keys()


def test_what_stored_issues_name_is_still_there() -> None:
    ids = {clock.id for clock in CLOCKS}
    assert set(OLDER.values()) <= ids
    assert {"us-itc-response", "us-itc-public-interest", "us-itc-institution", "us-tm-letter-of-protest"} <= ids
    assert {"br-tm-opposition", "br-tm-nullity", "us-suit-tro-extended"} <= ids
    for old, new in OLDER.items():
        assert old in next(clock for clock in CLOCKS if clock.id == new).covers


def test_what_is_left_out_says_why() -> None:
    left = [item for forum in FORUMS.values() for item in forum.left_out]
    assert {item.because for item in left} <= set(REASONS)
    assert all(item.note["zh"] and item.note["en"] for item in left)
    assert len(left) == sum(place == "left out" for place in placed().values())


def test_an_opening_is_never_among_the_deadlines() -> None:
    openings = {o.id for forum in FORUMS.values() for o in forum.openings}
    assert "em-nonuse" in openings
    assert not openings & {clock.id for clock in CLOCKS}
    events = [Event(code, date(2020, 1, 1), code) for code in EVENTS]
    for forum in FORUMS.values():
        for answer in forum.answers:
            head, _, place = answer.partition(":")
            if head in {c.value for c in Category}:
                found = deadlines_for("", Category(head), place, events, {}, NOW, "zh", explaining=True)
                assert not openings & {d.rule for d in found}


@pytest.mark.parametrize("forum", FORUMS.values(), ids=lambda f: f.code)
def test_a_file_is_complete(forum: Forum) -> None:
    assert forum.calendar.rest
    assert forum.stages
    assert forum.clocks or forum.left_out
    for words in (forum.name, forum.short, *(s.name for s in forum.stages)):
        assert re.search("[一-鿿]", words["zh"]) or words["zh"] == words["en"]
        assert not re.search("[一-鿿]", words["en"])


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda c: c.id)
def test_a_clock_says_in_both_languages_what_it_is_and_on_what_basis(clock: Clock) -> None:
    for texts in (clock.title, clock.basis, clock.note, clock.dispute):
        if texts:
            assert set(texts) == set(LANGUAGES)
            assert not re.search("[一-鿿]", texts["en"])
            assert "  " not in texts["zh"] + texts["en"]
    assert re.search("[一-鿿]", clock.title["zh"])
    assert clock.kind in KINDS
    for lang in LANGUAGES:
        text = explain(clock.id, lang)
        assert "rules." not in text
        assert "{" not in text


def bases_of(forum: Forum) -> Iterator[str]:
    """Every legal basis of a forum in Chinese: of its clocks and of what it advises."""
    yield from (clock.basis["zh"] for clock in (*forum.clocks, *forum.openings))
    yield from (told.basis.zh for told in (*forum.plays.values(), *forum.said_when) if told.basis)


@pytest.mark.parametrize("forum", FORUMS.values(), ids=lambda f: f.code)
def test_a_statute_is_cited_by_its_chinese_name_with_the_foreign_citation_in_brackets(forum: Forum) -> None:
    for basis in bases_of(forum):
        outside = re.sub("（[^（）]*）", "", basis)
        assert not re.search(r"[§]|\b(?:USC|U\.S\.C|CFR|FRCP|TBMP|Lei)\b", outside), basis
        assert not re.search("(?<![《〈])(?:联邦民事诉讼规则|联邦上诉程序规则|工业产权法)(?![》〉])", basis), basis


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda c: c.id)
def test_what_nobody_read_is_never_more_than_unknown(clock: Clock) -> None:
    if clock.confidence == "unverified":
        assert clock.certainty == "unknown"
    assert clock.certainty != "certain"
    if clock.confidence in ("text", "guide") and clock.id not in ("us-itc-response",):
        assert clock.source or clock.covers or clock.id.startswith(("us-", "br-"))


def test_registration_starts_opposition_where_it_follows_and_stops_it_elsewhere() -> None:
    after = set()
    for code, forum in FORUMS.items():
        for clock in forum.clocks:
            if clock.kind == "opposition" and Category.TRADEMARK in clock.category:
                starts = "registered" in {*clock.start, *clock.earlier}
                after |= {code} if starts else set()
                assert ("registered" in clock.ends_on) != starts, clock.id
                assert clock.side == "theirs"
    assert {"jp", "tw", "de", "ch", "se", "no", "fi"} <= after
    assert not after & {"em", "gb", "kr", "us-uspto", "br", "pl", "oa"}


def test_the_defence_of_our_own_rights_is_not_shown_for_those_of_others() -> None:
    ours = [clock for clock in CLOCKS if clock.side == "ours"]
    assert len(ours) > 50
    for clock in ours:
        facts = dict.fromkeys(clock.needs, True)
        assert applies(clock, "own_filing", min(clock.category), facts)
        assert not applies(clock, "squat", min(clock.category), facts)
        assert clock.kind not in ("opposition", "observation", "cancellation", "claim")


# --- every clock, computed ----------------------------------------------------------------------------

MOST = {"days": 1, "working_days": 2.5, "weeks": 7, "months": 31, "years": 366}
COMPUTED = [
    clock for clock in CLOCKS if not clock.length.set_by_office and not clock.between and (clock.start or clock.earlier)
]


def longest(length: Length) -> int:
    return int(length.number * MOST[length.unit]) + (14 if length.unit == "working_days" else 0)


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(COMPUTED), st.dates(date(2017, 2, 1), date(2034, 12, 31)), st.booleans())
def test_no_clock_of_any_forum_ends_later_than_a_plain_upper_bound(clock: Clock, start: date, sent: bool) -> None:
    codes = clock.earlier if (sent and clock.earlier) else clock.start or clock.earlier
    facts: dict[str, object] = {clock.dated_by: start} if clock.dated_only else {}
    running = running_of(clock, [Event(codes[0], start, codes[0])], facts)
    if running is None:
        assert clock.applies_from or clock.applies_until
        return
    unknown = (choice.length for choice in clock.instead if choice.length and choice.unless)  # nothing is known here
    most = max(map(longest, (clock.length, *unknown))) + (10 if clock.roll == "next" else 0)
    if clock.offset:
        most += 31 if clock.offset.next_month else longest(clock.offset.length)
    assert start < running.due <= start + most * DAY
    for reading in clock.readings:
        assert running.due <= start + (longest(reading) + 10) * DAY
    if clock.roll != "next" and clock.length.unit == "days" and not clock.offset and not clock.readings:
        assert running.due == start + clock.length.number * DAY
    assert running.certainty in ("computed", "unknown")


@pytest.mark.parametrize("clock", [c for c in CLOCKS if c.length.set_by_office], ids=lambda c: c.id)
def test_no_length_is_made_up_for_a_term_the_office_sets(clock: Clock) -> None:
    start, facts = date(2026, 11, 2), {clock.given: "2026-12-24"}
    act = Event((*clock.start, *sorted(clock.given_in), "other")[0], start, "x", says=facts)
    assert running_of(clock, [Event(act.code, start, "x")], {}) is None
    assert (running_of(clock, [], facts) is None) == bool(clock.start)  # of which of several letters?
    for printed in (running_of(clock, [act], {}), running_of(clock, [Event(act.code, start, "x")], facts)):
        assert printed is not None
        assert (printed.due, printed.certainty) == (date(2026, 12, 24), "certain")
