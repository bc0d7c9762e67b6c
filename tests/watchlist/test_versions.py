"""Ids outlive a re-import; firms are watched once; a change is shown as a change."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import WatchedKind, WatchedName
from monitor.watchlist import assign_ids, companies_of, diff, version_of

LIQUOR = "山西岚谷禾酒业有限公司"


def mark(name: str, owner: str = LIQUOR, identity: str = "", **more: object) -> WatchedName:
    return replace(WatchedName(id=identity, name=name, owner=owner), **more)  # type: ignore[arg-type]


def test_new_names_are_numbered_above_all_known() -> None:
    known = (mark("岚谷禾", identity="w0007"), mark("office", identity="own-3"))
    assert [n.id for n in assign_ids((mark("云杼"), mark("岚谷禾")), known)] == ["w0008", "w0007"]


def test_an_id_given_in_the_file_is_kept() -> None:
    assert assign_ids((mark("岚谷禾", identity="x1"),), (mark("岚谷禾", identity="w0001"),))[0].id == "x1"


def test_the_owner_decides_between_equal_names() -> None:
    known = (mark("云杼", "甲有限公司", "w0001"), mark("云杼", "乙有限公司", "w0002"))
    again = assign_ids((mark("云杼", "乙有限公司"), mark("云杼", "丙有限公司")), known)
    assert [n.id for n in again] == ["w0002", "w0001"]


def test_a_name_that_changed_its_spelling_only_in_width_is_the_same() -> None:
    assert assign_ids((mark("岚谷禾（老）"),), (mark("岚谷禾(老)", identity="w0004"),))[0].id == "w0004"


def test_a_mark_and_a_gi_of_the_same_name_are_two() -> None:
    known = (mark("霍坡香梨", identity="w0001", kind=WatchedKind.GI),)
    assert assign_ids((mark("霍坡香梨"),), known)[0].id == "w0002"


def test_spellings_switched_off_stay_off() -> None:
    known = (mark("岚谷禾", identity="w0001", disabled_variants=("LANKUHO",)),)
    assert assign_ids((mark("岚谷禾"),), known)[0].disabled_variants == ("LANKUHO",)


def test_one_entry_per_firm_with_its_english_names() -> None:
    names = (
        mark("岚谷禾", owner_en="Shanxi Languhe Liquor Co., Ltd.", nice_classes=(33,), city="吕梁"),
        mark("岚谷禾牌", owner_en="Languhe Liquor", owner_aliases=("岚谷禾酒厂",), nice_classes=(35,)),
        mark("老窖（老）", "山西岚谷禾酒业（有限公司）"),
    )
    assert companies_of(names) == (
        WatchedName(
            id="c0001",
            name=LIQUOR,
            kind=WatchedKind.COMPANY,
            aliases=("Shanxi Languhe Liquor Co., Ltd.", "Languhe Liquor", "岚谷禾酒厂"),
            owner=LIQUOR,
            owner_en="Shanxi Languhe Liquor Co., Ltd.",
            owner_aliases=("岚谷禾酒厂",),
            nice_classes=(33, 35),
            city="吕梁",
            flags=frozenset({"derived"}),
        ),
    )


def test_a_county_a_person_and_a_remark_are_no_firms() -> None:
    for owner in ("霍坡县", "张三", "(cultural/place name)", "", "霍坡县果业局"):
        assert companies_of((mark("霍坡香梨", owner),)) == ()
    assert [c.name for c in companies_of((mark("云杼", "甲乙有限公司、丙丁有限公司等"),))] == [
        "甲乙有限公司",
        "丙丁有限公司",
    ]


def test_a_firm_listed_itself_is_not_derived_again() -> None:
    firm = WatchedName(id="w0002", name=LIQUOR, kind=WatchedKind.COMPANY)
    assert companies_of((mark("岚谷禾"), firm)) == ()


def test_derived_firms_keep_their_ids() -> None:
    before = companies_of((mark("岚谷禾"), mark("云杼", "晋中云杼服饰有限公司")))
    after = companies_of((mark("云杼", "晋中云杼服饰有限公司"), mark("漳源锦", "山西漳源锦醋业有限公司")), before)
    assert [(c.id, c.name) for c in after] == [("c0002", "晋中云杼服饰有限公司"), ("c0003", "山西漳源锦醋业有限公司")]


def test_a_diff_names_what_changed() -> None:
    old = (mark("甲甲", identity="w1"), mark("乙乙", identity="w2"), mark("丙丙", identity="w3"))
    new = (mark("甲甲", identity="w1"), mark("乙乙", identity="w2", nice_classes=(5,)), mark("丁丁", identity="w4"))
    change = diff(old, new)
    assert ([n.id for n in change.added], [n.id for n in change.removed], [n.id for n in change.unchanged]) == (
        ["w4"],
        ["w3"],
        ["w1"],
    )
    assert [(c.old.id, c.fields) for c in change.changed] == [("w2", ("nice_classes",))]


@given(st.lists(st.sampled_from(["岚谷禾", "漳源锦", "云杼", "恒岳铸"]), unique=True), st.randoms())
def test_ids_and_version_do_not_depend_on_the_order_of_a_reimport(names: list[str], random: object) -> None:
    first = assign_ids([mark(n) for n in names], ())
    shuffled = list(names)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = assign_ids([mark(n) for n in shuffled], first)
    assert {n.name: n.id for n in again} == {n.name: n.id for n in first}
    assert version_of(again) == version_of(first)
    assert len({n.id for n in again}) == len(names)
