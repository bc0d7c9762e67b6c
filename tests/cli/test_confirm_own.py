"""`monitor hit confirm-own`: what it asks for, and what it answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor.model import Event
from monitor.store import Store
from tests.assess.doors import FIRM, FIRM_EN, LIST, STRANGER, applicant, collect, mark, record
from tests.collect.single_source import NOW
from tests.demo_run import monitor

OURS = record(mark("LANGUHE", 33), applicant(STRANGER, "US", (FIRM_EN,)))
ATTACKED = replace(
    OURS,
    matter="tm:BR:2",
    jurisdiction="BR",
    events=(Event("filed", date(2026, 11, 1), ""), Event("opposition", date(2026, 11, 19), "")),
)
UNKNOWN_OFFICE = replace(OURS, matter="tm:XX:3", jurisdiction="XX")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [OURS, ATTACKED, UNKNOWN_OFFICE])
    return tmp_path / "state"


def hit(state: Path, matter: str) -> str:
    with Store.open(state, readonly=True) as store:
        return next(str(h.id) for h in store.hits.find() if h.matter.key == matter and h.watched_id == "w1")


def kind(state: Path, matter: str) -> str:
    with Store.open(state, readonly=True) as store:
        return next(h.kind.value for h in store.hits.find() if h.matter.key == matter and h.watched_id == "w1")


@pytest.mark.parametrize(("lang", "example"), [("zh", "营业执照"), ("en", "licence")])
@pytest.mark.parametrize("reason", [[], ["--reason", "  "]])
def test_without_a_reason_nothing_is_confirmed_and_it_is_said_what_to_write(
    state: Path, reason: list[str], lang: str, example: str
) -> None:
    before = kind(state, "tm:US:1")
    done = monitor(state, "--lang", lang, "hit", "confirm-own", hit(state, "tm:US:1"), *reason)
    assert done.returncode == 2
    assert "--reason" in done.stderr
    assert example in done.stderr
    assert kind(state, "tm:US:1") == before == "claimed_own"


def test_the_answer_names_the_name_its_registrant_the_applicant_and_the_office(state: Path) -> None:
    number = hit(state, "tm:US:1")
    done = monitor(state, "hit", "confirm-own", number, "--reason", "来函", "--by", "张三")
    assert done.returncode == 0, done.stderr
    first, information, way_back, *_ = done.stdout.splitlines()
    for said in (f"#{number}", "张三", "“岚谷禾”", FIRM, STRANGER, "美国商标局"):
        assert said in first
    assert "tm:US" not in done.stdout
    assert "只作为信息" in information
    assert f"monitor hit confirm-own {number} --undo" in way_back
    listed = monitor(state, "hit", "confirm-own", "--lang", "en").stdout
    assert "USPTO" in listed
    assert "tm:US" not in listed


def test_a_right_under_attack_is_not_called_information(state: Path) -> None:
    done = monitor(state, "hit", "confirm-own", hit(state, "tm:BR:2"), "--reason", "x")
    assert kind(state, "tm:BR:2") == "own_attacked"
    assert "只作为信息" not in done.stdout
    assert "仍按此提示" in done.stdout
    assert "--undo" in done.stdout


def test_an_office_without_a_file_has_words_too(state: Path) -> None:
    done = monitor(state, "hit", "confirm-own", hit(state, "tm:XX:3"), "--reason", "x")
    assert "XX商标主管机关" in done.stdout


def test_json_has_both_the_office_and_its_name(state: Path) -> None:
    done = monitor(state, "hit", "confirm-own", hit(state, "tm:US:1"), "--reason", "x", "--json", "--lang", "en")
    (said,) = json.loads(done.stdout)
    assert (said["office"], said["office_name"], said["kind"]) == ("tm:US", "USPTO", "own_filing")
    assert (said["watched"], said["registrant"], said["owners"]) == ("岚谷禾", FIRM, [STRANGER])


def test_what_is_taken_back_is_told_as_it_is_judged_now(state: Path) -> None:
    number = hit(state, "tm:US:1")
    monitor(state, "hit", "confirm-own", number, "--reason", "x")
    done = monitor(state, "hit", "confirm-own", number, "--undo", "--by", "李四")
    assert done.returncode == 0, done.stderr
    for said in ("李四", STRANGER, "“岚谷禾”", "美国商标局"):
        assert said in done.stdout
    assert kind(state, "tm:US:1") == "claimed_own"
    assert "只作为信息" not in done.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_taking_back_nothing_in_particular_is_refused(state: Path, lang: str) -> None:
    done = monitor(state, "--lang", lang, "hit", "confirm-own", "--undo")
    assert done.returncode == 2
    assert "--undo" in done.stderr
    assert done.stdout == ""


def test_until_a_person_confirms_it_a_filing_called_ours_is_no_reason_for_calm(tmp_path: Path) -> None:
    ours = record(mark("LANGUHE", 33), applicant(FIRM_EN, "CN"))
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [ours])
    state = tmp_path / "state"
    number = hit(state, ours.matter)
    assert kind(state, ours.matter) == "own_filing"
    asked = "未经企业确认：请企业核实是否本企业提交；不是的，立即按他人申请处理"
    for words in (("hit", "show", number),):
        done = monitor(state, *words, env={"COLUMNS": "300"})
        assert asked in done.stdout, words
        assert "无需动作" not in done.stdout, words
    assert json.loads(monitor(state, "hit", "show", number, "--json").stdout)["first_steps"][0].startswith("申请人名称")
    done = monitor(state, "hit", "confirm-own", number, "--reason", "企业来函")
    assert done.returncode == 0, done.stderr
    for words in (("hit", "show", number),):
        assert asked not in monitor(state, *words, env={"COLUMNS": "300"}).stdout, words
    monitor(state, "hit", "confirm-own", number, "--undo")
    assert asked in monitor(state, "hit", "show", number, env={"COLUMNS": "300"}).stdout
