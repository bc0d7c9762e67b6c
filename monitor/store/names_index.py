"""An index over the texts of all mentions, so that a name is found among millions without reading them all.

Every text is kept as the two- and three-letter pieces of its written forms (for Han and other wide scripts one- and
two-letter pieces) in an FTS5 table; one document holds the texts a matter gained in one fold. Asking for the pieces of a
needle gives the matters that may hold it, more rather than fewer: the matcher judges them. Short texts are kept a second
time, squashed and packed by length, for likenesses that no pieces show.

Rows are written in the transaction of the mentions. A document left behind by texts that are gone costs a look and no
more; a text without a document would be a loss, so nothing is ever taken out but to make the whole index again. That is
done, in slices a kill cannot spoil, when the database is older than the index or the written forms have changed.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import add, itemgetter
from typing import TYPE_CHECKING

from monitor.store.as_json import dumps, loads
from monitor.store.database import Database
from monitor.store.gradually import Gradual, Progress

if TYPE_CHECKING:
    # the matcher and its tables are loaded where texts are indexed or sought, not to read a list
    from monitor.matching.indexing.needles import Needle

NEAR_UP_TO = 80  # characters of a text that likenesses are sought in
_SHORTEST_NEAR = 4  # letters
_SLICE = 500  # matters indexed in one transaction


@dataclass(slots=True)
class _Gathered:
    """What one transaction adds beside its documents: short texts by length, and how many more there are of all."""

    near: dict[tuple[int, bool], list[tuple[int, str, str]]] = field(default_factory=dict)
    matters: int = 0
    texts: int = 0


Place = tuple[int, bool, int, int, int]
"""Where a short text is kept: its letters, whether ASCII, its portion, its number in the portion, its document."""


@dataclass(frozen=True, slots=True)
class ShortTexts:
    """The squashed short texts of one length, all ASCII or none, in the portions they were stored in."""

    length: int
    ascii: bool
    texts: list[str]
    portions: list[tuple[int, int, bytes]]  # (number of the first text, portion, documents of its texts), ascending

    def place(self, number: int) -> Place:
        start, portion, docs = self.portions[bisect_right(self.portions, number, key=itemgetter(0)) - 1]
        (doc,) = struct.unpack_from("<I", docs, 4 * (number - start))
        return self.length, self.ascii, portion, number - start, doc


class NamesIndex:
    """The index, and how far it is made.

    Owns: names, names_docs, names_near, names_state. Reads: matters, mentions, mention_rows.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._gathered = _Gathered()

    # --- asking -------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Whether the index holds every text in the forms this version of the program searches."""
        from monitor.matching.indexing.written import revision

        version, built_to = self._state()
        return built_to is None and version == revision()

    def searched(self) -> tuple[int, int]:
        """(matters per source, texts) the whole index holds."""
        ((matters, texts),) = self._db.all("select matters, texts from names_state")
        return int(matters), int(texts)

    def matters_with(self, needles: Iterable[Needle]) -> set[int] | None:
        """Ids of all matters with a text that may hold one of the needles; None if one is too short to be asked for."""
        questions = [_question(needle) for needle in needles]
        if "" in questions:
            return None
        found: set[int] = set()
        for question in dict.fromkeys(questions):
            sql = "select d.matter from names n join names_docs d on d.id = n.rowid where names match ?"
            found.update(self._db.column(sql, [question]))
        return found

    def short_texts(self, length: int, *, ascii_only: bool) -> ShortTexts:
        """Every squashed short text of so many letters."""
        found = ShortTexts(length, ascii_only, [], [])
        sql = "select first, docs, texts from names_near where length = ? and ascii = ?"
        for first, docs, texts in self._db.all(sql, [length, ascii_only]):
            found.portions.append((len(found.texts), first, docs))
            found.texts.extend(texts.split("\n"))
        return found

    def as_written(self, places: Iterable[Place]) -> Iterator[tuple[str, int]]:
        """(the text as it was written, its document) of each place."""
        sql = "select written from names_near where length = ? and ascii = ? and first = ?"
        for portion, here in groupby(sorted(places), key=lambda place: place[:3]):
            written = loads(self._db.value(sql, portion))
            for *_, number, doc in here:
                yield written[number], doc

    def matters_of_docs(self, docs: Iterable[int]) -> dict[int, int]:
        """Document → matter."""
        found: dict[int, int] = {}
        wanted = sorted(set(docs))
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            marks = ", ".join("?" * len(part))
            found.update(self._db.all(f"select id, matter from names_docs where id in ({marks})", part))
        return found

    # --- keeping ------------------------------------------------------------------------------------

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Inside a transaction: what is indexed meanwhile is packed and counted at the end."""
        self._gathered = gathered = _Gathered()
        yield
        for (length, ascii_only), entries in gathered.near.items():
            docs = struct.pack(f"<{len(entries)}I", *(doc for doc, _, _ in entries))
            texts = "\n".join(text for _, text, _ in entries)
            written = dumps([text for _, _, text in entries])
            self._db.execute(
                "insert into names_near (length, ascii, first, docs, texts, written) values (?, ?, ?, ?, ?, ?)",
                [length, ascii_only, entries[0][0], docs, texts, written],
            )
        if gathered.matters or gathered.texts:
            self._db.execute(
                "update names_state set matters = matters + ?, texts = texts + ? where built_to is null",
                [gathered.matters, gathered.texts],
            )

    def add(
        self,
        matter: int,
        before: Mapping[tuple[str, str, str], tuple[str, str]],
        after: Mapping[tuple[str, str, str], tuple[str, str]],
    ) -> None:
        """Index what a record adds to the mentions of its source in a matter: what they were, and what they are now."""
        known = _texts((place[2], said[1]) for place, said in before.items())
        now = _texts((place[2], said[1]) for place, said in after.items())
        self._gathered.matters += not before
        self._gathered.texts += len(now) - len(known)
        self._index(matter, set(now).difference(known))

    @contextmanager
    def merging(self, kept: int, gone: int) -> Iterator[None]:
        """While the mentions of one matter become those of another."""
        before = [self._size(kept), self._size(gone)]
        self._db.execute("update names_docs set matter = ? where matter = ?", [kept, gone])
        if self._state()[1] is not None:
            # The one may be behind, the other before the place the making of the index has reached.
            found = self._db.all("select text, data from mentions where matter = ?", [gone])
            self._index(kept, set(_texts(found)))
        yield
        after = self._size(kept)
        self._gathered.matters += after[0] - sum(size[0] for size in before)
        self._gathered.texts += after[1] - sum(size[1] for size in before)

    def _size(self, matter: int) -> tuple[int, int]:
        sql = f"select count(distinct source), {_COUNT_TEXTS} from mention_rows where matter = ?"
        ((sources, texts),) = self._db.all(sql, [matter])
        return int(sources), int(texts)

    def _index(self, matter: int, texts: set[str]) -> None:
        from monitor.matching.indexing.written import written_forms
        from monitor.matching.normalise import squash

        pieces: set[str] = set()
        for text in texts:
            for form in written_forms(text):
                pieces.update(_pieces(form))
        if not pieces:
            return
        doc = self._db.insert("insert into names_docs (matter) values (?)", [matter])
        self._db.execute("insert into names (rowid, pieces) values (?, ?)", [doc, " ".join(pieces)])
        for text in sorted(texts):
            if len(text) <= NEAR_UP_TO and len(short := squash(text)) >= _SHORTEST_NEAR:
                self._gathered.near.setdefault((len(short), short.isascii()), []).append((doc, short, text))

    # --- making -------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Of a database without any text the index is whole, in the forms of this version of the program."""
        from monitor.matching.indexing.written import revision

        with self._db.immediate():
            self._db.execute("update names_state set version = ? where built_to is null and version = ''", [revision()])

    def _state(self) -> tuple[str, int | None]:
        """In which forms it is made, and up to which matter; None once it is whole."""
        ((version, built_to),) = self._db.all("select version, built_to from names_state")
        return version, built_to

    def _matters_up_to(self, matter: int | None) -> int:
        sql = "select count(*) from matters where ? is null or id <= ?"
        return int(self._db.value(sql, [matter, matter]))

    def make(self, progress: Progress = lambda done, total: None) -> None:
        """Make the index whole (gradually.Gradual)."""
        from monitor.matching.indexing.written import revision

        making = Gradual(self._state, self._matters_up_to, self._begin_again, self._make_slice)
        making.make(self._db, revision(), progress, self.gathering)

    def _begin_again(self, version: str) -> None:
        self._db.execute("insert into names (names) values ('delete-all')")
        self._db.execute("delete from names_docs")
        self._db.execute("delete from names_near")
        self._db.execute("update names_state set version = ?, built_to = 0, matters = 0, texts = 0", [version])

    def _make_slice(self, built_to: int) -> int:
        """Index the next matters; 0 when there are none left and the index is whole."""
        sql = "select id from matters where id > ? order by id limit ?"
        ids = self._db.column(sql, [built_to, _SLICE])
        if not ids:
            self._db.execute(
                f"""update names_state set built_to = null, texts = (select {_COUNT_TEXTS} from mention_rows),
                matters = (select count(*) from (select distinct matter, source from mention_rows))"""
            )
            return 0
        sql = "select matter, text, data from mentions where matter > ? and matter <= ?"
        texts: dict[int, set[str]] = {}
        for matter, text, data in self._db.all(sql, [built_to, ids[-1]]):
            texts.setdefault(matter, set()).update(_texts([(text, data)]))
        for matter in sorted(texts):
            self._index(matter, texts[matter])
        self._db.execute("update names_state set built_to = ?", [ids[-1]])
        return len(ids)


_COUNT_TEXTS = "count(*) + coalesce(sum(json_array_length(data, '$.aliases')), 0)"


def _texts(found: Iterable[tuple[str, str]]) -> list[str]:
    """The texts of mentions with the names beside them, from (text, details)."""
    out: list[str] = []
    for text, data in found:
        out.append(text)
        if '"aliases":' in data:
            out += loads(data).get("aliases", ())
    return out


def _pieces(form: str) -> set[str]:
    """All pieces of a written form. A part of a form has no piece the form has not: this is what the index rests on."""
    pairs = list(map(add, form, form[1:]))
    threes = map(add, pairs, form[2:])
    if form.isascii():
        return {*pairs, *threes}
    return {*pairs, *filter(str.isascii, threes), *(c for c in form if not c.isascii())}


def _question(needle: Needle) -> str:
    """A needle as FTS5 asks for it; "" if nothing of it can be asked for."""
    parts = [_all_of(needle.pieces)]
    if needle.one_of and all(others := [_all_of(pieces) for pieces in needle.one_of]):
        parts.append("(" + " OR ".join(f"({o})" for o in others) + ")")
    return " AND ".join(p for p in parts if p)


def _all_of(pieces: Iterable[str]) -> str:
    asked: dict[str, None] = {}
    for piece in pieces:
        grams = _pieces(piece)
        longest = [g for g in grams if len(g) == 3]
        # Of Latin letters the threes say all the pairs say, of other scripts the pairs what the single signs say.
        for gram in sorted(longest if piece.isascii() and longest else [g for g in grams if len(g) > 1] or grams):
            asked[gram] = None
    return " AND ".join(f'"{g}"' for g in asked)
