"""Events of matters: what happened, when, and which source says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from monitor.clock import BEIJING, iso
from monitor.model import Event
from monitor.model.facts import is_day
from monitor.model.filings import filing_of, is_label, says_how
from monitor.store.as_json import dumps, listed, loads
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
                loads(r["says"]), tuple(loads(r["parties"])), None if r["whole"] is None else bool(r["whole"]),
            )  # fmt: skip
            held = found[r["shown"]].get((event.code, event.ident))
            found[r["shown"]][event.code, event.ident] = event if held is None else _both(held, event)
        return {m: sorted(events.values(), key=lambda e: (e.date, e.code, e.ident)) for m, events in found.items()}

    def titles(self, matters: Iterable[int]) -> dict[int, list[str]]:
        """Matter → the titles of its own events. One statement."""
        result: dict[int, list[str]] = {m: [] for m in matters}
        sql = "select matter, title from events where matter in (select value from json_each(?))"
        for matter, title in self._db.all(sql, [listed(result)]):
            result[matter].append(title)
        return result

    def latest(self, matters: Iterable[int]) -> dict[int, str]:
        """Matter → the day of the latest thing that happened to it, ISO; no entry where nothing did. One statement."""
        sql = "select matter, max(date) from events where matter in (select value from json_each(?)) group by matter"
        return dict(self._db.all(sql, [listed(matters)]))

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
