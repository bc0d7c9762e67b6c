"""The limits of every clock: the day itself, the day before and the day after; both sides of each threshold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.forums import SHIPPED, Clock, Length
from monitor.forums.schema import Instead
from monitor.model import Category, Deadline, Event, Role
from monitor.rules.deadlines import applies, rule_of
from monitor.rules.periods import last_day
from monitor.rules.running import running_of
from monitor.rules.runs import GRACE_DAYS, RESTRAINT_DAYS, UNSURE_GRACE_DAYS
from monitor.rules.stopping import stopped
from tests.rules.told import deadlines_for

DAY = timedelta(days=1)
START = date(2026, 11, 10)  # a Tuesday; the next day is Veterans Day
# The forums watched today: every clock of theirs that starts with an event and has a length of its own.
PLACES = {"us-itc": "US", "us-court": "US", "us-uspto": "US", "us-ttab": "US", "br": "BR"}
RULES = {
    clock.id: clock
    for forum in PLACES
    if forum in SHIPPED.codes()
    for clock in SHIPPED.read(forum).clocks
    if clock.start
    and not clock.length.set_by_office
    # steps of a ladder: test_us_clocks.py; renewals: test_renewals.py
    and not (clock.between or clock.opens)
}
PLACE = {
    clock.id: place
    for forum, place in PLACES.items()
    if forum in SHIPPED.codes()
    for clock in SHIPPED.read(forum).clocks
}


def noon(day: date) -> datetime:
    """Noon in UTC: the same day in every forum we watch."""
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)


def event(code: str, day: date, title: str = "", *, certain: bool = True) -> Event:
    return Event(code, day, title or code, certain=certain)


def asked_of(rule: Clock) -> dict[str, object]:
    """The facts without which a clock does not run."""
    return {**dict.fromkeys(rule.needs, True), **{fact: min(values) for fact, values in rule.where.items()}}


def running(rule: Clock, *events: Event, today: date, explaining: bool = False, **facts: object) -> Deadline | None:
    kind = min(rule.roles, default="own_filing" if rule.side == "ours" else "")
    facts |= asked_of(rule)
    if rule.dated_only:  # printed on the very day it was issued
        facts |= {rule.dated_by: max((e.date for e in events if e.code in rule.start), default=None)}
    found = deadlines_for(
        kind, min(rule.category), PLACE[rule.id], events, facts, noon(today), "zh", explaining=explaining
    )
    return next((d for d in found if d.rule == rule.id), None)


SUIT = RULES["us-suit-answer"]

# --- what stops a clock -------------------------------------------------------------------------------


STOPS = [(rule.id, code) for rule in RULES.values() for code in sorted(rule.ends_on)]


@pytest.mark.parametrize(("rule_id", "code"), STOPS, ids=[f"{r}-{c}" for r, c in STOPS])
def test_what_ends_a_clock_ends_it_from_the_very_day_it_began(rule_id: str, code: str) -> None:
    rule = RULES[rule_id]
    start = event(rule.start[0], START)

    def ended(days: int) -> Event:
        return replace(event(code, START + days * DAY), whole=True if code in rule.of_party else None)

    def left(days: int) -> bool:
        return running(rule, start, ended(days), today=START + DAY) is not None

    assert left(-1), "what came before the start stopped the clock"
    assert not left(0), "what came on the very day did not stop it"
    assert not left(1)
    assert running(rule, start, ended(0), today=START + DAY, explaining=True) is not None


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_other_events_end_nothing(rule_id: str) -> None:
    rule = RULES[rule_id]
    assert running(rule, event(rule.start[0], START), event("notice", START + DAY), today=START + DAY) is not None


@pytest.mark.parametrize(
    ("title", "ends"),
    [
        ("NOTICE of Voluntary Dismissal", True),
        ("Notice of Termination of Investigation", True),
        ("Dismissal AS TO Northgate Coupling Works, Inc.", False),
        ("dismissal of certain defendants", False),
        ("Termination with respect to certain respondents", False),
        ("Dismissal of some of the parties", False),
        ("Termination of one respondent", False),
        ("Order granting the motion IN PART", False),
        ("Dismissed: Defendant No. 7", False),
        ("Termination of Respondent Northgate", False),
    ],
)
def test_the_end_for_some_parties_is_no_end_for_the_others(title: str, ends: bool) -> None:
    assert stopped(SUIT, frozenset({"dismissed"}), [event("dismissed", START, title)]) is ends


def test_one_end_for_all_among_ends_for_some_is_an_end() -> None:
    some, whole = event("dismissed", START, "as to one"), event("dismissed", START + DAY)
    assert stopped(SUIT, frozenset({"dismissed"}), [some, whole], START)
    assert not stopped(SUIT, frozenset({"dismissed"}), [some], START)
    assert not stopped(SUIT, frozenset(), [whole], START)


# --- the last day -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "shown"),
    [
        (-1, True),
        (0, True),
        (1, True),
        (GRACE_DAYS - 1, True),
        (GRACE_DAYS, True),
        (GRACE_DAYS + 1, False),
        (UNSURE_GRACE_DAYS, False),
        (UNSURE_GRACE_DAYS + 1, False),
        (RESTRAINT_DAYS, False),
        (RESTRAINT_DAYS + 1, False),
    ],
)
@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_a_clock_is_shown_on_its_last_day_and_a_week_more_or_a_month_where_it_may_run(
    rule_id: str, late: int, shown: bool
) -> None:
    rule = RULES[rule_id]
    start = event(rule.start[0], START)
    first = running(rule, start, today=START)
    assert first is not None
    clock = running(rule, start, today=first.date + late * DAY)
    # Of a restraint neither an extension nor an injunction after it need have been seen.
    longer = RESTRAINT_DAYS if rule.kind == "restraint" else UNSURE_GRACE_DAYS if first.earliest else 0
    assert (clock is not None) == (shown or late <= longer)
    if clock is not None:
        assert (clock.date, clock.days_left) == (first.date, -late)
    kept = running(rule, start, today=first.date + late * DAY, explaining=True)
    assert kept is not None
    assert kept.days_left == -late


def test_the_grace_is_a_week() -> None:
    assert GRACE_DAYS == 7


def test_the_day_ends_at_midnight_of_the_forum() -> None:
    filed = [event("published", date(2026, 10, 13))]  # the last day is 12 November
    for hour, left in ((datetime(2026, 11, 13, 4, 59, tzinfo=UTC), 0), (datetime(2026, 11, 13, 5, 0, tzinfo=UTC), -1)):
        found = deadlines_for("", Category.TRADEMARK, "US", filed, {}, hour, "zh")
        assert {d.days_left for d in found} == {left}


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_a_clock_that_begins_tomorrow_is_announced_where_the_rule_waits_for_it_and_shown_elsewhere(
    rule_id: str,
) -> None:
    rule = RULES[rule_id]
    start = event(rule.start[0], START)
    assert running(rule, start, today=START) is not None
    assert (running(rule, start, today=START - DAY) is None) == (rule.awaits is not None)


def test_open_clocks_come_before_passed_ones_and_of_one_day_the_weightier_act() -> None:
    def order(today: date, *events: Event) -> list[tuple[str, int]]:
        found = deadlines_for("", Category.ITC337, "US", events, {}, noon(today), "zh")
        return [(d.rule, d.days_left) for d in found]

    filed, receipt = event("complaint_filed", date(2026, 10, 20)), event("receipt", date(2026, 11, 12))
    assert order(date(2026, 11, 20), filed, receipt) == [
        ("us-itc-public-interest", 0),
        ("us-itc-institution", -1),
    ]
    assert order(date(2026, 11, 21), filed, receipt) == [
        ("us-itc-public-interest", -1),
        ("us-itc-institution", -2),
    ]
    twins = deadlines_for("", Category.TRADEMARK, "US", [event("published", START)], {}, noon(START), "zh")
    assert [d.rule for d in twins] == ["us-tm-opposition", "us-tm-letter-of-protest"]
    # one day left is nearer than one day late
    review = event("exclusion_order_limited", date(2026, 9, 21))  # 20 November
    assert order(date(2026, 11, 19), filed, review) == [
        ("us-itc-institution", 0),
        ("us-itc-presidential-review", 1),
    ]
    assert order(date(2026, 11, 20), filed, event("exclusion_order_limited", date(2026, 9, 22))) == [
        ("us-itc-presidential-review", 1),
        ("us-itc-institution", -1),
    ]


# --- dates the forum prints ---------------------------------------------------------------------------

PRINTED = [rule.id for rule in RULES.values() if rule.given]


@pytest.mark.parametrize("rule_id", PRINTED)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_date_printed_for_a_day_from_the_start_on_is_certain(rule_id: str, days: int) -> None:
    rule = RULES[rule_id]
    start = event(rule.start[0], START)
    computed = running_of(rule, [start], {})
    clock = running_of(rule, [start], {rule.given: (START + days * DAY).isoformat()})
    assert computed is not None
    assert clock is not None
    if days < 0:  # older than the clock it is said to end: of an earlier order
        assert clock == computed
    else:
        assert (clock.due, clock.certainty, clock.source) == (START + days * DAY, "certain", rule.given)


@pytest.mark.parametrize("rule_id", PRINTED)
@pytest.mark.parametrize("days", [-1, 0, 1, 400])
def test_a_printed_date_wins_whatever_way_it_differs(rule_id: str, days: int) -> None:
    rule = RULES[rule_id]
    start = event(rule.start[0], START)
    longest = running_of(rule, [start], {})
    assert longest is not None
    printed = longest.due + days * DAY
    clock = running_of(rule, [start], {rule.given: printed})
    assert clock is not None
    assert (clock.due, clock.certainty) == (printed, "certain")
    act = replace(start, says={rule.given: printed.isoformat()})
    of_act = running_of(rule, [act], {})
    assert of_act is not None
    assert (of_act.due, of_act.certainty, of_act.act) == (printed, "certain", act)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-11-25", date(2026, 11, 25)),
        ("2026-11-25T10:00:00-05:00", date(2026, 11, 25)),
        (date(2026, 11, 25), date(2026, 11, 25)),
        (datetime(2026, 11, 25, 23, tzinfo=UTC), date(2026, 11, 25)),
        ("25 November 2026", None),
        ("", None),
        (None, None),
        (20261125, None),
    ],
)
def test_a_date_is_read_where_it_is_one(value: object, read: date | None) -> None:
    rule = RULES["us-tm-opposition"]
    clock = running_of(rule, [event("published", START)], {"opposition_end": value})
    assert clock is not None
    assert (clock.due if clock.certainty == "certain" else None) == read


# --- what a clock counts from -------------------------------------------------------------------------


def test_nothing_that_starts_it_no_clock() -> None:
    for rule in RULES.values():
        assert running_of(rule, [event("notice", START)], {}) is None


def test_the_latest_start_counts_and_of_one_day_the_certain_one() -> None:
    rule = RULES["us-tm-opposition"]
    clock = running_of(rule, [event("republished", START), event("published", START - DAY)], {})
    assert clock is not None
    assert (clock.source, clock.started) == ("republished", START)
    for sure, unsure in (("published", "republished"), ("republished", "published")):
        events = [event(unsure, START, certain=False), event(sure, START)]
        for order in (events, events[::-1]):
            same_day = running_of(rule, order, {})
            assert same_day is not None
            assert (same_day.source, same_day.certainty) == (sure, "computed")


@pytest.mark.parametrize(
    ("certainty", "certain", "told"),
    [
        ("certain", True, "certain"),
        ("certain", False, "computed"),
        ("computed", True, "computed"),
        ("computed", False, "unknown"),
        ("unknown", True, "unknown"),
        ("unknown", False, "unknown"),
    ],
)
def test_an_uncertain_start_makes_a_clock_one_step_less_certain(certainty: str, certain: bool, told: str) -> None:
    rule = replace(RULES["us-tm-opposition"], certainty=certainty)
    clock = running_of(rule, [event("published", START, certain=certain)], {})
    assert clock is not None
    assert clock.certainty == told


def test_a_better_start_is_taken_with_its_own_certainty() -> None:
    rule = RULES["us-itc-response"]
    notice, served = event("institution", START), event("served", START - DAY)
    clock = running_of(rule, [notice, served], {})
    assert clock is not None
    assert (clock.source, clock.started, clock.certainty) == ("served", START - DAY, "computed")
    unsure = running_of(rule, [notice, event("served", START, certain=False)], {})
    assert unsure is not None
    assert unsure.certainty == "unknown"


def test_a_fact_of_service_wins_over_every_event_and_a_fact_of_last_resort_over_none() -> None:
    response, cancellation = RULES["us-itc-response"], RULES["us-tm-cancellation"]
    clock = running_of(response, [event("institution", START)], {"service_date": "2026-11-12"})
    assert clock is not None
    assert (clock.source, clock.started, clock.certainty) == ("service_date", date(2026, 11, 12), "computed")
    of_fact = running_of(cancellation, [], {"registered": "2024-05-05"})
    assert of_fact is not None
    assert (of_fact.source, of_fact.started, of_fact.certainty) == ("registered", date(2024, 5, 5), "computed")
    of_event = running_of(cancellation, [event("registered", START)], {"registered": "2024-05-05"})
    assert of_event is not None
    assert of_event.started == START
    unread = running_of(cancellation, [], {"registered": "unknown"})
    assert unread is None


def test_a_fact_of_last_resort_keeps_the_certainty_of_its_rule() -> None:
    rule = replace(RULES["us-tm-cancellation"], certainty="unknown")
    clock = running_of(rule, [], {"registered": "2024-05-05"})
    assert clock is not None
    assert clock.certainty == "unknown"


def test_of_several_facts_the_first_that_is_a_date_counts() -> None:
    rule = replace(RULES["us-tm-cancellation"], from_facts=("first", "second"))
    assert running_of(rule, [], {"first": "2024-05-05", "second": "2023-01-03"}) == running_of(
        replace(rule, from_facts=("first",)), [], {"first": "2024-05-05"}
    )
    later = running_of(rule, [], {"first": "?", "second": "2023-01-03"})
    assert later is not None
    assert later.source == "second"


@pytest.mark.parametrize(("entered", "due"), [(-1, START + 27 * DAY), (0, START + 28 * DAY), (1, START + 14 * DAY)])
def test_an_extension_counts_from_an_entry_on_or_before_its_own_day(entered: int, due: date) -> None:
    rule = RULES["us-suit-tro-extended"]
    events = [event("tro_issued", START + entered * DAY), event("tro_extended", START)]
    clock = running_of(rule, events, {})
    assert clock is not None
    assert clock.due == due
    assert clock.source == ("tro_extended" if entered > 0 else "tro_issued")


def test_the_last_day_of_an_anchored_clock_rolls_like_any_other() -> None:
    rule = replace(RULES["us-suit-tro-extended"], roll="next")
    clock = running_of(rule, [event("tro_issued", date(2026, 10, 31)), event("tro_extended", START)], {})
    assert clock is not None
    assert clock.due == date(2026, 11, 30)  # 28 November is a Saturday


# --- other lengths ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "title", "days"),
    [({}, "", 20), ({"temporary_relief": True}, "", 10), ({"temporary_relief": False}, "", 20), ({}, "waiver", 20)],
)
def test_a_fact_makes_another_length(facts: dict[str, object], title: str, days: int) -> None:
    rule = replace(RULES["us-itc-response"], roll="none")
    clock = running_of(rule, [event("institution", START, title)], facts)
    assert clock is not None
    assert clock.due == START + days * DAY


@pytest.mark.parametrize(("title", "days"), [("SUMMONS returned", 21), ("WAIVER of service", 60), ("the Waiver", 60)])
def test_a_word_in_the_title_makes_another_length(title: str, days: int) -> None:
    rule = replace(RULES["us-suit-answer"], roll="none", instead=(Instead(title="waiver", length=Length(60)),))
    clock = running_of(rule, [event("served", START, title)], {})
    assert clock is not None
    assert clock.due == START + days * DAY
    from_fact = running_of(rule, [], {"service_date": START})
    assert from_fact is not None
    assert from_fact.due == START + 21 * DAY


def test_another_length_needs_its_own_condition() -> None:
    rule = replace(RULES["us-suit-answer"], roll="none", instead=(Instead(when="abroad", length=Length(90)),))
    waived = event("served", START, "waiver")
    assert [
        clock.due - START if (clock := running_of(rule, [waived], facts)) else None
        for facts in ({}, {"abroad": True}, {"": True})
    ] == [21 * DAY, 90 * DAY, 21 * DAY]


def test_lengths_are_years_business_days_or_days() -> None:
    rule = replace(RULES["us-tm-opposition"], length=Length(3))
    assert last_day(replace(rule, length=Length(3, "working_days")), START) == date(2026, 11, 16)  # holiday, weekend
    assert last_day(rule, START) == date(2026, 11, 13)
    assert last_day(rule, START, Length(1)) == date(2026, 11, 12)  # the 11th is a holiday
    assert last_day(replace(rule, roll="none"), START, Length(1)) == date(2026, 11, 11)
    assert last_day(rule, START, Length(5, "years")) == date(2031, 11, 10)
    assert last_day(rule, date(2026, 11, 13), Length(1, "years")) == date(2027, 11, 15)


# --- whom a clock concerns ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule_id", "kind", "facts", "concerned"),
    [
        ("us-itc-response", "respondent", {}, True),
        ("us-itc-response", "party", {}, True),
        ("us-itc-response", "complainant", {}, False),
        ("us-itc-response", "complainant", {"role": "respondent"}, False),
        ("us-itc-response", "hit", {"role": "respondent"}, True),
        ("us-itc-response", "hit", {"role": "product"}, False),
        ("us-itc-response", "hit", {"role": "squat"}, True),  # no role of a text: nobody knows it
        ("us-itc-response", "hit", {}, True),
        ("us-itc-response", "", {}, True),
        ("us-itc-public-interest", "complainant", {}, True),
        ("us-tm-opposition", "squat", {}, True),
        ("us-tm-opposition", "own_filing", {}, False),
        ("us-tm-opposition", "squat", {"own_filing": True}, False),
        ("us-tm-opposition", "squat", {"own_filing": False}, True),
        ("us-itc-response", "own_filing", {"own_filing": True}, True),  # the rule holds for our own matters too
    ],
)
def test_a_clock_concerns_its_roles_and_our_own_filings_only_where_the_rule_says_so(
    rule_id: str, kind: str, facts: dict[str, object], concerned: bool
) -> None:
    rule = rule_of(rule_id)
    assert applies(rule, kind, min(rule.category), facts) is concerned


def test_a_clock_of_another_category_or_forum_never_runs() -> None:
    for rule in RULES.values():
        kind = "own_filing" if rule.side == "ours" else ""
        for category in Category:
            facts = asked_of(rule)
            assert applies(rule, kind, category, facts) == (category in rule.category)
            assert not (rule.needs and applies(rule, kind, category, {}))
    for category in Category:
        for place in ("XX", ""):
            assert SHIPPED.clocks_for(category, place) == ()
            assert deadlines_for("", category, place, [event("published", START)], {}, noon(START), "zh") == ()


def test_the_roles_of_a_rule_are_roles_of_a_text() -> None:
    assert all(role in {r.value for r in Role} for rule in RULES.values() for role in rule.roles)
