from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.bulletin.safe import _harmless, mail_link, one_line, phone_link, visible, web_link


@settings(deadline=None)
@given(st.text())
def test_nothing_invisible_or_steering_remains(text: str) -> None:
    for shown in (visible(text), one_line(text)):
        assert not any(
            unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(c) in _STEERING
            for c in shown
            if c not in "\n\t"
        )
    assert "\n" not in one_line(text)


_STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@settings(deadline=None)
@given(st.text(), st.integers(1, 50))
def test_a_cut_line_keeps_its_limit_and_shows_that_it_was_cut(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line == one_line(text) or line.endswith("…")


def test_what_is_printable_is_harmless_without_a_second_look() -> None:
    """Each character alone is looked at; a text that is printable is not."""
    assert [c for c in map(chr, range(sys.maxunicode + 1)) if c.isprintable() and not _harmless(c)] == []


def test_letters_of_every_script_stay() -> None:
    for text in ("岚谷禾 LANGUHE", "Confecções", "علامة", "ตราสินค้า", "क्‍ष", "👍", "１２３　ＡＢＣ"):
        assert visible(text) == text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host.example/x",
        "https://user:pw@host.example/",
        "https://host.example/\u202egnp.exe",
        'https://host.example/"onmouseover=alert(1)',
        "https://host.example/\r\nX: y",
        "https://",
        "https://[broken",
        "https://host.example:port/",
        "",
    ],
)
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert web_link(url) == ""


def test_a_web_address_stays_as_it_is() -> None:
    for url in (
        "https://tsdr.uspto.gov/#caseNumber=99900001",
        "http://a.example/b?c=d&e=f%20g",
        "https://例子.example/路",
    ):
        assert web_link(url) == url


def test_a_phone_becomes_a_link_by_its_first_number_alone() -> None:
    assert phone_link("0351-0000000") == "tel:0351-0000000"
    assert phone_link("+86 351 0000000 转 8") == "tel:+863510000000"
    assert phone_link("0351-0000000、0351-0000001") == "tel:0351-0000000"
    assert phone_link('"><script>') == phone_link("12") == ""


def test_an_address_becomes_a_link_only_if_it_is_one_and_the_subject_cannot_add_to_it() -> None:
    assert (
        mail_link("a@office.example", "反馈：SX-1") == "mailto:a@office.example?subject=%E5%8F%8D%E9%A6%88%EF%BC%9ASX-1"
    )
    assert mail_link("a@office.example", "x&bcc=b@evil.example\r\nBcc: c") == (
        "mailto:a@office.example?subject=x%26bcc%3Db%40evil.example%20Bcc%3A%20c"
    )
    for bad in ("a@office.example?bcc=b@evil.example", "a@office.example,b@evil.example", "javascript:alert(1)", ""):
        assert mail_link(bad, "x") == ""
