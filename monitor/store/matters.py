"""Matters: one filing, case or investigation each, and how records are folded into them.

Folding is idempotent and independent of order: keys, events and mentions are united; of two values of one fact the
later `as_of` wins. The same records in any order and any number of times give the same store.

A complaint and the investigation it became can be one matter without a source that says so (complaints.py): then both keep
what is theirs, and everybody who asks for either gets the investigation, with what is known of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.model import Category, Event, Mention, Record, RecordKind
from monitor.model.filings import filing_of
from monitor.store.as_json import dumps, listed, loads, mention_from_row
from monitor.store.complaints import SHOWN, Complaints
from monitor.store.database import Database
from monitor.store.events import Events
from monitor.store.facts import HEAD, fold, holding, united
from monitor.store.goods import Goods
from monitor.store.hits import Hits
from monitor.store.matter_keys import keys_of, shown_key
from monitor.store.mentions import Mentions
from monitor.store.numbers import Heading, Numbers
from monitor.store.one_complaint import Choice
from monitor.store.origins import NOT_OF_A_SOURCE, Origins, pack, unpack
from monitor.store.phrases import Phrases
from monitor.store.rows import MatterRow, matter_row
from monitor.store.short import seconds
from monitor.store.suits import Suits
from monitor.store.urls import pack_url, url_of
from monitor.store.words_index import Worded, WordsIndex


@dataclass(frozen=True, slots=True)
class StoredMatter:
    """A matter with its mentions of one source, as the matcher wants to see it again. An investigation and the complaint that
    is shown under it come one after the other, both as the investigation: each was matched by itself."""

    id: int
    key: str
    source: str
    category: Category
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Where a record went: the matter it is shown under; `fresh`: it has a new event, or has become one with another;
    `restated`: a fact of it, or what
    one of its events says, is another than before; `reread`: by another version than before, and otherwise; `news`: it said
    what was not known, and not only the same as of a later day; `days`: those whose complaints must be settled."""

    matter: int
    fresh: bool
    days: frozenset[str]
    restated: bool = False
    reread: bool = False
    news: bool = False


class Matters:
    """What sources publish. When two matters turn out to be one, their events, mentions and hits are moved by the parts
    that own them.

    Owns: matters, matter_keys. Reads: matters_shown, mentions, complaint_links.
    """

    def __init__(
        self,
        db: Database,
        phrases: Phrases,
        goods: Goods,
        events: Events,
        mentions: Mentions,
        hits: Hits,
        complaints: Complaints,
        numbers: Numbers,
        suits: Suits,
        words_index: WordsIndex,
    ) -> None:
        self._db = db
        self._phrases = phrases
        self._goods = goods
        self._numbers = numbers
        self._events = events
        self._mentions = mentions
        self._hits = hits
        self._complaints = complaints
        self._suits = suits
        self._words_index = words_index

    # --- reading ----------------------------------------------------------------------------------------

    def get(self, key_or_id: str | int) -> MatterRow | None:
        """A matter by any of its keys, or by id. A complaint is shown as the investigation it became."""
        which = "?" if isinstance(key_or_id, int) else "(select matter from matter_keys where key = ?)"
        sql = f"""select * from matters_shown where id = coalesce(
            (select investigation from complaint_links where sure and complaint = {which}), {which})"""
        found = self._db.dicts(sql, [key_or_id, key_or_id])
        return matter_row(found[0]) if found else None

    def shown(self, ids: Iterable[int]) -> set[int]:
        """Those of these that are still there, and shown as themselves. One statement."""
        sql = f"select id from matters where id in (select value from json_each(?)) and {_SHOWN}"
        return set(self._db.column(sql, [listed(ids)]))

    def keys(self, matter: int) -> tuple[str, ...]:
        """Every key a matter is known under."""
        parts = self._complaints.parts([matter])[matter]
        sql = "select key from matter_keys where matter in (select value from json_each(?)) order by key"
        return tuple(self._db.column(sql, [listed(parts)]))

    def of_forum(self, head: str) -> tuple[int, ...]:
        """The matters whose keys begin so ("us-itc:"), a complaint as the investigation it is shown under. Two statements."""
        sql = "select distinct matter from matter_keys where key >= ? and key < ?"
        found = self._db.column(sql, [head, head + "\U0010ffff"])
        wholes = self._complaints.wholes(found)
        return tuple(sorted({wholes.get(matter, matter) for matter in found}))

    def rows(self, matters: Iterable[int]) -> dict[int, MatterRow]:
        """Matter → its row. One statement."""
        sql = "select * from matters_shown where id in (select value from json_each(?))"
        return {r["id"]: matter_row(r) for r in self._db.dicts(sql, [listed(matters)])}

    def keys_of(self, matters: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Matter → every key it is known under, those of the complaint shown under it too. Two statements."""
        parts = self._complaints.parts(matters)
        shown = {part: matter for matter, its in parts.items() for part in its}
        found: dict[int, list[str]] = {matter: [] for matter in parts}
        sql = "select matter, key from matter_keys where matter in (select value from json_each(?)) order by key"
        for matter, key in self._db.all(sql, [listed(shown)]):
            found[shown[matter]].append(key)
        return {matter: tuple(keys) for matter, keys in found.items()}

    def with_keys(self, keys: Iterable[str]) -> dict[str, int]:
        """Key → the matter known under it, of those of the keys that name one. One statement."""
        sql = "select key, matter from matter_keys where key in (select value from json_each(?))"
        return dict(self._db.all(sql, [listed(keys)]))

    def headings(self, after: int, count: int) -> list[Heading]:
        """What the numbers of the next matters stand in, by id."""
        found = self._db.all(
            "select id, jurisdiction, facts from matters where id > ? order by id limit ?", [after, count]
        )
        sql = "select matter, key from matter_keys where matter in (select value from json_each(?))"
        keys: dict[int, list[str]] = {}
        for matter, key in self._db.all(sql, [listed(row[0] for row in found)]):
            keys.setdefault(matter, []).append(key)
        return [Heading(id_, tuple(keys.get(id_, ())), place, loads(facts)) for id_, place, facts in found]

    def _heading(self, row: Mapping[str, Any]) -> Heading:
        """Of a row as it is. The keys are the matter's own, without those of a complaint that is shown under it."""
        keys = self._db.column("select key from matter_keys where matter = ?", [row["id"]])
        return Heading(row["id"], tuple(keys), row["jurisdiction"], loads(row["facts"]))

    def of_registrations(self, numbers: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Number of an international registration → keys of the matters that rest on it. One statement."""
        found: dict[str, list[str]] = {}
        sql = """select json_extract(facts, '$.ir_number'), key from matters
            where json_extract(facts, '$.ir_number') in (select value from json_each(?))
            and json_extract(facts, '$.ir_number') is not null order by key"""
        for number, key in self._db.all(sql, [listed(numbers)]):
            found.setdefault(number, []).append(key)
        return {number: tuple(keys) for number, keys in found.items()}

    def differing(self, one: str, other: str, keys: Iterable[str]) -> list[tuple[str, object, object]]:
        """Of the matters with these keys those that have both facts and in which they differ: key, the one, the other."""
        sql = """select m.key, json_extract(m.facts, '$.' || ?), json_extract(m.facts, '$.' || ?) from matters m
            where m.id in (select matter from matter_keys where key in (select value from json_each(?)))
            and json_extract(m.facts, '$.' || ?) <> json_extract(m.facts, '$.' || ?) order by m.key"""
        return [(key, a, b) for key, a, b in self._db.all(sql, [one, other, listed(keys), one, other])]

    def count(self) -> int:
        return int(self._db.value(f"select count(*) from matters where {_SHOWN}"))

    def latest(self, count: int) -> list[dict[str, Any]]:
        """Key, title and address of the latest few, for a look at what a source yields."""
        return self._db.dicts(
            f"select key, title, url from matters_shown where {_SHOWN} order by id desc limit ?", [count]
        )

    def to_revisit(self, source: str, fact: str, limit: int) -> list[Mapping[str, object]]:
        """Facts (with "key", and the number of "defendants" known by name) of the newest matters of a source that carry a
        true `fact`."""
        found = self._db.all(
            """select m.key, m.facts,
                (select count(*) from mentions d where d.matter = m.id and d.role in ('defendant', 'party'))
            from matters m where json_extract(m.facts, '$.' || ?)
            and exists (select 1 from mentions x where x.matter = m.id and x.source = ?) order by m.id desc limit ?""",
            [fact, source, limit],
        )
        return [{"key": key, "defendants": defendants, **loads(facts)} for key, facts, defendants in found]

    def stored(self) -> Iterator[StoredMatter]:
        """Every matter with its mentions, per source, for matching again. Reads in slices: no cursor stays open."""
        after = 0
        while True:
            sql = f"select id, key, category from matters where id > ? and {_SHOWN} order by id limit 2000"
            slice_ = self._db.all(sql, [after])
            if not slice_:
                return
            yield from self._with_mentions(slice_)
            after = slice_[-1][0]

    def stored_of(self, ids: Iterable[int]) -> Iterator[StoredMatter]:
        """As `stored`, of these matters only, in the same order; of those they are shown as."""
        wanted = sorted(ids)
        shown = sorted({*wanted, *self._complaints.wholes(wanted).values()} - self._complaints.wholes(wanted).keys())
        for at in range(0, len(shown), 500):
            sql = "select id, key, category from matters where id in (select value from json_each(?)) order by id"
            yield from self._with_mentions(self._db.all(sql, [listed(shown[at : at + 500])]))

    def worded(self, ids: Iterable[int]) -> Iterator[Worded]:
        """What of these matters the index of words is made of; each as it is by itself."""
        wanted = sorted(set(ids))
        mentions, goods = self._mentions.plain(wanted), self._goods.of(wanted)
        sql = "select id, kind, title, facts from matters where id in (select value from json_each(?)) order by id"
        found = self._db.all(sql, [listed(wanted)])
        entries = self._events.titles(id_ for id_, kind, *_ in found if _has_entries(kind))
        for id_, _, title, facts in found:
            stated = {"goods": goods[id_]} if id_ in goods else {}
            yield Worded(id_, title, {**stated, **loads(facts)}, mentions[id_], entries.get(id_, ()))

    def _with_mentions(self, heads: list[tuple[Any, ...]]) -> Iterator[StoredMatter]:
        found = self._db.all(
            f"""with asked as ({SHOWN}) select asked.shown, x.matter, x.source, x.role, x.field, x.text, x.data
            from asked cross join mentions x on x.matter = asked.matter order by asked.shown, x.matter, x.source, x.role, x.field, x.text""",
            {"matters": listed(head[0] for head in heads)},
        )
        head = {id_: (key, Category(category)) for id_, key, category in heads}
        groups: dict[tuple[int, int, str], list[Mention]] = {}
        for matter, part, source, *rest in found:
            groups.setdefault((matter, part, source), []).append(mention_from_row(*rest))
        for (matter, _, source), mentions in groups.items():
            key, category = head[matter]
            yield StoredMatter(matter, key, source, category, tuple(mentions))

    # --- folding ----------------------------------------------------------------------------------------

    def fold(self, record: Record, category: Category, run: int, at: datetime, *, again: bool = False) -> Folded:
        """Fold a record into its matter, made if need be, in the caller's transaction. `again`: it is read by another version
        than what is known of its source."""
        before = self._db.changes
        matter, fresh, made = self._matter_for(keys_of(record), record, category, run, at)
        whole, beside, restated = matter, frozenset[int](), made
        said = self._db.changes > before
        if not made:
            restated, otherwise = self._fold_facts(matter, record, category)
            said |= otherwise
            whole = self._complaints.whole(matter)
            beside = frozenset(self._complaints.parts([whole])[whole]) - {matter}
        known = self._db.changes
        news: list[Event] = []

        def unite() -> None:
            for event in record.events:
                if self._events.fold(matter, event, record.source, run, at, beside, with_matter=made):
                    news.append(event)

        reread = False
        if again:
            alone = set(self._origins(matter)) <= {record.source}
            known_filings, reread = self._events.replace(matter, record, alone=alone, unite=unite)
            news = [e for e in news if filing_of(e.ident) not in known_filings]  # known, if read otherwise
        else:
            unite()
        fresh |= bool(news)
        if self._db.changes > known:
            restated = said = True
            if _has_entries(record.kind):
                self._words_index.add_entries(matter, [e.title for e in record.events])
        said |= self._mentions.fold(matter, record)
        if made:
            self._words_index.created(record.title, record.facts, record.mentions)
        self._suits.fold(matter, record, category)
        if fresh and not made:
            sql = "update matters set changed_run = ?, last_changed = ? where id in (?, ?)"
            self._db.execute(sql, [run, seconds(at), matter, whole])
        days: frozenset[str] = frozenset()
        if self._db.changes > before:
            of_complaint = record.kind == RecordKind.INVESTIGATION
            days = self._complaints.note(matter, record.kind, self._origins(matter) if of_complaint else {})
        return Folded(whole, fresh, days, restated, reread, said)

    def settle(self, days: Iterable[str]) -> frozenset[int]:
        """Which complaints of these days are shown as one with an investigation: worked out anew, and done. Called at the end of
        a batch, in its transaction. Returns the matters whose leads have changed by it."""
        days = frozenset(days) | self._complaints.unsettled()
        if not days:
            return frozenset()
        gone, new = self._complaints.changes(days)
        changed: set[int] = set()
        for link in gone:
            if link.sure:
                self._part(link)
                changed |= {link.complaint, link.investigation}
            else:
                self._complaints.unlink(link)
        for link in new:
            self._complaints.link(link)
            if link.sure:
                self._join(link)
                changed.add(link.investigation)
                changed.discard(link.complaint)
        for link in (*gone, *new):
            self._write_facts(link.complaint)
            self._write_facts(link.investigation)
        return frozenset(changed)

    def _join(self, link: Choice) -> None:
        """The leads of both become those of the investigation. Of two the earlier one keeps its number."""
        earlier, later = sorted((link.complaint, link.investigation))
        self._hits.move(earlier, later)
        if earlier != link.investigation:
            self._hits.hand_over(link.investigation, earlier)

    def _part(self, link: Choice) -> None:
        self._hits.part(link.investigation, link.complaint)
        self._complaints.unlink(link)

    def _matter_for(
        self, keys: Sequence[str], record: Record, category: Category, run: int, at: datetime
    ) -> tuple[int, bool, bool]:
        """The matter these keys name; whether two matters turned out to be one; whether it is new, and then all but its events
        and mentions is stored."""
        marks = ", ".join("?" * len(keys))
        found = sorted(set(self._db.column(f"select matter from matter_keys where key in ({marks})", keys)))
        if found:
            matter = int(found[0])
            for other in found[1:]:
                self.merge(matter, int(other))
        else:
            return self._insert(keys, record, category, run, at), False, True
        self._db.execute_many(
            "insert or ignore into matter_keys (key, matter) values (?, ?)", [(k, matter) for k in keys]
        )
        if len(found) > 1 or len(keys) > 1:
            self._rename(matter)
            self._numbers.keep(None, self._heading(self._row(matter)))
        return matter, len(found) > 1, False

    def last_number(self) -> int:
        """The number of the matter that came in last; 0 where there is none."""
        return int(self._db.value("select coalesce(max(id), 0) from matters"))

    def _insert(self, keys: Sequence[str], record: Record, category: Category, run: int, at: datetime) -> int:
        """A new matter, written once with all that is known of it."""
        origins: Origins = {}
        fold(origins, record, category)
        key = shown_key(keys)
        holds = holding(origins, keys)
        columns = self._columns(key, holds, origins)
        matter = self._db.insert(
            """insert into matters (key, title, url, kind, category, jurisdiction, facts, origins, first_seen,
            first_run, changed_run) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [key, *columns, seconds(at), run, run],
        )
        self._words_index.creating(matter)
        self._db.execute_many("insert into matter_keys (key, matter) values (?, ?)", [(k, matter) for k in keys])
        self._numbers.keep(None, Heading(matter, tuple(keys), record.jurisdiction, holds))
        return matter

    def _rename(self, matter: int) -> None:
        """Show a matter under the best of its keys; its address may be written with the key."""
        row, shown = self._row(matter), shown_key(self.keys(matter))
        if shown != row["key"]:
            url = pack_url(shown, url_of(row["key"], row["url"], self._phrases), self._phrases)
            self._db.execute("update matters set key = ?, url = ? where id = ?", [shown, url, matter])

    def merge(self, kept: int, gone: int) -> None:
        """Two matters are one by name (a docket was instituted, a case was unsealed). What was shown as one with either on a
        likeness is settled anew."""
        for matter in (kept, gone):
            for link in self._complaints.linked(matter):
                if link.sure and {link.complaint, link.investigation} != {kept, gone}:
                    self._part(link)
                else:
                    self._complaints.unlink(link)
                self._write_facts(link.complaint)
                self._write_facts(link.investigation)
        self._complaints.move(kept, gone)
        with self._words_index.merging(kept, gone):
            self._events.move(kept, gone)
            self._mentions.move(kept, gone)
            self._goods.move(kept, gone)
        self._suits.move(kept, gone)
        self._hits.move(kept, gone)
        origins = united(self._origins(matter) for matter in (kept, gone))
        self._numbers.drop(gone, self._heading(self._row(gone)).numbers())
        self._db.execute("update matter_keys set matter = ? where matter = ?", [kept, gone])
        ((*first,),) = self._db.all(
            "select min(first_seen), min(first_run), max(changed_run), max(coalesce(last_changed, first_seen)) from matters where id in (?, ?)",
            [kept, gone],
        )
        self._db.execute("delete from matters where id = ?", [gone])
        self._db.execute(
            "update matters set first_seen = ?, first_run = ?, changed_run = ?, last_changed = ? where id = ?",
            [*first, kept],
        )
        if origins:
            self._keep_origins(kept, origins)

    # --- facts ------------------------------------------------------------------------------------------

    def _row(self, matter: int) -> dict[str, Any]:
        (row,) = self._db.dicts("select * from matters where id = ?", [matter])
        return row

    def _origins(self, matter: int) -> Origins:
        """What each source says of a matter by itself."""
        return self._origins_of(self._row(matter))

    def _origins_of(self, row: Mapping[str, Any]) -> Origins:
        head = (
            row["title"],
            url_of(row["key"], row["url"], self._phrases),
            row["kind"],
            row["category"],
            row["jurisdiction"],
        )
        return unpack(row["origins"], {**loads(row["facts"]), **dict(zip(HEAD, head, strict=True))})

    def _fold_facts(self, matter: int, record: Record, category: Category) -> tuple[bool, bool]:
        """Unite what a record states with what is known. Whether what holds of the matter is another then; and whether its
        source says anything else than before, be it that it does not hold."""
        origins = self._origins(matter)
        before, said = dumps(origins), _without_days(origins)
        fold(origins, record, category)
        restated = dumps(origins) != before and self._keep_origins(matter, origins)
        return restated, restated or _without_days(origins) != said

    def _keep_origins(self, matter: int, origins: Origins) -> bool:
        written = self._write_facts(matter, origins)
        if (whole := self._complaints.whole(matter)) != matter:
            written |= self._write_facts(whole)
        return written

    def _write_facts(self, matter: int, its: Origins | None = None) -> bool:
        """Of what all sources say of a matter, and of the complaint that is shown under it, what holds; and beside it what its
        own sources say. True if what holds is another than before."""
        row = self._row(matter)
        its = self._origins_of(row) if its is None else its
        parts = self._complaints.parts([matter])[matter]
        origins = united([its, *(self._origins(part) for part in parts if part != matter)])
        holds = holding(origins, self.keys(matter))
        if perhaps := self._complaints.perhaps(matter):
            holds[NOT_OF_A_SOURCE] = list(perhaps)
        columns = self._columns(row["key"], holds, its)
        joined = dumps(origins) if len(parts) > 1 else ""
        if columns[:-1] == [row[name] for name in _HOLDS]:  # read again, and nothing holds that did not
            self._db.execute(
                "update matters set origins = ?, joined_origins = ? where id = ?", [columns[-1], joined, matter]
            )
            return False
        self._words_index.changing(matter)
        self._db.execute(f"update matters set {_COLUMNS}, joined_origins = ? where id = ?", [*columns, joined, matter])
        before = self._heading(row)
        self._numbers.keep(before, Heading(matter, before.keys, columns[4], holds))
        return bool(loads(row["facts"]) != holds)

    def _columns(self, key: str, holds: dict[str, Any], origins: Origins) -> list[Any]:
        """Values of `_COLUMNS`. `holds` is taken apart."""
        packed = pack(origins, holds)
        title, url, *rest = (holds.pop(name) for name in HEAD)
        return [title, pack_url(key, url, self._phrases), *rest, dumps(holds), packed]


def _without_days(origins: Origins) -> dict[tuple[str, str], Any]:
    return {(source, name): value for source, facts in origins.items() for name, (_, value) in facts.items()}


def _has_entries(kind: str) -> bool:
    """Whether what happened to a matter of this kind has titles of its own; of a filing they are the register's words."""
    return kind != RecordKind.APPLICATION


_SHOWN = "id not in (select complaint from complaint_links where sure)"
"""SQL: a matter that is shown as itself."""

_HOLDS = ("title", "url", "kind", "category", "jurisdiction", "facts")
_COLUMNS = ", ".join(f"{name} = ?" for name in (*_HOLDS, "origins"))
