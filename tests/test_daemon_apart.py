"""Querying and matching in a process of its own: there for a round, gone after it, and whoever is killed, nothing is lost."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from monitor.locks import COLLECT, is_held
from monitor.store import Store
from tests.demo_run import monitor, with_demo_names
from tests.fetch.raw_server import raw_server, silence
from tests.fetch.server import page, site
from tests.forking import Process
from tests.test_daemon_process import beat, ended, queued, until
from tests.test_daemon_process import living as living_on_samples
from tests.test_daemon_stuck import FEED, at_work, entry, living, verdicts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the daemon does all in one process"),
]
_LEAVES_AT_ONCE = "daemon._LINGERS_SECONDS = 0.0"


def children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def seed_of(process: Process) -> int:
    (seed,) = children(process.pid)
    return seed


def worker_of(process: Process) -> int:
    (worker,) = children(seed_of(process))
    return worker


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_who_queries_is_gone_after_the_round_and_comes_again_for_the_next(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    with site() as web:
        web.answers["/ilnd"] = page(FEED, Content_Type="text/xml")
        source = entry("us-pacer-rss", int(web.url.rpartition(":")[2]))
        with living(tmp_path, source, changed=_LEAVES_AT_ONCE) as process:
            until(lambda: "ok" in verdicts(tmp_path).get("us-pacer-rss", []), process)
            until(lambda: not children(seed_of(process)), process)
            with Store.open(tmp_path) as store:
                store.meta.set("matched_with", "")  # matching anew is owed
            until(lambda: '"rematched"' in process.talk(), process)
            until(lambda: not children(seed_of(process)), process)
            lines = ended(process)
    assert not [line for line in lines if line["event"] in ("job_failed", "left_at_work")]


def test_who_queries_is_killed_and_the_daemon_says_so_and_asks_again(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    at_once = "daemon.BackOff.failed = lambda self, what: 0.0"
    with (
        raw_server(silence) as server,
        living(tmp_path, entry("us-pacer-rss", server.port), changed=at_once) as process,
    ):
        until(lambda: server.asked and at_work(tmp_path, "us-pacer-rss"), process)
        first = worker_of(process)
        os.kill(first, signal.SIGKILL)
        until(lambda: len(server.asked) > 1, process)
        assert worker_of(process) != first
        assert beat(tmp_path)["state"] == "running"
        lines = ended(process)
    failed = [line for line in lines if line["event"] == "job_failed"]
    assert [line["job"] for line in failed] == ["us-pacer-rss"]
    assert str(first) in failed[0]["what"]
    assert verdicts(tmp_path) == {"us-pacer-rss": [None, None]}  # neither came to an end
    with Store.open(tmp_path, readonly=True) as store:
        assert store.db.column("select finished is null from runs where source = 'us-pacer-rss' order by id") == [0, 1]
    assert not any((tmp_path / "captures" / "spool").rglob("*.body"))


def test_the_daemon_is_killed_and_nobody_of_it_stays_at_work(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    with raw_server(silence) as server, living(tmp_path, entry("us-pacer-rss", server.port)) as process:
        until(lambda: server.asked and at_work(tmp_path, "us-pacer-rss"), process)
        seed, worker = seed_of(process), worker_of(process)
        process.kill()
        process.wait()
        with living(tmp_path, entry("us-pacer-rss", server.port)) as again:
            until(lambda: len(server.asked) > 1, again)
            assert not alive(seed)
            assert not alive(worker)
            ended(again)


def test_the_lock_is_held_until_the_last_of_them_is_gone(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    with raw_server(silence) as server, living(tmp_path, entry("us-pacer-rss", server.port)) as process:
        until(lambda: server.asked and at_work(tmp_path, "us-pacer-rss"), process)
        worker = worker_of(process)
        os.kill(worker, signal.SIGSTOP)
        os.kill(seed_of(process), signal.SIGSTOP)
        process.kill()
        process.wait()
        done = monitor(tmp_path, "run", "--source", "us-pacer-rss", process=True)
        assert done.returncode == 5
        os.kill(worker, signal.SIGKILL)


def test_who_makes_workers_is_killed_and_the_daemon_goes_on_by_itself(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    with site() as web:
        web.answers["/ilnd"] = page(FEED, Content_Type="text/xml")
        source = entry("us-pacer-rss", int(web.url.rpartition(":")[2]))
        with living(tmp_path, source, changed=_LEAVES_AT_ONCE) as process:
            until(lambda: "ok" in verdicts(tmp_path).get("us-pacer-rss", []), process)
            until(lambda: not children(seed_of(process)), process)
            os.kill(seed_of(process), signal.SIGKILL)
            with Store.open(tmp_path) as store:
                store.meta.set("matched_with", "")
            until(lambda: '"rematched"' in process.talk(), process)
            lines = ended(process)
    assert "rounds_here" in {line["event"] for line in lines}
    assert not [line for line in lines if line["event"] == "job_failed"]


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_reaches_all_of_them_is_heard_once(tmp_path: Path, by: signal.Signals) -> None:
    """A terminal and a service manager tell every process; who queries waits until the daemon says so."""
    with_demo_names(tmp_path)
    with raw_server(silence) as server, living(tmp_path, entry("us-pacer-rss", server.port)) as process:
        until(lambda: server.asked and at_work(tmp_path, "us-pacer-rss"), process)
        seed, worker = seed_of(process), worker_of(process)
        os.kill(worker, by)
        os.kill(seed, by)
        lines = ended(process, by)
        assert not alive(worker)
        assert not alive(seed)
    assert not is_held(tmp_path, COLLECT)
    assert "run_left_owed" in {line["event"] for line in lines}
    assert not [line for line in lines if line["event"] in ("job_failed", "left_at_work", "rounds_here")]
    assert verdicts(tmp_path) == {"us-pacer-rss": [None]}


def test_what_trips_there_is_said_as_if_it_had_tripped_here(tmp_path: Path) -> None:
    queued(tmp_path)
    broken = """
from monitor.daemon import rounds
def trip(*_, **__):
    raise RuntimeError("no such thing https://clerk:hunter22@example.org/")
rounds.rematch_stored = trip
"""
    with living_on_samples(tmp_path, changed=broken) as process:
        until(lambda: "job_failed" in process.talk(), process)
        lines = ended(process)
    (failed,) = [line for line in lines if line["event"] == "job_failed"]
    assert failed["job"] == "rematch"
    assert failed["what"].startswith("RuntimeError: no such thing")
    assert "in trip" in failed["trace"]
    assert "hunter22" not in str(lines)
