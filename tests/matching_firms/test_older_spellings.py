"""What post, trade and Hong Kong have written for places and names is met on the company side too, in both directions."""

from __future__ import annotations

import pytest

from monitor.matching import firms
from monitor.matching.firms import spelling
from monitor.matching.firms.spelling import spellings
from monitor.matching.variants.readings import mandarin
from monitor.texts import Texts
from tests.matching_firms.firms import PARTY, firm, score


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("苏州庆华岚纺织有限公司", "Soochow Qinghualan Textile Co"),
        ("青岛演岚啤酒有限公司", "TSINGTAO YANLAN BREWERY"),
        ("大同信岚铸造有限公司", "Tatung Xinlan Foundry Co., Ltd."),
        ("太原星岳贸易有限公司", "Taiyuan Hsingyueh Trading Co"),
        ("苏州庆华纺织有限公司", "Soochow Chinghwa Textile Co"),
        ("青岛陶瓷有限公司", "Tsingtao Ceramics Ltd"),
    ],
)
def test_an_older_spelling_finds_the_chinese_name(name: str, text: str) -> None:
    assert score(firm(name), text) >= 0.70


def test_a_spelling_of_a_table_names_the_firm_and_one_by_rule_asks_for_more() -> None:
    moutai = firm("贵州茅台岚酒业有限公司")
    assert "moutailan" in {c.text for c in spelling.older_spellings("茅台岚")}
    assert score(moutai, "Kweichow Moutai Lan Co., Ltd.") >= 0.70
    assert score(firm("太原星岳贸易有限公司"), "Hsingyueh Trading Co") < 0.70


@pytest.mark.parametrize("text", ["Guizhou Maotai Demo Liquor Co., Ltd.", "贵州茅台酒业有限公司"])
def test_a_given_older_spelling_finds_what_it_is_today(text: str) -> None:
    given = firm("某演示公司", "Kweichow Moutai Distillery Co., Ltd.")
    match = firms.build([given]).find(text, PARTY)[0]
    assert match.score >= 0.70
    assert match.variant_kind == "today"
    assert "Kweichow Moutai Distillery Co., Ltd." in Texts("zh").reason(match.reasons[0])


def test_an_older_spelling_of_another_place_is_another_place() -> None:
    assert score(firm("苏州庆华岚纺织有限公司"), "Hangchow Qinghualan Machinery Co") < 0.70


def test_every_kind_of_spelling_is_explained_in_both_languages() -> None:
    for kind in ("historical", "wade_giles", "postal", "cantonese", "today"):
        for lang in ("zh", "en"):
            assert Texts(lang).find(f"company.reason.core_{kind}")
            assert Texts(lang).find(f"matching.variant.{kind}")


@pytest.mark.parametrize(
    ("name", "spelt", "never"),
    [
        ("仇记", {"qiuji", "chouji"}, set()),  # a surname
        ("岚仇", {"lanchou"}, {"lanqiu"}),  # none, where it does not stand first
        ("朝晖", {"chaohui", "zhaohui"}, set()),
        ("干通", {"gantong", "qiantong"}, set()),  # 乾通
        ("率岚", {"lvlan", "shuailan"}, set()),
    ],
)
def test_a_firm_is_read_with_the_second_readings_that_marks_are_read_with(
    name: str, spelt: set[str], never: set[str]
) -> None:
    made = {one.joined for one in spellings(name)}
    assert spelt <= made
    assert not never & made
    assert {"".join(reading) for reading in mandarin(name)} <= made
