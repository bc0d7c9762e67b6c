"""What each answer of a mail server means, at each step of the conversation: one table of codes and steps."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from monitor.mail import Accepted, Deferred, Refused, SmtpSettings, describe, send
from monitor.mail.smtp import Outcome
from monitor.texts import Texts
from tests.mail.conftest import Authority
from tests.mail.test_message import made

FROM, TO = "bounce@office.example", "clerk@office.example"
MESSAGE = made(html=b"<p>x</p>", text=b"x\n")
GOOD = {
    "greeting": "220 mail.test",
    "EHLO": "250-mail.test\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS",
    "STARTTLS": "220 go on",
    "AUTH": "235 welcome",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "end": "250 2.0.0 queued",
    "QUIT": "221 bye",
}
HANG_UP = ""


class Script:
    """A server that gives the answers it was told to, and notes the words it was sent."""

    def __init__(self, answers: dict[str, str], context: ssl.SSLContext | None = None) -> None:
        self.answers = GOOD | answers
        self.context = context
        self.heard: list[str] = []
        self.lines: list[str] = []
        self.port = 0

    def serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            connection.settimeout(10)
            try:
                connection = self._talk(connection)
            finally:
                connection.close()

    def _talk(self, connection: socket.socket) -> socket.socket:
        if not self._say(connection, "greeting"):
            return connection
        stream, in_message = connection.makefile("rb"), False
        while line := stream.readline():
            if in_message:
                if line != b".\r\n":
                    continue
                word, in_message = "end", False
            else:
                word = line.decode().split()[0].upper()
                self.heard.append(word)
                self.lines.append(line.decode().strip())
            if not self._say(connection, word):
                return connection
            in_message = word == "DATA" and self.answers["DATA"].startswith("354")
            if word == "STARTTLS" and self.context and self.answers[word].startswith("220"):
                connection = self.context.wrap_socket(connection, server_side=True)
                stream = connection.makefile("rb")
        return connection

    def _say(self, connection: socket.socket, word: str) -> bool:
        answer = self.answers.get(word, "250 ok")
        if answer != HANG_UP:
            connection.sendall(answer.encode() + b"\r\n")
        return answer != HANG_UP


@contextlib.contextmanager
def scripted(answers: dict[str, str], context: ssl.SSLContext | None = None) -> Iterator[Script]:
    script = Script(answers, context)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        script.port = listener.getsockname()[1]
        thread = threading.Thread(target=script.serve, args=(listener,))
        thread.start()
        try:
            yield script
        finally:
            _ended(listener, thread)


def _ended(listener: socket.socket, thread: threading.Thread) -> None:
    """A server nobody called stops waiting for the call."""
    with contextlib.suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(15)


def sent(answers: dict[str, str], **changes: Any) -> Outcome:
    with scripted(answers) as script:
        values: dict[str, Any] = {"host": "127.0.0.1", "port": script.port, "security": "none", "timeout": 10.0}
        return send(MESSAGE, FROM, TO, SmtpSettings(**(values | changes)))


def kind_of(outcome: Outcome) -> str:
    return type(outcome).__name__.lower()


# --- codes and steps ----------------------------------------------------------------------------------

STEPS = {"MAIL": "sender", "RCPT": "recipient", "DATA": "data", "end": "data"}
# code → what it means in answer to MAIL, RCPT, DATA and the end of the message
MEANING: dict[int, tuple[str, str, str, str]] = {
    220: ("deferred", "deferred", "deferred", "deferred"),
    250: ("accepted", "accepted", "deferred", "accepted"),
    251: ("accepted", "accepted", "deferred", "deferred"),
    252: ("deferred", "deferred", "deferred", "deferred"),
    354: ("deferred", "deferred", "accepted", "deferred"),
    399: ("deferred", "deferred", "deferred", "deferred"),
    400: ("deferred", "deferred", "deferred", "deferred"),
    421: ("deferred", "deferred", "deferred", "deferred"),
    450: ("deferred", "deferred", "deferred", "deferred"),
    451: ("deferred", "deferred", "deferred", "deferred"),
    452: ("deferred", "deferred", "deferred", "deferred"),
    499: ("deferred", "deferred", "deferred", "deferred"),
    500: ("refused", "refused", "refused", "refused"),
    521: ("refused", "refused", "refused", "refused"),
    535: ("refused", "refused", "refused", "refused"),
    550: ("refused", "refused", "refused", "refused"),
    552: ("refused", "refused", "refused", "refused"),
    554: ("refused", "refused", "refused", "refused"),
    599: ("refused", "refused", "refused", "refused"),
    600: ("deferred", "deferred", "deferred", "deferred"),
}


@pytest.mark.parametrize(
    ("code", "step", "meaning"),
    [(c, s, m) for c, row in MEANING.items() for s, m in zip(STEPS, row, strict=True)],
)
def test_each_code_means_one_thing_at_each_step(code: int, step: str, meaning: str) -> None:
    outcome = sent({step: f"{code} said so"})
    assert kind_of(outcome) == meaning
    if isinstance(outcome, Accepted):
        assert outcome.detail == ("said so" if step == "end" else "2.0.0 queued")
    else:
        assert (outcome.stage, outcome.code, outcome.detail) == (STEPS[step], code, "said so")


def test_a_recipient_the_server_forwards_for_is_a_recipient() -> None:
    assert isinstance(sent({"RCPT": "251 user not local; will forward"}), Accepted)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [(220, "accepted"), (250, "deferred"), (421, "deferred"), (450, "deferred"), (499, "deferred"),
     (500, "refused"), (520, "refused"), (521, "deferred"), (522, "refused"), (550, "refused"),
     (553, "refused"), (554, "deferred"), (555, "refused")],
)  # fmt: skip
def test_a_greeting_that_turns_everybody_away_is_for_later(code: int, meaning: str) -> None:
    outcome = sent({"greeting": f"{code} said so"})
    assert kind_of(outcome) == meaning
    if not isinstance(outcome, Accepted):
        assert (outcome.stage, outcome.code) == ("connect", code)


@pytest.mark.parametrize("step", ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "end"])
def test_a_server_that_hangs_up_is_for_later_wherever_it_does(step: str) -> None:
    outcome = sent({step: HANG_UP})
    assert isinstance(outcome, Deferred)
    assert (outcome.stage, outcome.detail, outcome.code) == (STEPS.get(step, "connect"), "dropped", 0)


def test_a_good_bye_that_is_not_answered_takes_nothing_back() -> None:
    assert isinstance(sent({"QUIT": HANG_UP}), Accepted)
    assert isinstance(sent({"QUIT": "500 what"}), Accepted)


@pytest.mark.parametrize(
    ("answer", "code"), [("no answer of smtp", 0), ("-1 odd", 0), ("000 odd", 0), ("001 odd", 1), ("099 odd", 99)]
)
def test_what_is_no_answer_of_smtp_is_for_later(answer: str, code: int) -> None:
    outcome = sent({"end": answer})
    assert isinstance(outcome, Deferred)
    assert (outcome.stage, outcome.code) == ("data", code)


@pytest.mark.parametrize(
    ("step", "stage"), [("greeting", "connect"), ("MAIL", "sender"), ("RCPT", "recipient"), ("DATA", "data")]
)
def test_a_silent_server_is_for_later(step: str, stage: str) -> None:
    with _mute_after(step) as port:
        outcome = send(
            MESSAGE, FROM, TO, SmtpSettings("127.0.0.1", port, security="none", timeout=0.2, data_timeout=0.2)
        )
    assert isinstance(outcome, Deferred)
    assert (outcome.stage, outcome.code, outcome.detail) == (stage, 0, "unreachable")


@pytest.mark.parametrize(("leaving", "why"), [(False, "too_slow"), (True, "stopping")], ids=["too slow", "stopping"])
def test_a_talk_that_was_cut_short_says_why(leaving: bool, why: str) -> None:
    with _mute_after("MAIL") as port:
        settings = SmtpSettings("127.0.0.1", port, security="none", timeout=60.0, talk_timeout=60.0 if leaving else 0.3)
        outcome = send(MESSAGE, FROM, TO, settings, stop=lambda: leaving)
    assert isinstance(outcome, Deferred)
    assert (outcome.detail, outcome.code) == (why, 0)


def test_the_wait_for_the_answer_after_the_message_is_its_own() -> None:
    with _mute_after("end") as port:
        settings = SmtpSettings("127.0.0.1", port, security="none", timeout=60.0, data_timeout=0.2)
        outcome = send(MESSAGE, FROM, TO, settings)
    assert isinstance(outcome, Deferred)
    assert outcome.stage == "data"


@contextlib.contextmanager
def _mute_after(word: str) -> Iterator[int]:
    """A server that falls silent instead of answering that word, until the client leaves."""

    class Mute(Script):
        def _say(self, connection: socket.socket, said: str) -> bool:
            return True if said == word else super()._say(connection, said)

    script = Mute({})
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=script.serve, args=(listener,))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            _ended(listener, thread)


@pytest.mark.parametrize(
    ("outcome", "about"),
    [
        (Refused("h", "connect", "x"), False),
        (Refused("h", "starttls", "x"), False),
        (Refused("h", "login", "x"), False),
        (Refused("h", "sender", "x"), False),
        (Refused("h", "recipient", "x"), True),
        (Refused("h", "data", "x"), True),
    ],
)
def test_only_a_refusal_of_the_recipient_or_the_message_is_about_the_recipient(outcome: Refused, about: bool) -> None:
    assert outcome.concerns_recipient is about


# --- encryption and login -----------------------------------------------------------------------------


def secured(answers: dict[str, str], authority: Authority, **changes: Any) -> tuple[Outcome, list[str]]:
    with scripted(answers, authority.server) as script:
        values: dict[str, Any] = {
            "host": "127.0.0.1", "port": script.port, "security": "starttls", "timeout": 10.0,
            "username": "office", "password": SecretStr("s3cret"), "ca_file": authority.ca_file,
        }  # fmt: skip
        outcome = send(MESSAGE, FROM, TO, SmtpSettings(**(values | changes)))
    return outcome, script.heard


@pytest.mark.parametrize(
    ("code", "meaning"),
    [(235, "accepted"), (399, "refused"), (400, "deferred"), (421, "deferred"), (432, "deferred"), (451, "deferred"),
     (454, "deferred"), (499, "deferred"), (500, "refused"), (530, "refused"), (534, "refused"), (535, "refused"),
     (538, "refused"), (599, "refused"), (250, "refused")],
)  # fmt: skip
def test_a_login_that_is_put_off_is_for_later_and_a_wrong_one_is_no(
    code: int, meaning: str, authority: Authority
) -> None:
    outcome, heard = secured({"AUTH": f"{code} for the password s3cret"}, authority)
    assert kind_of(outcome) == meaning
    if not isinstance(outcome, Accepted):
        assert (outcome.stage, outcome.detail, outcome.code) == ("login", "wrong_login", code)
        assert "s3cret" not in repr(outcome)
        assert "MAIL" not in heard
    assert heard.count("AUTH") == 1


@pytest.mark.parametrize(
    ("code", "meaning"), [(220, "accepted"), (421, "deferred"), (454, "deferred"), (501, "refused"), (554, "refused")]
)
def test_an_encryption_that_is_put_off_is_for_later(code: int, meaning: str, authority: Authority) -> None:
    outcome, heard = secured({"STARTTLS": f"{code} said so"}, authority)
    assert kind_of(outcome) == meaning
    if not isinstance(outcome, Accepted):
        assert (outcome.stage, outcome.code) == ("starttls", code)
        assert "AUTH" not in heard


@pytest.mark.parametrize(
    ("offered", "outcome"),
    [
        ("AUTH PLAIN", "accepted"),
        ("AUTH GSSAPI LOGIN", "accepted"),
        ("auth plain", "accepted"),
        ("AUTH GSSAPI", "refused"),
        ("SIZE 1000000", "refused"),
    ],
)
def test_the_first_way_to_log_in_that_both_know_is_taken(offered: str, outcome: str, authority: Authority) -> None:
    hello = f"250-mail.test\r\n250-{offered}\r\n250 STARTTLS"
    answers = {"EHLO": hello} | ({"AUTH": "334 VXNlcm5hbWU6"} if "LOGIN" in offered else {})
    if "LOGIN" in offered:  # the dialogue of LOGIN needs more than one answer; that it is tried is enough here
        _, heard = secured(answers | {"AUTH": "535 no"}, authority)
        assert "AUTH" in heard
        return
    got, heard = secured(answers, authority)
    assert kind_of(got) == outcome
    if isinstance(got, Refused):
        assert got == Refused("127.0.0.1", "login", "no_auth")
        assert "AUTH" not in heard


def test_without_a_user_name_nobody_logs_in(authority: Authority) -> None:
    for password in (None, SecretStr("")):
        outcome, heard = secured({}, authority, username="", password=password)
        assert isinstance(outcome, Accepted)
        assert "AUTH" not in heard


def test_a_user_name_without_a_password_is_a_fault_of_the_settings() -> None:
    settings = SmtpSettings("127.0.0.1", 1, username="office")
    assert send(MESSAGE, FROM, TO, settings) == Refused("127.0.0.1", "login", "no_password")


def test_without_encryption_no_word_of_it_is_said() -> None:
    with scripted({}) as script:
        outcome = send(MESSAGE, FROM, TO, SmtpSettings("127.0.0.1", script.port, security="none", timeout=10.0))
    assert isinstance(outcome, Accepted)
    assert script.heard == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


@pytest.mark.parametrize("asks", [True, False])
def test_a_size_is_told_to_a_server_that_asks_for_it_and_to_no_other(asks: bool) -> None:
    with scripted({"EHLO": "250-mail.test\r\n250 SIZE 1000000" if asks else "250 mail.test"}) as script:
        outcome = send(MESSAGE, FROM, TO, SmtpSettings("127.0.0.1", script.port, security="none", timeout=10.0))
    assert isinstance(outcome, Accepted)
    (mail,) = [line for line in script.lines if line.upper().startswith("MAIL")]
    assert mail.endswith(f" size={len(MESSAGE.as_bytes())}" if asks else f"<{FROM}>")


# --- what is told of it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Deferred("h", "data", "450 busy", 450), "450 busy"),
        (Deferred("h", "data", "busy", 450), "450 busy"),
        (Deferred("h", "data", "busy"), "busy"),
    ],
)
def test_the_code_is_told_once(outcome: Outcome, said: str) -> None:
    sentence = describe(outcome, Texts("zh"))
    assert said in sentence
    assert sentence.count("450") == said.count("450")


def test_a_hostile_answer_is_one_short_visible_line() -> None:
    outcome = sent({"end": "554 a\x1b[31m\u202eb" + "x" * 400})
    assert isinstance(outcome, Refused)
    assert outcome.detail.isprintable()
    assert len(outcome.detail) == 300
