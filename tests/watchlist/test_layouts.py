"""Lists as offices lay them out: two tables side by side, a sheet or a section for each city, forms, pictures of marks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from monitor.errors import InputFileError, UsageError
from monitor.model import WatchedKind
from monitor.texts import LANGUAGES, Texts
from monitor.watchlist import ReadResult, read_watchlist
from tests.watchlist.books import book_of

LIQUOR, VINEGAR, CLOTHES = "山西岚谷禾酒业有限公司", "山西漳源锦醋业有限公司", "晋中云杼服饰有限公司"


def read(tmp_path: Path, *rows: tuple[object, ...], columns: tuple[str, ...] = ()) -> ReadResult:
    result = read_watchlist(book_of(tmp_path / "a.xlsx", *rows), columns)
    for lang in LANGUAGES:
        for problem in result.problems:
            assert "{" not in Texts(lang)(problem.key, **problem.params)
    return result


def names(result: ReadResult) -> list[str]:
    return [n.name for n in result.names]


def said(result: ReadResult, row: int = -1) -> list[str]:
    return [p.key.removeprefix("watchlist.row.") for p in result.problems if row in (-1, p.row)]


def refusal(tmp_path: Path, *rows: tuple[object, ...], columns: tuple[str, ...] = ()) -> InputFileError:
    with pytest.raises(InputFileError) as caught:
        read(tmp_path, *rows, columns=columns)
    for lang in LANGUAGES:
        assert "{" not in Texts(lang)(caught.value.key, **caught.value.params)
    return caught.value


# --- side by side -----------------------------------------------------------------------------------------------------


def test_two_tables_side_by_side_are_both_read(tmp_path: Path) -> None:
    head = ("序号", "商标名称", "注册人")
    result = read(
        tmp_path,
        ("重点商标名录",),
        (*head, *head),
        (1, "岚谷禾", LIQUOR, 3, "云杼", CLOTHES),
        (2, "漳源锦", VINEGAR, 4, "杼云", CLOTHES),
        (None, None, None, 5, "恒岳铸", None),
    )
    assert {n.name: n.owner for n in result.names} == {
        "岚谷禾": LIQUOR,
        "漳源锦": VINEGAR,
        "云杼": CLOTHES,
        "杼云": CLOTHES,
        "恒岳铸": "",
    }
    assert [(f.names, f.block) for f in result.sheets] == [(2, "A–C"), (3, "D–F")]


def test_side_by_side_with_an_empty_column_between_and_a_last_table_cut_short(tmp_path: Path) -> None:
    result = read(
        tmp_path, ("商标", "类别", None, "商标", "类别", None, "商标"), ("岚谷禾", 33, None, "云杼", 25, None, "恒岳铸")
    )
    assert {n.name: n.nice_classes for n in result.names} == {"岚谷禾": (33,), "云杼": (25,), "恒岳铸": ()}


# --- cities -----------------------------------------------------------------------------------------------------------


def test_sections_give_the_city(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        ("序号", "商标名称", "注册人"),
        ("一、太原市（2件）",),
        (1, "岚谷禾", LIQUOR),
        (2, "云杼", CLOTHES),
        ("（二）祁县",),
        (3, "漳源锦", VINEGAR),
    )
    assert [(n.name, n.city) for n in result.names] == [("岚谷禾", "太原市"), ("云杼", "太原市"), ("漳源锦", "祁县")]
    assert said(result, 2) == ["section"]


def test_a_city_of_the_row_itself_comes_before_its_section(tmp_path: Path) -> None:
    result = read(tmp_path, ("序号", "商标名称", "所在市"), ("太原市",), (1, "岚谷禾", "吕梁"), (2, "云杼", None))
    assert [n.city for n in result.names] == ["吕梁", "太原市"]


def test_one_sheet_for_each_city(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, name in (("太原", "岚谷禾"), ("大同市名录", "云杼"), ("Sheet3", "漳源锦")):
        sheet = book.create_sheet(title)
        sheet.append(("商标名称", "类别"))
        sheet.append((name, 33))
    book.remove(book["Sheet"])
    book.save(tmp_path / "a.xlsx")
    book.close()
    assert [(n.name, n.city) for n in read_watchlist(tmp_path / "a.xlsx").names] == [
        ("岚谷禾", "太原"),
        ("云杼", "大同市"),
        ("漳源锦", ""),
    ]


# --- forms ------------------------------------------------------------------------------------------------------------


def test_a_form_with_each_heading_beside_its_value(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        ("重点商标申报表",),
        ("商标名称", "岚谷禾", "商标注册号", "12345678"),
        ("注册人", LIQUOR, "类别", 33),
        ("联系人", "某某", "联系电话", "0351-5550100"),
        ("商标名称", "云杼", "商标注册号", "12345679"),
        ("注册人", CLOTHES, "类别", "25"),
    )
    assert [(n.name, n.owner, n.nice_classes) for n in result.names] == [
        ("岚谷禾", LIQUOR, (33,)),
        ("云杼", CLOTHES, (25,)),
    ]


def test_a_form_in_two_columns(tmp_path: Path) -> None:
    result = read(tmp_path, ("商标名称", "岚谷禾"), ("注册人名称", LIQUOR), ("类别", 33), ("所在市", "吕梁"))
    assert [(n.name, n.owner, n.nice_classes, n.city) for n in result.names] == [("岚谷禾", LIQUOR, (33,), "吕梁")]


# --- rows that say more of the row above ------------------------------------------------------------------------------


def test_a_row_without_a_name_says_more_of_the_row_above(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        ("序号", "商标名称", "注册人", "类别"),
        (1, "岚谷禾", LIQUOR, 33),
        (None, None, None, 35),
        (None, None, LIQUOR, 43),
        (2, "云杼", CLOTHES, 25),
        (3, None, CLOTHES, 18),
        (None, None, VINEGAR, 30),
    )
    assert [(n.name, n.nice_classes) for n in result.names] == [("岚谷禾", (33, 35, 43)), ("云杼", (25,))]
    assert [said(result, row) for row in (3, 4, 6, 7)] == [["continued"], ["continued"], ["no_name"], ["no_name"]]


def test_ditto_is_what_stands_above(tmp_path: Path) -> None:
    result = read(tmp_path, ("商标名称", "注册人"), ("岚谷禾", LIQUOR), ("岚禾谷", "同上"), ("禾岚谷", "〃"))
    assert [n.owner for n in result.names] == [LIQUOR] * 3


def test_a_mark_in_latin_letters_alone_is_a_name(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        ("序号", "中文商标", "英文商标", "注册人"),
        (1, "岚谷禾", "LANGUHE", LIQUOR),
        (2, None, "YUNZHU", CLOTHES),
    )
    assert [(n.name, n.aliases) for n in result.names] == [("岚谷禾", ("LANGUHE",)), ("YUNZHU", ())]
    assert said(result, 3) == ["alias_as_name"]


# --- which column is what ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark", ["代表性注册商标", "核心品牌", "老字号品牌", "注册商标（标识）", "拟保护商标", "商標名稱"]
)
def test_the_mark_stands_beside_the_product(tmp_path: Path, mark: str) -> None:
    result = read(
        tmp_path,
        ("企业名称", mark, "产品名称", "类别"),
        (LIQUOR, "岚谷禾", "白酒", "33"),
        (VINEGAR, "漳源锦", "陈醋", "30"),
    )
    assert names(result) == ["岚谷禾", "漳源锦"]
    assert result.sheets[0].columns["products"] == "产品名称"


def test_one_known_heading_among_others_is_believed(tmp_path: Path) -> None:
    result = read(tmp_path, ("甲栏", "商标名称", "乙栏", "丙栏"), ("x", "岚谷禾", 5, "y"), ("x", "漳源锦", 6, "y"))
    assert names(result) == ["岚谷禾", "漳源锦"]


def test_a_cell_of_the_table_that_says_mark_is_no_heading(tmp_path: Path) -> None:
    error = refusal(tmp_path, ("甲栏", "乙栏", "丙栏"), (1, "岚谷禾", "商标"), (2, "漳源锦", "商标"))
    assert error.key == "watchlist.errors.no_name_column"


def test_a_list_of_indications_is_read_as_such(tmp_path: Path) -> None:
    rows = ((1, "霍坡香梨", "霍坡县"), (2, "岚川小米", "岚川县"))
    by_heading = read(tmp_path, ("序号", "地理标志名称", "保护产品所在地"), *rows)
    by_title = read(tmp_path, ("岚川省地理标志产品名录",), ("序号", "产品名称", "所在地"), *rows)
    for result in (by_heading, by_title):
        assert [(n.name, n.kind, n.city) for n in result.names] == [
            ("霍坡香梨", WatchedKind.GI, "霍坡县"),
            ("岚川小米", WatchedKind.GI, "岚川县"),
        ]
    mixed = read(tmp_path, ("商标和地理标志名录",), ("序号", "名称", "所在地"), *rows)
    assert {n.kind for n in mixed.names} == {WatchedKind.TRADEMARK}


def test_a_list_of_firms_watches_the_firms(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        ("序号", "企业名称", "英文名称", "地址"),
        (1, LIQUOR, "Languhe Liquor", "某路1号"),
        (2, CLOTHES, None, "某路2号"),
    )
    assert [(n.name, n.kind, n.aliases) for n in result.names] == [
        (LIQUOR, WatchedKind.COMPANY, ("Languhe Liquor",)),
        (CLOTHES, WatchedKind.COMPANY, ()),
    ]
    assert "companies" in said(result)


def test_marks_that_are_pictures_are_refused_and_their_owners_watched(tmp_path: Path) -> None:
    head = ("序号", "商标", "注册人", "类别")
    result = read(tmp_path, head, (1, None, LIQUOR, 33), (2, None, LIQUOR, 35), (3, None, CLOTHES, 25))
    assert [(n.name, n.kind, n.nice_classes) for n in result.names] == [
        (LIQUOR, WatchedKind.COMPANY, (33, 35)),
        (CLOTHES, WatchedKind.COMPANY, (25,)),
    ]
    assert [(p.row, p.key) for p in result.refused] == [(row, "watchlist.row.name_is_picture") for row in (2, 3, 4)]


def test_of_marks_that_are_pictures_the_words_beside_them_are_read(tmp_path: Path) -> None:
    head = ("序号", "商标图样", "类别", "商标注册人")
    rows = (
        (1, None, "33", LIQUOR),
        (2, "云杼", "25", CLOTHES),
        (3, None, "35", CLOTHES),
        (4, None, "30", "山西漳源锦\n醋业有限公司"),
    )
    result = read(tmp_path, head, *rows)
    assert [(n.name, n.kind) for n in result.names] == [
        ("云杼", WatchedKind.TRADEMARK),
        (LIQUOR, WatchedKind.COMPANY),
        (VINEGAR, WatchedKind.COMPANY),
    ]
    assert [p.row for p in result.refused] == [2, 4, 5]


def test_classes_are_known_by_what_stands_below_a_heading_of_goods(tmp_path: Path) -> None:
    result = read(tmp_path, ("商标名称", "核定使用商品"), ("岚谷禾", "第33类"), ("云杼", "25"))
    assert [n.nice_classes for n in result.names] == [(33,), (25,)]
    worded = read(tmp_path, ("商标名称", "核定使用商品"), ("岚谷禾", "白酒；果酒"), ("云杼", "服装"))
    assert worded.sheets[0].columns["goods"] == "核定使用商品"
    assert not said(worded)


def test_a_user_of_the_mark_is_not_its_owner(tmp_path: Path) -> None:
    result = read(tmp_path, ("商标名称", "生产企业", "商标注册人"), ("岚谷禾", CLOTHES, LIQUOR))
    assert result.names[0].owner == LIQUOR
    assert result.sheets[0].columns["licensee"] == "生产企业"


def test_an_unread_column_that_looks_like_names_is_a_warning(tmp_path: Path) -> None:
    result = read(
        tmp_path, ("商标名称", "又及", "类别"), ("岚谷禾", "禾岚", 33), ("云杼", "杼云", 25), ("漳源锦", "锦漳", 30)
    )
    (warning,) = [p for p in result.problems if p.key == "watchlist.row.unread_names"]
    assert warning.params["letter"] == "B"
    assert "又及" in str(warning.params["column"])


NEAR = (("序号", "商标名称", "品牌名称"), (1, "岚谷禾", "禾岚"), (2, "云杼", "杼云"), (3, "漳源锦", "锦漳"))


def test_two_columns_that_may_both_be_the_names_are_asked_about(tmp_path: Path) -> None:
    error = refusal(tmp_path, *NEAR)
    assert error.key == "watchlist.errors.near_columns"
    shown = Texts("zh")(error.key, **error.params)
    assert all(word in shown for word in ("B（商标名称", "C（品牌名称", "--column 商标名称=B"))


@pytest.mark.parametrize(
    ("columns", "taken"),
    [
        (("商标名称=C",), ["禾岚", "杼云", "锦漳"]),
        (("商标名称=b",), ["岚谷禾", "云杼", "漳源锦"]),
        (("name=品牌名称",), ["禾岚", "杼云", "锦漳"]),
        (("商标名称=B", "商标名称=C"), ["岚谷禾", "禾岚", "云杼", "杼云", "漳源锦", "锦漳"]),
    ],
)
def test_a_person_settles_it(tmp_path: Path, columns: tuple[str, ...], taken: list[str]) -> None:
    result = read(tmp_path, *NEAR, columns=columns)
    assert names(result) == taken
    left = {"商标名称", "品牌名称"} - set(result.sheets[0].columns["name"].split("、"))
    assert set(result.sheets[0].unread) == left
    assert ("unread_names" in said(result)) == bool(left)


def test_a_choice_that_fits_nothing_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, *NEAR, columns=("商标名称=标记",)).key == "watchlist.errors.no_such_column"
    assert refusal(tmp_path, *NEAR, columns=("商标名称=H",)).key == "watchlist.errors.no_such_column"
    with pytest.raises(UsageError):
        read(tmp_path, *NEAR, columns=("C",))


def test_headings_nobody_knows_are_asked_about_by_what_stands_below(tmp_path: Path) -> None:
    rows = (("序号", "甲栏", "类别"), (1, "岚谷禾", 33), (2, "云杼", 25), (3, "漳源锦", 30))
    assert refusal(tmp_path, *rows).key == "watchlist.errors.no_name_column"
    assert names(read(tmp_path, *rows, columns=("商标名称=B",))) == ["岚谷禾", "云杼", "漳源锦"]
    firms = (("序号", "甲栏", "企业名称"), (1, "岚谷禾", LIQUOR), (2, "云杼", CLOTHES), (3, "漳源锦", VINEGAR))
    assert refusal(tmp_path, *firms).key == "watchlist.errors.near_columns"


@pytest.mark.parametrize(
    ("second", "values"),
    [("商标文字", ("岚谷禾", "云杼")), ("品牌", (None, None)), ("品牌名称", ("LANGUHE", "YUNZHU"))],
)
def test_columns_that_say_the_same_or_nothing_or_the_same_in_other_letters_need_no_question(
    tmp_path: Path, second: str, values: tuple[str | None, str | None]
) -> None:
    result = read(tmp_path, ("商标名称", second, "类别"), ("岚谷禾", values[0], 33), ("云杼", values[1], 25))
    assert names(result) == ["岚谷禾", "云杼"]
    assert result.names[0].aliases == (("LANGUHE",) if values[0] == "LANGUHE" else ())


def test_one_column_or_the_other_is_filled(tmp_path: Path) -> None:
    result = read(tmp_path, ("商标名称", "品牌名称", "类别"), ("岚谷禾", None, 33), (None, "云杼", 25))
    assert names(result) == ["岚谷禾", "云杼"]


def test_fields_of_a_firm_and_its_right_get_their_columns(tmp_path: Path) -> None:
    head = (
        "商标名称",
        "商标注册号",
        "有效期至",
        "批次",
        "联系人",
        "联系电话",
        "电子邮箱",
        "主营产品",
        "店铺名称",
        "被许可人",
    )
    row = (
        "岚谷禾",
        "12345678",
        "2030-01-01",
        "第一批",
        "某某",
        "0351-5550100",
        "a@example.cn",
        "白酒",
        "Languhe Store",
        CLOTHES,
    )
    result = read(tmp_path, head, row)
    assert sorted(result.sheets[0].columns) == sorted([
        "name", "registration", "expires", "batch", "contact", "phone", "email", "products", "stores", "licensee",
    ])  # fmt: skip
    assert result.names[0].aliases == ("Languhe Store",)
    assert not said(result)


def test_a_letter_holds_for_the_sheets_that_leave_it_open(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("填报说明", "x", "y"))
    unclear, clear = book.create_sheet("甲"), book.create_sheet("乙")
    for row in NEAR:
        unclear.append(row)
    for plain in (("商标名称", "类别", "备注"), ("霍坡", 33, "见附件"), ("坡霍", 30, "见附件")):
        clear.append(plain)
    book.save(tmp_path / "a.xlsx")
    book.close()
    assert names(read_watchlist(tmp_path / "a.xlsx", ("商标名称=C",))) == ["禾岚", "杼云", "锦漳", "霍坡", "坡霍"]


def test_marks_written_with_the_word_mark_are_marks(tmp_path: Path) -> None:
    result = read(tmp_path, ("商标", "类别"), ("云杼商标", 25), ("岚谷禾品牌", 33), ("漳源锦商标", 30))
    assert len(result.names) == 3
    assert not result.refused


def test_a_form_of_a_firm(tmp_path: Path) -> None:
    result = read(tmp_path, ("企业名称", LIQUOR), ("地址", "某路1号"), ("企业名称", CLOTHES), ("地址", "某路2号"))
    assert [(n.name, n.kind) for n in result.names] == [(LIQUOR, WatchedKind.COMPANY), (CLOTHES, WatchedKind.COMPANY)]


def test_several_marks_of_a_firm_in_columns_of_their_own(tmp_path: Path) -> None:
    result = read(tmp_path, ("企业名称", "商标1", "商标2"), (LIQUOR, "岚谷禾", "禾岚"), (CLOTHES, "云杼", None))
    assert {n.name: n.owner for n in result.names} == {"岚谷禾": LIQUOR, "禾岚": LIQUOR, "云杼": CLOTHES}


def test_foreign_marks_alone_are_the_names(tmp_path: Path) -> None:
    result = read(tmp_path, ("企业名称", "海外注册商标"), (LIQUOR, "LANGUHE"), (CLOTHES, "YUNZHU"))
    assert {n.name: n.owner for n in result.names} == {"LANGUHE": LIQUOR, "YUNZHU": CLOTHES}


def test_products_beside_firms_are_not_taken_for_marks(tmp_path: Path) -> None:
    rows = (("企业名称", "产品名称"), (LIQUOR, "白酒"), (VINEGAR, "陈醋"))
    assert refusal(tmp_path, *rows).key == "watchlist.errors.near_columns"
    assert names(read(tmp_path, *rows, columns=("商标名称=B",))) == ["白酒", "陈醋"]
    indications = read(tmp_path, ("地理标志产品名录",), ("申请人", "产品名称"), ("霍坡县香梨协会", "霍坡香梨"))
    assert [(n.name, n.kind) for n in indications.names] == [("霍坡香梨", WatchedKind.GI)]


def test_a_heading_merged_over_two_columns_stands_over_both(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("序号", "商标", None, "注册人"), (1, "岚谷禾", "LANGUHE", LIQUOR), (2, "云杼", "YUNZHU", CLOTHES)):
        book.active.append(row)
    book.active.merge_cells("B1:C1")
    book.save(tmp_path / "a.xlsx")
    book.close()
    assert [(n.name, n.aliases) for n in read_watchlist(tmp_path / "a.xlsx").names] == [
        ("岚谷禾", ("LANGUHE",)),
        ("云杼", ("YUNZHU",)),
    ]


def test_a_column_without_a_heading_that_looks_like_names_is_a_warning(tmp_path: Path) -> None:
    result = read(tmp_path, ("商标名称", None, "类别"), ("岚谷禾", "禾岚", 33), ("云杼", "杼云", 25))
    assert names(result) == ["岚谷禾", "云杼"]
    assert [p.params["letter"] for p in result.problems if p.key == "watchlist.row.unread_names"] == ["B"]


def test_the_brackets_of_a_firm_do_not_part_its_name(tmp_path: Path) -> None:
    firm = "岚谷禾生物（霍坡）有限公司"
    result = read(tmp_path, ("企业名称", "地址"), (firm, "某路1号"), (CLOTHES, "某路2号"))
    assert names(result) == [firm, CLOTHES]
    assert said(result) == ["companies"]
