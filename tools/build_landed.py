"""Builds a state folder of an earlier version with that version's own code, for tests/store/test_landed.py.

    python -m tools.build_landed COMMIT NAME        (in the project's root; a git checkout with its history is needed)

The code of COMMIT is unpacked into a temporary folder and run there, on its own demo, with the packages of this Python:

    2026-11-20  list imported, courts and notices read, issue 2026-W47 built and sent to five addresses:
                a accepts, b is put off, c is refused, the sender is killed at d, so that e has no row
    2026-11-27  all sources read, issue 2026-W48 built and sent: everybody is put off, nobody accepted

What it leaves is written as SQL text (gzip) and the files of the issues to tests/store/landed/NAME. Captures and the
times at which migrations were applied are left out: nothing a later version does depends on them.
"""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from tests.mail.hostile_server import Call, HostileServer, Rule, Say, greylisting, hostile_server

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests" / "store" / "landed"
FIRST_WEEK, SECOND_WEEK = "2026-11-20T10:00:00+08:00", "2026-11-27T10:00:00+08:00"
COURTS = ("us-itc-federal-register", "us-courtlistener", "us-pacer-rss")
RECIPIENTS = tuple(f"{who}@office.example" for who in "abcde")


def main(commit: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        code, state = Path(folder) / "code", Path(folder) / "state"
        unpack(commit, code)
        with hostile_server() as server:
            live(Version(code, state, server.port), server)
        keep(state, TARGET / name)
    print(f"{name}: {sum(p.stat().st_size for p in (TARGET / name).rglob('*') if p.is_file())} bytes")


def unpack(commit: str, code: Path) -> None:
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(code, filter="data")


class Version:
    """The commands of one version on one state folder."""

    def __init__(self, code: Path, state: Path, port: int) -> None:
        self._code = code
        self._state = state
        self._env = {
            **{k: v for k, v in os.environ.items() if not k.startswith("MONITOR_")},
            "PYTHONPATH": str(code),
            "MONITOR_SMTP_HOST": "127.0.0.1",
            "MONITOR_SMTP_PORT": str(port),
            "MONITOR_SMTP_SECURITY": "none",
            "MONITOR_MAIL_FROM": "ip@office.example",
            "MONITOR_MAIL_TO": ",".join(RECIPIENTS),
            "MONITOR_OFFICE_NAME": "演示省知识产权保护中心",
        }

    def begin(self, at: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "monitor", "--state", str(self._state), "--at", at, *words]
        return subprocess.Popen(
            command, cwd=self._code, env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def do(self, at: str, *words: str, codes: tuple[int, ...] = (0,)) -> None:
        process = self.begin(at, *words)
        _, said = process.communicate(timeout=300)
        if process.returncode not in codes:
            raise SystemExit(f"{' '.join(words)}: exit {process.returncode}\n{said.decode()}")


def live(version: Version, server: HostileServer) -> None:
    demo = ("--replay", "monitor/demo")
    version.do(FIRST_WEEK, "watchlist", "import", "monitor/demo/watchlist.xlsx", "--yes")
    version.do(FIRST_WEEK, "run", *demo, *(word for source in COURTS for word in ("--source", source)))
    version.do(FIRST_WEEK, "bulletin", "build")
    sender: list[subprocess.Popen[bytes]] = []
    server.behave(
        greylisting("b@"),
        Rule("rcpt", Say("550 5.1.1 no such user"), to="c@"),
        Rule("rcpt", Call(lambda _: os.kill(sender[0].pid, signal.SIGKILL)), to="d@"),
    )
    sender.append(version.begin(FIRST_WEEK, "bulletin", "send"))
    if sender[0].wait(60) != -signal.SIGKILL:
        raise SystemExit("the sender was not killed where it should have been")
    server.behave(greylisting())
    version.do(SECOND_WEEK, "run", *demo, codes=(0, 3, 6))
    version.do(SECOND_WEEK, "bulletin", "build")
    version.do(SECOND_WEEK, "bulletin", "send", codes=(7,))


def keep(state: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(state / "bulletins", target / "bulletins")
    db = sqlite3.connect(state / "monitor.db")
    text = "".join(f"{line}\n" for line in as_sql(db))
    db.close()
    (target / "monitor.sql.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def as_sql(db: sqlite3.Connection) -> Iterator[str]:
    """Statements that make this database again: every schema text as it stands, rows in the order of their keys.

    `sqlite3.iterdump` of this Python does not know virtual tables: the tables an FTS5 index keeps its rows in are made
    by it, so they are filled, not created."""
    db.execute("update _sqlite_migrations set applied_at = ?", [FIRST_WEEK])
    schema = db.execute("select type, name, sql from sqlite_master where sql is not null order by rowid").fetchall()
    virtual = [name for _, name, sql in schema if sql.upper().startswith("CREATE VIRTUAL")]
    shadows = {
        name for _, name, _ in schema if name.startswith(tuple(f"{v}_" for v in virtual)) and is_shadow(db, name)
    }
    yield "begin;"
    for _, name, sql in schema:
        if name not in shadows:
            yield f"{sql};"
    for kind, name, _ in schema:
        if kind != "table" or name in virtual:
            continue
        if name in shadows:
            yield f"delete from {name};"
        columns = [c[1] for c in db.execute(f"pragma table_info({name})")]
        values = " || ',' || ".join(f'quote("{c}")' for c in columns)
        order = ", ".join(str(n + 1) for n in range(len(columns)))
        rows = db.execute(f"select {values} from (select * from {name} order by {order})")
        yield from (f"insert into {name} values ({row[0]});" for row in rows)
    yield "commit;"


def is_shadow(db: sqlite3.Connection, name: str) -> bool:
    return bool(db.execute("select 1 from pragma_table_list where name = ? and type = 'shadow'", [name]).fetchone())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
