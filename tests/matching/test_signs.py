"""A name cell describes a mark: what is read of it, and that every word of it is found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.assess.pair import named
from monitor.matching import build_matcher
from monitor.matching.normalise.folding import key
from monitor.matching.signs import SignKind, describe, han_word
from monitor.model import Band, MatchContext, Role, WatchedName

FOUND = (Band.ALERT, Band.REVIEW)


def band(cell: str, text: str) -> Band | None:
    found = build_matcher([WatchedName("w", cell)]).find(text, MatchContext(role=Role.MARK))
    return found[0].band if found else None


@pytest.mark.parametrize(
    ("cell", "words", "others"),
    [
        ("岚谷禾", ["岚谷禾"], {}),
        ("LANGUHE&图", ["LANGUHE"], {SignKind.DEVICE: "图"}),
        ("岚谷禾LANGUHE&图", ["岚谷禾", "LANGUHE"], {SignKind.DEVICE: "图"}),
        ("岚谷禾 LANGUHE ＆图", ["岚谷禾", "LANGUHE"], {SignKind.DEVICE: "图"}),
        ("岚谷禾+LANGUHE+ 图形", ["岚谷禾", "LANGUHE"], {SignKind.DEVICE: "图形"}),
        ("velmora tea图形", ["velmora tea"], {SignKind.DEVICE: "图形"}),
        ("岚谷禾及图", ["岚谷禾"], {SignKind.DEVICE: "图"}),
        ("velmora及鹿图形", ["velmora"], {SignKind.DEVICE: "鹿图形"}),
        ("VEL MORA及旧女神图", ["VEL MORA"], {SignKind.DEVICE: "旧女神图"}),
        ("岚谷禾LOGO", ["岚谷禾"], {SignKind.DEVICE: "LOGO"}),
        ("岚谷禾(文字+图形)", ["岚谷禾"], {SignKind.DEVICE: "文字+图形"}),
        ("岚谷禾®（图文）", ["岚谷禾"], {SignKind.DEVICE: "图文"}),
        ("岚谷禾及拼音", ["岚谷禾"], {SignKind.NOTE: "拼音"}),
        ("岚谷禾（指定颜色）", ["岚谷禾"], {SignKind.NOTE: "指定颜色"}),
        ("岚谷禾图形商标", ["岚谷禾"], {SignKind.DEVICE: "图形商标"}),
        ("岚谷禾商标", ["岚谷禾"], {SignKind.NOTE: "商标"}),
        ("LANGUHE（岚谷禾）", ["LANGUHE", "岚谷禾"], {}),
        ("岚谷禾（LANGUHE及图）", ["岚谷禾", "LANGUHE"], {SignKind.DEVICE: "图"}),
        ("岚谷禾（英文：LANGUHE）", ["岚谷禾", "LANGUHE"], {}),
        ("岚谷禾（第29类）", ["岚谷禾"], {SignKind.CLASS: "第29类"}),
        ("岚谷禾第33类", ["岚谷禾"], {SignKind.CLASS: "第33类"}),
        ("岚谷禾（注册号：1234567）", ["岚谷禾"], {SignKind.NUMBER: "注册号:1234567"}),
        ("岚谷禾（2013年认定）", ["岚谷禾"], {SignKind.NOTE: "2013年认定"}),
        ("1.岚谷禾", ["岚谷禾"], {SignKind.NUMBERING: "1."}),
        ("①岚谷禾", ["岚谷禾"], {SignKind.NUMBERING: "①"}),
        ("三、岚谷禾", ["岚谷禾"], {SignKind.NUMBERING: "三、"}),
        ("图形：岚谷禾", ["岚谷禾"], {SignKind.DEVICE: "图形"}),
        ("图形（云杼花）", ["云杼花"], {SignKind.DEVICE: "图形"}),
        ("岚谷禾1949", ["岚谷禾"], {SignKind.DIGITS: "1949"}),
        ("岚谷禾+V", ["岚谷禾"], {SignKind.LETTER: "V"}),
        ("清风县岚谷禾实业有限公司“云杼”商标", ["云杼"], {SignKind.NOTE: "商标"}),
        ("清风县岚谷禾实业有限公司云杼商标", ["云杼"], {SignKind.NOTE: "商标"}),
        ("岚谷禾 云杼坊", ["岚谷禾", "云杼坊"], {}),
        ("岚 谷 禾", ["岚谷禾"], {}),
        ("VEL&MORA's Co.", ["VEL&MORA's Co."], {}),
        ("岚谷禾+图形+VELMORA", ["岚谷禾", "VELMORA"], {SignKind.DEVICE: "图形"}),
        ('岚谷禾及"VELMORA"图', ["岚谷禾", "VELMORA"], {SignKind.DEVICE: "图"}),
        ("“岚谷禾”文字", ["岚谷禾"], {SignKind.NOTE: "文字"}),
        ("岚谷禾（第33类，注册号1381280）", ["岚谷禾"], {SignKind.CLASS: "第33类", SignKind.NUMBER: "注册号1381280"}),
        ("岚谷禾 33类 1381280", ["岚谷禾"], {SignKind.CLASS: "33类", SignKind.NUMBER: "1381280"}),
        ("岚谷禾（地理标志）", ["岚谷禾"], {SignKind.NOTE: "地理标志"}),
        ("岚谷禾 LANGUHE 牌", ["岚谷禾", "LANGUHE"], {SignKind.NOTE: "牌"}),
        ("岚谷禾牌TM", ["岚谷禾牌"], {}),
        ("定颜色） VELMORA", ["定颜色", "VELMORA"], {}),
    ],
)
def test_a_cell_is_read_as_signs(cell: str, words: list[str], others: dict[SignKind, str]) -> None:
    read = describe(cell)
    assert list(read.words) == words
    by_kind = {s.kind: s.text for s in read.unwatched}
    assert {kind: by_kind.get(kind) for kind in others} == others
    assert read.readable
    assert [band(cell, word) in FOUND for word in words] == [True] * len(words)


@pytest.mark.parametrize(
    "cell", ["宏图", "版图", "大展宏图", "图腾", "组合", "文字", "商标", "王牌", "三九", "LOGO", "1573", "7-VELMORA"]
)
def test_a_word_that_only_looks_like_a_note_is_a_name(cell: str) -> None:
    read = describe(cell)
    assert read.plain
    assert [s.text for s in read.spellings] == [cell]


@pytest.mark.parametrize(
    "cell",
    [
        "图形",
        "(图形)",
        "［图形］",
        "图形商标（指定颜色）",
        "及图",
        "图案",
        "黑白图形",
        "见附件",
        "纯图形",
        "V图形",
        "V+图形",
    ],
)
def test_a_cell_without_a_word_has_nothing_to_compare(cell: str) -> None:
    assert not describe(cell).readable


def test_one_chinese_character_beside_a_device_is_found_as_the_whole_text_alone() -> None:
    assert band("禾+图形", "禾") in FOUND
    assert band("禾+图形", "禾苗") is None
    assert band("V+图形", "V") is None


def test_the_ending_of_a_line_may_be_left_out() -> None:
    assert [s.text for s in describe("岚谷禾牌").spellings] == ["岚谷禾牌", "岚谷禾"]
    assert [s.text for s in describe("岚谷禾系列").spellings] == ["岚谷禾系列", "岚谷禾"]
    assert band("岚谷禾牌", "LANGUHE") is Band.ALERT


def test_a_note_that_may_be_the_end_of_the_name_leaves_the_whole_in_place() -> None:
    assert [s.text for s in describe("岚谷图案").spellings] == ["岚谷", "岚谷图案"]


def test_no_spelling_is_made_of_a_note() -> None:
    made = {key(v.text) for v in build_matcher([WatchedName("w", "云杼坊&图")]).variants_of("w")}
    assert "yunzhufang" in made
    assert not any("tu" in text.removeprefix("yunzhufang") for text in made if text.isascii())


def test_classes_named_in_a_cell_are_read() -> None:
    assert describe("岚谷禾（第29、30类）").classes == (29, 30)
    assert describe("岚谷禾（第99类）").classes == ()


def test_the_combination_is_watched_as_written_and_chinese_first() -> None:
    texts = [s.text for s in describe("LANGUHE 岚谷禾").spellings]
    assert texts == ["LANGUHE 岚谷禾", "LANGUHE", "岚谷禾", "岚谷禾 LANGUHE"]
    assert band("V谷", "V谷") in FOUND
    assert band("V谷", "谷") is None


@pytest.mark.parametrize(
    ("cell", "word", "inside"),
    [
        ("岚谷禾NAV", "NAV", "NAV TRAVEL BOOKS"),  # short
        ("岚谷禾SUNFLOWER MOON", "MOON", "MOON OVER MORAVIA"),
        ("岚谷禾MOON", "MOON", "MOON OVER MORAVIA"),  # everyday
    ],
)
def test_a_short_or_everyday_word_of_a_longer_name_goes_by_weight(cell: str, word: str, inside: str) -> None:
    assert band(cell, word) in (*FOUND, None)
    assert band(cell, inside) not in FOUND
    assert band(cell, describe(cell).words[1]) in FOUND


def test_a_place_or_a_kind_of_goods_parted_by_a_blank_is_no_name_of_its_own() -> None:
    assert band("平遥 牛肉", "平遥") is None
    assert band("平遥 牛肉", "牛肉") is None
    assert band("平遥 牛肉", "平遥牛肉") in FOUND


def test_the_chinese_word_of_a_mixed_name_has_all_its_spellings() -> None:
    for text in ("云杼坊", "雲杼坊", "YUNZHUFANG", "YUN ZHU FANG"):
        assert band("YZF+云杼坊及图", text) in FOUND, text


def test_han_word_is_the_chinese_name_in_a_cell() -> None:
    assert han_word("雲杼VELMORA及图") == "云杼"
    assert han_word("VELMORA&图") == ""
    assert han_word("平遥牛肉") == "平遥牛肉"


HAN = ("岚谷禾", "云杼坊", "漳源锦", "霍坡梨", "恒岳铸")
LATIN = ("VELMORA", "Quintaro", "LANGUHE", "brontel works", "S-KEVIN")
NOTES = (
    "",
    "&图",
    "+图形",
    "及图",
    "及图形",
    "（图文）",
    "(文字+图形)",
    "（第29类）",
    " ®",
    "（注册号：7654321）",
    "（指定颜色）",
)
LINKS = ("", " ", "+", "&", "/", ";", " · ")


@given(
    st.lists(st.sampled_from(HAN), max_size=2, unique=True),
    st.lists(st.sampled_from(LATIN), max_size=1),
    st.sampled_from(LINKS),
    st.sampled_from(NOTES),
    st.sampled_from(("", "1.", "②", "（3）")),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_every_name_is_found_by_each_of_its_own_words(
    han: list[str], latin: list[str], link: str, note: str, number: str, latin_first: bool
) -> None:
    words = [*latin, *han] if latin_first else [*han, *latin]
    if not words:
        return
    cell = number + (link or " ").join(words) + note
    matcher = build_matcher([WatchedName("w", cell)])
    for word in words:
        found = matcher.find(word)
        assert found, (cell, word)
        assert found[0].band in FOUND, (cell, word)
    for spelling in describe(cell).spellings:
        assert matcher.find(spelling.text), (cell, spelling)


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_nothing_of_it_is_invented(cell: str) -> None:
    read = describe(cell)
    letters = key(cell)
    for word in read.words:
        assert all(c in letters for c in key(word)), cell
    assert describe(cell) == read


def test_a_name_of_the_list_is_known_without_the_notes_of_its_cell() -> None:
    listed = WatchedName("w1", "VELMORA&图", nice_classes=(33,))
    assert named("velmora", [listed]) is listed
    assert named("VELMORA &图", [listed]) is listed
    assert named("岚谷", [WatchedName("w2", "岚谷VELMORA")]).id == "name"  # a word of a name is not the name
