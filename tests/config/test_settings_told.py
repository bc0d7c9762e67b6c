"""Settings that cannot be what they say, and names that are no settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.names import known_names, unknown_names
from monitor.config.settings import is_host
from tests.demo_run import monitor

CANNOT = (
    "not a host!!",
    "smtp.a.example:587",
    "smtp://a.example",
    "a..b",
    "-a.example",
    "a/b",
    "x@y.example",
    "a" * 64,
)
CAN = ("smtp.office.example", "localhost", "127.0.0.1", "::1", "邮件.example", "mail_1.office.example.")
MAIL = {"MONITOR_MAIL_FROM": "a@office.example", "MONITOR_MAIL_TO": "b@office.example"}


@pytest.mark.parametrize(("host", "can"), [*((h, False) for h in CANNOT), *((h, True) for h in CAN)])
def test_what_can_be_the_name_of_a_machine(host: str, can: bool) -> None:
    assert is_host(host) is can


@pytest.mark.parametrize(
    ("lang", "allowed"), [("zh", "应为邮件服务器的域名或 IP 地址"), ("en", "name or IP address of a mail")]
)
def test_a_host_that_cannot_be_one_is_a_fault_of_the_settings(tmp_path: Path, lang: str, allowed: str) -> None:
    done = monitor(
        tmp_path, "--lang", lang, "doctor", env={**MAIL, "MONITOR_SMTP_HOST": "not a host!!", "COLUMNS": "400"}
    )
    assert done.returncode == 4
    assert done.stdout.count("MONITOR_SMTP_HOST") == 1  # one cause, told once
    assert allowed in done.stdout


def test_a_server_that_was_not_tried_is_not_called_fine(tmp_path: Path) -> None:
    done = monitor(tmp_path, "doctor", env={**MAIL, "MONITOR_SMTP_HOST": "smtp.office.example", "COLUMNS": "400"})
    (line,) = (line for line in done.stdout.splitlines() if "smtp.office.example" in line)
    assert "未试连" in line
    assert "正常" not in line


def test_names_that_are_no_settings_are_told_with_the_nearest_one(tmp_path: Path) -> None:
    given = ["MONITOR_BULLETIN_BUILD", "MONITOR_PROVINZ", "MONITOR_QQ", "PATH", *known_names()]
    told = dict(unknown_names(given))
    assert told == {
        "MONITOR_BULLETIN_BUILD": "MONITOR_BULLETIN_SEND",
        "MONITOR_PROVINZ": "MONITOR_PROVINCE",
        "MONITOR_QQ": "",
    }
    done = monitor(tmp_path, "doctor", env={"MONITOR_PROVINZ": "x", "COLUMNS": "400"})
    assert "MONITOR_PROVINZ 不是本程序的设置，不起作用。是不是要写 MONITOR_PROVINCE？" in done.stdout
