"""Why a stream is doubted is said in one sentence each; one that is well says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from monitor.config.sources import Quiet, StreamExpect
from monitor.health.placeholders import says_nothing
from monitor.health.streams import Measures, doubts_of, weight_of
from monitor.model import StreamDay, StreamState
from monitor.texts import Texts
from tests.health.invented_streams import days

TODAY = date(2026, 10, 30)  # a Friday
STATE = StreamState("ilnd", "court", datetime(2026, 10, 30, 2, tzinfo=UTC), newest=date(2026, 10, 29))
OF = {"key": "health.stream.court", "params": {"court": "ilnd"}}
MEASURES = Measures(StreamExpect(newest_within_days=6, made_within_days=3), {"caption": 0.9}, " v. ")


def history(
    week: float = 200, count: int = 120, carried: tuple[str, ...] = ("caption", "event.filed")
) -> list[StreamDay]:
    """A healthy stream up to yesterday; today is read twice and has nothing yet."""
    series = list(days(Random(8), week, weeks_differ=0.03, count=count).values())
    begun = TODAY - timedelta(days=count)
    past = [
        StreamDay(begun + timedelta(days=n), fresh, fresh // 2, fresh, dict.fromkeys(carried, fresh), reads=3)
        for n, fresh in enumerate(series)
    ]
    return [*past, StreamDay(TODAY, reads=2)]


def doubts(found: list[StreamDay], state: StreamState = STATE, measures: Measures = MEASURES) -> list[str]:
    return [r.key.removeprefix("health.stream.") for r in doubts_of(state, found, measures, TODAY, OF)]


def since(back: int, found: list[StreamDay], **change: Any) -> list[StreamDay]:
    """The last `back` days are otherwise."""
    return [replace(d, **change) if d.day >= TODAY - timedelta(days=back) else d for d in found]


def test_a_stream_that_is_well_says_nothing() -> None:
    assert doubts(history()) == []


def test_a_stream_that_fell_silent_is_told_before_any_expectation_of_its_source() -> None:
    assert doubts(since(7, history(), fresh=0, born=0, met=0, filled={})) == ["nothing"]


def test_what_a_stream_used_to_carry_and_carries_no_more_is_named() -> None:
    found = [replace(d, filled={"caption": d.fresh}) if d.day >= TODAY - timedelta(days=8) else d for d in history()]
    assert doubts(found) == ["gone"]
    (told,) = doubts_of(STATE, found, MEASURES, TODAY, OF)
    assert told.params["name"] == {"key": "event.filed", "params": {}}
    assert "event.filed" not in Texts("zh").reason(told)


def test_old_matters_under_new_dates_are_told() -> None:
    assert doubts(since(8, history(), born=0)) == ["nothing_new"]


def test_the_word_of_the_canary_is_missed_per_stream() -> None:
    assert doubts(since(8, history(), met=0)) == ["word_gone"]


def test_a_role_that_too_few_records_fill_is_told_by_its_share() -> None:
    found = [replace(d, filled={"caption": d.fresh // 4, "event.filed": d.fresh}) for d in history()]
    assert doubts(found) == ["unfilled"]


def test_the_newest_item_and_the_day_of_the_answer_may_not_be_old() -> None:
    old = replace(STATE, newest=TODAY - timedelta(days=7), made=TODAY - timedelta(days=4))
    assert doubts(history(), old) == ["stale", "made"]
    assert doubts(history(), replace(STATE, stands_still=True)) == ["still"]


def test_a_stream_that_brings_what_is_asked_for_is_not_held_against_its_past() -> None:
    silent = since(10, history(), fresh=0, born=0, met=0, filled={})
    assert doubts(silent, measures=replace(MEASURES, expect=StreamExpect(usual=False))) == []
    expected = replace(MEASURES, expect=StreamExpect(usual=False, min_items_week=10))
    assert doubts(silent, measures=expected) == ["min_items_week"]


def test_a_silence_that_the_entry_declares_is_none() -> None:
    lapse = Quiet(since=TODAY - timedelta(days=30), until=TODAY, reason="lapse in appropriations")
    silent = since(20, history(), fresh=0, born=0, met=0, filled={})
    assert doubts(silent, measures=replace(MEASURES, weight=weight_of("US", [lapse]))) == []


def test_the_first_days_of_a_stream_and_days_read_anew_are_no_measure() -> None:
    flood = [replace(d, fresh=5000) if n < 2 else d for n, d in enumerate(history())]
    assert doubts(flood) == []
    much: dict[str, Any] = {"fresh": 5000, "filled": {"caption": 5000, "event.filed": 5000}}
    again = [replace(d, anew=True, **much) if d.day == TODAY - timedelta(days=1) else d for d in history()]
    assert doubts(again) == []


def test_a_day_file_is_judged_by_the_day_it_is_of_and_days_without_one_bring_nothing() -> None:
    tuesdays = [TODAY - timedelta(days=3 + 7 * n) for n in range(20)]
    issues = [StreamDay(day, 400 + n % 5, 100, 300, {"mark": 300}) for n, day in enumerate(reversed(tuesdays))]
    measures = Measures(StreamExpect(), due=frozenset(tuesdays))
    state = replace(STATE, newest=None)
    assert doubts(issues, state, measures) == []
    assert doubts([*issues[:-1], replace(issues[-1], fresh=200)], state, measures) == ["too_little"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_doubt_is_one_sentence(lang: str) -> None:
    t = Texts(lang)
    states = [replace(STATE, newest=TODAY - timedelta(days=9), made=TODAY - timedelta(days=9))]
    found = since(8, history(), fresh=0, born=0, met=0, filled={})
    for told in doubts_of(states[0], found, MEASURES, TODAY, OF):
        said = t.reason(told)
        assert "{" not in said, said
        assert told.key not in said


def test_words_for_nobody_fill_no_field() -> None:
    assert says_nothing("UNKNOWN")
    assert says_nothing("  --- ")
    assert says_nothing("[Name Withheld]")
    assert not says_nothing("Unknown Sellers Ltd")
    assert not says_nothing("山岚")
