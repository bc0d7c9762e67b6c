"""Periods of issues follow one another: what is read lies in one of them, and what it brought is told once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.errors import UsageError
from monitor.issue.building import Built, build_issue
from monitor.issue.period import period_of
from monitor.locks import COLLECT, Lock
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, Verdict
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.collect.single_source import SOURCES
from tests.issue.unrendered import unrendered

W46, W47, W48, W49 = (Week(2026, n) for n in (46, 47, 48, 49))
SOURCE = "us-uspto-applications"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FRIDAY = W47.begins + 4 * DAY + 10 * HOUR
OFFICE = "office"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def read(store: Store, at: datetime, number: int = 1, *, act: str = "filed", items: int = 10) -> None:
    """A run begun at that moment that brought one act in one application."""
    begin_reading(store, at, number, act=act)
    end_reading(store, at, items)


def begin_reading(store: Store, at: datetime, number: int = 1, *, act: str = "filed") -> None:
    mention = Mention("YUNZHU", Role.MARK, "mark")
    record = Record(
        source=SOURCE, matter=f"tm:US:{99000000 + number}", kind="application", title="DEMO", url="", jurisdiction="US",
        events=(Event(act, date(2026, 11, 10), f"{act} {number}"),), mentions=(mention,), as_of=at.isoformat(),
    )  # fmt: skip
    match = Match("w1", 0.95, Band.ALERT, "YUNZHU", "given", "whole")
    run = store.runs.begin(SOURCE, at, at - DAY, at)
    store.records.fold([Scored(record, Category.TRADEMARK, "", ((mention, match),))], run, at)


def end_reading(store: Store, at: datetime, items: int = 10) -> None:
    counts = {"items": items}
    store.runs.finish(store.runs.last_id(at + DAY), Verdict.OK, at, "", counts=counts, newest_item=None)


def built(store: Store, week: Week, now: datetime, *, correct: bool = False, release: bool = True) -> Built:
    sources = {SOURCE: SOURCES[SOURCE]}
    return build_issue(store, Settings(), sources, week, now, Texts("zh"), release=release, correct=correct)


def says(made: Built) -> tuple[list[str], list[str], int]:
    """Numbers of the applications that are new, and that changed; how many records were examined."""
    source = made.issue.source
    new, changed = ([h.matter[-1] for h in hits] for hits in (source.new_hits, source.changed_hits))
    return sorted(new), sorted(changed), source.records_examined


def period(made: Built) -> tuple[datetime | None, datetime | None]:
    return made.issue.source.read_from, made.issue.source.read_until


def test_what_an_early_issue_leaves_out_is_read_into_the_next(store: Store) -> None:
    read(store, W47.begins + HOUR)
    early = built(store, W47, FRIDAY)
    assert early.issue.period == "11月16日—20日10:00（北京时间；提前编制，其后内容列入下期）"
    read(store, FRIDAY + HOUR, 2)
    read(store, FRIDAY + 2 * HOUR, 1, act="published")
    read(store, W48.begins + HOUR, 3)
    after = built(store, W48, W48.ends + HOUR)
    assert after.issue.period == "11月20日10:00—11月29日（北京时间；自上期截止时起）"
    assert [says(i) for i in (early, after)] == [(["1"], [], 10), (["2", "3"], ["1"], 30)]
    assert period(early)[1] == period(after)[0] == FRIDAY


def test_a_source_not_read_after_an_early_issue_is_missed_in_the_next(store: Store) -> None:
    read(store, FRIDAY - HOUR)
    built(store, W47, FRIDAY)
    read(store, W48.begins + HOUR, 2)  # looks back one day, not to Friday
    for day in range(1, 7):
        read(store, W48.begins + day * DAY + HOUR, 2)
    (told,) = built(store, W48, W48.ends + HOUR).issue.source.coverage
    assert not told.complete
    assert told.gap_from == FRIDAY


def test_what_the_issue_before_counted_is_not_looked_at_again_though_it_was_read_in_the_same_second(
    store: Store,
) -> None:
    read(store, FRIDAY)
    assert says(built(store, W47, FRIDAY)) == (["1"], [], 10)
    after = built(store, W48, W48.ends).issue
    assert after.source.records_examined == 0
    assert after.standing == "no_names"  # the list of this store is empty, which comes first


def test_an_issue_of_a_week_that_is_over_ends_with_it(store: Store) -> None:
    read(store, W47.begins + HOUR)
    read(store, W47.ends + HOUR, 2)
    late = built(store, W47, W47.ends + 9 * HOUR)
    assert says(late) == (["1"], [], 10)
    assert late.issue.period == "11月16日—22日（北京时间）"
    assert says(built(store, W48, W48.ends))[0] == ["2"]


def test_a_missed_week_belongs_to_the_next_issue(store: Store) -> None:
    read(store, W46.begins + HOUR)
    built(store, W46, W46.ends + HOUR)
    read(store, W47.begins + HOUR, 2)
    read(store, W48.begins + HOUR, 3)
    made = built(store, W48, W48.ends + HOUR)
    assert made.issue.period == "11月16日—29日（北京时间；自上期截止时起）"
    assert says(made) == (["2", "3"], [], 20)


def test_a_week_that_a_later_issue_told_is_not_told_again(store: Store) -> None:
    read(store, W46.begins + HOUR)
    built(store, W46, W46.ends + HOUR)
    read(store, W47.begins + HOUR, 2)
    read(store, W47.begins + HOUR, 1, act="published")
    built(store, W48, W48.ends + HOUR)
    late = built(store, W47, W48.ends + 2 * HOUR)
    assert says(late)[:2] == ([], [])
    assert late.issue.period == "11月16日—22日（北京时间；该时段已在2026年第2期一并报告，本期不重复）"
    assert period(built(store, W49, W49.ends))[0] == W48.ends


def test_an_issue_built_again_ends_where_it_was_built_last(store: Store) -> None:
    read(store, W47.begins + HOUR)
    built(store, W47, FRIDAY, release=False)
    read(store, FRIDAY + HOUR, 2)
    again = built(store, W47, FRIDAY + 2 * HOUR)
    assert says(again) == (["1", "2"], [], 20)
    assert period(again)[1] == FRIDAY + 2 * HOUR
    assert period(built(store, W48, W48.ends))[0] == FRIDAY + 2 * HOUR


def test_an_issue_built_again_at_the_same_time_says_the_same_whatever_was_read_since(store: Store) -> None:
    read(store, W47.begins + HOUR)
    first = built(store, W47, FRIDAY, release=False)
    read(store, FRIDAY + HOUR, 1, items=60)
    again = built(store, W47, FRIDAY, release=False)
    assert (says(again), period(again)) == (says(first), period(first))


def test_a_correction_takes_in_what_came_until_it_was_made_and_the_next_issue_follows_it(store: Store) -> None:
    read(store, W47.begins + HOUR)
    built(store, W47, FRIDAY)
    read(store, FRIDAY + HOUR, 2)
    corrected = built(store, W47, FRIDAY + DAY, correct=True)
    assert says(corrected) == (["1", "2"], [], 20)
    after = built(store, W48, W48.ends)
    assert period(after)[0] == FRIDAY + DAY
    assert says(after) == ([], [], 0)


def test_a_correction_made_after_the_next_issue_leaves_to_it_what_it_told(store: Store) -> None:
    read(store, W47.begins + HOUR)
    built(store, W47, FRIDAY)
    read(store, FRIDAY + HOUR, 2)
    read(store, FRIDAY + HOUR, 1, act="published")
    after = built(store, W48, W48.begins + DAY)
    corrected = built(store, W47, W48.begins + 2 * DAY, correct=True)
    assert says(after) == (["2"], ["1"], 20)
    assert says(corrected) == (["1"], [], 10)
    assert period(corrected) == (W47.begins, FRIDAY)
    assert period(built(store, W49, W49.ends))[0] == W48.begins + DAY


def test_what_a_run_brings_that_still_reads_is_left_to_the_next_issue(store: Store) -> None:
    read(store, W47.begins + HOUR)
    built(store, W47, FRIDAY)
    begin_reading(store, W48.begins + HOUR, 2)
    with Lock(store.state, COLLECT).held():
        made = built(store, W48, W48.begins + 2 * HOUR)
    assert says(made) == (["2"], [], 0)
    begin_reading(store, W48.begins + 3 * HOUR, 1, act="published")
    end_reading(store, W48.begins + 4 * HOUR)
    store.runs.finish(2, Verdict.OK, W48.begins + 5 * HOUR, "", counts={"items": 7}, newest_item=None)
    new, changed, records = says(built(store, W49, W49.ends))
    assert (new, records) == ([], 17)
    assert "1" in changed


def test_the_first_issue_begins_with_its_week_and_tells_what_was_found_before(store: Store) -> None:
    read(store, W46.begins + HOUR)
    read(store, W47.begins + HOUR, 2)
    first = built(store, W47, W47.ends)
    assert period(first) == (W47.begins, W47.ends)
    assert says(first) == (["1", "2"], [], 10)


@pytest.mark.parametrize("seed", range(40))
def test_over_any_history_every_run_is_counted_once_and_every_act_is_told_once(tmp_path: Path, seed: int) -> None:
    dice, at, brought, listed = random.Random(seed), W46.begins + HOUR, 0, 0
    told: list[str] = []
    counted, reached, latest = 0, None, None
    with Store.open(tmp_path) as store, unrendered():
        while at < W49.ends:
            if dice.random() < 0.7:
                brought += 1
                listed += 10
                read(store, at, brought)
            else:
                week = Week.of(at - DAY * dice.choice((0, 1, 3)))
                at += HOUR
                begins = period_of(store, OFFICE, week, at).begins
                try:
                    made = built(store, week, at, release=dice.random() < 0.7)
                except UsageError:  # it was reported
                    continue
                if made.row.told_at is not None:
                    if latest is None or week > latest:
                        assert reached is None or begins == reached
                        latest, reached = week, period(made)[1]
                    _, changed, records = says(made)
                    told += [h.matter for h in made.issue.source.new_hits]
                    counted += records
                    assert not changed
            at += timedelta(hours=dice.choice((1, 7, 20)))
        last = (
            built(store, W49, W49.ends)
            if store.issues.get(OFFICE, W49) is None
            else built(store, Week(2026, 50), W49.ends + 8 * DAY)
        )
        told += [h.matter for h in last.issue.source.new_hits]
        counted += last.issue.source.records_examined
    assert sorted(told) == sorted(f"tm:US:{99000000 + n}" for n in range(1, brought + 1))
    assert counted <= listed


def test_figures_of_earlier_issues_come_from_what_was_reported_and_stay_true_when_one_is_built_again(
    store: Store,
) -> None:
    def compared(made: Built) -> tuple[int | None, int | None]:
        return made.issue.source.new_before, made.issue.source.new_this_year

    read(store, W46.begins + HOUR)
    read(store, W46.begins + 2 * HOUR, 2)
    first = built(store, W46, W46.ends)
    read(store, W47.begins + HOUR, 3)
    built(store, W47, W47.ends - DAY, release=False)  # a draft counts for nothing
    second = built(store, W47, W47.ends)
    third = built(store, W48, W48.ends)
    assert [compared(i) for i in (first, second, third)] == [(None, None), (2, 2), (1, 3)]
    corrected = built(store, W47, W48.ends, correct=True)
    assert compared(corrected) == (2, 2)
    assert compared(built(store, W49, W49.ends)) == (0, 3)


def test_a_list_imported_again_unchanged_keeps_its_day(store: Store) -> None:
    assert store.watchlist.since() is None
    for version, at in (("a", W46.begins), ("b", W47.begins), ("b", W48.begins)):
        store.watchlist.replace([], version, "names.xlsx", at)
    assert store.watchlist.since() == W47.begins
    store.watchlist.replace([], "a", "names.xlsx", W49.begins)
    assert store.watchlist.since() == W49.begins
