"""A name that is sold or registered where no source comes from is counted and listed wherever the list is spoken of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.config import covered_by, load_sources
from monitor.model import WatchedName
from monitor.resources import shipped
from monitor.texts import Texts
from monitor.watchlist import in_one_sentence, read_watchlist, unwatched_of
from monitor.watchlist.markets import country_of, uncovered_of
from tests.demo_run import monitor

LIST = (
    "商标名称,注册人,出口国家（地区）,国别\n岚谷禾,清风县岚谷禾酒业有限公司,美国、日本、东南亚,中国\n"
    "云杼,清风县云杼有限公司,巴西；印尼,中国\n漳源锦,清风县漳源锦有限公司,,中国\n"
)


@pytest.mark.parametrize(
    ("text", "code"),
    [("美国", "US"), ("巴西（INPI）", "BR"), ("Brazil", "BR"), ("JP", "JP"), ("jp", ""), ("XX", ""), ("东南亚", ""), ("印尼", "ID")],
)  # fmt: skip
def test_a_country_is_known_as_lists_write_it(text: str, code: str) -> None:
    assert country_of(text) == code


def test_every_source_that_ships_is_of_a_country_the_table_knows() -> None:
    assert {country_of(code) for code in covered_by(load_sources(shipped("sources.yaml")))} == covered_by(
        load_sources(shipped("sources.yaml"))
    )


def test_what_no_source_covers_is_told_and_what_one_covers_is_not() -> None:
    names = (
        WatchedName("w1", "岚谷禾", markets=("美国", "日本", "东南亚", "国内")),
        WatchedName("w2", "云杼", markets=("巴西",)),
        WatchedName("w3", "漳源锦"),
    )
    (found,) = uncovered_of(names, {"US", "BR"})
    assert (found.name.id, found.places) == ("w1", ("日本", "东南亚"))
    u = unwatched_of(names, (), {"US", "BR"})
    assert u.blind
    for lang in ("zh", "en"):
        assert "日本（1）" in in_one_sentence(u.public_reasons, Texts(lang))
    assert not unwatched_of(names, (), None).uncovered


def test_the_heading_is_understood_and_the_country_of_the_owner_is_another_thing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    result = read_watchlist(tmp_path / "a.csv")
    assert [n.markets for n in result.names] == [("美国", "日本", "东南亚"), ("巴西", "印尼"), ()]


def test_every_door_tells_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    state = tmp_path / "state"
    done = monitor(state, "watchlist", "import", str(tmp_path / "a.csv"))
    assert done.returncode == 0, done.stderr
    said = "2个名称写明的销售或注册国家没有来源覆盖：日本（1）、东南亚（1）、印尼（1）"
    assert said in done.stderr
    for words in (("status",), ("doctor",)):
        heard = monitor(state, *words)
        assert said in "".join((heard.stdout + heard.stderr).split()), words
    told = json.loads(monitor(state, "watchlist", "list", "--unread", "--json").stdout)
    assert told["uncovered"] == 2
    assert [r["name"] for r in told["rows"]] == ["岚谷禾", "云杼"]


def test_a_wrong_sources_file_keeps_nobody_from_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("x:\n  - a: [1\n", encoding="utf-8")
    wrong = ("--sources", str(tmp_path / "sources.yaml"))
    done = monitor(tmp_path / "state", *wrong, "watchlist", "import", str(tmp_path / "a.csv"))
    assert done.returncode == 0, done.stderr
    assert monitor(tmp_path / "state", *wrong, "watchlist", "list", "--unread").returncode == 0
