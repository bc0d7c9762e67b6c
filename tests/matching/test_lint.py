from __future__ import annotations

import pytest

from monitor.matching import lint
from monitor.model import WatchedKind, WatchedName
from monitor.texts import Texts


def said(*watched: WatchedName) -> set[str]:
    return {f.what for f in lint(watched)}


@pytest.mark.parametrize(
    ("watched", "what"),
    [
        (WatchedName("1", "潞安", aliases=("LUAN",)), {"short", "place_name", "collision"}),
        (WatchedName("1", "太钢", aliases=("TISCO",)), {"short", "collision"}),
        (WatchedName("1", "大同"), {"place_name"}),
        (WatchedName("1", "东湖", aliases=("EAST LAKE",)), {"generic", "place_name", "collision"}),
        (WatchedName("1", "山西老陈醋", WatchedKind.GI, aliases=("SHANXI LAO CHEN CU",)), {"shanxi_shaanxi"}),
        (WatchedName("1", "新绛"), {"place_name", "collision"}),
        (WatchedName("1", "长乐重"), {"several_readings"}),
        (WatchedName("1", "岚谷禾", aliases=("L",)), {"one_letter"}),
        (WatchedName("1", "岚谷禾", aliases=("·",)), {"empty_alias"}),
        (WatchedName("1", "！？"), {"empty"}),
        (WatchedName("1", "岚谷禾", aliases=("LAN\u202eGUHE",)), {"control_character"}),
        (WatchedName("1", "岚谷禾", aliases=("LANGUHE " * 40,)), {"too_long"}),
    ],
)
def test_what_is_risky_about_a_name_is_found(watched: WatchedName, what: set[str]) -> None:
    assert what <= said(watched)


def test_a_sound_name_gives_nothing_to_say() -> None:
    assert (
        said(WatchedName("1", "漳源锦", aliases=("ZHANGYUANJIN",)), WatchedName("2", "恒岳铸", aliases=("HENGYUEZHU",)))
        == set()
    )


def test_a_flag_that_is_set_is_not_proposed_again() -> None:
    flags = frozenset({"short", "place_name", "generic"})
    assert not said(WatchedName("1", "东湖", aliases=("EAST LAKE",), flags=flags)) & flags


def test_duplicates_and_names_of_one_sound_are_told() -> None:
    first, again, alike = WatchedName("1", "云杼"), WatchedName("2", "雲杼"), WatchedName("3", "云竹")
    found = {(f.watched_id, f.what) for f in lint([first, again, alike])}
    assert {("2", "duplicate"), ("3", "same_sound")} <= found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_has_a_text(lang: str) -> None:
    texts = Texts(lang)
    watched = [
        WatchedName("1", "潞安", aliases=("LUAN", "L", "·", "A\u202e")),
        WatchedName("2", "东湖", aliases=("EAST LAKE", "x" * 300)),
        WatchedName("3", "山西老陈醋"),
        WatchedName("4", "陕西乐行"),
        WatchedName("5", "潞安"),
        WatchedName("6", "陆安"),
        WatchedName("7", "苹果"),
        WatchedName("8", "？"),
    ]
    for f in lint(watched):
        shown = texts.reason(f.reason)
        assert "matching.lint" not in shown
        assert "{" not in shown
