"""The daemon as a process: alone on its folder, gone within seconds whoever is silent, and with a log that is JSON alone."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.resources import demo_folder
from monitor.store import Store
from tests.command import surroundings
from tests.demo_run import AT, demo_read, monitor
from tests.forking import Process
from tests.mail.hostile_server import Rule, Silence, hostile_server

pytestmark = pytest.mark.slow

_SMALL_STEPS = """
import time, warnings
from monitor import daemon
warnings.simplefilter("error")
daemon._TICK_SECONDS = daemon._BEAT_SECONDS = 0.05
{changed}
"""


@contextmanager
def living(state: Path, env: dict[str, str] | None = None, changed: str = "") -> Iterator[Process]:
    """A daemon on the demo's answers, whose minute is a moment. `changed`: statements before it begins."""
    words = ["--state", str(state), "--at", AT, "daemon", "--replay", str(demo_folder())]
    process = Process(words, surroundings(env or {}), first=_SMALL_STEPS.format(changed=changed))
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(what: Any, process: Process, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not what():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit, "the daemon did not get there"
        time.sleep(0.05)


def ended(process: Process, by: signal.Signals = signal.SIGTERM) -> list[dict[str, Any]]:
    """The lines of its log; it leaves with 0 and within seconds, though nobody answers it."""
    process.send_signal(by)
    out, talk = process.communicate(timeout=20)
    assert process.returncode == 0, talk
    assert out == ""
    return [json.loads(line) for line in talk.splitlines()]


def beat(state: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((state / "heartbeat.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def queued(state: Path) -> None:
    demo_read(state)


def mail_to(port: int) -> dict[str, str]:
    return {
        "MONITOR_SMTP_HOST": "127.0.0.1",
        "MONITOR_SMTP_PORT": str(port),
        "MONITOR_SMTP_SECURITY": "none",
        "MONITOR_MAIL_FROM": "ip@office.example",
        "MONITOR_MAIL_TO": "a@office.example",
    }


@pytest.mark.parametrize("step", ["connect", "rcpt", "dot"])
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_leaves_within_seconds_while_a_mail_server_is_silent(tmp_path: Path, step: str, by: signal.Signals) -> None:
    queued(tmp_path)
    with hostile_server(Rule(step, Silence())) as server:
        env = mail_to(server.port)
        assert monitor(tmp_path, "bulletin", "build", "--release", env=env).returncode == 0
        with living(tmp_path, env) as process:
            until(lambda: step in server.steps(), process)
            until(lambda: beat(tmp_path).get("busy", {}).get("mail", {}).get("with") == "delivery", process)
            lines = ended(process, by)
    assert lines[-1]["event"] == "daemon_stopped"
    (row,) = json.loads(monitor(tmp_path, "outbox", "list", "--json", env=env).stdout)
    assert row["state"] == "deferred"
    assert "正在退出" in row["answer"]
    assert beat(tmp_path)["state"] == "stopped"


def test_a_second_one_and_a_run_beside_it_are_told_who_is_there(tmp_path: Path) -> None:
    queued(tmp_path)
    with living(tmp_path) as process:
        until(lambda: beat(tmp_path), process)
        for words in (("daemon", "--replay", str(demo_folder())), ("run", "--replay", str(demo_folder()))):
            done = monitor(tmp_path, *words, process=True)
            assert done.returncode == 5
            assert str(process.pid) in done.stderr
            assert "Traceback" not in done.stderr
        assert ended(process)[-1]["event"] == "daemon_stopped"


def test_others_write_and_send_beside_it(tmp_path: Path) -> None:
    queued(tmp_path)
    names = tmp_path / "names.csv"
    names.write_text("商标名称,类别\n漳源锦,33\n云杼,25\n", encoding="utf-8")
    with hostile_server() as server, living(tmp_path) as process:
        until(lambda: beat(tmp_path), process)
        env = mail_to(server.port)
        for words in (
            ("watchlist", "import", str(names), "--yes"),
            ("source", "pause", "br-inpi", "--reason", "x"),
            ("bulletin", "build"),
            ("bulletin", "send"),
        ):
            done = monitor(tmp_path, *words, env=env)
            assert done.returncode == 0, (words, done.stderr)
        assert server.received() == {"a@office.example": 1}
        assert not [line for line in ended(process) if line["event"] == "job_failed"]
    with Store.open(tmp_path, readonly=True) as store:
        assert store.db.value("pragma quick_check") == "ok"


def test_every_line_it_writes_is_json_whatever_goes_wrong(tmp_path: Path) -> None:
    """A source takes longer than a minute, the heartbeat cannot be written, a library warns, matching trips."""
    queued(tmp_path)
    changed = """
import logging, warnings
def slow(self):
    logging.getLogger("some.library").warning("old\\nfashioned %s", "line")
    time.sleep(0.6)
def broken(self):
    raise OSError(28, "No space left on device")
daemon.Daemon._collect, daemon.Daemon._beat = slow, broken
"""
    with living(tmp_path, changed=changed) as process:
        # Its minute is a moment: while `slow` was at work twice, ticks came that found it so.
        until(lambda: process.talk().count('"library"') > 1 and process.talk().count('"job_failed"') > 1, process)
        lines = ended(process)
    events = {line["event"] for line in lines}
    assert {"daemon_started", "library", "job_failed", "daemon_stopping", "daemon_stopped"} <= events
    failed = [line for line in lines if line["event"] == "job_failed"]
    assert {line["job"] for line in failed} == {"beat"}
    assert len(failed) > 1  # the next tick comes all the same
    assert {line["logger"] for line in lines if line["event"] == "library"} == {"some.library"}


def test_its_heart_goes_on_beating_while_a_source_is_slow(tmp_path: Path) -> None:
    queued(tmp_path)
    changed = """
def slow(self):
    self._busy.begin("collect", "br-inpi")
    self._stopping.wait(60)
daemon.Daemon._collect = slow
"""
    with living(tmp_path, changed=changed) as process:
        until(lambda: beat(tmp_path).get("busy", {}).get("collect"), process)
        seen = {(tmp_path / "heartbeat.json").stat().st_mtime_ns}

        def beaten() -> bool:
            seen.add((tmp_path / "heartbeat.json").stat().st_mtime_ns)
            return len(seen) > 5

        until(beaten, process)
        found = beat(tmp_path)
        assert found["busy"]["collect"]["with"] == "br-inpi"
        assert found["pid"] == process.pid
        assert set(found["next"]) >= {"br-inpi", "us-pacer-rss"}
        ended(process)
