"""Who represents whom is told as the court's own lists say it: by side, with the firm, and only those who still do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Follow, Record, Request
from monitor.sources.us_courts.courtlistener.source import CourtListener, SearchOptions
from tests.sources.us_courts.captures import NOW, capture, plan

CL = CourtListener()
API = "https://www.courtlistener.com/api/rest/v4"
URLS = {"search": f"{API}/search/", "parties": f"{API}/parties/", "attorneys": f"{API}/attorneys/"}
KEY, DOCKET = "us-dct:ilnd:1:26-cv-99101", "8810001"


def role(number: int, code: object = 2, docket: int = int(DOCKET)) -> dict[str, object]:
    return {"attorney": f"{API}/attorneys/{number}/", "attorney_id": number, "docket_id": docket, "role": code}


def party(name: str, side: str, *attorneys: Mapping[str, object]) -> dict[str, object]:
    return {"name": name, "attorneys": list(attorneys), "party_types": [{"docket_id": int(DOCKET), "name": side}]}


def attorney(number: int, name: str, contact: str = "") -> dict[str, object]:
    return {"id": number, "name": name, "contact_raw": contact}


def read(
    folder: Path, tag: str, results: Sequence[object], context: Mapping[str, object] | None = None, **more: Any
) -> tuple[Record, list[Request]]:
    page = {"next": more.pop("next", None), "previous": None, "results": list(results)}
    file = folder / f"{tag}.json"
    file.write_text(json.dumps(page), encoding="utf-8")
    held = {"key": KEY, "docket_id": DOCKET, "page": 1, **(context or {})}
    urls = more.pop("urls", URLS)
    asked = capture(file, Request(urls[tag], tag=tag, context=held))
    outcomes = list(CL.read(asked, plan("us-courtlistener", urls, options=SearchOptions(), **more)))
    (record,) = [o for o in outcomes if isinstance(o, Record)]
    return record, [o.request for o in outcomes if isinstance(o, Follow)]


def counsel(folder: Path, parties: Sequence[object], attorneys: Sequence[object]) -> list[dict[str, Any]]:
    _, (follow,) = read(folder, "parties", parties)
    record, _ = read(folder, "attorneys", attorneys, follow.context)
    rows = record.facts["counsel"]
    assert isinstance(rows, list)
    return rows


SUIT = (
    party("Elmwick Lamps, Inc.", "Plaintiff", role(1), role(2)),
    party("Invented Store No 7", "Defendant"),
    party("Synthetic Home Direct d/b/a SynHome", "Defendant", role(3)),
)
THEM = (
    attorney(1, "Nora Quill", "Quill & Marsh LLP\n1 Invented Plaza\nChicago, IL 60600\n(312) 555-0100"),
    attorney(2, "Ben Ash", "Quill & Marsh LLP\r\n1 Invented Plaza"),
    attorney(3, "Iris Vale", "Harbor Law Group\nSuite 5"),
)


def test_counsel_of_both_sides_are_told_with_their_firms(tmp_path: Path) -> None:
    assert counsel(tmp_path, SUIT, THEM) == [
        {"id": "1", "name": "Nora Quill", "firm": "Quill & Marsh LLP", "side": "plaintiff", "for": ["Elmwick Lamps, Inc."]},
        {"id": "2", "name": "Ben Ash", "firm": "Quill & Marsh LLP", "side": "plaintiff", "for": ["Elmwick Lamps, Inc."]},
        {"id": "3", "name": "Iris Vale", "firm": "Harbor Law Group", "side": "defendant", "for": ["Synthetic Home Direct d/b/a SynHome"]},
    ]  # fmt: skip


def test_the_attorneys_are_asked_for_of_the_same_docket_and_by_name_alone(tmp_path: Path) -> None:
    _, (follow,) = read(tmp_path, "parties", SUIT)
    assert follow.url == URLS["attorneys"]
    assert dict(follow.params) == {"docket": DOCKET, "filter_nested_results": "True", "fields": "id,name,contact_raw"}
    assert follow.optional
    assert (follow.tag, follow.stream) == ("attorneys", "parties")


def test_attorneys_are_asked_for_after_the_last_page_of_parties(tmp_path: Path) -> None:
    more = f"{URLS['parties']}?cursor=b"
    _, (second,) = read(tmp_path, "parties", SUIT[:1], next=more)
    assert (second.url, second.tag) == (more, "parties")
    _, (third,) = read(tmp_path, "parties", SUIT[1:], second.context)
    assert third.tag == "attorneys"
    record, _ = read(tmp_path, "attorneys", THEM, third.context)
    assert len(record.facts["counsel"]) == 3  # type: ignore[arg-type]


def test_those_of_several_pages_of_attorneys_are_told_together(tmp_path: Path) -> None:
    _, (first,) = read(tmp_path, "parties", SUIT)
    early, (more,) = read(tmp_path, "attorneys", THEM[:1], first.context, next=f"{URLS['attorneys']}?cursor=b")
    late, rest = read(tmp_path, "attorneys", THEM[1:], more.context)
    assert [r["id"] for r in early.facts["counsel"]] == ["1"]  # type: ignore[attr-defined]
    assert [r["id"] for r in late.facts["counsel"]] == ["1", "2", "3"]  # type: ignore[attr-defined]
    assert rest == []


@pytest.mark.parametrize("code", [5, 6, 7, 8, 9, "Terminated", "Self-terminated", "Suspended"])
def test_who_represents_nobody_any_more_is_no_counsel(tmp_path: Path, code: object) -> None:
    _, follows = read(tmp_path, "parties", [party("Elmwick Lamps, Inc.", "Plaintiff", role(1, code))])
    assert follows == []


@pytest.mark.parametrize("code", [1, 2, 3, 4, 10, "Lead attorney", None])
def test_who_has_another_role_is(tmp_path: Path, code: object) -> None:
    rows = counsel(tmp_path, [party("Elmwick Lamps, Inc.", "Plaintiff", role(1, code))], THEM[:1])
    assert [r["name"] for r in rows] == ["Nora Quill"]


def test_an_attorney_of_another_case_is_left_out(tmp_path: Path) -> None:
    _, follows = read(tmp_path, "parties", [party("Elmwick Lamps, Inc.", "Plaintiff", role(1, docket=777))])
    assert follows == []


def test_a_party_on_no_side_gives_counsel_of_no_side(tmp_path: Path) -> None:
    (row,) = counsel(tmp_path, [party("Synthetic Intervenor", "Intervenor", role(3))], THEM)
    assert (row["side"], row["name"]) == ("party", "Iris Vale")


def test_who_acts_on_both_sides_is_told_on_each(tmp_path: Path) -> None:
    both = [party("Elmwick Lamps, Inc.", "Plaintiff", role(1)), party("SynHome", "Defendant", role(1))]
    assert [(r["side"], r["for"]) for r in counsel(tmp_path, both, THEM)] == [
        ("plaintiff", ["Elmwick Lamps, Inc."]),
        ("defendant", ["SynHome"]),
    ]


@pytest.mark.parametrize(
    ("contact", "firm"),
    [
        ("Quill & Marsh LLP\n1 Invented Plaza", "Quill & Marsh LLP"),
        ("\n  Quill & Marsh LLP  \n1 Invented Plaza", "Quill & Marsh LLP"),
        ("NORA QUILL\nLaw Office of Nora Quill\n5 Street", "Law Office of Nora Quill"),
        ("1 Invented Plaza\nChicago", ""),
        ("P.O. Box 12\nChicago", ""),
        ("nora@example.org", ""),
        ("(312) 555-0100", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_the_firm_is_the_first_line_that_is_no_address(tmp_path: Path, contact: object, firm: str) -> None:
    them = [{"id": 1, "name": "Nora Quill", "contact_raw": contact}]
    (row,) = counsel(tmp_path, SUIT[:1], them)
    assert row["firm"] == firm


def test_names_of_lawyers_are_hostile_text(tmp_path: Path) -> None:
    evil = attorney(1, "Nora\u202e Quill\n<b>" + "x" * 500, "Firm\u200b & Co\x07\nStreet")
    (row,) = counsel(tmp_path, SUIT[:1], [evil])
    assert row["name"].startswith("Nora Quill <b>xxx")
    assert len(row["name"]) == 120
    assert row["firm"] == "Firm & Co"


def test_odd_shapes_give_no_counsel_and_lose_no_party(tmp_path: Path) -> None:
    odd = [
        {**party("Elmwick Lamps, Inc.", "Plaintiff"), "attorneys": "none"},
        {**party("SynHome", "Defendant"), "attorneys": [None, 7, {"attorney_id": "x1"}, {}]},
    ]
    record, follows = read(tmp_path, "parties", odd)
    assert [m.text for m in record.mentions] == ["Elmwick Lamps, Inc.", "SynHome"]
    assert follows == []
    record, _ = read(tmp_path, "attorneys", [None, {}, {"id": 1}], {"represented": "gone"})
    assert record.facts["counsel"] == []


def test_where_they_are_known_they_are_not_asked_for_again(tmp_path: Path) -> None:
    known = {"counsel": ["1", "2", "3"]}
    assert read(tmp_path, "parties", SUIT, known)[1] == []
    assert len(read(tmp_path, "parties", SUIT[:1], known)[1]) == 1  # one has left


def test_what_is_stored_says_who_is_known() -> None:
    rows = [{"id": "2", "name": "Ben Ash"}, {"id": "1", "name": "Nora Quill"}, {"name": "by an entry"}]
    facts = {"key": KEY, "docket_id": DOCKET, "ever_schedule_a": True, "filed": "2026-10-01", "counsel": rows}
    asked = CL.requests(
        plan(
            "us-courtlistener", URLS, options=SearchOptions(), revisit=(facts,), has_key=True, until=date(2026, 11, 19)
        )
    )
    (parties,) = [r for r in asked if r.tag == "parties"]
    assert parties.context["counsel"] == ["1", "2"]


def test_where_the_service_has_no_address_for_them_nobody_is_asked(tmp_path: Path) -> None:
    urls = {k: v for k, v in URLS.items() if k != "attorneys"}
    assert read(tmp_path, "parties", SUIT, urls=urls)[1] == []


def test_who_stands_for_very_many_is_told_by_a_few(tmp_path: Path) -> None:
    stores = [party(f"Store {n}", "Defendant", role(3)) for n in range(50)]
    (row,) = counsel(tmp_path, stores, THEM)
    assert row["for"] == [f"Store {n}" for n in range(5)]


def test_very_many_attorneys_are_bounded(tmp_path: Path) -> None:
    stores = [party(f"Store {n}", "Defendant", role(n)) for n in range(1, 400)]
    _, (follow,) = read(tmp_path, "parties", stores)
    assert len(follow.context["represented"]) == 120  # type: ignore[arg-type]


def test_the_record_says_when_it_was_read(tmp_path: Path) -> None:
    record, _ = read(tmp_path, "attorneys", THEM, {"represented": {"1": [["plaintiff", "Elmwick Lamps, Inc."]]}})
    assert (record.matter, record.as_of, record.mentions) == (KEY, NOW.isoformat(), ())
