"""The commands of the watchlist group, on a real state folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from monitor.cli.common import Session
from monitor.errors import InputFileError, UsageError
from monitor.texts import LANGUAGES, Texts
from tests.watchlist.books import office_book
from tests.watchlist.called import called

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*words: str) -> Result:
        session = Session(state=tmp_path / "state", at="2026-11-20T10:00:00+08:00")
        return called(session, *words)

    return call


def data(result: Result) -> Any:
    return json.loads(result.stdout)


def test_a_dry_run_says_everything_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    book = office_book(tmp_path / "名录.xlsx")
    seen = data(run("import", str(book), "--dry-run", "--json"))
    assert (seen["names"], seen["companies"], seen["written"]) == (8, 5, False)
    assert [(p["row"], p["taken"]) for p in seen["problems"] if not p["taken"]] == [(10, False), (11, False)]
    assert not (tmp_path / "state").exists()
    assert "第 10 行" in run("import", str(book), "--dry-run").stderr


def test_import_list_show_and_import_again(run: Run, tmp_path: Path) -> None:
    book = office_book(tmp_path / "名录.xlsx")
    first = data(run("import", str(book), "--json"))
    assert first["written"]
    assert first["recheck"] == {"records": 0, "hits": 0, "owed": False}
    listed = data(run("list", "--json"))
    assert len(listed) == 13
    again = data(run("import", str(book), "--json"))
    assert (again["added"], again["changed"], again["removed"], again["unchanged"]) == ([], [], [], 8)
    (shown,) = data(run("show", "LANGUHE", "--json"))
    assert shown["name"] == "岚谷禾"
    assert {"LANGUHE", "岚谷禾"} <= {v["text"] for v in shown["variants"]}


def test_a_variant_is_switched_off_on_and_stays_off_over_an_import(run: Run, tmp_path: Path) -> None:
    book = office_book(tmp_path / "名录.xlsx")
    run("import", str(book))
    spelling = next(v["text"] for v in data(run("show", "岚谷禾", "--json"))[0]["variants"] if v["prior"] < 1)

    def enabled() -> bool:
        return next(v["enabled"] for v in data(run("show", "岚谷禾", "--json"))[0]["variants"] if v["text"] == spelling)

    run("show", "岚谷禾", "--off", spelling.lower())
    assert not enabled()
    run("import", str(book))
    assert not enabled()
    run("show", "岚谷禾", "--on", spelling)
    assert enabled()
    with pytest.raises(UsageError):
        run("show", "岚谷禾", "--off", "ZZZZZ")


def test_names_are_not_taken_off_the_list_without_a_yes(run: Run, tmp_path: Path) -> None:
    run("import", str(office_book(tmp_path / "名录.xlsx")))
    less = tmp_path / "less.csv"
    less.write_text("商标名称\n岚谷禾\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        run("import", str(less))
    assert caught.value.params["count"] == 11
    assert len(data(run("list", "--json"))) == 13
    run("import", str(less), "--yes")
    assert [n["name"] for n in data(run("list", "--json"))] == ["岚谷禾", "山西岚谷禾酒业有限公司"]


@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_an_export_imported_again_changes_nothing(run: Run, tmp_path: Path, form: str) -> None:
    run("import", str(office_book(tmp_path / "名录.xlsx")))
    out = tmp_path / f"out.{form}"
    run("export", str(out))
    assert out.read_bytes() == run("export", "--format", form).stdout_bytes
    again = data(run("import", str(out), "--json"))
    assert (again["unchanged"], again["added"], again["problems"]) == (8, [], [])


def test_lint_reads_the_list_or_a_file(run: Run, tmp_path: Path) -> None:
    book = office_book(tmp_path / "名录.xlsx")
    assert data(run("lint", str(book), "--json"))["names"] == 8
    run("import", str(book))
    assert data(run("lint", "--json"))["names"] == 13
    assert run("lint").exit_code == 0


def test_errors_name_what_to_do_next(run: Run, tmp_path: Path) -> None:
    for words, kind in (
        (("list",), UsageError),
        (("import", str(tmp_path / "no.xlsx")), InputFileError),
        (("export", "--format", "doc"), UsageError),
    ):
        with pytest.raises(kind) as caught:
            run(*words)
        for lang in LANGUAGES:
            shown = Texts(lang)(caught.value.key, **caught.value.params)
            assert shown != caught.value.key
            assert "{" not in shown


def test_both_languages_have_the_same_texts() -> None:
    import re
    import tomllib

    from monitor import texts

    folder = Path(texts.__file__).parent

    def flat(node: dict[str, Any], prefix: str = "") -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, value in node.items():
            path = f"{prefix}{key}"
            found |= flat(value, path + ".") if isinstance(value, dict) else {path: set(re.findall(r"{(\w+)", value))}
        return found

    for area in ("watchlist", "rules"):
        zh, en = (
            flat(tomllib.loads((folder / lang / f"{area}.toml").read_text(encoding="utf-8"))) for lang in ("zh", "en")
        )
        assert zh == en
