"""What the list says that an owner makes is shown wherever the owner is asked about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.demo_run import monitor

FIRM = "清风县岚谷禾酒业有限公司"
LIST = (
    "商标名称,注册人,核定使用商品,产品,海外注册国家\n"
    f"岚谷禾,{FIRM},白酒（饮料）,白酒;baijiu;2208.90.46,美国\n岚谷禾锦,{FIRM},,baijiu;酒杯,日本\n"
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    assert monitor(tmp_path / "state", "watchlist", "import", str(tmp_path / "a.csv")).returncode == 0
    return tmp_path / "state"


@pytest.mark.parametrize("asked", ["岚谷禾", FIRM, "岚谷禾锦"])
def test_asking_for_a_name_or_its_firm_shows_the_products_of_the_owner(state: Path, asked: str) -> None:
    firm = json.loads(monitor(state, "lookup", asked, "--json").stdout)["firm"]
    assert firm["products"] == {"zh": ["白酒", "酒杯"], "en": ["baijiu"], "hts": ["2208.90.46"]}
    assert firm["markets"] == ["美国", "日本"]
    shown = monitor(state, "lookup", asked).stdout
    for text in ("白酒；酒杯", "2208.90.46", "白酒（饮料）", "美国；日本"):
        assert text in shown or text.replace("；", "、") in shown, text


def test_an_owner_of_whom_the_list_says_nothing_gets_no_empty_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"商标名称,注册人\n岚谷禾,{FIRM}\n", encoding="utf-8")
    assert monitor(tmp_path / "state", "watchlist", "import", str(tmp_path / "a.csv")).returncode == 0
    assert "名录所载" not in monitor(tmp_path / "state", "lookup", "岚谷禾").stdout


def test_a_name_with_a_note_on_its_drawing_is_asked_for_by_its_word(tmp_path: Path) -> None:
    rows = f"商标名称,注册人\n岚谷禾及图,{FIRM}\n云杼YUNZHU&图,{FIRM}\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    assert monitor(tmp_path / "state", "watchlist", "import", str(tmp_path / "a.csv")).returncode == 0
    for asked, watched in (("岚谷禾", "w0001"), ("岚谷禾及图", "w0001"), ("云杼", "w0002"), ("YUNZHU", "w0002")):
        assert json.loads(monitor(tmp_path / "state", "lookup", asked, "--json").stdout)["watched"] == watched
        assert "不在监测名录中" not in monitor(tmp_path / "state", "lookup", asked).stdout
    for asked in ("岚谷禾", "岚谷禾及图", "w0001"):
        assert monitor(tmp_path / "state", "hit", "list", "--name", asked).returncode == 0, asked
