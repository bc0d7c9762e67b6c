"""`monitor deadline`: every running day in one list, each with its reasons; an empty list never reads as "nothing is due"."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.deadline import unformulaic
from monitor.forums import SHIPPED
from monitor.store import Store
from tests.demo_run import demo_read, monitor


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deadlines")
    return demo_read(folder)


def rows(state: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(monitor(state, "deadline", *words, "--json").stdout)
    return found


def test_the_list_holds_every_deadline_of_the_hit_list_by_day(state: Path) -> None:
    hits = json.loads(monitor(state, "hit", "list", "--json").stdout)
    expected = sorted((d["date"], h["id"], d["rule"], d["days_left"]) for h in hits for d in h["deadlines"])
    listed = rows(state, "list")
    assert expected
    assert sorted((r["date"], r["hit"], r["rule"], r["days_left"]) for r in listed) == expected
    assert [r["date"] for r in listed] == sorted(r["date"] for r in listed)
    on_one_day = [r["rule"] for r in listed if r["date"] == "2026-12-17"]
    assert on_one_day[:2] == ["us-tm-opposition", "us-tm-letter-of-protest"]
    for row in listed:
        assert row["what"]
        assert row["certainty_word"]
        assert row["basis"]
        assert row["from_event"]
        assert row["zone"]
    assert {r["zone"] for r in listed if r["matter"].startswith("us-dct:ilnd:")} == {"America/Chicago"}


def test_a_day_ends_in_beijing_on_the_day_after(state: Path) -> None:
    row = next(r for r in rows(state, "list") if r["matter"].startswith("us-dct:ilnd:"))
    assert row["ends"] == f"{date.fromordinal(date.fromisoformat(row['date']).toordinal() + 1)}T14:00:00+08:00"


def test_within_leaves_out_what_lies_beyond_and_says_how_much(state: Path) -> None:
    everything = rows(state, "list")
    near = rows(state, "list", "--within", "20")
    assert near == [r for r in everything if r["days_left"] <= 20]
    assert near
    said = monitor(state, "deadline", "list", "--within", "20d").stderr
    assert f"另有 {len(everything) - len(near)} 项期限在此之后" in said


@pytest.mark.parametrize(
    ("lang", "none", "means"), [("zh", "1 天之内没有到期的期限", "未完成"), ("en", "within 1 days", "status")]
)
def test_an_empty_list_says_what_it_does_not_mean(state: Path, lang: str, none: str, means: str) -> None:
    done = monitor(state, "deadline", "list", "--within", "1", "--lang", lang)
    assert done.returncode == 0
    assert not done.stdout.strip()
    assert none in done.stderr
    assert means in done.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_is_for_people(state: Path, lang: str) -> None:
    done = monitor(state, "deadline", "list", "--lang", lang)
    assert "America/Chicago" in done.stdout
    assert "cli." not in done.stdout
    assert "bulletin." not in done.stdout
    assert "rules." not in done.stdout
    assert ("推算" if lang == "zh" else "computed") in done.stdout
    assert ("没有确定日期" if lang == "zh" else "no deadline with a day") in done.stderr


@pytest.mark.parametrize(("lang", "mark"), [("zh", "不在名录"), ("en", "not on the list")])
def test_a_firm_that_is_not_on_the_list_is_marked_as_one(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, mark: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert not any(r["unlisted"] for r in rows(state, "list"))
    assert mark not in monitor(state, "deadline", "list", "--lang", lang).stdout
    other = tmp_path / "state"
    shutil.copytree(state, other)
    first = rows(state, "list")[0]["hit"]
    with Store.open(other) as store:
        store.db.connection.execute("update hits set subject_kind = 'firm' where id = ?", [first])
    assert {r["hit"] for r in rows(other, "list") if r["unlisted"]} == {first}
    assert mark in "".join(monitor(other, "deadline", "list", "--lang", lang).stdout.split("\n"))
    assert mark in monitor(other, "deadline", "explain", f"#{first}", "--lang", lang).stdout


@pytest.mark.parametrize("value", ["soon", "-3", "1.5", "999999"])
def test_what_is_no_number_of_days_is_refused(state: Path, value: str) -> None:
    done = monitor(state, "deadline", "list", f"--within={value}")
    assert done.returncode == 2
    assert value in done.stderr


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_no_cell_is_run_as_a_formula_where_it_is_pasted(text: str) -> None:
    assert unformulaic(text) == f"'{text}"
    assert unformulaic(f"Store {text}") == f"Store {text}"


def test_a_hit_is_explained_step_by_step(state: Path) -> None:
    for row in rows(state, "list"):
        found = [e for e in rows(state, "explain", str(row["hit"])) if e["rule"] == row["rule"]]
        assert [{k: e[k] for k in row} for e in found] == [row]
        assert row["date"] in found[0]["steps"][-1]
        assert found[0]["changes"]
    shown = monitor(state, "deadline", "explain", f"#{rows(state, 'list')[0]['hit']}").stdout
    assert "什么会改变它" in shown
    assert "rules." not in shown


def test_a_rule_is_explained_by_its_id(state: Path) -> None:
    done = monitor(state, "deadline", "explain", "us-suit-answer")
    assert "美国《联邦民事诉讼规则》第12条(a)款(1)项(A)目(i)分目" in done.stdout
    assert "核对：2026-" in done.stdout
    one = json.loads(monitor(state, "deadline", "explain", "us-suit-answer", "--json").stdout)
    assert one == {
        **next(r for r in rows(state, "rules", "--forum", "us-court") if r["id"] == one["id"]),
        "text": one["text"],
    }


@pytest.mark.parametrize(("which", "said"), [("9999", "monitor hit list"), ("us-suit-anwser", "us-suit-answer")])
def test_what_is_neither_a_hit_nor_a_rule_is_refused(state: Path, which: str, said: str) -> None:
    done = monitor(state, "deadline", "explain", which)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_day_from_which_something_may_be_done_is_said_to_be_no_deadline(state: Path) -> None:
    done = monitor(state, "deadline", "explain", "us-ttab-cancel-neverused")
    assert "15 U.S.C. §1064(6)" in done.stdout
    assert "不是期限" in done.stdout
    assert "no deadline" in monitor(state, "deadline", "explain", "us-ttab-expungement", "--lang", "en").stdout


def test_a_hit_without_a_day_says_where_to_look(state: Path) -> None:
    hits = json.loads(monitor(state, "hit", "list", "--json").stdout)
    without = next(h["id"] for h in hits if not h["deadlines"])
    done = monitor(state, "deadline", "explain", str(without))
    assert done.returncode == 0
    assert f"monitor hit show {without}" in done.stderr


def test_every_rule_of_every_forum_is_listed(state: Path) -> None:
    listed = rows(state, "rules")
    forums = [SHIPPED.read(code) for code in SHIPPED.codes()]
    assert [r["id"] for r in listed] == [e.id for f in forums for e in (*f.clocks, *f.openings)]
    assert {r["id"] for r in listed if r["kind"] == "opening"} == {o.id for f in forums for o in f.openings}
    assert all(r["title"] and r["span"] and r["from"] and r["basis"] for r in listed)
    court = rows(state, "rules", "--forum", "us-court")
    assert court == [r for r in listed if r["forum"] == "us-court"]
    wrong = monitor(state, "deadline", "rules", "--forum", "us-curt")
    assert wrong.returncode == 2
    assert "us-court" in wrong.stderr


def test_the_number_of_a_listed_hit_leads_to_that_hit(state: Path) -> None:
    """The number of a lead that was merged into another may be given again."""
    for hit in json.loads(monitor(state, "hit", "list", "--json").stdout):
        assert json.loads(monitor(state, "hit", "show", str(hit["id"]), "--json").stdout)["id"] == hit["id"]


# --- what comes first, and what has passed ------------------------------------------------------------------------------

LATE = "2027-01-28T09:00:00+08:00"


def test_the_highest_risk_stands_first_and_of_one_risk_the_nearest_day(state: Path) -> None:
    hits = json.loads(monitor(state, "hit", "list", "--json").stdout)
    ranks = [("high", "medium", "low").index(h["risk"]) for h in hits]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1
    coming = [
        (r, min(d["days_left"] for d in h["deadlines"])) for r, h in zip(ranks, hits, strict=True) if h["deadlines"]
    ]
    assert coming == sorted(coming)
    newest = [h["id"] for h in json.loads(monitor(state, "hit", "list", "--newest", "--json").stdout)]
    assert newest == sorted(newest, reverse=True)
    assert newest != [h["id"] for h in hits]


def test_the_list_shows_the_risk_and_passed_days_as_passed(state: Path) -> None:
    shown = monitor(state, "hit", "list", at=LATE, env={"COLUMNS": "200"}).stdout
    assert "风险" in shown.splitlines()[0]
    assert "约已过51天（最早可能的2026年12月7日已过" in shown
    assert "已过9天（1月18日）" in shown
    assert " -" not in shown.replace(" - ", "")


def test_a_day_for_an_act_that_has_long_passed_has_a_part_of_its_own(state: Path) -> None:
    hits = json.loads(monitor(state, "hit", "list", "--json", at=LATE).stdout)
    expected = {(h["id"], d["rule"]) for h in hits for d in h["passed"]}
    assert expected
    listed = json.loads(monitor(state, "deadline", "list", "--within", "14", "--json", at=LATE).stdout)
    assert {(r["hit"], r["rule"]) for r in listed if r["passed"]} == expected
    shown = monitor(state, "deadline", "list", at=LATE, env={"COLUMNS": "200"}).stdout
    assert "已过的期限（是否已办，请核对" in shown
    assert "约已过51天" in shown


def test_a_day_that_is_not_sure_has_about_before_it_in_every_list(state: Path) -> None:
    hit = next(h for h in json.loads(monitor(state, "hit", "list", "--json").stdout) if h["matter"].endswith("9911"))
    for words in (("hit", "list"), ("hit", "show"), ("deadline", "list"), ("deadline", "explain")):
        which = () if words[1] == "list" else (str(hit["id"]),)
        assert "约18天" in monitor(state, *words, *which, env={"COLUMNS": "200"}).stdout, words
