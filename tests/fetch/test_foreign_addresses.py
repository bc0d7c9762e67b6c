"""An address that a server chose stands in no message: a mail program would make a link of it for every reader."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import FetchFailed, MonitorError, SourceError, Unparsed
from monitor.fetch import Fetcher
from monitor.model import Reason
from monitor.texts import Texts
from monitor.texts.reasons import in_public
from tests.fetch.raw_server import RawServer, raw_server
from tests.fetch.server import Site, page, site
from tests.fetch.test_live import RULES, fetcher, get

__all__ = ["fetcher"]  # a fixture

EVIL = "evil.example"
TARGETS = [
    f"http://{EVIL}/?token=t0p-s3cret",
    f"http://a:b@{EVIL}/x",
    f"ftp://{EVIL}/x",
    f"//{EVIL}:8080/x",
    f"http://{EVIL}:99999/x",
    f"http://[{EVIL}/x",
    f"http://127.0.0.1\\@{EVIL}/",
    f"http://127.0.0.1:1/{EVIL}",
    f"HTTP://{EVIL.upper()}/x",
    f"javascript:location='http://{EVIL}'",
]


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as here:
        yield here


def said(error: MonitorError) -> list[str]:
    reason = Reason(error.key, error.params)
    return [str(error)] + [
        text for t in (Texts("zh"), Texts("en")) for text in (t.reason(reason), in_public(reason, t))
    ]


@pytest.mark.parametrize("target", TARGETS)
def test_where_a_redirect_led_to_is_not_a_link_in_any_message(web: Site, fetcher: Fetcher, target: str) -> None:
    web.answers["/list"] = page(b"", 302, Location=target)
    with pytest.raises(SourceError) as caught:
        get(fetcher, web.url + "/list", replace(RULES, hosts=frozenset({"127.0.0.1"})))
    for text in said(caught.value):
        assert EVIL not in text.lower()
        assert "t0p-s3cret" not in text
        assert web.url in text or "://" not in text


def test_who_looks_after_the_program_learns_the_host(web: Site, fetcher: Fetcher) -> None:
    web.answers["/list"] = page(b"", 302, Location=f"http://{EVIL}/x")
    with pytest.raises(FetchFailed) as caught:
        get(fetcher, web.url + "/list")
    assert "evil[.]example" in Texts("zh")(caught.value.key, **caught.value.params)


def test_what_is_no_http_is_not_quoted(fetcher: Fetcher) -> None:
    def garbage(server: RawServer, connection: socket.socket) -> None:
        server.hear(connection)
        connection.sendall(f"HTTP/1.1 200 OK\r\nsee http://{EVIL}/x now\r\n\r\n".encode())

    with raw_server(garbage) as server, pytest.raises(FetchFailed) as caught:
        get(fetcher, f"http://127.0.0.1:{server.port}/")
    assert not [text for text in said(caught.value) if EVIL in text]


def test_an_address_in_what_a_server_said_is_left_out_and_ours_stays() -> None:
    error = Unparsed(
        "health.media_type", url="https://x.example/a?b=c", got=f"text/html; see https://{EVIL}/?a=b now", wanted="x"
    )
    assert error.params["url"] == "https://x.example/a?b=c"
    assert error.params["got"] == "text/html; see […] now"


def test_headers_of_a_server_are_told_where_they_are_what_they_should_be(
    web: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    web.answers["/"] = page(b"x", 200, Content_Encoding=f"see www.{EVIL}")
    with pytest.raises(Unparsed) as caught:
        get(fetcher, web.url + "/")
    assert not [text for text in said(caught.value) if EVIL in text]
    assert not list(tmp_path.rglob("*.warc.gz"))
