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
from monitor.store.merged import MERGED
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
        sql = """select a.*, coalesce(f.hit, a.hit) as now, i.hit as into_now from actions a
            left join former_hits f on f.id = a.hit left join former_hits i on i.id = json_extract(a.details, '$.into')
            where a.hit in (select value from json_each(:hits)
                union select id from former_hits where hit in (select value from json_each(:hits))) order by a.id"""
        for r in self._db.dicts(sql, {"hits": listed(wanted)}):
            # The number of a hit that was merged may be asked for as it was.
            for hit in {r["now"], r["hit"]} & wanted:
                result[hit].append(_of_today(_action(r), r["into_now"]))
        return {hit: tuple(done) for hit, done in result.items()}

    def merged_into(self, hit: int) -> list[int]:
        """Hits that somebody merged into this one, or into one that was merged into it, as far as that holds."""
        return self.merged([hit]).get(hit, [])

    def merged(self, hits: Iterable[int]) -> dict[int, list[int]]:
        """Hit → those that were merged into it, directly or through others, as far as that holds; hits without any are left out.
        One statement."""
        sql = f"""select kept, gone from {MERGED} where kept in (select value from json_each(?)) order by 1, 2"""
        result: dict[int, list[int]] = {}
        for hit, gone in self._db.all(sql, [listed(hits)]):
            result.setdefault(hit, []).append(gone)
        return result

    def kept_of(self, hits: Iterable[int]) -> dict[int, list[int]]:
        """Hit that is a duplicate → those it is merged into, directly or through others; all else is left out. One statement."""
        sql = f"""select gone, kept from {MERGED} where gone in (select value from json_each(?)) order by 1, 2"""
        result: dict[int, list[int]] = {}
        for hit, kept in self._db.all(sql, [listed(hits)]):
            result.setdefault(hit, []).append(kept)
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


def _of_today(action: Action, into: int | None) -> Action:
    """With the number that the hit it was merged into has today, where its own leads to another."""
    return replace(action, details=replace(action.details, into=into)) if into else action


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
