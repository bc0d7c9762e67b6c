"""csv as it comes: any encoding an office uses, any delimiter, any heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.model import WatchedKind, WatchedName
from monitor.watchlist import read_watchlist

TEXT = '序号,商标名称,注册人名称,类别,所在市\r\n1,岚谷禾,山西岚谷禾酒业有限公司,33,吕梁\r\n2,漳源锦,山西漳源锦醋业有限公司,"29;30",长治\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_do_not_change_what_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.replace(",", delimiter).encode(encoding))
    result = read_watchlist(path)
    assert [(n.name, n.nice_classes, n.city) for n in result.names] == [
        ("岚谷禾", (33,), "吕梁"),
        ("漳源锦", (29, 30), "长治"),
    ]
    assert result.problems == ()
    assert result.delimiter == delimiter


def test_english_headings_and_pinyin_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "zh_mark,pinyin,pinyin_joined,latin_names_abroad,owner_zh,owner_en,nice_classes,city,kind,risk\n"
        '霍坡香梨,huo po xiang li,HUOPOXIANGLI,HUOPO FRAGRANT PEAR; HUOPO XIANGLI,霍坡县,,31,临汾,GI,"a, b"\n',
        encoding="utf-8",
    )
    result = read_watchlist(path)
    assert result.names == (
        WatchedName(
            id="",
            name="霍坡香梨",
            kind=WatchedKind.GI,
            aliases=("HUOPO FRAGRANT PEAR", "HUOPO XIANGLI"),
            owner="霍坡县",
            nice_classes=(31,),
            city="临汾",
        ),
    )
    assert result.sheets[0].unread == ("risk",)


def test_the_row_number_is_the_line_also_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('商标名称,类别\n"岚谷禾\n漳源锦",33\n,30\n', encoding="utf-8")
    assert [(p.row, p.key) for p in read_watchlist(path).problems if p.row > 2] == [(4, "watchlist.row.continued")]


def test_the_same_name_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "商标名称,注册人,类别\n云杼,晋中云杼服饰有限公司,25\n云杼,晋中云杼服饰有限公司,18\n云杼,另一家有限公司,3\n",
        encoding="utf-8",
    )
    result = read_watchlist(path)
    assert [(n.owner, n.nice_classes) for n in result.names] == [
        ("晋中云杼服饰有限公司", (25, 18)),
        ("另一家有限公司", (3,)),
    ]
    assert [(p.row, p.key.rsplit(".")[-1]) for p in result.problems] == [
        (3, "duplicate_joined"),
        (4, "same_name_other_owner"),
    ]


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("A", "one_letter_name"),
        ("——", "name_is_nothing"),
        ("字" * 81, "name_too_long"),
        ("\u200b\u202e", "no_name"),
        ("纯图形", "device_only"),
    ],
)
def test_names_that_cannot_be_watched_are_refused_with_the_reason(tmp_path: Path, cell: str, key: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"商标名称,类别\n{cell},33\n岚谷禾,33\n", encoding="utf-8")
    result = read_watchlist(path)
    assert [n.name for n in result.names] == ["岚谷禾"]
    assert [(p.row, p.key) for p in result.refused] == [(2, f"watchlist.row.{key}")]


def test_unknown_kinds_flags_and_classes_are_reported_and_the_row_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("商标名称,类型,标记,类别,别名\n云杼,怪物,generic;奇怪,0;25;99,YUNZHU;Z;!\n", encoding="utf-8")
    result = read_watchlist(path)
    (name,) = result.names
    assert (name.flags, name.nice_classes, name.aliases) == ({"generic"}, (25,), ("YUNZHU",))
    assert [p.key.rsplit(".")[-1] for p in result.problems] == [
        "one_letter_alias",
        "alias_is_nothing",
        "bad_class",
        "bad_class",
        "unknown_kind",
        "unknown_flag",
    ]
    assert result.refused == ()
