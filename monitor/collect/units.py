"""The units of one run: which of what the calendar guarantees it read, and which of it are late or missing then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from monitor import health
from monitor.config import SourceConfig
from monitor.model import Capture, OfUnit, Outcome, Reason, Record, Request, Skip, Suspect, UnitState
from monitor.sources.base import Options, Source
from monitor.sources.streams import Units
from monitor.store import Store

_AHEAD = timedelta(days=1)
_EXPECTED = frozenset({UnitState.LATE, UnitState.MISSING})


@dataclass(slots=True)
class _Open:
    """The unit that is being read."""

    day: date
    records: int = 0
    set_aside: int = 0
    doubted: bool = False

    @property
    def whole(self) -> bool:
        return not self.doubted and (self.records > 0 or not self.set_aside)


class UnitsOfRun:
    """Follows one run of a source. A source whose calendar guarantees nothing, or nothing that could be lost, has no
    ledger, and nothing here does anything; nor has one for which `held` is False (samples, of which no calendar can be
    expected).

    Units are expected from the day the run looks back to, or the first day an earlier run did; what lies before is read
    where it is given, and not missed where it is not.
    """

    def __init__(self, config: SourceConfig, store: Store, now: datetime, since: date, *, held: bool) -> None:
        self._config, self._store, self._now, self._since = config, store, now, since
        self._held = held
        self._units: Units | None = None
        self._source: Source[Any]
        self._options: Options
        self._open: _Open | None = None
        self._whole: list[tuple[date, str]] = []
        self._arrived: dict[date, str] = {}  # came, and was not read to its end → its bytes
        self._unstored: set[str] = set()  # bytes of which a record could not be stored
        self._claimed: dict[str, str] = {}  # bytes → the file they were first met in
        self._anew = False
        self._missed: frozenset[date] = frozenset()

    def begin(self, source: Source[Any], options: Options) -> None:
        """A ledger that was never kept is begun with what earlier runs are known to have read."""
        if not self._held or source.units is None or not source.units.each_counts:
            return
        self._source, self._options, self._units = source, options, source.units
        store, name = self._store, self._config.id
        first = store.units.first(name)
        self._anew = first is None
        self._since = min(self._since, first or self._since)
        if self._anew:
            for called, digest, at in store.units.known_before(name):
                self._note(source.unit_of(called, options), digest, at)
        self._missed = frozenset(u.day for u in store.units.of(name) if u.state is UnitState.MISSING)

    # --- while it reads -------------------------------------------------------------------------------

    def says(self, unit: OfUnit, capture: Capture) -> Reason | None:
        """What follows is this unit. The reason why it is not taken for it, where the same bytes were read as another: in
        this run as another file, or in an earlier one under the name of another day."""
        self._close(capture)
        if self._units is None:
            return None
        file = _called(capture.request)
        read = self._store.units.days_of(self._config.id, capture.id)
        if read and unit.day not in read and (self._claimed.get(capture.id, file) != file or self._renamed(capture)):
            spans = health.spans_of([self._standing(read[0], UnitState.READ)], {UnitState.READ})
            return Reason("health.unit_twice", {**health.said_of("", spans).params, "file": file})
        self._claimed.setdefault(capture.id, file)
        self._open = _Open(unit.day)
        return None

    @property
    def day(self) -> date | None:
        """The day of the unit that is being read."""
        return self._open.day if self._open is not None else None

    def count(self, outcome: Outcome) -> None:
        if self._open is not None:
            self._open.records += isinstance(outcome, Record)
            self._open.set_aside += isinstance(outcome, Skip)
            self._open.doubted |= isinstance(outcome, Suspect)

    def cut_off(self, capture: Capture) -> None:
        """The answer was not read to its end."""
        if self._open is not None:
            self._open.doubted = True
        self._close(capture)

    def ended(self, capture: Capture) -> bool:
        """The answer is over. Whether anything of it is a unit that was read whole."""
        self._close(capture)
        return bool(self._whole)

    def not_stored(self, digest: str) -> None:
        """A record of these bytes could not be stored: no unit that lies in them is read."""
        self._unstored.add(digest)

    def keep(self) -> None:
        """The records of what was read whole are stored: it is read."""
        for day, digest in self._whole:
            if digest in self._unstored:
                self._arrived[day] = digest
                continue
            self._note(day, digest, self._now)
            self._arrived.pop(day, None)
        self._whole = []

    def known(self, request: Request, digest: str, at: datetime) -> None:
        """This request leads to what was read before, and it is not read again. A unit that came and was not read to its
        end stays so: nothing of it was read since."""
        if self._units is None or self._store.units.days_of(self._config.id, digest):
            return
        day = self._day_of(request)
        if day is not None and not self._store.units.arrived(self._config.id, day):
            self._note(day, digest, at)

    def accounted(self, request: Request, digest: str) -> bool:
        """Whether it is known which unit an answer is that was read before. If not, it has to be read once more."""
        if self._units is None or not self._anew or request.path is None or self._day_of(request) is not None:
            return True
        return bool(self._store.units.days_of(self._config.id, digest))

    # --- at its end -----------------------------------------------------------------------------------

    def settle(self, *, found_something: bool) -> tuple[list[Reason], list[Reason]]:
        """Write down what is late and what is missing now. Returns why the run does not count, and what is told besides.

        A source that never gave anything is not checked at all; its ledger begins with the first thing read."""
        units, store, name = self._units, self._store, self._config.id
        if units is None or (self._anew and not found_something and store.units.first(name) is None):
            return [], []
        ledger = {u.day: u.state for u in store.units.of(name)}
        found = health.unread(units, self._since, self._now.date(), ledger, self._config.expect.quiet)
        due = {day: day + timedelta(days=units.due_days) for day in found}
        store.units.note_unread(name, found, due, {day: self._name(day) for day in found})
        for day, digest in self._arrived.items():
            store.units.note_arrived(name, day, digest)
        now = [health.Standing(u.day, u.state, u.name, bool(u.capture), u.reason) for u in store.units.of(name)]
        remarks = []
        if late := health.spans_of(now, {UnitState.LATE}):
            remarks.append(health.said_of("health.units_late", late))
        came = [u for u in now if u.day in self._missed and u.state is UnitState.READ]
        if arrived := [span for unit in came for span in health.spans_of([unit], {UnitState.READ})]:
            remarks.append(health.said_of("health.units_arrived", arrived))
        return health.reasons_of(now), remarks

    # --- small things ---------------------------------------------------------------------------------

    def _close(self, capture: Capture) -> None:
        unit, self._open = self._open, None
        if unit is None:
            return
        part = (unit.day, capture.id)  # of several files of one day in one zip, each has to be whole
        if unit.whole and self._arrived.get(unit.day) != capture.id:
            self._whole.append(part)
        else:
            self._whole = [other for other in self._whole if other != part]
            self._arrived[unit.day] = capture.id

    def _renamed(self, capture: Capture) -> bool:
        """Whether the name of these bytes says a day, and the one they were first received under says another."""
        own, first = self._day_of(capture.request), self._store.captures.by_id([capture.id]).get(capture.id)
        if own is None or first is None:
            return False
        earlier = self._source.unit_of(unquote(first.url.rpartition("/")[2]), self._options)
        return earlier is not None and earlier != own

    def _note(self, day: date | None, digest: str, at: datetime) -> None:
        units = self._units
        if units is None or day is None or not units.has(day) or not self._since <= day <= self._now.date() + _AHEAD:
            return
        due = day + timedelta(days=units.due_days)
        self._store.units.note_read(self._config.id, day, due, self._name(day), digest, at)

    def _standing(self, day: date, state: UnitState) -> health.Standing:
        return health.Standing(day, state, self._name(day))

    def _name(self, day: date) -> str:
        return self._source.unit_name(day, self._options)

    def _day_of(self, request: Request) -> date | None:
        names: Iterable[str] = (_called(request), request.once or "")
        return next((d for n in names if n and (d := self._source.unit_of(n, self._options)) is not None), None)


def _called(request: Request) -> str:
    return str(request.context.get("file", "")) or (request.path.name if request.path is not None else "")


def earliest_unread(store: Store, source: str) -> date | None:
    """The first unit that is late or missing: every run asks for it again."""
    return store.units.first(source, _EXPECTED)
