"""The days a notice prints, each by the words that say what it is for."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.sources.us_itc.federal_register.dates import printed_days

ISSUED = date(2026, 11, 12)
INITIAL, REPLY = date(2026, 11, 30), date(2026, 12, 7)


@pytest.mark.parametrize(
    "text",
    [
        "The written submissions and proposed remedial orders must be filed no later than close of business on Monday, November "
        "30, 2026. Reply submissions must be filed no later than the close of business on December 7, 2026.",
        "Initial written submissions, including proposed remedial orders, must be filed by no later than the close of business on "
        "Nov. 30, 2026. Replies are due by Dec. 7, 2026.",
        "Initial submissions are limited to 50 pages and must be filed by close of business on November 30, 2026. Reply "
        "submissions are limited to 25 pages and must be filed by close of business on December 7, 2026.",
        # what was due before the notice was issued is history
        "The parties' written submissions were filed by May 4, 2026, and reply submissions by May 11, 2026. Written submissions "
        "must be filed no later than close of business on November 30, 2026. Reply submissions must be filed no later than the "
        "close of business on December 7, 2026.",
    ],
)
def test_submissions_and_replies_have_days_of_their_own(text: str) -> None:
    assert printed_days(text, ISSUED).days == {"submissions_due": INITIAL, "reply_submissions_due": REPLY}


@pytest.mark.parametrize(
    ("text", "fact", "day"),
    [
        ("has also determined to extend the target date for completion of the investigation to Monday, April 20, 2027.", "target_date", date(2027, 4, 20)),
        ("also extends the target date by five business days to March 20, 2027.", "target_date", date(2027, 3, 20)),
        ("extended the target date from April 1, 2027 to May 3, 2027.", "target_date", date(2027, 5, 3)),
        ("Comments should be filed no later than close of business on December 2, 2026.", "comments_due", date(2026, 12, 2)),
        ("Comments addressing the public interest must be filed by close of business on December 2, 2026.", "comments_due", date(2026, 12, 2)),
        ("The ALJ ordered Keanlan to show cause by May 15, 2026, why it should not be found in default.", "show_cause_due", date(2026, 5, 15)),
        ("Responses to the order to show cause were due by May 15, 2026.", "show_cause_due", date(2026, 5, 15)),
        ("Responses to the complaint and the notice of investigation must be submitted no later than December 20, 2026.", "response_due", date(2026, 12, 20)),
        ("The complaint and the notice of investigation were served on November 20, 2026.", "service_date", date(2026, 11, 20)),
        ("DATES: Effective November 12, 2026.", "effective_date", ISSUED),
        ("EFFECTIVE DATE: November 12, 2026.", "effective_date", ISSUED),
        ("The Commission instituted this investigation on March 3, 2026, based on a complaint.", "instituted", date(2026, 3, 3)),
    ],
)  # fmt: skip
def test_a_printed_day_is_read(text: str, fact: str, day: date) -> None:
    assert printed_days(text, ISSUED).days == {fact: day}


@pytest.mark.parametrize(
    "text",
    [
        "Comments must be filed no later than by close of business, eight calendar days after the date of publication.",
        "The target date was extended.",
        "Written submissions may be filed.",
        "On February 2, 2026, the ALJ issued his final ID.",
        "",
    ],
)
def test_what_prints_no_day_says_none(text: str) -> None:
    printed = printed_days(text, ISSUED)
    assert not printed.days
    assert not printed.unread


@pytest.mark.parametrize("day", ["Febuary 27, 2027", "February 31, 2027", "November 30", "11/30/2026"])
def test_a_day_that_cannot_be_read_is_told_with_its_words(day: str) -> None:
    printed = printed_days(f"Written submissions must be filed no later than close of business on {day}.", ISSUED)
    assert not printed.days
    assert len(printed.unread) == 1
    assert day.split(",", maxsplit=1)[0] in printed.unread[0]
