"""The streams of a source: what its latest runs found of each, and which days of it were read to their end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from monitor.clock import iso
from monitor.model import LeftOut, StreamState
from monitor.store.as_json import dumps, listed, loads
from monitor.store.database import Database


class Streams:
    """Of each source its streams, in the order of their names.

    Owns: streams, stream_days.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, source: str, states: Iterable[StreamState], asked: Collection[str]) -> None:
        """What a run found. Streams that are `asked` for no more are forgotten."""
        with self._db.immediate():
            self._db.execute(
                "delete from streams where source = ? and name not in (select value from json_each(?))",
                [source, listed(asked)],
            )
            self._db.execute_many(
                """insert or replace into streams (source, name, kind, tried_at, read_at, failing, left_out, newest,
                stands_still) values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    (
                        source,
                        s.name,
                        s.kind,
                        iso(s.tried_at),
                        iso(s.read_at) if s.read_at else None,
                        int(s.failing),
                        None if s.left_out is None else dumps([w.value for w in s.left_out]),
                        s.newest.isoformat() if s.newest else None,
                        int(s.stands_still),
                    )
                    for s in states
                ],
            )

    def of(self, sources: Collection[str]) -> dict[str, tuple[StreamState, ...]]:
        """Source → its streams. One statement."""
        found: dict[str, list[StreamState]] = {s: [] for s in sources}
        sql = "select * from streams where source in (select value from json_each(?)) order by source, name"
        for row in self._db.dicts(sql, [listed(sources)]):
            found[row["source"]].append(_state(row))
        return {source: tuple(states) for source, states in found.items()}

    def note_days(self, source: str, days: Mapping[str, Iterable[date]], version: str, at: datetime) -> None:
        """These days of these streams were read to their end."""
        with self._db.immediate():
            self._db.execute_many(
                "insert or replace into stream_days (source, stream, day, version, read_at) values (?, ?, ?, ?, ?)",
                [(source, s, day.isoformat(), version, iso(at)) for s, found in days.items() for day in found],
            )

    def days_read(self, source: str, version: str, until: datetime) -> dict[str, dict[date, datetime]]:
        """Stream → day → when it was last read in this way. Readings later than `until` were made under a clock that was
        wrong."""
        found: dict[str, dict[date, datetime]] = {}
        sql = "select stream, day, read_at from stream_days where source = ? and version = ? and read_at <= ?"
        for stream, day, at in self._db.all(sql, [source, version, iso(until)]):
            found.setdefault(stream, {})[date.fromisoformat(day)] = datetime.fromisoformat(at)
        return found


def _state(row: Mapping[str, Any]) -> StreamState:
    return StreamState(
        row["name"],
        row["kind"],
        datetime.fromisoformat(row["tried_at"]),
        datetime.fromisoformat(row["read_at"]) if row["read_at"] else None,
        bool(row["failing"]),
        None if row["left_out"] is None else tuple(LeftOut(w) for w in loads(row["left_out"])),
        date.fromisoformat(row["newest"]) if row["newest"] else None,
        bool(row["stands_still"]),
    )
