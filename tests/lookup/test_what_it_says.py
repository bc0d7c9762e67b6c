"""What `monitor lookup` tells a person about a firm's own filing, and about what is listed under another of its names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import main
from monitor.lookup.names import look_up
from monitor.model import Role, Subject
from monitor.store import Store
from monitor.texts import Texts
from tests.assess.doors import FIRM, FIRM_EN, LIST, STRANGER, applicant, collect, mark, record
from tests.collect.single_source import NOW

LANGUAGE = Texts("zh")  # the language of a process is fixed at its start


def asked(capsys: pytest.CaptureFixture[str], state: Path, name: str, *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["--state", str(state), "--at", "2026-11-20T10:00:00+08:00", "lookup", name, *words])
    assert not ended.value.code
    said = capsys.readouterr()
    return said.out + ("" if words else said.err)


def answer(capsys: pytest.CaptureFixture[str], state: Path, name: str) -> Any:
    return json.loads(asked(capsys, state, name, "--json"))


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal in which no title is broken."""
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    with Store.open(folder) as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        ours = record(mark("LANGUHE", 33), applicant(FIRM_EN), number=1)
        sign = Role.TRANSLITERATION
        theirs = record(
            mark("JOURNEY", 25), mark("LAN GU HE", 25, role=sign), applicant(STRANGER, "US"), number=2
        )  # fmt: skip
        collect(store, tmp_path, [ours, theirs])
    return folder


def test_an_own_filing_is_called_so_and_never_a_warning(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {f["matter"]: f for f in answer(capsys, state, "岚谷禾")["found"]}
    assert (found["tm:US:1"]["kind"], found["tm:US:1"]["own_filing"]) == ("own_filing", True)
    assert (found["tm:US:2"]["kind"], found["tm:US:2"]["own_filing"]) == ("squat", False)
    band = LANGUAGE("word.band.alert")
    assert not found["tm:US:1"]["explanation"].endswith(f"{band}{LANGUAGE('matching.sentence.end')}")
    said = asked(capsys, state, "岚谷禾")
    theirs, ours = said.split(LANGUAGE("answer.title.rights"))
    assert "LANGUHE" in ours
    assert "LANGUHE" not in theirs.split(LANGUAGE("answer.title.squats"))[1]
    assert f"{band} 1.00" not in said


def test_a_sign_without_the_right_classes_scores_as_in_the_hit_list(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {f["matter"]: f for f in answer(capsys, state, "岚谷禾")["found"]}
    with Store.open(state, readonly=True) as store:
        listed = {h.matter.key: (h.score, h.band) for h in store.hits.find(subject=Subject("w1"))}
    assert {k: (f["score"], f["band"]) for k, f in found.items()} == listed
    assert found["tm:US:2"]["band"] == "review"


def test_strangers_come_before_the_firm_s_own(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [f["own_filing"] for f in answer(capsys, state, "岚谷禾")["found"]] == [False, True]


def test_a_firm_is_told_what_is_listed_under_its_mark(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = answer(capsys, state, FIRM)
    assert data["found"] == []
    assert {(u["matter"], u["watched_id"], u["kind"]) for u in data["told_under"]} == {
        ("tm:US:1", "w1", "own_filing"),
        ("tm:US:2", "w1", "squat"),
    }
    said = asked(capsys, state, FIRM)
    assert LANGUAGE("answer.title.squats") in said
    assert LANGUAGE("answer.title.rights") in said
    assert "LAN GU HE" in said
    assert LANGUAGE("answer.say.nothing") not in said


def test_the_own_filing_of_a_firm_that_is_not_watched_is_its_own_too(state: Path) -> None:
    with Store.open(state) as store:
        store.watchlist.replace((), "2", "f", NOW)
        answers = look_up(store, FIRM), look_up(store, FIRM, everything=True)
    assert answers[0] == answers[1]
    assert answers[0].watched is None
    assert {f.kind for f in answers[0].found if f.matter.key == "tm:US:1"} == {"own_filing"}
    assert {f.kind for f in answers[0].found if f.matter.key == "tm:US:2"} <= {"squat", "owner_named"}


def test_two_sources_that_say_the_same_are_one_line_for_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        sign = mark("YUNZHU", 25)
        collect(store, tmp_path, [record(sign), record(sign, source="us-itc-ids")])
    data = answer(capsys, tmp_path / "state", "云杼")
    assert [f["source"] for f in data["found"]] == ["us-itc-ids", "us-pacer-rss"]
    assert asked(capsys, tmp_path / "state", "云杼").count("#1") == 1
