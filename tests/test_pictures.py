"""The tools that turn what we write into pictures do so on a machine that has them, and Chinese is not drawn as boxes."""

from __future__ import annotations

import ctypes
import ctypes.util
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from tests.pictures import is_blank, office_to_png, page_to_png, size, tool

pytestmark = [pytest.mark.pictures, pytest.mark.slow]


def workbook(path: Path, text: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名录")
        sheet.write_row(0, 0, ["商标名称", "类别"])
        sheet.write_row(1, 0, [text, 33])
    return path


def test_a_workbook_becomes_a_picture_of_its_page(tmp_path: Path) -> None:
    (page,) = office_to_png(workbook(tmp_path / "names.xlsx", "岚谷禾"))
    wide, high = size(page)
    assert (600 < wide < 700, 850 < high < 950) == (True, True)  # A4 or Letter at 80 dots an inch
    assert not is_blank(page)


def test_another_text_is_another_picture(tmp_path: Path) -> None:
    """Without a font for Chinese both are drawn with the same boxes."""
    one = office_to_png(workbook(tmp_path / "one.xlsx", "岚谷禾"))
    other = office_to_png(workbook(tmp_path / "other.xlsx", "汾河谷"))
    assert one != other


def test_a_page_becomes_a_picture_of_the_width_asked_for() -> None:
    page = "<!DOCTYPE html><meta charset=utf-8><body style='margin:0'><h1>{}</h1><div style='height:2000px'></div>"
    one, other = (page_to_png(page.format(text), 800) for text in ("岚谷禾", "汾河谷"))
    wide, high = size(one)
    assert wide == 800
    assert high > 2000
    assert one != other


def test_an_empty_page_is_called_blank() -> None:
    assert is_blank(page_to_png("<!DOCTYPE html><body>", 600))
    assert not is_blank(page_to_png("<!DOCTYPE html><body><h1>Bluefern</h1>", 600))


def test_a_font_for_chinese_is_here() -> None:
    listed = subprocess.run([tool("fc-list"), ":lang=zh-cn", "family"], check=True, capture_output=True, text=True)
    assert "Noto Sans CJK" in listed.stdout


def test_pango_is_here() -> None:
    name = ctypes.util.find_library("pango-1.0")
    if name is None:
        pytest.skip("no pango here: pages are not laid out for print")
    assert ctypes.CDLL(name).pango_version() >= 14400
