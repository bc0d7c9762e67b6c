"""The numbers in a letter are found, each with what is said before it; days, amounts, statutes and telephones are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.lookup.numbers import Printed, numbers_in


def read(text: str) -> list[tuple[str, list[str]]]:
    return [(p.text, [r.printed for r in p.readings]) for p in numbers_in(text)]


def kinds(text: str) -> list[list[str]]:
    return [[r.kind for r in p.readings] for p in numbers_in(text)]


def test_a_letter_in_chinese() -> None:
    text = """某某公司：
    你公司已被列为美国伊利诺伊州北区联邦地区法院案件（案号：1:26-cv-99011）的被告，法院于2026年11月20日（20261120）签发临时限制令，
    冻结账户 US$1,234,567.00（约合人民币8,765,432元）。原告主张美国商标注册号 7,991,101、7,991,102，专利 US 9,911,002 B2。
    你公司的美国商标申请号99/900,101、国际注册号１７８７９５２。联系电话：0351-7123456，手机13812345678，邮编030001。"""
    assert read(text) == [
        ("1:26-cv-99011", ["1:26-cv-99011"]),
        ("7,991,101", ["US Reg. 7,991,101"]),
        ("7,991,102", ["US Reg. 7,991,102"]),
        ("US 9,911,002 B2", ["US 9,911,002"]),
        ("99/900,101", ["US 99900101"]),
        ("１７８７９５２", ["IR 1787952"]),
    ]
    assert numbers_in(text)[0].readings[0].court == "ilnd"


def test_a_letter_in_english() -> None:
    text = """Re: Example Brands LLC v. The Partnerships, No. 26 C 99011 (N.D. Ill.) and Inv. No. 337-TA-9911 (DN 9936)
    The complaint, under 15 U.S.C. § 1114, 28 USC 1331 and 19 CFR 210.13, asserts U.S. Trademark Registration Nos. 7,991,101,
    7,991,102 and 7,991,103 and U.S. Patent Nos. D912,345; 9,911,002. See Application Serial No. 99900101, 91 FR 12345, Dkt. 45.
    Statutory damages of $2,000,000 per mark. Tel: +86 351 7123456, Fax (202) 337-1511, mail a9990010@example.com."""
    assert [p[0] for p in read(text)] == [
        "26 C 99011", "337-TA-9911", "DN 9936", "7,991,101", "7,991,102", "7,991,103", "D912,345", "9,911,002", "99900101",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "于2026年11月20日", "dated 2026-11-20 and 20.11.2026", "20261120", "17/11/2026",
        "Tel. 7123456", "电话：0351-7123456", "手机 13812345678", "+86 351 7123456", "(202) 337-1511", "QQ 99900101", "微信号：99900101",
        "US$7,123,456", "￥7,123,456.00", "RMB 7,123,456", "7,123,456元", "7,123,456 dollars",
        "15 U.S.C. § 1114", "15 USC 1125(a)", "19 CFR 210.13", "28 U.S.C. 1331", "Section 337", "第337条", "Rule 65(b)(2)", "91 FR 12345",
        "HTS 7307.11.00", "HTSUS 7307.11.0045", "邮编 030001", "Washington, D.C. 20436", "mail 99900101@example.com",
        "https://example.com/orders/99900101?x=1:26-cv-00011", "Order No. 9911002", "发票号 7123456", "合同编号 99900101", "ISO 9001:2015",
        "it was 26 C 11 outside", "731-TA-1511", "A7123456B", "1.7123456", "7123456%", "身份证 140101199001011234", "page 8 of 12", "3936 pieces",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your Serial No. 99900101 was refused", [["application"]]),
        ("Registration No. 7123456 is cancelled", [["registration", "chinese_registration"]]),
        ("你公司第12345678号商标在国内", [["chinese_registration"]]),
        ("国际注册号1787952", [["international_registration"]]),
        ("Patent No. 9,911,002 expires", [["patent"]]),
        ("见线索8和YS-2026-47-001", [["hit"], ["entry"]]),
    ],
)
def test_what_is_said_before_a_number_decides(text: str, found: list[list[str]]) -> None:
    assert kinds(text) == found


def test_a_column_that_was_pasted_is_read_row_by_row() -> None:
    text = "申请号\t商标\n99900101\tAAA\n949900101\tBBB\r\n20261120\tCCC\n13\n"
    assert [p[0] for p in read(text)] == ["99900101", "949900101"]
    assert len(numbers_in(text)[0].readings) > 1


def test_addresses_of_known_offices_hold_numbers_and_others_do_not() -> None:
    text = (
        "see https://tsdr.uspto.gov/#caseNumber=99900101&caseType=SERIAL_NO&searchType=statusSearch, "
        "https://ecf.ilnd.uscourts.gov/cgi-bin/DktRpt.pl?499001 and https://example.com/99900102"
    )
    first, second = numbers_in(text)
    assert (first.text, first.readings[0].keys) == ("99900101", ("tm:US:99900101",))
    assert second.readings[0].keys == ("us-dct:ilnd:pacer-499001",)


def test_the_court_beside_a_number_is_read_with_it() -> None:
    for text in ("S.D.N.Y., No. 26-cv-99011", "see 26-cv-99011 (S.D.N.Y.)", "纽约南区联邦法院案号26-cv-99011已立案"):
        (found,) = numbers_in(text)
        assert found.readings[0].court == "nysd"


def test_places_are_those_of_the_text_as_it_was_given() -> None:
    text = "案号\u200b：\u200b1:26-cv-\u200b00011，３３７－ＴＡ－１５１１。"
    for found in numbers_in(text):
        assert text[found.start : found.end] == found.text
    assert [p.readings[0].printed for p in numbers_in(text)] == ["1:26-cv-00011", "337-TA-1511"]


@given(st.text(alphabet=st.sampled_from("0123456789:-/,.# \nABCDUKWOIRcvTNo第号注册案，（）"), max_size=120))
def test_no_two_overlap_and_each_says_what_it_is(text: str) -> None:
    end = 0
    for found in numbers_in(text):
        assert isinstance(found, Printed)
        assert end <= found.start < found.end
        assert found.text == text[found.start : found.end]
        assert found.readings
        end = found.end


HOSTILE = {
    "ones": "1 ", "digits": "1", "marks": "7123456 ", "dashes": "1-", "half a docket": "1:26-cv-", "words": "No. ", "commas": "1,234,",
    "mails": "a@", "addresses": "https://", "han": "第", "han with digits": "第1", "brackets": "(1 ", "lines": "7123456\n", "prefix": "UPC_",
    "courts": "N.D. Ill. ", "telephones": "Tel. 1 ", "keys": "us-dct:ilnd:", "statutes": "1 FR ", "spaces": " ", "zeros": "0", "labels": "注册号",
}  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_twice_as_much_hostile_text_takes_about_twice_as_long(piece: str) -> None:
    """Work is counted by the processor's time of one size against another's; a pattern that tries every length twice over
    would take four times as long."""
    half = (piece * 3_000)[:6_000]

    def work(text: str) -> float:
        start = time.process_time()
        numbers_in(text)
        return time.process_time() - start

    numbers_in("")
    ratio = min(work(half * 4) / max(work(half), 1e-4) for _ in range(3))
    assert ratio < 8, "four times as much text"
