"""A world played day by day: weeks in which it is healthy, then weeks in which something is changed, and what is said of it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from monitor.bulletin.coverage_box import coverage_box
from monitor.clock import FixedClock
from monitor.collect.run import run_source
from monitor.collect.workbench import InCommon, close_workbench, open_workbench
from monitor.config import Limits
from monitor.config.settings import Settings
from monitor.coverage import coverage_of
from monitor.errors import FetchFailed
from monitor.fetch.fetcher import Fetcher
from monitor.fetch.transport import RawAnswer, request_url
from monitor.model import Request
from monitor.store import Store
from monitor.texts import Texts
from tests.pages.changes import Change
from tests.pages.world import Answer, Item, View, World

WEEKS = 3
_BEGINS = 10  # days until the first window is read, and what lies before the first run is called unread


@dataclass
class Pages:
    """Answers from a world, instead of a network."""

    world: World
    folder: Path
    items: Sequence[Item] = ()
    now: datetime = datetime.min
    begins: datetime | None = None
    change: Change | None = None
    live: bool = False
    count: int = 0

    def answer(self, request: Request, headers: Mapping[str, str], limits: Limits, hosts: frozenset[str]) -> RawAnswer:
        view = View(self.items, self.now, self.now)
        change = self.change if self.begins is not None and self.now >= self.begins else None
        if change is not None and self.begins is not None:
            if change.items is not None:
                view = replace(view, items=list(change.items(view.items, self.begins.date())))
            if change.view is not None:
                view = change.view(view, request, self.begins)
        answer = self.world.answer(request, view)
        if change is not None and change.answer is not None and answer is not None and self.begins is not None:
            answer = change.answer(answer, request, self.begins)
        if answer is None:
            answer = Answer(b"not found", "text/plain", 404)
        self.count += 1
        path = self.folder / f"{self.count}"
        path.write_bytes(_zipped(answer) if answer.zipped else answer.body)
        if answer.status >= 500:
            raise FetchFailed("fetch.unreachable", url=request_url(request))
        return RawAnswer(request_url(request), answer.status, {"content-type": answer.media}, path)

    def close(self) -> None:
        pass


def _zipped(answer: Answer) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(answer.zipped, (2026, 1, 1, 0, 0, 0)), answer.body)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class Noticed:
    """After how many days it was noticed, and how: "verdict" (the run does not count, the exit code says so) or "box" (a sentence
    in the coverage box alone). `said`: what was said first. `day` None: three weeks long nobody said a word."""

    day: int | None
    how: str = ""
    said: str = ""


@dataclass
class Theatre:
    """One world, its healthy weeks played once."""

    world: World
    folder: Path
    lang: str = "zh"
    _items: list[Item] = field(default_factory=list)
    _alarms: list[str] = field(default_factory=list)
    _common: InCommon = field(default_factory=InCommon)  # the list is the same in all of them: nobody is watched

    @property
    def begins(self) -> datetime:
        return self._moment(self.world.first + timedelta(days=self.world.prelude))

    def prepare(self) -> list[str]:
        """Play the weeks before anything changes. Returns what was said in them, which should be nothing."""
        rng = Random(f"{self.world.source}")
        days = self.world.prelude + 7 * WEEKS
        for n in range(-30, days):
            self._items += self.world.published(self.world.first + timedelta(days=n), rng, self._items)
        for n in range(self.world.prelude):
            day = self.world.first + timedelta(days=n)
            told = self._played(self.folder / "healthy", day, None)
            if told is not None and n >= _BEGINS:
                self._alarms.append(f"{day} {told.said}")
        return self._alarms

    def play(self, change: Change | None) -> Noticed:
        """Three weeks with a change. None: nothing is changed, and nothing should be said."""
        state = self.folder / "changed"
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(self.folder / "healthy", state)
        try:
            for n in range(7 * WEEKS):
                told = self._played(state, self.begins.date() + timedelta(days=n), change)
                if told is not None:
                    return replace(told, day=n)
        finally:
            shutil.rmtree(state, ignore_errors=True)
        return Noticed(None)

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(self.world.hour), UTC)

    def _played(self, state: Path, day: date, change: Change | None) -> Noticed | None:
        """One day: what is said at its end, None where all is called well."""
        world, now = self.world, self._moment(day)
        if day.weekday() not in world.week:
            return None
        known, sources = [i for i in self._items if i.day <= day], {world.config.id: world.config}
        spool = self.folder / "spool"
        shutil.rmtree(spool, ignore_errors=True)
        spool.mkdir(parents=True)
        with Store.open(state) as store:
            bench = open_workbench(
                store, Settings(), sources, FixedClock(now), replay=_nothing(self.folder), common=self._common
            )
            pages = Pages(world, spool, known, now, self.begins, change)
            bench = replace(bench, fetcher=Fetcher(pages, bench.fetcher.archive, FixedClock(now)))
            try:
                result = run_source(world.config, bench)
            finally:
                close_workbench(bench)
            t = Texts(self.lang)
            if not result.verdict.checked:
                return Noticed(0, "verdict", t("health.then").join(t.reason(r) for r in result.reasons))
            begin, end = now - timedelta(hours=20), now + timedelta(minutes=1)
            told = coverage_box(coverage_of(store, sources, begin, end, t, end), {}, begin, end, t)
            return Noticed(0, "box", told.unchecked[0]) if told.unchecked else None


def _nothing(folder: Path) -> Path:
    """A replay without answers: every request goes to the world."""
    place = folder / "nothing"
    place.mkdir(parents=True, exist_ok=True)
    (place / "replay.yaml").write_text("[]", encoding="utf-8")
    return place
