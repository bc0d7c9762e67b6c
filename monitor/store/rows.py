"""Rows of the store as other modules see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date, datetime
from typing import Any

from monitor.model import Category, Event, HitKind, Match, State, Subject, SubjectKind, Verdict, Whose
from monitor.store.as_json import loads
from monitor.store.goods import unpack_goods


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
    code: str
    ident: str
    date: date
    title: str
    url: str
    certain: bool
    source: str
    first_seen: datetime
    run: int
    says: Mapping[str, object] = default(default_factory=dict)
    parties: tuple[str, ...] = ()
    whole: bool | None = None

    def plain(self) -> Event:
        """The event itself, without who reported it and when."""
        return Event(
            self.code, self.date, self.title, self.ident, self.url, self.certain, self.says, self.parties, self.whole
        )


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    role: str
    field: str
    text: str
    source: str
    score: float
    band: str
    match: Match
    whose: Whose
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
    whose: Whose
    first_seen: datetime
    first_run: int
    last_changed: datetime
    changed_run: int
    reread_run: int = 0  # the latest run in which a new version judged it otherwise
    fallen_run: int = 0  # in which a new version no longer found it; 0 while it stands
    baseline_run: int = 0  # in which it was found in what was stored, after the list changed; 0 where it was otherwise
    exception: int = 0  # the exception rule that keeps it out as long as nobody looks at it; 0: none
    sparing: int = 0  # one that holds of it and does not keep it out
    spared: str = ""  # why not
    freed: int = 0  # the rule that last kept it out
    freed_run: int = 0  # in which it came back

    @property
    def suppressed(self) -> bool:
        return self.exception != 0 and self.state is State.NEW

    @property
    def watched_id(self) -> str:
        """The id of the watched name this hit is about, "" where it is about something else."""
        return self.subject.id if self.subject.kind is SubjectKind.NAME else ""


def run_row(r: Mapping[str, object]) -> RunRow:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(str(r[name])) if r[name] else None

    started = moment("started")
    assert started is not None
    return RunRow(
        id=int(str(r["id"])),
        source=str(r["source"]),
        started=started,
        finished=moment("finished"),
        verdict=Verdict(str(r["verdict"])) if r["verdict"] else None,
        since=moment("since"),
        until=moment("until"),
        items=int(str(r["items"])),
        records=int(str(r["records"])),
        skipped=int(str(r["skipped"])),
        new_hits=int(str(r["new_hits"])),
        changed_hits=int(str(r["changed_hits"])),
        newest_item=date.fromisoformat(str(r["newest_item"])) if r["newest_item"] else None,
        message=str(r["message"]),
    )


def matter_row(r: Mapping[str, Any]) -> MatterRow:
    return MatterRow(
        id=r["id"],
        key=r["key"],
        kind=r["kind"],
        category=Category(r["category"]),
        jurisdiction=r["jurisdiction"],
        title=r["title"],
        url=r["url"],
        facts=_facts(r),
        sources=tuple(sorted(loads(r["joined_origins"] or r["origins"]))),
    )


def _facts(r: Mapping[str, Any]) -> Mapping[str, object]:
    """With the goods that are kept apart, where those of a record in which a name was met do not stand among the facts."""
    facts: dict[str, object] = loads(r["facts"])
    if r["goods"] is not None and "goods" not in facts:
        facts["goods"] = unpack_goods(r["goods"])
    return facts
