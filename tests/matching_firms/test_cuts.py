"""How a Chinese name is divided is shown in the order of likelihood, with what is written abroad and when it is told."""

from __future__ import annotations

from dataclasses import replace

from monitor.matching import build_matcher
from monitor.matching.firms.cuts import Cut, Told
from monitor.model import WatchedKind, WatchedName
from monitor.texts import Texts
from tests.matching_firms.firms import firm

RIVET = firm("山西恒岚铆钉股份有限公司")
MARK = WatchedName("m", "恒岚 HALLAND", WatchedKind.TRADEMARK, owner=RIVET.name)


def cuts(watched: WatchedName, *beside: WatchedName) -> list[Cut]:
    return list(build_matcher([watched, *beside]).cuts_of(watched.id))


def test_every_division_is_the_whole_name() -> None:
    for cut in cuts(RIVET):
        assert cut.before + cut.core + cut.behind == RIVET.name


def test_without_a_mark_the_cut_asks_for_the_place() -> None:
    assert [(c.core, c.latin[0], c.told) for c in cuts(RIVET)] == [
        ("恒岚铆钉", "Henglanmaoding", Told.ALONE),
        ("恒岚铆", "Henglanmao", Told.BESIDE),
        ("恒岚", "Henglan", Told.BESIDE),
    ]


def test_a_mark_of_the_firm_comes_first_with_what_it_writes() -> None:
    first = cuts(RIVET, MARK)[0]
    assert (first.core, first.latin, first.told) == ("恒岚", ("Henglan", "HALLAND"), Told.ALONE)
    assert (first.kind, first.source) == ("core_mark", MARK.name)


def test_what_the_office_switched_off_is_shown_as_off() -> None:
    silent = replace(RIVET, disabled_variants=("恒岚铆钉",))
    assert [c.core for c in cuts(silent) if c.told is Told.OFF] == ["恒岚铆钉"]


def test_a_name_without_a_core_says_when_it_is_told() -> None:
    assert [(c.before, c.core, c.told) for c in cuts(firm("太原重工股份有限公司"))] == [
        ("太原重工股份有限公司", "", Told.TOGETHER)
    ]
    assert [(c.core, c.told) for c in cuts(firm("国际贸易有限公司"))] == [("", Told.WHOLE)]


def test_brackets_inside_a_name_stay_where_they_are() -> None:
    assert [(c.before, c.core, c.behind) for c in cuts(firm("云杼（晋中）服饰有限公司"))] == [
        ("", "云杼", "(晋中)服饰有限公司")
    ]


def test_a_mark_and_a_firm_without_a_chinese_name_have_none() -> None:
    assert build_matcher([MARK]).cuts_of("m") == ()
    assert cuts(firm("Languhe Liquor Co., Ltd.")) == []


def test_every_word_of_the_table_stands_in_both_languages() -> None:
    names = (RIVET, firm("太原重工股份有限公司"), firm("某甲公司", "Kweichow Moutai Co., Ltd.", "恒岚铆钉"))
    kinds = {c.kind for name in names for c in cuts(name, MARK)} | {"core_part", "core_reading"}
    for lang in ("zh", "en"):
        texts = Texts(lang)
        assert [k for k in sorted(kinds) if texts.find(f"watchlist.cuts.why_{k}") is None] == []
        assert [t for t in Told if texts.find(f"watchlist.cuts.told_{t.value}") is None] == []


def test_an_everyday_name_without_place_and_trade_is_told_where_all_of_it_stands() -> None:
    matcher = build_matcher([firm("东方集团有限公司"), firm("太谷实业有限公司"), firm("太原东方集团有限公司")])
    assert [cut.told for cut in matcher.cuts_of("东方集团有限公司")] == [Told.WHOLE]
    assert [cut.told for cut in matcher.cuts_of("太谷实业有限公司")] == [Told.WHOLE]
    assert matcher.cuts_of("太原东方集团有限公司")[0].told is Told.BESIDE
