"""No text and no name breaks the reading of companies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.matching import firms
from tests.matching_firms.firms import PARTY, firm, index, pairs

_ALPHABET = st.characters() | st.sampled_from("（）()&/.,;云杼岚谷禾山西太原重工酒业有限公司集团 aeiouzhng")
_SNIPPETS = st.sampled_from([pair.text for pair in pairs()])


@given(st.text(_ALPHABET, max_size=200))
def test_any_text_is_read(text: str) -> None:
    for match in index().find(text, PARTY):
        assert 0.60 <= match.score <= 1.0
        assert text[slice(*match.span)] == match.span_text


@given(st.text(_ALPHABET, max_size=40), st.text(_ALPHABET, max_size=40))
def test_any_name_can_be_watched(name: str, alias: str) -> None:
    watched = firm(name, alias)
    built = firms.build([watched])
    built.find(f"{name} {alias} Co., Ltd.", PARTY)
    built.variants_of(watched)
    firms.core_of(name)


@given(_SNIPPETS, _SNIPPETS)
def test_two_parties_in_one_text_are_both_found(one: str, other: str) -> None:
    """Joined by a semicolon, the names of a notice stay apart: each firm found alone at alert is found still."""
    both = {m.watched_id for m in index().find(f"{one}; {other}", PARTY)}
    alone = {m.watched_id for text in (one, other) for m in index().find(text, PARTY) if m.score >= 0.85}
    assert alone <= both


@given(_SNIPPETS)
def test_case_does_not_matter_much(text: str) -> None:
    """Capitals hide where a name ends, never whom it names."""
    upper = {m.watched_id for m in index().find(text.upper(), PARTY)}
    assert {m.watched_id for m in index().find(text, PARTY) if m.score >= 0.85} <= upper


def test_a_text_full_of_candidates_is_bounded() -> None:
    text = "Shanxi Languhe Taiyuan Heavy Yun Zhu Hongda " * 400
    assert len(index().find(text, PARTY)) < 30


def test_empty_lists_and_empty_names_are_no_error() -> None:
    assert firms.build([]).find("Shanxi Languhe Liquor Co., Ltd.", PARTY) == []
    assert firms.build([firm(""), firm("有限公司"), firm("Co., Ltd.")]).find("有限公司 Co., Ltd.", PARTY) == []
