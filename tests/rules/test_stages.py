"""The first stage whose conditions hold is a matter's; a clock, an event to come and a fact nobody gave are read rightly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.forums import SHIPPED, Forum, Forums
from monitor.model import Category, Deadline, Event
from monitor.rules import advice_for, awaited_for, stage_of
from tests.forums.sample import CLOCK, HEAD, forum
from tests.rules.told import deadlines_for

MARK, SUIT, ITC = Category.TRADEMARK, Category.SUIT, Category.ITC337
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def event(code: str, day: str) -> Event:
    return Event(code, date.fromisoformat(day), code)


def stage(category: Category, place: str, kind: str, *events: Event, forums: Forums = SHIPPED, **facts: object) -> str:
    of_hit = (kind, category, place, events, facts, NOW, "zh")
    found = stage_of(
        forums.for_matter(category, place),
        kind,
        category,
        events,
        facts,
        deadlines_for(*of_hit, forums=forums),
        awaited_for(*of_hit, forums=forums),
        now=NOW,
    )
    return found.id if found else ""


def test_where_the_list_of_the_itc_has_it_pending_a_termination_is_no_end() -> None:
    instituted, ended = event("institution", "2026-11-10"), event("termination", "2026-11-18")
    whole = replace(ended, whole=True)
    for kind in ("respondent", "product", "cited"):
        assert stage(ITC, "US", kind, instituted, ended, status="Active") == "disputed"
        assert stage(ITC, "US", kind, instituted, ended, status="Terminated") == "closed"
        assert stage(ITC, "US", kind, instituted, ended) == "closed"
        assert stage(ITC, "US", kind, instituted, whole, status="Active") == "closed"  # the list is a few days behind
    of_hit = ("respondent", ITC, "US", [instituted, ended])
    running = {d.rule for d in deadlines_for(*of_hit, {"status": "Active"}, NOW, "zh")}
    assert "us-itc-response" in running
    assert "us-itc-response" not in {d.rule for d in deadlines_for(*of_hit, {"status": "Terminated"}, NOW, "zh")}
    advice = advice_for("respondent", ITC, "US", "disputed", "zh", matter="us-itc:337-TA-9911")
    assert "按未终止对待" in advice.steps[1]


def test_a_complaint_past_the_time_to_decide_is_to_be_verified_today() -> None:
    recent, long_ago = event("complaint_filed", "2026-10-20"), event("complaint_filed", "2026-10-01")
    for kind in ("respondent", "party"):
        assert stage(ITC, "US", kind, recent) == "complaint"
        assert (
            stage(ITC, "US", kind, long_ago)
            == stage(ITC, "US", kind, long_ago, event("receipt", "2026-10-08"))
            == "overdue"
        )
        assert stage(ITC, "US", kind, long_ago, event("institution", "2026-11-05")) == "instituted"
    advice = advice_for("respondent", ITC, "US", "overdue", "zh", matter="us-itc:DN-9936")
    assert "今天就核实" in advice.steps[0]
    assert "尚未立案" not in "".join((*advice.steps, advice.if_silent))


def test_a_respondent_found_in_default_is_told_so_and_the_others_to_look_whose_it_is() -> None:
    instituted, default = event("institution", "2026-11-01"), event("found_in_default", "2026-11-18")
    assert stage(ITC, "US", "respondent", instituted, default) == "default"
    assert stage(ITC, "US", "respondent", instituted, replace(default, whole=True)) == "own_default"
    advice = advice_for("respondent", ITC, "US", "own_default", "zh", matter="us-itc:337-TA-9911")
    assert "点名本企业" in advice.steps[0]
    assert "是不是本企业" not in "".join(advice.steps)


@pytest.mark.parametrize("kind", ["respondent", "party"])
def test_an_order_to_show_cause_that_names_the_firm_is_not_for_it_to_look_whose_it_is(kind: str) -> None:
    instituted, order = event("institution", "2026-11-01"), event("show_cause", "2026-11-18")
    for whole in (None, False):
        assert stage(ITC, "US", kind, instituted, replace(order, whole=whole)) == "show_cause"
    named = replace(order, whole=True)
    assert stage(ITC, "US", kind, instituted, named) == "own_show_cause"
    assert stage(ITC, "US", kind, instituted, named, event("id_served", "2026-11-19")) == "initial"
    for lang, looks in (("zh", "是不是"), ("en", "whether the order")):
        advice = advice_for("respondent", ITC, "US", "own_show_cause", lang, matter="us-itc:337-TA-9911")
        assert advice.steps
        assert looks not in "".join(advice.steps)


@pytest.mark.parametrize("code", ["termination_partial", "consent_order"])
def test_a_respondent_that_left_by_its_own_act_has_nothing_to_answer_and_no_other_is_told_so(code: str) -> None:
    instituted, ended = event("institution", "2026-11-10"), event(code, "2026-11-18")
    for whole in (None, False):
        others = [instituted, replace(ended, whole=whole)]
        assert stage(ITC, "US", "respondent", *others) == "instituted"
        assert "us-itc-response" in {d.rule for d in deadlines_for("respondent", ITC, "US", others, {}, NOW, "zh")}
    own = [instituted, replace(ended, whole=True)]
    assert stage(ITC, "US", "respondent", *own) == "left"
    assert "us-itc-response" not in {d.rule for d in deadlines_for("respondent", ITC, "US", own, {}, NOW, "zh")}
    assert stage(ITC, "US", "respondent", *own, event("exclusion_order_general", "2026-11-19")) == "geo"


def test_a_respondent_that_left_and_is_named_again_is_in_it() -> None:
    left = replace(event("termination_partial", "2026-11-12"), whole=True)
    instituted, again = event("institution", "2026-11-10"), replace(event("party_added", "2026-11-18"), whole=True)
    assert stage(ITC, "US", "respondent", instituted, left, again) == "instituted"
    in_default = replace(event("found_in_default", "2026-11-18"), whole=True)
    assert stage(ITC, "US", "respondent", instituted, left, in_default) == "own_default"


FILED, PUBLISHED = event("filed", "2026-09-01"), event("published", "2026-11-10")


@pytest.mark.parametrize(
    ("kind", "events", "expected"),
    [
        ("squat", [], "unknown"),
        ("squat", [FILED], "filed"),
        ("squat", [FILED, PUBLISHED], "published"),
        ("squat", [FILED, event("published", "2026-09-10")], "published_closed"),
        ("squat", [FILED, event("published", "2027-01-10")], "filed"),  # printed ahead: it has not happened
        ("squat", [FILED, event("registered", "2024-01-10")], "registered_invalidity_open"),
        ("squat", [FILED, event("registered", "2019-01-10")], "registered"),
        ("squat", [FILED, event("allowed", "2026-11-11")], "published_closed"),  # allowed means published before
        ("squat", [PUBLISHED, event("abandoned", "2026-11-11")], "ended"),
        ("squat", [PUBLISHED, event("abandoned", "2026-11-11"), event("revived", "2026-11-15")], "published"),
        ("own_filing", [FILED, PUBLISHED], "published_closed"),
        ("own_filing", [PUBLISHED, event("opposition", "2026-11-11")], "opposed"),
        ("own_filing", [event("registered", "2024-01-10"), event("cancellation", "2026-11-11")], "cancel_attacked"),
        ("own_filing", [FILED, event("office_action", "2026-11-11")], "office_action"),
        ("squat", [FILED, event("office_action", "2026-11-11")], "filed"),
        ("own_filing", [event("registered", "2024-01-10"), event("owner_changed", "2026-11-11")], "assigned_away"),
        ("own_filing", [FILED, event("allowed", "2026-11-11")], "allowed"),  # a statement of use is due
        ("own_filing", [event("opposition", "2026-06-01"), event("opposition_sustained", "2026-11-11")], "lost"),
        ("own_filing", [event("registered", "2020-12-01")], "renewal_due"),
        ("own_filing", [event("registered", "2024-12-01")], "registered"),
        ("squat", [FILED, PUBLISHED, event("publication_withdrawn", "2026-11-15")], "withdrawn"),
    ],
)
def test_a_us_mark_has_a_stage(kind: str, events: list[Event], expected: str) -> None:
    assert stage(MARK, "US", kind, *events) == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([event("allowed", "2026-11-10")], "allowed"),  # the fee is due
        ([event("refused", "2026-05-10"), event("appeal", "2026-11-10")], "appealed"),
        ([event("nonuse_action", "2026-05-10"), event("nonuse_granted", "2026-11-10")], "nonuse_lost"),
        ([event("registered", "2024-01-10"), event("appealable", "2026-11-10")], "appeal_due"),
        ([event("filed", "2026-01-10"), event("office_action", "2026-11-10")], "office_action"),
    ],
)
def test_a_brazilian_mark_of_ours_has_a_stage(events: list[Event], expected: str) -> None:
    assert stage(MARK, "BR", "own_filing", *events) == expected


def test_a_second_attack_on_our_mark_is_not_hidden_by_the_end_of_the_first() -> None:
    """While a time to answer is running nobody is told that nothing asks for an answer."""
    first = (
        event("registered", "2018-01-10"),
        event("cancellation", "2020-01-10"),
        event("cancellation_ended", "2021-01-10"),
    )
    assert stage(MARK, "US", "own_filing", *first, event("cancellation", "2026-11-01")) == "own_due"
    won = (
        event("registered", "2021-01-10"),
        event("nonuse_action", "2024-05-10"),
        event("nonuse_dismissed", "2024-11-10"),
    )
    assert stage(MARK, "BR", "own_filing", *won, event("nullity", "2026-11-10")) == "own_due"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "unknown"),
        ([event("complaint", "2026-11-01")], "complaint_unserved"),
        ([event("complaint", "2026-11-01"), event("sealed_motion", "2026-11-01")], "sealed"),
        ([event("sealed_motion", "2026-11-01"), event("unsealed", "2026-11-05")], "complaint_unserved"),
        ([event("sealed_motion", "2026-11-01"), event("tro_issued", "2026-11-05")], "tro"),
        ([event("tro_issued", "2026-11-05"), event("pi_motion", "2026-11-10")], "pi_hearing"),
        ([event("tro_issued", "2026-11-05"), event("pi_issued", "2026-11-10")], "pi_hearing"),
        ([event("complaint", "2026-11-01"), event("served", "2026-11-10")], "served"),
        ([event("served", "2026-11-01"), event("default", "2026-11-10")], "default"),
        ([event("served", "2026-11-01"), event("dismissed", "2026-11-10")], "closed"),
        ([event("dismissed", "2026-11-01"), event("notice", "2026-11-10")], "closed"),
    ],
)
def test_a_us_suit_has_a_stage(events: list[Event], expected: str) -> None:
    assert stage(SUIT, "US", "defendant", *events) == expected


def test_an_end_for_some_parties_is_no_end_of_the_case() -> None:
    """Told "the case is over", the defendants who remain would miss their day to answer."""
    served = event("served", "2026-11-01")
    some = Event("dismissed", date(2026, 11, 10), "NOTICE of Voluntary Dismissal as to certain defendants")
    assert stage(SUIT, "US", "defendant", served, some) == "served"
    assert stage(SUIT, "US", "defendant", served, some, event("dismissed", "2026-11-12")) == "closed"
    instituted = event("institution", "2026-11-01")
    part = Event("termination", date(2026, 11, 10), "Termination of the Investigation as to One Respondent")
    assert stage(ITC, "US", "respondent", instituted, part) == "instituted"
    assert stage(ITC, "US", "respondent", instituted, event("termination", "2026-11-10")) == "closed"


def test_a_consent_order_of_one_respondent_ends_nothing_for_the_others() -> None:
    events = event("institution", "2026-11-01"), event("consent_order", "2026-11-10")
    assert stage(ITC, "US", "respondent", *events) == "instituted"


def test_a_judgment_that_can_be_appealed_is_told_before_the_end_of_the_case() -> None:
    judged = [event("served", "2026-10-01"), event("judgment", "2026-11-10"), event("terminated", "2026-11-10")]
    assert stage(SUIT, "US", "defendant", *judged) == "judgment"
    long_ago = [event("judgment", "2026-01-10"), event("terminated", "2026-01-10")]
    assert (
        stage(SUIT, "US", "defendant", *long_ago) == "judged"
    )  # an injunction may be in force, money still be claimed


def test_an_order_is_told_although_the_same_notice_terminates_the_investigation() -> None:
    """ "Issuance of a Limited Exclusion Order; Termination of the Investigation" is one notice: nothing has ended for the firm."""
    day = "2026-11-10"
    instituted, ended = event("institution", "2025-11-10"), event("termination", day)
    for code, expected in (
        ("exclusion_order_general", "geo"),
        ("exclusion_order_limited", "final_order"),
        ("cease_and_desist", "final_order"),
        ("final_determination", "final"),
    ):
        assert stage(ITC, "US", "respondent", instituted, event(code, day), ended) == expected
    assert stage(ITC, "US", "product", instituted, event("exclusion_order_general", day), ended) == "geo"
    no_violation = [instituted, event("final_determination", day), ended]
    assert stage(ITC, "US", "respondent", *no_violation, violation="none") == "no_violation"
    assert stage(ITC, "US", "respondent", *no_violation, violation="found") == "final"


def test_a_proceeding_after_the_orders_is_told_to_the_firms_in_it() -> None:
    events = event("exclusion_order_general", "2025-01-10"), event("proceeding_instituted", "2026-11-10")
    assert stage(ITC, "US", "respondent", *events) == "further"
    assert stage(ITC, "US", "product", *events) == "geo"


def test_a_default_of_long_ago_does_not_hide_an_initial_determination() -> None:
    default, served = event("found_in_default", "2026-05-10"), event("id_served", "2026-11-10")
    assert stage(ITC, "US", "respondent", event("institution", "2026-01-10"), default, served) == "initial"


def test_a_judgment_by_default_is_told_although_it_closes_the_case() -> None:
    """The clerk terminates the case on the day of the judgment, or a few days later."""
    before = event("served", "2026-10-01"), event("default", "2026-11-10")
    for last in ("2026-11-10", "2026-11-12"):
        found = stage(SUIT, "US", "defendant", *before, event("terminated", last), ever_schedule_a=True)
        assert found == "default"
    assert stage(SUIT, "US", "defendant", *before, event("unsealed", "2026-11-15")) == "default"


@pytest.mark.parametrize("place", ["DE", "GB", "UPC"])
def test_a_judgment_of_a_european_court_is_told_although_it_closes_the_case(place: str) -> None:
    ended, default, judgment = (event(c, "2026-11-10") for c in ("terminated", "default_judgment", "judgment"))
    assert stage(SUIT, place, "defendant", default, ended) == "default_judgment"
    assert stage(SUIT, place, "defendant", judgment, ended) == "judgment"
    assert stage(SUIT, place, "defendant", event("served", "2026-01-10"), ended) == "closed"


def test_a_dismissal_in_a_schedule_a_case_does_not_end_it() -> None:
    """Stores are dismissed one by one, and an entry such as "Notice of Voluntary Dismissal" does not say which."""
    served, dismissed = event("served", "2026-11-01"), event("dismissed", "2026-11-10")
    assert stage(SUIT, "US", "party", served, dismissed, ever_schedule_a=True) == "dismissal_seen"
    ended = event("terminated", "2026-11-12")
    assert stage(SUIT, "US", "party", served, dismissed, ended, ever_schedule_a=True) == "closed"
    assert stage(SUIT, "US", "party", served, dismissed) == "closed"
    one = Event("dismissed", date(2026, 11, 10), "NOTICE of Voluntary Dismissal of Defendant Bluefern Store")
    assert stage(SUIT, "US", "party", served, one, ever_schedule_a=True) == "served"


def test_an_injunction_is_not_forgotten_when_the_case_is_unsealed() -> None:
    events = event("tro_issued", "2026-10-01"), event("pi_issued", "2026-10-15"), event("unsealed", "2026-11-01")
    assert stage(SUIT, "US", "defendant", *events, ever_schedule_a=True) == "pi_in_force"


def test_an_order_to_show_cause_and_an_initial_determination_are_stages() -> None:
    instituted = event("institution", "2026-08-10")
    assert stage(ITC, "US", "respondent", instituted, event("show_cause", "2026-11-10")) == "show_cause"
    assert stage(ITC, "US", "respondent", instituted, event("id_served", "2026-11-10")) == "initial"


def test_a_schedule_a_case_is_told_apart_before_any_order() -> None:
    complaint = event("complaint", "2026-11-01")
    assert stage(SUIT, "US", "party", complaint, ever_schedule_a=True) == "schedule_a"
    assert stage(SUIT, "US", "party", complaint, event("tro_issued", "2026-11-10"), ever_schedule_a=True) == "tro"


def test_a_general_exclusion_order_asked_for_counts_for_firms_that_are_not_named() -> None:
    instituted = event("institution", "2026-11-10")
    assert stage(ITC, "US", "product", instituted, geo_requested=True) == "geo_requested"
    assert stage(ITC, "US", "respondent", instituted, geo_requested=True) == "instituted"


def test_a_fact_tells_stages_apart_and_an_absent_one_is_false() -> None:
    instituted = event("institution", "2026-11-10")
    assert stage(ITC, "US", "respondent", instituted) == "instituted"
    assert stage(ITC, "US", "respondent", instituted, temporary_relief=True) == "teo"
    assert stage(ITC, "US", "respondent", instituted, temporary_relief=False) == "instituted"
    assert stage(ITC, "US", "product", instituted, event("exclusion_order_general", "2026-11-12")) == "geo"


def test_a_forum_without_a_file_or_without_stages_gives_none(tmp_path: Path) -> None:
    assert stage(MARK, "XX", "squat", PUBLISHED) == ""
    bare: Forum = forum(tmp_path, CLOCK)
    assert stage_of(bare, "squat", MARK, [PUBLISHED], {}, (), now=NOW) is None


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2026-11-20", "soon"),  # 30 days
        ("2026-11-21", "none"),
        ("2026-10-21", "soon"),  # the last day
        ("2026-10-20", "passed"),
        ("2026-10-10", "none"),  # long over: no clock is shown any more
    ],
)
def test_a_stage_asks_for_the_state_of_a_clock(tmp_path: Path, published: str, expected: str) -> None:
    names = ("soon", "open", "passed")
    states = {"soon": "open-soon", "open": "open", "passed": "passed"}
    stages = "".join(
        f'\n[[stages]]\nid = "{name}"\nname = {{zh = "甲", en = "A"}}\nclocks.opposition = "{states[name]}"\n'
        for name in names
    )
    forum(tmp_path, CLOCK, stages=stages + '\n[[stages]]\nid = "none"\nname = {zh = "乙", en = "B"}\n', head=HEAD)
    found = stage(MARK, "XX", "squat", event("published", published), forums=Forums(tmp_path))
    assert found == ("open" if published == "2026-11-21" else expected)


STAGE = '\n[[stages]]\nid = "it"\nname = {zh = "甲", en = "A"}\n'
REST = '\n[[stages]]\nid = "rest"\nname = {zh = "乙", en = "B"}\n'


@pytest.mark.parametrize(
    ("condition", "facts", "holds"),
    [
        ('facts.phase = ["new", "old"]', {"phase": "old"}, True),
        ('facts.phase = ["new", "old"]', {"phase": "other"}, False),
        ('facts.phase = ["new", "old"]', {}, False),
        ('facts.phase = ["new", "old"]', {"phase": ["other", "new"]}, True),
        ('facts.phase = ["new", "old"]', {"phase": ["other"]}, False),
        ('facts.phase = ["new", "old"]', {"phase": []}, False),
        ("facts.live = true", {"live": True}, True),
        ("facts.live = true", {"live": False}, False),
        ("facts.live = true", {}, False),
        ("facts.live = false", {}, True),
        ("facts.live = false", {"live": False}, True),
        ("facts.live = false", {"live": True}, False),
        ('category = ["trademark"]', {}, True),
        ('category = ["gi"]', {}, False),
        ('kinds = ["squat"]', {}, True),
        ('kinds = ["own_filing"]', {}, False),
        ('events = ["published", "filed"]', {}, True),
        ('events = ["registered"]', {}, False),
        ('without = ["registered"]', {}, True),
        ('without = ["published"]', {}, False),
        ('latest = ["filed"]\nwithout = ["registered"]', {}, False),
        ('latest = ["published"]', {}, True),
    ],
)
def test_every_condition_of_a_stage_must_hold(
    tmp_path: Path, condition: str, facts: dict[str, object], holds: bool
) -> None:
    """The latest telling event is that of 10 November; one of 1 November that another stage names is older."""
    other = '\n[[stages]]\nid = "other"\nname = {zh = "丙", en = "C"}\nevents = ["filed", "published"]\nwithout = ["filed"]\n'
    forum(tmp_path, CLOCK, stages=STAGE + condition + "\n" + other + REST)
    events = [event("filed", "2026-11-01"), PUBLISHED]
    found = stage(MARK, "XX", "squat", *events, forums=Forums(tmp_path), **facts)
    assert (found == "it") == holds


def test_what_happens_today_has_happened_and_what_happens_tomorrow_has_not() -> None:
    assert stage(MARK, "US", "squat", FILED, event("published", "2026-11-20")) == "published"
    assert stage(MARK, "US", "squat", FILED, event("published", "2026-11-21")) == "filed"
    assert stage(MARK, "US", "own_filing", FILED, event("opposition", "2026-11-20")) == "opposed"
    assert stage(MARK, "BR", "own_filing", FILED, event("refused", "2026-11-21")) != "office_action"
    # Not opposed yet, but the day to answer that follows is known, and is told.
    assert stage(MARK, "US", "own_filing", FILED, event("opposition", "2026-11-21")) == "own_due"


def test_a_clock_to_begin_is_waited_for_and_one_kind_is_not_another(tmp_path: Path) -> None:
    waiting = """awaits.known = ["filed"]
awaits.short = {zh = "尚未公告", en = "not yet published"}
awaits.text = {zh = "尚未公告。", en = "Not yet published."}
"""
    second = CLOCK.replace("xx-opposition", "xx-observation").replace('kind = "opposition"', 'kind = "observation"')
    asked = STAGE + 'clocks.opposition = "waiting"\n' + REST
    for clocks, events, expected in (
        ((CLOCK + waiting, second), FILED, "it"),
        ((CLOCK + waiting, second), PUBLISHED, "rest"),
        ((CLOCK + waiting, second + waiting), FILED, "it"),
        ((CLOCK, second + waiting), FILED, "rest"),
    ):
        forum(tmp_path, *clocks, stages=asked)
        assert stage(MARK, "XX", "squat", events, forums=Forums(tmp_path)) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [((-1,), "it"), ((0,), "rest"), ((1,), "rest"), ((-1, 5), "rest"), ((-1, -3), "it"), ((), "rest")],
)
def test_a_kind_of_clock_has_passed_when_all_of_it_has(tmp_path: Path, days: tuple[int, ...], expected: str) -> None:
    found = forum(tmp_path, CLOCK, stages=STAGE + 'clocks.opposition = "passed"\n' + REST)
    clocks = [Deadline(date(2026, 11, 20), n, "xx", "-", "-", "computed", "opposition") for n in days]
    other = Deadline(date(2026, 11, 20), -1, "xx", "-", "-", "computed", "answer")
    decided = stage_of(found, "squat", MARK, [PUBLISHED], {}, (*clocks, other), now=NOW)
    assert decided is not None
    assert decided.id == expected


@pytest.mark.parametrize("kind", ["own_filing", "own_attacked", "own_lost"])
def test_the_stages_of_a_right_of_ours_are_those_of_our_filings_whatever_became_of_it(kind: str) -> None:
    opposed = (FILED, event("published", "2026-09-10"), event("opposition", "2026-10-01"))
    assert stage(MARK, "US", kind, *opposed) == "opposed"
