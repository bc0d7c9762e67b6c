"""The streams of one run: what each says of itself, which did not answer, which of its days were read to their end, and whether
what it brings lately can be all.

A source that reads a long stretch of days asks for it in slices (`Request.days`). A slice counts once its answer, and all it
led to for these days, were read without a doubt; what was read stays read, whatever becomes of the run, and the next run
goes on with the days that are left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from monitor import health
from monitor.config import SourceConfig
from monitor.health.streams import LOOKS_BACK, Measures, doubts_of, weight_of
from monitor.model import Reason, Request, StreamDay, StreamSays, StreamState, UnitState
from monitor.sources.base import Source
from monitor.sources.streams import StreamKind
from monitor.store import Store

_A_DAY = timedelta(days=1)
_REACH = 8  # days without a run over which a source that is asked for a window reaches back


@dataclass(slots=True)
class _Slice:
    """`open` requests of it are not answered yet."""

    open: int = 0
    doubted: bool = False

    @property
    def whole(self) -> bool:
        return not self.open and not self.doubted


class StreamsOfRun:
    """Follows one run of a source. What a run under another reading found is not known. `doubted` are the streams that do not
    bring what they should, `well` the number of the others."""

    def __init__(self, source: str, store: Store, now: datetime, *, held: bool = True) -> None:
        self._source, self._store, self._now, self._held = source, store, now, held
        self._kind = self._reading = self._only = ""
        self._config: SourceConfig
        self._program: Source[Any]
        self.doubted: frozenset[str] = frozenset()
        self.well = 0
        self._asked: set[str] = set()
        self._answered: set[str] = set()
        self._doubted: set[str] = set()
        self._said: dict[str, StreamSays] = {}
        self._slices: dict[tuple[str, date, date], _Slice] = {}

    def begin(self, config: SourceConfig, program: Source[Any], reading: str) -> None:
        self._config, self._program, self._reading = config, program, reading
        self._kind = program.streams.kind.value
        names = program.streams.listed(config.urls)
        self._only = names[0] if len(names) == 1 else ""

    def of(self, request: Request) -> str:
        """The stream a request belongs to; "" where the source does not say which of several."""
        return request.stream or self._only

    def days_read(self) -> Mapping[str, Mapping[date, datetime]]:
        """Stream → day → when it was last read to its end, of the runs before this one."""
        return self._store.streams.days_read(self._source, self._reading, self._now)

    # --- while it reads -------------------------------------------------------------------------------

    def wanted(self, request: Request) -> None:
        """It is going to be asked for."""
        if stream := self.of(request):
            self._asked.add(stream)
        if (part := self._slice(request)) is not None:
            part.open += 1

    def answered(self, request: Request) -> None:
        """It was read, or known already, or another request of this run has the same answer."""
        self._answered.add(self.of(request))
        if (part := self._slice(request)) is not None:
            part.open -= 1

    def failed(self, request: Request) -> None:
        self.doubt(request)
        if (part := self._slice(request)) is not None:
            part.open -= 1

    def doubt(self, request: Request) -> None:
        """What it was answered must not count as checked."""
        self._doubted.add(self.of(request))
        if (part := self._slice(request)) is not None:
            part.doubted = True

    def says(self, request: Request, said: StreamSays) -> None:
        if not (stream := self.of(request)):
            raise TypeError("StreamSays of a request without a stream")
        self._said[stream] = said

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

    def keep(self) -> list[Reason]:
        """Write down what was found of each stream. Returns why single streams are doubted."""
        if not self._asked:
            return []
        read = [n for n in self._asked if n in self._answered and n not in self._doubted]
        today = self._now.date()
        self._store.streams.count(self._source, {n: [StreamDay(today, reads=1)] for n in read if self._due() is None})
        brought = self._store.streams.brought(self._source, today - LOOKS_BACK, today) if self._held else {}
        known = {s.name: s for s in self._store.streams.of([self._source])[self._source]}
        states = []
        for name in sorted(self._asked):
            before = known.get(name, StreamState(name, self._kind, self._now))
            state = replace(
                before,
                kind=self._kind,
                tried_at=self._now,
                read_at=self._now if name in read else before.read_at,
                failing=name not in read,
                doubts=(),
            )
            if (said := self._said.get(name)) is not None:
                state = replace(
                    state,
                    left_out=said.left_out,
                    newest=max((d for d in (said.newest, before.newest) if d is not None), default=None),
                    stands_still=said.stands_still,
                    made=said.made or before.made,
                )
            if self._held and name in read:
                state = replace(state, doubts=self._doubts(state, brought.get(name, [])))
            states.append(state)
        self._store.streams.keep(self._source, states, self._asked)
        self.doubted = frozenset(s.name for s in states if s.doubts)
        self.well = sum(not s.doubts and not s.failing for s in states)
        return [Reason(d.key, {**d.params, "others": self.well}) for s in states for d in s.doubts]

    def _doubts(self, state: StreamState, brought: list[StreamDay]) -> tuple[Reason, ...]:
        config, today, due = self._config, self._now.date(), self._due()
        if due is not None and brought:
            counted = {d.day for d in brought}
            units = self._store.units.of(self._source)
            read = {u.day for u in units if u.state is UnitState.READ and u.day >= brought[0].day}
            brought = sorted([*brought, *(StreamDay(day) for day in read - counted)], key=lambda d: d.day)
        reach = config.window.reach_hours
        measures = Measures(
            config.expect.streams.get(state.name, config.expect.each),
            config.expect.fill_rate,
            config.canary.term,
            _REACH if reach is None else max(1, int(reach // 24)),
            due,
            weight_of(config.jurisdiction, config.expect.quiet),
        )
        return doubts_of(state, brought, measures, today, self._in_words(state.name))

    def _due(self) -> Collection[date] | None:
        """The days that bring something at all, where the calendar of the source promises a unit for each of them."""
        units, today = self._program.units, self._now.date()
        if units is None or not units.each_counts:
            return None
        return frozenset(units.days(today - LOOKS_BACK, today + _A_DAY))

    def _in_words(self, name: str) -> dict[str, object]:
        """The stream as a message."""
        if self._kind == StreamKind.COURT:
            return {"key": "health.stream.court", "params": {"court": name}}
        if self._only:
            return {"key": "health.stream.whole", "params": {}}
        return {"key": f"{self._config.format.replace('/', '.')}.stream.{name}", "params": {}}

    def keep_days(self) -> None:
        """What was read to its end stays read, but for that of a stream which does not bring what it should. Called where what was
        read was read without complaint."""
        whole: dict[str, set[date]] = {}
        for (stream, first, last), part in self._slices.items():
            if part.whole and stream not in self.doubted:
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
