"""Texts of a source that were not understood, each with the matters it is about, and who looked at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.clock import iso
from monitor.store.as_json import dumps, loads
from monitor.store.database import Database


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked at a text and says what it comes to. `undone_at`: when that was taken back."""

    by: str
    reason: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """`what`: [key, parameters] in JSON, which holds the text itself: another text is another doubt. `matters`: keys of those
    it is about. `looked`: everybody who looked at it, in that order."""

    id: int
    matters: tuple[str, ...]
    what: str
    first: datetime
    last: datetime
    looked: tuple[Looked, ...] = ()

    @property
    def seen(self) -> Looked | None:
        """Who looked at it, where nobody took that back."""
        return next((one for one in reversed(self.looked) if one.undone_at is None), None)


class Doubts:
    """Nothing is deleted: what was taken back stays, with when and by whom.

    Owns: doubts, doubts_looked_at.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, source: str) -> tuple[Doubt, ...]:
        """In the order in which they were first met."""
        looked: dict[int, list[Looked]] = {}
        sql = """select l.* from doubts_looked_at l join doubts d on d.id = l.doubt where d.source = ? order by l.id"""
        for r in self._db.dicts(sql, [source]):
            undone = datetime.fromisoformat(r["undone_at"]) if r["undone_at"] else None
            one = Looked(r["by"], r["reason"], datetime.fromisoformat(r["at"]), undone, r["undone_by"])
            looked.setdefault(r["doubt"], []).append(one)
        return tuple(
            Doubt(
                r["id"],
                tuple(loads(r["matters"])),
                r["what"],
                datetime.fromisoformat(r["first_seen"]),
                datetime.fromisoformat(r["last_seen"]),
                tuple(looked.get(r["id"], ())),
            )
            for r in self._db.dicts("select * from doubts where source = ? order by id", [source])
        )

    def note(self, source: str, met: Mapping[str, tuple[str, ...]], at: datetime) -> None:
        """What a run met: doubt → keys of the matters it is about."""
        with self._db.immediate():
            self._db.execute_many(
                """insert into doubts (source, matters, what, first_seen, last_seen) values (?, ?, ?, ?, ?)
                on conflict (source, what) do update set last_seen = excluded.last_seen, matters = excluded.matters""",
                [(source, dumps(list(matters)), what, iso(at), iso(at)) for what, matters in met.items()],
            )

    def look_at(self, doubts: Iterable[int], by: str, reason: str, at: datetime) -> None:
        with self._db.immediate():
            self._db.execute_many(
                "insert into doubts_looked_at (doubt, by, reason, at) values (?, ?, ?, ?)",
                [(doubt, by, reason, iso(at)) for doubt in doubts],
            )

    def take_back(self, doubts: Iterable[int], by: str, at: datetime) -> None:
        """Whatever was said of these holds no more."""
        with self._db.immediate():
            self._db.execute_many(
                "update doubts_looked_at set undone_at = ?, undone_by = ? where doubt = ? and undone_at is null",
                [(iso(at), by, doubt) for doubt in doubts],
            )
