"""The worksheet: what is asked, and that only what a person confirmed is used when it comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result

from monitor.cli.common import Session
from monitor.errors import UsageError
from monitor.model import Variant, WatchedKind, WatchedName
from monitor.texts import LANGUAGES, Texts
from monitor.watchlist import companies_of
from monitor.watchlist.worksheet.form import FIRMS, MARKS, Asked
from monitor.watchlist.worksheet.proposals import Filed, Known, is_spelt_abroad, proposals_for
from monitor.watchlist.worksheet.writing import write_worksheet
from tests.watchlist.called import called

LIQUOR, CLOTHES, SELLER = "山西岚谷禾酒业有限公司", "晋中云杼服饰有限公司", "吕梁岚谷禾销售有限公司"
LIST = f"""商标名称,英文商标,注册人,商标注册号,有效期至,联系人,联系电话,主营产品,网店名称,被许可人
岚谷禾,,{LIQUOR},12345678,2030-05-06,孙某,0351-5550100,白酒、baijiu、2208.90,Languhe Official,{SELLER}
漳源锦,,{LIQUOR},,,,,,,
云杼,YUNZHU,{CLOTHES},,,,,,,
联纺,,{CLOTHES}、晋中联纺贸易有限公司,,,,,,,
"""
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*words: str, lang: str = "zh") -> Result:
        session = Session(state=tmp_path / "state", at="2026-11-20T10:00:00+08:00", lang=lang)
        return called(session, *words)

    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    call("import", str(tmp_path / "a.csv"))
    return call


def names(run: Run) -> dict[str, dict[str, Any]]:
    return {n["name"]: n for n in json.loads(run("list", "--json").stdout)}


def filled(tmp_path: Path, run: Run, answers: Mapping[tuple[str, str], str], lang: str = "zh") -> Path:
    """A worksheet with cells written by (name, column)."""
    path = tmp_path / "核对表.xlsx"
    run("ask", str(path), "--all", lang=lang)
    book = openpyxl.load_workbook(path)
    t = Texts(lang)
    left = dict(answers)
    for sheet in book.worksheets[1:]:
        heads = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            name = sheet.cell(row, heads[t("worksheet.column.name")]).value
            for (wanted, key), text in answers.items():
                if name == wanted and (column := heads.get(t(f"worksheet.column.{key}"))):
                    sheet.cell(row, column).value = text
                    left.pop((wanted, key), None)
    assert not left
    book.save(path)
    return path


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_names_and_firms_without_a_foreign_spelling_are_asked(run: Run, tmp_path: Path) -> None:
    run("ask", str(tmp_path / "q.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "q.xlsx")
    assert book.sheetnames == ["说明", "商标和地理标志", "企业"]
    marks, firms = ([[c.value for c in row] for row in sheet.iter_rows(min_row=2)] for sheet in book.worksheets[1:])
    assert [row[1] for row in marks] == ["岚谷禾", "漳源锦", "联纺"]
    assert [row[1] for row in firms] == [LIQUOR, CLOTHES, "晋中联纺贸易有限公司", SELLER]  # a shop is no English name
    assert "LANGUHE" in marks[0]
    assert "Shanxi Languhe Wine Industry Co., Ltd." in firms[0]
    assert all(sheet.freeze_panes == "C2" for sheet in book.worksheets[1:])
    choice = book.worksheets[1].data_validations.dataValidation[0]
    assert (choice.type, choice.formula1, choice.showErrorMessage) == ("list", "$E$2:$F$2", False)


def test_the_surest_spelling_comes_first_and_known_ones_are_not_asked() -> None:
    mark = WatchedName(id="w1", name="岚谷禾", owner=LIQUOR)
    latin = WatchedName(id="w2", name="LAN VALLEY", owner=LIQUOR)
    known = Known(
        filed={"w1": [Filed("LANGUHO", "us:1"), Filed("岚谷禾", "us:2")]},
        filed_by_firm={"山西岚谷禾酒业有限公司": [Filed("VALLEY DEW", "us:3")]},
        variants={"w1": [Variant("LANGUHE", "pinyin", 1.0), Variant("란구허", "hangul_mandarin", 0.9)]},
    )
    found = proposals_for(mark, [mark, latin], known)
    assert [(p.text, p.reason.key.rpartition(".")[2]) for p in found] == [
        ("LANGUHO", "filed"), ("VALLEY DEW", "filed_by_owner"), ("LAN VALLEY", "own_mark"), ("LANGUHE", "pinyin"),
    ]  # fmt: skip
    spelt = WatchedName(id="w1", name="岚谷禾", aliases=("LANGUHO",), owner=LIQUOR)
    assert not proposals_for(spelt, [spelt, latin], known)


def test_an_association_is_not_proposed_as_a_limited_company() -> None:
    (firm,) = companies_of([WatchedName(id="w1", name="霍坡香梨", owner="霍坡县香梨协会")])
    made = {firm.id: [Variant("Huopo Pear Association Co., Ltd.", "company_form", 0.95)]}
    assert not proposals_for(firm, [firm], Known(variants=made))


def test_a_shop_is_no_english_name_of_a_firm() -> None:
    firm = WatchedName(id="c1", name=LIQUOR, kind=WatchedKind.COMPANY, aliases=("LGH Direct",), stores=("LGH Direct",))
    assert not is_spelt_abroad(firm)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_text_is_a_text_in_the_workbook(tmp_path: Path, lang: str) -> None:
    bad = '=HYPERLINK("http://x.invalid","岚")'
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        write_worksheet({MARKS: [Asked(WatchedName(id="w1", name=bad, owner="+1"), ())], FIRMS: []}, Texts(lang))
    )
    row = openpyxl.load_workbook(path).worksheets[1][2]
    assert (row[1].value, row[1].data_type, row[1].hyperlink, row[2].value) == (bad, "s", None, "+1")


# --- what comes back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_worksheet_that_nobody_filled_in_changes_nothing(run: Run, tmp_path: Path, lang: str) -> None:
    before = names(run)
    said = json.loads(run("import", str(filled(tmp_path, run, {}, lang)), "--json").stdout)
    assert (said["confirmed"], said["fields"], said["problems"]) == (0, 0, [])
    assert names(run) == before


def test_what_is_confirmed_is_watched_and_the_rest_stays(run: Run, tmp_path: Path) -> None:
    before = names(run)
    path = filled(tmp_path, run, {
        ("岚谷禾", "confirm"): "LANGUHO；LAN GU HE",
        (LIQUOR, "confirm"): "Shanxi Languhe Distillery Co., Ltd.；Languhe Wine",
        (SELLER, "confirm"): "Luliang Languhe Sales Co.",
        ("晋中联纺贸易有限公司", "confirm"): "Lianfang Trading Co., Ltd.",
    })  # fmt: skip
    said = json.loads(run("import", str(path), "--json").stdout)
    assert (said["confirmed"], said["problems"]) == (6, [])
    after = names(run)
    assert after.keys() == before.keys()
    assert {n: v["id"] for n, v in after.items()} == {n: v["id"] for n, v in before.items()}
    assert after["岚谷禾"]["aliases"] == ["LANGUHO", "LAN GU HE"]
    assert after[LIQUOR]["owner_en"] == "Shanxi Languhe Distillery Co., Ltd."
    assert after[LIQUOR]["aliases"][:2] == ["Shanxi Languhe Distillery Co., Ltd.", "Languhe Wine"]
    assert after[SELLER]["aliases"] == ["Luliang Languhe Sales Co."]
    assert after["晋中联纺贸易有限公司"]["owner_en"] == "Lianfang Trading Co., Ltd."
    assert after[CLOTHES]["aliases"] == []
    assert after["云杼"] == before["云杼"]


@pytest.mark.parametrize(
    ("answer", "taken", "told"),
    [
        ("对", [], ["answer_of_which"]),
        ("建议①", ["LANGUHE"], []),
        ("1", ["LANGUHE"], []),
        ("无", [], []),
        ("-", [], []),
        ("都不对", [], []),
        ("待企业回复", [], ["answer_is_chinese"]),
        ("Z", [], ["answer_is_no_spelling"]),
        ("X", [], []),
        ("languhe；LANGUHE", ["languhe"], []),
    ],
)
def test_how_an_answer_is_understood(run: Run, tmp_path: Path, answer: str, taken: list[str], told: list[str]) -> None:
    path = filled(tmp_path, run, {("岚谷禾", "confirm"): answer})
    said = json.loads(run("import", str(path), "--json").stdout)
    assert [p["key"].rpartition(".")[2] for p in said["problems"]] == told
    assert names(run)["岚谷禾"]["aliases"] == taken


def test_facts_are_completed_and_an_emptied_cell_empties_nothing(run: Run, tmp_path: Path) -> None:
    path = filled(tmp_path, run, {
        ("岚谷禾", "registration"): "",
        ("岚谷禾", "expires"): "2031-01-02",
        ("岚谷禾", "products_en"): "rice liquor",
        ("岚谷禾", "licensee"): "-",
        ("漳源锦", "goods"): "食醋",
        (LIQUOR, "contact"): "李某",
        (LIQUOR, "stores"): "Languhe Official；LGH Direct",
    })  # fmt: skip
    run("import", str(path))
    after = names(run)
    mark = after["岚谷禾"]
    assert (mark["registration"], mark["expires"], mark["licensee"]) == (["12345678"], ["2031-01-02"], [])
    assert mark["products"] == ["白酒", "rice liquor", "2208.90"]
    assert after["漳源锦"]["goods"] == "食醋"
    assert after["岚谷禾"]["contact"] == after["漳源锦"]["contact"] == after[LIQUOR]["contact"] == ["李某"]
    assert after[LIQUOR]["aliases"] == ["Languhe Official", "LGH Direct"]


def test_a_contact_of_a_firm_that_owns_nothing_alone_is_told(run: Run, tmp_path: Path) -> None:
    path = filled(tmp_path, run, {("晋中联纺贸易有限公司", "phone"): "0354-5550100"})
    said = json.loads(run("import", str(path), "--json").stdout)
    assert [p["key"].rpartition(".")[2] for p in said["problems"]] == ["answer_of_several"]
    assert said["fields"] == 0


def test_a_row_of_another_list_is_told_and_not_taken(run: Run, tmp_path: Path) -> None:
    path = filled(tmp_path, run, {("岚谷禾", "confirm"): "LANGUHO", ("岚谷禾", "name"): "云杼"})
    said = json.loads(run("import", str(path), "--json").stdout)
    assert [p["key"].rpartition(".")[2] for p in said["problems"]] == ["answer_of_nobody"]
    assert names(run)["岚谷禾"]["aliases"] == []


def test_a_few_rows_alone_take_no_name_off_the_list(run: Run, tmp_path: Path) -> None:
    path = filled(tmp_path, run, {("漳源锦", "confirm"): "ZHANGYUAN"})
    book = openpyxl.load_workbook(path)
    del book[book.sheetnames[2]]
    book.worksheets[1].delete_rows(2)
    book.save(path)
    before = names(run)
    run("import", str(path), "--dry-run")
    assert names(run) == before
    run("import", str(path))
    assert names(run).keys() == before.keys()


def test_the_worksheet_is_an_excel_file(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as said:
        run("ask", str(tmp_path / "q.csv"))
    assert said.value.key == "worksheet.errors.no_xlsx"
