"""The coverage of a period is worked out from the runs of the period; the answer is that of reading all runs ever."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import beijing, iso
from monitor.config import SourceConfig
from monitor.coverage import coverage_of, public_message_of
from monitor.health import Stretch, first_gap
from monitor.model import Category, Coverage, Record, SourceState, Verdict
from monitor.schedule import last_due
from monitor.store import Store
from monitor.store.records import Scored
from monitor.store.rows import RunRow, run_row
from monitor.texts import Texts
from tests.collect.single_source import SOURCES
from tests.issue.many_hits import counted

TEXTS = Texts("zh")
END = datetime(2026, 11, 20, 2, tzinfo=UTC)
BEGIN = END - timedelta(days=7)
SCHEDULES = ("0 */6 * * *", "30 7 * * *", "0 8 * * 2", "0 9 1 * *")
GONE = "us-taken-out"
NEVER_RAN = TEXTS("health.never_ran")


# --- the old way, kept as the oracle --------------------------------------------------------------------------


def all_runs(store: Store, source: str, until: datetime) -> list[RunRow]:
    found = [run_row(r) for r in store.db.dicts("select * from runs where source = ? order by id desc", [source])]
    return [r for r in found if r.verdict is not None and r.started < until]


def usual(runs: Iterable[RunRow], before: datetime) -> float | None:
    before = before.replace(microsecond=0)  # as instants are stored
    read = [r.items for r in runs if r.verdict in (Verdict.OK, Verdict.SUSPICIOUS) and r.items and r.started < before]
    counts = sorted(read[:8])
    middle = len(counts) // 2
    if not counts:
        return None
    return float(counts[middle]) if len(counts) % 2 else (counts[middle - 1] + counts[middle]) / 2


def judged(
    store: Store, config: SourceConfig, runs: list[RunRow], end: datetime, *, complete: bool, last: RunRow | None
) -> SourceState:
    """At the end of the period, of its finished runs, newest first."""
    begun = [run_row(r) for r in store.db.dicts("select * from runs where source = ? order by id desc", [config.id])]
    newest = next(r for r in begun if r.started <= end) if any(r.started <= end for r in begun) else None
    if newest is not None and newest.verdict is None:
        return SourceState.INTERRUPTED
    if newest is None:
        return SourceState.NEVER
    if runs[0].verdict and not runs[0].verdict.checked:
        return SourceState.FAILING
    fires = last_due(config.schedule, end - timedelta(hours=1))
    if fires > runs[0].started and fires <= end - timedelta(hours=1):
        return SourceState.OWED
    return SourceState.FINE if complete else SourceState.GAP


def by_reading_everything(
    store: Store, sources: Mapping[str, SourceConfig], begin: datetime, end: datetime, kinds: Mapping[str, Category]
) -> tuple[Coverage, ...]:
    result = []
    for config in (c for c in sources.values() if c.enabled):
        runs = all_runs(store, config.id, end + timedelta(seconds=1))
        inside = [r for r in runs if r.started >= begin]
        checked = [Stretch(r.since or r.started, r.started) for r in runs if r.verdict and r.verdict.checked]
        due = last_due(config.schedule, end)
        gap = first_gap(checked, begin, max(begin, due))
        if not inside and gap is None:
            gap = None if checked and checked[0].until >= due else Stretch(begin, end)
        last = inside[0] if inside else None
        newest = runs[0] if runs else None
        state = judged(store, config, runs, end, complete=gap is None, last=last)
        if state is SourceState.FAILING:
            last = newest
        if gap is None and state is not SourceState.FINE and checked:
            since: datetime | None = checked[0].until
        else:
            since = gap.since if gap else None
        doubtful = [r for r in inside if r.verdict and not r.verdict.checked]
        whole = first_gap([Stretch(r.since or r.started, r.started) for r in inside], begin, max(begin, due)) is None
        only_doubt = all(r.verdict is Verdict.SUSPICIOUS and r.items for r in doubtful)
        fine = last is None and state is SourceState.FINE
        told = Coverage(
            config.id,
            config.title_in("zh"),
            config.category,
            config.jurisdiction,
            last.verdict if last else None,
            checked[0].until if checked else None,
            max((r.newest_item for r in runs if r.newest_item), default=None),
            sum(r.items for r in inside),
            usual(runs, begin),
            gap is None,
            "" if fine or (last and last.verdict and last.verdict.checked) else NEVER_RAN if last is None else "",
            since,
            config.terms.attribution,
            judged=state,
            looked_at=any(looked(r) for r in inside),
            read_in_doubt=state is SourceState.FAILING and only_doubt and whole,
        )
        result.append(told)
    for source in sorted({*SOURCES, GONE}):
        given_up = sources.get(source)
        runs = all_runs(store, source, end + timedelta(seconds=1))
        lately = [r for r in runs if begin - timedelta(days=28) <= r.started < end]
        if (given_up is not None and given_up.enabled) or not lately:
            continue
        inside = [r for r in runs if r.started >= begin]
        last_ok = next((r.started for r in runs if r.verdict and r.verdict.checked), None)
        told = Coverage(
            source,
            given_up.title_in("zh") if given_up else source,
            given_up.category if given_up else kinds.get(source, Category.NEWS),
            given_up.jurisdiction if given_up else ("XX" if source in kinds else ""),
            inside[0].verdict if inside else None,
            last_ok,
            max((r.newest_item for r in runs if r.newest_item), default=None),
            sum(r.items for r in inside),
            usual(runs, begin),
            False,
            TEXTS("health.public.disabled", since=beijing(runs[0].started)),
            max(begin, last_ok) if last_ok else begin,
            given_up.terms.attribution if given_up else "",
            judged=SourceState.OFF,
            looked_at=any(looked(r) for r in inside),
        )
        result.append(told)
    return tuple(result)


def looked(run: RunRow) -> bool:
    return bool(run.items) or (run.verdict is not None and run.verdict.checked)


# --- histories ------------------------------------------------------------------------------------------------


def lived(store: Store, dice: random.Random, source: str) -> bool:
    """A history of runs: dense or rare, failing, cut off, under a wrong clock. True if it brought something."""
    verdicts = dice.choice(((Verdict.OK,), (Verdict.FAILED, Verdict.SKIPPED), tuple(Verdict)))
    step = timedelta(hours=dice.choice((5, 24, 60, 200)))
    at = END - timedelta(days=dice.choice((3, 15, 36, 120)))
    stop = END + timedelta(days=dice.choice((-40, -8, -1, 0, 3)))
    brought = False
    while at < stop:
        started = at + (timedelta(days=dice.randint(-9, 40)) if dice.random() < 0.03 else timedelta())
        since = dice.choice((None, started - step, started - step * 1.2, started - step / 2))
        run = store.runs.begin(source, started, since, started)
        if dice.random() < 0.95:
            items = dice.choice((0, 0, 3, 40, 41))
            newest = started.date() - timedelta(days=dice.randint(0, 9)) if items else None
            verdict = dice.choice(verdicts)
            store.runs.finish(run, verdict, started, "", counts={"items": items}, newest_item=newest)
            if source == GONE and items:
                record = Record(source, f"x:{run}", "docket", "x", "", jurisdiction="XX")
                store.records.fold([Scored(record, Category.SUIT, "")], run, started)
                brought = True
        at += step * dice.choice((1, 1, 1, 2))
    return brought


@pytest.mark.parametrize("seed", range(40))
def test_the_same_as_by_reading_every_run_there_ever_was(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    sources = {
        name: config.model_copy(update={"enabled": dice.random() < 0.75, "schedule": dice.choice(SCHEDULES)})
        for name, config in SOURCES.items()
    }
    with Store.open(tmp_path) as store, store.immediate():
        brought = {s: Category.SUIT for s in [*SOURCES, GONE] if dice.random() < 0.9 and lived(store, dice, s)}
        for begin, end in (
            (BEGIN, END),
            (BEGIN - timedelta(days=21), END - timedelta(days=21)),  # an old issue, built again
            (BEGIN + timedelta(microseconds=400_000), END + timedelta(microseconds=400_000)),
            (END - timedelta(hours=3), END),
        ):
            expected = by_reading_everything(store, sources, begin, end, brought)
            assert coverage_of(store, sources, begin, end, TEXTS) == expected


def checked(store: Store, source: str, at: datetime) -> None:
    run = store.runs.begin(source, at, at - timedelta(days=40), at)
    store.runs.finish(run, Verdict.OK, at, "", counts={"items": 1}, newest_item=None)


@pytest.mark.parametrize(
    ("after", "complete"), [(timedelta(), True), (timedelta(seconds=-1), False)], ids=["at the fetch due", "before it"]
)
def test_a_monthly_source_is_covered_by_the_run_that_was_due_before_the_period(
    tmp_path: Path, after: timedelta, complete: bool
) -> None:
    config = SOURCES["br-inpi"].model_copy(update={"schedule": "0 9 1 * *"})
    with Store.open(tmp_path) as store:
        checked(store, config.id, datetime(2026, 11, 1, 1, tzinfo=UTC) + after)
        assert coverage_of(store, {config.id: config}, BEGIN, END, TEXTS)[0].complete is complete


@pytest.mark.parametrize(
    ("at", "items"),
    [
        (BEGIN - timedelta(seconds=1), 0),
        (BEGIN, 1),
        (END, 1),  # the run of this very moment
        (END + timedelta(seconds=1), 0),
    ],
)
def test_a_run_belongs_to_the_period_it_was_begun_in(tmp_path: Path, at: datetime, items: int) -> None:
    config = SOURCES["br-inpi"]
    with Store.open(tmp_path) as store:
        checked(store, config.id, at)
        assert coverage_of(store, {config.id: config}, BEGIN, END, TEXTS)[0].items == items


def test_matching_anew_is_no_source(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        checked(store, "-", END - timedelta(days=1))
        assert store.periods.sources(BEGIN, END) == []


def test_a_source_taken_out_is_of_the_kind_it_brought_first(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for number, category in enumerate((Category.GI, Category.SUIT), 1):
            checked(store, GONE, END - timedelta(days=5 - number))
            record = Record(GONE, f"x:{number}", "docket", "x", "", jurisdiction=f"X{number}")
            store.records.fold([Scored(record, category, "")], number, END)
        assert store.periods.kinds_of([GONE, "never-heard-of"]) == {GONE: (Category.GI, "X1")}


def test_the_store_is_asked_as_often_for_years_of_runs_as_for_a_day(tmp_path: Path) -> None:
    def asked(folder: str, days: int) -> int:
        with Store.open(tmp_path / folder) as store:
            with store.immediate():
                for day in range(days):
                    for source in [*SOURCES, GONE]:
                        run = store.runs.begin(source, END - timedelta(days=day, hours=1), None, None)
                        store.runs.finish(run, Verdict.OK, END, "", counts={"items": 1}, newest_item=None)
            with counted(store) as statements:
                assert len(coverage_of(store, SOURCES, BEGIN, END, TEXTS)) == len(SOURCES) + 1
            return len(statements)

    assert asked("day", 1) == asked("years", 800) < 13


def test_unreadable_records_and_items_are_those_of_the_period(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for source, at, skipped in (
            ("b", BEGIN - timedelta(hours=1), 50),
            ("b", BEGIN, 2),
            ("a", END, 300),
            ("c", END, 0),
        ):
            run = store.runs.begin(source, at, None, None)
            store.runs.finish(run, Verdict.OK, at, "", counts={"items": 7, "skipped": skipped}, newest_item=None)
        spots = [("1", "odd", ""), ("1", "odd", ""), ("2", "odd", ""), ("3", "odd", "")]
        store.unread.quarantine("b", 2, spots, BEGIN)
        store.unread.quarantine("b", 1, [("4", "odd", "")], BEGIN - timedelta(hours=1))
        assert store.unread.quarantined(["c", "b", "a"], BEGIN) == {"b": 3, "a": 300}
        assert list(store.unread.quarantined(["c", "b", "a"], BEGIN)) == ["b", "a"]


def test_a_source_that_brought_nothing_is_of_no_known_kind(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        run = store.runs.begin(GONE, END - timedelta(days=1), None, None)
        store.runs.finish(run, Verdict.OK, END, "", counts={}, newest_item=None)
        (told,) = coverage_of(store, {}, BEGIN, END, TEXTS)
        assert (told.source, told.category, told.jurisdiction, told.complete) == (GONE, Category.NEWS, "", False)
        assert beijing(END - timedelta(days=1)) in told.message
        assert iso(END) >= iso(told.last_ok or END)


@pytest.mark.parametrize(
    ("built", "since"),
    [
        ("Fri, 20 Nov 2026 01:40:03 GMT", "自11月20日09:40起未更新"),
        ("", "自较早时候起未更新"),
        ("yesterday", "自较早时候起未更新"),
    ],
)
def test_since_when_a_feed_stands_still_is_said_in_beijing_time_and_words(built: str, since: str) -> None:
    stored = json.dumps([["us_courts.pacer_rss.suspect.stale", {"court": "cacd", "built": built}]])
    told = public_message_of(stored, Texts("zh"))
    assert told.startswith("美国加利福尼亚州中区联邦地区法院动态")
    assert since in told
    assert "GMT" not in told
