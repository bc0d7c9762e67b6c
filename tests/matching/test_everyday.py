"""Words that everybody uses: what they say of a name, as the text found and as the name itself. Invented names."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher
from monitor.matching.explain import sentence
from monitor.matching.marks.persons import may_be_person
from monitor.matching.normalise.frequency import is_frequent, ranks
from monitor.model import Band, Match, MatchContext, Role, WatchedName
from monitor.texts import Texts

CLOTHES = (25,)


def found(name: str, text: str, *, flags: frozenset[str] = frozenset(), **around: object) -> Match | None:
    watched = WatchedName("w", name, nice_classes=CLOTHES, flags=flags)
    matches = build_matcher([watched]).find(text, MatchContext(**around))  # type: ignore[arg-type]
    return matches[0] if matches else None


def keys(match: Match) -> set[str]:
    return {r.key.removeprefix("matching.reason.") for r in match.reasons}


# --- one letter from a word in common use ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LIVONG", "LIVING"),
        ("LI-VONG", "LIVING"),
        ("HOLLEND", "HOLLAND"),
        ("MAISAN", "MAISON"),
        ("LANTERNE", "LANTERN"),
    ],
)
def test_a_word_in_common_use_is_no_misspelling(name: str, text: str) -> None:
    match = found(name, text)
    assert match is not None
    assert (match.band, match.demoted_by) == (Band.DIGEST, ("frequent_word",))


def test_a_word_nobody_uses_stays_a_misspelling() -> None:
    match = found("LIVONG", "LIVUNG")
    assert match is not None
    assert (match.band, match.demoted_by) == (Band.REVIEW, ())


@pytest.mark.parametrize("around", [{"nice_classes": CLOTHES}, {"serial_owner": True}])
def test_class_or_applicant_speak_for_the_name(around: dict[str, object]) -> None:
    match = found("LIVONG", "LIVING", **around)
    assert match is not None
    assert match.band in (Band.REVIEW, Band.ALERT)
    assert match.demoted_by == ()
    assert "agreed.frequent_word" in keys(match)


def test_a_neighbouring_class_or_one_of_its_own_does_not() -> None:
    for classes in ((24,), (9,)):
        match = found("HOLLEND", "HOLLAND", nice_classes=classes)
        assert match is None or match.band is Band.DIGEST


def test_a_word_of_the_names_own_is_not_held_against_it() -> None:
    match = found("LANTERN S", "LANTERN")
    assert match is not None
    assert "frequent_word" not in match.demoted_by


def test_what_belongs_to_another_person_is_no_misspelling() -> None:
    match = found("MARLUS", "MARLY'S")
    assert match is not None
    assert match.demoted_by == ("possessive",)
    for own in ("MARLU'S", "MARLUS'S"):
        match = found("MARLUS", own)
        assert match is None or "possessive" not in match.demoted_by


def test_frequency_is_judged_in_every_language_of_the_table() -> None:
    assert all(is_frequent(word) for word in ("living", "maison", "holland", "zebra"))
    assert not any(is_frequent(word) for word in ("", "languhe", "livong", "luckin"))
    rare = next(word for word, place in ranks("en").items() if place == 39_000 and not is_frequent(word))
    assert rare in ranks("en")


def test_a_made_spelling_that_is_a_word_of_some_language_is_that_word() -> None:
    punto = found("滨朵", "PUNTO")
    assert punto is not None
    assert (punto.variant_kind, punto.band, punto.demoted_by) == ("cantonese", Band.DIGEST, ("frequent_word",))
    for text, around in (("PUN TO", {}), ("PUNTO", {"nice_classes": CLOTHES})):
        match = found("滨朵", text, **around)  # written in syllables, or for the same goods
        assert match is not None
        assert match.band is Band.ALERT


# --- everyday names -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["VUKKIN COFFEE THAILAND", "NEW VUKKIN COFFEE OF SIAM AND BEYOND WITH FRIENDS"])
def test_two_words_one_of_them_uncommon_are_an_alert_in_a_longer_text(text: str) -> None:
    match = found("VUKKIN COFFEE", text)
    assert match is not None
    assert (match.band, match.operation, match.demoted_by) == (Band.ALERT, "word", ())


def test_two_words_in_common_use_go_by_weight() -> None:
    match = found("WATER LANTERN", "WATER LANTERN PLACE MALL")
    assert match is not None
    assert match.band is not Band.ALERT
    assert match.demoted_by == ("everyday",)


@pytest.mark.parametrize(
    ("name", "text", "aside"),
    [("LANTERN", "GOLDEN LANTERN", "GOLDEN"), ("FOREVER", "FOREVER 21", "21"), ("ZEBRA", "Zebra Design", "Design")],
)
def test_an_everyday_name_beside_words_that_say_little_is_for_review(name: str, text: str, aside: str) -> None:
    match = found(name, text)
    assert match is not None
    assert (match.band, match.operation, match.demoted_by) == (Band.REVIEW, "core", ("everyday",))
    assert f"“{aside}”" in sentence(match, Texts("zh"))
    assert f"“{aside}”" in sentence(match, Texts("en"))


@pytest.mark.parametrize("text", ["LANTERN", "Lantern GmbH", "LANTERN Co., Ltd."])
def test_an_everyday_name_alone_or_with_a_legal_form_is_an_alert(text: str) -> None:
    match = found("LANTERN", text)
    assert match is not None
    assert match.band is Band.ALERT


def test_another_spelling_beside_the_name_is_not_called_a_place_or_goods() -> None:
    match = found("岚谷禾", "LANGUHE 岚谷禾")
    assert match is not None
    assert "operation.core_repeated" in keys(match)
    assert not {"operation.core", "operation.core_aside"} & keys(match)


@pytest.mark.parametrize("role", [Role.GOODS, Role.CITED, Role.MARK])
def test_where_the_whole_text_is_the_name_a_weak_name_is_for_review(role: Role) -> None:
    match = found("LANTERN", "LANTERN", flags=frozenset({"short", "generic"}), role=role)
    assert match is not None
    assert match.band in (Band.REVIEW, Band.ALERT)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("QUAVO", "QUAVO HARBORSTONE", "short"),
        ("LANTERN", "LANTERN HARBORSTONE", "everyday"),
        ("QUV", "QUV マート", "short"),
    ],
)
def test_a_short_or_everyday_name_that_is_a_good_part_of_the_wording_is_for_review(
    name: str, text: str, why: str
) -> None:
    for around in ({}, {"nice_classes": CLOTHES}, {"nice_classes": (18,)}):
        match = found(name, text, **around)
        assert match is not None
        assert (match.band, match.demoted_by) == (Band.REVIEW, (why,))


def test_amid_many_words_it_says_little() -> None:
    for text in ("QUAVO HARBORSTONE VENTANAS PRODUCTORES UNIDOS", "QUV HARBORSTONE"):
        match = found(text.split()[0], text)
        assert match is None or match.band is Band.DIGEST


# --- near spellings that say little ---------------------------------------------------------------------


def test_one_letter_off_in_six_amid_other_words_is_another_name_unless_the_goods_agree() -> None:
    match = found("BRONTE", "BRANTE HARBORSTONE")
    assert match is None or (match.band, match.demoted_by) == (Band.DIGEST, ("near_beside",))
    same = found("BRONTE", "BRANTE HARBORSTONE", nice_classes=CLOTHES)
    assert same is not None
    assert same.band is Band.REVIEW
    assert "agreed.near_beside" in keys(same)
    alone = found("BRONTE", "BRANTE")
    assert alone is not None
    assert (alone.band, alone.demoted_by) == (Band.REVIEW, ())
    longer = found("BRONTEXAVI", "BRANTEXAVI HARBORSTONE")
    assert longer is not None
    assert (longer.band, longer.demoted_by) == (Band.REVIEW, ())


def test_of_two_characters_one_that_only_sounds_alike_makes_another_name() -> None:
    match = found("岚汾", "岚芬")
    assert match is not None
    assert match.demoted_by == () or match.band is Band.DIGEST
    other = found("岚谷", "岚古")
    assert other is not None
    assert (other.band, other.demoted_by) == (Band.DIGEST, ("two_characters",))
    assert "“岚古”与“岚谷”" in sentence(other, Texts("zh"))


# --- pinyin inside a longer word ------------------------------------------------------------------------


def test_a_name_between_letters_that_breaks_syllables_is_another_name() -> None:
    match = found("皇冠", "SHUANGGUANG")
    assert match is not None
    assert (match.band, match.demoted_by) == (Band.DIGEST, ("other_pinyin",))


def test_two_syllables_at_the_beginning_of_a_longer_pinyin_word_are_a_longer_name() -> None:
    longer = found("岚汾", "LANFENYE")
    assert longer is None or longer.band is Band.DIGEST
    match = found("岚汾", "LANFENYE", nice_classes=CLOTHES)
    assert match is not None
    assert match.band in (Band.REVIEW, Band.ALERT)
    assert "agreed.longer_pinyin" in keys(match)
    tail = found("岚汾", "QULANFEN")  # a domain that says "go to": still looked at
    assert tail is not None
    assert tail.band is Band.REVIEW


def test_goods_written_in_pinyin_behind_a_name_make_no_longer_name() -> None:
    match = found("岚汾", "LANFENJIU")
    assert match is not None
    assert "longer_pinyin" not in match.demoted_by


# --- persons --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["WANG Gufen", "Gu-fen Wang", "Wang, Gu Fen", "CHAN Tai Man", "Ouyang Fen", "Lü Xiaogu", "Wang Xi'an"]
)
def test_a_surname_with_a_given_name_may_be_a_person(text: str) -> None:
    assert may_be_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WANG",
        "Wang Foods Ltd",
        "WANG GUFENSHAN",
        "Gufen Xyz",
        "王谷汾",
        "Wang Gu Fen Lan",
        "WANG 88",
        "Shanxi Gufen",
    ],
)
def test_other_texts_have_no_such_shape(text: str) -> None:
    assert not may_be_person(text)


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.DEFENDANT, Role.PARTY])
def test_a_party_that_may_be_a_person_goes_down_within_its_band_and_is_said_to(role: Role) -> None:
    match = found("岚汾", "WANG LANFEN", role=role)
    assert match is not None
    assert (match.band, match.demoted_by) == (Band.REVIEW, ("party_role", "person_like"))
    assert "可能是自然人" in sentence(match, Texts("zh"))
    assert "may be a person" in sentence(match, Texts("en"))
    longer = found("岚汾谷", "WANG LANFENGU", role=role)
    assert longer is not None
    assert "person_like" not in longer.demoted_by  # three syllables are no given name


def test_a_person_as_a_party_is_for_review_where_a_firm_of_that_name_was() -> None:
    match = found("谷汾", "GU FEN", role=Role.APPLICANT)
    assert match is not None
    assert (match.band, match.demoted_by) == (Band.REVIEW, ("party_role", "person_like"))


def test_a_mark_is_no_person() -> None:
    match = found("谷汾", "WANG GUFEN")
    assert match is not None
    assert "person_like" not in match.demoted_by


def test_the_owner_is_not_called_a_person_in_passing() -> None:
    watched = WatchedName("w", "谷汾", owner="谷汾", owner_en="Wang Gufen")
    (match,) = build_matcher([watched]).find("Wang Gufen", MatchContext(role=Role.DEFENDANT))
    assert "person_like" not in match.demoted_by


@pytest.mark.parametrize(("name", "text"), [
    ("岚幸咖啡", "LANXING COFFEE"), ("岚幸咖啡", "CAFE LANXING"), ("云杼服饰", "YUNZHU APPAREL"), ("川屿家具", "CHUANYU FURNITURE"),
    ("晋川电器", "JINCHUAN APPLIANCES"), ("漳源玩具", "ZHANGYUAN TOYS"), ("恒岳皮鞋", "HENGYUE SHOES"), ("岚谷珠宝", "LANGU JEWELRY"),
])  # fmt: skip
def test_goods_of_any_shop_are_translated_beside_the_name(name: str, text: str) -> None:
    found = build_matcher([WatchedName("w1", name)]).find(text)
    assert [m.band for m in found] in ([Band.ALERT], [Band.REVIEW])
