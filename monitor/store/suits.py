"""Suits by who brings them: plaintiffs, and firms that act for plaintiffs, each with the cases of the store.

A plaintiff who sues strangers by the dozen is met in every case under one name, written in several ways ("Elmwick Lamps, Inc.",
"ELMWICK LAMPS INC"). Names are kept folded, so that all cases of one are found without reading the others. Who hides behind a
stand-in ("XYZ Corporation") is nobody's name and is not kept: a case counts for a plaintiff once the plaintiff is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Category, Event, Record, Role
from monitor.store.as_json import dumps, listed
from monitor.store.database import Database
from monitor.store.events import Events
from monitor.store.mentions import Mentions
from monitor.store.meta import Meta

UNMADE = "suits_made_to"
"""Set in `meta` by the upgrade of a state folder with older suits, to the matter up to which they were taken in."""

PLAINTIFF, FIRM = "plaintiff", "firm"
_RESTRAINED = frozenset({"tro_extended", "tro_issued"})
_SLICE = 500  # matters taken in in one transaction

Named = tuple[str, str]
"""PLAINTIFF or FIRM, and a name, folded (`folded`)."""


@dataclass(frozen=True, slots=True)
class SuitsOf:
    """The stored cases of one name but for the one that was asked about. `restrained`: those in which the store has a
    temporary restraining order. `courts`: court → cases, most first. `first`, `last`: months ("2026-03") of the earliest and the
    latest filing, "" where none is dated."""

    cases: int
    restrained: int
    courts: Mapping[str, int]
    first: str
    last: str


class Suits:
    """Which cases a name brought.

    Owns: suits, suit_names. Reads: matters, matters_shown.
    """

    def __init__(self, db: Database, meta: Meta, events: Events, mentions: Mentions) -> None:
        self._db = db
        self._meta = meta
        self._events = events
        self._mentions = mentions

    # --- reading ----------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Whether every stored suit is taken in."""
        return self._meta.get(UNMADE) == ""

    def since(self) -> datetime | None:
        """When the first of the suits was stored; None where there is none."""
        found = self._db.value("select first_seen from matters_shown where id = (select min(matter) from suits)")
        return datetime.fromisoformat(found) if found else None

    def of(self, asked: Iterable[tuple[int, Named]]) -> dict[tuple[int, Named], SuitsOf]:
        """The other cases of each name, seen from a matter. Two statements, however many are asked for: each name is counted
        once, by court and month, and the matter's own case taken out."""
        wanted = list(dict.fromkeys(asked))
        names = dict.fromkeys(name for _, name in wanted)
        counted: dict[Named, dict[tuple[str, str], tuple[int, int]]] = {name: {} for name in names}
        sql = """with asked as (select json_extract(value, '$[0]') as role, json_extract(value, '$[1]') as name
                from json_each(?))
            select n.role, n.name, s.court, substr(s.filed, 1, 7), count(*), sum(s.restrained)
            from asked cross join suit_names n on n.role = asked.role and n.name = asked.name
            cross join suits s on s.matter = n.matter group by 1, 2, 3, 4"""
        for role, name, court, month, cases, restrained in self._db.all(sql, [dumps(list(names))]):
            counted[role, name][court, month] = (cases, restrained)
        own = {}
        sql = """select s.matter, n.role, n.name, s.court, substr(s.filed, 1, 7), s.restrained
            from suits s join suit_names n on n.matter = s.matter
            where s.matter in (select value from json_each(?))"""
        for matter, role, name, court, month, restrained in self._db.all(sql, [listed(m for m, _ in wanted)]):
            own[matter, (role, name)] = (court, month, restrained)
        return {(matter, name): _without(counted[name], own.get((matter, name))) for matter, name in wanted}

    # --- folding ----------------------------------------------------------------------------------------

    def fold(self, matter: int, record: Record, category: Category) -> None:
        """Take in what a record of a suit says, in the caller's transaction. Said again, it changes nothing."""
        if category is not Category.SUIT or record.kind != "docket":
            return
        plaintiffs = (t for m in record.mentions if m.role is Role.PLAINTIFF for t in (m.text, *m.aliases))
        self._take(matter, _court_of(record.matter), record.events, plaintiffs)
        self._name(matter, FIRM, _firms_for_plaintiffs(record.facts.get("counsel")))

    def move(self, kept: int, gone: int) -> None:
        """The case of one matter becomes that of another."""
        self._db.execute("update or ignore suit_names set matter = ? where matter = ?", [kept, gone])
        self._db.execute("delete from suit_names where matter = ?", [gone])
        self._db.execute(
            f"""insert into suits (matter, court, filed, restrained) select ?, court, filed, restrained from suits
            where matter = ? {_ON_CONFLICT}""",
            [kept, gone],
        )
        self._db.execute("delete from suits where matter = ?", [gone])

    def _take(self, matter: int, court: str, events: Iterable[Event], plaintiffs: Iterable[str]) -> None:
        filed = ""
        restrained = False
        for e in events:
            restrained |= e.code in _RESTRAINED
            if e.code == "complaint" and e.certain and (not filed or e.date.isoformat() < filed):
                filed = e.date.isoformat()
        self._db.execute(
            f"insert into suits (matter, court, filed, restrained) values (?, ?, ?, ?) {_ON_CONFLICT}",
            [matter, court, filed, int(restrained)],
        )
        self._name(matter, PLAINTIFF, plaintiffs)

    def _name(self, matter: int, role: str, names: Iterable[str]) -> None:
        self._db.execute_many(
            "insert or ignore into suit_names (role, name, matter) values (?, ?, ?)",
            [(role, key, matter) for key in dict.fromkeys(map(folded, names)) if key],
        )

    # --- making -----------------------------------------------------------------------------------------

    def make(self, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Take in the suits that were stored by an older version. Killed half-way it goes on where it was."""
        total, done = 0, 0
        while not self.ready():
            with self._db.immediate():
                after = int(self._meta.get(UNMADE) or 0)
                sql = "select id, key from matters where id > ? and category = 'suit' and kind = 'docket' order by id limit ?"
                keys: dict[int, str] = dict(self._db.all(sql, [after, _SLICE]))
                mentions, events = self._mentions.of(keys), self._events.of(keys)
                for matter, key in keys.items():
                    texts = (t for _, m in mentions[matter] if m.role is Role.PLAINTIFF for t in (m.text, *m.aliases))
                    self._take(matter, _court_of(key), (e.plain() for e in events[matter]), texts)
                self._meta.set(UNMADE, str(max(keys)) if keys else "")
            done += len(keys)
            total = max(total, done)
            progress(done, total)


_ON_CONFLICT = """on conflict (matter) do update set
    filed = case when suits.filed = '' then excluded.filed when excluded.filed = '' then suits.filed
        else min(suits.filed, excluded.filed) end,
    restrained = max(suits.restrained, excluded.restrained)
    where (suits.filed = '' and excluded.filed <> '') or (excluded.filed <> '' and excluded.filed < suits.filed)
        or excluded.restrained > suits.restrained"""
"""SQL: of two datings the earlier holds, and what was restrained once was."""


def folded(name: str) -> str:
    """A name without case, punctuation and spaces.

    >>> folded("Elmwick Lamps, Inc.") == folded("ELMWICK LAMPS INC")
    True
    """
    return "".join(c for c in name.casefold() if c.isalnum())[:200]


def _court_of(key: str) -> str:
    """ "us-dct:ilnd:1:26-cv-00011" → "ilnd"; "us-ca7:26-1234" → "ca7"; "" of another key."""
    head, _, rest = key.partition(":")
    return rest.partition(":")[0] if head == "us-dct" else head.removeprefix("us-") if head.startswith("us-") else ""


def _firms_for_plaintiffs(counsel: object) -> list[str]:
    rows = counsel if isinstance(counsel, list | tuple) else ()
    sides = (row for row in rows if isinstance(row, Mapping) and row.get("side") == Role.PLAINTIFF.value)
    return [firm for row in sides if isinstance(firm := row.get("firm"), str) and firm]


def _without(cells: Mapping[tuple[str, str], tuple[int, int]], own: tuple[str, str, int] | None) -> SuitsOf:
    left = dict(cells)
    if own is not None:
        court, month, restrained = own
        cases, with_order = left[court, month]
        left[court, month] = (cases - 1, with_order - restrained)
    courts: dict[str, int] = {}
    for (court, _), (cases, _) in left.items():
        if cases:
            courts[court] = courts.get(court, 0) + cases
    months = sorted(month for (_, month), (cases, _) in left.items() if cases and month)
    return SuitsOf(
        cases=sum(cases for cases, _ in left.values()),
        restrained=sum(restrained for _, restrained in left.values()),
        courts=dict(sorted(courts.items(), key=lambda c: (-c[1], c[0]))),
        first=months[0] if months else "",
        last=months[-1] if months else "",
    )
