"""The verdict of a run: each gate at its threshold and one step to either side. Silence is never taken for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.config import Canary, Expect
from monitor.config.sources import Quiet
from monitor.errors import Blocked, FetchFailed, Skipped, SourceError, Unparsed
from monitor.health import MOST_TOLD, Decision, History, RunFacts, decide, distinct, exit_code
from monitor.model import Reason, Verdict

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
QUIET = (Quiet(since=TODAY, until=TODAY, reason="a holiday"),)
BLOCKED, FAILED = Blocked("health.challenge"), FetchFailed("health.status")
UNPARSED, SKIPPED = Unparsed("health.empty_body"), Skipped("health.quota")


def facts(**changes: Any) -> RunFacts:
    """A run that read one answer with ten records, all of them in order."""
    return RunFacts(**({"parsed": 1, "records": 10} | changes))


def decided(
    of: RunFacts, history: History | None = None, canary: Canary | None = None, now: datetime = NOW, **expect: Any
) -> Decision:
    return decide(of, Expect(**expect), canary or Canary(), now, history or History())


def said(*wanted: Any, **more: Any) -> tuple[str, list[str]]:
    decision = decided(*wanted, **more)
    return decision.verdict.value, [r.key.removeprefix("health.") for r in decision.reasons]


OK = ("ok", [])


# --- what a verdict is made of ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "verdict", "reasons"),
    [
        (facts(), "ok", []),
        (facts(records=0, ignored=3), "ok", []),
        (facts(records=0, seen={"items": 3}), "ok", []),
        (facts(unchanged=1), "ok", []),
        (facts(parsed=0, unchanged=1, records=0), "unchanged", []),
        (facts(records=0, unchanged=1), "unchanged", []),
        (facts(parsed=0, unchanged=1, records=0, proven_empty=True), "unchanged", []),
        (facts(records=0, proven_empty=True), "empty", []),
        (facts(records=0, proven_empty=True, unchanged=1), "empty", []),
        (facts(proven_empty=True), "ok", []),
        (facts(records=0), "suspicious", ["nothing_and_no_proof"]),
        (facts(parsed=0, records=0), "suspicious", ["nothing_and_no_proof"]),
        (facts(parsed=0, records=0, proven_empty=True), "suspicious", ["nothing_and_no_proof"]),
        (facts(unproven=1), "suspicious", ["nothing_and_no_proof"]),
        (facts(records=0, proven_empty=True, unproven=1), "suspicious", ["nothing_and_no_proof"]),
        (
            facts(suspects=[Reason("us_itc.federal_register.suspect.next_page")]),
            "suspicious",
            ["us_itc.federal_register.suspect.next_page"],
        ),
        (facts(passed_over=[Reason("health.folder_unread")]), "suspicious", ["folder_unread"]),
        (facts(cut_short="health.too_many"), "suspicious", ["too_many"]),
        (facts(unheard=[Reason("health.canary_unheard")]), "suspicious", ["canary_unheard"]),
        (facts(remarks=[Reason("health.folder_other")]), "ok", []),
        (facts(optional_failures=[BLOCKED]), "ok", []),
        (facts(records=0, skipped=1), "unparsed", ["too_many_skipped"]),
        (facts(records=1, skipped=1), "suspicious", ["too_many_skipped"]),
        (facts(records=0, ignored=1, skipped=1), "suspicious", ["too_many_skipped"]),
        (facts(records=0, skipped=0, suspects=[Reason("x")]), "suspicious", ["x"]),
    ],
)
def test_a_verdict_says_what_was_read_and_nothing_must_be_proved(
    of: RunFacts, verdict: str, reasons: list[str]
) -> None:
    assert said(of) == (verdict, reasons)
    assert not decided(of).only_failures


class Overloaded(Blocked):
    """A wall of a source of its own."""


def test_an_error_of_a_source_of_its_own_keeps_the_verdict_of_its_kind() -> None:
    wall = Overloaded("health.challenge")
    assert decided(facts(parsed=0, records=0, failures=[FAILED, wall])).verdict is Verdict.BLOCKED
    assert decided(facts(failures=[wall])).verdict is Verdict.BLOCKED
    assert SourceError("health.status").verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("failures", "verdict"),
    [
        ([SKIPPED], "skipped"),
        ([FAILED], "failed"),
        ([UNPARSED], "unparsed"),
        ([BLOCKED], "blocked"),
        ([SourceError("health.status")], "failed"),
        ([SKIPPED, FAILED], "failed"),
        ([FAILED, UNPARSED], "unparsed"),
        ([UNPARSED, BLOCKED], "blocked"),
        ([BLOCKED, SKIPPED, FAILED, UNPARSED], "blocked"),
    ],
)
def test_where_nothing_was_read_the_gravest_failure_is_the_verdict(failures: list[SourceError], verdict: str) -> None:
    of = facts(parsed=0, records=0, failures=failures, suspects=[Reason("ignored")])
    decision = decided(of, min_items=5)
    assert decision.verdict.value == verdict
    assert [r.key for r in decision.reasons] == list(dict.fromkeys(e.key for e in failures))
    assert decision.only_failures
    over = decided(replace(of, passed_over=[Reason("health.folder_unread")]))
    assert over.verdict.value == verdict
    assert over.reasons[-1].key == "health.folder_unread"
    assert not over.only_failures


@pytest.mark.parametrize(
    ("failures", "verdict"),
    [
        ([SKIPPED], "suspicious"),
        ([UNPARSED], "suspicious"),
        ([FAILED], "failed"),
        ([BLOCKED], "blocked"),
        ([FAILED, BLOCKED], "blocked"),
        ([BLOCKED, UNPARSED], "blocked"),
        ([FAILED, UNPARSED, SKIPPED], "failed"),
    ],
)
@pytest.mark.parametrize("read", [{"parsed": 1}, {"parsed": 0, "unchanged": 1, "records": 0}])
def test_where_something_was_read_a_closed_door_is_still_named(
    failures: list[SourceError], verdict: str, read: dict[str, int]
) -> None:
    decision = decided(facts(failures=failures, **read))
    assert decision.verdict.value == verdict
    assert decision.only_failures
    worse = decided(facts(failures=failures, suspects=[Reason("x")], **read))
    assert worse.verdict.value == verdict
    assert not worse.only_failures


@pytest.mark.parametrize(
    ("streams", "well", "more", "named"),
    [
        (1, 3, {}, True),
        (2, 1, {}, True),
        (1, 1, {"units": [Reason("u")]}, True),
        (1, 0, {}, False),  # none of the others was read
        (0, 3, {"units": [Reason("u")]}, False),
        (1, 3, {"suspects": [Reason("s")]}, False),
        (1, 3, {"units": [Reason("u")], "suspects": [Reason("s")]}, False),
    ],
)
def test_a_run_is_well_but_for_streams_where_the_others_were_read_and_nothing_else_is_doubted(
    streams: int, well: int, more: dict[str, Any], named: bool
) -> None:
    doubted = [Reason("health.stream.x", {"stream": str(n)}) for n in range(streams)]
    decision = decided(facts(streams=doubted, streams_well=well, **more))
    assert decision.verdict is Verdict.SUSPICIOUS
    assert decision.but_for_streams is named


# --- the record gate ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("skipped", "records", "bad"), [(4, 96, False), (5, 95, False), (6, 94, True), (0, 0, False)])
def test_a_greater_share_of_unreadable_records_than_agreed_is_suspicious(skipped: int, records: int, bad: bool) -> None:
    of = facts(records=records, skipped=skipped, proven_empty=True)
    assert ("too_many_skipped" in said(of, max_skipped=0.05)[1]) is bad


@pytest.mark.parametrize(("skipped", "records", "bad"), [(1, 2, False), (1, 9, False), (1, 1, True), (2, 20, True)])
def test_one_unreadable_record_among_others_is_an_oddity_of_its_own(skipped: int, records: int, bad: bool) -> None:
    """However few the others are: what it holds is kept aside and named. Two are a layout that changes."""
    of = facts(records=records, skipped=skipped)
    assert (said(of, max_skipped=0.05)[1] == ["too_many_skipped"]) is bad


def test_the_share_of_unreadable_records_is_of_all_that_were_met() -> None:
    (reason,) = decided(facts(records=6, skipped=4), max_skipped=0.39).reasons
    assert reason.params == {"skipped": 4, "read": 10}
    assert said(facts(records=6, skipped=4), max_skipped=0.4) == OK


@pytest.mark.parametrize(("odd", "bad"), [(0, False), (1, False), (2, True)])
def test_a_greater_share_of_odd_dates_than_agreed_is_suspicious(odd: int, bad: bool) -> None:
    assert (said(facts(odd_dates=odd), max_odd_dates=0.1)[1] == ["odd_dates"]) is bad


@pytest.mark.parametrize(("filled", "bad"), [(10, False), (9, False), (8, True), (0, True)])
def test_a_field_filled_less_often_than_agreed_is_suspicious(filled: int, bad: bool) -> None:
    decision = decided(facts(filled={"court": filled}), fill_rate={"court": 0.9})
    assert [r.key for r in decision.reasons] == (["health.fill_rate"] if bad else [])
    if bad:
        assert decision.reasons[0].params == {"name": "court", "rate": f"{filled * 10}%", "least": "90%"}


def test_a_field_no_record_has_is_filled_nowhere() -> None:
    (reason,) = decided(facts(records=1), fill_rate={"court": 0.5}).reasons
    assert reason.params["rate"] == "0%"


@pytest.mark.parametrize(("records", "bad"), [(100, False), (460, False), (461, True)])
def test_of_what_few_records_carry_none_is_missed_where_chance_would_hardly_leave_it_out(
    records: int, bad: bool
) -> None:
    """One record of a hundred: that none of 461 has it happens less than once in a hundred times."""
    assert (said(facts(records=records), fill_rate={"court": 0.01})[1] == ["fill_rate"]) is bad


def test_without_records_there_is_nothing_to_be_filled() -> None:
    assert said(facts(records=0, proven_empty=True), fill_rate={"court": 1.0}) == ("empty", [])
    assert said(facts(), fill_rate={"a": 0.5, "b": 0.5})[1] == ["fill_rate", "fill_rate"]


# --- the count gate -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "approximate", "seen", "bad"),
    [
        (10, False, 10, False),
        (10, False, 9, True),
        (10, False, 11, False),
        (0, False, 0, False),
        (1, True, 0, False),  # an estimate may be one too many
        (2, True, 0, True),
        (16, True, 15, False),
        (16, True, 14, True),
        (100, True, 94, False),
        (100, True, 93, True),
    ],
)
def test_less_than_the_source_says_it_has_is_suspicious(total: int, approximate: bool, seen: int, bad: bool) -> None:
    of = facts(stated={"a": (total, approximate)}, seen={"a": seen, "b": 1})
    assert said(of) == (("suspicious", ["stated_total"]) if bad else OK)


def test_a_total_of_something_nobody_saw_is_suspicious_and_each_total_is_its_own() -> None:
    assert said(facts(stated={"a": (3, False), "b": (1, False)}, seen={"b": 1}))[1] == ["stated_total"]
    (alone,) = decided(facts(stated={"a": (1, False)})).reasons
    assert alone.params == {"what": "a", "total": 1, "seen": 0}
    both = decided(facts(stated={"b": (3, False), "a": (3, False)}))
    assert [r.params["what"] for r in both.reasons] == ["a", "b"]
    assert said(facts(parsed=0, unchanged=1, records=0, stated={"a": (3, False)})) == ("unchanged", [])


@pytest.mark.parametrize(("items", "bad"), [(4, True), (5, False), (6, False)])
def test_fewer_items_than_agreed_are_suspicious(items: int, bad: bool) -> None:
    assert said(facts(records=items), min_items=5) == (("suspicious", ["min_items"]) if bad else OK)
    assert said(facts(records=1, ignored=items - 1), min_items=5) == (("suspicious", ["min_items"]) if bad else OK)


def test_where_no_answer_was_parsed_nothing_is_counted() -> None:
    assert said(facts(parsed=0, unchanged=1, records=0), min_items=5) == ("unchanged", [])


@pytest.mark.parametrize(
    ("days", "new", "bad"),
    [(6.99, 0, False), (7, 0, True), (7.01, 2, True), (30, 2, True), (30, 3, False), (7, 4, False)],
)
def test_a_week_with_fewer_new_records_than_agreed_is_suspicious(days: float, new: int, bad: bool) -> None:
    history = History(days=days, new_week=new)
    assert said(facts(), history, min_items_week=3) == (("suspicious", ["min_items_week"]) if bad else OK)


@pytest.mark.parametrize(
    ("window", "least", "of", "bad"),
    [
        (7 * DAY, 1, {}, True),
        (8 * DAY, 1, {}, True),
        (7 * DAY - timedelta(seconds=1), 1, {}, False),
        (7 * DAY, 0, {}, False),
        (7 * DAY, None, {}, False),
        (7 * DAY, 1, {"records": 1}, False),
    ],
)
def test_a_proven_silence_of_a_whole_week_is_believed_of_no_source_that_never_is_silent(
    window: timedelta, least: int | None, of: dict[str, int], bad: bool
) -> None:
    run = facts(**({"records": 0, "proven_empty": True, "window": window} | of))
    assert ("silent_window" in said(run, min_items_week=least, min_items=0)[1]) is bad


def test_a_silence_without_proof_is_not_called_a_proven_one() -> None:
    run = facts(records=0, unchanged=1, window=8 * DAY)
    assert said(run, min_items_week=1) == ("unchanged", [])


@pytest.mark.parametrize(("age", "bad"), [(0, False), (6, False), (7, False), (8, True)])
@pytest.mark.parametrize("whose", ["run", "history"])
def test_a_newest_item_older_than_agreed_is_stale(age: int, bad: bool, whose: str) -> None:
    day = TODAY - age * DAY
    of, history = (facts(newest=day), History()) if whose == "run" else (facts(), History(newest=day))
    decision = decided(of, history, newest_within_days=7)
    assert [r.key for r in decision.reasons] == (["health.stale"] if bad else [])
    if bad:
        assert decision.reasons[0].params == {"newest": day.isoformat(), "days": 7}


def test_the_newer_of_run_and_history_counts() -> None:
    old, new = TODAY - 9 * DAY, TODAY - DAY
    assert said(facts(newest=old), History(newest=new), newest_within_days=7) == OK
    assert said(facts(newest=new), History(newest=old), newest_within_days=7) == OK


@pytest.mark.parametrize(("records", "history", "bad"), [(10, None, True), (10, TODAY, False), (0, None, False)])
def test_records_without_any_date_are_suspicious_where_dates_are_expected(
    records: int, history: date | None, bad: bool
) -> None:
    of = facts(records=records, ignored=1)
    expected = ("suspicious", ["no_dates"]) if bad else OK
    assert said(of, History(newest=history), newest_within_days=7) == expected
    assert said(of, History(newest=history), min_items=1) == OK


@pytest.mark.parametrize(
    ("since", "until", "quiet"),
    [(0, 0, True), (-1, 1, True), (-1, 0, True), (0, 1, True), (1, 2, False), (-2, -1, False)],
)
def test_in_a_quiet_time_nothing_is_missed_but_a_stated_total(since: int, until: int, quiet: bool) -> None:
    period = (Quiet(since=TODAY + since * DAY, until=TODAY + until * DAY, reason="a holiday"),)
    of = facts(records=1, newest=TODAY - 30 * DAY, window=8 * DAY)
    history = History(days=30, new_week=0)
    canary = Canary(term="v.", of=1)
    expect = {"min_items": 5, "min_items_week": 5, "newest_within_days": 7, "quiet": period}
    verdict, reasons = said(of, history, canary, **expect)
    assert (verdict, reasons) == (
        OK if quiet else ("suspicious", ["min_items", "min_items_week", "stale", "canary_term"])
    )
    short = replace(of, stated={"a": (2, False)}, skipped=1)
    assert said(short, history, canary, **expect)[1][:2] == ["too_many_skipped", "stated_total"]


def test_of_several_quiet_times_one_is_enough() -> None:
    gone = Quiet(since=date(2026, 1, 1), until=date(2026, 1, 2), reason="x")
    assert said(facts(records=0, ignored=1), min_items=5, quiet=(gone, *QUIET)) == OK


# --- the canaries -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "met", "bad"),
    [(19, 0, False), (20, 0, True), (20, 1, True), (20, 2, False), (20, 3, False), (21, 1, True)],
)
@pytest.mark.parametrize("whose", ["run", "history", "both"])
def test_a_frequent_word_that_is_missing_among_enough_items_is_a_dead_canary(
    items: int, met: int, bad: bool, whose: str
) -> None:
    canary = Canary(term="v.", min=2, of=20, days=9)
    run_items, run_met = {"run": (items, met), "history": (1, 0), "both": (items - 5, met and met - 1)}[whose]
    history = History(term_items=items - run_items, term_met=met - run_met)
    decision = decided(facts(records=run_items, term_met=run_met), history, canary)
    assert [r.key for r in decision.reasons] == (["health.canary_term"] if bad else [])
    if bad:
        assert decision.reasons[0].params == {"term": "v.", "met": met, "least": 2, "items": items, "days": 9}


def test_without_a_word_no_word_is_missed() -> None:
    assert said(facts(), History(term_items=500)) == OK


@pytest.mark.parametrize(
    ("of", "missing"),
    [
        ({"known_met": {"a:1", "a:2"}}, ""),
        ({"known_met": {"a:1"}}, "a:2"),
        ({}, "a:1, a:2"),
        ({"records": 9}, ""),  # too few items to tell
        ({"parsed": 0, "unchanged": 1}, ""),
        ({"records": 11}, "a:1, a:2"),
    ],
)
def test_a_matter_every_whole_answer_holds_is_missed_where_enough_was_read(of: dict[str, Any], missing: str) -> None:
    canary = Canary(known=("a:1", "a:2"), of=10)
    reasons = decided(facts(**of), canary=canary).reasons
    assert [r.params.get("keys") for r in reasons] == ([missing] if missing else [])
    quiet = decided(facts(**of), canary=canary, quiet=QUIET).reasons
    assert quiet == reasons  # what is always there is there on a holiday too


# --- what is told -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "more"), [(1, 0), (MOST_TOLD, 0), (MOST_TOLD + 1, 1), (MOST_TOLD + 30, 30)])
def test_each_reason_is_told_once_and_of_many_the_number(count: int, more: int) -> None:
    reasons = [Reason("health.unknown", {"what": n, "where": ""}) for n in range(count)]
    told = distinct([*reasons, *reasons])
    assert list(told[:MOST_TOLD]) == reasons[:MOST_TOLD]
    rest = [Reason("health.more_reasons", {"count": more})] if more else []
    assert list(told[MOST_TOLD:]) == rest


def test_reasons_differ_by_word_and_by_what_is_in_them() -> None:
    one, two, three = Reason("a", {"x": 1}), Reason("a", {"x": 2}), Reason("b", {"x": 1})
    assert distinct([one, two, one, three, two]) == (one, two, three)
    assert MOST_TOLD == 20


def test_the_reasons_of_a_verdict_are_told_once() -> None:
    assert said(facts(suspects=[Reason("x"), Reason("x")])) == ("suspicious", ["x"])
    failed = decided(facts(parsed=0, records=0, failures=[FAILED, FAILED]))
    assert len(failed.reasons) == 1
    assert failed.reasons[0].params == FAILED.params


# --- the exit code ------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_exit_code_of_one_verdict(verdict: Verdict) -> None:
    code = {"ok": 0, "unchanged": 0, "empty": 0, "suspicious": 6}.get(verdict.value, 3)
    assert exit_code({"a": verdict}) == code
    assert exit_code({"a": verdict, "b": Verdict.OK}) == code
    assert exit_code({"a": verdict, "b": Verdict.SUSPICIOUS}) == (code or 6)
    assert exit_code({"a": verdict, "b": Verdict.FAILED}) == 3
    assert verdict.checked == (code == 0)


def test_no_source_no_trouble() -> None:
    assert exit_code({}) == 0
