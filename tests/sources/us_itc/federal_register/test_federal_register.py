"""Federal Register notices of the ITC: list pages, texts, public inspection, and the ways they betray."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Blocked, Unparsed
from monitor.model import (
    Follow,
    Ignored,
    Outcome,
    ProvenEmpty,
    Record,
    Request,
    Role,
    Seen,
    Skip,
    Stated,
    Suspect,
    Unknown,
)
from monitor.sources.base import Plan
from monitor.sources.us_itc.federal_register.classify import NotOne, classify
from monitor.sources.us_itc.federal_register.notice import (
    UnreadableBlock,
    institution_parties,
    plain_text,
    read_notice,
    receipt_parties,
)
from monitor.sources.us_itc.federal_register.source import Notices, NoticesOptions, document_number
from monitor.sources.us_itc.parting import read_block, read_list, read_names
from monitor.sources.us_itc.party import UnreadableParties
from monitor.sources.us_itc.terms import relief_requested
from tests.sources.golden import check_golden
from tests.sources.said import keys
from tests.sources.us_itc.captures import a_capture, a_plan, named, records

FR = Notices()
HERE = Path(__file__).parent
DEMO = HERE.parents[3] / "monitor" / "demo" / "us-itc-federal-register"
URLS = {
    "documents": "https://www.federalregister.gov/api/v1/documents.json",
    "public_inspection": "https://www.federalregister.gov/api/v1/public-inspection-documents.json",
}


def plan(**more: object) -> Plan[NoticesOptions]:
    return a_plan("us-itc-federal-register", URLS, **{"options": NoticesOptions(), **more})  # type: ignore[arg-type]


def listed(path: Path, page: int = 1, seen: list[str] | None = None) -> list[Outcome]:
    context = {"since": "2026-04-01", "until": "2026-04-10", "page": page, "seen": seen or []}
    request = Request(URLS["documents"], tag="list", context=context)
    return list(FR.read(a_capture(path, request, "application/json"), plan()))


def follow_of(number: str) -> Request:
    for o in listed(HERE / "list.json"):
        if isinstance(o, Follow) and o.request.context["number"] == number:
            return o.request
    raise AssertionError(number)


def read_text(path: Path, number: str) -> list[Outcome]:
    return list(FR.read(a_capture(path, follow_of(number)), plan()))


def changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    text = (HERE / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


# --- what is asked for -------------------------------------------------------------------------------


def test_the_list_is_asked_for_by_agency_and_window_with_a_page_size_the_api_accepts() -> None:
    first, inspection = FR.requests(plan())
    params = dict(first.params)
    assert params["conditions[agencies][]"] == "international-trade-commission"
    assert params["conditions[publication_date][gte]"] == "2026-04-01"
    assert params["conditions[publication_date][lte]"] == "2026-04-10"
    assert 2 <= int(params["per_page"]) <= 1000
    assert ("fields[]", "raw_text_url") in first.params
    assert not first.optional
    assert inspection.optional


def test_a_window_of_years_is_asked_for_in_slices_without_a_gap() -> None:
    long = Plan(
        "x",
        {"documents": URLS["documents"]},
        since=date(2020, 1, 1),
        until=date(2026, 4, 10),
        now=plan().now,
        options=NoticesOptions(),
    )
    spans = [(r.context["since"], r.context["until"]) for r in FR.requests(long)]
    assert len(spans) == 7
    assert spans[0][0] == "2020-01-01"
    assert spans[-1][1] == "2026-04-10"
    for (_, until), (since, _) in pairwise(spans):
        assert (date.fromisoformat(str(since)) - date.fromisoformat(str(until))).days == 1


@pytest.mark.parametrize("size", [0, 1, 1001])
def test_a_page_size_the_api_would_silently_change_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="per_page"):
        NoticesOptions(per_page=size)


# --- list pages ---------------------------------------------------------------------------------------


def test_golden_of_a_list_page() -> None:
    check_golden(HERE / "list.golden.json", listed(HERE / "list.json"))


def test_the_total_the_api_states_equals_what_was_seen() -> None:
    outcomes = listed(HERE / "list.json")
    (stated,) = [o for o in outcomes if isinstance(o, Stated)]
    (seen,) = [o for o in outcomes if isinstance(o, Seen)]
    assert (stated.what, stated.total) == (seen.what, seen.count)


def test_every_section_337_item_leads_to_its_text_which_is_not_optional() -> None:
    follows = [o.request for o in listed(HERE / "list.json") if isinstance(o, Follow)]
    assert [r.once for r in follows] == [f"fr:2026-9700{n}:2026-04-08" for n in (1, 2, 3, 4)]
    assert not any(r.optional for r in follows)


def test_an_answer_without_results_is_proven_empty_only_when_it_counts_zero(tmp_path: Path) -> None:
    assert listed(HERE / "list_empty.json") == [ProvenEmpty()]
    lost = tmp_path / "lost.json"
    lost.write_text('{"count": 12, "total_pages": 1}')
    with pytest.raises(Unparsed, match="no_results"):
        listed(lost)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ({"count": 0}, [ProvenEmpty]),
        ({"count": 0, "results": []}, [Stated, ProvenEmpty, Seen]),
        ({"count": 1, "results": []}, [Stated, Seen]),
        ({"count": 1}, "no_results"),
        ({"count": 0, "results": {}}, "no_results"),
        ({"results": []}, "no_count"),
        ({"count": "0", "results": []}, "no_count"),
    ],
)
def test_nothing_is_proven_by_a_count_of_zero_alone(tmp_path: Path, page: dict[str, object], told: object) -> None:
    path = tmp_path / "page.json"
    path.write_text(json.dumps(page))
    if isinstance(told, str):
        with pytest.raises(Unparsed, match=told):
            listed(path)
    else:
        assert isinstance(told, list)
        assert [type(o) for o in listed(path)] == told
    if page == {"count": 0, "results": []}:  # only the first page speaks for the whole window
        assert [type(o) for o in listed(path, page=2)] == [Seen]


def test_a_list_that_does_not_say_its_page_is_the_first(tmp_path: Path) -> None:
    request = Request(URLS["documents"], tag="list", context={"since": "2026-04-01", "until": "2026-04-10"})
    outcomes = list(FR.read(a_capture(a_page(tmp_path, "2"), request, "application/json"), plan()))
    assert [o for o in outcomes if isinstance(o, Stated)]
    assert [o for o in outcomes if isinstance(o, Follow) and o.request.tag == "list"]


@pytest.mark.parametrize(("field", "value"), [("publication_date", "soon"), ("title", None), ("document_number", "")])
def test_an_item_that_cannot_be_read_is_set_aside_and_the_others_are_read(
    tmp_path: Path, field: str, value: object
) -> None:
    page = json.loads((HERE / "list.json").read_text())
    page["results"][0][field] = value
    path = tmp_path / "page.json"
    path.write_text(json.dumps(page))
    outcomes = listed(path)
    assert len([o for o in outcomes if isinstance(o, Skip) and o.where.startswith("page 1, item 1: ")]) == 1
    (seen,) = [o for o in outcomes if isinstance(o, Seen)]
    assert seen.count == len(page["results"])  # it was met, if not read


def test_a_page_of_trade_remedy_notices_is_counted_and_ignored() -> None:
    outcomes = listed(HERE / "list_trade_remedy.json")
    assert not records(outcomes)
    assert Counter(keys(outcomes, Ignored)) == {
        "us_itc.federal_register.ignored.trade_remedy": 1,
        "us_itc.federal_register.ignored.other": 1,
    }


def test_a_cut_off_page_and_a_web_page_are_no_lists() -> None:
    with pytest.raises(Unparsed, match="not_json"):
        listed(HERE / "list_truncated.json")
    with pytest.raises(Blocked, match="request_access"):
        listed(HERE / "request_access.html")
    with pytest.raises(Unparsed, match="html_for_json"):
        listed(HERE / "institution.txt")


def test_a_refused_query_is_told_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "errors.json"
    path.write_text('{"errors": {"conditions": "unknown"}}')
    with pytest.raises(Unparsed, match="unknown"):
        listed(path)


def a_page(tmp_path: Path, next_page: str) -> Path:
    page = json.loads((HERE / "list.json").read_text())
    page["next_page_url"] = f"https://www.federalregister.gov/api/v1/documents?page={next_page}&format=json"
    path = tmp_path / "page.json"
    path.write_text(json.dumps(page))
    return path


def test_the_next_page_is_followed_and_knows_what_was_seen(tmp_path: Path) -> None:
    (follow,) = [o.request for o in listed(a_page(tmp_path, "2")) if isinstance(o, Follow) and o.request.tag == "list"]
    assert ("page", "2") in follow.params
    assert len(follow.context["seen"]) == 6  # type: ignore[arg-type]


def test_a_page_that_silently_starts_over_is_suspicious_and_not_followed(tmp_path: Path) -> None:
    seen = [f"2026-9700{n} 2026-04-08" for n in range(1, 6)] + ["2026-97006 2026-04-09"]
    page = json.loads(a_page(tmp_path, "3").read_text())
    page["results"] = page["results"][:6]
    (tmp_path / "page.json").write_text(json.dumps(page))
    outcomes = listed(tmp_path / "page.json", page=2, seen=seen)
    assert Suspect("us_itc.federal_register.suspect.repeated_page") in outcomes
    assert not [o for o in outcomes if isinstance(o, Follow | Record)]


@pytest.mark.parametrize("next_page", ["51", "1", "0", "x", ""])
def test_a_next_page_the_api_would_not_give_is_suspicious(tmp_path: Path, next_page: str) -> None:
    outcomes = listed(a_page(tmp_path, next_page))
    assert Suspect("us_itc.federal_register.suspect.next_page") in outcomes
    assert not [o for o in outcomes if isinstance(o, Follow) and o.request.tag == "list"]


@pytest.mark.parametrize(
    ("page", "next_page", "followed"),
    [(1, 2, True), (1, 3, True), (48, 49, True), (49, 50, True), (49, 49, False), (49, 48, False), (50, 51, False)],
)
def test_pages_are_followed_forward_to_the_fiftieth(tmp_path: Path, page: int, next_page: int, followed: bool) -> None:
    outcomes = listed(a_page(tmp_path, str(next_page)), page=page)
    pages = [o.request.context["page"] for o in outcomes if isinstance(o, Follow) and o.request.tag == "list"]
    assert pages == ([next_page] if followed else [])
    assert (Suspect("us_itc.federal_register.suspect.next_page") in outcomes) is not followed


def test_stages_nobody_wants_are_left_out() -> None:
    request = Request(URLS["documents"], tag="list", context={"since": "a", "until": "b", "page": 1, "seen": []})
    wanted = plan(options=NoticesOptions(leave_out=("receipt",)))
    outcomes = list(FR.read(a_capture(HERE / "list.json", request), wanted))
    assert Ignored("us_itc.federal_register.ignored.stage") in outcomes


FINAL = "Certain Pocket Lighters; Notice of Commission Final Determination"


@pytest.mark.parametrize(
    ("title", "abstract", "violation"),
    [
        (f"{FINAL} Finding a Violation of Section 337", "", "found"),
        (f"{FINAL} Finding a Section 337 Violation", "", "found"),
        (f"{FINAL} of Violation", "The Commission has found a violation of section 337.", "found"),
        (f"{FINAL} of a Violation", "", "found"),
        (FINAL, "The Commission has determined that there is a violation of section 337.", "found"),
        (FINAL, "The respondents have violated section 337.", "found"),
        (f"{FINAL} Finding No Violation of Section 337", "", "none"),
        (FINAL, "The Commission has determined that there is no violation of section 337.", "none"),
        (FINAL, "The complainant failed to establish a violation by the respondents.", "none"),
        (FINAL, "The complainant failed to demonstrate infringement.", "none"),
        (f"{FINAL} Finding No Section 337 Violation", "", "none"),
        (f"{FINAL} Finding a Violation as to Claim 1", "There is no violation as to claim 2.", "mixed"),
        (FINAL, "The Commission found no violation of claim 1. It has found a violation of claim 2.", "mixed"),
        (FINAL, "The Commission has made its determination.", ""),
        (FINAL, "", ""),
        (FINAL, "One sentence here. The Commission found a violation of section 337.", "found"),
        # of the abstract two sentences count: what follows tells the history of the case
        (FINAL, "One sentence here. Another one here. The judge had found a violation of section 337.", ""),
        # no violation by those who took part, an order against those who defaulted
        (
            "Certain Pocket Lighters; Final Determination of No Violation; Issuance of a Limited Exclusion Order",
            "",
            "mixed",
        ),
        # only a final determination says whether there was a violation
        (
            "Certain Pocket Lighters; Commission Determination To Review an Initial Determination",
            "Finding a violation.",
            "",
        ),
    ],
)
def test_whether_a_violation_was_found_is_told_as_the_commission_said_it(
    title: str, abstract: str, violation: str
) -> None:
    told = classify(title, abstract, ("Investigation No. 337-TA-9801",))
    assert not isinstance(told, NotOne)
    assert told.violation == violation


@pytest.mark.parametrize(
    ("printed", "one"), [("2012-7333", "2012-07333"), ("2012-07333", "2012-07333"), ("C1-2024-1234", "C1-2024-1234")]
)
def test_a_document_number_has_one_spelling(printed: str, one: str) -> None:
    assert document_number(printed) == one


# --- texts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("institution", "2026-97001"),
        ("institution_one_respondent", "2026-97002"),
        ("institution_redesigned", "2026-97001"),
        ("receipt", "2026-97003"),
        ("receipt_redesigned", "2026-97003"),
        ("termination", "2026-97004"),
    ],
)
def test_golden_of_a_text(name: str, number: str) -> None:
    outcomes = [o if not isinstance(o, Skip) else Skip(o.key, o.where) for o in read_text(HERE / f"{name}.txt", number)]
    check_golden(HERE / f"{name}.golden.json", outcomes)


def test_parties_are_read_with_country_and_aliases_across_page_markers() -> None:
    (record,) = records(read_text(HERE / "institution.txt", "2026-97001"))
    assert record.matter == "us-itc:337-TA-9801"
    assert [(m.text, m.country, m.aliases) for m in named(record, Role.RESPONDENT)] == [
        ("Shenzhen Specimen Lighting Technology Co., Ltd.", "CN", ("SpecimenLux",)),
        ("Ningbo Muster Electric Appliance Co., Ltd.", "CN", ("Muster Electric",)),
        ("Bank of Specimen Leasing Limited", "HK", ()),
        ("Probe Optronics Corp.", "TW", ()),
        ("Beispiel, Muster & Sons GmbH", "DE", ()),
        ("Sample (United States) Inc.", "US", ()),
        ("SampleHome.example", "US", ()),
    ]
    assert [m.text for m in named(record, Role.COMPLAINANT)] == [
        "Bank of Exampleton",
        "Lantern Works (Exampleton) LLC",
    ]
    assert record.facts["complaint_date"] == "2026-03-02"
    assert record.facts["product"] == "Certain Example Lanterns and Components Thereof"
    assert record.facts["geo_requested"] is False


def test_a_copy_that_lost_its_line_marks_names_the_same_parties() -> None:
    (printed,) = records(read_text(HERE / "institution.txt", "2026-97001"))
    (copied,) = records(read_text(HERE / "institution_copied.txt", "2026-97001"))
    assert [m for m in printed.mentions if m.role.is_party] == [m for m in copied.mentions if m.role.is_party]


def test_one_respondent_in_running_text_and_no_staff_party() -> None:
    (record,) = records(read_text(HERE / "institution_one_respondent.txt", "2026-97002"))
    (respondent,) = named(record, Role.RESPONDENT)
    assert (respondent.text, respondent.country) == ("Hebei Specimen Ladder Co., Ltd.", "CN")
    assert record.matter == "us-itc:337-TA-9802"


def test_a_party_stands_in_no_other_role_and_not_in_the_cited_text() -> None:
    (record,) = records(read_text(HERE / "institution.txt", "2026-97001"))
    (rest,) = [m for m in named(record, Role.CITED) if m.field == "full_text"]
    (addresses,) = [m for m in named(record, Role.CITED) if m.field == "party_addresses"]
    assert addresses.extra == {"unread": True, "seeks": "firms"}
    for respondent in named(record, Role.RESPONDENT):
        assert respondent.text not in rest.text
        assert respondent.text not in [m.text for m in named(record, Role.COMPLAINANT)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(b) The respondents are the following entities", "(b) Named in the complaint are the entities"),
        ("(a) The complainants are:", "(a) The petitioners are:"),
        ("(a) The complainants are:", "(a) The respondents are:"),  # the blocks changed places
        ("following are hereby named as parties", "following take part"),
        (
            "(c) The Office of Unfair Import Investigations",
            "(d) The staff",
        ),
    ],
)
def test_an_unreadable_block_names_nobody_and_says_so(tmp_path: Path, old: str, new: str) -> None:
    path = changed(tmp_path, "institution.txt", old, new)
    if new == "(d) The staff":
        path.write_text(path.read_text().replace("(4) For the investigation so instituted", "(e) For this matter"))
    outcomes = read_text(path, "2026-97001")
    (record,) = records(outcomes)
    assert not [m for m in record.mentions if m.role.is_party]
    assert record.facts["parties"] == "unparsed"
    assert [e.code for e in record.events] == ["institution", "complaint_filed"]
    assert [o for o in outcomes if isinstance(o, Skip)]
    assert [o for o in outcomes if isinstance(o, Suspect)]
    assert "Shenzhen Specimen Lighting" in named(record, Role.CITED)[0].text  # still found, but as cited


def test_a_cut_off_text_names_nobody() -> None:
    outcomes = read_text(HERE / "institution_truncated.txt", "2026-97001")
    (record,) = records(outcomes)
    assert not [m for m in record.mentions if m.role.is_party]
    assert Suspect("us_itc.federal_register.unreadable.block_end") in outcomes


def test_a_sentence_inside_a_block_makes_it_unreadable() -> None:
    text = plain_text((HERE / "institution.txt").read_bytes())
    broken = text.replace("Probe Optronics Corp.,", "A complaint was filed on behalf of Probe Optronics Corp.,")
    with pytest.raises(UnreadableBlock, match="sentence"):
        institution_parties(broken)


def test_a_receipt_names_proposed_respondents_by_its_list() -> None:
    (record,) = records(read_text(HERE / "receipt.txt", "2026-97003"))
    assert record.matter == "us-itc:DN-3999"
    assert [(m.text, m.country, m.address) for m in named(record, Role.RESPONDENT)] == [
        ("Foshan Specimen Kettle Co., Ltd.", "CN", "the People's Republic of China"),
        ("Bank of Specimen", "MO", "Macau"),
        ("Sample (United States) Inc.", "US", "Reno, NV"),
        ("Taiwan Probe Kettle Corp.", "TW", "Taiwan"),
        ("Muster & Co. KG", "DE", "Germany"),
    ]
    assert record.facts["complaint_date"] == "2026-03-30"
    assert [e.code for e in record.events] == ["receipt_amended", "complaint_filed"]
    assert record.events[0].ident == "2026-97003"


def test_a_later_notice_counts_for_the_numbers_it_declares_not_for_those_it_cites() -> None:
    found = records(read_text(HERE / "termination.txt", "2026-97004"))
    assert [r.matter for r in found] == ["us-itc:337-TA-9701", "us-itc:337-TA-9702"]
    for record in found:
        assert [e.code for e in record.events] == ["termination_partial", "review_determination"]
        # "instituted this investigation …, naming" those it named as respondents
        assert [(m.text, m.role) for m in record.mentions if m.role.is_party] == [
            ("Foshan Specimen Kettle Co., Ltd.", Role.RESPONDENT)
        ]
        assert "Foshan Specimen Kettle" in named(record, Role.CITED)[0].text


def test_a_text_without_any_number_is_recorded_under_its_document_and_suspicious(tmp_path: Path) -> None:
    path = changed(tmp_path, "institution_one_respondent.txt", "[Investigation No. 337–TA–9802]", "")
    outcomes = read_text(path, "2026-97002")
    assert [r.matter for r in records(outcomes)] == ["us-itc:FR-2026-97002"]
    assert Suspect("us_itc.federal_register.unreadable.no_number") in outcomes


def test_the_text_of_another_document_is_not_read() -> None:
    outcomes = read_text(HERE / "receipt.txt", "2026-97001")
    assert not records(outcomes)
    assert Suspect("us_itc.federal_register.unreadable.other_document") in outcomes


def test_a_page_request_access_instead_of_a_text_is_blocked(tmp_path: Path) -> None:
    with pytest.raises(Blocked, match="request_access"):
        read_text(HERE / "request_access.html", "2026-97001")
    other = tmp_path / "other.html"
    other.write_text("<html><body>" + "not what you look for " * 20 + "</body></html>")
    with pytest.raises(Unparsed, match="not_a_notice"):
        read_text(other, "2026-97001")


@given(st.text(alphabet="AB of,;.and ()d/b/a\n\fLtdCoChina, OH0123", max_size=300))
def test_no_list_however_garbled_breaks_the_reader_or_names_an_empty_party(text: str) -> None:
    for read in (read_list, read_names, lambda t: read_block(t, True).parties, lambda t: read_block(t, False).parties):
        try:
            found = read(text)
        except UnreadableParties:
            continue
        assert all(p.name.strip() for p in found)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading_of_a_text(raw: bytes) -> None:
    text = plain_text((HERE / "institution.txt").read_bytes()[:4000] + raw)
    read_notice(text)
    for read in (institution_parties, receipt_parties):
        with suppress(UnreadableBlock):
            read(text)


# --- public inspection -------------------------------------------------------------------------------------


def inspected() -> list[Outcome]:
    (_, request) = FR.requests(plan())
    return list(FR.read(a_capture(HERE / "public_inspection.json", request, "application/json"), plan()))


def test_public_inspection_tells_the_same_event_under_the_same_number_earlier() -> None:
    outcomes = inspected()
    early = records(outcomes)
    assert [r.matter for r in early] == ["us-itc:DN-4001", "us-itc:337-TA-9803"]
    receipt = early[0].events[0]
    assert (receipt.code, receipt.ident, receipt.date) == ("receipt", "2026-07101", date(2026, 4, 10))
    assert early[0].as_of == "2026-04-09"
    assert all(o.request.optional for o in outcomes if isinstance(o, Follow))
    assert not [o for o in outcomes if isinstance(o, ProvenEmpty | Suspect)]


def test_an_empty_public_inspection_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pi.json"
    path.write_text('{"count": 0}')
    (_, request) = FR.requests(plan())
    assert list(FR.read(a_capture(path, request), plan())) == []


def test_an_early_text_that_cannot_be_read_does_not_spoil_the_run() -> None:
    request = Request("https://x.example/t", tag="inspection_text", context=follow_of("2026-97001").context)
    outcomes = list(FR.read(a_capture(HERE / "institution_redesigned.txt", request), plan()))
    assert not [o for o in outcomes if isinstance(o, Skip | Suspect)]
    assert [o for o in outcomes if isinstance(o, Unknown)]


# --- demo and texts ----------------------------------------------------------------------------------------


def test_the_demo_names_the_watched_firm_as_respondent_in_both_stages() -> None:
    page = listed(DEMO / "documents.json")
    found: dict[str, Record] = {}
    for follow in (o for o in page if isinstance(o, Follow)):
        path = DEMO / f"{follow.request.context['number']}.txt"
        outcomes = list(FR.read(a_capture(path, follow.request), plan()))
        assert not [o for o in outcomes if isinstance(o, Skip | Suspect | Unknown)]
        found.update((r.matter, r) for r in records(outcomes))
    assert sorted(found) == ["us-itc:337-TA-9902", "us-itc:337-TA-9911", "us-itc:DN-9936"]
    for matter in ("us-itc:337-TA-9911", "us-itc:DN-9936"):
        names = [m.text for m in named(found[matter], Role.RESPONDENT)]
        assert names[0] == "Shanxi Hengyuezhu Heavy Industry Co., Ltd."
        assert found[matter].facts["geo_requested"] is True
        assert found[matter].facts["complaint_date"] == "2026-10-16"
        assert found[matter].facts["product"] == "Certain Cast Iron Pipe Couplings (DEMO)"
    assert "exclusion_order_general" in [e.code for e in found["us-itc:337-TA-9902"].events]
    assert keys(page, Ignored) == ["us_itc.federal_register.ignored.trade_remedy"]


# --- real payloads -------------------------------------------------------------------------------------------


@pytest.mark.real_data
def test_all_real_notices_are_classified(real_data: Path) -> None:
    lines = (real_data / "us-itc" / "fr_337_notices_2020-2024.jsonl").read_text(encoding="utf-8").splitlines()
    told = [(row, classify(row["title"], row["abstract"] or "")) for row in map(json.loads, lines)]
    stages = Counter(t.key if isinstance(t, NotOne) else t.stage for _, t in told)
    assert stages == {
        "institution": 149,
        "receipt": 112,
        "review": 35,
        "final": 33,
        "order": 29,
        "us_itc.federal_register.ignored.rules": 6,
    }
    codes = Counter(code for _, t in told if not isinstance(t, NotOne) for code in t.codes)
    assert codes["exclusion_order_general"] == 8
    assert codes["exclusion_order_limited"] == 21
    for row, t in told:
        if isinstance(t, NotOne):
            continue
        where = row["document_number"]
        assert t.stage != "receipt" or (t.docket and t.product), where
        assert t.stage != "institution" or t.complaint_date, where
        assert t.product or t.stage in ("final", "review"), where  # two titles name no product
    requested = [
        relief_requested(r["abstract"]) for r, t in told if not isinstance(t, NotOne) and t.stage == "institution"
    ]
    assert sum("exclusion_order_general" in r for r in requested) == 21
    assert sum(not r for r in requested) == 1


@pytest.mark.real_data
def test_the_real_layout_of_a_party_block_is_read(real_data: Path) -> None:
    text = plain_text((real_data / "us-itc" / "institution_notice_LAYOUT_from_test.txt").read_bytes())
    parties = institution_parties(text)
    assert [(p.name, p.country) for p in parties.complainants] == [("Nokia Corp", "FI")]
    assert [(p.name, p.address, p.country) for p in parties.respondents] == [
        ("Apple Inc.", "1 Infinite Loop, Cupertino, CA 95014", "US"),
        ("Qualcomm Incorporated", "5775 Morehouse Drive, San Diego, CA 92121", "US"),
    ]


@pytest.mark.real_data
def test_the_real_list_of_docket_3930_is_read(real_data: Path) -> None:
    text = (real_data / "us-itc" / "us_china_timeline_event_2026-08-17_DN3930.txt").read_text(encoding="utf-8")
    found = read_list(text.split("Respondents: ")[1].split('",')[0])
    assert [(p.name, p.address, p.country) for p in found] == [
        ("Micron Technology, Inc.", "Boise, ID", "US"),
        ("Micron Semiconductor Products, Inc.", "Allen, TX", "US"),
        ("Hewlett Packard Enterprise Co.", "Spring, TX", "US"),
        ("Lenovo Group Ltd.", "China", "CN"),
        ("Lenovo (United States) Inc.", "Morrisville, NC", "US"),
        ("Super Micro Computer, Inc.", "San Jose, CA", "US"),
    ]


@pytest.mark.real_data
def test_real_lists_of_news_releases_are_read(real_data: Path) -> None:
    text = (real_data / "us-itc" / "usitc_news_release_layout.txt").read_text(encoding="utf-8")
    listed_names = text.split("respondents in this investigation:")[1].split("By instituting")[0]
    found = read_list(listed_names)
    assert [(p.name, p.aliases, p.country) for p in found][3:7] == [
        ("Transform Partners LLC", ("Mount-It!",), "US"),
        ("Monoprice, Inc.", (), "US"),
        ("Ningbo Loctek Visual Technology Corporation", (), "CN"),
        ("Zhejiang Loctek Smart Drive Technology Co., Ltd.", (), "CN"),
    ]
    assert len(found) == 10


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("Cross-Border E-\nCommerce Co., Ltd.", "Cross-Border E-Commerce Co., Ltd."),
        ("Copies of non-\nconfidential documents", "Copies of non-confidential documents"),
        ("sold in Non-\nEU countries", "sold in Non-EU countries"),
        ("No. 1-\n3 Example Road", "No. 1-3 Example Road"),
        ("Cross-Border E-\n\n[[Page 99104]]\n\nCommerce Co., Ltd.", "Cross-Border E-Commerce Co., Ltd."),
        ("Cross–Border E–\nCommerce", "Cross-Border E-Commerce"),  # en dashes
        ("pre- \nand post-sale", "pre- and post-sale"),  # a blank says that the words stand apart
        ("pre-\nand post-sale", "pre- and post-sale"),
        ("------\nSUMMARY", "------ SUMMARY"),  # a rule
    ],
)
def test_a_line_that_ends_in_a_hyphen_goes_on_without_a_blank(printed: str, joined: str) -> None:
    assert " ".join(plain_text(printed.encode()).split()) == joined


def test_an_address_that_holds_a_firm_makes_the_run_suspicious_and_is_kept_with_its_words(tmp_path: Path) -> None:
    text = (HERE / "institution.txt").read_text(encoding="utf-8")
    firm = "No. 88 Muster Road, Ningbo 315000 Lanbeier Trading Co., Ltd., Ningbo"
    text, count = re.subn(r"No\.\s+88\s+Muster\s+Road,\s+Ningbo", firm, text)
    assert count == 1
    path = tmp_path / "institution.txt"
    path.write_text(text, encoding="utf-8")
    outcomes = read_text(path, "2026-97001")
    (doubt,) = [o for o in outcomes if isinstance(o, Suspect)]
    assert doubt.key == "us_itc.federal_register.suspect.unread_party"
    assert "Lanbeier Trading" in str(doubt.params["text"])
    (record,) = records(outcomes)
    (unread,) = [m for m in record.mentions if m.field == "unread_parties"]
    assert unread.role is Role.CITED
    assert "Lanbeier Trading" in unread.text
    assert "Lanbeier Trading" in str(record.facts["unread"])
    assert len(named(record, Role.RESPONDENT)) == 7  # the others are read all the same


def test_a_later_notice_tells_each_act_of_its_parties_and_prints_its_days(tmp_path: Path) -> None:
    text = (HERE / "termination.txt").read_text(encoding="utf-8")
    text = re.sub(
        r"terminating the\s+above-captioned investigation as to certain respondents based on a\s+settlement agreement",
        "terminating the investigation as to Foshan Specimen Kettle Co., Ltd. based on a settlement agreement",
        text,
    ).replace(
        "No petition for review was filed.",
        "Written submissions must be filed no later than close of business on April 20, 2026. Reply submissions must be filed no "
        "later than the close of business on April 27, 2026.",
    )
    path = tmp_path / "termination.txt"
    path.write_text(text, encoding="utf-8")
    record = records(read_text(path, "2026-97004"))[0]
    told = {e.code: e for e in record.events}
    assert told["termination_partial"].parties == ("Foshan Specimen Kettle Co., Ltd.",)
    assert told["termination_partial"].whole is False
    assert told["review_determination"].parties == ()
    assert told["review_determination"].says == {
        "issued": "2026-04-03",
        "submissions_due": "2026-04-20",
        "reply_submissions_due": "2026-04-27",
    }
