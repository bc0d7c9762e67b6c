"""An issue reaches all three addresses, whatever becomes of the process or the mail server on the way; and a week later
nothing is missing and nothing is told again."""

from __future__ import annotations

import json
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forking import Process
from tests.issue.mailed import Mailed, doubled, read
from tests.issue.mailing_office import FIRST, RECIPIENTS, Office, ended, issue_day, suits_of, until, week_after
from tests.mail.hostile_server import (
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

pytestmark = pytest.mark.slow

DUE = issue_day(FIRST)
LATER = issue_day(FIRST, 1)
NEXT = week_after(FIRST)


@pytest.fixture(scope="module")
def told_of_suits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has read of two suits, on the eve of the issue."""
    root = tmp_path_factory.mktemp("office")
    office = Office(root, port=1)
    office.found()
    office.read(FIRST)
    return root


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def office(told_of_suits: Path, tmp_path: Path, server: HostileServer) -> Office:
    shutil.copytree(told_of_suits, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path, server.port)


class Doors:
    """The two ways an issue goes out: by the daemon's schedule, and by a clerk's hand."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def begin(self, door: str, at: str, die_at: str = "") -> Process:
        if door == "daemon":
            return self.office.begin_daemon(at, die_at)
        return self.office.begin(at, "bulletin", "send", "--week", str(FIRST), die_at=die_at)

    def again(self, door: str, server: HostileServer) -> None:
        """The machine is up again: the daemon is started, or the clerk repeats the command."""
        if door == "daemon":
            with self.office.daemon(LATER) as process:
                until(lambda: everybody_has(server, "2026-47"), process)
        else:
            self.office.do(LATER, "bulletin", "send", "--week", str(FIRST))


@pytest.fixture
def doors(office: Office) -> Doors:
    return Doors(office)


def mails(server: HostileServer) -> list[Mailed]:
    return read(server.kept)


def everybody_has(server: HostileServer, issue: str) -> bool:
    return {m.recipient for m in mails(server) if m.issue == issue} == set(RECIPIENTS)


def rows(office: Office, at: str = LATER) -> dict[str, list[str]]:
    """States in the outbox by issue, in the order of the addresses."""
    listed = json.loads(office.do(at, "outbox", "list", "--all", "--json", codes=(0, 7)))
    found: dict[str, list[str]] = {}
    for row in sorted(listed, key=lambda row: (row["week"], row["recipient"])):
        found.setdefault(row["week"], []).append(row["state"])
    return found


def assert_all_told_once_more_at_most(server: HostileServer, doubles: int) -> None:
    """Everybody has the issue with both suits; somebody may have it twice, and then it is the same mail to the byte."""
    assert everybody_has(server, "2026-47")
    assert all(m.suits == suits_of(FIRST) for m in mails(server))
    assert doubled(mails(server)) <= doubles
    sent = {(k.recipient, k.message_id, k.digest) for k in server.kept}
    assert len(sent) == len(RECIPIENTS)


def assert_next_week_tells_what_is_new_and_no_more(office: Office, server: HostileServer) -> None:
    office.read(NEXT)
    server.behave()
    with office.daemon(issue_day(NEXT)) as process:
        until(lambda: everybody_has(server, "2026-48"), process)
    assert {m.suits for m in mails(server) if m.issue == "2026-48"} == {suits_of(NEXT)}
    states = rows(office, issue_day(NEXT))
    assert all(told == ["accepted"] * 3 for told in states.values()), states


def killed(process: Process) -> bool:
    code = ended(process, 60)
    process.communicate()
    return code == -signal.SIGKILL


# --- kill -9 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", ["daemon", "send"])
@pytest.mark.parametrize("step", ["rcpt", "data", "body", "dot", "kept", "answered"])
def test_a_kill_at_any_step_of_a_conversation_loses_nothing(
    doors: Doors, server: HostileServer, door: str, step: str
) -> None:
    if door == "send":
        doors.office.do(DUE, "bulletin", "build", "--week", str(FIRST))
    begun = threading.Event()
    victim: list[Process] = []

    def kill(_: object) -> None:
        begun.wait(10)
        victim[0].kill()
        victim[0].wait(10)

    server.behave(Rule(step, Call(kill), to="b@", times=1))
    victim.append(doors.begin(door, DUE))
    begun.set()
    assert killed(victim[0])
    assert server.received()["c@office.example"] == 0
    server.behave()
    doors.again(door, server)
    # From the body on the server may have had all of the message when its sender died, and keep it.
    assert_all_told_once_more_at_most(server, doubles=0 if step in ("rcpt", "data") else 1)
    assert_next_week_tells_what_is_new_and_no_more(doors.office, server)


@pytest.mark.parametrize("door", ["daemon", "send"])
@pytest.mark.parametrize("step", ["unclaimed", "claimed:2", "answered:2", "noted:2"])
def test_a_kill_between_two_steps_of_a_delivery_loses_nothing(
    doors: Doors, server: HostileServer, door: str, step: str
) -> None:
    if door == "send":
        doors.office.do(DUE, "bulletin", "build", "--week", str(FIRST))
    assert killed(doors.begin(door, DUE, die_at=step))
    before = sum(server.received().values())
    assert before == {"unclaimed": 0, "claimed:2": 1, "answered:2": 2, "noted:2": 2}[step]
    doors.again(door, server)
    assert_all_told_once_more_at_most(server, doubles=1 if step == "answered:2" else 0)
    assert_next_week_tells_what_is_new_and_no_more(doors.office, server)


@pytest.mark.parametrize("step", ["issue_written", "issue_in_commit", "issue_committed"])
def test_a_kill_around_the_transaction_of_the_issue_loses_nothing(
    office: Office, server: HostileServer, step: str
) -> None:
    assert killed(office.begin_daemon(DUE, die_at=step))
    assert server.kept == []
    assert list(rows(office)) == (["2026-W47"] if step == "issue_committed" else [])
    with office.daemon(LATER) as process:
        until(lambda: everybody_has(server, "2026-47"), process)
    assert_all_told_once_more_at_most(server, doubles=0)
    assert_next_week_tells_what_is_new_and_no_more(office, server)


@pytest.mark.parametrize("step", ["issue_written", "issue_in_commit", "issue_committed"])
def test_a_kill_while_a_clerk_releases_an_issue_loses_nothing(office: Office, server: HostileServer, step: str) -> None:
    assert killed(office.begin(DUE, "bulletin", "build", "--week", str(FIRST), "--release", die_at=step))
    with office.daemon(LATER) as process:
        until(lambda: everybody_has(server, "2026-47"), process)
    assert_all_told_once_more_at_most(server, doubles=0)


def test_killed_again_and_again_it_gets_there(office: Office, server: HostileServer) -> None:
    """Every life is ended right after the acceptance, before the note: the worst place. One mail more per kill."""
    for number in range(3):
        assert killed(office.begin_daemon(issue_day(FIRST, number / 10), die_at="answered"))
    with office.daemon(LATER) as process:
        until(lambda: everybody_has(server, "2026-47"), process)
    assert_all_told_once_more_at_most(server, doubles=3)
    assert_next_week_tells_what_is_new_and_no_more(office, server)


# --- servers --------------------------------------------------------------------------------------------------


def tried(office: Office, at: str, times: int) -> None:
    """A life of the daemon, until in all its lives so many outcomes were noted."""
    with office.daemon(at) as process:
        until(lambda: office.talk().count('"event": "delivery"') >= times, process)


def test_who_was_put_off_is_served_a_little_later(office: Office, server: HostileServer) -> None:
    server.behave(greylisting())
    tried(office, DUE, 3)
    assert server.kept == []
    assert rows(office) == {"2026-W47": ["deferred"] * 3}
    with office.daemon(issue_day(FIRST, 0.2)) as process:
        until(lambda: everybody_has(server, "2026-47"), process)
    assert_all_told_once_more_at_most(server, doubles=0)
    assert_next_week_tells_what_is_new_and_no_more(office, server)


@pytest.mark.parametrize(
    "rule",
    [
        Rule("connect", Drop(), times=1),
        Rule("connect", Raw(b"\x00\xff HTTP/1.1 400 nope\r\n"), times=1),
        Rule("connect", Say("421 4.3.2 too busy"), times=1),
        Rule("connect", Say("554 5.3.2 not today"), times=1),
        Rule("mail", Drop(), times=1),
        Rule("mail", Say("451 4.3.0 later"), times=1),
        Rule("rcpt", Drop(reset=True), to="b@", times=1),
        Rule("data", Drop(), to="b@", times=1),
        Rule("data", Say("452 4.3.1 full"), to="b@", times=1),
        Rule("body", Drop(reset=True), to="b@", times=1),
        Rule("dot", Drop(), to="b@", times=1),
        Rule("dot", Say("451 4.3.0 content filter away"), to="b@", times=1),
        Rule("kept", Drop(), to="b@", times=1),
        Rule("answered", Drop(reset=True), to="b@", times=1),
    ],
    ids=lambda rule: f"{rule.step}-{rule.act}",
)
def test_a_server_that_fails_once_costs_one_more_try(office: Office, server: HostileServer, rule: Rule) -> None:
    server.behave(rule)
    with office.daemon(DUE) as process:
        until(lambda: '"event": "delivery"' in office.talk(), process)
    with office.daemon(LATER) as process:
        until(lambda: everybody_has(server, "2026-47"), process)
    unsaid = rule.step == "kept"
    assert_all_told_once_more_at_most(server, doubles=1 if unsaid else 0)
    assert_next_week_tells_what_is_new_and_no_more(office, server)


@pytest.mark.parametrize(
    "rule",
    [
        Rule("connect", Silence()),
        Rule("connect", Drip(1.0)),
        Rule("mail", Silence()),
        Rule("rcpt", Silence(), to="b@"),
        Rule("data", Silence(), to="b@"),
        Rule("body", Silence(), to="b@"),
        Rule("dot", Silence(), to="b@"),
        Rule("kept", Silence(), to="b@"),
        Rule("kept", Late(600), to="b@"),
    ],
    ids=lambda rule: f"{rule.step}-{rule.act}",
)
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=["term", "kill"])
def test_nobody_waits_for_a_silent_server_to_leave_and_its_mail_goes_out_later(
    office: Office, server: HostileServer, rule: Rule, end: signal.Signals
) -> None:
    server.behave(rule)
    process = office.begin_daemon(DUE)
    until(lambda: any(s.name == rule.step and s.recipient.startswith(rule.to) for s in list(server.reached)), process)
    process.send_signal(end)
    assert ended(process, 60) == (0 if end == signal.SIGTERM else -end), office.talk()[-2000:]
    process.communicate()
    server.behave()
    with office.daemon(LATER) as process:
        until(lambda: everybody_has(server, "2026-47"), process)
    assert_all_told_once_more_at_most(server, doubles=1 if rule.step == "kept" else 0)
    assert_next_week_tells_what_is_new_and_no_more(office, server)


def test_a_refused_address_does_not_keep_the_others_waiting_and_is_named(office: Office, server: HostileServer) -> None:
    server.behave(Rule("rcpt", Say("550 5.1.1 no such user"), to="b@"))
    tried(office, DUE, 3)
    assert rows(office) == {"2026-W47": ["accepted", "refused", "accepted"]}
    listed = office.do(LATER, "outbox", "list", codes=(7,))
    assert "b@office.example" in listed
    server.behave()
    office.do(LATER, "outbox", "retry")
    assert_all_told_once_more_at_most(server, doubles=0)


# --- a week later -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "state", "lives"),
    [(Say("451 4.7.1 greylisted"), "given_up", 4), (Say("550 5.7.1 policy"), "refused", 1), (Drop(), "given_up", 4)],
    ids=["put off", "refused", "dropped"],
)
def test_what_nobody_accepted_is_new_in_the_next_issue(
    office: Office, server: HostileServer, act: Act, state: str, lives: int
) -> None:
    server.behave(Rule("rcpt", act))
    for life, hours in enumerate((0, 6, 24, 80)[:lives], 1):
        tried(office, issue_day(FIRST, hours), 3 * life)
    assert server.kept == []
    assert rows(office, issue_day(FIRST, 81)) == {"2026-W47": [state] * 3}
    office.read(NEXT)
    server.behave()
    with office.daemon(issue_day(NEXT)) as process:
        until(lambda: everybody_has(server, "2026-48"), process)
    assert {(m.issue, m.suits) for m in mails(server)} == {("2026-48", suits_of(FIRST) | suits_of(NEXT))}
    assert rows(office, issue_day(NEXT)) == {"2026-W47": [state] * 3, "2026-W48": ["accepted"] * 3}


def test_what_is_accepted_at_last_a_week_late_is_not_told_again(office: Office, server: HostileServer) -> None:
    server.behave(greylisting())
    tried(office, DUE, 3)
    assert_next_week_tells_what_is_new_and_no_more(office, server)
    assert server.received() == dict.fromkeys(RECIPIENTS, 2)


def test_what_one_address_accepted_is_told_and_the_others_rows_are_superseded(
    office: Office, server: HostileServer
) -> None:
    server.behave(Rule("rcpt", Say("451 later"), to="b@"), Rule("rcpt", Say("451 later"), to="c@"))
    tried(office, DUE, 3)
    office.read(NEXT)
    with office.daemon(issue_day(NEXT)) as process:
        until(lambda: any(m.issue == "2026-48" for m in mails(server)), process)
        until(lambda: office.talk().count('"week": "2026-W48", "recipient"') >= 3, process)
    found = rows(office, issue_day(NEXT))
    assert found["2026-W48"] == ["accepted", "deferred", "deferred"]
    assert found["2026-W47"][0] == "accepted"
    assert set(found["2026-W47"][1:]) <= {"superseded", "given_up"}
    server.behave()
    with office.daemon(issue_day(NEXT, 6)) as process:
        until(lambda: everybody_has(server, "2026-48"), process)
    assert {m.suits for m in mails(server) if m.issue == "2026-48"} == {suits_of(NEXT)}
    assert doubled(mails(server)) == 0


# --- two at once ------------------------------------------------------------------------------------------


def test_of_two_who_send_at_once_one_sends(office: Office, server: HostileServer) -> None:
    office.do(DUE, "bulletin", "build", "--week", str(FIRST))
    server.behave(Rule("kept", Late(0.3)))
    both = [office.begin(DUE, "bulletin", "send", "--week", str(FIRST)) for _ in range(2)]
    for process in both:
        ended(process, 120)
        process.communicate()
    assert_all_told_once_more_at_most(server, doubles=0)


def test_a_clerk_who_sends_beside_the_daemon_doubles_nothing(office: Office, server: HostileServer) -> None:
    server.behave(Rule("rcpt", Late(0.3)))
    with office.daemon(DUE) as process:
        until(lambda: bool(server.kept), process)
        office.do(DUE, "bulletin", "send", "--week", str(FIRST))
        until(lambda: everybody_has(server, "2026-47"), process)
    assert_all_told_once_more_at_most(server, doubles=0)
