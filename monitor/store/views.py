"""Rows as other modules see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.model import Category, HitKind, Match, State, Subject, SubjectKind, Verdict


@dataclass(frozen=True, slots=True)
class RunRow:
    id: int
    source: str
    started: datetime
    finished: datetime | None
    verdict: Verdict | None
    since: datetime | None
    until: datetime | None
    items: int
    records: int
    skipped: int
    new_hits: int
    changed_hits: int
    newest_item: date | None
    message: str


@dataclass(frozen=True, slots=True)
class MatterRow:
    id: int
    key: str
    kind: str
    category: Category
    jurisdiction: str
    title: str
    url: str
    facts: Mapping[str, object]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    id: int
    code: str
    ident: str
    date: date
    title: str
    url: str
    certain: bool
    source: str
    first_seen: datetime
    run: int


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    role: str
    field: str
    text: str
    source: str
    score: float
    band: str
    match: Match
    own_filing: bool
    capture: str


@dataclass(frozen=True, slots=True)
class CaptureRow:
    id: str
    source: str
    url: str
    status: int
    media_type: str
    size: int
    fetched_at: datetime
    file: str
    body: bool


@dataclass(frozen=True, slots=True)
class HitRow:
    id: int
    matter: MatterRow
    subject: Subject
    state: State
    kind: HitKind
    score: float
    band: str
    role: str
    field: str
    text: str
    source: str
    match: Match
    own_filing: bool
    first_seen: datetime
    first_run: int
    last_changed: datetime
    changed_run: int

    @property
    def watched_id(self) -> str:
        """The id of the watched name this hit is about, "" where it is about something else."""
        return self.subject.id if self.subject.kind is SubjectKind.NAME else ""
