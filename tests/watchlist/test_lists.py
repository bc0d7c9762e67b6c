"""Several lists, one watch; a renaming is asked about; and an old copy is known for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.model import Listing, WatchedName
from monitor.watchlist import (
    Batch,
    ImportPlan,
    Kept,
    ReadResult,
    Said,
    lists_in,
    one_result,
    plan_import,
    plan_listings,
    read_watchlist,
    write_csv,
    write_yaml,
)
from monitor.watchlist.editing import sayings, typed, with_added, with_fields, without
from monitor.watchlist.fields import ALL
from monitor.watchlist.headers import CANONICAL
from monitor.watchlist.renames import renamed_names
from monitor.watchlist.stamp import Stamp

MARKS = (
    "商标名称,别名,注册人,类别\n漳源锦,ZHANGYUANJIN,山西漳源锦酒业有限公司,33\n"
    "云杼锦,YUNZHU,山西云杼锦纺织有限公司,25\n汾岚,FENLAN,汾岚县岚谷食品有限公司,29;30\n"
)
GIS = "商标名称,类型,别名,注册人\n霍坡香梨,地理标志,HUOPO XIANGLI,霍坡县果业协会\n汾岚,商标,FENRAN,汾岚县岚谷食品有限公司\n"


def read(tmp_path: Path, text: str, name: str = "名录.csv") -> ReadResult:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_watchlist(tmp_path / name)


def after(plan: ImportPlan, before: Kept | None = None) -> Kept:
    """What is kept once a plan was carried out."""
    known = {n.id: n for n in (*(before.known if before else ()), *plan.all)}
    return Kept(plan.listings, plan.all, tuple(known.values()))


def take(tmp_path: Path, kept: Kept, text: str, name: str = "名录", said: Said | None = None) -> ImportPlan:
    return plan_import(read(tmp_path, text), kept=kept, batch=Batch(name), said=said or Said())


@pytest.fixture
def both(tmp_path: Path) -> Kept:
    kept = after(take(tmp_path, Kept(), MARKS))
    return after(take(tmp_path, kept, GIS, "地理标志"), kept)


def by_name(plan: ImportPlan) -> dict[str, WatchedName]:
    return {n.name: n for n in plan.all}


# --- several lists --------------------------------------------------------------------------------------------------


def test_another_list_takes_nothing_away(tmp_path: Path, both: Kept) -> None:
    assert lists_in(both.listings) == ("名录", "地理标志")
    assert {n.name for n in both.active} >= {"漳源锦", "云杼锦", "汾岚", "霍坡香梨"}


def test_a_name_on_two_lists_is_watched_once_with_what_both_say(both: Kept) -> None:
    (name,) = [n for n in both.active if n.name == "汾岚"]
    assert (name.aliases, name.nice_classes) == (("FENLAN", "FENRAN"), (29, 30))


def test_a_name_stays_as_long_as_one_list_holds_it(tmp_path: Path, both: Kept) -> None:
    less = take(tmp_path, both, GIS.splitlines()[0] + "\n" + GIS.splitlines()[1] + "\n", "地理标志")
    assert less.names_diff.removed == ()
    assert by_name(less)["汾岚"].aliases == ("FENLAN",)
    assert [(loss.old.name, loss.spellings) for loss in less.losses] == [("汾岚", ("FENRAN",))]
    none = plan_listings([h for h in both.listings if h.list != "名录"], both)
    assert by_name(none)["汾岚"].id == "w0003"
    assert {n.name for n in none.names_diff.removed} == {"漳源锦", "云杼锦"}


def test_the_same_name_of_another_owner_on_another_list_is_another_one(tmp_path: Path, both: Kept) -> None:
    other = take(tmp_path, both, "商标名称,注册人\n漳源锦,汾岚县漳源锦商行\n", "第二批")
    assert sorted(n.id for n in other.names if n.name == "漳源锦") == ["w0001", "w0005"]
    assert not other.shrinks


def test_a_list_of_names_alone_joins_what_other_lists_know(tmp_path: Path, both: Kept) -> None:
    plan = take(tmp_path, both, "商标名称\n漳源锦\n", "第二批")
    assert plan.names_diff.empty
    assert plan.moved
    assert not plan.unchanged


def test_files_of_one_command_make_one_list(tmp_path: Path) -> None:
    first, second = MARKS.splitlines()[:3], [MARKS.splitlines()[0], *MARKS.splitlines()[2:]]
    one = read(tmp_path, "\n".join(first) + "\n", "a.csv")
    two = read(tmp_path, "\n".join(second).replace("YUNZHU", "YUN CHU") + "\n", "b.csv")
    plan = plan_import(one_result([one, two]))
    assert [n.name for n in plan.names] == ["漳源锦", "云杼锦", "汾岚"]
    assert plan.names[1].aliases == ("YUNZHU", "YUN CHU")
    assert [(h.file, h.row) for h in plan.listings] == [("a.csv", 2), ("a.csv", 3), ("b.csv", 3)]


# --- renaming -------------------------------------------------------------------------------------------------------


def test_a_name_under_another_writing_is_asked_about(tmp_path: Path, both: Kept) -> None:
    new = MARKS.replace("漳源锦,Z", "漳源锦老陈醋,Z")
    asked = take(tmp_path, both, new)
    assert [(r.old.id, r.new.name) for r in asked.unclear] == [("w0001", "漳源锦老陈醋")]
    said = take(tmp_path, both, new, said=Said({"漳源锦": "漳源锦老陈醋"}))
    assert (by_name(said)["漳源锦老陈醋"].id, said.unclear, said.losses) == ("w0001", (), ())
    assert [(r.old.name, r.new.name) for r in said.renamed] == [("漳源锦", "漳源锦老陈醋")]
    apart = take(tmp_path, both, new, said=Said(apart=frozenset({"漳源锦"})))
    assert (by_name(apart)["漳源锦老陈醋"].id, apart.unclear) == ("w0005", ())
    assert [loss.old.name for loss in apart.losses] == ["漳源锦"]


def test_a_renaming_on_one_list_leaves_the_other_its_writing(tmp_path: Path, both: Kept) -> None:
    new = MARKS.replace("汾岚,F", "汾岚谷,F")
    said = take(tmp_path, both, new, said=Said({"汾岚": "汾岚谷"}))
    name = by_name(said)["汾岚谷"]
    assert (name.id, name.aliases) == ("w0003", ("FENLAN", "汾岚", "FENRAN"))
    again = take(tmp_path, after(said, both), GIS, "地理标志")
    assert again.unchanged


def test_a_renaming_of_a_name_that_stays_is_none(tmp_path: Path, both: Kept) -> None:
    plan = take(
        tmp_path, both, MARKS + "漳源锦老陈醋,,山西漳源锦酒业有限公司,33\n", said=Said({"漳源锦": "漳源锦老陈醋"})
    )
    assert by_name(plan)["漳源锦"].id == "w0001"
    assert by_name(plan)["漳源锦老陈醋"].id == "w0005"


@pytest.mark.parametrize(
    "other",
    [
        WatchedName("", "漳源锦老陈醋", owner="别家有限公司", nice_classes=(33,)),
        WatchedName("", "漳源锦老陈醋", owner="山西漳源锦酒业有限公司", nice_classes=(7,)),
        WatchedName("", "岚谷禾", owner="山西漳源锦酒业有限公司", nice_classes=(33,)),
    ],
    ids=["owner", "classes", "nothing alike"],
)
def test_what_differs_too_much_is_no_renaming(other: WatchedName) -> None:
    old = WatchedName("w1", "漳源锦", owner="山西漳源锦酒业有限公司", nice_classes=(33,))
    assert renamed_names([old], [other]) == ()
    assert len(renamed_names([old], [replace(other, name="漳源锦", owner=old.owner, nice_classes=(33,))])) == 1


def test_a_corrected_firm_keeps_its_id_once_that_is_said(tmp_path: Path, both: Kept) -> None:
    new = MARKS.replace("山西云杼锦纺织有限公司", "山西云杼锦织造有限公司")
    asked = take(tmp_path, both, new)
    assert [(r.old.id, r.new.name) for r in asked.unclear] == [("c0002", "山西云杼锦织造有限公司")]
    said = take(tmp_path, both, new, said=Said({"c0002": "山西云杼锦织造有限公司"}))
    assert by_name(said)["山西云杼锦织造有限公司"].id == "c0002"
    assert (said.unclear, said.losses) == ((), ())


# --- by hand --------------------------------------------------------------------------------------------------------


def test_fields_are_set_on_every_list_that_holds_the_name(both: Kept) -> None:
    (name,) = [n for n in both.active if n.name == "汾岚"]
    listings, _ = with_fields(both, [name], sayings(["别名-=FENRAN;fenlan", "类别+=31", "标记=通用词"]))
    plan = plan_listings(listings, both)
    assert by_name(plan)["汾岚"].aliases == ()
    assert by_name(plan)["汾岚"].nice_classes == (29, 30, 31)
    assert by_name(plan)["汾岚"].flags == {"generic"}
    assert [loss.spellings for loss in plan.losses] == [("FENLAN", "FENRAN")]


def test_what_is_set_of_a_firm_is_set_on_its_names(both: Kept) -> None:
    (firm,) = [n for n in both.active if n.id == "c0002"]
    listings, said = with_fields(both, [firm], sayings(["owner_en=Yunzhujin Textile", "name=山西云杼锦织造有限公司"]))
    plan = plan_listings(listings, both, said=said)
    changed = by_name(plan)["山西云杼锦织造有限公司"]
    assert (changed.id, changed.owner_en, plan.losses) == ("c0002", "Yunzhujin Textile", ())


@pytest.mark.parametrize(
    "word", ["别名", "没有这栏=1", "类别=99", "标记=乱写", "city+=太原", "name=", "kind=乱写", "id=w9"]
)
def test_what_cannot_be_set_is_said(word: str) -> None:
    with pytest.raises(UsageError):
        sayings([word])


def test_a_name_is_added_to_one_list_once(both: Kept) -> None:
    plan = plan_listings(with_added(both, typed(["汾香"], sayings(["别名=FENXIANG"])), Batch("补充")), both)
    assert by_name(plan)["汾香"].aliases == ("FENXIANG",)
    assert [h.list for h in plan.listings if h.name.name == "汾香"] == ["补充"]
    with pytest.raises(UsageError):
        with_added(after(plan, both), typed(["汾香"], ()), Batch("补充"))


def test_a_name_is_taken_off_one_list_or_all(both: Kept) -> None:
    (name,) = [n for n in both.active if n.name == "汾岚"]
    assert "汾岚" in by_name(plan_listings(without(both, [name], "名录"), both))
    assert "汾岚" not in by_name(plan_listings(without(both, [name]), both))
    for wrong in (without, lambda k, n: without(k, n, "没有的名录")):
        with pytest.raises(UsageError):
            wrong(both, [n for n in both.active if n.id == "c0001"] if wrong is without else [name])


# --- the version an export bears ------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "yaml"])
def test_an_export_says_from_which_list_and_version(tmp_path: Path, suffix: str) -> None:
    stamp = Stamp("0123456789ab", "地理标志", "2026-11-20")
    names = [WatchedName("w0001", "霍坡香梨", aliases=("HUOPO",)), WatchedName("w0002", "汾岚")]
    (tmp_path / f"a.{suffix}").write_bytes((write_csv if suffix == "csv" else write_yaml)(names, stamp))
    result = read_watchlist(tmp_path / f"a.{suffix}")
    assert (result.made_from, result.made_as) == ("0123456789ab", "地理标志")
    assert list(result.names) == names
    assert result.problems == ()


def test_rows_sorted_and_deleted_leave_the_version_alone(tmp_path: Path) -> None:
    stamp = Stamp("0123456789ab", "名录", "2026-11-20")
    head, *rows = write_csv([WatchedName("w0001", "霍坡香梨"), WatchedName("w0002", "汾岚")], stamp).splitlines()
    (tmp_path / "a.csv").write_bytes(b"\r\n".join([head, rows[1]]))
    assert read_watchlist(tmp_path / "a.csv").made_from == "0123456789ab"


def test_an_export_of_an_earlier_version_with_fewer_fields_is_read_as_one(tmp_path: Path) -> None:
    columns = CANONICAL[:-1]
    (tmp_path / "a.csv").write_text(",".join(columns) + "\nw0007,汾、岚,trademark\n", encoding="utf-8")
    assert [n.name for n in read_watchlist(tmp_path / "a.csv").names] == ["汾、岚"]
    assert set(CANONICAL) == set(ALL) - {"disabled_variants"}


def test_where_a_name_stands_is_kept(tmp_path: Path) -> None:
    batch = Batch("第十八批", "第十八批", "2026-01-01", "2028-12-31")
    plan = plan_import(read(tmp_path, MARKS), batch=batch)
    assert replace(plan.listings[1], name=WatchedName("", "")) == Listing(
        WatchedName("", ""), "第十八批", "名录.csv", "", 3, "第十八批", "2026-01-01", "2028-12-31"
    )
