"""What is promised of CourtListener's answers."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Blocked, Unparsed
from monitor.health import check_response
from monitor.model import Advance, Follow, Ignored, Outcome, Record, Request, Role, Seen, Skip, Stated, Suspect, Unknown
from monitor.sources.us_courts.courtlistener.queries import queries
from monitor.sources.us_courts.courtlistener.source import CourtListener, SearchOptions, retry_after
from tests.sources.golden import check_golden
from tests.sources.said import keys, unknown
from tests.sources.us_courts.captures import NOW, capture, plan

CL = CourtListener()
HERE = Path(__file__).parent
SEARCH = "https://www.courtlistener.com/api/rest/v4/search/"
PARTIES = "https://www.courtlistener.com/api/rest/v4/parties/"
URLS = {"search": SEARCH, "parties": PARTIES}
A_SUIT: Mapping[str, object] = {
    "key": "us-dct:ilnd:1:26-cv-99101",
    "docket_id": "8810001",
    "ever_schedule_a": True,
    "caption": "Elmwick Lamps, Inc. v. Schedule A",
}


def asked(**more: object) -> list[Request]:
    return list(CL.requests(plan("us-courtlistener", URLS, **{"options": SearchOptions(), **more})))


def read(path: Path, tag: str = "search", context: Mapping[str, object] | None = None, **more: object) -> list[Outcome]:
    held = {"page": 1, "name": "schedule-a", "must_hit": True} if context is None else dict(context)
    url = PARTIES if tag == "parties" else SEARCH
    request = Request(url, tag=tag, context=held)
    return list(CL.read(capture(path, request), plan("us-courtlistener", URLS, **{"options": SearchOptions(), **more})))


def written(folder: Path, text: str) -> Path:
    path = folder / "answer.json"
    path.write_text(text, encoding="utf-8")
    return path


def records(outcomes: list[Outcome]) -> dict[str, Record]:
    return {o.matter: o for o in outcomes if isinstance(o, Record)}


PARTIES_CONTEXT = {"key": A_SUIT["key"], "docket_id": "8810001", "page": 1}


def test_a_page_of_results_is_read_as_reviewed() -> None:
    check_golden(HERE / "page.golden.json", read(HERE / "page.json"))


def test_the_parties_of_a_case_are_read_as_reviewed() -> None:
    check_golden(HERE / "parties.golden.json", read(HERE / "parties.json", "parties", PARTIES_CONTEXT))


@pytest.mark.parametrize("caption", ["Unknown Case Title", "unknown case title.", "Untitled Case"])
def test_what_the_service_writes_for_want_of_a_caption_is_none(caption: str, tmp_path: Path) -> None:
    text = (
        (HERE / "page.json").read_text(encoding="utf-8").replace('"Elmwick Lamps, Inc. v. Schedule A"', f'"{caption}"')
    )
    page = json.loads(text)
    page["results"][0] |= {"caseName": caption, "case_name_full": ""}
    suit = records(read(written(tmp_path, json.dumps(page))))["us-dct:ilnd:1:26-cv-99101"]
    assert suit.title == "1:26-cv-99101"
    assert "caption" not in suit.facts
    assert not [m for m in suit.mentions if m.role in (Role.CAPTION, Role.PLAINTIFF)]


def test_a_store_that_only_an_entry_names_is_a_party_of_the_suit(tmp_path: Path) -> None:
    page = json.loads((HERE / "page.json").read_text(encoding="utf-8"))
    page["results"][0]["recap_documents"][0]["description"] = "CLERK'S DEFAULT as to Quellmark Trading Co., Ltd."
    suit = records(read(written(tmp_path, json.dumps(page))))["us-dct:ilnd:1:26-cv-99101"]
    assert [(m.text, m.role) for m in suit.mentions if m.field == "entry"] == [
        ("Quellmark Trading Co., Ltd.", Role.PARTY)
    ]


# --- asking ---------------------------------------------------------------------------------------------------------


def test_new_suits_come_first_then_parties_then_names() -> None:
    requests = asked(watched_queries=("JCYGLASS", "Languhe Liquor Co., Ltd."), revisit=(A_SUIT,), has_key=True)
    kinds = [(r.tag, r.optional) for r in requests]
    assert kinds == [("search", False)] * 5 + [("parties", True), ("names", False), ("names", True)]
    assert dict(requests[0].params) == {
        "type": "r",
        "q": 'caseName:"Schedule A"',
        "order_by": "dateFiled desc",
        "filed_after": "2026-11-12",
    }
    assert dict(requests[-2].params)["q"] == (
        'party:("jcyglass" OR "languhe liquor") OR caseName:("jcyglass" OR "languhe liquor")'
    )


def test_the_window_overlaps_by_a_week_at_least() -> None:
    today = NOW.date()
    windows = {v for r in asked(since=today) for k, v in r.params if k.endswith("_after")}
    assert windows == {(today - timedelta(days=7)).isoformat()}
    long_ago = {v for r in asked(since=date(2026, 9, 1)) for k, v in r.params if k.endswith("_after")}
    assert min(long_ago) == "2026-09-01"


def test_a_long_window_is_asked_for_in_slices_the_newest_first_and_each_day_once() -> None:
    slices = [r for r in asked(since=date(2026, 9, 1)) if r.stream == "schedule-a"]
    bounds = [{k: v for k, v in r.params if k.startswith("filed_")} for r in slices]
    assert bounds[:2] == [
        {"filed_after": "2026-11-10"},
        {"filed_after": "2026-10-31", "filed_before": "2026-11-09"},
    ]
    held = sorted(
        r.days[0] + timedelta(days=n) for r in slices if r.days for n in range((r.days[1] - r.days[0]).days + 1)
    )
    assert held == [date(2026, 9, 1) + timedelta(days=n) for n in range(80)]


def test_young_dockets_without_a_filing_date_are_swept_by_their_entries() -> None:
    assert {k for r in asked() for k, _ in r.params if k.endswith("_after")} == {
        "filed_after",
        "entry_date_filed_after",
    }


def test_a_ruling_of_which_a_feed_told_the_label_only_is_asked_for_by_its_docket() -> None:
    today = NOW.date()

    def rulings(**facts: object) -> list[Request]:
        return [r for r in asked(revisit=({**A_SUIT, **facts},)) if r.tag == "rulings"]

    (request,) = rulings(ruling_unread=(today - timedelta(days=2)).isoformat())
    assert dict(request.params)["q"] == 'docket_id:8810001 AND ("restraining order" OR TRO OR injunction)'
    assert dict(request.params)["entry_date_filed_after"] == (today - timedelta(days=2)).isoformat()
    assert request.optional
    assert rulings(ruling_unread=(today - timedelta(days=14)).isoformat())
    assert not rulings(ruling_unread=(today - timedelta(days=15)).isoformat())
    assert not rulings()
    assert not rulings(ruling_unread=today.isoformat(), docket_id="")
    yesterday = (today - timedelta(days=1)).isoformat()
    assert not rulings(ruling_unread=yesterday, ruling_read=yesterday)  # it was read meanwhile
    assert rulings(ruling_unread=today.isoformat(), ruling_read=yesterday)


def test_the_latest_rulings_are_asked_for_first_and_their_number_is_bounded() -> None:
    suits = [
        {**A_SUIT, "docket_id": str(n), "ruling_unread": (NOW.date() - timedelta(days=n)).isoformat()}
        for n in (3, 1, 2)
    ]
    options = SearchOptions(rulings=2)
    found = [r.context["name"] for r in asked(revisit=tuple(suits), options=options) if r.tag == "rulings"]
    assert found == ["ruling-1", "ruling-2"]


def test_without_a_token_no_parties_are_asked_for() -> None:
    assert not [r for r in asked(revisit=(A_SUIT,)) if r.tag == "parties"]


def test_parties_are_asked_for_again_after_days_and_not_of_other_suits() -> None:
    def due(**facts: object) -> bool:
        return any(r.tag == "parties" for r in asked(revisit=({**A_SUIT, **facts},), has_key=True))

    assert due()
    assert due(parties_read_at=(NOW - timedelta(days=4)).isoformat())
    assert not due(parties_read_at=(NOW - timedelta(days=1)).isoformat())
    assert not due(ever_schedule_a=False)
    assert not due(docket_id="")
    assert not due(terminated="2026-09-01", parties_read_at="2026-09-05T00:00:00+00:00")


@pytest.mark.parametrize(
    ("closed", "read", "due"),
    [
        (None, None, True),
        (None, timedelta(days=3), True),
        (None, timedelta(days=3) - timedelta(seconds=1), False),
        (None, timedelta(0), False),
        (0, timedelta(days=4), True),
        (29, timedelta(days=4), True),
        (30, timedelta(days=4), True),
        (31, timedelta(days=4), False),
        (31, timedelta(days=1), False),
        (30, timedelta(days=1), False),
        (31, None, True),  # the defendants of a closed suit are read once, however long ago it was closed
        (400, None, True),
    ],
)
def test_the_parties_of_a_closed_suit_are_read_once_and_for_thirty_days_again(
    closed: int | None, read: timedelta | None, due: bool
) -> None:
    facts = dict(A_SUIT)
    if closed is not None:
        facts["terminated"] = (NOW.date() - timedelta(days=closed)).isoformat()
    if read is not None:
        facts["parties_read_at"] = (NOW - read).isoformat()
    asked_for = [r for r in asked(revisit=(facts,), has_key=True) if r.tag == "parties"]
    assert bool(asked_for) is due


def test_parties_are_asked_for_where_the_service_has_an_address_for_them() -> None:
    only_search = plan("us-courtlistener", {"search": SEARCH}, options=SearchOptions(), revisit=(A_SUIT,), has_key=True)
    assert not [r for r in CL.requests(only_search) if r.tag == "parties"]


def test_a_reading_without_a_time_zone_is_no_reading() -> None:
    unread = {**A_SUIT, "parties_read_at": "2026-11-19T00:00:00"}
    assert [r for r in asked(revisit=(unread,), has_key=True) if r.tag == "parties"]


def test_suits_never_read_come_first_and_the_number_is_bounded() -> None:
    old = {**A_SUIT, "key": "us-dct:ilnd:1:26-cv-1", "docket_id": "1", "parties_read_at": "2026-10-01T00:00:00+00:00"}
    options = SearchOptions(revisits=1)
    (request,) = [r for r in asked(revisit=(old, A_SUIT), has_key=True, options=options) if r.tag == "parties"]
    assert request.context["key"] == A_SUIT["key"]
    assert request.params == (("docket", "8810001"), ("filter_nested_results", "True"))
    assert request.context["page"] == 1
    unread = [{**A_SUIT, "key": f"us-dct:ilnd:1:26-cv-{n}", "docket_id": str(n)} for n in (3, 1, 2)]
    keys = [r.context["key"] for r in asked(revisit=tuple(unread), has_key=True) if r.tag == "parties"]
    assert keys == [f"us-dct:ilnd:1:26-cv-{n}" for n in (1, 2, 3)]  # the same ones first in every run


def test_a_run_with_little_else_to_ask_reads_the_parties_of_more_suits() -> None:
    due = tuple({**A_SUIT, "key": f"us-dct:ilnd:1:26-cv-{n:05d}", "docket_id": str(n)} for n in range(1, 30))
    days = [NOW.date() - timedelta(days=n) for n in range(30)]
    read_today = {str(q["name"]): dict.fromkeys(days, NOW - timedelta(hours=12)) for q in queries()["query"]}

    def asked_for(**more: object) -> int:
        requests = asked(revisit=due, has_key=True, options=SearchOptions(revisits=5), **more)
        return sum(r.tag == "parties" for r in requests)

    assert asked_for() == 5
    assert asked_for(days_read=read_today) == 15


def test_sealed_lists_are_read_again_often_and_those_with_defendants_rarely() -> None:
    def due(filed: int, read: int | None, defendants: int) -> bool:
        facts = {**A_SUIT, "filed": (NOW.date() - timedelta(days=filed)).isoformat(), "defendants": defendants}
        if read is not None:
            facts["parties_read_at"] = (NOW - timedelta(days=read)).isoformat()
        return any(r.tag == "parties" for r in asked(revisit=(facts,), has_key=True))

    assert due(filed=2, read=None, defendants=0)
    assert due(filed=10, read=3, defendants=0)
    assert not due(filed=10, read=3, defendants=4)
    assert due(filed=20, read=12, defendants=4)  # a list may still grow
    assert not due(filed=60, read=11, defendants=0)
    assert due(filed=60, read=12, defendants=0)  # unsealed late
    assert not due(filed=181, read=100, defendants=0)


def test_a_list_that_is_surely_sealed_yet_waits_behind_those_that_may_be_open() -> None:
    def suit(key: str, filed: int, **more: object) -> Mapping[str, object]:
        day = (NOW.date() - timedelta(days=filed)).isoformat()
        return {**A_SUIT, "key": f"us-dct:ilnd:1:26-cv-{key}", "docket_id": key, "filed": day, **more}

    read = (NOW - timedelta(days=8)).isoformat()
    suits = (
        suit("00001", 1),
        suit("00002", 20, parties_read_at=read, defendants=0),
        suit("00003", 9),
        suit("00004", 20, parties_read_at=(NOW - timedelta(days=13)).isoformat(), defendants=3),
    )
    found = [r.context["docket_id"] for r in asked(revisit=suits, has_key=True) if r.tag == "parties"]
    assert found == ["00003", "00001", "00002", "00004"]


def test_names_take_turns_over_the_runs_until_all_were_asked() -> None:
    watched = tuple(f"Synthetic Name{i:02d}" for i in range(25))
    options, cursor, seen = SearchOptions(batch=4, batches=2, brands=False), "", set()
    for _ in range(4):
        batches = [
            r
            for r in asked(watched_queries=watched, cursor={"names_after": cursor}, options=options)
            if r.tag == "names"
        ]
        assert len(batches) == 2
        for request in batches:
            seen |= {n for n in watched if f'"{n.lower()}"' in dict(request.params)["q"]}
            outcomes = read(HERE / "nothing.json", "names", request.context)
            cursor = next(o.value for o in outcomes if isinstance(o, Advance))
        assert any(isinstance(o, Unknown) for o in read(HERE / "nothing.json", "names", batches[0].context))
    assert seen == set(watched)


def test_a_name_that_cannot_be_asked_for_is_told() -> None:
    batch = next(
        r
        for r in asked(
            watched_queries=("JCYGLASS", "A&B Co."),
        )
        if r.tag == "names"
    )
    (note,) = (o for o in read(HERE / "nothing.json", "names", batch.context) if isinstance(o, Unknown))
    assert (note.key, note.params) == ("us_courts.courtlistener.unknown.unaskable", {"name": "A&B Co."})


@given(st.lists(st.text(max_size=30), max_size=30))
def test_no_watched_name_breaks_a_query(watched: list[str]) -> None:
    for request in asked(watched_queries=tuple(watched)):
        q = dict(request.params)["q"]
        assert q.count('"') % 2 == 0
        assert q.count("(") == q.count(")")
        assert "&" not in q


# --- reading --------------------------------------------------------------------------------------------------------


def test_a_result_without_its_mandatory_fields_is_set_aside_and_the_others_count() -> None:
    outcomes = read(HERE / "page.json")
    assert len([o for o in outcomes if isinstance(o, Skip)]) == 3
    assert set(keys(outcomes, Ignored)) == {
        "us_courts.courtlistener.ignored.bankruptcy",
        "us_courts.courtlistener.ignored.false_friend",
        "us_courts.ignored.type",
    }
    assert set(records(outcomes)) == {
        "us-dct:ilnd:1:26-cv-99101",
        "us-dct:ilnd:pacer-990120",
        "us-dct:ilnd:3:26-cv-50011",
        "us-cafc:26-1471",
    }


def test_unknown_fields_are_told_once() -> None:
    told = unknown(read(HERE / "page.json"))
    assert told == [f"a field that is not known, {name}" for name in ("newField", "recap_documents.newDocField")]


def test_a_party_has_a_side_only_where_the_caption_says_so() -> None:
    found = records(read(HERE / "page.json"))
    assert [(m.text, m.role) for m in found["us-dct:ilnd:1:26-cv-99101"].mentions if m.role.is_party] == [
        ("Elmwick Lamps, Inc.", Role.PLAINTIFF),
        ("Invented Store No 7", Role.PARTY),
        ("Synthetic Home Direct", Role.PARTY),
    ]
    roles = {m.text: m.role for m in found["us-dct:ilnd:3:26-cv-50011"].mentions if m.role.is_party}
    assert roles["Northlark Co."] is Role.PLAINTIFF
    assert roles["Vellum Arts LLC"] is Role.DEFENDANT
    assert roles["Synthetic Intervenor"] is Role.PARTY


def test_an_attachment_is_no_event() -> None:
    case = records(read(HERE / "page.json"))["us-dct:ilnd:1:26-cv-99101"]
    assert [(e.code, e.date.isoformat(), e.ident) for e in case.events] == [
        ("complaint", "2026-11-10", "067090000001"),
        ("tro_issued", "2026-11-12", "067090000009"),
    ]


def test_no_address_of_an_answer_leads_off_the_site() -> None:
    for record in records(read(HERE / "page.json")).values():
        assert record.url.startswith("https://www.courtlistener.com/docket/")


def test_the_next_page_is_followed_word_for_word_on_the_same_host_only(tmp_path: Path) -> None:
    (follow,) = [o for o in read(HERE / "page.json") if isinstance(o, Follow)]
    assert follow.request.url == SEARCH + "?cursor=cz0x%3D&q=caseName%3A%22Schedule+A%22&type=r"
    assert follow.request.params == ()
    assert follow.request.context["page"] == 2
    for elsewhere in ("https://evil.example/api/rest/v4/search/", "http://www.courtlistener.com/api/rest/v4/search/"):
        text = (HERE / "page.json").read_text(encoding="utf-8").replace(SEARCH, elsewhere)
        outcomes = read(written(tmp_path, text))
        assert Suspect("us_courts.courtlistener.suspect.next_elsewhere") in outcomes
        assert not [o for o in outcomes if isinstance(o, Follow)]


def test_a_sweep_that_is_cut_is_suspicious() -> None:
    outcomes = read(HERE / "page.json", context={"page": 10, "name": "tro", "must_hit": True})
    assert Suspect("us_courts.courtlistener.suspect.too_many_pages") in outcomes


@pytest.mark.parametrize(
    ("tag", "page", "told"),
    [
        ("search", 1, Follow),
        ("search", 9, Follow),
        ("search", 10, Suspect),
        ("parties", 9, Follow),
        ("names", 1, Follow),  # of a common name two pages are read, newest first
        ("names", 2, Unknown),
    ],
)
def test_a_sweep_is_read_to_its_end_and_a_common_name_for_two_pages(tag: str, page: int, told: type) -> None:
    context = {"page": page, "name": "a", **PARTIES_CONTEXT, **({"page": page})}
    text = (HERE / "page.json").read_text(encoding="utf-8")
    outcomes = read(HERE / "page.json", tag, context) if tag != "parties" else read_parties_page(text, context)
    last = [o for o in outcomes if isinstance(o, Follow | Suspect | Unknown)][-1]
    assert type(last) is told
    if isinstance(last, Follow):
        assert (last.request.tag, last.request.context["page"]) == (tag, page + 1)


def read_parties_page(text: str, context: Mapping[str, object]) -> list[Outcome]:
    page = json.loads(text) | {"results": [{"name": "Elmwick Lamps, Inc.", "party_types": []}]}
    page["next"] = str(page["next"]).replace(SEARCH, PARTIES)
    with tempfile.TemporaryDirectory() as folder:
        return read(written(Path(folder), json.dumps(page)), "parties", context)


def test_the_number_of_pages_of_a_sweep_is_an_option() -> None:
    context = {"page": 1, "name": "tro"}
    one = read(HERE / "page.json", context=context, options=SearchOptions(max_pages=1))
    assert Suspect("us_courts.courtlistener.suspect.too_many_pages") in one


def test_a_total_is_stated_where_one_page_holds_it_all(tmp_path: Path) -> None:
    alone = (HERE / "page.json").read_text(encoding="utf-8").replace('"next": "', '"next": null, "gone": "')
    outcomes = read(written(tmp_path, alone))
    assert [o for o in outcomes if isinstance(o, Stated | Seen)] == [
        Stated("schedule-a", 12, approximate=True),
        Seen("schedule-a", 10),
    ]
    assert not [o for o in read(HERE / "page.json") if isinstance(o, Stated)]


def test_a_chain_of_pages_that_ends_before_its_total_is_suspicious(tmp_path: Path) -> None:
    def last_page(count: int, page: int = 2) -> list[Outcome]:
        text = (HERE / "page.json").read_text(encoding="utf-8").replace('"next": "', '"next": null, "gone": "')
        text = text.replace('"count": 12', f'"count": {count}')
        return read(written(tmp_path, text), context={"page": page, "name": "a"})

    early = Suspect("us_courts.courtlistener.suspect.ended_early")
    assert early in last_page(63)
    assert early not in last_page(40)
    assert early in last_page(43)  # 6 % above two pages are 42.4
    assert early not in last_page(42)
    assert early in last_page(1061, page=50)
    assert early not in last_page(1060, page=50)
    assert early not in last_page(63, page=1)  # of one page its total is stated, and compared


def test_a_sweep_that_cannot_be_empty_is_suspicious_when_it_is() -> None:
    assert Suspect("us_courts.courtlistener.suspect.nothing_found") in read(HERE / "nothing.json")


def test_a_name_without_hits_is_no_trouble_and_no_proof() -> None:
    outcomes = read(HERE / "nothing.json", "names", {"page": 1, "name": "names-1", "last": "jcyglass"})
    assert outcomes == [
        Stated("names-1", 0, approximate=True),
        Seen("names-1", 0),
        Advance("names_after", "jcyglass"),
    ]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "<html>Just a moment...</html>", '{"results": {}}', '{"count": 0}', "null"]
)
def test_what_is_no_list_of_results_is_never_an_empty_one(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unparsed):
        read(written(tmp_path, text))


@pytest.mark.parametrize("end", [0.2, 0.5, 0.99])
def test_a_truncated_answer_is_not_read(tmp_path: Path, end: float) -> None:
    text = (HERE / "page.json").read_text(encoding="utf-8")
    with pytest.raises(Unparsed):
        read(written(tmp_path, text[: int(len(text) * end)]))


def test_a_challenge_page_is_blocked_at_the_gate() -> None:
    page = HERE.parent / "pacer_rss" / "challenge.html"
    with pytest.raises(Blocked):
        check_response(capture(page, Request(SEARCH)), CL.gates["search"])


def test_a_throttled_answer_is_blocked_and_says_how_long() -> None:
    with pytest.raises(Blocked):
        read(HERE / "throttled.json")
    body = (HERE / "throttled.json").read_bytes()
    assert retry_after(body) == (7.0, "min")
    assert CL.throttle(body) == 7.0


@pytest.mark.parametrize(
    ("body", "wait"),
    [
        (
            b'{"detail":"Request was throttled. Rate limit exceeded: 125/day. Expected available in 3,600 seconds."}',
            (3600.0, "day"),
        ),
        (b'{"detail":"Request was throttled. Rate limit exceeded: 50/hour."}', (0.0, "hour")),
        (b'{"detail":"Request was throttled."}', (0.0, "")),
        (b'{"detail":"Invalid token."}', None),
        (b"", None),
        (b"\xff\xfe", None),
    ],
)
def test_the_wait_is_read_from_the_body(body: bytes, wait: tuple[float, str] | None) -> None:
    assert retry_after(body) == wait


def test_parties_have_the_side_the_court_gives_them_and_their_end() -> None:
    (record,) = records(read(HERE / "parties.json", "parties", PARTIES_CONTEXT)).values()
    assert [(m.text, m.role, dict(m.extra)) for m in record.mentions] == [
        ("Elmwick Lamps, Inc.", Role.PLAINTIFF, {}),
        ("Invented Store No 7", Role.DEFENDANT, {"disposition": "terminated", "terminated": "2026-11-17"}),
        ("Synthetic Home Direct", Role.DEFENDANT, {}),
        ("Synthetic Intervenor", Role.PARTY, {}),
        ("Synthetic Stranger", Role.PARTY, {}),
    ]
    assert record.facts["parties_read_at"] == NOW.isoformat()


PLAINTIFF_WORDS = ("Plaintiff", "Consol Plaintiff", "Petitioner", "Relator", "Intervenor Plaintiff")
DEFENDANT_WORDS = ("Defendant", "Consol Defendant", "Respondent", "Third-Party Defendant", "Intervenor Defendant")
NO_SIDE = ("Counter Claimant", "Counter Defendant", "Cross Claimant", "Cross Defendant", "Third Party Plaintiff",
           "Intervenor", "Movant", "Trustee", "Amicus")  # fmt: skip


def sides() -> list[tuple[tuple[str, ...], Role]]:
    return [
        *(((w,), Role.PLAINTIFF) for w in PLAINTIFF_WORDS),
        *(((w,), Role.DEFENDANT) for w in DEFENDANT_WORDS),
        *(((w,), Role.PARTY) for w in NO_SIDE),
        *((("Plaintiff", w), Role.PLAINTIFF) for w in NO_SIDE),  # a claim back changes no side
        *((("Defendant", w), Role.DEFENDANT) for w in NO_SIDE),
        ((), Role.PARTY),
        (("",), Role.PARTY),
        (("Never Heard Of",), Role.PARTY),
        (("PLAINTIFF",), Role.PLAINTIFF),
        (("Plaintiff", "Petitioner"), Role.PLAINTIFF),
        (("Defendant", "Respondent"), Role.DEFENDANT),
        (("Defendant", "Never Heard Of"), Role.DEFENDANT),
        (("Plaintiff", "Defendant"), Role.PARTY),  # on both sides: on none
        (("Defendant", "Plaintiff"), Role.PARTY),
        (("Defendant", "Plaintiff", "Counter Claimant"), Role.PARTY),
        (("Respondent", "Petitioner"), Role.PARTY),
    ]


@pytest.mark.parametrize(("words", "role"), sides())
def test_a_party_has_the_one_side_the_court_gives_it_or_none(
    words: tuple[str, ...], role: Role, tmp_path: Path
) -> None:
    types = [{"name": w, "docket_id": 8810001} for w in words]
    page = {"count": 1, "next": None, "previous": None, "results": [{"name": "Synthetic Store", "party_types": types}]}
    outcomes = read(written(tmp_path, json.dumps(page)), "parties", PARTIES_CONTEXT)
    (record,) = records(outcomes).values()
    assert [m.role for m in record.mentions] == [role]
    strange = {o.params["name"] for o in outcomes if isinstance(o, Unknown)}
    assert strange == {w for w in words if w in ("", "Never Heard Of")}


def test_the_part_in_another_case_gives_no_side_in_this_one(tmp_path: Path) -> None:
    def role(**of: object) -> Role:
        types = [{"name": "Plaintiff", "docket_id": 8810001}, {"name": "Defendant", **of}]
        page = {"count": 1, "next": None, "results": [{"name": "Synthetic Store", "party_types": types}]}
        (record,) = records(read(written(tmp_path, json.dumps(page)), "parties", PARTIES_CONTEXT)).values()
        return record.mentions[0].role

    assert role(docket_id=77) is Role.PLAINTIFF
    assert role(docket=SEARCH.replace("search", "dockets") + "77/") is Role.PLAINTIFF
    assert role(docket=SEARCH.replace("search", "dockets") + "8810001/") is Role.PARTY
    assert role(docket_id="8810001") is Role.PARTY
    assert role() is Role.PARTY  # without a number it is of the case that was asked for


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (("2026-11-17",), {"disposition": "terminated", "terminated": "2026-11-17"}),
        (("2026-11-15", "2026-11-17T00:00:00Z"), {"disposition": "terminated", "terminated": "2026-11-17"}),
        (("2026-11-17", None), {}),  # in one part it still stands in the suit
        ((None,), {}),
        (("soon",), {}),
        ((), {}),
    ],
)
def test_a_party_has_left_the_suit_where_all_its_parts_have_ended(
    ends: tuple[str | None, ...], told: dict[str, str], tmp_path: Path
) -> None:
    types = [{"name": "Defendant", "docket_id": 8810001, "date_terminated": end} for end in ends]
    page = {"count": 1, "next": None, "results": [{"name": "Synthetic Store", "party_types": types}]}
    (record,) = records(read(written(tmp_path, json.dumps(page)), "parties", PARTIES_CONTEXT)).values()
    assert dict(record.mentions[0].extra) == told


def test_both_court_sources_give_one_filing_one_identity(tmp_path: Path) -> None:
    """The feed lists a document with a 1 in its id, the search with a 0: one matter, one event."""
    from tests.sources.us_courts.pacer_rss.test_pacer_rss import HERE as FEEDS
    from tests.sources.us_courts.pacer_rss.test_pacer_rss import read as read_feed

    (suit,) = [r for r in read_feed(FEEDS / "good.xml") if isinstance(r, Record) and r.matter.endswith("99101")]
    text = (HERE / "page.json").read_text(encoding="utf-8").replace("067190000001", "067090101001")
    listed = records(read(written(tmp_path, text)))[suit.matter]
    assert set(suit.aliases) == set(listed.aliases) == {"us-dct:ilnd:pacer-990101"}
    assert ("complaint", "067090101001") in {(e.code, e.ident) for e in suit.events}
    assert ("complaint", "067090101001") in {(e.code, e.ident) for e in listed.events}


DEMO = HERE.parents[3] / "monitor" / "demo" / "us-courtlistener"


@pytest.mark.parametrize("name", ["schedule-a-1", "schedule-a-2", "tro", "young", "identified-on"])
def test_a_demo_page_is_read_without_a_doubt(name: str) -> None:
    outcomes = read(DEMO / f"{name}.json", context={"page": 1, "name": name, "must_hit": False})
    assert not [o for o in outcomes if isinstance(o, Skip | Suspect | Unknown)]
    assert all("DEMO" in r.title for r in records(outcomes).values())


def test_the_demo_suit_names_the_store() -> None:
    suit = records(read(DEMO / "tro.json"))["us-dct:ilnd:1:26-cv-99011"]
    assert "JCYGLASS" in {m.text for m in suit.mentions}
    assert ("tro_issued", "06709900119") in {(e.code, e.ident) for e in suit.events}


@pytest.mark.real_data
def test_a_real_trimmed_envelope_is_understood_and_its_trimmed_results_are_set_aside(real_data: Path) -> None:
    outcomes = read(real_data / "us-courts" / "cl_v4_search_type_r_party_name_trimmed.json")
    assert len([o for o in outcomes if isinstance(o, Skip)]) == 2


@pytest.mark.real_data
def test_a_real_throttled_body_is_read(real_data: Path) -> None:
    lines = (real_data / "us-courts" / "cl_429_and_api_usage.txt").read_text(encoding="utf-8").splitlines()
    bodies = [line.partition("429")[2].strip() for line in lines if line.startswith("HTTP 429")]
    assert [retry_after(b.encode()) for b in bodies] == [(7.0, "min"), (49.0, "min")]


def test_the_clock_of_a_run_is_the_one_of_the_plan() -> None:
    later = datetime(2027, 1, 2, tzinfo=UTC)
    assert {v for r in asked(now=later) for k, v in r.params if k.endswith("_after")} == {"2026-12-26"}


def entry(number: int, text: str, filed: str = "2026-12-01") -> dict[str, object]:
    return {
        "absolute_url": f"/docket/881/{number}/x/", "description": text, "document_number": number, "entry_number": number,
        "document_type": "PACER Document", "entry_date_filed": filed, "id": number, "pacer_doc_id": f"06709000000{number}",
        "short_description": "",
    }  # fmt: skip


def test_an_entry_gives_its_acts_with_their_days_and_parties(tmp_path: Path) -> None:
    page = json.loads((HERE / "page.json").read_text(encoding="utf-8"))
    result = next(r for r in page["results"] if r.get("docketNumber") == "1:26-cv-99101")
    result["recap_documents"] = [
        entry(7, "SUMMONS Returned Executed. Northlark Co. served on 11/20/2026, answer due 12/11/2026."),
        entry(8, "ORDER: The temporary restraining order is dissolved as to Northlark Co."),
        entry(9, "ORDER granting 6 Motion for Extension of Time to Answer. Answer due 1/15/2027."),
    ]
    found = records(read(written(tmp_path, json.dumps({**page, "results": [result], "next": None}))))
    events = {e.code: e for e in found["us-dct:ilnd:1:26-cv-99101"].events}
    served, dissolved, extended = events["served"], events["tro_dissolved"], events["answer_extended"]
    assert (served.date, served.parties) == (date(2026, 11, 20), ("Northlark Co.",))
    assert served.says == {"answer_due": "2026-12-11", "service_date": "2026-11-20"}
    assert (dissolved.whole, dissolved.parties) == (False, ("Northlark Co.",))
    assert extended.says == {"unread_days": ["2027-01-15"]}  # of several defendants one, and it does not say which
