"""Drafts, releases, corrections: what a clerk may build again, what is told, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.locks import COLLECT, MAIL
from monitor.store import Store
from tests.demo_run import monitor
from tests.holding import held_elsewhere, patience_of
from tests.jobs.offices import FRIDAY, KEYS, NEXT_FRIDAY, W47, W48, A, B, Office, lived_in, mail_to
from tests.mail.hostile_server import Call, Drop, HostileServer, Rule, Say, Step, hostile_server
from tests.store.contents import entries_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived_in(tmp_path_factory.mktemp("pattern") / "state")


@pytest.fixture
def office(pattern: Path, tmp_path: Path) -> Office:
    """Without mail."""
    return Office.like(pattern, tmp_path / "state", KEYS)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def mailing(pattern: Path, tmp_path: Path, server: HostileServer) -> Office:
    return Office.like(pattern, tmp_path / "state", {**mail_to(server.port), **KEYS})


# --- drafts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["office", "mailing"])
def test_a_draft_is_built_as_often_as_one_likes_and_tells_nobody(which: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(which)
    first = office.gives("bulletin", "build")
    assert first["new"] > 0
    assert (first["released"], first["correction"]) == (False, 0)
    numbers = office.rows("select hit, entry_no from issue_entries order by hit")
    for at in (FRIDAY, "2026-11-20T11:00:00+08:00"):
        again = office.gives("bulletin", "build", at=at)
        assert (again["new"], again["files"]) == (first["new"], first["files"])
    assert office.rows("select hit, entry_no from issue_entries order by hit") == numbers
    assert office.rows("select count(*) from told") == [(0,)]
    assert office.rows("select count(*) from outbox") == [(0,)]
    assert office.rows("select count(*) from issues") == [(1,)]
    # What nobody was told of is new in the next issue too.
    assert office.gives("bulletin", "build", "--week", W48, at=NEXT_FRIDAY)["new"] == first["new"]


@pytest.mark.parametrize(("which", "way"), [("office", "--release"), ("mailing", "bulletin send")])
def test_a_draft_names_the_way_on(which: str, way: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(which)
    for lang in ("zh", "en"):
        office.lang = lang
        assert way in office.does("bulletin", "build").stderr


def test_what_is_followed_are_leads_and_no_filings_of_our_own(office: Office) -> None:
    def counts(week: str) -> dict[str, int]:
        told = json.loads((office.state / "bulletins" / week / "bulletin.json").read_text(encoding="utf-8"))
        return dict(told["counts"])

    first = office.gives("bulletin", "build", "--release")
    assert counts(W47)["own_filings"] > 0
    office.gives("bulletin", "build", "--week", W48, at=NEXT_FRIDAY)
    assert counts(W48)["ongoing"] == first["new"] == counts(W47)["new"]


def test_a_week_to_come_is_not_built(office: Office) -> None:
    office.refuses("bulletin", "build", "--week", W48, code=2, says=W48)


# --- as a file ------------------------------------------------------------------------------------------------------


def test_without_mail_an_issue_is_told_when_it_is_released(office: Office) -> None:
    built = office.gives("bulletin", "build", "--release")
    assert (built["released"], built["channel"]) == (True, "file")
    assert office.rows("select hit from told order by 1") == office.rows("select hit from issue_entries order by 1")
    assert built["new"] > 0
    assert office.rows("select count(*) from outbox") == [(0,)]
    assert office.gives("bulletin", "build", "--week", W48, at=NEXT_FRIDAY)["new"] == 0


def test_what_was_told_as_a_file_is_not_mailed_later(office: Office, server: HostileServer) -> None:
    office.gives("bulletin", "build", "--release")
    office.env = mail_to(server.port)
    office.refuses("bulletin", "send", code=2, says="--correct")
    assert server.reached == []


def test_a_draft_built_before_mail_was_configured_can_be_sent(office: Office, server: HostileServer) -> None:
    office.gives("bulletin", "build")
    office.env = mail_to(server.port)
    assert office.does("bulletin", "send").returncode == 0
    assert server.received() == {A: 1, B: 1}


# --- corrections ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("build_first", [False, True])
def test_what_has_not_gone_out_is_not_corrected(office: Office, build_first: bool) -> None:
    if build_first:
        office.gives("bulletin", "build")
    office.refuses("bulletin", "build", "--correct", code=2, says=W47)


def test_an_issue_that_was_told_is_not_touched(office: Office) -> None:
    office.gives("bulletin", "build", "--release")
    before = office.files()
    for words in ((), ("--release",)):
        said = office.refuses("bulletin", "build", *words, code=2, says="--correct")
        assert "2026-11-20 10:00" in said
    assert office.files() == before


def test_corrections_are_numbered_and_lie_beside_the_issue(office: Office) -> None:
    office.gives("bulletin", "build", "--release")
    original, numbers = office.files(), office.rows("select hit, entry_no from issue_entries order by hit")
    for _ in range(2):  # a draft of a correction is a draft
        built = office.gives("bulletin", "build", "--correct")
        assert (built["correction"], built["released"]) == (1, False)
        assert "更正1" in built["subject"]
        assert Path(built["files"]["txt"]).parent == office.state / "bulletins" / W47 / "correction-1"
    said = office.refuses("bulletin", "build", code=2, says="--correct")
    assert "2026-11-20 10:00" in said  # of the issue: a correction that is a draft does not make it untold
    assert office.gives("bulletin", "build", "--correct", "--release")["correction"] == 1
    assert office.gives("bulletin", "build", "--correct")["correction"] == 2
    assert {name: body for name, body in office.files().items() if name in original} == original
    sql = "select distinct hit, entry_no from issue_entries order by hit"
    assert office.rows(sql) == numbers
    shown = office.does("bulletin", "show").stdout
    assert "更正2" in shown


def test_a_correction_says_what_it_says_of_the_same_week(office: Office) -> None:
    first = office.gives("bulletin", "build", "--release")
    corrected = office.gives("bulletin", "build", "--correct")
    assert corrected["new"] == first["new"]  # the week's leads, whole; not "nothing new since"


def test_a_correction_goes_to_everybody_and_takes_the_place_of_what_is_still_to_arrive(
    mailing: Office, server: HostileServer
) -> None:
    server.behave(Rule("rcpt", Say("451 4.7.1 later"), to="b@"))
    mailing.gives("bulletin", "build")
    assert mailing.does("bulletin", "send").returncode == 7
    assert mailing.states() == [(W47, 0, A, "accepted"), (W47, 0, B, "deferred")]
    server.behave()
    mailing.gives("bulletin", "build", "--correct", "--release")
    assert mailing.states() == [
        (W47, 0, A, "accepted"),
        (W47, 0, B, "superseded"),
        (W47, 1, A, "queued"),
        (W47, 1, B, "queued"),
    ]
    assert mailing.does("bulletin", "send").returncode == 0
    assert server.received() == {A: 2, B: 1}


def test_the_draft_of_a_correction_takes_nobodys_place(mailing: Office, server: HostileServer) -> None:
    server.behave(Rule("rcpt", Say("451 4.7.1 later"), to="b@"))
    mailing.gives("bulletin", "build")
    assert mailing.does("bulletin", "send").returncode == 7
    assert "收回" not in mailing.does("bulletin", "build", "--correct").stderr
    assert mailing.states()[1] == (W47, 0, B, "deferred")
    server.behave()
    assert mailing.does("outbox", "retry").returncode == 0
    assert server.received() == {A: 1, B: 1}


# --- sending --------------------------------------------------------------------------------------------------------


def test_a_draft_that_is_sent_is_released_first_and_told_on_acceptance(mailing: Office, server: HostileServer) -> None:
    mailing.gives("bulletin", "build")
    server.behave(Rule("connect", Say("421 4.3.2 closing")))
    assert mailing.does("bulletin", "send").returncode == 7
    assert mailing.rows("select released_at is not null, told_at is not null from issues") == [(1, 0)]
    assert mailing.rows("select count(*) from told") == [(0,)]
    server.behave()
    assert mailing.does("bulletin", "send").returncode == 0
    assert mailing.rows("select told_at is not null from issues") == [(1,)]


def test_what_is_sent_again_is_the_same_to_the_byte(mailing: Office, server: HostileServer) -> None:
    """The folder's own files may be looked at, printed, and spoilt meanwhile."""
    mailing.gives("bulletin", "build")
    server.behave(Rule("kept", Drop(), to="b@", times=1))  # kept, and nobody hears of it
    assert mailing.does("bulletin", "send").returncode == 7
    for path in (mailing.state / "bulletins" / W47).glob("bulletin.*"):
        path.write_text("spilt coffee", encoding="utf-8")
    server.behave()
    assert mailing.does("outbox", "retry", at=NEXT_FRIDAY).returncode == 0
    first, second = (k for k in server.kept if k.recipient == B)
    assert (first.message_id, first.digest) == (second.message_id, second.digest)


def test_an_acceptance_tells_what_was_sent_and_nothing_that_was_put_in_its_place(
    mailing: Office, server: HostileServer
) -> None:
    mailing.gives("bulletin", "build", "--release")

    def built_again(_: Step) -> None:
        with Store.open(mailing.state) as store:
            row = store.issues.get("office", Week.parse(W47))
            assert row is not None
            store.issues.keep(replace(row, digest="of another one"), entries_of(store, row.id))

    server.behave(Rule("dot", Call(built_again), to="a@"))
    mailing.does("bulletin", "send", "--to", A)
    assert server.received() == {A: 1}
    assert mailing.states()[0] == (W47, 0, A, "accepted")
    assert mailing.rows("select count(*) from told") == [(0,)]


def test_a_draft_whose_files_were_changed_is_not_sent(mailing: Office, server: HostileServer) -> None:
    mailing.gives("bulletin", "build")
    (mailing.state / "bulletins" / W47 / "bulletin.txt").write_text("somebody's own words", encoding="utf-8")
    mailing.refuses("bulletin", "send", code=4, says="bulletin build --week 2026-W47")
    assert server.reached == []


def test_a_draft_that_something_was_told_after_is_looked_at_again_first(mailing: Office, server: HostileServer) -> None:
    """Both drafts say the same leads are new; one of them went out."""
    mailing.gives("bulletin", "build")
    mailing.gives("bulletin", "build", "--week", W48, at=NEXT_FRIDAY)
    assert mailing.does("bulletin", "send", "--week", W47, at=NEXT_FRIDAY).returncode == 0
    mailing.refuses("bulletin", "send", "--week", W48, code=2, says="bulletin build --week 2026-W48", at=NEXT_FRIDAY)
    assert mailing.gives("bulletin", "build", "--week", W48, at=NEXT_FRIDAY)["new"] == 0
    assert mailing.does("bulletin", "send", "--week", W48, at=NEXT_FRIDAY).returncode == 0
    assert server.received() == {A: 2, B: 2}


def test_one_address_is_served_and_the_others_stay_queued(mailing: Office, server: HostileServer) -> None:
    mailing.gives("bulletin", "build")
    done = mailing.does("bulletin", "send", "--to", A)
    assert done.returncode == 0
    assert "1" in done.stderr
    assert server.received() == {A: 1}
    assert mailing.states() == [(W47, 0, A, "accepted"), (W47, 0, B, "queued")]
    assert mailing.does("status").returncode == 7
    assert mailing.does("outbox", "retry").returncode == 0
    assert server.received() == {A: 1, B: 1}


def test_somebody_else_is_not_served(mailing: Office, server: HostileServer) -> None:
    mailing.gives("bulletin", "build")
    mailing.refuses("bulletin", "send", "--to", "x@elsewhere.example", code=4, says="x@elsewhere.example")
    assert server.reached == []


def test_an_address_taken_off_the_list_gets_nothing_more(mailing: Office, server: HostileServer) -> None:
    mailing.gives("bulletin", "build")
    server.behave(Rule("rcpt", Say("451 4.7.1 later"), to="b@"))
    assert mailing.does("bulletin", "send").returncode == 7
    server.behave()
    mailing.env = {**mail_to(server.port, A), **KEYS}
    assert mailing.does("outbox", "retry").returncode == 0
    assert server.received() == {A: 1}
    assert mailing.states()[1] == (W47, 0, B, "left_out")
    (row,) = [r for r in mailing.gives("outbox", "list", "--all") if r["recipient"] == B]
    assert "MONITOR_MAIL_TO" in row["answer"]
    assert mailing.does("status").returncode == 0
    mailing.env = mail_to(server.port, A, B)  # it was a slip
    assert mailing.does("bulletin", "send").returncode == 0
    assert server.received() == {A: 1, B: 1}


def test_an_address_that_joins_gets_the_issue_that_is_out(mailing: Office, server: HostileServer) -> None:
    mailing.gives("bulletin", "build")
    assert mailing.does("bulletin", "send").returncode == 0
    mailing.env = mail_to(server.port, A, B, "c@office.example")
    assert mailing.does("bulletin", "send").returncode == 0
    assert server.received() == {A: 1, B: 1, "c@office.example": 1}


def test_an_issue_the_next_one_has_taken_the_place_of_is_not_sent_after_it(
    mailing: Office, server: HostileServer
) -> None:
    mailing.gives("bulletin", "build")
    server.behave(Rule("rcpt", Say("451 4.7.1 later")))
    assert mailing.does("bulletin", "send").returncode == 7
    server.behave()
    mailing.gives("bulletin", "build", "--week", W48, "--release", at=NEXT_FRIDAY)
    assert mailing.does("bulletin", "send", "--week", W48, at=NEXT_FRIDAY).returncode == 0
    done = mailing.does("bulletin", "send", "--week", W47, at=NEXT_FRIDAY)
    assert server.received() == {A: 1, B: 1}
    assert done.returncode == 7
    assert "已由后一期代替" in done.stdout
    assert "不再发送" in done.stderr  # and not: try once more
    assert "bulletin build --week 2026-W47 --correct" in done.stderr


def test_demo_data_is_never_mailed(tmp_path: Path, server: HostileServer) -> None:
    assert monitor(tmp_path, "demo", at="").returncode in (0, 3, 6)
    office = Office(tmp_path / "demo", mail_to(server.port))
    for words in (("bulletin", "send", "--week", W47), ("outbox", "retry")):
        for lang in ("zh", "en"):
            office.lang = lang
            done = office.does(*words)
            assert done.returncode == 4
            assert "SMTP" not in done.stderr  # it is not the settings that are missing
    office.refuses("bulletin", "build", "--release", code=2, says="approve")
    assert office.does("bulletin", "approve", "latest", "--by", "值班员").returncode == 0
    assert office.rows("select channel from issues") == [("file",)]
    assert server.reached == []


def test_an_issue_that_is_being_sent_is_not_taken_from_under_the_sender(
    mailing: Office, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience_of(monkeypatch, 0.1)
    mailing.gives("bulletin", "build", "--release")
    with held_elsewhere(mailing.state, MAIL):
        for words in ((), ("--release",)):
            mailing.refuses("bulletin", "build", *words, code=5, says="monitor bulletin send")
    assert mailing.gives("bulletin", "build")["released"] is False
    assert {state for *_, state in mailing.states()} == {"superseded"}


@pytest.mark.parametrize(("lang", "said"), [("zh", "2 封邮件已收回"), ("en", "2 mail(s)")])
def test_who_builds_a_draft_of_what_is_on_its_way_hears_that_it_is_taken_back(
    mailing: Office, lang: str, said: str
) -> None:
    mailing.lang = lang
    mailing.gives("bulletin", "build", "--release")
    assert said in mailing.does("bulletin", "build").stderr
    assert said not in mailing.does("bulletin", "build").stderr
    assert mailing.does("bulletin", "build", "--release").returncode == 0
    assert said not in mailing.does("bulletin", "build", "--release", at="2026-11-20T11:00:00+08:00").stderr


# --- how it stands --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ([["bulletin", "build"]], "尚未发出"),
        ([["bulletin", "build", "--release"]], "尚无收件地址的邮件服务器接收"),
        ([["bulletin", "build"], ["bulletin", "send"]], "已于 2026-11-20 10:00 送达"),
        ([["bulletin", "build"], ["bulletin", "send"], ["bulletin", "build", "--correct"]], "更正1"),
        ([["bulletin", "build", "--release"], ["outbox", "drop", "1", "2", "--reason", "x"]], "没有一个收件地址收到"),
    ],
)
def test_status_tells_how_far_the_issue_is(mailing: Office, does: list[list[str]], says: str) -> None:
    for words in does:
        assert mailing.does(*words).returncode == 0
    assert says in mailing.does("status").stdout
    mailing.lang = "en"
    assert "{" not in mailing.does("status").stdout


def test_status_without_mail_says_that_nothing_was_mailed(office: Office) -> None:
    office.gives("bulletin", "build", "--release")
    done = office.does("status")
    assert "以文件方式发布" in done.stdout
    assert done.returncode == 0


def test_an_issue_that_should_be_there_is_missed(office: Office) -> None:
    office.env = {"MONITOR_BULLETIN_SCHEDULE": "30 8 * * fri"}
    assert W47 in office.does("status").stdout
    office.gives("bulletin", "build", "--release")
    assert "目前还没有" not in office.does("status").stdout


def test_the_json_of_an_issue_is_the_one_that_stands_in_its_folder(office: Office) -> None:
    built = office.gives("bulletin", "build")
    with Store.open(office.state, readonly=True) as store:
        row = store.issues.get("office", Week.parse(W47))
    assert row is not None
    assert row.digest == built["digest"]
    assert json.loads(Path(built["files"]["json"]).read_text(encoding="utf-8"))
    assert (
        office.does("bulletin", "show", "--format", "json").stdout.encode() == Path(built["files"]["json"]).read_bytes()
    )


# --- what a clerk should know before it goes out --------------------------------------------------------------------


def test_mail_that_is_set_in_part_releases_nothing(office: Office) -> None:
    """It would count as given out as a file, and reach nobody."""
    office.env = {"MONITOR_SMTP_HOST": "127.0.0.1", "MONITOR_MAIL_FROM": "ip@office.example"}
    assert office.gives("bulletin", "build")["released"] is False
    office.refuses("bulletin", "build", "--release", code=4, says="MONITOR_MAIL_TO")
    assert office.rows("select count(*) from told") == [(0,)]
    office.refuses("daemon", code=4, says="MONITOR_MAIL_TO")


def test_a_week_that_has_not_ended_is_said_to_go_on(office: Office) -> None:
    open_week = office.does("bulletin", "build").stderr
    assert "2026-11-22" in open_week
    assert "--week 2026-W46" in open_week
    over = office.does("bulletin", "build", "--week", "2026-W47", at="2026-11-23T00:00:00+08:00").stderr
    assert "此后找到的会列入下一期" in open_week
    assert "此后找到的会列入下一期" not in over


def test_without_a_daemon_what_is_put_off_is_not_promised(mailing: Office, server: HostileServer) -> None:
    mailing.gives("bulletin", "build")
    server.behave(Rule("rcpt", Say("451 4.7.1 later")))
    assert mailing.does("bulletin", "send").returncode == 7
    assert "没有守护进程" in mailing.does("outbox", "list").stderr
    with held_elsewhere(mailing.state, COLLECT):
        assert "没有守护进程" not in mailing.does("outbox", "list").stderr


def test_beside_a_daemon_a_database_of_this_version_is_said_to_need_nothing(office: Office) -> None:
    with held_elsewhere(office.state, COLLECT):
        done = office.does("db", "migrate")
    assert done.returncode == 0
    assert not (office.state / "backups").exists()
