"""What a period saw of each source: its runs, and as much of the time before as says how it usually is.

Read for all sources at once, in a constant number of statements; of the years of runs before the period only the latest
few are looked at.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from monitor.clock import iso
from monitor.model import Category, Verdict
from monitor.store.as_json import listed
from monitor.store.database import Database
from monitor.store.rows import RunRow, run_row

_CHECKED = ", ".join(f"'{v.value}'" for v in Verdict if v.checked)


_SECOND = timedelta(seconds=1)
_LONGEST_RUN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class SourcePeriod:
    """One source in one period. `runs` are the finished runs begun in it, newest first; `last` and `last_checked` the
    newest begun before its end, within it or long before; `newest_item` is of all runs before its end; `usual` the
    median of items of the last eight readings before its begin."""

    runs: tuple[RunRow, ...] = ()
    last: RunRow | None = None
    last_checked: RunRow | None = None
    newest_item: date | None = None
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class SourceNow:
    """One source up to an instant: its latest finished run, the latest that checked, and when one was begun that never
    ended, if that is the latest of all."""

    last: RunRow | None = None
    last_checked: RunRow | None = None
    cut_off: datetime | None = None


class Periods:
    """Questions about stretches of time, put to the runs of many sources at once.

    Owns: nothing. Reads: runs, run_numbers, matters.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(
        self, sources: Collection[str], begin: datetime, until: datetime, after_run: int | None = None
    ) -> dict[str, SourcePeriod]:
        """Source → what [begin, until) saw of it. With `after_run` those up to that run belong to the period before it, and
        those after it to this one, though they were begun before it."""
        inside: dict[str, list[RunRow]] = {s: [] for s in sources}
        sql = """select * from runs where source in (select value from json_each(?)) and verdict is not null
            and started >= ? and started < ? order by id desc"""
        first = begin if after_run is None else begin - _LONGEST_RUN
        for r in self._db.dicts(sql, [listed(sources), iso(first), iso(until)]):
            run = run_row(r)
            # A run that another one overtook has a number of the period before it, and is of the time it was begun in; stored
            # are whole seconds.
            of_now = run.started >= begin if after_run is None else run.id > after_run or run.started > begin + _SECOND
            if of_now:
                inside[run.source].append(run)
        last, checked = self._latest(sources, until)
        newest = self._newest_items(sources, until)
        usual = self.usual_items(sources, begin)
        return {
            s: SourcePeriod(tuple(inside[s]), last.get(s), checked.get(s), newest.get(s), usual.get(s)) for s in sources
        }

    def first_read(self, sources: Iterable[str]) -> dict[str, RunRow]:
        """Source → its first run that read anything, though it may not count as checked; left out if it has none."""
        sql = f"""select * from runs where id in (
            select (select id from runs where source = value and verdict in ({_CHECKED}, 'suspicious')
            order by started, id limit 1) from json_each(?))"""
        found = [run_row(r) for r in self._db.dicts(sql, [listed(sources)])]
        return {run.source: run for run in found}

    def now(self, sources: Collection[str], until: datetime) -> dict[str, SourceNow]:
        """Source → how it stands just before `until`."""
        last, checked = self._latest(sources, until)
        sql = """select value, (select case when verdict is null then started end from runs
                where source = value and started < ? order by id desc limit 1)
            from json_each(?)"""
        found = self._db.all(sql, [iso(until), listed(sources)])
        cut_off = {source: datetime.fromisoformat(begun) for source, begun in found if begun}
        return {s: SourceNow(last.get(s), checked.get(s), cut_off.get(s)) for s in sources}

    def _latest(self, sources: Iterable[str], until: datetime) -> tuple[dict[str, RunRow], dict[str, RunRow]]:
        """Of each source the last finished run begun before that instant, and the last that checked."""
        sql = f"""select * from runs where id in (
            select (select id from runs where source = value and verdict is not null and started < :until
                    order by id desc limit 1) from json_each(:sources)
            union all
            select (select id from runs where source = value and verdict in ({_CHECKED}) and started < :until
                    order by id desc limit 1) from json_each(:sources))
            order by id desc"""
        last: dict[str, RunRow] = {}
        checked: dict[str, RunRow] = {}
        for r in self._db.dicts(sql, {"sources": listed(sources), "until": iso(until)}):
            run = run_row(r)
            last.setdefault(run.source, run)
            if run.verdict is not None and run.verdict.checked:
                checked.setdefault(run.source, run)
        return last, checked

    def _newest_items(self, sources: Iterable[str], until: datetime) -> dict[str, date]:
        sql = """select value, (select newest_item from runs where source = value and newest_item is not null
                and verdict is not null and started < ? order by newest_item desc limit 1)
            from json_each(?)"""
        found = self._db.all(sql, [iso(until), listed(sources)])
        return {source: date.fromisoformat(day) for source, day in found if day}

    def usual_items(self, sources: Iterable[str], before: datetime) -> dict[str, float]:
        """Source → median items of its last eight checked runs that read anything; left out if it has none."""
        sql = """select value, (select json_group_array(items) from (select items from runs where source = value
                and verdict in ('ok', 'suspicious') and items > 0 and started < ? order by id desc limit 8))
            from json_each(?)"""
        found = self._db.all(sql, [iso(before), listed(sources)])
        return {source: float(median(items)) for source, said in found if (items := json.loads(said))}

    def sources(self, since: datetime, until: datetime) -> list[str]:
        """Sources with a finished run begun in [since, until)."""
        # From one source to the next, so that the runs of years need not be gone through for the names in them.
        sql = """with recursive known (source) as (
                select min(source) from runs
                union all
                select (select min(r.source) from runs r where r.source > known.source) from known
                where known.source is not null)
            select source from known where source <> '-' and exists (
                select 1 from runs r where r.source = known.source and r.verdict is not null
                and r.started >= ? and r.started < ?) order by source"""
        return self._db.column(sql, [iso(since), iso(until)])

    def kinds_of(self, sources: Iterable[str]) -> dict[str, tuple[Category, str]]:
        """Source → category and jurisdiction of what it brought first, for those that are configured no more; left out
        if it never brought anything."""
        sql = """select value, (select m.category || ' ' || m.jurisdiction from matters m where m.first_run in (
                    select id from runs where source = value
                    union all
                    select n.number from runs r join run_numbers n on n.run = r.id where r.source = value)
                order by m.id limit 1)
            from json_each(?)"""
        found = self._db.all(sql, [listed(sources)])
        parted = {source: said.split(" ", 1) for source, said in found if said}
        return {source: (Category(category), place) for source, (category, place) in parted.items()}
