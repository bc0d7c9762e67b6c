"""The commands as a clerk meets them: help in two languages, sentences instead of tracebacks, documented all."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
import typer.main

from monitor.cli.app import build, global_options_first
from monitor.cli.common import printable
from monitor.config.settings import Settings
from monitor.errors import DiskFull
from monitor.jobs import examine
from monitor.outbox import kept
from monitor.resources import shipped
from monitor.texts import LANGUAGES, Texts
from tests.conftest import ROOT
from tests.demo_run import demo_read, monitor, with_demo_names


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    children = getattr(command, "commands", None)
    if not children:
        yield path, command
        return
    for name, child in children.items():
        yield from commands(child, (*path, name))


ALL = dict(commands(typer.main.get_command(build())))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_and_option_has_help(path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert command.help
    for parameter in command.params:
        help_text = getattr(parameter, "help", "")
        assert help_text, f"{path} {parameter.name}"
        assert not re.fullmatch(r"[a-z_.]+", help_text), f"a missing text: {help_text}"


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_is_in_the_readme(path: tuple[str, ...]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"monitor {' '.join(path)}" in readme


def test_help_speaks_two_languages(tmp_path: Path) -> None:
    chinese = monitor(tmp_path, "run", "--help").stdout
    english = monitor(tmp_path, "run", "--help", "--lang", "en").stdout
    assert "查询全部来源" in chinese
    assert "Query all sources" in english
    assert not re.search("[一-龥]", english.replace("中文", ""))


def test_global_options_may_stand_anywhere() -> None:
    words = ["hit", "list", "--state", "x", "--json", "--lang=en", "--at", "2026-11-20"]
    front = ["--state", "x", "--lang=en", "--at", "2026-11-20"]
    assert global_options_first(words) == [*front, "hit", "list", "--json"]
    assert global_options_first(["lookup", "--", "--state"]) == ["lookup", "--", "--state"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["no-such-command"], 2, "no-such-command"),
        (["run", "--no-such-option"], 2, "--no-such-option"),
        (["run", "--source", "no-such"], 2, "no-such"),
        (["run", "--since", "yesterday"], 2, "yesterday"),
        (["run", "--replay", "/nowhere"], 4, "/nowhere"),
        (["bulletin", "build", "--week", "47"], 2, "47"),
        (["bulletin", "build", "--week", "2030-W01"], 2, "2030-W01"),
        (["hit", "list"], 4, "watchlist import"),
        (["hit", "show", "7"], 4, "watchlist import"),
        (["lookup", "x"], 2, "x"),
        (["source", "show", "no-such"], 2, "no-such"),
        (["watchlist", "import", "/nowhere.xlsx"], 4, "/nowhere.xlsx"),
        (["status", "--sources", "/nowhere.yaml"], 4, "/nowhere.yaml"),
    ],
)
def test_what_is_wrong_is_a_sentence(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    for lang in ("zh", "en"):
        done = monitor(tmp_path / "state", *words, "--lang", lang)
        assert done.returncode == code, done.stderr
        assert said in done.stderr.replace("\n", "")
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") <= 6


@pytest.mark.parametrize("option", ["--band", "--status", "--category", "--name"])
def test_a_misspelt_filter_does_not_read_as_nothing_found(state: Path, option: str) -> None:
    done = monitor(state, "hit", "list", option, "no-such")
    assert done.returncode == 2
    assert "no-such" in done.stderr
    assert "errors." not in done.stderr


def test_a_group_without_a_command_shows_its_help(tmp_path: Path) -> None:
    done = monitor(tmp_path, "hit")
    assert done.returncode == 2
    assert "list" in done.stderr
    assert "错误" not in done.stderr


def test_usage_errors_are_in_the_readers_language(tmp_path: Path) -> None:
    assert "没有“nosuch”这个命令" in monitor(tmp_path, "nosuch").stderr
    assert "没有选项 --sinc" in monitor(tmp_path, "run", "--sinc", "x").stderr
    assert "编号" in monitor(tmp_path, "hit", "show", "first").stderr


def test_a_name_is_shown_in_words_not_codes(state: Path) -> None:
    shown = monitor(state, "watchlist", "show", "岚谷禾").stdout
    assert "威妥玛拼音" in shown
    assert not re.search(r"wade_giles|kana_on|hangul_sino|pinyin_spaced", shown)
    deadlines = monitor(state, "hit", "show", "1").stdout
    assert not re.search(r"us-(?:itc|tm|suit)-[a-z-]+response", deadlines)


def test_a_bad_time_is_a_usage_error(tmp_path: Path) -> None:
    done = monitor(tmp_path, "run", at="noonish")
    assert done.returncode == 2
    assert "noonish" in done.stderr


def test_an_unexpected_error_is_a_sentence_and_its_details_are_kept(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    (tmp_path / "captures").write_text("a file where a folder should be")
    done = monitor(tmp_path, "run", "--replay", str(ROOT / "monitor" / "demo"))
    assert done.returncode in (1, 4)
    assert "Traceback" not in done.stderr
    if done.returncode == 1:
        assert "Traceback" in (tmp_path / "errors.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_there_is_no_state_folder_no_file_of_details_is_named(
    tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("events.toml line 54")

    monkeypatch.setattr("monitor.cli.app.build", broken)
    done = monitor(tmp_path / "none", "--lang", lang, "doctor")
    assert done.returncode == 1
    assert "ValueError: events.toml line 54" in done.stderr
    assert Texts(lang)("errors.unexpected_nowhere_kept", what="ValueError: events.toml line 54") in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    return demo_read(folder)


JSON = [
    ["hit", "list"], ["hit", "show", "1"], ["status"], ["source", "list"], ["source", "show", "br-inpi"], ["doctor"],
    ["lookup", "岚谷禾"], ["bulletin", "build"], ["watchlist", "list"], ["watchlist", "show", "岚谷禾"],
    ["watchlist", "lint"], ["match", "岚谷禾", "LANGUHE"],
]  # fmt: skip


@pytest.mark.parametrize("words", JSON, ids=" ".join)
def test_json_is_all_that_stands_on_stdout(state: Path, words: list[str]) -> None:
    done = monitor(state, *words, "--json")
    assert json.loads(done.stdout)


@pytest.mark.parametrize("words", JSON, ids=" ".join)
def test_people_get_no_empty_answer(state: Path, words: list[str]) -> None:
    for lang in ("zh", "en"):
        done = monitor(state, *words, "--lang", lang)
        assert done.stdout.strip() or done.stderr.strip()
        assert "Traceback" not in done.stderr
        # No text key and no unfilled placeholder reaches a person.
        assert not re.search(r"\b(?:cli|errors|health|fetch|watchlist|matching|company)\.[a-z_]+\.[a-z_]+", done.stdout)


def test_hit_list_has_the_agreed_fields(state: Path) -> None:
    hit = json.loads(monitor(state, "hit", "list", "--json").stdout)[0]
    agreed = (
        "id state kind category jurisdiction matter title watched watched_id score band role field text variant "
        "variant_kind explanation events deadlines sources url first_seen last_changed"
    )
    assert set(agreed.split()) <= set(hit)


def test_status_has_the_agreed_fields(state: Path) -> None:
    row = json.loads(monitor(state, "status", "--json").stdout)[0]
    assert {
        "id",
        "state",
        "verdict",
        "last_ok",
        "newest_item",
        "items",
        "usual",
        "expectation",
        "next_run",
        "message",
    } <= set(row)


def test_lookup_finds_unwatched_names_and_says_what_was_searched(state: Path) -> None:
    data = json.loads(monitor(state, "lookup", "Golden Harbor Beverage Trading LLC", "--json").stdout)
    assert data["watched"] is None
    assert [f for f in data["found"] if f["role"] == "applicant"]
    assert data["searched"]["matters"] > 10
    nothing = monitor(state, "lookup", "从未出现的名称")
    assert "没有找到" in nothing.stdout
    assert "不等于没有" in nothing.stdout  # the feeds reach back a day only


def test_doctor_names_what_is_missing(tmp_path: Path) -> None:
    done = monitor(tmp_path, "doctor", "--json")
    assert done.returncode == 4
    levels = {f["level"] for f in json.loads(done.stdout)}
    assert "bad" in levels
    assert "名录为空" in done.stdout


@pytest.mark.parametrize("words", [["run"], ["doctor"], ["source", "list"], ["daemon"]], ids=" ".join)
def test_a_misspelt_option_of_a_source_is_found_before_it_is_run(tmp_path: Path, words: list[str]) -> None:
    text = shipped("sources.yaml").read_text(encoding="utf-8")
    file = tmp_path / "sources.yaml"
    file.write_text(text.replace("max_xml_bytes:", "max_xml_bites:"), encoding="utf-8")
    line = text[: text.index("max_xml_bytes:")].count("\n") + 1
    done = monitor(tmp_path / "state", *words, "--sources", str(file))
    assert done.returncode == 4
    said = re.sub(r"\s", "", done.stdout + done.stderr)
    assert "sources.yaml" in said
    assert f"第{line}行" in said
    assert "options.max_xml_bites" in said


@pytest.mark.parametrize("words", [["status"], ["doctor"], ["daemon"]], ids=" ".join)
def test_a_schedule_nobody_can_keep_is_refused_with_its_line(tmp_path: Path, words: list[str]) -> None:
    text = shipped("sources.yaml").read_text(encoding="utf-8")
    file = tmp_path / "sources.yaml"
    file.write_text(text.replace('"10 22 * * tue,wed"', '"99 22 * * tue"'), encoding="utf-8")
    done = monitor(tmp_path / "state", *words, "--sources", str(file))
    assert done.returncode == 4
    said = re.sub(r"\s", "", done.stdout + done.stderr)
    assert "schedule" in said
    assert "“99”" in said
    assert "意外" not in said


def test_a_language_nothing_is_written_in_is_refused(tmp_path: Path) -> None:
    for done in (
        monitor(tmp_path, "source", "list", "--lang", "fr"),
        monitor(tmp_path, "source", "list", "--lang=fr"),
        monitor(tmp_path, "source", "list", env={"MONITOR_LANG": "fr"}),
    ):
        assert done.returncode == 2
        assert "fr" in done.stderr
        assert "zh, en" in done.stderr
    assert monitor(tmp_path, "source", "list", env={"LANG": "fr_FR.UTF-8", "MONITOR_LANG": ""}).returncode == 0
    assert monitor(tmp_path, "source", "list", "--lang", "en", env={"MONITOR_LANG": "fr"}).returncode == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_command_that_is_cut_off_says_what_is_kept(tmp_path: Path, lang: str) -> None:
    cut = "import monitor.cli.source as s, monitor.cli.app as a\ndef cut(*_): raise KeyboardInterrupt\ns._row = cut\na.main()"
    done = subprocess.run(
        [sys.executable, "-c", cut, "--state", str(tmp_path), "source", "list", "--lang", lang],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 130
    assert done.stderr.count("\n") == 1
    assert Texts(lang)("errors.interrupted") in done.stderr
    assert "monitor run" in done.stderr


def test_a_full_disk_is_told_in_one_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull) as caught:
        kept.write(tmp_path / "x" / "bulletin.html", b"x")
    assert (caught.value.key, caught.value.exit_code) == ("errors.state_full", 1)


def test_source_test_stores_nothing(tmp_path: Path) -> None:
    done = monitor(
        tmp_path / "state", "source", "test", "br-inpi", "--replay", str(ROOT / "monitor" / "demo"), "--json"
    )
    data = json.loads(done.stdout)
    assert data["runs"][0]["records"] > 0
    assert data["sample"]
    assert not (tmp_path / "state").exists()


def test_terminal_steering_is_taken_out() -> None:
    assert printable("a\x1b[31mred\u202egnp.exe\x07\nb") == "a[31mredgnp.exe\nb"


def test_doctor_goes_on_where_the_database_is_damaged(state: Path, tmp_path: Path) -> None:
    shutil.copytree(state, tmp_path / "state")
    database = tmp_path / "state" / "monitor.db"
    damaged = bytearray(database.read_bytes())
    damaged[8192:] = b"\xa5" * (len(damaged) - 8192)
    database.write_bytes(bytes(damaged))
    done = monitor(tmp_path / "state", "doctor", "--json")
    assert done.returncode == 4
    levels = {f["what"]: f["level"] for f in json.loads(done.stdout)}
    t = Texts("zh")
    assert levels[t("cli.doctor.check.state")] == "bad"
    assert levels[t("cli.doctor.check.disk")] in (
        "fine",
        "warn",
    )  # what has nothing to do with it is looked at all the same


@pytest.mark.parametrize("separator", [",", "，", "；", ";", "、", "， "])
def test_recipients_are_told_apart_as_a_chinese_keyboard_writes_them(separator: str) -> None:
    written = Settings(mail_to=separator.join(["a@office.example", "b@office.example"]))
    assert written.recipients == ("a@office.example", "b@office.example")


def mail_findings(state: Path, **settings: str) -> list[tuple[str, str]]:
    env = {f"MONITOR_{name.upper()}": value for name, value in settings.items()}
    done = monitor(state, "doctor", "--json", env=env)
    return [(f["level"], f["text"]) for f in json.loads(done.stdout) if f["what"] == "邮件"]


def test_doctor_names_an_address_that_is_none(tmp_path: Path) -> None:
    found = mail_findings(
        tmp_path,
        smtp_host="mail.office.example",
        mail_from="ip@office.example",
        mail_to="a.office.example,b@office.example",
    )
    assert [text for level, text in found if level == "bad" and "a.office.example" in text]
    assert not [text for level, text in found if level == "bad" and "b@office.example" in text]


@pytest.mark.parametrize("addresses", ["", " ", ",", "，"])
def test_mail_that_is_configured_in_part_is_trouble_and_none_at_all_is_a_note(tmp_path: Path, addresses: str) -> None:
    in_part = mail_findings(tmp_path, smtp_host="mail.office.example", mail_from="ip@office.example", mail_to=addresses)
    assert {level for level, _ in in_part} == {"bad"}
    assert "MONITOR_MAIL_TO" in in_part[0][1]
    assert {level for level, _ in mail_findings(tmp_path)} == {"warn"}


@pytest.mark.parametrize(("free", "level"), [(3e9, "fine"), (1e9, "warn"), (1e8, "bad")])
def test_doctor_calls_a_disk_that_is_nearly_full_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, level: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=int(free)))
    around = SimpleNamespace(state=tmp_path, texts=Texts("zh"))
    assert [found for found, _ in examine._disk(around)] == [level]  # type: ignore[arg-type]


def test_every_setting_of_a_source_has_a_name_in_words(state: Path) -> None:
    for source in ("us-pacer-rss", "us-itc-ids", "us-uspto-applications", "br-inpi", "us-courtlistener"):
        shown = monitor(state, "source", "show", source, env={"COLUMNS": "160"}).stdout
        settings = shown.split("\n\n")[0].splitlines()[1:]
        assert len(settings) > 15
        bare = [line for line in settings if re.match(r"[a-z_.]+ ", line)]
        assert not bare
