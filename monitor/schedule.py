"""What is owed now, asked of the store each time (DESIGN §5.15). A cron time only makes something due; whether it was done is
what the store says. Nothing here waits, and nothing remembers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from monitor.clock import BEIJING, Week, beijing
from monitor.config import SourceConfig
from monitor.config.settings import Sending, Settings
from monitor.model import Reason, Verdict
from monitor.outbox import office_audience
from monitor.store import RunRow, Store
from monitor.store.issues import IssueRow

# After a run that failed on the network, before the next scheduled one.
_RETRIES = tuple(timedelta(minutes=m) for m in (5, 15, 30, 60, 120, 240))
# An issue that was due longer ago is not made up for: the next one tells all of it.
_LONG_AGO = timedelta(days=8)
_GRACE = timedelta(hours=1)
_PATIENCE = timedelta(days=3)  # an issue that is neither built nor signed by then is at fault
NO_EARLIER = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right stands before this: the program did not exist."""
FAR_BEYOND = timedelta(days=21)
"""So long no source has ever been silent together with all the others."""
_INSTANT = timedelta(seconds=1)  # in which the start of a run is stored


@dataclass(frozen=True, slots=True)
class OwedIssue:
    """A week whose issue should be there by now and is not. `release`: it goes out as well, not only into its folder."""

    week: Week
    release: bool


# --- runs -----------------------------------------------------------------------------------------------------------


def owed_runs(store: Store, sources: Iterable[SourceConfig], now: datetime) -> list[str]:
    """Enabled sources that should be run now, in their order."""
    return [config.id for config in sources if config.enabled and run_owed(store, config, now)]


def run_owed(store: Store, config: SourceConfig, now: datetime) -> bool:
    """True when a scheduled run lies behind us and none was begun since (the machine was off), when the last one was cut
    off, or failed on the network some time ago."""
    due = last_due(config.schedule, now)
    last = store.runs.last(config.id)
    # A run "of the future" was made under a clock that was wrong; it says nothing about today.
    if last is None or not due <= last.started <= now or config.id in store.runs.interrupted():
        return True
    return last.verdict is Verdict.FAILED and now >= _again(store, config, due, last)


def _again(store: Store, config: SourceConfig, due: datetime, last: RunRow) -> datetime:
    """When a failed run is tried once more: later and later, until the schedule asks anyhow."""
    failed = 0
    for run in store.runs.of(config.id, since=due):
        if run.verdict is not Verdict.FAILED:
            break
        failed += 1
    return (last.finished or last.started) + _RETRIES[min(max(failed, 1), len(_RETRIES)) - 1]


def overdue_since(config: SourceConfig, begun: datetime, now: datetime) -> datetime | None:
    """When the first run was due that is not begun more than an hour later, `begun` being the start of the latest one: so
    long sources may wait for each other. None where none is."""
    # A run "of the future" was made under a clock that was wrong; it says nothing about today.
    due = next_due(config.schedule, begun + _INSTANT) if begun <= now else last_due(config.schedule, now)
    return due if due is not None and due <= now - _GRACE else None


def next_run(store: Store, config: SourceConfig, now: datetime) -> datetime | None:
    """When a source is run next, as things stand: by its schedule, or earlier where the last run failed."""
    last = store.runs.last(config.id)
    due = next_due(config.schedule, now, last.started if last else None)
    if last is not None and last.verdict is Verdict.FAILED:
        again = max(_again(store, config, last_due(config.schedule, now), last), now)
        return min(due, again) if due is not None else again
    return due


def out_of_reach(config: SourceConfig, until: datetime | None, now: datetime) -> Reason | None:
    """What no run can make up for any more: the source tells of its last hours only, and was last read before them, `until`."""
    hours = config.window.reach_hours
    if hours is None or until is None or until >= now - timedelta(hours=hours):
        return None
    return Reason("health.out_of_reach", {"since": beijing(until), "until": beijing(now - timedelta(hours=hours))})


# --- issues ---------------------------------------------------------------------------------------------------------


def owed_issue(store: Store, settings: Settings, now: datetime) -> OwedIssue | None:
    """The office's issue that the schedule has asked for and that is not there: never built, or built and not released
    where the daemon is to release it. One a person released early is there."""
    if not settings.bulletin_schedule:
        return None
    fire = last_due(settings.bulletin_schedule, now)
    if fire < now - _LONG_AGO:
        return None
    audience = office_audience(settings)
    release = settings.sending is Sending.AUTO or (settings.sending is Sending.OFF and audience.channel == "file")
    week = issue_week(fire)
    issue = store.issues.get(audience.id, week, revision=0)
    if issue is not None and (issue.released_at is not None or (not release and issue.built_at >= fire)):
        return None
    return OwedIssue(week, release)


@dataclass(frozen=True, slots=True)
class Unsigned:
    """The latest issue, which waits to be signed; `planned`: when it was to go out, None: nobody set a time. `late`: more than an
    hour ago; `waits`: it has waited for more than three days, whenever it was to go out."""

    issue: IssueRow
    planned: datetime | None
    late: bool
    waits: bool = False


def unsigned_issue(store: Store, settings: Settings, now: datetime) -> Unsigned | None:
    """The office's latest issue where it waits for a signature, and for nothing else."""
    if settings.sending is not Sending.APPROVED:
        return None
    issue = store.issues.latest(office_audience(settings).id)
    if issue is None or issue.released_at is not None or issue.approved_at is not None:
        return None
    # The first time the schedule asks for this week's issue: on the second of its days at the earliest (issue_week).
    begun = issue.week.begins + timedelta(days=1)
    planned = next_due(settings.bulletin_schedule, begun) if settings.bulletin_schedule else None
    late = planned is not None and planned + _GRACE < now
    return Unsigned(issue, planned, late, issue.built_at + _PATIENCE < now)


def weeks_without_issue(store: Store, settings: Settings, now: datetime) -> tuple[Week, Week] | None:
    """The first and the last week that ended more than three days ago without an issue, after the latest issue that was built;
    where none ever was, from the week on in which the first source was read. None where there is no such week."""
    latest = store.issues.latest(office_audience(settings).id)
    if latest is not None:
        first = Week.of(latest.week.ends)
    else:
        begun = store.runs.first_begun()
        if begun is None:
            return None
        first = Week.of(begun)
    last = Week.of(now - _PATIENCE - timedelta(days=7))
    return (first, last) if first.begins <= last.begins else None


def issue_week(moment: datetime) -> Week:
    """The week an issue made at this moment is about: the one in which the day before lies, so that an issue made on
    Monday morning tells the week that ended."""
    return Week.of(moment - timedelta(days=1))


# --- the clock ------------------------------------------------------------------------------------------------------


def clock_trouble(store: Store, now: datetime) -> Reason | None:
    """Why this machine's clock cannot be believed: it stands before this program was made (1970, after a battery died), or
    weeks after the newest record that any source published. The latter may as well mean that no source was read for weeks:
    the sentence says both."""
    if now < NO_EARLIER:
        return Reason("health.clock.too_early", {"now": beijing(now)})
    newest = store.runs.newest_of_all(now)
    if newest is not None and now.astimezone(BEIJING).date() > newest + FAR_BEYOND + timedelta(days=7):
        return Reason("health.clock.beyond", {"now": beijing(now), "newest": newest.isoformat()})
    return None


def beyond_records(store: Store, week: Week, now: datetime) -> date | None:
    """The day of the newest record, where a week begins so long after it that its issue could only tell of nothing: the clock
    was set wrong, or nothing was read for weeks. A person may build it all the same."""
    newest = store.runs.newest_of_all(now)
    return newest if newest is not None and week.first_day > newest + FAR_BEYOND else None


# --- cron -----------------------------------------------------------------------------------------------------------


def last_due(schedule: str, now: datetime) -> datetime:
    """The last instant up to `now` at which a cron schedule (Asia/Shanghai) asks; 40 days ago if it did not ask since."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(schedule, timezone=BEIJING)
    moment = now - timedelta(days=40)
    last = moment
    step = trigger.get_next_fire_time(None, moment)
    # A dense schedule is walked from close by; a sparse one (weekly, monthly) from further back.
    for back in (timedelta(hours=2), timedelta(days=2), timedelta(days=9), timedelta(days=40)):
        first = trigger.get_next_fire_time(None, now - back)
        if first is not None and first <= now:
            step = first
            break
    while step is not None and step <= now:
        last = step
        step = trigger.get_next_fire_time(step, step + timedelta(seconds=1))
    return last


def next_due(schedule: str, now: datetime, answered: datetime | None = None) -> datetime | None:
    """When a cron schedule asks next. The instant of this very minute is over where something begun at `answered` has
    answered it."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(schedule, timezone=BEIJING)
    fire: datetime | None = trigger.get_next_fire_time(None, now)
    if fire is not None and answered is not None and fire <= answered <= now:
        fire = trigger.get_next_fire_time(None, fire + timedelta(minutes=1))
    return fire


def coming(settings: Settings, sources: Mapping[str, SourceConfig], now: datetime) -> dict[str, datetime]:
    """What the schedules ask for next: source ids and "bulletin"."""
    found = {c.id: next_due(c.schedule, now) for c in sources.values() if c.enabled}
    if settings.bulletin_schedule:
        found["bulletin"] = next_due(settings.bulletin_schedule, now)
    return {what: moment for what, moment in found.items() if moment is not None}
