"""A daemon whose sources, or whose own work, are kept waiting: everything else goes on, and it leaves when it is told to."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.resources import demo_folder
from monitor.store import Store
from tests.command import surroundings
from tests.demo_run import AT, monitor, with_demo_names
from tests.fetch.raw_server import (
    RawServer,
    Way,
    come_back_later,
    header_by_header,
    interim_answers,
    raw_server,
    silence,
)
from tests.fetch.server import page, site
from tests.forking import Process
from tests.holding import held_elsewhere
from tests.mail.hostile_server import hostile_server
from tests.test_daemon_process import beat, ended, mail_to, until

pytestmark = pytest.mark.slow

_ENTRY = """
{id}:
  format: pacer_rss
  category: suit
  jurisdiction: US
  title: {{zh: 法院案卷动态, en: docket feeds}}
  urls: {{ilnd: "{url}/ilnd"}}
  schedule: "*/20 * * * *"
  pace: 0
  budget: {{{budget}}}
  expect: {{min_items: 1, fill_rate: {{caption: 0.1, plaintiff: 0, defendant: 0}}}}
  terms: {{allowed: a server of the test}}
"""
_MOMENTS = """
from monitor import daemon
daemon._TICK_SECONDS = daemon._BEAT_SECONDS = 0.05
{changed}
"""
FEED = (demo_folder() / "us-pacer-rss" / "ilnd.xml").read_bytes()


@contextmanager
def living(state: Path, *entries: str, env: dict[str, str] | None = None, changed: str = "") -> Iterator[Process]:
    """A daemon that asks servers on loopback, whose minute is a moment. `changed`: statements before it begins."""
    file = state / "sources.yaml"
    file.write_text("".join(entries), encoding="utf-8")
    around = {
        "MONITOR_ALLOW_PRIVATE_HOSTS": "127.0.0.1,localhost",
        "MONITOR_CONTACT": "ip@office.example",
        **(env or {}),
    }
    words = ["--state", str(state), "--at", AT, "daemon", "--sources", str(file)]
    process = Process(words, surroundings(around), first=_MOMENTS.format(changed=changed))
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def entry(name: str, port: int, host: str = "127.0.0.1", budget: str = "per_hour: 100") -> str:
    return _ENTRY.format(id=name, url=f"http://{host}:{port}", budget=budget)


def at_work(state: Path, who: str) -> str:
    return str(beat(state).get("busy", {}).get(who, {}).get("with", ""))


def verdicts(state: Path) -> dict[str, list[str | None]]:
    with Store.open(state, readonly=True) as store:
        found: dict[str, list[str | None]] = {}
        for row in store.db.dicts("select source, verdict from runs where source <> '-' order by id"):
            found.setdefault(row["source"], []).append(row["verdict"])
        return found


@pytest.mark.parametrize("way", [header_by_header, interim_answers, silence, come_back_later])
def test_it_leaves_while_a_server_keeps_a_source_waiting_and_asks_it_again_at_the_next_start(
    tmp_path: Path, way: Way
) -> None:
    with_demo_names(tmp_path)
    with raw_server(way) as server:
        with living(tmp_path, entry("us-pacer-rss", server.port)) as process:
            until(lambda: server.asked and at_work(tmp_path, "us-pacer-rss"), process)
            lines = ended(process)
        assert "left_at_work" not in {line["event"] for line in lines}  # it let go by itself
        assert "run_left_owed" in {line["event"] for line in lines}
        assert "run" not in {line["event"] for line in lines}  # to leave is no failure of the source
        assert verdicts(tmp_path) == {"us-pacer-rss": [None]}
        assert not any((tmp_path / "captures" / "spool").rglob("*.body"))
        before = len(server.asked)
        with living(tmp_path, entry("us-pacer-rss", server.port)) as process:
            until(lambda: len(server.asked) > before, process)
            ended(process)


def test_it_leaves_while_a_source_waits_for_its_turn_and_for_its_budget(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    with site() as web:
        web.answers["/ilnd"] = page(b"", 503, Retry_After="0")
        sparing = entry("us-pacer-rss", int(web.url.rpartition(":")[2]), budget="per_minute: 1")
        with living(tmp_path, sparing) as process:
            until(lambda: web.seen and at_work(tmp_path, "us-pacer-rss"), process)
            lines = ended(process)
        assert len(web.seen) == 1  # the second attempt waits for the next minute
    assert "left_at_work" not in {line["event"] for line in lines}
    assert verdicts(tmp_path) == {"us-pacer-rss": [None]}


def test_it_leaves_while_somebody_does_not_let_go_of_the_store(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    with site() as web, held_elsewhere(tmp_path):
        web.answers["/ilnd"] = page(FEED, Content_Type="text/xml")
        with living(tmp_path, entry("us-pacer-rss", int(web.url.rpartition(":")[2]))) as process:
            until(lambda: beat(tmp_path), process)
            lines = ended(process)
    assert "left_at_work" not in {line["event"] for line in lines}


def test_what_hears_nothing_is_left_behind_as_by_a_kill(tmp_path: Path) -> None:
    """A library that computes for an hour, a disk that hangs."""
    with_demo_names(tmp_path)
    deaf = """
import threading
def deaf(*_, **__):
    threading.Event().wait()
from monitor.daemon import rounds
rounds.collect_one = daemon.build = deaf
"""
    with raw_server(silence) as server:
        env = {"MONITOR_BULLETIN_SCHEDULE": "30 8 * * fri"}
        with living(tmp_path, entry("us-pacer-rss", server.port), env=env, changed=deaf) as process:
            until(lambda: at_work(tmp_path, "us-pacer-rss"), process)
            (*_, left, last) = ended(process)
    assert left["event"] == "left_at_work"
    assert "us-pacer-rss" in left["busy"]
    assert last["event"] == "daemon_stopped"
    assert beat(tmp_path)["state"] == "stopped"
    with Store.open(tmp_path) as store:
        assert store.db.value("pragma quick_check") == "ok"


def test_a_source_that_is_kept_waiting_keeps_no_other_source_no_issue_and_no_mail(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    with raw_server(header_by_header) as server, site() as web, hostile_server() as post:
        web.answers["/ilnd"] = page(FEED, Content_Type="text/xml")
        stuck = entry("us-pacer-rss", server.port)
        well = entry("us-pacer-rss-b", int(web.url.rpartition(":")[2]), "localhost")
        env = {"MONITOR_BULLETIN_SCHEDULE": "30 8 * * fri", "MONITOR_BULLETIN_SEND": "auto", **mail_to(post.port)}
        # An issue waits a while for what was missed while the machine was off; here, not at all.
        with living(tmp_path, stuck, well, env=env, changed="daemon._CATCH_UP_SECONDS = 0") as process:
            until(lambda: post.received() == {"a@office.example": 1}, process)
            until(lambda: "ok" in verdicts(tmp_path).get("us-pacer-rss-b", []), process)
            until(lambda: beat(tmp_path).get("busy", {}).get("us-pacer-rss", {}).get("host"), process)
            busy = beat(tmp_path)["busy"]["us-pacer-rss"]
            ended(process)
    assert busy["host"] == "127.0.0.1"
    assert set(busy) == {"with", "since", "host", "asked"}
    assert verdicts(tmp_path)["us-pacer-rss"] == [None]
    assert verdicts(tmp_path)["us-pacer-rss-b"][0] == "ok"


def test_a_host_is_asked_one_thing_at_a_time_by_sources_side_by_side(tmp_path: Path) -> None:
    with_demo_names(tmp_path)

    def alone(server: RawServer, connection: socket.socket) -> None:
        server.hear(connection)
        server.over.wait()

    with raw_server(alone) as server:
        two = [entry("us-pacer-rss", server.port), entry("us-pacer-rss-b", server.port)]
        with living(tmp_path, *two) as process:
            until(lambda: all(at_work(tmp_path, s) for s in ("us-pacer-rss", "us-pacer-rss-b")), process)
            until(lambda: len(server.asked) == 1, process)
            ended(process, signal.SIGINT)
        assert len(server.asked) == 1


def test_status_says_who_is_kept_waiting_by_whom_and_since_when(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    with raw_server(silence) as server, living(tmp_path, entry("us-pacer-rss", server.port)) as process:
        until(lambda: beat(tmp_path).get("busy", {}).get("us-pacer-rss", {}).get("host"), process)
        said = monitor(tmp_path, "status", "--sources", str(tmp_path / "sources.yaml"), env={"COLUMNS": "300"}).stdout
        told = monitor(tmp_path, "--lang", "en", "status", "--sources", str(tmp_path / "sources.yaml")).stdout
        ended(process)
    assert "法院案卷动态（" in said
    assert "请求 127.0.0.1" in said
    assert "asked 127.0.0.1" in told


def test_status_says_that_an_issue_waits_for_the_first_round_and_until_when(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    env = {"MONITOR_BULLETIN_SCHEDULE": "30 8 * * fri"}
    with raw_server(silence) as server, living(tmp_path, entry("us-pacer-rss", server.port), env=env) as process:
        until(lambda: beat(tmp_path).get("issue_waits_until"), process)
        words = ("--sources", str(tmp_path / "sources.yaml"))
        said = monitor(tmp_path, "status", *words, env={"COLUMNS": "300", **env}).stdout
        told = monitor(tmp_path, "--lang", "en", "status", *words, env={"COLUMNS": "300", **env}).stdout
        ended(process)
    assert "补查完就编" in said
    assert "is built at 2026-11-20 10:" in told
