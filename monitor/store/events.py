"""Events of matters: what happened, when, and which source says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from monitor.clock import BEIJING
from monitor.model import Event
from monitor.model.facts import is_day
from monitor.model.filings import filing_of, is_label, says_how
from monitor.store.as_json import dumps, listed, loads
from monitor.store.complaints import SHOWN
from monitor.store.database import Database
from monitor.store.phrases import Phrases
from monitor.store.rows import EventRow
from monitor.store.short import days, seconds


class Events:
    """Each event of a matter once, whatever the number of sources that report it.

    `event_rows` holds codes, sources and titles as numbers of `phrases`, days as days since 1970, and no time and no run where
    the event became known together with its matter; `events` shows it in words.

    Owns: event_rows. Reads: events, matters.
    """

    def __init__(self, db: Database, phrases: Phrases) -> None:
        self._db = db
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

    def having(self, matters: Iterable[int], codes: Iterable[str], since: date) -> set[int]:
        """Those of the matters to which one of these things happened on that day or later, or to the complaint that is shown
        under them. One statement."""
        sql = f"""with asked as ({SHOWN}) select distinct asked.shown from asked
            cross join events e on e.matter = asked.matter
            where e.date >= :since and e.code in (select value from json_each(:codes))"""
        values = {"matters": listed(matters), "since": since.isoformat(), "codes": dumps(sorted(codes))}
        return set(self._db.column(sql, values))

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
