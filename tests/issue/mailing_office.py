"""An office with a list, one source that tells of new suits every week, and mail to three addresses.

The clock of every process is the one the test gives it (`--at`), so a test moves through the weeks by saying so: on
Saturday the court's feed is read, on Monday at 08:30 the issue falls due.
"""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from monitor.clock import BEIJING, Week
from monitor.resources import demo_folder
from tests.collect.single_source import FEED
from tests.command import surroundings
from tests.forking import Process

RECIPIENTS = ("a@office.example", "b@office.example", "c@office.example")
FIRST = Week(2026, 47)
MONDAY_MORNING = "30 8 * * mon"
_FIRM = "Shanxi Languhe Liquor Co., Ltd."
# What its main thread looks for (the first round of sources over, told to leave) it finds at once.
_LOOKS_OFTEN = "from monitor import daemon; daemon._LOOK_SECONDS = 0.02"
_SOURCES = """
us-pacer-rss:
  format: pacer_rss
  category: suit
  jurisdiction: US
  title: {zh: 测试法院（演示）, en: court of the test (DEMO)}
  urls: {nysd: https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl}
  schedule: "0 3 * * sat"
  window: {days: 7, overlap_days: 0, reach_hours: 240}
  expect: {min_items_week: 1}
  terms: {allowed: invented data of a test}
  options: {docket_types: [cv], stale_hours: 240}
"""


def week_after(week: Week, weeks: int = 1) -> Week:
    return Week.of(week.begins + timedelta(days=7 * weeks, hours=1))


def issue_day(week: Week, hours: float = 0) -> str:
    """The Monday on which the issue of this week falls due, a little after 08:30, and so many hours later."""
    due = datetime.combine(week.first_day + timedelta(days=7), datetime.min.time(), BEIJING)
    return (due + timedelta(hours=8.6 + hours)).isoformat(timespec="seconds")


class Office:
    """Its state folder and its processes. `port` is where its mail server listens."""

    def __init__(self, root: Path, port: int) -> None:
        self.state = root / "state"
        self.root = root
        self._sources = root / "sources.yaml"
        self._replay = root / "replay"
        self._replay.mkdir(parents=True, exist_ok=True)
        self._sources.write_text(_SOURCES, encoding="utf-8")
        self.env = {
            **surroundings({}),
            "PYTHONFAULTHANDLER": "1",
            "MONITOR_SMTP_HOST": "127.0.0.1",
            "MONITOR_SMTP_PORT": str(port),
            "MONITOR_SMTP_SECURITY": "none",
            "MONITOR_MAIL_FROM": "ip@office.example",
            "MONITOR_MAIL_TO": ",".join(RECIPIENTS),
            "MONITOR_OFFICE_NAME": "演示省知识产权保护中心",
            "MONITOR_BULLETIN_SCHEDULE": MONDAY_MORNING,
            "MONITOR_BULLETIN_SEND": "true",
        }

    # --- processes ----------------------------------------------------------------------------------

    def begin(self, at: str, *words: str, die_at: str = "") -> Process:
        whole = ["--state", str(self.state), "--sources", str(self._sources), "--at", at, *words]
        dying = {"MONITOR_DIE_AT": die_at} if die_at else {}
        with (self.root / "talk").open("a", encoding="utf-8") as talk:
            return Process(whole, {**self.env, **dying}, stderr=talk, first=_LOOKS_OFTEN)

    def do(self, at: str, *words: str, codes: tuple[int, ...] = (0,)) -> str:
        """A command to its end; what it said on stdout."""
        process = self.begin(at, *words)
        said, _ = process.communicate(timeout=120)
        assert process.returncode in codes, (words, process.returncode, self.talk()[-2000:])
        return said

    def begin_daemon(self, at: str, die_at: str = "") -> Process:
        return self.begin(at, "daemon", "--replay", str(self._replay), die_at=die_at)

    @contextmanager
    def daemon(self, at: str) -> Iterator[Process]:
        """A daemon that is told to leave at the end of the block."""
        process = self.begin_daemon(at)
        try:
            yield process
            # Before it has said so it does not hear yet that it is to leave.
            until(lambda: f'"pid": {process.pid}, "event": "daemon_started"' in self.talk(), process)
            process.terminate()
            assert ended(process, 60) == 0, self.talk()[-4000:]
        finally:
            process.kill()
            process.wait()
            process.communicate()

    def talk(self) -> str:
        """What all processes said on stderr."""
        return (self.root / "talk").read_text(encoding="utf-8")

    # --- its world ----------------------------------------------------------------------------------

    def found(self) -> None:
        """The first day: the list is taken."""
        book = str(demo_folder() / "watchlist.xlsx")
        self.do(issue_day(week_after(FIRST, -1)), "watchlist", "import", book, "--yes")

    def read(self, week: Week, suits: int = 2) -> None:
        """On Saturday of that week the feed, which tells of new suits, is read."""
        day = week.last_day - timedelta(days=1)
        items = "".join(_item(week, number, day) for number in range(suits))
        built = datetime.combine(day, datetime.min.time(), BEIJING) + timedelta(hours=2)
        body = FEED.format(court="nysd", built=format_datetime(built), items=items)
        entry = {
            "url": "https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl",
            "body": body,
            "headers": {"content-type": "text/xml"},
        }
        (self._replay / "replay.yaml").write_text(json.dumps([entry]), encoding="utf-8")
        at = (built + timedelta(hours=2)).isoformat(timespec="seconds")
        self.do(at, "run", "--replay", str(self._replay), codes=(0, 6))


def suits_of(week: Week, suits: int = 2) -> frozenset[str]:
    """Docket numbers of the suits the feed of that week tells of."""
    return frozenset(f"1:26-cv-{_docket(week, number):05}" for number in range(suits))


def _docket(week: Week, number: int) -> int:
    return (week.year - FIRST.year) * 10_000 + week.number * 100 + number


def _item(week: Week, number: int, day: date) -> str:
    docket = _docket(week, number)
    when = datetime.combine(day, datetime.min.time(), BEIJING) + timedelta(hours=1)
    link = f"https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?{docket}"
    return (
        f"<item><title>1:26-cv-{docket:05} {_FIRM} v. Demo Respondent {docket} LLC (DEMO)</title><link>{link}</link>"
        f"<description>[Complaint] (1)</description><guid isPermaLink='true'>{link}&amp;1</guid>"
        f"<pubDate>{format_datetime(when)}</pubDate></item>"
    )


def ended(process: Process, seconds: float) -> int | None:
    """Its exit code; None where it has not ended in time, and then where it stands is in the talk."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        process.wait(10)
        return None


def until(condition: Callable[[], bool], process: Process, seconds: float = 60) -> None:
    """Wait for the condition, or for the process to end."""
    limit = time.monotonic() + seconds
    while process.poll() is None and not condition():
        assert time.monotonic() < limit, "it did not get there"
        time.sleep(0.02)
