"""One pass over the outbox: what each outcome of a mail server makes of a row, of the rows beside it, and of what is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import FixedClock, Week
from monitor.config.settings import Settings
from monitor.errors import ConfigError
from monitor.issue.building import build_issue
from monitor.mail import Accepted, Deferred, Refused
from monitor.mail.smtp import Outcome
from monitor.outbox import office_audience
from monitor.outbox import passing as door
from monitor.outbox.passing import deliver
from monitor.store import Store
from monitor.store.outbox import OutboxRow
from monitor.texts import Texts

WEEK = Week(2026, 47)
NOW = WEEK.ends + timedelta(hours=8, minutes=30)
MINUTE = timedelta(minutes=1)
ONE, TWO, THREE = "one@office.example", "two@office.example", "three@office.example"
HOST = "mail.office.example"
OK = Accepted(HOST, "queued")
SETTINGS = Settings(
    smtp_host=HOST, mail_from="bulletin@office.example", mail_to=f"{ONE}, {TWO}, {THREE}", smtp_security="none"
)


@dataclass
class Office:
    """A state folder with one released issue, and a mail server that answers as it is told to."""

    state: Path
    answers: dict[str, Outcome] = field(default_factory=dict)
    mails: list[tuple[str, str]] = field(default_factory=list)

    def send(self, message: EmailMessage, sender: str, recipient: str, *_: object, **__: object) -> Outcome:
        self.mails.append((recipient, str(message["Message-ID"])))
        return self.answers.get(recipient, OK)

    def passes(self, now: datetime = NOW, settings: Settings = SETTINGS, **how: Any) -> list[OutboxRow]:
        self.mails.clear()
        return deliver(self.state, settings, FixedClock(now), Texts("zh"), patience=0, **how)

    def rows(self) -> dict[str, OutboxRow]:
        with Store.open(self.state) as store:
            return {row.recipient: row for row in store.outbox.find()}

    def told(self) -> datetime | None:
        with Store.open(self.state) as store:
            issue = store.issues.get("office", WEEK)
            assert issue is not None
            return issue.told_at


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path)
    with Store.open(tmp_path) as store:
        build_issue(store, SETTINGS, {}, WEEK, NOW, Texts("zh"), release=True)
    monkeypatch.setattr(door, "send", made.send)
    return made


def test_a_released_issue_has_a_row_for_every_address_and_is_told_to_nobody_yet(office: Office) -> None:
    assert {to: (r.state, r.tries, r.next_try) for to, r in office.rows().items()} == dict.fromkeys(
        (ONE, TWO, THREE), ("queued", 0, NOW)
    )
    assert office.told() is None


# --- what an outcome makes of a row -------------------------------------------------------------------

LATER = ("deferred", NOW + 2 * MINUTE)
NEVER = ("refused", None)


@pytest.mark.parametrize(
    ("outcome", "state", "told"),
    [
        (OK, ("accepted", None), True),
        (Deferred(HOST, "data", "451 greylisted", 451), LATER, False),
        (Deferred(HOST, "recipient", "dropped"), LATER, False),
        (Deferred(HOST, "connect", "unreachable"), LATER, False),
        (Refused(HOST, "recipient", "550 no such user", 550), NEVER, False),
        (Refused(HOST, "data", "554 no", 554), NEVER, False),
        (Refused(HOST, "sender", "550 who are you", 550), LATER, False),  # our own settings may be mended
        (Refused(HOST, "login", "wrong_login", 535), LATER, False),
        (Refused(HOST, "starttls", "certificate"), LATER, False),
        (Refused(HOST, "connect", "550 no", 550), LATER, False),
    ],
)
def test_each_outcome_has_its_state_and_only_acceptance_tells(
    office: Office, outcome: Outcome, state: tuple[str, datetime | None], told: bool
) -> None:
    with Store.open(office.state) as store:
        store.outbox.drop([r.id for r in store.outbox.find() if r.recipient != ONE], "")
    office.answers = {ONE: outcome}
    (row,) = office.passes()
    assert (row.state, row.next_try) == state
    assert (row.tries, row.first_try, row.last_try, row.claimed_by) == (1, NOW, NOW, "")
    assert (row.accepted_at is not None) is told
    assert row.answer
    assert (office.told() == NOW) is told


def test_the_first_acceptance_tells_and_a_later_one_does_not_tell_again(office: Office) -> None:
    office.answers = {TWO: Deferred(HOST, "data", "451", 451), THREE: Refused(HOST, "recipient", "550", 550)}
    assert [r.state for r in office.passes()] == ["accepted", "deferred", "refused"]
    assert office.told() == NOW
    office.answers = {}
    later = NOW + 2 * MINUTE
    (row,) = office.passes(later)
    assert (row.recipient, row.state, row.accepted_at) == (TWO, "accepted", later)
    assert office.told() == NOW
    assert office.rows()[THREE].state == "refused"  # nobody tries by itself what was refused


@pytest.mark.parametrize(("age", "state"), [(-1, "deferred"), (0, "given_up"), (1, "given_up")])
def test_after_three_days_a_message_is_given_up(office: Office, age: int, state: str) -> None:
    office.answers = dict.fromkeys((ONE, TWO, THREE), Deferred(HOST, "data", "451", 451))
    office.passes()
    end = NOW + timedelta(days=3)
    rows = office.passes(end + age * MINUTE)
    assert {(r.state, r.next_try) for r in rows} == {(state, end if state == "deferred" else None)}
    assert [r.state for r in office.passes(end)] == (["given_up"] * 3 if state == "deferred" else [])


def test_the_same_mail_is_sent_again_to_the_byte(office: Office) -> None:
    office.answers = dict.fromkeys((ONE, TWO, THREE), Deferred(HOST, "data", "dropped"))
    office.passes()
    first = list(office.mails)
    office.passes(NOW + timedelta(days=1))
    assert office.mails == first


# --- the rows beside it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "tried"),
    [
        (Deferred(HOST, "connect", "unreachable"), 1),
        (Refused(HOST, "connect", "550 no", 550), 1),
        (Refused(HOST, "starttls", "certificate"), 1),
        (Deferred(HOST, "login", "wrong_login", 454), 1),
        (Deferred(HOST, "sender", "dropped"), 3),
        (Deferred(HOST, "recipient", "450 full", 450), 3),
        (Refused(HOST, "recipient", "550", 550), 3),
        (Deferred(HOST, "data", "451", 451), 3),
        (OK, 3),
    ],
)
def test_a_server_that_does_not_let_us_in_is_not_asked_again_for_the_next_address(
    office: Office, outcome: Outcome, tried: int
) -> None:
    office.answers = {ONE: outcome}
    rows = office.passes()
    assert len(office.mails) == tried
    if tried == 1:  # the others wait with it, untried
        assert {(r.state, r.next_try) for r in rows} == {LATER}
        assert [r.tries for r in rows] == [1, 0, 0]
        assert all(r.answer for r in rows)
    else:
        assert {r.state for r in rows[1:]} == {"accepted"}


def test_a_server_that_lets_nobody_in_after_others_were_served_leaves_those_served(office: Office) -> None:
    office.answers = {TWO: Deferred(HOST, "connect", "unreachable")}
    rows = office.passes()
    assert [(r.state, r.tries) for r in rows] == [("accepted", 1), ("deferred", 1), ("deferred", 0)]


# --- which rows are tried -----------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "due"), [(-1, False), (0, True), (1, True)])
def test_a_row_is_tried_when_it_is_due_or_a_person_asks(office: Office, late: int, due: bool) -> None:
    office.answers = {ONE: Deferred(HOST, "data", "451", 451)}
    office.passes()
    at = NOW + 2 * MINUTE + timedelta(seconds=late)
    assert [r.recipient for r in office.passes(at)] == ([ONE] if due else [])
    assert len(office.mails) == int(due)
    if not due:
        assert [r.recipient for r in office.passes(at, due_only=False)] == [ONE]


def test_only_the_rows_that_were_named_are_tried(office: Office) -> None:
    two = office.rows()[TWO].id
    assert [r.recipient for r in office.passes(ids=[two])] == [TWO]
    assert [to for to, _ in office.mails] == [TWO]
    assert office.passes(ids=[two]) == []  # it has arrived


def test_a_process_that_is_leaving_begins_no_other_mail(office: Office) -> None:
    assert {r.state for r in office.passes(stop=lambda: True)} == {"queued"}
    assert not office.mails
    office.passes(stop=lambda: bool(office.mails))
    assert [to for to, _ in office.mails] == [ONE]
    heard: list[str] = []
    office.passes(done=lambda row: heard.append(f"{row.recipient} {row.state}"))
    assert heard == [f"{TWO} accepted", f"{THREE} accepted"]


def test_what_a_dead_process_left_claimed_is_sent_again(office: Office) -> None:
    with Store.open(office.state) as store:
        assert store.outbox.claim(office_row(store, ONE), "4711", NOW)
        assert not store.outbox.claim(office_row(store, ONE), "4712", NOW)
    rows = office.passes(NOW + MINUTE)
    assert (rows[0].recipient, rows[0].state, rows[0].tries) == (ONE, "accepted", 2)


def test_what_a_person_took_back_while_another_was_sent_is_not_sent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send_and_drop(message: EmailMessage, sender: str, recipient: str, *_: object, **__: object) -> Outcome:
        with Store.open(office.state) as store:
            store.outbox.drop([office_row(store, TWO)], "no longer wanted")
        return office.send(message, sender, recipient)

    monkeypatch.setattr(door, "send", send_and_drop)
    assert [r.state for r in office.passes()] == ["accepted", "dropped", "accepted"]
    assert [to for to, _ in office.mails] == [ONE, THREE]


def office_row(store: Store, recipient: str) -> int:
    return next(r.id for r in store.outbox.find() if r.recipient == recipient)


def test_an_address_taken_out_of_the_settings_gets_nothing_more(office: Office) -> None:
    fewer = SETTINGS.model_copy(update={"mail_to": f"{ONE}, {THREE}"})
    assert [r.recipient for r in office.passes(settings=fewer)] == [ONE, THREE]
    assert office.rows()[TWO].state == "left_out"
    assert [to for to, _ in office.mails] == [ONE, THREE]


@pytest.mark.parametrize("harm", [shutil.rmtree, lambda p: (p / "bulletin.html").write_bytes(b"another")])
def test_a_mail_whose_files_are_gone_or_changed_waits_and_says_so(office: Office, harm: Callable[[Path], Any]) -> None:
    folder = office.state / "bulletins" / str(WEEK)
    for kept in (folder / "released").iterdir():
        harm(kept)
    for file in folder.glob("bulletin.*"):
        file.write_bytes(b"another")
    rows = office.passes()
    assert not office.mails
    assert {(r.state, r.next_try, r.tries) for r in rows} == {("deferred", NOW + 5 * MINUTE, 1)}
    assert all(str(WEEK) in r.answer for r in rows)
    assert office.told() is None


# --- by mail or as a file -----------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["smtp_host", "mail_from", "mail_to"])
def test_without_a_server_a_sender_or_an_address_an_issue_goes_out_as_a_file(missing: str, tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={missing: ""})
    assert office_audience(settings).channel == "file"
    assert office_audience(SETTINGS).channel == "mail"
    assert office_audience(SETTINGS).recipients == (ONE, TWO, THREE)
    with Store.open(tmp_path) as store:
        build_issue(store, settings, {}, WEEK, NOW, Texts("zh"), release=True)
        issue = store.issues.get("office", WEEK)
        assert issue is not None
        assert issue.told_at == NOW  # who reads it in its folder has it
        assert not store.outbox.find()
    name = {"smtp_host": "MONITOR_SMTP_HOST", "mail_from": "MONITOR_MAIL_FROM", "mail_to": "MONITOR_MAIL_TO"}[missing]
    with pytest.raises(ConfigError) as caught:
        deliver(tmp_path, settings, FixedClock(NOW), Texts("zh"), patience=0)
    assert caught.value.params["names"] == name
