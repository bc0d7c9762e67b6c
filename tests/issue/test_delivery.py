"""Sending an issue to a real SMTP server on loopback: one row per recipient, counted on acceptance only."""

from __future__ import annotations

import email
import json
import re
import socket
from collections.abc import Iterator
from email import policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.demo_run import demo_read, monitor, run_replay, with_demo_names


class Post:
    """Keeps what it accepts; answers some recipients as told."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, bytes]] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.accepted.append((envelope.rcpt_tos[0], envelope.content))
        return "250 kept"


@pytest.fixture
def post() -> Iterator[tuple[Post, dict[str, str]]]:
    keeper = Post()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    env = {
        "MONITOR_SMTP_HOST": "127.0.0.1",
        "MONITOR_SMTP_PORT": str(port),
        "MONITOR_SMTP_SECURITY": "none",
        "MONITOR_MAIL_FROM": "ip@office.example",
        "MONITOR_MAIL_TO": "a@office.example, b@office.example",
        "MONITOR_OFFICE_NAME": "演示省知识产权保护中心",
    }
    try:
        yield keeper, env
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = tmp_path_factory.mktemp("state")
    demo_read(state)
    assert monitor(state, "bulletin", "build").returncode == 0
    return state


def states(done: Any) -> dict[str, str]:
    return {row["recipient"]: row["state"] for row in json.loads(done.stdout)}


def test_nothing_is_sent_unless_configured(built: Path) -> None:
    done = monitor(built, "bulletin", "send")
    assert done.returncode == 4
    assert "MONITOR_SMTP_HOST" in done.stderr
    assert "MONITOR_MAIL_TO" in done.stderr


def test_each_recipient_gets_one_mail_of_text_and_html(built: Path, post: tuple[Post, dict[str, str]]) -> None:
    keeper, env = post
    done = monitor(built, "bulletin", "send", "--json", env=env)
    assert done.returncode == 0, done.stderr
    assert states(done) == {"a@office.example": "accepted", "b@office.example": "accepted"}
    assert sorted(to for to, _ in keeper.accepted) == ["a@office.example", "b@office.example"]
    message = email.message_from_bytes(keeper.accepted[0][1], policy=policy.default)
    assert "2026年第1期" in str(message["Subject"])
    assert [p.get_content_type() for p in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message["To"] == "a@office.example"
    # A message id, which may end in any letter before its domain, names nobody.
    assert not re.search(r"(?<![0-9a-f])b@office\.example", keeper.accepted[0][1].decode("ascii"))
    again = monitor(built, "bulletin", "send", "--json", env=env)
    assert states(again) == {"a@office.example": "accepted", "b@office.example": "accepted"}
    assert len(keeper.accepted) == 2  # nobody gets it twice


def test_one_refused_recipient_does_not_stop_the_other(tmp_path: Path, post: tuple[Post, dict[str, str]]) -> None:
    keeper, env = post
    with_demo_names(tmp_path)
    run_replay(tmp_path, "--source", "br-inpi")
    assert monitor(tmp_path, "bulletin", "build").returncode == 0
    keeper.answers = {"a@office.example": "550 no such user"}
    done = monitor(tmp_path, "bulletin", "send", "--json", env=env)
    assert done.returncode == 7
    assert states(done) == {"a@office.example": "refused", "b@office.example": "accepted"}
    keeper.answers = {"a@office.example": "451 greylisted, come back"}
    assert states(monitor(tmp_path, "bulletin", "send", "--json", env=env))["a@office.example"] == "deferred"
    keeper.answers = {}
    done = monitor(tmp_path, "bulletin", "send", "--json", env=env)
    assert done.returncode == 0
    assert [to for to, _ in keeper.accepted] == ["b@office.example", "a@office.example"]
    first, second = (email.message_from_bytes(m)["Message-ID"] for _, m in keeper.accepted)
    assert first != second


def test_an_address_that_is_not_configured_gets_nothing(built: Path, post: tuple[Post, dict[str, str]]) -> None:
    keeper, env = post
    done = monitor(built, "bulletin", "send", "--to", "stranger@elsewhere.example", env=env)
    assert done.returncode == 4
    assert keeper.accepted == []


def test_an_issue_that_was_not_built_is_named(built: Path, post: tuple[Post, dict[str, str]]) -> None:
    _, env = post
    done = monitor(built, "bulletin", "send", "--week", "2026-W01", env=env)
    assert done.returncode == 4
    assert "2026-W01" in done.stderr


def test_a_password_appears_nowhere(tmp_path: Path, post: tuple[Post, dict[str, str]]) -> None:
    _, env = post
    with_demo_names(tmp_path)
    assert monitor(tmp_path, "bulletin", "build").returncode == 0
    secret = {"MONITOR_SMTP_USERNAME": "ip", "MONITOR_SMTP_PASSWORD": "Tr0ub4dor-and-3"}
    done = monitor(tmp_path, "bulletin", "send", env={**env, **secret})
    assert done.returncode == 7  # this server offers no login
    assert "Tr0ub4dor" not in done.stdout + done.stderr
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"Tr0ub4dor" not in path.read_bytes()
