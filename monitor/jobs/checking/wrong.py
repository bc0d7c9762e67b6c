"""What is wrong, as somebody outside the daemon sees it: from its heartbeat, from the store, from the disk. Nothing is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor import schedule
from monitor.clock import BEIJING, beijing
from monitor.config import SourceConfig
from monitor.errors import MonitorError
from monitor.installation import MARK, check_installation
from monitor.jobs import status
from monitor.jobs.around import Around, settings_of
from monitor.jobs.checking.forecast import LEAST_FREE, NEARLY_FULL, Sample, days_left
from monitor.jobs.heartbeat import DaemonState, heartbeat_of
from monitor.jobs.status import Standing, standing
from monitor.jobs.trouble import told_of
from monitor.model import SourceState, Verdict
from monitor.outbox.wording import number_of
from monitor.store import Store
from monitor.store.outbox import FAILED
from monitor.texts.reasons import state_in_words
from monitor.texts.spans import span_in_words

_STOPPED_LONG = timedelta(hours=1)  # an upgrade takes minutes
_BUSY_LONG = timedelta(hours=6)  # a million records are matched again in less
_CATCH_UP = timedelta(hours=2)
_ISSUE_GRACE = timedelta(minutes=90)  # after a start, an issue waits up to an hour for the sources
_MAIL_GRACE = timedelta(hours=24)
_FRESH_GRACE = timedelta(hours=48)
_KEY_NOTICE = timedelta(days=30)
_SEVERAL, _NEARLY_ALL = 3, 0.8  # sources that fail together
_UNASKED = (SourceState.OWED, SourceState.NEVER, SourceState.INTERRUPTED, SourceState.GAP)
_DISK_NOTICE = 14  # days

_GRAVEST_FIRST = (4, 7, 3, 6)


@dataclass(frozen=True, slots=True)
class Wrong:
    """`key` says which trouble it is, the same at every look; `code` its exit code (DESIGN §5.6); `said` and `to_do` hold no
    word of a source or of a mail server."""

    key: str
    code: int
    said: str
    to_do: str = ""
    consequence: bool = False  # of a daemon that is dead, or was until a moment ago


def code_of(wrong: Sequence[Wrong]) -> int:
    """The gravest: the folder itself, then what did not arrive, then what is not read, then what is late; 0 where all is
    well."""
    return min((w.code for w in wrong), key=_GRAVEST_FIRST.index, default=0)


def wrong_now(around: Around, samples: Sequence[Sample] = (), open_before: Collection[str] = ()) -> tuple[Wrong, ...]:
    """All that is wrong. A part that cannot be looked at is itself what is wrong, and keeps no other from being looked at.
    `samples` of the free disk, for the forecast. `open_before`: what the administrator knows of; it is not called over because
    a daemon was started."""
    found: dict[str, Wrong] = {}
    looks: tuple[Callable[[Around], Iterator[Wrong]], ...] = (_daemon, _stored, _keys)
    for look in looks:
        try:
            for w in look(around):
                found[w.key] = w
        except Exception as error:
            if (told := told_of(error, around.state)) is None:
                raise
            found["state"] = _of_error(around, told)
    found.update({w.key: w for w in _disk(around, samples)})
    if "daemon" in found or _has_just_begun(around):  # what was not even asked comes right with it
        found = {key: w for key, w in found.items() if key in open_before or not w.consequence}
    return tuple(sorted(found.values(), key=lambda w: _GRAVEST_FIRST.index(w.code)))


def _has_just_begun(around: Around) -> bool:
    """Whether a daemon is at work that is still making up for what was missed while there was none."""
    beat = heartbeat_of(around)
    begun = beat.started is not None and around.clock.now() - beat.started < _CATCH_UP
    return beat.state is DaemonState.RUNNING and begun


def _of_error(around: Around, error: MonitorError) -> Wrong:
    code = error.exit_code if error.exit_code in _GRAVEST_FIRST else 4
    return Wrong("state", code, around.texts(error.key, **error.params))


def _daemon(around: Around) -> Iterator[Wrong]:
    t, beat, now = around.texts, heartbeat_of(around), around.clock.now()
    at, age = beijing(beat.at) if beat.at else "", span_in_words(beat.seconds, t)
    to_do = t("cli.status.to_do.daemon")
    if beat.state in (DaemonState.GONE, DaemonState.SILENT):
        yield Wrong("daemon", 3, t(f"check.daemon.{beat.state}", at=at, age=age), to_do)
    elif beat.state is DaemonState.STOPPED and beat.because:
        yield Wrong("daemon", 3, t("check.daemon.left", at=at, age=age), t("check.daemon.left_to_do"))
    elif beat.state is DaemonState.STOPPED and beat.seconds > _STOPPED_LONG.total_seconds():
        yield Wrong("daemon", 3, t("check.daemon.stopped", at=at, age=age), t("check.daemon.start"))
    elif beat.state is DaemonState.NONE and around.settings.bulletin_schedule:
        yield Wrong("daemon", 3, t("check.daemon.none"), t("check.daemon.start"))
    for work in beat.busy:
        if beat.state is DaemonState.RUNNING and work.since < now - _BUSY_LONG:
            name = t.find(f"cli.status.busy.{work.what}") or work.what
            yield Wrong(f"busy.{work.what}", 3, t("check.daemon.busy", what=name, since=beijing(work.since)), to_do)


def _stored(around: Around) -> Iterator[Wrong]:
    check_installation(around.state)
    now, t = around.clock.now(), around.texts
    seen = standing(around)
    if seen.blind:
        yield Wrong("watchlist", 4, t("cli.status.blind"), t("cli.status.to_do.blind"))
    yield from _issue(around, seen)
    yield from _mail(around, seen)
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        if (trouble := schedule.clock_trouble(store, now)) is not None:
            yield Wrong("clock", 6, t.reason(trouble), t("cli.doctor.set_clock"))
        # What was owed some while ago, by what is there now.
        owed = schedule.owed_issue(store, settings_of(around, store), now - _ISSUE_GRACE)
        if owed is not None:
            yield Wrong(
                f"issue.{owed.week}", 6, t("check.issue", week=owed.week), t("check.issue_to_do", week=owed.week)
            )
        yield from _sources(around, store, seen)


def _issue(around: Around, seen: Standing) -> Iterator[Wrong]:
    t, waits = around.texts, seen.unsigned
    if waits is not None and waits.late and waits.planned is not None:
        i = waits.issue
        said = t("check.unsigned", issue=number_of(i.week.year, i.number, i.revision, t), at=beijing(waits.planned))
        yield Wrong(f"unsigned.{i.week}", 6, said, t("check.unsigned_to_do", week=i.week))


def _mail(around: Around, seen: Standing) -> Iterator[Wrong]:
    """Counted, not quoted: what a mail server answered may hold addresses of its own, and `outbox list` has it."""
    t, now = around.texts, around.clock.now()
    failed = [r for r in seen.undelivered if r.state in FAILED]
    waiting = [r for r in seen.undelivered if r.state not in FAILED and r.queued_at < now - _MAIL_GRACE]
    if failed:
        yield Wrong("outbox.failed", 7, t("check.mail.failed", count=len(failed)), t("check.mail.to_do"))
    if waiting:
        oldest = min(r.queued_at for r in waiting)
        said = t("check.mail.waiting", count=len(waiting), since=beijing(oldest))
        yield Wrong("outbox.waiting", 7, said, t("check.mail.to_do"))
    out = seen.issue is not None and seen.issue.released_at is not None and seen.issue.released_at < now - _ISSUE_GRACE
    if seen.unserved and out:
        said = t("check.mail.unserved", count=len(seen.unserved))
        yield Wrong("outbox.unserved", 7, said, t("check.mail.to_do"))
    if seen.left and out:
        yield Wrong("outbox.left", 7, t("check.mail.left"), t("check.mail.to_do"))


def _sources(around: Around, store: Store, seen: Standing) -> Iterator[Wrong]:
    t, now = around.texts, around.clock.now()
    unasked_too = set(_UNASKED)
    if heartbeat_of(around).state is DaemonState.RUNNING:  # one that is killed again and again is killed by a source
        unasked_too.discard(SourceState.INTERRUPTED)
    stale = []
    watched = [c for c in around.sources.values() if c.enabled]
    rows = {row["id"]: row for row in seen.sources}
    for config in watched:
        row = rows.get(config.id)
        if row is None or not status.is_unchecked(row) or row["judged"] == SourceState.PAUSED:
            continue
        last = store.runs.last(config.id, checked=True)
        if row["verdict"] == Verdict.SKIPPED and last is None:
            continue  # never had its key: a choice of the office, which doctor and the bulletin name
        since = last.started if last is not None else _begun(around)
        if since is not None and since < schedule.last_due(config.schedule, now - _patience(config)):
            stale.append((config, row, since))
    if len(stale) >= _SEVERAL and len(stale) >= _NEARLY_ALL * len(
        watched
    ):  # our own network, more likely than all of theirs
        since = max(since for _, _, since in stale)
        unasked = all(row["judged"] in unasked_too for _, row, _ in stale)
        said = t("check.sources.all", count=len(stale), total=len(watched), since=beijing(since))
        yield Wrong("sources", 3, said, t("check.sources.all_to_do"), consequence=unasked)
        return
    for config, row, since in stale:
        state = state_in_words(row["judged"], row["verdict"], t)
        said = t("check.sources.one", title=row["title"], state=state, since=beijing(since))
        to_do = t("check.sources.to_do", source=config.id)
        yield Wrong(f"source.{config.id}", 3, said, to_do, consequence=row["judged"] in unasked_too)


def _patience(config: SourceConfig) -> timedelta:
    """How long a source may fail before somebody is called: less where what it tells is soon gone."""
    reach = config.window.reach_hours
    return min(_FRESH_GRACE, timedelta(hours=reach) / 2) if reach else _FRESH_GRACE


def _begun(around: Around) -> datetime | None:
    """Since when there is this installation; None where that is not known."""
    with suppress(OSError):
        return datetime.fromtimestamp((around.state / MARK).stat().st_mtime, UTC)
    return None


def _keys(around: Around) -> Iterator[Wrong]:
    t, today = around.texts, around.clock.now().astimezone(BEIJING).date()
    for name, day in sorted(around.settings.expiring.items()):
        if day <= today + _KEY_NOTICE:
            key = "over" if day < today else "soon"
            said = t(f"check.key.{key}", name=name, day=day.isoformat(), days=(day - today).days)
            yield Wrong(f"key.{name}", 6, said, t("check.key.to_do", name=name))


def _disk(around: Around, samples: Sequence[Sample]) -> Iterator[Wrong]:
    t = around.texts
    folder = around.state if around.state.is_dir() else around.state.absolute().parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return  # what is wrong with the folder is said already
    left = days_left((*samples, (around.clock.now().date(), free)))
    shown = f"{free / 1e9:.1f}"
    if free < NEARLY_FULL:
        yield Wrong("disk", 4, t("check.disk.full", free=shown), t("check.disk.to_do"))
    elif free < LEAST_FREE:
        yield Wrong("disk", 6, t("check.disk.low", free=shown), t("check.disk.to_do"))
    elif left is not None and left <= _DISK_NOTICE:
        yield Wrong("disk", 6, t("check.disk.forecast", free=shown, days=left), t("check.disk.to_do"))
