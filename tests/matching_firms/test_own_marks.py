"""The marks of the same owner on the list say how a firm's Chinese name divides and what it is called abroad."""

from __future__ import annotations

import pytest

from monitor.matching import Matcher, build_matcher
from monitor.matching.firms.own_marks import OwnMark, marks_owned_by, own_marks
from monitor.matching.indexing.needles import needles_of
from monitor.model import Band, Match, MatchContext, Role, WatchedKind, WatchedName
from monitor.texts import Texts
from tests.lookup.test_needles import stands, written_forms
from tests.matching_firms.firms import PARTY, firm

RIVET = firm("山西恒岚铆钉股份有限公司")
APPAREL = firm("晋中云杼服饰有限公司")
LIQUOR = firm("山西岚谷禾酒业有限公司")


def mark(name: str, owner: str, *aliases: str) -> WatchedName:
    return WatchedName(name, name, WatchedKind.TRADEMARK, aliases=aliases, owner=owner)


MARKS = (
    mark("恒岚 HALLAND 及图", "山西恒岚铆钉有限责任公司"),
    mark("云杼", "晋中云杼服饰有限公司", "YUNSHOW"),
    mark("岚谷禾 BLUE VALLEY", "山西岚谷禾酒业有限公司；某甲公司"),
    mark("老槐树 OLDHUAI", "山西岚谷禾酒业有限公司"),
    mark("服饰 APPARELLA", "晋中云杼服饰有限公司"),
)


def matcher() -> Matcher:
    return build_matcher([RIVET, APPAREL, LIQUOR, *MARKS])


def found(text: str, of: WatchedName) -> Match | None:
    return next((m for m in matcher().find(text, PARTY) if m.watched_id == of.id), None)


def test_a_mark_with_the_name_in_it_belongs_to_the_firm_and_another_says_nothing_of_it() -> None:
    held = own_marks([RIVET, APPAREL, LIQUOR, *MARKS])
    assert held == {
        RIVET.id: (OwnMark("恒岚 HALLAND 及图", "恒岚", ("HALLAND",)),),
        APPAREL.id: (OwnMark("云杼", "云杼", ("YUNSHOW",)),),
        LIQUOR.id: (OwnMark("岚谷禾 BLUE VALLEY", "岚谷禾", ("BLUE VALLEY",)),),
    }
    assert [m.name for m in marks_owned_by(LIQUOR, MARKS)] == ["岚谷禾 BLUE VALLEY", "老槐树 OLDHUAI"]
    assert marks_owned_by(MARKS[0], MARKS) == ()


def test_a_cut_that_a_mark_shows_needs_no_place_beside_it() -> None:
    alone = build_matcher([RIVET]).find("Henglan Co., Ltd.", PARTY)
    assert [m.band for m in alone] != [Band.REVIEW]
    with_mark = found("Henglan Co., Ltd.", RIVET)
    assert with_mark is not None
    assert with_mark.band is Band.REVIEW
    assert Texts("zh").reason(with_mark.reasons[0]) == (
        "文字“Henglan”与企业自有商标“恒岚 HALLAND 及图”所示字号的汉字或拼音“henglan”相同"
    )


@pytest.mark.parametrize("text", ["YUNSHOW", "Yunshow Co., Ltd.", "BLUE VALLEY"])
@pytest.mark.parametrize("role", [Role.MARK, Role.DEFENDANT, Role.APPLICANT])
def test_the_mark_alone_is_the_mark_and_not_its_firm(text: str, role: Role) -> None:
    found = matcher().find(text, MatchContext(role=role))
    assert {m.watched_id for m in found} <= {mark.id for mark in MARKS}
    assert found


@pytest.mark.parametrize(
    ("text", "of", "band"),
    [
        ("Jinzhong Yunshow Co., Ltd.", APPAREL, Band.ALERT),
        ("Yunshow Garments", APPAREL, Band.ALERT),
        ("Shanxi Halland Co., Ltd.", RIVET, Band.ALERT),
    ],
)
def test_what_a_mark_writes_abroad_is_looked_at_and_an_alert_where_place_or_trade_agrees(
    text: str, of: WatchedName, band: Band
) -> None:
    match = found(text, of)
    assert match is not None
    assert match.band is band


@pytest.mark.parametrize(
    "text", ["Oldhuai Liquor Co., Ltd.", "Apparella Co., Ltd.", "Hallands GmbH", "Blue Valley Farms LLC"]
)
def test_other_marks_and_other_words_are_not_the_firm(text: str) -> None:
    firms = {RIVET.id, APPAREL.id, LIQUOR.id}
    said = [m for m in matcher().find(text, PARTY) if m.watched_id in firms and m.band in (Band.ALERT, Band.REVIEW)]
    assert said == []


def test_a_pinyin_that_was_an_alert_stays_one_where_a_mark_writes_it() -> None:
    own = mark("岚谷禾 LANGUHE", "山西岚谷禾酒业有限公司")
    match = build_matcher([LIQUOR, own]).find("LANGUHE", PARTY)[0]
    assert match.band is Band.ALERT


def test_a_pair_is_judged_with_the_marks_as_the_whole_list_is() -> None:
    match = matcher().pair(APPAREL.id, "Yunshow Garments", MatchContext(role=Role.PARTY))
    assert match is not None
    assert match.band is Band.ALERT


def test_an_index_is_asked_for_what_the_marks_say() -> None:
    needles = needles_of([APPAREL], MARKS)
    assert any(stands(n, written_forms("Yunshow Garments")) for n in needles)
    assert not any(stands(n, written_forms("Yunshow Garments")) for n in needles_of([APPAREL]))


WEAK = firm("太原星晨贸易有限公司")  # many are called so
WEAK_MARK = mark("XINGCHEN 星晨", "太原星晨贸易有限公司")


@pytest.mark.parametrize("role", [Role.MARK, Role.DEFENDANT, Role.APPLICANT])
@pytest.mark.parametrize("text", ["Taiyuan Xingchen", "Taiyuan Xingchen Trading Co., Ltd.", "星晨 Taiyuan Xingchen"])
def test_the_place_beside_what_the_mark_writes_is_the_firm_and_the_mark(text: str, role: Role) -> None:
    found = {m.watched_id: m for m in build_matcher([WEAK, WEAK_MARK]).find(text, MatchContext(role=role))}
    assert found.keys() == {WEAK.id, WEAK_MARK.id}
    assert found[WEAK.id].band in (Band.REVIEW, Band.ALERT)


@pytest.mark.parametrize("role", [Role.MARK, Role.DEFENDANT, Role.APPLICANT])
@pytest.mark.parametrize("text", ["Jinzhong Yunshow", "Yunshow Garments Co., Ltd."])
def test_a_mark_that_is_surely_met_leaves_its_firm_where_place_or_trade_agrees(text: str, role: Role) -> None:
    found = matcher().find(text, MatchContext(role=role))
    assert APPAREL.id in {m.watched_id for m in found}


def test_the_pinyin_of_a_firm_stays_its_pinyin_where_its_mark_writes_it_too() -> None:
    kinds = {m.watched_id: m.variant_kind for m in build_matcher([WEAK, WEAK_MARK]).find("Taiyuan Xingchen", PARTY)}
    assert kinds[WEAK.id] == "pinyin"
