"""Firms of the office's region: who is told of though no name of the list explains him, and how sure that is."""

from __future__ import annotations

import pytest

from monitor.assess.canary import unplaced
from monitor.assess.region import firms_of_region
from monitor.assess.scoring import families_of, score_mentions
from monitor.matching import build_matcher
from monitor.matching.explain import sentence
from monitor.matching.firms.printed import folded_firm
from monitor.model import Band, Category, Mention, Role, WatchedKind, WatchedName
from monitor.places.region import Region, provinces, region_called
from monitor.texts import LANGUAGES, Texts

SHANXI = Region("140000")
FIRM = "Hexiangzhi Metal Products Co., Ltd."
TAIYUAN = "9 Example Street, Taiyuan, Shanxi 030024, China"


def party(text: str = FIRM, role: Role = Role.RESPONDENT, address: str = TAIYUAN, country: str = "CN") -> Mention:
    return Mention(text, role, "respondent", "en", country, address=address)


def told(
    *mentions: Mention,
    names: tuple[WatchedName, ...] = (),
    region: Region | None = SHANXI,
    category: Category = Category.ITC337,
) -> list[tuple[str, Band | None, tuple[str, ...]]]:
    """Text, band and doubts of every firm that is told of."""
    families = families_of(names)
    matches = score_mentions(mentions, category, build_matcher(names), families) if names else ()
    found = firms_of_region(mentions, category, region, matches, families.names)
    return [(m.text, match.band, match.demoted_by) for m, match in found]


@pytest.mark.parametrize("role", [Role.RESPONDENT, Role.DEFENDANT])
@pytest.mark.parametrize(
    "category", [Category.ITC337, Category.SUIT, Category.SEP, Category.DOMAIN, Category.TRADEMARK]
)
def test_whoever_something_is_directed_against_is_told_of_in_every_category(role: Role, category: Category) -> None:
    assert told(party(role=role), category=category) == [(FIRM, Band.ALERT, ())]


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.RESPONDENT, Role.DEFENDANT, Role.PARTY)])
def test_nobody_else_is(role: Role) -> None:
    assert told(party(role=role)) == []


def test_a_party_whose_side_is_not_said_is_for_review_in_a_dispute_and_nothing_in_a_register() -> None:
    assert told(party(role=Role.PARTY)) == [(FIRM, Band.REVIEW, ("side",))]
    assert told(party(role=Role.PARTY), category=Category.TRADEMARK) == []


def test_without_a_region_nobody_is_told_of() -> None:
    assert told(party(), region=None) == []
    assert told(party(), region=Region("440000")) == []


def test_what_is_doubtful_is_for_review_with_the_reason() -> None:
    assert told(party(address="Datong, China")) == [(FIRM, Band.REVIEW, ("namesake",))]
    assert told(party(address="Taiyuan, Guangdong, China")) == [(FIRM, Band.REVIEW, ("contradiction",))]


@pytest.mark.parametrize(
    ("text", "address", "country", "doubts"),
    [
        ("Taiyuan Hexiangzhi Metal Co., Ltd.", "", "", ("name_alone",)),  # a docket prints no address
        ("Taiyuan Hexiangzhi Metal Co., Ltd.", "China", "CN", ("name_beside",)),
        ("Taiyuan Hexiangzhi Metal Co., Ltd.", "Shenzhen, Guangdong, China", "CN", ("name_elsewhere",)),
        ("Linfen Hexiangzhi Foundry", "", "CN", ("name_alone",)),
        ("太原禾湘之金属制品有限公司", "", "", ("name_alone",)),
        ("Taiyuan Hexiangzhi Metal Inc.", "Tulsa, OK 74103", "US", None),
        ("Taiyuan Hexiangzhi Metal Ltd.", "", "HK", None),
        ("Taiyuan Smith", "", "", None),  # no firm, and nobody says that he is in China
        ("Shaanxi Hexiangzhi Metal Co., Ltd.", "", "", None),
        ("Taiyuan Road Trading Co., Ltd.", "", "", None),
    ],
)
def test_where_no_address_says_more_the_place_a_firm_is_named_after_is_for_review(
    text: str, address: str, country: str, doubts: tuple[str, ...] | None
) -> None:
    expected = [] if doubts is None else [(text, Band.REVIEW, doubts)]
    assert told(party(text, address=address, country=country)) == expected


# --- beside the list -----------------------------------------------------------------------------------------------

LISTED = WatchedName(
    "c1", "太原禾湘之金属制品有限公司", WatchedKind.COMPANY, aliases=("Taiyuan Hexiangzhi Metal Products Co., Ltd.",)
)


def test_a_firm_of_the_list_explains_the_party() -> None:
    assert told(party("Taiyuan Hexiangzhi Metal Products Co., Ltd."), names=(LISTED,)) == []


def test_a_firm_beside_one_of_the_list_is_told_of_by_itself() -> None:
    both = (party("Taiyuan Hexiangzhi Metal Products Co., Ltd."), party("Yunque Lighting Co., Ltd."))
    assert told(*both, names=(LISTED,)) == [("Yunque Lighting Co., Ltd.", Band.ALERT, ())]


def test_a_faint_likeness_to_a_listed_firm_is_mentioned_and_explains_nothing() -> None:
    names = (
        WatchedName("c2", "太原云雀照明有限公司", WatchedKind.COMPANY, aliases=("Taiyuan Yunque Lighting Co., Ltd.",)),
    )
    mention = party("Yunque Foods Co., Ltd.")
    matches = score_mentions([mention], Category.ITC337, build_matcher(names), families_of(names))
    faint = [match.band for _, match in matches]
    assert faint in ([], [Band.DIGEST])  # whatever the matcher thinks of it, it does not explain the party
    ((_, match),) = firms_of_region([mention], Category.ITC337, SHANXI, matches, {w.id: w for w in names})
    assert any(r.key == "region.reason.like" for r in match.reasons) is bool(faint)


def test_a_listed_mark_in_a_firms_name_is_not_the_firm() -> None:
    mark = WatchedName("w1", "禾湘之", aliases=("HEXIANGZHI",), nice_classes=(6,))
    assert [text for text, *_ in told(party("Shanxi Hexiangzhi Sales and Trade Group Co., Ltd."), names=(mark,))] == [
        "Shanxi Hexiangzhi Sales and Trade Group Co., Ltd."
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reason_gives_the_address_in_both_languages(lang: str) -> None:
    ((_, match),) = firms_of_region([party()], Category.ITC337, SHANXI)
    text = sentence(match, Texts(lang))
    assert TAIYUAN in text
    assert "030024" in text
    assert ("山西省太原市" if lang == "zh" else "Taiyuan, Shanxi") in text
    assert "region." not in text
    for doubt in ("namesake", "contradiction", "city_unsaid", "postcode_alone", "country", "name_alone", "name_beside",
                  "name_elsewhere", "side"):  # fmt: skip
        assert Texts(lang).find(f"region.doubt.{doubt}")


def test_one_firm_is_one_however_it_is_printed() -> None:
    same = {
        "Hexiangzhi Metal Products Co., Ltd.", "HEXIANGZHI METAL PRODUCTS CO LTD", "Hexiangzhi Metal Products Company Limited",
        "Hexiangzhi  Metal-Products Co. Ltd",
    }  # fmt: skip
    assert len({folded_firm(name) for name in same}) == 1
    assert folded_firm("Hexiangzhi Metal Group Co., Ltd.") != folded_firm("Hexiangzhi Metal Co., Ltd.")
    assert folded_firm("禾湘之有限公司") == folded_firm("禾湘之 有限公司") != ""
    assert folded_firm("The") != ""


@pytest.mark.parametrize(
    ("address", "doubts"),
    [
        ("山西省太原市小店区学府街88号", ()),
        ("太原市小店區學府街88號", ()),
        ("臨汾市堯都區", ()),
        ("陝西省西安市", None),
        ("上海市太原路5號", None),
        ("Ｔａｉｙｕａｎ，　Ｓｈａｎｘｉ　０３００２４，　Ｃｈｉｎａ", ()),
    ],
)
def test_an_address_in_chinese_of_either_script_and_width_is_read(address: str, doubts: tuple[str, ...] | None) -> None:
    expected = [] if doubts is None else [(FIRM, Band.ALERT, doubts)]
    assert told(party(address=address)) == expected


def test_the_canary_of_every_region_is_told_of() -> None:
    codes = [code for p in provinces() for code in (p.code, *(city.code for city in p.cities))]
    regions = [Region(code) for code in codes if region_called(code).code == code]
    assert len(regions) > 300
    assert [r.zh for r in regions if unplaced(r, Category.ITC337)] == []
    assert unplaced(None, Category.ITC337) == ()


def test_a_region_whose_places_are_lost_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.assess.region.whereabouts", lambda *given: None)
    (reason,) = unplaced(SHANXI, Category.ITC337)
    for lang in LANGUAGES:
        assert ("山西省" if lang == "zh" else "Shanxi") in Texts(lang).reason(reason)
