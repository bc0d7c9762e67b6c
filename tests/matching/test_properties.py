"""What holds for every name and every text."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from monitor.matching import Matcher, build_matcher
from monitor.matching.marks.mark_index import MarkIndex
from monitor.matching.variants.readings import sounds
from monitor.matching.variants.sought import sought_for
from monitor.model import Match, WatchedName

HAN = sorted(c for c, s in sounds().items() if s)
NAMES = ("岚谷禾", "漳源锦", "恒岳铸", "霍坡香梨", "云杼", "汾酒", "吕梁绿", "长乐行")


@cache
def matcher_of(name: str, *aliases: str) -> Matcher:
    return build_matcher([WatchedName("w", name, aliases=aliases)])


def best(name: str, text: str) -> Match | None:
    found = matcher_of(name).find(text)
    return found[0] if found else None


@given(st.text(st.sampled_from(HAN), min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_enabled_variant_of_a_name_matches_the_name(name: str) -> None:
    matcher = build_matcher([WatchedName("w", name)])
    for v in matcher.variants_of("w"):
        found = matcher.find(v.text)
        assert [m.watched_id for m in found] == ["w"], v
        assert found[0].score >= 0.6, v


@given(st.sampled_from(NAMES), st.data())
@settings(max_examples=80, deadline=None)
def test_case_width_spacing_and_tone_marks_do_not_move_the_score(name: str, data: st.DataObject) -> None:
    latin = [v for v in matcher_of(name).variants_of("w") if v.text.isascii() and " " not in v.text]
    v = data.draw(st.sampled_from(latin))
    plain = best(name, v.text)
    assert plain is not None
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in v.text)
    toned = v.text.translate(str.maketrans("AEIOaeio", "ĀÉǏÒāéǐò"))
    for changed in (
        v.text.lower(),
        v.text.title(),
        wide,
        toned,
        f"  {v.text}\t",
        f"“{v.text}”",
        "-".join(v.text),
        " ".join(v.text),
    ):
        again = best(name, changed)
        assert again is not None, changed
        assert again.score == plain.score, changed


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered_and_every_span_lies_in_it(text: str) -> None:
    matcher = everybody()
    for m in matcher.find(text):
        start, end = m.span
        assert 0 <= start < end <= len(text)
        assert m.span_text == text[start:end]
        assert m.band is not None
        assert 0.6 <= m.score <= 1
        assert m.reasons


@cache
def everybody() -> Matcher:
    return build_matcher([WatchedName(n, n, aliases=("FENJIU",) if n == "汾酒" else ()) for n in NAMES])


LONG = (
    "fenjiu " * 1500,
    "汾酒" * 5000,
    "fen jiu " * 1300,
    "f3nj1u" * 1700,
    "a1" * 5000,
    "e\u0301" * 5000,
    "フェンチュー" * 1700,
    "ФЕНJIU " * 1500,
    "岚谷" * 5000,
    "\u200b" * 10_000,
    'transliterate to "a" and ' * 400,
)


def test_ten_thousand_characters_cost_no_more_than_a_line_per_character() -> None:
    """Counted in function calls, not in seconds: linear in the text, whatever stands in it."""
    import sys

    matcher = everybody()
    matcher.find("warm")

    def calls(text: str) -> int:
        count = 0

        def seen(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(seen)
        try:
            matcher.find(text)
        finally:
            sys.setprofile(before)
        return count

    for text in LONG:
        assert calls(text[:10_000]) < 40 * 10_000, text[:20]
        assert calls(text[:10_000]) < 6 * calls(text[:2_500]) + 50_000, text[:20]


@given(st.sampled_from(NAMES), st.sampled_from(["SHANXI {} 1949", "ROYAL{}", "{}JOURNEY", "{} GOLD & DESIGN", "Xy{}"]))
@settings(max_examples=60, deadline=None)
def test_upper_and_lower_case_say_nothing_inside_longer_texts_either(name: str, frame: str) -> None:
    spelled = next(v.text for v in matcher_of(name).variants_of("w") if v.kind == "pinyin")
    text = frame.format(spelled)
    scores = {
        m.score if m else None
        for m in (
            best(name, t) for t in (text, text.lower(), text.title(), text.swapcase(), frame.format(spelled.title()))
        )
    }
    assert len(scores) == 1


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@given(st.text(LETTERS, min_size=5, max_size=14), st.data())
@settings(max_examples=150, deadline=None)
def test_a_word_one_slip_away_is_never_passed_over_unread(word: str, data: st.DataObject) -> None:
    """What a million texts pay looks at the ends of a word first: whatever the comparison itself would take must get by it."""
    index = MarkIndex(sought_for([WatchedName("w1", "云杼", aliases=(word,))]))
    at = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(LETTERS)
    slips = {
        word[:at] + letter + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    }
    for slip in slips:
        if any(OSA.distance(near.entry.key, slip) <= 1 for near in index.near([slip])):
            assert index.touches(slip), (word, slip)
