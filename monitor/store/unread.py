"""What of a source's answers was not understood."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.clock import iso
from monitor.store.as_json import listed
from monitor.store.database import Database


@dataclass(frozen=True, slots=True)
class Met:
    """Something no reader knows: [key, parameters] in JSON (words of their own, where an earlier version wrote it down),
    the place it was first met, and when it was met first and last."""

    what: str
    where: str
    first: datetime
    last: datetime


class Unread:
    """Records in quarantine, and names of fields and values that no reader knows.

    Owns: quarantine, unknowns. Reads: runs.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def quarantine(self, source: str, run: int, items: Iterable[tuple[str, str, str]], at: datetime) -> None:
        """Records that could not be read: (place, reason, file)."""
        with self._db.immediate():
            self._db.execute_many(
                "insert into quarantine (source, run, place, reason, file, at) values (?, ?, ?, ?, ?, ?)",
                [(source, run, place, reason, file, iso(at)) for place, reason, file in items],
            )

    def quarantined(self, sources: Collection[str], since: datetime) -> dict[str, int]:
        """Source → how many records could not be read since then; sources that were read whole are left out. What
        several runs met counts once; a run lists no more than some thousands, but counts them all."""
        sql = """select source, max(number) from (
                select source, count(distinct place || reason) as number from quarantine
                where source in (select value from json_each(:sources)) and at >= :since group by source
                union all
                select source, max(skipped) from runs
                where source in (select value from json_each(:sources)) and started >= :since group by source)
            group by source"""
        found = {r[0]: r[1] for r in self._db.all(sql, {"sources": listed(sources), "since": iso(since)})}
        return {s: int(found[s]) for s in sources if found.get(s)}

    def note_unknowns(self, source: str, unknowns: Mapping[str, str], at: datetime) -> None:
        """Name → where it was first met."""
        with self._db.immediate():
            self._db.execute_many(
                """insert into unknowns (source, what, place, first_seen, last_seen) values (?, ?, ?, ?, ?)
                on conflict (source, what) do update set last_seen = excluded.last_seen""",
                [(source, what, place, iso(at), iso(at)) for what, place in unknowns.items()],
            )
            # Names that are different in every answer must not fill the disk: the latest are kept.
            self._db.execute(
                """delete from unknowns where source = ? and what not in
                (select what from unknowns where source = ? order by last_seen desc, what limit 500)""",
                [source, source],
            )

    def met(self, source: str) -> tuple[Met, ...]:
        """What of a source no reader knows, the latest met first."""
        sql = "select what, place, first_seen, last_seen from unknowns where source = ? order by last_seen desc, what"
        return tuple(
            Met(r[0], r[1], datetime.fromisoformat(r[2]), datetime.fromisoformat(r[3]))
            for r in self._db.all(sql, [source])
        )
