"""One pass over what is to be sent: claim a row, hand its mail to the server, note what became of it.

The claim is written before the attempt and the acceptance after it. A crash between the two leads to a second mail with the
same Message-ID and the same bytes: a duplicate is better than a miss. Neither lock of the store is held while a server is
waited for; the mail lock is, so that of two senders one sends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from monitor.clock import BEIJING, Clock
from monitor.config.settings import Settings
from monitor.errors import InputFileError
from monitor.failpoints import reached
from monitor.locks import MAIL, PATIENCE, Lock
from monitor.mail import Accepted, Outcome, Refused, SmtpSettings, build_message, describe, send
from monitor.outbox.backoff import is_due, next_try
from monitor.outbox.kept import kept_files
from monitor.outbox.server import smtp_settings
from monitor.store import Store
from monitor.store.outbox import OPEN, OutboxRow
from monitor.texts import Texts
from monitor.waiting import Stop, never

_SOON = timedelta(minutes=5)  # where files are missing: until somebody has built the issue again
# Stages at which a server says nothing of this message yet: the next one would fare alike.
_BEFORE_THE_MESSAGE = frozenset({"connect", "starttls", "login"})


def deliver(
    state: Path,
    settings: Settings,
    clock: Clock,
    texts: Texts,
    *,
    ids: Sequence[int] | None = None,
    due_only: bool = True,
    patience: float = PATIENCE,
    stop: Stop = never,
    yields: Callable[[], bool] = lambda: False,
    done: Callable[[OutboxRow], None] = lambda row: None,
) -> list[OutboxRow]:
    """Try what is open and due (of `ids`, if given; whether due or not, if `due_only` is False), and return it as it stands
    afterwards. `done` hears of each row when its outcome is noted. `patience`: seconds to wait for another who sends;
    `yields`, asked between two mails: leave the rest for the next pass.

    Raises ConfigError where mail is not configured; LockHeld where another process is sending."""
    smtp = smtp_settings(settings)
    # The store is waited for as long as any writer waits, also by who is leaving: an acceptance that cannot be noted is
    # a second mail.
    with Lock(state, MAIL, patience=patience, stop=stop).held(), Store.open(state) as store:
        store.outbox.free_claims(texts("mail.outcome.interrupted"), clock.now())
        strangers = [r.id for r in store.outbox.find(states=OPEN) if r.recipient not in settings.recipients]
        store.outbox.leave_out(strangers, texts("mail.outcome.not_a_recipient"))
        now = clock.now()
        rows = [r for r in store.outbox.find(ids=ids, states=OPEN) if not due_only or is_due(r.next_try, now)]
        reached("unclaimed")
        left = [r.id for r in rows]
        for row in rows:
            if stop() or yields():
                break
            left.remove(row.id)
            if (outcome := _attempt(store, row, settings, smtp, clock, texts, stop)) is None:
                continue
            done(store.outbox.find(ids=[row.id])[0])
            if not isinstance(outcome, Accepted) and outcome.stage in _BEFORE_THE_MESSAGE and left:
                until = store.outbox.find(ids=[row.id])[0].next_try
                if until is not None:
                    store.outbox.postpone(left, clock.now(), until, describe(outcome, texts))
                    break
        return store.outbox.find(ids=[r.id for r in rows])


def _attempt(
    store: Store,
    row: OutboxRow,
    settings: Settings,
    smtp: SmtpSettings,
    clock: Clock,
    texts: Texts,
    stop: Stop,
) -> Outcome | None:
    """None where nothing was tried: the row was taken back, or what it sends is gone (which its row says)."""
    if not store.outbox.claim(row.id, str(os.getpid()), clock.now()):
        return None
    reached("claimed")
    try:
        message = _message(store, row, settings)
    except InputFileError as error:
        store.outbox.note(row.id, "deferred", clock.now(), texts(error.key, **error.params), clock.now() + _SOON)
        return None
    outcome = send(message, settings.mail_from, row.recipient, smtp, stop=stop)
    reached("answered")
    _note(store, row, outcome, clock, texts)
    reached("noted")
    return outcome


def _note(store: Store, row: OutboxRow, outcome: Outcome, clock: Clock, texts: Texts) -> None:
    now, answer = clock.now(), describe(outcome, texts)
    with store.immediate():
        if isinstance(outcome, Accepted):
            store.outbox.note(row.id, "accepted", now, answer)
            issue = store.issues.by_id(row.issue or 0)
            if issue is not None and issue.digest == row.digest:  # built again meanwhile, it says what nobody was sent
                store.issues.mark_reported(issue.id, now)
            return
        claimed = store.outbox.find(ids=[row.id])[0]
        if isinstance(outcome, Refused) and outcome.concerns_recipient:
            store.outbox.note(row.id, "refused", now, answer)
            return
        # What our own settings or the server are at fault for may be mended: it is tried again like any other trouble.
        again = next_try(claimed.tries, claimed.first_try or now, now)
        store.outbox.note(row.id, "deferred" if again else "given_up", now, answer, again)


def _message(store: Store, row: OutboxRow, settings: Settings) -> EmailMessage:
    issue = store.issues.by_id(row.issue or 0)
    if issue is None:
        raise InputFileError("errors.issue_files_gone", folder=str(store.state), week=str(row.week))
    files = kept_files(store.state, issue.folder, row.digest)
    domain = settings.mail_from.rpartition("@")[2]
    return build_message(
        html=files["html"],
        text=files["txt"],
        subject=issue.subject,
        sender=settings.mail_from,
        sender_name=settings.office_name,
        reply_to=settings.mail_reply_to,
        recipient=row.recipient,
        list_id=f"ip-bulletin.{domain}",
        message_id=row.message_id,
        date=row.queued_at.astimezone(BEIJING),
    )
