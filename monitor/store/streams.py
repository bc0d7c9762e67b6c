"""The streams of a source: what its latest runs found of each, which days of it were read to their end, and what it brought on
each day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from monitor.clock import iso
from monitor.model import LeftOut, Reason, StreamDay, StreamState
from monitor.store.as_json import dumps, listed, loads
from monitor.store.database import Database


class Streams:
    """Of each source its streams, in the order of their names.

    Owns: streams, stream_days, stream_counts.
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
                stands_still, made, doubts) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
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
                        s.made.isoformat() if s.made else None,
                        dumps([[r.key, dict(r.params)] for r in s.doubts]),
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

    # --- what it brought ----------------------------------------------------------------------------------

    def count(self, source: str, brought: Mapping[str, Iterable[StreamDay]]) -> None:
        """Stream → what it brought besides what is counted already. Called in the transaction in which the records are stored, so
        that a run that is killed counts what it stored and no more."""
        with self._db.immediate():
            for stream, days in brought.items():
                for new in days:
                    found = self._db.value(
                        "select filled from stream_counts where source = ? and stream = ? and day = ?",
                        [source, stream, new.day.isoformat()],
                    )
                    known = loads(found) if found else {}
                    filled = {n: known.get(n, 0) + new.filled.get(n, 0) for n in {*known, *new.filled}}
                    self._db.execute(
                        """insert into stream_counts (source, stream, day, fresh, born, met, filled, reads, anew)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (source, stream, day) do update set
                        fresh = fresh + excluded.fresh, born = born + excluded.born, met = met + excluded.met,
                        filled = excluded.filled, reads = reads + excluded.reads, anew = max(anew, excluded.anew)""",
                        [
                            source, stream, new.day.isoformat(), new.fresh, new.born, new.met, dumps(filled), new.reads,
                            int(new.anew),
                        ],
                    )  # fmt: skip

    def brought(self, source: str, since: date, until: date) -> dict[str, list[StreamDay]]:
        """Stream → what it brought on each day of [since, until], the oldest first. One statement."""
        found: dict[str, list[StreamDay]] = {}
        sql = """select stream, day, fresh, born, met, filled, reads, anew from stream_counts
            where source = ? and day between ? and ? order by stream, day"""
        for stream, day, fresh, born, met, filled, reads, anew in self._db.all(
            sql, [source, since.isoformat(), until.isoformat()]
        ):
            at = date.fromisoformat(day)
            found.setdefault(stream, []).append(StreamDay(at, fresh, born, met, loads(filled), reads, bool(anew)))
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
        date.fromisoformat(row["made"]) if row["made"] else None,
        tuple(Reason(key, params) for key, params in loads(row["doubts"])),
    )
