"""A file made to hang or to fill the memory is refused with a sentence, in bounded time and memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import InputFileError
from monitor.watchlist import read_watchlist
from monitor.watchlist.formats import FORMATS, File
from monitor.watchlist.formats.apart import read_apart
from monitor.watchlist.formats.limits import MAX_CELLS
from tests.watchlist import made
from tests.watchlist.books import book_of, with_member

SHEET = "xl/worksheets/sheet1.xml"
HEAD = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>商标名称</t></is></c></row>'
)


def refusal(path: Path) -> str:
    with pytest.raises(InputFileError) as caught:
        read_watchlist(path)
    return caught.value.key.removeprefix("watchlist.errors.")


def with_rows(tmp_path: Path, rows: str, after: str = "") -> Path:
    good = book_of(tmp_path / "good.xlsx", ("商标名称",))
    return with_member(good, tmp_path / "a.xlsx", SHEET, f"{HEAD}{rows}</sheetData>{after}</worksheet>".encode())


def test_a_cell_in_the_last_row_and_column_of_a_binary_workbook(tmp_path: Path) -> None:
    """As one table that would be seventeen billion cells."""
    assert refusal(made.xlsb(tmp_path / "a.xlsb", ("商标名称", "类别"), ("云杼", 25), far=True)) == "too_much"


def test_rows_that_hold_their_last_column_alone(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>{n * 7919 % 99991}</v></c></row>' for n in range(2, 4000))
    assert refusal(with_rows(tmp_path, rows)) == "too_many_cells"


def test_tens_of_thousands_of_blank_rows_are_none(tmp_path: Path) -> None:
    named = '<row r="2"><c r="A2" t="inlineStr"><is><t>云杼</t></is></c></row>'
    blank = "".join(f'<row r="{n}"><c r="A{n}"/><c r="B{n}"/></row>' for n in range(3, 60_003))
    result = read_watchlist(with_rows(tmp_path, named + blank))
    assert [n.name for n in result.names] == ["云杼"]
    assert result.sheets[0].rows == 1


def test_a_row_of_any_number(tmp_path: Path) -> None:
    rows = '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    assert refusal(with_rows(tmp_path, rows)) == "too_many_rows"


def test_merged_cells_over_one_another(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>云杼{n}</t></is></c></row>' for n in range(2, 1500))
    merged = "".join(f'<mergeCell ref="B{n}:B{9000 - n}"/>' for n in range(2, 1500))
    assert len(read_watchlist(with_rows(tmp_path, rows, f"<mergeCells>{merged}</mergeCells>")).names) == 1498


@pytest.mark.parametrize(
    "repeated", [('table:number-rows-repeated="1048576"', ""), ("", 'table:number-columns-repeated="16384"')]
)
def test_repeated_cells_of_an_open_document_are_counted(tmp_path: Path, repeated: tuple[str, str]) -> None:
    rows = made.ods_row(made.cell("云杼", repeated[1]), more=repeated[0] or 'table:number-rows-repeated="9000"')
    table = f'<table:table table:name="a">{made.ods_row(made.cell("商标名称"))}{rows}</table:table>'
    assert refusal(made.ods_of(tmp_path / "a.ods", table)) in ("too_many_cells", "too_many_rows")


def test_entities_are_not_made_into_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><x>&b;</x></Workbook>',
        encoding="utf-8",
    )
    assert refusal(path) == "workbook_damaged"


def test_a_text_table_with_too_many_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("商标名称\n" + ("a," * 250 + "\n") * (MAX_CELLS // 250 + 1), encoding="utf-8")
    assert refusal(path) == "too_many_cells"


@pytest.mark.parametrize(("seconds", "memory"), [(60, 30 << 20), (1, 1 << 30)])
def test_a_reader_that_its_limits_end_is_a_refusal(tmp_path: Path, seconds: int, memory: int) -> None:
    page = made.page_text().replace("</tr>", "</tr>" + "<tr>" + "<td>a</td>" * 20 + "</tr>" * 1, 1)
    data = page.replace("<td>a</td>" * 20, "<td>a</td>" * 1_500_000).encode()
    form = next(f for f in FORMATS if f.name == "html")
    with pytest.raises(InputFileError) as caught:
        read_apart(form, File("a.xls", data), seconds=seconds, memory=memory)
    assert caught.value.key in ("watchlist.errors.too_much", "watchlist.errors.too_many_cells")


def test_the_reader_apart_gives_what_the_reader_gives(tmp_path: Path) -> None:
    for make, name in ((made.ods, "ods"), (made.docx, "docx"), (made.page, "html"), (made.xml_table, "xml")):
        path = make(tmp_path / f"a.{name}")
        form = next(f for f in FORMATS if f.name == name)
        file = File(path.name, path.read_bytes())
        assert read_apart(form, file) == form.read(file)
