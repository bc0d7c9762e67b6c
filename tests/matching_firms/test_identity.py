"""A name the office gave that is the whole text is an alert, whatever its words mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching import Matcher, build_matcher
from monitor.matching.firms.identity import LONGEST, Identities, bare_key, whole_key
from monitor.matching.firms.profile import profile_of
from monitor.model import Band, MatchContext, Role, WatchedKind, WatchedName

# What reasoning about words takes for nothing: short, everyday, of place and trade words alone, split by a place.
GIVEN = (
    "Zhejiang Qinghua Intelligent Controls Demo Co., Ltd.",
    "Daan Co., Ltd.",
    "Era Co.,Ltd.",
    "Q&S Demo Holding Co., Ltd.",
    "Digital China Demo Group Co., Ltd.",
    "Top Co., Ltd.",
    "XQD INC.",
    "Qingmeng.com Co., LTD.",
    "Provincial Natural Gas Demo Limited By Share Ltd",
    "The Demo World Company",
    "A.B.Q. Demo Company",
)


def matcher(name: str) -> Matcher:
    return build_matcher([WatchedName("c1", "某演示股份有限公司", WatchedKind.COMPANY, aliases=(name,))])


def band(name: str, text: str, **context: object) -> Band | None:
    return next((m.band for m in matcher(name).find(text, MatchContext(**context))), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("role", [Role.PARTY, Role.RESPONDENT, Role.APPLICANT, Role.MARK])
def test_a_given_name_finds_itself_as_an_alert(name: str, role: Role) -> None:
    assert band(name, name, role=role) is Band.ALERT
    assert band(name, name, role=role, country="US") is Band.ALERT


@given(st.sampled_from(GIVEN), st.sampled_from([str.upper, str.lower, str.title]), st.booleans(), st.booleans())
def test_case_punctuation_and_the_sign_for_and_do_not_matter(
    name: str, case: Callable[[str], str], bare: bool, spelt: bool
) -> None:
    text = case(name.replace("&", " and ") if spelt else name)
    if bare:
        text = text.replace(".", "").replace(",", " ")
    assert band(name, text) is Band.ALERT


@pytest.mark.parametrize(("one", "other"), [
    ("Demo Aktiengesellschaft", "Demo AG"),
    ("Bowdemo & Partners L.L.C.", "Bowdemo and Partners LLC"),
    ("The Demo Bank", "Demo Bank"),
    ("Appledemo, Inc.", "Appledemo Inc"),
    ("A.B.C. Demo Company", "ABC Demo Company"),
    ("OOO Iskrademo", "Iskrademo Limited Liability Company"),
    ("JSC Demo Instrument Plant", "Demo Instrument Plant"),
    ("Federation of the Demo Crescent", "Federation of Demo Crescent"),
    ("Demo Standards Organisation", "Demo Standards Organization"),
    ("AT&Q Inc.", "AT and Q Inc."),
    ("晋演示股份有限公司", "晋演示有限责任公司"),
])  # fmt: skip
def test_two_writings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert bare_key(one)[0] == bare_key(other)[0]
    assert band(one, other) is Band.ALERT
    assert band(other, one) is Band.ALERT


def test_without_its_legal_form_a_short_or_everyday_word_is_looked_at() -> None:
    assert band("Evergreen Co., Ltd.", "Evergreen") is Band.REVIEW
    assert band("Era Co., Ltd.", "ERA") is Band.REVIEW
    assert band("Jinlandemo Co., Ltd.", "JINLANDEMO") is Band.ALERT


def test_another_name_is_no_identity() -> None:
    assert band("Era Co., Ltd.", "Erasmus Co., Ltd.") is None
    assert band("Top Co., Ltd.", "Top Gear Co., Ltd.") is not Band.ALERT
    assert whole_key("Era Co., Ltd.") != whole_key("Erac Ltd.")


def test_a_page_is_no_name() -> None:
    name = "Era Co., Ltd."
    made = Identities([profile_of(WatchedName("c1", name, WatchedKind.COMPANY))])
    assert [same.name for same in made.of(name)] == [name]
    assert list(made.of(name + " " * LONGEST + name)) == []


@pytest.mark.parametrize("frame", [
    "{x}", "against {x} and others", "Respondent {x} was served", "1. Foo Ltd.; 2. {x}; 3. Bar Inc.", "{x} v. Harbour Works",
    "the complaint names {x} as a respondent", "{x}, of China", "directed to {x}", "Foo Inc. and {x}", "dba {x}",
    "to add {x} to the notice", "goods of {x} are excluded",
])  # fmt: skip
@pytest.mark.parametrize(
    "name", ["Zhejiang Qinghua Intelligent Controls Demo", "Lanyudemo Chip", "Qingfeng Demo Precision"]
)
def test_two_words_and_more_that_are_not_all_everyday_are_met_without_a_legal_form(name: str, frame: str) -> None:
    assert band(f"{name} Co., Ltd.", frame.format(x=name)) is Band.ALERT
    assert band(name, frame.format(x=name)) is Band.ALERT
