"""Offices with demo names and runs, and how commands of theirs are called and read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from monitor.store import Store
from tests.command import Done
from tests.demo_run import AT, demo_read, monitor

A, B, C = "a@office.example", "b@office.example", "c@office.example"
W47, W48 = "2026-W47", "2026-W48"
FRIDAY = AT  # of the 47th week
NEXT_FRIDAY = "2026-11-27T10:00:00+08:00"
KEYS = {"USPTO_ODP_KEY": "demo-key-of-nobody", "COURTLISTENER_TOKEN": "demo-token-of-nobody"}


def mail_to(port: int, *addresses: str) -> dict[str, str]:
    return {
        "MONITOR_SMTP_HOST": "127.0.0.1",
        "MONITOR_SMTP_PORT": str(port),
        "MONITOR_SMTP_SECURITY": "none",
        "MONITOR_MAIL_FROM": "ip@office.example",
        "MONITOR_MAIL_TO": ",".join(addresses or (A, B)),
    }


def lived_in(state: Path) -> Path:
    """A folder with the demo's names and records, all of its week read, and no issue."""
    demo_read(state)
    read_whole(state)
    return state


def read_whole(state: Path) -> None:
    """Feeds of a day count as read all the week, and a small snapshot as a whole one."""
    with Store.open(state) as store, store.immediate():
        store.db.execute("update runs set verdict = 'ok', message = '' where source = 'us-itc-ids'")
        store.db.execute("update runs set since = ? where source = 'us-pacer-rss'", ["2026-11-10T00:00:00+00:00"])


class Office:
    """One state folder and the environment its clerk works in."""

    def __init__(self, state: Path, env: dict[str, str] | None = None, lang: str = "zh") -> None:
        self.state = state
        self.env = dict(env or {})
        self.lang = lang

    @classmethod
    def like(cls, other: Path, state: Path, env: dict[str, str] | None = None) -> Office:
        shutil.copytree(other, state)
        return cls(state, env)

    def does(self, *words: str, at: str = FRIDAY, env: dict[str, str] | None = None) -> Done:
        return monitor(
            self.state, "--lang", self.lang, *words, at=at, env={"COLUMNS": "160", **self.env, **(env or {})}
        )

    def gives(self, *words: str, codes: Sequence[int] = (0,), at: str = FRIDAY) -> Any:
        done = self.does(*words, "--json", at=at)
        assert done.returncode in codes, (words, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def refuses(self, *words: str, code: int, says: str, at: str = FRIDAY) -> str:
        """A command that ends with this code and says so in both languages; nothing of the store changes."""
        before = self.contents()
        spoken = ""
        for lang in ("zh", "en"):
            done = monitor(self.state, "--lang", lang, *words, at=at, env={"COLUMNS": "160", **self.env})
            assert done.returncode == code, (words, done.returncode, done.stderr)
            assert says in done.stderr, done.stderr
            assert "Traceback" not in done.stderr
            # The daemon speaks to whoever keeps its log: JSON.
            said = (
                "".join(json.loads(x)["what"] for x in done.stderr.splitlines())
                if words[0] == "daemon"
                else done.stderr
            )
            assert "{" not in said
            spoken = spoken or said
        assert self.contents() == before
        return spoken

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables but the index, which says nothing of its own."""
        tables = [name for (name,) in self.rows("select name from sqlite_master where type = 'table'")]
        return {name: self.rows(f"select * from {name}") for name in tables if not name.startswith(("names", "words"))}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with Store.open(self.state, readonly=True) as store:
            return store.db.all(sql)

    def states(self) -> list[tuple[str, int, str, str]]:
        """(week, correction, recipient, state) of every row of the outbox."""
        rows = self.gives("outbox", "list", "--all", codes=(0, 7))
        return [(r["week"], r["correction"], r["recipient"], r["state"]) for r in rows]

    def files(self) -> dict[str, bytes]:
        """Of all issues, but what is kept of released ones."""
        found = (p for p in (self.state / "bulletins").rglob("bulletin.*") if "released" not in p.parts)
        return {str(p.relative_to(self.state)): p.read_bytes() for p in found}
