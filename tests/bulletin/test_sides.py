"""What the other side of a hit is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.bulletin import compose
from monitor.bulletin.issue import EventView, HitView
from monitor.bulletin.sides import side_of
from monitor.model import HitKind
from monitor.texts import LANGUAGES, Texts
from tests.bulletin import sample_issue as sample

REGISTERED = (EventView(date=date(2026, 11, 2), code="registered"),)


@pytest.mark.parametrize(
    ("hit", "side"),
    [
        (sample.RESPONDENT, "complainant"),
        (replace(sample.RESPONDENT, kind=HitKind.COMPLAINANT), "respondent"),
        (sample.DEFENDANT, "plaintiff"),
        (replace(sample.DEFENDANT, kind=HitKind.PARTY), "plaintiff"),
        (replace(sample.DEFENDANT, kind=HitKind.PLAINTIFF), "defendant"),
        (replace(sample.DEFENDANT, kind=HitKind.OWNER_NAMED), "adverse"),
        (sample.SQUAT_US, "applicant"),
        (replace(sample.SQUAT_US, events=REGISTERED), "holder"),
        (replace(sample.SQUAT_US, kind=HitKind.OWN_ATTACKED), "opponent"),
    ],
)
def test_the_other_side_is_called_by_what_it_is(hit: HitView, side: str) -> None:
    assert side_of(hit) == side
    for lang in LANGUAGES:
        assert Texts(lang).find(f"word.side.{side}")


def test_a_matter_that_goes_by_its_number_has_no_title() -> None:
    for title in ("US 99900001", "99900001"):
        hit = replace(sample.SQUAT_US, matter="tm:US:99900001", number="", matter_title=title)
        (entry,) = compose(replace(sample.EMPTY, new_hits=(hit,))).full
        assert (entry.title, entry.original) == ("", "")


def test_a_title_the_sentence_quotes_is_not_printed_again() -> None:
    (entry,) = compose(replace(sample.EMPTY, new_hits=(sample.SQUAT_US,))).full
    assert f"“{sample.SQUAT_US.matter_title}”" in entry.sentence
    assert entry.original == ""
    assert entry.title == sample.SQUAT_US.matter_title
