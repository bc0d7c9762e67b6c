"""`monitor check`: what it calls wrong, whom it mails, how it leaves, and the sign of life it gives."""

from __future__ import annotations

import email
import email.policy
import json
import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import FetchFailed
from monitor.fetch.ping import ping
from monitor.installation import FILE
from monitor.locks import COLLECT, Lock
from monitor.store import Store
from tests.demo_run import demo_read, monitor
from tests.fetch.raw_server import header_by_header, raw_server
from tests.fetch.server import page, site
from tests.mail.hostile_server import Rule, Say, hostile_server
from tests.test_daemon_process import living, queued, until

AT = "2026-11-20T10:00:00+08:00"
HERE = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = tmp_path_factory.mktemp("state")
    return demo_read(state)


@pytest.fixture
def state(lived_in: Path, tmp_path: Path) -> Path:
    """With a daemon that is alive, as far as anybody can see: this process."""
    folder = shutil.copytree(lived_in, tmp_path / "state")
    beaten(folder, HERE)
    return folder


def beaten(folder: Path, at: datetime, **more: Any) -> None:
    beat = {"at": at.isoformat(), "pid": os.getpid(), "state": "running", "busy": {}, **more}
    (folder / "heartbeat.json").write_text(json.dumps(beat), encoding="utf-8")


def mail_to(port: int, **more: str) -> dict[str, str]:
    return {
        "MONITOR_SMTP_HOST": "127.0.0.1",
        "MONITOR_SMTP_PORT": str(port),
        "MONITOR_SMTP_SECURITY": "none",
        "MONITOR_MAIL_FROM": "ip@office.example",
        "MONITOR_MAIL_TO": "a@office.example",
        "MONITOR_ADMIN_MAIL": "night@office.example；day@office.example",
        "MONITOR_OFFICE_NAME": "演示中心",
        **more,
    }


def checked(state: Path, at: datetime = HERE, env: dict[str, str] | None = None, *words: str) -> tuple[int, Any]:
    done = monitor(state, "check", "--json", *words, at=at.isoformat(), env=env)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert found["exit_code"] == done.returncode
    return done.returncode, found


def keys(found: Any) -> list[str]:
    return [w["key"] for w in found["wrong"]]


def held(state: Path, run: Callable[[], Any]) -> Any:
    with Lock(state, COLLECT).held():
        return run()


# --- what is wrong --------------------------------------------------------------------------------------------------


def test_a_monitor_that_is_well_is_told_in_one_line_and_nobody_is_mailed(state: Path) -> None:
    with hostile_server() as server:
        done = held(state, lambda: monitor(state, "check", env=mail_to(server.port)))
        said = "没有发现须通知管理员的问题；来源是否查全，见 monitor status。\n"
        assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
        assert server.reached == []


@pytest.mark.parametrize(
    ("how", "key", "word"),
    [
        ({"minutes": 0}, "daemon", "意外退出"),
        ({"hours": 9}, "daemon", "意外退出"),
    ],
)
def test_a_daemon_that_was_killed_is_told_at_once(state: Path, how: dict[str, int], key: str, word: str) -> None:
    code, found = checked(state, HERE + timedelta(**how))
    assert key in keys(found)
    assert code == 3
    assert word in next(w["said"] for w in found["wrong"] if w["key"] == key)


def test_a_daemon_that_hangs_is_told_after_two_minutes(state: Path) -> None:
    for seconds, wrong in ((120, []), (121, ["daemon"])):
        _, found = held(state, lambda s=seconds: checked(state, HERE + timedelta(seconds=s)))
        assert keys(found) == wrong


def test_one_that_was_stopped_has_an_hour_and_one_that_left_in_trouble_has_none(state: Path) -> None:
    beaten(state, HERE, state="stopped")
    assert keys(checked(state, HERE + timedelta(minutes=59))[1]) == []
    assert keys(checked(state, HERE + timedelta(minutes=61))[1]) == ["daemon"]
    beaten(state, HERE, state="stopped", because="errors.state_damaged")
    assert keys(checked(state, HERE)[1]) == ["daemon"]


def test_one_that_never_ran_is_missed_where_issues_are_planned(state: Path) -> None:
    (state / "heartbeat.json").unlink()
    assert keys(checked(state)[1]) == []
    assert keys(checked(state, HERE, {"MONITOR_BULLETIN_SCHEDULE": "30 8 * * mon"})[1])[0] == "daemon"


def test_a_watch_without_a_name_is_told(state: Path) -> None:
    with Store.open(state) as store, store.immediate():
        store.watchlist.replace([], "none", "none.xlsx", HERE)
    code, found = held(state, lambda: checked(state))
    assert (code, keys(found)) == (4, ["watchlist"])


def test_a_daemon_that_is_at_one_thing_for_hours_is_told_though_its_heart_beats(state: Path) -> None:
    since = (HERE - timedelta(hours=6, minutes=1)).isoformat()
    beaten(state, HERE, busy={"br-inpi": {"with": "br-inpi", "since": since}})
    assert keys(held(state, lambda: checked(state))[1]) == ["busy.br-inpi"]


def test_an_issue_is_missed_an_hour_and_a_half_after_its_time(state: Path) -> None:
    env = {"MONITOR_BULLETIN_SCHEDULE": "0 10 * * fri"}
    assert monitor(state, "bulletin", "build", "--week", "2026-W46", "--release", env=env).returncode == 0
    for minutes, wrong in ((89, []), (91, ["issue.2026-W47"])):
        later = HERE + timedelta(minutes=minutes)
        beaten(state, later)
        assert keys(held(state, lambda at=later: checked(state, at, env))[1]) == wrong
    assert "bulletin build --week 2026-W47" in held(state, lambda: checked(state, later, env))[1]["wrong"][0]["to_do"]


def test_an_issue_that_waits_for_its_signature_is_told_with_the_command(state: Path) -> None:
    env = {"MONITOR_BULLETIN_SCHEDULE": "0 10 * * fri", "MONITOR_BULLETIN_SEND": "approved"}
    assert monitor(state, "bulletin", "build", env=env).returncode == 0
    later = HERE + timedelta(hours=2)
    beaten(state, later)
    code, found = held(state, lambda: checked(state, later, env))
    assert (code, keys(found)) == (6, ["unsigned.2026-W47"])
    assert "monitor bulletin approve 2026-W47 --by" in found["wrong"][0]["to_do"]


def test_mail_that_does_not_arrive_is_counted_and_what_the_server_said_is_not_quoted(state: Path) -> None:
    refuse = Rule("rcpt", Say("550 5.1.1 see https://evil.example/?unsubscribe"), to="a@")
    with hostile_server(refuse) as server:
        env = mail_to(server.port)
        assert monitor(state, "bulletin", "build", "--release", env=env).returncode == 0
        assert monitor(state, "bulletin", "send", env=env).returncode == 7
        code, found = held(state, lambda: checked(state, HERE, env))
        assert (code, keys(found)) == (7, ["outbox.failed"])
        assert "evil.example" not in json.dumps(found)
        assert "evil.example" not in "".join(base64_text(k.body) for k in server.kept)


def test_a_mail_that_is_a_day_old_is_told_with_the_age_of_the_oldest(state: Path) -> None:
    with hostile_server() as server:
        env = {**mail_to(server.port), "MONITOR_ADMIN_MAIL": ""}
        assert monitor(state, "bulletin", "build", "--release", env=env).returncode == 0
        for hours, wrong in ((23, []), (25, ["outbox.waiting"])):
            later = HERE + timedelta(hours=hours)
            beaten(state, later)
            assert [k for k in keys(held(state, lambda at=later: checked(state, at, env))[1]) if "outbox" in k] == wrong


def test_a_source_is_missed_when_what_was_due_two_days_ago_is_not_checked(state: Path) -> None:
    later = HERE + timedelta(days=2, hours=6)
    beaten(state, later)
    code, found = held(state, lambda: checked(state, later))
    assert code == 3
    assert "us-pacer-rss" in json.dumps(found)
    soon = HERE + timedelta(hours=11)
    beaten(state, soon)
    assert keys(held(state, lambda: checked(state, soon))[1]) == []


def test_what_a_dead_daemon_did_not_ask_is_its_consequence_and_so_it_is_until_that_is_made_up_for(state: Path) -> None:
    later = HERE + timedelta(days=2, hours=6)
    assert keys(checked(state, later)[1]) == ["daemon"]
    for hours, wrong in ((1, False), (3, True)):
        beaten(state, later, started=(later - timedelta(hours=hours)).isoformat())
        assert bool(keys(held(state, lambda: checked(state, later))[1])) is wrong


def test_a_trouble_the_administrator_knows_of_is_not_over_because_a_daemon_was_started(state: Path) -> None:
    later = HERE + timedelta(days=2, hours=6)
    with hostile_server() as server:
        env = mail_to(server.port)
        beaten(state, later, started=(later - timedelta(hours=30)).isoformat())
        code, first = held(state, lambda: checked(state, later, env))
        assert (code, first["letter"]) == (3, "new")
        for minutes in (20, 55, 90):  # a new daemon, a moment old
            at = later + timedelta(minutes=minutes)
            beaten(state, at, started=later.isoformat())
            code, found = held(state, lambda at=at: checked(state, at, env))
            assert (code, keys(found), found["letter"]) == (3, keys(first), None)


def test_sources_that_all_fail_at_once_are_one_trouble(state: Path) -> None:
    later = HERE + timedelta(days=9)
    beaten(state, later)
    _, found = held(state, lambda: checked(state, later))
    assert keys(found) == ["sources"]
    assert "上网" in found["wrong"][0]["to_do"]


@pytest.mark.parametrize(("days", "wrong"), [(31, []), (30, ["key.SOME_KEY"]), (-2, ["key.SOME_KEY"])])
def test_a_key_is_told_of_a_month_before_it_expires(state: Path, days: int, wrong: list[str]) -> None:
    env = {"MONITOR_EXPIRES": f"SOME_KEY={(HERE + timedelta(days=days)).date()}"}
    assert keys(held(state, lambda: checked(state, HERE, env))[1]) == wrong


def test_a_day_that_is_none_is_refused_with_what_may_stand_there(state: Path) -> None:
    done = monitor(state, "check", env={"MONITOR_EXPIRES": "SOME_KEY=next spring"})
    assert done.returncode == 4
    assert "MONITOR_EXPIRES" in done.stderr
    assert "2027-03-01" in done.stderr


def test_a_disk_that_will_be_full_is_foretold(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    for day in range(8):
        free = 30_000_000_000 - day * 2_000_000_000
        monkeypatch.setattr(shutil, "disk_usage", lambda _, f=free: usage(10**12, 0, f))
        at = HERE - timedelta(days=7 - day)
        beaten(state, at)
        _, found = held(state, lambda at=at: checked(state, at))
    assert keys(found) == ["disk"]
    assert "7 天" in found["wrong"][0]["said"]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 0, 150_000_000))
    assert held(state, lambda: checked(state))[0] == 4


@pytest.mark.parametrize("how", ["lost", "empty", "damaged"])
def test_a_database_in_trouble_is_the_gravest(state: Path, how: str) -> None:
    if how == "damaged":
        raw = (state / FILE).read_bytes()
        (state / FILE).write_bytes(raw[:8192] + os.urandom(60_000) + raw[68_192:])
        assert monitor(state, "db", "check").returncode == 4
    else:
        for file in state.glob(FILE + "*"):
            file.unlink()
        if how == "empty":
            (state / FILE).touch()
    with hostile_server() as server:
        code, found = held(state, lambda: checked(state, HERE, mail_to(server.port)))
        assert (code, keys(found)) == (4, ["state"])
        assert found["mailed"] is True
        assert "monitor --state" in base64_text(server.kept[0].body)


# --- whom it tells --------------------------------------------------------------------------------------------------


def base64_text(body: bytes) -> str:
    message = email.message_from_bytes(body, policy=email.policy.default)
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return f"{message['Subject']}\n" + "\n".join(parts)


def test_the_administrators_are_mailed_once_then_daily_then_when_it_is_over(state: Path) -> None:
    with hostile_server() as server:
        env = mail_to(server.port)

        def at(later: timedelta, *, alive: bool = False) -> str | None:
            moment = HERE + later
            if alive:
                beaten(state, moment)
                found = held(state, lambda: checked(state, moment, env))[1]
            else:
                found = checked(state, moment, env)[1]
            assert found["mailed"] in (True, None)
            letter: str | None = found["letter"] if found["mailed"] else None
            return letter

        minutes = [timedelta(minutes=m) for m in (0, 5, 10)]
        assert [at(m) for m in minutes] == ["new", None, None]
        assert at(timedelta(hours=24, minutes=1)) in ("reminder", "new")
        assert at(timedelta(hours=24, minutes=6)) is None
        assert {k.recipient for k in server.kept} == {"night@office.example", "day@office.example"}
        first = server.kept[0]
        text = base64_text(first.body)
        assert text.startswith("【监测系统】守护进程意外退出")
        assert "演示中心" in text
        assert str(state) in text
        assert "systemctl restart ipmonitor" in text


def test_that_it_is_over_is_mailed(state: Path) -> None:
    with hostile_server() as server:
        env = mail_to(server.port)
        assert checked(state, HERE, env)[1]["letter"] == "new"
        letters = []
        for minutes in (5, 10, 40):
            later = HERE + timedelta(minutes=minutes)
            beaten(state, later)
            letters.append(held(state, lambda at=later: checked(state, at, env))[1]["letter"])
        assert letters == [None, None, "over"]
        assert base64_text(server.kept[-1].body).startswith("【监测系统】已恢复正常")


def test_a_mail_that_was_not_accepted_is_tried_at_the_next_check_and_says_so(state: Path) -> None:
    with hostile_server() as server:
        port = server.port
    code, found = checked(state, HERE, mail_to(port))
    assert (code, found["mailed"]) == (7, False)
    assert found["why"]
    with hostile_server() as server:
        code, found = checked(state, HERE + timedelta(minutes=5), mail_to(server.port))
        assert (code, found["mailed"], found["letter"]) == (3, True, "new")


def test_where_nothing_can_be_remembered_one_mail_an_hour_goes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state folder is gone, with the disk it lay on; where systemd lends a folder, that remembers."""
    gone = tmp_path / "gone"
    with hostile_server() as server:
        for minute in range(0, 60, 5):
            code, _ = checked(gone, HERE + timedelta(minutes=minute), mail_to(server.port))
            assert code in (4, 7)
        assert len(server.kept) == 2 * 2  # two of twelve checks, two administrators
        lent = tmp_path / "run"
        lent.mkdir()
        for minute in range(0, 60, 5):
            checked(gone, HERE + timedelta(minutes=minute), mail_to(server.port, RUNTIME_DIRECTORY=str(lent)))
        assert len(server.kept) == 2 * 3
    assert not gone.exists()


def test_who_only_looks_writes_nothing_and_tells_nobody(state: Path) -> None:
    with hostile_server() as server:
        before = sorted(p.name for p in state.iterdir() if "monitor.db-" not in p.name)
        code, found = checked(state, HERE, mail_to(server.port), "--dry-run")
        assert (code, keys(found), found["mailed"]) == (3, ["daemon"], None)
        assert server.reached == []
        assert sorted(p.name for p in state.iterdir() if "monitor.db-" not in p.name) == before


def test_doctor_says_whether_anybody_watches(state: Path) -> None:
    def line(env: dict[str, str], at: datetime = HERE) -> dict[str, str]:
        rows = json.loads(monitor(state, "doctor", "--json", at=at.isoformat(), env=env).stdout)
        (row,) = [r for r in rows if r["what"] == "看守"]
        return dict(row)

    env = {"MONITOR_ADMIN_MAIL": "night@office.example"}
    assert "没有在定时运行" in line(env)["text"]
    held(state, lambda: checked(state, HERE))
    assert "MONITOR_ADMIN_MAIL" in line({})["text"]
    assert line(env)["level"] == "fine"
    late = line(env, HERE + timedelta(minutes=31))
    assert late["level"] == "warn"
    assert "2026-11-20 10:00" in late["text"]


def test_it_speaks_both_languages(state: Path) -> None:
    zh, en = (monitor(state, "check", "--dry-run", "--lang", lang) for lang in ("zh", "en"))
    assert "守护进程意外退出" in zh.stdout
    assert "The daemon left without a word" in en.stdout


# --- the sign of life -----------------------------------------------------------------------------------------------


def test_a_sign_of_life_is_given_where_all_is_well_and_none_where_it_is_not(state: Path) -> None:
    with site() as outside:
        outside.answers["/4f1c"] = page(b"OK")
        env = {"MONITOR_PING_URL": f"{outside.url}/4f1c", "MONITOR_ALLOW_PRIVATE_HOSTS": "127.0.0.1"}
        code, found = held(state, lambda: checked(state, HERE, env, "--ping"))
        assert (code, found["pinged"]) == (0, True)
        ((path, headers),) = outside.seen
        assert path == "/4f1c"
        assert "cookie" not in headers
        assert headers["user-agent"] == "overseas-ip-monitor"
        code, found = checked(state, HERE, env, "--ping")  # the daemon is dead
        assert (code, found["pinged"]) == (3, None)
        assert len(outside.seen) == 1


def test_a_sign_that_is_not_heard_is_said_without_the_address(state: Path) -> None:
    with site() as outside:
        env = {"MONITOR_PING_URL": f"{outside.url}/secret-place", "MONITOR_ALLOW_PRIVATE_HOSTS": "127.0.0.1"}
        done = held(state, lambda: monitor(state, "check", "--ping", env=env))
    assert done.returncode == 3
    assert "404" in done.stderr
    assert "secret-place" not in done.stdout + done.stderr


def test_without_an_address_a_sign_is_refused(state: Path) -> None:
    done = monitor(state, "check", "--ping")
    assert done.returncode == 4
    assert "MONITOR_PING_URL" in done.stderr


def test_neither_a_private_address_nor_an_open_connection_nor_a_redirect_is_followed() -> None:
    with site() as outside:
        outside.answers["/on"] = page(b"", 302, Location=f"{outside.url}/there")
        for url, hosts in (
            (f"{outside.url}/x", frozenset()),
            (outside.url.replace("http:", "https:").replace("127.0.0.1", "localhost"), frozenset()),
            (f"{outside.url}/on", frozenset({"127.0.0.1"})),
        ):
            with pytest.raises(FetchFailed) as caught:
                ping(url, private_hosts=hosts, seconds=20)
            assert "127.0.0.1" not in str(caught.value)
        assert [path for path, _ in outside.seen] == ["/on"]


def test_a_watch_that_answers_for_ever_is_not_waited_for() -> None:
    with raw_server(header_by_header) as server, pytest.raises(FetchFailed) as caught:
        ping(f"http://127.0.0.1:{server.port}/", private_hosts=frozenset({"127.0.0.1"}), seconds=0.5)
    assert caught.value.params["what"] == "too_slow"


# --- from death to alarm --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_from_death_to_alarm_it_takes_fifteen_minutes_at_most(tmp_path: Path, how: signal.Signals) -> None:
    """A real daemon dies, or hangs; checks come every five minutes, beginning at any moment after its last beat."""
    queued(tmp_path)
    with living(tmp_path) as process, hostile_server() as server:
        until((tmp_path / "heartbeat.json").exists, process)
        os.kill(process.pid, how)
        if how is signal.SIGKILL:
            process.wait(30)
        died = datetime.fromisoformat(json.loads((tmp_path / "heartbeat.json").read_text(encoding="utf-8"))["at"])
        worst = timedelta()
        for phase in range(0, 300, 60):
            (tmp_path / "check.json").unlink(missing_ok=True)
            for turn in range(4):
                at = died + timedelta(seconds=phase + 300 * turn)
                found = checked(tmp_path, at, mail_to(server.port))[1]
                if found["mailed"] and "daemon" in keys(found):
                    worst = max(worst, at - died)
                    break
            else:
                pytest.fail("no alarm")
        # A beat may be half a minute old when it dies, a timer half a minute late, a mail server two minutes slow.
        assert worst + timedelta(seconds=30 + 30 + 120) <= timedelta(minutes=15)
        if how is signal.SIGSTOP:
            os.kill(process.pid, signal.SIGCONT)
