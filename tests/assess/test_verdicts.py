"""What a person called a false alarm is ranked lower wherever it is met, and never vanishes. Invented names."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.assess.rematch import list_in_use, rejected_in, rematch
from monitor.assess.scoring import score_mentions
from monitor.cases.actions import Doing
from monitor.matching.bands import BELOW_ALERT, BELOW_REVIEW
from monitor.model import Band, Category, Match, Mention, Role
from monitor.store import Store
from tests.jobs.excepted import LAKE, Around, does, filing, hits, office, read

ALIKE = "LANGUCHUN"  # 岚谷春, as nobody on the list writes it


def met(around: Around, text: str) -> Match:
    """The best of what a filing of that text would be to us now."""
    with Store.open(around.state, readonly=True) as store:
        using = list_in_use(store)
    mention = Mention(text, Role.MARK, "mark", nice_classes=(33,))
    found = score_mentions((mention,), Category.TRADEMARK, using.matcher, using.families)
    return max((match for _, match in found), key=lambda m: m.score)


def rejected(around: Around, matter: str = "tm:US:1", ground: str = "other_firm") -> int:
    number = hits(around)[matter].id
    does(around, Doing.REJECT, number, ground=ground)
    return number


def test_a_text_that_was_rejected_is_only_noted_where_it_is_met_again(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1, ALIKE))
    before = met(around, ALIKE)
    assert before.band in (Band.ALERT, Band.REVIEW)
    number = rejected(around)
    now = met(around, "Langu-chun")  # the same, as texts are compared
    assert (now.band, now.score) == (Band.DIGEST, BELOW_REVIEW)
    assert now.demoted_by[-1] == "rejected"
    assert (now.reasons[-1].key, now.reasons[-1].params) == (
        "matching.reason.rejected", {"hit": number, "by": "张三", "day": "2026-11-20"},
    )  # fmt: skip
    assert met(around, "LANGUHE").band is Band.ALERT  # another text


def test_the_very_name_is_never_silenced(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2, "岚谷禾"))
    rejected(around)
    rejected(around, "tm:US:2")
    for text in ("LANGUHE", "岚谷禾"):
        match = met(around, text)
        assert (match.band, match.score) == (Band.REVIEW, BELOW_ALERT)
        assert "rejected" in match.demoted_by


@pytest.mark.parametrize("ground", ["goods", "licensed"])
def test_what_holds_of_one_matter_alone_is_not_carried_over(tmp_path: Path, ground: str) -> None:
    around = office(tmp_path, filing(1, ALIKE))
    before = met(around, ALIKE)
    rejected(around, ground=ground)
    assert met(around, ALIKE) == before


def test_a_verdict_that_was_taken_back_or_contradicted_does_not_count(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1, ALIKE), filing(2, ALIKE, [LAKE]))
    before = met(around, ALIKE)
    number = rejected(around)
    assert met(around, ALIKE) != before
    does(around, Doing.UNDO, number)
    assert met(around, ALIKE) == before
    rejected(around)
    does(around, Doing.REOPEN, number, reason="再看")
    assert met(around, ALIKE) == before
    does(around, Doing.REJECT, number, ground="generic")
    does(around, Doing.CONFIRM, hits(around)["tm:US:2"].id)
    assert met(around, ALIKE) == before


def test_later_filings_are_noted_and_matching_again_applies_it_to_those_nobody_was_told_of(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1, ALIKE), filing(2, ALIKE, [LAKE]))
    rejected(around)
    read(around, filing(3, ALIKE, [LAKE]))
    assert hits(around)["tm:US:3"].band == Band.DIGEST
    assert hits(around)["tm:US:2"].band != Band.DIGEST
    with Store.open(tmp_path) as store:
        rematch(store, list_in_use(store), around.now + timedelta(hours=1))
    assert hits(around)["tm:US:2"].band == Band.DIGEST
    assert hits(around)["tm:US:1"].band != Band.DIGEST  # what was judged stays as it was


def test_nothing_is_learnt_where_nobody_has_judged(tmp_path: Path) -> None:
    office(tmp_path, filing(1, ALIKE))
    with Store.open(tmp_path, readonly=True) as store:
        assert rejected_in(store) == {}
