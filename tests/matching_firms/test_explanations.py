"""Every reason is a whole clause in both languages, and the derived forms are shown."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from monitor.matching import build_matcher, firms
from monitor.matching.explain import sentence
from monitor.matching.firms import vocabulary
from monitor.matching.normalise import squash
from monitor.model import Reason, WatchedKind, WatchedName
from monitor.texts import Texts
from tests.matching_firms.firms import PARTY, firm, index, pairs

LANGUHE = firm("山西岚谷禾酒业有限公司", "LANGUHE", city="吕梁")


def _all_reasons() -> dict[str, Reason]:
    found = {}
    for pair in pairs():
        match = index().explain_pair(pair.watched, pair.text, PARTY)
        found.update({reason.key: reason for reason in match.reasons} if match else {})
    return found


def test_every_reason_has_a_text_in_both_languages_with_no_hole() -> None:
    reasons = _all_reasons()
    assert len(reasons) > 20
    for lang in ("zh", "en"):
        texts = Texts(lang)
        for key, reason in reasons.items():
            pattern = texts.find(key)
            assert pattern is not None, (lang, key)
            holes = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
            assert holes <= set(reason.params), (lang, key)


def test_both_languages_hold_the_same_keys_and_placeholders() -> None:
    zh, en = Texts("zh"), Texts("en")
    import tomllib

    folder = Path(firms.__file__).parents[2] / "texts"
    keys = {
        lang: tomllib.loads((folder / lang / "company.toml").read_text(encoding="utf-8"))["reason"]
        for lang in ("zh", "en")
    }
    assert keys["zh"].keys() == keys["en"].keys()
    assert zh.find("company.reason.core_pinyin") != en.find("company.reason.core_pinyin")


def test_a_refused_pair_says_why() -> None:
    match = index().explain_pair(LANGUHE, "Shaanxi Languhe Liquor Co., Ltd.", PARTY)
    assert match is not None
    assert match.band is None
    assert "veto_place" in match.demoted_by
    shown = "；".join(Texts("zh").reason(reason) for reason in match.reasons)
    assert "“Shaanxi”是陕西省" in shown


def test_place_and_trade_without_the_core_are_explained_as_nobody() -> None:
    match = index().explain_pair(LANGUHE, "Shanxi Liquor Co., Ltd.", PARTY)
    assert match is not None
    assert match.score < 0.60
    assert [r.key for r in match.reasons] == [
        "company.reason.core_absent",
        "company.reason.province_agrees",
        "company.reason.trade_agrees",
    ]


def test_a_text_that_shares_nothing_has_no_explanation() -> None:
    assert index().explain_pair(LANGUHE, "Northgate Coupling Works, Inc.", PARTY) is None


def test_the_derived_forms_are_shown_with_their_origin() -> None:
    shown = {v.text: v for v in index().variants_of(LANGUHE)}
    assert shown["山西岚谷禾酒业有限公司"].kind == "legal_name"
    assert shown["LANGUHE"].kind == "given"
    assert shown["Shanxi Languhe Liquor Co., Ltd."].kind == "company_form"
    assert shown["岚谷禾"].note == "山西岚谷禾酒业有限公司"


def test_a_form_switched_off_is_shown_as_off() -> None:
    silent = firm("山西岚谷禾酒业有限公司", disabled_variants=("Languhe",))
    off = [v.text for v in firms.build([silent]).variants_of(silent) if not v.enabled]
    assert off == ["Languhe"]


def test_every_form_shown_finds_its_firm() -> None:
    """But for parts of a core and other weak spellings, which need more beside them."""
    for watched in {pair.watched.id: pair.watched for pair in pairs()}.values():
        for variant in index().variants_of(watched):
            if variant.kind in ("company_form", "legal_name") and len(variant.text) > 4:
                found = [m.watched_id for m in index().find(variant.text, PARTY)]
                assert watched.id in found, (watched.name, variant)


def test_every_kind_of_spelling_has_a_word_in_each_language() -> None:
    kinds = {v.kind for pair in pairs() for v in index().variants_of(pair.watched)}
    assert len(kinds) > 5
    for lang in ("zh", "en"):
        assert [k for k in sorted(kinds) if Texts(lang).find(f"matching.variant.{k}") is None] == []


# One text for each way in which a Chinese name alone is found, or nearly: the firm, the marks on its list, the text, the kind of
# spelling, and reasons that must be said of it.
PATHS = [
    ("山西恒岚铆钉有限公司", "", "Shanxi Henglan Rivet Co., Ltd.", "core_cut", {"core_core_cut", "province_agrees"}),
    ("山西恒岚铆钉有限公司", "", "Henglan Rivet Co., Ltd.", "core_cut", {"core_core_cut", "one_of_several"}),
    ("山西国岚高新材料有限公司", "", "Shanxi Guolan Materials Co., Ltd.", "core_reading", {"core_core_reading"}),
    ("山西恒岚铆钉有限公司", "恒岚 HALLAND", "Henglan Co., Ltd.", "core_mark", {"core_core_mark"}),
    ("山西恒岚铆钉有限公司", "恒岚 HALLAND", "Shanxi Halland Co.", "mark_latin", {"core_mark_latin", "province_agrees"}),
    ("太原星岳贸易有限公司", "", "Taiyuan Hsingyueh Trading Co", "wade_giles", {"core_wade_giles", "place_agrees"}),
    ("太原星岳贸易有限公司", "", "Hsingyueh Co., Ltd.", "wade_giles", {"core_wade_giles", "older_by_rule"}),
    ("苏州庆华纺织有限公司", "", "Soochow Chinghwa Textile Co", "postal", {"core_postal", "place_agrees"}),
    ("贵州茅台岚酒业有限公司", "", "Kweichow Moutai Lan Co.", "historical", {"core_historical", "province_agrees"}),
    ("晋中云杼玻璃有限公司", "", "Yunzhu Technology Co., Ltd.", "pinyin", {"core_pinyin", "trade_open", "two_syllables"}),
    ("太原宝岚陶瓷有限公司", "", "taiyuanbaolantaoci", "pinyin", {"core_pinyin", "place_agrees", "trade_agrees"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "mark", "text", "kind", "said"), PATHS)
def test_each_way_of_finding_says_what_was_found(name: str, mark: str, text: str, kind: str, said: set[str]) -> None:
    watched = firm(name)
    marks = [WatchedName("m", mark, WatchedKind.TRADEMARK, owner=name)] if mark else []
    match = build_matcher([watched, *marks]).pair(name, text, PARTY)
    assert match is not None
    assert match.variant_kind == kind
    assert said <= {reason.key.removeprefix("company.reason.") for reason in match.reasons}
    assert match.span_text == text[slice(*match.span)]
    core = next(r for r in match.reasons if r.key.startswith("company.reason.core_"))
    # What stands there, the core it is said to be and where that comes from are what the sentence names.
    assert core.params["source"] == (mark or name)
    assert squash(match.span_text) == core.params["core"] == match.variant
    for reason in match.reasons:
        for word in (reason.params.get("text"),) if reason.key.endswith(("_agrees", "trade_open")) else ():
            assert squash(str(word)) in squash(text)
        if reason.key.endswith("two_syllables"):
            assert len(vocabulary.pinyin_of(str(reason.params["core"])) or ()) == 2
    for lang in ("zh", "en"):
        shown = sentence(match, Texts(lang))
        assert match.span_text in shown
        assert "{" not in shown
