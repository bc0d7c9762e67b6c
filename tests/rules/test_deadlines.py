"""A clock is shown with its rule, its basis and what it counts from; what nobody knows is never printed as certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import UsageError
from monitor.forums import SHIPPED
from monitor.model import Category, Deadline, Event
from monitor.rules import clocks_for, explain, title_of
from monitor.rules.acts import Asks, asks_of, may_still_run
from monitor.rules.deadlines import PASSED_DAYS, rule_of, runs_for
from monitor.rules.runs import GRACE_DAYS, UNSURE_GRACE_DAYS
from monitor.texts import LANGUAGES, Texts
from tests.rules.told import deadlines_for

ITC, SUIT, MARK = Category.ITC337, Category.SUIT, Category.TRADEMARK
CLOCKS = [clock for code in SHIPPED.codes() for clock in SHIPPED.read(code).clocks]
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def event(code: str, day: str, title: str = "") -> Event:
    return Event(code, date.fromisoformat(day), title or code)


def clocks(
    category: Category, *events: Event, kind: str = "", jurisdiction: str = "US", now: datetime = NOW, **facts: object
) -> dict[str, Deadline]:
    return {d.rule: d for d in deadlines_for(kind, category, jurisdiction, events, facts, now, "zh")}


# --- 337 ---


def test_comments_are_due_eight_calendar_days_after_publication() -> None:
    clock = clocks(ITC, event("receipt", "2026-11-17"))["us-itc-public-interest"]
    assert (clock.date, clock.certainty) == (date(2026, 11, 25), "computed")
    assert clock.from_event == "联邦公报刊登收到调查申请公告（2026-11-17）"
    assert "210.8(c)(1)" in clock.basis


def test_a_last_day_on_thanksgiving_or_a_weekend_rolls_forward() -> None:
    assert clocks(ITC, event("receipt", "2026-11-18"))["us-itc-public-interest"].date == date(2026, 11, 27)
    assert clocks(ITC, event("receipt", "2026-11-13"))["us-itc-public-interest"].date == date(2026, 11, 23)


def test_a_notice_published_again_starts_the_clock_again() -> None:
    found = clocks(ITC, event("receipt", "2026-10-01"), event("receipt_amended", "2026-11-16"))
    assert found["us-itc-public-interest"].date == date(2026, 11, 24)


def test_institution_ends_the_time_for_comments() -> None:
    found = clocks(ITC, event("receipt", "2026-11-12"), event("institution", "2026-11-19"), kind="respondent")
    assert set(found) == {"us-itc-response"}


def test_the_response_is_never_certain_and_shows_the_earliest_day() -> None:
    clock = clocks(ITC, event("institution", "2026-11-16"), kind="respondent")["us-itc-response"]
    assert (clock.date, clock.certainty) == (date(2026, 12, 7), "unknown")  # 6 December is a Sunday


def test_a_known_service_makes_the_response_computed() -> None:
    found = clocks(ITC, event("institution", "2026-11-16"), event("served", "2026-11-19"), kind="respondent")
    assert (found["us-itc-response"].date, found["us-itc-response"].certainty) == (date(2026, 12, 9), "computed")
    found = clocks(ITC, event("institution", "2026-11-16"), kind="respondent", service_date="2026-11-18")
    assert (found["us-itc-response"].date, found["us-itc-response"].certainty) == (date(2026, 12, 8), "computed")


def test_only_a_respondent_has_to_respond() -> None:
    institution = event("institution", "2026-11-16")
    assert "us-itc-response" not in clocks(ITC, institution, kind="complainant")
    assert "us-itc-response" not in clocks(ITC, institution, kind="product")
    assert "us-itc-response" in clocks(ITC, institution, kind="hit", role="respondent")
    assert "us-itc-response" in clocks(ITC, institution)  # nobody knows the role: show it


def test_institution_is_expected_after_thirty_days_or_thirty_five() -> None:
    filed = event("complaint_filed", "2026-11-02")
    assert clocks(ITC, filed)["us-itc-institution"].date == date(2026, 12, 2)
    assert clocks(ITC, filed, temporary_relief=True)["us-itc-institution"].date == date(2026, 12, 7)


def test_an_order_starts_the_presidential_review() -> None:
    assert clocks(ITC, event("exclusion_order_general", "2026-11-10"))["us-itc-presidential-review"].date == date(
        2027, 1, 9
    )


def test_the_end_for_one_respondent_is_not_the_end_for_all() -> None:
    institution = event("institution", "2026-11-16")
    one = event("termination", "2026-11-18", "Termination as to Respondent Northgate Coupling Works, Inc.")
    assert "us-itc-response" in clocks(ITC, institution, one, kind="respondent")
    whole = event("termination", "2026-11-18", "Notice of Termination of Investigation")
    assert clocks(ITC, institution, whole, kind="respondent") == {}


# --- suits ---


def test_a_tro_ends_after_fourteen_days_whatever_weekday() -> None:
    clock = clocks(SUIT, event("tro_issued", "2026-11-14"), kind="defendant")["us-suit-tro-expiry"]
    assert (clock.date, clock.days_left) == (date(2026, 11, 28), 9)  # 19 November in New York


def test_a_date_in_the_order_wins_whatever_the_rule_says() -> None:
    issued = event("tro_issued", "2026-11-16")
    early = clocks(SUIT, issued, kind="defendant", tro_until="2026-11-25")["us-suit-tro-expiry"]
    assert (early.date, early.certainty) == (date(2026, 11, 25), "certain")
    late = clocks(SUIT, issued, kind="defendant", tro_until="2027-01-25")["us-suit-tro-expiry"]
    assert (late.date, late.certainty) == (date(2027, 1, 25), "certain")


def test_an_extension_counts_from_the_entry_of_the_order() -> None:
    found = clocks(SUIT, event("tro_issued", "2026-11-05"), event("tro_extended", "2026-11-17"), kind="defendant")
    assert set(found) == {"us-suit-tro-extended"}
    assert found["us-suit-tro-extended"].date == date(2026, 12, 3)
    assert clocks(SUIT, event("tro_extended", "2026-11-17"), kind="defendant")["us-suit-tro-extended"].date == date(
        2026, 12, 1
    )


def test_a_second_order_after_an_extension_runs_anew() -> None:
    found = clocks(SUIT, event("tro_extended", "2026-11-01"), event("tro_issued", "2026-11-16"), kind="defendant")
    assert found["us-suit-tro-expiry"].date == date(2026, 11, 30)


def test_an_answer_is_due_three_weeks_after_service() -> None:
    clock = clocks(SUIT, event("complaint", "2026-11-01"), event("served", "2026-11-05"), kind="defendant")[
        "us-suit-answer"
    ]
    assert clock.date == date(2026, 11, 27)  # 26 November is Thanksgiving


def test_a_waiver_whose_sending_nobody_knows_is_not_counted_from_its_docketing() -> None:
    """Sixty days from the docketing would be too late: they run from the sending, weeks before the return."""
    for waived in (
        event("waiver_returned", "2026-11-05"),
        event("served", "2026-11-05", "WAIVER OF SERVICE returned executed"),
    ):
        found = clocks(SUIT, waived, kind="defendant")
        clock = found.get("us-suit-answer-waiver") or found["us-suit-answer"]
        assert (clock.date, clock.certainty, clock.doubt) == (date(2026, 11, 27), "unknown", "docketed")


def test_a_waiver_counts_from_the_day_its_request_was_sent() -> None:
    returned = replace(event("waiver_returned", "2026-11-18"), says={"waiver_sent_date": "2026-10-20"})
    clock = clocks(SUIT, returned, kind="defendant")["us-suit-answer-waiver"]
    assert (clock.date, clock.certainty) == (date(2026, 12, 21), "computed")  # 19 December is a Saturday
    assert "90" in clock.basis
    abroad = clocks(SUIT, returned, kind="defendant", defendant_abroad=True)["us-suit-answer-waiver"]
    assert (abroad.date, abroad.certainty) == (date(2027, 1, 19), "computed")  # 18 January is Martin Luther King's day


def test_an_event_without_a_sure_date_makes_no_sure_deadline() -> None:
    seen = Event("tro_issued", date(2026, 11, 16), "TRO", certain=False)
    assert clocks(SUIT, seen, kind="defendant")["us-suit-tro-expiry"].certainty == "unknown"


def test_our_own_suit_sets_no_clock_for_the_other_side() -> None:
    assert clocks(SUIT, event("served", "2026-11-05"), event("tro_issued", "2026-11-14"), kind="plaintiff") == {}


def test_the_dismissal_of_others_stops_nothing() -> None:
    served = event("served", "2026-11-05")
    assert "us-suit-answer" in clocks(
        SUIT,
        served,
        event("dismissed", "2026-11-10", "NOTICE of Voluntary Dismissal as to certain defendants"),
        kind="defendant",
    )
    assert (
        clocks(SUIT, served, event("dismissed", "2026-11-10", "NOTICE of Voluntary Dismissal"), kind="defendant") == {}
    )


# --- trademarks ---


def test_a_us_publication_opens_thirty_days_for_two_remedies() -> None:
    found = clocks(MARK, event("published", "2026-11-17"))
    assert {r: d.date for r, d in found.items()} == {
        "us-tm-opposition": date(2026, 12, 17),
        "us-tm-letter-of-protest": date(2026, 12, 17),
    }


def test_a_brazilian_publication_opens_sixty_days_rolled() -> None:
    clock = clocks(MARK, event("published", "2026-11-17"), jurisdiction="BR")["br-tm-opposition"]
    assert (clock.date, clock.days_left) == (
        date(2027, 1, 18),
        60,
    )  # 16 January is a Saturday; 19 November in São Paulo


def test_a_brazilian_holiday_rolls() -> None:
    now = datetime(2026, 8, 1, tzinfo=UTC)
    clock = clocks(MARK, event("published", "2026-07-09"), jurisdiction="BR", now=now)["br-tm-opposition"]
    assert clock.date == date(2026, 9, 8)  # 7 September is Independence Day


def test_what_the_register_prints_is_certain() -> None:
    clock = clocks(MARK, event("published", "2026-11-17"), jurisdiction="br", opposition_end="2027-01-20")[
        "br-tm-opposition"
    ]
    assert (clock.date, clock.certainty) == (date(2027, 1, 20), "certain")


def test_our_own_filing_is_not_ours_to_oppose() -> None:
    published = event("published", "2026-11-17")
    assert clocks(MARK, published, kind="own_filing") == {}
    assert clocks(MARK, published, own_filing=True) == {}


def test_a_withdrawn_publication_opens_nothing() -> None:
    assert clocks(MARK, event("published", "2026-11-17"), event("publication_withdrawn", "2026-11-19")) == {}


def test_registration_ends_opposition_and_opens_five_years_also_on_a_leap_day() -> None:
    found = clocks(
        MARK, event("published", "2023-12-05"), event("registered", "2024-02-29"), now=datetime(2024, 3, 1, tzinfo=UTC)
    )
    assert {r: d.date for r, d in found.items()} == {"us-tm-cancellation": date(2029, 2, 28)}


def test_a_register_without_rules_has_no_invented_clock() -> None:
    assert clocks(MARK, event("published", "2026-11-17"), jurisdiction="XX") == {}


# --- time ---


def test_days_are_counted_in_the_forum() -> None:
    published = event("published", "2026-11-17")
    early = datetime(2026, 12, 18, 3, 0, tzinfo=UTC)  # still the 17th in New York, the 18th in Beijing
    assert clocks(MARK, published, now=early)["us-tm-opposition"].days_left == 0
    assert clocks(MARK, published, now=early.astimezone(ZoneInfo("Asia/Shanghai")))["us-tm-opposition"].days_left == 0


def test_past_clocks_fall_out_after_the_grace_but_can_be_explained() -> None:
    published = event("published", "2026-10-13")  # due 12 November
    assert clocks(MARK, published, now=datetime(2026, 11, 19, 12, tzinfo=UTC))["us-tm-opposition"].days_left == -7
    later = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert clocks(MARK, published, now=later) == {}
    kept = deadlines_for("", MARK, "US", [published], {}, later, "zh", explaining=True)
    assert kept[0].days_left == -8


def test_the_nearest_comes_first_and_the_past_last() -> None:
    events = [
        event("receipt", "2026-11-09"),
        event("complaint_filed", "2026-11-02"),
        event("exclusion_order_limited", "2026-11-10"),
    ]
    assert [d.days_left for d in deadlines_for("", ITC, "US", events, {}, NOW, "zh")] == [13, 51, -2]


def kept_after(rule: str) -> int:
    """For how many days after its last one a deadline is told: a week, unless what it tells of goes on."""
    after = rule_of(rule).shown_after
    return GRACE_DAYS if after is None else after


_codes = st.sampled_from(sorted({c for r in CLOCKS for c in (*r.start, *r.ends_on)}))
_events = st.lists(
    st.builds(Event, code=_codes, date=st.dates(date(2019, 1, 1), date(2035, 12, 31)), title=st.just("x")), max_size=8
)


@settings(deadline=None)
@given(
    _events,
    st.sampled_from(Category),
    st.sampled_from(["US", "BR"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2034, 1, 1)),
    st.randoms(),
)
def test_order_of_events_changes_nothing_and_every_clock_is_complete(
    events: list[Event], category: Category, jurisdiction: str, now: datetime, random: object
) -> None:
    aware = now.replace(tzinfo=UTC)
    found = deadlines_for("", category, jurisdiction, events, {}, aware, "en")
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert deadlines_for("", category, jurisdiction, shuffled, {}, aware, "en") == found
    starts = {e.date for e in events}
    for clock in found:
        assert clock.basis
        assert clock.from_event
        assert clock.days_left >= -kept_after(clock.rule)
        assert clock.certainty in ("computed", "unknown")
        assert any(clock.date > start for start in starts)


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_a_rolled_day_is_a_business_day_at_most_a_few_days_on(day: date) -> None:
    from monitor.forums.calendars import is_business_day, rolled

    for code in ("us-uspto", "br"):
        calendar = SHIPPED.read(code).calendar
        later = rolled(day, calendar)
        assert is_business_day(later, calendar)
        assert timedelta(0) <= later - day <= timedelta(6)
        assert rolled(later, calendar) == later


def test_business_days_skip_weekends_and_holidays() -> None:
    from monitor.forums.calendars import plus_business_days

    assert plus_business_days(date(2026, 11, 25), 2, SHIPPED.read("us-uspto").calendar) == date(2026, 11, 30)


# --- explaining ---


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_explains_itself_in_both_languages(lang: str) -> None:
    for rule in CLOCKS:
        text = explain(rule.id, lang)
        assert rule.basis[lang] in text
        assert title_of(rule.id, lang) in text
        assert "rules." not in text
        assert "{" not in text
        for code in (
            *rule.start,
            *rule.ends_on,
            *rule.from_facts,
            *rule.start_facts,
            *rule.earlier,
            *filter(None, [rule.given, rule.anchor, rule.dated_by]),
        ):
            assert Texts(lang).find(f"event.{code}") or Texts(lang).find(f"starts.{code}"), code


def test_an_unknown_rule_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UsageError) as caught:
        explain("us-tm-oposition", "zh")
    for lang in ("zh", "en"):
        assert "us-tm-opposition" in Texts(lang)(caught.value.key, **caught.value.params)


def test_who_has_opposed_has_no_more_time_to_oppose_and_no_right_to_defend() -> None:
    """Our opposition is filed; the periods of a stranger's filing and of an attack on us are both none of ours."""
    published = event("published", "2026-11-17")
    assert "us-tm-opposition" in clocks(MARK, published, kind="squat")
    assert not clocks(MARK, published, event("opposition", "2026-11-18"), kind="opponent")
    # What an opponent must file is due all the same.
    found = deadlines_for("opponent", MARK, "AU", [event("opposition", "2026-11-18")], {}, NOW, "zh")
    assert [d.rule for d in found] == ["au-opp-grounds"]


# --- a right of our own, attacked more than once ---


def answers(*events: Event, kind: str = "own_attacked", **facts: object) -> list[date]:
    found = deadlines_for(kind, MARK, "US", events, facts, datetime(2026, 6, 28, 12, tzinfo=UTC), "zh")
    return sorted(d.date for d in found if d.rule == "us-ttab-answer-opposition")


FIRST, SECOND = event("opposition", "2026-06-05"), event("opposition", "2026-06-25")


def test_a_second_opposition_takes_nothing_from_the_time_to_answer_the_first() -> None:
    alone, later = answers(FIRST), answers(SECOND)
    assert answers(FIRST, SECOND) == [*alone, *later]
    assert answers(SECOND, FIRST) == [*alone, *later]


def test_an_end_is_that_of_the_oldest_opposition_and_the_other_runs_on() -> None:
    ended = event("opposition_dismissed", "2026-06-27")
    assert answers(FIRST, SECOND, ended) == answers(SECOND)
    assert answers(FIRST, SECOND, ended, event("opposition_ended", "2026-06-28")) == []


def test_an_opposition_of_the_day_on_which_another_ends_runs() -> None:
    assert answers(FIRST, SECOND, event("opposition_ended", "2026-06-25")) == answers(SECOND)


def test_what_ends_the_right_ends_the_answers_to_all_who_oppose_it() -> None:
    assert answers(FIRST, SECOND, event("abandoned", "2026-06-27")) == []


def test_a_renewal_does_not_move_the_term_that_counts_from_registration() -> None:
    registered = event("registered", "2016-09-10")
    at = datetime(2026, 8, 1, 12, tzinfo=UTC)
    found = clocks(MARK, registered, kind="own_filing", now=at)
    assert found["us-tm-section9"].date == date(2026, 9, 10)
    renewed = event("renewed", "2026-07-15")
    assert "us-tm-section9" not in clocks(MARK, registered, renewed, kind="own_filing", now=at)


def test_one_dismissal_stops_no_clock_in_a_case_where_stores_are_dismissed_one_by_one() -> None:
    """An entry such as "Notice of Voluntary Dismissal" does not say whom it concerns."""
    served, dismissed = event("served", "2026-11-12"), event("dismissed", "2026-11-14")
    assert "us-suit-answer" in clocks(SUIT, served, dismissed, kind="defendant", ever_schedule_a=True)
    assert "us-suit-answer" not in clocks(SUIT, served, dismissed, kind="defendant")
    over = event("terminated", "2026-11-15")
    assert "us-suit-answer" not in clocks(SUIT, served, dismissed, over, kind="defendant", ever_schedule_a=True)


# --- days that have passed ---


@pytest.mark.parametrize(
    ("days", "told", "passed"),
    [
        (0, True, False),
        (UNSURE_GRACE_DAYS, True, False),  # the day of service is not known
        (UNSURE_GRACE_DAYS + 1, False, True),
        (PASSED_DAYS, False, True),
        (PASSED_DAYS + 1, False, False),
    ],
)
def test_a_day_that_nobody_is_known_to_have_met_can_be_looked_up_for_a_year(
    days: int, *, told: bool, passed: bool
) -> None:
    opened = event("institution", "2026-11-17")
    due = clocks(ITC, opened, kind="respondent")["us-itc-response"].date
    now = datetime.combine(due + timedelta(days=days), datetime.min.time(), UTC) + timedelta(hours=17)
    found = clocks_for("respondent", ITC, "US", [opened], {}, now, "zh")
    assert ("us-itc-response" in {d.rule for d in found.told}) is told
    assert ("us-itc-response" in {d.rule for d in found.passed}) is passed


def test_what_was_settled_is_not_called_passed() -> None:
    later = datetime(2027, 3, 1, tzinfo=UTC)
    open_still, ended = (
        [event("institution", "2026-11-17")],
        [
            event("institution", "2026-11-17"),
            event("termination", "2026-12-01"),
        ],
    )
    assert clocks_for("respondent", ITC, "US", open_still, {}, later, "zh").passed
    assert clocks_for("respondent", ITC, "US", ended, {}, later, "zh").passed == ()


def test_only_what_asks_for_an_act_is_called_passed() -> None:
    """The day to answer and, a day later, the one from which default may be asked for: both long past, nothing settled."""
    case = [event("complaint", "2026-10-01"), event("served", "2026-10-06")]
    later = datetime(2027, 6, 1, tzinfo=UTC)
    runs = {r.clock.id: r for r in runs_for("defendant", SUIT, "US", case, {}, later)}
    gone = {
        name for name, run in runs.items() if not run.over and not run.is_told and -PASSED_DAYS <= run.days_left < 0
    }
    assert gone == {"us-suit-answer", "us-suit-default-risk"}
    found = clocks_for("defendant", SUIT, "US", case, {}, later, "zh")
    assert [(d.rule, asks_of(d)) for d in found.passed] == [("us-suit-answer", Asks.DUE)]


@pytest.mark.parametrize(
    ("deadline", "open_"),
    [
        ({"days_left": 0}, True),
        ({"days_left": -1}, False),
        ({"days_left": -1, "earliest": True}, True),
        ({"days_left": -300, "earliest": True}, True),
        ({"days_left": -1, "doubt": "unsettled"}, True),
        ({"days_left": -1, "doubt": "docketed"}, False),  # the true day may be earlier, and never later
        ({"days_left": -1, "kind": "restraint"}, True),
    ],
)
def test_a_clock_of_which_the_earliest_day_has_passed_may_still_run(deadline: dict[str, Any], open_: bool) -> None:
    day = Deadline(date(2026, 12, 1), rule="us-x", basis="", from_event="", certainty="unknown", **deadline)
    assert may_still_run(day) is open_
