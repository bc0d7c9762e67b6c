"""How things stand: per source what is checked and what is not, the office's latest issue, and what has not arrived."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor import schedule
from monitor.clock import BEIJING, Week, beijing
from monitor.config import SourceConfig, covered_by
from monitor.config.settings import Sending, Settings, secret
from monitor.coverage import being_read, coverage_of, message_of, standing_of
from monitor.errors import MonitorError
from monitor.health import spans_of
from monitor.installation import FILE
from monitor.issue.period import ReadPeriod, period_of
from monitor.jobs.approving import hindrance
from monitor.jobs.around import Around, settings_of
from monitor.jobs.heartbeat import NO_HEARTBEAT, DaemonState, Heartbeat, heartbeat_of
from monitor.model import Coverage, Reason, SourceState, State, UnitState, Verdict
from monitor.not_read import NotRead, in_words, not_read
from monitor.outbox import office_audience
from monitor.outbox.owed import owed as owed_mail
from monitor.schedule import Unsigned
from monitor.store import Store
from monitor.store.issues import IssueRow
from monitor.store.outbox import OutboxRow
from monitor.store.rows import RunRow
from monitor.texts import Texts
from monitor.texts.days import days_in_words
from monitor.watchlist import anything_watched, unwatched_of


@dataclass(frozen=True, slots=True)
class NextIssue:
    """When the schedule asks for the next issue, and of which week; `goes` is "file" (given out in its folder), "mail" (to
    `addresses` by itself), "signed_file", "signed_mail" (the same, once it is signed), or "by_hand" (mailed when a person
    says so)."""

    at: datetime
    week: Week
    goes: str
    addresses: int


@dataclass(frozen=True, slots=True)
class Standing:
    """`sources` as `monitor status --json` prints them (DESIGN §5.6); `given_up` those that were read until lately and are
    switched off; `since` the begin of what `sources` speak of; `issue` the latest one built, if any;
    `undelivered` mails that have not arrived and somebody should know of; `issue_owed` the week of an issue that should be
    there by now; `left` an issue that was mailed, that nobody accepted, and of which nothing is on its way any more;
    `unserved` the addresses no mail of the issue that is out is on its way to; `channel` how the office's next issue goes
    out, `sending` what lets it; `accepted` when a mail last arrived; `unsigned` the issue that waits for a signature;
    `without_issue` the first and the last week without one, where they are over for days; `demo`: invented data, of which
    nothing is mailed;
    `cases`: how many leads are in which state;
    `unwatched` what of the list is not watched, or only in part; `blind`: no name is watched at all, so that nothing can be
    found; `clock` why this machine's clock cannot be believed; `suppressed` how many leads exception rules keep out."""

    sources: tuple[dict[str, Any], ...]
    issue: IssueRow | None
    undelivered: tuple[OutboxRow, ...]
    issue_owed: str = ""
    left: bool = False
    unserved: tuple[str, ...] = ()
    channel: str = "file"
    given_up: tuple[dict[str, Any], ...] = ()
    since: datetime | None = None
    daemon: Heartbeat = NO_HEARTBEAT
    coming: NextIssue | None = None
    accepted: datetime | None = None
    sending: Sending = Sending.APPROVED
    unsigned: Unsigned | None = None
    unwatched: tuple[Reason, ...] = ()
    blind: bool = False
    without_issue: tuple[Week, Week] | None = None
    demo: bool = False
    clock: Reason | None = None
    cases: Mapping[State, int] = field(default_factory=dict)
    suppressed: int = 0

    @property
    def mail_missing(self) -> bool:
        """Whether somebody who should have the office's mail does not."""
        return bool(self.undelivered or self.unserved)

    @property
    def issue_late(self) -> bool:
        """Whether an issue should be there, or be signed, by now."""
        unsigned = self.unsigned is not None and (self.unsigned.late or self.unsigned.waits)
        return bool(self.issue_owed or self.without_issue or unsigned)

    @property
    def unchecked(self) -> tuple[dict[str, Any], ...]:
        """Sources that are not, or not wholly, checked, those switched off lately among them."""
        return (*(r for r in self.sources if is_unchecked(r)), *self.given_up)

    @property
    def keyless(self) -> tuple[dict[str, Any], ...]:
        """Sources that are switched on and will never be queried for want of a key, however well they were read before."""
        return tuple(r for r in self.sources if r["lacks_key"])

    @property
    def unchecked_since(self) -> str | None:
        """When the first of what is not checked begins; None where nobody can say."""
        return min((r["since"] for r in self.unchecked if r["since"]), default=None)

    @property
    def code(self) -> int:
        """The exit code (DESIGN §5.6): 7 a mail did not arrive · 3 a source is not being checked, or the daemon does not
        work · 6 what was read is not whole or not trusted, no name is watched, or an issue is overdue or not signed in time ·
        0 none of these. What is gravest for a reader comes first."""
        if self.mail_missing or self.left:
            return 7
        if self.daemon.wrong or self.keyless or any(_not_read(r) for r in self.sources):
            return 3
        late = self.blind or self.issue_late or self.clock is not None
        return 6 if late or any(is_unchecked(r) for r in self.sources) else 0


def _not_read(row: Mapping[str, Any]) -> bool:
    doubtful = row["judged"] == SourceState.FAILING and row["verdict"] == Verdict.SUSPICIOUS
    return is_unchecked(row) and row["judged"] != SourceState.GAP and not doubtful


def standing(around: Around) -> Standing:
    """Read how things stand. Raises StateError."""
    now, sources = around.clock.now(), around.sources  # a wrong configuration is told first
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        settings = settings_of(around, store)
        audience = office_audience(settings)
        owed = schedule.owed_issue(store, settings, now)
        issue, undelivered = store.issues.latest(audience.id), tuple(store.outbox.undelivered(audience.id))
        period = period_of(store, audience.id, schedule.issue_week(now), now)
        names = store.watchlist.names()
        unsigned = schedule.unsigned_issue(store, settings, now)
        rows = _source_rows(around, store, sources, period)
        return Standing(
            tuple(r for r in rows if r["id"] in sources),
            issue,
            undelivered,
            str(owed.week) if owed else "",
            left=issue is not None and _left(issue, undelivered),
            unserved=unserved.addresses if (unserved := owed_mail(store, audience, now)) else (),
            channel=audience.channel,
            given_up=tuple(r for r in rows if r["given_up"]),
            since=period.begins,
            daemon=heartbeat_of(around),
            coming=_coming(settings, now),
            accepted=store.outbox.last_accepted(audience.id),
            sending=settings.sending,
            unsigned=unsigned,
            unwatched=unwatched_of(names, store.watchlist.unread(), covered_by(sources)).reasons if names else (),
            without_issue=schedule.weeks_without_issue(store, settings, now),
            demo=store.meta.get("demo") == "1",
            blind=not anything_watched(names),
            clock=schedule.clock_trouble(store, now),
            cases=store.hits.by_state(),
            suppressed=sum(k.now for k in store.exceptions.kept_out(now.astimezone(BEIJING).date())),
        )


def hindered(around: Around, now: Standing) -> MonitorError | None:
    """Why the issue that waits for a signature would be refused it now; None where it would be signed, or none waits. Composes
    the issue anew, which takes as long as to build it: no part of `standing`, which a timer asks every five minutes. Raises
    StateError."""
    if now.unsigned is None:
        return None
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        return hindrance(around, store, settings_of(around, store), now.unsigned.issue)


def _coming(settings: Settings, now: datetime) -> NextIssue | None:
    at = schedule.next_due(settings.bulletin_schedule, now) if settings.bulletin_schedule else None
    if at is None:
        return None
    mailed = office_audience(settings).channel == "mail"
    if settings.sending is Sending.APPROVED:
        goes = "signed_mail" if mailed else "signed_file"
    else:
        goes = ("mail" if settings.sending is Sending.AUTO else "by_hand") if mailed else "file"
    return NextIssue(at, schedule.issue_week(at), goes, len(settings.recipients))


def issue_owed(now: Standing, t: Texts) -> str:
    """That an issue should be there by now and is not, and what becomes of it; "" where that is not so."""
    if not now.issue_owed:
        return ""
    if now.daemon.state is DaemonState.RUNNING and now.daemon.issue_waits_until is not None:
        return t("cli.status.issue_owed_waits", week=now.issue_owed, until=beijing(now.daemon.issue_waits_until))
    return t("cli.status.issue_owed", week=now.issue_owed)


def weeks_without_issue(now: Standing, t: Texts) -> str:
    """That weeks are over without an issue, and what to do; "" where there are none."""
    if now.without_issue is None:
        return ""
    first, last = now.without_issue
    key = "one_week" if first == last else "weeks"
    return t(f"cli.status.without_issue.{key}", first=first, last=last)


def row_of(around: Around, source: str) -> dict[str, Any] | None:
    """What `standing` says of one source; None where there is no state folder yet, or the source is switched off."""
    if not (around.state / FILE).is_file():
        return None
    found = next((r for r in standing(around).sources if r["id"] == source), None)
    return found if found is not None and found["judged"] != SourceState.OFF else None


def ledger_of(around: Around, source: str) -> dict[str, Any] | None:
    """`units_json` of a state folder; None also where there is no such folder yet."""
    if not (around.state / FILE).is_file():
        return None
    with Store.open(around.state, readonly=True) as store:
        return units_json(store, source)


def ledger_lines(ledger: Mapping[str, Any], t: Texts) -> Iterator[tuple[str, str]]:
    """The same for a person: title and text of each line."""
    yield t("cli.source.ledger.read"), t("cli.source.ledger.since", count=ledger["read"], since=ledger["since"])
    for state in ("late", "missing", "excused"):
        for s in ledger[state]:
            names = s["names"] or [""]
            said = days_in_words([[s["from"], s["to"], s["count"], names[0], names[-1]]], t)
            word = "arrived" if state == "missing" and s["arrived"] else state
            why = t("cli.source.ledger.reason", days=said, reason=s["reason"]) if s["reason"] else said
            yield t(f"cli.source.ledger.{word}"), why


def units_json(store: Store, source: str) -> dict[str, Any] | None:
    """The ledger of what the calendar of a source guarantees: how many units were read since `since`, and which are late,
    missing, or excused by a person, each stretch with its first and last day, their number, the names of the two, and why it
    was excused. None where it keeps none, or has not begun."""
    ledger = [standing_of(u) for u in store.units.of(source)]
    if not ledger:
        return None
    told: dict[str, Any] = {"since": ledger[0].day.isoformat()}
    told["read"] = sum(u.state is UnitState.READ for u in ledger)
    for state in (UnitState.LATE, UnitState.MISSING, UnitState.EXCUSED):
        told[state.value] = [
            {
                "from": s.first.isoformat(),
                "to": s.last.isoformat(),
                "count": s.count,
                "names": [n for n in dict.fromkeys(s.names) if n],
                "arrived": s.arrived,
                "reason": s.reason,
            }
            for s in spans_of(ledger, {state})
        ]
    return told


def _left(issue: IssueRow, undelivered: Sequence[OutboxRow]) -> bool:
    mailed = issue.channel == "mail" and issue.released_at is not None
    return mailed and issue.told_at is None and not any(r.issue == issue.id for r in undelivered)


def is_unchecked(row: Mapping[str, Any]) -> bool:
    """Whether what the source publishes is not, or not wholly, checked. One that is switched off is none of these."""
    return not row["checked"] and row["judged"] != SourceState.OFF


def _source_rows(
    around: Around, store: Store, sources: Mapping[str, SourceConfig], period: ReadPeriod
) -> list[dict[str, Any]]:
    """Of every source of the configuration, and of those that were taken out of it lately."""
    now, read_now = around.clock.now(), being_read(store)
    judged = {
        c.source: c
        for c in coverage_of(store, sources, period.begins, now, around.texts, now, after_run=period.after_run or None)
    }
    usual = store.periods.usual_items(list(sources), now)
    rows = [
        _source_row(around, store, c, judged.get(c.id), usual.get(c.id), being_read=c.id in read_now)
        for c in sources.values()
    ]
    return rows + [_taken_out(store, c, now, around.texts) for source, c in judged.items() if source not in sources]


def _taken_out(store: Store, judged: Coverage, now: datetime, texts: Texts) -> dict[str, Any]:
    lacking = not_read(store, judged)
    return {
        "id": judged.source,
        "title": judged.title,
        "state": "off",
        "judged": "off",
        "verdict": judged.verdict.value if judged.verdict else None,
        "checked": False,
        "given_up": True,
        "lacks_key": False,
        "since": beijing(lacking.begins) if lacking is not None and lacking.begins else None,
        "not_read": in_words(lacking, judged, now, texts),
        "reason": judged.message,
        "doubted": [],
        "to_do": "",
    }


def _source_row(
    around: Around,
    store: Store,
    config: SourceConfig,
    judged: Coverage | None,
    usual: float | None,
    *,
    being_read: bool,
) -> dict[str, Any]:
    """`reason` is for anybody, `message` for who looks after the program; `since` is when what is not checked begins, `not_read`
    the same in words."""
    texts, now = around.texts, around.clock.now()
    last = store.runs.last(config.id)
    read = store.runs.last_reading(config.id) if last and last.verdict is Verdict.UNCHANGED else last
    good = store.runs.last(config.id, checked=True)
    state = judged.state if judged is not None and config.enabled else SourceState.OFF
    lacks_key = config.lacks_key(secret)
    due = schedule.next_run(store, config, now) if config.enabled and not lacks_key else None
    newest = store.runs.newest_item(config.id, now.date() + timedelta(days=2))
    reason = judged.message if judged is not None and state is not SourceState.NEVER else ""
    reason = (
        "" if reason == texts("health.never_ran") else reason
    )  # of a period: the words of `not_read` say since when
    told = message_of(last.message, texts) if last else ""
    first = reason if state in (SourceState.PAUSED, SourceState.GAP) and reason not in told else ""
    lacking = not_read(store, judged) if judged is not None else None
    shown = "reading" if being_read and config.enabled and state is not SourceState.PAUSED else state.value
    to_do = "" if judged is None else _to_do(judged, last, config, texts, _made_up(config, lacking, now))
    return {
        "id": config.id,
        "title": config.title_in(texts.lang),
        "state": shown,
        "verdict": last.verdict.value if last and last.verdict else None,
        "last_ok": beijing(good.started) if good else None,
        "last_run": beijing(last.started) if last else None,
        "newest_item": newest.isoformat() if newest else None,
        "items": read.items if read else 0,
        "usual": usual,
        "expectation": config.expect.model_dump(mode="json", exclude_defaults=True),
        "next_run": beijing(due) if due else None,
        "units": units_json(store, config.id),
        "message": texts("health.then").join(part for part in (first, told) if part),
        "checked": judged is None or judged.checked,
        "judged": state.value,
        "given_up": judged is not None and not config.enabled,
        "lacks_key": lacks_key,
        "since": beijing(lacking.begins) if lacking is not None and lacking.begins else None,
        "not_read": "" if judged is None else in_words(lacking, judged, now, texts),
        "reason": reason,
        "to_do": texts("cli.status.to_do.lacks_key") if lacks_key else to_do,
        "doubted": list(judged.doubted) if judged is not None else [],
    }


def _made_up(config: SourceConfig, lacking: NotRead | None, now: datetime) -> str:
    """Whether what was not read is read later: "lost" where the source holds it no longer, "partly" where it holds the
    last of it, "by_hand" where it lies before what later runs look back over, "" by itself."""
    hours = config.window.reach_hours
    if lacking is None:
        return ""
    ends = lacking.until or now
    if hours is not None and (lacking.since is not None or lacking.until is not None):
        reach = now - timedelta(hours=hours)
        if ends <= reach:
            return "lost"
        return "partly" if lacking.since is None or lacking.since < reach else ""
    return "by_hand" if lacking.until is not None else ""


def _to_do(judged: Coverage, last: RunRow | None, config: SourceConfig, t: Texts, made_up: str) -> str:
    """What who looks after the program does about it, with the command."""
    if judged.checked or judged.state is SourceState.OFF:
        return ""
    what: str = judged.state.value
    keys = [str(key) for key, _ in json.loads(last.message or "[]")] if last else []
    if judged.state is SourceState.FAILING:
        what = next((_REMEDIES[key] for key in keys if key in _REMEDIES), judged.verdict or "failed")
    elif judged.state is SourceState.GAP:
        if judged.units_missing or judged.days_left:
            what = "units"
        elif judged.doubted:
            what = "stream"
        else:
            what = f"gap_{made_up}" if made_up else "gap"
    names = t("cli.list.and").join(config.secrets.values())
    return t(f"cli.status.to_do.{what}", source=config.id, names=names)


_REMEDIES = {"health.wrong_key": "key", "health.no_key": "key", "health.quota": "quota", "fetch.quota": "quota",
             "health.budget_spent": "quota", "fetch.unreachable": "network"}  # fmt: skip
