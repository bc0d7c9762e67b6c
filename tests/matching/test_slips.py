"""Slips of the pen in short names: nothing of themselves, for review where the class or the applicant agrees. Invented names."""

from __future__ import annotations

import pytest

from monitor.matching import build_matcher
from monitor.matching.explain import sentence
from monitor.matching.variants.slips import slips_of
from monitor.model import Band, Match, MatchContext, Role, WatchedName
from monitor.texts import Texts

CLOTHES = (25,)


def found(name: str, text: str, *aliases: str, **around: object) -> Match | None:
    watched = WatchedName("w", name, aliases=aliases, nice_classes=CLOTHES)
    matches = build_matcher([watched]).find(text, MatchContext(**around))  # type: ignore[arg-type]
    return matches[0] if matches else None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SKEIV", "SKIEV"),
        ("SKEIV", "SKEEIV"),
        ("SKEIV", "SKAIV FASHION"),
        ("VETU", "VEETU"),
        ("OBBO", "OBO"),
        ("TOLNA", "TOLNAA"),
    ],
)
def test_a_slip_is_for_review_where_the_class_agrees_and_nothing_where_it_does_not(name: str, text: str) -> None:
    match = found(name, text, nice_classes=CLOTHES)
    assert match is not None
    assert (match.band, match.operation) == (Band.REVIEW, "edit")
    assert "且商品类别或申请人相合" in sentence(match, Texts("zh"))
    assert "the class or the applicant agrees" in sentence(match, Texts("en"))
    assert found(name, text) is None
    assert found(name, text, nice_classes=(7,)) is None


@pytest.mark.parametrize(
    "text",
    [
        "SKEIF",  # another consonant
        "TKEIV",  # another first letter
        "SKIVE",  # two slips
        "SKIEV MOTORS",  # beside another word
        "SKIEVISH",
    ],
)
def test_another_consonant_or_another_word_is_no_slip(text: str) -> None:
    assert found("SKEIV", text, nice_classes=CLOTHES) is None


def test_a_frequent_word_is_no_slip() -> None:
    assert found("HOUES", "HOUSE", nice_classes=CLOTHES) is None


def test_a_pinyin_name_is_other_pinyin_by_a_slip() -> None:
    match = found("岚谷", "LANGE", "LANGU", nice_classes=CLOTHES)
    assert match is None or match.band is Band.DIGEST


@pytest.mark.parametrize("role", [Role.DEFENDANT, Role.GOODS])
def test_parties_and_running_text_have_no_slips(role: Role) -> None:
    assert found("SKEIV", "SKIEV", role=role, nice_classes=CLOTHES) is None


def test_the_first_letter_and_the_consonants_of_a_slip_are_those_of_the_name() -> None:
    for word in ("skeiv", "vetu", "obbo"):
        made = slips_of(word)
        assert word not in made
        assert all(slip[0] == word[0] for slip in made)
        consonants = [c for c in word if c not in "aeiou"]
        assert all(set(slip) - set("aeiou") == set(consonants) for slip in made)
    assert {"skiev", "skkeiv", "skaiv"} <= slips_of("skeiv")
