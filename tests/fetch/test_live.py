"""The network side, against a real server on loopback."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.clock import FixedClock
from monitor.config import Limits
from monitor.errors import Blocked, FetchFailed, Skipped, Unparsed
from monitor.fetch import Archive, Fetcher, FetchRules, NotModified, open_replay
from monitor.fetch.guard import is_public
from monitor.fetch.live import LiveTransport, retry_after
from monitor.model import Capture, Request
from tests.fetch.server import Site, in_turn, page, site

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
RULES = FetchRules("us-test", Limits(bytes=1_000_000, seconds=20), 0.0, frozenset({"127.0.0.1"}))


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as here:
        yield here


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    archive = Archive(tmp_path)
    archive.spool.mkdir(parents=True)
    transport = LiveTransport(archive.spool, "ip@office.example", private_hosts=frozenset({"127.0.0.1", "localhost"}))
    yield Fetcher(transport, archive, FixedClock(NOW), sleep=lambda _: None)
    archive.close()
    transport.close()


def get(fetcher: Fetcher, url: str, rules: FetchRules = RULES) -> Capture:
    answer = fetcher.fetch(Request(url), rules)
    assert isinstance(answer, Capture)
    return answer


def test_we_say_who_we_are(web: Site, fetcher: Fetcher) -> None:
    web.answers["/"] = page(b"hello")
    get(fetcher, web.url + "/")
    agent = web.seen[0][1]["user-agent"]
    assert agent.startswith("overseas-ip-monitor/")
    assert "ip@office.example" in agent
    assert web.seen[0][1]["accept-encoding"] == "gzip"


def test_an_etag_is_sent_and_a_304_is_no_capture(web: Site, fetcher: Fetcher) -> None:
    web.answers["/"] = page(b"", 304)
    rules = replace(RULES, etag='"abc"', last_modified="Fri, 20 Nov 2026 00:00:00 GMT")
    assert isinstance(fetcher.fetch(Request(web.url + "/"), rules), NotModified)
    sent = web.seen[0][1]
    assert sent["if-none-match"] == '"abc"'
    assert sent["if-modified-since"] == "Fri, 20 Nov 2026 00:00:00 GMT"


def test_passing_failures_are_tried_again(web: Site, fetcher: Fetcher) -> None:
    web.answers["/"] = in_turn(page(b"", 503), page(b"", 502), page(b"fine"))
    assert get(fetcher, web.url + "/").read() == b"fine"
    assert len(web.seen) == 3


def test_a_lasting_failure_says_what_and_where(web: Site, fetcher: Fetcher) -> None:
    web.answers["/"] = page(b"", 503)
    with pytest.raises(FetchFailed) as caught:
        get(fetcher, web.url + "/")
    assert caught.value.params["why"] == "HTTP 503"
    assert len(web.seen) == 4


def test_an_absurd_retry_after_is_not_waited_for(web: Site, fetcher: Fetcher) -> None:
    web.answers["/"] = page(b"", 429, Retry_After="315360000")
    with pytest.raises(Blocked) as caught:
        get(fetcher, web.url + "/")
    assert caught.value.key == "fetch.quota"
    assert len(web.seen) == 1


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        (format_datetime(datetime(2026, 11, 20, 2, 0, 30, tzinfo=UTC), usegmt=True), 30.0),
        (format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True), 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}, NOW) == seconds


def test_the_size_limit_holds_after_decompression(web: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    web.answers["/"] = page(bomb, Content_Encoding="gzip")
    with pytest.raises(FetchFailed) as caught:
        get(fetcher, web.url + "/")
    assert caught.value.key == "fetch.too_large"
    assert list((tmp_path / "captures" / "spool").iterdir()) == []


def test_gzip_is_decoded_and_a_truncated_one_is_no_answer(web: Site, fetcher: Fetcher) -> None:
    packed = gzip.compress(b"x" * 200_000)
    web.answers["/"] = page(packed, Content_Encoding="gzip")
    assert get(fetcher, web.url + "/").size == 200_000
    web.answers["/cut"] = page(packed[:-20], Content_Encoding="gzip")
    with pytest.raises(FetchFailed):
        get(fetcher, web.url + "/cut")


def test_an_unasked_for_encoding_is_refused(web: Site, fetcher: Fetcher) -> None:
    web.answers["/"] = page(b"?", Content_Encoding="br")
    with pytest.raises(Unparsed):
        get(fetcher, web.url + "/")


def test_a_body_cut_off_by_the_server_is_no_answer(web: Site, fetcher: Fetcher) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        page(b"only this", Content_Length="5000")(handler)
        handler.close_connection = True
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_WR)

    web.answers["/"] = cut
    with pytest.raises(FetchFailed):
        get(fetcher, web.url + "/")


def test_a_dripping_body_meets_the_wall_clock(web: Site, fetcher: Fetcher) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b".")
                handler.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass

    web.answers["/"] = drip
    with pytest.raises(FetchFailed) as caught:
        get(fetcher, web.url + "/", replace(RULES, limits=Limits(bytes=10_000, seconds=0.3)))
    assert caught.value.key == "fetch.too_slow"


def test_redirects_are_followed_within_the_allowed_hosts_only(web: Site, fetcher: Fetcher) -> None:
    web.answers["/old"] = page(b"", 302, Location="/new")
    web.answers["/new"] = page(b"moved")
    assert get(fetcher, web.url + "/old").read() == b"moved"
    for target in ("ftp://127.0.0.1/x", "https://127.0.0.1/x", "file:///etc/passwd", "http://169.254.169.254/x"):
        web.answers["/away"] = page(b"", 302, Location=target)
        with pytest.raises(FetchFailed):
            get(fetcher, web.url + "/away")


def test_a_redirect_loop_ends(web: Site, fetcher: Fetcher) -> None:
    web.answers["/loop"] = page(b"", 302, Location="/loop")
    with pytest.raises(FetchFailed) as caught:
        get(fetcher, web.url + "/loop")
    assert caught.value.key == "fetch.too_many_redirects"


def test_a_key_does_not_follow_a_redirect_to_another_host(web: Site, fetcher: Fetcher) -> None:
    web.answers["/file"] = page(b"data")
    web.answers["/"] = page(b"", 302, Location=web.url.replace("127.0.0.1", "localhost") + "/file")
    hosts = frozenset({"127.0.0.1", "localhost"})
    get(fetcher, web.url + "/", replace(RULES, hosts=hosts, secret={"X-API-KEY": "very-secret"}))
    assert web.seen[0][1]["x-api-key"] == "very-secret"
    assert web.seen[1][0] == "/file"
    assert "x-api-key" not in web.seen[1][1]


def test_a_redirect_to_another_port_is_refused(web: Site, fetcher: Fetcher) -> None:
    """Another service of the same machine, which nobody allowed."""
    with site() as other:
        for target in (other.url, "http://127.0.0.1"):
            web.answers["/"] = page(b"", 302, Location=target + "/file")
            with pytest.raises(FetchFailed) as caught:
                get(fetcher, web.url + "/")
            assert caught.value.key == "fetch.port_refused"
        assert other.seen == []


def test_a_part_that_nobody_asked_for_is_no_answer(web: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    web.answers["/"] = page(b"half of it", 206)
    with pytest.raises(FetchFailed) as caught:
        get(fetcher, web.url + "/")
    assert caught.value.params["status"] == 206
    assert list((tmp_path / "captures" / "spool").iterdir()) == []
    asked = Request(web.url + "/", headers=(("Range", "bytes=0-9"),))
    assert isinstance(fetcher.fetch(asked, RULES), Capture)


def test_private_addresses_are_refused_unless_named(web: Site, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.spool.mkdir(parents=True)
    transport = LiveTransport(archive.spool, "")
    try:
        with pytest.raises(FetchFailed):
            transport.answer(Request("https://localhost/x"), {}, RULES.limits, frozenset({"localhost"}))
        with pytest.raises(FetchFailed):
            transport.answer(Request(web.url + "/"), {}, RULES.limits, frozenset({"127.0.0.1"}))
        assert web.seen == []
    finally:
        transport.close()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("224.0.0.1", False),
        ("nonsense", False),
    ],
)
def test_only_global_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_an_untrusted_certificate_is_an_error(fetcher: Fetcher, tmp_path: Path) -> None:
    """A TLS handshake that fails must never fall back to an unverified connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def serve() -> None:
        try:
            for _ in range(4):
                connection, _ = listener.accept()
                connection.recv(1024)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
                connection.close()
        except OSError:
            pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with pytest.raises(FetchFailed):
        get(fetcher, f"https://127.0.0.1:{port}/")
    listener.close()
    thread.join(timeout=5)


def test_every_answer_is_archived_without_the_key(web: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    web.answers["/a"] = page(b'{"a": 1}', Content_Type="application/json", Set_Cookie="s=1")
    rules = replace(RULES, secret={"X-API-KEY": "very-secret"})
    capture = fetcher.fetch(Request(web.url + "/a", params=(("q", "汾酒"),)), rules)
    assert isinstance(capture, Capture)
    kept = fetcher.archive.take()
    assert [k.capture.id for k in kept] == [capture.id]
    fetcher.archive.close()
    raw = gzip.decompress((tmp_path / kept[0].file).read_bytes())
    assert b"very-secret" not in raw
    assert b"Set-Cookie" not in raw
    with (tmp_path / kept[0].file).open("rb") as stream:
        records = {r.rec_type: r.content_stream().read() for r in ArchiveIterator(stream)}
    assert records["response"] == b'{"a": 1}'
    assert set(records) == {"warcinfo", "request", "response"}


def test_what_was_archived_can_be_replayed(web: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    web.answers["/a"] = page(b"one", Content_Type="text/plain")
    request = Request(web.url + "/a", params=(("page", "2"),))
    first = fetcher.fetch(request, RULES)
    assert isinstance(first, Capture)
    file = tmp_path / fetcher.archive.take()[0].file
    fetcher.archive.close()
    replay = open_replay(file, tmp_path / "spool2")
    again = replay.answer(request, {}, RULES.limits, RULES.hosts)
    assert again.body_path.read_bytes() == b"one"
    with pytest.raises(FetchFailed):
        replay.answer(Request(web.url + "/a", params=(("page", "3"),)), {}, RULES.limits, RULES.hosts)


def test_a_bulk_body_leaves_its_digest_only(web: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    web.answers["/big"] = page(b"z" * 100_000)
    capture = get(fetcher, web.url + "/big", replace(RULES, keep_body=False))
    file = tmp_path / fetcher.archive.take()[0].file
    fetcher.archive.close()
    assert b"zzzz" not in gzip.decompress(file.read_bytes())
    assert capture.id.removeprefix("sha256:").encode() in gzip.decompress(file.read_bytes())


def test_a_spent_budget_stops_before_the_request(web: Site, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.spool.mkdir(parents=True)
    transport = LiveTransport(archive.spool, "", private_hosts=frozenset({"127.0.0.1"}))

    def spend(source: str) -> None:
        raise Skipped("health.budget_spent", source=source, minutes=3)

    fetcher = Fetcher(transport, archive, FixedClock(NOW), spend=spend)
    try:
        with pytest.raises(Skipped):
            fetcher.fetch(Request(web.url + "/"), RULES)
        assert web.seen == []
    finally:
        transport.close()
        archive.close()


def test_one_host_is_not_asked_faster_than_its_pace(web: Site, tmp_path: Path) -> None:
    waits: list[float] = []
    archive = Archive(tmp_path)
    archive.spool.mkdir(parents=True)
    transport = LiveTransport(archive.spool, "", private_hosts=frozenset({"127.0.0.1"}))
    fetcher = Fetcher(transport, archive, FixedClock(NOW), sleep=waits.append)
    web.answers["/"] = page(b"x")
    try:
        for _ in range(3):
            fetcher.fetch(Request(web.url + "/"), replace(RULES, pace=60.0))
    finally:
        transport.close()
        archive.close()
    assert len(waits) == 2
    assert all(50 < w <= 60 for w in waits)
