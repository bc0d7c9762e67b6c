"""What happened in one run, and what earlier runs came to: the facts a verdict rests on, counted and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from monitor.config import Canary
from monitor.errors import SourceError
from monitor.health.placeholders import says_nothing
from monitor.health.undeclared import Undeclared
from monitor.model import Reason, Record, Unknown
from monitor.sources.kit.text import clean

MOST_TOLD = 20
"""So many distinct reasons, or unknown things, of one run are told and stored; of the others their number."""


class Unknowns:
    """Distinct things no source has an opinion on: the first few with their place, of all of them the number."""

    def __init__(self) -> None:
        self._first: dict[object, Unknown] = {}
        self._met: set[int] = set()

    def note(self, unknown: Unknown) -> None:
        self._met.add(hash(unknown.identity))
        params = {k: clean(v, 200) if isinstance(v, str) else v for k, v in unknown.params.items()}
        short = Unknown(unknown.key, clean(unknown.where, 200), params)
        if len(self._first) < MOST_TOLD:
            self._first.setdefault(short.identity, short)

    def __len__(self) -> int:
        return len(self._met)

    @property
    def first(self) -> dict[str, str]:
        """What is told of them as it is stored, key and parameters in JSON, with the place it was met."""
        told = sorted(self._first.values(), key=lambda u: u.identity)
        return {json.dumps([u.key, dict(u.params)], ensure_ascii=False, default=str): u.where for u in told}

    def reasons(self) -> list[Reason]:
        """What is told of them; how many there are stands before the first few."""
        told = [_told(unknown) for unknown in sorted(self._first.values(), key=lambda u: u.identity)]
        if len(self) > len(told):
            told.insert(0, Reason("health.unknown_many", {"count": len(self), "shown": len(told)}))
        return told


def _told(unknown: Unknown) -> Reason:
    what = {"key": unknown.key, "params": dict(unknown.params)}
    if not unknown.where:
        return Reason("health.unknown_anywhere", {"what": what})
    return Reason("health.unknown", {"what": what, "where": unknown.where})


@dataclass
class RunFacts:
    """What happened in one run, counted while it goes."""

    records: int = 0
    ignored: int = 0
    skipped: int = 0
    parsed: int = 0  # answers that were parsed
    unchanged: int = 0  # answers known already (304, same digest, immutable document read before)
    failures: list[SourceError] = field(default_factory=list)  # of requests the run needs
    optional_failures: list[SourceError] = field(default_factory=list)
    suspects: list[Reason] = field(default_factory=list)  # what the source itself doubts
    stated: dict[str, tuple[int, bool]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    proven_empty: bool = False
    window: timedelta = timedelta()  # what the run asked for, from its first day to its last
    unproven: int = 0  # needed answers in which there was nothing at all, and no proof that there is nothing
    filled: dict[str, int] = field(default_factory=dict)  # fact or role → records that carry it
    odd_dates: int = 0
    newest: date | None = None
    unknowns: Unknowns = field(default_factory=Unknowns)
    undeclared: Undeclared = field(default_factory=Undeclared)  # words of records that the vocabulary does not know
    cut_short: str = ""  # why the run stopped before its end (item limit)
    term_met: int = 0  # records that carry the frequent word of `canary`
    known_met: set[str] = field(default_factory=set)  # permanent matters of `canary` that were read
    passed_over: list[Reason] = field(default_factory=list)  # what a local folder holds and no run reads
    units: list[Reason] = field(default_factory=list)  # what the calendar promised and is not there
    streams: list[Reason] = field(default_factory=list)  # why single streams are doubted
    streams_well: int = 0  # of the others that were read, the number
    set_aside: list[str] = field(default_factory=list)  # where records stand that could not be read
    remarks: list[Reason] = field(default_factory=list)  # told with the run, without touching its verdict
    unheard: list[Reason] = field(default_factory=list)  # why the matcher is not to be trusted

    def count(self, record: Record, canary: Canary, today: date) -> None:
        """Count a record: what it carries, how its dates look, whether it sings."""
        self.records += 1
        self.undeclared.note(record)
        for name in carried_by(record):
            self.filled[name] = self.filled.get(name, 0) + 1
        self.term_met += sings(record, canary.term)
        self.known_met.update({record.matter, *record.aliases} & set(canary.known))
        horizon = today + timedelta(days=2)
        odd = [e for e in record.events if e.date > horizon or e.date.year < 1870]
        self.odd_dates += bool(odd)
        for event in record.events:
            if event in odd:
                continue
            if event.certain and (self.newest is None or event.date > self.newest):
                self.newest = event.date

    @property
    def items(self) -> int:
        """Everything the source listed: what the parser says it saw, else what came out."""
        return max(sum(self.seen.values()), self.records + self.ignored + self.skipped)


@dataclass(frozen=True, slots=True)
class History:
    """What earlier runs of the source came to. `newest` is the newest item they saw; `new_week` counts the records of
    the last seven days, those of this run included, that told more than was known; `days` is how long the source has been watched without a pause (weekly expectations wait for a full week);
    `term_items` items were read while the word of `canary` was looked for, in its days, and `term_met` records had it."""

    newest: date | None = None
    new_week: int = 0
    days: float = 0.0
    term_items: int = 0
    term_met: int = 0


def carried_by(record: Record) -> frozenset[str]:
    """Facts and roles that a record fills; one that is fact and role counts once. A mention that names nobody ("UNKNOWN") fills
    no role, and no fact of that name."""
    filled = {name for name, value in record.facts.items() if value not in (None, "", [], (), {})}
    roles = {m.role.value for m in record.mentions}
    said = {m.role.value for m in record.mentions if not says_nothing(m.text)}
    return frozenset((filled - (roles - said)) | said)


def sings(record: Record, term: str) -> bool:
    """True where the frequent word of a source stands in a record: in a key, the title or a mention."""
    if not term:
        return False
    wanted = term.casefold()
    texts = (record.title, record.matter, *record.aliases, *(m.text for m in record.mentions))
    return any(wanted in text.casefold() for text in texts)
