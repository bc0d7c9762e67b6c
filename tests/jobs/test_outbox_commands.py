"""What did not arrive: where it is shown, how commands leave, and what the next issue says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.texts import Texts
from tests.jobs.offices import KEYS, NEXT_FRIDAY, W47, W48, A, B, C, Office, lived_in, mail_to
from tests.mail.hostile_server import HostileServer, Rule, Say, hostile_server

pytestmark = pytest.mark.slow

LATER = Rule("rcpt", Say("451 4.7.1 greylisted, come back"), to="b@")
NOBODY = Rule("rcpt", Say("550 5.1.1 nobody of that name"), to="b@")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived_in(tmp_path_factory.mktemp("pattern") / "state")


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def office(pattern: Path, tmp_path: Path, server: HostileServer) -> Office:
    """With three addresses, and an issue that was built."""
    office = Office.like(pattern, tmp_path / "state", {**mail_to(server.port, A, B, C), **KEYS})
    office.gives("bulletin", "build")
    return office


def sent(office: Office, server: HostileServer, *rules: Rule) -> Office:
    """The issue went out as far as the server allowed; now it allows all."""
    server.behave(*rules)
    assert office.does("bulletin", "send").returncode == (7 if rules else 0)
    server.behave()
    return office


# --- list -----------------------------------------------------------------------------------------------------------


def test_a_folder_from_which_nothing_was_sent_says_so(office: Office) -> None:
    for lang, said in (("zh", "尚未发送过邮件"), ("en", "No mail")):
        office.lang = lang
        done = office.does("outbox", "list", "--all")
        assert (done.returncode, done.stdout) == (0, "")
        assert said in done.stderr
    assert office.gives("outbox", "list") == []


def test_where_all_arrived_the_list_is_empty_and_the_whole_one_is_not(office: Office, server: HostileServer) -> None:
    sent(office, server)
    assert office.gives("outbox", "list") == []
    rows = office.gives("outbox", "list", "--all")
    assert [(r["recipient"], r["state"], r["week"], r["tries"]) for r in rows] == [
        (who, "accepted", W47, 1) for who in (A, B, C)
    ]
    assert set(rows[0]) == {
        "id", "kind", "channel", "audience", "week", "correction", "recipient", "state", "tries", "queued_at",
        "next_try", "accepted_at", "message_id", "answer",
    }  # fmt: skip
    assert rows[0]["accepted_at"] == "2026-11-20 10:00"
    assert rows[0]["next_try"] is None


@pytest.mark.parametrize(
    ("rule", "state", "next_try"), [(LATER, "deferred", "2026-11-20 10:02"), (NOBODY, "refused", None)]
)
def test_what_has_not_arrived_is_listed_with_the_servers_words(
    office: Office, server: HostileServer, rule: Rule, state: str, next_try: str | None
) -> None:
    sent(office, server, rule)
    (row,) = office.gives("outbox", "list", codes=(7,))
    assert (row["recipient"], row["state"], row["next_try"]) == (B, state, next_try)
    assert isinstance(rule.act, Say)
    assert rule.act.text in row["answer"]
    for lang in ("zh", "en"):
        office.lang = lang
        for columns in ("80", "160"):
            done = office.does("outbox", "list", env={"COLUMNS": columns})
            assert done.returncode == 7
            assert B in done.stdout
        assert A not in done.stdout
    assert office.does("outbox", "list", "--all").returncode == 7


# --- retry ----------------------------------------------------------------------------------------------------------


def test_retry_sends_what_has_not_arrived_and_nothing_else(office: Office, server: HostileServer) -> None:
    sent(office, server, LATER, NOBODY_C)
    assert [r["state"] for r in office.gives("outbox", "retry")] == ["accepted", "accepted"]
    assert server.received() == {A: 1, B: 1, C: 1}
    assert office.gives("outbox", "retry") == []
    assert office.does("outbox", "retry", "1").returncode == 0  # it arrived long ago
    assert server.received() == {A: 1, B: 1, C: 1}


NOBODY_C = Rule("rcpt", Say("550 5.1.1 nobody of that name"), to="c@")


def test_retry_of_one_leaves_the_others(office: Office, server: HostileServer) -> None:
    sent(office, server, LATER, NOBODY_C)
    (row,) = office.gives("outbox", "retry", "3")
    assert (row["recipient"], row["state"]) == (C, "accepted")
    assert server.received() == {A: 1, C: 1}


def test_retry_that_does_not_help_says_so(office: Office, server: HostileServer) -> None:
    sent(office, server, NOBODY)
    server.behave(NOBODY)
    for lang, said in (("zh", "1 封邮件中有 1 封"), ("en", "1 of 1")):
        office.lang = lang
        done = office.does("outbox", "retry")
        assert done.returncode == 7
        assert said in done.stderr


def test_numbers_that_are_none_are_named_and_nothing_is_done(office: Office, server: HostileServer) -> None:
    sent(office, server, LATER)
    count = len(server.reached)
    office.refuses("outbox", "retry", "2", "77", "78", code=2, says="77, 78")
    office.refuses("outbox", "drop", "2", "77", "--reason", "x", code=2, says="77")
    assert len(server.reached) == count


def test_retry_needs_mail_to_be_configured(office: Office, server: HostileServer) -> None:
    sent(office, server, LATER)
    office.env = dict(KEYS)
    office.refuses("outbox", "retry", code=4, says="MONITOR_SMTP_HOST")


# --- drop -----------------------------------------------------------------------------------------------------------


def test_what_a_person_dropped_is_reminded_of_no_more_and_says_why(office: Office, server: HostileServer) -> None:
    sent(office, server, NOBODY)
    assert office.does("outbox", "drop", "2", "--reason", "已电话告知").returncode == 0
    assert office.gives("outbox", "list") == []
    (row,) = [r for r in office.gives("outbox", "list", "--all") if r["recipient"] == B]
    assert row["state"] == "dropped"
    assert "已电话告知" in row["answer"]
    assert office.does("status").returncode == 0


def test_what_has_arrived_is_not_dropped(office: Office, server: HostileServer) -> None:
    sent(office, server, NOBODY)
    for lang, said in (("zh", "1 封没有改动"), ("en", "Left alone: 2")):
        office.lang = lang
        done = office.does("outbox", "drop", "1", "2", "--reason", "x")
        assert done.returncode == 0
        assert said in done.stderr
    assert [r["state"] for r in office.gives("outbox", "list", "--all")] == ["accepted", "dropped", "accepted"]


def test_a_reason_is_asked_for(office: Office, server: HostileServer) -> None:
    sent(office, server, NOBODY)
    assert office.does("outbox", "drop", "2").returncode == 2


# --- status and doctor ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "then", "code", "level"),
    [
        ((), (), 0, "fine"),
        ((LATER,), (), 7, "warn"),
        ((NOBODY,), (), 7, "bad"),
        ((NOBODY,), ("outbox", "drop", "2", "--reason", "x"), 0, "fine"),
        ((LATER,), ("outbox", "drop", "2", "--reason", "x"), 0, "fine"),
    ],
)
def test_status_and_doctor_leave_with_what_has_not_arrived(
    office: Office, server: HostileServer, rules: tuple[Rule, ...], then: tuple[str, ...], code: int, level: str
) -> None:
    sent(office, server, *rules)
    if then:
        assert office.does(*then).returncode == 0
    for lang in ("zh", "en"):
        office.lang = lang
        status = office.does("status")
        assert status.returncode == code
        assert (B in status.stdout) == bool(code)
        assert ("monitor outbox list" in status.stdout) == bool(code)
        assert office.does("status", "--json").returncode == code
        doctor = office.does("doctor")
        assert doctor.returncode == code, doctor.stdout
        assert ("monitor outbox retry 2" in " ".join(doctor.stdout.split())) == (level == "bad")
    office.lang = "zh"
    levels = [
        f["level"]
        for f in office.gives("doctor", codes=(code,))
        if f["what"] == Texts("zh")("cli.doctor.check.delivery")
    ]
    assert levels == [level]


def test_what_is_wrong_with_the_house_comes_before_a_mail_that_did_not_arrive(
    office: Office, server: HostileServer
) -> None:
    sent(office, server, NOBODY)
    office.env["MONITOR_MAIL_REPLY_TO"] = "nobody at all"
    assert office.does("doctor").returncode == 4
    assert office.does("status").returncode == 7


def test_an_issue_that_is_owed_is_no_mail_that_did_not_arrive(office: Office) -> None:
    office.env["MONITOR_BULLETIN_SCHEDULE"] = "30 8 * * fri"
    office.env["MONITOR_BULLETIN_SEND"] = "true"
    done = office.does("doctor")
    assert done.returncode == office.does("status").returncode == 6
    assert W47 in done.stdout
    levels = {f["what"]: f["level"] for f in office.gives("doctor", codes=(6,))}
    assert levels[Texts("zh")("cli.doctor.check.issue")] == "warn"
    assert levels[Texts("zh")("cli.doctor.check.delivery")] == "fine"


# --- the next issue -------------------------------------------------------------------------------------------------


def next_issue(office: Office) -> tuple[str, str, int]:
    """(subject, text, new leads) of the issue of the week after."""
    built = office.gives("bulletin", "build", "--week", W48, at=NEXT_FRIDAY)
    return built["subject"], Path(built["files"]["txt"]).read_text(encoding="utf-8"), built["new"]


def test_where_all_arrived_the_next_issue_says_nothing_of_it(office: Office, server: HostileServer) -> None:
    sent(office, server)
    subject, text, new = next_issue(office)
    assert "未送达" not in subject + text
    assert new == 0


@pytest.mark.parametrize("rule", [LATER, NOBODY])
def test_the_next_issue_names_how_many_addresses_did_not_get_the_last_one(
    office: Office, server: HostileServer, rule: Rule
) -> None:
    sent(office, server, rule)
    subject, text, new = next_issue(office)
    assert "（前期1个地址未送达）" in subject
    assert "2026年第1期有1个收件地址未送达（共3个）" in text
    assert new == 0  # two have it


def test_what_reached_nobody_is_new_again_and_the_next_issue_says_why(office: Office, server: HostileServer) -> None:
    first = office.rows("select hit, entry_no from issue_entries order by hit")
    sent(office, server, Rule("rcpt", Say("550 5.7.1 not here")))
    subject, text, new = next_issue(office)
    assert "（前期3个地址未送达）" in subject
    assert "没有送达任何收件地址" in text
    assert new > 0
    sql = f"select hit, entry_no from issue_entries e join issues i on i.id = e.issue where i.week = {W48[-2:]}"
    assert office.rows(f"{sql} order by hit") == first


def test_what_a_person_dropped_is_no_word_of_the_next_issue(office: Office, server: HostileServer) -> None:
    sent(office, server, NOBODY)
    assert office.does("outbox", "drop", "2", "--reason", "x").returncode == 0
    subject, text, _ = next_issue(office)
    assert "未送达" not in subject + text


def test_what_arrives_in_the_end_is_no_word_of_the_next_issue(office: Office, server: HostileServer) -> None:
    sent(office, server, LATER)
    assert office.does("outbox", "retry").returncode == 0
    subject, text, _ = next_issue(office)
    assert "未送达" not in subject + text


def test_the_next_release_ends_what_is_open_but_a_draft_does_not(office: Office, server: HostileServer) -> None:
    sent(office, server, LATER, NOBODY_C)
    next_issue(office)
    assert [s for *_, s in office.states()] == ["accepted", "deferred", "refused"]
    office.gives("bulletin", "build", "--week", W48, "--release", at=NEXT_FRIDAY)
    assert [s for week, *_, s in office.states() if week == W47] == ["accepted", "superseded", "refused"]
    assert office.does("bulletin", "send", "--week", W48, at=NEXT_FRIDAY).returncode == 0
    assert office.gives("outbox", "list") == []  # c has had a later one
