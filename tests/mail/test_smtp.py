"""Sending, against a real SMTP server on loopback."""

from __future__ import annotations

import logging
import socket
import threading
from typing import Any

import pytest
from pydantic import SecretStr

from monitor.mail import Accepted, Deferred, Refused, SmtpSettings, describe, send
from monitor.mail.smtp import DATA_TIMEOUT, Outcome
from monitor.texts import Texts
from tests.mail.conftest import Authority
from tests.mail.server import Box, smtp_server
from tests.mail.test_message import made

FROM, TO = "bounce@office.example", "clerk@office.example"
PASSWORD = "s3cret-Pa55word"


def settings(box: Box, **changes: Any) -> SmtpSettings:
    values: dict[str, Any] = {"host": "127.0.0.1", "port": box.port, "security": "none", "timeout": 10.0}
    return SmtpSettings(**(values | changes))


def test_an_accepted_message_arrives_byte_for_byte() -> None:
    message = made()
    with smtp_server(Box()) as box:
        outcome = send(message, FROM, TO, settings(box))
    assert outcome == Accepted("127.0.0.1", "2.0.0 queued as DEMO")
    assert box.received == [(FROM, [TO], message.as_bytes())]


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize(("answer", "kind"), [("451 4.3.0 try later", Deferred), ("550 5.1.1 no such user", Refused)])
def test_four_hundred_is_later_and_five_hundred_is_no(stage: str, answer: str, kind: type) -> None:
    failing = Box()
    setattr(failing, f"{stage}_answer", answer)
    with smtp_server(failing) as box:
        outcome = send(made(), FROM, TO, settings(box))
    assert type(outcome) is kind
    assert isinstance(outcome, Deferred | Refused)
    assert outcome.code == int(answer[:3])
    assert outcome.stage == {"mail": "sender", "rcpt": "recipient", "data": "data"}[stage]
    assert outcome.detail == answer[4:]
    assert not box.received
    if isinstance(outcome, Refused):
        assert outcome.concerns_recipient == (stage != "mail")


def test_a_connection_dropped_after_data_is_later() -> None:
    with smtp_server(Box(data_answer="drop")) as box:
        outcome = send(made(), FROM, TO, settings(box))
    assert isinstance(outcome, Deferred)
    assert (outcome.stage, outcome.detail) == ("data", "dropped")


def test_a_connection_dropped_in_the_middle_of_the_message_is_later() -> None:
    """A scripted server that hangs up after it has read the first part of the message."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as stream:
            stream.write(b"220 test ESMTP\r\n")
            stream.flush()
            for answer in (b"250 test\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
                stream.readline()
                stream.write(answer)
                stream.flush()
            stream.read(1000)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # reset, not close

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        outcome = send(made(html=b"x" * 5_000_000), FROM, TO, settings(Box(port=listener.getsockname()[1])))
    finally:
        thread.join(10)
        listener.close()
    assert isinstance(outcome, Deferred)
    assert outcome.stage == "data"


def test_nobody_listening_is_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = send(made(), FROM, TO, settings(Box(port=port)))
    assert outcome == Deferred("127.0.0.1", "connect", "unreachable")


def test_a_server_that_turns_everybody_away_is_later() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"554 too busy\r\n")
            connection.recv(100)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        outcome = send(made(), FROM, TO, settings(Box(port=listener.getsockname()[1])))
    finally:
        thread.join(10)
        listener.close()
    assert outcome == Deferred("127.0.0.1", "connect", "too busy", 554)


def test_starttls_with_login_delivers(authority: Authority) -> None:
    with smtp_server(Box(), context=authority.server, starttls=True, password=PASSWORD.encode()) as box:
        outcome = send(made(), FROM, TO, secured(box, authority))
    assert isinstance(outcome, Accepted)
    assert len(box.received) == 1


def test_tls_from_the_first_byte_delivers(authority: Authority) -> None:
    with smtp_server(Box(), context=authority.server) as box:
        outcome = send(made(), FROM, TO, settings(box, security="tls", ca_file=authority.ca_file))
    assert isinstance(outcome, Accepted)


def test_a_certificate_nobody_vouches_for_stops_the_message(authority: Authority) -> None:
    for security in ("starttls", "tls"):
        with smtp_server(Box(), context=authority.server, starttls=security == "starttls") as box:
            outcome = send(made(), FROM, TO, settings(box, security=security))
        assert isinstance(outcome, Refused)
        assert outcome.detail == "certificate"
        assert not outcome.concerns_recipient
        assert not box.received


def test_a_certificate_of_another_host_stops_the_message(authority: Authority) -> None:
    with smtp_server(Box(), context=authority.server, starttls=True) as box:
        outcome = send(
            made(), FROM, TO, settings(box, host="localhost", security="starttls", ca_file=authority.ca_file)
        )
    assert isinstance(outcome, Refused)
    assert outcome.detail == "certificate"


def test_starttls_is_required_when_configured() -> None:
    with smtp_server(Box()) as box:
        outcome = send(made(), FROM, TO, settings(box, security="starttls"))
    assert outcome == Refused("127.0.0.1", "starttls", "no_starttls")
    assert not box.received


def test_a_server_without_login_is_no_when_a_user_name_is_set(authority: Authority) -> None:
    with smtp_server(Box(), context=authority.server, starttls=True, without_login=True) as box:
        outcome = send(made(), FROM, TO, secured(box, authority))
    assert outcome == Refused("127.0.0.1", "login", "no_auth")
    assert not box.received


def test_a_wrong_password_is_no_and_shows_nowhere(authority: Authority, caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.WARNING),
        smtp_server(Box(), context=authority.server, starttls=True, password=b"other") as box,
    ):
        chosen = secured(box, authority)
        outcome = send(made(), FROM, TO, chosen)
    assert outcome == Refused("127.0.0.1", "login", "wrong_login", 535)
    assert box.logins == [PASSWORD.encode()]  # tried, and only once
    for shown in (repr(chosen), str(chosen), repr(outcome), describe(outcome, Texts("zh")), caplog.text):
        assert PASSWORD not in shown


def test_user_name_and_password_never_leave_in_clear_text() -> None:
    with smtp_server(Box(), password=PASSWORD.encode()) as box:
        outcome = send(made(), FROM, TO, settings(box, username="office", password=SecretStr(PASSWORD)))
    assert outcome == Refused("127.0.0.1", "login", "plain_login")
    assert not box.logins


@pytest.mark.parametrize("address", ["x@y.example\r\nRCPT TO:<z@y.example>", "", "a b@c.example", "电@c.example"])
def test_a_hostile_envelope_address_never_reaches_the_wire(address: str) -> None:
    with smtp_server(Box()) as box:
        assert send(made(), FROM, address, settings(box)) == Refused("127.0.0.1", "recipient", "bad_address")
        assert send(made(), address, TO, settings(box)) == Refused("127.0.0.1", "sender", "bad_address")
    assert not box.received


def test_the_wait_for_the_answer_after_data_is_ten_minutes() -> None:
    assert DATA_TIMEOUT >= 600
    assert SmtpSettings(host="mail.example").data_timeout >= 600


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_is_a_sentence(lang: str) -> None:
    t = Texts(lang)
    outcomes: list[Outcome] = [
        Accepted("mail.example", "queued"),
        Deferred("mail.example", "data", "dropped"),
        Refused("mail.example", "login", "wrong_login", 535),
        Refused("mail.example", "recipient", "no such user", 550),
    ]
    for outcome in outcomes:
        sentence = describe(outcome, t)
        assert "mail.example" in sentence
        assert "mail.outcome" not in sentence
    assert "535" in describe(outcomes[2], t)


def secured(box: Box, authority: Authority) -> SmtpSettings:
    return settings(
        box,
        security="starttls",
        ca_file=authority.ca_file,
        username="office",
        password=SecretStr(PASSWORD),
    )
