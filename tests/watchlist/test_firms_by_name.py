"""A list says of a firm how its Chinese name is divided, and of a name that is none that it is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.watchlist import read_watchlist
from tests.demo_run import monitor

LIST = """名称,类型,权利人
山西恒岚铆钉股份有限公司,企业,
恒岚 HALLAND 及图,商标,山西恒岚铆钉有限责任公司
有限公司,企业,
山西有限公司,企业,
国际贸易有限公司,企业,
"A & S Co., Ltd.",企业,
东方集团有限公司,企业,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "名录.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def state(tmp_path: Path, file: Path) -> Path:
    monitor(tmp_path / "state", "watchlist", "import", str(file), "--yes")
    return tmp_path / "state"


def test_a_legal_form_is_refused_and_a_place_or_a_trade_is_told(file: Path) -> None:
    read = read_watchlist(file)
    said = {p.key.rpartition(".")[2]: (p.row, p.fatal) for p in read.problems}
    assert said["name_is_form"] == (4, True)
    assert said["name_is_place"] == (5, False)
    assert said["name_is_trade"] == (6, False)
    assert "有限公司" not in {n.name for n in read.names}
    assert {"山西有限公司", "国际贸易有限公司", "A & S Co., Ltd.", "东方集团有限公司"} <= {n.name for n in read.names}


def test_a_place_is_not_told_where_a_name_that_says_something_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "旧名录.csv"
    path.write_text("名称,类型,别名\n山西有限公司,企业,Shanxi Languhe Co. Ltd.\n", encoding="utf-8")
    assert not any("name_is" in p.key for p in read_watchlist(path).problems)


@pytest.mark.parametrize(
    ("lang", "alone", "beside"),
    [
        ("zh", "字号单独出现也提示", "须有地名或行业佐证"),
        ("en", "where the name stands alone, too", "where the place or the trade is beside it"),
    ],
)
def test_show_prints_the_divisions_in_their_order(state: Path, lang: str, alone: str, beside: str) -> None:
    shown = monitor(
        state, "--lang", lang, "watchlist", "show", "山西恒岚铆钉股份有限公司", env={"COLUMNS": "300"}
    ).stdout
    assert "HALLAND" in shown
    assert alone in shown
    assert beside in shown
    assert "told_" not in shown
    assert "why_" not in shown


def test_show_gives_them_to_other_programs(state: Path) -> None:
    (said,) = json.loads(monitor(state, "watchlist", "show", "山西恒岚铆钉股份有限公司", "--json").stdout)
    first = said["cuts"][0]
    assert (first["before"], first["core"], first["behind"]) == ("山西", "恒岚", "铆钉股份有限公司")
    assert (first["latin"], first["told"], first["kind"]) == (["Henglan", "HALLAND"], "alone", "core_mark")
    (mark,) = json.loads(monitor(state, "watchlist", "show", "恒岚 HALLAND 及图", "--json").stdout)
    assert mark["cuts"] == []


def test_a_spelling_that_a_mark_gives_can_be_switched_off(state: Path) -> None:
    done = monitor(state, "watchlist", "show", "山西恒岚铆钉股份有限公司", "--off", "HALLAND", "--yes", "--json")
    (said,) = json.loads(done.stdout)
    assert [v["enabled"] for v in said["variants"] if v["text"] == "HALLAND"] == [False]
    assert said["cuts"][0]["latin"] == ["Henglan"]


def test_lint_says_what_a_nameless_firm_will_bring(state: Path) -> None:
    said = json.loads(monitor(state, "watchlist", "lint", "--json").stdout)["findings"]
    found = {f["name"]: f["reason"] for f in said if f["finding"] == "nameless"}
    assert set(found) == {"山西有限公司", "国际贸易有限公司"}
    assert all("每1万件申请预计的无关线索：" in reason for reason in found.values())
    weak = {f["name"]: f["reason"] for f in said if f["finding"] == "faint"}
    assert set(weak) == {"A & S Co., Ltd.", "东方集团有限公司"}
    assert all("每1万件申请预计的无关线索：" in reason for reason in weak.values())
