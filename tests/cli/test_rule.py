"""`monitor rule add|list|expire|stats`, `monitor verdicts export`: in the office's own words. Invented names."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from monitor.failpoints import RULES
from monitor.store import Store
from tests.assess.doors import FIRM_EN, STRANGER, applicant, collect, mark, record
from tests.collect.single_source import NOW
from tests.command import Done, surroundings
from tests.demo_run import monitor
from tests.jobs.excepted import HARBOR, LAKE, Around, filing, hits, kept_out, office, published

TODAY = NOW.date()
UNTIL = ("--until", "2027-11-20", "--reason", "已核实")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    office(tmp_path / "state", filing(1), filing(2, events=[published(TODAY)]), filing(3, owners=[LAKE]))
    return tmp_path / "state"


def does(state: Path, *words: str, lang: str = "zh", env: dict[str, str] | None = None, process: bool = False) -> Done:
    return monitor(
        state, "--lang", lang, *words, at="2026-11-20T10:00", env={"COLUMNS": "160", **(env or {})}, process=process
    )


def gives(state: Path, *words: str) -> Any:
    done = does(state, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def number(state: Path, matter: str) -> str:
    return str(hits(Around(state))[matter].id)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("rule", "add"), "没有范围", "no scope"),
        (("rule", "add", "--name", "岚谷禾", *UNTIL), "没有范围", "no scope"),
        (("rule", "add", "--owner", HARBOR, "--reason", "x"), "2028-11-20", "2028-11-20"),
        (("rule", "add", "--owner", HARBOR, "--until", "2027-01-01"), "--reason", "--reason"),
        (("rule", "add", "--owner", HARBOR, "--until", "2029-01-01", "--reason", "x"), "至多两年", "two years at most"),
        (("rule", "add", "--name", "岚谷禾", "--class", "46", *UNTIL), "尼斯类别", "Nice class"),
        (("rule", "add", "--name", "岚谷禾", "--country", "BRA", *UNTIL), "两个字母", "two letters"),
        (("rule", "add", "--name", "岚谷禾", "--country", "US", "--kind", "dealer", *UNTIL), "--owner", "--owner"),
        (("rule", "add", "--owner", HARBOR, "--kind", "friend", *UNTIL), "licensee", "licensee"),
        (("rule", "add", "--hit", "99", *UNTIL), "99", "99"),
        (("rule", "add", "--owner", HARBOR, *UNTIL), "--keep-clocks", "--keep-clocks"),
        (("rule", "add", "--owner", HARBOR, "--yes", "--keep-clocks", *UNTIL), "只能写一个", "exclude"),
        (("rule", "expire"), "monitor rule list", "monitor rule list"),
        (("rule", "expire", "7"), "没有规则", "no rule"),
    ],
)
def test_what_is_no_rule_is_refused_with_what_to_write(state: Path, words: tuple[str, ...], zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        done = does(state, *words, lang=lang)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert kept_out(Around(state)) == set()
    assert gives(state, "rule", "list") == []


def test_a_rule_is_shown_made_listed_and_ended(state: Path) -> None:
    words = ("rule", "add", "--owner", HARBOR, "--keep-clocks", *UNTIL, "--by", "张三")
    tried = does(state, *words, "--dry-run")
    assert "（未建立）" in tried.stdout
    assert gives(state, "rule", "list") == []
    made = does(state, *words)
    assert "规则1（误报）：申请人或当事人 Golden Harbor Beverage Trading LLC" in made.stdout
    assert "有期限在走的 1 条照常列出" in made.stdout
    assert "monitor rule expire 1" in made.stderr
    (row,) = gives(state, "rule", "list")
    assert (row["id"], row["by"], row["until"], row["suppresses"], row["clocks"]) == (
        "1",
        "张三",
        "2027-11-20",
        1,
        [],
    )
    listed = does(state, "hit", "list")
    assert "另有 1 条按例外规则未列出" in listed.stderr
    assert {r["matter"] for r in gives(state, "hit", "list")} == {"tm:US:2", "tm:US:3"}
    assert [r["matter"] for r in gives(state, "hit", "list", "--suppressed")] == ["tm:US:1"]
    assert "按例外规则未列出" in does(state, "todo").stderr
    assert json.loads(does(state, "status", "--whole").stdout)["suppressed"] == 1
    ended = does(state, "rule", "expire", "1", "--by", "李四", "--reason", "看错了")
    assert f"恢复列出 1 条：#{number(state, 'tm:US:1')}" in ended.stdout
    assert "另有" not in does(state, "hit", "list").stderr
    (row,) = gives(state, "rule", "list", "--all")
    assert (row["state"], row["ended_by"]) == ("ended", "李四")
    (row,) = gives(state, "rule", "stats")
    assert (row["suppressed"], row["suppresses"], row["by_name"]) == (1, 0, {"岚谷禾": 1})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whoever_asks_is_told_the_lead_and_the_rule(state: Path, lang: str) -> None:
    does(state, "rule", "add", "--owner", HARBOR, "--yes", *UNTIL, "--by", "张三")
    hit = number(state, "tm:US:2")
    for words in (("hit", "show", hit), ("lookup", "岚谷禾"), ("lookup", f"#{hit}")):
        said = does(state, *words, lang=lang).stdout
        assert "张三" in said, words
        assert "2027-11-20" in said, words
        assert "已核实" in said, words
    assert {"zh": "还有", "en": "days left"}[lang] in does(state, "lookup", f"#{hit}", lang=lang).stdout


def test_after_a_rejection_the_rule_is_a_line_to_copy(state: Path) -> None:
    hit = number(state, "tm:US:1")
    done = does(state, "hit", "reject", hit, "--reason", "同名餐馆", "--ground", "other_firm")
    assert f"monitor rule add --from {hit} --until" in done.stderr
    made = gives(state, "rule", "add", "--from", hit, "--until", "2027-01-01", "--keep-clocks")
    assert (made["owners"], made["reason"]) == ([HARBOR], "同名餐馆")
    assert [r["id"] for r in made["running"]] == [int(number(state, "tm:US:2"))]


def test_confirmed_own_filers_are_rules_that_can_be_taken_back(tmp_path: Path) -> None:
    state = tmp_path / "state"
    office(state)
    with Store.open(state) as store:
        collect(store, tmp_path, [record(mark("LANGUHE", 33), applicant(STRANGER, "US", (FIRM_EN,)))])
    hit = number(state, "tm:US:1")
    assert does(state, "hit", "confirm-own", hit, "--reason", "营业执照").returncode == 0
    (row,) = gives(state, "rule", "list")
    assert (row["id"], row["kind"], row["owners"], row["until"]) == (f"own-{hit}", "own", [STRANGER], None)
    assert "自有申请人" in does(state, "rule", "list").stdout
    assert does(state, "rule", "expire", f"own-{hit}").returncode == 0
    assert gives(state, "rule", "list") == []
    assert hits(Around(state))["tm:US:1"].kind.value == "claimed_own"


def test_hostile_owners_do_not_steer_the_terminal(tmp_path: Path) -> None:
    office(tmp_path / "state", filing(1, owners=["A\x1b[31mB\u202eC"]))
    does(tmp_path / "state", "rule", "add", "--from", number(tmp_path / "state", "tm:US:1"), *UNTIL)
    for words in (("rule", "list"), ("rule", "stats")):
        said = does(tmp_path / "state", *words).stdout
        assert "B" in said
        assert "\x1b" not in said
        assert "\u202e" not in said


@pytest.mark.parametrize("step", RULES)
@pytest.mark.parametrize("ends", [False, True])
def test_a_command_that_is_killed_did_all_or_nothing(state: Path, step: str, ends: bool) -> None:
    words = ("rule", "add", "--owner", LAKE, *UNTIL)
    if ends:
        assert does(state, *words).returncode == 0
        words = ("rule", "expire", "1")
    done = does(state, *words, env={"MONITOR_DIE_AT": step}, process=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    committed = step == "rule_committed"
    assert (kept_out(Around(state)) == {"tm:US:3"}) is (committed is not ends)
    assert len(gives(state, "rule", "list")) == int(committed is not ends)
    assert does(state, *words).returncode == (2 if committed else 0)


def test_verdicts_go_to_a_file_or_to_the_screen(state: Path, tmp_path: Path) -> None:
    does(state, "hit", "confirm", number(state, "tm:US:1"))
    shown = does(state, "verdicts", "export")
    assert shown.stdout.splitlines()[1].startswith("岚谷禾,LANGUHE,LANGUHE,match")
    assert "共 1 对：属实 1，误报 0" in shown.stderr
    file = tmp_path / "pairs.csv"
    assert does(state, "verdicts", "export", str(file)).returncode == 0
    assert file.read_text(encoding="utf-8") == shown.stdout
    assert does(state, "verdicts", "export", str(tmp_path / "nowhere" / "x.csv")).returncode == 4


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "out"), [(b"y\n", True), (b"n\n", False)])
def test_who_sits_at_a_terminal_is_asked_about_running_clocks(state: Path, answer: bytes, out: bool) -> None:
    words = (
        "-m",
        "monitor",
        "--state",
        str(state),
        "--at",
        "2026-11-20T10:00",
        "rule",
        "add",
        "--owner",
        HARBOR,
        *UNTIL,
    )
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, *words], surroundings({"COLUMNS": "120"}))
    shown, asked, until = "", False, time.monotonic() + 120
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                read = os.read(terminal, 65536)
            except OSError:
                break
            if not read:
                break
            shown += read.decode("utf-8", "replace")
        if not asked and "（是 y / 否 n）" in shown:
            asked = True
            time.sleep(1)  # the question stands there a moment before the answer is read
            os.write(terminal, answer)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0
    assert "tm:US:2" in shown
    assert ("tm:US:2" in kept_out(Around(state))) is out


def test_an_issue_is_not_signed_over_a_rule_that_has_expired_since(state: Path) -> None:
    does(state, "rule", "add", "--owner", LAKE, "--until", "2026-11-20", "--reason", "x")
    assert does(state, "bulletin", "build").returncode == 0
    words = ("bulletin", "approve", "2026-W47", "--by", "李四")
    done = monitor(state, *words, at="2026-11-21T10:00")
    assert done.returncode == 2, done.stdout
    assert "monitor bulletin build" in done.stderr
    page = state / "bulletins" / "2026-W47" / "bulletin.txt"
    assert LAKE not in page.read_text(encoding="utf-8")
    assert monitor(state, "bulletin", "build", at="2026-11-21T10:00").returncode == 0
    assert LAKE in page.read_text(encoding="utf-8")
