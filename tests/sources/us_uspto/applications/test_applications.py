"""USPTO daily applications: what a file is read as, and what a broken one costs."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import Unparsed
from monitor.model import (
    Capture,
    Follow,
    Ignored,
    OfUnit,
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
from monitor.sources.kit.xml import Malformed
from monitor.sources.us_uspto.applications.case_file import parse_case_file, read_case_file
from monitor.sources.us_uspto.applications.history import WANTED_HISTORY
from monitor.sources.us_uspto.applications.patterns import CaseFile, read_by_patterns
from monitor.sources.us_uspto.applications.source import Applications, DailyOptions
from monitor.sources.us_uspto.applications.statements import Reading, read_statement
from monitor.texts import Texts
from tests.sources.golden import check_golden
from tests.sources.said import keys, unknown
from tests.sources.us_uspto.applications.files import FOOT, case_file, daily, owner, zipped

USPTO = Applications()
HERE = Path(__file__).parent
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
LISTING = "https://api.uspto.gov/api/v1/datasets/products/TRTDXFAP"
FILES = "https://api.uspto.gov/api/v1/datasets/products/files/TRTDXFAP"


def plan(options: DailyOptions | None = None, **more: object) -> Plan[DailyOptions]:
    return Plan(
        source="us-uspto-applications",
        urls={"listing": LISTING, "files": FILES},
        since=date(2026, 11, 10),
        until=date(2026, 11, 20),
        now=NOW,
        options=options or DailyOptions(),
        jurisdiction="US",
        **more,  # type: ignore[arg-type]
    )


def read(tmp_path: Path, body: bytes, *, tag: str = "zip", options: DailyOptions | None = None) -> list[Outcome]:
    path = tmp_path / "body"
    path.write_bytes(body)
    request = Request(url=f"{FILES}/apc261118.zip", tag=tag, context={"file": "apc261118.zip"})
    capture = Capture("sha256:0", request, 200, {}, NOW, len(body), path)
    return list(USPTO.read(capture, plan(options)))


def records(outcomes: Sequence[Outcome]) -> list[Record]:
    return [o for o in outcomes if isinstance(o, Record)]


def only(outcomes: Sequence[Outcome], kind: type) -> list[Outcome]:
    return [o for o in outcomes if isinstance(o, kind)]


SQUATTER = owner("Golden Harbor Beverage Trading LLC", state="CA", address_1="12 Example Quay", city="Long Beach")
NEUTRAL = owner("Example Neutral Goods, Inc.", state="OH")
PLAIN = case_file("99000001", "QUIET MEADOW", [NEUTRAL], classes=["021"], statements=[("GS0211", "Bowls & plates")])
PUBLISHED = case_file(
    "99000002",
    "LANGUHE",
    [SQUATTER],
    status="686",
    filed="20260302",
    published="20261117",
    statements=[("GS0331", "Alcoholic beverages, except beer"), ("PM0001", "LAN GU HE")],
    events=[
        ("NWAP", "I", "NEW APPLICATION ENTERED", "20260302"),
        ("CNSA", "O", "APPROVED FOR PUB - PRINCIPAL REGISTER", "20261015"),
        ("NONP", "E", "NOTIFICATION OF NOTICE OF PUBLICATION E-MAILED", "20261111"),
        ("PUBO", "A", "PUBLISHED FOR OPPOSITION", "20261117"),
    ],
)
MALFORMED = PLAIN.replace("99000001", "99000666").replace("</mark-identification>", "</mark>")


# --- goldens ------------------------------------------------------------------------------------------------------


def _good() -> bytes:
    madrid = {
        "international-registration-number": "1787999",
        "international-registration-date": "20260123",
        "international-publication-date": "20260502",
        "international-renewal-date": "20360123",
        "auto-protection-date": "20271102",
        "international-status-code": "001",
        "international-status-date": "20260502",
        "priority-claimed-in": "T",
        "priority-claimed-date": "19691231",
        "first-refusal-in": "T",
    }
    joint = [
        owner("Third Owner GmbH", kind="31", country="DE", city="Ulm", dba_aka_text="DBA Third; AKA Dritte"),
        owner("Fourth Owner AG", kind="31", country="CH"),
        owner("Second Owner, Inc.", kind="30", state="MA"),
        owner("Third Owner GmbH", kind="10", country="DE"),
    ]
    old = case_file(
        "72000001", "OLD IRON", [owner("Old Iron Works", country="", state="OH", nationality="")], status="800",
        filed="19660414", registered="19670801", registration_number="0833001", classes=["A", "006"],
        header={"mark-drawing-code": "3T19", "abandonment-date": "0", "cancellation-date": "19870000"},
        events=[("RNL3", "Q", "REGISTERED AND RENEWED (THIRD RENEWAL - 10 YRS)", "20260801"),
                ("ASGN", "I", "AUTOMATIC UPDATE OF ASSIGNMENT OF OWNERSHIP", "19691231")],
    )  # fmt: skip
    return daily(
        PUBLISHED,
        PLAIN,
        case_file("79000003", "BERGKRISTALL", joint, status="774", published="20240220", madrid=madrid,
                  flags=("filing-basis-current-66a-in", "opposition-pending-in"), classes=["009", "042"],
                  statements=[("GS0091", "[ Lenses; ] spectacles"), ("GS0092", "less goods only"), ("DM0000", "A mountain.")]),
        case_file("99000004", None, [owner("Example Ink LLC", state="NV")], classes=["030"], header={"mark-drawing-code": "2"},
                  statements=[("TLIT00", 'The non-Latin characters in the mark transliterate to "ZHANG YUAN JIN" and this has no meaning in English.')]),
        case_file("99000005", "A VERY LONG SIGN THAT DOES NOT FIT INTO ITS FIE", [NEUTRAL], statements=[("MK0000", "LD AND GOES ON")]),
        old,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("good", _good()),
        ("several_versions_of_one_serial", daily(
            PUBLISHED.replace("20261117", "20261116").replace("<transaction-date>20261118", "<transaction-date>20261117"),
            PLAIN, PUBLISHED)),
        ("negative_statements", daily(*(
            case_file(f"9900010{n}", "FNORDSTRP", [NEUTRAL], statements=[("TR0000", text)])
            for n, text in enumerate((
                "Fnordstrp has no meaning in a foreign language.",
                'The wording "FNORDSTRP" has no meaning in Chinese or any other language.',
                "The mark has no English translation.",
            ))))),
        ("malformed_record_in_the_middle", daily(PLAIN, MALFORMED, PUBLISHED)),
        ("with_document_type", daily(PLAIN, doctype=(
            "<!DOCTYPE trademark-applications-daily [\n<!-- a comment, with ]> in it -->\n"
            "<!ELEMENT trademark-applications-daily (version, creation-datetime, application-information)>\n"
            "<!ELEMENT case-file (serial-number)>\n]>\n"))),
    ],
)  # fmt: skip
def test_a_file_is_read_as_its_golden_says(name: str, body: bytes, tmp_path: Path) -> None:
    check_golden(HERE / f"{name}.golden.json", read(tmp_path, zipped(apc261118_xml=body)))


# --- what a broken file costs ---------------------------------------------------------------------------------------


def test_a_malformed_record_costs_only_itself_and_is_kept_for_the_quarantine(tmp_path: Path) -> None:
    outcomes = read(tmp_path, zipped(apc261118_xml=daily(PLAIN, MALFORMED, PUBLISHED)))
    assert [r.matter for r in records(outcomes)] == ["tm:US:99000001", "tm:US:99000002"]
    (skip,) = only(outcomes, Skip)
    assert isinstance(skip, Skip)
    assert skip.key == "kit.skip.malformed"
    assert "99000666" in skip.where
    assert b"<serial-number>99000666" in skip.raw
    assert not only(outcomes, Suspect)


@pytest.mark.parametrize(
    "broken",
    [
        PLAIN.replace("99000001", "99000666").replace("        </case-file>\n", ""),  # never ends
        PLAIN.replace("99000001", "99000666").replace("<case-file>", "<case-fil>"),  # never begins
        PLAIN.replace("99000001", "99000666").replace("Bowls &amp; plates", "Bowls & plates"),
        PLAIN.replace("99000001", "99000666").replace("Springfield", "Spring\x01field"),
        PLAIN.replace("99000001", "not a number"),
        PLAIN.replace("99000001", "99000666").replace("QUIET MEADOW", "&undeclared;"),
        PLAIN.replace("99000001", "99000666").replace("trademark-in>T</trademark-in", "trademark-in>T</trademark-im"),
    ],
)
def test_whatever_breaks_a_record_its_neighbours_are_read(broken: str, tmp_path: Path) -> None:
    first, last = PLAIN, PUBLISHED
    for cases in ((broken, first, last), (first, broken, last), (first, last, broken)):
        outcomes = read(tmp_path, zipped(apc261118_xml=daily(*cases)))
        assert {r.matter for r in records(outcomes)} == {"tm:US:99000001", "tm:US:99000002"}
        assert len(only(outcomes, Skip)) == 1


def test_a_record_that_never_ends_is_dropped_at_the_limit_and_reading_goes_on(tmp_path: Path) -> None:
    huge = PLAIN.replace("99000001", "99000666").replace("Bowls", "Bowls " * 400_000)
    options = DailyOptions(max_record_bytes=1_000_000)
    outcomes = read(tmp_path, zipped(apc261118_xml=daily(PLAIN, huge, PUBLISHED)), options=options)
    assert [r.matter for r in records(outcomes)] == ["tm:US:99000001", "tm:US:99000002"]
    assert keys(outcomes, Skip) == ["kit.skip.oversize"]


def test_a_file_cut_off_in_the_middle_is_suspicious_and_what_was_read_counts(tmp_path: Path) -> None:
    body = daily(PUBLISHED, PLAIN)
    outcomes = read(tmp_path, zipped(apc261118_xml=body[: body.rindex(b"<classifications>")]))
    assert [r.matter for r in records(outcomes)] == ["tm:US:99000002"]
    assert keys(outcomes, Suspect, Skip) == [
        "kit.skip.cut_off",
        "kit.suspect.truncated",
    ]
    whole_records = read(tmp_path, zipped(apc261118_xml=body[: body.rindex(FOOT.encode())]))
    assert len(records(whole_records)) == 2
    assert only(whole_records, Suspect)


def test_a_zip_whose_bytes_break_half_way_is_suspicious(tmp_path: Path) -> None:
    many = daily(*(PLAIN.replace("99000001", f"99{n:06d}") for n in range(400)))
    body = bytearray(zipped(apc261118_xml=many))
    middle = len(body) // 2
    body[middle : middle + 40] = b"\x00" * 40
    outcomes = read(tmp_path, bytes(body))
    assert Suspect("kit.suspect.truncated") in outcomes


def test_a_truncated_zip_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(Unparsed, match="zip_damaged"):
        read(tmp_path, zipped(apc261118_xml=_good())[:-200])


@pytest.mark.parametrize("body", [b"<!doctype html><html><body>Sign in</body></html>", b"{}", b"", b"PK"])
def test_what_is_no_zip_is_unparsed_and_says_so(body: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unparsed) as caught:
        read(tmp_path, body)
    for lang in ("zh", "en"):
        text = Texts(lang)(caught.value.key, **caught.value.params)
        assert "apc261118.zip" in text
        assert "{" not in text


def test_a_zip_bomb_is_refused_by_what_it_declares_and_by_what_it_gives(tmp_path: Path) -> None:
    bomb = zipped(apc261118_xml=daily(PLAIN) + b" " * 80_000_000)
    with pytest.raises(Unparsed, match="zip_bomb"):
        read(tmp_path, bomb)
    small = zipped(apc261118_xml=daily(*[PLAIN] * 100))
    with pytest.raises(Unparsed, match="zip_bomb"):
        read(tmp_path, small, options=DailyOptions(max_xml_bytes=100_000))
    # The same bomb with a forged size in both headers.
    lie = bomb.replace((len(daily(PLAIN)) + 80_000_000).to_bytes(4, "little"), (4_000_000).to_bytes(4, "little"))
    assert lie != bomb
    outcomes_or_error: object
    try:
        outcomes_or_error = read(tmp_path, lie, options=DailyOptions(max_xml_bytes=5_000_000))
    except Unparsed as error:
        outcomes_or_error = error
    assert isinstance(outcomes_or_error, Unparsed) or only(outcomes_or_error, Suspect)  # type: ignore[arg-type]


def test_an_encrypted_zip_and_one_without_xml_are_unparsed(tmp_path: Path) -> None:
    body = bytearray(zipped(apc261118_xml=daily(PLAIN)))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.find(magic) + at] |= 1
    with pytest.raises(Unparsed, match="zip_encrypted"):
        read(tmp_path, bytes(body))
    with pytest.raises(Unparsed, match="zip_without_xml"):
        read(tmp_path, zipped(readme=b"nothing"))


def test_no_entity_is_ever_expanded_and_no_file_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    doctype = (
        f'<!DOCTYPE trademark-applications-daily [<!ENTITY xxe SYSTEM "{secret.as_uri()}">'
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
    )
    attack = PLAIN.replace("99000001", "99000666").replace("QUIET MEADOW", "&xxe; &b;")
    outcomes = read(tmp_path, zipped(apc261118_xml=daily(PUBLISHED, attack, PLAIN, doctype=doctype)))
    assert len(records(outcomes)) == 2
    assert "TOP SECRET" not in repr(outcomes)
    assert "aaaaaaaaaa" not in repr([o for o in outcomes if not isinstance(o, Skip)])
    assert len(only(outcomes, Skip)) == 1
    assert "kit.unknown.entities" in keys(outcomes, Unknown)


def test_a_day_without_data_is_proven_empty_and_a_file_without_records_is_not(tmp_path: Path) -> None:
    head = daily().split(b"    <file-segments>")[0]
    empty = head + (
        b"    <data-available-code>N</data-available-code>\n"
        b"  </application-information>\n</trademark-applications-daily>\n"
    )
    assert read(tmp_path, zipped(apc261118_xml=empty)) == [OfUnit(date(2026, 11, 18)), ProvenEmpty()]
    assert read(tmp_path, zipped(apc261118_xml=daily())) == [
        OfUnit(date(2026, 11, 18)),
        Suspect("kit.suspect.no_records"),
    ]


def test_another_format_version_is_read_but_does_not_count_as_checked(tmp_path: Path) -> None:
    outcomes = read(tmp_path, zipped(apc261118_xml=daily(PLAIN, version="3.0")))
    assert len(records(outcomes)) == 1
    assert Suspect("us_uspto.applications.suspect.version") in outcomes
    assert unknown(outcomes) == ["the file declares format version 3.0"]


def test_a_file_of_another_kind_is_unparsed(tmp_path: Path) -> None:
    with pytest.raises(Unparsed, match="root"):
        read(tmp_path, zipped(apc261118_xml=b"<?xml version='1.0'?><ttab-proceedings></ttab-proceedings>"))


def test_several_xml_files_in_one_zip_are_all_read(tmp_path: Path) -> None:
    outcomes = read(tmp_path, zipped(a_xml=daily(PLAIN), b_xml=daily(PUBLISHED)))
    assert len(records(outcomes)) == 2


def test_what_the_format_does_not_know_is_reported_once_and_does_not_cost_the_record(tmp_path: Path) -> None:
    odd = PLAIN.replace("<status-code>630", "<status-code>999").replace(
        "<correspondent>", "<hologram><angle>5</angle></hologram>\n          <correspondent>"
    )
    outcomes = read(tmp_path, zipped(apc261118_xml=daily(odd, odd.replace("99000001", "99000009"))))
    assert len(records(outcomes)) == 2
    assert unknown(outcomes) == ["an element that is not known, hologram", "a status code that is not known, 999"]


# --- what a record says ---------------------------------------------------------------------------------------------


def one(tmp_path: Path, case: str) -> Record:
    (record,) = records(read(tmp_path, zipped(apc261118_xml=daily(case))))
    return record


def test_the_current_owners_are_those_of_the_highest_party_type(tmp_path: Path) -> None:
    record = one(tmp_path, case_file("99000007", "X", [
        owner("Original Applicant LLC", kind="10"), owner("At Publication LLC", kind="20"),
        owner("New One LLC", kind="21"), owner("New Two LLC", kind="21"), owner("Old Correspondent", kind="70"),
    ]))  # fmt: skip
    assert [m.text for m in record.mentions if m.role is Role.APPLICANT] == ["New One LLC", "New Two LLC"]
    assert record.facts["previous_owners"] == ["Original Applicant LLC", "At Publication LLC"]


def test_a_publication_is_one_event_however_often_the_status_returns(tmp_path: Path) -> None:
    returning = PUBLISHED.replace("<transaction-date>20261118", "<transaction-date>20270301")
    for case in (PUBLISHED, returning):
        published = [e for e in one(tmp_path, case).events if e.code == "published"]
        assert [(e.ident, e.date) for e in published] == [("2026-11-17", date(2026, 11, 17))]


def test_a_publication_date_that_lies_ahead_is_announced_not_published(tmp_path: Path) -> None:
    ahead = case_file("99000008", "X", [NEUTRAL], status="681", published="20261201", transaction="20261118")
    events = one(tmp_path, ahead).events
    assert [(e.code, e.date, e.ident) for e in events if e.code != "filed"] == [
        ("to_be_published", date(2026, 11, 18), "due:2026-12-01")
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("19870000", "1987"),
        ("19870500", "1987-05"),
        ("0", ""),
        ("00000000", ""),
        ("19691231", ""),
        ("20261118", "2026-11-18"),
    ],
)
def test_partial_and_empty_dates_are_shown_as_far_as_they_go(text: str, shown: str, tmp_path: Path) -> None:
    record = one(tmp_path, case_file("99000008", "X", [NEUTRAL], header={"abandonment-date": text}))
    assert record.facts["abandoned"] == shown
    assert [e.code for e in record.events if e.code == "abandoned"] == (["abandoned"] if len(shown) == 10 else [])


def test_a_date_that_is_no_date_is_reported(tmp_path: Path) -> None:
    outcomes = read(tmp_path, zipped(apc261118_xml=daily(case_file("99000008", "X", [NEUTRAL], filed="20261345"))))
    assert keys(outcomes, Unknown) == ["kit.unknown.date"]


@pytest.mark.parametrize(
    ("text", "transliterations", "wordings", "meanings"),
    [
        ('The non-Latin characters in the mark transliterate to "XING HUA CUN" and this has no meaning in English.',
         ("XING HUA CUN",), (), ()),
        ('The non-Latin characters in the mark transliterate to Asahi and this means "Rising Sun" in English.',
         ("Asahi",), (), ("Rising Sun",)),
        ('The non-Latin characters in the mark transliterate to "ZHANG", "YUAN" and "JIN" and this means "source" in English.',
         ("ZHANG YUAN JIN", "ZHANG", "YUAN", "JIN"), (), ("source",)),
        ("The foreign characters translate to 'ZHIMA' and this means 'SESAME'.", ("ZHIMA",), (), ("SESAME",)),
        ('The English translation of "FEN JIU" in the mark is "FEN LIQUOR".', (), ("FEN JIU",), ("FEN LIQUOR",)),
        ('The Chinese characters in the mark are transliterated as "BAI JIU", which means "white liquor".',
         ("BAI JIU",), (), ("white liquor",)),
        ("The non-Latin characters in the mark transliterate to JIN CHUAN YU and mean gold river island.",
         ("JIN CHUAN YU",), (), ("gold river island",)),
        ("The English translation of the word LUNA is MOON.", (), (), ("MOON",)),
        ('The wording "LANGUHE" has no meaning in a foreign language.', (), (), ()),
    ],
)  # fmt: skip
def test_a_statement_names_what_it_says_and_nothing_else(
    text: str, transliterations: tuple[str, ...], wordings: tuple[str, ...], meanings: tuple[str, ...]
) -> None:
    reading = read_statement(text)
    assert (reading.transliterations, reading.wordings, reading.meanings) == (transliterations, wordings, meanings)
    assert reading.understood


def test_a_statement_of_another_wording_is_kept_whole_and_reported(tmp_path: Path) -> None:
    text = "Quux: see the attached explanation of the sign."
    assert read_statement(text) == Reading()
    outcomes = read(
        tmp_path, zipped(apc261118_xml=daily(case_file("99000008", "X", [NEUTRAL], statements=[("TR0000", text)])))
    )
    (mention,) = (m for m in records(outcomes)[0].mentions if m.role is Role.TRANSLATION)
    assert (mention.text, mention.extra) == (text, {"whole_statement": True})
    assert keys(outcomes, Unknown) == ["us_uspto.applications.unknown.translation"]


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_statement_trips_the_reader(text: str) -> None:
    read_statement(text)


# --- the fast way and the parser --------------------------------------------------------------------------------------

_BODY = PUBLISHED.strip().encode()


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_the_patterns_read_a_damaged_record_exactly_as_the_parser_does(data: st.DataObject) -> None:
    """Whatever is done to the bytes: both refuse it, or both read the same."""
    damaged = bytearray(data.draw(st.sampled_from([_BODY, PLAIN.strip().encode()])))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        cut = data.draw(st.integers(0, 40))
        piece = data.draw(st.sampled_from([
            b"", b"<", b">", b"&", b"&amp;", b"&#65;", b"/", b"<!-- x -->", b"<![CDATA[<x>]]>", b"]]>", b"\x00", b"\xff",
            "é".encode(), b"\r\n", b"<a/>", b"</case-file>", b"<case-file>", b"<trademark-in>T</trademark-in>", b' x="1"', b"T", b" ",
        ]))  # fmt: skip
        damaged[at : at + cut] = piece

    def outcome(read_it: object) -> CaseFile | None:
        try:
            return read_it(bytes(damaged), WANTED_HISTORY)  # type: ignore[operator,no-any-return]
        except Malformed:
            return None

    assert outcome(read_case_file) == outcome(parse_case_file)


def test_a_record_of_every_kind_is_read_by_the_patterns_as_by_the_parser() -> None:
    for piece in _good().split(b"</case-file>")[:-1]:
        data = piece[piece.index(b"<case-file>") :] + b"</case-file>"
        text = data.decode()
        assert read_by_patterns(text, 0, WANTED_HISTORY) == (parse_case_file(data, WANTED_HISTORY), len(text))


# --- listing and folder -----------------------------------------------------------------------------------------------


def _listing(*entries: dict[str, object]) -> bytes:
    bag = {"count": len(entries), "fileDataBag": list(entries)}
    return json.dumps({"count": 1, "bulkDataProductBag": [{"productFileBag": bag}]}).encode()


def _entry(name: str, kind: str = "Data", size: int = 1000, changed: str = "2026-11-19 00:26:10") -> dict[str, object]:
    return {
        "fileName": name, "fileSize": size, "fileTypeText": kind, "fileLastModifiedDateTime": changed,
        "fileDownloadURI": f"https://evil.example/{name}",
    }  # fmt: skip


def test_the_listing_is_asked_for_the_window() -> None:
    (request,) = USPTO.requests(plan())
    assert request.url == LISTING
    assert dict(request.params) == {"fileDataFromDate": "2026-11-10", "fileDataToDate": "2026-11-20"}


def test_a_listing_leads_to_its_zips_oldest_first_and_never_to_a_host_it_names(tmp_path: Path) -> None:
    body = _listing(_entry("apc261118.zip"), _entry("apc261117.zip"), _entry("apc251231.zip"),
                    _entry("Trademark Series Code_20230620.doc", "Document"), _entry("Table1.doc", "Document"))  # fmt: skip
    outcomes = read(tmp_path, body, tag="")
    follows = [o.request for o in outcomes if isinstance(o, Follow)]
    assert [r.url for r in follows] == [f"{FILES}/apc{d}.zip" for d in ("251231", "261117", "261118")]
    assert all(r.tag == "zip" for r in follows)
    assert len(only(outcomes, Ignored)) == 2
    assert Stated("files", 5) in outcomes
    assert Seen("files", 5) in outcomes


def test_a_file_issued_again_is_another_document(tmp_path: Path) -> None:
    def once(entry: dict[str, object]) -> str:
        return next(o.request.once for o in read(tmp_path, _listing(entry), tag="") if isinstance(o, Follow))

    first = once(_entry("apc261118.zip"))
    assert first == once(_entry("apc261118.zip"))
    assert first != once(_entry("apc261118.zip", size=1001))
    assert first != once(_entry("apc261118.zip", changed="2026-11-19 08:00:00"))


def test_a_listing_without_files_for_a_whole_week_is_suspicious(tmp_path: Path) -> None:
    outcomes = read(tmp_path, _listing(_entry("Table1.doc", "Document")), tag="")
    assert Suspect("us_uspto.applications.suspect.no_files") in outcomes


@pytest.mark.parametrize("name", ["../../etc/apc261118.zip", "apc?261118.zip", "a/b.zip"])
def test_a_file_name_that_is_an_address_is_not_followed(name: str, tmp_path: Path) -> None:
    outcomes = read(tmp_path, _listing(_entry(name)), tag="")
    assert not only(outcomes, Follow)
    assert only(outcomes, Skip)


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b"not json", b'{"bulkDataProductBag": []}', b'{"bulkDataProductBag": [{}]}']
)
def test_a_listing_of_another_shape_is_unparsed(body: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unparsed, match="listing_shape"):
        read(tmp_path, body, tag="")


def test_a_local_folder_is_read_oldest_first_without_a_key(tmp_path: Path) -> None:
    names = (
        "apc261118.zip",
        "apc260101.zip",
        "apc18840407-20251231-02.zip",
        "apc18840407-20251231-01.zip",
        "manual.doc",
    )
    files = tuple(tmp_path / n for n in names)
    asked = list(USPTO.requests(plan(folder=tmp_path, folder_files=files)))
    assert [r.path.name for r in asked if r.path] == [
        "apc18840407-20251231-01.zip", "apc18840407-20251231-02.zip", "apc260101.zip", "apc261118.zip",
    ]  # fmt: skip


def test_a_zip_is_streamed_and_never_extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **more: object) -> None:
        raise AssertionError("extracted")

    for name in ("extract", "extractall", "read"):
        monkeypatch.setattr(zipfile.ZipFile, name, never)
    assert records(read(tmp_path, zipped(apc261118_xml=daily(PLAIN))))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["body"]


# --- real payloads ------------------------------------------------------------------------------------------------------


def _real(path: Path) -> list[Outcome]:
    request = Request(url="", tag="zip", context={"file": path.name})
    return list(USPTO.read(Capture("sha256:0", request, 200, {}, NOW, path.stat().st_size, path), plan()))


@pytest.mark.real_data
def test_the_real_day_of_april_2026_gives_three_records(real_data: Path) -> None:
    outcomes = _real(real_data / "us-uspto" / "odp_sample_day_apc260420_excerpt.zip")
    got = {r.matter: r for r in records(outcomes)}
    assert outcomes[0] == OfUnit(date(2026, 4, 20))
    assert len(got) == len(outcomes[1:]) == 3
    owners = {k: [(m.text, m.country) for m in r.mentions if m.role is Role.APPLICANT] for k, r in got.items()}
    assert owners == {
        "tm:US:79394847": [("CELLICO Inc.", "KR")],
        "tm:US:99772827": [("Fu Jiale", "CN")],
        "tm:US:99487890": [("'47 Brand, LLC", "US")],
    }
    madrid = got["tm:US:79394847"]
    assert (madrid.aliases, madrid.facts["auto_protection_date"]) == (("ir:1787952",), "2025-11-02")
    assert madrid.facts["classes"] == [9, 10, 42, 44]
    assert (madrid.facts["published"], madrid.facts["registered"]) == ("2024-12-17", "2025-02-04")
    new = got["tm:US:99772827"]
    assert [m.text for m in new.mentions if m.role is Role.PSEUDO_MARK] == ["FUNKY STRIP", "FUNKY STRIPE"]
    assert not [m for m in new.mentions if m.role in (Role.TRANSLATION, Role.TRANSLITERATION)]
    assert "19691231" not in repr(got["tm:US:99487890"])


@pytest.mark.real_data
def test_the_real_file_of_2018_gives_eleven_records(real_data: Path) -> None:
    outcomes = _real(real_data / "us-uspto" / "mkreyman_seed_20180218.zip")
    got = {r.matter: r for r in records(outcomes)}
    assert outcomes[0] == OfUnit(date(2018, 2, 18))
    assert len(got) == len(outcomes[1:]) == 11
    celanese = next(r for r in got.values() if r.title == "CELANESE")
    assert [m.text for m in celanese.mentions if m.role is Role.APPLICANT] == ["CELANESE INTERNATIONAL CORPORATION"]
    assert (celanese.facts["filed"], celanese.facts["registered"]) == ("1966-04-14", "1967-08-01")
    assert celanese.facts["classes"] == [1]
    tusimple = got["tm:US:87310367"]
    assert [(e.code, e.ident) for e in tusimple.events if e.code == "published"] == [("published", "2017-11-28")]
    assert tusimple.facts["drawing_code"] == "4"


@pytest.mark.real_data
def test_the_real_records_are_read_alike_by_the_patterns_and_by_the_parser(real_data: Path) -> None:
    for name in ("odp_sample_day_apc260420_excerpt.zip", "mkreyman_seed_20180218.zip"):
        with zipfile.ZipFile(real_data / "us-uspto" / name) as archive:
            body = archive.read(archive.namelist()[0])
        for piece in body.split(b"</case-file>")[:-1]:
            data = piece[piece.index(b"<case-file>") :] + b"</case-file>"
            text = data.decode()
            assert read_by_patterns(text, 0, WANTED_HISTORY) == (parse_case_file(data, WANTED_HISTORY), len(text))


@pytest.mark.real_data
def test_the_real_listing_leads_to_eight_zips(real_data: Path, tmp_path: Path) -> None:
    outcomes = read(tmp_path, (real_data / "us-uspto" / "TRTDXFAP_listing_20260415_20260422.json").read_bytes(), tag="")
    follows = [o.request for o in outcomes if isinstance(o, Follow)]
    assert [r.context["file"] for r in follows] == [f"apc2604{d}.zip" for d in range(15, 23)]
    assert follows[0].once == "apc260415.zip:48115653:2026-04-16 00:30:54"
