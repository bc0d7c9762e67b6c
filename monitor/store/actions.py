"""Everything that was done to hits: what is written here stays. The schema itself refuses to change or to delete it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from monitor.cases.actions import Action, Details, Doing
from monitor.cases.casefile import not_undone
from monitor.clock import iso
from monitor.model import State
from monitor.store.as_json import dumps, listed, loads
from monitor.store.database import Database
from monitor.store.words import word_of


class Actions:
    """The audit log (处置记录) of all hits. What was done to a hit that was merged into another is found under both.

    Owns: actions. Reads: former_hits, hits.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, hits: Iterable[int]) -> dict[int, tuple[Action, ...]]:
        """Hit → what was done to it and to those that were merged into it, the earliest first; () where nothing was. One statement."""
        wanted = set(hits)
        result: dict[int, list[Action]] = {h: [] for h in wanted}
        sql = """select a.*, coalesce(f.hit, a.hit) as now from actions a left join former_hits f on f.id = a.hit
            where a.hit in (select value from json_each(:hits)
                union select id from former_hits where hit in (select value from json_each(:hits))) order by a.id"""
        for r in self._db.dicts(sql, {"hits": listed(wanted)}):
            # The number of a hit that was merged may be asked for as it was.
            for hit in {r["now"], r["hit"]} & wanted:
                result[hit].append(_action(r))
        return {hit: tuple(done) for hit, done in result.items()}

    def merged_into(self, hit: int) -> list[int]:
        """Hits that somebody merged into this one at some time. Those whose merger was taken back are in another state now."""
        sql = """select distinct a.hit from actions a join hits h on h.id = a.hit and h.state = 'duplicate'
            where a.doing = 'merge' and json_extract(a.details, '$.into') = ? order by a.hit"""
        return self._db.column(sql, [hit])

    def merged(self, hits: Iterable[int]) -> dict[int, list[int]]:
        """Hit → those that were merged into it, as far as that holds; hits without any are left out. One statement."""
        sql = """select distinct json_extract(a.details, '$.into') as hit, a.hit from actions a
            join hits h on h.id = a.hit and h.state = 'duplicate'
            where a.doing = 'merge' and json_extract(a.details, '$.into') in (select value from json_each(?)) order by 1, 2"""
        result: dict[int, list[int]] = {}
        for hit, gone in self._db.all(sql, [listed(hits)]):
            result.setdefault(hit, []).append(gone)
        return result

    def of_batch(self, batch: int) -> tuple[Action, ...]:
        """What one command did, the earliest first."""
        return tuple(_action(r) for r in self._db.dicts("select * from actions where batch = ? order by id", [batch]))

    def between(self, since: datetime, until: datetime) -> tuple[Action, ...]:
        """What was done in [since, until), the earliest first."""
        sql = "select * from actions where at >= ? and at < ? order by id"
        return tuple(_action(r) for r in self._db.dicts(sql, [iso(since), iso(until)]))

    def add(self, actions: Iterable[Action]) -> tuple[Action, ...]:
        """Keep what one command did; returns it with its numbers."""
        with self._db.immediate():
            batch = int(self._db.value("select coalesce(max(batch), 0) + 1 from actions"))
            kept = []
            for a in actions:
                number = self._db.insert(
                    """insert into actions (batch, hit, doing, before, after, actor, account, at, reason, details, undoes)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    [
                        batch, a.hit, a.doing.value, a.before.value, a.after.value, a.actor, a.account, iso(a.at), a.reason,
                        _to_json(a.details), a.undoes,
                    ],
                )  # fmt: skip
                kept.append(replace(a, id=number, batch=batch))
            return tuple(kept)

    def copy(self, new: int, of: int) -> None:
        """A hit turned out to be two: what was done to it, and holds, was done to both. The copies have no batch: nobody takes
        them back together with what they are copies of."""
        for a in not_undone(self.of([of])[of]):
            self._db.insert(
                """insert into actions (batch, hit, doing, before, after, actor, account, at, reason, details, undoes)
                values (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)""",
                [
                    new, a.doing.value, a.before.value, a.after.value, a.actor, a.account, iso(a.at), a.reason,
                    _to_json(a.details),
                ],
            )  # fmt: skip


def _to_json(details: Details) -> str:
    """What is there of it: an empty part says nothing."""
    return dumps({name: value for name, value in asdict(details).items() if value})


def _action(r: Mapping[str, Any]) -> Action:
    told = loads(r["details"])
    return Action(
        id=r["id"],
        batch=r["batch"],
        hit=r["hit"],
        doing=word_of(Doing, r["doing"], "actions.doing", r["id"]),
        before=word_of(State, r["before"], "actions.before", r["id"]),
        after=word_of(State, r["after"], "actions.after", r["id"]),
        actor=r["actor"],
        account=r["account"],
        at=datetime.fromisoformat(r["at"]),
        reason=r["reason"],
        undoes=r["undoes"],
        details=Details(
            unit=told.get("unit", ""),
            person=told.get("person", ""),
            how=told.get("how", ""),
            whom=told.get("whom", ""),
            reply_by=date.fromisoformat(told["reply_by"]) if told.get("reply_by") else None,
            ground=told.get("ground", ""),
            into=told.get("into", 0),
            clocks=tuple((rule, day) for rule, day in told.get("clocks", ())),
            judged={name: tuple(values) for name, values in told.get("judged", {}).items()},
            changed=tuple(told.get("changed", ())),
        ),
    )
