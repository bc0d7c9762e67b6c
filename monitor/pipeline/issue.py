"""The weekly issue: gather from the store, compose, render, write, and record what was told.

What is told is decided by what was told before, not by dates: a hit no issue has told is new in this one, even if the
week it was found in never got an issue. Building the same week again keeps its numbers and replaces its files.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor import bulletin
from monitor.assess.filers import serial_filers_of
from monitor.bulletin.compose import compose, propose_numbers
from monitor.bulletin.issue import HitView, Issue, IssueInput, OfficeView
from monitor.clock import Week
from monitor.config import SourceConfig
from monitor.config.settings import Settings
from monitor.errors import DiskFull, StateError, UsageError
from monitor.pipeline.coverage import coverage_of
from monitor.pipeline.hit_details import details_of
from monitor.pipeline.hit_views import filer_views_of, view_of
from monitor.store import HitRow, Store
from monitor.store.bulletins import BulletinRow, Entry
from monitor.texts import Texts

_FORMATS = ("html", "txt", "json")
# States in which a hit is no longer told: a person said so.
_SILENT = frozenset({"false_positive", "duplicate"})


@dataclass(frozen=True, slots=True)
class Built:
    """A built issue: its model, folder, and files by format."""

    issue: Issue
    folder: Path
    files: Mapping[str, Path]
    digest: str


def build_issue(
    store: Store,
    settings: Settings,
    sources: Mapping[str, SourceConfig],
    week: Week,
    now: datetime,
    texts: Texts,
    *,
    formats: Sequence[str] = _FORMATS,
) -> Built:
    """Build (or build again) the issue of a week. Raises UsageError for a week that has not begun."""
    if week.begins > now:
        raise UsageError("errors.week_to_come", week=str(week))
    gathered, entries = gather(store, settings, sources, week, now, texts)
    issue = compose(gathered)
    rendered = {name: bulletin.render(issue, name, texts) for name in formats}
    digest = hashlib.sha256(b"".join(rendered[n] for n in sorted(rendered))).hexdigest()
    folder = store.state / "bulletins" / str(week)
    files = {name: _write(folder / f"bulletin.{name}", body) for name, body in rendered.items()}
    store.keep_bulletin(
        BulletinRow(
            week=week,
            number=gathered.issue_no,
            built_at=now,
            cut_run=store.last_run_id(week.ends),
            subject=issue.subject,
            digest=digest,
            folder=str(folder.relative_to(store.state)),
        ),
        entries,
    )
    return Built(issue, folder, files, digest)


def gather(
    store: Store,
    settings: Settings,
    sources: Mapping[str, SourceConfig],
    week: Week,
    now: datetime,
    texts: Texts,
) -> tuple[IssueInput, list[Entry]]:
    """Everything the issue of a week is made from, and the entries it will record."""
    end = min(now, week.ends)
    told = store.told_before(week)
    later = store.told_later(week)
    before = store.bulletin_before(week)
    cut = before.cut_run if before else 0
    upto = store.last_run_id(week.ends)  # what later runs brought belongs to the next issue, whenever this one is built
    open_hits = [h for h in store.hits() if h.state not in _SILENT and h.id not in later and _found_by(h, week, now)]
    new = [h for h in open_hits if h.id not in told and not h.own_filing]
    own = [h for h in open_hits if h.id not in told and h.own_filing]
    changed = [h for h in open_hits if h.id in told and _has_news(store, h, cut, upto)]
    demo = store.meta("demo") == "1"

    def views(hits: Sequence[HitRow], after: int) -> tuple[HitView, ...]:
        return tuple(
            view_of(store, d, texts, new_after_run=after, demo=demo) for d in details_of(store, hits, now, texts.lang)
        )

    gathered = IssueInput(
        office=OfficeView(
            name=settings.office_name or texts("bulletin_office.unnamed"),
            province=settings.province,
            phone=settings.office_phone,
            entry_prefix=settings.entry_prefix,
            feedback=settings.mail_reply_to or settings.mail_from,
        ),
        year=week.year,
        week=week.number,
        issue_no=week.number,
        period_from=week.first_day,
        period_until=week.last_day,
        built_at=now,
        new_hits=views(new, cut),
        changed_hits=views(changed, cut),
        own_filings=views(own, cut),
        filers=filer_views_of(store, serial_filers_of(store)),
        ongoing_count=sum(1 for h in open_hits if h.id in told) - len(changed),
        coverage=coverage_of(store, sources, week.begins, end, texts),
        quarantined={s: n for s in sources if (n := store.quarantined(s, week.begins))},
        names_watched=len(store.watched()),
        watchlist_version=store.watchlist_version(),
        records_examined=sum(store.items_since(s, week.begins) for s in sources),
        demo=demo,
        lang=texts.lang,
    )
    return _numbered(store, gathered, week)


def _found_by(hit: HitRow, week: Week, now: datetime) -> bool:
    """Found before the week ended; or "in the future", under a clock that was wrong: that must not wait until then."""
    return hit.first_seen < week.ends or (hit.first_seen > now and week.ends >= now)


def _has_news(store: Store, hit: HitRow, cut: int, upto: int) -> bool:
    return cut < hit.changed_run <= upto or any(cut < e.run <= upto for e in store.events_of(hit.matter.id))


def _numbered(store: Store, gathered: IssueInput, week: Week) -> tuple[IssueInput, list[Entry]]:
    """Give every new hit its permanent number; numbers of an earlier build of this week stay."""
    known = {e.hit: e.entry_no for e in store.entries(week)}
    taken = max((int(n.rsplit("-", 1)[-1]) for n in known.values() if n.rsplit("-", 1)[-1].isdigit()), default=0)
    proposed = propose_numbers(gathered, taken)

    def numbered(views: tuple[HitView, ...]) -> tuple[HitView, ...]:
        return tuple(v if v.entry_no else replace(v, entry_no=proposed[v.id]) for v in views)

    result = replace(
        gathered,
        new_hits=numbered(gathered.new_hits),
        own_filings=numbered(gathered.own_filings),
        changed_hits=numbered(gathered.changed_hits),
    )
    parts = (("new", result.new_hits), ("own", result.own_filings), ("changed", result.changed_hits))
    entries = [Entry(int(v.id), v.entry_no, part) for part, views in parts for v in views]
    return result, entries


def _write(path: Path, body: bytes) -> Path:
    """Whole or not at all: a reader never meets half a bulletin."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(path.suffix + ".tmp")
        with temporary.open("wb") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull("errors.state_full", folder=str(path.parent)) from None
        raise StateError("errors.state_unusable", folder=str(path.parent), why=error.strerror or "") from None
    return path
