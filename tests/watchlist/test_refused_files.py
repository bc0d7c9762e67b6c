"""A file that cannot be used is refused with what is wrong, where, and what to do; nothing of it is opened."""

from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import InputFileError
from monitor.texts import Texts
from monitor.watchlist import read_watchlist
from monitor.watchlist.formats.old_workbook import OLE_MAGIC
from tests.watchlist.books import book_of, with_member


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return book_of(tmp_path / "good.xlsx", ("商标名称", "类别"), ("云杼", 25))


def refusal(path: Path) -> InputFileError:
    with pytest.raises(InputFileError) as caught:
        read_watchlist(path)
    for lang in ("zh", "en"):
        shown = Texts(lang)(caught.value.key, **caught.value.params)
        assert shown != caught.value.key
        assert "{" not in shown
        assert path.name in shown
    return caught.value


def test_no_name_column_says_what_was_seen_and_what_is_accepted(tmp_path: Path) -> None:
    error = refusal(book_of(tmp_path / "a.xlsx", ("序号", "甲方", "金额"), (1, "某", 3)))
    assert error.key == "watchlist.errors.no_name_column"
    assert "甲方" in str(error.params["seen"])
    assert "商标名称" in str(error.params["accepted"])


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"  \r\n \n"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".yaml"])
def test_an_empty_file(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    assert refusal(path).key == "watchlist.errors.empty"


def test_headings_without_rows(tmp_path: Path) -> None:
    assert refusal(book_of(tmp_path / "a.xlsx", ("商标名称", "类别"))).key == "watchlist.errors.no_rows"


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.xlsx").key == "watchlist.errors.unreadable"


def test_a_password(tmp_path: Path) -> None:
    locked = tmp_path / "b.xlsx"
    locked.write_bytes(OLE_MAGIC + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le"))
    assert refusal(locked).key == "watchlist.errors.encrypted"


def test_a_zip_bomb_is_refused_before_it_is_opened(good: Path, tmp_path: Path) -> None:
    path = with_member(good, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", b" " * (130 << 20))
    assert refusal(path).key == "watchlist.errors.unpacks_too_big"


def test_a_document_type_in_a_part(good: Path, tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa">]><worksheet/>'
    assert (
        refusal(with_member(good, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", bomb)).key
        == "watchlist.errors.document_type"
    )


@pytest.mark.parametrize("cut", [10, 200, 2000])
def test_a_truncated_workbook(good: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(good.read_bytes()[:cut])
    assert refusal(path).key == "watchlist.errors.workbook_damaged"


def test_a_part_that_is_no_xml(good: Path, tmp_path: Path) -> None:
    path = with_member(good, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")
    assert refusal(path).key == "watchlist.errors.workbook_damaged"


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.bin", "x")
    assert refusal(path).key == "watchlist.errors.nothing_in_archive"


def test_an_unknown_encoding_names_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("商标名称\n云杼\n".encode("gb18030") + b"\xff\xff\xff\n")
    error = refusal(path)
    assert error.key == "watchlist.errors.encoding"
    assert error.params["offset"] == len("商标名称\n云杼\n".encode("gb18030"))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("reach", [128, 256])
def test_bytes_that_are_no_text_are_refused_as_such(tmp_path: Path, seed: int, reach: int) -> None:
    dice = random.Random(seed)
    path = tmp_path / "a.csv"
    path.write_bytes(b"x," + bytes(dice.randrange(reach) for _ in range(3000)))
    assert refusal(path).key in ("watchlist.errors.encoding", "watchlist.errors.encoding_damaged")


def test_one_broken_byte_does_not_turn_utf8_into_mojibake(tmp_path: Path) -> None:
    data = ("商标名称,注册人\n" + "岚谷禾,山西岚谷禾酒业有限公司\n" * 5).encode()
    path = tmp_path / "a.csv"
    path.write_bytes(data[:40] + b"\xff" + data[40:])
    error = refusal(path)
    assert (error.key, error.params["encoding"]) == ("watchlist.errors.encoding_damaged", "UTF-8")


def test_an_open_quote_swallows_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('商标名称,类别\n云杼,25\n"岚谷禾,33\n漳源锦,30\n', encoding="utf-8")
    error = refusal(path)
    assert (error.key, error.params["line"]) == ("watchlist.errors.quotes", 3)


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("watchlist:\n  - name: 云杼\n    name: 云杼\n", encoding="utf-8")
    assert refusal(path).key == "watchlist.errors.yaml"
    path.write_text("watchlist: 3\n", encoding="utf-8")
    assert refusal(path).key == "watchlist.errors.yaml_shape"


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([".xlsx", ".csv", ".yaml"]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), min_size=1, max_size=5),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, damage: list[tuple[float, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = folder / f"a{suffix}"
    if suffix == ".xlsx":
        book_of(path, ("商标名称", "类别"), *[("云杼", 25)] * 5)
    else:
        text = "商标名称,类别\n云杼,25\n" if suffix == ".csv" else "watchlist:\n- name: 云杼\n  nice_classes: [25]\n"
        path.write_bytes(text.encode("gb18030" if suffix == ".csv" else "utf-8"))
    content = bytearray(path.read_bytes())
    for place, replacement in damage:
        at = int(place * len(content))
        content[at : at + len(replacement)] = replacement[::-1]
    path.write_bytes(content)
    with suppress(InputFileError):
        read_watchlist(path)
