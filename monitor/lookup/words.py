"""Asking by words: products, captions, counsel, judges, parties, goods, store names – whole words first, then parts of words.

The index (`monitor/store/words_index.py`) gives the matters, shelf by shelf; no more than `MOST` are ever taken from it, and where
there are more the answer says "at least". Their texts are read where the index alone cannot tell (a phrase, a long run of
Chinese signs), where few enough were found to put them into a finer order, and of the page that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.lookup.asked_words import Alternative, Asked, Unit, read, with_parts
from monitor.lookup.in_english import in_english
from monitor.lookup.shown_words import Where, is_one, nearness, where
from monitor.matching.indexing.words import terms_of, words_in
from monitor.model import Mention, Role
from monitor.store import MatterRow, Store
from monitor.store.word_fields import Holds, Shelf, texts_of
from monitor.store.words_index import Worded

MOST = 5_000
"""Matters an answer counts and leafs through."""
_IN_ORDER = 300  # matters of one rank that are put into order by what is known of them; more stay in order of reading
_VERIFIED = 500  # matters whose texts are read to see whether they have a phrase

_FIRST = (Shelf.FIRST,)
_BESIDE = (Shelf.FIRST, Shelf.BESIDE)
_ALL = (Shelf.FIRST, Shelf.BESIDE, Shelf.ENTRY, Shelf.GOODS)
_RANKS = tuple((shelves, parts) for shelves in (_FIRST, _BESIDE, _ALL) for parts in (False, True))


@dataclass(frozen=True, slots=True)
class FoundWords:
    """One matter with the words. `where`: the fields that hold them, the best first. `hits`: its leads on the list, by watched
    name. `translated`: found by the English words of a Chinese question alone. `order_unchecked`: the words stand among goods
    whose text is not kept, so that nobody can say whether they follow each other."""

    matter: MatterRow
    where: tuple[Where, ...]
    hits: Mapping[str, int]
    translated: bool = False
    order_unchecked: bool = False


@dataclass(frozen=True, slots=True)
class WordsAnswer:
    """What is stored with the words of a question. `total` is the number of matters, or (`at_least`) there are more than that.

    `ignored`: what was typed and not asked for. `translated`: the English that a Chinese question was asked in as well, () where
    no table has it (`untranslated`) or it is not Chinese. `ready`: whether the index holds everything that is stored.
    `matters`: how many are stored; `goods_of`: of how many of them the goods were searched."""

    text: str
    asked: tuple[str, ...]
    ignored: tuple[str, ...]
    translated: tuple[str, ...]
    untranslated: bool
    total: int
    at_least: bool
    page: int
    per_page: int
    found: tuple[FoundWords, ...]
    ready: bool
    matters: int
    goods_of: int

    @property
    def pages(self) -> int:
        return -(-self.total // self.per_page)


def look_up_words(store: Store, text: str, *, page: int = 1, per_page: int = 20) -> WordsAnswer:
    """Every stored matter with all words of a text, the best first; page 1 is the first.

    Raises NothingToAsk (a UsageError) for a text without a word that can be asked for, ValueError for a page that is none."""
    if page < 1 or per_page < 1:
        raise ValueError(f"page {page} of {per_page}")
    typed = read(text)
    english = _translated(typed)
    asked = [with_parts(typed, store.words_index.words_with)]
    if english is not None:
        asked.append(english)
    with store.snapshot():
        search = _Search(store, asked)
        order = search.order()
        shown = order[(page - 1) * per_page : page * per_page]
        return WordsAnswer(
            text=text,
            asked=tuple(u.text for u in typed.units),
            ignored=typed.ignored,
            translated=english.translated if english else (),
            untranslated=english is None and any(u.signs for u in typed.units),
            total=len(order),
            at_least=search.more,
            page=page,
            per_page=per_page,
            found=tuple(search.found(shown)),
            ready=store.words_index.ready(),
            matters=store.matters.count(),
            goods_of=store.words_index.goods_known(),
        )


def _translated(asked: Asked) -> Asked | None:
    """The question with its Chinese words in English; None where it has none, or one of them is in no table."""
    units: list[Unit] = []
    said: list[str] = []
    for unit in asked.units:
        if not unit.signs:
            units.append(unit)
            continue
        parts = [ways for run in unit.signs for ways in in_english(run)]
        if not parts:
            return None
        said += [ways[0] for ways in parts]
        for ways in parts:
            units.append(Unit(tuple(_way(w) for w in ways)))
    return Asked(tuple(units), translated=tuple(said)) if said else None


def _way(english: str) -> Alternative:
    words = tuple(w.text for w in words_in(english) if w.kept)
    return Alternative(words, words)


class _Search:
    """The matters that answer some questions (one as it was typed, one translated), in order."""

    def __init__(self, store: Store, asked: Sequence[Asked]) -> None:
        self._store = store
        self._asked = asked
        self._rank: dict[int, tuple[int, int]] = {}  # matter shown → number of the question, rank
        self._unchecked: set[int] = set()
        self._to_verify = _VERIFIED
        self.more = any(a.cut for a in asked)

    def order(self) -> list[int]:
        """Every matter, as it is shown, the best first."""
        ranks: list[list[int]] = []
        for n, asked in enumerate(self._asked):
            for rank, (shelves, parts) in enumerate(_RANKS):
                if (parts and not asked.has_parts) or len(self._rank) > MOST:
                    continue
                ids = self._store.words_index.matters_with(asked.question(shelves, parts=parts), MOST + 1)
                self.more |= len(ids) > MOST
                ids = self._new(ids, n, rank)
                if asked.to_verify:
                    ids = self._verified(ids, asked, goods=Shelf.GOODS in shelves)
                for id_ in ids:
                    self._rank[id_] = (n, rank)
                ranks.append(self._in_order(ids, asked))
        every = [id_ for rank in ranks for id_ in rank]
        if len(every) > MOST:
            self.more = True
        return every[:MOST]

    def _new(self, ids: Iterable[int], n: int, rank: int) -> list[int]:
        """Those not found before, as the matters they are shown as, each once."""
        ids = list(ids)
        wholes = self._store.complaints.wholes(ids)
        return [id_ for id_ in dict.fromkeys(wholes.get(id_, id_) for id_ in ids) if id_ not in self._rank]

    def _verified(self, ids: Sequence[int], asked: Asked, *, goods: bool) -> list[int]:
        if len(ids) > self._to_verify:
            self.more = True
            ids = ids[: self._to_verify]
        self._to_verify -= len(ids)
        found = []
        worded = self._worded(ids)
        for id_ in ids:
            if is_one((text for _, text in worded[id_].texts()), asked):
                found.append(id_)
            elif goods and not worded[id_].goods:
                # The index says that the words stand among its goods, and their text is not kept.
                self._unchecked.add(id_)
                found.append(id_)
        return found

    def _in_order(self, ids: Sequence[int], asked: Asked) -> list[int]:
        """Of equal rank: words near each other, then those with a lead on the list, then the latest act, then the newest."""
        if len(ids) > _IN_ORDER:
            return sorted(ids, reverse=True)
        leads = self._store.hits.names_in(ids)
        latest = self._store.events.latest(ids)
        near: dict[int, int] = {}
        if len(asked.units) > 1:
            for id_, worded in self._worded(ids).items():
                near[id_] = nearness((text for _, text in worded.texts()), asked)
        by_day = sorted(ids, key=lambda id_: (latest.get(id_, 0), id_), reverse=True)
        return sorted(by_day, key=lambda id_: (near.get(id_, 0), not leads[id_]))

    def _worded(self, ids: Iterable[int]) -> dict[int, _Texts]:
        parts = self._store.complaints.parts(ids)
        by_id = {w.matter: w for w in self._store.matters.worded(p for those in parts.values() for p in those)}
        return {id_: _Texts([by_id[p] for p in those if p in by_id]) for id_, those in parts.items()}

    def found(self, ids: Sequence[int]) -> Iterator[FoundWords]:
        worded = self._worded(ids)
        leads = self._store.hits.names_in(ids)
        now = self._store.mentions.of(ids)
        for id_ in ids:
            row = self._store.matters.get(id_)
            if row is None:
                continue
            n, _ = self._rank[id_]
            asked = self._asked[n]
            current = {(m.role, m.text) for _, m in now[id_]}
            shown = list(where(worded[id_].texts(current), [asked]))
            shown += _among_goods(row, worded[id_].goods, asked, shown)
            yield FoundWords(row, tuple(shown), leads[id_], translated=n > 0, order_unchecked=id_ in self._unchecked)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What is stored of one matter as it is shown."""

    parts: Sequence[Worded]

    def texts(self, current: set[tuple[Role, str]] | None = None) -> Iterator[tuple[Holds, str]]:
        """Every text. With the parties of today, those of earlier records stand as former ones."""
        for part in self.parts:
            mentions = [m for m in part.mentions if current is None or (m.role, m.text) in current]
            yield from texts_of(part.title, part.facts, mentions)
            for former in part.mentions:
                if current is not None and (former.role, former.text) not in current:
                    yield from ((_former(former, holds), text) for holds, text in texts_of("", {}, [former]) if text)
            yield from ((Holds.ENTRY, title) for title in part.entries)
            yield from ((Holds.GOODS, text) for text in self.goods.values())

    @property
    def goods(self) -> Mapping[str, str]:
        """The goods that are kept, by class."""
        every = [p.facts.get("goods") for p in self.parts]
        return {str(k): str(v) for goods in every if isinstance(goods, Mapping) for k, v in goods.items()}


def _former(mention: Mention, holds: Holds) -> Holds:
    return Holds.FORMER if mention.role.is_party else holds


def _among_goods(row: MatterRow, goods: Mapping[str, str], asked: Asked, shown: Sequence[Where]) -> Iterator[Where]:
    """The goods that hold words which no text that is kept holds: their classes are all that can be told."""
    if goods:
        return
    said = {text.casefold() for one in shown for text, marked in one.pieces if marked}
    held = set().union(*(terms_of(text) for text in said)) if said else set()
    left = [u for u in asked.units if not any(held.issuperset(way.terms) for way in u.ways) and not (held & u.parts)]
    if left:
        classes = row.facts.get("classes")
        numbers = tuple(c for c in classes if isinstance(c, int)) if isinstance(classes, list) else ()
        yield Where(Holds.GOODS, classes=numbers, whole=not any(u.parts for u in left))
