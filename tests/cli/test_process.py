"""The command as a process: it says and leaves what a call in this process says, and no console of another code page
ends it. The other tests call it in this process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.resources import demo_folder
from tests.command import Done, command
from tests.demo_run import AT, demo_read, monitor


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    return demo_read(folder)


@pytest.fixture
def texts_file(tmp_path: Path) -> str:
    path = tmp_path / "texts.csv"
    path.write_text("id,text\n1,LANGUHE\n2,NOTHING OF NOTE\n", encoding="utf-8")
    return str(path)


# One of each group, as a clerk calls it; all of them leave the state folder as it is.
SAID = [
    ["--help"],
    ["--version"],
    ["hit", "list"],
    ["hit"],
    ["source", "list", "--lang", "en"],
    ["source", "test", "br-inpi", "--replay", str(demo_folder())],
    ["watchlist", "show", "岚谷禾"],
    ["match", "岚谷禾", "LANGUHE", "--class", "33"],
    ["lookup", "岚谷禾", "--json"],
    ["status", "--json"],
    ["bulletin", "show", "--week", "2020-W01"],
    ["run", "--sources", "/nowhere.yaml"],
    ["run", "--source", "no-such", "--lang", "en"],
    ["demo", "--no-such-option"],
    ["nosuch"],
]


@pytest.mark.parametrize("words", SAID, ids=" ".join)
def test_a_process_says_and_leaves_what_a_call_does(state: Path, words: list[str]) -> None:
    alone, here = monitor(state, *words, interpreter=True), monitor(state, *words)
    assert alone.stdout + alone.stderr
    assert "Traceback" not in alone.stderr
    assert (alone.returncode, alone.stdout, alone.stderr) == (here.returncode, here.stdout, here.stderr)


def test_screening_in_several_processes_says_the_same(state: Path, texts_file: str) -> None:
    words = ("screen", texts_file, "--json", "--jobs", "2")
    alone, here = monitor(state, *words, interpreter=True), monitor(state, *words)
    assert (alone.returncode, alone.stdout) == (here.returncode, here.stdout)
    assert "岚谷禾" in alone.stdout


@pytest.mark.slow
def test_the_whole_job_as_processes(tmp_path: Path) -> None:
    names = monitor(tmp_path, "watchlist", "import", str(demo_folder() / "watchlist.xlsx"), "--yes", interpreter=True)
    ran = monitor(tmp_path, "run", "--replay", str(demo_folder()), interpreter=True)
    built = monitor(tmp_path, "bulletin", "build", "--json", interpreter=True)
    shown = monitor(tmp_path, "bulletin", "show", interpreter=True)
    doctor = monitor(tmp_path, "doctor", interpreter=True)
    assert [d.returncode for d in (names, ran, built, shown, doctor)] == [0, 6, 0, 0, 3]  # one source lacks its key
    assert Path(json.loads(built.stdout)["files"]["html"]).is_file()
    assert "岚谷禾" in shown.stdout
    for done in (names, ran, built, shown, doctor):
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("console", ["ascii", "latin-1", "cp437", "gb18030"])
def test_a_console_of_another_code_page_does_not_end_a_command(state: Path, console: str) -> None:
    usual, done = monitor(state, "hit", "list"), on(console, state, "hit", "list")
    assert done.returncode == usual.returncode == 0
    assert "LANGUHE" in done.stdout
    assert done.stderr == ""
    if console == "gb18030":  # a code page that has the characters shows them
        assert done.stdout == usual.stdout


@pytest.mark.parametrize("words", [["hit", "show", "no-such"], ["hit", "--help"], ["status"], ["nosuch"]], ids=" ".join)
def test_help_and_refusals_come_through_a_console_without_chinese(state: Path, words: list[str]) -> None:
    usual, done = monitor(state, *words), on("cp437", state, *words)
    assert done.returncode == usual.returncode
    assert len(done.stdout) == len(usual.stdout)
    assert len(done.stderr) == len(usual.stderr)


@pytest.mark.parametrize("console", ["ascii", "cp437", "gb18030"])
def test_json_loses_nothing_on_any_console(state: Path, console: str) -> None:
    done = on(console, state, "hit", "list", "--json")
    assert json.loads(done.stdout) == json.loads(monitor(state, "hit", "list", "--json").stdout)


def on(console: str, state: Path, *words: str) -> Done:
    """A process whose streams have the code page of a console; they are read by it."""
    return monitor(state, *words, env={"PYTHONIOENCODING": console}, interpreter=True, encoding=console)


def test_words_that_are_given_are_all_that_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not how the process around a call was started."""
    monkeypatch.setattr(sys, "argv", ["pytest", "--lang", "en", "--state", str(tmp_path)])
    here = command("source", "list", "--state", str(tmp_path / "x"))
    assert here.returncode == 0
    assert "时间表" in here.stdout
    assert not (tmp_path / "monitor.db").exists()


def test_two_calls_in_one_process_each_speak_their_language(tmp_path: Path) -> None:
    pages = [command("bulletin", "build", "--help", "--lang", lang).stdout for lang in ("zh", "en", "zh")]
    assert pages[0] == pages[2]
    assert "用法" in pages[0]
    assert "Usage" in pages[1]
    assert "用法" not in pages[1]


def test_a_call_that_is_given_no_words_reads_those_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["monitor", "--version"])
    with pytest.raises(SystemExit) as leaving:
        main()
    assert leaving.value.code == 0
    assert capsys.readouterr().out.startswith("monitor ")


@pytest.mark.parametrize("words", [["hit", "list"], ["lookup", "337-TA-9911", "--json"], ["--help"]], ids=" ".join)
def test_a_reader_that_closes_the_pipe_is_no_error(state: Path, words: list[str]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    called = [sys.executable, "-m", "monitor", "--state", str(state), *words]
    with os.fdopen(writes, "wb") as closed:
        done = subprocess.run(called, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_a_reader_that_stops_after_the_first_line_does_not_change_the_code(state: Path) -> None:
    """`monitor status | head -1`: what is overdue stays at fault."""
    usual = monitor(state, "status", process=True)
    assert usual.returncode != 0
    reads, writes = os.pipe()
    os.close(reads)
    called = [sys.executable, "-m", "monitor", "--state", str(state), "--at", AT, "status"]
    with os.fdopen(writes, "wb") as closed:
        done = subprocess.run(called, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert done.returncode == usual.returncode
    assert b"BrokenPipe" not in done.stderr
