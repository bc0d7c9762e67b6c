"""A renewal is told while it can be done: from the day it opens to the end of the grace period, one term after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from monitor.forums import SHIPPED
from monitor.model import Band, Category, Event
from monitor.rules import risk_of, stage_of
from tests.rules.told import deadlines_for

GRANTED = Event("registered", date(2017, 3, 14), "Concessão de registro")
FOUND = tuple[tuple[str, str], ...]


def told(day: str, *events: Event, expires: str = "") -> FOUND:
    now = datetime.combine(date.fromisoformat(day), time(15), UTC)  # noon in Brasília
    facts = {"expires": expires} if expires else {}
    found = deadlines_for(
        "own_filing", Category.TRADEMARK, "BR", (GRANTED, *events), facts, now, "zh", matter="tm:BR:900000001"
    )
    return tuple((d.rule, d.date.isoformat()) for d in found)


REGISTERED = Event("registered", date(2016, 9, 13), "Registered")


def told_us(day: str, *events: Event, **facts: str) -> list[tuple[str, str]]:
    now = datetime.combine(date.fromisoformat(day), time(17), UTC)  # noon in Washington
    found = deadlines_for("own_filing", Category.TRADEMARK, "US", events, facts, now, "en", matter="tm:US:86000001")
    return [(d.rule.removeprefix("us-tm-"), d.date.isoformat()) for d in found if d.kind == "renewal"]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2021-09-12", []),
        ("2021-09-13", [("section8", "2022-09-13")]),
        ("2022-09-13", [("section8", "2022-09-13"), ("section8-grace", "2023-03-13")]),
        ("2022-09-21", [("section8-grace", "2023-03-13")]),
        ("2023-03-21", []),
        ("2025-09-12", []),
        ("2025-09-13", [("section9", "2026-09-14")]),  # its last day is a Sunday, and moves; its first one does not
        ("2026-09-12", [("section9", "2026-09-14")]),
        ("2026-09-13", [("section9", "2026-09-14"), ("section9-grace", "2027-03-15")]),  # from a Saturday
        ("2026-09-22", [("section9-grace", "2027-03-15")]),
        ("2035-09-12", []),
        ("2035-09-13", [("section9", "2036-09-15")]),  # the second term
        ("2036-09-23", [("section9-grace", "2037-03-13")]),
    ],
)
def test_a_us_registration_is_kept_from_term_to_term(day: str, found: list[tuple[str, str]]) -> None:
    assert told_us(day, REGISTERED) == found


@pytest.mark.parametrize(
    ("filed", "code", "left"),
    [
        ("2022-05-01", "maintained", []),
        ("2022-10-01", "maintained", []),  # in the grace period
        ("2021-09-01", "maintained", []),  # accepted, whenever: the office says so
        ("2022-05-01", "document", [("section8-grace", "2023-03-13")]),
    ],
)
def test_a_declaration_that_was_accepted_is_asked_for_no_more(
    filed: str, code: str, left: list[tuple[str, str]]
) -> None:
    assert told_us("2022-12-01", REGISTERED, Event(code, date.fromisoformat(filed), "")) == left


@pytest.mark.parametrize(
    ("renewed", "left"),
    [
        ("2025-09-12", [("section9-grace", "2027-03-15")]),  # before the term's last year: another paper
        ("2025-09-13", []),  # the first day on which it can be filed
        ("2025-12-01", []),
        ("2026-11-20", []),
        ("2022-05-01", [("section9-grace", "2027-03-15")]),
    ],
)
def test_a_renewal_in_time_leaves_nothing_for_the_grace_period(renewed: str, left: list[tuple[str, str]]) -> None:
    assert told_us("2026-12-01", REGISTERED, Event("renewed", date.fromisoformat(renewed), "")) == left


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2027-03-04", []),
        ("2027-03-05", [("ir-renewal", "2027-09-05")]),
        ("2027-09-04", [("ir-renewal", "2027-09-05")]),
        ("2027-09-12", [("ir-renewal", "2027-09-05"), ("ir-renewal-grace", "2028-03-05")]),
        ("2027-09-13", [("ir-renewal-grace", "2028-03-05")]),
        ("2028-03-05", [("ir-renewal-grace", "2028-03-05")]),
        ("2028-03-13", []),
        ("2037-03-05", [("ir-renewal", "2037-09-05")]),
        ("2037-10-01", [("ir-renewal-grace", "2038-03-05")]),
    ],
)
def test_an_international_registration_is_renewed_every_ten_years_or_in_the_six_months_after(
    day: str, found: list[tuple[str, str]]
) -> None:
    told = told_us(day, ir_registered="2017-09-05")
    assert sorted(told) == sorted(found)


def test_what_ended_the_international_registration_leaves_no_time_of_grace() -> None:
    ended = Event("ir_cancelled", date(2027, 9, 20), "")
    assert told_us("2027-10-01", ended, ir_registered="2017-09-05") == []


def told_wo(day: str, *events: Event) -> list[tuple[str, str]]:
    now = datetime.combine(date.fromisoformat(day), time(11), UTC)
    facts = {"ir_registered": "2016-05-20"}
    found = deadlines_for("own_filing", Category.TRADEMARK, "WO", events, facts, now, "en", matter="ir:1300001")
    return [(d.rule.removeprefix("wo-renewal"), d.date.isoformat()) for d in found if d.kind == "renewal"]


@pytest.mark.parametrize(
    ("day", "code", "on", "found"),
    [
        ("2026-05-19", "", "", [("", "2026-05-20")]),
        ("2026-05-28", "", "", [("-late", "2026-11-20")]),  # nobody recorded that it expired
        ("2026-11-20", "", "", [("-late", "2026-11-20")]),
        ("2026-11-28", "", "", []),
        ("2026-05-28", "expired", "2026-05-20", [("-grace", "2026-11-20")]),  # told once
        ("2026-05-28", "renewed", "2025-12-01", []),
        ("2026-05-28", "renewed", "2026-05-25", []),  # in the grace period
        ("2026-05-28", "renewed", "2016-06-01", [("-late", "2026-11-20")]),  # of an earlier term
        ("2026-05-28", "ir_cancelled", "2026-05-25", []),
        ("2036-05-28", "renewed", "2025-12-01", [("-late", "2036-11-20")]),
    ],
)
def test_a_madrid_registration_has_six_months_of_grace(
    day: str, code: str, on: str, found: list[tuple[str, str]]
) -> None:
    events = (Event(code, date.fromisoformat(on), ""),) if code else ()
    assert told_wo(day, *events) == found


TERM: FOUND = (("br-own-renewal", "2027-03-14"),)
GRACE: FOUND = (("br-own-renewal-grace", "2027-09-14"),)
NEXT: FOUND = (("br-own-renewal", "2037-03-14"),)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-03-13", ()),  # the last year has not begun
        ("2026-03-14", TERM),
        ("2027-03-13", TERM),
        ("2027-03-14", TERM + GRACE),  # the last day; from the next one on it costs a surcharge
        ("2027-03-21", GRACE + TERM),  # just passed, and still shown
        ("2027-03-22", GRACE),
        ("2027-09-14", GRACE),
        ("2027-09-21", GRACE),
        ("2027-09-22", ()),
        ("2036-03-13", ()),
    ],
)
def test_a_renewal_is_told_while_it_can_be_done(day: str, found: FOUND) -> None:
    assert told(day, expires="2027-03-14") == found


LATE: FOUND = (("br-own-renewal-grace", "2037-09-14"),)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2027-03-13", TERM),
        ("2027-03-22", GRACE),  # whether the day was printed or is computed
        ("2027-09-22", ()),
        ("2036-03-13", ()),
        ("2036-03-14", NEXT),
        ("2037-03-14", NEXT + LATE),
        ("2037-03-22", LATE),
    ],
)
def test_without_a_printed_day_the_next_term_follows_the_one_that_is_over(day: str, found: FOUND) -> None:
    assert told(day) == found


@pytest.mark.parametrize(("renewed", "open_"), [("2026-03-13", True), ("2026-03-14", False), ("2027-03-14", False)])
def test_a_renewal_settles_the_term_in_whose_last_year_it_was_filed(renewed: str, open_: bool) -> None:
    event = Event("renewed", date.fromisoformat(renewed), "Prorrogação")
    assert (told("2027-03-14", event) == TERM + GRACE) is open_
    assert bool(told("2027-03-14", event)) is open_


@pytest.mark.parametrize("renewed", ["2026-03-14", "2026-10-06", "2027-03-14", "2027-06-01", "2027-09-14"])
@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2027-09-15", ()),  # neither this term nor its time of grace
        ("2036-03-13", ()),
        ("2036-03-14", NEXT),
        ("2037-03-14", NEXT + LATE),
        ("2037-06-01", LATE),
        ("2046-06-01", (("br-own-renewal", "2047-03-14"),)),
    ],
)
def test_a_renewal_that_prints_no_day_adds_ten_years_to_the_last_one_known(
    renewed: str, day: str, found: FOUND
) -> None:
    event = Event("renewed", date.fromisoformat(renewed), "Prorrogação")
    assert told(day, event, expires="2027-03-14") == found


def test_a_renewal_of_the_last_year_leaves_nothing_to_do_in_the_time_of_grace() -> None:
    event = Event("renewed", date(2026, 10, 6), "Prorrogação")
    assert told("2026-11-01", event, expires="2027-03-14") == ()
    assert told("2027-04-01", event, expires="2027-03-14") == ()
    assert told("2027-04-01", expires="2027-03-14") == GRACE


def test_a_day_that_was_printed_is_certain_and_one_ten_years_later_is_not() -> None:
    def term(day: str, *events: Event) -> tuple[str, str, str]:
        now = datetime.combine(date.fromisoformat(day), time(15), UTC)
        of_hit = ("own_filing", Category.TRADEMARK, "BR", (GRANTED, *events), {"expires": "2027-03-14"}, now, "en")
        (found,) = deadlines_for(*of_hit, matter="tm:BR:900000001")
        return found.date.isoformat(), found.certainty, found.from_event

    assert term("2026-11-01")[:2] == ("2027-03-14", "certain")
    due, certainty, counted = term("2036-11-01", Event("renewed", date(2026, 10, 6), "Prorrogação"))
    assert due == "2037-03-14"
    assert certainty != "certain"
    assert "2027-03-14" in counted  # the day it was counted from


def test_a_registration_that_was_lost_is_not_renewed() -> None:
    assert told("2026-11-27", Event("cancelled", date(2026, 11, 3), "Registro extinto"), expires="2027-03-14") == ()


def test_a_renewal_that_nears_is_a_task_and_no_alarm() -> None:
    now = datetime(2027, 3, 10, 15, tzinfo=UTC)
    of_hit = ("own_filing", Category.TRADEMARK, "BR", (GRANTED,), {"expires": "2027-03-14"}, now, "zh")
    clocks = deadlines_for(*of_hit, matter="tm:BR:900000001")
    assert risk_of("own_filing", Category.TRADEMARK, Band.ALERT, clocks, {"own_filing": True}) == "low"
    stage = stage_of(SHIPPED.read("br"), "own_filing", Category.TRADEMARK, (GRANTED,), {}, clocks, now=now)
    assert stage is not None
    assert stage.id == "renewal_due"
