"""Figures against those of the issue before and of the year, the list by kinds, and what is to be decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.bulletin.compose import compose
from monitor.bulletin.issue import IssueInput
from monitor.model import State, WatchedKind
from tests.bulletin import sample_issue as sample
from tests.bulletin.test_open_clocks import clock


def row(source: IssueInput, title: str) -> str:
    return dict(compose(source).statistics)[title]


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (3, "5条（较上期+2，年内累计36条）"),
        (9, "5条（较上期-4，年内累计36条）"),
        (5, "5条（与上期持平，年内累计36条）"),
    ],
)
def test_new_leads_are_held_against_the_issue_before_and_the_year(before: int, says: str) -> None:
    made = replace(sample.FULL, new_before=before, new_this_year=31)
    assert row(made, "新增条目") == f"{says}，其中线索4条，预警1条"
    assert f"新增{says}" in compose(made).summary[0]


def test_the_first_issue_compares_itself_with_nothing() -> None:
    assert row(sample.FULL, "新增条目") == "5条，其中线索4条，预警1条"
    assert "上期" not in compose(sample.FULL).summary[0]


def test_the_list_is_told_by_its_kinds_and_its_day() -> None:
    kinds = {WatchedKind.COMPANY: 6, WatchedKind.TRADEMARK: 5, WatchedKind.GI: 1}
    made = replace(sample.EMPTY, names_watched=12, watched_kinds=kinds, watchlist_date=date(2026, 11, 20))
    assert row(made, "监测名称") == "商标5件、地理标志1件、企业6家（名录2026年11月20日版）"
    assert row(replace(made, watched_kinds={}), "监测名称") == "12个（名录2026年11月20日版）"


def decided(source: IssueInput) -> str:
    return next((s for s in compose(source).summary if s.startswith("需决定事项")), "")


def test_what_is_to_be_decided_is_what_the_issue_can_tell() -> None:
    soon = replace(sample.RESPONDENT, deadlines=(clock(3),), state=State.NEW, reviewed_by="")
    week = replace(sample.EMPTY, new_hits=(soon,), open_hits=sample.opened(soon))
    assert decided(week) == "需决定事项：1项应办期限在7日内届满，须明确责任单位；1条高风险线索未经复核，须指定研判人。"
    answered = replace(soon, responsible="太原市", state=State.CONFIRMED)
    assert decided(replace(week, new_hits=(answered,), open_hits=sample.opened(answered))) == ""
    far = replace(answered, deadlines=(clock(8),), responsible="")
    assert decided(replace(week, new_hits=(far,), open_hits=sample.opened(far))) == ""
    late = replace(answered, deadlines=(clock(-2),))
    assert "1项日期已过" in decided(replace(week, new_hits=(late,), open_hits=sample.opened(late)))
    assert decided(sample.EMPTY) == ""


def test_the_most_urgent_is_the_next_act_and_else_the_next_milestone() -> None:
    act, lapse = clock(9), clock(4, "us-suit-tro-expiry")
    both = replace(sample.DEFENDANT, deadlines=(lapse, act))
    week = replace(sample.EMPTY, new_hits=(both,), open_hits=sample.opened(both))
    assert compose(week).summary[1].startswith("最急一件：")
    alone = replace(both, deadlines=(lapse,))
    week = replace(sample.EMPTY, new_hits=(alone,), open_hits=sample.opened(alone))
    assert compose(week).summary[1].startswith("最近的程序节点：")
    assert not any(s.startswith(("最急", "最近")) for s in compose(sample.EMPTY).summary)
