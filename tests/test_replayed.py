"""The whole job on the demo's captures: told once, merged across sources, nothing new the second time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.demo_run import monitor, run_replay, with_demo_names


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    with_demo_names(folder)
    return folder


@pytest.fixture(scope="module")
def runs(state: Path) -> list[dict[str, Any]]:
    return run_replay(state)


def hits(state: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(monitor(state, "hit", "list", "--json").stdout)
    return found


def test_every_source_is_read_and_none_skips_anything(runs: list[dict[str, Any]]) -> None:
    assert {r["source"] for r in runs} == {
        "us-itc-federal-register", "us-itc-ids", "us-pacer-rss", "us-courtlistener", "us-uspto-applications", "br-inpi",
    }  # fmt: skip
    assert all(r["records"] > 0 for r in runs)
    assert all(r["skipped"] == 0 for r in runs)
    # The demo's IDS snapshot holds a dozen rows where the real one has thousands: the expectation must notice.
    small = {r["source"] for r in runs if r["verdict"] == "suspicious"}
    assert "us-itc-ids" in small
    assert all(r["verdict"] in ("ok", "suspicious") for r in runs), runs


def test_a_matter_of_two_sources_is_one_hit_per_name(state: Path, runs: list[dict[str, Any]]) -> None:
    found = hits(state)
    pairs = [(h["matter"], h["watched_id"]) for h in found]
    assert len(pairs) == len(set(pairs))
    itc = [h for h in found if h["matter"] == "us-itc:337-TA-9911" and h["watched"] == "山西恒岳铸重工有限公司"]
    assert len(itc) == 1
    assert itc[0]["role"] == "respondent"
    assert itc[0]["band"] == "alert"
    assert itc[0]["sources"] == ["us-itc-federal-register", "us-itc-ids"]
    assert {"receipt", "institution"} <= {e["code"] for e in itc[0]["events"]}
    suit = [h for h in found if h["matter"] == "us-dct:ilnd:1:26-cv-99011"]
    assert suit
    assert set(suit[0]["sources"]) == {"us-courtlistener", "us-pacer-rss"}


def test_squats_and_own_filings_are_told_apart(state: Path, runs: list[dict[str, Any]]) -> None:
    by_name = {(h["watched"], h["kind"]) for h in hits(state) if h["category"] == "trademark"}
    assert ("岚谷禾", "squat") in by_name
    assert ("漳源锦", "squat") in by_name  # found in a transliteration statement
    assert ("云杼", "squat") in by_name  # Brazil
    assert any(kind == "own_filing" for _, kind in by_name)


def test_every_hit_says_why_in_chinese_and_english(state: Path, runs: list[dict[str, Any]]) -> None:
    for hit in hits(state):
        assert hit["explanation"].endswith("。")
    english = json.loads(monitor(state, "hit", "list", "--json", "--lang", "en").stdout)
    assert all(h["explanation"] and "。" not in h["explanation"] for h in english)


def test_deadlines_come_with_basis_and_certainty(state: Path, runs: list[dict[str, Any]]) -> None:
    squat = next(h for h in hits(state) if h["watched"] == "岚谷禾" and h["kind"] == "squat")
    opposition = next(d for d in squat["deadlines"] if "opposition" in d["rule"])
    assert opposition["date"] == "2026-12-17"  # published 2026-11-17, thirty days
    assert "1063" in opposition["basis"]


def test_a_second_run_parses_nothing_and_finds_nothing(state: Path, runs: list[dict[str, Any]]) -> None:
    before = hits(state)
    again = run_replay(state)
    assert all(r["new_hits"] == 0 and r["changed_hits"] == 0 for r in again)
    read_well = {r["source"] for r in runs if r["verdict"] == "ok"}
    assert {r["source"]: r["parsed"] for r in again if r["source"] in read_well} == dict.fromkeys(read_well, 0)
    assert {r["verdict"] for r in again if r["source"] in read_well} == {"unchanged"}
    assert hits(state) == before


def test_the_issue_is_told_once_and_is_byte_identical(state: Path, runs: list[dict[str, Any]]) -> None:
    first = json.loads(monitor(state, "bulletin", "build", "--json").stdout)
    html = Path(first["files"]["html"]).read_bytes()
    assert first["new"] > 0
    second = json.loads(monitor(state, "bulletin", "build", "--json").stdout)
    assert Path(second["files"]["html"]).read_bytes() == html
    assert second["digest"] == first["digest"]
    assert (
        json.loads(monitor(state, "bulletin", "build", "--json", at="2026-11-27T10:00:00+08:00").stdout)["new"]
        == first["new"]
    )
    released = json.loads(monitor(state, "bulletin", "build", "--release", "--json").stdout)
    out = Path(released["files"]["html"]).read_bytes()
    assert b'class="draft"' in html  # what is let go is the same but for the mark of a draft
    unsigned = html.replace("送审稿 · ".encode(), b"").replace(
        "待签发".encode(), "<nobr>2026年11月20日</nobr>".encode()
    )
    assert out == re.sub(b'<tr><td class="draft".*?</td></tr>\n?', b"", unsigned, flags=re.S)
    next_week = json.loads(monitor(state, "bulletin", "build", "--json", at="2026-11-27T10:00:00+08:00").stdout)
    assert next_week["new"] == 0
    assert next_week["changed"] == 0
    assert next_week["unchecked"]  # nothing ran that week: it must say so
    assert next_week["standing"] == "unchecked"


def test_a_name_that_joins_the_list_later_is_found_in_what_is_stored(tmp_path: Path) -> None:
    run_replay(tmp_path)
    assert hits(tmp_path) == []
    names = tmp_path / "late.csv"
    names.write_text("商标名称,类别\n岚谷禾,33\n", encoding="utf-8")
    done = monitor(tmp_path, "watchlist", "import", str(names), "--yes")
    assert done.returncode == 0, done.stderr
    assert {h["watched"] for h in hits(tmp_path)} == {"岚谷禾"}


def test_sources_in_any_order_give_the_same_hits(state: Path, runs: list[dict[str, Any]], tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    for source in reversed([r["source"] for r in runs]):
        run_replay(tmp_path, "--source", source)

    def told(folder: Path) -> list[Any]:
        return sorted(
            (h["matter"], h["watched_id"], h["kind"], h["role"], h["band"], h["score"], h["explanation"])
            for h in hits(folder)
        )

    assert told(tmp_path) == told(state)
