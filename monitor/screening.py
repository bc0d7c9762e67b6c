"""Screening any table of texts, or a register's file, against watched names, without storing anything.

A row is a small record and is scored as a run scores the records of a source: what is told here is what the hit list
would tell."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice

from monitor.assess.scoring import Families, families_of, kept, score_mentions
from monitor.matching import Matcher, build_matcher
from monitor.model import Band, Category, Match, Mention, Role, WatchedName, gravity

_CHUNK = 2_000  # rows a worker process gets at once
_PARALLEL_FROM = 40_000  # rows below which starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One row of a table, or one record of a register file. `row` is its line or sheet row, or its number in the file;
    `id` as the file gives it.

    Of a `table` the first mention is the row's text, the others are the texts of its owner column; each watched name is
    told once for the row. Of a register's record every text in which it is found is told."""

    row: int
    id: str
    mentions: tuple[Mention, ...]
    category: Category | None = None
    table: bool = False

    @property
    def text(self) -> str:
        return self.mentions[0].text if self.mentions else ""

    @property
    def size(self) -> int:
        """What it counts for: a table's row is one, of a record each text."""
        return 1 if self.table else len(self.mentions)


@dataclass(frozen=True, slots=True)
class ScreenHit:
    row: ScreenRow
    mention: Mention
    match: Match

    @property
    def in_owner_column(self) -> bool:
        return self.row.table and self.mention is not self.row.mentions[0]

    @property
    def text(self) -> str:
        return self.mention.text

    @property
    def role(self) -> Role:
        return self.mention.role


def screen(
    rows: Iterable[ScreenRow], watched: Sequence[WatchedName], *, jobs: int = 0, expected: int = 0
) -> Iterator[tuple[int, list[ScreenHit]]]:
    """(rows done, hits) chunk by chunk, in the order of the rows.

    `jobs` 0 uses every core when at least 40,000 rows are `expected`, else one process.
    """
    if jobs == 0:
        jobs = (os.cpu_count() or 1) if expected >= _PARALLEL_FROM else 1
    source = iter(rows)
    if jobs == 1:
        desk = _desk(watched)
        while chunk := list(islice(source, _CHUNK)):
            yield _size(chunk), desk.screened(chunk)
        return
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(tuple(watched),)) as pool:
        waiting: deque[tuple[int, Future[list[ScreenHit]]]] = deque()
        while True:
            # A bounded queue: a register file is never held in memory whole.
            while len(waiting) < jobs * 3 and (chunk := list(islice(source, _CHUNK))):
                waiting.append((_size(chunk), pool.submit(_in_worker, chunk)))
            if not waiting:
                return
            size, result = waiting.popleft()
            yield size, result.result()


def _size(chunk: Sequence[ScreenRow]) -> int:
    return sum(row.size for row in chunk)


@dataclass(frozen=True, slots=True)
class _Desk:
    """A matcher with what a row needs beside it."""

    matcher: Matcher
    families: Families

    def screened(self, chunk: Sequence[ScreenRow]) -> list[ScreenHit]:
        return [hit for row in chunk for hit in self._hits(row)]

    def _hits(self, row: ScreenRow) -> list[ScreenHit]:
        found = score_mentions(row.mentions, row.category, self.matcher, self.families, row.id)
        hits = [ScreenHit(row, mention, match) for mention, match in kept(found)]
        return _once_each(hits) if row.table else hits


def _once_each(hits: Iterable[ScreenHit]) -> list[ScreenHit]:
    """One for each watched name: the one its hit would be shown by."""
    best: dict[str, ScreenHit] = {}
    for hit in hits:
        known = best.get(hit.match.watched_id)
        if known is None or _rank(hit) > _rank(known):
            best[hit.match.watched_id] = hit
    return list(best.values())


def _rank(hit: ScreenHit) -> tuple[bool, int, float, str, str]:
    return (hit.match.band is not Band.DIGEST, gravity(hit.role), hit.match.score, hit.text, hit.mention.field)


def _desk(watched: Sequence[WatchedName]) -> _Desk:
    return _Desk(build_matcher(watched), families_of(watched))


_worker: list[_Desk] = []  # one per process, built by its initializer


def _start(watched: tuple[WatchedName, ...]) -> None:
    _worker[:] = [_desk(watched)]


def _in_worker(chunk: Sequence[ScreenRow]) -> list[ScreenHit]:
    return _worker[0].screened(chunk)
