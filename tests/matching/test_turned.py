"""Names of several words whose words have changed places. Invented names."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher
from monitor.matching.explain import sentence
from monitor.model import Band, Match, WatchedName
from monitor.texts import Texts


def found(name: str, text: str) -> Match | None:
    matches = build_matcher([WatchedName("w", name)]).find(text)
    return matches[0] if matches else None


@pytest.mark.parametrize(
    ("name", "text"), [("VELMORITH SKY", "SKY VELMORITH"), ("BRIGHT SUN TAVOX", "TAVOX BRIGHT SUN")]
)
def test_words_turned_about_are_for_review_and_the_given_order_is_said(name: str, text: str) -> None:
    match = found(name, text)
    assert match is not None
    assert (match.band, match.operation) == (Band.REVIEW, "turned")
    assert f"原来的语序是“{name}”" in sentence(match, Texts("zh"))
    assert f"the given order is “{name}”" in sentence(match, Texts("en"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("EAST GARDEN", "GARDEN EAST"),  # words of everybody's
        ("LAN GUHE", "GUHE LAN"),  # syllables
        ("VELMORITH SKY", "SKY VELMORITH TOWERS"),  # beside another word
        ("VELMORITH SKY SEA", "SKY VELMORITH SEA"),  # shuffled, not turned
    ],
)
def test_other_words_turned_about_are_another_name(name: str, text: str) -> None:
    assert found(name, text) is None
