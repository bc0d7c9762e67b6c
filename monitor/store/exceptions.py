"""Exception rules, who ended one, and what each has kept out. What is written here stays: the schema itself refuses to change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from monitor.cases.exceptions import ExceptionRule, RuleKind, Scope
from monitor.clock import iso
from monitor.model import HitKind
from monitor.store.as_json import dumps, listed, loads
from monitor.store.database import Database
from monitor.store.words import word_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit as rules ask for it. `open`: nobody has looked at it, and it stands; `names`: ids of the list it stands for; `texts`:
    (role, text) of everything that speaks for it; `rule`: what the store says keeps it out, `sparing` and `spared` what holds of it without
    doing so."""

    hit: int
    open: bool
    matter: int
    kind: HitKind
    names: tuple[str, ...]
    classes: tuple[str, ...]
    country: str
    texts: tuple[tuple[str, str], ...]
    rule: int = 0
    sparing: int = 0
    spared: str = ""


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A hit a rule kept out at some time. `now`: it does so at present."""

    rule: int
    hit: int
    at: datetime
    now: bool


class Exceptions:
    """The rules, oldest first.

    Owns: exceptions, exceptions_ended, excepted. Reads: hits, former_hits, evidence, matters.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def every(self) -> tuple[ExceptionRule, ...]:
        sql = """select r.*, e.at, e.by, e.reason as why from exceptions r left join exceptions_ended e on e.rule = r.id
            order by r.id"""
        return self._rules(sql, [])

    def by_id(self, ids: Iterable[int]) -> dict[int, ExceptionRule]:
        """One statement; none where there are no ids."""
        wanted = set(ids)
        if not wanted:
            return {}
        sql = """select r.*, e.at, e.by, e.reason as why from exceptions r left join exceptions_ended e on e.rule = r.id
            where r.id in (select value from json_each(?))"""
        return {r.id: r for r in self._rules(sql, [listed(wanted)])}

    def any(self) -> bool:
        """Whether there ever was one."""
        return self._db.first("select 1 from exceptions limit 1", []) is not None

    def add(self, rule: ExceptionRule) -> ExceptionRule:
        with self._db.immediate():
            number = self._db.insert(
                """insert into exceptions (kind, scope, reason, author, account, made_at, until, clocks)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    rule.kind.value, dumps(_scope_json(rule.scope)), rule.reason, rule.author, rule.account,
                    iso(rule.made_at), rule.until.isoformat(), dumps([list(c) for c in rule.clocks]),
                ],
            )  # fmt: skip
        return replace(rule, id=number)

    def end(self, rule: int, by: str, account: str, reason: str, at: datetime) -> None:
        with self._db.immediate():
            self._db.execute(
                "insert into exceptions_ended (rule, at, by, account, reason) values (?, ?, ?, ?, ?)",
                [rule, iso(at), by, account, reason],
            )

    def keeps_out(self, rules: Mapping[int, int], at: datetime) -> None:
        """Hit → the rule that keeps it out from now on."""
        with self._db.immediate():
            self._db.execute_many(
                "insert or ignore into excepted (rule, hit, at) values (?, ?, ?)",
                [(rule, hit, iso(at)) for hit, rule in sorted(rules.items())],
            )

    def kept_out(self, day: date) -> list[KeptOut]:
        """Everything a rule has kept out, in the order of the rules; a rule that is not in force on that day (Beijing) keeps out nothing any
        more, whether or not that was settled. A hit that was merged since stands under its present number."""
        sql = """select distinct e.rule, coalesce(f.hit, e.hit), e.at,
                exists (select 1 from hits h where h.id = coalesce(f.hit, e.hit) and h.exception = e.rule and h.state = 'new')
            from excepted e left join former_hits f on f.id = e.hit order by e.rule, 2"""
        holding = {r.id for r in self.every() if r.in_force(day)}
        return [
            KeptOut(rule, hit, datetime.fromisoformat(at), bool(now) and rule in holding)
            for rule, hit, at, now in self._db.all(sql)
        ]

    def candidates(self, scopes: Sequence[Scope]) -> list[Candidate]:
        """Hits of which one of these rules may hold, and those of which one was said to. Two statements."""
        numbers = {h for s in scopes for h in s.hits}
        former = "select id, hit from former_hits where id in (select value from json_each(?))"
        now: dict[int, int] = dict(self._db.all(former, [listed(numbers)]))
        asked = [
            {
                name: value
                for name, value in (
                    ("hit", sorted({now.get(h, h) for h in s.hits})),
                    ("name", sorted(s.names)),
                    ("country", sorted(s.countries)),
                )
                if value
            }
            for s in scopes
        ]
        sql = """select h.id, h.state = 'new' and not h.fallen_run as open, h.matter, h.kind, h.subject_kind, h.subject, h.match, h.exception, h.sparing, h.spared,
                m.jurisdiction, m.facts,
                (select json_group_array(json_array(e.role, e.text)) from evidence e where e.hit = h.id) as texts
            from hits h join matters m on m.id = h.matter
            where h.exception or h.sparing or (h.state = 'new' and not h.fallen_run and exists (
                select 1 from json_each(:asked) r where
                (json_extract(r.value, '$.hit') is null or h.id in (select value from json_each(r.value, '$.hit')))
                and (json_extract(r.value, '$.name') is null or (h.subject_kind = 'name'
                    and h.subject in (select value from json_each(r.value, '$.name'))))
                and (json_extract(r.value, '$.country') is null
                    or m.jurisdiction in (select value from json_each(r.value, '$.country')))))
            order by h.id"""
        found = []
        for r in self._db.dicts(sql, {"asked": dumps(asked)}):
            match = loads(r["match"] or "{}")
            found.append(
                Candidate(
                    hit=r["id"],
                    open=bool(r["open"]),
                    matter=r["matter"],
                    kind=word_of(HitKind, r["kind"], "hits.kind", r["id"]),
                    names=(r["subject"], *match.get("also", ())) if r["subject_kind"] == "name" else (),
                    classes=tuple(map(str, loads(r["facts"]).get("classes") or ())),
                    country=r["jurisdiction"],
                    texts=tuple((role, text) for role, text in loads(r["texts"])),
                    rule=r["exception"],
                    sparing=r["sparing"],
                    spared=r["spared"],
                )
            )
        return found

    def present(self, hits: Iterable[int]) -> dict[int, int]:
        """Number of a hit, of one that was merged too → the number it has now."""
        sql = "select id, hit from former_hits where id in (select value from json_each(?))"
        wanted = set(hits)
        return {h: h for h in wanted} | dict(self._db.all(sql, [listed(wanted)]))

    def _rules(self, sql: str, values: Sequence[Any]) -> tuple[ExceptionRule, ...]:
        return tuple(_rule(r) for r in self._db.dicts(sql, values))


def _scope_json(scope: Scope) -> dict[str, list[Any]]:
    parts = {
        "hit": scope.hits,
        "owner": scope.owners,
        "name": scope.names,
        "class": scope.classes,
        "country": scope.countries,
        "text": scope.texts,
    }
    return {name: list(value) for name, value in parts.items() if value}


def _rule(r: Mapping[str, Any]) -> ExceptionRule:
    scope = loads(r["scope"])
    return ExceptionRule(
        id=r["id"],
        kind=word_of(RuleKind, r["kind"], "exceptions.kind", r["id"]),
        scope=Scope(
            hits=tuple(scope.get("hit", ())),
            owners=tuple(scope.get("owner", ())),
            names=tuple(scope.get("name", ())),
            classes=tuple(scope.get("class", ())),
            countries=tuple(scope.get("country", ())),
            texts=tuple(scope.get("text", ())),
        ),
        reason=r["reason"],
        author=r["author"],
        account=r["account"],
        made_at=datetime.fromisoformat(r["made_at"]),
        until=date.fromisoformat(r["until"]),
        clocks=tuple((hit, clock, day) for hit, clock, day in loads(r["clocks"])),
        ended_at=datetime.fromisoformat(r["at"]) if r["at"] else None,
        ended_by=r["by"] or "",
        ended_reason=r["why"] or "",
    )
