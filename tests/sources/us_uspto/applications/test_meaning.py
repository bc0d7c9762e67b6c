"""What a USPTO record says: how the sign is read, who owned it, what happened to it, and whether a clock runs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Category, Record, Role, Unknown
from monitor.rules.awaited import Awaited, awaited_for
from monitor.sources.us_uspto.applications.case_file import parse_case_file
from monitor.sources.us_uspto.applications.history import WANTED_HISTORY
from monitor.sources.us_uspto.applications.patterns import read_by_patterns
from monitor.sources.us_uspto.applications.record import record_of
from tests.rules.told import deadlines_for
from tests.sources.said import keys
from tests.sources.us_uspto.applications.files import case_file, daily, owner, zipped
from tests.sources.us_uspto.applications.test_applications import NEUTRAL, read, records

TABLES = Path(record_of.__code__.co_filename).parent
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def record(mark: str | None = "X", *owners: dict[str, str], **more: object) -> Record:
    """A record as both readers agree that it is."""
    text = case_file("99000008", mark, owners or (NEUTRAL,), **more).strip()  # type: ignore[arg-type]
    case = parse_case_file(text.encode(), WANTED_HISTORY)
    assert read_by_patterns(text, 0, WANTED_HISTORY) in ((case, len(text)), ... if text.isascii() else None)
    return record_of(case, "us-uspto-applications", "US", [], TODAY)


def spelled(record: Record) -> list[str]:
    return [m.text for m in record.mentions if m.role is Role.TRANSLITERATION]


def by_role(record: Record, role: Role) -> list[str]:
    return [m.text for m in record.mentions if m.role is role]


# --- statements ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "whole"),
    [
        ('The non-Latin characters in the mark transliterate to "LAN" "GU" "HE" and this means "grain".', "LAN GU HE"),
        ('The non-Latin characters in the mark transliterate to "LAN", "GU", and "HE".', "LAN GU HE"),
        ("The characters from left to right transliterate to LAN, GU and HE, meaning \"grain\".", "LAN GU HE"),
        ('The non-Latin character(s) in the mark transliterate(s) into "Lan Gu He" and mean "grain".', "Lan Gu He"),
        ("The non-Latin characters in the mark are pronounced “LAN GU HE” and mean ‘grain’.", "LAN GU HE"),
        ('The word(s) "LAN GU HE" has no meaning in English.', "LAN GU HE"),
        ("The wording LAN GU HE translates into ORCHID VALLEY GRAIN.", "LAN GU HE"),
        ('The first character transliterates to "LAN" and means "orchid"; the second to "GU" and means "valley".',
         "LAN GU"),
        ("The first character in the mark is LAN and means orchid; the second is GU.", "LAN GU"),
        ('The upper character "LAN" means orchid, the lower character "GU" means valley.', "LAN GU"),
        ('The Chinese characters read, from top to bottom, "LAN", "GU" and "HE".', "LAN GU HE"),
        ('The pinyin of the Chinese characters is "lan gu he".', "lan gu he"),
        ("The non-Latin characters are romanized as LAN GU HE, which has no meaning.", "LAN GU HE"),
        ('The non-Latin characters, in order, "LAN" (an orchid), "GU" (a valley).', "LAN GU"),
        ("THE NON-LATIN CHARACTERS IN THE MARK TRANSLITERATE TO LAN GU HE AND THIS MEANS GRAIN.", "LAN GU HE"),
        ('"LAN GU HE" is the pinyin of the Chinese characters in the mark.', "LAN GU HE"),
        ('The non-Latin characters transliterate to: "LAN GU HE".', "LAN GU HE"),
        ("The non-Latin characters have the sound of ''LAN GU HE''.", "LAN GU HE"),
        ("The wording Lan Gu He in the mark has no meaning in a foreign language.", "Lan Gu He"),
        ('The English translation of "岚谷禾" in the mark is "orchid valley grain".', "岚谷禾"),
        ('The mark has the characters "岚" "谷" "禾".', "岚 谷 禾"),
        ("The mark has the characters 「岚谷禾」.", "岚谷禾"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("code", ["TLIT00", "TR0000", "TR0010"])
def test_whatever_form_a_statement_has_the_whole_name_is_a_spelling(statement: str, whole: str, code: str) -> None:
    assert whole.casefold() in [t.casefold() for t in spelled(record(None, statements=[(code, statement)]))]


@pytest.mark.parametrize(
    ("code", "statement", "named"),
    [
        (
            "DM0000",
            'The mark consists of a bowl above four Chinese characters "HENG LUO TING JIU".',
            "HENG LUO TING JIU",
        ),
        ("DM0000", "The mark consists of three Chinese characters HENG LUO TING in red.", "HENG LUO TING"),
        ("DM0000", 'The mark consists of stylized characters that transliterate to "HENG LUO TING".', "HENG LUO TING"),
        ("DM0000", "Three vertical characters, pronounced heng luo ting.", "heng luo ting"),
        ("DM0000", 'Chinese calligraphy for "HENG" "LUO" "TING" inside a circle.', "HENG LUO TING"),
        ("N00000", 'The name "HENG LUO TING" does not identify a living individual.', "HENG LUO TING"),
        ("N00000", "The name HENG LUO TING does not identify a living individual.", "HENG LUO TING"),
        ("D00000", 'No claim is made to "HENG LUO TING" apart from the mark as shown.', "HENG LUO TING"),
        ("D00000", 'No claim to the non-Latin characters that transliterate to "HENG LUO TING".', "HENG LUO TING"),
        ("D10000", "HENG LUO TING", "HENG LUO TING"),
        ("DS0000", '"HENG LUO TING"', "HENG LUO TING"),
    ],
)
def test_a_figurative_sign_is_found_by_what_a_statement_quotes(code: str, statement: str, named: str) -> None:
    found = record(None, statements=[(code, statement)], header={"mark-drawing-code": "2"})
    assert named in spelled(found)
    assert all(m.extra == {"weak": True} for m in found.mentions if m.role is Role.TRANSLITERATION)


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("DM0000", "The mark consists of a stylized mountain above a wavy line, in the colors red and gold."),
        ("DM0000", 'The mark consists of a "BOWL" shape.'),
        ("N00000", "The name(s), portrait(s) shown in the mark does not identify a particular living individual."),
        ("CC0000", 'The color(s) "RED" is claimed as a feature of the mark.'),
        ("AF0331", 'FIRST USED IN ANOTHER FORM "HENG"'),
    ],
)
def test_what_speaks_of_shapes_colours_and_consents_names_nothing(code: str, statement: str) -> None:
    assert spelled(record(None, statements=[(code, statement)])) == []


def test_a_word_that_already_stands_in_the_sign_is_not_named_again() -> None:
    found = record(
        "GOLD RIVER JIU", statements=[("D10000", '"JIU"'), ("TR0000", 'The wording "GOLD RIVER" has no meaning.')]
    )
    assert spelled(found) == []


def test_every_kind_of_statement_of_2024_is_known(tmp_path: Path) -> None:
    body = daily(case_file("99000008", "X", [NEUTRAL], statements=[("DS0000", '"JIU"')]))
    assert keys(read(tmp_path, zipped(apc261118_xml=body)), Unknown) == []


@given(
    st.lists(
        st.sampled_from(
            ['"LAN"', "'GU'", '"', "HE", "transliterate to", "(s)", "means", ";", ". The", ",", "and", " "]
        ),
        max_size=25,
    )
)
@settings(max_examples=300, deadline=None)
def test_every_quoted_term_of_a_statement_is_a_candidate(words: list[str]) -> None:
    statement = f'{" ".join(words)} and the characters "ZHENG" are shown.'
    found = record(None, statements=[("TLIT00", statement)])
    assert any("ZHENG" in m.text for m in found.mentions if m.role.is_mark)


# --- owners -------------------------------------------------------------------------------------------------------

FIRM = "Shanxi Languhe Liquor Co., Ltd."


def test_an_earlier_owner_is_a_mention_of_its_own_role_and_the_assignment_has_its_day() -> None:
    found = record(
        "SILVER PINE", owner("Global Holding LLC", kind="31"), owner(FIRM, kind="30", country="CN"),
        owner("First Filer, Inc.", kind="10"), status="700", registered="20240109",
        events=[("ASGN", "I", "AUTOMATIC UPDATE OF ASSIGNMENT OF OWNERSHIP", "20261118")],
    )  # fmt: skip
    assert by_role(found, Role.APPLICANT) == ["Global Holding LLC"]
    assert [(m.text, m.country) for m in found.mentions if m.role is Role.FORMER_OWNER] == [
        (FIRM, "CN"), ("First Filer, Inc.", "US"),
    ]  # fmt: skip
    assert [(e.date, e.code) for e in found.events if e.code == "owner_changed"] == [
        (date(2026, 11, 18), "owner_changed")
    ]


@pytest.mark.parametrize(
    "spelling", [FIRM, FIRM.upper(), "SHANXI LANGUHE LIQUOR CO LTD", " Shanxi  Languhe Liquor Co.,Ltd"]
)
def test_an_owner_spelt_in_another_way_is_no_former_owner(spelling: str) -> None:
    found = record("X", owner(FIRM, kind="30"), owner(spelling, kind="20"), owner(FIRM, kind="10"))
    assert by_role(found, Role.FORMER_OWNER) == []
    assert "previous_owners" not in found.facts


def test_a_joint_owner_who_left_is_a_former_owner_and_a_correspondent_never_was_one() -> None:
    found = record(
        "X",
        owner(FIRM, kind="21"),
        owner(FIRM, kind="10"),
        owner("Partner LLC", kind="10"),
        owner("Old Counsel", kind="70"),
    )
    assert by_role(found, Role.APPLICANT) == [FIRM]
    assert by_role(found, Role.FORMER_OWNER) == ["Partner LLC"]


def test_a_natural_person_is_told_from_a_firm() -> None:
    person, firm = owner("Feng Lei", entity="01"), owner("Feng Lei Trading LLC")
    assert record("X", person).facts["applicant_person"] is True
    assert record("X", person, firm).facts["applicant_person"] is False
    assert [m.extra.get("person") for m in record("X", person, firm).mentions if m.role is Role.APPLICANT] == [
        True,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("DBA Third; AKA Dritte", ("Third", "Dritte")),
        ("d.b.a. Third", ("Third",)),
        ("D. B. A. Third", ("Third",)),
        ("d/b/a Third, a/k/a Dritte", ("Third", "Dritte")),
        ("a.k.a. Third and a.k.a. Dritte", ("Third", "Dritte")),
        ("doing business as Third", ("Third",)),
        ("also known as: Third", ("Third",)),
        ("T/A Third Ta Chung", ("Third Ta Chung",)),
        ("formerly known as Third", ("Third",)),
        ("TA CHUNG COMPANY", ("TA CHUNG COMPANY",)),
        ("Third", ("Third",)),
    ],
)
def test_a_name_beside_the_owner_is_cut_from_what_introduces_it(text: str, names: tuple[str, ...]) -> None:
    (found,) = (m for m in record("X", owner("Li Ming", dba_aka_text=text)).mentions if m.role is Role.APPLICANT)
    assert (found.text, found.aliases) == ("Li Ming", names)


@pytest.mark.parametrize("form", ["DBA", "d/b/a", "d.b.a.", "A/K/A", "doing business as", "trading as"])
def test_a_second_name_inside_the_partys_name_is_a_name_beside_it(form: str) -> None:
    for name in (f"Li Ming {form} {FIRM}", f"Li Ming, {form} {FIRM}", f"Li Ming ({form} {FIRM})"):
        (found,) = (m for m in record("X", owner(name)).mentions if m.role is Role.APPLICANT)
        assert (found.text, found.aliases) == ("Li Ming", (FIRM,))


@pytest.mark.parametrize(
    "name", ["Maru Aka Sushi LLC", "Li T. A. Ming", "TA CHUNG MEI Ltd", "Formerly Inc.", "Dba Systems, Inc."]
)
def test_a_word_or_initials_inside_a_name_introduce_no_other(name: str) -> None:
    (found,) = (m for m in record("X", owner(name)).mentions if m.role is Role.APPLICANT)
    assert (found.text, found.aliases) == (name, ())


# --- sign and goods -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        ("LAN GU", ["HE LIQUOR"], "LAN GU HE LIQUOR"),
        ("LAN GU", ["LAN GU HE"], "LAN GU HE"),
        ("LAN", ["GU", "HE"], "LAN GU HE"),
        (None, ["LAN GU HE"], "LAN GU HE"),
        ("LAN GU HE", [""], "LAN GU HE"),
    ],
)
def test_a_sign_in_several_fields_is_one(first: str | None, rest: list[str], whole: str) -> None:
    found = record(first, statements=[(f"MK000{n}", text) for n, text in enumerate(rest)])
    assert by_role(found, Role.MARK) == [whole]
    assert (found.title, found.facts["mark"], found.facts["mark_missing"]) == (whole, whole, False)


def test_a_sign_whose_own_field_stands_twice_is_one() -> None:
    text = case_file("99000008", "LAN GU", [NEUTRAL]).replace(
        "LAN GU</mark-identification>", "LAN GU</mark-identification><mark-identification>HE</mark-identification>"
    )
    case = parse_case_file(text.strip().encode(), WANTED_HISTORY)
    assert record_of(case, "us-uspto-applications", "US", []).title == "LAN GU HE"


def old_classes(case: str, *entries: tuple[str, tuple[str, ...]]) -> str:
    """The same record with these classifications: prime class, international classes."""
    begin, end = case.index("<classifications>"), case.index("</classifications>")
    rows = "".join(
        "<classification>\n"
        + "".join(f"<international-code>{c}</international-code>\n" for c in international)
        + f"<us-code>{prime}</us-code>\n<status-code>9</status-code>\n<primary-code>{prime}</primary-code>\n</classification>\n"
        for prime, international in entries
    )
    return case[:begin] + "<classifications>\n" + rows + case[end:]


@pytest.mark.parametrize(
    ("goods", "entries", "shown"),
    [
        ("GS0251", [("025", ("006", "020"))], "6, 20"),  # locks: class 25 of the United States
        ("GS0461", [("046", ("029", "030"))], "29, 30"),  # foods
        ("GS1071", [("107", ("041",))], "41"),  # education
        ("GS0491", [("049", ("033",))], "33"),  # spirits
        ("GS0251", [("006", ("006", "020"))], "6, 20"),  # its own entry is missing
        ("GS0331", [("033", ("033",))], "33"),
        ("GS0061", [("006", ("001",)), ("025", ("006",))], "1"),  # 6 of the United States, though the record has Nice 6
        ("GS0491", [("049", ())], "US 49"),
        ("GSA001", [("A00", ("A",))], "A00"),
    ],
)
def test_goods_stand_under_their_nice_class(goods: str, entries: list[tuple[str, tuple[str, ...]]], shown: str) -> None:
    text = old_classes(case_file("71000001", "OLD IRON", [NEUTRAL], statements=[(goods, "LOCKS")]), *entries).strip()
    case = parse_case_file(text.encode(), WANTED_HISTORY)
    assert read_by_patterns(text, 0, WANTED_HISTORY) == (case, len(text))
    assert record_of(case, "us-uspto-applications", "US", []).facts["goods"] == {shown: "LOCKS"}


# --- events and status ------------------------------------------------------------------------------------------


def happened(*entries: tuple[str, str, str], **more: object) -> Record:
    events = [(code, kind, f"{code} {kind}", day) for code, kind, day in entries]
    return record("LANGUHE", events=events, **more)


def running(found: Record, now: datetime = NOW) -> dict[str, date]:
    found_clocks = deadlines_for(
        "squat", Category.TRADEMARK, "US", found.events, found.facts, now, "zh", matter=found.matter
    )
    return {d.kind: d.date for d in found_clocks if d.days_left >= 0}


def waiting(found: Record, now: datetime = NOW) -> dict[str, Awaited]:
    args = ("squat", Category.TRADEMARK, "US", found.events, found.facts, now, "zh")
    return {a.kind: a for a in awaited_for(*args, matter=found.matter)}


PUBLISHED = ("PUBO", "A", "20261110")
DUE = date(2026, 12, 10)


@pytest.mark.parametrize(
    "undoing",
    [
        ("REIN", "O"), ("REIN", "I"), ("PETG", "O"), ("RGLA", "O"), ("RGTD", "O"), ("PGRR", "O"), ("ABND", "Z"), ("NREV", "E"),
        ("MREI", "O"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("day", ["20261115", "20261119"])
def test_a_revived_application_runs_its_time_to_oppose_on(undoing: tuple[str, str], day: str) -> None:
    found = happened(PUBLISHED, ("ABN1", "O", "20261115"), (*undoing, day), status="686", published="20261110")
    assert running(found)["opposition"] == DUE


@pytest.mark.parametrize("code", [("ABN2", "O"), ("C7..", "O"), ("EXRG", "O"), ("KBOC", "S"), ("DETH", "P")])
def test_an_end_that_the_status_does_not_know_stops_no_clock(code: tuple[str, str]) -> None:
    found = happened(PUBLISHED, (*code, "20261115"), status="686", published="20261110")
    assert running(found)["opposition"] == DUE


@pytest.mark.parametrize("status", ["600", "602", "604", "710", "900", "610", "402"])
def test_an_end_the_status_knows_stops_it_even_where_no_entry_tells(status: str) -> None:
    found = happened(PUBLISHED, status=status, published="20261110", header={"status-date": "20261116"})
    assert "opposition" not in running(found)
    assert "opposition" not in waiting(found)
    ends = {"abandoned", "cancelled", "lapsed", "expired", "terminated", "ir_ended"}
    assert [e.date for e in found.events if e.code in ends] == [date(2026, 11, 16)]


def test_a_revived_application_that_was_never_published_awaits_its_publication() -> None:
    found = happened(("ABN2", "O", "20260829"), ("PETG", "O", "20261119"), status="616")
    assert waiting(found)["opposition"].short == "异议期尚未开始（尚未公告）"


def test_a_publication_that_was_withdrawn_and_repeated_counts_from_the_second() -> None:
    found = happened(
        ("PUBO", "A", "20260310"),
        ("PUBW", "Z", "20260401"),
        ("PUBO", "A", "20261117"),
        status="686",
        published="20261117",
    )
    assert running(found)["opposition"] == date(2026, 12, 17)


@pytest.mark.parametrize("code", ["PBCR", "PBER", "PBTB", "PUBW"])
def test_a_publication_withdrawn_is_awaited_again(code: str) -> None:
    found = happened(PUBLISHED, (code, "Z", "20261112"), status="692", published="20261110")
    assert "opposition" not in running(found)
    assert waiting(found)["opposition"].date is None


@pytest.mark.parametrize(("status", "forecast"), [
    ("680", True), ("681", True), ("682", True), ("686", True), ("999", True),
    ("692", False), ("694", False), ("641", False), ("794", False), ("973", False), ("616", False),
])  # fmt: skip
@pytest.mark.parametrize("where", ["header", "history"])
def test_a_gazette_date_ahead_is_a_forecast_only_while_the_status_goes_to_press(
    status: str, forecast: bool, where: str
) -> None:
    entry = (("PUBO", "A", "20261124"),) if where == "history" else ()
    found = happened(
        ("CNSA", "O", "20261020"), *entry, status=status, published="20261124" if where == "header" else ""
    )
    clock = waiting(found).get("opposition")
    assert (clock is not None and clock.date == date(2026, 12, 24)) is forecast
    assert "published" not in {e.code for e in found.events}


def test_a_reinstated_registration_is_no_revived_application() -> None:
    found = happened(
        ("R.PR", "A", "20190105"),
        ("C8..", "O", "20261001"),
        ("REIN", "O", "20261118"),
        status="700",
        registered="20190105",
    )
    assert [e.code for e in found.events if e.date.year == 2026 and e.code != "filed"] == [
        "lapsed",
        "registration_reinstated",
    ]
    earlier = happened(("ABN2", "O", "20180105"), ("PETG", "O", "20180301"), ("R.PR", "A", "20190105"), status="700",
                       registered="20190105", filed="20170105")  # fmt: skip
    assert [e.code for e in earlier.events] == ["filed", "abandoned", "revived", "registered"]


@pytest.mark.parametrize(
    ("code", "kind", "event"),
    [
        ("OP.S", "T", "opposition_sustained"), ("OP.D", "T", "opposition_dismissed"), ("OP.D", "S", "opposition_sustained_in_part"),
        ("OP.T", "T", "opposition_ended"), ("OP.N", "T", "opposition_ended"), ("CANG", "T", "cancellation_granted"),
        ("CANG", "D", "cancellation_granted_in_part"), ("CAND", "T", "cancellation_denied"), ("CANT", "T", "cancellation_ended"),
        ("CNRT", "F", "office_action"), ("RFCS", "P", "office_action"), ("CNFR", "F", "final_refusal"), ("CNSL", "F", "suspended"),
        ("C8P.", "O", "cancelled_in_part"), ("C71P", "O", "cancelled_in_part"), ("C8..", "O", "lapsed"), ("CAEX", "O", "lapsed"), ("C71T", "O", "lapsed"), ("C7..", "O", "cancelled"), ("C18.", "O", "cancelled"),
        ("EXRG", "O", "expired"), ("8.OK", "O", "maintained"), ("89AG", "O", "renewed"), ("IIRN", "O", "act_annulled"),
        ("BXPI", "O", "nonuse_action"), ("PETC", "T", "cancellation"), ("CCCN", "T", "cancellation"), ("MAB2", "E", "abandoned"),
    ],
)  # fmt: skip
def test_an_entry_of_the_history_is_the_event_its_name_says(code: str, kind: str, event: str) -> None:
    assert [e.code for e in happened((code, kind, "20261110")).events if e.code != "filed"] == [event]


def test_a_letter_about_an_event_is_not_told_beside_it() -> None:
    found = happened(("ABN2", "O", "20261101"), ("MAB2", "E", "20261102"), status="602")
    assert [e.ident for e in found.events if e.code == "abandoned"] == ["ABN2:2026-11-01"]


def test_no_entry_stands_twice_in_the_tables() -> None:
    def rows(name: str) -> Iterator[dict[str, str]]:
        lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
        return csv.DictReader(line for line in lines if not line.startswith("#"))

    entries = [pair for row in rows("events.csv") for pair in (row["pairs"] + " " + row["notices"]).split()]
    codes = [code for row in rows("status.csv") for code in row["codes"].split()]
    assert len(entries) == len(set(entries))
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        ("773", "extension_ended"), ("774", "opposition"), ("775", "opposition_dismissed"), ("777", "opposition_ended"),
        ("779", "opposition_sustained"), ("803", "amended"), ("690", "withdrawn"), ("715", "restored"),
    ],
)  # fmt: skip
def test_a_status_has_the_phase_its_name_says(status: str, phase: str) -> None:
    assert record(status=status).facts["status_phase"] == phase


# --- dates that lie ahead ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["apc261118.zip", "apc261121.zip"])
@pytest.mark.parametrize("ahead", ["20291119", "20261201"])
def test_a_transaction_of_the_future_is_one_of_the_files_day_and_told(name: str, ahead: str, tmp_path: Path) -> None:
    case = case_file("99000008", "LANGUHE", [NEUTRAL], transaction=ahead, events=[("ETOF", "T", "EXTENSION", ahead)],
                     header={"status-date": "20261118"})  # fmt: skip
    outcomes = read(tmp_path, zipped(**{name.replace(".zip", "_xml"): daily(case)}))
    (found,) = records(outcomes)
    day = "2026-11-19" if name == "apc261118.zip" else "2026-11-21"  # of its creation, or of its name if that is later
    assert found.as_of == day
    assert [(e.date.isoformat(), e.certain) for e in found.events if e.code == "opposition_extension"] == [(day, False)]
    assert keys(outcomes, Unknown) == ["us_uspto.applications.unknown.future_date"]


def test_a_file_that_says_no_day_is_of_the_day_of_the_run_at_most(tmp_path: Path) -> None:
    body = daily(case_file("99000008", "X", [NEUTRAL], transaction="20291119", header={"status-date": "20261118"}))
    for told in (b"<creation-datetime></creation-datetime>", b"<creation-datetime>20269999</creation-datetime>"):
        other = body.replace(b"<creation-datetime>202611190024</creation-datetime>", told)
        (found,) = records(read(tmp_path, zipped(some_xml=other)))
        assert found.as_of == "2026-11-20"


# --- registrations ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("registered", "flags", "until"),
    [
        ("20240109", (), "2029-01-09"),
        ("20240229", (), "2029-02-28"),
        ("19700101", (), ""),  # an empty date that went through a time stamp
        ("19140000", (), "1919"),
        ("19140500", (), "1919-05"),
        ("20240109", ("supplemental-register-in",), ""),
    ],
)
def test_a_registration_says_until_when_it_can_be_attacked_on_any_ground(
    registered: str, flags: tuple[str, ...], until: str
) -> None:
    facts = record(status="700", registered=registered, flags=flags).facts
    assert facts.get("cancellable_until", "") == until
    assert bool(facts.get("supplemental_register")) is bool(flags)


def test_two_designations_of_one_international_registration_stay_two_matters() -> None:
    madrid = {"international-registration-number": "1787999"}
    found = record(madrid=madrid)
    assert (found.matter, found.facts["ir_number"]) == ("tm:US:99000008", "1787999")
