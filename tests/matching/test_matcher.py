from __future__ import annotations

import string
import subprocess
import sys

import pytest

from monitor.matching import Matcher, build_matcher
from monitor.matching.explain import sentence
from monitor.model import Band, Match, MatchContext, Role, WatchedKind, WatchedName
from monitor.texts import Texts

LANGUHE = WatchedName(
    "mark",
    "岚谷禾",
    aliases=("LANGUHE",),
    owner="山西岚谷禾酒业有限公司",
    owner_en="Shanxi Languhe Liquor Co., Ltd.",
    nice_classes=(33,),
)
NAMES = [
    LANGUHE,
    WatchedName("firm", "山西岚谷禾酒业有限公司", WatchedKind.COMPANY, aliases=("LGHSPIRIT",)),
    WatchedName(
        "cu", "山西老陈醋", WatchedKind.GI, aliases=("SHANXI LAO CHEN CU", "SHANXI MATURE VINEGAR"), nice_classes=(30,)
    ),
    WatchedName(
        "pear", "霍坡香梨", WatchedKind.GI, aliases=("HUOPO XIANGLI", "HUOPO FRAGRANT PEAR"), nice_classes=(31,)
    ),
    WatchedName("lake", "东湖", aliases=("DONGHU", "EAST LAKE"), nice_classes=(30,), flags=frozenset({"place_name"})),
    WatchedName("steel", "太钢", aliases=("TISCO",), nice_classes=(6,)),
    WatchedName("xin", "新绛"),
    WatchedName("luan", "潞安", aliases=("LUAN",)),
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return build_matcher(NAMES)


def of(matcher: Matcher, watched: str, text: str, **around: object) -> Match | None:
    return next((m for m in matcher.find(text, MatchContext(**around)) if m.watched_id == watched), None)  # type: ignore[arg-type]


# --- how a name is written ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("LANGUHE", "whole"),
        ("嵐谷禾", "whole"),
        ("LAN KU HO", "whole"),
        ("l·a·n·g·u·h·e", "whole"),
        ("LANGUHE BRAND SINCE 1998", "core"),
        ("山西岚谷禾集团", "core"),
        ("ROYALLANGUHE", "embedded"),
        ("languheshop.com", "embedded"),
        ("LANGUHE JOURNEY", "word"),
        ("LANGUEH", "edit"),
        ("岚谷河", "han_sound"),
        ("岚谷和", "han_look"),
    ],
)
def test_each_way_a_name_stands_in_a_mark_is_named(matcher: Matcher, text: str, operation: str) -> None:
    found = of(matcher, "mark", text)
    assert found is not None
    assert found.operation == operation
    assert found.band in (Band.REVIEW, Band.ALERT)


@pytest.mark.parametrize("text", ["POIRE DE HUOPO", "HUOPO PEARS", "HUOPO FRAGRANT PEAR", "HUOPO FRESH FRAGRANT PEAR"])
def test_a_product_name_is_found_with_other_words_for_the_goods(matcher: Matcher, text: str) -> None:
    found = of(matcher, "pear", text)
    assert found is not None
    assert found.band in (Band.REVIEW, Band.ALERT)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("FRAGRANT PEAR OF HUOPO", "turned"),
        ("FRAGRANT PEAR D'HUOPO", "turned"),
        ("PIXIAN BEAN PASTE", "left_out"),
        ("HENGYUE IRON FORGERS", "left_out"),
        ("PIXIAN CHILLI BEAN PASTE", "goods_word"),
    ],
)
def test_the_words_of_a_given_translation_may_be_turned_or_fewer(text: str, operation: str) -> None:
    listed = [
        WatchedName("pear", "霍坡香梨", aliases=("HUOPO FRAGRANT PEAR",)),
        WatchedName("paste", "郫县豆瓣", aliases=("PIXIAN BROAD BEAN PASTE",)),
        WatchedName("cast", "恒岳铸", aliases=("HENGYUE MASTER IRON FORGERS",)),
        WatchedName("yue", "古越龙山", aliases=("GU YUE LONG SHAN",)),
    ]
    found = build_matcher(listed).find(text)
    assert found
    assert found[0].band in (Band.REVIEW, Band.ALERT)
    assert found[0].operation == operation
    assert not build_matcher(listed).find("GU LONG SHAN")
    assert not build_matcher(listed).find("PEAR FRAGRANT HUOPOLIS")


def test_a_lost_letter_is_a_slip_and_an_exchanged_one_another_word(matcher: Matcher) -> None:
    slip = build_matcher([WatchedName("c", "谢馥春")]).find("XIFUCHUN")
    assert [m.band for m in slip] == [Band.REVIEW]
    assert all(m.band is Band.DIGEST for m in build_matcher([WatchedName("c", "谢馥春")]).find("XIEFACHUN"))


def test_a_disguised_name_is_found_and_called_so(matcher: Matcher) -> None:
    for text in ("LANGUH3", "LАNGUНE"):
        found = of(matcher, "mark", text)
        assert found is not None
        assert "matching.reason.disguised" in {r.key for r in found.reasons}


# --- who is not meant -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["SHAANXI MATURE VINEGAR", "SHAANXI LAO CHEN CU", "陕西老陈醋", "MATURE VINEGAR", "陈醋"]
)
def test_shanxi_is_not_shaanxi(matcher: Matcher, text: str) -> None:
    assert of(matcher, "cu", text) is None


def test_a_county_written_like_a_province_never_alerts(matcher: Matcher) -> None:
    assert of(matcher, "xin", "新疆") is None
    found = of(matcher, "xin", "XINJIANG")
    assert found is not None
    assert found.demoted_by == ("other_place",)
    assert found.band is not Band.ALERT
    assert of(matcher, "luan", "六安瓜片") is None
    assert of(matcher, "luan", "LU AN GUA PIAN") is None


def test_a_short_acronym_amid_other_words_is_only_appendix(matcher: Matcher) -> None:
    found = of(matcher, "steel", "TISCO FINANCIAL")
    assert found is not None
    assert (found.band, found.demoted_by) == (Band.DIGEST, ("short", "known_double_beside"))
    assert of(matcher, "steel", "CISCO") is None
    foreign = of(matcher, "steel", "TISCO", nice_classes=(6,), owner_countries=("VN",))
    assert foreign is not None
    assert foreign.demoted_by == ("known_double",)
    assert foreign.band is Band.REVIEW


@pytest.mark.parametrize("text", ["LANGUHU", "LAN GU HU", "LAN GU HA", "LANGUO", "GUHE", "HELANGU", "岚谷", "谷禾"])
def test_other_pinyin_and_parts_of_a_name_stay_below_review(matcher: Matcher, text: str) -> None:
    found = of(matcher, "mark", text)
    assert found is None or found.band is Band.DIGEST


def test_a_place_word_beside_it_makes_a_place_of_a_name(matcher: Matcher) -> None:
    found = of(matcher, "lake", "DONGHU AIRPORT")
    assert found is None or "place_use" in found.demoted_by


# --- what stands around ---------------------------------------------------------------------------------


def test_the_class_moves_the_score_and_is_said(matcher: Matcher) -> None:
    scores = [of(matcher, "mark", "LANGUHE", nice_classes=c) for c in ((33,), (32,), (), (9,))]
    same, near, unknown, other = (m.score for m in scores if m)
    assert same > unknown > other
    assert same > near > other
    assert scores[3] is not None
    assert "other_class" in scores[3].demoted_by


def test_a_weak_name_in_a_strange_class_is_put_far_down(matcher: Matcher) -> None:
    far = of(matcher, "lake", "DONGHU", nice_classes=(9,))
    assert far is None or far.band is Band.DIGEST
    assert of(matcher, "lake", "DONGHU", nice_classes=(30,)) is not None


def test_our_own_filing_is_marked_and_keeps_its_band(matcher: Matcher) -> None:
    for owner in ("Shanxi Languhe Liquor Co., Ltd.", "SHANXI LANGUHE LIQUOR CO LTD", "山西岚谷禾酒业有限公司"):
        found = of(matcher, "mark", "LANGUHE", owners=(owner,))
        assert found is not None
        assert found.own_filing, owner
        assert found.band is Band.ALERT
    stranger = of(matcher, "mark", "LANGUHE", owners=("Golden Harbor Beverage Trading LLC",))
    assert stranger is not None
    assert not stranger.own_filing


def test_what_a_reviewer_rejected_goes_to_the_appendix_and_says_so(matcher: Matcher) -> None:
    found = of(matcher, "mark", "LANGUHE", dismissed=frozenset({"mark"}))
    assert found is not None
    assert (found.band, found.demoted_by) == (Band.DIGEST, ("dismissed",))


def test_a_serial_filer_raises_a_hit_by_one_band(matcher: Matcher) -> None:
    plain = of(matcher, "mark", "LANGUEH")
    raised = of(matcher, "mark", "LANGUEH", serial_owner=True)
    assert plain is not None
    assert raised is not None
    assert (plain.band, raised.band) == (Band.REVIEW, Band.ALERT)


@pytest.mark.parametrize("role", [r for r in Role if r.is_party])
def test_a_mark_in_a_party_name_is_at_most_for_review(matcher: Matcher, role: Role) -> None:
    found = of(matcher, "mark", "Languhe Imports LLC", role=role)
    assert found is not None
    assert found.band is Band.REVIEW
    assert of(matcher, "mark", "LANGUEH LLC", role=role) is None
    assert of(matcher, "mark", "ROYALLANGUHE LLC", role=role) is None


def test_a_party_that_is_the_owner_is_no_mere_mention(matcher: Matcher) -> None:
    found = of(matcher, "mark", "Shanxi Languhe Liquor Co., Ltd.", role=Role.DEFENDANT)
    assert found is not None
    assert found.band is Band.ALERT


def test_a_firm_is_found_in_a_party_and_its_store_name_for_review(matcher: Matcher) -> None:
    firm = of(matcher, "firm", "Shanxi Languhe Liquor Co., Ltd.", role=Role.DEFENDANT)
    assert firm is not None
    assert firm.band is Band.ALERT
    store = of(matcher, "firm", "LGHSPIRIT", role=Role.DEFENDANT)
    assert store is not None
    assert store.band is not None


@pytest.mark.parametrize("role", [Role.GOODS, Role.PRODUCT, Role.CAPTION, Role.CITED])
def test_describing_text_counts_whole_words_only(matcher: Matcher, role: Role) -> None:
    found = of(matcher, "mark", "bottles of languhe for export", role=role)
    assert found is not None
    assert found.score < 0.85
    assert of(matcher, "mark", "royallanguhe bottles", role=role) is None
    assert of(matcher, "mark", "langueh bottles", role=role) is None


# --- statements -----------------------------------------------------------------------------------------


def test_two_spellings_in_one_text_bear_each_other_out(matcher: Matcher) -> None:
    text = 'The non-Latin characters in the mark transliterate to "DONGHU TEA HOUSE" and this means "EAST LAKE TEA HOUSE" in English.'
    both = of(matcher, "lake", text)
    assert both is not None
    assert {"matching.reason.statement", "matching.reason.together"} <= {r.key for r in both.reasons}
    assert both.span_text == text[slice(*both.span)]


# --- answers --------------------------------------------------------------------------------------------


def test_the_best_match_of_each_name_comes_best_first(matcher: Matcher) -> None:
    found = matcher.find("LANGUHE DONGHU TISCO")
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert len({m.watched_id for m in found}) == len(found)


def test_a_pair_is_explained_below_every_band_too(matcher: Matcher) -> None:
    found = matcher.pair("mark", "LANGXI")
    assert found is not None
    assert found.band is None
    assert found.demoted_by
    assert matcher.pair("mark", "0") is None
    with pytest.raises(KeyError):
        matcher.pair("nobody", "LANGUHE")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_explanation_is_one_sentence_with_nothing_left_open(matcher: Matcher, lang: str) -> None:
    texts = Texts(lang)
    for text in (
        "LANGUHE",
        "LAN KU HO GOLD",
        "LANGUEH",
        "嵐谷和",
        "DONGHU AIRPORT",
        "TISCO BANK",
        "POIRE DE HUOPO",
        "L4NGUHE",
    ):
        for m in matcher.find(text, MatchContext(nice_classes=(9, 33), serial_owner=True)):
            said = sentence(m, texts)
            assert not [k for _, k, _, _ in string.Formatter().parse(said) if k], said
            assert "matching." not in said
            assert "company." not in said
            assert said.endswith("。" if lang == "zh" else ".")


def test_a_switched_off_spelling_is_not_looked_for() -> None:
    text = "LAN KU HO"
    assert build_matcher([LANGUHE]).find(text)
    off = WatchedName("mark", "岚谷禾", disabled_variants=(text,))
    assert not build_matcher([off]).find(text)


def test_the_version_names_engine_and_tables(matcher: Matcher) -> None:
    engine, _, digest = matcher.version.partition("-")
    assert engine.isdigit()
    assert len(digest) == 12


def test_importing_and_an_empty_list_load_no_dictionary() -> None:
    code = (
        "import sys, monitor.matching as m; assert not {'pypinyin','opencc'} & set(sys.modules);"
        "assert m.build_matcher([]).find('FENJIU') == []; assert not {'pypinyin','opencc'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
