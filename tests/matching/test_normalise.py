from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.normalise import fold, key, squash
from monitor.matching.normalise.tokens import analyse, undisguised

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(list("汾酒龜龄广廣亀ＦＥ１ｊフェンチュー゛분주ㅂㅏØłßİıǅﬀéüĐФэЬ'’-· \u0301\u200b\u202e")),
    ),
    max_size=40,
)


@given(TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squash(squash(text)) == squash(text)
    assert key(key(text)) == key(text)


@given(TEXT)
def test_the_form_of_a_filing_is_the_key_of_its_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    form = analyse(composed, composed)
    assert "".join(t.text for t in form.tokens) == form.text
    assert len(form.spans) == len(form.text)
    assert all(0 <= a < b <= len(composed) for a, b in form.spans)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("ＦＥＮＪＩＵ", "fenjiu"),
        ("fén jiǔ", "fenjiu"),
        ("龜齡集", "龟龄集"),
        ("亀齢集", "龟龄集"),
        ("Phần Tửu", "phantuu"),
        ("ФЭНЬЦЗЮ", "фенцзю"),
        ("ふぇんちゅー", "フエンチユウ"),
        ("沪州", "沪州"),  # Shanghai, not the Japanese form of 濾
        ("T'AI KANG", "taikang"),
        ("·—!", ""),
    ],
)
def test_both_sides_meet_in_one_form(raw: str, folded: str) -> None:
    assert key(raw) == folded


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("F3NJIU", ["FeNJiIU".replace("Ji", "J")]),
        ("FЕNJIU", ["FeNJIU"]),
        ("FENJIU 1949", []),
        ("ФЭНЬ", []),
        ("GUAN1ING", ["GUANiING", "GUANlING"]),
        ("плохо", []),
    ],
)
def test_only_words_that_mix_alphabets_or_digits_are_undisguised(raw: str, plain: list[str]) -> None:
    assert [p.casefold() for p in undisguised(raw)] == [p.casefold() for p in plain]
