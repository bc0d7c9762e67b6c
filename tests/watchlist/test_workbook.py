"""The list as a workbook: what a person sees of it, and that it comes back by `import` as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from monitor.watchlist import read_watchlist
from tests.demo_run import monitor

FIRM = "清风县岚谷禾酒业有限公司"
LIST = f"""商标名称,类型,别名,注册人,类别,标记,注册号,产品,被许可人
岚谷禾及图,商标,LANGUHE;LAN GU HE,{FIRM},33,通用词,12345678,白酒;baijiu;2208.90,岚谷禾销售有限公司
图形,商标,,{FIRM},,,,,
"=1+1",商标,,{FIRM},,,,,
霍坡香梨,地理标志,HUOPO XIANGLI,霍坡县农业农村局,31,驰名,,,
云杼锦纺织有限公司,企业,,,,,,,
"""


def done(state: Path, *words: str) -> Any:
    result = monitor(state, "watchlist", *words)
    assert result.returncode == 0, result.stderr
    return result


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "名录.csv").write_text(LIST, encoding="utf-8")
    words = ("--batch", "第十八批", "--valid-until", "2028-12-31")
    done(tmp_path / "state", "import", str(tmp_path / "名录.csv"), *words)
    done(tmp_path / "state", "show", "岚谷禾", "--off", "LAN KU HO")
    return tmp_path / "state"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_comes_back_without_a_change(state: Path, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    assert monitor(state, "--lang", lang, "watchlist", "export", str(file)).returncode == 0
    told = json.loads(done(state, "import", str(file), "--json").stdout)
    assert (told["added"], told["changed"], told["removed"], told["losses"]) == ([], [], [], [])
    assert (told["unchanged"], told["problems"]) == (4, [])
    (held,) = json.loads(done(state, "show", "岚谷禾", "--json").stdout)
    assert held["lists"][0]["valid_until"] == "2028-12-31"
    assert len(json.loads(done(state, "history", "--json").stdout)) == 2  # nothing was written again


def test_an_empty_state_gets_the_list_with_ids_and_switches(state: Path, tmp_path: Path) -> None:
    done(state, "export", str(tmp_path / "a.xlsx"))
    done(tmp_path / "other", "import", str(tmp_path / "a.xlsx"))
    for words in (("list", "--json"), ("list", "--off", "--json")):
        assert done(tmp_path / "other", *words).stdout == done(state, *words).stdout


def test_a_row_that_was_refused_is_not_forgotten_because_the_export_has_it_not(state: Path, tmp_path: Path) -> None:
    before = json.loads(done(state, "list", "--unread", "--json").stdout)
    assert before["devices"] == 1
    done(state, "export", str(tmp_path / "a.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["名录"]["D3"] = "GLEICHUNG"
    book.save(tmp_path / "a.xlsx")
    told = json.loads(done(state, "import", str(tmp_path / "a.xlsx"), "--json").stdout)
    assert [c["fields"] for c in told["changed"]] == [["aliases"]]
    after = json.loads(done(state, "list", "--unread", "--json").stdout)
    assert (after["devices"], after["rows"]) == (1, before["rows"])


def test_what_is_only_to_look_at_is_shown_and_not_read(state: Path, tmp_path: Path) -> None:
    done(state, "export", str(tmp_path / "a.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["名录", "派生企业", "没有监测的"]
    rows = list(book["名录"].iter_rows(values_only=True))
    seen = dict(zip(rows[0], rows[1], strict=True))
    assert (seen["类型"], seen["标记"], seen["停用的变体"]) == ("商标", "通用词", "LAN KU HO")
    assert seen["怎样读（仅供查看）"] == "岚谷禾，图形未监测"
    assert seen["监测起始（仅供查看）"]
    assert "第 2 行" in str(seen["所在名录（仅供查看）"])
    firms = [r[1] for r in book["派生企业"].iter_rows(min_row=3, values_only=True)]
    assert firms == [FIRM, "岚谷禾销售有限公司"]
    assert "图形" in [r[1] for r in book["没有监测的"].iter_rows(min_row=3, values_only=True)]
    result = read_watchlist(tmp_path / "a.xlsx")
    assert [n.name for n in result.names] == ["岚谷禾及图", "=1+1", "霍坡香梨", "云杼锦纺织有限公司"]


def test_rows_may_be_sorted_added_and_deleted(state: Path, tmp_path: Path) -> None:
    done(state, "export", str(tmp_path / "a.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["名录"]
    sheet.delete_rows(2)
    sheet.append([None, "漳源锦", "商标", "ZHANGYUANJIN", FIRM])
    sheet.insert_rows(1)
    book.save(tmp_path / "a.xlsx")
    told = json.loads(done(state, "import", str(tmp_path / "a.xlsx"), "--json", "--yes").stdout)
    assert [n["name"] for n in told["added"]] == ["漳源锦"]
    assert [n["name"] for n in told["removed"]] == ["岚谷禾及图"]


def test_a_workbook_is_not_printed_on_the_screen(state: Path) -> None:
    result = monitor(state, "watchlist", "export", "--format", "xlsx")
    assert (result.returncode, "请写出文件名" in result.stderr) == (2, True)


def test_a_name_shows_since_when_it_is_watched(state: Path) -> None:
    (held,) = json.loads(done(state, "show", "岚谷禾", "--json").stdout)
    assert held["watched_since"][:10] in done(state, "show", "岚谷禾").stdout
    assert held["sources"] == {}


def test_a_row_is_as_high_as_the_longest_text_in_it(tmp_path: Path) -> None:
    listed = tmp_path / "names.csv"
    listed.write_text(
        "商标名称,权利人,权利人英文名称\n漳源锦,漳源锦醋业,\n云杼,云杼服饰有限公司晋中市榆次区第一分公司,Yunzhu Apparel Weaving and Dyeing of Jinzhong Co. Ltd.\n",
        encoding="utf-8",
    )
    done(tmp_path / "s", "import", str(listed), "--yes")
    done(tmp_path / "s", "export", str(tmp_path / "a.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    of_name = {sheet.cell(row, 2).value: sheet.row_dimensions[row].height or 15.0 for row in (2, 3)}
    assert of_name["漳源锦"] == 15.0
    assert of_name["云杼"] == 30.0
