"""Changes of the lists by command: nothing shrinks without a yes, everything is kept in the history, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from monitor.cli.common import Session
from monitor.errors import UsageError
from monitor.model import Category, Event, Mention, Record, Role
from monitor.store import Store
from monitor.store.records import Scored
from monitor.store.watchlist import KEPT_CONTENTS
from monitor.texts import LANGUAGES, Texts
from tests.watchlist.called import called

MARKS = (
    "商标名称,别名,注册人,类别\n漳源锦,ZHANGYUANJIN,山西漳源锦酒业有限公司,33\n"
    "云杼锦,YUNZHU;YUNCHU,山西云杼锦纺织有限公司,25\n"
)
GIS = "商标名称,类型,别名,注册人\n霍坡香梨,地理标志,HUOPO XIANGLI,霍坡县果业协会\n"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*words: str, lang: str = "zh", at: str = "2026-11-20T10:00:00+08:00") -> Result:
        session = Session(lang=lang, state=tmp_path / "state", at=at)
        return called(session, *words, columns=300)

    return call


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    path = tmp_path / "marks.csv"
    path.write_text(MARKS, encoding="utf-8")
    return path


@pytest.fixture
def kept(run: Run, tmp_path: Path, marks: Path) -> Run:
    """Both lists imported."""
    gis = tmp_path / "gis.csv"
    gis.write_text(GIS, encoding="utf-8")
    run("import", str(marks), "--by", "王")
    run(
        "import", str(gis), "--as", "地理标志", "--batch", "第二批", "--valid-until", "2028-12-31", "--reason", "新批次"
    )
    return run


def data(result: Result) -> Any:
    return json.loads(result.stdout)


def names(run: Run) -> list[str]:
    return [n["name"] for n in data(run("list", "--json")) if "derived" not in n["flags"]]


def refused(run: Run, *words: str) -> UsageError:
    before = data(run("list", "--json")), data(run("history", "--json"))
    with pytest.raises(UsageError) as caught:
        run(*words)
    for lang in LANGUAGES:
        assert "{" not in Texts(lang)(caught.value.key, **caught.value.params)
    assert (data(run("list", "--json")), data(run("history", "--json"))) == before
    return caught.value


def test_a_spelling_a_class_or_a_firm_less_needs_a_yes(kept: Run, marks: Path) -> None:
    for less, measured in (
        (MARKS.replace("YUNZHU;YUNCHU", "YUNZHU"), "spellings"),
        (MARKS.replace(",33", ",-"), "classes"),
        (MARKS.replace("山西云杼锦纺织有限公司", "-"), "firms"),
    ):
        marks.write_text(less, encoding="utf-8")
        assert refused(kept, "import", str(marks)).key == "watchlist.errors.needs_yes"
        seen = data(kept("import", str(marks), "--dry-run", "--json"))
        assert seen["before"][measured] > seen["after"][measured]
        assert seen["losses"]
    kept("import", str(marks), "--yes")
    assert data(kept("history", "--json"))[0]["after"]["firms"] == 2


def test_a_second_list_alone_needs_no_yes_and_ends_alone(kept: Run, marks: Path) -> None:
    assert names(kept) == ["漳源锦", "云杼锦", "霍坡香梨"]
    assert [r["list"] for r in data(kept("lists", "--json"))] == ["名录", "地理标志"]
    assert [n["name"] for n in data(kept("list", "--as", "地理标志", "--json"))] == ["霍坡香梨"]
    refused(kept, "remove", "--list", "地理标志")
    refused(kept, "remove", "--list", "没有的名录")
    kept("remove", "--list", "地理标志", "--yes")
    assert names(kept) == ["漳源锦", "云杼锦"]
    kept("undo")
    assert names(kept) == ["漳源锦", "云杼锦", "霍坡香梨"]


def test_the_wrong_file_without_its_list_is_told_of_that(kept: Run, tmp_path: Path) -> None:
    assert refused(kept, "import", str(tmp_path / "gis.csv")).key == "watchlist.errors.needs_yes_import"


def test_where_a_name_stands_is_shown(kept: Run) -> None:
    (shown,) = data(kept("show", "霍坡香梨", "--json"))
    assert shown["lists"] == [
        {
            "list": "地理标志",
            "file": "gis.csv",
            "sheet": "",
            "row": 2,
            "batch": "第二批",
            "valid_from": "",
            "valid_until": "2028-12-31",
        }
    ]
    assert "地理标志；gis.csv 第 2 行；批次 第二批" in kept("show", "霍坡香梨").stdout


def test_a_yes_does_not_decide_on_a_renaming(kept: Run, marks: Path) -> None:
    marks.write_text(MARKS.replace("漳源锦,Z", "漳源锦老陈醋,Z"), encoding="utf-8")
    assert refused(kept, "import", str(marks), "--yes").key == "watchlist.errors.needs_rename"
    assert refused(kept, "import", str(marks), "--rename", "漳源=漳源锦老陈醋").key == "watchlist.errors.needs_rename"
    kept("import", str(marks), "--rename", "漳源锦=漳源锦老陈醋")
    (shown,) = data(kept("show", "漳源锦老陈醋", "--json"))
    assert shown["id"] == "w0001"
    kept("undo", "--yes")
    assert data(kept("show", "w0001", "--json"))[0]["name"] == "漳源锦"


@pytest.mark.parametrize(("word", "ids"), [("--rename", ["w0001", "w0002"]), ("--not-renamed", ["w0004", "w0005"])])
def test_many_renamings_are_said_at_once(kept: Run, marks: Path, word: str, ids: list[str]) -> None:
    marks.write_text(MARKS.replace("漳源锦,", "漳源锦老陈醋,").replace("云杼锦,", "云杼锦布,"), encoding="utf-8")
    assert "漳源锦=漳源锦老陈醋" in refused(kept, "import", str(marks), "--yes").params["ways"]
    kept("import", str(marks), word, "*", "--yes")
    assert [n["id"] for n in data(kept("list", "--as", "名录", "--json"))] == ids


def test_ids_hits_and_review_stay_with_a_renamed_name(kept: Run, tmp_path: Path, marks: Path) -> None:
    mention = Mention("ZHANGYUANJIN", Role.MARK, "mark", "en", nice_classes=(33,))
    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    record = Record(
        source="us-uspto-applications", matter="tm:US:99000001", kind="application", title="DEMO", url="",
        as_of="2026-11-01", jurisdiction="US", events=(Event("filed", date(2026, 11, 1), ""),), mentions=(mention,),
    )  # fmt: skip
    with Store.open(tmp_path / "state") as store:
        begun = store.runs.begin("us-uspto-applications", now, None, None)
        store.records.fold([Scored(record, Category.TRADEMARK, "", ())], begun, now)
    kept("set", "漳源锦", "city=太原")

    def hits() -> list[tuple[Any, ...]]:
        with Store.open(tmp_path / "state", readonly=True) as store:
            return store.db.all("select id, subject, matter, first_seen from hits order by id")

    before = hits()
    assert len(before) > 0
    marks.write_text(MARKS.replace("漳源锦,Z", "漳源锦老陈醋,Z"), encoding="utf-8")
    kept("import", str(marks), "--rename", "漳源锦=漳源锦老陈醋")
    assert hits() == before


def test_every_change_is_in_the_history_with_who_and_why(kept: Run) -> None:
    kept("add", "汾香", "别名=FENXIANG", "--by", "李", "--reason", "来函")
    kept("set", "汾香", "类别=33")
    kept("show", "汾香", "--off", "FENXIANG", "--yes", "--by", "赵")
    kept("remove", "汾香", "--yes")
    changes = data(kept("history", "--json"))
    assert [c["act"] for c in changes] == ["remove", "switch", "set", "add", "import", "import"]
    add, first = changes[3], changes[-1]
    assert (add["by"], add["reason"], add["subject"], add["list"]) == ("李", "来函", "汾香", "名录")
    assert (first["by"], first["file"], first["before"]["names"], first["after"]["names"]) == ("王", "marks.csv", 0, 2)
    for lang in LANGUAGES:
        assert "{" not in kept("history", lang=lang).stdout


def test_undoing_goes_back_step_by_step_to_what_was(kept: Run) -> None:
    states = [data(kept("list", "--json"))]
    for words in (
        ("add", "汾香"),
        ("set", "汾香", "别名=FENXIANG"),
        ("show", "云杼锦", "--off", "YUNZHU"),
        ("remove", "汾香"),
    ):
        kept(*words, "--yes")
        states.append(data(kept("list", "--json")))
    for state in reversed(states[:-1]):
        kept("undo", "--yes")
        assert data(kept("list", "--json")) == state
    kept("undo", "--yes")  # the list of GIs
    kept("undo", "--yes")  # the first import
    with pytest.raises(UsageError):
        kept("list")
    with pytest.raises(UsageError) as caught:
        kept("undo")
    assert caught.value.key == "watchlist.errors.nothing_to_undo"


def test_the_lists_before_the_latest_changes_are_kept_and_no_more(kept: Run, tmp_path: Path) -> None:
    for number in range(KEPT_CONTENTS):
        kept("set", "云杼锦", f"city=城{number}")
    changes = data(kept("history", "--json"))
    assert [c["kept"] for c in changes] == [True] * KEPT_CONTENTS + [False] * 2


def test_switching_names_all_it_switches_and_asks_for_the_main_one(kept: Run) -> None:
    kept("set", "云杼锦", "别名+=YUN ZHU")
    assert refused(kept, "show", "云杼锦", "--off", "yun zhu").key == "watchlist.errors.needs_yes_main"
    said = kept("show", "云杼锦", "--off", "yun zhu", "--yes").stderr
    assert "变体“YUNZHU”" in said
    assert "变体“YUN ZHU”" in said
    off = data(kept("list", "--off", "--json"))
    assert {(o["text"], o["main"]) for o in off} >= {("YUNZHU", True)}


def test_an_old_copy_says_so_and_asks(kept: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    kept("export", str(out), "--as", "名录")
    assert data(kept("import", str(out), "--json"))["stale"] is None
    kept("set", "云杼锦", "别名+=YUN DRU")
    kept("add", "汾香", at="2026-11-21T10:00:00+08:00")
    seen = kept("import", str(out), "--dry-run").stderr
    assert "此后名录已有 2 处改动" in seen
    assert "别名：YUNZHU; YUNCHU → YUNZHU; YUNCHU; YUN DRU" in seen
    assert refused(kept, "import", str(out)).key == "watchlist.errors.needs_yes_stale"
    kept("import", str(out), "--yes")
    assert names(kept) == ["漳源锦", "云杼锦", "霍坡香梨"]


def test_an_export_goes_back_to_its_own_list(kept: Run, tmp_path: Path) -> None:
    kept("export", str(tmp_path / "gi.yaml"), "--as", "地理标志")
    assert data(kept("import", str(tmp_path / "gi.yaml"), "--json"))["list"] == "地理标志"
    kept("export", str(tmp_path / "all.csv"))
    assert refused(kept, "import", str(tmp_path / "all.csv")).key == "watchlist.errors.whole_of_several"


def test_all_lines_are_shown_when_asked(kept: Run, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    many.write_text(
        "商标名称\n" + "".join(f"汾{c}香\n" for c in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"), encoding="utf-8"
    )
    folded = kept("import", str(many), "--as", "试", "--dry-run").stderr
    assert "加 --all" in folded
    assert "汾亥香" not in folded.split("新增")[-1]
    assert "汾亥香" in kept("import", str(many), "--as", "试", "--dry-run", "--all").stderr


def test_what_two_people_change_at_once_is_told(kept: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.jobs import importing

    session: Any = Session(state=tmp_path / "state", at="2026-11-20T10:00:00+08:00")
    planned = importing.plan_addition(session, ["汾香"], (), importing.Batch())
    kept("add", "汾岚")
    with pytest.raises(UsageError) as caught:
        importing.take_in(session, planned, Path())
    assert caught.value.key == "watchlist.errors.changed_meanwhile"
    assert names(kept) == ["漳源锦", "云杼锦", "汾岚", "霍坡香梨"]


def test_a_change_that_fails_half_way_leaves_everything(
    kept: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = data(kept("list", "--json")), data(kept("lists", "--json")), data(kept("history", "--json"))
    real = Store.open

    def breaking(*args: Any, **words: Any) -> Store:
        store = real(*args, **words)
        if not words.get("readonly"):
            monkeypatch.setattr(type(store.watchlist), "_note", lambda *a, **k: 1 / 0)
        return store

    with monkeypatch.context() as patched:
        patched.setattr(Store, "open", breaking)
        with pytest.raises((ZeroDivisionError, AssertionError)):
            kept("remove", "--list", "地理标志", "--yes")
    assert (data(kept("list", "--json")), data(kept("lists", "--json")), data(kept("history", "--json"))) == before
