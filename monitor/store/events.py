"""Events of matters: what happened, when, and which source says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from monitor.clock import BEIJING
from monitor.model import Event, Record
from monitor.model.facts import is_day
from monitor.model.filings import filing_of, is_label, says_how
from monitor.store.as_json import dumps, listed, loads
from monitor.store.complaints import SHOWN
from monitor.store.database import Database
from monitor.store.meta import Meta
from monitor.store.phrases import Phrases
from monitor.store.rows import EventRow
from monitor.store.short import days, seconds

_READ_AGAIN = "read_again:"
"""In `meta`, before the id of a source: by which reader its filings are being read again; "" when that is done."""


@dataclass(frozen=True, slots=True)
class _Act:
    """A row of a filing: its code in words and as it is kept, its identity, when it became known (as it is kept, and the run
    in any case), and all it says, to be compared."""

    code: str
    number: int
    ident: str
    first_seen: object
    run: int | None
    since: int
    says: tuple[Any, ...]


class Events:
    """Each event of a matter once, whatever the number of sources that report it.

    `event_rows` holds codes, sources and titles as numbers of `phrases`, days as days since 1970, and no time and no run where
    the event became known together with its matter; `events` shows it in words.

    Owns: event_rows, read_again. Reads: events, matters.
    """

    def __init__(self, db: Database, meta: Meta, phrases: Phrases) -> None:
        self._db = db
        self._meta = meta
        self._phrases = phrases

    def of(self, matters: Iterable[int]) -> dict[int, list[EventRow]]:
        """Matter → its events in order of date, then code; an empty list where there is none. An investigation has those of
        the complaint that is shown under it, what both report once. One statement."""
        wanted = set(matters)
        found: dict[int, dict[tuple[str, str], EventRow]] = {m: {} for m in wanted}
        sql = f"""with asked as ({SHOWN}) select asked.shown, e.* from asked cross join events e on e.matter = asked.matter
            order by asked.shown, e.matter"""
        for r in self._db.dicts(sql, {"matters": listed(wanted)}):
            event = EventRow(
                r["code"], r["ident"], date.fromisoformat(r["date"]), r["title"], r["url"],
                bool(r["certain"]), r["source"], datetime.fromisoformat(r["first_seen"]), r["run"],
                loads(r["says"]), tuple(loads(r["parties"])), None if r["whole"] is None else bool(r["whole"]),
            )  # fmt: skip
            held = found[r["shown"]].get((event.code, event.ident))
            found[r["shown"]][event.code, event.ident] = event if held is None else _both(held, event)
        return {m: sorted(events.values(), key=lambda e: (e.date, e.code, e.ident)) for m, events in found.items()}

    def having(self, matters: Iterable[int], codes: Iterable[str], since: date) -> set[int]:
        """Those of the matters to which one of these things happened on that day or later, or to the complaint that is shown
        under them. One statement."""
        sql = f"""with asked as ({SHOWN}) select distinct asked.shown from asked
            cross join events e on e.matter = asked.matter
            where e.date >= :since and e.code in (select value from json_each(:codes))"""
        values = {"matters": listed(matters), "since": since.isoformat(), "codes": dumps(sorted(codes))}
        return set(self._db.column(sql, values))

    def titles(self, matters: Iterable[int]) -> dict[int, list[str]]:
        """Matter → the titles of its own events. One statement."""
        result: dict[int, list[str]] = {m: [] for m in matters}
        sql = "select matter, title from event_rows where matter in (select value from json_each(?)) order by date"
        for matter, title in self._db.all(sql, [listed(result)]):
            result[matter].append(self._phrases.unpacked(title))
        return result

    def latest(self, matters: Iterable[int]) -> dict[int, int]:
        """Matter → the day of the latest thing that happened to it, counted from 1970; no entry where nothing did. One
        statement."""
        sql = (
            "select matter, max(date) from event_rows where matter in (select value from json_each(?)) group by matter"
        )
        return dict(self._db.all(sql, [listed(matters)]))

    def fold(
        self,
        matter: int,
        event: Event,
        source: str,
        run: int,
        at: datetime,
        beside: Collection[int] = (),
        *,
        with_matter: bool = False,
    ) -> bool:
        """Unite an event with what is known. Of two datings the certain one holds, then the earlier. `with_matter`: the matter
        was made by the record that tells of it.

        True if it is news: an event that is new, also to the matters `beside`, which are shown as one with this, and no label
        of a filing that was read; or one that now prints a day to come which it did not print before."""
        code = self._phrases.number(event.code)
        known = self._db.first(
            """select date, title, certain, source, url, says, parties, whole from event_rows
            where matter = ? and code = ? and ident = ?""",
            [matter, code, event.ident],
        )
        if known is None:
            self._db.execute(
                """insert into event_rows (matter, code, ident, date, title, url, certain, source, first_seen, run,
                    says, parties, whole)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    matter, code, event.ident, *self._told(event, source), None if with_matter else seconds(at),
                    None if with_matter else run, *_of_act(event.says, event.parties, event.whole),
                ],
            )  # fmt: skip
            sql = "select count(*) from event_rows where code = ? and ident = ? and matter in (select value from json_each(?))"
            known_beside = beside and self._db.value(sql, [code, event.ident, listed(beside)])
            return not (known_beside or (is_label(event.code) and self._is_read(matter, event.ident)))
        which = [matter, code, event.ident]
        title, from_ = self._phrases.unpacked(known[1]), self._phrases.text(known[3])
        rank = (not event.certain, days(event.date), event.title, source, event.url)
        if rank < (not known[2], known[0], title, from_, known[4] or ""):
            self._db.execute(
                """update event_rows set date = ?, title = ?, url = ?, certain = ?, source = ?
                where matter = ? and code = ? and ident = ?""",
                [*self._told(event, source), *which],
            )
        before: dict[str, object] = loads(known[5] or "{}")
        says = _united(before, event.says)
        act = _of_act(says, {*loads(known[6] or "[]"), *event.parties}, _whole_of(event.whole, known[7]))
        if act == [known[5], known[6], known[7]]:
            return False
        sql = "update event_rows set says = ?, parties = ?, whole = ? where matter = ? and code = ? and ident = ?"
        self._db.execute(sql, [*act, *which])
        today = at.astimezone(BEIJING).date().isoformat()
        if not any(v != before.get(name) and str(v)[:10] >= today for name, v in says.items() if is_day(name)):
            return False
        self._db.execute("update event_rows set run = ? where matter = ? and code = ? and ident = ?", [run, *which])
        return True

    # --- read by another version --------------------------------------------------------------------------------

    def after(self, source: str, matter: int, most: int) -> list[tuple[int, str, Event]]:
        """The events of a source in the next so many matters behind this one: matter, its key, the event. For reading them
        again."""
        number = self._phrases.known(source)
        sql = "select distinct matter from event_rows where matter > ? and source = ? order by matter limit ?"
        matters = self._db.column(sql, [matter, number, most]) if number is not None else []
        sql = """select e.matter, m.key, e.code, e.date, e.title, e.ident, e.url, e.certain, e.says, e.parties, e.whole
            from events e join matters m on m.id = e.matter
            where e.matter in (select value from json_each(?)) and e.source = ? order by e.matter, e.code, e.ident"""
        return [
            (
                matter, key,
                Event(
                    code, date.fromisoformat(day), title, ident, url, bool(certain), loads(says), tuple(loads(parties)),
                    None if whole is None else bool(whole),
                ),
            )
            for matter, key, code, day, title, ident, url, certain, says, parties, whole
            in self._db.all(sql, [listed(matters), source])
        ]  # fmt: skip

    def read_otherwise(self, matter: int, event: Event, again: Sequence[Event], source: str, at: datetime) -> None:
        """An event turns out to be others: they take its place, and are as old as it is."""
        which = [matter, self._phrases.number(event.code), event.ident]
        sql = "select first_seen, run from event_rows where matter = ? and code = ? and ident = ?"
        ((seen, run),) = self._db.all(sql, which)
        self._db.execute("delete from event_rows where matter = ? and code = ? and ident = ?", which)
        known = self._idents(matter)
        for other in again:
            self.fold(matter, other, source, run or 0, at)
            if (other.code, other.ident) not in known:
                self._date_back(matter, self._phrases.number(other.code), other.ident, seen, run)

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
                sql = "delete from event_rows where matter = ? and code = ? and ident = ?"
                self._db.execute(sql, [matter, act.number, act.ident])
        unite()
        known = {filing_of(act.ident) for act in before}
        for filing in sorted(known):
            oldest = min((act for act in before if filing_of(act.ident) == filing), key=lambda a: a.since)
            for code, ident in sorted(c for c in now if filing_of(c[1]) == filing):
                self._date_back(matter, self._phrases.number(code), ident, oldest.first_seen, oldest.run)
        return known, {a.says for a in before} != {a.says for a in self._of_filings(matter, record.source, known)}

    def _date_back(self, matter: int, code: int, ident: str, seen: object, run: int | None) -> None:
        sql = "update event_rows set first_seen = ?, run = ? where matter = ? and code = ? and ident = ?"
        self._db.execute(sql, [seen, run, matter, code, ident])

    def _first_time(self, source: str, matter: int, filing: str) -> bool:
        sql = "insert or ignore into read_again (source, matter, filing) values (?, ?, ?)"
        return self._db.execute(sql, [source, matter, filing]) > 0

    def _idents(self, matter: int) -> set[tuple[str, str]]:
        rows = self._db.all("select code, ident from event_rows where matter = ?", [matter])
        return {(self._phrases.text(code), ident) for code, ident in rows}

    def _of_filings(self, matter: int, source: str, filings: set[str]) -> list[_Act]:
        """What a source said of these filings."""
        if not filings:
            return []
        sql = """select e.code, e.ident, e.first_seen, e.run, coalesce(e.run, m.first_run), e.says, e.parties, e.whole, e.date
            from event_rows e join matters m on m.id = e.matter where e.matter = ? and e.source = ?"""
        found = self._db.all(sql, [matter, self._phrases.number(source)])
        return [
            _Act(self._phrases.text(code), code, ident, seen, run, since, (code, ident, *says))
            for code, ident, seen, run, since, *says in found
            if filing_of(ident) in filings
        ]

    def _told(self, event: Event, source: str) -> list[Any]:
        """Values of date, title, url, certain, source."""
        return [
            days(event.date), self._phrases.packed(event.title), event.url or None, int(event.certain),
            self._phrases.number(source),
        ]  # fmt: skip

    def _is_read(self, matter: int, ident: str) -> bool:
        """Whether it is known what this filing says: its label alone is no news then."""
        known = self._db.all("select code, ident from event_rows where matter = ?", [matter])
        return any(says_how(self._phrases.text(code)) and filing_of(other) == filing_of(ident) for code, other in known)

    def keep_times(self, matter: int) -> None:
        """Write down when the events of a matter became known that became known with it: another may become one with it that
        was known earlier."""
        sql = """update event_rows set first_seen = coalesce(first_seen, (select m.first_seen from matters m where m.id = matter)),
            run = coalesce(run, (select m.first_run from matters m where m.id = matter))
            where matter = ? and (run is null or first_seen is null)"""
        self._db.execute(sql, [matter])

    def move(self, kept: int, gone: int) -> None:
        """The events of one matter become those of another."""
        self.keep_times(kept)
        for e in self.of([gone])[gone]:
            self.fold(kept, e.plain(), e.source, e.run, e.first_seen)
        self._db.execute("delete from event_rows where matter = ?", [gone])


def _of_act(says: Mapping[str, object], parties: Collection[str], whole: bool | None) -> list[Any]:
    return [
        dumps(dict(says)) if says else None,
        dumps(sorted(set(parties))) if parties else None,
        whole if whole is None else int(whole),
    ]


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
