"""A firm that is merely like ours is not ours: the matcher has to be sure of the party's own name."""

from __future__ import annotations

import pytest

from monitor.assess.whose import judged
from monitor.model import Band, Match, Mention, Role, WatchedKind, WatchedName, Whose

FIRM = WatchedName("c1", "山西岚谷禾酒业有限公司", WatchedKind.COMPANY)
SIGN = WatchedName("w1", "岚谷禾", owner=FIRM.name)
FAMILIES = {"c1": "c1", "w1": "c1"}


def verdict(band: Band, score: float, *, sign: bool = True) -> Whose:
    name = "Langhue Foods Co., Ltd."
    party = Mention(name, Role.APPLICANT, "party", country="CN")
    mark = Mention("LANGUHE", Role.MARK, "mark")
    found = [(party, Match("c1", score, band, "Languhe", "company", "company", span_text=name))]
    if sign:
        found.append((mark, Match("w1", 0.95, Band.ALERT, "LANGUHE", "pinyin", "whole", span_text="LANGUHE")))
    said = judged(found, [party, mark], FAMILIES, {"c1": FIRM, "w1": SIGN})
    (whose,) = {match.whose for _, match in said}
    return whose


@pytest.mark.parametrize(
    ("band", "score", "expected"), [(Band.ALERT, 0.9, Whose.OURS), (Band.REVIEW, 0.8, Whose.CLAIMED)]
)
def test_only_a_name_the_matcher_is_sure_of_is_ours(band: Band, score: float, expected: Whose) -> None:
    assert verdict(band, score) is expected


def test_a_name_like_ours_on_another_sign_says_nothing() -> None:
    assert verdict(Band.REVIEW, 0.8, sign=False) is Whose.STRANGER
