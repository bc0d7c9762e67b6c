"""A Chinese legal name is read as place, core, trade and form."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher
from monitor.matching.firms import chinese_name, core_of
from monitor.matching.firms.cuts import Told
from monitor.model import Band
from tests.matching_firms.firms import PARTY, firm


@pytest.mark.parametrize(
    ("name", "core", "trades"),
    [
        ("山西岚谷禾酒业有限公司", "岚谷禾", ("酒业",)),
        ("祁县晋川屿玻璃制品有限公司", "晋川屿", ("玻璃制品",)),
        ("山西省平遥县长川屿黄酒酿造有限责任公司", "长川屿", ("黄酒", "酿造")),
        ("太原重工股份有限公司", "", ("重工",)),
        ("太原钢铁(集团)有限公司", "", ("钢铁",)),
        ("山西汾阳王酒业有限责任公司", "汾阳王", ("酒业",)),
        ("岚谷集团榆次液压工业有限公司", "岚谷", ("液压", "工业")),
        ("云冈石窟研究院", "云冈石窟", ("研究院",)),
        ("山西顺云立大健康产业集团有限公司", "顺云立", ("大健康产业",)),
        ("山西雲杼服飾有限公司", "云杼", ("服饰",)),
        ("晋中云杼服饰（山西）有限公司", "云杼", ("服饰",)),
        ("山西岚新能源有限公司", "岚新", ("能源",)),
        ("安徽金种子岚酒业有限公司", "金种子岚", ("酒业",)),
        ("安徽银种子酒业有限公司", "银种子", ("酒业",)),
        ("大同港股份有限公司", "", ("港",)),
        ("大同港国际股份有限公司", "", ("港", "国际")),
        ("大同岚开发股份有限公司", "岚开发", ()),
    ],
)
def test_a_legal_name_falls_into_core_and_trade(name: str, core: str, trades: tuple[str, ...]) -> None:
    read = chinese_name.read(name)
    assert (read.core, read.trade_words) == (core, trades)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("大同港股份有限公司", "Datonggang Co., Ltd."),
        ("大同港股份有限公司", "Datong Gang Co., Ltd."),
        ("大同港股份有限公司", "Datong Port Co., Ltd."),
        ("大同港（集团）有限公司", "Datonggang"),
        ("大同港集团股份有限公司", "Datonggang Group"),
        ("大同港集团股份有限公司", "Datong Gang Holdings Group"),
        ("大同港国际股份有限公司", "Datonggang"),
        ("大同港国际股份有限公司", "Datong Port International"),
        ("石家庄茶有限公司", "Shijiazhuangcha"),
    ],
)
def test_a_place_before_one_character_of_trade_is_found_as_both_and_as_a_word(name: str, text: str) -> None:
    assert [m.band for m in build_matcher([firm(name)]).find(text, PARTY)] == [Band.ALERT]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("和平鸽体育用品有限公司", "Hepingge"),
        ("和平鸽体育用品有限公司", "Heping Ge Sports Goods Co Ltd"),
        ("朝阳花服装服饰有限公司", "Chaoyanghua Garments Co., Ltd."),
        ("海港城电子科技有限公司", "Haigangcheng Electronics"),
        ("长安马汽车零部件有限公司", "Changanma Auto Parts"),
        ("安徽银种子酒业有限公司", "Anhui Yinzhongzi Liquor"),
    ],
)
def test_a_name_that_begins_like_a_place_is_found_whole(name: str, text: str) -> None:
    assert [m.band for m in build_matcher([firm(name)]).find(text, PARTY)] == [Band.ALERT]


def test_a_district_without_its_rank_is_no_place_before_one_character() -> None:
    assert chinese_name.read("海港城电子科技有限公司").core == "海港城"


def test_the_core_of_a_latin_name_is_what_no_table_knows() -> None:
    assert core_of("Shanxi Languhe Liquor Co., Ltd.") == "languhe"
    assert core_of("Taiyuan Iron & Steel (Group) Co., Ltd.") == ""


@pytest.mark.parametrize(
    ("name", "divided", "cuts"),
    [
        ("山西恒岚铆钉有限公司", (), ("恒岚铆", "恒岚")),
        ("山西云槐堂醋业有限公司", (), ()),
        ("山西国岚高新材料有限公司", ("国岚", "国岚高新"), ()),
        ("山西岚集微电子科技有限公司", ("岚集",), ()),
    ],
)
def test_an_unknown_or_doubtful_trade_word_leaves_several_cuts(
    name: str, divided: tuple[str, ...], cuts: tuple[str, ...]
) -> None:
    read = chinese_name.read(name)
    assert (read.divided, read.cuts) == (divided, cuts)


def test_a_trade_word_is_no_cut() -> None:
    assert chinese_name.read("山西化工岚谷铆钉有限公司").cuts == ("化工岚谷", "化工岚")


@pytest.mark.parametrize(
    ("name", "core", "localities"),
    [
        ("太原经济技术开发区岚谷禾机械有限公司", "岚谷禾", ("经济技术开发区",)),
        ("青岛保税区岚谷贸易有限公司", "岚谷", ("保税区",)),
        ("义乌市稠城街道岚谷禾玩具厂", "岚谷禾", ("稠城",)),
        ("清徐县徐沟镇岚谷村岚湖醋厂", "岚湖", ("徐沟", "岚谷")),
        ("太原岚谷科技园管理有限公司", "岚谷科技园", ()),  # nothing would be left behind it
        ("平遥村夫食品有限公司", "村夫", ()),
        ("太原小镇岚食品有限公司", "小镇岚", ()),
        ("岚谷镇岚湖食品有限公司", "岚谷镇岚湖", ()),  # no place before it says that it is a town
    ],
)
def test_a_zone_a_town_or_a_village_before_the_name_is_no_part_of_it(
    name: str, core: str, localities: tuple[str, ...]
) -> None:
    read = chinese_name.read(name)
    assert (read.core, read.localities) == (core, localities)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("太原经济技术开发区岚谷禾机械有限公司", "Taiyuan Languhe Machinery Co., Ltd."),
        ("清徐县徐沟镇岚湖醋厂", "Qingxu Lanhu Vinegar Factory"),
        ("清徐县徐沟镇岚湖醋厂", "Qingxu Xugou Lanhu Vinegar Factory"),
        ("清徐县徐沟镇岚湖醋厂", "Qingxu Xugou Town Lanhu Vinegar Factory"),
        ("清徐县徐沟镇岚湖醋厂", "Qingxu Xugouzhen Lanhu Vinegar Factory"),
    ],
)
def test_it_may_stand_in_the_english_name_or_not(name: str, text: str) -> None:
    (found,) = build_matcher([firm(name)]).find(text, PARTY)
    assert found.band is Band.ALERT
    assert "extra_words" not in found.demoted_by


TOWN = "佛山市南海区里水岚图陶瓷有限公司"  # 里水 is a town, and the name does not say so


@pytest.mark.parametrize("text", ["Foshan Lantu Ceramics Co., Ltd.", "Foshan Nanhai Lantu Ceramic"])
def test_the_second_half_of_four_characters_is_for_review_where_place_and_trade_stand_beside_it(text: str) -> None:
    assert [m.band for m in build_matcher([firm(TOWN)]).find(text, PARTY)] == [Band.REVIEW]


@pytest.mark.parametrize(
    "text", ["Lantu", "Foshan Lantu Co., Ltd.", "Lantu Ceramics", "Foshan Lantu Bearing Co., Ltd."]
)
def test_the_second_half_is_nobody_where_one_of_them_is_missing(text: str) -> None:
    found = build_matcher([firm(TOWN)]).find(text, PARTY)
    assert [m for m in found if m.band in (Band.REVIEW, Band.ALERT)] == []


def test_the_second_half_is_said_to_ask_for_both() -> None:
    matcher = build_matcher([firm(TOWN)])
    match = matcher.pair(TOWN, "Lantu Ceramics", PARTY)
    assert match is not None
    assert "company.reason.half_of_it" in {reason.key for reason in match.reasons}
    assert [cut.told for cut in matcher.cuts_of(TOWN) if cut.core == "岚图"] == [Told.BOTH]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("大同7岚电器有限公司", "Datong Qilan Electric Appliance Co., Ltd."),
        ("大同7岚电器有限公司", "Datong 7 Lan Electric Appliance Co., Ltd."),
        ("大同36岚电器有限公司", "Datong Sanliulan Electric Appliance"),
        ("大同七岚电器有限公司", "Datong Qilan Electric Appliance Co., Ltd."),
    ],
)
def test_digits_in_a_name_are_read_in_chinese_too(name: str, text: str) -> None:
    assert [m.band for m in build_matcher([firm(name)]).find(text, PARTY)] == [Band.ALERT]


def test_digits_read_in_chinese_are_told_as_such() -> None:
    matcher = build_matcher([firm("大同7岚电器有限公司")])
    (cut,) = (cut for cut in matcher.cuts_of("大同7岚电器有限公司") if cut.kind == "core_digits")
    assert (cut.before, cut.core, cut.behind, cut.latin) == ("大同", "七岚", "电器有限公司", ("Qilan",))
    assert matcher.find("Qilan Electric", PARTY)[0].variant_kind == "core_digits"


def test_the_shop_sign_of_a_family_is_found_as_hong_kong_writes_it() -> None:
    assert build_matcher([firm("陈记海产有限公司")]).find("Chan Kee Seafood Company Limited", PARTY)


@pytest.mark.parametrize(
    ("name", "text", "band"),
    [
        ("五台山素岚食品有限公司", "Wutaishan Sulan Food Co., Ltd.", Band.ALERT),
        ("五台山素岚食品有限公司", "Wutaishansulan Food Co., Ltd.", Band.ALERT),
        ("五台山素岚食品有限公司", "Mount Wutai Sulan Food Co., Ltd.", Band.REVIEW),
        ("长白山参业有限公司", "Changbaishan Ginseng Industry Co., Ltd.", Band.ALERT),
        ("长治山丹丹食品有限公司", "Changzhi Shandandan Food", Band.ALERT),
    ],
)
def test_a_mountain_that_is_called_like_a_county_is_no_county(name: str, text: str, band: Band) -> None:
    assert [m.band for m in build_matcher([firm(name)]).find(text, PARTY)] == [band]
