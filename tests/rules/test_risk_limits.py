"""The limits of every rank: each condition held and just not held, and a clock that ends today still runs."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.model import Band, Category, Deadline, Role
from monitor.rules import risk_of, risk_reasons
from monitor.rules.risk_book import RiskRule, risk_book

ITC, SUIT, MARK = Category.ITC337, Category.SUIT, Category.TRADEMARK


def clock(days: int, rule: str = "us-tm-cancellation") -> Deadline:
    return Deadline(date(2026, 12, 1), days, rule, "-", "-", "computed")


def decided(kind: str, category: Category, band: Band | None, *clocks: Deadline, **facts: object) -> str:
    """The id of the rule that decides."""
    why = risk_reasons(kind, category, band, clocks, facts, "zh")[0]
    risk = risk_of(kind, category, band, clocks, facts)
    return next(rule.id for rule in risk_book() if rule.why["zh"] == why and rule.risk == risk)


@pytest.mark.parametrize(
    ("days", "rule", "risk"),
    [
        (-2, "alert", "medium"),
        (-1, "alert", "medium"),
        (0, "near-deadline", "high"),  # due today: nothing is more urgent
        (1, "near-deadline", "high"),
        (29, "near-deadline", "high"),
        (30, "near-deadline", "high"),
        (31, "alert", "medium"),
    ],
)
def test_an_alert_is_high_from_thirty_days_before_its_deadline_to_the_last_day(days: int, rule: str, risk: str) -> None:
    assert decided("squat", MARK, Band.ALERT, clock(days)) == rule
    assert risk_of("squat", MARK, Band.ALERT, (clock(days),), {}) == risk


@pytest.mark.parametrize(
    ("days", "risk"), [(-1, "low"), (0, "medium"), (1, "medium"), (59, "medium"), (60, "medium"), (61, "low")]
)
def test_a_review_is_medium_from_sixty_days_before_its_deadline_to_the_last_day(days: int, risk: str) -> None:
    assert risk_of("squat", MARK, Band.REVIEW, (clock(days),), {}) == risk


@pytest.mark.parametrize("rule", ["us-tm-opposition", "us-tm-letter-of-protest", "br-tm-opposition"])
@pytest.mark.parametrize(("days", "risk"), [(-1, "medium"), (0, "high"), (90, "high")])
def test_an_open_time_to_oppose_is_high_to_its_last_day(rule: str, days: int, risk: str) -> None:
    assert risk_of("squat", MARK, Band.ALERT, (clock(days, rule),), {}) == risk
    assert risk_of("squat", Category.GI, Band.ALERT, (clock(days, rule),), {}) == risk


def test_one_running_clock_among_passed_ones_counts() -> None:
    assert risk_of("squat", MARK, Band.ALERT, (clock(-3), clock(0)), {}) == "high"
    assert risk_of("squat", MARK, Band.ALERT, (clock(-3), clock(90)), {}) == "medium"


@pytest.mark.parametrize(
    ("kind", "category", "band", "facts", "rule"),
    [
        ("own_filing", MARK, Band.ALERT, {}, "own-filing"),
        ("squat", MARK, Band.ALERT, {"own_filing": True}, "own-filing"),
        ("squat", MARK, Band.ALERT, {"own_filing": False}, "alert"),
        ("own_filing", MARK, Band.ALERT, {"role": "respondent"}, "own-filing"),
        ("squat", Category.NEWS, Band.ALERT, {}, "news"),
        ("complainant", ITC, Band.ALERT, {}, "our-own-action"),
        ("plaintiff", SUIT, Band.ALERT, {}, "our-own-action"),
        ("plaintiff", Category.SEP, Band.ALERT, {}, "our-own-action"),
        ("complainant", MARK, Band.ALERT, {}, "alert"),
        ("cited", ITC, Band.ALERT, {}, "cited"),
        ("goods", MARK, Band.ALERT, {}, "cited"),
        ("squat", MARK, Band.ALERT, {"serial_filer": True}, "serial-filer"),
        ("squat", MARK, Band.REVIEW, {"serial_filer": True}, "serial-filer"),
        ("squat", MARK, Band.DIGEST, {"serial_filer": True}, "digest"),
        ("squat", MARK, None, {"serial_filer": True}, "otherwise"),
        ("squat", Category.GI, Band.ALERT, {"serial_filer": True}, "alert"),
        ("owner_named", MARK, Band.ALERT, {"serial_filer": True}, "alert"),
        ("respondent", ITC, Band.DIGEST, {}, "digest"),
        ("respondent", ITC, Band.ALERT, {}, "named-respondent"),
        ("party", ITC, Band.ALERT, {}, "named-in-investigation"),
        ("product", ITC, Band.ALERT, {}, "product-in-case"),
        ("respondent", ITC, Band.REVIEW, {}, "party-under-review"),
        ("respondent", ITC, None, {}, "otherwise"),
        ("respondent", MARK, Band.ALERT, {}, "alert"),
        ("defendant", SUIT, Band.ALERT, {}, "named-defendant"),
        ("party", SUIT, Band.ALERT, {}, "named-in-suit"),
        ("defendant", Category.SEP, Band.ALERT, {}, "named-defendant"),
        ("defendant", SUIT, Band.REVIEW, {}, "party-under-review"),
        ("product", ITC, Band.REVIEW, {"geo_requested": True}, "general-exclusion"),
        ("product", ITC, Band.ALERT, {"geo_requested": True}, "general-exclusion"),
        ("product", ITC, Band.REVIEW, {"geo_requested": True, "geo_ordered": True}, "general-exclusion-issued"),
        ("product", ITC, Band.DIGEST, {"geo_requested": True}, "digest"),
        ("product", SUIT, Band.REVIEW, {"geo_requested": True}, "product-in-case"),
        ("squat", MARK, Band.REVIEW, {}, "otherwise"),
        ("squat", MARK, None, {}, "otherwise"),
    ],
)
def test_each_rank_has_its_cases_and_the_first_that_holds_decides(
    kind: str, category: Category, band: Band | None, facts: dict[str, object], rule: str
) -> None:
    assert decided(kind, category, band, **facts) == rule


@pytest.mark.parametrize("role", sorted(r.value for r in Role))
def test_the_kind_names_the_role_where_it_is_one_and_the_fact_elsewhere(role: str) -> None:
    assert decided(role, ITC, Band.ALERT, role="cited") == decided(role, ITC, Band.ALERT)
    assert decided("squat", ITC, Band.ALERT, role=role) == decided(role, ITC, Band.ALERT)


@pytest.mark.parametrize(
    ("facts", "rank"), [({"a": True}, "high"), ({"b": True}, "high"), ({}, "low"), ({"a": False}, "low")]
)
def test_one_of_the_facts_of_a_rule_suffices(
    monkeypatch: pytest.MonkeyPatch, facts: dict[str, object], rank: str
) -> None:
    why = {"zh": "甲", "en": "A"}
    book = (RiskRule("any", "high", why, facts=frozenset({"a", "b"})), RiskRule("rest", "low", why))
    monkeypatch.setattr("monitor.rules.risk.risk_book", lambda: book)
    assert risk_of("squat", MARK, Band.ALERT, (), facts) == rank


def why(kind: str, category: Category, band: Band, *clocks: Deadline, **facts: object) -> list[str]:
    """The ids of the rules whose reasons are told."""
    told = risk_reasons(kind, category, band, clocks, facts, "zh")
    return [next(r.id for r in risk_book() if r.why["zh"] == reason) for reason in told]


def test_a_general_exclusion_order_is_told_beside_being_named() -> None:
    told = why("respondent", ITC, Band.ALERT, clock(12, "us-itc-response"), geo_requested=True)
    assert told == ["named-respondent", "general-exclusion", "near-deadline"]
    assert why("respondent", ITC, Band.ALERT, geo_requested=True, geo_ordered=True) == [
        "named-respondent",
        "general-exclusion-issued",
    ]


def test_reasons_of_another_rank_are_not_told() -> None:
    assert why("respondent", ITC, Band.ALERT) == ["named-respondent"]  # not: the names are the same
    assert why("complainant", ITC, Band.ALERT, clock(3), geo_requested=True) == ["our-own-action"]


def test_a_rule_that_always_holds_gives_a_reason_only_where_nothing_else_does() -> None:
    assert why("cited", ITC, Band.ALERT) == ["cited"]
    assert why("squat", MARK, Band.REVIEW) == ["otherwise"]


def test_a_party_whose_side_is_not_known_is_not_called_a_respondent_or_defendant() -> None:
    for category in (ITC, SUIT):
        (reason,) = risk_reasons("party", category, Band.ALERT, (), {}, "zh")
        assert "待核实" in reason
        assert "被列为" not in reason


def test_no_rule_holds_where_a_fact_it_excludes_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    reason = {"zh": "甲", "en": "A"}
    rest = {"zh": "乙", "en": "B"}
    book = (RiskRule("any", "high", reason, unless=frozenset({"a"})), RiskRule("rest", "low", rest))
    monkeypatch.setattr("monitor.rules.risk.risk_book", lambda: book)
    assert risk_reasons("squat", MARK, Band.ALERT, (), {"a": False}, "en") == ("A",)
    assert risk_reasons("squat", MARK, Band.ALERT, (), {"a": True}, "en") == ("B",)


def test_what_holds_against_a_party_is_told_before_that_it_is_named() -> None:
    assert why("defendant", SUIT, Band.ALERT, tro_in_force=True) == ["restraint-in-force", "named-defendant"]
    assert why("party", SUIT, Band.ALERT, pi_in_force=True) == ["restraint-in-force", "named-in-suit"]
    assert why("party", SUIT, Band.REVIEW, tro_in_force=True)[0] == "restraint-in-force"
    assert why("respondent", ITC, Band.ALERT, in_default=True) == ["in-default", "named-respondent"]
    assert why("plaintiff", SUIT, Band.ALERT, tro_in_force=True) == ["our-own-action"]
