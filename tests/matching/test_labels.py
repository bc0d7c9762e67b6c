"""Names written together with other words, as labels of domains: everyday words leave a name a name, syllables make another one."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher
from monitor.matching.explain import sentence
from monitor.model import Band, Match, MatchContext, Role, WatchedName
from monitor.texts import Texts


def found(name: str, text: str, *aliases: str, **around: object) -> Match | None:
    matches = build_matcher([WatchedName("w", name, aliases=aliases, nice_classes=(25,))]).find(
        text,
        MatchContext(**around),  # type: ignore[arg-type]
    )
    return matches[0] if matches else None


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("QBD", "QBDINVEST", "INVEST"),
        ("QBD", "qbdauto.com", "AUTO"),
        ("QBD", "MYQBD", "MY"),
        ("云杼", "lovesyunzhu", "LOVES"),
        ("YUNZHU", "KISSYUNZHU", "KISS"),
        ("VELDO", "VELDODRESSES", "DRESSES"),
        ("VELDO", "BUYVELDOSHOES", "BUY + SHOES"),
        ("VELMORITH", "BESTVELMORITHDEALS", "BEST + DEALS"),
    ],
)
def test_a_name_written_together_with_everyday_words_is_found_and_the_words_are_named(
    name: str, text: str, words: str
) -> None:
    match = found(name, text)
    assert match is not None
    assert match.band in (Band.REVIEW, Band.ALERT)
    assert match.operation == "embedded"
    assert f"常用词“{words}”连写" in sentence(match, Texts("zh"))
    assert f"everyday words (“{words}”)" in sentence(match, Texts("en"))


def test_a_short_name_says_less_and_is_said_to() -> None:
    match = found("QBD", "QBDINVEST")
    assert match is not None
    assert match.demoted_by == ("short_glued",)
    assert match.band is Band.REVIEW


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("QBD", "QBDRILON"),  # the rest is no word
        ("VELD", "VELDTSCHOENEN"),
        ("ANDA", "PANDABEAR"),  # falls into words without the name
        ("ERCE", "COMMERCETIME"),
        ("HOTE", "HOTELS"),  # in use as a whole
        ("PEAK", "PEAKSPORT"),  # a name that everybody uses too
        ("QBD", "SQBDINVEST"),
    ],
)
def test_letters_that_are_no_name_beside_words_are_not_found(name: str, text: str) -> None:
    assert found(name, text) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("晋泉", "JINQUANYE"),
        ("晋泉", "TIANJINQUAN"),
        ("JINQUAN", "JINQUANYE"),
        ("JINQUAN", "TIANJINQUAN"),
        ("天岳", "TIANYUEKEJI"),
    ],
)
def test_pinyin_inside_a_longer_pinyin_word_is_another_name_on_either_side(name: str, text: str) -> None:
    match = found(name, text)
    assert match is None or (match.band, match.demoted_by) == (Band.DIGEST, ("longer_pinyin",))
    assert found(text, name if name.isascii() else "TIANYUE") is None


def test_go_or_love_before_a_name_is_a_label_of_it() -> None:
    match = found("晋泉", "qujinquan.com")
    assert match is not None
    assert match.band is Band.REVIEW


@pytest.mark.parametrize("role", [Role.DEFENDANT, Role.GOODS])
def test_parties_and_running_text_are_not_searched_inside_words(role: Role) -> None:
    assert found("QBD", "QBDINVEST", role=role) is None
