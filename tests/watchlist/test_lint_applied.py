"""What `lint` proposes can be carried out one by one, as a change with history and undo, and is never another thing than was read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from monitor.jobs import quieting
from monitor.matching import expected
from monitor.matching.expected import Noise, expected_noise
from monitor.matching.quieting import Proposal, carried_out, left_after, proposals
from monitor.model import WatchedName
from tests.demo_run import monitor

LIST = "商标名称,别名,注册人,类别\n石头,STONE,清风县石井有限公司,\n兰亭,LANTERN,清风县兰亭文化有限公司,16\n平安,,清风县平安食品有限公司,30\n"
TEXTS = {"words": ("lanting", "lantern", "landing", "gate"), "firms": ("Lan Ting Holdings",)}


def test_an_id_says_what_is_proposed_for_which_name() -> None:
    off = Proposal("w0007", "off", "LANTING", 1.0)
    assert re.fullmatch(r"w0007-[0-9a-f]{4}", off.id)
    others = [("w0008", "off", "LANTING"), ("w0007", "off", "LANTERN"), ("w0007", "flag", "generic")]
    assert len({off.id, *(Proposal(*o, 1.0).id for o in others)}) == 4
    assert Proposal("w0007", "off", "LANTING", 9.0).id == off.id  # whatever it leaves
    assert Proposal("w0007", "classes", "", None).id == ""


def test_what_several_proposals_leave_is_counted_together() -> None:
    name = WatchedName("w1", "兰亭", aliases=("LANTERN",))
    (noise,) = expected_noise([name], texts=TEXTS)
    chosen = [p for p in proposals(name, noise) if p.id]
    after = carried_out(name, chosen)
    (again,) = expected_noise([after], texts=TEXTS)
    assert left_after(name, chosen, noise) == pytest.approx(again.per_10_000)


def test_a_word_of_a_name_is_never_proposed_to_be_switched_off() -> None:
    for cell in ("兰亭及图", "LANTING&图", "兰亭LANTING"):
        name = WatchedName("w1", cell)
        (noise,) = expected_noise([name], texts=TEXTS)
        own = {"兰亭", "LANTING"} if "LANTING" in cell else {"兰亭"}
        assert not {p.value for p in proposals(name, noise) if p.what == "off"} & own


# --- by command -----------------------------------------------------------------------------------------------------

_noise: dict[str, tuple[Noise, ...]] = {}


@pytest.fixture(autouse=True)
def reckoned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command runs the names through all texts of the background; the same names are run through them once."""

    def once(names: Sequence[WatchedName], **how: Any) -> tuple[Noise, ...]:
        if "texts" in how:
            return expected_noise(names, **how)
        key = repr(names)
        if key not in _noise:
            _noise[key] = expected_noise(names, **how)
        return _noise[key]

    monkeypatch.setattr(expected, "expected_noise", once)
    monkeypatch.setattr(quieting, "expected_noise", once)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "名录.csv").write_text(LIST, encoding="utf-8")
    assert monitor(tmp_path / "state", "watchlist", "import", str(tmp_path / "名录.csv")).returncode == 0
    return tmp_path / "state"


def lint(state: Path, *words: str) -> Any:
    done = monitor(state, "watchlist", "lint", "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def held(state: Path, name: str) -> Any:
    return json.loads(monitor(state, "watchlist", "show", name, "--json").stdout)[0]


def offered(state: Path, name: str) -> dict[tuple[str, str], str]:
    return {
        (p["what"], p["value"]): p["id"]
        for n in lint(state)["noise"]
        if n["name"] == name
        for p in n["proposals"]
        if p["id"]
    }


def test_a_spelling_and_a_flag_are_one_change_with_history_and_undo(state: Path) -> None:
    off, flag = offered(state, "平安")["off", "PINGAN"], offered(state, "兰亭")["flag", "generic"]
    words = ("--apply", off, "--apply", flag, "--by", "李", "--reason", "同名太多")
    done = monitor(state, "watchlist", "lint", *words)
    assert done.returncode == 0, done.stderr
    assert re.search(r"“平安”每1万件申请预计的无关线索：约\d+条 → 没有", done.stderr)
    assert held(state, "平安")["disabled_variants"] == ["PINGAN"]
    assert held(state, "兰亭")["flags"] == ["generic"]
    latest = json.loads(monitor(state, "watchlist", "history", "--json").stdout)[0]
    assert (latest["act"], latest["by"], latest["reason"]) == ("set", "李", "同名太多")
    assert latest["subject"] == "平安 -PINGAN；兰亭 +generic"
    assert monitor(state, "watchlist", "undo", "--yes").returncode == 0
    assert held(state, "平安")["disabled_variants"] == held(state, "兰亭")["flags"] == []


def test_a_dry_run_says_before_and_after_and_writes_nothing(state: Path) -> None:
    off = offered(state, "平安")["off", "PINGAN"]
    told = lint(state, "--apply", off, "--dry-run")
    (done,) = told["applied"]
    assert (done["name"], told["written"]) == ("平安", False)
    assert done["per_10_000"]["before"] > done["per_10_000"]["after"] == 0
    assert held(state, "平安")["disabled_variants"] == []


def test_a_proposal_that_no_longer_holds_is_refused(state: Path) -> None:
    off = offered(state, "平安")["off", "PINGAN"]
    assert monitor(state, "watchlist", "lint", "--apply", off).returncode == 0
    again = monitor(state, "watchlist", "lint", "--apply", off)
    assert again.returncode == 2
    assert f"没有这条建议：{off}" in again.stderr
    assert "[" not in again.stderr
    taken = monitor(state, "watchlist", "remove", "平安", "--yes")
    assert taken.returncode == 0, taken.stderr
    for gone in (off, "3", "w0099-0000"):
        done = monitor(state, "watchlist", "lint", "--apply", gone)
        assert (done.returncode, "没有这条建议" in done.stderr) == (2, True)


def test_of_several_proposals_none_is_carried_out_where_one_is_refused(state: Path) -> None:
    flag = offered(state, "兰亭")["flag", "generic"]
    assert monitor(state, "watchlist", "lint", "--apply", flag, "--apply", "w0003-ffff").returncode == 2
    assert held(state, "兰亭")["flags"] == []


def test_a_flag_that_the_shape_of_a_name_asks_for_can_be_set(state: Path) -> None:
    (place,) = [f["proposal"] for f in lint(state)["findings"] if f["finding"] == "place_name"]
    assert monitor(state, "watchlist", "lint", "--apply", place).returncode == 0
    assert held(state, "平安")["flags"] == ["place_name"]
    assert not [f for f in lint(state)["findings"] if f["finding"] == "place_name"]


def test_a_file_that_was_not_imported_gets_no_ids_and_nothing_to_apply(tmp_path: Path, state: Path) -> None:
    told = lint(state, str(tmp_path / "名录.csv"))
    assert not [p["id"] for n in told["noise"] for p in n["proposals"] if p["id"]]
    assert not [f for f in told["findings"] if f["proposal"]]
    done = monitor(state, "watchlist", "lint", str(tmp_path / "名录.csv"), "--apply", "w0003-0000")
    assert (done.returncode, "--apply" in done.stderr) == (2, True)


def test_a_name_is_never_left_without_a_spelling(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.jobs import quieting
    from monitor.matching import build_matcher

    off = [v.text for v in build_matcher([WatchedName("w0003", "平安")]).variants_of("w0003")]
    every = tuple(Proposal("w0003", "off", text, 0.0) for text in off)
    monkeypatch.setattr(quieting, "proposed", lambda names, noise: {"w0003": every})
    words = [w for p in every for w in ("--apply", p.id)]
    done = monitor(state, "watchlist", "lint", *words)
    assert done.returncode == 2
    assert "一种写法也不监测" in done.stderr
    assert held(state, "平安")["disabled_variants"] == []


def test_a_spelling_of_a_firm_is_switched_off_and_on_again(state: Path) -> None:
    before = held(state, "清风县石井有限公司")
    text = next(v["text"] for v in before["variants"] if v["kind"] != "given")
    assert monitor(state, "watchlist", "show", before["id"], "--off", text, "--yes").returncode == 0
    assert monitor(state, "watchlist", "undo", "--yes").returncode == 0
    assert held(state, before["id"])["disabled_variants"] == []
