"""Numbers a matter is known by beyond its keys, so that a case is found by what a clerk holds in hand: a docket number
without its court, a registration, an international registration, the patents and marks asserted in it.

Rows are written in the transaction of the facts they stand in. A database older than the table, or than what is gathered, is
gathered again in slices a kill cannot spoil; until every matter's numbers are there, `ready` says no and whoever asks reads
everything (`among`) or says what was not searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.model.numbers import NumberKind, carried
from monitor.store.as_json import dumps
from monitor.store.database import Database
from monitor.store.gradually import Gradual, Progress

VERSION = 1
"""Raised whenever `carried` finds other numbers in what is stored: all are then gathered again."""

_SLICE = 2000  # matters gathered in one transaction


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a matter what its numbers stand in."""

    matter: int
    keys: tuple[str, ...]
    jurisdiction: str
    facts: Mapping[str, object]

    def numbers(self) -> frozenset[tuple[NumberKind, str]]:
        return carried(self.keys, self.jurisdiction, self.facts)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A matter that carries a number, and how."""

    matter: int
    kind: NumberKind
    number: str


Asked = tuple[NumberKind, str]
Headings = Callable[[int, int], Sequence[Heading]]
"""(after which matter, how many) → the next ones, by id."""


class Numbers:
    """The numbers, and how far they are gathered.

    Owns: matter_numbers, numbers_state. Reads: matters.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._headings: Headings = lambda after, most: ()

    def reads(self, headings: Headings) -> None:
        """Where the headings of stored matters come from: the part that owns them."""
        self._headings = headings

    # --- asking -------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Whether the numbers of every matter are there, as this version of the program gathers them."""
        version, built_to = self._state()
        return version == VERSION and built_to is None

    def carriers(self, asked: Iterable[Asked]) -> list[Carrier]:
        """The matters that carry one of these numbers, by number, kind and matter. One statement. All of them only where
        `ready`; a complaint that is shown as an investigation is named as itself."""
        wanted = dumps(sorted({(number, int(kind)) for kind, number in asked}))
        sql = """select n.matter, n.kind, n.number from json_each(?) w cross join matter_numbers n
            on n.number = json_extract(w.value, '$[0]') and n.kind = json_extract(w.value, '$[1]')
            order by n.number, n.kind, n.matter"""
        return [Carrier(matter, NumberKind(kind), number) for matter, kind, number in self._db.all(sql, [wanted])]

    def among(self, asked: Iterable[Asked]) -> list[Carrier]:
        """As `carriers`, by reading every matter: for a database whose numbers are not all gathered. Takes its time."""
        wanted = frozenset(asked)
        found = (Carrier(h.matter, kind, n) for h in _every(self._headings) for kind, n in wanted & h.numbers())
        return sorted(found, key=lambda c: (c.number, c.kind, c.matter))

    # --- keeping ------------------------------------------------------------------------------------

    def keep(self, before: Heading | None, now: Heading) -> None:
        """The numbers of a matter are these now, in the caller's transaction. `before`: what it was, None if it is new or
        nothing was taken away."""
        numbers = now.numbers()
        if before is not None and (gone := before.numbers() - numbers):
            self.drop(now.matter, gone)
        if numbers:
            self._db.execute_many(
                "insert or ignore into matter_numbers (number, kind, matter) values (?, ?, ?)",
                [(number, int(kind), now.matter) for kind, number in sorted(numbers)],
            )

    def drop(self, matter: int, numbers: Iterable[Asked]) -> None:
        """A matter carries these no more, or is itself gone."""
        self._db.execute_many(
            "delete from matter_numbers where number = ? and kind = ? and matter = ?",
            [(number, int(kind), matter) for kind, number in sorted(numbers)],
        )

    # --- gathering ----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Of a database without any matter all numbers are there."""
        with self._db.immediate():
            self._db.execute("update numbers_state set version = ? where built_to is null and version = 0", [VERSION])

    def _state(self) -> tuple[int, int | None]:
        """By which version they are gathered, and up to which matter; None once all are."""
        ((version, built_to),) = self._db.all("select version, built_to from numbers_state")
        return version, built_to

    def _matters_up_to(self, matter: int | None) -> int:
        sql = "select count(*) from matters where ? is null or id <= ?"
        return int(self._db.value(sql, [matter, matter]))

    def make(self, progress: Progress = lambda done, total: None) -> None:
        """Gather the numbers of every matter (gradually.Gradual)."""
        making = Gradual(self._state, self._matters_up_to, self._begin_again, self._make_slice)
        making.make(self._db, VERSION, progress)

    def _begin_again(self, version: int) -> None:
        self._db.execute("delete from matter_numbers")
        self._db.execute("update numbers_state set version = ?, built_to = 0", [version])

    def _make_slice(self, built_to: int) -> int:
        slice_ = self._headings(built_to, _SLICE)
        for heading in slice_:
            self.keep(None, heading)
        self._db.execute("update numbers_state set built_to = ?", [slice_[-1].matter if slice_ else None])
        return len(slice_)


def _every(headings: Headings) -> Iterator[Heading]:
    after = 0
    while slice_ := headings(after, _SLICE):
        yield from slice_
        after = slice_[-1].matter
