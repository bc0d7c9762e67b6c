"""Records on their way in: folded into matters and hits, one transaction for a batch."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Category, Match, Mention, Record
from monitor.store.database import Database
from monitor.store.firms import Firms
from monitor.store.hits import Hits
from monitor.store.matters import Matters
from monitor.store.meta import Meta
from monitor.store.names_index import NamesIndex
from monitor.store.rows import HitRow
from monitor.store.runs import Runs
from monitor.store.word_fields import goods_of
from monitor.store.words_index import WordsIndex

REMATCHING = "rematching"
"""Set in `meta` while what is stored is matched again: matters stored meanwhile are noted in `touched`."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A record, the watched names found in it, and the firms of the region it names, ready to be stored. `goods`: those the
    record stated, where they are to be found by their words and not to be kept."""

    record: Record
    category: Category
    capture: str
    matches: tuple[tuple[Mention, Match], ...] = ()
    firms: tuple[tuple[Mention, Match], ...] = ()
    goods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch changed: ids of new hits, and of hits whose matter has something new; and how many records said
    something that was not known (a record that is read again, word for word, says nothing)."""

    new_hits: frozenset[int]
    changed_hits: frozenset[int]
    news: int = 0


class _Undone(Exception):
    """Ends a transaction that was only tried."""


class Records:
    """The way in. It calls the other parts in order; of its own it keeps only which matters came in while what is stored
    was being matched again.

    Owns: touched.
    """

    def __init__(
        self,
        db: Database,
        meta: Meta,
        runs: Runs,
        matters: Matters,
        hits: Hits,
        firms: Firms,
        names_index: NamesIndex,
        words_index: WordsIndex,
    ) -> None:
        self._db = db
        self._meta = meta
        self._runs = runs
        self._matters = matters
        self._hits = hits
        self._firms = firms
        self._names_index = names_index
        self._words_index = words_index

    def fold(self, batch: Iterable[Scored], run: int, at: datetime) -> Applied:
        """Fold a batch of records, and the hits in them, into the store, in one transaction."""
        news = 0
        new: set[int] = set()
        changed: set[int] = set()
        touched: set[int] = set()
        days: set[str] = set()
        with self._db.immediate(), self._names_index.gathering(), self._words_index.gathering():
            for scored in batch:
                before = self._db.changes
                folded = self._matters.fold(scored.record, scored.category, run, at)
                touched.add(folded.matter)
                days |= folded.days
                news += self._db.changes > before
                matter = folded.matter
                self._words_index.add_goods(matter, scored.goods or goods_of(scored.record.facts))
                if folded.fresh or folded.restated:
                    stirred = self._hits.touch(matter, run, at)
                    changed |= stirred if folded.fresh else set()
                source, capture = scored.record.source, scored.capture
                for part, found in ((self._hits, scored.matches), (self._firms, scored.firms)):
                    if found:
                        added, raised = part.fold(matter, source, found, capture, run, at)
                        new |= added
                        changed |= raised
                if folded.fresh or scored.matches or scored.firms:
                    self._firms.settle(matter)
            for matter in self._matters.settle(days):
                touched.add(matter)
                changed |= self._hits.touch(matter, run, at)
                self._firms.settle(matter)
            alive = self._hits.existing(new | changed)
            if touched and self._meta.get(REMATCHING):
                self._db.execute_many("insert or ignore into touched values (?)", [(m,) for m in touched])
            # In the transaction of the records: counted once, also where the run is killed and they are read again.
            self._runs.count_news(run, news)
        return Applied(frozenset(new & alive), frozenset((changed - new) & alive), news)

    def rehearse(self, scored: Scored, run: int, at: datetime) -> list[HitRow]:
        """The hits one record would make. All of it is undone: nothing is stored."""
        hits: list[HitRow] = []
        with suppress(_Undone), self._db.immediate():
            applied = self.fold([scored], run, at)
            hits = self._hits.find(ids=applied.new_hits)
            raise _Undone
        return hits

    # --- while what is stored is matched again --------------------------------------------------------------

    def begin_rematching(self) -> None:
        """From now on matters that are stored are noted. What an earlier one that was killed noted is forgotten."""
        with self._db.immediate():
            self._db.execute("delete from touched")
            self._meta.set(REMATCHING, "1")

    def end_rematching(self) -> list[int]:
        """The matters stored since it began; called in the transaction that ends it."""
        with self._db.immediate():
            found = self._db.column("select matter from touched order by matter")
            self._db.execute("delete from touched")
            self._meta.set(REMATCHING, "")
        return found
