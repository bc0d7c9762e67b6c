"""From a notice to the issue: a respondent of the office's province that nobody listed is told of, once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from monitor.resources import demo_folder
from monitor.store.migrating import migrate
from tests.collect.single_source import NOW
from tests.demo_run import monitor, run_replay
from tests.store.landed_states import lay

SHANXI = {"MONITOR_PROVINCE": "山西省"}
FEDERAL_REGISTER = "us-itc-federal-register"
FIRM = "Yunquehe Lighting Co., Ltd."
ADDRESS = "18 Example Street, Taiyuan, Shanxi 030024, China"
LATER = "2026-11-27T10:00:00+08:00"
LISTED = "山西云雀禾照明有限公司"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """The notices of the demo, with a respondent of Taiyuan and one of the road of that name in Shanghai."""
    folder = tmp_path / "replay"
    shutil.copytree(demo_folder(), folder)
    file = folder / FEDERAL_REGISTER / "2026-99102.txt"
    text = file.read_text(encoding="utf-8")
    found = "Redstone Demo Pipe Supply LLC d/b/a PipeDemo"
    assert found in text
    added = f"{FIRM[:-1]}., 18 Example Street, Taiyuan, \nShanxi 030024, China\nShuqing Demo Tools Co., Ltd., 5 Taiyuan Road, Shanghai 200031, \nChina\n"
    file.write_text(text.replace(found, added + found), encoding="utf-8")
    return folder


def listing(state: Path, tmp_path: Path, *rows: str, at: str = "2026-11-20T10:00:00+08:00") -> None:
    file = tmp_path / "list.csv"
    file.write_text("名称,类型,英文名\n岚测试,商标,\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    done = monitor(state, "watchlist", "import", str(file), "--yes", env=SHANXI, at=at)
    assert done.returncode == 0, done.stderr


def hits(state: Path, env: dict[str, str] = SHANXI) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(monitor(state, "hit", "list", "--json", env=env).stdout)
    return sorted(found, key=lambda h: str(h["text"]))


def issue(state: Path, at: str) -> dict[str, Any]:
    done = monitor(state, "bulletin", "build", "--release", env=SHANXI, at=at)
    assert done.returncode == 0, done.stderr
    shown: dict[str, Any] = json.loads(monitor(state, "bulletin", "show", "--format", "json", env=SHANXI, at=at).stdout)
    return shown


def test_a_respondent_of_the_province_is_told_of_though_nobody_listed_it(tmp_path: Path, notice: Path) -> None:
    state = tmp_path / "state"
    listing(state, tmp_path)
    run_replay(state, "--source", FEDERAL_REGISTER, replay=notice, env=SHANXI)
    first, second = hits(state)
    assert [h["text"] for h in (first, second)] == ["Shanxi Hengyuezhu Heavy Industry Co., Ltd.", FIRM]
    assert second["subject"] == {"kind": "firm", "id": "yunquehelightingcoltd", "name": FIRM}
    assert (second["kind"], second["risk"], second["band"], second["watched_id"]) == ("respondent", "high", "alert", "")
    assert second["address"] == ADDRESS
    assert ADDRESS in second["explanation"]
    assert second["deadlines"]
    assert second["first_steps"]

    shown = issue(state, "2026-11-20T10:00:00+08:00")
    assert {e["watched"] for e in shown["unlisted"]} == {FIRM, "Shanxi Hengyuezhu Heavy Industry Co., Ltd."}
    assert not shown["full"]
    text = monitor(state, "bulletin", "show", "--format", "txt", env=SHANXI).stdout
    assert "、本省企业，不在名录" in text
    flat = "".join(line.strip() for line in text.splitlines())
    assert "18 Example Street, Taiyuan, Shanxi 030024, China" in flat
    assert "核对了是否在山西省" in flat
    page = monitor(state, "bulletin", "show", "--format", "html", env=SHANXI).stdout
    assert ADDRESS in page
    assert "本省企业，不在名录" in page

    answer = json.loads(monitor(state, "lookup", FIRM.upper(), "--json", env=SHANXI).stdout)
    assert {f["text"] for f in answer["found"]} >= {FIRM}
    assert [h["id"] for h in answer["unlisted"]] == [second["id"]]
    assert "本省企业，不在名录" in monitor(state, "hit", "list", env=SHANXI).stdout
    named = json.loads(monitor(state, "hit", "list", "--name", FIRM.upper(), "--json", env=SHANXI).stdout)
    assert [h["id"] for h in named] == [second["id"]]
    assert ADDRESS in monitor(state, "hit", "show", str(second["id"]), env=SHANXI).stdout


def test_it_is_told_once_whether_it_joins_the_list_or_leaves_it(tmp_path: Path, notice: Path) -> None:
    state = tmp_path / "state"
    listing(state, tmp_path)
    run_replay(state, "--source", FEDERAL_REGISTER, replay=notice, env=SHANXI)
    number = hits(state)[1]["id"]
    issue(state, "2026-11-20T10:00:00+08:00")
    for rows, subject in (((f'{LISTED},企业,"{FIRM}"',), "name"), ((), "firm"), ((f'{LISTED},企业,"{FIRM}"',), "name")):
        listing(state, tmp_path, *rows, at=LATER)
        again = hits(state)[1]
        assert (again["id"], again["subject"]["kind"]) == (number, subject)
        assert len(hits(state)) == 2
    shown = issue(state, LATER)
    assert (shown["counts"]["new"], shown["counts"]["changed"], shown["counts"]["ongoing"]) == (0, 0, 2)


def test_a_region_set_later_is_told_of_what_is_stored_and_one_taken_away_takes_nothing(
    tmp_path: Path, notice: Path
) -> None:
    state = tmp_path / "state"
    listing(state, tmp_path)
    bare = {"MONITOR_PROVINCE": ""}
    run_replay(state, "--source", FEDERAL_REGISTER, replay=notice, env=bare)
    assert hits(state) == []
    run_replay(state, "--source", "us-courtlistener", replay=notice, env=SHANXI)
    assert [h["text"] for h in hits(state)][1] == FIRM
    before = [h["id"] for h in hits(state)]
    run_replay(state, "--source", "us-courtlistener", replay=notice, env=bare)
    assert [h["id"] for h in hits(state)] == before
    run_replay(state, "--source", "us-courtlistener", replay=notice, env={"MONITOR_PROVINCE": "广东"})
    assert hits(state) == []  # nobody was told of them, and they are nobody's there
    run_replay(state, "--source", "us-courtlistener", replay=notice, env={"MONITOR_PROVINCE": "太原市"})
    assert [h["text"] for h in hits(state)] == [FIRM]


def test_what_is_read_by_somebody_without_the_setting_is_gone_through_by_the_next_who_has_it(
    tmp_path: Path, notice: Path
) -> None:
    state = tmp_path / "state"
    listing(state, tmp_path)
    run_replay(state, "--source", "us-pacer-rss", replay=notice, env=SHANXI)
    run_replay(state, "--source", FEDERAL_REGISTER, replay=notice, env={"MONITOR_PROVINCE": ""})
    assert hits(state) == []
    run_replay(state, "--source", "us-pacer-rss", replay=notice, env=SHANXI)
    assert [h["text"] for h in hits(state)][1] == FIRM


def test_a_state_of_an_earlier_version_is_gone_through_once(tmp_path: Path) -> None:
    state = lay("names-index", tmp_path / "state")
    migrate(state, NOW)
    told = {h["text"] for h in hits(state) if h["subject"]["kind"] == "name"}
    listing(state, tmp_path)
    firm = "Shanxi Hengyuezhu Heavy Industry Co., Ltd."
    assert firm in told
    assert [h["text"] for h in hits(state) if h["subject"]["kind"] == "firm"] == [firm]


def test_a_value_that_is_no_region_is_refused_by_name_with_what_is_known(tmp_path: Path) -> None:
    state = tmp_path / "state"
    listing(state, tmp_path)
    for value, said in (
        ("山酉", "山西省"),
        ("Suzhou", "江苏省苏州市、安徽省宿州市"),
        ("Shanxii", "最接近的是“山西省”"),
    ):
        done = monitor(state, "run", "--replay", str(demo_folder()), env={"MONITOR_PROVINCE": value})
        assert done.returncode == 4
        assert "MONITOR_PROVINCE" in done.stderr
        assert value in done.stderr
        assert said in done.stderr


def test_the_examination_says_which_firms_are_watched_or_that_none_are(tmp_path: Path) -> None:
    state = tmp_path / "state"
    listing(state, tmp_path)
    watched = json.loads(monitor(state, "doctor", "--json", env=SHANXI).stdout)
    nobody = json.loads(monitor(state, "doctor", "--json", env={"MONITOR_PROVINCE": ""}).stdout)
    told, untold = ([f for f in found if f["what"] == "本省企业"] for found in (watched, nobody))
    assert [f["level"] for f in (*told, *untold)] == ["fine", "warn"]
    assert "太原市" in told[0]["text"]
    assert "03xxxx" in told[0]["text"]
    assert "MONITOR_PROVINCE" in untold[0]["text"]
