"""Which hits stand where: the cap of a name, the order of urgency, the full entries. Nothing is lost on the way."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.bulletin import HitView, compose
from monitor.bulletin.selection import (
    CAP_PER_NAME,
    deadlines_in_order,
    deserves_full_entry,
    in_order,
    nearest_deadline,
    select,
)
from monitor.model import Band, Deadline
from tests.bulletin import sample_issue as sample

DAY = date(2026, 11, 20)


def clock(days: int, certainty: str = "computed", rule: str = "us-tm-opposition") -> Deadline:
    return Deadline(DAY + timedelta(days=days), days, rule, "basis", "event", certainty)


def hit(name: str, **changes: Any) -> HitView:
    return replace(sample.SQUAT_US, id=name, **({"matter": f"tm:US:{name}", "deadlines": ()} | changes))


def ids(hits: Iterable[HitView]) -> list[str]:
    return [h.id for h in hits]


# --- the cap of a name --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_hits", "shown", "folded"), [(0, 0, 0), (1, 1, 0), (19, 19, 0), (20, 20, 0), (21, 20, 1), (45, 20, 25)]
)
@pytest.mark.parametrize("section", [0, 1, 2])
def test_twenty_of_a_name_are_shown_and_the_others_counted_in_every_section(
    section: int, given_hits: int, shown: int, folded: int
) -> None:
    assert CAP_PER_NAME == 20
    flood = [hit(f"{n:02d}") for n in range(given_hits)]
    parts: list[list[HitView]] = [[], [], []]
    parts[section] = flood
    chosen = select(*parts)
    there = [(*chosen.full, *chosen.brief), chosen.changed, chosen.own]
    assert [len(p) for p in there] == [shown if n == section else 0 for n in range(3)]
    assert chosen.folded == (((sample.SQUAT_US.watched, folded),) if folded else ())


def test_what_is_folded_of_new_changed_and_own_is_one_sum_per_name() -> None:
    def flood(section: str, count: int, name: str) -> list[HitView]:
        return [hit(f"{section}{name}{n:02d}", watched=name, watched_id=name) for n in range(count)]

    chosen = select(
        flood("n", 21, "甲"), flood("c", 23, "甲") + flood("c", 22, "乙"), flood("o", 22, "甲") + flood("o", 22, "丙")
    )
    assert chosen.folded == (("甲", 6), ("丙", 2), ("乙", 2))  # most first, then by name


def test_the_cap_is_one_of_a_name_not_of_all() -> None:
    both = [hit(f"{name}{n:02d}", watched=name, watched_id=name) for name in "甲乙" for n in range(20)]
    chosen = select(both, (), ())
    assert len(chosen.full) == 40
    assert not chosen.folded


def test_the_riskiest_of_a_flood_are_kept_and_stand_first() -> None:
    low = [hit(f"low{n:02d}", risk="low", deadlines=(clock(1),)) for n in range(20)]
    medium, high = hit("medium", risk="medium", deadlines=(clock(9),)), hit("high", risk="high")
    chosen = select([*low, medium, high], (), ())
    shown = {*ids(chosen.full), *ids(chosen.brief)}
    assert {"medium", "high"} <= shown
    assert len(shown) == 20
    assert ids(chosen.full) == ["high", "medium"]


_rows = st.lists(
    st.tuples(
        st.sampled_from(["high", "medium", "low"]),
        st.sampled_from(["甲", "乙"]),
        st.integers(0, 2),
        st.sampled_from(Band),
        st.booleans(),
    ),
    max_size=90,
)


@settings(deadline=None, max_examples=40)
@given(_rows)
def test_shown_and_folded_are_what_was_given(rows: list[tuple[str, str, int, Band, bool]]) -> None:
    parts: list[list[HitView]] = [[], [], []]
    for n, (risk, name, section, band, unlisted) in enumerate(rows):
        name_id = "" if unlisted else name
        parts[section].append(
            hit(f"{n:02d}", risk=risk, watched=name, watched_id=name_id, band=band, unlisted=unlisted)
        )
    chosen = select(*parts)
    firms = (*chosen.firms, *chosen.firms_brief)
    assert all(h.unlisted for h in firms)
    assert not any(h.unlisted for h in (*chosen.full, *chosen.brief, *chosen.old))
    shown = [*chosen.full, *firms, *chosen.brief, *chosen.changed, *chosen.own]
    assert len(shown) == len(set(ids(shown)))
    assert len(shown) + sum(count for _, count in chosen.folded) == len(rows)
    for name in "甲乙":
        there = sum(h.watched == name for h in shown)
        assert there + dict(chosen.folded).get(name, 0) == sum(row[1] == name for row in rows)


# --- a full entry -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("risk", "band", "full"),
    [
        ("high", Band.ALERT, True),
        ("high", Band.REVIEW, True),
        ("high", Band.DIGEST, True),
        ("medium", Band.ALERT, True),
        ("medium", Band.REVIEW, True),
        ("medium", Band.DIGEST, False),
        ("low", Band.ALERT, False),
        ("low", Band.REVIEW, False),
        ("low", Band.DIGEST, False),
    ],
)
def test_high_risk_always_medium_unless_weak_low_never(risk: str, band: Band, full: bool) -> None:
    one = hit("one", risk=risk, band=band)
    assert deserves_full_entry(one) is full
    chosen = select([one], (), ())
    assert (ids(chosen.full), ids(chosen.brief)) == ((["one"], []) if full else ([], ["one"]))


def of_case(name: str, **changes: Any) -> HitView:
    return hit(
        name, **({"matter": "us-itc:337-TA-9911", "owner": "某厂", "kind": "respondent", "watched_id": name} | changes)
    )


@pytest.mark.parametrize(
    ("second", "alone"),
    [
        ({}, False),
        ({"matter": "us-itc:337-TA-9912"}, True),
        ({"owner": "另一厂"}, True),
        ({"kind": "product"}, True),
        ({"watched_id": "first"}, True),  # the same name twice is two findings
        ({"risk": "low"}, False),  # a line of its own already, and no second copy
    ],
)
def test_of_several_names_of_one_owner_in_one_case_one_has_the_full_entry(second: dict[str, Any], alone: bool) -> None:
    first, other = of_case("first", score=0.99), of_case("second", score=0.9, **second)
    chosen = select([other, first], (), ())
    assert "first" in ids(chosen.full)
    assert ("second" in ids(chosen.full)) == alone
    points = {"second": "first"} if not alone and other.risk != "low" else {}
    assert dict(chosen.same_case) == points


def test_a_name_without_an_owner_is_its_own_owner() -> None:
    firm = of_case("firm", owner="", watched="某厂", score=0.99)
    chosen = select([firm, of_case("mark", score=0.9), of_case("else", owner="", watched="另一厂")], (), ())
    assert dict(chosen.same_case) == {"mark": "firm"}


def test_the_full_entry_is_the_riskiest_then_the_surest_then_the_most_urgent() -> None:
    risky, sure = of_case("risky", risk="high", score=0.7), of_case("sure", score=0.99)
    assert dict(select([sure, risky], (), ()).same_case) == {"sure": "risky"}
    weak = of_case("weak", score=0.9)
    assert dict(select([weak, sure], (), ()).same_case) == {"weak": "sure"}
    urgent = of_case("urgent", score=0.9, deadlines=(clock(3),))
    assert dict(select([urgent, sure], (), ()).same_case) == {"urgent": "sure"}
    near = of_case("near", score=0.99, deadlines=(clock(3),))
    assert dict(select([sure, near], (), ()).same_case) == {"sure": "near"}


# --- order --------------------------------------------------------------------------------------------


def test_each_step_of_the_order_decides_where_those_before_are_equal() -> None:
    base = {"risk": "medium", "score": 0.9, "watched": "b", "matter": "m2", "deadlines": (clock(5),)}
    order = [
        hit("risk", **(base | {"risk": "high", "score": 0.1})),
        hit("later", **(base | {"deadlines": (clock(6),), "risk": "high"})),
        hit("late-2", **(base | {"deadlines": (clock(-2),), "risk": "high"})),
        hit("none-high", **(base | {"deadlines": (), "risk": "high"})),
        hit("one-day", **(base | {"deadlines": (clock(1),)})),
        hit("score", **(base | {"score": 0.91, "watched": "z"})),
        hit("watched", **(base | {"watched": "a", "matter": "m9"})),
        hit("matter", **(base | {"matter": "m1"})),
        hit("a-id", **base),
        hit("b-id", **base),
        hit("today", **(base | {"deadlines": (clock(0),), "risk": "low"})),
        hit("low", **(base | {"risk": "low", "score": 1.0})),
        hit("late-1", **(base | {"deadlines": (clock(-1),), "risk": "low"})),
        hit("late-9", **(base | {"deadlines": (clock(-9),), "risk": "low"})),
        hit("none-low", **(base | {"deadlines": (), "risk": "low", "score": 1.0})),
    ]
    for shuffled in (order[::-1], order[1::2] + order[::2]):
        assert ids(in_order(shuffled)) == ids(order)


@pytest.mark.parametrize("kind", ["claimed_own", "own_attacked", "own_lost"])
def test_what_is_ours_and_in_danger_comes_first_of_its_risk_and_of_no_higher_one(kind: str) -> None:
    ours = {"kind": kind, "score": 0.5, "deadlines": (clock(50),)}
    order = [
        hit("ours-high", risk="high", **ours),
        hit("high", risk="high", score=1.0, deadlines=(clock(1),)),
        hit("ours-medium", risk="medium", **ours),
        hit("medium", risk="medium", score=1.0, deadlines=(clock(1),)),
    ]
    assert ids(in_order(order[::-1])) == ids(order)


def test_of_what_has_passed_the_latest_comes_first_and_a_firm_of_the_list_before_one_that_is_not() -> None:
    passed = [hit("late-1", score=0.1, deadlines=(clock(-1),)), hit("late-9", score=0.9, deadlines=(clock(-9),))]
    assert ids(in_order(passed[::-1])) == ["late-1", "late-9"]
    equal = [
        hit("listed", score=0.1, deadlines=(clock(3),)),
        hit("not", score=0.9, deadlines=(clock(3),), unlisted=True),
    ]
    assert ids(in_order(equal[::-1])) == ["listed", "not"]


def test_open_clocks_come_first_then_the_last_that_passed() -> None:
    clocks = [
        clock(0),
        clock(1, "certain", "a"),
        clock(1, "computed", "b"),
        clock(1, "unknown", "a"),
        clock(3),
        clock(-1),
        clock(-3),
    ]
    for order in itertools.islice(itertools.permutations(clocks), 0, 5040, 97):
        assert deadlines_in_order(hit("x", deadlines=order)) == clocks
        assert nearest_deadline(hit("x", deadlines=order)) == clocks[0]
    assert nearest_deadline(hit("x", deadlines=(clock(-3), clock(-1)))) == clock(-1)
    assert nearest_deadline(hit("x")) is None


# --- the subject and the standing ---------------------------------------------------------------------

GAP = "（部分来源未核查）"
NOTHING_KNOWN = replace(sample.EMPTY, coverage=())
NO_NAMES = replace(sample.EMPTY, names_watched=0)
ALL_FAILED = replace(sample.EMPTY, coverage=sample.FAILED)
ONE_FAILED = replace(sample.EMPTY, coverage=(sample.FAILED[0], *sample.COVERED[1:]))
UNREADABLE = replace(sample.EMPTY, quarantined={"br-inpi": 1})


@pytest.mark.parametrize(
    ("week", "standing", "gap"),
    [
        (sample.EMPTY, "clean", False),
        (UNREADABLE, "clean_except", False),
        (NO_NAMES, "no_names", True),  # with an empty list nothing can be found, however much was read
        (ONE_FAILED, "gap", True),
        (ALL_FAILED, "unchecked", True),
        (NOTHING_KNOWN, "unchecked", True),
        (replace(NO_NAMES, coverage=sample.FAILED), "no_names", True),
        (replace(NO_NAMES, coverage=ONE_FAILED.coverage), "no_names", True),
        (replace(UNREADABLE, coverage=ONE_FAILED.coverage), "gap", True),
        (replace(sample.EMPTY, new_hits=(sample.SQUAT_US,)), "hits", False),
        (replace(sample.EMPTY, changed_hits=(sample.SQUAT_US,)), "hits", False),
        (replace(ONE_FAILED, new_hits=(sample.SQUAT_US,)), "hits", True),
        (replace(ALL_FAILED, changed_hits=(sample.SQUAT_US,)), "hits", True),
        (
            replace(NO_NAMES, changed_hits=(sample.SQUAT_US,)),
            "no_names",
            True,
        ),  # what was found before the list was emptied
        (replace(sample.EMPTY, own_filings=(sample.OWN,)), "clean", False),
    ],
)
def test_what_kind_of_week_it_was_and_whether_the_subject_warns(week: Any, standing: str, gap: bool) -> None:
    issue = compose(replace(week, demo=False))
    assert issue.standing == standing
    assert issue.subject.endswith(GAP) is gap


def test_the_subject_says_demo_where_anything_is_invented() -> None:
    real = replace(sample.SQUAT_US, synthetic=False)
    week = replace(sample.EMPTY, demo=False, new_hits=(real,))
    word = "【演示数据】"
    assert not compose(week).subject.startswith(word)
    assert compose(replace(week, demo=True)).subject.startswith(word)
    for section in ("new_hits", "changed_hits", "own_filings"):
        invented = replace(sample.SQUAT_US, id="x", synthetic=True)
        assert compose(replace(week, **{section: (invented,)})).subject.startswith(word)


def test_with_nobody_watched_headline_and_subject_say_that_before_anything_else() -> None:
    found_before = replace(sample.FULL, names_watched=0)
    assert sample.FULL.new_hits
    assert sample.FULL.open_hits
    for week in (NO_NAMES, replace(NO_NAMES, coverage=sample.FAILED), found_before):
        issue = compose(replace(week, demo=False))
        assert issue.headline.startswith("名录为空：没有监测任何名称")
        assert "监测名录为空｜" in issue.subject
        assert any("请先导入名录" in said for said in issue.summary)
    assert "所列线索均为此前发现" in compose(found_before).headline
    assert any("新增" in said for said in compose(found_before).summary)
