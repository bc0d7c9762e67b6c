"""Names parted otherwise than the list parts them: a joint costs, and never forbids. Invented names."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher
from monitor.matching.explain import sentence
from monitor.model import Band, Match, WatchedName
from monitor.texts import Texts


def found(name: str, text: str, *aliases: str) -> Match | None:
    matches = build_matcher([WatchedName("w", name, aliases=aliases)]).find(text)
    return matches[0] if matches else None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("VELMORITH", "VEL-MORITH SECURITY"),
        ("SKYMARTH", "SKY MARTH TV"),
        ("PINASO", "PINA-SO TOYS"),
        ("ROBOMINK", "ROBO MINK VACUUM"),
    ],
)
def test_a_name_parted_beside_another_word_is_found_and_said_to_be_parted(name: str, text: str) -> None:
    match, plain = found(name, text), found(name, f"{name} {text.rsplit(maxsplit=1)[-1]}")
    assert match is not None
    assert plain is not None
    assert match.band in (Band.REVIEW, Band.ALERT)
    assert match.demoted_by == ("parted",)
    assert match.score < plain.score
    for lang in ("zh", "en"):
        assert f"“{text[slice(*match.span)]}”" in sentence(match, Texts(lang))


def test_an_apostrophe_parts_nothing() -> None:
    match = found("VELMORITH", "VEL'MORITH SECURITY")
    assert match is not None
    assert match.demoted_by == ()


def test_a_blank_costs_more_than_a_hyphen() -> None:
    scores = [found("VELMORITH", text) for text in ("VEL-MORITH DOORS", "VEL MORITH DOORS")]
    hyphen, blank = (m.score for m in scores if m)
    assert hyphen > blank


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SHEON", "SHE ON BLACK"),  # frequent words side by side
        ("云杼", "YU NZHU SHOES"),  # pinyin parted inside a syllable
        ("VELMORITH", "vel morith " + "a long statement of goods, " * 20),  # running text
        ("VELM", "VE-LM DOORS"),
    ],
)
def test_words_of_their_own_side_by_side_are_no_name_parted(name: str, text: str) -> None:
    assert found(name, text) is None
