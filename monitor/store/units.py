"""The ledger of what the calendar of a source guarantees: each day's file, each issue, read or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.clock import iso
from monitor.model import UnitState
from monitor.store.as_json import listed
from monitor.store.database import Database


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit. `read_at` and `capture` are of the answer it was read from; a unit with a capture that was not read came
    and could not be read to its end. `reason` is why a person excused it."""

    source: str
    day: date
    name: str
    state: UnitState
    due: date
    read_at: datetime | None
    capture: str
    reason: str


class Units:
    """Of each source the units its runs expected, from the first day any of them looked at. A unit once read stays read.

    Owns: units. Reads: documents.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def note_read(self, source: str, day: date, due: date, name: str, capture: str, at: datetime) -> None:
        """It was read from this answer. The first reading is kept: an issue that was made again is the same unit."""
        with self._db.immediate():
            self._db.execute(
                """insert into units (source, day, name, state, due, read_at, capture) values (?, ?, ?, 'read', ?, ?, ?)
                on conflict (source, day) do update set state = 'read', name = excluded.name, read_at = excluded.read_at,
                capture = excluded.capture, reason = '' where state <> 'read'""",
                [source, day.isoformat(), name, due.isoformat(), iso(at), capture],
            )

    def note_unread(
        self, source: str, states: Mapping[date, UnitState], due: Mapping[date, date], names: Mapping[date, str]
    ) -> None:
        """These were due and not read: late, or missing. One that is read or excused stays so; any other is expected no
        more (a silence that was declared, a day that was due only under a clock that was wrong)."""
        with self._db.immediate():
            self._db.execute(
                """delete from units where source = ? and state in ('late', 'missing')
                and day not in (select value from json_each(?))""",
                [source, listed(day.isoformat() for day in states)],
            )
            self._db.execute_many(
                """insert into units (source, day, name, state, due) values (?, ?, ?, ?, ?)
                on conflict (source, day) do update set state = excluded.state, name = excluded.name
                where state in ('late', 'missing')""",
                [
                    (source, day.isoformat(), names.get(day, ""), state.value, due[day].isoformat())
                    for day, state in states.items()
                ],
            )

    def note_arrived(self, source: str, day: date, capture: str) -> None:
        """Its file came and was not read to its end."""
        with self._db.immediate():
            self._db.execute(
                "update units set capture = ? where source = ? and day = ? and state <> 'read'",
                [capture, source, day.isoformat()],
            )

    def excuse(self, source: str, days: Iterable[date], reason: str) -> None:
        """A person says that these units do not exist. Those that were read stay read."""
        with self._db.immediate():
            self._db.execute_many(
                """update units set state = 'excused', reason = ?
                where source = ? and day = ? and state in ('late', 'missing', 'excused')""",
                [(reason, source, day.isoformat()) for day in days],
            )

    def expect_again(self, source: str, states: Mapping[date, UnitState]) -> None:
        """What a person said of these units is taken back: they are late, or missing."""
        with self._db.immediate():
            self._db.execute_many(
                """update units set state = ?, reason = '' where source = ? and day = ? and state = 'excused'""",
                [(state.value, source, day.isoformat()) for day, state in states.items()],
            )

    # --- reading --------------------------------------------------------------------------------------

    def of(self, source: str, since: date | None = None) -> list[UnitRow]:
        """The units of a source, in the order of their days."""
        sql = "select * from units where source = ? and day >= ? order by day"
        return [_row(r) for r in self._db.dicts(sql, [source, (since or date.min).isoformat()])]

    def first(self, source: str, states: Collection[UnitState] = tuple(UnitState)) -> date | None:
        """The earliest unit in one of these states."""
        sql = "select min(day) from units where source = ? and state in (select value from json_each(?))"
        found = self._db.value(sql, [source, listed(s.value for s in states)])
        return date.fromisoformat(found) if found else None

    def days_of(self, source: str, capture: str) -> list[date]:
        """The units that were read from these very bytes."""
        sql = "select day from units where source = ? and capture = ? and state = 'read' order by day"
        return [date.fromisoformat(d) for d in self._db.column(sql, [source, capture])]

    def arrived(self, source: str, day: date) -> bool:
        """Whether the unit of this day came, and was not read to its end."""
        sql = "select 1 from units where source = ? and day = ? and capture <> '' and state <> 'read'"
        return bool(self._db.value(sql, [source, day.isoformat()]))

    def up_to(self, sources: Collection[str], end: date) -> dict[str, list[UnitRow]]:
        """Source → its units before the day `end`, in the order of their days."""
        found: dict[str, list[UnitRow]] = {s: [] for s in sources}
        sql = """select * from units where source in (select value from json_each(?)) and day < ?
            order by source, day"""
        for r in self._db.dicts(sql, [listed(sources), end.isoformat()]):
            found[r["source"]].append(_row(r))
        return found

    def known_before(self, source: str) -> list[tuple[str, str, datetime]]:
        """Of each immutable document and each file of a source that was read: name, digest, when. What a ledger that was
        never kept is begun with."""
        sql = """select substr(key, instr(key, ':') + 1), digest, at from documents
            where source = ? and (key like 'once:%' or key like 'file:%') order by key"""
        return [(name, digest, datetime.fromisoformat(at)) for name, digest, at in self._db.all(sql, [source])]


def _row(r: Mapping[str, str]) -> UnitRow:
    return UnitRow(
        r["source"],
        date.fromisoformat(r["day"]),
        r["name"],
        UnitState(r["state"]),
        date.fromisoformat(r["due"]),
        datetime.fromisoformat(r["read_at"]) if r["read_at"] else None,
        r["capture"],
        r["reason"],
    )
