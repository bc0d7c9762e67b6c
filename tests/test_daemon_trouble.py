"""What goes wrong around the daemon costs minutes, not the period: it is said, left alone for a moment, and made up for."""

from __future__ import annotations

import errno
import json
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from monitor.assess import rematch
from monitor.cli.common import Session
from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.daemon import BackOff, Daemon, rounds
from monitor.daemon.lanes import Lanes, Work
from monitor.errors import DiskFull, LockHeld, StateError
from monitor.jobs import build as build_job
from monitor.locks import MAIL, Lock
from monitor.model import Verdict
from monitor.outbox import kept
from monitor.store import Store
from tests.collect.single_source import SOURCES
from tests.demo_run import with_demo_names
from tests.holding import impatient
from tests.mail.hostile_server import Rule, Say, hostile_server

__all__ = ["impatient"]  # a fixture

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 08:30 of Beijing
PACER = "us-pacer-rss"


class Turning:
    """A clock that goes when it is told to; of the wall and monotonic."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.at

    def on(self, **much: float) -> None:
        self.at += timedelta(**much)
        self.seconds += timedelta(**much).total_seconds()


class OneAfterTheOther(Lanes):
    """Lanes that are done with a piece of work before they take the next."""

    def __init__(self) -> None:
        super().__init__(0, lambda name, error: None)

    def offer(self, name: str, work: Work) -> bool:
        work()
        return True


class House(Daemon):
    """A daemon whose queues are worked off by hand, one tick at a time."""

    def __init__(self, state: Path, *ids: str, **values: Any) -> None:
        self.turning = Turning()
        session = Session(state=state)
        session.__dict__["clock"] = self.turning
        session.__dict__["sources"] = {i: SOURCES[i] for i in ids}
        defaults = {
            "bulletin_schedule": "30 8 * * mon",
            "bulletin_send": "auto",
            "office_name": "演示中心",
            "contact": "ip@office.example",
        }
        session.__dict__["settings"] = Settings.model_construct(**{**defaults, **values})
        super().__init__(session)
        self._back_off = BackOff(lambda: self.turning.seconds)
        self._log = structlog.get_logger()
        self._caught_up.set()  # what was missed while the machine was off has been made up for
        self._lanes = OneAfterTheOther()

    def tick(self, *queues: str) -> list[Any]:
        """One tick of each of these ("collect", "publish", "mail") and of those they wake: what was logged."""
        left = list(queues)
        with capture_logs() as logged:
            while left:
                {"collect": self._collect, "publish": self._publish, "mail": self._mail}[left.pop(0)]()
                while not self._wake.empty():
                    if (woken := self._wake.get()) not in left:
                        left.append(woken)
        return logged

    def events(self, *queues: str) -> list[str]:
        return [line["event"] for line in self.tick(*queues)]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    with_demo_names(tmp_path)
    return tmp_path


def issue_of(state: Path) -> Any:
    with Store.open(state, readonly=True) as store:
        return store.issues.get("office", Week(2026, 47))


def mail(port: int, **more: Any) -> dict[str, Any]:
    return {
        "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "mail_from": "ip@office.example",
        "mail_to": "a@office.example,b@office.example", "bulletin_send": "auto", **more,
    }  # fmt: skip


# --- issues ---------------------------------------------------------------------------------------------------------


def test_an_issue_that_found_the_disk_full_comes_a_minute_later(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house, full = House(state), [True]
    real = build_job.build_issue

    def once(*args: Any, **options: Any) -> Any:
        if full.pop() if full else False:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **options)

    monkeypatch.setattr(build_job, "build_issue", once)
    (said,) = [line for line in house.tick("publish") if line["event"] == "job_failed"]
    assert said["job"] == "bulletin"
    assert "磁盘已满" in said["what"]
    assert said["again_in_seconds"] == 60
    assert "trace" not in said
    house.turning.on(seconds=30)
    assert house.tick("publish") == []
    house.turning.on(seconds=30)
    assert "bulletin_built" in house.events("publish")
    assert issue_of(state).told_at is not None
    house.turning.on(minutes=1)
    assert house.tick("publish") == []


def test_half_an_issue_is_no_issue(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house, real = House(state), kept.write

    def full(path: Path, body: bytes) -> Path:
        if path.name == "bulletin.txt":
            raise DiskFull("errors.state_full", folder=str(path.parent))
        return real(path, body)

    monkeypatch.setattr("monitor.issue.building.write", full)
    assert "bulletin_built" not in house.events("publish")
    assert issue_of(state) is None
    monkeypatch.undo()
    house.turning.on(minutes=1)
    assert "bulletin_built" in house.events("publish")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("queue", ["collect", "publish"])
def test_a_database_that_is_locked_for_a_while_costs_that_while(state: Path, queue: str) -> None:
    """Somebody has it open in another program and does not let go."""
    house = House(state)
    with Store.open(state) as store:
        store.meta.set("matched_with", "")
    with Lock(state).held():
        failed = house.tick(queue)
        assert [(line["event"], line["log_level"]) for line in failed if line["event"] == "job_failed"]
        assert all("进程号" in line["what"] for line in failed if line["event"] == "job_failed")
        house.turning.on(minutes=1)
        again = [line for line in house.tick(queue) if line["event"] == "job_failed"]
        assert again[0]["again_in_seconds"] == 120
    house.turning.on(minutes=1)
    assert house.tick(queue) == []  # two minutes it is left alone
    house.turning.on(minutes=1)
    done = house.events(queue)
    assert "job_failed" not in done
    if queue == "publish":
        assert "bulletin_built" in done
    else:
        with Store.open(state, readonly=True) as store:
            assert not rematch.owed(store)


def test_one_that_fails_does_not_stop_the_next(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Matching anew fails, the first source trips over a fault of ours; the second is queried all the same."""
    house = House(state, "br-inpi", PACER)
    asked: list[str] = []

    def broken(*_: Any, **__: Any) -> None:
        raise StateError("errors.state_damaged", file="monitor.db", why="database disk image is malformed")

    def query(around: Any, source: str, **_: Any) -> Any:
        asked.append(source)
        if source == "br-inpi":
            raise RuntimeError("no such thing https://clerk:hunter22@example.org/")
        with Store.open(state) as store:
            run = store.runs.begin(PACER, house.turning.now(), None, None)
            store.runs.finish(run, Verdict.OK, house.turning.now(), "", counts={}, newest_item=None)
        return type("R", (), {"verdict": Verdict.OK, "items": 0, "new_hits": frozenset(), "reasons": ()})

    monkeypatch.setattr(rounds, "rematch_stored", broken)
    monkeypatch.setattr(rounds, "collect_one", query)
    logged = house.tick("collect")
    assert asked == ["br-inpi", PACER]
    failed = {line["job"]: line for line in logged if line["event"] == "job_failed"}
    assert set(failed) == {"rematch", "br-inpi"}
    assert "已损坏" in failed["rematch"]["what"]
    assert "RuntimeError" in failed["br-inpi"]["trace"]
    assert "hunter22" not in json.dumps(logged)
    assert [line["source"] for line in logged if line["event"] == "run"] == [PACER]
    house.turning.on(minutes=1)
    house.tick("collect")
    assert asked == ["br-inpi", PACER, "br-inpi"]


def test_a_fault_that_lasts_for_weeks_keeps_no_source_from_being_queried(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, asked = House(state, PACER), []

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("for ever")

    monkeypatch.setattr(rounds, "rematch_stored", broken)
    for _ in range(1200):
        house._back_off.failed("rematch")
    house.turning.on(days=1)
    monkeypatch.setattr(house, "_query", asked.append)
    house.tick("collect")
    assert asked == [PACER]


# --- mails ----------------------------------------------------------------------------------------------------------


def test_a_mail_server_that_is_away_at_the_start_gets_its_mails_when_it_is_back(state: Path) -> None:
    with hostile_server() as server:
        port = server.port
    house = House(state, **mail(port))
    done = house.tick("mail", "publish")
    assert "bulletin_built" in [line["event"] for line in done]
    assert {line["state"] for line in done if line["event"] == "delivery"} == {"deferred"}
    assert issue_of(state).told_at is None
    with hostile_server() as server:
        house._around.settings.__dict__["smtp_port"] = server.port
        house.turning.on(minutes=1, seconds=59)
        assert house.tick("mail", "publish") == []
        house.turning.on(seconds=1)
        done = house.tick("mail", "publish")
        assert [line["state"] for line in done if line["event"] == "delivery"] == ["accepted", "accepted"]
        assert server.received() == {"a@office.example": 1, "b@office.example": 1}
    assert issue_of(state).told_at is not None


def test_who_starts_again_tries_at_once_what_was_put_off(state: Path) -> None:
    with hostile_server(Rule("rcpt", Say("451 4.7.1 later"), times=1)) as server:
        house = House(state, **mail(server.port))
        house.tick("mail", "publish")
        assert server.received() == {}
        again = House(state, **mail(server.port))
        again.tick("mail", "publish")
        assert server.received() == {"a@office.example": 1, "b@office.example": 1}


def test_somebody_who_sends_by_hand_is_left_to_it_without_a_word(state: Path) -> None:
    with hostile_server() as server:
        house = House(state, **mail(server.port))
        house.tick("mail", "publish")
        house.turning.on(minutes=1)
        with Lock(state, MAIL).held():
            assert house.tick("mail", "publish") == []


@pytest.mark.usefixtures("impatient")
def test_a_store_that_is_busy_while_mails_are_due_is_said(state: Path) -> None:
    with hostile_server(Rule("rcpt", Say("451 4.7.1 later"), times=1)) as server:
        house = House(state, **mail(server.port))
        house.tick("mail", "publish")
        house.turning.on(minutes=2)
        with Lock(state).held():
            assert [line["job"] for line in house.tick("mail", "publish") if line["event"] == "job_failed"] == [
                "delivery"
            ]
        house.turning.on(minutes=1)
        house.tick("mail", "publish")
        assert server.received() == {"a@office.example": 1, "b@office.example": 1}


def test_an_acceptance_is_noted_however_long_somebody_writes(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that is stored just then takes longer than a second."""
    patience: list[float] = []
    real = Store.open

    def opened(*args: Any, **options: Any) -> Store:
        patience.append(options.get("patience", 60.0))
        assert "stop" not in options or options["stop"] == house._stopping.is_set
        return real(*args, **options)

    with hostile_server() as server:
        house = House(state, **mail(server.port))
        monkeypatch.setattr("monitor.outbox.passing.Store.open", opened)
        house.tick("mail", "publish")
    assert patience
    assert set(patience) == {60.0}
    assert issue_of(state).told_at is not None


def test_demo_data_is_never_mailed_by_the_daemon_either(state: Path) -> None:
    with Store.open(state) as store:
        store.meta.set("demo", "1")
    with hostile_server() as server:
        house = House(state, **mail(server.port))
        for _ in range(3):
            assert "job_failed" not in house.events("mail", "publish")
            house.turning.on(minutes=15)
        assert server.reached == []


# --- the heartbeat --------------------------------------------------------------------------------------------------


def beat(house: House) -> dict[str, Any]:
    house._beat()
    found: dict[str, Any] = json.loads((house._around.state / "heartbeat.json").read_text(encoding="utf-8"))
    return found


def test_the_heartbeat_tells_who_is_at_what_since_when_and_what_comes_next(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, seen = House(state, PACER), []
    house.turning.at = MONDAY - timedelta(minutes=5)
    assert beat(house)["busy"] == {}

    def query(*_: Any, **__: Any) -> Any:
        seen.append(beat(house))

    monkeypatch.setattr(rounds, "collect_one", query)
    house.tick("collect")
    assert seen[0]["state"] == "running"
    assert seen[0]["busy"] == {PACER: {"with": PACER, "since": "2026-11-23T00:25:00+00:00"}}
    assert seen[0]["next"] == {PACER: "2026-11-23T00:40:00+00:00", "bulletin": "2026-11-23T00:30:00+00:00"}
    assert beat(house)["busy"] == {}


def test_a_heartbeat_that_cannot_be_written_is_said_and_ends_nothing(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(state)
    monkeypatch.setattr("monitor.daemon.heart.write_whole", _full)
    with pytest.raises(OSError, match="No space"):
        house._beat()  # the scheduler hears it, and says so in a line of its own
    with capture_logs() as logged:
        house._unforeseen(type("Event", (), {"job_id": "beat", "exception": OSError("x"), "traceback": "t"})())
    assert logged[0]["event"] == "job_failed"
    assert logged[0]["job"] == "beat"


def _full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_who_is_to_leave_begins_nothing(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(state, PACER)
    begun: list[Callable[[], None]] = []
    monkeypatch.setattr(house, "_query", begun.append)
    house._stopping.set()
    assert house.tick("collect") == []
    assert house.tick("publish") == []
    assert begun == []
    assert issue_of(state) is None


def test_two_daemons_do_not_live_on_one_folder(state: Path) -> None:
    house = House(state)
    with Lock(state, "daemon.lock").held(), pytest.raises(LockHeld) as caught:
        house.run()
    assert caught.value.key == "errors.collecting_held"
    assert caught.value.exit_code == 5


class Forbidden:
    """What must not be touched: whoever holds its lock may be the one that is interrupted, or waits for us to end."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked for")


def test_a_signal_only_leaves_its_number(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may interrupt a line of the log half-way, or a wait for the very event: both would stand still for ever."""
    house = House(state)
    monkeypatch.setattr(house, "_log", Forbidden())
    monkeypatch.setattr(house, "_stopping", Forbidden())
    house._stop(signal.SIGTERM, None)
    assert house._signal == signal.SIGTERM


def test_a_job_never_asks_the_timer_anything(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer that shuts down holds its locks until every job has ended."""
    house = House(state)
    house._caught_up.clear()
    monkeypatch.setattr(house, "_scheduler", Forbidden())
    house.tick("collect")
    house.tick("publish")
    house._beat()
    assert house._caught_up.is_set()


def test_an_issue_that_waits_for_the_first_round_says_until_when(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(state, PACER)
    house._caught_up.clear()
    house._first_round = {PACER}
    assert house.tick("publish") == []
    until = datetime.fromisoformat(beat(house)["issue_waits_until"])
    assert timedelta(0) < until - house.turning.now() <= timedelta(minutes=30)
    monkeypatch.setattr(house, "_began", house._began - 30 * 60)  # the source never answered
    assert "bulletin_built" in house.events("publish")
    assert beat(house)["issue_waits_until"] is None


def test_the_first_round_of_sources_wakes_the_queue_of_issues(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(state)
    woken: list[str] = []

    def modify(job: str, **_: object) -> None:
        woken.append(job)
        house._signal = signal.SIGTERM

    monkeypatch.setattr(house._scheduler, "modify_job", modify)
    house._caught_up.clear()
    house._collect()
    assert house._caught_up.is_set()
    house._watch_the_clocks()
    assert woken == ["publish"]
