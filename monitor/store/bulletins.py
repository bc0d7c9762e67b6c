"""Issues that were built, what each told, and who accepted it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.clock import Week, iso
from monitor.store.base import Tables, dumps, listed, rows


@dataclass(frozen=True, slots=True)
class BulletinRow:
    week: Week
    number: int
    built_at: datetime
    cut_run: int
    subject: str
    digest: str
    folder: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One hit in one issue. `part` is "new", "changed" or "own"."""

    hit: int
    entry_no: str
    part: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: int
    week: Week
    recipient: str
    digest: str
    message_id: str
    state: str  # queued | accepted | deferred | refused
    tries: int
    accepted_at: datetime | None
    answer: str


class BulletinTables(Tables):
    def bulletin(self, week: Week) -> BulletinRow | None:
        found = rows(self.db, "select * from bulletins where year = ? and week = ?", [week.year, week.number])
        return _bulletin(found[0]) if found else None

    def bulletin_before(self, week: Week) -> BulletinRow | None:
        """The latest issue before this week's."""
        found = rows(
            self.db,
            "select * from bulletins where (year, week) < (?, ?) order by year desc, week desc limit 1",
            [week.year, week.number],
        )
        return _bulletin(found[0]) if found else None

    def told_before(self, week: Week) -> dict[int, str]:
        """Hits that an issue of an earlier week told as new: hit → its permanent entry number."""
        sql = """select hit, min(entry_no) from bulletin_entries where (year, week) < (?, ?) and part <> 'changed'
            group by hit"""
        return dict(self.db.execute(sql, [week.year, week.number]).fetchall())

    def told_later(self, week: Week) -> set[int]:
        """Hits first told by an issue after this week's (when an old issue is built again)."""
        sql = """select hit from bulletin_entries where part <> 'changed' group by hit
            having min(year * 100 + week) > ?"""
        return {r[0] for r in self.db.execute(sql, [week.year * 100 + week.number])}

    def entries(self, week: Week) -> list[Entry]:
        sql = "select hit, entry_no, part from bulletin_entries where year = ? and week = ? order by entry_no"
        return [Entry(*r) for r in self.db.execute(sql, [week.year, week.number])]

    def entry_numbers(self, hits: Iterable[int]) -> dict[int, str]:
        """Hit → the number the first issue that told it gave it; hits never told are left out."""
        sql = """select hit, entry_no from bulletin_entries where hit in (select value from json_each(?))
            order by year desc, week desc"""
        return dict(self.db.execute(sql, [listed(hits)]).fetchall())  # the earliest comes last, and stands

    def keep_bulletin(self, bulletin: BulletinRow, entries: Sequence[Entry]) -> None:
        """Record an issue and what it tells; building the same week again replaces it."""
        week = bulletin.week
        with self.immediate():
            self.db.execute(
                """insert into bulletins (year, week, number, built_at, cut_run, subject, digest, folder)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (year, week) do update set number = excluded.number,
                built_at = excluded.built_at, cut_run = excluded.cut_run, subject = excluded.subject,
                digest = excluded.digest, folder = excluded.folder""",
                [
                    week.year, week.number, bulletin.number, iso(bulletin.built_at), bulletin.cut_run,
                    bulletin.subject, bulletin.digest, bulletin.folder,
                ],
            )  # fmt: skip
            self.db.execute("delete from bulletin_entries where year = ? and week = ?", [week.year, week.number])
            self.db.execute(
                """insert into bulletin_entries (year, week, hit, entry_no, part)
                select ?, ?, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
                from json_each(?)""",
                [week.year, week.number, dumps([[e.hit, e.entry_no, e.part] for e in entries])],
            )

    # --- deliveries -----------------------------------------------------------------------------------

    def queue_delivery(self, week: Week, recipient: str, digest: str, message_id: str, at: datetime) -> DeliveryRow:
        """The row of one issue for one recipient; a second call finds the first row."""
        with self.immediate():
            self.db.execute(
                """insert or ignore into deliveries (year, week, recipient, digest, message_id, state, queued_at)
                values (?, ?, ?, ?, ?, 'queued', ?)""",
                [week.year, week.number, recipient, digest, message_id, iso(at)],
            )
        sql = "select * from deliveries where year = ? and week = ? and recipient = ? and digest = ?"
        return _delivery(rows(self.db, sql, [week.year, week.number, recipient, digest])[0])

    def note_delivery(self, delivery: int, state: str, at: datetime, answer: str) -> None:
        with self.immediate():
            self.db.execute(
                """update deliveries set state = ?, tries = tries + 1, last_try = ?, answer = ?,
                accepted_at = case when ? = 'accepted' then ? else accepted_at end where id = ?""",
                [state, iso(at), answer, state, iso(at), delivery],
            )

    def deliveries(self, week: Week | None = None) -> list[DeliveryRow]:
        if week is None:
            found = rows(self.db, "select * from deliveries order by id")
        else:
            sql = "select * from deliveries where year = ? and week = ? order by id"
            found = rows(self.db, sql, [week.year, week.number])
        return [_delivery(r) for r in found]


def _bulletin(r: Mapping[str, object]) -> BulletinRow:
    return BulletinRow(
        week=Week(int(str(r["year"])), int(str(r["week"]))),
        number=int(str(r["number"])),
        built_at=datetime.fromisoformat(str(r["built_at"])),
        cut_run=int(str(r["cut_run"])),
        subject=str(r["subject"]),
        digest=str(r["digest"]),
        folder=str(r["folder"]),
    )


def _delivery(r: Mapping[str, object]) -> DeliveryRow:
    return DeliveryRow(
        id=int(str(r["id"])),
        week=Week(int(str(r["year"])), int(str(r["week"]))),
        recipient=str(r["recipient"]),
        digest=str(r["digest"]),
        message_id=str(r["message_id"]),
        state=str(r["state"]),
        tries=int(str(r["tries"])),
        accepted_at=datetime.fromisoformat(str(r["accepted_at"])) if r["accepted_at"] else None,
        answer=str(r["answer"]),
    )
