"""A period that has not begun is called so, with what begins it; an announced day gives a forecast that is called one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.forums import SHIPPED, read_forum
from monitor.model import Category, Event
from monitor.rules import Awaited, awaited_for
from monitor.texts import LANGUAGES
from tests.rules.told import deadlines_for

ITC, MARK = Category.ITC337, Category.TRADEMARK
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def event(code: str, day: str, ident: str = "") -> Event:
    return Event(code, date.fromisoformat(day), code, ident)


def awaited(
    category: Category,
    *events: Event,
    kind: str = "squat",
    jurisdiction: str = "US",
    now: datetime = NOW,
    lang: str = "zh",
    **facts: object,
) -> dict[str, Awaited]:
    found = {a.rule: a for a in awaited_for(kind, category, jurisdiction, events, facts, now, lang)}
    running = {d.rule for d in deadlines_for(kind, category, jurisdiction, events, facts, now, lang)}
    assert not running & set(found), "a clock is either running or awaited"
    return found


FILED = event("filed", "2026-11-16")
DUE = event("to_be_published", "2026-11-18", "due:2026-12-01")


def test_a_new_us_application_waits_for_its_publication() -> None:
    clock = awaited(MARK, FILED, status_phase="new")["us-tm-opposition"]
    assert clock.short == "异议期尚未开始（尚未公告）"
    assert "异议期尚未开始" in clock.text
    assert "公告之日起30日" in clock.text
    assert (clock.start, clock.date, clock.days_left) == (None, None, None)


def test_an_announced_publication_gives_a_forecast_that_says_so() -> None:
    clock = awaited(MARK, FILED, DUE, status_phase="approved")["us-tm-opposition"]
    assert (clock.start, clock.date, clock.days_left) == (date(2026, 12, 1), date(2026, 12, 31), 42)
    assert clock.short == "预告至 2026-12-31"
    assert "以实际公告为准" in clock.text


def test_a_later_announcement_replaces_an_earlier_one() -> None:
    later = event("to_be_published", "2026-11-19", "due:2026-12-08")
    assert awaited(MARK, FILED, DUE, later)["us-tm-opposition"].start == date(2026, 12, 8)


def test_a_notice_without_a_day_is_no_forecast() -> None:
    told = event("to_be_published", "2026-11-18", "NONP:2026-11-18")
    assert awaited(MARK, FILED, told, status_phase="approved")["us-tm-opposition"].date is None


@pytest.mark.parametrize(("day", "short", "said"), [
    ("2026-12-10", "预告至 2026-12-31", "尚未见到公告记录"),
    ("2027-01-05", "未见公告记录", "已于 2026-12-31 届满"),
])  # fmt: skip
def test_an_announced_day_that_passed_unseen_is_told(day: str, short: str, said: str) -> None:
    clock = awaited(MARK, FILED, DUE, now=datetime.fromisoformat(f"{day}T12:00:00+00:00"))["us-tm-opposition"]
    assert clock.short == short
    assert said in clock.text
    assert clock.unsure


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-30", "以实际公告为准"),
        ("2026-12-01", "尚未见到公告记录"),  # the announced day itself
        ("2026-12-31", "尚未见到公告记录"),  # the last day of the time it opens
        ("2027-01-01", "已于 2026-12-31 届满"),
    ],
)
def test_a_forecast_is_worded_by_the_day(day: str, said: str) -> None:
    clock = awaited(MARK, FILED, DUE, now=datetime.fromisoformat(f"{day}T12:00:00+00:00"))["us-tm-opposition"]
    assert said in clock.text
    assert ("尚未开始" in clock.text) == (day < "2026-12-01")  # from the announced day on nobody knows that


def test_only_the_event_that_announces_it_gives_a_forecast_and_its_day_stands_in_front() -> None:
    other = event("status", "2026-11-18", "due:2026-12-01")
    assert awaited(MARK, FILED, other, status_phase="approved")["us-tm-opposition"].start is None
    worded = event("to_be_published", "2026-11-18", "due:2026-12-01, gazette 48")
    assert awaited(MARK, FILED, worded)["us-tm-opposition"].start == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("withdrawn", "start"),
    [
        (("2026-11-30",), date(2026, 12, 1)),
        (("2026-12-01",), None),  # withdrawn on the very day: that announcement is over
        (("2026-11-10", "2026-12-02"), None),
        (("2026-12-02", "2026-11-10"), None),
    ],
)
def test_an_announcement_is_over_with_a_withdrawal_on_or_after_its_day(
    withdrawn: tuple[str, ...], start: date | None
) -> None:
    later = event("status", "2026-12-05")
    events = (FILED, DUE, later, *(event("publication_withdrawn", day) for day in withdrawn))
    assert awaited(MARK, *events, status_phase="approved")["us-tm-opposition"].start == start


@pytest.mark.parametrize(
    ("phase", "start"),
    [
        ("approved", date(2026, 12, 1)),
        ("", date(2026, 12, 1)),  # a status that nobody knows speaks neither for nor against
        ("withdrawn", None),
        ("examination", None),
        ("revived", None),
        ("suspended", None),
    ],
)
def test_an_announcement_is_believed_only_while_the_status_goes_to_press(phase: str, start: date | None) -> None:
    clocks = awaited(MARK, FILED, DUE, status_phase=phase)
    assert clocks["us-tm-opposition"].start == start


def test_a_publication_dated_in_the_future_is_a_forecast_not_a_running_clock() -> None:
    events = (FILED, event("published", "2026-12-01"))
    assert awaited(MARK, *events)["us-tm-opposition"].start == date(2026, 12, 1)
    rules = {d.rule for d in deadlines_for("squat", MARK, "US", events, {}, NOW, "zh")}
    assert "us-tm-opposition" not in rules


def test_what_was_published_or_ended_waits_for_nothing() -> None:
    assert not awaited(MARK, FILED, event("published", "2026-11-17"), status_phase="published")
    assert not awaited(MARK, FILED, event("abandoned", "2026-11-17"), status_phase="new")
    assert not awaited(MARK, FILED, event("registered", "2020-11-17"), status_phase="registered")


def test_a_withdrawn_publication_will_begin_anew() -> None:
    events = (FILED, event("published", "2026-10-27"), event("publication_withdrawn", "2026-11-10"))
    assert awaited(MARK, *events, status_phase="withdrawn")["us-tm-opposition"].date is None
    again = event("to_be_published", "2026-11-18", "due:2026-12-08")
    assert awaited(MARK, *events, again, status_phase="approved")["us-tm-opposition"].start == date(2026, 12, 8)


@pytest.mark.parametrize("phase", ["", "published", "allowed", "opposition", "unknown"])
def test_a_stage_nobody_proved_stays_unknown(phase: str) -> None:
    assert not awaited(MARK, FILED, status_phase=phase)


def test_our_own_filing_has_no_time_to_oppose() -> None:
    assert not awaited(MARK, FILED, kind="own_filing", status_phase="new")


def test_in_brazil_only_a_formal_objection_proves_that_nothing_was_published() -> None:
    objection = event("office_action", "2026-11-17", "IPAS005:2915")
    clock = awaited(MARK, FILED, objection, jurisdiction="BR", acts=["IPAS005"])["br-tm-opposition"]
    assert "60日" in clock.text
    assert not awaited(MARK, FILED, objection, jurisdiction="BR", acts=["IPAS136"])
    assert not awaited(MARK, FILED, objection, jurisdiction="BR", acts=["IPAS005", "IPAS136"])
    assert not awaited(MARK, FILED, objection, jurisdiction="BR", acts=[])
    assert not awaited(MARK, FILED, event("allowed", "2026-11-17"), jurisdiction="BR", acts=["IPAS029"])
    assert not awaited(MARK, FILED, event("published", "2026-11-17"), jurisdiction="BR", acts=["IPAS009"])


NOON_IN_WASHINGTON = "T12:00:00-05:00"
FILED_337 = event("complaint_filed", "2026-10-16")
RECEIPT = event("receipt", "2026-10-22")


@pytest.mark.parametrize(("day", "short"), [
    ("2026-11-19", "答复期尚未开始（尚未立案）"),  # day 34
    ("2026-11-20", "答复期尚未开始（尚未立案）"),  # day 35
    ("2026-11-21", "立案与否待核实"),  # day 36
    ("2027-03-01", "立案与否待核实"),
])  # fmt: skip
def test_from_the_thirty_sixth_day_on_nobody_says_that_it_is_not_instituted(day: str, short: str) -> None:
    now = datetime.fromisoformat(f"{day}{NOON_IN_WASHINGTON}")
    clock = awaited(ITC, FILED_337, RECEIPT, kind="respondent", now=now)["us-itc-response"]
    assert clock.short == short
    assert ("尚未开始" in clock.text) == ("尚未" in clock.short) == (not clock.unsure)
    assert ("今天就" in clock.text) == clock.unsure


@pytest.mark.parametrize(("moment", "unsure"), [
    ("2026-11-20T23:59:00-05:00", False),
    ("2026-11-21T12:59:00+08:00", False),  # in Beijing the thirty-sixth day, in Washington a minute before it
    ("2026-11-21T13:00:00+08:00", True),
])  # fmt: skip
def test_the_day_is_that_of_washington(moment: str, unsure: bool) -> None:
    now = datetime.fromisoformat(moment)
    assert awaited(ITC, FILED_337, RECEIPT, kind="respondent", now=now)["us-itc-response"].unsure is unsure


def test_without_the_day_of_the_complaint_the_receipt_proves_it_for_a_shorter_time() -> None:
    def unsure(day: str) -> bool:
        now = datetime.fromisoformat(f"{day}{NOON_IN_WASHINGTON}")
        return awaited(ITC, RECEIPT, kind="respondent", now=now)["us-itc-response"].unsure

    assert not unsure("2026-11-11")
    assert unsure("2026-11-12")


def test_where_an_investigation_may_be_this_one_nobody_says_that_it_is_not_instituted() -> None:
    clock = awaited(ITC, FILED_337, RECEIPT, kind="respondent", perhaps_same=["337-TA-9911"])["us-itc-response"]
    assert clock.unsure
    assert "尚未立案" not in clock.short + clock.text


def test_an_institution_or_an_end_settles_it_however_late() -> None:
    late = datetime(2027, 3, 1, tzinfo=UTC)
    for settled in (event("institution", "2026-11-19"), event("termination", "2026-11-19")):
        assert not awaited(ITC, FILED_337, RECEIPT, settled, kind="respondent", now=late)


def test_a_337_complaint_waits_for_its_institution() -> None:
    receipt = event("receipt", "2026-11-17")
    assert awaited(ITC, receipt, kind="respondent")["us-itc-response"].short == "答复期尚未开始（尚未立案）"
    assert not awaited(ITC, receipt, event("institution", "2026-11-19"), kind="respondent")
    assert not awaited(ITC, receipt, event("termination", "2026-11-19"), kind="respondent")
    assert not awaited(ITC, receipt, kind="complainant")


def test_everything_is_said_in_both_languages() -> None:
    for rule in (clock for code in SHIPPED.codes() for clock in SHIPPED.read(code).clocks):
        if rule.awaits:
            assert set(rule.awaits.short) == set(rule.awaits.text) == set(LANGUAGES)
    clock = awaited(MARK, FILED, DUE, lang="en")["us-tm-opposition"]
    assert clock.short == "forecast: until 2026-12-31"
    assert not re.search("[一-龥]", clock.text + clock.title + clock.basis)


def test_a_fault_in_a_forum_file_is_named_by_its_line(tmp_path: Path) -> None:
    text = (SHIPPED.folder / "us-uspto.toml").read_text(encoding="utf-8")
    broken = tmp_path / "us-uspto.toml"
    broken.write_text(text.replace("status_phase", "known", 1), encoding="utf-8")
    assert read_forum(broken)  # a fact of any name may stand there where no vocabulary is given
    broken.write_text(text.replace("awaits.announced", "awaits.anounced"), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_forum(broken)
    line = next(n for n, row in enumerate(broken.read_text(encoding="utf-8").splitlines(), 1) if "anounced" in row)
    assert (error.value.params["file"], error.value.params["line"]) == ("us-uspto.toml", line)
    assert error.value.params["near"] == "announced"


def test_an_annulled_publication_is_said_and_another_annulled_act_is_not() -> None:
    published = (event("filed", "2026-09-01"), event("published", "2026-10-06", "IPAS009:2909"))
    taken_back = event("act_annulled", "2026-11-10", "IPAS402:2914>2909")
    told = awaited(MARK, *published, taken_back, jurisdiction="BR")["br-tm-opposition"]
    assert "撤销" in told.short
    other = (event("filed", "2026-09-01"), event("office_action", "2026-10-06", "IPAS136:2909"), taken_back)
    assert "br-tm-opposition" not in awaited(MARK, *other, jurisdiction="BR")
