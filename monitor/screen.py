"""Screening any table of texts, or a register's file, against watched names, without storing anything."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice

from monitor.matching import Matcher, build_matcher
from monitor.model import Match, MatchContext, Role, WatchedKind, WatchedName

_CHUNK = 2_000  # rows a worker process gets at once
_PARALLEL_FROM = 40_000  # rows below which starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One text to screen. `row` is its line or sheet row, or its number in a register file; `id` as the file gives it.

    `owners` are the texts of the row's owner column: firms are looked for in them too. (A register file's owners come
    as rows of their own and stand in the context alone.)"""

    row: int
    id: str
    text: str
    context: MatchContext = field(default_factory=MatchContext)
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenHit:
    """`owner` is the text of the owner column the match was found in, "" where it is the row's own text."""

    row: ScreenRow
    match: Match
    owner: str = ""

    @property
    def text(self) -> str:
        return self.owner or self.row.text

    @property
    def role(self) -> Role:
        return Role.APPLICANT if self.owner else self.row.context.role


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
            yield len(chunk), desk.screened(chunk)
        return
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(tuple(watched),)) as pool:
        waiting: deque[tuple[int, Future[list[ScreenHit]]]] = deque()
        while True:
            # A bounded queue: a register file is never held in memory whole.
            while len(waiting) < jobs * 3 and (chunk := list(islice(source, _CHUNK))):
                waiting.append((len(chunk), pool.submit(_in_worker, chunk)))
            if not waiting:
                return
            size, result = waiting.popleft()
            yield size, result.result()


@dataclass(frozen=True, slots=True)
class _Desk:
    """A matcher with what a row of a table needs beside it."""

    matcher: Matcher
    watched: Mapping[str, WatchedName]

    def screened(self, chunk: Sequence[ScreenRow]) -> list[ScreenHit]:
        return [hit for row in chunk for hit in self._hits(row)]

    def _hits(self, row: ScreenRow) -> list[ScreenHit]:
        """One hit per watched name: in the text, else a firm in the owner column that the text's hits do not imply."""
        hits = [ScreenHit(row, m) for m in self.matcher.find(row.text, row.context)]
        told = {h.match.watched_id for h in hits}
        own = {self.watched[h.match.watched_id].owner for h in hits if h.match.own_filing}
        for owner in row.owners:
            for m in self.matcher.find(owner, replace(row.context, role=Role.APPLICANT, field="owner")):
                firm = self.watched[m.watched_id]
                if firm.kind is WatchedKind.COMPANY and m.watched_id not in told and firm.name not in own:
                    told.add(m.watched_id)
                    hits.append(ScreenHit(row, m, owner))
        return hits


def _desk(watched: Sequence[WatchedName]) -> _Desk:
    return _Desk(build_matcher(watched), {w.id: w for w in watched})


_worker: list[_Desk] = []  # one per process, built by its initializer


def _start(watched: tuple[WatchedName, ...]) -> None:
    _worker[:] = [_desk(watched)]


def _in_worker(chunk: Sequence[ScreenRow]) -> list[ScreenHit]:
    return _worker[0].screened(chunk)
