"""An index over the words of all matters: titles, products, marks, parties, counsel, goods … (`word_fields`).

One FTS5 table whose documents are the matters: row id = matter, and for each word a matter has, the word behind the letter of
the shelf its field stands on ("aglass": in a title, product, mark or party; "gglass": among the goods). The table keeps no
texts and no places of words: who asks reads the few matters he shows. Beside it stands every word once, so that a part of a
word is asked for as the words that have it.

What a matter gains is added under its row id, what it loses is taken out, in the transaction of the record; entries of a docket
are only added to. An index of an older program is made again from what is stored, in slices a kill cannot spoil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from monitor.model import Mention
from monitor.store.database import Database
from monitor.store.gradually import Gradual, Progress
from monitor.store.word_fields import Holds, Shelf, goods_of, shelf_of, texts_of

_SLICE = 500  # matters indexed in one transaction


@dataclass(frozen=True, slots=True)
class Worded:
    """What of a stored matter the index is made of."""

    matter: int
    title: str
    facts: Mapping[str, object]
    mentions: Sequence[Mention]
    entries: Sequence[str]  # titles of docket entries


@dataclass(slots=True)
class _Gathered:
    """What one transaction touches: what each matter had before, and what it has now where that is known already."""

    before: dict[int, set[str]] = field(default_factory=dict)
    after: dict[int, set[str]] = field(default_factory=dict)
    more: dict[int, set[str]] = field(default_factory=dict)  # of docket entries, which are only added to


class WordsIndex:
    """The index, and how far it is made.

    The texts it is made of come from the parts that own them. Owns: words, words_known, words_state. Reads: matters.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._gathered = _Gathered()
        self._read: Callable[[Sequence[int]], Iterable[Worded]] = lambda ids: ()
        self._creating = 0

    def reads(self, read: Callable[[Sequence[int]], Iterable[Worded]]) -> None:
        """Where the texts of stored matters come from: the parts that own them."""
        self._read = read

    # --- asking -------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Whether the index holds every matter, in the words of this version of the program."""
        from monitor.matching.indexing.words import revision

        version, built_to = self._state()
        return built_to is None and version == revision()

    def goods_known(self) -> int:
        """Of how many matters the words of the goods are in the index."""
        return int(self._db.value("select goods from words_state"))

    def matters_with(self, question: str, limit: int) -> list[int]:
        """Ids of the matters that answer a question in the language of FTS5 (`asked` makes one), the newest first, `limit` at
        most."""
        sql = "select rowid from words where words match ? order by rowid desc limit ?"
        return self._db.column(sql, [question, limit])

    def words_with(self, part: str, limit: int, *, inside: bool) -> list[str]:
        """Known words that begin with a part (`inside`: that have it anywhere), the shortest first, `limit` at most."""
        if inside:
            sql = "select word from words_known where instr(word, ?) > 1 order by length(word), word limit ?"
            return self._db.column(sql, [part, limit])
        sql = """select word from words_known where word > ? and word < ? order by length(word), word limit ?"""
        return self._db.column(sql, [part, part + "\U0010ffff", limit])

    # --- keeping ------------------------------------------------------------------------------------

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Inside a transaction: what changes meanwhile is indexed at the end."""
        self._gathered = gathered = _Gathered()
        yield
        self._gathered = _Gathered()
        gone: dict[int, set[str]] = {}
        new = gathered.more
        unread = sorted(gathered.before.keys() - gathered.after.keys())
        for worded in self._read(unread) if unread else ():
            gathered.after[worded.matter] = terms_of_matter(worded.title, worded.facts, worded.mentions)
        with_goods = 0
        _, built_to = self._state()
        for matter, before in gathered.before.items():
            after = gathered.after.get(matter, set())
            if built_to is None or matter <= built_to:  # of the others it is counted when they are come to
                with_goods += _has_goods(after) - _has_goods(before)
            if before - after:
                gone[matter] = before - after
            if after - before:
                new.setdefault(matter, set()).update(after - before)
        self._write(new, gone)
        if with_goods:
            self._db.execute("update words_state set goods = goods + ?", [with_goods])

    def creating(self, matter: int) -> None:
        """A matter comes into being, without any text yet."""
        self._creating = matter
        self._gathered.before[matter] = set()

    def created(self, title: str, facts: Mapping[str, object], mentions: Sequence[Mention]) -> None:
        """All that is stored of the matter that came into being is what its first record says."""
        self._gathered.after[self._creating] = terms_of_matter(title, facts, mentions)
        self._creating = 0

    def changing(self, matter: int) -> None:
        """Something the index is made of is about to change."""
        if matter == self._creating:
            return
        self._gathered.after.pop(matter, None)
        if matter not in self._gathered.before:
            self._gathered.before[matter] = self._stored(matter)

    def _stored(self, matter: int) -> set[str]:
        return {t for w in self._read([matter]) for t in terms_of_matter(w.title, w.facts, w.mentions)}

    def add_entries(self, matter: int, titles: Iterable[str]) -> None:
        """Index titles of docket entries: those that are known already cost a few bytes and no more."""
        self._gathered.more.setdefault(matter, set()).update(_on(Shelf.ENTRY, titles))

    def gaining_goods(self, matter: int, goods: object) -> None:
        """A matter is about to have its first goods apart from its facts."""
        known = self._gathered.after.get(matter)
        if known is None or _has_goods(known):
            self.changing(matter)
        else:
            known |= _on(Shelf.GOODS, goods_of({"goods": goods}).values())

    @contextmanager
    def merging(self, kept: int, gone: int) -> Iterator[None]:
        """While what is stored of one matter becomes another's."""
        self.changing(kept)
        self.changing(gone)
        entries = {t for w in self._read([gone]) for t in _on(Shelf.ENTRY, w.entries)}
        yield
        # Row ids are given again: what stays under this one would be found in another matter.
        leaves = self._gathered.before.pop(gone)
        more = self._gathered.more.pop(gone, set())
        self._gathered.more.setdefault(kept, set()).update(entries, more)
        self._write({}, {gone: leaves | entries})
        self._count_gone(gone, leaves)

    def _count_gone(self, matter: int, terms: set[str]) -> None:
        _, built_to = self._state()
        if _has_goods(terms) and (built_to is None or matter <= built_to):
            self._db.execute("update words_state set goods = goods - 1")

    def _write(self, new: Mapping[int, set[str]], gone: Mapping[int, set[str]]) -> None:
        # FTS5 counts the words it takes in and gives out, and holds itself for damaged where the count falls below none: what
        # goes is put in once more before, since some of it may never have been there.
        going = [(matter, " ".join(sorted(gone[matter]))) for matter in sorted(gone) if gone[matter]]
        self._db.execute_many("insert into words (rowid, terms) values (?, ?)", going)
        self._db.execute_many("insert into words (words, rowid, terms) values ('delete', ?, ?)", going)
        self._db.execute_many(
            "insert into words (rowid, terms) values (?, ?)",
            ((matter, " ".join(new[matter])) for matter in sorted(new) if new[matter]),
        )
        known = {term[1:] for term in set().union(*new.values())}
        self._db.execute_many("insert or ignore into words_known values (?)", ((word,) for word in sorted(known)))

    # --- making -------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Of a database without any text the index is whole, in the words of this version of the program."""
        from monitor.matching.indexing.words import revision

        with self._db.immediate():
            self._db.execute("update words_state set version = ? where built_to is null and version = ''", [revision()])

    def _state(self) -> tuple[str, int | None]:
        """In which words it is made, and up to which matter; None once it is whole."""
        ((version, built_to),) = self._db.all("select version, built_to from words_state")
        return version, built_to

    def _matters_up_to(self, matter: int | None) -> int:
        sql = "select count(*) from matters where ? is null or id <= ?"
        return int(self._db.value(sql, [matter, matter]))

    def make(self, progress: Progress = lambda done, total: None) -> None:
        """Make the index whole (gradually.Gradual)."""
        from monitor.matching.indexing.words import revision

        making = Gradual(self._state, self._matters_up_to, self._begin_again, self._make_slice)
        making.make(self._db, revision(), progress)

    def _begin_again(self, version: str) -> None:
        self._db.execute("insert into words (words) values ('delete-all')")
        self._db.execute("delete from words_known")
        self._db.execute("update words_state set version = ?, built_to = 0, goods = 0", [version])

    def _make_slice(self, built_to: int) -> int:
        """Index the next matters; 0 when there are none left and the index is whole."""
        ids = self._db.column("select id from matters where id > ? order by id limit ?", [built_to, _SLICE])
        if not ids:
            self._db.execute("update words_state set built_to = null")
            return 0
        new: dict[int, set[str]] = {}
        with_goods = 0
        for worded in self._read(ids):
            terms = terms_of_matter(worded.title, worded.facts, worded.mentions)
            with_goods += _has_goods(terms)
            new[worded.matter] = terms | _on(Shelf.ENTRY, worded.entries)
        self._write(new, {})
        self._db.execute("update words_state set built_to = ?, goods = goods + ?", [ids[-1], with_goods])
        return len(ids)


def terms_of_matter(title: str, facts: Mapping[str, object], mentions: Iterable[Mention]) -> set[str]:
    """What the index has of a matter, without docket entries."""
    from monitor.matching.indexing.words import terms_of

    by_shelf: dict[str, set[str]] = {}
    for holds, text in texts_of(title, facts, mentions):
        by_shelf.setdefault(_SHELF[holds], set()).add(text)
    if goods := goods_of(facts):
        by_shelf.setdefault(Shelf.GOODS.value, set()).update(goods.values())
    return {shelf + term for shelf, texts in by_shelf.items() for term in terms_of("\n".join(texts))}


_SHELF = {holds: shelf_of(holds).value for holds in Holds}


def _has_goods(terms: Iterable[str]) -> bool:
    return any(term[0] == Shelf.GOODS for term in terms)


def _on(shelf: Shelf, texts: Iterable[str]) -> set[str]:
    from monitor.matching.indexing.words import terms_of

    return {shelf.value + term for term in terms_of("\n".join(texts))}
