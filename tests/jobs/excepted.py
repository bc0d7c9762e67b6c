"""An office with a few filings of strangers, for exception rules and verdicts. All names are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.assess.rematch import list_in_use
from monitor.assess.scoring import score_mentions
from monitor.bulletin.issue import IssueInput
from monitor.cases.actions import Details, Doing
from monitor.cases.exceptions import Scope
from monitor.clock import FixedClock, Week
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.jobs.excepting import settle_exceptions
from monitor.jobs.exceptions import Asked, PlannedRule, make_rule
from monitor.jobs.people import Actor
from monitor.jobs.triage import Wanted, carry_out, plan
from monitor.model import Category, Event, Mention, Record, Role, State, Verdict
from monitor.store import HitRow, Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.assess.doors import LIST
from tests.collect.single_source import NOW

HARBOR = "Golden Harbor Beverage Trading LLC"
LAKE = "Silver Lake Imports LLC"
ZHANG = Actor("张三", "zhangsan")
SOURCE = "us-uspto-applications"


@dataclass
class Around:
    """The surroundings of a job, at a time that may move on."""

    state: Path
    now: datetime = NOW
    lang: str = "zh"

    @property
    def clock(self) -> FixedClock:
        return FixedClock(self.now)

    @property
    def texts(self) -> Texts:
        return Texts(self.lang)

    @property
    def settings(self) -> Settings:
        return Settings.model_construct(office_name="x")

    @property
    def sources(self) -> dict[str, Any]:
        return {}


def filing(
    number: int,
    text: str = "LANGUHE",
    owners: Sequence[str] = (HARBOR,),
    *,
    country: str = "US",
    classes: Sequence[int] = (33,),
    events: Sequence[Event] = (),
) -> Record:
    return Record(
        SOURCE, f"tm:{country}:{number}", "application", text, "", as_of="2026-11-19", jurisdiction=country,
        facts={"classes": list(classes), "filed": "2026-11-01"},
        events=(Event("filed", date(2026, 11, 1), ""), *events),
        mentions=(
            Mention(text, Role.MARK, "mark", nice_classes=tuple(classes)),
            *(Mention(o, Role.APPLICANT, "owner", "en", "US") for o in owners),
        ),
    )  # fmt: skip


def published(day: date) -> Event:
    """From then on an opposition may be filed: in the US for thirty days."""
    return Event("published", day, "")


def office(state: Path, *filings: Record) -> Around:
    with Store.open(state) as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
    around = Around(state)
    read(around, *filings)
    return around


def read(around: Around, *filings: Record) -> None:
    """A run that brings these filings; what it brings is held against the rules, as after every run."""
    with Store.open(around.state) as store:
        using = list_in_use(store)
        run = store.runs.begin(SOURCE, around.now, None, around.now)
        scored = [
            Scored(f, Category.TRADEMARK, "", score_mentions(f.mentions, Category.TRADEMARK, using.matcher, using.families, f.matter))
            for f in filings
        ]  # fmt: skip
        store.records.fold(scored, run, around.now)
        store.runs.finish(run, Verdict.OK, around.now, "", counts={}, newest_item=None)
        settle_exceptions(store, around.now)


def hits(around: Around) -> dict[str, HitRow]:
    """Matter → its hit of a mark."""
    with Store.open(around.state, readonly=True) as store:
        return {h.matter.key: h for h in store.hits.find() if h.watched_id in ("w1", "w2", "w3")}


def kept_out(around: Around) -> set[str]:
    return {key for key, h in hits(around).items() if h.suppressed}


def rule(around: Around, *, until: str = "2027-11-20", clocks: bool | None = None, kind: str = "", names: Sequence[str] = (), **scope: Any) -> PlannedRule:  # fmt: skip
    asked = Asked(Scope(**scope), tuple(names), reason="已核实", until=until, kind=kind, clocks=clocks)
    return make_rule(around, asked, ZHANG)


def does(around: Around, doing: Doing, *ids: int, reason: str = "x", **details: Any) -> None:
    carry_out(around, plan(around, Wanted(doing, ids, "张三", reason=reason, details=Details(**details))))


def tells(around: Around, *, release: bool = False, later: timedelta = timedelta()) -> Built:
    """The issue of the week, made as the job makes it: what rules say is settled first."""
    around.now += later
    with Store.open(around.state) as store:
        settle_exceptions(store, around.now)
        return build_issue(store, around.settings, {}, Week.of(around.now), around.now, around.texts, release=release)


def listed(source: IssueInput) -> set[str]:
    """The matters an issue lists."""
    return {v.matter for v in (*source.new_hits, *source.changed_hits, *source.own_filings)}


def of_state(around: Around, state: State) -> set[str]:
    return {key for key, h in hits(around).items() if h.state is state}
