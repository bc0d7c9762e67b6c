"""A table is screened in every format a list may come in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from monitor.errors import InputFileError
from monitor.model import Role, WatchedName
from monitor.screen_input import open_inputs
from monitor.watchlist import write_yaml
from tests.matching.test_screen import rows_of, write
from tests.watchlist import made

OF_ONE_ROW = ("云杼", "岚谷禾", "漳源锦")


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (made.ods, "表.ods"),
        (made.docx, "表.docx"),
        (made.page, "表.xls"),
        (made.whole_page, "表.mht"),
        (made.xml_table, "表.xml"),
        (lambda path: Path(shutil.copy(made.FILES / "list.xls", path)), "表.et"),
    ],
    ids=["ods", "docx", "html", "mhtml", "xml", "et"],
)
def test_the_texts_and_owners_of_a_table_are_read(tmp_path: Path, make: Callable[[Path], Path], name: str) -> None:
    found, _ = rows_of(make(tmp_path / name))
    texts = [r.text for r in found]
    assert [t for t in texts if t in OF_ONE_ROW], texts
    first = next(r for r in found if r.text in OF_ONE_ROW)
    assert first.mentions[0].nice_classes
    assert [m.role for m in first.mentions[1:]] == [Role.APPLICANT]


def test_big5_and_a_list_in_yaml(tmp_path: Path) -> None:
    found, _ = rows_of(write(tmp_path / "t.csv", "商標名稱,申請人\n雲杼錦繡,清風紡織\n" * 20, "big5"))
    assert found[0].text == "雲杼錦繡"
    (tmp_path / "t.yaml").write_bytes(write_yaml([WatchedName("w1", "岚谷禾", owner="甲有限公司", nice_classes=(33,))]))
    found, _ = rows_of(tmp_path / "t.yaml")
    assert [(r.id, [m.text for m in r.mentions]) for r in found] == [("w1", ["岚谷禾", "甲有限公司"])]


def test_every_sheet_with_texts_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["本表由甲单位填写", "乙"])
    for title, text in (("太原", "LANGUHE"), ("大同", "YUNZHU"), ("旧稿", "OLD")):
        sheet = book.create_sheet(title)
        sheet.append(["境外申请清单"])
        sheet.append(["序号", "申请商标名称", "申请人名称", "国际分类"])
        sheet.append([1, text, "QQ LLC", 33])
    book["旧稿"].sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    notes: list[tuple[str, str]] = []
    inputs = list(open_inputs([tmp_path / "t.xlsx"], lambda key, **p: notes.append((key, str(p["sheet"])))))
    assert [i.name for i in inputs] == ["t.xlsx 太原", "t.xlsx 大同"]
    rows = [r for i in inputs for r in i.rows]
    assert [(r.row, r.text, r.mentions[0].nice_classes) for r in rows] == [(3, "LANGUHE", (33,)), (3, "YUNZHU", (33,))]
    assert notes == [("screen.note.hidden_sheet", "旧稿"), ("screen.note.sheet_without_texts", "说明")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 64), ("a.pdf", b"%PDF-1.4 nothing"), ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600)],
)  # fmt: skip
def test_what_no_reader_knows_gets_its_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputFileError) as caught:
        rows_of(tmp_path / name)
    assert not caught.value.key.startswith("screen.errors.unreadable")


def test_a_zip_with_one_list_inside(tmp_path: Path) -> None:
    made.zipped(tmp_path / "t.zip", {"表.csv": "商标名称\n岚谷禾\n".encode()})
    assert [r.text for r in rows_of(tmp_path / "t.zip")[0]] == ["岚谷禾"]
