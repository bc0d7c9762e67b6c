"""A full corporate name of the list is an alert wherever its very words stand, alone and in the sentences of notices."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching import Matcher, build_matcher
from monitor.matching.firms.given_name import given_name
from monitor.model import Band, MatchContext, WatchedKind, WatchedName

# Invented firms, in the shapes of names that exporters register: place and trade, place and name and trade, name and trade.
FIRMS = {
    "太原晨曜重型机械集团有限公司": "Taiyuan Chenyao Heavy Machinery Group Co., Ltd.",
    "太原重型锻压集团有限公司": "Taiyuan Heavy Forging Group Co., Ltd.",
    "临汾宏岚铸造有限公司": "Linfen Honglan Foundry Co., Ltd.",
    "大同齿轮铸锻有限公司": "Datong Gear Forging Co., Ltd.",
    "平遥煤化演示集团有限责任公司": "Pingyao Coal Chemical Demo Group Co., Ltd.",
    "山西东方物料试演股份有限公司": "Shanxi Oriental Material Handling Demo Co., Ltd.",
    "山西东方搬运股份有限公司": "Shanxi Oriental Handling Co., Ltd.",
    "晋城阳禾瓷业有限公司": "Jincheng Yanghe Ceramics Co., Ltd.",
    "山西蓝谷酒业有限公司": "Shanxi Languhe Liquor Co., Ltd.",
    "运城瑞格电子科技有限公司": "Yuncheng Ruige Electronic Technology Co., Ltd.",
    "长治新能光伏有限公司": "Changzhi New Energy Photovoltaic Co., Ltd.",
    "阳泉耐材试演有限公司": "Yangquan Refractories Co., Ltd.",
    "忻州法兰锻件试演股份有限公司": "Xinzhou Flange Forging Co., Ltd.",
    "晋中纺织机械试演有限公司": "Jinzhong Textile Machinery Company Limited",
    "吕梁核桃食品试演有限公司": "Lvliang Walnut Foods Co., Ltd.",
    "金虎便利试演科技有限公司": "Golden Tiger Convenience Technology (Shanxi) Co., Ltd.",
    "太谷玛钢管件试演有限公司": "Jinvar Malleable Fittings Co., Ltd.",
    "朔州陶瓷试演实业有限公司": "Shuozhou Ceramic Industrial Co., Ltd.",
    "山西星宇太阳能试演有限公司": "Starcosm Solar Technology Co., Ltd.",
    "祁县玻璃器皿试演有限公司": "Qixian Glassware Co., Ltd.",
    "山西国进跨境试演有限公司": "Shanxi Guojin Cross-Border E-Commerce Co., Ltd.",
}
FRAMES = (
    "{x}",
    "The motion to amend the complaint to add {x} of Taiyuan, China, and Linfen Example Foundry of Linfen, China, as respondents.",
    "The motion seeks to add Redstone Demo Pipe LLC of Tulsa, OK, and {x} of Shanxi, China, as respondents.",
    "Respondents Fenwick Demo Trading Limited, {x}, and Redstone Demo Pipe LLC were served.",
    "The complaint names as respondents: {x} of China; and Redstone Demo Pipe LLC of Tulsa, OK.",
    "Complainant withdrew the complaint as to {x}.",
    "{x} was found in default pursuant to 19 CFR 210.16.",
    "a cease and desist order directed to {x}, and the investigation is terminated",
    "an order finding respondents {x} and Fenwick Demo Trading Limited in default",
    'products made by or on behalf of {x} ("the Respondent") and imported by others',
    "See 91 FR 12345; {x}, No. 18 Demo Road, Shanxi 030024, China, did not respond.",
    "the consent order stipulation of Demo Parts, Inc., Acme Valve Company and {x}; the investigation continues",
    "Defendant {x} has not appeared.",
)
FORMS = ("Co., Ltd.", "Co. Ltd", "Co.,Ltd.", "CO LTD", "Company Limited", "Company, Ltd.", "Ltd.")
CASES = (str, str.upper, str.lower)


def firm(number: int, zh: str, *names: str, **more: object) -> WatchedName:
    return WatchedName(f"c{number:04d}", zh, kind=WatchedKind.COMPANY, aliases=names, **more)  # type: ignore[arg-type]


@cache
def matcher() -> Matcher:
    return build_matcher([firm(n, zh, en) for n, (zh, en) in enumerate(FIRMS.items())])


def band(made: Matcher, text: str, watched: str, context: MatchContext | None = None) -> Band | None:
    found = made.find(text, context) if context else made.find(text)
    return next((m.band for m in found if m.watched_id == watched), None)


@pytest.mark.parametrize("number", range(len(FIRMS)), ids=list(FIRMS.values()))
def test_a_name_of_the_list_is_an_alert_in_every_sentence(number: int) -> None:
    name = list(FIRMS.values())[number]
    for frame in FRAMES:
        for case in CASES:
            assert band(matcher(), frame.format(x=case(name)), f"c{number:04d}") is Band.ALERT, (frame, case)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, len(FIRMS) - 1),
    st.sampled_from(FRAMES),
    st.sampled_from(FORMS),
    st.sampled_from(CASES),
    st.booleans(),
)
def test_however_its_legal_form_is_written(number: int, frame: str, form: str, case: type[str], broken: bool) -> None:
    name = list(FIRMS.values())[number]
    text = frame.format(x=case(name.replace("Co., Ltd.", form).replace("Company Limited", form)))
    if broken:  # as print breaks its lines
        text = text.replace(" ", "\n", text.count(" ") // 2)
    assert band(matcher(), text, f"c{number:04d}") is Band.ALERT, text


@pytest.mark.parametrize(("name", "text"), [
    ("Huaxiang Group Co., Ltd.", "Respondent Huaxiang Group Co., Ltd. was served."),
    ("Hongda Co., Ltd.", "The complaint names Hongda Co., Ltd. as a respondent."),
    ("Innovative Medical Management Co., Ltd.", "directed to Innovative Medical Management Co., Ltd."),
])  # fmt: skip
def test_a_name_that_many_firms_bear_is_looked_at(name: str, text: str) -> None:
    made = build_matcher([firm(1, "桦岚演示股份有限公司", name, city="太原")])
    assert band(made, text, "c0001") is Band.REVIEW
    assert band(made, name, "c0001") is Band.ALERT  # the whole text, whoever else bears it
    assert band(made, f"to add {name} of Taiyuan, China", "c0001") is Band.ALERT  # its place settles it


@pytest.mark.parametrize(("text", "least"), [
    ("Zhejiang Huayao Oriental Fittings Co., Ltd. was served", None),
    ("Neo Huayao Oriental Fittings Co., Ltd. was served", Band.REVIEW),
    ("Huayao Oriental Fittings Co., Ltd. of Ningbo, Zhejiang, China", Band.REVIEW),
])  # fmt: skip
def test_a_longer_name_or_another_place_is_no_certainty(text: str, least: Band | None) -> None:
    made = build_matcher([firm(1, "山西演示管件有限公司", "Huayao Oriental Fittings Co., Ltd.")])
    found = band(made, text, "c0001")
    assert found is not Band.ALERT
    assert least is None or found is least


def test_it_is_met_in_one_name_not_across_two() -> None:
    made = build_matcher([firm(1, "太原重型锻压演示有限公司", "Taiyuan Heavy Forging Group Co., Ltd.")])
    assert band(made, "located in Taiyuan. Heavy Forging Group Co., Ltd. appeared", "c0001") is not Band.ALERT
    assert band(made, "of Taiyuan; Heavy Forging Group Co., Ltd.", "c0001") is not Band.ALERT


@pytest.mark.parametrize("name", [
    "Taiyuan Co., Ltd.", "Star Co., Ltd.", "Steel Co., Ltd.", "Intelligent Equipment Co., Ltd.", "Group Co., Ltd.",
    "Taiyuan Heavy Machinery", "LANGUHE", "Co., Ltd.", "",
])  # fmt: skip
def test_what_says_too_little_is_not_looked_for_word_by_word(name: str) -> None:
    assert given_name(name) is None


def test_what_the_office_switched_off_is_not_looked_for() -> None:
    name = "Huaxiang Group Co., Ltd."
    for off in (name, "huaxiang group"):
        made = build_matcher([firm(1, "山西演示东方有限公司", name, disabled_variants=(off,))])
        assert all(m.variant != name for m in made.find(name))
    assert [m.variant for m in build_matcher([firm(1, "山西演示东方有限公司", name)]).find(name)] == [name]


def test_abroad_it_is_looked_at() -> None:
    made = build_matcher([firm(1, "晋演示有限公司", "Aerospace Intelligent Manufacturing Demo Co., Ltd.")])
    name = "Aerospace Intelligent Manufacturing Demo Co., Ltd."
    assert band(made, name, "c0001", MatchContext(country="CN")) is Band.ALERT
    assert band(made, f"against {name} and others", "c0001", MatchContext(country="US")) is Band.REVIEW
    assert band(made, name, "c0001", MatchContext(country="US")) is Band.ALERT  # letter for letter the whole text
