"""第×期（总第×期）: issues are counted, not named after their week; a number is given once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.config.form import OfficeForm
from monitor.config.settings import Settings
from monitor.issue.building import build_issue
from monitor.store import Store
from monitor.texts import Texts
from tests.issue.mailing_office import week_after

FIRST = Week(2026, 47)


def built(store: Store, week: Week, form: OfficeForm | None = None, **how: bool) -> tuple[int, int]:
    settings = Settings(office_form=form or OfficeForm())
    row = build_issue(store, settings, {}, week, week.ends + timedelta(hours=1), Texts("zh"), **how).row
    return row.number, row.running


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Store.open(tmp_path) as opened:
        yield opened


def test_ten_weeks_over_the_turn_of_the_year_and_one_without_an_issue(store: Store) -> None:
    """2026 has 53 weeks: the issue of its last one is of 2026 though it is made in January."""
    weeks = [week_after(FIRST, n) for n in range(11) if n != 3]
    given = [built(store, week, release=True) for week in weeks]
    assert weeks[5] == Week(2026, 53)
    assert [n for n, _ in given] == [1, 2, 3, 4, 5, 6, 1, 2, 3, 4]
    assert [running for _, running in given] == list(range(1, 11))


def test_what_was_printed_on_paper_before_is_counted_on(store: Store) -> None:
    form = OfficeForm(first_issue_no=39, first_running_no=139)
    given = [built(store, week_after(FIRST, n), form, release=True) for n in range(8)]
    assert given == [(39, 139), (40, 140), (41, 141), (42, 142), (43, 143), (44, 144), (45, 145), (1, 146)]


def test_an_office_that_began_this_year_has_printed_as_many_in_all(store: Store) -> None:
    assert built(store, FIRST, OfficeForm(first_issue_no=39)) == (39, 39)


def test_a_draft_that_is_built_again_and_a_correction_keep_their_number(store: Store) -> None:
    assert built(store, FIRST, release=True) == (1, 1)
    second = week_after(FIRST)
    assert built(store, second) == built(store, second) == (2, 2)
    assert built(store, week_after(FIRST, 2)) == (3, 3)
    assert built(store, second, release=True) == (2, 2)  # the later draft changes nothing
    assert built(store, second, correct=True) == (2, 2)
    assert built(store, second, correct=True, release=True) == (2, 2)
    assert built(store, week_after(FIRST, 3)) == (4, 4)


def test_a_first_number_set_late_holds_for_drafts_and_for_what_comes_after(store: Store) -> None:
    form = OfficeForm(first_issue_no=39, first_running_no=139)
    assert built(store, FIRST) == (1, 1)
    assert built(store, FIRST, form, release=True) == (39, 139)  # nothing had gone out under another
    assert built(store, week_after(FIRST), OfficeForm(first_issue_no=50), release=True) == (50, 140)
    assert built(store, week_after(FIRST), form, correct=True) == (50, 140)


def test_entries_are_still_named_after_their_week(store: Store) -> None:
    settings = Settings(entry_prefix="YS")
    issue = build_issue(store, settings, {}, FIRST, FIRST.ends, Texts("zh")).issue
    assert issue.number == "2026年第1期"
    assert issue.form.running == "总第1期"
    assert issue.form.period == "第47周，11月16日—22日（北京时间）"
