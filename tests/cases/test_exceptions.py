"""Exception rules: what is too wide to be one, what one holds of, and what it never keeps out. Invented names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.cases.exceptions import (
    Clock,
    Decided,
    ExceptionRule,
    Met,
    RuleKind,
    Scope,
    decided,
    holds,
    is_narrow,
    latest_day,
)
from monitor.model import HitKind

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
MET = Met(
    hit=7,
    kind=HitKind.SQUAT,
    names=frozenset({"w1"}),
    owners=frozenset({"goldenharbor"}),
    classes=frozenset({30, 33}),
    country="BR",
    texts=frozenset({"languhe"}),
)
RULE = ExceptionRule(RuleKind.FALSE_ALARM, Scope(owners=("goldenharbor",)), "x", "张三", AT, date(2026, 12, 1), id=1)


OPPOSITION = ("us-opposition", "2026-12-20")


def never() -> tuple[Clock, ...]:
    return ()


def always() -> tuple[Clock, ...]:
    return (OPPOSITION,)


@pytest.mark.parametrize(
    ("scope", "narrow"),
    [
        (Scope(), False),
        (Scope(names=("w1",)), False),
        (Scope(classes=(33,)), False),
        (Scope(countries=("BR",)), False),
        (Scope(classes=(33,), countries=("BR",)), False),
        (Scope(texts=("x",)), False),
        (Scope(texts=("x",), countries=("BR",)), False),
        (Scope(hits=(7,)), True),
        (Scope(owners=("x",)), True),
        (Scope(names=("w1",), classes=(33,)), True),
        (Scope(names=("w1",), countries=("BR",)), True),
        (Scope(names=("w1",), texts=("x",)), True),
        (Scope(names=("w1",), owners=("x",)), True),
    ],
)
def test_a_rule_names_a_hit_an_owner_or_a_name_in_something(scope: Scope, narrow: bool) -> None:
    assert is_narrow(scope) is narrow
    if not narrow:
        assert not holds(scope, MET)


@pytest.mark.parametrize(
    ("scope", "met", "held"),
    [
        (Scope(hits=(7,)), MET, True),
        (Scope(hits=(8,)), MET, False),
        (Scope(owners=("goldenharbor",)), MET, True),
        (Scope(owners=("other",)), MET, False),
        (Scope(owners=("goldenharbor",)), replace(MET, owners=frozenset({"goldenharbor", "other"})), False),
        (Scope(owners=("goldenharbor", "other")), replace(MET, owners=frozenset({"goldenharbor", "other"})), True),
        (Scope(owners=("goldenharbor",)), replace(MET, owners=frozenset()), False),
        (Scope(names=("w1",), classes=(30, 33)), MET, True),
        (Scope(names=("w1",), classes=(33,)), MET, False),  # it is filed for 30 as well
        (Scope(names=("w1",), classes=(33,)), replace(MET, classes=frozenset()), False),
        (Scope(names=("w1",), countries=("BR", "AR")), MET, True),
        (Scope(names=("w1",), countries=("US",)), MET, False),
        (Scope(names=("w2",), countries=("BR",)), MET, False),
        (Scope(names=("w1",), countries=("BR",)), replace(MET, names=frozenset({"w1", "w2"})), False),
        (Scope(names=("w1",), texts=("languhe",)), MET, True),
        (Scope(names=("w1",), texts=("languhe",)), replace(MET, texts=frozenset({"languhe", "岚谷禾"})), False),
        (Scope(owners=("goldenharbor",), names=("w1",), countries=("US",)), MET, False),
    ],
)
def test_all_conditions_hold_and_of_everything_the_hit_has(scope: Scope, met: Met, held: bool) -> None:
    assert holds(scope, met) is held


def test_a_rule_holds_on_its_last_day_and_not_on_the_day_after() -> None:
    assert RULE.in_force(date(2026, 12, 1))
    assert not RULE.in_force(date(2026, 12, 2))
    assert not replace(RULE, ended_at=AT).in_force(date(2026, 11, 20))


def test_a_running_clock_is_kept_out_only_where_a_person_agreed() -> None:
    assert decided([RULE], MET, never) == Decided(1)
    assert decided([RULE], MET, always) == Decided(0, 1, "clock")
    assert decided([replace(RULE, clocks=((7, *OPPOSITION),))], MET, always) == Decided(1)


@pytest.mark.parametrize(
    ("agreed", "running"),
    [
        ((8, *OPPOSITION), (OPPOSITION,)),  # that of another hit
        ((7, "us-opposition", "2026-12-19"), (OPPOSITION,)),  # another last day
        ((7, "us-answer", "2026-12-20"), (OPPOSITION,)),  # another clock
        ((7, *OPPOSITION), (OPPOSITION, ("us-answer", "2027-01-02"))),  # one beside it
    ],
)
def test_consent_to_one_clock_is_none_to_another(agreed: tuple[int, str, str], running: tuple[Clock, ...]) -> None:
    assert decided([replace(RULE, clocks=(agreed,))], MET, lambda: running) == Decided(0, 1, "clock")


@pytest.mark.parametrize("kind", ["own_attacked", "own_lost", "defendant", "respondent", "party"])
def test_what_is_directed_against_us_is_not_kept_out_for_a_class_or_a_country(kind: str) -> None:
    met = replace(MET, kind=HitKind(kind))
    wide = Scope(names=("w1",), classes=(30, 33), countries=("BR",))
    assert holds(wide, MET)
    assert not holds(wide, met)
    for named in ({"hits": (7,)}, {"owners": ("goldenharbor",)}, {"texts": ("languhe",)}):
        assert holds(replace(wide, **named), met)


@pytest.mark.parametrize("kind", [RuleKind.DEALER, RuleKind.LICENSEE])
@pytest.mark.parametrize("found", [HitKind.SQUAT, HitKind.CLAIMED_OWN, HitKind.OWN_LOST, HitKind.OWNER_NAMED])
def test_consent_to_sell_is_none_to_register(kind: RuleKind, found: HitKind) -> None:
    rule = replace(RULE, kind=kind, clocks=((7, *OPPOSITION),))
    assert decided([rule], replace(MET, kind=found), always) == Decided(0, 1, "application")
    assert decided([rule], replace(MET, kind=HitKind.PRODUCT), always) == Decided(1)


def test_of_several_rules_the_oldest_that_keeps_it_out_is_named() -> None:
    dealer = replace(RULE, kind=RuleKind.DEALER)
    second, third = replace(RULE, id=2), replace(RULE, id=3)
    assert decided([third, second, dealer], MET, never) == Decided(2)
    assert decided([third, dealer], MET, always) == Decided(0, 1, "application")


def test_two_years_at_most_also_from_a_leap_day() -> None:
    assert latest_day(date(2026, 11, 20)) == date(2028, 11, 20)
    assert latest_day(date(2028, 2, 29)) == date(2030, 2, 28)
