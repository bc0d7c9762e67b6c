"""Headings over two rows: the heading of the group and the one below it say together what a column holds."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from monitor.watchlist import ReadResult, read_watchlist

FIRM = "山西岚谷禾酒业有限公司"
FIRM_EN = "Shanxi Languhe Liquor Co., Ltd."
DATA = (1, "岚谷禾", 33, FIRM, FIRM_EN, "LANGUHE")


def read(path: Path, first: tuple[object, ...], second: tuple[object, ...], *merged: str) -> ReadResult:
    book = openpyxl.Workbook()
    for row in (first, second, DATA, first, second, (2, "云杼", 25, "晋中云杼服饰有限公司", None, None)):
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    book.close()
    return read_watchlist(path)


@pytest.mark.parametrize("merged", [("B1:C1", "D1:E1"), (), ("A1:A2", "B1:C1", "D1:E1", "F1:F2")])
@pytest.mark.parametrize(
    ("mark", "owner", "below"),
    [
        ("商标信息", "权利人信息", ("商标名称", "类别", "名称", "英文名称")),
        ("商标信息", "权利人信息", ("名称", "类别", "名称", "英文名称")),
        ("商标", "权利人", ("名称", "类别", "名称", "英文名称")),
        ("商标基本情况", "企业基本情况", ("名称", "国际分类", "中文名称", "外文名称")),
        ("商标", "注册人", ("中文", "类别", "中文", "英文")),
        ("Trademark information", "Owner information", ("Name", "Class", "Name", "English name")),
    ],
)
def test_the_owner_is_read_under_the_heading_of_its_group(
    tmp_path: Path, mark: str, owner: str, below: tuple[str, ...], merged: tuple[str, ...]
) -> None:
    result = read(tmp_path / "a.xlsx", ("序号", mark, None, owner, None, "备注"), (None, *below, None), *merged)
    first, last = result.names
    assert (first.name, first.nice_classes, first.owner, first.owner_en) == ("岚谷禾", (33,), FIRM, FIRM_EN)
    assert first.aliases == ("LANGUHE",)
    assert (last.name, last.aliases, last.owner) == ("云杼", (), "晋中云杼服饰有限公司")
    assert result.sheets[0].unread == ()
    assert not result.refused


def test_the_type_of_a_firm_is_not_the_kind_of_the_mark(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("商标信息", None, None, "企业信息", None),
        ("名称", "类型", "类别", "名称", "类型"),
        ("霍坡香梨", "地理标志", 31, "霍坡香梨协会", "商标"),
    ):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("D1:E1")
    book.save(tmp_path / "a.xlsx")
    book.close()
    result = read_watchlist(tmp_path / "a.xlsx")
    (name,) = result.names
    assert (name.kind, name.owner) == ("gi", "霍坡香梨协会")
    assert result.sheets[0].columns["kind"] == "类型"


def test_one_row_of_headings_under_a_title_is_read_as_before(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "重点商标名录,截至2026年10月\n商标名称,英文名称,注册人\n岚谷禾,LANGUHE,山西岚谷禾酒业有限公司\n",
        encoding="utf-8",
    )
    (name,) = read_watchlist(path).names
    assert (name.aliases, name.owner) == (("LANGUHE",), FIRM)
