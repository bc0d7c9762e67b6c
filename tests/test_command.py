"""A call of the command in this process leaves nothing behind, and hides nothing of what a test says."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
import structlog

from monitor import log, redaction
from monitor.cli import source
from monitor.resources import demo_folder
from tests.command import command


def test_the_process_is_left_as_it_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meddling(*_: object) -> None:
        os.environ["MONITOR_CONTACT"] = "left@office.example"
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        log.configure()
        redaction.remember_secret("Bluefern-9")
        raise KeyboardInterrupt

    monkeypatch.setattr(source, "_row", meddling)
    monkeypatch.setenv("MONITOR_OFFICE_NAME", "ours")
    found = surroundings()
    assert command("source", "list", "--state", str(tmp_path)).returncode == 130
    assert surroundings() == found
    assert "Bluefern-9" not in redaction.known_secrets()


def surroundings() -> list[object]:
    streams = [sys.stdout, sys.stderr, sys.stdin]
    return [
        *streams,
        signal.getsignal(signal.SIGTERM),
        dict(os.environ),
        structlog.is_configured(),
        structlog.get_config(),
    ]


@pytest.mark.parametrize(
    "where", [{}, {"process": True}, {"interpreter": True}], ids=["here", "process", "interpreter"]
)
def test_what_this_machine_has_set_for_the_monitor_is_not_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: dict[str, bool]
) -> None:
    monkeypatch.setenv("MONITOR_LANG", "en")
    assert "用法" in command("hit", "--help", **where).stdout
    given = command("hit", "--help", env={"MONITOR_LANG": "en"}, **where)
    assert "Usage" in given.stdout


@pytest.mark.parametrize("said", [AssertionError("a key without a text"), DeprecationWarning("old")])
def test_what_a_test_or_a_warning_says_is_not_made_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Exception
) -> None:
    def saying(*_: object) -> None:
        raise said

    monkeypatch.setattr(source, "_row", saying)
    with pytest.raises(type(said), match=str(said)):
        command("source", "list", "--state", str(tmp_path))


def test_what_would_kill_this_process_gets_one_of_its_own(tmp_path: Path) -> None:
    done = command("run", "--state", str(tmp_path), "--replay", str(demo_folder()), env={"MONITOR_DIE_AT": "begun"})
    assert done.returncode == -signal.SIGKILL, done.stderr
