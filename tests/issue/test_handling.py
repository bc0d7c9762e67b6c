"""责任单位 and 拟办意见: who is asked, and by when: never later than the first day that counts allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.bulletin.form import proposal
from monitor.bulletin.issue import HitView
from monitor.config.form import OfficeForm
from monitor.issue.handling import handled, report_by
from monitor.model import Deadline, HitKind, State
from monitor.texts import Texts
from tests.bulletin import sample_issue as sample

FRIDAY = date(2026, 11, 20)
FORM = OfficeForm(units={"default": "省中心", "大同市": "大同市局"})


def view(*days: int, kind: str = "opposition", **more: object) -> HitView:
    clocks = tuple(Deadline(FRIDAY + timedelta(days=n), n, f"r{n}", "", "", "computed", kind=kind) for n in days)
    return replace(sample.SQUAT_US, **{"city": "大同", "deadlines": clocks, "responsible": "", **more})  # type: ignore[arg-type]


def said(made: HitView, form: OfficeForm = FORM, lang: str = "zh") -> str:
    return proposal(handled(made, form, FRIDAY), Texts(lang))


@pytest.mark.parametrize(
    ("days", "by"),
    [
        ((), date(2026, 11, 27)),  # five working days
        ((60,), date(2026, 11, 27)),
        ((9,), date(2026, 11, 26)),  # three days before the last one
        ((12, 9), date(2026, 11, 26)),
        ((-4, 9), date(2026, 11, 26)),
        ((8,), date(2026, 11, 25)),
        ((6,), date(2026, 11, 23)),
        ((5,), None),  # a Sunday, and the Friday before it is today
        ((3,), None),
        ((0,), None),
        ((-2,), None),  # passed: at once
    ],
)
def test_the_day_is_five_working_days_or_three_days_before_the_deadline(days: tuple[int, ...], by: date | None) -> None:
    assert report_by(view(*days), FORM, FRIDAY) == by


def test_an_order_that_lapses_sooner_is_no_reason_to_wait() -> None:
    assert report_by(view(7, kind="restraint"), FORM, FRIDAY) == date(2026, 11, 24)


@given(st.lists(st.integers(0, 90), max_size=4), st.integers(1, 60), st.integers(0, 30))
def test_it_is_a_working_day_to_come_and_leaves_the_margin(days: list[int], limit: int, margin: int) -> None:
    form = replace(FORM, limit_days=limit, margin_days=margin)
    by = report_by(view(*days), form, FRIDAY)
    if by is not None:
        assert by > FRIDAY
        assert by.weekday() < 5
        assert all(by <= FRIDAY + timedelta(days=n - margin) for n in days)


def test_the_sentence_names_the_unit_the_day_and_the_deadline() -> None:
    assert said(view(17)) == "拟请大同市局于11月27日前联系该企业核实，并反馈结果。最近的应办期限：12月7日。"
    assert said(view(1)) == "拟请大同市局即日联系该企业核实，并反馈结果。最近的应办期限：11月21日。"
    assert said(view(17, state=State.CONFIRMED)).startswith("拟请大同市局于11月27日前联系该企业落实应对措施")
    assert said(view(17, city=""), replace(FORM, units={"default": "省中心"})).startswith("拟请省中心于")
    assert said(view(), OfficeForm(limit_days=5)) == "拟于11月27日前联系该企业核实。"
    assert said(view(17), lang="en") == (
        "大同市局 is asked to contact the firm by 27 Nov, to verify, and to report back. Nearest deadline to be met: 7 Dec."
    )


def test_nobody_is_asked_where_the_office_set_nothing_or_nothing_is_open() -> None:
    assert said(view(17), OfficeForm()) == ""
    assert handled(view(17), OfficeForm(), FRIDAY) == view(17)
    assert said(view(17, state=State.FALSE_POSITIVE)) == ""
    assert said(replace(view(17), kind=HitKind.OWN_FILING)) == ""
