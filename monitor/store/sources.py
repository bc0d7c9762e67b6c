"""What is remembered of a source between its runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.clock import iso
from monitor.store.as_json import dumps, listed, loads
from monitor.store.database import Database

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of one URL (or immutable document) of a source from its last checked run."""

    etag: str
    last_modified: str
    digest: str
    version: str
    at: datetime  # when it was last read


@dataclass(frozen=True, slots=True)
class Remembered:
    """The instant up to which a source was checked without a gap; the reason it is paused for, None if it is not."""

    checked_until: datetime | None = None
    paused: str | None = None


class Sources:
    """Of each source: how far it was checked, its cursor, whether it is paused, the documents it is known to have, and
    the requests that were made of it.

    Owns: source_state, documents, budgets.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- how far it was checked -------------------------------------------------------------------------

    def advance(
        self, source: str, cursor: Mapping[str, str], checked_until: datetime | None, read_with: str = ""
    ) -> None:
        """Move cursor and window on. Called only for checked verdicts, inside the transaction of the records.

        None leaves the window: the stretch between it and this run was not looked at. `read_with` says how the window
        was read (format, version, digest of the options). An instant later than `checked_until` was written under a
        wrong clock: it gives way, and at worst a stretch is read again."""
        with self._db.immediate():
            merged = {**self.cursor(source), **cursor}
            self._db.execute(
                """insert into source_state (source, cursor, checked_until, read_with) values (?, ?, ?, ?)
                on conflict (source) do update set cursor = excluded.cursor,
                checked_until = coalesce(excluded.checked_until, checked_until),
                read_with = coalesce(nullif(excluded.read_with, ''), read_with)""",
                [
                    source,
                    dumps(merged),
                    iso(checked_until) if checked_until else None,
                    read_with if checked_until else "",
                ],
            )

    def cursor(self, source: str) -> dict[str, str]:
        found = self._db.value("select cursor from source_state where source = ?", [source])
        return dict(loads(found)) if found else {}

    def checked_until(self, source: str) -> datetime | None:
        """The instant up to which this source was checked without a gap."""
        found = self._db.value("select checked_until from source_state where source = ?", [source])
        return datetime.fromisoformat(found) if found else None

    def remembered(self, sources: Iterable[str]) -> dict[str, Remembered]:
        """The same of many, and why they are paused, in one statement; of a source that was never run nothing is."""
        sql = """select source, checked_until, paused, reason from source_state
            where source in (select value from json_each(?))"""
        return {
            str(source): Remembered(datetime.fromisoformat(until) if until else None, str(reason) if paused else None)
            for source, until, paused, reason in self._db.all(sql, [listed(sources)])
        }

    def read_with(self, source: str) -> str:
        """How the window of a source was last read; "" where that is not known."""
        return str(self._db.value("select read_with from source_state where source = ?", [source]) or "")

    # --- pauses -----------------------------------------------------------------------------------------

    def pause(self, source: str, reason: str) -> None:
        self._set_paused(source, paused=True, reason=reason)

    def resume(self, source: str) -> None:
        self._set_paused(source, paused=False, reason="")

    def _set_paused(self, source: str, *, paused: bool, reason: str) -> None:
        with self._db.immediate():
            self._db.execute(
                """insert into source_state (source, paused, reason) values (?, ?, ?)
                on conflict (source) do update set paused = excluded.paused, reason = excluded.reason""",
                [source, int(paused), reason],
            )

    def paused(self, source: str) -> str | None:
        """The reason a source is paused for, None if it is not."""
        row = self._db.first("select paused, reason from source_state where source = ?", [source])
        return str(row[1]) if row and row[0] else None

    # --- documents --------------------------------------------------------------------------------------

    def document(self, source: str, key: str) -> Document | None:
        row = self._db.first(
            "select etag, last_modified, digest, version, at from documents where source = ? and key = ?", [source, key]
        )
        return Document(row[0], row[1], row[2], row[3], datetime.fromisoformat(row[4])) if row else None

    def same_answer(
        self, source: str, key: str, digest: str, version: str, since: datetime, until: datetime
    ) -> Document | None:
        """The same bytes, read in [since, until] as the answer to the same question of other days: a list whose window
        moved on. Two questions may both be answered by the same "nothing" and still not stand for each other."""
        found = self._db.all(
            """select key, etag, last_modified, digest, version, at from documents where source = ? and digest = ?
            and version = ? and at between ? and ? and not once order by key""",
            [source, digest, version, iso(since), iso(until)],
        )
        asked = _DAY.sub("", key)
        for other, *row in found:
            if _DAY.sub("", other) == asked:
                return Document(row[0], row[1], row[2], row[3], datetime.fromisoformat(row[4]))
        return None

    def keep_documents(self, source: str, documents: Mapping[str, Document], once: frozenset[str]) -> None:
        """`once`: keys of documents that never change, and are never asked for again."""
        with self._db.immediate():
            self._db.execute_many(
                """insert into documents (source, key, version, etag, last_modified, digest, once, at)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (source, key) do update set version = excluded.version,
                etag = excluded.etag, last_modified = excluded.last_modified, digest = excluded.digest, at = excluded.at""",
                [
                    (source, key, d.version, d.etag, d.last_modified, d.digest, int(key in once), iso(d.at))
                    for key, d in documents.items()
                ],
            )

    # --- requests ---------------------------------------------------------------------------------------

    def spend(self, source: str, now: datetime, limits: Mapping[timedelta, int]) -> timedelta | None:
        """Count one request if every window has room, and return None; else how long until there is room.

        Requests are counted in the store, so that a restart does not grant a fresh budget."""
        moment = now.timestamp()
        with self._db.immediate():
            # Requests "of the future" were counted under a clock that was wrong; they must not lock a source out.
            self._db.execute("delete from budgets where source = ? and at > ?", [source, moment + 1])
            wait = 0.0
            for window, most in limits.items():
                since = moment - window.total_seconds()
                sql = "select at from budgets where source = ? and at > ? order by at"
                made = self._db.column(sql, [source, since])
                if len(made) >= most:
                    wait = max(wait, made[len(made) - most] + window.total_seconds() - moment)
            if wait > 0:
                return timedelta(seconds=wait)
            self._db.execute("insert into budgets (source, at) values (?, ?)", [source, moment])
            self._db.execute("delete from budgets where source = ? and at < ?", [source, moment - 172_800])
        return None
