"""Replay answers from files and never opens a socket."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from monitor.config import Limits
from monitor.errors import FetchFailed, InputFileError
from monitor.fetch import open_replay
from monitor.fetch.replay import ReplayTransport
from monitor.model import Request

LIMITS = Limits()


def folder(tmp_path: Path, listing: str) -> ReplayTransport:
    (tmp_path / "replay.yaml").write_text(listing, encoding="utf-8")
    (tmp_path / "a.json").write_text("A", encoding="utf-8")
    return open_replay(tmp_path, tmp_path / "spool")


def body(replay: ReplayTransport, request: Request) -> str:
    return replay.answer(request, {}, LIMITS, frozenset()).body_path.read_text()


def test_no_socket_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    replay = folder(tmp_path, "- url: https://example.org/x\n  file: a.json\n")
    assert body(replay, Request("https://example.org/x")) == "A"


def test_the_entry_with_the_most_query_parameters_wins(tmp_path: Path) -> None:
    replay = folder(
        tmp_path,
        """
- {url: "https://example.org/x", body: any}
- {url: "https://example.org/x?page=2", body: second}
- {url: "https://example.org/x", query: {page: "2", "conditions[agencies][]": itc}, body: both}
""",
    )
    x = "https://example.org/x"
    assert body(replay, Request(x)) == "any"
    assert body(replay, Request(x + "?page=2&z=1")) == "second"
    assert body(replay, Request(x, params=(("conditions[agencies][]", "itc"), ("page", "2")))) == "both"


def test_a_star_is_the_only_wildcard(tmp_path: Path) -> None:
    replay = folder(tmp_path, '- {url: "https://*.example.org/files/*.zip", query: {day: "2026-*"}, body: z}\n')
    assert body(replay, Request("https://a.example.org/files/x/y.zip?day=2026-01-01")) == "z"
    with pytest.raises(FetchFailed):
        body(replay, Request("https://a.example.org/files/y.zip?day=2025-01-01"))


def test_posts_are_told_apart_by_what_their_body_holds(tmp_path: Path) -> None:
    replay = folder(
        tmp_path,
        """
- {url: "https://example.org/s", method: POST, body_contains: fenjiu, body: yes}
- {url: "https://example.org/s", method: POST, body_contains: donghu, body: other}
""",
    )
    assert body(replay, Request("https://example.org/s", method="POST", body=b'{"q":"donghu"}')) == "other"
    with pytest.raises(FetchFailed):
        body(replay, Request("https://example.org/s"))


def test_a_request_without_an_entry_fails_like_an_unreachable_host(tmp_path: Path) -> None:
    replay = folder(tmp_path, '- {url: "https://example.org/x", body: any}\n')
    with pytest.raises(FetchFailed) as caught:
        body(replay, Request("https://example.org/y"))
    assert caught.value.key == "fetch.not_in_replay"


@pytest.mark.parametrize(
    "listing",
    [
        "just text",
        "- {url: 'https://x/', flie: a.json}",
        "- {file: a.json}",
        "- {url: 'https://x/', file: missing.json}",
        "- [unclosed",
    ],
)
def test_a_wrong_listing_is_named(tmp_path: Path, listing: str) -> None:
    with pytest.raises(InputFileError) as caught:
        folder(tmp_path, listing)
    assert "replay.yaml" in str(caught.value.params["file"])


def test_a_path_that_is_no_replay_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFileError):
        open_replay(tmp_path / "nowhere", tmp_path)
    with pytest.raises(InputFileError):
        open_replay(tmp_path, tmp_path)
    broken = tmp_path / "x.warc.gz"
    broken.write_bytes(b"not a warc at all")
    with pytest.raises(InputFileError):
        open_replay(broken, tmp_path)
