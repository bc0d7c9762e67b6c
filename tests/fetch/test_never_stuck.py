"""Whatever a server spends time on, a request ends: at its deadline as a failure, and as no failure when the process is to leave.

How long it takes is not asserted: a request that does not end does not end the test.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import FixedClock
from monitor.config import Limits
from monitor.errors import Blocked, FetchFailed
from monitor.fetch import Archive, Fetcher, FetchRules, RawAnswer
from monitor.fetch.live import LiveTransport
from monitor.fetch.pace import Pace
from monitor.fetch.transport import Retryable
from monitor.model import Request
from monitor.waiting import Stopped, Watch, outlived, pause
from tests.fetch.raw_server import (
    RawServer,
    Way,
    body_by_byte,
    body_until_the_end,
    chunk_by_chunk,
    chunk_extensions,
    come_back_later,
    gzip_by_byte,
    handshake_by_byte,
    header_by_header,
    interim_answers,
    raw_server,
    silence,
    trailers,
)

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
WAYS = [
    header_by_header, interim_answers, chunk_extensions, chunk_by_chunk, trailers, body_by_byte, body_until_the_end,
    gzip_by_byte, silence,
]  # fmt: skip
SHORT = 0.4  # seconds


def rules(seconds: float, **more: Any) -> FetchRules:
    limits = Limits(bytes=1_000_000, seconds=seconds)
    return FetchRules("us-test", limits, 0.0, frozenset({"127.0.0.1", "register.example"}), **more)


@contextmanager
def asking(folder: Path, stop: Callable[[], bool] = lambda: False, pace: Pace | None = None) -> Iterator[Fetcher]:
    archive = Archive(folder)
    archive.spool.mkdir(parents=True)
    transport = LiveTransport(archive.spool, "ip@office.example", private_hosts=frozenset({"127.0.0.1"}), stop=stop)
    try:
        yield Fetcher(transport, archive, FixedClock(NOW), pace=pace, sleep=partial(pause, stop=stop))
    finally:
        assert list(archive.spool.iterdir()) == []  # of what was cut off nothing is left, and nothing is kept
        assert archive.take() == []
        archive.close()
        transport.close()


class Told:
    """`stop` that says yes once the server was asked: the process is told to leave in the middle of it."""

    def __init__(self, server: RawServer) -> None:
        self._server = server

    def __call__(self) -> bool:
        return bool(self._server.asked)


def ends_in_time(folder: Path, way: Way, scheme: str) -> None:
    with raw_server(way) as server, asking(folder) as fetcher:
        with pytest.raises(FetchFailed) as caught:
            fetcher.fetch(Request(f"{scheme}://127.0.0.1:{server.port}/"), rules(SHORT))
        assert caught.value.key == "fetch.too_slow"
        assert caught.value.params["seconds"] == SHORT


def ends_when_told(folder: Path, way: Way, scheme: str) -> None:
    with raw_server(way) as server, asking(folder, Told(server)) as fetcher, pytest.raises(Stopped):
        fetcher.fetch(Request(f"{scheme}://127.0.0.1:{server.port}/"), rules(3600))


@pytest.mark.parametrize("way", WAYS)
def test_a_request_ends_at_its_deadline(tmp_path: Path, way: Way) -> None:
    ends_in_time(tmp_path, way, "http")


@pytest.mark.parametrize("way", WAYS)
def test_a_request_ends_when_the_process_is_to_leave(tmp_path: Path, way: Way) -> None:
    ends_when_told(tmp_path, way, "http")


@pytest.mark.parametrize("way", [silence, handshake_by_byte])
def test_a_handshake_ends_at_the_deadline_and_when_the_process_is_to_leave(tmp_path: Path, way: Way) -> None:
    ends_in_time(tmp_path / "a", way, "https")
    ends_when_told(tmp_path / "b", way, "https")


def test_a_name_server_that_does_not_answer_costs_the_seconds_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go, asked = threading.Event(), threading.Event()

    def resolve(*_: Any, **__: Any) -> Any:
        asked.set()
        let_go.wait()
        raise OSError("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    try:
        with asking(tmp_path / "a") as fetcher, pytest.raises(FetchFailed) as caught:
            fetcher.fetch(Request("https://register.example/"), rules(SHORT))
        assert caught.value.key == "fetch.too_slow"
        asked.clear()
        with asking(tmp_path / "b", asked.is_set) as fetcher, pytest.raises(Stopped):
            fetcher.fetch(Request("https://register.example/"), rules(3600))
    finally:
        let_go.set()


def test_who_is_asked_to_wait_longer_than_is_left_does_not_wait(tmp_path: Path) -> None:
    with raw_server(come_back_later) as server, asking(tmp_path) as fetcher:
        with pytest.raises(FetchFailed) as caught:
            fetcher.fetch(Request(f"http://127.0.0.1:{server.port}/"), rules(20))
        assert caught.value.params["why"] == "HTTP 503"
        assert len(server.asked) == 1


def test_a_wait_that_a_server_asks_for_hears_that_the_process_is_to_leave(tmp_path: Path) -> None:
    with raw_server(come_back_later) as server, asking(tmp_path, Told(server)) as fetcher, pytest.raises(Stopped):
        fetcher.fetch(Request(f"http://127.0.0.1:{server.port}/"), rules(3600))


def test_all_attempts_together_take_no_longer_than_is_allowed(tmp_path: Path) -> None:
    """Each fails just in time, and asks for a little patience."""
    seconds, allowed = [0.0], []

    class Failing:
        live = True

        def answer(self, request: Request, headers: Any, limits: Limits, hosts: Any) -> RawAnswer:
            allowed.append(limits.seconds)
            seconds[0] += 20
            raise Retryable("HTTP 503", 10.0, 503)

    def sleep(much: float) -> None:
        seconds[0] += much

    fetcher = Fetcher(Failing(), Archive(tmp_path), FixedClock(NOW), sleep=sleep, monotonic=lambda: seconds[0])
    with pytest.raises(FetchFailed):
        fetcher.fetch(Request("https://127.0.0.1/"), rules(60))
    assert allowed == [60, 30]
    assert seconds[0] <= 60


def test_no_request_outlives_its_run(tmp_path: Path) -> None:
    left = [SHORT]
    with raw_server(header_by_header) as server, asking(tmp_path) as fetcher:
        with pytest.raises(FetchFailed) as caught:
            fetcher.fetch(
                Request(f"http://127.0.0.1:{server.port}/"), rules(3600, left=lambda: left.pop() if left else 0.0)
            )
        assert caught.value.key in ("fetch.run_too_long", "fetch.too_slow")


def test_an_answer_that_came_whole_is_believed_though_the_server_never_hangs_up(tmp_path: Path) -> None:
    def whole(server: RawServer, connection: socket.socket) -> None:
        server.hear(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole")
        server.over.wait()

    archive = Archive(tmp_path)
    archive.spool.mkdir(parents=True)
    transport = LiveTransport(archive.spool, "", private_hosts=frozenset({"127.0.0.1"}))
    with raw_server(whole) as server:
        answer = transport.answer(
            Request(f"http://127.0.0.1:{server.port}/"), {}, rules(3600).limits, frozenset({"127.0.0.1"})
        )
        assert answer.body_path.read_bytes() == b"whole"
        transport.close()


def test_a_quota_that_is_spent_is_said_as_one(tmp_path: Path) -> None:
    def spent(server: RawServer, connection: socket.socket) -> None:
        server.hear(connection)
        connection.sendall(b"HTTP/1.1 429 Slow\r\nRetry-After: 50\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with raw_server(spent) as server, asking(tmp_path) as fetcher, pytest.raises(Blocked) as caught:
        fetcher.fetch(Request(f"http://127.0.0.1:{server.port}/"), rules(20))
    assert caught.value.params["wait"] == 50


# --- whose turn it is -----------------------------------------------------------------------------------------------


def test_a_host_is_asked_by_one_at_a_time_and_others_meanwhile() -> None:
    pace, waits = Pace(), []

    def sleep(much: float) -> None:
        waits.append(much)
        raise Stopped

    with pace.turn("a.example", 0.0):
        with pace.turn("b.example", 0.0):
            pass
        with pytest.raises(Stopped), pace.turn("a.example", 0.0, sleep):
            pass
    assert waits
    with pace.turn("a.example", 0.0, sleep):  # who gave up waiting does not keep the next one from it
        pass


def test_who_leaves_while_it_waits_for_its_turn_gives_the_turn_up() -> None:
    pace = Pace(lambda: 0.0)
    with pace.turn("a.example", 60.0):
        pass

    def leave(_: float) -> None:
        raise Stopped

    with pytest.raises(Stopped), pace.turn("a.example", 60.0, leave):
        pass
    waits: list[float] = []
    with pace.turn("a.example", 60.0, waits.append):
        pass
    assert waits == [60.0]


# --- what nobody can end --------------------------------------------------------------------------------------------


def test_work_that_is_left_to_itself_has_its_result_put_away() -> None:
    let_go, put_away = threading.Event(), threading.Event()

    def work() -> str:
        let_go.wait()
        return "too late"

    with Watch(lambda: False, 0.1) as watch, pytest.raises(TimeoutError):
        outlived(work, watch, lambda late: put_away.set())
    let_go.set()
    put_away.wait()


def test_work_that_is_done_in_time_gives_its_result_or_its_error() -> None:
    with Watch(lambda: False) as watch:
        assert outlived(lambda: "done", watch) == "done"
        with pytest.raises(ZeroDivisionError):
            outlived(lambda: 1 // 0, watch)
