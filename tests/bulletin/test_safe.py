from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.bulletin.safe import _harmless, one_line, visible, web_link


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
