"""Since when, and until when, what a source publishes was not read: one answer for `status`, `doctor`, `source show` and
`lookup`, whatever stretch of time each of them asks about. A bulletin speaks of its own period instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from monitor.bulletin import calendar_words as when
from monitor.clock import BEIJING
from monitor.coverage import counts
from monitor.model import Coverage, SourceState, Verdict
from monitor.store import Store
from monitor.texts import Texts
from monitor.texts.spans import span_in_words

_INSTANT = timedelta(seconds=1)  # in which the start of a run is stored


@dataclass(frozen=True, slots=True)
class NotRead:
    """`since`: the last run that counts before it, None: there was none. `until`: from when on it was read again, None: not up
    to now. `day`: the first day of the calendar of which the unit is missing or left for later, where that begins earlier."""

    since: datetime | None = None
    until: datetime | None = None
    day: date | None = None

    @property
    def begins(self) -> datetime | None:
        """The first instant that was not read; None where nobody can say."""
        of_day = datetime.combine(self.day, time(), BEIJING) if self.day else None
        return min((m for m in (self.since, of_day) if m is not None), default=None)


def not_read(store: Store, judged: Coverage) -> NotRead | None:
    """What of a source was not read; None where all was. Of the stretch before the period that was asked about, all of it."""
    if judged.checked:
        return None
    days = [s.first for s in judged.units_missing] + [first for first, _ in judged.days_left]
    day = min(days, default=None)
    gap = judged.gap_from or (judged.last_ok if day is None else None)
    if gap is None:
        return NotRead(day=day)
    before = next((r for r in store.runs.that_may_count(judged.source, until=gap + _INSTANT) if counts(r)), None)
    later = [r for r in store.runs.that_may_count(judged.source, since=gap + _INSTANT) if counts(r)]
    after = later[-1] if later else None
    until = (after.since or after.started) if after else None
    since = before.started if before else None
    if since is not None and until is not None and until <= since:  # it was read again, and reached back over it
        since = until = None
    return NotRead(since, until, day)


def in_words(found: NotRead | None, judged: Coverage, now: datetime, t: Texts) -> str:
    """ "已 18 天未查询（上次成功11月20日10:00）"; "" where nothing more can be said than that it was never queried."""
    if found is None or judged.state is SourceState.NEVER:
        return ""
    if found.day is not None and (found.since is None or found.begins != found.since):
        return t("health.not_read.day", day=_day(found.day, now, t))
    lapsed = judged.state not in (SourceState.GAP, SourceState.FINE)
    if found.until is not None and lapsed and judged.last_ok is not None:  # and since its last success as well
        here, earlier = NotRead(judged.last_ok), replace(judged, judged=SourceState.GAP)
        return t("cli.list.then").join((in_words(here, judged, now, t), in_words(found, earlier, now, t)))
    if found.until is not None:
        until = _moment(found.until, now, t)
        if found.since is None:
            return t("health.not_read.before", until=until)
        return t("health.not_read.between", since=_moment(found.since, now, t), until=until)
    if found.since is None:
        return ""
    failing = judged.state is SourceState.FAILING
    key = ("in_doubt" if judged.verdict is Verdict.SUSPICIOUS else "failing") if failing else "not_queried"
    span = span_in_words(max(int((now - found.since).total_seconds()), 0), t)
    return t(f"health.not_read.{key}", span=span, at=_moment(found.since, now, t))


def _moment(moment: datetime, now: datetime, t: Texts) -> str:
    local = moment.astimezone(BEIJING)
    return t("health.public.at", day=_day(local.date(), now, t), time=local.strftime("%H:%M"))


def _day(day: date, now: datetime, t: Texts) -> str:
    same_year = day.year == now.astimezone(BEIJING).year
    return when.month_day(day, t) if same_year else when.day(day, t)
