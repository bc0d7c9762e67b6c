"""The clocks of the American forums: each says on what it rests and when that was read; those of more than one step are told step by step."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.forums import SHIPPED, Clock
from monitor.model import Category, Deadline, Event
from tests.rules.told import deadlines_for

FORUMS = ("us-court", "us-itc", "us-ttab", "us-uspto", "us-customs")
CLOCKS = [clock for code in FORUMS for clock in SHIPPED.read(code).clocks]
MARK, ITC = Category.TRADEMARK, Category.ITC337
PUBLISHED = date(2026, 11, 3)
DAY = timedelta(days=1)


def shown(category: Category, *events: Event, kind: str = "", on: date, **facts: object) -> dict[str, Deadline]:
    now = datetime(on.year, on.month, on.day, 17, tzinfo=UTC)
    return {d.rule: d for d in deadlines_for(kind, category, "US", events, facts, now, "zh")}


def test_there_are_enough_of_them() -> None:
    assert len([c for c in CLOCKS if c.checked]) >= 25


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda c: c.id)
def test_a_clock_names_its_basis_its_source_and_when_it_was_read(clock: Clock) -> None:
    assert clock.basis["zh"]
    assert clock.basis["en"]
    if clock.confidence == "unverified":
        assert clock.certainty == "unknown"
        assert clock.checked is None
    else:
        assert clock.source
        assert clock.checked is not None


# --- the ladder of extensions to oppose ---


@pytest.mark.parametrize(
    ("granted", "steps"),
    [
        (None, {}),
        (1, {"us-tm-extended-60": 60}),
        (30, {"us-tm-extended-60": 60}),
        (
            33,
            {"us-tm-extended-60": 60, "us-tm-extended-120": 120},
        ),  # filed on a last day that had moved, or the next step
        (50, {"us-tm-extended-120": 120}),
        (100, {"us-tm-extended-180": 180}),
        (170, {}),
    ],
)
def test_an_extension_leads_to_the_next_step_and_never_beyond_a_hundred_and_eighty_days(
    granted: int | None, steps: dict[str, int]
) -> None:
    events = [Event("published", PUBLISHED, "x")]
    if granted is not None:
        events.append(Event("opposition_extension", PUBLISHED + granted * DAY, "x"))
    found = shown(MARK, *events, on=PUBLISHED + (granted or 1) * DAY, kind="squat")
    ladder = {rule: d for rule, d in found.items() if rule.startswith("us-tm-extended")}
    assert ladder.keys() == steps.keys()
    for rule, length in steps.items():
        assert timedelta(0) <= ladder[rule].date - (PUBLISHED + length * DAY) <= timedelta(4)  # days of rest
        assert ladder[rule].certainty == "unknown"  # the record does not say whose extension it is


def test_an_extension_without_a_publication_starts_nothing() -> None:
    assert shown(MARK, Event("opposition_extension", PUBLISHED, "x"), on=PUBLISHED, kind="squat") == {}


def test_the_board_sets_forty_days_and_the_rule_gives_thirty_at_least() -> None:
    clock = shown(MARK, Event("opposition", PUBLISHED, "x"), on=PUBLISHED, kind="own_attacked")[
        "us-ttab-answer-opposition"
    ]
    assert (clock.date, clock.certainty) == (date(2026, 12, 3), "unknown")
    assert "40" in clock.basis
    said = Event("opposition", PUBLISHED, "x", says={"response_due": "2026-12-14"})
    printed = shown(MARK, said, on=PUBLISHED, kind="own_attacked")["us-ttab-answer-opposition"]
    assert (printed.date, printed.certainty) == (date(2026, 12, 14), "certain")


# --- the ITC ---


def test_the_presidential_review_runs_from_the_issue_never_from_the_publication() -> None:
    order = Event("exclusion_order_limited", date(2026, 11, 17), "x", says={"issued": "2026-11-12"})
    found = shown(ITC, order, on=date(2026, 11, 20), kind="respondent")
    assert (found["us-itc-presidential-review"].date, found["us-itc-presidential-review"].certainty) == (
        date(2027, 1, 11),
        "computed",
    )
    assert found["us-itc-appeal"].date == date(2027, 3, 13)
    # A notice that was printed late, in a lapse of appropriations, still says when the act was made.
    late = Event("exclusion_order_limited", date(2026, 11, 30), "x", says={"issued": "2026-10-02"})
    assert shown(ITC, late, on=date(2026, 11, 30), kind="respondent")["us-itc-presidential-review"].date == date(
        2026, 12, 1
    )


def test_an_order_may_be_printed_on_the_day_of_its_issue() -> None:
    order = Event("exclusion_order_limited", date(2026, 11, 17), "x", says={"issued": "2026-11-17"})
    clock = shown(ITC, order, on=date(2026, 11, 20), kind="respondent")["us-itc-presidential-review"]
    assert (clock.date, clock.certainty) == (date(2027, 1, 16), "computed")


def test_an_order_whose_issue_nobody_printed_has_no_sure_day() -> None:
    order = Event("exclusion_order_limited", date(2026, 11, 17), "x")
    clock = shown(ITC, order, on=date(2026, 11, 20), kind="respondent")["us-itc-presidential-review"]
    assert (clock.certainty, clock.doubt) == ("unknown", "docketed")
    assert "可能早于所列日期" in clock.from_event
    # The day on which a later notice was issued is not that of the order.
    other = shown(ITC, order, on=date(2026, 11, 20), kind="respondent", issued="2026-11-19")
    assert other["us-itc-presidential-review"].certainty == "unknown"


@pytest.mark.parametrize(
    ("code", "rule", "due"),
    [
        ("id_served", "us-itc-petition-review", "2026-11-23"),  # 12 days: the 22nd is a Sunday
        ("id_100_day_served", "us-itc-petition-100day", "2026-11-18"),  # five business days, one of them a holiday
        ("id_summary_served", "us-itc-petition-sd", "2026-11-20"),
        ("id_other_served", "us-itc-petition-other", "2026-11-18"),
        ("review_petition_served", "us-itc-petition-response", "2026-11-18"),
    ],
)
def test_a_petition_for_review_has_the_days_of_its_determination(code: str, rule: str, due: str) -> None:
    served = Event(code, date(2026, 11, 10), "x")
    assert shown(ITC, served, on=date(2026, 11, 10), kind="respondent")[rule].date.isoformat() == due
    assert rule not in shown(
        ITC, served, on=date(2026, 11, 10), kind="product"
    )  # who is no party petitions for nothing


@pytest.mark.parametrize(
    ("rule", "fact", "code"),
    [
        ("us-itc-show-cause", "show_cause_due", "show_cause"),
        ("us-itc-remedy", "submissions_due", "review_determination"),
        ("us-itc-remedy-reply", "reply_submissions_due", "review_determination"),
        ("us-itc-response", "response_due", "institution"),
        ("us-itc-public-interest", "comments_due", "receipt"),
        ("us-itc-public-comments", "comments_due", "notice"),
    ],
)
def test_what_a_notice_prints_is_the_last_day(rule: str, fact: str, code: str) -> None:
    notice = Event(code, date(2026, 11, 10), "x", says={fact: "2026-12-01"})
    found = shown(ITC, notice, on=date(2026, 11, 12), kind="respondent")[rule]
    assert (found.date, found.certainty) == (date(2026, 12, 1), "certain")


def test_a_finding_of_no_violation_is_final_when_made() -> None:
    made = Event("final_determination", date(2026, 11, 10), "x", says={"issued": "2026-11-06"})
    on = date(2026, 11, 12)
    assert shown(ITC, made, on=on, kind="respondent", violation="none")["us-itc-appeal-no-violation"].date == date(
        2027, 1, 5
    )
    assert "us-itc-appeal-no-violation" not in shown(ITC, made, on=on, kind="respondent", violation="found")
    assert "us-itc-appeal-no-violation" not in shown(ITC, made, on=on, kind="respondent")
