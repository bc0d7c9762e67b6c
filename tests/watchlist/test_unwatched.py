"""What of a list is not watched is kept with the import, and said wherever the list is spoken of."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from monitor.model import UnreadCell, WatchedKind, WatchedName
from monitor.store import Store
from monitor.texts import Texts
from monitor.watchlist import in_one_sentence, read_watchlist, unread_cells, unwatched_of
from tests.demo_run import monitor

FIRM = "清风县岚谷禾酒业有限公司"
LIST = f"""商标名称,注册人
岚谷禾,{FIRM}
图形,{FIRM}
图形（指定颜色）,{FIRM}
V,{FIRM}
V图形,{FIRM}
云杼YUNZHU&图,孙某某
霍坡香梨,霍坡县农业农村局
漳源锦,漳源锦
VELMORA,=1+1
"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def state(tmp_path: Path, listed: Path) -> Path:
    done = monitor(tmp_path / "state", "watchlist", "import", str(listed))
    assert done.returncode == 0, done.stderr
    assert "2件图形商标" in done.stderr
    return tmp_path / "state"


def test_refused_rows_keep_their_place_text_and_owner(listed: Path) -> None:
    cells = unread_cells(read_watchlist(listed))
    assert [(c.row, c.what, c.text, c.owner) for c in cells] == [
        (3, "device_only", "图形", FIRM),
        (4, "device_only", "图形（指定颜色）", FIRM),
        (5, "one_letter_name", "V", FIRM),
    ]


def test_a_list_is_counted_by_what_cannot_be_watched(listed: Path) -> None:
    result = read_watchlist(listed)
    firm = WatchedName("c1", FIRM, WatchedKind.COMPANY)
    u = unwatched_of((*result.names, firm), unread_cells(result))
    assert (u.devices, u.letters, u.refused) == (2, 1, 0)
    assert [n.name for n in u.wordless] == ["V图形"]
    assert [n.name for n in u.han_only] == ["岚谷禾", "霍坡香梨", "漳源锦"]
    assert [n.name for n in u.firms_han_only] == [FIRM]
    assert [(o.owner.name, o.owner.kind.value) for o in u.owners] == [
        ("孙某某", "person"),
        ("霍坡县农业农村局", "authority"),
        ("漳源锦", "unknown"),
        ("=1+1", "unknown"),
    ]
    assert u.blind


def test_a_list_that_is_watched_whole_has_nothing_to_say() -> None:
    mark = WatchedName("w1", "岚谷禾", aliases=("LANGUHE",), owner=FIRM)
    firm = WatchedName("c1", FIRM, WatchedKind.COMPANY, aliases=("Languhe Liquor Co., Ltd.",))
    u = unwatched_of((mark, firm), ())
    assert (u.reasons, u.public_reasons, u.blind) == ((), (), False)
    assert in_one_sentence(u.reasons, Texts()) == ""


def test_a_firm_that_an_earlier_version_left_out_is_told_until_the_list_is_imported_again() -> None:
    mark = WatchedName("w1", "岚谷禾LANGUHE", owner=f"{FIRM}（被许可人）")
    firm = WatchedName("c1", "漳源锦醋厂", WatchedKind.COMPANY, aliases=("ZHANGYUANJIN",))
    u = unwatched_of((mark, firm), None)
    assert (u.firms_to_come, u.noted, u.blind) == ((FIRM,), False, True)
    assert [r.key for r in u.reasons] == ["watchlist.unwatched.firms_to_come", "watchlist.unwatched.not_noted"]
    assert u.public_reasons == ()


def test_the_store_keeps_them_with_the_import_and_an_import_replaces_them(state: Path, tmp_path: Path) -> None:
    with Store.open(state, readonly=True) as store:
        kept = store.watchlist.unread()
    assert kept is not None
    assert [(c.row, c.text) for c in kept] == [(3, "图形"), (4, "图形（指定颜色）"), (5, "V")]
    other = tmp_path / "other.csv"
    other.write_text(LIST.replace(f"图形,{FIRM}\n", "", 1), encoding="utf-8")
    assert monitor(state, "watchlist", "import", str(other)).returncode == 0
    with Store.open(state, readonly=True) as store:
        again = store.watchlist.unread()
    assert again is not None
    assert [(c.row, c.text) for c in again] == [(3, "图形（指定颜色）"), (4, "V")]


def test_an_import_of_an_earlier_version_is_said_to_have_noted_nothing_until_the_file_comes_again(
    state: Path, listed: Path
) -> None:
    connection = sqlite3.connect(state / "monitor.db", isolation_level=None)
    connection.execute("update watchlist_imports set refused = null")
    connection.execute("delete from unread_cells")
    connection.close()
    with Store.open(state, readonly=True) as store:
        assert store.watchlist.unread() is None
    assert "重新导入一次" in monitor(state, "watchlist", "list", "--unread").stderr
    assert monitor(state, "watchlist", "import", str(listed)).returncode == 0
    with Store.open(state, readonly=True) as store:
        assert len(store.watchlist.unread() or ()) == 3


def test_a_cell_comes_back_from_the_store_as_it_was(tmp_path: Path) -> None:
    cell = UnreadCell("表一", 7, "商标名称", "name_too_long", "岚", "", {"limit": 80, "length": 99}, "名录.csv", "名录")
    (tmp_path / "state").mkdir()
    with Store.open(tmp_path / "state") as store:
        store.watchlist.keep_unread((cell,))
        assert store.watchlist.unread() == ()  # no list: nothing to keep it beside
        from datetime import UTC, datetime

        store.watchlist.replace((WatchedName("w1", "岚谷禾"),), "v", "f.csv", datetime(2026, 11, 20, tzinfo=UTC))
        assert store.watchlist.unread() == ()
        store.watchlist.keep_unread((cell,))
        assert store.watchlist.unread() == (cell,)


def test_they_are_listed_and_exported_with_the_reason(state: Path, tmp_path: Path) -> None:
    told = json.loads(monitor(state, "watchlist", "list", "--unread", "--json").stdout)
    assert (told["devices"], told["letters"], told["wordless"], told["han_only"]) == (2, 1, 1, 3)
    by_name = {r["name"]: r["reason"] for r in told["rows"]}
    assert "纯图形" in by_name["图形"]
    assert "图形未监测" in by_name["V图形"]
    assert by_name["云杼YUNZHU&图"] == "权利人未作为企业监测：自然人"
    assert by_name["霍坡香梨"] == "权利人未作为企业监测：机关、事业单位"
    file = tmp_path / "unread.csv"
    assert monitor(state, "watchlist", "export", "--unread", str(file)).returncode == 0
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["位置", "名称", "权利人", "理由"]
    assert [r[1] for r in rows[1:4]] == ["图形", "图形（指定颜色）", "V"]
    assert len(rows) == len(told["rows"]) + 1
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_an_export_of_them_needs_a_file(state: Path) -> None:
    assert monitor(state, "watchlist", "export", "--unread").returncode == 2


@pytest.mark.parametrize("words", [("doctor",), ("status",), ("status", "--whole")])
def test_doctor_and_status_say_how_many(state: Path, words: tuple[str, ...]) -> None:
    done = monitor(state, *words)
    said = "".join((done.stdout + done.stderr).split())
    assert "2件图形商标没有文字" in said
    assert "1件单字母商标" in said
    assert "3件没有外文写法" in said
    assert "1家企业没有英文名称" in said


def test_the_coverage_box_of_the_bulletin_says_it(state: Path) -> None:
    assert monitor(state, "bulletin", "build", "--week", "2026-W47").returncode == 0
    text = "".join((state / "bulletins" / "2026-W47" / "bulletin.txt").read_text(encoding="utf-8").split())
    assert "2件图形商标没有文字，无法按文字监测；1件单字母商标" in text


def test_the_import_says_how_names_of_several_parts_are_read(listed: Path, tmp_path: Path) -> None:
    done = monitor(tmp_path / "state", "watchlist", "import", str(listed), "--dry-run")
    assert "云杼YUNZHU&图：读成：云杼 + YUNZHU，图形未监测" in done.stderr
    assert "权利人未作为企业监测（自然人，1 个）：孙某某" in done.stderr
    shown = monitor(tmp_path / "state", "watchlist", "import", str(listed))
    assert shown.returncode == 0
    assert "读成" in monitor(tmp_path / "state", "watchlist", "show", "云杼YUNZHU").stdout
    lint = json.loads(monitor(tmp_path / "state", "watchlist", "lint", "--json").stdout)
    found = {f["finding"]: f["reason"] for f in lint["findings"] if f["finding"] in ("signs", "unreadable")}
    assert found["signs"] == "“云杼YUNZHU&图”读成：云杼 + YUNZHU，图形未监测"
    assert "没有可以按文字监测的部分" in found["unreadable"]


def test_every_kind_of_spelling_of_a_firm_has_a_word(state: Path) -> None:
    shown = monitor(state, "watchlist", "show", FIRM).stdout
    assert "按惯例拟出的英文全称" in shown
    assert "company_form" not in shown
    assert "legal_name" not in shown
