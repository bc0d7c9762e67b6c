"""What speaks for a firm, what against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.matching import firms
from monitor.model import Band, MatchContext, Role
from tests.matching_firms.firms import PARTY, firm, score

LANGUHE = firm("山西岚谷禾酒业有限公司", city="吕梁")
YUNZHU = firm("晋中云杼服饰有限公司", "Jinzhong Yunzhu Apparel Co., Ltd.")
HEAVY = firm("太原重工股份有限公司")
STEEL = firm("太原钢铁(集团)有限公司", "TISCO", "太钢")
HONGDA = firm("山西宏达机械有限公司")


def test_a_strong_core_stands_alone_and_place_and_trade_raise_it() -> None:
    alone, traded = score(LANGUHE, "LANGUHE"), score(LANGUHE, "Languhe Distillery")
    assert 0.85 <= alone < traded <= score(LANGUHE, "Shanxi Languhe Distillery")


@pytest.mark.parametrize(
    "text",
    [
        "Shanxi Languhe Liquor Co., Ltd.",
        "SHANXI LANGUHE LIQUOR CO.,LTD",
        "Shanxi Languhe Liquor Co. LTD",
        "Shanxi Languhe Liquor CO.LTD.",
        "Shanxi Languhe Liquor Company Limited",
        "Ｓｈａｎｘｉ　Ｌａｎｇｕｈｅ　Ｌｉｑｕｏｒ",
        "Shānxī Lángǔhé Liquor Co., Ltd.",
        "Shanxi Lan Gu He Liquor Co., Ltd.",
    ],
)
def test_legal_form_case_width_and_tone_marks_change_nothing(text: str) -> None:
    assert score(LANGUHE, text) == score(LANGUHE, "Shanxi Languhe Liquor Co., Ltd.")


def test_another_place_and_another_trade_demote() -> None:
    assert score(YUNZHU, "Yunzhu Apparel Co., Ltd.") >= 0.85
    assert 0.60 <= score(YUNZHU, "Guangzhou Yunzhu Apparel Co., Ltd.") < 0.70
    assert score(YUNZHU, "Guangzhou Yunzhu Machinery Co., Ltd.") < 0.60


def test_evidence_against_a_firm_keeps_it_out_of_the_alert_band() -> None:
    match = firms.build([LANGUHE]).find("Shenzhen Languhe Liquor Co., Ltd.", PARTY)[0]
    assert (match.band, match.demoted_by) == (Band.REVIEW, ("other_province",))


def test_shaanxi_is_a_veto_and_other_firms_places_are_not() -> None:
    assert score(LANGUHE, "Shaanxi Languhe Liquor Co., Ltd.") == 0
    assert score(LANGUHE, "陕西岚谷禾酒业有限公司") == 0
    assert score(LANGUHE, "Shanxi Languhe Liquor Co., Ltd. and Shaanxi Foxing Machinery Co., Ltd.") >= 0.85


def test_place_and_trade_alone_identify_only_the_firm_that_has_nothing_else() -> None:
    assert score(HONGDA, "Shanxi Machinery Co., Ltd.") == 0
    assert score(HEAVY, "Taiyuan Heavy Industries Co Ltd") >= 0.85
    assert score(HEAVY, "Taiyuan Machinery Co., Ltd.") == 0
    assert score(HEAVY, "Taiyuan Jinyu Heavy Industry Co., Ltd.") == 0


def test_further_trades_make_it_at_most_a_related_firm() -> None:
    assert 0.60 <= score(HEAVY, "Taiyuan Heavy Industry Railway Equipment Co., Ltd.") < 0.70


def test_iron_and_steel_of_another_town_is_another_firm() -> None:
    assert score(STEEL, "Taiyuan Iron and Steel (Group) Company Limited") >= 0.85
    for other in ("Tangshan Iron and Steel Group", "Taiyuan Heavy Industry Co., Ltd.", "泰钢", "Shanxi Iron & Steel"):
        assert score(STEEL, other) == 0


def test_a_short_mark_needs_its_town_or_trade_and_no_other_country() -> None:
    assert score(STEEL, "TISCO Stainless Steel, Taiyuan") >= 0.70
    assert score(STEEL, "TISCO Financial Group, Bangkok, Thailand") == 0
    assert score(STEEL, "TISCO Steel, Thai Nguyen, Vietnam") == 0
    abroad = MatchContext(role=Role.PARTY, country="VN")
    assert score(STEEL, "TISCO", abroad) < score(STEEL, "TISCO")


def test_a_common_core_needs_place_or_trade() -> None:
    assert score(HONGDA, "Hongda Group") == 0
    assert score(HONGDA, "Hongda Electronics Inc.") == 0
    assert score(HONGDA, "Shanxi Hongda Machinery Co., Ltd.") >= 0.85


def test_a_flag_of_the_office_makes_a_core_weak() -> None:
    flagged = replace(LANGUHE, flags=frozenset({"generic"}))
    assert score(flagged, "LANGUHE") == 0
    assert score(flagged, "Lvliang Languhe Liquor Co., Ltd.") >= 0.85


def test_a_name_written_apart_with_nothing_beside_it_may_be_a_person() -> None:
    assert score(YUNZHU, "Yun Zhu") < 0.70
    assert score(YUNZHU, "Yun Zhu Garments") >= 0.70


def test_one_wrong_letter_is_forgiven_in_a_long_core_and_another_name_is_not() -> None:
    heavy = firm("山西恒岳铸重工有限公司", city="大同")
    near = score(heavy, "Shanxi Hengyuezu Heavy Industry Co., Ltd.")
    assert 0.70 <= near < score(heavy, "Shanxi Hengyuezhu Heavy Industry Co., Ltd.")
    assert score(heavy, "Shanxi Hengyuazhu Heavy Industry Co., Ltd.") >= 0.60
    assert score(heavy, "Hengyuechu Co., Ltd.") < 0.70


def test_umlauts_and_readings_are_spelt_every_way() -> None:
    aluminium = firm("山西绿漳铝业有限公司")
    assert min(score(aluminium, f"Shanxi {core} Aluminum") for core in ("Lvzhang", "Luzhang", "Lyuzhang")) >= 0.95
    assert score(firm("山西长屿垚科技有限公司"), "Shanxi Zhangyuyao Technology") >= 0.85


def test_a_firm_is_found_inside_captions_and_paragraphs() -> None:
    text = (
        "The complaint alleges that Northgate Coupling Works, Inc. of Dayton, OH is injured. The respondents are "
        "Shanxi Languhe Liquor Co., Ltd. of Lvliang, China; and Bluefern Glassworks LLC of Toledo, OH."
    )
    match = firms.build([LANGUHE]).find(text, PARTY)[0]
    assert match.band is Band.ALERT
    assert text[slice(*match.span)] == match.span_text == "Languhe"


def test_a_name_behind_d_b_a_is_a_name_of_its_own() -> None:
    found = firms.build([LANGUHE, YUNZHU]).find("Yunzhu Trading LLC d/b/a LANGUHE", PARTY)
    assert [m.watched_id for m in found] == [LANGUHE.id, YUNZHU.id]


def test_traditional_characters_and_running_chinese_are_read() -> None:
    assert score(YUNZHU, "晉中雲杼服飾有限公司") >= 0.85
    assert score(YUNZHU, "被告晋中云杼服饰有限公司侵犯他人商标权") >= 0.85
    assert score(LANGUHE, "山西大岚谷禾山酒业有限公司") < 0.85


def test_a_mark_shared_with_a_region_says_nothing_about_the_county() -> None:
    crafts = firm("新绛县澄屿工艺品厂", city="运城")
    assert score(crafts, "Xinjiang County Chengyu Crafts Factory") >= 0.85
    assert score(crafts, "Xinjiang Chengyu Cotton Co., Ltd., Urumqi") < 0.70


def test_own_spellings_switched_off_are_not_looked_for() -> None:
    silent = replace(LANGUHE, disabled_variants=("languhe",))
    assert score(silent, "Shanxi Languhe Liquor Co., Ltd.") == 0


CUT = firm("山西恒岚铆钉股份有限公司")  # 铆钉 is in no table of trades


def test_an_unknown_trade_word_does_not_hide_the_name_where_the_place_agrees() -> None:
    assert 0.70 <= score(CUT, "Shanxi Henglan Rivet Co., Ltd.") < 0.85
    assert score(CUT, "Henglan Co., Ltd.") < 0.70  # nothing beside two syllables
    assert score(CUT, "Guangdong Henglan Co., Ltd.") < 0.70
    assert score(CUT, "Shanxi Hengli Rivet Co., Ltd.") < 0.70


def test_three_characters_before_a_trade_are_one_name() -> None:
    assert score(firm("山西云槐堂醋业有限公司"), "Shanxi Yunhuai Vinegar Co., Ltd.") < 0.70


def test_two_syllables_in_another_trade_need_the_place() -> None:
    assert score(YUNZHU, "Yunzhu Co., Ltd.") >= 0.70
    glass = firm("晋中云杼玻璃有限公司")
    match = firms.build([glass]).explain_pair(glass, "Yunzhu Technology Co., Ltd.", PARTY)
    assert match is not None
    assert match.score < 0.70
    assert "company.reason.two_syllables" in [r.key for r in match.reasons]
    assert score(glass, "Jinzhong Yunzhu Technology Co., Ltd.") >= 0.70


def test_chinese_firms_write_inc_too() -> None:
    assert score(HONGDA, "Shanxi Hongda Machinery Inc.") == score(HONGDA, "Shanxi Hongda Machinery Co., Ltd.")


BAOLI = firm("太原宝岚陶瓷有限公司")


@pytest.mark.parametrize(
    "text",
    [
        "TaiYuanBaoLanTaoCiYouXianGongSi",
        "taiyuanbaolantaociyouxiangongsi",
        "TAIYUANSHIBAOLANTAOCI",
        "taiyuanbaolantaoci888",
        "taiyuanbaolan",
        "TaiYuanShiBaoLan TaoCi YouXianZeRenGongSi",
        "taiyuan-baolan-taoci",
    ],
)
def test_a_seller_name_run_together_is_taken_apart(text: str) -> None:
    match = firms.build([BAOLI]).find(text, PARTY)[0]
    assert match.score >= 0.70
    assert match.span_text.casefold() == "baolan" == text[slice(*match.span)].casefold()


@pytest.mark.parametrize(
    "text",
    ["guangzhoubaolantaoci", "shaanxibaolantaociyouxiangongsi", "zhaobaolantaoci", "taiyuanbaolanxin", "baolanling"],
)
def test_a_longer_word_or_another_town_run_together_is_another_name(text: str) -> None:
    assert score(BAOLI, text) < 0.70


@pytest.mark.parametrize(
    "name",
    ["山西嘉岚系统控制有限公司", "山西嘉岚精密股份有限公司", "Shanxi Jialan Precision Systems Co., Ltd. by Share"],
)
@pytest.mark.parametrize(
    "text",
    [
        "Harbour Systems Inc.",
        "Precision Share Co., Ltd.",
        "Control Systems",
        "SHARE",
        "Shanxi Precision Share Co., Ltd.",
    ],
)
def test_words_of_trades_and_forms_identify_nobody(name: str, text: str) -> None:
    assert score(firm(name), text) < 0.70
    assert score(firm("某甲公司", name), text) < 0.70


@pytest.mark.parametrize("text", ["Yun Zhu Holdings", "Yun Zhu Group", "Yun Zhu International Trading"])
def test_who_is_called_a_group_or_trades_is_no_person(text: str) -> None:
    person = firms.build([YUNZHU]).explain_pair(YUNZHU, "Yun Zhu", PARTY)
    (found,) = firms.build([YUNZHU]).find(text, PARTY)
    assert person is not None
    assert "person_like" in person.demoted_by
    assert "person_like" not in found.demoted_by
