"""What a letter of a platform, a law firm or a court names, and where it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from monitor.legal_forms import Use, known_for
from monitor.lookup.pasted import As, Thing, labels, things_in, words_of_mail
from monitor.lookup.suggest import is_only_a_form, looks_like_a_number, near_names
from monitor.matching import build_matcher
from monitor.model import WatchedKind, WatchedName

LIST = (
    WatchedName("w1", "晋川屿", aliases=("JINCHUANYU", "JCYGLASS"), owner="祁县晋川屿玻璃制品有限公司"),
    WatchedName(
        "c1",
        "祁县晋川屿玻璃制品有限公司",
        WatchedKind.COMPANY,
        aliases=("Qixian Jinchuanyu Glassware Co., Ltd.",),
        city="晋中",
    ),
    WatchedName("w2", "云杼", aliases=("YUNZHU",)),
)
MATCHER = build_matcher(LIST)

CHINESE = """发件人: 平台合规 <notice@amazon.com>

尊敬的卖家：
原告 Bluefern Glassworks LLC 在美国对您提起诉讼，案号：1:26-cv-99011。
店铺名称：JCYGLASS
原告律所：Demo & Example Law Firm
联系邮箱：notice@demoexamplelaw.com
另一被告是山西未名窗帘有限公司，我司祁县晋川屿玻璃制品有限公司请求协助，贵公司请回复。
案件编号：ZX/26/QQ-1
"""
ENGLISH = """From: Jane Sample <jane@demoexamplelaw.com>

Dear Seller,

Our client Bluefern Glassworks LLC filed Case No. 1:26-cv-99011. The account of
Qixian Jinchuanyu Glassware
Co., Ltd. is restrained.
Plaintiff: Bluefern Glassworks LLC
Seller alias: Brightmoor Tableware Store
Brand: YUNZHU
Judge: Jane Q. Sample
"""


@dataclass(frozen=True)
class Number:
    start: int
    end: int
    readings: tuple[str, ...]


def numbers(text: str) -> Iterator[Number]:
    for m in re.finditer(r"\d:\d\d-cv-\d{5}", text):
        yield Number(m.start(), m.end(), (m[0],))


def seen(text: str) -> dict[str, Thing]:
    return {thing.text: thing for thing in things_in(text, MATCHER, numbers)}


def test_a_chinese_mail_of_a_platform() -> None:
    found = seen(CHINESE)
    assert {text: (t.kind, t.line, t.watched) for text, t in found.items()} == {
        "Bluefern Glassworks LLC": (As.FIRM, 4, ""),
        "1:26-cv-99011": (As.NUMBER, 4, ""),
        "JCYGLASS": (As.LISTED, 5, "w1"),
        "Demo & Example Law Firm": (As.COUNSEL, 6, ""),
        "notice@demoexamplelaw.com": (As.MAIL, 7, ""),
        "山西未名窗帘有限公司": (As.FIRM, 8, ""),
        "祁县晋川屿玻璃制品有限公司": (As.LISTED, 8, "c1"),
        "ZX/26/QQ-1": (As.CASE, 9, ""),
    }
    for thing in found.values():
        assert CHINESE.splitlines()[thing.line - 1][thing.column - 1 :].startswith(thing.text)


def test_an_english_mail_of_a_law_firm() -> None:
    found = seen(ENGLISH)
    assert found["1:26-cv-99011"].kind is As.NUMBER
    plaintiff = found["Bluefern Glassworks LLC"]
    assert (plaintiff.kind, plaintiff.line, plaintiff.times) == (As.PLAINTIFF, 5, 2)
    assert found["Brightmoor Tableware Store"].kind is As.STORE
    assert found["YUNZHU"].watched == "w2"
    assert found["Jane Q. Sample"].kind is As.JUDGE
    firm = next(t for t in found.values() if t.watched == "c1")  # its name goes over the end of a line
    assert firm.line == 6


def test_each_thing_is_told_once_with_how_often_it_stands_there() -> None:
    (thing,) = things_in("案号：1:26-cv-99011\n1:26-cv-99011\n", MATCHER, numbers)
    assert (thing.line, thing.times) == (1, 2)


@pytest.mark.parametrize(
    ("line", "firms"),
    [
        ("兹通知山西甲乙丙贸易有限公司和山西丁戊己有限公司", ["山西甲乙丙贸易有限公司", "山西丁戊己有限公司"]),
        ("山西和顺某某铸造股份有限公司大同分公司也在列", ["山西和顺某某铸造股份有限公司大同分公司"]),
        ("目前贵公司的店铺，我公司不知情，有限公司", []),
        ("sued Mapleton Packaging Co., Ltd. and The Copperline Stationers LLC", ["Mapleton Packaging Co., Ltd.", "Copperline Stationers LLC"]),
        ("Please contact our Inc. department", []),
    ],
)  # fmt: skip
def test_firms_that_are_on_no_list(line: str, firms: list[str]) -> None:
    assert [t.text for t in things_in(line, MATCHER, numbers)] == firms


def test_a_letter_without_breaks_is_read_to_its_end() -> None:
    words = " lorem ipsum" * 2_000
    found = things_in(f"{words}, the store JCYGLASS and Mapleton Packaging LLC{words}", MATCHER, numbers)
    assert [(t.kind, t.text) for t in found] == [(As.LISTED, "JCYGLASS"), (As.FIRM, "Mapleton Packaging LLC")]


def test_a_letter_may_be_hostile() -> None:
    for text in (
        "A " * 30_000,
        "公司" * 30_000,
        "a@" * 30_000,
        ":" * 60_000,
        "案号：" * 20_000,
        "\n" * 60_000,
        "Co., Ltd. " * 9_000,
    ):
        things_in(text, MATCHER, numbers)


def test_every_label_is_folded_and_names_something() -> None:
    assert set(labels().values()) == {
        As.PLAINTIFF, As.DEFENDANT, As.STORE, As.BRAND, As.COUNSEL, As.JUDGE, As.CASE,
    }  # fmt: skip
    assert all(word == word.casefold() for word in labels())


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("a.b@demolaw.com", "demolaw"), ("x@mail.demolaw.co.uk", "demolaw"), ("x@gmail.com", ""), ("x@qq.com", ""),
        ("x@amazon.com", ""),
    ],
)  # fmt: skip
def test_the_word_of_a_mail_address(address: str, word: str) -> None:
    assert words_of_mail(address) == word


# --- a question that is none, and what was perhaps meant ---------------------------------------------------


@pytest.mark.parametrize(
    "text", ["有限公司", "Co., Ltd.", "LLC", "Company Limited", "公司", "株式会社", "S.A.", "有限责任公司"]
)
def test_a_legal_form_alone_is_no_name(text: str) -> None:
    assert is_only_a_form(text)


def test_every_legal_form_alone_is_no_name() -> None:
    assert not [f.text for f in known_for(Use.FIRM) if not is_only_a_form(f.text)]


@pytest.mark.parametrize("text", ["汾某有限公司", "Foo Ltd", "岚谷禾", "Limoges", "37"])
def test_a_name_with_its_form_is_one(text: str) -> None:
    assert not is_only_a_form(text)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("JINCHUANYO", ["w1", "c1"]),
        ("晋川鱼", ["w1"]),
        ("晋川屿玻璃", ["w1", "c1"]),
        ("Bluefern", []),
        ("the", []),
        ("yu", []),
    ],
)
def test_names_of_the_list_that_were_perhaps_meant(text: str, near: list[str]) -> None:
    assert [w.id for w in near_names(LIST, text)] == near


def test_what_looks_like_a_number() -> None:
    assert looks_like_a_number("12-3456-X")
    assert not looks_like_a_number("Studio 54")
    assert not looks_like_a_number("岚谷禾 12")
