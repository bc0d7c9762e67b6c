"""The records of one run on their way into the store: in batches, and one by one where a batch is refused."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from monitor.assess.concerned import concerned
from monitor.assess.rematch import note_other_list
from monitor.collect.counting import brought_by
from monitor.collect.faults import is_of_the_source, tripped
from monitor.collect.quarantine import Quarantine
from monitor.collect.units import UnitsOfRun
from monitor.collect.workbench import Workbench
from monitor.config import SourceConfig
from monitor.errors import SourceError
from monitor.failpoints import reached
from monitor.health import RunFacts
from monitor.model import Event, Mention, Reason, Record, Role, Skip
from monitor.store.database import StoreFault
from monitor.store.records import Applied, Scored

_BATCH = 2000  # records stored in one transaction, where MONITOR_BATCH does not say otherwise
# How many respondents a notice prints and a docket lists: where the two differ, one of them lacks somebody.
_COUNTED = ("respondents_printed", "respondents_listed")
_MOST_COUNTED = 10  # investigations named in one run


class RecordsOfRun:
    """What one run stores. `read_with`: the reader, where what is known of the source was read by another. `over_again`: each answer
    says all that is known over again, as of its own day. `applied`: the hits that are new or changed so far; `unstored`: answers of which a record could
    not be stored, so that they were not read whole."""

    def __init__(
        self,
        config: SourceConfig,
        bench: Workbench,
        now: datetime,
        facts: RunFacts,
        units: UnitsOfRun,
        quarantine: Quarantine,
        read_with: str = "",
        *,
        over_again: bool = False,
    ) -> None:
        self.applied = Applied(frozenset(), frozenset())
        self.unstored: set[str] = set()
        self._config, self._bench, self._now = config, bench, now
        self._facts, self._units, self._quarantine = facts, units, quarantine
        self._read_with = read_with
        self._over_again = over_again
        self._batch: list[Scored] = []
        self._most = int(os.environ.get("MONITOR_BATCH", _BATCH))
        self._counted: set[str] = set()  # matters with a count of respondents

    @property
    def all_stored(self) -> bool:
        return not self._batch

    def add(self, scored: Scored) -> None:
        """Store a record with those that come after it."""
        if not scored.record.facts.keys().isdisjoint(_COUNTED):
            self._counted.add(scored.record.matter)
        self._batch.append(scored)
        if len(self._batch) >= self._most:
            self.store()
            reached("batch_stored")

    def store(self) -> None:
        """Store what waits. A record that cannot be stored is set aside by itself and makes the run fail; the answer it
        stands in was not read whole, and is read again by the next run."""
        try:
            self.flush()
        except Exception as error:
            if not is_of_a_record(error):
                raise
            batch = self._batch
            for scored in batch:
                self._batch = [scored]
                try:
                    self.flush()
                except Exception as single:
                    if not is_of_a_record(single):
                        raise
                    self.set_aside(scored, tripped(self._config, single))
            self._batch = []

    def flush(self) -> int:
        """Store what waits, in one transaction with what is around it; returns the number of the run from then on. Raises what
        the store raises; nothing of it is stored then."""
        bench = self._bench
        with bench.store.immediate():
            run = bench.store.runs.number_for_more(self._config.id)
            applied = bench.store.records.fold(
                self._batch, run, self._now, read_with=self._read_with, over_again=self._over_again
            )
            if self._batch:
                note_other_list(bench.store, bench.matcher, bench.matched_with, bench.region)
            changed = concerned(bench.store, applied.changed_hits, run)
            term, today = self._config.canary.term, self._now.date()
            brought = brought_by(applied.brought, term, today, self._counted_before)
            bench.store.streams.count(self._config.id, brought)
        new = self.applied.new_hits | applied.new_hits
        self.applied = Applied(new, (self.applied.changed_hits | changed) - new)
        self._batch = []
        return run

    @cached_property
    def _counted_before(self) -> frozenset[tuple[str, date]] | None:
        """Where another reader reads what was known: the days that were counted before."""
        if not self._read_with:
            return None
        brought = self._bench.store.streams.brought(self._config.id, date.min, date.max)
        return frozenset((stream, d.day) for stream, days in brought.items() for d in days)

    def counts_that_differ(self) -> list[Reason]:
        """Investigations of which the notice prints other respondents than the docket lists."""
        differing = self._bench.store.matters.differing(*_COUNTED, self._counted) if self._counted else []
        return [
            Reason("health.party_count", {"matter": key, "printed": printed, "listed": listed})
            for key, printed, listed in differing[:_MOST_COUNTED]
        ]

    def set_aside(self, scored: Scored, error: SourceError) -> None:
        """A record that cannot be matched or stored makes the run fail, and is read again by the next one."""
        self._facts.skipped += 1
        self._facts.failures.append(error)
        self._quarantine.put(_as_skip(scored.record, error), scored.capture)
        self.unstored.add(scored.capture)
        self._units.not_stored(scored.capture)


def is_of_a_record(error: Exception) -> bool:
    """Whether an error in storing records may be that of a record, which a source made: the store refuses, as a fault of
    the program, what its tables do not hold."""
    return is_of_the_source(error) or isinstance(error, StoreFault)


def check_record(record: Record) -> None:
    """Raises TypeError for what cannot be stored or matched: a record is made by the source, and nobody has looked at it."""
    texts = (record.source, record.matter, record.kind, record.title, record.url, record.as_of, record.jurisdiction)
    if not _texts(*texts, *record.aliases):
        raise TypeError(f"a text of a Record is none: {texts!r}"[:200])
    for event in record.events:
        if not isinstance(event, Event):
            raise TypeError(f"an event of {record.matter} is none")
        if not (
            _texts(event.code, event.title, event.ident, event.url, *event.parties, *event.says)
            and isinstance(event.date, date)
            and isinstance(event.says, Mapping)
            and event.whole in (None, True, False)
        ):
            raise TypeError(f"a field of an event of {record.matter} is none: {event!r}"[:200])
    for mention in record.mentions:
        if not isinstance(mention, Mention):
            raise TypeError(f"a mention of {record.matter} is none")
        words = (mention.text, mention.field, mention.language, mention.country, mention.address, *mention.aliases)
        if not (_texts(*words) and isinstance(mention.role, Role) and isinstance(mention.extra, Mapping)):
            raise TypeError(f"a field of a mention of {record.matter} is none: {mention!r}"[:200])


def _texts(*fields: object) -> bool:
    return all(isinstance(field, str) for field in fields)


def _as_skip(record: Record, error: SourceError) -> Skip:
    """A record that was read and cannot be stored; what of it no file can hold (half a character) is written out."""
    where, raw = (text.encode("utf-8", "backslashreplace") for text in (record.matter, repr(record)))
    return Skip(error.key, where.decode(), raw)
