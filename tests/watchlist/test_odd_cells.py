"""What a spreadsheet holds beside names: dates, logical values, figures, errors, totals, hidden and crossed-out rows.
Nothing of it becomes a name in silence, and nothing is lost in silence."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from monitor.texts import LANGUAGES, Texts
from monitor.watchlist import ReadResult, RowProblem, read_watchlist
from tests.watchlist.books import book_of

HEAD = ("序号", "商标名称", "注册人名称", "国际分类")
FIRM = "山西岚谷禾酒业有限公司"


def read(tmp_path: Path, *rows: tuple[object, ...]) -> ReadResult:
    return read_watchlist(book_of(tmp_path / "a.xlsx", HEAD, *rows, (99, "漳源锦", "山西漳源锦醋业有限公司", 30)))


def told(result: ReadResult, row: int) -> list[RowProblem]:
    return [p for p in result.problems if p.row == row]


def keys(result: ReadResult, row: int) -> list[str]:
    return [p.key.removeprefix("watchlist.row.") for p in told(result, row)]


@pytest.mark.parametrize(
    ("cell", "key", "shown"),
    [
        (datetime.datetime(2026, 5, 1), "name_is_date", "2026-05-01"),
        (datetime.date(2026, 5, 1), "name_is_date", "2026-05-01"),
        (datetime.time(12, 30), "name_is_date", "12:30:00"),
        (datetime.timedelta(hours=30), "name_is_date", "1 day, 6:00:00"),
        (True, "name_is_logical", "TRUE"),
        (False, "name_is_logical", "FALSE"),
        (3.14, "name_is_figure", "3.14"),
        (-5, "name_is_figure", "-5"),
        (12345678, "name_is_figure", "12345678"),
        (1e20, "name_is_figure", "1e+20"),
        ("#N/A", "formula_error", "#N/A"),
        ("#REF!", "formula_error", "#REF!"),
        ("=B9&B10", "formula", "=B9&B10"),
    ],
)
def test_what_is_no_name_is_told_with_what_stood_there(tmp_path: Path, cell: object, key: str, shown: str) -> None:
    result = read(tmp_path, (1, cell, FIRM, 33))
    assert [n.name for n in result.names] == ["漳源锦"]
    (problem,) = told(result, 2)
    assert problem.fatal
    assert problem.key == f"watchlist.row.{key}"
    assert (problem.sheet, problem.column) == ("Sheet", "商标名称")
    for lang in LANGUAGES:
        assert shown in Texts(lang)(problem.key, **problem.params)


@pytest.mark.parametrize("cell", [1573, 361, 361.0, "1573", "８８４８"])
def test_a_brand_of_digits_is_taken_and_to_be_checked(tmp_path: Path, cell: object) -> None:
    result = read(tmp_path, (1, cell, FIRM, 33))
    assert result.names[0].name in ("1573", "361", "8848")
    assert keys(result, 2) == ["name_of_digits"]
    assert not result.refused


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("2026-05-01", "name_like_date"),
        ("5月1日", "name_like_date"),
        ("1-May", "name_like_date"),
        ("TRUE", "name_like_logical"),
        ("12345678", "name_of_digits"),
    ],
)
def test_text_that_looks_like_something_else_is_taken_as_typed_and_told(tmp_path: Path, cell: str, key: str) -> None:
    result = read(tmp_path, (1, cell, FIRM, 33))
    assert result.names[0].name == cell
    assert keys(result, 2) == [key]


def test_classes_that_excel_made_a_date_are_told_not_guessed(tmp_path: Path) -> None:
    result = read(tmp_path, (1, "岚谷禾", FIRM, datetime.datetime(2026, 3, 5)))
    assert result.names[0].nice_classes == ()
    assert keys(result, 2) == ["field_is_date"]
    assert told(result, 2)[0].column == "国际分类"


def test_an_error_in_another_column_does_not_cost_the_name(tmp_path: Path) -> None:
    result = read(tmp_path, (1, "岚谷禾", "#N/A", 33))
    assert (result.names[0].name, result.names[0].owner) == ("岚谷禾", "")
    assert keys(result, 2) == ["formula_error"]


@pytest.mark.parametrize(
    "row",
    [
        ("合计", 12, None, None),
        (None, "合计", "12", None),
        ("共计：12件", None, None, None),
        (None, "小计 12", None, None),
        (None, "总 计", "12件", "—"),
        (False, "合计", None, None),
        (datetime.date(2026, 5, 1), "合计", 1e20, -3),
    ],
)
def test_a_row_of_totals_is_no_name(tmp_path: Path, row: tuple[object, ...]) -> None:
    result = read(tmp_path, (1, "岚谷禾", FIRM, 33), row)
    assert [n.name for n in result.names] == ["岚谷禾", "漳源锦"]
    assert keys(result, 3) == ["total"]


def test_a_brand_called_like_a_total_is_a_brand_and_to_be_checked(tmp_path: Path) -> None:
    result = read(tmp_path, (1, "合计", FIRM, 33))
    assert [n.name for n in result.names] == ["合计", "漳源锦"]
    assert keys(result, 2) == ["name_like_total"]
    assert not result.refused


def book(path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (HEAD, (1, "岚谷禾", FIRM, 33), (2, "恒岳铸", FIRM, 7), (3, "晋川屿", FIRM, 21), (4, "云杼", FIRM, 25)):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for cell in sheet[5]:
        cell.font = Font(strike=True)
    other = made.create_sheet("续表")
    for row in (HEAD, (1, "岚谷禾", FIRM, 32), (2, "云杼", "别家有限公司", 25), (3, "恒岳铸", "别家有限公司", 6)):
        other.append(row)
    made.save(path)
    made.close()
    return path


def test_hidden_rows_and_columns_are_taken_and_told(tmp_path: Path) -> None:
    result = read_watchlist(book(tmp_path / "a.xlsx"))
    assert {"恒岳铸", "晋川屿"} <= {n.name for n in result.names}
    assert next(n for n in result.names if n.name == "恒岳铸").owner == FIRM
    remarks = {p.key: dict(p.params) for p in result.problems if not p.row}
    assert remarks["watchlist.row.hidden_rows"] == {"count": 2, "rows": "3、4"}
    assert remarks["watchlist.row.hidden_columns"] == {"columns": "注册人名称"}


def test_a_crossed_out_name_is_not_taken_and_told(tmp_path: Path) -> None:
    result = read_watchlist(book(tmp_path / "a.xlsx"))
    assert [p.params["name"] for p in result.refused] == ["云杼"]
    assert result.refused[0].key == "watchlist.row.struck"
    assert result.refused[0].row == 5


def test_a_name_on_two_sheets_is_told_with_the_other_sheet(tmp_path: Path) -> None:
    result = read_watchlist(book(tmp_path / "a.xlsx"))
    there = {p.row: (p.key, p.params["sheet"], p.params["row"]) for p in result.problems if p.sheet == "续表"}
    assert there[2] == ("watchlist.row.duplicate_joined_elsewhere", "Sheet", 2)
    assert there[4] == ("watchlist.row.same_name_other_owner_elsewhere", "Sheet", 3)
    first = next(n for n in result.names if n.name == "岚谷禾")
    assert first.nice_classes == (33, 32)


def test_the_same_row_number_on_two_sheets_is_not_the_same_row(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for title, owner in (("一", FIRM), ("二", "别家有限公司")):
        sheet = made.create_sheet(title)
        sheet.append(HEAD)
        sheet.append((1, "岚谷禾", owner, 33))
    made.remove(made["Sheet"])
    made.save(tmp_path / "a.xlsx")
    made.close()
    result = read_watchlist(tmp_path / "a.xlsx")
    assert [p.key for p in result.problems] == ["watchlist.row.same_name_other_owner_elsewhere"]


def test_a_cell_merged_over_rows_and_columns_counts_for_every_row(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (("商标名称", "注册人名称", "备注一", "类别"), ("岚谷禾", FIRM, None, 33), ("恒岳铸", None, None, 7)):
        sheet.append(row)
    sheet.merge_cells("B2:C3")
    made.save(tmp_path / "a.xlsx")
    made.close()
    assert [n.owner for n in read_watchlist(tmp_path / "a.xlsx").names] == [FIRM, FIRM]


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-10, 10**12), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 1, 1)), st.sampled_from(["#N/A", "岚谷禾", "合计", "1573", " "]),
)  # fmt: skip


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=5))
def test_every_row_with_content_is_taken_or_told(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple]) -> None:  # type: ignore[type-arg]
    result = read(tmp_path_factory.mktemp("book"), *rows)
    heard = {p.row for p in result.problems}
    for number, row in enumerate(rows, 2):
        name = row[1]
        if name is None or (isinstance(name, str) and not name.strip()):
            continue
        silent = name == "岚谷禾"  # a good name needs no word
        assert silent or number in heard
    assert all(n.name in ("岚谷禾", "漳源锦", "合计") or n.name.isdigit() for n in result.names)
