"""Screening any table of texts, or a register's file, against watched names, without storing anything."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

from monitor.matching import Matcher, build_matcher
from monitor.model import Match, MatchContext, WatchedName

_CHUNK = 2_000  # rows a worker process gets at once
_PARALLEL_FROM = 40_000  # rows below which starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One text to screen. `row` is its line or sheet row, or its number in a register file; `id` as the file gives it."""

    row: int
    id: str
    text: str
    context: MatchContext = field(default_factory=MatchContext)


@dataclass(frozen=True, slots=True)
class ScreenHit:
    row: ScreenRow
    match: Match


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
        matcher = build_matcher(watched)
        while chunk := list(islice(source, _CHUNK)):
            yield len(chunk), _screened(matcher, chunk)
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


def _screened(matcher: Matcher, chunk: Sequence[ScreenRow]) -> list[ScreenHit]:
    return [ScreenHit(r, m) for r in chunk for m in matcher.find(r.text, r.context)]


_worker: list[Matcher] = []  # one per process, built by its initializer


def _start(watched: tuple[WatchedName, ...]) -> None:
    _worker[:] = [build_matcher(watched)]


def _in_worker(chunk: Sequence[ScreenRow]) -> list[ScreenHit]:
    return _screened(_worker[0], chunk)
