"""Events of matters: what happened, when, and which source says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from monitor.clock import iso
from monitor.model import Event
from monitor.store.as_json import listed
from monitor.store.complaints import SHOWN
from monitor.store.database import Database
from monitor.store.rows import EventRow


class Events:
    """Each event of a matter once, whatever the number of sources that report it.

    Owns: events.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, matters: Iterable[int]) -> dict[int, list[EventRow]]:
        """Matter → its events in order of date, then code; an empty list where there is none. An investigation has those of
        the complaint that is shown under it, what both report once. One statement."""
        wanted = set(matters)
        found: dict[int, dict[tuple[str, str], EventRow]] = {m: {} for m in wanted}
        sql = f"""with asked as ({SHOWN}) select asked.shown, e.* from asked cross join events e on e.matter = asked.matter
            order by asked.shown, e.matter, e.date, e.code, e.ident"""
        for r in self._db.dicts(sql, {"matters": listed(wanted)}):
            event = EventRow(
                r["id"], r["code"], r["ident"], date.fromisoformat(r["date"]), r["title"], r["url"],
                bool(r["certain"]), r["source"], datetime.fromisoformat(r["first_seen"]), r["run"],
            )  # fmt: skip
            held = found[r["shown"]].get((event.code, event.ident))
            if held is None or _rank(event) < _rank(held):
                found[r["shown"]][event.code, event.ident] = event
        return {m: sorted(events.values(), key=lambda e: (e.date, e.code, e.ident)) for m, events in found.items()}

    def fold(self, matter: int, event: Event, source: str, run: int, at: datetime, beside: Iterable[int] = ()) -> bool:
        """Unite an event with what is known. Of two datings the certain one holds, then the earlier. True if it is new, also
        to the matters `beside`, which are shown as one with this."""
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
            sql = "select count(*) from events where code = ? and ident = ? and matter in (select value from json_each(?))"
            return not self._db.value(sql, [event.code, event.ident, listed(beside)])
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


def _rank(event: EventRow) -> tuple[bool, date, str, str, str]:
    return not event.certain, event.date, event.title, event.source, event.url
