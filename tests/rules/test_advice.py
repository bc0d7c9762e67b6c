"""Until a firm has said that a filing is its own, it is asked first; what else is advised stands as it would."""

from __future__ import annotations

import pytest

from monitor.model import Category, HitKind
from monitor.rules import advice_for
from monitor.texts import LANGUAGES, Texts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filing_called_as_the_firm_is_asks_the_firm_first_until_it_confirms(lang: str) -> None:
    asked = HitKind.OWN_FILING, Category.TRADEMARK, "XX", "", lang
    confirmed, open_ = advice_for(*asked, confirmed=True), advice_for(*asked)
    assert confirmed.steps
    assert open_.steps == (Texts(lang)("rules.own_unconfirmed"), *confirmed.steps)
    assert (open_.collect, open_.avoid) == (confirmed.collect, confirmed.avoid)


def test_of_what_others_filed_the_firm_is_not_asked_whether_it_did() -> None:
    asked = HitKind.SQUAT, Category.TRADEMARK, "US", "", "zh"
    assert advice_for(*asked) == advice_for(*asked, confirmed=True)
