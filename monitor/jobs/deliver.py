"""Sending what is in the outbox: on command, and as often as the daemon asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.clock import Week
from monitor.config.settings import Sending, Settings
from monitor.errors import ConfigError, InputFileError, UsageError
from monitor.issue.building import let_go, queue
from monitor.jobs.approving import fair_copy
from monitor.jobs.around import Around, settings_of
from monitor.locks import MAIL, Lock
from monitor.outbox import Audience, office_audience
from monitor.outbox.kept import keep, kept_files
from monitor.outbox.owed import owed, rows_of
from monitor.outbox.passing import deliver
from monitor.outbox.server import smtp_settings
from monitor.store import Store
from monitor.store.issues import IssueRow
from monitor.store.outbox import LEFT_OUT, OPEN, OutboxRow
from monitor.waiting import Stop, never

Done = Callable[[OutboxRow], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of an issue: the rows of every address it was to go to."""

    rows: tuple[OutboxRow, ...]
    others: int = 0  # addresses that were not asked for now and are still to be served

    @property
    def open(self) -> tuple[OutboxRow, ...]:
        """Those that have not arrived, and that sending again is of use for."""
        return tuple(r for r in self.rows if r.state not in ("accepted", "dropped", LEFT_OUT, "superseded"))

    @property
    def superseded(self) -> tuple[OutboxRow, ...]:
        """Those that have not arrived and are sent no more, since a later issue went out."""
        return tuple(r for r in self.rows if r.state == "superseded")


def send_issue(around: Around, week: Week, only: Sequence[str] = (), *, done: Done = lambda row: None) -> Sent:
    """Let the built issue of a week go, if it has not gone, and try every address that has not accepted it (or `only` those).
    What a person dropped is left alone, unless its address is among `only` or nobody has the issue.

    Raises ConfigError (mail is not configured, an address that is none of the office's), InputFileError (not built, or its
    files are gone), UsageError (not signed; given out as a file; built on what has changed since), LockHeld."""
    with Store.open(around.state) as store:
        settings = _sending(around, store)
        if unknown := [a for a in only if a not in settings.recipients]:
            raise ConfigError("errors.mail_not_a_recipient", names=", ".join(unknown))
        audience = office_audience(settings)
        with Lock(around.state, MAIL).held():
            store.outbox.free_claims(around.texts("mail.outcome.interrupted"), around.clock.now())
            issue = _released(around, store, audience, week)
        rows = rows_of(store, issue)
    wanted = [r.id for r in rows if not only or r.recipient in only]
    by_hand = [r.id for r in rows if r.state == "dropped"]
    kept_back = () if only or issue.told_at is None else by_hand
    retry(around, [i for i in wanted if i not in kept_back])
    deliver(around.state, settings, around.clock, around.texts, ids=wanted, due_only=False, done=done)
    with Store.open(around.state, readonly=True) as store:
        others = [r for r in store.outbox.find(issue=issue.id, states=OPEN) if r.id not in wanted]
        return Sent(tuple(store.outbox.find(ids=wanted)), len(others))


def _released(around: Around, store: Store, audience: Audience, week: Week) -> IssueRow:
    """The issue of the week, let go; with a row for every address it is to reach."""
    with store.alone():
        issue = store.issues.get(audience.id, week)
        if issue is None:
            raise InputFileError("errors.no_such_issue", week=str(week))
        if issue.channel == "file" and issue.released_at is not None:
            raise UsageError("errors.issue_as_file", week=str(week))
        if issue.stale:
            raise UsageError("errors.issue_stale", week=str(week))
        settings, now = settings_of(around, store), around.clock.now()
        signed = issue.approved_at is not None
        if issue.released_at is None and not signed and settings.sending is Sending.APPROVED:
            raise UsageError("errors.approval.wanted", week=str(week))
        if issue.as_draft:
            kept_files(
                store.state, issue.folder, issue.digest
            )  # what somebody changed by hand is refused, not overwritten
            issue = fair_copy(store, issue)
        files = kept_files(store.state, issue.folder, issue.digest)
        if issue.released_at is None:
            keep(store.state, issue.folder, issue.digest, files)
            with store.immediate():
                store.issues.set_channel(issue.id, audience.channel)
                let_go(store, issue.id, audience, settings, now)
        else:
            queue(store, issue, audience, settings, now)  # addresses that came after the release
        found = store.issues.by_id(issue.id)
        assert found is not None
        return found


def deliver_due(
    around: Around,
    *,
    everything: bool = False,
    stop: Stop = never,
    yields: Callable[[], bool] = lambda: False,
    done: Done = lambda row: None,
) -> list[OutboxRow]:
    """One pass over what is due (`everything`: due or not); none over demo data. `yields`, asked between two mails: whether
    somebody waits for the sending to pause. Raises ConfigError, LockHeld."""
    with Store.open(around.state, readonly=True) as store:
        if store.meta.get("demo") == "1":
            return []
        settings = settings_of(around, store)
        forgotten = owed(store, office_audience(settings), around.clock.now())
    if forgotten is not None:
        with Store.open(around.state, stop=stop) as store, store.alone():
            queue(store, forgotten.issue, office_audience(settings), settings, around.clock.now())
            store.outbox.retry(forgotten.back, around.clock.now())
    return deliver(
        around.state, settings, around.clock, around.texts, due_only=not everything, patience=1.0, stop=stop,
        yields=yields, done=done,
    )  # fmt: skip


def outbox(around: Around, *, everything: bool = False) -> list[OutboxRow]:
    """What has not arrived and somebody should know of; with `everything` all that was ever sent."""
    with Store.open(around.state, readonly=True) as store:
        if everything:
            return store.outbox.find()
        return store.outbox.undelivered(office_audience(settings_of(around, store)).id)


def retry(around: Around, ids: Sequence[int]) -> int:
    """Make these due now, for another three days. How many were; what was accepted or superseded stays."""
    with Store.open(around.state) as store:
        _known(store, ids)
        return store.outbox.retry(ids, around.clock.now())


def retry_now(around: Around, ids: Sequence[int], *, done: Done = lambda row: None) -> list[OutboxRow]:
    """Try these (none named: all that have not arrived) at once, and return them as they stand afterwards.

    Raises ConfigError where mail is not configured, UsageError for a number that is none, LockHeld."""
    wanted = list(ids) or [r.id for r in outbox(around)]
    with Store.open(around.state) as store:
        settings = _sending(around, store)
        with Lock(around.state, MAIL).held():
            store.outbox.free_claims(around.texts("mail.outcome.interrupted"), around.clock.now())
        _known(store, wanted)
        store.outbox.retry(wanted, around.clock.now())
    deliver(around.state, settings, around.clock, around.texts, ids=wanted, due_only=False, done=done)
    with Store.open(around.state, readonly=True) as store:
        return store.outbox.find(ids=wanted)


def drop(around: Around, ids: Sequence[int], reason: str) -> int:
    """These need not arrive, for a reason a person gives."""
    with Store.open(around.state) as store:
        _known(store, ids)
        return store.outbox.drop(ids, around.texts("mail.outcome.by_hand", reason=reason))


def _sending(around: Around, store: Store) -> Settings:
    """The settings to send with. Raises ConfigError where nothing may be sent, or what it takes is not set."""
    if store.meta.get("demo") == "1":
        raise ConfigError("errors.demo_not_mailed", folder=str(around.state))
    smtp_settings(around.settings)
    return around.settings


def _known(store: Store, ids: Sequence[int]) -> None:
    if missing := sorted(set(ids) - {r.id for r in store.outbox.find(ids=ids)}):
        raise UsageError("errors.unknown_message", ids=", ".join(map(str, missing)))
