"""Who works on a state folder: locks are held by one, freed by any death, and never while somebody else is waited for."""

from __future__ import annotations

import ast
import fcntl
import inspect
import os
import re
import sqlite3
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from monitor.cli.app import build
from monitor.errors import LockHeld, StateError
from monitor.installation import MARK
from monitor.locks import COLLECT, HELD, MAIL, PATIENCE, REMATCH, WRITE, Lock, is_held
from monitor.resources import demo_folder
from monitor.store import Store, migrating
from monitor.store import store as store_module
from tests.demo_run import demo_read, monitor, run_replay, with_demo_names
from tests.fetch.server import page, site
from tests.holding import held_elsewhere, impatient
from tests.mail.hostile_server import Call, Rule, Say, Step, hostile_server

__all__ = ["impatient"]  # a fixture

EVERY = (WRITE, COLLECT, REMATCH, MAIL)
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def free(state: Path, name: str = WRITE) -> bool:
    """Whether anybody at all, this process included, holds the lock at this instant."""
    try:
        handle = os.open(state / name, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


# --- one lock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_a_lock_entered_again_is_held_until_the_outermost_leaves(tmp_path: Path, name: str) -> None:
    lock = Lock(tmp_path, name)
    with lock.held():
        with lock.held():
            assert not free(tmp_path, name)
        assert not free(tmp_path, name)
    assert free(tmp_path, name)
    with lock.held():
        assert not free(tmp_path, name)


def test_a_lock_is_let_go_of_by_an_error_too(tmp_path: Path) -> None:
    lock = Lock(tmp_path)
    with pytest.raises(ZeroDivisionError), lock.held(), lock.held():
        raise ZeroDivisionError
    assert free(tmp_path)


def test_the_locks_are_no_matter_of_each_other(tmp_path: Path) -> None:
    with Lock(tmp_path, WRITE).held(), Lock(tmp_path, COLLECT, patience=0).held():
        for name in (REMATCH, MAIL):
            with Lock(tmp_path, name, patience=0).held():
                pass


def test_a_lock_file_names_its_holder_and_is_never_taken_away(tmp_path: Path) -> None:
    (tmp_path / WRITE).write_text("9999999999 of a process long gone\n", encoding="utf-8")
    before = (tmp_path / WRITE).stat().st_ino
    with Lock(tmp_path).held():
        assert (tmp_path / WRITE).read_text(encoding="utf-8") == f"{os.getpid()}\n"
    assert (tmp_path / WRITE).stat().st_ino == before


def test_a_folder_in_which_no_lock_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder", encoding="utf-8")
    with pytest.raises(StateError) as caught, Lock(tmp_path / "state").held():
        pass
    assert caught.value.params["folder"] == str(tmp_path / "state")


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
def test_whoever_finds_it_held_hears_by_whom_and_why(tmp_path: Path, name: str) -> None:
    with (
        held_elsewhere(tmp_path, name) as holder,
        pytest.raises(LockHeld) as caught,
        Lock(tmp_path, name, patience=0.1).held(),
    ):
        pass
    error = caught.value
    assert error.exit_code == 5
    assert error.key == HELD[name]
    assert error.params["pid"] == str(holder.pid)
    assert error.params["command"] == "monitor bulletin send"


@pytest.mark.slow
def test_a_holder_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path, COLLECT) as holder:
        assert is_held(tmp_path, COLLECT)
        holder.kill()
        holder.wait(30)
        assert not is_held(tmp_path, COLLECT)
        with Lock(tmp_path, COLLECT, patience=0).held():
            pass


@pytest.mark.slow
def test_waiting_ends_when_the_process_is_to_leave(tmp_path: Path) -> None:
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    with held_elsewhere(tmp_path), pytest.raises(LockHeld), Lock(tmp_path, patience=3600, stop=stop).held():
        pass
    assert len(asked) == 3


@pytest.mark.slow
def test_a_writer_goes_on_as_soon_as_the_other_has_left(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with held_elsewhere(tmp_path) as holder:
        threading.Timer(0.3, holder.kill).start()
        with Store.open(tmp_path) as store:
            store.meta.set("who", "the second")
    with Store.open(tmp_path, readonly=True) as store:
        assert store.meta.get("who") == "the second"


def test_a_minute_is_waited_for_a_writer() -> None:
    assert PATIENCE == 60  # the sentence about it says so


# --- looking whether it is held -------------------------------------------------------------------------------------


def test_looking_creates_nothing(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "nowhere", COLLECT)
    assert not is_held(tmp_path, COLLECT)
    assert list(tmp_path.iterdir()) == []


def test_looking_takes_nothing_from_anybody(tmp_path: Path) -> None:
    """While somebody looks over and over, whoever has a moment's patience gets the lock all the same."""
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            is_held(tmp_path, COLLECT)

    with Lock(tmp_path, COLLECT).held():
        pass  # the file names a living process from now on
    watchers = [threading.Thread(target=look) for _ in range(3)]
    for watcher in watchers:
        watcher.start()
    try:
        for _ in range(20):
            with Lock(tmp_path, COLLECT, patience=30).held():
                assert is_held(tmp_path, COLLECT)
    finally:
        over.set()
        for watcher in watchers:
            watcher.join()


# --- the store's transactions ---------------------------------------------------------------------------------------


def test_a_transaction_holds_the_lock_and_one_inside_it_joins(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        assert free(tmp_path)
        with store.immediate():
            assert not free(tmp_path)
            with store.immediate():
                store.meta.set("a", "1")
            assert store.db.in_transaction
            assert not free(tmp_path)
        assert free(tmp_path)
        assert not store.db.in_transaction


def test_what_a_joined_transaction_wrote_goes_with_the_outer_one(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with suppress(ZeroDivisionError), store.immediate():
            store.meta.set("a", "1")
            raise ZeroDivisionError
        assert store.meta.get("a") == ""
        assert free(tmp_path)
        store.meta.set("a", "2")
        assert store.meta.get("a") == "2"


def test_several_transactions_can_belong_together(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with store.alone():
            store.meta.set("a", "1")
            assert not free(tmp_path)
            assert not store.db.in_transaction
            store.meta.set("b", "2")
        assert free(tmp_path)


@pytest.mark.slow
def test_two_stores_in_two_threads_write_one_after_the_other(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    failed: list[Exception] = []

    def count() -> None:
        try:
            with Store.open(tmp_path) as store:
                for _ in range(50):
                    with store.immediate():
                        store.meta.set("count", str(int(store.meta.get("count") or 0) + 1))
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Store.open(tmp_path, readonly=True) as store:
        assert store.meta.get("count") == "150"


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
def test_a_store_that_cannot_write_reads_on(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.meta.set("a", "1")
        with held_elsewhere(tmp_path):
            with pytest.raises(LockHeld):
                store.meta.set("a", "2")
            assert store.meta.get("a") == "1"
        store.meta.set("a", "3")
        assert store.meta.get("a") == "3"


_WRITES = re.compile(r"^\W*(insert|update|delete|replace|drop|create|alter|executemany)\b", re.IGNORECASE)
# Called inside a transaction that another part has begun.
_INSIDE = {
    "Actions.copy",
    "Complaints.link",
    "Complaints.move",
    "Complaints.note",
    "Complaints.unlink",
    "Events.end_again",
    "Events.fold",
    "Events.keep_times",
    "Events.move",
    "Events.read_otherwise",
    "Events.replace",
    "Goods.keep",
    "Goods.move",
    "Hits.drop",
    "Hits.fold_of",
    "Hits.hand_over",
    "Hits.move",
    "Hits.part",
    "Hits.take_over",
    "Hits.touch",
    "Issues.drop_hits",
    "Issues.move_hit",
    "Issues.part_hit",
    "Hits.set_state",
    "Matters.fold",
    "Matters.merge",
    "Mentions.move",
    "NamesIndex.gathering",
    "NamesIndex.merging",
    "Numbers.drop",
    "Numbers.keep",
    "Outbox.supersede",
    "Outbox.supersede_before",
    "Phrases.number",
    "Runs.count_news",
    "Runs.number_for_more",
    "Suits.move",
    "WordsIndex.gathering",
}


def _writing(method: Callable[..., Any]) -> bool:
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    doc = ast.get_docstring(tree.body[0], clean=False)  # type: ignore[arg-type]
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return any(_WRITES.match(text) for text in texts if text != doc)


def _methods(store: Store) -> Iterator[tuple[str, Callable[..., Any]]]:
    for part in vars(store).values():
        if type(part).__module__.startswith("monitor.store."):
            for name, method in inspect.getmembers(type(part), inspect.isfunction):
                yield f"{type(part).__name__}.{name}", inspect.unwrap(method)


def test_what_a_part_of_the_store_writes_it_writes_in_a_transaction_of_its_own(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        methods = list(_methods(store))
    without = {
        name
        for name, method in methods
        if "._" not in name and _writing(method) and "self._db.immediate()" not in inspect.getsource(method)
    }
    assert without == _INSIDE
    assert sum(_writing(m) for _, m in methods) > 30  # the eye that looks is open


@contextmanager
def watched_writes(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[str], list[str]]]:
    """(statements that write, those of them outside a transaction or without the lock) of every connection opened."""
    writes: list[str] = []
    loose: list[str] = []
    real = store_module.connect

    def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
        connection = real(path, readonly=readonly)

        def heard(statement: str) -> None:
            if re.match(r"\s*(insert|update|delete|replace|drop|create|alter)\b", statement, re.IGNORECASE):
                writes.append(statement)
                if readonly or not connection.in_transaction or free(path.parent):
                    loose.append(statement)

        connection.set_trace_callback(heard)
        return connection

    with monkeypatch.context() as patched:
        patched.setattr(store_module, "connect", connect)
        patched.setattr(migrating, "connect", connect)
        yield writes, loose


@pytest.mark.slow
def test_no_statement_of_a_whole_life_writes_without_lock_and_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = tmp_path / "names.csv"
    names.write_text("商标名称,类别\n漳源锦,33\n云杼,25\n", encoding="utf-8")
    state = tmp_path / "state"
    Store.open(state).close()  # a new file is made beside its place, under the lock too
    with hostile_server() as server, watched_writes(monkeypatch) as (writes, loose):
        env = mail_to(server.port)
        with_demo_names(state)
        run_replay(state)
        assert monitor(state, "watchlist", "import", str(names), "--yes").returncode == 0
        done = monitor(state, "watchlist", "show", "漳源锦", "--json")
        assert monitor(state, "watchlist", "show", "漳源锦", "--off", "漳源锦", "--yes").returncode == 0, done.stdout
        assert monitor(state, "source", "pause", "br-inpi", "--reason", "x").returncode == 0
        assert monitor(state, "source", "resume", "br-inpi").returncode == 0
        assert monitor(state, "db", "migrate").returncode == 0
        assert monitor(state, "bulletin", "build", env=env).returncode == 0
        assert monitor(state, "bulletin", "send", env=env).returncode == 0
        assert monitor(state, "bulletin", "build", "--correct", "--release", env=env).returncode == 0
        assert monitor(state, "outbox", "drop", "3", "--reason", "x", env=env).returncode == 0
        assert monitor(state, "outbox", "retry", env=env).returncode == 0
    assert len(writes) > 500
    assert loose == []


def mail_to(port: int, *addresses: str) -> dict[str, str]:
    return {
        "MONITOR_SMTP_HOST": "127.0.0.1",
        "MONITOR_SMTP_PORT": str(port),
        "MONITOR_SMTP_SECURITY": "none",
        "MONITOR_MAIL_FROM": "ip@office.example",
        "MONITOR_MAIL_TO": ",".join(addresses or ("a@office.example", "b@office.example")),
    }


# --- commands that read ---------------------------------------------------------------------------------------------

READING = {
    "status": [],
    "doctor": [],
    "check": ["--dry-run"],
    "source list": [],
    "source show": ["br-inpi"],
    "source new": [
        "zz-never",
        "--category",
        "trademark",
        "--dry-run",
    ],  # without that it writes, but into no state folder
    "watchlist list": [],
    "watchlist show": ["漳源锦"],
    "watchlist lint": [],
    "watchlist export": [],
    "watchlist ask": [],
    "watchlist lists": [],
    "watchlist history": [],
    "match": ["漳源锦", "ZHANGYUANJIN"],
    "screen": [],
    "lookup": ["漳源锦"],
    "hit log": [],
    "todo": [],
    "hit list": [],
    "hit show": ["1"],
    "hit filers": [],
    "rule list": [],
    "rule stats": [],
    "verdicts export": [],
    "deadline list": [],
    "deadline explain": ["1"],
    "deadline rules": [],
    "bulletin show": [],
    "bulletin list": [],
    "outbox list": ["--all"],
    "db check": [],
    "backup": [],
}
WRITING = {
    "run", "demo", "daemon", "source test", "source pause", "source resume", "source skip-unit", "source seen", "watchlist import", "watchlist add", "watchlist set", "watchlist remove", "watchlist undo", "bulletin build",
    "bulletin send", "bulletin approve", "outbox retry", "outbox drop", "db migrate", "restore",
    "hit confirm-own", "hit review", "hit confirm", "hit reject", "hit watch", "hit notify", "hit handle", "hit handover", "hit close",
    "hit reopen", "hit merge", "hit note", "hit assign", "hit undo", "rule add", "rule expire",
}  # fmt: skip


def every_command() -> set[str]:
    def below(command: Any, path: tuple[str, ...]) -> Iterator[str]:
        inner = getattr(command, "commands", None)
        if not inner:
            yield " ".join(path)
            return
        for name, child in inner.items():
            yield from below(child, (*path, name))

    return set(below(typer.main.get_command(build()), ()))


def test_every_command_is_known_to_read_or_to_write() -> None:
    assert set(READING) | WRITING == every_command()


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with a list, runs, an issue that was sent and one message that was refused."""
    state = tmp_path_factory.mktemp("state")
    demo_read(state)
    refuse = Rule("rcpt", Say("550 5.1.1 nobody of that name"), to="b@")
    with hostile_server(refuse) as server:
        env = mail_to(server.port)
        assert monitor(state, "bulletin", "build", env=env).returncode == 0
        assert monitor(state, "bulletin", "send", env=env).returncode == 7
    return state


def files_of(state: Path) -> dict[str, bytes]:
    """All that lies in the folder, but SQLite's shared memory, which readers share, and the note of where a copy was put."""
    return {
        str(p.relative_to(state)): p.read_bytes()
        for p in sorted(state.rglob("*"))
        if p.is_file()
        and p.name != MARK
        and not p.name.endswith("-shm")
        and not (p.name.endswith("-wal") and not p.stat().st_size)
    }


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("held", [False, True])
def test_what_reads_writes_nothing_and_waits_for_nobody(lived_in: Path, tmp_path: Path, held: bool) -> None:
    table = tmp_path / "table.csv"
    table.write_text("商标名称\nZHANGYUANJIN\n", encoding="utf-8")
    more = {
        "screen": [str(table)],
        "backup": [str(tmp_path / "copy.db")],
        "watchlist export": [str(tmp_path / "list.csv")],
        "watchlist ask": [str(tmp_path / "questions.xlsx"), "--all"],
    }
    version = sqlite3.connect(lived_in / "monitor.db")
    at_first = version.execute("pragma data_version").fetchone()
    with held_elsewhere(lived_in) if held else _nobody():
        before = files_of(lived_in)
        for command, words in READING.items():
            done = monitor(lived_in, *command.split(), *(more.get(command) or words))
            assert done.returncode in (0, 4, 7), (command, done.stderr)  # doctor misses keys, a message was refused
            assert done.returncode != 4 or command == "doctor", (command, done.stderr)
            assert files_of(lived_in) == before, command
    assert version.execute("pragma data_version").fetchone() == at_first
    version.close()


@contextmanager
def _nobody() -> Iterator[None]:
    yield


@pytest.mark.usefixtures("impatient")
@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("source", "pause", "br-inpi", "--reason", "x"),
        ("source", "resume", "br-inpi"),
        ("watchlist", "import", str(demo_folder() / "watchlist.xlsx"), "--yes"),
        ("bulletin", "build", "--week", "2026-W46"),
        ("outbox", "drop", "2", "--reason", "x"),
        ("run", "--replay", str(demo_folder())),
    ],
)
def test_what_writes_beside_another_writer_says_who_that_is(lived_in: Path, words: tuple[str, ...]) -> None:
    before = files_of(lived_in)
    with held_elsewhere(lived_in) as holder:
        done = monitor(lived_in, *words)
    assert done.returncode == 5, done.stderr
    assert str(holder.pid) in done.stderr
    assert "monitor bulletin send" in done.stderr
    after = files_of(lived_in)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert {name for name in changed if not name.endswith("lock")} == set()


# --- nobody is waited for under the lock ----------------------------------------------------------------------------

ENTRY = """
us-pacer-rss:
  format: pacer_rss
  category: suit
  jurisdiction: US
  title: {{zh: 法院案卷动态, en: docket feeds}}
  urls: {{ilnd: "{url}/ilnd"}}
  schedule: "*/20 * * * *"
  pace: 0
  budget: {{per_hour: 100}}
  expect: {{min_items: 1}}
  terms: {{allowed: a server of the test}}
"""


@pytest.mark.slow
def test_others_write_while_a_source_is_waited_for(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with_demo_names(state)
    codes: list[int] = []
    with site() as web:
        feed = page((demo_folder() / "us-pacer-rss" / "ilnd.xml").read_bytes(), Content_Type="text/xml")

        def slowly(handler: Any) -> None:
            others = (("source", "pause", "br-inpi", "--reason", "x"), ("watchlist", "import", str(shorter), "--yes"))
            codes.extend(monitor(state, *words, process=True).returncode for words in others)
            assert free(state)
            feed(handler)

        web.answers["/ilnd"] = slowly
        sources, shorter = tmp_path / "sources.yaml", tmp_path / "names.csv"
        sources.write_text(ENTRY.format(url=web.url), encoding="utf-8")
        shorter.write_text("商标名称,类别\n漳源锦,33\n", encoding="utf-8")
        env = {"MONITOR_ALLOW_PRIVATE_HOSTS": "127.0.0.1"}
        done = monitor(state, "run", "--json", "--sources", str(sources), env=env, process=True)
    assert done.returncode == 0, done.stderr
    assert codes == [0, 0]
    with Store.open(state, readonly=True) as store:
        assert store.meta.get("matched_with") == ""  # these records have not met the list that came meanwhile


@pytest.mark.slow
@pytest.mark.parametrize("step", ["rcpt", "dot"])
def test_others_write_while_a_mail_server_is_waited_for(tmp_path: Path, step: str) -> None:
    with_demo_names(tmp_path)
    assert monitor(tmp_path, "bulletin", "build").returncode == 0
    codes: list[int] = []

    def meanwhile(_: Step) -> None:
        codes.append(monitor(tmp_path, "source", "pause", "br-inpi", "--reason", "x", process=True).returncode)
        codes.append(5 if not free(tmp_path) else 0)

    with hostile_server(Rule(step, Call(meanwhile), to="a@")) as server:
        done = monitor(tmp_path, "bulletin", "send", env=mail_to(server.port), process=True)
    assert done.returncode == 0, done.stderr
    assert codes == [0, 0]
    assert server.received() == {"a@office.example": 1, "b@office.example": 1}
