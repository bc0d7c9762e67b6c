"""One process that queries for months: what it takes of memory, of handles and of the disk must not grow but by what it stores.

    python -m tests.chaos.soak [runs, default 10000]

A clock that is turned by twenty minutes from run to run; a court's feed that lists the last fifteen entries, three of them
new each time, every fiftieth of a listed name; an issue each week. As in the daemon, the runs have the matcher and the pace
in common and each opens the store anew. A row is printed at every tenth; then how memory goes on in the second half (the
slope of a straight line through all that was measured), whether handles and threads are as many as before, and whether the
database grows by as much per record in the second half as in the first. Exits 1 where one of these is not so.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from monitor.cli.common import Session
from monitor.collect.workbench import InCommon
from monitor.config.settings import Settings
from monitor.jobs.build import build
from monitor.jobs.collect import collect_one
from monitor.schedule import issue_week
from monitor.store import Store
from tests import unsynced
from tests.collect.single_source import FEED, SOURCES, replay
from tests.demo_run import with_demo_names

assert unsynced  # no commit waits for the disk: nobody cuts the power here

BEGINS = datetime(2026, 11, 20, 2, tzinfo=UTC)
COURT = "ilnd"
SOURCE = "us-pacer-rss"
_STEP = timedelta(minutes=20)
_LISTED = 15
_NEW = 3
_OURS = 50  # one of so many entries is of a listed name
_FLAT = 2.0  # MB in a thousand runs: less is no growth
_ITEM = """<item><title>1:26-cv-{number:05d} {caption}</title><link>https://ecf.ilnd.uscourts.gov/cgi-bin/DktRpt.pl?{id}</link>
<description>[Complaint]</description><guid>{id}</guid><pubDate>{at}</pubDate></item>"""


class Turning:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = BEGINS

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Measured:
    """After so many runs: MB resident, open handles, threads, bytes of the database, records in it."""

    runs: int
    memory: float
    handles: int
    threads: int
    database: int
    matters: int

    def row(self) -> str:
        mb = self.database / 1e6
        return f"| {self.runs} | {self.memory:.1f} | {self.handles} | {self.threads} | {mb:.1f} | {self.matters} |"


class Soak:
    def __init__(self, folder: Path) -> None:
        self._state = folder / "state"
        self._folder = folder
        with_demo_names(self._state)
        self._clock = Turning()
        self._session = Session(state=self._state)
        url = {COURT: "https://ecf.ilnd.uscourts.gov/cgi-bin/rss_outside.pl"}
        entry = SOURCES[SOURCE].model_copy(update={"urls": url})
        self._session.__dict__.update(
            clock=self._clock,
            sources={SOURCE: entry},
            settings=Settings.model_construct(
                bulletin_schedule="30 8 * * mon", bulletin_send="auto", office_name="演示中心"
            ),
        )
        self._common = InCommon()
        self._items: deque[str] = deque(maxlen=_LISTED)
        self._listed = 0
        self._week = issue_week(BEGINS)

    def run(self) -> None:
        self._clock.at += _STEP
        now = self._clock.at
        for _ in range(_LISTED if not self._items else _NEW):
            self._listed += 1
            firm = "Languhe Liquor Co., Ltd." if self._listed % _OURS == 0 else f"Elmwick Lamps {self._listed}, Inc."
            self._items.appendleft(
                _ITEM.format(
                    number=self._listed % 100_000, caption=f"{firm} v. Northlark Co.", id=500_000 + self._listed, at=format_datetime(now)
                )
            )  # fmt: skip
        body = FEED.format(court=COURT, built=format_datetime(now), items="".join(self._items))
        folder = replay(
            self._folder,
            {"url": self._session.sources[SOURCE].urls[COURT], "body": body, "headers": {"content-type": "text/xml"}},
        )
        result = collect_one(self._session, SOURCE, replay=folder, common=self._common)
        assert result is not None
        assert result.verdict.checked, result.reasons
        if (week := issue_week(now)) != self._week:
            build(self._session, self._week, release=True)
            self._week = week

    def measured(self, runs: int) -> Measured:
        gc.collect()
        told = Path("/proc/self/status").read_text()
        resident = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS"))
        with Store.open(self._state, readonly=True) as store:
            size = int(store.db.value("pragma page_count")) * int(store.db.value("pragma page_size"))
            matters = int(store.db.value("select count(*) from matters"))
        handles = len(os.listdir("/proc/self/fd"))
        return Measured(runs, resident / 1024, handles, threading.active_count(), size, matters)


def main(runs: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        soak, begun, found = Soak(Path(name)), time.process_time(), []
        print("| runs | MB | handles | threads | database MB | matters |\n|---|---|---|---|---|---|")
        for number in range(1, runs + 1):
            soak.run()
            if number % max(runs // 50, 1) == 0:
                found.append(soak.measured(number))
                if number % max(runs // 10, 1) == 0:
                    print(found[-1].row(), flush=True)
        seconds = time.process_time() - begun
    settled = [m for m in found if m.runs > runs // 5]
    late = [m for m in found if m.runs > runs // 2]
    slope = statistics.linear_regression([m.runs / 1000 for m in late], [m.memory for m in late]).slope
    first, second = (
        (b.database - a.database) / (b.matters - a.matters) for a, b in ((settled[0], late[0]), (late[0], late[-1]))
    )
    same = {(m.handles, m.threads) for m in settled}
    print(
        f"\n{runs} runs, {seconds:.0f} s of the processor: memory {slope:+.2f} MB in a thousand runs; "
        f"(handles, threads) {sorted(same)}; bytes of the database for each matter: {first:.0f}, then {second:.0f}"
    )
    return int(slope > _FLAT or len(same) > 1 or second > 1.2 * first)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
