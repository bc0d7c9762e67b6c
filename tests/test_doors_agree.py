"""Bulletin, status and doctor speak from one judgement: over any history of runs no door is calmer than another."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest

from monitor.bulletin.coverage_box import coverage_box
from monitor.clock import FixedClock, Week
from monitor.config import SourceConfig
from monitor.config.settings import Settings
from monitor.coverage import coverage_of
from monitor.issue.building import build_issue
from monitor.issue.period import period_of
from monitor.jobs.examine import code_of, examine
from monitor.jobs.status import Standing, standing
from monitor.locks import COLLECT, Lock
from monitor.model import Coverage, Reading, SourceState, UnitState, Verdict, WatchedName
from monitor.schedule import issue_week
from monitor.store import Store
from monitor.texts import Texts
from monitor.texts.reasons import state_in_words
from tests.collect.single_source import SOURCES

TEXTS = Texts("zh")
FRIDAY = datetime(2026, 11, 20, 2, tzinfo=UTC)
SCHEDULES = ("*/20 * * * *", "20 7,19 * * *", "30 7 * * *", "0 8 * * tue", "0 9 1 * *")


@dataclass
class Office:
    """Where a job works: a folder, an instant, sources."""

    state: Path
    now: datetime
    sources: dict[str, SourceConfig]
    texts: Texts = TEXTS

    @cached_property
    def clock(self) -> FixedClock:
        return FixedClock(self.now)

    @cached_property
    def settings(self) -> Settings:
        return Settings()


def lived(store: Store, dice: random.Random, config: SourceConfig, now: datetime) -> None:
    """Runs of a source: regular, rare, stopped some time ago, failing, doubtful, cut off; a pause; a reach that passed."""
    verdicts = dice.choice(
        ((Verdict.OK,), (Verdict.OK, Verdict.SUSPICIOUS), (Verdict.FAILED, Verdict.OK), tuple(Verdict))
    )
    step = timedelta(hours=dice.choice((1, 6, 12, 24, 60)))
    at, stop = (
        now - timedelta(days=dice.choice((1, 4, 9, 20))),
        now - timedelta(hours=dice.choice((0, 0, 1, 3, 30, 90))),
    )
    while at <= stop:
        run = store.runs.begin(config.id, at, at - step * dice.choice((1, 1.2, 0.5)), at)
        if dice.random() < 0.96:
            verdict = dice.choice(verdicts)
            items = dice.choice((0, 5, 40))
            reasons = "" if verdict.checked else '[["health.min_items", {"items": 3, "least": 9}]]'
            store.runs.finish(run, verdict, at, reasons, counts={"items": items}, newest_item=None)
            if verdict.checked:
                store.sources.advance(config.id, {}, at)
        at += step * dice.choice((1, 1, 1, 2, 6))
    if dice.random() < 0.1:
        store.sources.pause(config.id, "维护")


def an_office(state: Path, seed: int) -> Office:
    dice = random.Random(seed)
    now = FRIDAY + timedelta(
        minutes=dice.choice((0, 35, 3 * 1440, 3 * 1440 + 600, 4 * 1440))
    )  # Monday, Tuesday as well
    sources = {
        name: config.model_copy(update={"enabled": dice.random() < 0.85, "schedule": dice.choice(SCHEDULES)})
        for name, config in SOURCES.items()
    }
    with Store.open(state) as store, store.immediate():
        for config in sources.values():
            if dice.random() < 0.9:
                lived(store, dice, config, now)
        day = now.date() - timedelta(days=3)
        if dice.random() < 0.5:
            lost = dice.choice((UnitState.LATE, UnitState.MISSING, UnitState.READ))
            lay_down(store, "us-uspto-applications", day, lost)
    return Office(state, now, sources)


def lay_down(store: Store, source: str, day: object, state: UnitState) -> None:
    store.db.execute(
        "insert into units (source, day, name, state, due) values (?, ?, ?, ?, ?)",
        [source, str(day), "apc.zip", state.value, str(day)],
    )


def told_by_bulletin(office: Office, week: Week) -> tuple[Coverage, ...]:
    """The coverage of an issue of that week that is built at this minute."""
    with Store.open(office.state, readonly=True) as store:
        period = period_of(store, "office", week, office.now)
        cut = period.after_run
        return coverage_of(store, office.sources, period.begins, period.ends, TEXTS, office.now, after_run=cut or None)


def states(now: Standing) -> dict[str, str]:
    return {r["id"]: r["judged"] for r in (*now.sources, *now.given_up)}


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("daemon", [False, True], ids=["alone", "daemon"])
def test_no_door_is_calmer_than_another(tmp_path: Path, seed: int, daemon: bool) -> None:
    office = an_office(tmp_path, seed)
    if daemon:
        with Lock(tmp_path, COLLECT).held():
            compare(office)
    else:
        compare(office)


def compare(office: Office) -> None:
    week = issue_week(office.now)
    now, findings = standing(office), list(examine(office))
    shown = states(now)
    calm = {name for name, state in shown.items() if state == SourceState.FINE}
    week_over = week.ends <= office.now
    for told in told_by_bulletin(office, week):
        # An issue of a week that is over may leave out what happened since; it says of none that it is worse.
        assert told.checked or told.source not in calm, (told, shown[told.source])
        if not week_over:
            assert told.state == shown[told.source]
    box = coverage_box(told_by_bulletin(office, week), {}, week.begins, min(office.now, week.ends), TEXTS)
    worse = {r["id"] for r in now.unchecked}
    assert {s for s, state in shown.items() if state != SourceState.FINE} - worse <= _off_for_long(now)
    if not week_over:
        assert box.missing == len(worse)
        words = {r.source: r.status for r in box.rows}
        for row in now.unchecked:
            assert words[row["id"]] == state_in_words(row["judged"], row["verdict"], TEXTS)
    runs = [f for f in findings if f.what == TEXTS("cli.doctor.check.runs")]
    assert [f.level for f in runs] == (["warn"] * len(worse) or ["fine"])
    assert all(any(r["title"] in f.text for f in runs) for r in now.unchecked)
    assert (now.code == 0) == all(r["judged"] in (SourceState.FINE, SourceState.OFF) for r in now.sources)
    if not any(f.level == "bad" for f in findings):
        assert code_of(office, findings) == now.code


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("named", [True, False], ids=["names", "no names"])
def test_no_figure_of_an_issue_contradicts_what_it_says_or_what_status_says(
    tmp_path: Path, seed: int, named: bool
) -> None:
    office, dice = an_office(tmp_path, seed), random.Random(seed)
    week = issue_week(office.now)
    with Store.open(tmp_path) as store:
        if named:
            store.watchlist.replace([WatchedName("w1", "云杼")], "v", "names.xlsx", office.now)
        if dice.random() < 0.5:  # an issue before it, that ended within its week
            before = Week.of(week.begins - timedelta(days=1))
            at = week.begins - timedelta(hours=dice.choice((0, 30, 70)))
            build_issue(store, Settings(), office.sources, before, at, TEXTS, release=True)
        issue = build_issue(store, Settings(), office.sources, week, office.now, TEXTS).issue
    now, source = standing(office), issue.source
    readings = [Reading(r.reading) for r in issue.coverage]
    looked = [r for r in readings if r is not Reading.NOT]
    assert source.records_examined == sum(c.items for c in source.coverage)
    assert all(c.items == 0 for c in source.coverage if c.reading is Reading.NOT)
    assert (issue.standing == "unchecked") == (named and not looked)
    assert (issue.standing == "no_names") == (not named) == now.blind
    assert not (issue.standing == "unchecked" and source.records_examined)
    if issue.standing == "unchecked":
        assert "均未能核查" in issue.headline
    assert (issue.covered, issue.looked) == (readings.count(Reading.WHOLE), len(looked))
    told = "".join((issue.headline, *issue.summary, *issue.unchecked, issue.coverage_summary, issue.disclaimer))
    assert told.count("不能视为没有风险") <= 1
    for row, reading in zip(issue.coverage, readings, strict=True):
        said = [s for s in issue.unchecked if row.title in s]
        assert reading is not Reading.WHOLE or not any("未能核查" in s or "时段不全" in s for s in said)
        if reading is not Reading.NOT:
            assert not any("整个覆盖时段" in s or "从未查询" in s for s in said), (row, said)
        if reading is Reading.IN_DOUBT:
            assert any("已读取，但未通过完整性核验，不能作为无风险依据" in s for s in said)
    if week.ends > office.now:
        worse = {r["id"] for r in now.unchecked}
        assert {r.source for r in issue.coverage if r.reading != Reading.WHOLE} == worse
        shown = states(now)
        assert all(c.state == shown[c.source] for c in source.coverage)


def _off_for_long(now: Standing) -> set[str]:
    """Switched off, and not read for so long that nobody counts on them."""
    return {r["id"] for r in now.sources if r["judged"] == SourceState.OFF and not r["given_up"]}


def test_the_histories_are_of_every_kind(tmp_path: Path) -> None:
    met = set()
    for seed in range(60):
        met |= set(states(standing(an_office(tmp_path / str(seed), seed))).values())
    assert met == set(SourceState)


def test_a_run_that_failed_after_the_week_counts_until_one_looked_back_over_its_end(tmp_path: Path) -> None:
    config = SOURCES["br-inpi"].model_copy(update={"schedule": "0 6 * * *"})
    week = Week(2026, 47)
    monday = week.ends + timedelta(hours=8)

    def judged() -> SourceState:
        (told,) = told_by_bulletin(office, week)
        return told.state

    office = Office(tmp_path, monday, {config.id: config})
    with Store.open(tmp_path) as store:
        for at, verdict in (
            (week.ends - timedelta(hours=18), Verdict.OK),
            (monday - timedelta(hours=2), Verdict.FAILED),
        ):
            run = store.runs.begin(config.id, at, at - timedelta(days=8), at)
            store.runs.finish(run, verdict, at, "", counts={"items": 1}, newest_item=None)
        assert judged() is SourceState.FAILING
        at = monday - timedelta(hours=1)
        run = store.runs.begin(config.id, at, at - timedelta(days=8), at)
        store.runs.finish(run, Verdict.OK, at, "", counts={"items": 1}, newest_item=None)
    assert judged() is SourceState.FINE
    assert replace(told_by_bulletin(office, week)[0], judged=None).state is SourceState.FINE
