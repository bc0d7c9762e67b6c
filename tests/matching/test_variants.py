from __future__ import annotations

import pytest

from monitor.matching import build_matcher, variants_of
from monitor.matching.normalise import key
from monitor.matching.sounds.written import SCRIPTS
from monitor.matching.variants import readings
from monitor.matching.weights import prior
from monitor.model import WatchedName


def spellings(name: str, *aliases: str) -> dict[str, str]:
    """folded spelling → kind, the first where two fold alike"""
    return {key(v.text): v.kind for v in reversed(variants_of(WatchedName("1", name, aliases=aliases)))}


@pytest.mark.parametrize(
    ("name", "spelling", "kind"),
    [
        ("岚谷禾", "嵐谷禾", "given"),  # a filing in traditional characters folds to what the office typed
        ("岚谷禾", "LANGUHE", "pinyin"),
        ("岚谷禾", "LAN KU HO", "wade_giles"),
        ("漳源锦", "CHANG YÜAN CHIN", "wade_giles"),
        ("吕梁", "LVLIANG", "umlaut"),
        ("吕梁", "LYULIANG", "umlaut"),
        ("吕梁", "LULIANG", "pinyin"),
        ("青岛", "TSINGTAO", "historical"),
        ("杏花村", "HSINGHUATSUN", "wade_giles"),
        ("双合成", "SHEUNG HOP SHING", "cantonese"),
        ("汾酒", "분주", "hangul_sino"),
        ("汾酒", "펀지우", "hangul_mandarin"),
        ("龟龄集", "キレイシュウ", "kana_on"),
        ("汾酒", "フェンチュウ", "kana_mandarin"),
        ("平遥牛肉", "ПИНЯОНЮЖОУ", "palladius"),
        ("龟龄集", "Quy Linh Tập", "vietnamese"),
        ("汾酒", "ㄈㄣˊㄐㄧㄡˇ", "bopomofo"),
        ("六味斋", "육미재", "hangul_sino"),  # 두음법칙
    ],
)
def test_a_name_is_spelt_as_registers_of_each_script_spell_it(name: str, spelling: str, kind: str) -> None:
    assert spellings(name)[key(spelling)] == kind


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("长治", "changzhi"),
        ("洪洞", "hongtong"),
        ("尧都", "yaodu"),
        ("太行", "taihang"),
        ("解州", "xiezhou"),
        ("东阿阿胶", "dongeejiao"),
        ("长城", "changcheng"),
    ],
)
def test_names_of_places_are_read_as_their_people_read_them(name: str, pinyin: str) -> None:
    assert spellings(name)[pinyin] == "pinyin"


def test_what_the_office_typed_comes_first_and_counts_fully() -> None:
    made = variants_of(WatchedName("1", "云杼", aliases=("YUNZHU", "Cloud Shuttle")))
    assert [(v.text, v.kind, v.prior) for v in made[:3]] == [
        ("云杼", "given", 1.0),
        ("YUNZHU", "given", 1.0),
        ("Cloud Shuttle", "given", 1.0),
    ]
    assert all(v.prior <= 1.0 for v in made)


def test_translations_are_never_made_up() -> None:
    assert not {"eastlake", "bambooleafgreen"} & set(spellings("东湖")) | (
        set(spellings("竹叶青")) & {"bambooleafgreen"}
    )


def test_a_spelling_that_is_another_pinyin_word_is_held_down() -> None:
    made = {key(v.text): v for v in variants_of(WatchedName("1", "太钢"))}
    assert made["taikang"].prior == prior("other_word") < 0.8 < made["taigang"].prior


def test_a_switched_off_spelling_stays_visible_and_is_marked() -> None:
    made = variants_of(WatchedName("1", "岚谷禾", disabled_variants=("Lan-Ku-Ho",)))
    assert [v.text for v in made if not v.enabled] == ["LAN KU HO"]


def test_a_name_in_letters_has_no_chinese_readings() -> None:
    assert {v.kind for v in variants_of(WatchedName("1", "JCYGLASS"))} <= {"given", *SCRIPTS}


def test_a_single_letter_is_never_looked_for_and_a_single_character_only_as_the_whole_mark() -> None:
    matcher = build_matcher([WatchedName("1", "福", aliases=("F",))])
    assert [v.text for v in matcher.variants_of("1")] == ["福"]
    assert matcher.find("福")
    assert not matcher.find("F")
    assert not matcher.find("福建")


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("成都", "cheng du"),
        ("西藏", "xi zang"),
        ("会稽山", "kuai ji shan"),
        ("德州扒鸡", "de zhou pa ji"),
        ("朝阳", "chao yang"),
        ("乐陵小枣", "lao ling xiao zao"),
        ("都匀毛尖", "du yun mao jian"),
    ],
)
def test_places_and_goods_are_read_as_people_say_them(name: str, sounds: str) -> None:
    assert " ".join(readings.mandarin(name)[0]) == sounds


@pytest.mark.parametrize(
    ("name", "kana"), [("古越龙山", "コエツリュウザン"), ("会稽山", "カイケイザン"), ("国华", "コッカ")]
)
def test_on_readings_change_where_they_meet(name: str, kana: str) -> None:
    assert kana in [v.text for v in variants_of(WatchedName("w", name)) if v.kind == "kana_on"]


def test_a_derived_spelling_that_is_the_old_name_of_a_place_is_held_down() -> None:
    luchow = [v for v in variants_of(WatchedName("w", "潞绸")) if v.text == "LUCHOW"]
    assert [v.prior for v in luchow] == [prior("other_word")]
