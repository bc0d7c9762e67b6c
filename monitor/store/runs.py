"""Runs: each attempt at one source, with its verdict and what it counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from monitor.clock import iso
from monitor.model import Verdict
from monitor.store.database import Database
from monitor.store.rows import RunRow, run_row

_FEW = 20
_COUNTS = ("items", "records", "skipped", "ignored", "parsed", "new", "changed", "canary_met")


class Runs:
    """Every attempt at a source, and every time that what is stored was matched again (source "-").

    Owns: runs, run_numbers.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, source: str, at: datetime, since: datetime | None, until: datetime | None) -> int:
        with self._db.immediate():
            return self._db.insert(
                "insert into runs (source, started, since, until) values (?, ?, ?, ?)",
                [source, iso(at), iso(since) if since else None, iso(until) if until else None],
            )

    def finish(
        self,
        run: int,
        verdict: Verdict,
        at: datetime,
        message: str,
        *,
        counts: Mapping[str, int],
        newest_item: date | None,
        notes: str = "[]",
        canary: str = "",
    ) -> None:
        """`message` and `notes` are lists of (text key, parameters) as JSON. `canary` is the word that was looked for;
        `counts` holds how many records had it."""
        with self._db.immediate():
            self._db.execute(
                """update runs set finished = ?, verdict = ?, message = ?, items = ?, records = ?, skipped = ?,
                ignored = ?, parsed = ?, new_hits = ?, changed_hits = ?, canary_met = ?, newest_item = ?, notes = ?,
                canary = ? where id = ?""",
                [
                    iso(at),
                    verdict.value,
                    message,
                    *(counts.get(k, 0) for k in _COUNTS),
                    newest_item.isoformat() if newest_item else None,
                    notes,
                    canary,
                    run,
                ],
            )

    def count_news(self, run: int, records: int) -> None:
        """So many more records of this run said something that was not known."""
        self._db.execute("update runs set told_more = told_more + ? where id = ?", [records, run])

    def number_for_more(self, source: str) -> int:
        """The number under which the open run of a source stores what it has now, in the caller's transaction. A later one
        than it had where another run was begun meanwhile: an issue tells of runs by number, and may have told of all up to
        that one. What the run stored before keeps the number it was stored under; run_numbers knows whose that was."""
        run = int(self._db.value("select max(id) from runs where source = ? and verdict is null", [source]))
        latest = int(self._db.value("select max(id) from runs"))
        if run == latest:
            return run
        self._db.execute("update runs set id = ? where id = ?", [latest + 1, run])
        self._db.execute("update run_numbers set run = ? where run = ?", [latest + 1, run])
        self._db.execute("insert into run_numbers values (?, ?)", [run, latest + 1])
        return latest + 1

    def cut_off(self, at: datetime, source: str | None = None) -> None:
        """Runs without an end, of all sources or of one, are at work no more: whoever was at them is gone."""
        with self._db.immediate():
            only = "" if source is None else " and source = ?"
            sql = f"update runs set finished = ? where verdict is null and finished is null{only}"
            self._db.execute(sql, [iso(at), *([] if source is None else [source])])

    def forget(self, run: int) -> None:
        with self._db.immediate():
            self._db.execute("delete from runs where id = ?", [run])

    # --- reading --------------------------------------------------------------------------------------

    def of(self, source: str, *, since: datetime | None = None, until: datetime | None = None) -> list[RunRow]:
        """Finished runs of a source, newest first."""
        sql = "select * from runs where source = ? and verdict is not null"
        values: list[object] = [source]
        if since is not None:
            sql, values = sql + " and started >= ?", [*values, iso(since)]
        if until is not None:
            sql, values = sql + " and started < ?", [*values, iso(until)]
        return [run_row(r) for r in self._db.dicts(sql + " order by id desc", values)]

    def that_may_count(
        self, source: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[RunRow]:
        """Finished runs begun in [since, until), newest first: those that checked, and those that told of days they lack,
        which may count all the same. Without `since` the newest few."""
        sql = """select * from runs where source = ? and started >= ? and started < ? and (verdict in ('ok', 'unchanged', 'empty')
            or (verdict in ('suspicious', 'failed') and (message like '%health.units%' or message like '%health.days_left%'
            or message like '%health.stream.%')))
            order by id desc limit ?"""
        begin, end = iso(since) if since else "", iso(until) if until else "9999"
        return [run_row(r) for r in self._db.dicts(sql, [source, begin, end, _FEW if since is None else -1])]

    def last(self, source: str, *, checked: bool = False) -> RunRow | None:
        """The last finished run; with `checked`, the last that did check."""
        only = " and verdict in ('ok', 'unchanged', 'empty')" if checked else " and verdict is not null"
        found = self._db.dicts(f"select * from runs where source = ?{only} order by id desc limit 1", [source])
        return run_row(found[0]) if found else None

    def notes(self, run: int) -> str:
        """What a run said besides its verdict, as it was stored: [[key, parameters], …] in JSON."""
        return str(self._db.value("select notes from runs where id = ?", [run]) or "[]")

    def last_reading(self, source: str) -> RunRow | None:
        """The last finished run that found something to read: not one whose source answered that nothing changed."""
        sql = "select * from runs where source = ? and verdict is not null and verdict <> ? order by id desc limit 1"
        found = self._db.dicts(sql, [source, Verdict.UNCHANGED.value])
        return run_row(found[0]) if found else None

    def newest_item(self, source: str, upto: date) -> date | None:
        """The date of the newest item any run saw; days after `upto` were seen under a clock that was wrong."""
        sql = "select max(newest_item) from runs where source = ? and newest_item <= ?"
        found = self._db.value(sql, [source, upto.isoformat()])
        return date.fromisoformat(found) if found else None

    def begins(self) -> dict[str, datetime]:
        """By source, the begin of the earliest stretch that a run which counts read; matching anew is no source."""
        found = self._db.all(
            """select source, min(coalesce(since, started)) from runs
            where verdict in ('ok', 'unchanged', 'empty') and source <> '-' group by source order by source"""
        )
        return {source: datetime.fromisoformat(at) for source, at in found}

    def first_begun(self) -> datetime | None:
        """When the first run of all was begun."""
        found = self._db.value("select min(started) from runs where source <> '-'")
        return datetime.fromisoformat(found) if found else None

    def newest_of_all(self, now: datetime) -> date | None:
        """The date of the newest item that any run of any source saw, as far as it lay behind that run. A run "of the future"
        was made under a clock that was wrong, and says nothing; so does an item dated after its run (a hearing to come)."""
        sql = "select max(newest_item) from runs where started <= ? and newest_item <= date(started, '+2 days')"
        found = self._db.value(sql, [iso(now)])
        return date.fromisoformat(found) if found else None

    def last_id(self, before: datetime) -> int:
        """The latest run begun before that instant, 0 if there is none."""
        return int(self._db.value("select coalesce(max(id), 0) from runs where started < ?", [iso(before)]))

    def interrupted(self) -> list[str]:
        """Sources whose last run was cut off (killed): begun, never finished."""
        return self._db.column(
            "select source from runs where verdict is null and id in (select max(id) from runs group by source)"
        )

    def unfinished(self) -> frozenset[str]:
        """Sources whose last run has not ended, and nobody has said that it was cut off."""
        sql = """select source from runs where verdict is null and finished is null
            and id in (select max(id) from runs group by source)"""
        return frozenset(self._db.column(sql))

    def unfinished_id(self) -> int:
        """The latest run of all, if it has not ended: being read, or cut off. 0 if it has, or if there is none."""
        row = self._db.first("select id, verdict from runs order by id desc limit 1")
        return int(row[0]) if row and row[1] is None else 0

    def news(self, source: str, since: datetime, until: datetime) -> int:
        """Records that said something that was not known, of all runs begun in [since, until], unfinished ones too."""
        sql = "select coalesce(sum(told_more), 0) from runs where source = ? and started between ? and ?"
        return int(self._db.value(sql, [source, iso(since), iso(until)]))

    def canary_met(self, source: str, term: str, since: datetime, until: datetime) -> tuple[int, int]:
        """(items, records that had the word) of the runs begun in [since, until] that looked for this very word."""
        row = self._db.first(
            """select coalesce(sum(items), 0), coalesce(sum(canary_met), 0) from runs
            where source = ? and canary = ? and started between ? and ?""",
            [source, term, iso(since), iso(until)],
        )
        assert row is not None
        return int(row[0]), int(row[1])
