"""A workbook as an office sends it loses no name and says what it did with every row."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.model import WatchedKind, WatchedName
from monitor.texts import Texts
from monitor.watchlist import ReadResult, read_watchlist
from tests.watchlist.books import book_of, office_book


@pytest.fixture
def office(tmp_path: Path) -> ReadResult:
    return read_watchlist(office_book(tmp_path / "名录.xlsx"))


def named(result: ReadResult, name: str) -> WatchedName:
    return next(n for n in result.names if n.name == name)


def said(result: ReadResult) -> set[tuple[int, str]]:
    return {(p.row, p.key.removeprefix("watchlist.row.")) for p in result.problems}


def test_every_name_is_taken_with_its_fields(office: ReadResult) -> None:
    assert [n.name for n in office.names] == [
        "岚谷禾",
        "岚谷禾牌",
        "漳源锦",
        "恒岳铸及图",
        "晋川屿",
        "霍坡香梨",
        "云杼",
        "云杼",
    ]
    assert named(office, "岚谷禾") == WatchedName(
        id="",
        name="岚谷禾",
        aliases=("LANGUHE", "LAN GU HE"),
        owner="山西岚谷禾酒业有限公司",
        owner_en="Shanxi Languhe Liquor Co., Ltd.",
        nice_classes=(33,),
        city="吕梁",
        registration=("12345678",),
    )
    assert named(office, "漳源锦").nice_classes == (29, 30)
    assert named(office, "霍坡香梨").kind is WatchedKind.GI


def test_a_registrant_merged_over_two_rows_counts_for_both(office: ReadResult) -> None:
    assert named(office, "岚谷禾牌").owner == "山西岚谷禾酒业有限公司"


def test_a_number_typed_as_a_number_is_a_class(office: ReadResult) -> None:
    assert named(office, "岚谷禾牌").nice_classes == (33,)
    assert named(office, "岚谷禾牌").flags == {"famous"}


def test_a_latin_name_beside_a_han_one_is_its_alias(office: ReadResult) -> None:
    assert named(office, "晋川屿").aliases == ("JCYGLASS",)


def test_each_row_not_taken_is_named_with_its_number_and_reason(office: ReadResult) -> None:
    refused = {(p.row, p.key.removeprefix("watchlist.row.")) for p in office.refused}
    assert refused == {(10, "no_name"), (11, "device_only")}


def test_everything_doubtful_is_said_once_with_its_row(office: ReadResult) -> None:
    assert {
        (7, "bad_class"),
        (7, "one_letter_alias"),
        (9, "several_names"),
        (13, "heading_again"),
        (14, "invisible"),
        (15, "note"),
        (3, "remark_as_alias"),
    } <= said(office)
    assert not any(row == 12 for row, _ in said(office))  # a printed running number alone is an empty row


def test_the_sheets_are_accounted_for(office: ReadResult) -> None:
    facts = {f.sheet: f for f in office.sheets}
    assert facts["填报说明"].header_row == 0
    assert facts["名录"].header_row == 3
    assert facts["名录"].columns["nice_classes"] == "核定使用商品/服务类别"
    assert facts["旧稿"].hidden
    assert any(p.key == "watchlist.row.hidden_sheet" for p in office.problems)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_problem_has_a_text_without_holes(office: ReadResult, lang: str) -> None:
    texts = Texts(lang)
    for problem in office.problems:
        shown = texts(problem.key, **problem.params)
        assert shown != problem.key
        assert "{" not in shown


def test_headings_over_two_rows_are_read_together(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "a.xlsx",
        ("名录（演示数据）",),
        ("商标名称", "企业名称", None, "类别"),
        (None, "中文", "英文", None),
        ("云杼", "晋中云杼服饰有限公司", "Jinzhong Yunzhu Apparel Co., Ltd.", 25),
    )
    (name,) = read_watchlist(path).names
    assert (name.owner, name.owner_en, name.nice_classes) == (
        "晋中云杼服饰有限公司",
        "Jinzhong Yunzhu Apparel Co., Ltd.",
        (25,),
    )


def test_a_list_of_names_alone_is_enough(tmp_path: Path) -> None:
    result = read_watchlist(book_of(tmp_path / "a.xlsx", ("商标",), ("云杼",), ("岚谷禾",)))
    assert [n.name for n in result.names] == ["云杼", "岚谷禾"]


def test_two_sheets_with_names_are_both_read(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(("商标名称", "类别"))
    book.active.append(("云杼", 25))
    second = book.create_sheet("地理标志")
    second.append(("地理标志名称", "属地"))
    second.append(("霍坡香梨", "临汾"))
    book.save(tmp_path / "a.xlsx")
    book.close()
    assert [n.name for n in read_watchlist(tmp_path / "a.xlsx").names] == ["云杼", "霍坡香梨"]


def test_a_formula_nobody_computed_is_no_empty_row(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", ("商标名称", "类别"), ('="云"&"杼"', None), ("岚谷禾", 33))
    result = read_watchlist(path)
    assert [n.name for n in result.names] == ["岚谷禾"]
    assert [(p.row, p.key) for p in result.refused] == [(2, "watchlist.row.formula")]


def test_a_formula_that_failed_is_no_name(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", ("商标名称", "类别"), ("#REF!", 33), ("#N/A", None), ("岚谷禾", "#VALUE!"))
    result = read_watchlist(path)
    assert [n.name for n in result.names] == ["岚谷禾"]
    assert [(p.row, p.key) for p in result.refused] == [
        (2, "watchlist.row.formula_error"),
        (3, "watchlist.row.formula_error"),
    ]
    assert [(p.row, p.key) for p in result.problems if not p.fatal] == [(4, "watchlist.row.formula_error")]
    listed = tmp_path / "a.csv"
    listed.write_text("商标名称,类别\n#NAME?,33\n岚谷禾,33\n", encoding="utf-8")
    assert [n.name for n in read_watchlist(listed).names] == ["岚谷禾"]


def test_a_lying_dimension_hides_no_row(tmp_path: Path) -> None:
    import re
    import zipfile

    from tests.watchlist.books import with_member

    good = book_of(tmp_path / "good.xlsx", ("商标名称", "类别"), ("云杼", 25), ("岚谷禾", 33))
    with zipfile.ZipFile(good) as archive:
        xml = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', archive.read("xl/worksheets/sheet1.xml"))
    path = with_member(good, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", xml)
    assert len(read_watchlist(path).names) == 2
