"""Events of matters: what happened, when, and which source says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from monitor.clock import BEIJING, iso
from monitor.model import Event, Record
from monitor.model.facts import is_day
from monitor.model.filings import filing_of, is_label, says_how
from monitor.store.as_json import dumps, listed, loads
from monitor.store.complaints import SHOWN
from monitor.store.database import Database
from monitor.store.meta import Meta
from monitor.store.rows import EventRow

_READ_AGAIN = "read_again:"
"""In `meta`, before the id of a source: by which reader its filings are being read again; "" when that is done."""


@dataclass(frozen=True, slots=True)
class _Act:
    """A stored event of a filing; `says` is all it says, to be compared."""

    id: int
    code: str
    ident: str
    run: int
    first_seen: str
    says: tuple[Any, ...]


class Events:
    """Each event of a matter once, whatever the number of sources that report it.

    Owns: events, read_again. Reads: matters.
    """

    def __init__(self, db: Database, meta: Meta) -> None:
        self._db = db
        self._meta = meta

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
                loads(r["says"]), tuple(loads(r["parties"])), None if r["whole"] is None else bool(r["whole"]),
            )  # fmt: skip
            held = found[r["shown"]].get((event.code, event.ident))
            found[r["shown"]][event.code, event.ident] = event if held is None else _both(held, event)
        return {m: sorted(events.values(), key=lambda e: (e.date, e.code, e.ident)) for m, events in found.items()}

    def fold(self, matter: int, event: Event, source: str, run: int, at: datetime, beside: Iterable[int] = ()) -> bool:
        """Unite an event with what is known. Of two datings the certain one holds, then the earlier.

        True if it is news: an event that is new, also to the matters `beside`, which are shown as one with this, and no label
        of a filing that was read; or one that now prints a day to come which it did not print before."""
        known = self._db.first(
            """select id, date, title, certain, source, url, says, parties, whole from events
            where matter = ? and code = ? and ident = ?""",
            [matter, event.code, event.ident],
        )
        rank = (not event.certain, event.date.isoformat(), event.title, source, event.url)
        if known is None:
            self._db.execute(
                """insert into events (matter, code, ident, date, title, url, certain, source, first_seen, run,
                    says, parties, whole)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    matter, event.code, event.ident, rank[1], event.title, event.url, int(event.certain), source,
                    iso(at), run, *_of_act(event.says, event.parties, event.whole),
                ],
            )  # fmt: skip
            sql = "select count(*) from events where code = ? and ident = ? and matter in (select value from json_each(?))"
            known_beside = self._db.value(sql, [event.code, event.ident, listed(beside)])
            return not (known_beside or (is_label(event.code) and self._is_read(matter, event.ident)))
        if rank < (not known[3], known[1], known[2], known[4], known[5]):
            self._db.execute(
                "update events set date = ?, title = ?, certain = ?, source = ?, url = ? where id = ?",
                [rank[1], event.title, int(event.certain), source, event.url, known[0]],
            )
        before: dict[str, object] = loads(known[6])
        says = _united(before, event.says)
        act = _of_act(says, {*loads(known[7]), *event.parties}, _whole_of(event.whole, known[8]))
        if act == [known[6], known[7], known[8]]:
            return False
        self._db.execute("update events set says = ?, parties = ?, whole = ? where id = ?", [*act, known[0]])
        today = at.astimezone(BEIJING).date().isoformat()
        if not any(v != before.get(name) and str(v)[:10] >= today for name, v in says.items() if is_day(name)):
            return False
        self._db.execute("update events set run = ? where id = ?", [run, known[0]])
        return True

    def after(self, source: str, event: int, most: int) -> list[tuple[int, int, str, Event]]:
        """The next events of a source behind this one: id, matter, its key, the event. For reading them again."""
        sql = """select e.id, e.matter, m.key, e.code, e.date, e.title, e.ident, e.url, e.certain, e.says, e.parties, e.whole
            from events e join matters m on m.id = e.matter where e.id > ? and e.source = ? order by e.id limit ?"""
        return [
            (
                id_, matter, key,
                Event(
                    code, date.fromisoformat(day), title, ident, url, bool(certain), loads(says), tuple(loads(parties)),
                    None if whole is None else bool(whole),
                ),
            )
            for id_, matter, key, code, day, title, ident, url, certain, says, parties, whole
            in self._db.all(sql, [event, source, most])
        ]  # fmt: skip

    def read_otherwise(self, event: int, matter: int, again: Sequence[Event], source: str) -> None:
        """An event turns out to be others: they take its place, and are as old as it is."""
        ((run, seen),) = self._db.all("select run, first_seen from events where id = ?", [event])
        self._db.execute("delete from events where id = ?", [event])
        for other in again:
            self.fold(matter, other, source, run, datetime.fromisoformat(seen))

    # --- read by another version --------------------------------------------------------------------------------

    def begin_again(self, source: str, reading: str) -> None:
        """What a source says is read by another reader than before: each of its filings is replaced once."""
        if self._meta.get(f"{_READ_AGAIN}{source}") != reading:
            self.end_again(source)
            self._meta.set(f"{_READ_AGAIN}{source}", reading)

    def end_again(self, source: str) -> None:
        """Everything was read by the new reader."""
        self._db.execute("delete from read_again where source = ?", [source])
        self._meta.set(f"{_READ_AGAIN}{source}", "")

    def replace(self, matter: int, record: Record, *, alone: bool, unite: Callable[[], None]) -> tuple[set[str], bool]:
        """Store a record that is read by another version than before: of each of its filings, met so for the first time, what
        the earlier version of this reader took it for goes, unless it is read so again. What comes in its place is as old as
        what it replaces: nobody is told of a filing twice. `alone`: no other source speaks of the matter; else what a reading
        that stays says (days, parties) is united with what others said. `unite` folds the events.

        Returns the filings that were known and are read again, and whether any of them says something else now."""
        now = {(e.code, e.ident) for e in record.events}
        filings = {filing_of(e.ident) for e in record.events} - {""}
        first = {f for f in filings if self._first_time(record.source, matter, f)}
        before = self._of_filings(matter, record.source, first)
        for act in before:
            if alone or (act.code, act.ident) not in now:
                self._db.execute("delete from events where id = ?", [act.id])
        unite()
        known = {filing_of(act.ident) for act in before}
        for filing in sorted(known):
            oldest = min((act for act in before if filing_of(act.ident) == filing), key=lambda a: a.run)
            for code, ident in sorted(c for c in now if filing_of(c[1]) == filing):
                sql = "update events set run = ?, first_seen = ? where matter = ? and code = ? and ident = ?"
                self._db.execute(sql, [oldest.run, oldest.first_seen, matter, code, ident])
        return known, {a.says for a in before} != {a.says for a in self._of_filings(matter, record.source, known)}

    def _first_time(self, source: str, matter: int, filing: str) -> bool:
        sql = "insert or ignore into read_again (source, matter, filing) values (?, ?, ?)"
        return self._db.execute(sql, [source, matter, filing]) > 0

    def _of_filings(self, matter: int, source: str, filings: set[str]) -> list[_Act]:
        """What a source said of these filings."""
        if not filings:
            return []
        sql = """select id, code, ident, run, first_seen, says, parties, whole, date from events
            where matter = ? and source = ? order by id"""
        return [
            _Act(id_, code, ident, run, seen, (code, ident, *says))
            for id_, code, ident, run, seen, *says in self._db.all(sql, [matter, source])
            if filing_of(ident) in filings
        ]

    def _is_read(self, matter: int, ident: str) -> bool:
        """Whether it is known what this filing says: its label alone is no news then."""
        known = self._db.all("select code, ident from events where matter = ?", [matter])
        return any(says_how(code) and filing_of(other) == filing_of(ident) for code, other in known)

    def move(self, kept: int, gone: int) -> None:
        """The events of one matter become those of another."""
        for e in self.of([gone])[gone]:
            self.fold(kept, e.plain(), e.source, e.run, e.first_seen)
        self._db.execute("delete from events where matter = ?", [gone])


def _of_act(says: Mapping[str, object], parties: Iterable[str], whole: bool | None) -> list[Any]:
    return [dumps(dict(says)), dumps(sorted(set(parties))), whole if whole is None else int(whole)]


def _united(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """What two readings of one act print. Where they differ the earlier day holds, since a day too late is the worse error;
    of other values that whose JSON text is the smaller, so that the order of reading decides nothing."""
    return {
        name: min((v[name] for v in (one, other) if name in v), key=lambda value: (dumps(value), str(value)))
        for name in {*one, *other}
    }


def _whole_of(one: bool | None, other: int | None) -> bool | None:
    """An act that one reading says ends a matter for some only does not end it for all."""
    said = [bool(w) for w in (one, other) if w is not None]
    return all(said) if said else None


def _both(one: EventRow, other: EventRow) -> EventRow:
    """One event that a complaint and its investigation both report."""
    first, second = sorted((one, other), key=_rank)
    return replace(
        first,
        says=_united(first.says, second.says),
        parties=tuple(sorted({*first.parties, *second.parties})),
        whole=_whole_of(first.whole, None if second.whole is None else int(second.whole)),
    )


def _rank(event: EventRow) -> tuple[bool, date, str, str, str]:
    return not event.certain, event.date, event.title, event.source, event.url
