"""What to do about a hit is the same at every door: the bulletin, the hit list, one hit, the look-up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.demo_run import AT, demo_read, monitor

WORDS = ("first_steps", "collect", "avoid", "help", "advice_basis", "advice_reviewed", "stage")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("advice") / "state"
    return demo_read(folder)


def said(state: Path, *words: str) -> Any:
    done = monitor(state, *words, "--json", at=AT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_door_tells_the_same(state: Path) -> None:
    listed = {h["id"]: h for h in said(state, "hit", "list")}
    assert monitor(state, "bulletin", "build", at=AT).returncode == 0
    (made,) = (state / "bulletins").glob("*/bulletin.json")
    issue = json.loads(made.read_text(encoding="utf-8"))
    entries = [*issue["full"], *issue["brief"], *issue["own_filings"]]
    assert len(entries) >= 6
    for e in entries:
        hit = listed[int(e["id"])]
        assert e["if_silent"] == hit["consequence"]
        assert (e["risk"], e["risk_reasons"]) == (hit["risk"], hit["risk_reasons"])
        lines = {line["name"]: line for line in hit["stated"]}
        assert all(line == lines[line["name"]] for line in e["case"])
        assert [e[w] for w in WORDS] == [hit[w] for w in WORDS]
        assert hit["stage"]["name"]
    assert "律师审阅" in issue["advice_note"]


def test_one_hit_and_the_look_up_tell_what_the_list_tells(state: Path) -> None:
    hit = next(h for h in said(state, "hit", "list") if h["kind"] == "respondent")
    assert hit["stage"] == {"id": "instituted", "name": "已立案"}
    whole = said(state, "hit", "show", str(hit["id"]))
    found = [f for f in said(state, "lookup", hit["watched"])["found"] if f["matter"] == hit["matter"]]
    assert found  # one for each source
    for other in (whole, *found):
        assert [other[w] for w in ("consequence", *WORDS)] == [hit[w] for w in ("consequence", *WORDS)]
        told = ("stated", "risk", "risk_reason", "risk_reasons")
        assert [other[w] for w in told] == [hit[w] for w in told]


def test_a_respondent_is_told_of_the_general_exclusion_order_at_every_door(state: Path) -> None:
    hit = next(h for h in said(state, "hit", "list") if h["kind"] == "respondent")
    assert "普遍排除令" in hit["consequence"]
    assert len(hit["risk_reasons"]) == 3
    case = {line["name"]: line["value"] for line in hit["stated"]}
    assert "对未被点名的企业同样生效" in case["relief"]
    shown = "".join(monitor(state, "hit", "show", str(hit["id"]), at=AT).stdout.split())
    assert all(
        "".join(text.split()) in shown for text in (*hit["risk_reasons"], case["relief"], case["asserted_rights"])
    )
    assert monitor(state, "bulletin", "build", at=AT).returncode == 0
    (made,) = (state / "bulletins").glob("*/bulletin.txt")
    printed = "".join(made.read_text(encoding="utf-8").split())
    assert all("".join(text.split()) in printed for text in (*hit["risk_reasons"], case["relief"], case["hts"]))


def test_one_hit_shows_steps_consequence_and_who_read_them(state: Path) -> None:
    hit = next(h for h in said(state, "hit", "list") if h["kind"] == "respondent")
    shown = "".join(monitor(state, "hit", "show", str(hit["id"]), at=AT).stdout.split())
    for text in (*hit["first_steps"], hit["consequence"], *hit["avoid"], "应对建议（已立案）", "未经律师审阅"):
        assert "".join(text.split()) in shown
    looked_up = monitor(state, "lookup", hit["watched"], at=AT).stdout
    assert "已立案" in looked_up
