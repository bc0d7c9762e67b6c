"""A list is read in the format it comes in, known by its content; what cannot be seen in a format is said."""

from __future__ import annotations

import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.errors import InputFileError
from monitor.texts import LANGUAGES, Texts
from monitor.watchlist import ReadResult, read_watchlist
from monitor.watchlist.formats import FORMATS, File, pdf
from tests.watchlist import made
from tests.watchlist.books import book_of

ROWS = (("商标名称", "类别"), ("云杼", 25), ("岚谷禾", 33))


def said(result: ReadResult) -> set[str]:
    keys = {p.key for p in result.problems}
    for lang in LANGUAGES:
        for problem in result.problems:
            shown = Texts(lang)(problem.key, **problem.params)
            assert shown != problem.key
            assert "{" not in shown
    return {k.removeprefix("watchlist.row.") for k in keys}


@pytest.mark.parametrize(
    ("form", "make", "name"),
    [
        ("ods", made.ods, "名录.ods"),
        ("docx", made.docx, "名录.docx"),
        ("html", made.page, "名录.xls"),
        ("mhtml", made.whole_page, "名录.mht"),
        ("xml", made.xml_table, "名录.xls"),
    ],
)
def test_the_same_list_is_read_alike(tmp_path: Path, form: str, make: Callable[[Path], Path], name: str) -> None:
    result = read_watchlist(make(tmp_path / name))
    assert result.format == form
    assert [(n.name, n.owner, n.nice_classes) for n in result.names] == [
        ("云杼", made.FIRM, (25,)),
        ("岚谷禾", made.FIRM, (33,)),
        ("漳源锦", made.OTHER, (30,)),
    ]
    assert [(p.key, p.params["name"]) for p in result.refused] == [("watchlist.row.struck", "恒岳铸")]
    heard = said(result)
    assert ("hidden_rows" in heard) == (form != "docx")
    assert ("hidden_sheet" in heard) == (form in ("ods", "xml"))


@pytest.mark.parametrize("name", ["名录.xls", "名录.et", "没有后缀"])
def test_a_workbook_of_excel_97_and_wps(tmp_path: Path, name: str) -> None:
    path = Path(shutil.copy(made.FILES / "list.xls", tmp_path / name))
    result = read_watchlist(path)
    assert result.format == "xls"
    assert [(n.name, n.owner, n.nice_classes) for n in result.names] == [
        ("云杼", made.FIRM, (25,)),
        ("岚谷禾", made.FIRM, (33,)),
        ("漳源锦", made.OTHER, (29, 30)),
    ]
    assert {"told_binary", "hidden_sheet"} <= said(result)


def test_a_binary_workbook(tmp_path: Path) -> None:
    result = read_watchlist(made.xlsb(tmp_path / "a.xlsb", *ROWS))
    assert [(n.name, n.nice_classes) for n in result.names] == [("云杼", (25,)), ("岚谷禾", (33,))]
    assert "told_binary" in said(result)


def test_a_table_of_a_pdf_goes_on_over_pages(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    head = ("No", "Trademark", "Class")
    first = (head, ("1", "YUNZHU", "25"), ("2", "LANGUHE", "33"))
    result = read_watchlist(made.pdf(tmp_path / "a.pdf", first, (head, ("3", "ZHANGYUANJIN", "30"))))
    assert [(n.name, n.nice_classes) for n in result.names] == [
        ("YUNZHU", (25,)),
        ("LANGUHE", (33,)),
        ("ZHANGYUANJIN", (30,)),
    ]
    assert {"told_pdf", "heading_again"} <= said(result)


def test_a_line_of_a_pdf_is_whole_again_where_the_cell_was_too_narrow(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    rows = (("Trademark", "Owner"), ("LANGUHE OLD VALLEY\nLIQUORS", "a"), ("YUNZHU\nHUOPO", "b"))
    path = made.pdf(tmp_path / "a.pdf", rows)
    (sheet,) = pdf.read_pdf(File(path.name, path.read_bytes())).sheets
    assert [r.cell(0) for r in sheet.rows[1:]] == ["LANGUHE OLD VALLEY LIQUORS", "YUNZHU\nHUOPO"]


def test_a_row_of_a_pdf_that_the_end_of_a_page_broke_is_one_again(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    head = ("No.", "Trademark", "Class")
    first = (head, ("1", "YUNZHU", "25"), ("2", "LANGUHE", "33"))
    second = (head, ("", "GOLD", ""), ("3", "ZHANGYUANJIN", "30"))
    result = read_watchlist(made.pdf(tmp_path / "a.pdf", first, second))
    assert [n.name for n in result.names] == ["YUNZHU", "LANGUHE GOLD", "ZHANGYUANJIN"]
    assert [p.params["of"] for p in result.problems if p.key.endswith("told_pdf_joined")] == ["3"]
    assert "told_pdf_joined" in said(result)


def test_a_pdf_without_lines_and_one_without_text(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    bare = made.pdf(tmp_path / "a.pdf", (("Trademark", "Class"), ("YUNZHU", "25")), lines=False)
    assert refusal(bare) == "pdf_no_table"
    assert refusal(made.pdf(tmp_path / "b.pdf", ())) == "scan"


def test_without_the_extra_a_pdf_says_how_to_copy_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    path = made.pdf(tmp_path / "a.pdf", (("Trademark",), ("YUNZHU",)))
    with pytest.raises(InputFileError) as caught:
        pdf.read_pdf(File(path.name, path.read_bytes()))
    assert caught.value.key == "watchlist.errors.pdf_extra"


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "utf-16"])
def test_a_page_is_read_in_the_encoding_it_names(tmp_path: Path, charset: str) -> None:
    result = read_watchlist(made.page(tmp_path / "a.xls", charset))
    assert len(result.names) == 3
    assert result.encoding in ("utf-8", "gb18030", "utf-16")


@pytest.mark.parametrize(
    "before", ["<!-- exported -->\n", "<style>td { }</style>", "<div>导出</div>", '<?xml version="1.0"?>']
)
def test_a_page_is_known_whatever_it_begins_with(tmp_path: Path, before: str) -> None:
    assert len(read_watchlist(made.page(tmp_path / "a.xls", before=before)).names) == 3


def test_a_text_table_called_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes("商标名称\t类别\n云杼\t25\n".encode("gb18030"))
    result = read_watchlist(path)
    assert [(n.name, n.nice_classes) for n in result.names] == [("云杼", (25,))]
    assert "told_text_called_workbook" in said(result)
    assert (result.encoding, result.delimiter) == ("gb18030", "\t")


def test_big5_is_known_by_the_headings_it_makes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "商標名稱,註冊人,類別\n雲杼,晉中雲杼服飾有限公司,25\n嵐谷禾,嵐谷禾酒業有限公司,33\n".encode("big5")
    )
    result = read_watchlist(path)
    assert result.encoding == "big5"
    assert [n.name for n in result.names] == ["雲杼", "嵐谷禾"]


# --- workbooks that other programs write ------------------------------------------------------------------------------


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return book_of(tmp_path / "good.xlsx", *ROWS)


def names(path: Path) -> list[str]:
    return [n.name for n in read_watchlist(path).names]


def test_the_strict_form_of_the_standard(good: Path, tmp_path: Path) -> None:
    def strict(_: str, part: bytes) -> bytes:
        part = part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )
        return part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )

    assert names(made.rewritten(good, tmp_path / "a.xlsx", strict)) == ["云杼", "岚谷禾"]


def test_part_names_with_backslashes(good: Path, tmp_path: Path) -> None:
    path = made.rewritten(good, tmp_path / "a.xlsx", lambda _, part: part, lambda name: name.replace("/", "\\"))
    assert names(path) == ["云杼", "岚谷禾"]


@pytest.mark.parametrize(
    ("found", "put"), [(rb"<fill>.*?</fill>", b"<fill/>"), (rb'<sz val="\d+"\s*/>', b'<sz val="big"/>')]
)
def test_styles_that_cannot_be_read_cost_no_cell(good: Path, tmp_path: Path, found: bytes, put: bytes) -> None:
    def odd(name: str, part: bytes) -> bytes:
        return re.sub(found, put, part) if name.endswith("styles.xml") else part

    result = read_watchlist(made.rewritten(good, tmp_path / "a.xlsx", odd))
    assert [n.name for n in result.names] == ["云杼", "岚谷禾"]
    assert "told_styles" in said(result)


def test_of_a_workbook_with_macros_the_values_are_read_and_nothing_is_run(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    with zipfile.ZipFile(good) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    types = parts["[Content_Types].xml"].replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    made.zipped(path, parts | {"[Content_Types].xml": types, "xl/vbaProject.bin": b"x"})
    result = read_watchlist(path)
    assert [n.name for n in result.names] == ["云杼", "岚谷禾"]
    assert "told_macros" in said(result)


# --- archives ---------------------------------------------------------------------------------------------------------


def test_a_zip_with_one_list_inside(good: Path, tmp_path: Path) -> None:
    inside = {"名录/重点商标.xlsx": good.read_bytes(), "名录/说明.jpg": b"x", "__MACOSX/名录/._重点商标.xlsx": b"x"}
    result = read_watchlist(made.zipped(tmp_path / "a.zip", inside))
    assert [n.name for n in result.names] == ["云杼", "岚谷禾"]
    assert result.format == "xlsx"
    assert {"重点商标.xlsx"} == {p.params["of"] for p in result.problems if p.key.endswith("told_archive")}


def test_a_zip_with_several_lists_or_none_names_what_it_holds(good: Path, tmp_path: Path) -> None:
    two = made.zipped(tmp_path / "a.zip", {"一.xlsx": good.read_bytes(), "二.csv": b"x"})
    assert refusal(two, shown=("一.xlsx", "二.csv")) == "several_in_archive"
    none = made.zipped(tmp_path / "b.zip", {"图.jpg": b"x"})
    assert refusal(none, shown=("图.jpg",)) == "nothing_in_archive"
    nested = made.zipped(
        tmp_path / "c.zip", {"里面.csv": made.zipped(tmp_path / "d.zip", {"a.csv": b"x"}).read_bytes()}
    )
    assert refusal(nested) == "nothing_in_archive"


# --- what is no list --------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 60, "picture"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "picture"),
        ("a.rar", b"Rar!\x1a\x07\x00" + b"\0" * 60, "archive"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "archive"),
        ("a.doc", OLE + "WordDocument\0".encode("utf-16-le"), "old_document"),
        ("a.rtf", b"{\\rtf1 }", "old_document"),
        ("a.xls", OLE + "Something\0".encode("utf-16-le"), "old_format"),
        ("a.xls", OLE + "Workbook\0".encode("utf-16-le"), "workbook_damaged"),
        ("a.xlsx", OLE + "EncryptedPackage\0".encode("utf-16-le"), "encrypted"),
        ("a.xls", b"<html><body><form>login</form></body></html>", "web_page"),
        ("a.xml", b"<?xml version='1.0'?><feed/>", "not_a_workbook"),
        ("a.xlsx", bytes(range(128, 256)) * 9, "not_a_workbook"),
        ("a.pdf", b"%PDF-1.7\n garbage", "workbook_damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_the_way_out(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refusal(path) == key


def test_a_document_without_a_table(tmp_path: Path) -> None:
    assert refusal(made.docx_of(tmp_path / "a.docx", f"<w:p>{made.run('云杼、岚谷禾')}</w:p>")) == "no_table"


def test_a_format_is_named_once() -> None:
    assert len({f.name for f in FORMATS}) == len(FORMATS)


def refusal(path: Path, shown: tuple[str, ...] = ()) -> str:
    with pytest.raises(InputFileError) as caught:
        read_watchlist(path)
    for lang in LANGUAGES:
        text = Texts(lang)(caught.value.key, **caught.value.params)
        assert text != caught.value.key
        assert "{" not in text
        assert all(word in text for word in shown)
    return caught.value.key.removeprefix("watchlist.errors.")
