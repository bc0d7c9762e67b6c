"""The server that misbehaves does what it was told, and keeps account of what it kept."""

from __future__ import annotations

import hashlib
import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
from email.message import EmailMessage

import pytest

from tests.mail.hostile_server import (
    STEPS,
    Act,
    Call,
    Drip,
    Drop,
    HostileServer,
    Late,
    Raw,
    Rule,
    Say,
    Silence,
    greylisting,
    hostile_server,
)


def letter(to: str) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = f"<for-{to.partition('@')[0]}@test>"
    message["To"] = to
    message.set_content("one line\n.a line that begins with a dot\n" + "filling\n" * 200)
    return message


def hand_over(server: HostileServer, *recipients: str, timeout: float = 5) -> None:
    """One conversation per recipient, as the product has them. Raises what smtplib raises."""
    for to in recipients:
        with smtplib.SMTP("127.0.0.1", server.port, timeout=timeout) as client:
            client.send_message(letter(to), "office@test", [to])


def test_what_is_accepted_is_kept_with_its_recipient_id_and_digest() -> None:
    with hostile_server() as server:
        hand_over(server, "a@test", "b@test")
    assert [(k.recipient, k.message_id) for k in server.kept] == [
        ("a@test", "<for-a@test>"),
        ("b@test", "<for-b@test>"),
    ]
    assert server.kept[0].digest == hashlib.sha256(server.kept[0].body).hexdigest()
    assert b"\r\n.a line that begins with a dot\r\n" in server.kept[0].body
    assert server.received() == {"a@test": 1, "b@test": 1}
    assert tuple(server.steps()) == STEPS * 2
    assert server.steps("b@test") == ["rcpt", "data", "body", "dot", "kept", "answered", "quit"]


def test_greylisting_puts_each_recipient_off_once() -> None:
    with hostile_server(greylisting()) as server:
        for to in ("a@test", "b@test"):
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                hand_over(server, to)
        hand_over(server, "a@test", "b@test")
    assert server.received() == {"a@test": 1, "b@test": 1}


def test_a_rule_for_one_recipient_leaves_the_others_alone() -> None:
    with hostile_server(Rule("rcpt", Say("550 5.1.1 nobody"), to="b@")) as server:
        hand_over(server, "a@test")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            hand_over(server, "b@test")
        hand_over(server, "c@test")
    assert server.received() == {"a@test": 1, "c@test": 1}


def test_a_rule_may_begin_with_a_later_passing_and_end_again() -> None:
    with hostile_server(Rule("mail", Say("451 later"), after=1, times=1)) as server:
        hand_over(server, "a@test")
        with pytest.raises(smtplib.SMTPException):
            hand_over(server, "b@test")
        hand_over(server, "c@test")
    assert server.received() == {"a@test": 1, "c@test": 1}


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("step", ["connect", "mail", "rcpt", "data", "body", "dot"])
def test_a_dropped_connection_keeps_nothing(step: str, reset: bool) -> None:
    with hostile_server(Rule(step, Drop(reset))) as server:
        with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
            hand_over(server, "a@test")
        assert server.kept == []
        assert server.steps()[-1] == step


def test_a_message_can_be_kept_without_a_word() -> None:
    with hostile_server(Rule("kept", Drop())) as server:
        with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
            hand_over(server, "a@test")
        assert server.received() == {"a@test": 1}
        assert "answered" not in server.steps()


@pytest.mark.parametrize("code", [450, 550])
@pytest.mark.parametrize("step", ["connect", "mail", "rcpt", "data", "dot"])
def test_no_and_not_now_at_every_stage_keep_nothing(step: str, code: int) -> None:
    with hostile_server(Rule(step, Say(f"{code} no"))) as server:
        with pytest.raises(smtplib.SMTPException) as caught:
            hand_over(server, "a@test")
        assert str(code) in str(caught.value)
        assert server.kept == []


def test_after_421_the_line_is_closed() -> None:
    with (
        hostile_server(Rule("mail", Say("421 4.3.2 closing"))) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as client,
        client.makefile("rb") as lines,
    ):
        assert lines.readline().startswith(b"220")
        client.sendall(b"MAIL FROM:<office@test>\r\n")
        assert lines.readline().startswith(b"421")
        assert lines.readline() == b""


@pytest.mark.parametrize("step", ["connect", "mail", "rcpt", "data", "body", "dot", "kept"])
def test_silence_lasts_until_the_client_has_enough(step: str) -> None:
    with hostile_server(Rule(step, Silence())) as server:
        with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
            hand_over(server, "a@test", timeout=0.5)
        assert len(server.kept) == (step == "kept")


@pytest.mark.parametrize("act", [Drip(0.001), Late(0.05)])
def test_a_slow_answer_is_the_usual_one(act: Act) -> None:
    with hostile_server(Rule("connect", act), Rule("rcpt", act), Rule("kept", act)) as server:
        hand_over(server, "a@test")
    assert server.received() == {"a@test": 1}


def test_junk_for_a_banner_is_no_answer() -> None:
    with hostile_server(Rule("connect", Raw(b"\x00\xff HTTP/1.1 400 nope\r\n"))) as server:
        with pytest.raises(smtplib.SMTPException):
            hand_over(server, "a@test")
        assert server.kept == []


def test_a_client_can_be_killed_at_a_step() -> None:
    code = (
        "import smtplib, sys\n"
        "with smtplib.SMTP('127.0.0.1', int(sys.argv[1]), timeout=30) as client:\n"
        "    client.sendmail('office@test', ['a@test'], 'Subject: x\\r\\n\\r\\nx')\n"
    )
    begun = threading.Event()
    with hostile_server() as server:
        client: list[subprocess.Popen[bytes]] = []

        def kill(_: object) -> None:
            begun.wait(10)
            os.kill(client[0].pid, signal.SIGKILL)

        server.behave(Rule("kept", Call(kill)))
        client.append(subprocess.Popen([sys.executable, "-c", code, str(server.port)]))
        begun.set()
        assert client[0].wait(30) == -signal.SIGKILL
        assert server.received() == {"a@test": 1}


def test_a_rule_nobody_can_follow_is_refused() -> None:
    with pytest.raises(ValueError, match="no such step"):
        Rule("rset", Drop())
    with pytest.raises(ValueError, match="nobody is known yet"):
        Rule("mail", Drop(), to="b@")
