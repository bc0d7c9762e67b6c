"""Signing an issue: a draft until then, mailed as it was read, refused where that is not so, and taken back before it arrives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.store import Store
from tests.jobs.offices import FRIDAY, NEXT_FRIDAY, W47, W48, Office, lived_in, mail_to
from tests.mail.hostile_server import HostileServer, hostile_server

SIGNED = {"MONITOR_BULLETIN_SEND": "approved"}
BY = ("--by", "甲签发")
MONDAY = "2026-11-23T09:00:00+08:00"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = lived_in(tmp_path_factory.mktemp("lived") / "state")
    Office(state, SIGNED).gives("bulletin", "build")
    return state


@pytest.fixture
def office(folder: Path, tmp_path: Path) -> Office:
    """Without mail; its issue of the 47th week lies as a draft."""
    return Office.like(folder, tmp_path / "state", SIGNED)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def mailing(office: Office, server: HostileServer) -> Office:
    office.env |= mail_to(server.port)
    office.gives("bulletin", "build")
    return office


def listed(office: Office) -> dict[str, Any]:
    (row,) = office.gives("bulletin", "list")
    assert isinstance(row, dict)
    return row


def page(office: Office, name: str = "txt") -> str:
    return (office.state / "bulletins" / W47 / f"bulletin.{name}").read_text(encoding="utf-8")


def waiting(office: Office) -> list[tuple[Any, ...]]:
    return office.rows("select recipient, state from outbox order by id")


# --- a draft ----------------------------------------------------------------------------------------------------------------


def test_a_draft_says_so_wherever_it_is_seen(office: Office) -> None:
    row = listed(office)
    assert (row["state"], row["approved_by"], row["number"], row["running"]) == ("draft", None, 1, 1)
    assert row["subject"].startswith("【送审稿】")
    assert f"[送审稿] 尚未签发，供审阅，不对外发送。稿号{row['draft']}" in page(office).replace("\n", "").replace(
        "\xa0", ""
    )
    assert "<b>送审稿</b>" in page(office, "html").replace(' style=""', "")
    told = json.loads(page(office, "json"))
    assert (told["approved"], told["draft"], told["draft_no"]) == (None, True, row["draft"])
    assert "待签发" in office.does("status").stdout


def test_nothing_lets_an_unsigned_issue_go(office: Office, mailing: Office) -> None:
    office.refuses("bulletin", "send", code=2, says="monitor bulletin approve 2026-W47")
    office.refuses("bulletin", "build", "--release", code=2, says="monitor bulletin approve 2026-W47")
    assert waiting(mailing) == []


# --- signing ----------------------------------------------------------------------------------------------------------------


def test_what_is_signed_is_the_draft_with_a_name_and_a_day(office: Office) -> None:
    draft = page(office)
    done = office.does("bulletin", "approve", "latest", *BY, "--note", "同意", at=MONDAY)
    assert done.returncode == 0, done.stderr
    assert "已由甲签发签发，以文件方式发布" in done.stderr
    row = listed(office)
    assert (row["state"], row["approved_by"], row["sent_at"][:10]) == ("published", "甲签发", "2026-11-23")
    assert row["signatures"][0] | {"at": ""} == {
        "by": "甲签发", "at": "", "note": "同意", "draft": row["signatures"][0]["draft"],
        "digest": row["signatures"][0]["digest"], "undone_by": None, "undone_at": None,
    }  # fmt: skip
    signed = page(office)
    assert "送审稿" not in signed + page(office, "html") + page(office, "json")
    assert "签发：甲签发" in signed
    assert "印发日期：2026年11月23日" in signed
    assert json.loads(page(office, "json"))["approved"]["by"] == "甲签发"
    gone = {line for line in draft.splitlines() if line not in signed.splitlines()}
    assert len(gone) <= 4  # the mark of the draft and the day: nothing else is otherwise
    assert office.does("bulletin", "show").stdout == signed


def test_the_mail_is_what_was_signed_to_the_byte(mailing: Office, server: HostileServer) -> None:
    done = mailing.does("bulletin", "approve", W47, *BY)
    assert done.returncode == 0, done.stderr
    assert [state for _, state in waiting(mailing)] == ["queued", "queued"]
    assert listed(mailing)["state"] == "approved"
    assert mailing.does("bulletin", "send").returncode == 0
    assert listed(mailing)["state"] == "sent"
    assert len(server.kept) == 2
    digests = {d for (d,) in mailing.rows("select digest from outbox union select digest from approvals")}
    assert len(digests) == 1


def test_left_to_a_person_it_is_signed_and_waits(mailing: Office, server: HostileServer) -> None:
    mailing.env["MONITOR_BULLETIN_SEND"] = "off"
    assert mailing.does("bulletin", "approve", W47, *BY).returncode == 0
    assert waiting(mailing) == []
    assert mailing.does("bulletin", "send").returncode == 0
    assert "签发：甲签发" in page(mailing)
    assert len(server.kept) == 2


def test_sent_by_a_person_without_a_signature_it_is_no_draft_any_more(mailing: Office, server: HostileServer) -> None:
    mailing.env["MONITOR_BULLETIN_SEND"] = "off"
    assert mailing.does("bulletin", "send").returncode == 0
    assert "送审稿" not in page(mailing)
    assert "签发：" not in page(mailing)
    assert len(server.kept) == 2


def test_a_correction_is_signed_too_and_keeps_the_number(office: Office) -> None:
    office.gives("bulletin", "approve", W47, *BY)
    made = office.gives("bulletin", "build", "--week", W47, "--correct", at=MONDAY)
    assert (made["correction"], made["number"]) == (1, 1)
    assert office.gives("bulletin", "approve", W47, *BY, at=MONDAY)["correction"] == 1
    assert [r["state"] for r in office.gives("bulletin", "list")] == ["published", "published"]


# --- what is refused --------------------------------------------------------------------------------------------------------


def test_who_signs_must_be_named_and_be_one_who_may(office: Office, tmp_path: Path) -> None:
    for by in ("", "  ", "长" * 61):
        office.refuses("bulletin", "approve", W47, "--by", by, code=2, says="--by")
    form = tmp_path / "office.yaml"
    form.write_text("signers: [甲签发]\n", encoding="utf-8")
    office.env["MONITOR_OFFICE_FORM"] = str(form)
    office.refuses("bulletin", "approve", W47, "--by", "丁", code=2, says="甲签发")
    assert office.does("bulletin", "approve", W47, *BY).returncode == 0


def test_an_issue_that_is_not_there_is_not_signed(office: Office, tmp_path: Path) -> None:
    office.refuses("bulletin", "approve", W48, *BY, code=4, says="monitor bulletin build --week 2026-W48")
    office.refuses("bulletin", "approve", "yesterday", *BY, code=2, says="yesterday")
    Store.open(tmp_path / "new").close()
    Office(tmp_path / "new", SIGNED).refuses(
        "bulletin", "approve", "latest", *BY, code=4, says="monitor bulletin build"
    )


def test_it_is_signed_once(office: Office) -> None:
    office.gives("bulletin", "approve", W47, *BY)
    office.refuses("bulletin", "approve", W47, "--by", "丁", code=2, says="甲签发")


def test_a_trial_changes_nothing(office: Office) -> None:
    before = office.contents(), page(office)
    assert "可以签发" in office.does("bulletin", "approve", "latest", *BY, "--dry-run").stderr
    assert (office.contents(), page(office)) == before


def test_what_changed_since_the_draft_was_built_is_said(office: Office) -> None:
    with Store.open(office.state) as store, store.immediate():
        store.db.execute("update hits set state = 'false_positive' where kind = 'respondent'")
        store.db.execute("update hits set state = 'confirmed' where kind = 'squat'")
    said = office.refuses("bulletin", "approve", W47, *BY, code=2, says="monitor bulletin build --week 2026-W47")
    assert "不再列入" in said
    assert "处置状态由“新线索”变为“已确认”" in said
    office.gives("bulletin", "build")
    latest = listed(office)["draft"]
    office.refuses("bulletin", "approve", W47, *BY, code=2, says=f"--draft {latest}")  # which one was read?
    assert office.does("bulletin", "approve", W47, *BY, "--draft", latest).returncode == 0


def test_a_draft_that_is_not_the_latest_is_not_signed(office: Office) -> None:
    first = listed(office)["draft"]
    office.gives("bulletin", "build", at="2026-11-20T15:00:00+08:00")
    latest = listed(office)["draft"]
    assert latest != first
    office.refuses("bulletin", "approve", W47, *BY, "--draft", first, code=2, says=latest)
    office.refuses("bulletin", "approve", W47, *BY, "--draft", "ffffffff", code=2, says=latest)
    # Only the hour differs: whoever read the one has read the other.
    assert office.does("bulletin", "approve", W47, *BY).returncode == 0


def test_files_changed_by_hand_are_not_signed(office: Office) -> None:
    path = office.state / "bulletins" / W47 / "bulletin.html"
    path.write_text(path.read_text(encoding="utf-8").replace("高风险", "低风险"), encoding="utf-8")
    office.refuses("bulletin", "approve", W47, *BY, code=4, says="monitor bulletin build --week 2026-W47")


@pytest.mark.parametrize("how", ["gone", "of an earlier version"])
def test_without_what_it_was_made_from_it_is_built_again(office: Office, how: str) -> None:
    if how == "gone":
        for path in (office.state / "bulletins" / W47 / "drafts").iterdir():
            path.unlink()
    else:
        with Store.open(office.state) as store, store.immediate():
            store.db.execute("update issues set draft = '', as_draft = 0")
    office.refuses("bulletin", "approve", W47, *BY, code=4, says="monitor bulletin build --week 2026-W47")


# --- taken back -------------------------------------------------------------------------------------------------------------


def test_taken_back_it_is_the_draft_it_was_and_is_not_mailed(mailing: Office, server: HostileServer) -> None:
    before = page(mailing), listed(mailing)["draft"]
    mailing.gives("bulletin", "approve", W47, *BY)
    mailing.refuses("bulletin", "approve", W47, "--undo", code=2, says="--by")
    mailing.gives("bulletin", "approve", W47, "--undo", "--by", "丁")
    assert (page(mailing), listed(mailing)["draft"]) == before
    assert [state for _, state in waiting(mailing)] == ["superseded", "superseded"]
    assert listed(mailing)["signatures"][0]["undone_by"] == "丁"
    mailing.refuses("bulletin", "send", code=2, says="approve")
    mailing.refuses("bulletin", "approve", W47, "--undo", *BY, code=2, says="2026-W47")
    # Signed again within the second, by the same person: the very same files, and they go out.
    mailing.gives("bulletin", "approve", W47, *BY)
    assert [state for _, state in waiting(mailing)] == ["queued", "queued"]
    assert mailing.does("bulletin", "send").returncode == 0
    assert len(server.kept) == 2
    mailing.refuses("bulletin", "approve", W47, "--undo", *BY, code=2, says="--correct")


def test_what_may_have_arrived_is_not_taken_back(mailing: Office) -> None:
    mailing.gives("bulletin", "approve", W47, *BY)
    with Store.open(mailing.state) as store, store.immediate():
        store.db.execute("update outbox set state = 'claimed' where id = 1")
    mailing.refuses("bulletin", "approve", W47, "--undo", *BY, code=2, says="2026-W47")


def test_built_again_it_is_a_draft_again_and_must_be_signed(mailing: Office) -> None:
    mailing.gives("bulletin", "approve", W47, *BY)
    mailing.gives("bulletin", "build")
    row = listed(mailing)
    assert (row["state"], row["number"], row["signatures"][0]["undone_by"]) == ("draft", 1, None)
    assert row["signatures"][0]["undone_at"] is not None
    assert [state for _, state in waiting(mailing)] == ["superseded", "superseded"]


# --- at once, and cut off ---------------------------------------------------------------------------------------------------


def test_of_two_who_sign_at_once_one_is_told_that_the_other_did(mailing: Office) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from tests.demo_run import monitor

    def sign(name: str) -> int:
        words = ("bulletin", "approve", W47, "--by", name)
        return monitor(mailing.state, *words, at=FRIDAY, env=mailing.env, process=True).returncode

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(sign, ("甲", "乙"))) == [0, 2]
    assert len(listed(mailing)["signatures"]) == 1
    assert len(waiting(mailing)) == 2


@pytest.mark.parametrize("step", ["approval_written", "approval_in_commit", "approval_committed"])
def test_killed_while_signing_it_is_signed_and_queued_or_neither(
    mailing: Office, server: HostileServer, step: str
) -> None:
    from tests.demo_run import monitor

    done = monitor(
        mailing.state, "bulletin", "approve", W47, *BY, at=FRIDAY, env={**mailing.env, "MONITOR_DIE_AT": step}
    )
    assert done.returncode == -9
    signed = step == "approval_committed"
    assert bool(listed(mailing)["signatures"]) is signed
    assert len(waiting(mailing)) == (2 if signed else 0)
    if not signed:
        assert "送审稿" in page(mailing)
        mailing.gives("bulletin", "approve", W47, *BY)
    assert mailing.does("bulletin", "send").returncode == 0
    assert len(server.kept) == 2
    assert "签发：甲签发" in mailing.does("bulletin", "show").stdout


# --- what is told of one that waits -----------------------------------------------------------------------------------------


def test_an_issue_that_lies_unsigned_past_its_time_is_told(office: Office) -> None:
    office.env["MONITOR_BULLETIN_SCHEDULE"] = "30 8 * * mon"
    early = office.does("status", at="2026-11-23T09:00:00+08:00")
    assert "待签发" in early.stdout
    late = office.does("status", at="2026-11-23T09:31:00+08:00")
    assert "原定 2026-11-23 08:30 发出，至今没有签发" in late.stdout
    assert late.returncode in (3, 6)
    whole = json.loads(office.does("status", "--whole", at="2026-11-23T09:31:00+08:00").stdout)
    assert (whole["issue"]["unsigned"], whole["issue"]["unsigned_late"]) == (True, True)
    assert "原定 2026-11-23 08:30 发出" in office.does("doctor", at="2026-11-23T09:31:00+08:00").stdout.replace(
        "\n", ""
    )


def test_the_way_of_earlier_versions_is_named_by_the_doctor(office: Office) -> None:
    office.env["MONITOR_BULLETIN_SEND"] = "true"
    said = {f["text"]: f["level"] for f in office.gives("doctor", codes=(0, 3, 4, 6, 7), at=NEXT_FRIDAY)}
    (level,) = [level for text, level in said.items() if "MONITOR_BULLETIN_SEND=true" in text]
    assert level == "warn"


# --- nobody watched -----------------------------------------------------------------------------------------------------


def test_while_no_name_is_watched_nothing_is_signed_and_every_door_says_why(office: Office) -> None:
    with Store.open(office.state) as store:
        names = store.watchlist.names()
        store.watchlist.replace([], "emptied", "list.xlsx", datetime.fromisoformat(FRIDAY))
    office.refuses("bulletin", "approve", W47, *BY, code=2, says="monitor watchlist import")
    office.refuses("bulletin", "approve", W47, *BY, "--dry-run", code=2, says="monitor watchlist import")
    done = office.does("status")
    assert done.returncode != 0
    assert "名录为空：没有监测任何名称" in done.stdout.splitlines()[0]
    built = office.gives("bulletin", "build")
    assert built["standing"] == "no_names"
    told = office.does("bulletin", "show").stdout.replace("\n", "")
    assert "名录为空：没有监测任何名称" in told
    assert not re.search(r"\b[cw]\d{4}\b", told)
    office.refuses("bulletin", "approve", W47, *BY, code=2, says="monitor watchlist import")
    with Store.open(office.state) as store:
        store.watchlist.replace(names, "again", "list.xlsx", datetime.fromisoformat(FRIDAY))
    office.gives("bulletin", "build")
    assert office.does("bulletin", "approve", W47, *BY).returncode == 0


def test_of_a_name_the_store_lost_no_reader_is_shown_the_number(office: Office) -> None:
    with Store.open(office.state) as store, store.immediate():
        store.db.execute("delete from watchlist_entries")
        store.db.execute("delete from watched")
    for words in (("hit", "list"), ("deadline", "list"), ("bulletin", "build")):
        office.does(*words)
        told = office.does(*words).stdout + office.does("bulletin", "show").stdout
        assert not re.search(r"\b[cw]\d{4}\b", told), words
    assert "已不在名录的名称" in office.does("hit", "list").stdout


# --- what is shown before, and what is said of it -----------------------------------------------------------------------


def test_before_a_name_is_put_under_it_what_is_signed_is_shown(office: Office) -> None:
    high = json.loads(page(office, "json"))["counts"]["high"]
    assert high > 1
    for words in (("--dry-run",), ()):
        told = office.does("bulletin", "approve", W47, *BY, *words).stderr
        assert f"签发内容：2026年第1期（{W47}，稿号 " in told
        assert f"高风险{high}、" in told
        assert f"未经复核的高风险线索{high}条：2026-47-0" in told
        assert told.index("签发内容") < told.index("已编制")
    assert listed(office)["state"] == "published"


def test_what_was_given_out_as_a_file_and_nobody_was_sent_is_taken_back(office: Office) -> None:
    before = page(office), listed(office)["draft"], office.rows("select * from told order by hit")
    office.gives("bulletin", "approve", W47, *BY)
    assert listed(office)["sent_at"]
    office.gives("bulletin", "approve", W47, "--undo", "--by", "丁")
    assert (page(office), listed(office)["draft"], office.rows("select * from told order by hit")) == before
    assert (listed(office)["state"], listed(office)["sent_at"]) == ("draft", None)
    office.gives("bulletin", "approve", W47, *BY)
    # A later issue goes on from it: what it reported is known there.
    office.gives("bulletin", "build", at=NEXT_FRIDAY)
    office.gives("bulletin", "approve", W48, *BY, at=NEXT_FRIDAY)
    office.refuses("bulletin", "approve", W47, "--undo", *BY, code=2, says="--correct", at=NEXT_FRIDAY)


def test_status_and_doctor_say_approve_only_where_it_would_be_granted(office: Office) -> None:
    assert "审阅后运行：monitor bulletin approve" in office.does("status").stdout
    with Store.open(office.state) as store, store.immediate():
        store.db.execute("update issues set digest = 'of an earlier version'")
    office.refuses("bulletin", "approve", W47, *BY, code=2, says="monitor bulletin build")
    for door in ("status", "doctor"):
        told = office.does(door, env={"COLUMNS": "400"}).stdout
        assert "但照现在的样子不能签发" in told, door
        assert "程序已升级" in told, door
        assert "审阅后运行：monitor bulletin approve" not in told, door


def test_a_draft_that_nobody_can_compose_costs_neither_status_nor_doctor(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: Any, **__: Any) -> None:
        raise RuntimeError("a page that nobody can print")

    monkeypatch.setattr("monitor.jobs.approving.rendered_of", trip)
    for door in ("status", "doctor"):
        done = office.does(door, env={"COLUMNS": "400"})
        assert "没有能够重新编成（RuntimeError: a page that nobody can print）" in done.stdout, done.stderr
        assert "出现意外错误" not in done.stdout + done.stderr


def test_the_watch_of_every_five_minutes_composes_no_draft(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[object] = []
    monkeypatch.setattr("monitor.jobs.approving.rendered_of", lambda *a, **_: composed.append(a))
    done = office.does("check", "--json")
    assert json.loads(done.stdout)
    assert composed == []
