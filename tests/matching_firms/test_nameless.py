"""A name that is only a place, a trade or a legal form names nobody: it is found as a whole, and nothing is made of it."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher, lint
from monitor.matching.firms.nameless import Nameless, nameless
from monitor.model import Band, MatchContext, Role
from monitor.texts import Texts
from tests.matching_firms.firms import PARTY, firm


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("有限公司", Nameless.FORM),
        ("集团", Nameless.FORM),
        ("Co., Ltd.", Nameless.FORM),
        ("山西有限公司", Nameless.PLACE),
        ("山西省", Nameless.PLACE),
        ("太原实业有限公司", Nameless.PLACE),
        ("Shanxi Group Co., Ltd.", Nameless.PLACE),
        ("国际贸易有限公司", Nameless.TRADE),
        ("Technology Co., Ltd.", Nameless.TRADE),
        ("太原重工股份有限公司", None),
        ("太原科技有限公司", None),
        ("岚谷禾有限公司", None),
        ("Digital China Group Co., Ltd.", None),
        ("Top Co., Ltd.", None),
        ("ร้านข้าว", None),
        ("—", None),
        ("the", None),
    ],
)
def test_what_a_name_is_beside_its_legal_form(name: str, what: Nameless | None) -> None:
    assert nameless(name) is what


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("山西有限公司", "山西"),
        ("山西有限公司", "Shanxi Co., Ltd."),
        ("某甲公司", "Shanxi"),
        ("某甲公司", "Technology"),
        ("国际贸易有限公司", "Trading Co., Ltd."),
        ("国际贸易有限公司", "岚谷国际贸易有限公司"),
    ],
)
@pytest.mark.parametrize("role", [Role.PARTY, Role.MARK])
def test_nothing_but_the_whole_name_is_found(name: str, text: str, role: Role) -> None:
    watched = firm(name, "Shanxi Co., Ltd.", "Technology Co., Ltd.") if name == "某甲公司" else firm(name)
    assert build_matcher([watched]).find(text, MatchContext(role=role)) == []


def test_the_whole_name_is_found_however_its_form_is_written() -> None:
    assert build_matcher([firm("山西有限公司")]).find("山西有限公司", PARTY)[0].band is Band.ALERT
    assert build_matcher([firm("某甲公司", "Technology Ltd.")]).find("Technology Limited", PARTY)[0].band is Band.ALERT


def test_the_list_is_told_of_it() -> None:
    said = lint([firm("山西有限公司", "Technology Co., Ltd."), firm("太原重工股份有限公司")])
    assert [f.reason.key for f in said if f.what == "nameless"] == [
        "matching.lint.nameless_place",
        "matching.lint.nameless_trade",
    ]
    assert "只有地名" in Texts("zh").reason(said[0].reason)


def test_no_full_name_is_made_up_of_it() -> None:
    made = build_matcher([firm("国际贸易有限公司")]).variants_of("国际贸易有限公司")
    assert [v.kind for v in made] == ["legal_name"]
