"""A state folder of an earlier version, brought up to this one: what was told stays told, what was not is owed, nothing is
told twice, and ids and entry numbers stay what they were."""

from __future__ import annotations

import email
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import policy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import StateError
from monitor.store import Store, migrating
from monitor.store.migrating import migrate, pending
from monitor.store.schema import STEPS
from tests.demo_run import monitor, run_replay
from tests.mail.hostile_server import HostileServer, hostile_server
from tests.store.landed_states import MIGRATIONS, NAMES, asked, lay

NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)
NOON = "2026-11-27T12:00:00+08:00"
MONDAY_AFTER = "2026-12-07T08:40:00+08:00"
EVERYBODY = [f"{who}@office.example" for who in "abcde"]


# Of the versions that were handed out at once; of the others with the slow ones.
_PARAMS = [n if n in ("first", "names-index") else pytest.param(n, marks=pytest.mark.slow) for n in NAMES]


@pytest.fixture(params=_PARAMS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def old(tmp_path: Path, name: str) -> Path:
    return lay(name, tmp_path / "state")


def migrated(state: Path) -> Path:
    migrate(state, NOW)
    return state


def schema(state: Path) -> list[tuple[object, ...]]:
    return asked(state, "select type, name, tbl_name, sql from sqlite_master order by type, name")


def contents(state: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables; not when the migrations were applied."""
    tables = [str(t) for (t,) in asked(state, "select name from pragma_table_list where type in ('table', 'shadow')")]
    found = {t: sorted(asked(state, f"select * from {t}"), key=repr) for t in tables}
    found["_sqlite_migrations"] = asked(state, "select migration_set, name from _sqlite_migrations order by name")
    return found


# --- before -----------------------------------------------------------------------------------------------


def test_an_older_database_is_refused_and_named_until_it_is_migrated(old: Path) -> None:
    before = (old / "monitor.db").read_bytes()
    for readonly in (False, True):
        with pytest.raises(StateError) as caught:
            Store.open(old, readonly=readonly)
        assert caught.value.key == "errors.state_older"
    assert (old / "monitor.db").read_bytes() == before


@pytest.mark.parametrize("words", [("hit", "list"), ("status",), ("bulletin", "build"), ("outbox", "list")])
def test_commands_name_the_way_out_and_change_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    state = lay("names-index", tmp_path / "state")
    before = (state / "monitor.db").read_bytes()
    done = monitor(state, *words, at=NOON)
    assert done.returncode == 4
    assert "monitor db migrate" in done.stderr
    assert (state / "monitor.db").read_bytes() == before


def test_the_command_migrates_and_says_where_the_copy_lies(old: Path) -> None:
    before = contents(old)
    done = monitor(old, "db", "migrate", at=NOON)
    assert done.returncode == 0, done.stderr
    (copy,) = (old / "backups").glob("*.db")
    assert copy.name in done.stderr
    shutil.copytree(copy.parent, old.parent / "copied")
    (old.parent / "copied" / copy.name).rename(old.parent / "copied" / "monitor.db")
    assert contents(old.parent / "copied") == before
    assert monitor(old, "status", at=NOON).returncode == 7  # what did not arrive is named
    assert monitor(old, "db", "check", at=NOON).returncode == 0
    again = monitor(old, "db", "migrate", at=NOON)
    assert again.returncode == 0
    assert len(list((old / "backups").iterdir())) == 1


# --- the schema ---------------------------------------------------------------------------------------------


def test_it_takes_the_steps_it_lacks_and_no_other(old: Path, name: str) -> None:
    assert set(pending(old)) == {step.name for step in STEPS} - set(MIGRATIONS[name])
    migrated(old)
    assert pending(old) == ()


def test_the_schema_after_migration_is_that_of_a_new_database(old: Path, tmp_path: Path) -> None:
    Store.open(tmp_path / "new").close()
    assert schema(migrated(old)) == schema(tmp_path / "new")
    assert asked(old, "pragma integrity_check") == [("ok",)]
    assert asked(old, "pragma foreign_key_check") == []


@pytest.mark.slow
def test_killed_at_any_statement_it_is_finished_by_the_next_call(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files as they lie on the disk before each statement are what a SIGKILL there leaves behind. Before many a
    statement they are the same as before the last: what a transaction did reaches the disk at its end."""
    real = migrating.connect
    left = tmp_path / "left"
    count = 0
    met = set[bytes]()

    def watched(path: Path, *, readonly: bool) -> sqlite3.Connection:
        connection = real(path, readonly=readonly)

        def keep(statement: str) -> None:
            nonlocal count
            if path.parent != old or statement.startswith(("--", "PRAGMA")):
                return
            count += 1
            if (lies := on_disk(old)) in met:
                return
            met.add(lies)
            target = left / f"{count:03}"
            target.mkdir(parents=True)
            for file in old.glob("monitor.db*"):
                shutil.copy(file, target)

        if not readonly:
            connection.set_trace_callback(keep)
        return connection

    monkeypatch.setattr(migrating, "connect", watched)
    migrated(old)
    steps = {m.name for m in STEPS} - set(asked_names(left / "001"))
    assert count > 3 * len(steps)
    assert len(met) > len(steps)
    whole = contents(old)
    for state in sorted(left.iterdir()):
        migrate(state, NOW)
        assert contents(state) == whole, state.name


def on_disk(state: Path) -> bytes:
    """What a database is read from when nobody has it open; its -shm is then made anew."""
    files = (state / "monitor.db", state / "monitor.db-wal")
    return b"".join(sha256(f.read_bytes()).digest() if f.exists() else b"-" for f in files)


def asked_names(state: Path) -> list[str]:
    return [str(n) for (n,) in asked(state, "select name from _sqlite_migrations")]


# --- what it says -----------------------------------------------------------------------------------------


def test_ids_of_hits_and_entry_numbers_stay(old: Path) -> None:
    hits = asked(old, "select id, matter, watched_id, state, kind, score, band, first_seen from hits order by id")
    entries = asked(old, "select year, week, hit, entry_no, part from bulletin_entries order by 1, 2, 3")
    columns = "hit, role, field, text, source, score, band, match, capture"
    sql = f"select {columns}, iif(own_filing, 'ours', 'stranger') from evidence order by 1, 2, 3, 4, 5"
    evidence = asked(old, sql)
    migrated(old)
    sql = "select id, matter, subject, state, kind, score, band, first_seen from hits order by id"
    assert asked(old, sql) == hits
    assert asked(old, "select distinct subject_kind from hits") == [("name",)]
    sql = "select year, week, hit, entry_no, part from issue_entries e join issues i on i.id = e.issue order by 1, 2, 3"
    assert asked(old, sql) == entries
    assert asked(old, f"select {columns}, whose from evidence order by 1, 2, 3, 4, 5") == evidence


def test_what_somebody_accepted_is_told_and_what_nobody_did_is_not(old: Path) -> None:
    migrated(old)
    assert asked(old, "select hit, entry_no from told order by hit") == [(1, "2026-47-002"), (2, "2026-47-001")]
    assert asked(old, "select week, told_at is not null, released_at is not null from issues order by week") == [
        (47, 1, 1),
        (48, 0, 1),
    ]


def test_issues_are_numbered_in_the_order_of_their_weeks_and_the_next_one_counts_on(old: Path) -> None:
    subjects = asked(old, "select subject from bulletins order by week")
    migrated(old)
    assert asked(old, "select week, number, running from issues order by week") == [(47, 1, 1), (48, 2, 2)]
    assert asked(old, "select subject from issues order by week") == subjects  # what was mailed is what it was
    listed = json.loads(monitor(old, "bulletin", "list", "--json", at=NOON).stdout)
    assert [(r["number"], r["state"], r["draft"]) for r in listed] == [(2, "under_way", None), (1, "sent", None)]
    built = json.loads(monitor(old, "bulletin", "build", "--week", "2026-W49", "--json", at=MONDAY_AFTER).stdout)
    assert (built["number"], built["running"]) == (3, 3)


def test_every_delivery_is_in_the_outbox_as_it_was(old: Path) -> None:
    sql = (
        "select id, recipient, digest, message_id, tries, queued_at, last_try, accepted_at, answer from {} order by id"
    )
    before = asked(old, sql.format("deliveries"))
    migrated(old)
    assert asked(old, sql.format("outbox")) == before
    states = asked(old, "select week, recipient, state from outbox o join issues i on i.id = o.issue order by o.id")
    assert states == [
        (47, "a@office.example", "accepted"),
        (47, "b@office.example", "superseded"),  # another issue has followed
        (47, "c@office.example", "refused"),
        (47, "d@office.example", "superseded"),
        *((48, who, "deferred") for who in EVERYBODY),
    ]


def test_an_issue_that_was_never_mailed_counts_as_told(old: Path) -> None:
    changed(old, "delete from deliveries")
    migrated(old)
    assert asked(old, "select hit from told order by hit") == [(n,) for n in range(1, 8)]
    assert asked(old, "select distinct channel from issues") == [("file",)]
    assert asked(old, "select count(*) from outbox") == [(0,)]


def test_an_issue_built_again_after_somebody_accepted_it_is_told_again_rather_than_lost(old: Path) -> None:
    changed(old, "update bulletins set digest = 'another' where week = 47")
    migrated(old)
    assert asked(old, "select hit from told") == []
    sql = "select distinct state from outbox where state not in ('accepted', 'refused') and issue = 1"
    assert asked(old, sql) == [("superseded",)]


def changed(state: Path, *statements: str) -> None:
    connection = sqlite3.connect(state / "monitor.db", isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


# --- what goes out ----------------------------------------------------------------------------------------

Do = Callable[..., Any]


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def do(old: Path, server: HostileServer) -> Do:
    env = {
        "MONITOR_SMTP_HOST": "127.0.0.1",
        "MONITOR_SMTP_PORT": str(server.port),
        "MONITOR_SMTP_SECURITY": "none",
        "MONITOR_MAIL_FROM": "ip@office.example",
        "MONITOR_MAIL_TO": ",".join(EVERYBODY),
    }

    def done(*words: str, at: str = NOON, codes: tuple[int, ...] = (0,)) -> str:
        process = monitor(old, *words, at=at, env=env)
        assert process.returncode in codes, (words, process.returncode, process.stderr)
        return process.stdout

    return done


def test_what_was_put_off_is_sent_once_with_the_id_and_the_files_it_had(
    old: Path, server: HostileServer, do: Do
) -> None:
    before = asked(old, "select recipient, message_id from deliveries where week = 48 order by recipient")
    text = (old / "bulletins" / "2026-W48" / "bulletin.txt").read_text(encoding="utf-8")
    do("db", "migrate")
    do("outbox", "retry")
    for_us = [(k.recipient, k.message_id) for k in server.kept if "第48期" in subject(k.body)]
    assert sorted(for_us) == before
    assert all(said(k.body).splitlines() == text.splitlines() for k in server.kept if "第48期" in subject(k.body))
    others = [k.recipient for k in server.kept if "第48期" not in subject(k.body)]
    assert others in ([], ["c@office.example"])  # refused, and named in the list: trying it again is a person's wish
    count = len(server.kept)
    do("outbox", "retry")
    do("bulletin", "send", "--week", "2026-W48")
    assert len(server.kept) == count


def test_after_the_mail_has_gone_out_the_next_issue_tells_nothing_again(old: Path, do: Do) -> None:
    do("db", "migrate")
    do("outbox", "retry")
    built = json.loads(do("bulletin", "build", "--week", "2026-W49", "--json", at=MONDAY_AFTER))
    assert (built["new"], built["changed"], built["correction"]) == (0, 0, 0)
    numbers = asked(old, "select distinct hit, entry_no from issue_entries")
    assert len(numbers) == len({hit for hit, _ in numbers}) == len({number for _, number in numbers})


def test_what_it_knew_is_read_again_and_nothing_of_it_is_told_again(old: Path) -> None:
    """Read by this version, entries are coded finer, and complaints join the investigations they became."""
    changed(old, "delete from deliveries")  # an office without mail: all of it was told
    assert monitor(old, "db", "migrate", at=NOON).returncode == 0
    runs = run_replay(old, at="2026-12-01T10:00:00+08:00")
    assert sum(r["records"] for r in runs) > 90
    assert sum(r["changed_hits"] + r["new_hits"] for r in runs) == 0
    done = monitor(old, "bulletin", "build", "--week", "2026-W49", "--json", at=MONDAY_AFTER)
    built = json.loads(done.stdout)
    assert (built["new"], built["changed"]) == (0, 0)


def test_names_read_as_signs_keep_their_ids_hits_and_switches_and_tell_nothing_twice(old: Path) -> None:
    """The list of that version had names of several signs: what is looked for is more, whose hits they are stays."""
    renamed = (
        "update watched set data = json_set(data, '$.name', {0}, '$.aliases', json('[]')), name = {0} where id = {1}"
    )
    changed(
        old,
        "delete from deliveries",  # an office without mail: all of it was told
        renamed.format("'云杼YUNZHU+图形'", "'w0006'"),
        renamed.format("'晋川屿&JCYGLASS及图'", "'w0004'"),
        "insert into variant_switches values ('w0006', '云杼YUNZHU', 0)",
    )
    sql = "select id, matter, {}, text from hits order by id"
    before = asked(old, sql.format("watched_id"))
    assert {w for _, _, w, _ in before} >= {"w0004", "w0006"}
    assert monitor(old, "db", "migrate", at=NOON).returncode == 0
    run_replay(old, at="2026-12-01T10:00:00+08:00")
    assert asked(old, sql.format("subject"))[: len(before)] == before
    done = monitor(old, "bulletin", "build", "--week", "2026-W49", "--json", at=MONDAY_AFTER)
    built = json.loads(done.stdout)
    assert (built["new"], built["changed"]) == (0, 0)
    (shown,) = json.loads(monitor(old, "watchlist", "show", "w0006", "--json", at=NOON).stdout)
    enabled = {v["text"]: v["enabled"] for v in shown["variants"]}
    assert (enabled["云杼"], enabled["YUNZHU"], enabled["云杼YUNZHU"]) == (True, True, False)


def test_what_nobody_accepted_is_new_in_the_next_issue_under_the_number_it_had(old: Path, do: Do) -> None:
    before = asked(old, "select hit, entry_no from bulletin_entries where week = 48 and part <> 'changed' order by hit")
    do("db", "migrate")
    do("bulletin", "build", "--week", "2026-W49", "--release", at=MONDAY_AFTER)
    sql = """select hit, entry_no from issue_entries e join issues i on i.id = e.issue
        where i.week = 49 and part not in ('changed', 'open') order by hit"""
    assert asked(old, sql) == before
    assert asked(old, "select distinct state from outbox where issue = 2") == [("superseded",)]


def test_an_open_issue_is_finished_for_whoever_has_not_had_it(old: Path, server: HostileServer, do: Do) -> None:
    """The last issue of the earlier version was cut off in the middle: b put off, d being sent, e not begun."""
    changed(
        old,
        "delete from deliveries where week = 48",
        "delete from bulletin_entries where week = 48",
        "delete from bulletins where week = 48",
    )
    do("db", "migrate")
    do("bulletin", "send", "--week", "2026-W47")
    assert sorted(k.recipient for k in server.kept) == EVERYBODY[1:]  # all but a, who had it


def subject(body: bytes) -> str:
    return str(_message(body)["Subject"])


def said(body: bytes) -> str:
    part = _message(body).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def _message(body: bytes) -> Any:
    return email.message_from_bytes(body, policy=policy.default)
