from __future__ import annotations

import pytest

from monitor.matching import build_matcher
from monitor.matching.marks.statement import parts
from monitor.model import WatchedName


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('The non-Latin characters in the mark transliterate to "LAN GU HE" and this means "misty valley grain" in English.', ["LAN GU HE", "misty valley grain"]),
        ("The non-Latin characters in the mark transliterate to LAN GU HE and this means misty valley grain in English.", ["LAN GU HE", "misty valley grain"]),
        ("The non-Latin characters in the mark transliterate to LANGUHE and this has no meaning in a foreign language.", ["LANGUHE"]),
        ('The English translation of "DONGHU" in the mark is "East Lake".', ["DONGHU", "East Lake"]),
        ('The wording "LANGUHE" has no meaning in a foreign language.', ["LANGUHE"]),
        ("The wording LANGUHE has no meaning in a foreign language.", ["LANGUHE"]),
        ('The non-Latin characters in the mark do not transliterate to "LANGUHE".', []),
        ("No claim is made to the exclusive right to use LANGUHE apart from the mark as shown.", []),
        ("The mark does not include the wording LANGUHE.", []),
    ],
)  # fmt: skip
def test_a_statement_is_read_for_the_wording_it_gives(text: str, quoted: list[str]) -> None:
    spans = parts(text)
    assert spans is not None
    assert [text[a:b] for a, b in spans] == quoted


@pytest.mark.parametrize("text", ["LANGUHE", "THE WORD STORE", "THE MARK OF QUALITY", "WORDS MEAN THINGS", ""])
def test_a_mark_is_no_statement(text: str) -> None:
    assert parts(text) is None


def test_a_statement_that_denies_a_name_is_no_match() -> None:
    matcher = build_matcher([WatchedName("m", "岚谷禾", aliases=("LANGUHE",))])
    assert not matcher.find('The non-Latin characters in the mark do not transliterate to "LANGUHE".')
    assert matcher.find('The non-Latin characters in the mark transliterate to "LANGUHE".')
