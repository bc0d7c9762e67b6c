"""From CourtListener's lists to every door: a suit is told with who is sued, who acts for whom and what else its plaintiff brought."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.demo_run import monitor, run_replay, with_demo_names

KEYED = {"COURTLISTENER_TOKEN": "a-token-of-this-test"}
NEXT_DAY = "2026-11-21T10:00:00+08:00"
API = "https://www.courtlistener.com/api/rest/v4"
PLAINTIFF = "Elmwick Lamps, Inc."


def suit(number: int, caption: str, filed: str, tro: str = "") -> dict[str, Any]:
    order = {
        "id": number, "document_number": 9, "entry_number": 9, "pacer_doc_id": f"0670{number:08d}", "document_type": "PACER Document",
        "description": f"SEALED TEMPORARY Restraining Order signed by the Honorable A. Judge on {tro}", "short_description": "",
        "entry_date_filed": tro, "absolute_url": f"/docket/{number}/9/", "attachment_number": None,
    }  # fmt: skip
    return {
        "court_id": "ilnd", "docket_id": number, "docketNumber": f"1:26-cv-{number}", "pacer_case_id": f"48{number}", "caseName": caption,
        "case_name_full": "", "dateFiled": filed, "dateTerminated": None, "suitNature": "840 Trademark", "cause": "15:1114 Trademark Infringement",
        "assignedTo": "A. Judge", "referredTo": "M. Magistrate", "juryDemand": "Both", "court": "District Court, N.D. Illinois",
        "attorney": ["Nora Quill", "Tom Reed"], "firm": ["Quill & Marsh LLP"], "party": [], "docket_absolute_url": f"/docket/{number}/x/",
        "meta": {"timestamp": "2026-11-19T12:00:00+00:00"}, "recap_documents": [order] if tro else [],
    }  # fmt: skip


def party(name: str, side: str, *attorneys: int, docket: int = 90001) -> dict[str, Any]:
    roles = [{"attorney_id": n, "docket_id": docket, "role": 2} for n in attorneys]
    return {
        "name": name,
        "attorneys": roles,
        "party_types": [{"docket_id": docket, "name": side, "date_terminated": None}],
    }


LISTED = "The Partnerships and Unincorporated Associations Identified on Schedule A"
SUITS = [
    suit(90001, f"{PLAINTIFF} v. {LISTED}", "2026-11-09", "2026-11-19"),
    suit(90002, f"ELMWICK LAMPS INC v. {LISTED}", "2026-10-30", "2026-11-03"),
    suit(90003, f"XYZ Corporation v. {LISTED}", "2026-11-12"),
]
PARTIES = {
    "90001": [
        party(PLAINTIFF, "Plaintiff", 1),
        party("JCYGLASS", "Defendant"),
        party("Invented Store No 7", "Defendant", 3),
    ],
}
ATTORNEYS = [
    {"id": 1, "name": "Nora Quill", "contact_raw": "Quill & Marsh LLP\n1 Invented Plaza"},
    {"id": 3, "name": "Iris Vale", "contact_raw": "Harbor Law Group"},
]


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A state folder into which the suits, then their parties and attorneys were read."""
    replay = tmp_path / "replay"
    replay.mkdir()
    pages = {"search": SUITS, "attorneys": ATTORNEYS, "none": [], **{f"parties-{k}": v for k, v in PARTIES.items()}}
    for name, results in pages.items():
        page = {"count": len(results), "next": None, "previous": None, "results": results}
        (replay / f"{name}.json").write_text(json.dumps(page), encoding="utf-8")
    asked: list[dict[str, Any]] = [
        {"url": f"{API}/search/", "file": "search.json"},
        {"url": f"{API}/parties/", "query": {"docket": "90001"}, "file": "parties-90001.json"},
        {"url": f"{API}/parties/", "file": "none.json"},
        {"url": f"{API}/attorneys/", "query": {"docket": "90001"}, "file": "attorneys.json"},
    ]
    for entry in asked:
        entry["headers"] = {"content-type": "application/json"}
    (replay / "replay.yaml").write_text(json.dumps(asked), encoding="utf-8")  # JSON is YAML
    state = tmp_path / "state"
    with_demo_names(state)
    for at in ("2026-11-20T09:00:00+08:00", "2026-11-20T10:00:00+08:00"):
        (run,) = run_replay(state, "--source", "us-courtlistener", replay=replay, at=at, env=KEYED)
        assert run["records"] > 0, run
    return state


LINES = {
    "nature_of_suit": "商标（法院的案由代码 840）",
    "cause": "侵犯注册商标、假冒（《美国法典》第15编第1114条）",
    "defendants": "来源写明的被告2个；附表A案件，名单可能未全部公开",
    "plaintiff_suits": (
        f"{PLAINTIFF}：另有1件（伊利诺伊州北区1件），2026年10月起诉，其中1件已签发临时限制令。仅指本系统已存案件，自2026年11月起收录"
    ),
    "plaintiff_counsel": "Quill & Marsh LLP（Nora Quill）",
    "defendant_counsel": "Harbor Law Group（Iris Vale），代表Invented Store No 7",
    "counsel_of_no_side": "来源未注明代表哪一方：Tom Reed",
    "judge": "A. Judge",
    "referred_to": "M. Magistrate",
    "jury_demand": "双方请求陪审",
}


def lines_of(stated: list[dict[str, str]]) -> dict[str, str]:
    return {line["name"]: line["value"] for line in stated if line["name"] in LINES}


def test_a_suit_is_told_at_every_door(told: Path) -> None:
    (hit,) = json.loads(monitor(told, "hit", "list", "--json").stdout)
    assert (hit["role"], hit["text"]) == ("defendant", "JCYGLASS")
    assert lines_of(hit["stated"]) == LINES

    shown = "".join(monitor(told, "hit", "show", "1").stdout.split())
    for value in LINES.values():
        assert "".join(value.split()) in shown

    monitor(told, "bulletin", "build", at=NEXT_DAY)
    issue = json.loads(monitor(told, "bulletin", "show", "--format", "json", at=NEXT_DAY).stdout)
    (entry,) = entries(issue)
    assert lines_of(entry["case"]) == LINES
    for format_ in ("txt", "html"):
        text = monitor(told, "bulletin", "show", "--format", format_, at=NEXT_DAY).stdout
        flat = "".join(unescape(re.sub("<[^<>]*>", "", text)).split())
        for value in LINES.values():
            assert "".join(value.split()) in flat, (format_, value)


def entries(node: Any) -> list[dict[str, Any]]:
    """Every entry of an issue, wherever it stands."""
    if isinstance(node, dict):
        return [node] if "case" in node else [e for v in node.values() for e in entries(v)]
    return [e for v in node for e in entries(v)] if isinstance(node, list) else []


def test_counsel_are_not_asked_for_where_they_are_known(told: Path, tmp_path: Path) -> None:
    other = [{**a, "name": "Somebody Else"} for a in ATTORNEYS]  # whoever asks again learns this
    page = {"count": 2, "next": None, "previous": None, "results": other}
    (tmp_path / "replay" / "attorneys.json").write_text(json.dumps(page), encoding="utf-8")
    run_replay(
        told, "--source", "us-courtlistener", replay=tmp_path / "replay", at="2026-12-20T10:00:00+08:00", env=KEYED
    )
    (hit,) = json.loads(monitor(told, "hit", "list", "--json").stdout)
    assert lines_of(hit["stated"])["plaintiff_counsel"] == LINES["plaintiff_counsel"]
