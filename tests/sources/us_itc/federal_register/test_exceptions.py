"""What a notice says of all but some, days that no "by" leads to, and a text that repeats itself."""

from __future__ import annotations

import time
from datetime import date

import pytest

from monitor.sources.us_itc.federal_register.acts import read_acts
from monitor.sources.us_itc.federal_register.dates import printed_days

ISSUED = date(2026, 11, 20)
NAMED = (
    "The complaint names as respondents Muster Lighting Co., Ltd. of Shenzhen, China; Beispiel Lamp Co., Ltd. of "
    "Ningbo, China; and Exempel Ljus AB of Malmo, Sweden. "
)
ALL = {"Muster Lighting Co., Ltd.", "Beispiel Lamp Co., Ltd.", "Exempel Ljus AB"}


@pytest.mark.parametrize("but", ["except", "except for", "other than", "excluding"])
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("found_in_default", "The presiding ALJ issued an ID finding all respondents {but} {who} in default."),
        ("found_in_default", "All respondents {but} {who} were found in default."),
        (
            "termination_partial",
            "The Commission has terminated the investigation as to all respondents {but} {who} based on settlement.",
        ),
    ],
)
def test_who_is_excepted_is_not_told_of(code: str, sentence: str, but: str) -> None:
    one = read_acts(NAMED + sentence.format(but=but, who="Muster Lighting Co., Ltd."))
    assert set(one.of(code)) == ALL - {"Muster Lighting Co., Ltd."}
    two = read_acts(NAMED + sentence.format(but=but, who="Muster Lighting Co., Ltd. and Exempel Ljus AB"))
    assert set(two.of(code)) == {"Beispiel Lamp Co., Ltd."}
    without = read_acts(NAMED + sentence.replace(" {but} {who}", ""))
    assert set(without.of(code)) == ALL


def test_where_nobody_can_say_who_is_excepted_nobody_is_named() -> None:
    told = read_acts(f"{NAMED}The ALJ found all respondents except those who answered in default.")
    assert told.of("found_in_default") == ()


@pytest.mark.parametrize(
    ("sentence", "fact", "day"),
    [
        ("Written submissions are due December 14, 2026.", "submissions_due", date(2026, 12, 14)),
        ("Written submissions must be filed on December 14, 2026.", "submissions_due", date(2026, 12, 14)),
        ("Reply submissions are due Monday, December 21, 2026.", "reply_submissions_due", date(2026, 12, 21)),
        ("Comments are due on December 14, 2026.", "comments_due", date(2026, 12, 14)),
        ("Responses to the complaint are due December 14, 2026.", "response_due", date(2026, 12, 14)),
    ],
)
def test_a_day_is_read_without_a_by_before_it(sentence: str, fact: str, day: date) -> None:
    assert printed_days(sentence, ISSUED).days == {fact: day}


@pytest.mark.parametrize(
    "sentence",
    [
        "Written submissions are due December 14.",
        "Comments must be filed on December 14.",
        "Responses to the notice of investigation are due within 20 days after service.",
        "Responses must be filed within twenty (20) days after the date of service.",
    ],
)
def test_a_day_that_cannot_be_told_is_named_and_not_guessed(sentence: str) -> None:
    printed = printed_days(sentence, ISSUED)
    assert not printed.days
    assert len(printed.unread) == 1


@pytest.mark.parametrize(
    "sentence", ["The complaint was filed on December 1, 2026.", "The submission was filed on December 14, 2026."]
)
def test_a_paper_that_was_filed_is_due_no_more(sentence: str) -> None:
    printed = printed_days(sentence, ISSUED)
    assert not {name for name in printed.days if name.endswith("_due")}
    assert not printed.unread


def test_a_text_that_repeats_itself_takes_its_time_and_no_more() -> None:
    def seconds(size: int) -> float:
        unit = f"respondents Foo{size} and Bar (“Foo{size}”) "  # words nothing has read before
        begun = time.process_time()
        read_acts(unit * (size // len(unit)))
        return time.process_time() - begun

    small = seconds(20_000)
    assert seconds(40_000) < 3 * small + 0.5  # a floor, where both are too quick to compare
