"""The streams of one run: what each says of itself, which did not answer, and which of its days were read to their end.

A source that reads a long stretch of days asks for it in slices (`Request.days`). A slice counts once its answer, and all it
led to for these days, were read without a doubt; what was read stays read, whatever becomes of the run, and the next run
goes on with the days that are left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor import health
from monitor.model import Reason, Request, StreamSays, StreamState
from monitor.store import Store

_A_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Slice:
    """`open` requests of it are not answered yet."""

    open: int = 0
    doubted: bool = False

    @property
    def whole(self) -> bool:
        return not self.open and not self.doubted


class StreamsOfRun:
    """Follows one run of a source whose streams are of `kind`. What a run under another `reading` found is not known."""

    def __init__(self, source: str, store: Store, now: datetime) -> None:
        self._source, self._store, self._now = source, store, now
        self._kind = self._reading = ""
        self._asked: set[str] = set()
        self._answered: set[str] = set()
        self._doubted: set[str] = set()
        self._said: dict[str, StreamSays] = {}
        self._slices: dict[tuple[str, date, date], _Slice] = {}

    def begin(self, kind: str, reading: str) -> None:
        self._kind, self._reading = kind, reading

    def days_read(self) -> Mapping[str, Mapping[date, datetime]]:
        """Stream → day → when it was last read to its end, of the runs before this one."""
        return self._store.streams.days_read(self._source, self._reading, self._now)

    # --- while it reads -------------------------------------------------------------------------------

    def wanted(self, request: Request) -> None:
        """It is going to be asked for."""
        if request.stream:
            self._asked.add(request.stream)
        if (part := self._slice(request)) is not None:
            part.open += 1

    def answered(self, request: Request) -> None:
        """It was read, or known already, or another request of this run has the same answer."""
        self._answered.add(request.stream)
        if (part := self._slice(request)) is not None:
            part.open -= 1

    def failed(self, request: Request) -> None:
        self.doubt(request)
        if (part := self._slice(request)) is not None:
            part.open -= 1

    def doubt(self, request: Request) -> None:
        """What it was answered must not count as checked."""
        self._doubted.add(request.stream)
        if (part := self._slice(request)) is not None:
            part.doubted = True

    def says(self, request: Request, said: StreamSays) -> None:
        if not request.stream:
            raise TypeError("StreamSays of a request without a stream")
        self._said[request.stream] = said

    # --- at its end -----------------------------------------------------------------------------------

    def is_whole(self, request: Request) -> bool:
        """Whether the days this request asks for were read to their end, in whatever slices."""
        if request.days is None:
            return False
        first, last = request.days
        return all(
            part.whole or since > last or until < first
            for (stream, since, until), part in self._slices.items()
            if stream == request.stream
        )

    @property
    def days_left(self) -> Reason | None:
        """The days of which some stream was not read to its end."""
        unread = [days for days, part in self._slices.items() if not part.whole]
        left = {day for _, *days in unread for day in _days(*days)}
        if not left:
            return None
        stretches: list[tuple[date, date]] = []
        for day in sorted(left):
            joins = stretches and day - stretches[-1][1] == _A_DAY
            stretches.append((stretches.pop()[0] if joins else day, day))
        said = [[first.isoformat(), last.isoformat()] for first, last in stretches]
        return Reason(health.DAYS_LEFT, {"days": {"stretches": said}})

    def keep(self) -> None:
        """Write down what was found of each stream."""
        if not self._asked:
            return
        known = {s.name: s for s in self._store.streams.of([self._source])[self._source]}
        states = []
        for name in sorted(self._asked):
            before = known.get(name, StreamState(name, self._kind, self._now))
            read = name in self._answered and name not in self._doubted
            state = replace(
                before,
                kind=self._kind,
                tried_at=self._now,
                read_at=self._now if read else before.read_at,
                failing=not read,
            )
            if (said := self._said.get(name)) is not None:
                state = replace(
                    state,
                    left_out=said.left_out,
                    newest=max((d for d in (said.newest, before.newest) if d is not None), default=None),
                    stands_still=said.stands_still,
                )
            states.append(state)
        self._store.streams.keep(self._source, states, self._asked)

    def keep_days(self) -> None:
        """What was read to its end stays read. Called where what was read was read without complaint."""
        whole: dict[str, set[date]] = {}
        for (stream, first, last), part in self._slices.items():
            if part.whole:
                whole.setdefault(stream, set()).update(_days(first, last))
        for (stream, first, last), part in self._slices.items():
            if not part.whole:
                whole.get(stream, set()).difference_update(_days(first, last))
        self._store.streams.note_days(self._source, whole, self._reading, self._now)

    # --- small things ---------------------------------------------------------------------------------

    def _slice(self, request: Request) -> _Slice | None:
        if request.days is None:
            return None
        return self._slices.setdefault((request.stream, *request.days), _Slice())


def _days(first: date, last: date) -> list[date]:
    return [first + n * _A_DAY for n in range((last - first).days + 1)]
