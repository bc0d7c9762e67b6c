"""Matters, their events and mentions: how records are folded into them.

Folding is idempotent and independent of order: keys, events and mentions are united; of two values of one fact the
later `as_of` wins; of two datings of one event the certain one, then the earlier. The same records in any order and
any number of times give the same store.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.clock import iso
from monitor.model import Category, Event, Match, Mention, Record
from monitor.store.base import dumps, loads, new_id, rows
from monitor.store.identity import canonical, keys_of
from monitor.store.names_index import NamesIndexTables
from monitor.store.serial import distinct_mentions, mention_details, mention_from_row
from monitor.store.views import MatterRow


@dataclass(frozen=True, slots=True)
class Scored:
    """A record and the watched names found in it, ready to be stored."""

    record: Record
    category: Category
    capture: str
    matches: tuple[tuple[Mention, Match], ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch changed: ids of new hits, and of hits whose matter has something new; and how many records told
    more than was known (a record that is read again, word for word, tells nothing)."""

    new_hits: frozenset[int]
    changed_hits: frozenset[int]
    told_more: int = 0


@dataclass(frozen=True, slots=True)
class StoredMatter:
    """A matter with its mentions of one source, as the matcher wants to see it again."""

    id: int
    key: str
    source: str
    category: Category
    mentions: tuple[Mention, ...]


REMATCHING = "rematching"
"""Set in `meta` while what is stored is matched anew: matters stored meanwhile are noted in `touched`."""


class MatterTables(NamesIndexTables):
    def apply(self, batch: Iterable[Scored], run: int, at: datetime) -> Applied:
        """Fold a batch of records, and the hits in them, into the store, in one transaction."""
        told_more = 0
        new: set[int] = set()
        changed: set[int] = set()
        touched: set[int] = set()
        with self.immediate(), self.gathering():
            for scored in batch:
                before = self.db.conn.total_changes
                matter, fresh = self._fold(scored, run, at)
                touched.add(matter)
                told_more += self.db.conn.total_changes > before
                if fresh:
                    changed |= self.touch_hits(matter, run, at)
                if scored.matches:
                    added, more = self.fold_matches(
                        matter, scored.record.source, scored.matches, scored.capture, run, at
                    )
                    new |= added
                    changed |= more
            alive = {r[0] for r in self.db.execute("select id from hits")} if new or changed else set()
            if touched and self.meta(REMATCHING):
                self.db.conn.executemany("insert or ignore into touched values (?)", [(m,) for m in touched])
            # In the transaction of the records: counted once, also where the run is killed and they are read again.
            self.db.execute("update runs set told_more = told_more + ? where id = ?", [told_more, run])
        return Applied(frozenset(new & alive), frozenset((changed - new) & alive), told_more)

    def begin_rematching(self) -> None:
        """From now on matters that are stored are noted. What an earlier one that was killed noted is forgotten."""
        with self.immediate():
            self.db.execute("delete from touched")
            self.set_meta(REMATCHING, "1")

    def end_rematching(self) -> list[int]:
        """The matters stored since it began; called in the transaction that ends it."""
        with self.immediate():
            found = [r[0] for r in self.db.execute("select matter from touched order by matter")]
            self.db.execute("delete from touched")
            self.set_meta(REMATCHING, "")
        return found

    @abstractmethod
    def meta(self, key: str) -> str: ...

    @abstractmethod
    def set_meta(self, key: str, value: str) -> None: ...

    @abstractmethod
    def touch_hits(self, matter: int, run: int, at: datetime) -> set[int]: ...

    @abstractmethod
    def fold_matches(
        self, matter: int, source: str, matches: Sequence[tuple[Mention, Match]], capture: str, run: int, at: datetime
    ) -> tuple[set[int], set[int]]: ...

    @abstractmethod
    def merge_hits(self, kept: int, gone: int) -> None: ...

    # --- reading ------------------------------------------------------------------------------------

    def matter(self, key_or_id: str | int) -> MatterRow | None:
        """A matter by any of its keys, or by id."""
        if isinstance(key_or_id, int):
            where, args = "m.id = ?", [key_or_id]
        else:
            where, args = "m.id = (select matter from matter_keys where key = ?)", [key_or_id]  # type: ignore[list-item]
        found = rows(self.db, f"select m.* from matters m where {where}", list(args))
        return matter_row(found[0]) if found else None

    def matter_aliases(self, matter: int) -> tuple[str, ...]:
        return tuple(
            r[0] for r in self.db.execute("select key from matter_keys where matter = ? order by key", [matter])
        )

    def count_matters(self) -> int:
        return int(self.db.execute("select count(*) from matters").fetchone()[0])

    def sample_matters(self, count: int) -> list[dict[str, Any]]:
        """The latest few matters, for a look at what a source yields."""
        return rows(self.db, "select key, title, url from matters order by id desc limit ?", [count])

    def count_mentions(self) -> int:
        return int(self.db.execute("select count(*) from mentions").fetchone()[0])

    def stored_matters(self) -> Iterator[StoredMatter]:
        """Every matter with its mentions, per source, for matching again. Reads in slices: no cursor stays open."""
        after = 0
        while True:
            slice_ = rows(self.db, "select id, key, category from matters where id > ? order by id limit 2000", [after])
            if not slice_:
                return
            last = slice_[-1]["id"]
            yield from self._with_mentions(slice_, "matter > ? and matter <= ?", [after, last])
            after = last

    def some_matters(self, ids: Iterable[int]) -> Iterator[StoredMatter]:
        """As `stored_matters`, of these matters only, in the same order."""
        wanted = sorted(ids)
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            marks = ", ".join("?" * len(part))
            slice_ = rows(self.db, f"select id, key, category from matters where id in ({marks})", part)
            yield from self._with_mentions(slice_, f"matter in ({marks})", part)

    def _with_mentions(self, heads: list[dict[str, Any]], where: str, args: list[int]) -> Iterator[StoredMatter]:
        found = self.db.execute(
            f"""select matter, source, role, field, text, data from mentions where {where}
            order by matter, source, id""",
            args,
        ).fetchall()
        by_id = {m["id"]: m for m in heads}
        groups: dict[tuple[int, str], list[Mention]] = {}
        for matter, source, *rest in found:
            groups.setdefault((matter, source), []).append(mention_from_row(*rest))
        for (matter, source), mentions in groups.items():
            head = by_id[matter]
            yield StoredMatter(matter, head["key"], source, Category(head["category"]), tuple(mentions))

    def matters_to_revisit(self, source: str, fact: str, limit: int) -> list[Mapping[str, object]]:
        """Facts (with "key") of the newest matters of a source that carry a true `fact`."""
        found = rows(
            self.db,
            """select m.key, m.facts from matters m where json_extract(m.facts, '$.' || ?)
            and exists (select 1 from mentions x where x.matter = m.id and x.source = ?) order by m.id desc limit ?""",
            [fact, source, limit],
        )
        return [{"key": r["key"], **loads(r["facts"])} for r in found]

    # --- folding ------------------------------------------------------------------------------------

    def _fold(self, scored: Scored, run: int, at: datetime) -> tuple[int, bool]:
        record = scored.record
        keys = keys_of(record)
        matter, fresh = self._matter_for(keys, record, scored.category, run, at)
        self._fold_facts(matter, record, scored.category)
        for event in record.events:
            fresh |= self._fold_event(matter, event, record.source, run, at)
        offered = [(m.role.value, m.field, m.text, mention_details(m)) for m in distinct_mentions(record.mentions)]
        self.index_mentions(matter, record.source, record.as_of, offered)
        self.db.conn.executemany(
            """insert into mentions (matter, source, role, field, text, as_of, data) values (?, ?, ?, ?, ?, ?, ?)
            on conflict (matter, source, role, field, text) do update set as_of = excluded.as_of, data = excluded.data
            where (excluded.as_of, excluded.data) > (mentions.as_of, mentions.data)""",
            [(matter, record.source, role, field, text, record.as_of, data) for role, field, text, data in offered],
        )
        if fresh:
            self.db.execute("update matters set changed_run = ?, last_changed = ? where id = ?", [run, iso(at), matter])
        return matter, fresh

    def _matter_for(
        self, keys: Sequence[str], record: Record, category: Category, run: int, at: datetime
    ) -> tuple[int, bool]:
        """The matter these keys name, made if need be; True if two matters turned out to be one."""
        marks = ", ".join("?" * len(keys))
        found = sorted(
            {r[0] for r in self.db.execute(f"select matter from matter_keys where key in ({marks})", list(keys))}
        )
        if found:
            matter = int(found[0])
            for other in found[1:]:
                self._merge(matter, int(other))
        else:
            cursor = self.db.execute(
                """insert into matters (key, kind, category, jurisdiction, title, url, facts, origins, first_seen,
                first_run, changed_run, last_changed) values (?, ?, ?, ?, ?, ?, '{}', '{}', ?, ?, ?, ?)""",
                [
                    record.matter, record.kind, category.value, record.jurisdiction, record.title, record.url,
                    iso(at), run, run, iso(at),
                ],
            )  # fmt: skip
            matter = new_id(cursor)
        self.db.conn.executemany(
            "insert or ignore into matter_keys (key, matter) values (?, ?)", [(k, matter) for k in keys]
        )
        if len(found) != 1 or len(keys) > 1:
            all_keys = {r[0] for r in self.db.execute("select key from matter_keys where matter = ?", [matter])}
            shown = canonical(all_keys)
            self.db.execute("update matters set key = ? where id = ? and key <> ?", [shown, matter, shown])
        return matter, len(found) > 1

    def _fold_facts(self, matter: int, record: Record, category: Category) -> None:
        row = self.db.execute("select origins from matters where id = ?", [matter]).fetchone()
        origins: dict[str, dict[str, list[Any]]] = loads(row[0])
        before = dumps(origins)
        mine = origins.setdefault(record.source, {})
        values = {
            **record.facts,
            "_title": record.title,
            "_url": record.url,
            "_kind": record.kind,
            "_category": category.value,
            "_jurisdiction": record.jurisdiction,
        }
        for name, value in values.items():
            known = mine.get(name)
            mine[name] = _later(name, known, [record.as_of, value])
        if dumps(origins) != before:
            self._write_facts(matter, origins)

    def _write_facts(self, matter: int, origins: Mapping[str, Mapping[str, Sequence[Any]]]) -> None:
        best: dict[str, tuple[str, str, str, Any]] = {}
        for source, facts in origins.items():
            for name, (as_of, value) in facts.items():
                rank = (as_of, source, dumps(value), value)
                if name.startswith("ever_"):
                    rank = ("1" if value else "0", source, "", value)
                if name not in best or rank[:3] > best[name][:3]:
                    best[name] = rank
        facts = {name: rank[3] for name, rank in best.items()}
        head = {name: facts.pop(name) for name in ("_title", "_url", "_kind", "_category", "_jurisdiction")}
        self.db.execute(
            """update matters set facts = ?, origins = ?, title = ?, url = ?, kind = ?, category = ?, jurisdiction = ?
            where id = ?""",
            [dumps(facts), dumps(origins), *head.values(), matter],
        )

    def _fold_event(self, matter: int, event: Event, source: str, run: int, at: datetime) -> bool:
        """True if the event is new to the matter."""
        row = self.db.execute(
            "select id, date, title, certain, source, url from events where matter = ? and code = ? and ident = ?",
            [matter, event.code, event.ident],
        ).fetchone()
        rank = (not event.certain, event.date.isoformat(), event.title, source, event.url)
        if row is None:
            self.db.execute(
                """insert into events (matter, code, ident, date, title, url, certain, source, first_seen, run)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    matter,
                    event.code,
                    event.ident,
                    rank[1],
                    event.title,
                    event.url,
                    int(event.certain),
                    source,
                    iso(at),
                    run,
                ],
            )
            return True
        if rank < (not row[3], row[1], row[2], row[4], row[5]):
            self.db.execute(
                "update events set date = ?, title = ?, certain = ?, source = ?, url = ? where id = ?",
                [rank[1], event.title, int(event.certain), source, event.url, row[0]],
            )
        return False

    def _merge(self, kept: int, gone: int) -> None:
        """Two matters turned out to be one (a docket was instituted, a case was unsealed)."""
        for e in rows(self.db, "select * from events where matter = ?", [gone]):
            event = Event(
                e["code"], date.fromisoformat(e["date"]), e["title"], e["ident"], e["url"], bool(e["certain"])
            )
            self._fold_event(kept, event, e["source"], e["run"], datetime.fromisoformat(e["first_seen"]))
        self.db.execute("delete from events where matter = ?", [gone])
        with self.index_merging(kept, gone):
            self._move_mentions(kept, gone)
        self.merge_hits(kept, gone)
        origins: dict[str, dict[str, list[Any]]] = {}
        for matter in (kept, gone):
            row = self.db.execute("select origins from matters where id = ?", [matter]).fetchone()
            for source, facts in loads(row[0]).items():
                mine = origins.setdefault(source, {})
                for name, (as_of, value) in facts.items():
                    known = mine.get(name)
                    mine[name] = _later(name, known, [as_of, value])
        self.db.execute("update matter_keys set matter = ? where matter = ?", [kept, gone])
        first = self.db.execute(
            "select min(first_seen), min(first_run), max(changed_run), max(last_changed) from matters where id in (?, ?)",
            [kept, gone],
        ).fetchone()
        self.db.execute("delete from matters where id = ?", [gone])
        self.db.execute(
            "update matters set first_seen = ?, first_run = ?, changed_run = ?, last_changed = ? where id = ?",
            [*first, kept],
        )
        if origins:
            self._write_facts(kept, origins)

    def _move_mentions(self, kept: int, gone: int) -> None:
        for m in rows(self.db, "select * from mentions where matter = ?", [gone]):
            self.db.execute(
                """insert into mentions (matter, source, role, field, text, as_of, data) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (matter, source, role, field, text) do update set as_of = excluded.as_of, data = excluded.data
                where (excluded.as_of, excluded.data) > (mentions.as_of, mentions.data)""",
                [kept, m["source"], m["role"], m["field"], m["text"], m["as_of"], m["data"]],
            )
        self.db.execute("delete from mentions where matter = ?", [gone])


def _later(name: str, known: list[Any] | None, offered: list[Any]) -> list[Any]:
    """The fact that holds: the later one; a sticky fact ("ever_…") once true stays true."""
    if name.startswith("ever_"):
        return ["", bool(offered[1]) or bool(known and known[1])]
    if known is None or (offered[0], dumps(offered[1])) > (known[0], dumps(known[1])):
        return offered
    return known


def matter_row(r: Mapping[str, Any]) -> MatterRow:
    return MatterRow(
        id=r["id"],
        key=r["key"],
        kind=r["kind"],
        category=Category(r["category"]),
        jurisdiction=r["jurisdiction"],
        title=r["title"],
        url=r["url"],
        facts=loads(r["facts"]),
        sources=tuple(sorted(loads(r["origins"]))),
    )
