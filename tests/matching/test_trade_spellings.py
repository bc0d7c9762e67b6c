"""What trade, post and peoples of China wrote for names and places; second readings; names without their goods."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher, variants_of
from monitor.matching.explain import sentence
from monitor.matching.normalise import key
from monitor.matching.variants.readings import heteronyms, mandarin, place_readings
from monitor.model import Band, Match, WatchedName
from monitor.texts import Texts


def found(name: str, text: str) -> Match | None:
    matches = build_matcher([WatchedName("w", name)]).find(text)
    return matches[0] if matches else None


# --- two readings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "usual", "other"),
    [
        ("曾家渡", "zeng jia du", "ceng jia du"),
        ("单记", "shan ji", "dan ji"),
        ("藏岭", "zang ling", "cang ling"),
        ("晟岳", "sheng yue", "cheng yue"),
        ("云都", "yun du", "yun dou"),
        ("岚的", "lan de", "lan di"),
    ],
)
def test_a_character_of_two_readings_is_read_both_ways(name: str, usual: str, other: str) -> None:
    read = [" ".join(r) for r in mandarin(name)]
    assert read[0] == usual
    assert other in read
    for spelt in (usual, other):
        match = found(name, spelt.replace(" ", "").upper())
        assert match is not None
        assert match.band is Band.ALERT


def test_what_a_dictionary_knows_is_read_as_it_says() -> None:
    assert mandarin("收藏家")[0] == ("shou", "cang", "jia")
    assert mandarin("成都")[0] == ("cheng", "du")


def test_a_surname_is_read_as_one_at_the_head_alone() -> None:
    assert all(sounds[1] != "shan" for sounds in mandarin("简单"))


def test_every_row_has_a_usual_reading_another_one_and_a_place() -> None:
    assert all(len(sounds) >= 2 and where in ("first", "head", "any") for sounds, where in heteronyms().values())


# --- places ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "spelling"),
    [("阿克苏", "AKSU"), ("鄂尔多斯", "ERDOS"), ("祁门", "KEEMUN"), ("锡林郭勒", "XILIN GOL"), ("林芝", "NYINGCHI")],
)
def test_a_place_is_sought_as_its_people_and_trade_write_it(place: str, spelling: str) -> None:
    assert spelling.casefold() in map(str.casefold, place_readings()[place].historical)
    kinds = {key(v.text): v.kind for v in variants_of(WatchedName("w", place))}
    assert kinds[key(spelling)] == "historical"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("阿克苏苹果", "AKSU APPLES"),
        ("林芝牛肉", "NYINGCHI BEEF"),
        ("祁门红茶", "QIMEN BLACK TEA"),
        ("鄂尔多斯羊绒", "ERDOS CASHMERE"),
    ],
)
def test_such_a_place_with_the_goods_is_for_review(name: str, text: str) -> None:
    match = found(name, text)
    assert match is not None
    assert match.operation == "goods_word"
    assert match.band is Band.REVIEW


def test_no_spelling_of_a_place_stands_twice() -> None:
    for place, reading in place_readings().items():
        assert len(set(reading.historical)) == len(reading.historical), place


# --- without the goods ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "text"), [("龙井茶", "LONGJING"), ("青岛啤酒", "TSINGTAO"), ("绍兴酒", "SHAOHSING")])
def test_a_name_that_trade_spells_without_its_goods_is_for_review_alone(name: str, text: str) -> None:
    match = found(name, text)
    assert match is not None
    assert match.band is Band.REVIEW
    assert f"“{text}”是“{name}”去掉末尾商品名后的写法" in sentence(match, Texts("zh"))
    assert f"“{text}” is “{name}” without the goods word at its end" in sentence(match, Texts("en"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("青岛啤酒", "QINGDAO"),  # a city in its pinyin
        ("太原牛肉", "TAIYUAN"),
        ("宜兴紫砂", "YIXING"),
        ("山西老陈醋", "SHANSI"),  # a province in any spelling
        ("岚谷茶", "LANGU"),  # nobody's trade has a spelling of it
    ],
)
def test_a_place_or_any_other_head_alone_is_nothing(name: str, text: str) -> None:
    match = found(name, text)
    assert match is None or match.band is Band.DIGEST


def test_amid_other_words_it_stays_in_the_appendix() -> None:
    match = found("青岛啤酒", "TSINGTAO MOTORS")
    assert match is None or match.band is Band.DIGEST
