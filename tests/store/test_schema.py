"""The schema as frozen steps, and the database as a file: upgraded by an act of its own, copied whole or not at all."""

from __future__ import annotations

import ast
import errno
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.db import Database

from monitor.errors import DiskFull, LockHeld, StateError
from monitor.locks import COLLECT, Lock
from monitor.store import Store, migrating, schema
from monitor.store.integrity import look_over
from monitor.store.making import migrations
from monitor.store.migrating import Migrated, copy_to, migrate, pending
from monitor.store.opening import taken
from monitor.store.schema import STEPS
from tests.command import surroundings
from tests.demo_run import monitor, with_demo_names
from tests.store.landed_states import asked, lay

NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)

# Of every step that was released. A digest that changes means that databases out there have another schema than new ones:
# never edit a step, add one at the end and its digest here.
RELEASED = {
    "first": "e3d929f40cc05dfc90b82089aa07431f",
    "canary_of_runs": "10674a3ce60b6bcee04489b5c60bbe84",
    "reading_of_sources": "08503cfcacdcfda0110395aadbba11b6",
    "told_more_of_runs": "6972223e2127742cff3b0b8e5f5ea8eb",
    "names_index": "10b818032d19817a1f4721d29ffada74",
    "subject_of_hits": "f53e8db75a548872bcc8a8655c62c9a5",
    "told_on_acceptance": "3dcc4c88d2d46eca5bd4b700274cfd3f",
    "touched_matters": "bae2f3eff0e92b8d1ec20d9ce8f02d99",
    "bounded_reads": "8e1bbbdaa7799e01b0f8263400f10ad0",
    "units": "4f0a777709f44b75fe0f7dc4bcb481e7",
    "whose_right": "629c0121edef99ebca7ad3f4fce79e92",
    "acts": "7c6b6d0e9a7b934a692c90fe6a18834f",
    "complaints": "672cec378cae336eb147cd303927429d",
    "streams": "ed28673772c982e65a34dec3697ba25e",
    "misread_entries": "fe34f8d6fbe8b244776f43aa3b8fce78",
    "packed_matters": "f539a6dc0c556b87e110da00628504bb",
    "packed_events": "29f8a4284c57858a9d6890651b24271a",
    "packed_mentions": "ca221154cda0d8a926a57d2a56d64972",
    "as_reported": "2e0f8478d28ef011f026259957a0fce8",
    "general_orders": "b02d004ef07644ca86fce10bc1dc75ea",
    "goods": "19aa1381729a1705d7252a71922e12e4",
    "numbers": "a5c542f646c62adf7d7a77c433a57e94",
    "judged_anew": "b2df70afd5cfdfa23f8efb953deec026",
    "read_again": "876214880398eea38b9252c85aafb8b3",
    "suits": "22008783940d4f67962cb51f45d28fb2",
    "words": "8e12c981003029e9cc9b8f24db54907d",
    "doubts": "b1789162940ffee3773ddb861d788934",
    "told_apart": "21e3d0446657c746d74fc8414f3b288e",
    "unread_cells": "d6aa59dcf19d0ba5b966b612945e9d06",
    "approvals": "5b280baf4ed2c6d6e208eeade8445e88",
    "watchlist_lists": "1aa7e36a17c7e4c3c9af62f22b01a5fb",
    "unread_of_files": "d7f17474da7ad6396956288532ec3dab",
    "watched_since": "fa9cbc0d57c5c8abb078de8a76216ad1",
    "stream_counts": "fd6a1e76bc679ecab1aad23bf26d19e4",
    "numbers_of_runs": "93e26de2e7e96ffa2ad4bd5380efe333",
    "actions": "caf183d487c4fcd3a443f4fcb7c3d409",
    "exceptions": "1991c630ed70d0652884831f0388dd60",
}


# --- the steps ------------------------------------------------------------------------------------------------------


def test_a_released_step_is_never_edited_and_never_moved() -> None:
    digests = {s.name: hashlib.sha256("\0".join(s.statements).encode()).hexdigest()[:32] for s in STEPS}
    assert digests == RELEASED
    assert list(digests) == list(RELEASED)


def test_no_two_steps_have_one_name() -> None:
    assert len({s.name for s in STEPS}) == len(STEPS)


def test_a_step_depends_on_nothing_that_lives() -> None:
    """Code that changes would change what a released step does."""
    tree = ast.parse(Path(schema.__file__).read_text(encoding="utf-8"))
    imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.Import)]
    assert imported == {"__future__", "dataclasses"}
    for name in {s.name for s in STEPS}:
        value = next(n.value for n in tree.body if isinstance(n, ast.Assign) and _target(n) == f"_{name.upper()}")
        assert isinstance(ast.literal_eval(value), tuple), f"{name} is made of more than words"


def _target(node: ast.Assign) -> str:
    return node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""


def test_a_new_database_has_taken_every_step_and_nothing_else(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        noted = migrations.applied(Database(store.db.connection, execute_plugins=False))
        assert taken(store.db.connection) == [m.name for m in noted] == [s.name for s in STEPS]
        new = store.db.all("select type, name, sql from sqlite_master order by type, name")
    by_hand = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)
    for step in STEPS:
        for statement in step.statements:
            by_hand.execute(statement)
    made = by_hand.execute("select type, name, sql from sqlite_master order by type, name").fetchall()
    assert [r for r in new if "_sqlite_migrations" not in r[1] and not r[1].startswith("sqlite_")] == [
        r for r in made if not r[1].startswith("sqlite_")
    ]
    by_hand.conn.close()


def test_an_existing_database_is_opened_without_what_only_makes_one(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    program = (
        "import sys; from pathlib import Path; from monitor.store import Store\n"
        "Store.open(Path(sys.argv[1]), readonly=True).runs.interrupted(); Store.open(Path(sys.argv[1])).meta.set('a', '1')\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True, env=surroundings({})
    )
    loaded = done.stdout.split()
    assert "monitor.store.runs" in loaded
    assert not {"sqlite_utils", "monitor.matching"} & set(loaded)


# --- what cannot be opened ------------------------------------------------------------------------------------------


def left_as_it_was(state: Path, key: str) -> StateError:
    """Neither a reader nor a writer opens it, both for this reason; the file keeps every byte and gets no companion."""
    before = _files(state)
    found: list[StateError] = []
    for readonly in (True, False):
        with pytest.raises(StateError) as caught:
            Store.open(state, readonly=readonly)
        assert caught.value.key == key
        assert caught.value.exit_code == 4
        found.append(caught.value)
    assert _files(state) == before
    return found[-1]


def _files(state: Path) -> dict[str, bytes]:
    """What lies in the folder, but what readers share, and a log without a word in it."""
    found = {p.name: p.read_bytes() for p in state.iterdir() if p.is_file() and not p.name.endswith("-shm")}
    return {name: body for name, body in found.items() if body or not name.endswith("-wal")}


def test_an_older_database_is_refused_and_the_way_out_is_named(tmp_path: Path) -> None:
    state = lay("first", tmp_path / "state")
    left_as_it_was(state, "errors.state_older")
    for words in (("status",), ("source", "pause", "br-inpi", "--reason", "x"), ("db", "check")):
        for lang in ("zh", "en"):
            done = monitor(state, "--lang", lang, *words)
            assert done.returncode == 4
            assert "monitor db migrate" in done.stderr


def test_an_empty_file_is_not_taken_for_a_new_state(tmp_path: Path) -> None:
    (tmp_path / "monitor.db").touch()
    left_as_it_was(tmp_path, "errors.state_empty")


def test_another_programs_database_stays_as_it_was(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "monitor.db")
    connection.execute("create table somebody_elses (x)")
    connection.close()
    left_as_it_was(tmp_path, "errors.state_foreign")


def test_a_database_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "monitor.db")
    connection.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('monitor', 'x2030', '')"
    )
    connection.commit()
    connection.close()
    assert left_as_it_was(tmp_path, "errors.state_newer").params["versions"] == "x2030"
    with pytest.raises(StateError) as caught:
        migrate(tmp_path, NOW)
    assert caught.value.key == "errors.state_newer"


# --- bringing it up to date -----------------------------------------------------------------------------------------


def test_what_is_up_to_date_is_neither_copied_nor_changed(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    before = (tmp_path / "monitor.db").read_bytes()
    assert migrate(tmp_path, NOW) == Migrated()
    assert (tmp_path / "monitor.db").read_bytes() == before
    assert not (tmp_path / migrating.COPIES).exists()


def test_there_is_nothing_to_migrate_where_there_is_no_database(tmp_path: Path) -> None:
    assert pending(tmp_path) == ()
    with pytest.raises(StateError) as caught:
        migrate(tmp_path, NOW)
    assert caught.value.key == "errors.state_missing"
    assert list(tmp_path.iterdir()) == []


def test_each_step_is_told_before_it_is_taken_and_the_copy_before_all(tmp_path: Path) -> None:
    state = lay("first", tmp_path / "state")
    told: list[tuple[str, int]] = []
    migrate(state, NOW, begun=lambda step: told.append((step, len(pending(state)))))
    steps = [s.name for s in STEPS][1:]
    assert told == [("copy", len(steps)), *zip(steps, range(len(steps), 0, -1), strict=True)]


class _Killed(BaseException):
    """What is left in a process that ends at once."""


@pytest.mark.parametrize("at", [s.name for s in STEPS][1:])
def test_ended_between_two_steps_it_goes_on_where_it_was(tmp_path: Path, at: str) -> None:
    state = lay("first", tmp_path / "state")

    def die(step: str) -> None:
        if step == at:
            raise _Killed

    with pytest.raises(_Killed):
        migrate(state, NOW, begun=die)
    assert pending(state)[0] == at
    with pytest.raises(StateError) as caught:
        Store.open(state)
    assert caught.value.key == "errors.state_older"
    assert migrate(state, NOW).steps[0] == at
    Store.open(state).close()
    assert len(list((state / migrating.COPIES).iterdir())) == 2  # of one moment, and neither took the other's place


def test_a_step_that_finds_no_room_leaves_the_ones_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = lay("first", tmp_path / "state")
    real = migrating.migrations.apply
    taken: list[str] = []

    def apply(db: Database, **options: Any) -> Any:
        if len(taken) == 3:
            raise sqlite3.OperationalError("database or disk is full")
        taken.append(migrations.pending(db)[0].name)
        return real(db, **options)

    monkeypatch.setattr(migrating.migrations, "apply", apply)
    with pytest.raises(DiskFull):
        migrate(state, NOW)
    assert set(pending(state)) == {s.name for s in STEPS[1:]} - set(taken)
    monkeypatch.undo()
    migrate(state, NOW)
    Store.open(state).close()


_Usage = namedtuple("_Usage", "total used free")


def test_without_room_for_a_copy_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = lay("first", tmp_path / "state")
    before = (state / "monitor.db").read_bytes()
    room = 2 * len(before) + 50_000_000
    monkeypatch.setattr(migrating.shutil, "disk_usage", lambda _: _Usage(room, 0, room - 1))
    done = monitor(state, "db", "migrate")
    assert done.returncode == 1  # trouble that passes
    assert "0.1 GB" in done.stderr
    assert (state / "monitor.db").read_bytes() == before
    assert not list(state.glob("backups/*"))
    monkeypatch.setattr(migrating.shutil, "disk_usage", lambda _: _Usage(room, 0, room))
    assert monitor(state, "db", "migrate").returncode == 0


def test_nobody_collects_while_the_command_migrates(tmp_path: Path) -> None:
    state = lay("first", tmp_path / "state")
    with Lock(state, COLLECT).held():
        done = monitor(state, "db", "migrate")
    assert done.returncode == 5
    assert pending(state)


def test_a_migration_waits_for_a_writer_no_longer_than_it_is_told(tmp_path: Path) -> None:
    state = lay("first", tmp_path / "state")
    with Lock(state).held(), pytest.raises(LockHeld):
        migrate(state, NOW, patience=0)
    assert pending(state)


def test_a_damaged_database_is_not_migrated(tmp_path: Path) -> None:
    state = lay("first", tmp_path / "state")
    with (state / "monitor.db").open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(60_000))
    before = (state / "monitor.db").read_bytes()
    with pytest.raises(StateError) as caught:
        migrate(state, NOW)
    assert caught.value.key == "errors.state_damaged"
    assert (state / "monitor.db").read_bytes() == before
    assert not list(state.glob("backups/*"))


# --- copies ---------------------------------------------------------------------------------------------------------


def test_a_copy_is_the_database_of_one_instant_whoever_works_on_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store, store.immediate():
        store.db.connection.execute("insert into meta values ('a', '1')")  # not committed: not in the copy
        copy_to(tmp_path / "state", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    (tmp_path / "other").mkdir()
    shutil.copy(tmp_path / "copy.db", tmp_path / "other" / "monitor.db")
    with Store.open(tmp_path / "other") as copied:
        assert copied.meta.get("a") == ""
        assert look_over(tmp_path / "other").well


def test_a_copy_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(tmp_path / "state").close()
    target = tmp_path / "to" / "copy.db"
    target.parent.mkdir()
    real = Path.replace

    def full(self: Path, to: Path) -> Path:
        if to == target:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, to)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DiskFull) as caught:
        copy_to(tmp_path / "state", target)
    assert caught.value.params["folder"] == str(target.parent)
    assert list(target.parent.iterdir()) == []


@pytest.mark.slow
def test_a_disk_that_is_full_gets_no_half_copy(tmp_path: Path) -> None:
    """A really full one: a file system of 64 KB."""
    Store.open(tmp_path / "state").close()
    (tmp_path / "small").mkdir()
    code = (
        "import sys; from pathlib import Path; from monitor.store.migrating import copy_to; from monitor.errors import DiskFull\n"
        "try:\n    copy_to(Path(sys.argv[1]), Path(sys.argv[2]) / 'copy.db')\n"
        "except DiskFull as e:\n    print(e.params['folder'])\n"
        "print(len(list(Path(sys.argv[2]).iterdir())))\n"
    )
    mount = 'mount -t tmpfs -o size=64k tmpfs "$2" && exec "$3" -c "$4" "$1" "$2"'
    words = ["sh", "-c", mount, "sh", str(tmp_path / "state"), str(tmp_path / "small"), sys.executable, code]
    done = subprocess.run(
        ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--mount", *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("this machine does not let a test mount a small file system")
    assert done.stdout.split() == [str(tmp_path / "small"), "0"], done.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    Store.open(tmp_path / "state").close()
    with pytest.raises(StateError) as caught:
        copy_to(tmp_path / "state", tmp_path / "nowhere" / "copy.db")
    assert caught.value.params["folder"] == str(tmp_path / "nowhere")


def test_the_command_copies_into_a_file_or_a_folder_and_over_nothing(tmp_path: Path) -> None:
    state, target = tmp_path / "state", tmp_path / "to"
    with_demo_names(state)
    target.mkdir()
    assert monitor(state, "backup", str(target / "mine.db")).returncode == 0
    into = monitor(state, "backup", str(target), at="2026-11-20T10:00:00+08:00")
    assert into.returncode == 0
    assert sorted(p.name for p in target.iterdir()) == ["mine.db", "monitor-20261120-100000.db"]
    assert "monitor-20261120-100000.db" in into.stderr
    for path in target.iterdir():
        before = path.read_bytes()
        again = monitor(state, "backup", str(path))
        assert again.returncode == 2
        assert str(path) in again.stderr
        assert path.read_bytes() == before


def test_a_copy_of_an_older_database_can_be_made_before_anything_else(tmp_path: Path) -> None:
    state = lay("first", tmp_path / "state")
    before = asked(state, "select name from _sqlite_migrations")
    assert monitor(state, "backup", str(tmp_path / "copy.db")).returncode == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "copy.db").rename(tmp_path / "other" / "monitor.db")
    assert asked(tmp_path / "other", "select name from _sqlite_migrations") == before


def test_there_is_nothing_to_copy_before_there_is_a_database(tmp_path: Path) -> None:
    assert monitor(tmp_path, "backup", str(tmp_path / "copy.db")).returncode == 4
    assert list(tmp_path.iterdir()) == []
