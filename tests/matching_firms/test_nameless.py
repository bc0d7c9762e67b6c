"""A name that is only a place, a trade or a legal form names nobody: it is found as a whole, and nothing is made of it."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher, lint
from monitor.matching.firms.nameless import Faint, Nameless, faint, nameless
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
        ("S.A.", Nameless.FORM),
        ("GmbH & Co. KG", Nameless.FORM),
        ("大同有限公司", Nameless.PLACE),
        ("山西集团有限公司", Nameless.PLACE),
        ("A & S", None),
        ("A & S Co., Ltd.", None),
        ("AS", None),
        ("东方集团有限公司", None),
        ("朝阳有限公司", None),
        ("太谷实业有限公司", None),
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


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("A & S Co., Ltd.", Faint.SHORT),
        ("AS", Faint.SHORT),
        ("岚公司", Faint.SHORT),
        ("东方集团有限公司", Faint.EVERYDAY),
        ("Golden River Group", Faint.EVERYDAY),
        ("太谷实业有限公司", Faint.PLACE),
        ("山西宏达有限公司", None),
        ("岚谷禾有限公司", None),
        ("Languhe Co., Ltd.", None),
        ("Golden River Textile", None),
        ("有限公司", None),
        ("山西有限公司", None),
    ],
)
def test_why_a_name_that_is_one_says_little(name: str, why: Faint | None) -> None:
    assert faint(name) is why


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("A & S Co., Ltd.", "A and S Company Limited"),
        ("东方集团有限公司", "Dongfang Group Co., Ltd."),
        ("朝阳有限公司", "Chaoyang Co., Ltd."),
        ("太谷实业有限公司", "Taigu Industrial Co., Ltd."),
        ("山西太谷实业有限公司", "Shanxi Taigu Industrial Co., Ltd."),
    ],
)
def test_a_name_that_says_little_is_found_where_all_of_it_stands(name: str, text: str) -> None:
    (found,) = build_matcher([firm(name)]).find(text, PARTY)
    assert found.band in (Band.REVIEW, Band.ALERT)


@pytest.mark.parametrize(
    "text", ["Dongfang", "Dongfang Textile Co., Ltd.", "Hunan Dongfang Group", "Dongfang Bearing Group"]
)
def test_and_not_where_half_of_it_stands_or_more_than_it(text: str) -> None:
    found = build_matcher([firm("东方集团有限公司")]).find(text, PARTY)
    assert [m for m in found if m.band in (Band.REVIEW, Band.ALERT)] == []


def test_the_list_is_told_of_names_that_say_little_unless_another_says_more() -> None:
    said = lint(
        [firm("东方集团有限公司"), firm("A & S Co., Ltd."), firm("朝阳有限公司", "Shanxi Languhe Liquor Co., Ltd.")]
    )
    assert [(f.what, f.reason.key) for f in said] == [
        ("faint", "matching.lint.faint_everyday"),
        ("faint", "matching.lint.faint_short"),
    ]


def test_no_full_name_is_made_up_of_it() -> None:
    made = build_matcher([firm("国际贸易有限公司")]).variants_of("国际贸易有限公司")
    assert [v.kind for v in made] == ["legal_name"]
