"""What is promised of the courts' own feeds."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor import health
from monitor.errors import Blocked, Unparsed
from monitor.model import (
    Capture,
    Ignored,
    LeftOut,
    Outcome,
    ProvenEmpty,
    Record,
    Request,
    Role,
    Seen,
    Skip,
    StreamSays,
    Suspect,
    Unknown,
)
from monitor.sources.us_courts import caption as captions
from monitor.sources.us_courts.docket import district
from monitor.sources.us_courts.pacer_rss.source import DocketFeeds, FeedOptions
from tests.sources.golden import check_golden
from tests.sources.said import keys, unknown
from tests.sources.us_courts.captures import NOW, capture, plan

FEEDS = DocketFeeds()
HERE = Path(__file__).parent


def read(path: Path, court: str = "ilnd", now: datetime = NOW, **options: Any) -> list[Outcome]:
    url = f"https://ecf.{court}.uscourts.gov/cgi-bin/rss_outside.pl"
    request = Request(url, context={"court": court})
    asked = plan("us-pacer-rss", {court: url}, now=now, options=FeedOptions(**options))
    return list(FEEDS.read(capture(path, request, now), asked))


def records(outcomes: list[Outcome]) -> list[Record]:
    return [o for o in outcomes if isinstance(o, Record)]


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "feed.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("latin-1"))
    return path


def good() -> str:
    return (HERE / "good.xml").read_text(encoding="latin-1")


@pytest.mark.parametrize(("name", "court"), [("good", "ilnd"), ("caption_change", "ilnd"), ("appeals", "cafc")])
def test_a_feed_is_read_as_reviewed(name: str, court: str) -> None:
    check_golden(HERE / f"{name}.golden.json", read(HERE / f"{name}.xml", court))


def test_one_request_for_each_court_of_the_configuration() -> None:
    options = FeedOptions(courts={"txed": "https://ecf.txed.uscourts.gov/other.pl"})
    urls = {"ilnd": "https://ecf.ilnd.uscourts.gov/a.pl", "txed": "https://ecf.txed.uscourts.gov/b.pl"}
    asked = list(FEEDS.requests(plan("us-pacer-rss", urls, options=options)))
    assert [(r.context["court"], r.url) for r in asked] == [("ilnd", urls["ilnd"]), ("txed", options.courts["txed"])]
    assert not any(r.optional for r in asked)


def test_an_unreadable_docket_number_is_set_aside_and_the_others_count() -> None:
    outcomes = read(HERE / "good.xml")
    skipped = [o for o in outcomes if isinstance(o, Skip)]
    assert len(skipped) == 2
    assert b"5:26-~gr-00001" in skipped[0].raw
    assert len(records(outcomes)) == 4
    assert [o for o in outcomes if isinstance(o, Seen)] == [Seen("items", 9)]


def test_other_kinds_of_cases_are_only_counted_until_they_are_configured() -> None:
    assert [o for o in read(HERE / "good.xml") if isinstance(o, Ignored)] == [
        Ignored("us_courts.ignored.type", {"type": "cr"})
    ]
    assert "us-dct:ilnd:1:26-cr-00554" in {
        r.matter for r in records(read(HERE / "good.xml", docket_types=("cv", "cr")))
    }


def test_two_events_of_one_filing_are_one_event() -> None:
    case = next(r for r in records(read(HERE / "good.xml")) if r.matter == "us-dct:ilnd:1:26-cv-99088")
    assert [(e.code, e.title, e.ident) for e in case.events] == [("other", "Compel AND Strike (#21)", "067090088001")]


def test_a_filing_of_an_evening_has_the_date_of_its_court() -> None:
    case = next(r for r in records(read(HERE / "good.xml")) if r.matter == "us-dct:ilnd:3:26-cv-50011")
    assert [e.date.isoformat() for e in case.events] == ["2026-11-19"]


def test_an_item_without_a_date_counts_and_says_so() -> None:
    case = next(r for r in records(read(HERE / "good.xml")) if r.matter == "us-dct:ilnd:1:26-cv-98990")
    assert [e.certain for e in case.events] == [False]
    assert case.as_of == ""
    assert {m.role for m in case.mentions} == {Role.CAPTION}


def test_no_link_leads_anywhere_but_to_the_web() -> None:
    for record in records(read(HERE / "good.xml")):
        for url in (record.url, *(e.url for e in record.events)):
            assert url == "" or url.startswith("https://")


def test_a_schedule_a_suit_stays_one_when_its_caption_changes() -> None:
    (case,) = records(read(HERE / "caption_change.xml"))
    assert case.facts["ever_schedule_a"] is True
    assert case.facts["caption"] == "Thornquay Audio LLC v. Invented Store No 7 et al"
    assert [m.text for m in case.mentions if m.role is Role.CAPTION] == [
        "Thornquay Audio LLC v. Invented Store No 7 et al",
        "XYZ Corporation v. The Partnerships Identified On Schedule A",
    ]
    assert [(m.text, m.role) for m in case.mentions if m.role.is_party] == [
        ("Thornquay Audio LLC", Role.PLAINTIFF),
        ("Invented Store No 7", Role.DEFENDANT),
    ]
    assert "unsealed" in {e.code for e in case.events}


def test_on_appeal_nobody_is_called_plaintiff_or_defendant() -> None:
    (case,) = records(read(HERE / "appeals.xml", "cafc"))
    assert case.matter == "us-cafc:26-1140"
    assert [(m.text, m.role) for m in case.mentions if m.role.is_party] == [("Elmwick Lamps, Inc.", Role.PARTY)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_items_change_nothing(tmp_path: Path, random: Random) -> None:
    head, *items = good().replace("</channel>", "<item>").split("<item>")
    items, tail = items[:-1], "</channel>\n</rss>"
    mixed = [*items, random.choice(items)]
    random.shuffle(mixed)
    path = written(tmp_path, head + "".join(f"<item>{i}" for i in mixed) + tail)
    assert {r.matter: r for r in records(read(path))} == {r.matter: r for r in records(read(HERE / "good.xml"))}


def test_a_fresh_feed_without_items_proves_that_there_is_nothing() -> None:
    outcomes = read(HERE / "quiet.xml")
    assert ProvenEmpty() in outcomes
    assert not [o for o in outcomes if isinstance(o, Suspect)]


def test_a_stale_feed_proves_nothing() -> None:
    outcomes = read(HERE / "quiet.xml", now=datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert ProvenEmpty() not in outcomes
    assert "us_courts.pacer_rss.suspect.stale" in keys(outcomes, Suspect)


def test_a_weekend_does_not_make_a_feed_stale(tmp_path: Path) -> None:
    friday = written(tmp_path, good().replace("Thu, 19 Nov 2026 20:10:05", "Fri, 20 Nov 2026 23:10:05"))
    assert "us_courts.pacer_rss.suspect.stale" not in keys(
        read(friday, now=datetime(2026, 11, 23, 13, tzinfo=UTC)), Suspect
    )


@pytest.mark.parametrize("end", [0.3, 0.6, 0.9])
def test_a_truncated_feed_is_suspicious_and_what_was_read_counts(tmp_path: Path, end: float) -> None:
    text = good()
    outcomes = read(written(tmp_path, text[: int(len(text) * end)]))
    assert "us_courts.pacer_rss.suspect.truncated" in keys(outcomes, Suspect)
    assert records(outcomes)


@pytest.mark.parametrize("body", [b"", b"   ", b"<html><body>login</body></html>", b"{}", b"\x00" * 300])
def test_what_is_no_feed_is_never_an_empty_feed(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(Unparsed):
        read(written(tmp_path, body))


def test_a_challenge_page_is_no_feed() -> None:
    with pytest.raises(Unparsed):
        read(HERE / "challenge.html")
    gate = FEEDS.gates[""]
    with pytest.raises(Blocked):
        health.check_response(capture(HERE / "challenge.html", Request("https://ecf.ilnd.uscourts.gov/")), gate)


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    bomb = good().replace("<rss", '<!DOCTYPE r [<!ENTITY a "aaaaaaaa">]>\n<rss', 1)
    with pytest.raises(Unparsed):
        read(written(tmp_path, bomb))


def test_utf8_in_a_feed_that_declares_latin1_is_read_as_utf8(tmp_path: Path) -> None:
    path = written(tmp_path, good().replace("Caf\xe9 Mirelle", "Café 恒岳").encode("utf-8"))
    assert "Café 恒岳 & Sons" in {m.text for r in records(read(path)) for m in r.mentions}


def test_bytes_that_are_not_what_was_declared_are_suspicious(tmp_path: Path) -> None:
    path = written(
        tmp_path, good().replace("ISO-8859-1", "UTF-8", 1).replace("Caf\xe9", "恒岳铸").encode("gb18030", "replace")
    )
    assert "us_courts.pacer_rss.suspect.encoding" in keys(read(path), Suspect)


def test_a_feed_that_leaves_out_new_suits_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, good().replace("of type: all", "of type: answer,motion,order"))
    assert unknown(read(path)) == [
        "the court feed of ilnd leaves out new suits (cmp); new cases of that court cannot be seen here"
    ]


def said(path: Path, now: datetime = NOW) -> StreamSays:
    """What the feed of ilnd says of itself."""
    url = "https://ecf.ilnd.uscourts.gov/cgi-bin/rss_outside.pl"
    (request,) = FEEDS.requests(plan("us-pacer-rss", {"ilnd": url}, options=FeedOptions()))
    outcomes = FEEDS.read(
        capture(path, request, now), plan("us-pacer-rss", {"ilnd": url}, now=now, options=FeedOptions())
    )
    (found,) = (o for o in outcomes if isinstance(o, StreamSays))
    return found


@pytest.mark.parametrize(
    ("stated", "left_out"),
    [
        ("Docket entries of type: all", ()),
        ("Docket entries of type: appeal,order,notice", (LeftOut.NEW_SUITS, LeftOut.MOTIONS)),
        ("Docket entries of type: cmp, motion, order", ()),
        ("Docket Entries of Type: MOTION; ORDER.", (LeftOut.NEW_SUITS,)),
        ("Docket entries of type: cmp", (LeftOut.MOTIONS,)),
        ("Public filings in the last 24 hours", (LeftOut.NOT_SAID,)),
        ("", (LeftOut.NOT_SAID,)),
    ],
)
def test_what_a_feed_leaves_out_is_said_of_its_court(
    stated: str, left_out: tuple[LeftOut, ...], tmp_path: Path
) -> None:
    path = written(tmp_path, good().replace("Docket entries of type: all", stated))
    assert said(path).left_out == left_out


def test_the_newest_item_of_a_court_has_the_date_of_the_court() -> None:
    assert said(HERE / "good.xml").newest == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("newest", "now", "still"),
    [
        ("Tue, 17 Nov 2026 20:00:00 GMT", NOW, True),  # two working days
        ("Thu, 19 Nov 2026 09:00:00 GMT", NOW, False),
        ("Fri, 20 Nov 2026 22:00:00 GMT", datetime(2026, 11, 23, 14, tzinfo=UTC), False),  # a week-end between
        ("Wed, 18 Nov 2026 22:00:00 GMT", datetime(2026, 11, 23, 14, tzinfo=UTC), True),
    ],
)
def test_a_feed_that_calls_itself_fresh_and_shows_nothing_new_stands_still(
    newest: str, now: datetime, still: bool, tmp_path: Path
) -> None:
    built = now.strftime("%a, %d %b %Y %H:%M:%S GMT")
    text = re.sub(r"<pubDate>[^<]*</pubDate>", f"<pubDate>{newest}</pubDate>", good())
    text = re.sub(r"<lastBuildDate>[^<]*</lastBuildDate>", f"<lastBuildDate>{built}</lastBuildDate>", text)
    path = written(tmp_path, text)
    assert said(path, now).stands_still is still
    told = "us_courts.pacer_rss.unknown.stands_still" in keys(read(path, now=now), Unknown)
    assert told is still


def test_a_bankruptcy_court_is_left_out_on_purpose() -> None:
    with pytest.raises(Unparsed) as refused:
        read(HERE / "good.xml", "ilnb")
    assert refused.value.key == "us_courts.pacer_rss.errors.bankruptcy"
    with pytest.raises(Unparsed) as unknown_court:
        read(HERE / "good.xml", "zzzz")
    assert unknown_court.value.key == "us_courts.pacer_rss.errors.unknown_court"


def served(path: Path, media_type: str) -> Capture:
    return replace(capture(path, Request("https://ecf.ilnd.uscourts.gov/")), headers={"content-type": media_type})


def test_a_well_formed_feed_is_read_under_whatever_name_it_is_served(tmp_path: Path) -> None:
    for media_type in ("text/html; charset=UTF-8", "text/xml", "application/rss+xml", "text/plain"):
        health.check_response(served(HERE / "good.xml", media_type), FEEDS.gates[""])
    page = written(tmp_path, "<html><body>" + "The feed of this court has moved. " * 20 + "</body></html>")
    with pytest.raises(Unparsed):
        health.check_response(served(page, "text/html"), FEEDS.gates[""])


def test_a_feed_of_another_court_is_suspicious() -> None:
    assert "us_courts.pacer_rss.suspect.other_court" in keys(read(HERE / "good.xml", "flsd"), Suspect)


def test_a_feed_is_read_up_to_the_limit_and_not_in_silence() -> None:
    outcomes = read(HERE / "good.xml", max_items=3)
    assert "us_courts.pacer_rss.suspect.too_many_items" in keys(outcomes, Suspect)
    assert Seen("items", 3) in outcomes


DEMO = HERE.parents[3] / "monitor" / "demo"
DEMO_NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.mark.parametrize("court", ["ilnd", "flsd", "nysd", "pawd", "txed", "cacd"])
def test_a_demo_feed_is_read_without_a_doubt(court: str) -> None:
    outcomes = read(DEMO / "us-pacer-rss" / f"{court}.xml", court, DEMO_NOW)
    assert not [o for o in outcomes if isinstance(o, Skip | Suspect | Unknown)]
    assert records(outcomes)
    assert all("DEMO" in r.title for r in records(outcomes))


def test_the_demo_suit_is_a_schedule_a_suit() -> None:
    found = {r.matter: r for r in records(read(DEMO / "us-pacer-rss" / "ilnd.xml", "ilnd", DEMO_NOW))}
    suit = found["us-dct:ilnd:1:26-cv-99011"]
    assert suit.facts["ever_schedule_a"] is True
    assert [m.text for m in suit.mentions if m.role is Role.PLAINTIFF] == ["Bluefern Glassworks LLC"]
    ruled = next(e for e in suit.events if (e.code, e.ident) == ("tro_ruled", "06709900119"))
    assert suit.facts["ruling_unread"] == ruled.date.isoformat()  # CourtListener is asked what was decided


@pytest.mark.real_data
def test_the_real_feed_of_the_southern_district_of_new_york(real_data: Path) -> None:
    folder = real_data / "us-courts"
    outcomes = read(folder / "sdny_1.xml", "nysd", datetime(2018, 4, 18, 1, tzinfo=UTC), docket_types=_ALL)
    assert Seen("items", 358) in outcomes
    assert not [o for o in outcomes if isinstance(o, Skip | Suspect | Unknown | Ignored)]
    case = next(r for r in records(outcomes) if r.matter == "us-dct:nysd:1:18-cv-03364")
    assert case.title == "The Museum of Modern Art v. MoMaCha IP LLC et al"
    assert [(m.text, m.role) for m in case.mentions if m.role.is_party] == [
        ("The Museum of Modern Art", Role.PLAINTIFF),
        ("MoMaCha IP LLC", Role.DEFENDANT),
    ]
    assert next((e.code, e.date.isoformat(), e.ident) for e in case.events) == (
        "complaint",
        "2018-04-17",
        "127022264309",
    )
    civil = read(folder / "sdny_1.xml", "nysd", datetime(2018, 4, 18, 1, tzinfo=UTC))
    assert len([o for o in civil if isinstance(o, Ignored)]) == 52


_ALL = ("cv", "cr", "mj", "md", "mc")


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "court"), [("sdny_1", "nysd"), ("wvsd", "wvsd"), ("cafc", "cafc")])
def test_the_real_feeds_hold_what_another_parser_found_in_them(real_data: Path, name: str, court: str) -> None:
    """Every entry of the other reading is an event here: same case, document and time, the event's name in the title."""
    folder = real_data / "us-courts"
    found = records(read(folder / f"{name}.xml", court, datetime(2018, 4, 18, 1, tzinfo=UTC), docket_types=_ALL))
    idents: dict[str, dict[str, str]] = {}
    for record in found:
        of_case = idents.setdefault(str(record.facts["case_number"]), {})
        for event in record.events:
            of_case[event.ident] = of_case.get(event.ident, "") + event.title
    theirs = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    assert theirs
    for docket in theirs:
        number = str(district(docket["docket_number"]) or docket["docket_number"])
        titles = idents[number]
        for entry in docket["docket_entries"]:
            if entry["pacer_doc_id"]:
                for part in entry["short_description"].split(" AND "):
                    assert part in titles[entry["pacer_doc_id"]]
    assert {str(r.facts["case_number"]) for r in found} == {
        str(district(d["docket_number"]) or d["docket_number"]) for d in theirs
    }


@pytest.mark.real_data
def test_every_real_schedule_a_caption_is_recognised(real_data: Path) -> None:
    with (real_data / "us-courts" / "captions_seen.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["caption"] for row in csv.DictReader(file)]
    assert len(rows) == 13
    missed = [c for c in rows if not captions.is_schedule_a(captions.read(c))]
    assert missed == ["Dyson Tech. Ltd. v. David 7 Store"]  # unsealed: the caption itself no longer says it


# --- odd items ------------------------------------------------------------------------------------------------------

_ODD = (
    "<item><title>1:26-cv-09999 Odd v. Other</title><pubDate>Fri, 20 Nov 2026 01:00:00 GMT</pubDate>"
    "<guid>odd</guid><description>[Complaint] &#99999999999;</description></item>"
)


def with_items(*items: str) -> str:
    return (HERE / "good.xml").read_text(encoding="latin-1").replace("</channel>", "".join(items) + "</channel>")


@pytest.mark.parametrize("where", ["first", "last"])
def test_an_item_that_no_reader_can_take_costs_that_item(tmp_path: Path, where: str) -> None:
    text = with_items(_ODD) if where == "last" else with_items().replace("<item>", _ODD + "<item>", 1)
    good = read(HERE / "good.xml")
    found = read(written(tmp_path, text))
    assert [r.matter for r in records(found)] == [r.matter for r in records(good)]
    (aside,) = [o for o in found if isinstance(o, Skip) and o not in good]
    assert aside.key == "us_courts.pacer_rss.skip.unreadable"
    assert b"1:26-cv-09999" in aside.raw
    assert not [o for o in found if isinstance(o, Suspect) and o not in good]  # none is called lost
    seen, before = ([o.count for o in of if isinstance(o, Seen)] for of in (found, good))
    assert seen == [count + 1 for count in before]


def test_a_feed_that_trips_its_reader_outside_items_is_no_feed(tmp_path: Path) -> None:
    text = with_items().replace("<title>", "<title>&#99999999999;", 1)
    with pytest.raises(Unparsed):
        read(written(tmp_path, text))


@pytest.mark.parametrize(
    "day", ["Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +2359", "99999999999999999999"]
)
def test_a_date_of_no_year_costs_nothing_but_the_date(tmp_path: Path, day: str) -> None:
    odd = _ODD.replace("Fri, 20 Nov 2026 01:00:00 GMT", day).replace(" &#99999999999;", "")
    found = read(written(tmp_path, with_items(odd)))
    assert len(records(found)) == len(records(read(HERE / "good.xml"))) + 1
