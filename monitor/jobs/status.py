"""How things stand: per source what is checked and what is not, the office's latest issue, and what has not arrived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from monitor import schedule
from monitor.clock import beijing
from monitor.config import SourceConfig
from monitor.coverage import but_for_units, message_of, standing_of
from monitor.health import spans_of
from monitor.jobs.around import Around, settings_of
from monitor.locks import COLLECT, is_held
from monitor.model import UnitState, Verdict
from monitor.outbox import office_audience
from monitor.outbox.owed import owed as owed_mail
from monitor.store import Store
from monitor.store.issues import IssueRow
from monitor.store.opening import FILE
from monitor.store.outbox import OutboxRow
from monitor.texts import Texts
from monitor.texts.days import days_in_words

UNCHECKED = frozenset({"gap", "failing", "never", "interrupted", "owed", "paused"})
"""States of a source in which what it publishes is not, or not wholly, checked."""
_CHECKED = frozenset(v.value for v in Verdict if v.checked)


@dataclass(frozen=True, slots=True)
class Standing:
    """`sources` as `monitor status --json` prints them (DESIGN §5.6); `issue` the latest one built, if any;
    `undelivered` mails that have not arrived and somebody should know of; `issue_owed` the week of an issue that should be
    there by now; `left` an issue that was mailed, that nobody accepted, and of which nothing is on its way any more;
    `unserved` the addresses no mail of the issue that is out is on its way to; `channel` how the office's next issue goes
    out."""

    sources: tuple[dict[str, Any], ...]
    issue: IssueRow | None
    undelivered: tuple[OutboxRow, ...]
    issue_owed: str = ""
    left: bool = False
    unserved: tuple[str, ...] = ()
    channel: str = "file"

    @property
    def mail_missing(self) -> bool:
        """Whether somebody who should have the office's mail does not."""
        return bool(self.undelivered or self.unserved)


def standing(around: Around) -> Standing:
    """Read how things stand. Raises StateError."""
    now, sources = around.clock.now(), around.sources  # a wrong configuration is told first
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        settings = settings_of(around, store)
        audience = office_audience(settings)
        owed = schedule.owed_issue(store, settings, now)
        issue, undelivered = store.issues.latest(audience.id), tuple(store.outbox.undelivered(audience.id))
        return Standing(
            tuple(_source_rows(around, store, sources)),
            issue,
            undelivered,
            str(owed.week) if owed else "",
            left=issue is not None and _left(issue, undelivered),
            unserved=unserved.addresses if (unserved := owed_mail(store, audience, now)) else (),
            channel=audience.channel,
        )


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


def source_rows(around: Around) -> list[dict[str, Any]]:
    sources = around.sources
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        return _source_rows(around, store, sources)


def is_unchecked(row: dict[str, Any]) -> bool:
    """A source that is being read is as well checked as its last finished run."""
    return row["state"] in UNCHECKED or (row["state"] == "reading" and row["verdict"] not in _CHECKED)


def _source_rows(around: Around, store: Store, sources: Mapping[str, SourceConfig]) -> list[dict[str, Any]]:
    interrupted = set(store.runs.interrupted())
    being_read = store.runs.unfinished() if is_held(around.state, COLLECT) else None
    return [_source_row(around, store, c, interrupted, being_read) for c in sources.values()]


def _source_row(
    around: Around, store: Store, config: SourceConfig, interrupted: set[str], being_read: str | None
) -> dict[str, Any]:
    texts, now = around.texts, around.clock.now()
    last = store.runs.last(config.id)
    read = store.runs.last_reading(config.id) if last and last.verdict is Verdict.UNCHANGED else last
    good = store.runs.last(config.id, checked=True)
    lost = schedule.out_of_reach(config, store, now)
    paused = store.sources.paused(config.id)
    if not config.enabled:
        state = "off"
    elif paused is not None:
        state = "paused"
    elif config.id == being_read:
        state = "reading"
    elif config.id in interrupted:
        state = "interrupted"
    elif last is None:
        state = "never"
    elif but_for_units(last):
        state = "gap"
    elif last.verdict is not None and not last.verdict.checked:
        state = "failing"
    elif lost is not None:
        state = "gap"
    elif schedule.run_owed(store, config, now):
        state = "owed"
    else:
        state = "fine"
    due = schedule.next_run(store, config, now) if config.enabled else None
    why_paused = texts("health.paused", reason=paused or "-") if state == "paused" else ""
    told = message_of(last.message, texts) if last else ""
    told = "" if told == why_paused else told
    why_gap = texts.reason(lost) if lost is not None and state == "gap" else ""
    newest = store.runs.newest_item(config.id, now.date() + timedelta(days=2))
    return {
        "id": config.id,
        "title": config.title_in(texts.lang),
        "state": state,
        "verdict": last.verdict.value if last and last.verdict else None,
        "last_ok": beijing(good.started) if good else None,
        "last_run": beijing(last.started) if last else None,
        "newest_item": newest.isoformat() if newest else None,
        "items": read.items if read else 0,
        "usual": store.periods.usual_items([config.id], now).get(config.id),
        "expectation": config.expect.model_dump(mode="json", exclude_defaults=True),
        "next_run": beijing(due) if due else None,
        "units": units_json(store, config.id),
        "message": texts("cli.list.then").join(part for part in (why_paused, why_gap, told) if part),
    }
