"""Captures: which bytes were received, from where, when, and in which file they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.clock import iso
from monitor.store.as_json import listed
from monitor.store.database import Database
from monitor.store.rows import CaptureRow


class Captures:
    """Every raw answer that was kept. The bytes are in files of the state folder, or no longer.

    Owns: captures. Reads: evidence, hits, matters, run_numbers.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, run: int, captures: Iterable[CaptureRow]) -> None:
        with self._db.immediate():
            self._db.execute_many(
                "insert or ignore into captures values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (c.id, c.source, c.url, run, c.status, c.media_type, c.size, iso(c.fetched_at), c.file, int(c.body))
                    for c in captures
                ],
            )

    def by_id(self, ids: Iterable[str]) -> dict[str, CaptureRow]:
        """Capture id → where and when these bytes were first received; unknown ids are left out."""
        sql = """select * from (
                select *, row_number() over (partition by id order by fetched_at, source, url, run) as nth
                from captures where id in (select value from json_each(?)))
            where nth = 1"""
        return {
            r["id"]: CaptureRow(
                r["id"], r["source"], r["url"], r["status"], r["media_type"], r["size"],
                datetime.fromisoformat(r["fetched_at"]), r["file"], bool(r["body"]),
            )
            for r in self._db.dicts(sql, [listed(ids)])
        }  # fmt: skip

    def behind(self, matter: int, source: str) -> str:
        """Id of a capture a matter's earlier evidence of this source rests on, "" if none is known."""
        found = self._db.value(
            """select e.capture from evidence e join hits h on h.id = e.hit where h.matter = ? and e.source = ?
            and e.capture <> '' limit 1""",
            [matter, source],
        )
        if found is None:  # no evidence yet: the run that first read it, if that run read one answer only
            found = self._db.value(
                """select min(c.id) from captures c join matters m on m.id = ?
                and c.run = coalesce((select n.run from run_numbers n where n.number = m.first_run), m.first_run)
                where c.source = ?
                having count(*) = 1""",
                [matter, source],
            )
        return str(found or "")

    def held(self) -> list[str]:
        """The files, below the state folder, in which bytes that were received should lie."""
        return self._db.column("select distinct file from captures where body order by file", [])

    def to_drop(self, source: str, before: datetime) -> list[str]:
        """Files whose captures are all older than `before` and none of which is evidence of a hit."""
        sql = """select file from captures where source = ? and body group by file having max(fetched_at) < ?
            and not max(exists (select 1 from evidence e where e.capture = captures.id)) order by file"""
        return self._db.column(sql, [source, iso(before)])

    def forget_bodies(self, files: Iterable[str]) -> None:
        """The files are gone; that these bytes were received stays known."""
        with self._db.immediate():
            self._db.execute_many("update captures set body = 0 where file = ?", [(f,) for f in files])
