"""The library: what its page shows is true, it loads late, and its answers are those of the commands."""

from __future__ import annotations

import doctest
import inspect
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import pytest

import monitor
from monitor.fetch import replay as stored
from monitor.resources import demo_folder
from tests.command import command
from tests.conftest import ROOT
from tests.demo_run import AT, run_replay, with_demo_names
from tests.demo_run import monitor as monitor_command

PAGE = ROOT / "docs" / "api.md"
THEN = datetime(2026, 11, 20, 10)  # AT, in Beijing time
LANGUHE = monitor.WatchedName("w1", "岚谷禾", aliases=("LANGUHE",), nice_classes=(33,), owner="山西岚谷禾酒业有限公司")


def in_a_process(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    return done.stdout


# --- the page ---------------------------------------------------------------------------------------------------


def test_every_example_of_the_page_says_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    told: list[str] = []
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, PAGE.name, 0)
    assert len(examples.examples) > 15
    doctest.DocTestRunner().run(examples, out=told.append)
    assert not told, "".join(told)


def test_the_page_names_every_function_with_its_signature() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in ("match", "screen", "read_watchlist", "replay", "explain"):
        function = getattr(monitor, name)
        asked = inspect.signature(function)
        bare = asked.replace(
            parameters=[p.replace(annotation=p.empty) for p in asked.parameters.values()],
            return_annotation=asked.empty,
        )
        shown = str(bare).replace("'", '"')
        assert f"| `{name}{shown}` |" in text
        assert function.__doc__


# --- the package ------------------------------------------------------------------------------------------------


def test_importing_the_package_loads_nothing_of_it() -> None:
    program = "import sys; old = set(sys.modules); import monitor; print(sorted(set(sys.modules) - old - {'typing'}))"
    loaded = in_a_process(program)
    assert [m for m in json.loads(loaded.replace("'", '"')) if m.startswith("monitor")] == ["monitor"]
    assert not {"pydantic", "httpx", "lxml", "sqlite3"} & set(json.loads(loaded.replace("'", '"')))


def test_comparing_a_pair_loads_neither_configuration_nor_store() -> None:
    program = "import sys, monitor; monitor.match('岚谷禾', 'LANGUHE'); print(*sys.modules)"
    loaded = set(in_a_process(program).split())
    assert "monitor.matching.matcher" in loaded
    assert not {"pydantic", "httpx", "ruamel.yaml", "monitor.store", "monitor.config"} & loaded


def test_every_public_name_is_there_and_none_is_that_of_a_module() -> None:
    """A module would take the place of a function of its name as soon as somebody imports it."""
    assert {name for name in monitor.__all__ if not hasattr(monitor, name)} == set()
    assert set(monitor.__all__) <= set(dir(monitor))
    rooms = {p.stem for p in (ROOT / "monitor").iterdir()}
    assert not set(monitor.__all__) - {"__version__"} & rooms


def test_a_name_that_is_not_there_is_missed_as_ever() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        monitor.no_such_name  # noqa: B018


# --- the answers are those of the commands ------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["LAN KU HO", "LANGUHE RESERVE", "WHISKY", "!岚谷禾!"])
def test_a_pair_is_answered_as_by_the_command(tmp_path: Path, text: str) -> None:
    done = command("--state", str(tmp_path / "none"), "match", "岚谷禾", text, "--class", "33", "--json")
    told, found = json.loads(done.stdout), monitor.match("岚谷禾", text, classes=[33])
    assert found is not None
    assert (found.score, found.band and found.band.value) == (told["score"], told["band"])
    assert monitor.explain(found) == told["explanation"]


def test_rows_are_screened_as_by_the_command(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    owner = "Shanxi Languhe Liquor Co., Ltd."
    table.write_text(f'id,text,class,country,owner\na,LANGUHE,33,us,Somebody LLC\nb,JOURNEY,,CN,"{owner}"\n', "utf-8")
    listed = demo_folder() / "watchlist.xlsx"
    done = command("screen", str(table), "--watchlist", str(listed), "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    rows = [
        monitor.Row("LANGUHE", "a", classes=(33,), country="us", owners=("Somebody LLC",)),
        monitor.Row("JOURNEY", "b", country="CN", owners=(owner,)),
    ]
    found = list(monitor.screen(rows, monitor.read_watchlist(listed).names))
    assert told
    assert [(f.row.id, f.name.id, f.text, f.match.score, f.match.own_filing, f.in_owners) for f in found] == [
        (t["id"], t["watched_id"], t["text"], t["score"], t["own_filing"], t["column"] == "owner") for t in told
    ]


def test_a_replay_gives_the_verdicts_and_hits_of_the_command(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    runs = run_replay(tmp_path)
    hits = json.loads(monitor_command(tmp_path, "hit", "list", "--json", at=AT).stdout)
    names = monitor.read_watchlist(demo_folder() / "watchlist.xlsx").names
    done = monitor.replay(demo_folder(), names, at=THEN)
    assert [(r.source, r.verdict.value) for r in done.runs] == [(r["source"], r["verdict"]) for r in runs]
    assert done.checked is all(r["verdict"] in ("ok", "unchanged", "empty") for r in runs)
    assert hits
    assert list(done.hits) == (hits if isinstance(hits, list) else hits["hits"])


def test_a_replay_leaves_nothing_behind_and_reads_no_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = tmp_path / "bodies"  # of inline answers; they are kept until the process ends
    bodies.mkdir()
    monkeypatch.setattr(stored._InlineBody, "folder", bodies)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("MONITOR_STATE", str(tmp_path / "of-the-user"))
    monkeypatch.setenv("MONITOR_SMTP_PORT", "no number")
    done = monitor.replay(demo_folder(), [LANGUHE], sources=["br-inpi"], at=THEN)
    assert done.runs
    assert list(tmp_path.iterdir()) == [bodies]


def test_stored_answers_that_lack_one_are_not_checked(tmp_path: Path) -> None:
    (tmp_path / "replay.yaml").write_text("[]\n", "utf-8")
    done = monitor.replay(tmp_path, [LANGUHE], sources=["us-itc-ids"], at=THEN)
    assert not done.hits
    assert not done.checked
    assert [monitor.explain(reason) for reason in done.runs[0].reasons]


# --- what is wrong is said ----------------------------------------------------------------------------------------


def test_no_names_are_an_error_and_not_no_hits() -> None:
    with pytest.raises(monitor.UsageError) as screening:
        monitor.screen(["LANGUHE"], [])
    with pytest.raises(monitor.UsageError) as replaying:
        monitor.replay(demo_folder(), [])
    assert screening.value.key == replaying.value.key == "screen.errors.no_names"


@pytest.mark.parametrize("nothing", ["", "  ", "!!!", "·"])
def test_a_row_without_letters_finds_nothing_and_the_next_is_read(nothing: str) -> None:
    rows = [nothing, monitor.Row(nothing, owners=("", nothing)), "LANGUHE"]
    assert [f.number for f in monitor.screen(rows, [LANGUHE])] == [3]


def test_an_id_twice_is_refused_since_one_of_them_would_be_lost() -> None:
    with pytest.raises(monitor.UsageError) as caught:
        monitor.screen(["LANGUHE"], [LANGUHE, monitor.WatchedName("w1", "云杼")])
    assert caught.value.key == "screen.errors.same_id"


@pytest.mark.parametrize("wrong", [0, 46, -1])
def test_a_class_that_does_not_exist_is_refused_since_it_would_lower_scores(wrong: int) -> None:
    with pytest.raises(monitor.UsageError):
        monitor.match("岚谷禾", "LANGUHE", classes=[33, wrong])
    with pytest.raises(monitor.UsageError):
        list(monitor.screen([monitor.Row("LANGUHE", classes=(wrong,))], [LANGUHE]))


def test_one_text_is_not_taken_for_as_many_as_it_has_letters() -> None:
    with pytest.raises(TypeError):
        list(monitor.screen("LANGUHE", [LANGUHE]))
    with pytest.raises(TypeError):
        monitor.screen(["LANGUHE"], "岚谷禾")
    with pytest.raises(TypeError):
        monitor.replay(demo_folder(), [LANGUHE], sources="br-inpi")


def test_a_source_that_is_not_known_and_a_replay_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(monitor.UsageError):
        monitor.replay(demo_folder(), [LANGUHE], sources=["no-such"])
    with pytest.raises(monitor.InputFileError):
        monitor.replay(tmp_path / "nothing", [LANGUHE], sources=["br-inpi"])
    with pytest.raises(monitor.InputFileError):
        monitor.read_watchlist(tmp_path / "nothing.xlsx")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_error_has_its_sentence(lang: str) -> None:
    for wrong in (lambda: monitor.screen([], []), lambda: monitor.match("岚谷禾", "X", classes=[99])):
        with pytest.raises(monitor.MonitorError) as caught:
            wrong()
        assert caught.value.key not in monitor.explain(caught.value, lang)


def test_rows_are_read_as_they_are_asked_for() -> None:
    read: list[int] = []

    def rows() -> object:
        for number in range(10_000):
            read.append(number)
            yield "LANGUHE"

    first = next(monitor.screen(rows(), [LANGUHE]))  # type: ignore[arg-type]
    assert first.number == 1
    assert len(read) < 10_000


# --- for those who check types ---------------------------------------------------------------------------------------

PROGRAM = """
from datetime import datetime
from pathlib import Path

import monitor
from monitor import Found, Match, ReadResult, Replayed, Row, WatchedName, explain, match, read_watchlist, replay, screen

found: Match | None = match("a name", "a text", classes=[33])
listed: ReadResult = read_watchlist(Path("list.xlsx"))
names: tuple[WatchedName, ...] = listed.names
hits: list[Found] = list(screen(["a text", Row("a text", classes=(33,))], [*names, "another"]))
done: Replayed = replay("folder", names, sources=["br-inpi"], at=datetime(2026, 11, 20))
told: list[str] = [explain(reason, "en") for run in done.runs for reason in run.reasons]
version: str = monitor.__version__
"""


@pytest.mark.slow
def test_a_program_that_uses_the_library_passes_a_strict_check_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    def checked(program: str) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "program.py"
        path.write_text(program, "utf-8")
        return subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent", str(path)],
            capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "MYPYPATH": str(ROOT)},
        )  # fmt: skip

    good = checked(PROGRAM)
    assert good.returncode == 0, good.stdout
    bad = checked(PROGRAM + "wrong: int = match('a', 'b')\nscreen([1], names)\n")
    assert bad.returncode == 1
    assert len(re.findall(r": error:", bad.stdout)) == 2
