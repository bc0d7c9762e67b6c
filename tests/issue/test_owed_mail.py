"""What one pass over the outbox owes to whom, pass after pass, while days go by."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor.clock import FixedClock
from monitor.config.settings import Settings
from monitor.jobs.deliver import deliver_due
from monitor.store import Store
from monitor.texts import Texts
from tests.demo_run import AT, monitor
from tests.mail.hostile_server import Drop, HostileServer, Rule, Say, hostile_server

EVERYBODY = ["a@office.example", "b@office.example", "c@office.example"]
Pass = Callable[[float], dict[str, str]]


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def env(server: HostileServer) -> dict[str, str]:
    return {
        "MONITOR_SMTP_HOST": "127.0.0.1",
        "MONITOR_SMTP_PORT": str(server.port),
        "MONITOR_SMTP_SECURITY": "none",
        "MONITOR_MAIL_FROM": "ip@office.example",
        "MONITOR_MAIL_TO": ",".join(EVERYBODY),
    }


@pytest.fixture
def hours_later(tmp_path: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Pass:
    """An issue is released; then: one pass so many hours later, and how every address stands."""
    Store.open(tmp_path).close()
    done = monitor(tmp_path, "bulletin", "build", "--week", "2026-W47", "--release", env=env)
    assert done.returncode == 0, done.stderr
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    def one_pass(hours: float) -> dict[str, str]:
        clock = FixedClock(datetime.fromisoformat(AT) + timedelta(hours=hours))
        deliver_due(SimpleNamespace(state=tmp_path, clock=clock, texts=Texts("zh"), settings=Settings(), sources={}))
        with Store.open(tmp_path, readonly=True) as store:
            return {r.recipient[0]: r.state for r in store.outbox.find()}

    return one_pass


def test_a_server_that_is_away_for_three_days_is_given_up_for_everybody_alike(
    server: HostileServer, hours_later: Pass
) -> None:
    server.behave(Rule("connect", Drop()))
    for hours in (0, 0.1, 0.3, 1, 3, 8, 20, 40, 60, 71):
        assert hours_later(hours) == {"a": "deferred", "b": "deferred", "c": "deferred"}
    assert hours_later(72.1) == {"a": "given_up", "b": "given_up", "c": "given_up"}
    assert server.kept == []


def test_of_a_server_that_is_away_it_is_asked_once_a_pass(server: HostileServer, hours_later: Pass) -> None:
    server.behave(Rule("connect", Say("421 4.3.2 closing")))
    hours_later(0)
    assert server.steps() == ["connect"]
    hours_later(0.01)  # half a minute later: not due
    assert server.steps() == ["connect"]
    server.behave()
    assert hours_later(0.5) == {"a": "accepted", "b": "accepted", "c": "accepted"}


def test_an_address_put_off_again_and_again_is_tried_less_and_less_and_to_the_end(
    server: HostileServer, hours_later: Pass
) -> None:
    server.behave(Rule("rcpt", Say("451 4.7.1 later"), to="b@"))
    minutes = 0
    while hours_later(minutes / 60)["b"] == "deferred":
        minutes += 1 if minutes < 60 else 30
        assert minutes < 80 * 60
    assert minutes / 60 == pytest.approx(72, abs=1)
    tries = server.steps("b@office.example").count("rcpt")
    assert 15 <= tries <= 40
    assert server.received() == {"a@office.example": 1, "c@office.example": 1}


def test_an_address_without_a_row_is_owed_the_issue_that_is_out(
    tmp_path: Path, server: HostileServer, hours_later: Pass
) -> None:
    """A sender of an earlier version made the rows one by one, and may have been killed before the last."""
    connection = sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)
    connection.execute("delete from outbox where recipient = 'c@office.example'")
    connection.close()
    assert hours_later(1) == {"a": "accepted", "b": "accepted", "c": "accepted"}
    hours_later(2)
    assert server.received() == dict.fromkeys(EVERYBODY, 1)


def test_an_address_that_was_dropped_is_not_owed_it_again(
    tmp_path: Path, server: HostileServer, hours_later: Pass, env: dict[str, str]
) -> None:
    server.behave(Rule("rcpt", Say("451 later"), to="b@"))
    assert hours_later(0)["b"] == "deferred"
    assert monitor(tmp_path, "outbox", "drop", "2", "--reason", "退休", env=env).returncode == 0
    server.behave()
    assert hours_later(5) == {"a": "accepted", "b": "dropped", "c": "accepted"}


def test_what_a_person_dropped_is_sent_only_where_its_address_is_named(
    tmp_path: Path, server: HostileServer, hours_later: Pass, env: dict[str, str]
) -> None:
    server.behave(Rule("rcpt", Say("550 no such user"), to="b@"))
    assert hours_later(0)["b"] == "refused"
    assert monitor(tmp_path, "outbox", "drop", "2", "--reason", "已电话告知", env=env).returncode == 0
    server.behave()
    assert monitor(tmp_path, "bulletin", "send", env=env).returncode == 0
    assert server.received() == {"a@office.example": 1, "c@office.example": 1}
    assert monitor(tmp_path, "bulletin", "send", "--to", "b@office.example", env=env).returncode == 0
    assert server.received() == dict.fromkeys(EVERYBODY, 1)


def test_an_address_that_left_the_list_and_came_back_is_owed_the_issue_that_is_out(
    tmp_path: Path, server: HostileServer, hours_later: Pass, env: dict[str, str]
) -> None:
    """A list was mistyped for an hour, or a command ran in a shell with other settings: nobody dropped anybody."""
    server.behave(Rule("rcpt", Say("451 later"), to="b@"))
    assert hours_later(0)["b"] == "deferred"
    elsewhere = {**env, "MONITOR_MAIL_TO": "a@office.example", "MONITOR_LANG": "en"}
    monitor(tmp_path, "outbox", "retry", env=elsewhere)
    server.behave()
    told = monitor(tmp_path, "status", env=env)
    assert told.returncode == 7
    assert "b@office.example" in told.stdout
    assert "monitor bulletin send --week 2026-W47" in told.stdout
    assert hours_later(1) == {"a": "accepted", "b": "accepted", "c": "accepted"}
    assert server.received() == dict.fromkeys(EVERYBODY, 1)
    assert monitor(tmp_path, "status", env=env).returncode != 7


def test_an_address_that_is_new_is_named_until_it_has_the_issue(
    tmp_path: Path, hours_later: Pass, env: dict[str, str]
) -> None:
    hours_later(0)
    wider = {**env, "MONITOR_MAIL_TO": env["MONITOR_MAIL_TO"] + ",d@office.example"}
    told = monitor(tmp_path, "doctor", "--json", env=wider)
    assert "d@office.example" in told.stdout
    assert monitor(tmp_path, "bulletin", "send", env=wider).returncode == 0
    assert "d@office.example" not in monitor(tmp_path, "doctor", "--json", env=wider).stdout


def test_what_was_put_off_under_a_clock_that_ran_ahead_is_due_when_it_is_right_again(
    server: HostileServer, hours_later: Pass
) -> None:
    server.behave(Rule("rcpt", Say("451 4.7.1 later")))
    assert hours_later(400 * 24) == {"a": "deferred", "b": "deferred", "c": "deferred"}
    server.behave()
    assert hours_later(1) == {"a": "accepted", "b": "accepted", "c": "accepted"}
