"""Records on their way in: folded into matters and hits, one transaction for a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from monitor.cases.actions import MOVES, Action, Details, Doing
from monitor.cases.casefile import casefile
from monitor.cases.material import changes
from monitor.model import Category, Event, Match, Mention, Record
from monitor.store.actions import Actions
from monitor.store.complaints import Complaints
from monitor.store.database import Database
from monitor.store.events import Events
from monitor.store.firms import Firms
from monitor.store.goods import Goods
from monitor.store.hits import Hits
from monitor.store.matters import Matters
from monitor.store.meta import Meta
from monitor.store.names_index import NamesIndex
from monitor.store.rows import HitRow
from monitor.store.runs import Runs
from monitor.store.words_index import WordsIndex

REMATCHING = "rematching"
"""Set in `meta` while what is stored is matched again: matters stored meanwhile are noted in `touched`."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A record, the watched names found in it, and the firms of the region it names, ready to be stored. `goods`: those it
    stated, where they are not among its facts but kept apart. `stream` it came in, and the day that it counts for."""

    record: Record
    category: Category
    capture: str
    matches: tuple[tuple[Mention, Match], ...] = ()
    firms: tuple[tuple[Mention, Match], ...] = ()
    goods: object = None
    stream: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch changed: ids of new hits, and of hits whose matter has something new; and how many records said
    something that was not known (a record that is read again, word for word, says nothing). `brought`: those with a new matter,
    a new event or another fact, each with whether nothing at all was known of its matter; a later date of the whole answer brings
    nothing."""

    new_hits: frozenset[int]
    changed_hits: frozenset[int]
    news: int = 0
    brought: tuple[tuple[Scored, bool], ...] = ()


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
        goods: Goods,
        hits: Hits,
        firms: Firms,
        names_index: NamesIndex,
        words_index: WordsIndex,
        events: Events,
        complaints: Complaints,
        actions: Actions,
    ) -> None:
        self._db = db
        self._meta = meta
        self._runs = runs
        self._matters = matters
        self._goods = goods
        self._hits = hits
        self._firms = firms
        self._names_index = names_index
        self._words_index = words_index
        self._events = events
        self._complaints = complaints
        self._actions = actions

    def fold(
        self, batch: Iterable[Scored], run: int, at: datetime, *, read_with: str = "", over_again: bool = False
    ) -> Applied:
        """Fold a batch of records, and the hits in them, into the store, in one transaction. `read_with`: the reader they were
        read by, where what is known of their source was read by another. `over_again`: they say all that their source knows, as of
        another day: what is the same but for the day is no news."""
        news = 0
        brought: list[tuple[Scored, bool]] = []
        latest = self._matters.last_number()
        new: set[int] = set()
        changed: set[int] = set()
        touched: set[int] = set()
        days: set[str] = set()
        with self._db.immediate(), self._names_index.gathering(), self._words_index.gathering():
            for scored in batch:
                before = self._db.changes
                if read_with:
                    self._events.begin_again(scored.record.source, read_with)
                folded = self._matters.fold(scored.record, scored.category, run, at, again=bool(read_with))
                touched.add(folded.matter)
                days |= folded.days
                news += folded.news if over_again else self._db.changes > before
                if (born := folded.matter > latest) or folded.fresh or folded.restated:
                    brought.append((scored, born))
                latest = max(latest, folded.matter)
                matter = folded.matter
                if scored.goods:
                    self._goods.keep(matter, scored.record.as_of, scored.goods)
                if folded.fresh or folded.restated:
                    stirred = self._hits.touch(matter, run, at)
                    changed |= stirred if folded.fresh else set()
                    if folded.reread:
                        self._hits.reread(stirred, run)
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
            changed |= self.come_back(touched, run, at)
            alive = self._hits.existing(new | changed)
            if touched and self._meta.get(REMATCHING):
                self._db.execute_many("insert or ignore into touched values (?)", [(m,) for m in touched])
            # In the transaction of the records: counted once, also where the run is killed and they are read again.
            self._runs.count_news(run, news)
        return Applied(frozenset(new & alive), frozenset((changed - new) & alive), news, tuple(brought))

    def come_back(self, matters: Iterable[int], run: int, at: datetime) -> set[int]:
        """Hits in these matters that were set aside and are not any more what was judged then: a person looks at them again. Called in the
        transaction in which they became so."""
        aside = self._hits.set_aside_in(matters)
        if not aside:
            return set()
        now, done, back = self._hits.judged(aside), self._actions.of(aside), []
        for hit, state in aside.items():
            move = casefile(done[hit], state).last_move
            changed = changes(move.details.judged, now[hit]) if move else ()
            if changed:
                again = MOVES[Doing.CHANGED].after
                back.append(Action(hit, Doing.CHANGED, state, again, "", at, details=Details(changed=changed)))
                self._hits.set_state(hit, again, run, at)
        if back:
            self._actions.add(back)
        return {a.hit for a in back}

    def read_otherwise(
        self, events: Sequence[tuple[int, Event, tuple[Event, ...]]], source: str, run: int, at: datetime
    ) -> frozenset[int]:
        """Stored events of a source (matter, event, what it is read as now) are something else by a new version, in one
        transaction. Nobody is told of the acts again; what becomes of clocks by it is. Returns the hits of their matters."""
        touched: set[int] = set()
        with self._db.immediate():
            for matter, event, again in events:
                self._events.read_otherwise(matter, event, again, source, at)
                touched.add(self._complaints.whole(matter))
            hits: set[int] = set()
            for matter in sorted(touched):
                hits |= self._hits.touch(matter, run, at)
            self._hits.reread(hits, run)
            self.come_back(touched, run, at)
        return frozenset(hits)

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
