"""Owners a person confirmed to be a watched owner, at one office: their filings there are our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.clock import iso
from monitor.store.as_json import listed
from monitor.store.database import Database


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """`family` is that of the watched owner, `owner_key` the owner's name squashed, `hit` the one it was said of. `past`:
    owned that one matter before, and does not count against it. `undone_at`: when it was taken back."""

    family: str
    owner: str
    owner_key: str
    office: str
    matter: str
    hit: int
    past: bool
    by: str
    reason: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_reason: str = ""


class ConfirmedOwners:
    """What persons said of owners. Nothing is deleted: what was taken back stays, with when and by whom.

    Owns: own_confirmed. Reads: mentions, matters.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self, hits: Iterable[int] | None = None) -> list[ConfirmedRow]:
        """In the order they were said; `hits`: only what was said of these."""
        which = "" if hits is None else "where hit in (select value from json_each(?))"
        sql = f"select * from own_confirmed {which} order by id"
        return [
            ConfirmedRow(
                r["family"], r["owner"], r["owner_key"], r["office"], r["matter"], r["hit"], bool(r["past"]), r["by"],
                r["reason"], datetime.fromisoformat(r["at"]),
                datetime.fromisoformat(r["undone_at"]) if r["undone_at"] else None, r["undone_by"], r["undone_reason"],
            )
            for r in self._db.dicts(sql, [] if hits is None else [listed(hits)])
        ]  # fmt: skip

    def add(self, rows: Iterable[ConfirmedRow]) -> None:
        with self._db.immediate():
            for r in rows:
                self._db.execute(
                    """insert into own_confirmed (family, owner, owner_key, office, matter, hit, past, by, reason, at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    [r.family, r.owner, r.owner_key, r.office, r.matter, r.hit, int(r.past), r.by, r.reason, iso(r.at)],
                )

    def take_back(self, hit: int, by: str, at: datetime, reason: str = "") -> int:
        """What was said of a hit holds no more. Returns how many owners that concerns."""
        with self._db.immediate():
            (count,) = self._db.all("select count(*) from own_confirmed where hit = ? and undone_at is null", [hit])[0]
            self._db.execute(
                """update own_confirmed set undone_at = ?, undone_by = ?, undone_reason = ?
                where hit = ? and undone_at is null""",
                [iso(at), by, reason, hit],
            )
        return int(count)

    def filings_of(self, owners: Sequence[str]) -> dict[int, str]:
        """Matter → its key, of every stored matter that names one of these owners in these very words."""
        sql = """select distinct m.id, m.key from mentions x join matters m on m.id = x.matter
            where x.applicant = 1 and x.text in (select value from json_each(?))"""
        return dict(self._db.all(sql, [listed(owners)]))
