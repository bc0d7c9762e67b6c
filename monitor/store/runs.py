"""Runs, cursors, known documents, captures, budgets, quarantine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.clock import iso
from monitor.model import Verdict
from monitor.store.base import Tables, dumps, loads, new_id, rows
from monitor.store.views import CaptureRow, RunRow


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of one URL (or immutable document) of a source from its last checked run."""

    etag: str
    last_modified: str
    digest: str
    version: str
    at: datetime  # when it was last read


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNTS = ("items", "records", "skipped", "ignored", "parsed", "new", "changed", "canary_met")


class RunTables(Tables):
    # --- runs ---------------------------------------------------------------------------------------

    def begin_run(self, source: str, at: datetime, since: datetime | None, until: datetime | None) -> int:
        with self.immediate():
            cursor = self.db.execute(
                "insert into runs (source, started, since, until) values (?, ?, ?, ?)",
                [source, iso(at), iso(since) if since else None, iso(until) if until else None],
            )
            return new_id(cursor)

    def finish_run(
        self,
        run: int,
        verdict: Verdict,
        at: datetime,
        message: str,
        *,
        counts: Mapping[str, int],
        newest_item: date | None,
        notes: str = "[]",
        canary: str = "",
    ) -> None:
        """`message` and `notes` are lists of (text key, parameters) as JSON. `canary` is the word that was looked for; `counts` holds how many records had it."""
        with self.immediate():
            self.db.execute(
                """update runs set finished = ?, verdict = ?, message = ?, items = ?, records = ?, skipped = ?,
                ignored = ?, parsed = ?, new_hits = ?, changed_hits = ?, canary_met = ?, newest_item = ?, notes = ?,
                canary = ? where id = ?""",
                [
                    iso(at),
                    verdict.value,
                    message,
                    *(counts.get(k, 0) for k in _COUNTS),
                    newest_item.isoformat() if newest_item else None,
                    notes,
                    canary,
                    run,
                ],
            )

    def advance(
        self, source: str, cursor: Mapping[str, str], checked_until: datetime | None, read_with: str = ""
    ) -> None:
        """Move cursor and window on. Called only for checked verdicts, inside the transaction of the records.

        None leaves the window: what lies between it and this run was not looked at. `read_with` says how the window
        was read (format, version, digest of the options). An instant later than `checked_until` was written under a
        wrong clock: it gives way, and at worst a stretch is read again."""
        with self.immediate():
            merged = {**self.cursor(source), **cursor}
            self.db.execute(
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

    def read_with(self, source: str) -> str:
        """How the window of a source was last read; "" where that is not known."""
        row = self.db.execute("select read_with from source_state where source = ?", [source]).fetchone()
        return str(row[0]) if row else ""

    def cursor(self, source: str) -> dict[str, str]:
        row = self.db.execute("select cursor from source_state where source = ?", [source]).fetchone()
        return dict(loads(row[0])) if row else {}

    def checked_until(self, source: str) -> datetime | None:
        """The instant up to which this source was checked without a gap."""
        row = self.db.execute("select checked_until from source_state where source = ?", [source]).fetchone()
        return datetime.fromisoformat(row[0]) if row and row[0] else None

    def pause(self, source: str, paused: bool, reason: str) -> None:
        with self.immediate():
            self.db.execute(
                """insert into source_state (source, paused, reason) values (?, ?, ?)
                on conflict (source) do update set paused = excluded.paused, reason = excluded.reason""",
                [source, int(paused), reason],
            )

    def paused(self, source: str) -> str | None:
        """The reason a source is paused for, None if it is not."""
        row = self.db.execute("select paused, reason from source_state where source = ?", [source]).fetchone()
        return str(row[1]) if row and row[0] else None

    def runs(self, source: str, *, since: datetime | None = None, until: datetime | None = None) -> list[RunRow]:
        """Finished runs of a source, newest first."""
        sql = "select * from runs where source = ? and verdict is not null"
        args: list[object] = [source]
        if since is not None:
            sql, args = sql + " and started >= ?", [*args, iso(since)]
        if until is not None:
            sql, args = sql + " and started < ?", [*args, iso(until)]
        return [run_row(r) for r in rows(self.db, sql + " order by id desc", args)]

    def last_run(self, source: str, *, checked: bool = False) -> RunRow | None:
        only = " and verdict in ('ok', 'unchanged', 'empty')" if checked else " and verdict is not null"
        found = rows(self.db, f"select * from runs where source = ?{only} order by id desc limit 1", [source])
        return run_row(found[0]) if found else None

    def last_reading(self, source: str) -> RunRow | None:
        """The last finished run that found something to read: not one that was told nothing changed."""
        sql = "select * from runs where source = ? and verdict is not null and verdict <> ? order by id desc limit 1"
        found = rows(self.db, sql, [source, Verdict.UNCHANGED.value])
        return run_row(found[0]) if found else None

    def newest_item(self, source: str, upto: date) -> date | None:
        """The date of the newest item any run saw; days after `upto` were seen under a clock that was wrong."""
        sql = "select max(newest_item) from runs where source = ? and newest_item <= ?"
        found = self.db.execute(sql, [source, upto.isoformat()]).fetchone()[0]
        return date.fromisoformat(found) if found else None

    def last_run_id(self, before: datetime) -> int:
        """The latest run begun before that instant, 0 if there is none."""
        sql = "select coalesce(max(id), 0) from runs where started < ?"
        return int(self.db.execute(sql, [iso(before)]).fetchone()[0])

    def forget_run(self, run: int) -> None:
        with self.immediate():
            self.db.execute("delete from runs where id = ?", [run])

    def run_notes(self, run: int) -> str:
        """What a run told besides its verdict, as it was stored."""
        row = self.db.execute("select notes from runs where id = ?", [run]).fetchone()
        return str(row[0]) if row else "[]"

    def interrupted_runs(self) -> list[str]:
        """Sources whose last run was cut off (killed): begun, never finished."""
        found = self.db.execute(
            "select source from runs where verdict is null and id in (select max(id) from runs group by source)"
        )
        return [r[0] for r in found]

    def unfinished_run(self) -> str | None:
        """The source of the latest run of all, if that run has not ended: being read, or cut off."""
        row = self.db.execute("select source, verdict from runs order by id desc limit 1").fetchone()
        return str(row[0]) if row and row[1] is None else None

    def told_more(self, source: str, since: datetime, until: datetime) -> int:
        """Records that told more than was known, of all runs begun in [since, until], unfinished ones too."""
        sql = "select coalesce(sum(told_more), 0) from runs where source = ? and started between ? and ?"
        return int(self.db.execute(sql, [source, iso(since), iso(until)]).fetchone()[0])

    def canary_met(self, source: str, term: str, since: datetime, until: datetime) -> tuple[int, int]:
        """(items, records that had the word) of the runs begun in [since, until] that looked for this very word."""
        row = self.db.execute(
            """select coalesce(sum(items), 0), coalesce(sum(canary_met), 0) from runs
            where source = ? and canary = ? and started between ? and ?""",
            [source, term, iso(since), iso(until)],
        ).fetchone()
        return int(row[0]), int(row[1])

    # --- documents ----------------------------------------------------------------------------------

    def document(self, source: str, key: str) -> Document | None:
        row = self.db.execute(
            "select etag, last_modified, digest, version, at from documents where source = ? and key = ?", [source, key]
        ).fetchone()
        return Document(row[0], row[1], row[2], row[3], datetime.fromisoformat(row[4])) if row else None

    def same_answer(
        self, source: str, key: str, digest: str, version: str, since: datetime, until: datetime
    ) -> Document | None:
        """The same bytes, read in [since, until] as the answer to the same question of other days: a list whose window
        moved on. Two questions may both be answered by the same "nothing" and still not stand for each other."""
        found = self.db.execute(
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
        with self.immediate():
            self.db.conn.executemany(
                """insert into documents (source, key, version, etag, last_modified, digest, once, at)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (source, key) do update set version = excluded.version,
                etag = excluded.etag, last_modified = excluded.last_modified, digest = excluded.digest, at = excluded.at""",
                [
                    (source, key, d.version, d.etag, d.last_modified, d.digest, int(key in once), iso(d.at))
                    for key, d in documents.items()
                ],
            )

    # --- captures, quarantine, unknown fields ---------------------------------------------------------

    def keep_captures(self, run: int, captures: Iterable[CaptureRow]) -> None:
        with self.immediate():
            self.db.conn.executemany(
                "insert or ignore into captures values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (c.id, c.source, c.url, run, c.status, c.media_type, c.size, iso(c.fetched_at), c.file, int(c.body))
                    for c in captures
                ],
            )

    def capture_of(self, matter: int, source: str) -> str:
        """Id of a capture a matter's earlier evidence of this source rests on, "" if none is known."""
        row = self.db.execute(
            """select e.capture from evidence e join hits h on h.id = e.hit where h.matter = ? and e.source = ?
            and e.capture <> '' limit 1""",
            [matter, source],
        ).fetchone()
        if row is None:  # no evidence yet: the run that first read it, if that run read one answer only
            row = self.db.execute(
                """select min(c.id) from captures c join matters m on m.first_run = c.run where m.id = ? and c.source = ?
                having count(*) = 1""",
                [matter, source],
            ).fetchone()
        return str(row[0]) if row else ""

    def captures_to_drop(self, source: str, before: datetime) -> list[str]:
        """Files whose captures are all older than `before` and none of which is evidence of a hit."""
        sql = """select file from captures where source = ? and body group by file having max(fetched_at) < ?
            and not max(exists (select 1 from evidence e where e.capture = captures.id)) order by file"""
        return [r[0] for r in self.db.execute(sql, [source, iso(before)])]

    def forget_bodies(self, files: Iterable[str]) -> None:
        with self.immediate():
            self.db.conn.executemany("update captures set body = 0 where file = ?", [(f,) for f in files])

    def quarantine(self, source: str, run: int, items: Iterable[tuple[str, str, str]], at: datetime) -> None:
        """Records that could not be read: (place, reason, file)."""
        with self.immediate():
            self.db.conn.executemany(
                "insert into quarantine (source, run, place, reason, file, at) values (?, ?, ?, ?, ?, ?)",
                [(source, run, place, reason, file, iso(at)) for place, reason, file in items],
            )

    def note_unknowns(self, source: str, unknowns: Mapping[str, str], at: datetime) -> None:
        with self.immediate():
            self.db.conn.executemany(
                """insert into unknowns (source, what, place, first_seen, last_seen) values (?, ?, ?, ?, ?)
                on conflict (source, what) do update set last_seen = excluded.last_seen""",
                [(source, what, place, iso(at), iso(at)) for what, place in unknowns.items()],
            )
            # Names that are made up anew in every answer must not fill the disk: the latest are kept.
            self.db.execute(
                """delete from unknowns where source = ? and what not in
                (select what from unknowns where source = ? order by last_seen desc, what limit 500)""",
                [source, source],
            )

    def unknowns(self, source: str) -> list[tuple[str, str]]:
        sql = "select what, place from unknowns where source = ? order by what"
        return [(r[0], r[1]) for r in self.db.execute(sql, [source])]

    # --- budgets ------------------------------------------------------------------------------------

    def spend(self, source: str, now: datetime, limits: Mapping[timedelta, int]) -> timedelta | None:
        """Count one request if every window has room, and return None; else how long until there is room.

        Requests are counted in the store, so that a restart does not grant a fresh budget."""
        moment = now.timestamp()
        with self.immediate():
            # Requests "of the future" were counted under a clock that was wrong; they must not lock a source out.
            self.db.execute("delete from budgets where source = ? and at > ?", [source, moment + 1])
            wait = 0.0
            for window, most in limits.items():
                since = moment - window.total_seconds()
                made = [
                    r[0]
                    for r in self.db.execute(
                        "select at from budgets where source = ? and at > ? order by at", [source, since]
                    )
                ]
                if len(made) >= most:
                    wait = max(wait, made[len(made) - most] + window.total_seconds() - moment)
            if wait > 0:
                return timedelta(seconds=wait)
            self.db.execute("insert into budgets (source, at) values (?, ?)", [source, moment])
            self.db.execute("delete from budgets where source = ? and at < ?", [source, moment - 172_800])
        return None


def run_row(r: Mapping[str, object]) -> RunRow:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(str(r[name])) if r[name] else None

    started = moment("started")
    assert started is not None
    return RunRow(
        id=int(str(r["id"])),
        source=str(r["source"]),
        started=started,
        finished=moment("finished"),
        verdict=Verdict(str(r["verdict"])) if r["verdict"] else None,
        since=moment("since"),
        until=moment("until"),
        items=int(str(r["items"])),
        records=int(str(r["records"])),
        skipped=int(str(r["skipped"])),
        new_hits=int(str(r["new_hits"])),
        changed_hits=int(str(r["changed_hits"])),
        newest_item=date.fromisoformat(str(r["newest_item"])) if r["newest_item"] else None,
        message=str(r["message"]),
    )
