"""Days that registers, offices or rules themselves give, computed from the forum files."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.forums import SHIPPED
from monitor.model import Category, Deadline, Event
from monitor.rules import stage_of
from tests.rules.told import deadlines_for

MARK = Category.TRADEMARK


def clocks(
    place: str,
    *events: tuple[str, str],
    kind: str = "squat",
    category: Category = MARK,
    matter: str = "",
    **facts: object,
) -> dict[str, Deadline]:
    made = [Event(code, date.fromisoformat(day), code) for code, day in events]
    latest = max(e.date for e in made)
    now = datetime(latest.year, latest.month, latest.day, 12, tzinfo=UTC)
    found = deadlines_for(kind, category, place, made, facts, now, "zh", matter=matter, explaining=True)
    return {d.rule: d for d in found}


def test_euipo_018228224() -> None:
    """Section A.1 of Thursday 9 July 2020; the register printed Tuesday 13 October: 9 October is the day of the Valencian
    Community, a weekend follows, 12 October is a national day."""
    found = clocks("EM", ("published", "2020-07-09"), matter="tm:EM:018228224")["em-opposition"]
    assert (found.date, found.certainty) == (date(2020, 10, 13), "computed")
    printed = clocks("EM", ("published", "2020-07-09"), opposition_end="2020-10-13")["em-opposition"]
    assert (printed.date, printed.certainty) == (date(2020, 10, 13), "certain")


@pytest.mark.parametrize(
    ("place", "event", "rule", "due"),
    [
        ("EM", ("published", "2025-11-30"), "em-opposition", "2026-03-02"),  # 28 February is a Saturday
        ("EM", ("ir_republished", "2026-01-31"), "em-opposition-ir", "2026-05-28"),  # one month, then three
        ("GB", ("published", "2010-09-24"), "gb-opposition", "2010-11-23"),  # the office's own example
        ("GB", ("published", "2013-04-11"), "gb-opposition", "2013-06-10"),  # its later page says 11 June
        ("HK", ("published", "2018-03-01"), "hk-opposition", "2018-05-31"),
        ("KR", ("published", "2025-07-22"), "kr-opposition", "2025-08-21"),
        ("KR", ("published", "2025-07-21"), "kr-opposition-before-2025-07", "2025-09-21"),
        ("VN", ("published", "2026-08-25"), "vn-opposition", "2027-01-25"),
        ("IN", ("published", "2026-10-31"), "in-opposition", "2027-02-28"),
        ("CL", ("published", "2026-11-02"), "cl-opposition", "2026-12-14"),
        ("SA", ("published", "2026-11-01"), "sa-opposition", "2026-12-31"),
        ("FR", ("published", "2026-11-13"), "fr-opposition", "2027-01-13"),
        ("FR", ("published", "2026-03-14"), "fr-opposition", "2026-05-15"),  # 14 May 2026 is Ascension Day
        ("PH", ("published", "2026-10-08"), "ph-opposition", "2026-11-09"),  # 7 November is a Saturday
        ("JP", ("registration_published", "2026-11-10"), "jp-opposition", "2027-01-10"),
        ("DE", ("registration_published", "2026-11-13"), "de-opposition", "2027-02-13"),
        ("TW", ("registered", "2026-11-16"), "tw-opposition", "2027-02-16"),
        ("NO", ("registration_published", "2026-11-30"), "no-opposition", "2027-02-28"),
    ],
)
def test_the_last_day_to_oppose(place: str, event: tuple[str, str], rule: str, due: str) -> None:
    assert clocks(place, event)[rule].date == date.fromisoformat(due)


def test_an_old_publication_keeps_its_old_clock_and_a_new_one_has_the_new() -> None:
    assert "kr-opposition" not in clocks("KR", ("published", "2025-07-21"))
    assert "kr-opposition-before-2025-07" not in clocks("KR", ("published", "2025-07-22"))
    for place, day, rule in (
        ("VN", "2022-12-31", "vn-opposition"),
        ("TR", "2017-01-09", "tr-opposition"),
        ("TH", "2016-07-27", "th-opposition"),
        ("OA", "2022-01-01", "oa-opposition"),
    ):
        assert rule not in clocks(place, ("published", day))


def test_the_disputed_day_of_the_uk_is_named() -> None:
    found = clocks("GB", ("published", "2026-09-25"))["gb-opposition"]
    assert (found.date, found.certainty) == (date(2026, 11, 24), "computed")
    assert "不同理解" in found.basis


def test_registration_opens_opposition_in_japan_and_ends_it_in_the_uk() -> None:
    opened = clocks("JP", ("published", "2026-06-02"), ("registered", "2026-11-04"))
    assert (opened["jp-opposition"].date, opened["jp-opposition"].certainty) == (date(2027, 1, 4), "unknown")
    assert "至多偏早" in opened["jp-opposition"].from_event
    made = [Event("published", date(2026, 10, 1), "x"), Event("registered", date(2026, 11, 20), "x")]
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert not {d.kind for d in deadlines_for("squat", MARK, "GB", made, {}, now, "zh")} & {"opposition"}
    stage = stage_of(
        SHIPPED.for_matter(MARK, "JP"),
        "squat",
        MARK,
        made,
        {},
        deadlines_for("squat", MARK, "JP", made, {}, now, "zh"),
        now=now,
    )
    assert stage is not None
    assert stage.id == "registered_open"


def test_a_letter_sent_gives_the_earliest_day_of_a_term_that_runs_from_receipt() -> None:
    sent = clocks("SG", ("opposition_sent", "2026-11-02"), kind="own_filing")["sg-answer-opposition"]
    assert (sent.date, sent.certainty) == (date(2027, 1, 2), "unknown")
    served = clocks("SG", ("opposition_sent", "2026-11-02"), ("opposition_served", "2026-11-09"), kind="own_filing")
    assert (served["sg-answer-opposition"].date, served["sg-answer-opposition"].certainty) == (
        date(2027, 1, 9),
        "computed",
    )
    assert "id-answer-opposition" not in clocks("ID", ("opposition_served", "2026-11-09"), kind="own_filing")
    assert clocks("ID", ("opposition_sent", "2026-11-02"), kind="own_filing")["id-answer-opposition"].date == date(
        2027, 1, 2
    )


def test_the_shortest_term_of_all_is_that_of_perishable_goods() -> None:
    found = clocks("EU", ("goods_detained", "2026-11-19"), matter="customs:EU:1")
    assert found["eu-customs-perishable"].date == date(2026, 11, 24)  # Friday, Monday, Tuesday
    assert found["eu-customs-detention"].date == date(2026, 12, 3)


def test_a_chinese_domain_can_be_attacked_for_three_years_and_a_generic_one_always() -> None:
    chinese = clocks("CN", ("registered", "2024-03-05"), category=Category.DOMAIN, matter="domain:fenxiang-jiu.cn")
    assert chinese["cndrp-complaint"].date == date(2027, 3, 4)
    generic = clocks("", ("registered", "2024-03-05"), category=Category.DOMAIN, matter="domain:fenxiang-jiu.shop")
    assert generic == {}
    german = SHIPPED.for_matter(Category.DOMAIN, "", "domain:fenxiang-jiu.de")
    assert german is None


def test_the_day_of_issue_counts_for_an_order_of_the_itc() -> None:
    order = ("exclusion_order_limited", "2026-11-17")
    printed = clocks("US", order, category=Category.ITC337)
    assert printed["us-itc-presidential-review"].date == date(2027, 1, 16)
    assert "us-itc-appeal" not in printed
    issued = clocks("US", order, category=Category.ITC337, issued="2026-11-12")
    assert issued["us-itc-presidential-review"].date == date(2027, 1, 11)
    assert issued["us-itc-appeal"].date == date(2027, 3, 13)


def test_a_waiver_counts_from_its_sending() -> None:
    sent = ("waiver_sent", "2026-11-02")
    found = clocks("US", sent, kind="defendant", category=Category.SUIT)
    assert found["us-suit-answer-waiver"].date == date(2027, 1, 4)  # 1 January is a holiday, a weekend follows
    abroad = clocks("US", sent, kind="defendant", category=Category.SUIT, defendant_abroad=True)
    assert abroad["us-suit-answer-waiver"].date == date(2027, 2, 1)  # 31 January is a Sunday


def test_our_own_us_mark_under_attack_has_its_clock() -> None:
    found = clocks("US", ("registered", "2024-01-09"), ("cancellation", "2026-11-02"), kind="own_filing")
    assert (found["us-ttab-answer-cancellation"].date, found["us-ttab-answer-cancellation"].certainty) == (
        date(2026, 12, 2),
        "unknown",
    )
    due = clocks("US", ("cancellation", "2026-11-02"), kind="own_filing", response_due="2026-12-12")
    assert due["us-ttab-answer-cancellation"].date == date(2026, 12, 12)
    others = clocks("US", ("registered", "2024-01-09"), ("cancellation", "2026-11-02"))
    assert "us-ttab-answer-cancellation" not in others


@pytest.mark.parametrize(("madrid", "due"), [(False, "2027-02-02"), (True, "2027-05-03")])
def test_an_office_action_of_the_uspto(madrid: bool, due: str) -> None:
    found = clocks("US", ("office_action", "2026-11-02"), kind="own_filing", madrid=madrid)
    assert found["us-tm-office-action"].date == date.fromisoformat(due)
