"""An import is worked out before it is written, and a poorer file takes nothing away that it does not speak of."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import InputFileError
from monitor.model import WatchedKind
from monitor.watchlist import ImportPlan, Measure, ReadResult, Said, is_derived, plan_import, read_watchlist

FULL = (
    "商标名称,类型,别名,注册人,注册人英文名称,类别\n"
    '岚谷禾,商标,LANGUHE,山西岚谷禾酒业有限公司,"Shanxi Languhe Liquor Co., Ltd.",33\n'
    "霍坡香梨,地理标志,HUOPO XIANGLI,霍坡县,,31\n"
)


def plan(tmp_path: Path, text: str, before: ImportPlan | None = None, said: Said | None = None) -> ImportPlan:
    path = tmp_path / "名录.csv"
    path.write_text(text, encoding="utf-8")
    active = before.all if before else ()
    return plan_import(read_watchlist(path), active, active, said=said or Said())


def test_the_first_import_adds_names_and_their_firms(tmp_path: Path) -> None:
    first = plan(tmp_path, FULL)
    assert [n.id for n in first.all] == ["w0001", "w0002", "c0001"]
    assert first.not_derived == ("霍坡县",)
    assert first.counts == (3, 0, 0)
    assert [is_derived(n) for n in first.all] == [False, False, True]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    first = plan(tmp_path, FULL)
    again = plan(tmp_path, FULL, first)
    assert again.unchanged
    assert (again.version, again.all) == (first.version, first.all)


def test_a_file_without_a_column_keeps_what_was_known(tmp_path: Path) -> None:
    first = plan(tmp_path, FULL)
    poorer = plan(tmp_path, "商标名称,类别\n岚谷禾,33\n霍坡香梨,31\n", first)
    assert poorer.unchanged
    assert poorer.kept == ("aliases", "owner_en")
    changed = plan(tmp_path, "商标名称,注册人,类别\n岚谷禾,山西岚谷禾酒业有限公司,35\n霍坡香梨,霍坡县,31\n", first)
    assert [(c.new.name, c.fields) for c in changed.names_diff.changed] == [("岚谷禾", ("nice_classes",))]
    assert changed.names[0].aliases == ("LANGUHE",)
    assert changed.names[1].kind is WatchedKind.GI


def test_an_empty_cell_empties_nothing_unless_that_is_said(tmp_path: Path) -> None:
    first = plan(tmp_path, FULL)
    emptied = FULL.replace("LANGUHE,", ",")
    kept = plan(tmp_path, emptied, first)
    assert kept.unchanged
    assert kept.kept == ("aliases",)
    cleared = plan(tmp_path, emptied, first, Said(clear=True))
    assert cleared.names[0].aliases == ()
    assert cleared.names[1].aliases == ("HUOPO XIANGLI",)


@pytest.mark.parametrize("dash", ["-", "－", "——", "/", "无"])
def test_a_dash_in_a_cell_says_that_there_is_nothing(tmp_path: Path, dash: str) -> None:
    first = plan(tmp_path, FULL)
    emptied = plan(tmp_path, FULL.replace("LANGUHE,", f"{dash},").replace("霍坡县", dash), first)
    assert (emptied.names[0].aliases, emptied.names[1].owner) == ((), "")
    assert plan(tmp_path, FULL.replace("LANGUHE,", f"{dash},")).names[0].aliases == ()


def test_a_cell_of_fewer_spellings_says_which_remain(tmp_path: Path) -> None:
    first = plan(tmp_path, FULL.replace("LANGUHE,", "LANGUHE;LAN GU,"))
    second = plan(tmp_path, FULL, first)
    assert second.names[0].aliases == ("LANGUHE",)
    (loss,) = second.losses
    assert (loss.spellings, loss.main, loss.gone) == (("LAN GU",), False, False)


def test_what_shrinks_is_measured_and_named(tmp_path: Path) -> None:
    first = plan(tmp_path, FULL)
    assert first.before == Measure()
    assert first.after == Measure(names=2, spellings=6, firms=1, classes=2)
    assert not first.shrinks
    second = plan(tmp_path, "商标名称,注册人,别名,类别\n岚谷禾,-,-,35\n霍坡香梨,霍坡县,HUOPO XIANGLI,31\n", first)
    assert second.after == Measure(names=2, spellings=3, firms=0, classes=2)
    assert [(x.old.name, x.spellings, x.classes, x.main, x.gone) for x in second.losses] == [
        ("岚谷禾", ("LANGUHE",), (33,), True, False),
        ("山西岚谷禾酒业有限公司", ("山西岚谷禾酒业有限公司", "Shanxi Languhe Liquor Co., Ltd."), (33,), True, True),
    ]


def test_more_of_one_name_does_not_make_up_for_less_of_another(tmp_path: Path) -> None:
    first = plan(tmp_path, FULL)
    second = plan(
        tmp_path, FULL.replace("LANGUHE,", "-,").replace("HUOPO XIANGLI", "HUOPO XIANGLI;HUO PO;HUOPO PEAR"), first
    )
    assert second.after.spellings > second.before.spellings
    assert second.shrinks


def test_a_name_left_out_is_removed_and_its_id_not_given_again(tmp_path: Path) -> None:
    first = plan(tmp_path, FULL)
    second = plan(tmp_path, "商标名称\n岚谷禾\n云杼\n", first)
    assert [n.name for n in second.names_diff.removed] == ["霍坡香梨"]
    assert [n.id for n in second.names] == ["w0001", "w0003"]


def test_a_list_without_one_usable_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFileError) as caught:
        plan(tmp_path, "商标名称,类别\n图形,33\n")
    assert caught.value.params["refused"] == 1
    with pytest.raises(InputFileError):
        plan_import(ReadResult("a.csv", "csv", (), ()), (), ())
