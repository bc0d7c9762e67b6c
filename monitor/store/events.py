"""Events of matters: what happened, when, and which source says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from monitor.clock import iso
from monitor.model import Event
from monitor.store.as_json import listed
from monitor.store.database import Database
from monitor.store.rows import EventRow


class Events:
    """Each event of a matter once, whatever the number of sources that report it.

    Owns: events.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, matters: Iterable[int]) -> dict[int, list[EventRow]]:
        """Matter → its events in order of date, then code; an empty list where there is none. One statement."""
        wanted = set(matters)
        result: dict[int, list[EventRow]] = {m: [] for m in wanted}
        sql = """select * from events where matter in (select value from json_each(?))
            order by matter, date, code, ident"""
        for r in self._db.dicts(sql, [listed(wanted)]):
            result[r["matter"]].append(
                EventRow(
                    r["id"], r["code"], r["ident"], date.fromisoformat(r["date"]), r["title"], r["url"],
                    bool(r["certain"]), r["source"], datetime.fromisoformat(r["first_seen"]), r["run"],
                )
            )  # fmt: skip
        return result

    def fold(self, matter: int, event: Event, source: str, run: int, at: datetime) -> bool:
        """Unite an event with what is known. Of two datings the certain one holds, then the earlier. True if it is new."""
        known = self._db.first(
            "select id, date, title, certain, source, url from events where matter = ? and code = ? and ident = ?",
            [matter, event.code, event.ident],
        )
        rank = (not event.certain, event.date.isoformat(), event.title, source, event.url)
        if known is None:
            self._db.execute(
                """insert into events (matter, code, ident, date, title, url, certain, source, first_seen, run)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    matter, event.code, event.ident, rank[1], event.title, event.url, int(event.certain), source,
                    iso(at), run,
                ],
            )  # fmt: skip
            return True
        if rank < (not known[3], known[1], known[2], known[4], known[5]):
            self._db.execute(
                "update events set date = ?, title = ?, certain = ?, source = ?, url = ? where id = ?",
                [rank[1], event.title, int(event.certain), source, event.url, known[0]],
            )
        return False

    def move(self, kept: int, gone: int) -> None:
        """The events of one matter become those of another."""
        for e in self.of([gone])[gone]:
            event = Event(e.code, e.date, e.title, e.ident, e.url, e.certain)
            self.fold(kept, event, e.source, e.run, e.first_seen)
        self._db.execute("delete from events where matter = ?", [gone])
