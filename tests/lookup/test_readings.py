"""A number is read whatever way it is written; what may be several things is given as all of them, the likeliest first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.forums import SHIPPED
from monitor.forums.reading_numbers import read_numbers
from monitor.lookup.numbers import Reading, number_forms, readings_of
from monitor.lookup.words_before import TABLES
from monitor.model.numbers import NumberKind


def first(text: str) -> Reading:
    found = readings_of(text)
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "337-TA-1511", "337-1511", "337TA1511", "337 TA 1511", "337-ta-1511", "TA-1511", "Inv. No. 337-TA-1511",
        "Investigation No. 337-TA-1511", "Inv. No. 1511", "337-TA-1511 (Remand)", "337-TA-1511 (Enforcement Proceeding)",
        "337–TA–1511", "337—TA—1511", "337‑TA‑1511", "３３７－ＴＡ－１５１１", "337\u00a0TA\u00a01511", "337-TA-\u200b1511",
        "337调查1511号", "337调查第1511号", "337-TA-1511号调查", "调查号：337-TA-1511", "337调查案号 337-TA-1511", "（337-TA-1511）",
        "“337-TA-1511”。", "ITC 337-TA-1511", "美国ITC 337-TA-1511", "us-itc:337-TA-1511",
    ],
)  # fmt: skip
def test_an_investigation_in_any_form(text: str) -> None:
    assert first(text).keys == ("us-itc:337-TA-1511",)


@pytest.mark.parametrize(
    "text", ["DN 3936", "DN-3936", "DN3936", "D.N. 3936", "Docket No. 3936", "Dkt. 3936", "Docket Number: 3936", "立案前编号：3936", "ＤＮ　３９３６"]
)  # fmt: skip
def test_a_complaint_in_any_form(text: str) -> None:
    found = first(text)
    assert found.keys == ("us-itc:DN-3936",)
    assert found.asked == ((NumberKind.COMPLAINT, "3936"),)


def test_what_the_case_database_writes_for_a_complaint_may_be_either() -> None:
    for text in ("337-3936", "337-TA-3936", "Inv. No. 337-TA-3936"):
        assert [r.printed for r in readings_of(text)] == ["337-TA-3936", "DN 3936"]


def asked(text: str) -> set[tuple[str, str]]:
    return {(kind.name, number) for r in readings_of(text) for kind, number in r.asked}


@pytest.mark.parametrize(
    "text",
    [
        "1:26-cv-00011", "1:26-cv-11", "1:2026-cv-00011", "1:26-cv-00011-ABC-DEF", "1:26-CV-00011-ABC", "1:26cv11",
        "Case No. 1:26-cv-00011", "Case: 1:26-cv-00011", "Civil Action No. 1:26-cv-00011", "案号：1:26-cv-00011",
        "案件编号 1:26-cv-00011", "１：２６－ｃｖ－０００１１", "1:26–cv–00011", "案号1:26-cv-00011号",
    ],
)  # fmt: skip
def test_a_docket_with_its_office_finds_the_cases_of_that_office_and_those_whose_office_nobody_said(text: str) -> None:
    assert first(text).printed == "1:26-cv-00011"
    assert {n for kind, n in asked(text) if kind == "DOCKET"} == {"1:26-cv-00011", ":26-cv-00011"}


@pytest.mark.parametrize(
    "text",
    [
        "26-cv-11",
        "26-cv-00011",
        "26cv11",
        "26 C 11",
        "26 CV 11",
        "26 Civ. 11",
        "26 Civ. 11 (ABC) (DEF)",
        "No. 26-cv-11",
    ],
)
def test_a_docket_without_its_office_finds_those_of_every_office(text: str) -> None:
    assert first(text).printed == "26-cv-00011"
    assert {n for kind, n in asked(text) if kind == "DOCKET"} == {"26-cv-00011"}


@pytest.mark.parametrize(
    "text",
    [
        "N.D. Ill. 26-cv-11", "N.D. Ill., No. 26-cv-11", "26 C 11 (N.D. Ill.)", "26 CV 11 (N.D.Ill.)", "ilnd 26-cv-11", "ilnd-26-cv-11",
        "Northern District of Illinois 26-cv-11", "26-cv-11, Northern District of Illinois", "伊利诺伊州北区联邦地区法院 26-cv-11",
        "美国伊利诺伊州北区法院案号26-cv-11", "26-cv-11（伊利诺伊北区联邦法院）",
    ],
)  # fmt: skip
def test_a_court_named_beside_a_docket_counts(text: str) -> None:
    found = first(text)
    assert found.court == "ilnd"
    assert (NumberKind.DOCKET, "ilnd:26-cv-00011") in found.asked
    assert (NumberKind.DOCKET, "26-cv-00011") not in found.asked  # that would be every other court's


def test_office_and_court_together_are_the_key() -> None:
    assert first("ILND 26-CV-11").keys == ("us-dct:ilnd:26-cv-00011",)
    assert first("26CV11 (N.D. Ill.)").keys == ("us-dct:ilnd:26-cv-00011",)
    assert first("ilnd 1:26-cv-11").keys == ("us-dct:ilnd:1:26-cv-00011", "us-dct:ilnd:26-cv-00011")
    assert first("us-dct:ilnd:1:26-cv-00011").keys == ("us-dct:ilnd:1:26-cv-00011",)


def test_miscellaneous_and_criminal_numbers_and_years_of_two_digits() -> None:
    assert first("2:26-mc-7").printed == "2:26-mc-00007"
    assert first("1:1999-cv-12").printed == first("1:99-cv-12").printed == "1:99-cv-00012"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("99/900,101", "tm:US:99900101"), ("99/900101", "tm:US:99900101"), ("Serial No. 99900101", "tm:US:99900101"),
        ("Serial Number: 79/123,456", "tm:US:79123456"), ("申请号：９９９００１０１", "tm:US:99900101"), ("90123456", "tm:US:90123456"),
        ("99 900 101", "tm:US:99900101"), ("美国商标申请号99900101", "tm:US:99900101"),
        ("949900101", "tm:BR:949900101"), ("Processo 949900101", "tm:BR:949900101"), ("Processo nº 820123456", "tm:BR:820123456"),
        ("BR 949900101", "tm:BR:949900101"), ("巴西商标申请号 949900101", "tm:BR:949900101"), ("949.900.101", "tm:BR:949900101"),
        ("018228224", "tm:EM:018228224"), ("EUTM 019012345", "tm:EM:019012345"), ("EUTM 18228224", "tm:EM:018228224"),
        ("欧盟商标 018228224", "tm:EM:018228224"), ("UK00004348816", "tm:GB:UK00004348816"), ("UK4348816", "tm:GB:UK00004348816"),
        ("UK00918123456", "tm:GB:UK00918123456"), ("UK00801234567", "tm:GB:UK00801234567"),
        ("D2026-0123", "udrp:D2026-0123"), ("WIPO Case No. D2026-0123", "udrp:D2026-0123"), ("DCO2026-0001", "udrp:DCO2026-0001"),
        ("UPC_CFI_123/2026", "upc:UPC_CFI_123/2026"), ("UPC-CoA-12/2026", "upc:UPC_CoA_12/2026"),
        ("PGI-CN-02716", "gi:EU:PGI-CN-02716"), ("ir:1787952", "ir:1787952"), ("domain:fenjiu.example", "domain:fenjiu.example"),
        ("https://tsdr.uspto.gov/#caseNumber=99900101&caseType=SERIAL_NO&searchType=statusSearch", "tm:US:99900101"),
    ],
)  # fmt: skip
def test_numbers_of_registers_and_boards(text: str, key: str) -> None:
    assert first(text).keys[0] == key


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("7,123,456", (NumberKind.REGISTRATION, "US7123456")), ("Reg. No. 7,123,456", (NumberKind.REGISTRATION, "US7123456")),
        ("注册号 7123456", (NumberKind.REGISTRATION, "US7123456")), ("Reg. No. 856,123", (NumberKind.REGISTRATION, "US856123")),
        ("1787952", (NumberKind.INTERNATIONAL, "1787952")), ("1 787 952", (NumberKind.INTERNATIONAL, "1787952")),
        ("IR 1787952", (NumberKind.INTERNATIONAL, "1787952")), ("WO0000001787952", (NumberKind.INTERNATIONAL, "1787952")),
        ("国际注册号1787952", (NumberKind.INTERNATIONAL, "1787952")), ("1787952A", (NumberKind.INTERNATIONAL, "1787952A")),
        ("国际注册号 0833001", (NumberKind.INTERNATIONAL, "833001")), ("International Registration No. 1 787 952", (NumberKind.INTERNATIONAL, "1787952")),
        ("US 9,911,002 B2", (NumberKind.PATENT, "US9911002")), ("U.S. Patent No. 9,911,002", (NumberKind.PATENT, "US9911002")),
        ("专利 9911002", (NumberKind.PATENT, "US9911002")), ("D812,345", (NumberKind.PATENT, "USD812345")),
        ("US RE45,678 E", (NumberKind.PATENT, "USRE45678")), ("VA 2-345-678", (NumberKind.COPYRIGHT, "VA2345678")),
        ("Appeal No. 2026-1471", (NumberKind.DOCKET, "26-1471")),
    ],
)  # fmt: skip
def test_numbers_that_a_matter_carries(text: str, pair: tuple[NumberKind, str]) -> None:
    assert pair in first(text).asked


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("99900101", ["application", "chinese_registration", "patent"]),
        ("7123456", ["registration", "chinese_registration", "patent"]),
        ("1787952", ["international_registration", "registration", "chinese_registration", "patent"]),
        ("9,911,002", ["patent", "registration"]),
        ("12345678", ["chinese_registration", "patent"]),
        ("18228224", ["application", "chinese_registration", "patent"]),
        ("92090576", ["application", "chinese_registration", "patent", "proceeding"]),
    ],
)
def test_a_number_that_may_be_several_things_is_all_of_them_the_likeliest_first(text: str, kinds: list[str]) -> None:
    found = [r.kind for r in readings_of(text)]
    assert found[0] == kinds[0]
    assert sorted(found) == sorted(kinds)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Serial No. 99900101", {"application"}),
        ("Registration No. 7123456", {"registration", "chinese_registration"}),
        ("US Registration No. 7123456", {"registration"}),
        ("国内注册号 7123456", {"chinese_registration"}),
        ("国际注册号 1787952", {"international_registration"}),
        ("Opposition No. 92090576", {"proceeding"}),
        ("第12345678号", {"chinese_registration"}),
        ("第12345678号商标", {"chinese_registration"}),
        ("线索8", {"hit"}),
        ("#8", {"hit"}),
        ("YS-2026-47-001", {"entry"}),
    ],
)
def test_what_is_said_before_a_number_says_what_it_is(text: str, kinds: set[str]) -> None:
    assert {r.kind for r in readings_of(text)} == kinds


def test_a_chinese_number_belongs_to_no_forum_of_ours() -> None:
    (found,) = readings_of("第12345678号")
    assert found.office == ""
    assert not found.keys
    assert not found.asked


@pytest.mark.parametrize(
    "text", ["", " ", "8", "2026", "2026-11-20", "20.11.2026", "FENJIU", "汾酒1573年份酒", "15 U.S.C. 1114", "0351-7123456", "337-TA-1511 and 337-TA-1512", "x" * 5000 + "1"]
)  # fmt: skip
def test_what_is_no_number_or_more_than_one_has_no_reading(text: str) -> None:
    assert readings_of(text) == ()


# --- the forms ------------------------------------------------------------------------------------------------------


def test_every_form_reads_its_own_examples_as_the_whole_of_a_question() -> None:
    """A form that counts only with a word before it is asked with one."""
    for form in number_forms():
        for said, printed in form.examples.items():
            if not form.labelled:
                assert (form.kind, printed) in {(r.kind, r.printed) for r in readings_of(said)}, said


def test_the_tables_are_sound_and_every_page_is_a_secure_address_with_its_source() -> None:
    assert read_numbers(TABLES)
    assert [f.code for f in SHIPPED.check_all() if f.numbers]
    for form in number_forms():
        assert all(page.startswith("https://") for page in form.page)
        assert form.source
        assert form.checked


def test_every_reading_of_an_office_has_a_page_to_look_at_or_is_a_case_of_no_court() -> None:
    for form in number_forms():
        if form.office:
            assert form.page, (form.office, form.pattern.pattern)


_KEYS = st.one_of(
    st.integers(1, 9999).map("us-itc:337-TA-{}".format),
    st.integers(10, 99999).map("us-itc:DN-{}".format),
    st.builds("us-dct:{}:{}:{:02}-{}-{:05}".format, st.sampled_from(["ilnd", "nysd", "ded", "cacd"]), st.integers(0, 9), st.integers(0, 99), st.sampled_from(["cv", "mc", "cr"]), st.integers(1, 99999)),
    st.integers(70_000_000, 99_999_999).map("tm:US:{}".format),
    st.integers(800_000_000, 999_999_999).map("tm:BR:{}".format),
    st.integers(0, 19_999_999).map("tm:EM:{:09}".format),
    st.integers(0, 99_999_999_999).map("tm:GB:UK{:011}".format),
    st.builds("udrp:D{}-{:04}".format, st.integers(1999, 2039), st.integers(1, 9999)),
    st.builds("upc:UPC_{}_{}/{}".format, st.sampled_from(["CFI", "CoA"]), st.integers(1, 9999), st.integers(2023, 2039)),
    st.builds("gi:EU:{}-CN-{:05}".format, st.sampled_from(["PGI", "PDO", "GI"]), st.integers(1, 99999)),
)  # fmt: skip


@given(_KEYS, st.booleans())
def test_every_key_is_read_back_from_itself_and_from_the_number_in_it(key: str, wide: bool) -> None:
    number = key.split(":", 2 if key.startswith(("us-dct", "tm", "gi")) else 1)[-1]
    if key.startswith("us-dct"):
        number = f"{key.split(':')[1]} {number}"
    if key.startswith("us-itc:DN"):
        number = number.replace("-", " ")
    if wide:
        number = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in number)
    assert first(key).keys == (key,)
    assert key in {k for r in readings_of(number) for k in r.keys}


@given(_KEYS)
def test_what_is_printed_of_a_reading_is_read_as_the_same_again(key: str) -> None:
    for reading in readings_of(key.split(":", 1)[1]):
        again = [r for r in readings_of(reading.printed) if r.kind == reading.kind]
        assert not reading.keys or any(set(reading.keys) <= set(r.keys) for r in again) or reading.court


@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_asked(text: str) -> None:
    for reading in readings_of(text):
        assert reading.printed


def test_every_form_stands_in_one_place() -> None:
    """The program itself names no office's numbers: a form is a row of a table."""
    code = (Path(__file__).parents[2] / "monitor" / "lookup" / "numbers.py").read_text(encoding="utf-8")
    without_docs = re.sub(r'"""(.|\n)*?"""', "", code)
    assert not re.search(r"tm:|us-itc|us-dct|udrp", without_docs)
