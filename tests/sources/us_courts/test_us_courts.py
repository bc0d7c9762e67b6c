"""What is promised of docket numbers and captions of US courts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.kit import names_query as names
from monitor.sources.us_courts import caption as captions
from monitor.sources.us_courts import courts, docket
from monitor.sources.us_courts.mass_suits import is_mass_suit


@pytest.mark.parametrize(
    ("text", "number", "court", "suffix"),
    [
        ("pawd-2:2026-cv-00651", "2:26-cv-00651", "pawd", ""),
        ("2:26-cv-651", "2:26-cv-00651", "", ""),
        ("26-cv-00651", "26-cv-00651", "", ""),
        ("1:17-cr-00554-MKB", "1:17-cr-00554", "", "MKB"),
        ("1:26-cv-00011-ABC-DEF", "1:26-cv-00011", "", "ABC-DEF"),
        ("1:12-cr-00120-6", "1:12-cr-00120", "", "6"),
        ("2023-cv-05018", "23-cv-05018", "", ""),
        ("25cv02937", "25-cv-02937", "", ""),
        ("No. 15 C 1617", "15-cv-01617", "", ""),
        ("20 Civ. 6918 (KPF)", "20-cv-06918", "", "(KPF)"),
        ("1:26-CV-00011", "1:26-cv-00011", "", ""),
        (" 1:26-cv-99011 ", "1:26-cv-99011", "", ""),
    ],
)
def test_every_way_of_writing_a_docket_number_comes_to_one(text: str, number: str, court: str, suffix: str) -> None:
    read = docket.district(text)
    assert read is not None
    assert (str(read), read.court, read.suffix) == (number, court, suffix)


@pytest.mark.parametrize(
    "text", ["5:18-~gr-00001", "", "20-1140", "cv", "1:26-cv-", "Misc. Notice", "1:26-cv-00011 and others"]
)
def test_what_is_no_docket_number_is_none(text: str) -> None:
    assert docket.district(text) is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_what_is_read_reads_as_itself(text: str) -> None:
    read = docket.district(text)
    if read is not None:
        assert str(docket.district(str(read))) == str(read)


def test_the_office_digit_belongs_to_the_identity() -> None:
    one, other, bare = (docket.district(t) for t in ("2:26-cv-00651", "3:26-cv-00651", "26-cv-00651"))
    assert one
    assert other
    assert bare
    keys = {docket.district_key("pawd", n, "77") for n in (one, other)}
    assert keys == {"us-dct:pawd:2:26-cv-00651", "us-dct:pawd:3:26-cv-00651"}
    assert docket.district_key("pawd", bare, "77") == "us-dct:pawd:pacer-77"
    assert docket.district_key("pawd", bare) not in keys


@pytest.mark.parametrize(
    ("text", "number"), [("20-1140", "20-1140"), ("2024-1471", "24-1471"), ("No. 24-0088", "24-88")]
)
def test_appellate_numbers(text: str, number: str) -> None:
    assert docket.appellate(text) == number


def test_the_fourth_digit_of_a_document_id_says_nothing() -> None:
    assert docket.document_id("127122264349") == docket.document_id("127022264349") == "127022264349"
    assert docket.document_id("abc1") == "abc1"


_LONG = "The Individuals, Corporations, Limited Liability Companies, Partnerships, and Unincorporated Associations"


@pytest.mark.parametrize(
    "defendant",
    [
        "The Partnerships and Unincorporated Associations Identified on Schedule A",
        "The Partnerships and Unincorporated Associations Identified in Schedule A",
        "The Partnerships and Unincorporated Associations Identified on Schedule “A”",
        'The Partnerships and Unincorporated Associations Identified on Schedule "A"',
        "the partnerships and unincorporated associations identified on schedule 'A' hereto",
        'Partnerships & Unincorporated Ass\'ns Identified on Schedule "A"',
        f"{_LONG} Identified on Schedule A Hereto",
        f"{_LONG.upper()} IDENTIFIED ON SCHEDULE A",
        _LONG[:90],
        "The Partnerships Identified on Schedule A",
        "The Partnerships Identified on Exhibit A",
        "The Entities Listed on Exhibit 1",
        "The Sellers identified in Annex A",
        "The Defendants Identified on Schedule 1",
        "Defendants Identified on the attached list",
        "Schedule A",
        "Schedule A Defendants",
        "Schedule 1",
        "Annex A",
        "Does 1-89",
        "DOES 1 – 89",
        "Does 1 through 20, inclusive",
        "John Does 1-50",
        "Schedule-A Defendants",
        "Schedule A, et al",
        "Schedule A Sellers",
        "The Partnerships and Unincorporated Associations Identified on Schedule-A",
        "Defendants 1-98",
        "The Defendants Nos. 1 through 40",
        "Unknown Sellers",
        "Unidentified Online Stores",
        "The Individuals, Corporations, Limited Liability Companies, Partn",
        "THE INDIVIDUALS, CORPORATIONS, LIMITED LIABIL",
        "The Partnerships and Uninc",
        "Partnerships and Unincorporat",
        "The Partnerships and Unincorporated A",
    ],
)
def test_every_form_of_a_schedule_a_caption_is_recognised_and_names_no_defendant(defendant: str) -> None:
    caption = captions.read(f"Elmwick Lamps, Inc. v. {defendant}")
    assert captions.is_schedule_a(caption)
    assert [m.text for m in captions.mentions(caption, "title")] == [caption.text, "Elmwick Lamps, Inc."]


@pytest.mark.parametrize(
    "caption",
    [
        "In re Harborlight Schedule A/B: Property",
        "Trustee v. Debtor, Schedules A & B",
        "Elmwick Lamps, Inc. v. Northlark Co.",
        "Elmwick Lamps, Inc. v. Smith and Does 1-10",
        "Northlark v. Schedule Analytics LLC",
        "Northlark v. Exhibit Arts Company",
        "Thornquay Audio Ltd. v. Invented 7 Store",
        "Northlark v. Schedule A Employees",
        "Northlark v. Schedule A Holdings LLC",
        "Elmwick v. Alpha Demo, a Partnership, and Beta Demo, an Unincorporated Association",
        "Elmwick v. Alpha Partnership and the Beta Unincorporated Workers",
        "Elmwick v. The Individuals of Alpha Demo",
        "Elmwick v. Defendant 1",
        "Elmwick v. Unknown Heirs of Alpha Demo",
        "Elmwick v. Doe 1 et al",
    ],
)
def test_other_captions_are_not_schedule_a(caption: str) -> None:
    assert not captions.is_schedule_a(captions.read(caption))


def test_unknown_defendants_alone_make_no_schedule_a_suit_of_a_civil_rights_case() -> None:
    caption = captions.read("Quillhaven v. Does 1-10")
    assert captions.is_schedule_a(caption, "840 Trademark")
    assert not captions.is_schedule_a(caption, "440 Civil Rights: Other")


def test_doe_and_others_are_sellers_only_where_the_suit_is_about_such_a_right() -> None:
    for text in ("Quillhaven v. DOE 1 et al", "Quillhaven v. John Does, et al."):
        caption = captions.read(text)
        assert captions.is_schedule_a(caption, "820 Copyright")
        assert not captions.is_schedule_a(caption, "440 Civil Rights: Other")
        assert not captions.is_schedule_a(caption)
    assert not captions.is_schedule_a(captions.read("Quillhaven v. John Doe"), "820 Copyright")  # one subscriber


TRO = "MOTION by Plaintiff for Temporary Restraining Order including asset restraint and expedited discovery"
COUNTERFEIT = "COMPLAINT for trademark counterfeiting; Jury Demand. Filing fee $ 405."


@pytest.mark.parametrize(
    ("caption", "texts", "more"),
    [
        ("Moonlark Demo Inc. v. A20999 et al", [TRO], {"nature": "820 Copyright"}),
        ("Moonlark Demo Inc. v. 123 Demo Beads Store", [TRO, COUNTERFEIT], {"nature": "840 Trademark"}),
        ("Moonlark Demo Inc. v. 2099demobags.example.com", [TRO], {"nature": "840 Trademark"}),
        ("Moonlark Demo Inc. v. Alpha Demo Trading", [TRO], {"nature": "830 Patent", "parties": 12}),
        ("Moonlark v. Demo Wuhu, et al.", ["SEALED Schedule A", "ORDER granting TRO"], {"nature": "840 Trademark"}),
        ("Moonlark v. Demo Wuhu et al", ["Order to Show Cause for preliminary injunction and TRO: (1) restraining assets; (2) authorizing alternative service"], {"cause": "15:1114 Trademark Infringement"}),
        ("Moonlark v. Demo Wuhu et al", [TRO, COUNTERFEIT], {}),
        ("Moonlark v. Ailvessa", [f"{TRO} against Defendants", COUNTERFEIT], {"nature": "840 Trademark"}),
        ("Moonlark v. The Partnerships Identified on Schedule A", [], {}),
    ],
)  # fmt: skip
def test_a_suit_under_the_name_of_the_first_store_is_recognised_by_what_is_filed_in_it(
    caption: str, texts: list[str], more: dict[str, Any]
) -> None:
    assert is_mass_suit(captions.read(caption), texts, **more)


@pytest.mark.parametrize(
    ("caption", "texts", "more"),
    [
        ("Moonlark v. A20999 et al", [TRO], {"nature": "440 Civil Rights: Other"}),
        ("Moonlark v. A20999 et al", ["COMPLAINT"], {"nature": "840 Trademark"}),
        ("Moonlark v. A20999 et al", [COUNTERFEIT], {"nature": "840 Trademark"}),  # no restraint was asked for
        ("Moonlark v. Northlark Co.", [TRO], {"nature": "840 Trademark"}),  # one competitor, known by its firm
        ("Moonlark v. Online Demo Tools, Inc.", [TRO], {"nature": "840 Trademark", "parties": 2}),
        ("Moonlark v. Northlark Co. et al", ["MOTION for Temporary Restraining Order"], {"nature": "840 Trademark"}),
        ("Trustee v. Alpha Demo et al, Schedule A/B", [TRO], {"nature": "840 Trademark"}),
        ("Moonlark v. Demo Wuhu et al", [TRO], {}),  # about what, nobody said yet
        ("Moonlark v. Demo Wuhu et al", [TRO, COUNTERFEIT], {"cause": "28:1332 Diversity-Breach of Contract"}),
        ("Moonlark v. Schedule A Employees", [], {"nature": "442 Civil Rights: Jobs"}),
        ("In re Harborlight", [TRO, COUNTERFEIT], {"nature": "840 Trademark", "parties": 9}),
    ],
)
def test_an_ordinary_suit_is_not_taken_for_one_against_a_list_of_sellers(
    caption: str, texts: list[str], more: dict[str, Any]
) -> None:
    assert not is_mass_suit(captions.read(caption), texts, **more)


@pytest.mark.parametrize(
    "name", ["XYZ Corporation", "ABC Corp. I", "ABC Corporation", "John Doe", "Doe 1", "Jane Does 1-5", "SEALED", "Defendants", "Unknown"[:0] + "Unknown Defendants", "x" * 201]
)  # fmt: skip
def test_a_stand_in_is_no_name(name: str) -> None:
    assert captions.is_placeholder(name)


@pytest.mark.parametrize(
    "name",
    [
        "Doerr Tools Inc.",
        "ABC Carpet Mills LLC",
        "Sealed Air Demo Corp.",
        "JCYGLASS",
        "Shanxi Languhe Liquor Co., Ltd.",
    ],
)
def test_a_name_is_no_stand_in(name: str) -> None:
    assert not captions.is_placeholder(name)


@pytest.mark.parametrize(
    ("text", "plaintiff", "defendant"),
    [
        ("Quillhaven v. Fernbrook et al", "Quillhaven", "Fernbrook"),
        ("Larkhollow et al v. Mapleton, Inc. et al", "Larkhollow", "Mapleton, Inc."),
        ("USA v. Synthetic, et al", "USA", "Synthetic"),
        ("A LLC vs. B Co.", "A LLC", "B Co."),
        ("ELMWICK V. NORTHLARK", "ELMWICK", "NORTHLARK"),
        ("John V. Demo v. Mapleton, Inc.", "John V. Demo", "Mapleton, Inc."),
        ("In re: Harborlight Dairy Antitrust Litigation", "", ""),
    ],
)
def test_the_sides_of_a_caption(text: str, plaintiff: str, defendant: str) -> None:
    caption = captions.read(text)
    assert (caption.plaintiff, caption.defendant) == (plaintiff, defendant)


def test_a_feed_that_names_motions_by_their_relief_is_not_read_as_orders() -> None:
    assert courts.bare_motion("nysd", "Temporary Restraining Order")
    assert not courts.bare_motion("ilnd", "Temporary Restraining Order")
    assert not courts.bare_motion("nysd", "Order on Motion for Temporary Restraining Order")


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Elmwick Lamps, Inc. v. Northlark Co. et al", True),
        ("Elmwick Lamps, Inc. et al v. Northlark Co.", False),
        ("Elmwick Lamps, Inc. v. Northlark Co.", False),
        ("Elmwick Lamps, Inc. v. Northlark Co. and Does 1-10", True),
        ("Elmwick Lamps, Inc. v. The Partnerships and Unincorporated Associations Identified on Schedule A", True),
        ("In re: Harborlight Dairy Antitrust Litigation", False),
    ],
)
def test_a_caption_tells_whether_several_are_sued(text: str, several: bool) -> None:
    assert captions.names_several(captions.read(text)) is several


@pytest.mark.parametrize(
    ("court", "name", "zone"),
    [
        ("ilnd", "N.D. Ill.", "America/Chicago"),
        ("nysd", "S.D.N.Y.", "America/New_York"),
        ("cacd", "C.D. Cal.", "America/Los_Angeles"),
        ("tnwd", "W.D. Tenn.", "America/Chicago"),
        ("njd", "D.N.J.", "America/New_York"),
        ("cafc", "Fed. Cir.", "America/New_York"),
        ("ca2", "2d Cir.", "America/New_York"),
    ],
)
def test_courts_are_named_and_dated_as_lawyers_do(court: str, name: str, zone: str) -> None:
    assert courts.court_name(court) == name
    assert courts.court_zone(court).key == zone


def test_bankruptcy_courts_are_none_of_ours() -> None:
    assert courts.is_bankruptcy("ilnb")
    assert not courts.is_district("ilnb")
    assert not courts.is_bankruptcy("ilnd")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Qixian Jinchuanyu Glassware Co., Ltd.", "qixian jinchuanyu glassware"),
        ("Northlark & Sons N V", "northlark sons"),
        ("JCYGLASS", "jcyglass"),
        ("Mistral-Vane (China)", "mistral vane china"),
        ('say "OR" *wild', "say or wild"),
        ("岚谷禾", ""),
        ("A B", ""),
        ("Co., Ltd.", ""),
        ("Café Élan", "cafe elan"),
    ],
)
def test_a_name_is_asked_for_in_words_the_search_understands(name: str, asked: str) -> None:
    assert names.phrase(name) == asked


def test_names_take_turns() -> None:
    assert names.rotated(("a", "b", "c", "d"), "b") == ("c", "d", "a", "b")
    assert names.rotated(("a", "b"), "zz") == ("a", "b")
