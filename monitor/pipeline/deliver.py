"""Sending a built issue: one row per recipient, written before the attempt, counted only when the server accepted.

A crash between the server's acceptance and our note leads to a second mail with the same Message-ID: a duplicate is
better than a miss.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.clock import BEIJING, Week
from monitor.config.settings import Settings
from monitor.errors import ConfigError, InputFileError
from monitor.mail import Accepted, Deferred, SmtpSettings, build_message, describe, send, stable_message_id
from monitor.store import Store
from monitor.store.bulletins import DeliveryRow
from monitor.texts import Texts


def smtp_settings(settings: Settings) -> SmtpSettings:
    """The mail server of the settings. Raises ConfigError naming every variable that is missing."""
    wanted = {
        "MONITOR_SMTP_HOST": settings.smtp_host,
        "MONITOR_MAIL_FROM": settings.mail_from,
        "MONITOR_MAIL_TO": settings.mail_to,
    }
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        raise ConfigError("errors.mail_not_configured", names=", ".join(missing))
    return SmtpSettings(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        username=settings.smtp_username,
        password=settings.smtp_password,
        ca_file=settings.smtp_ca_file,
    )


def deliver(
    store: Store,
    settings: Settings,
    week: Week,
    now: datetime,
    texts: Texts,
    *,
    only: Sequence[str] = (),
) -> list[DeliveryRow]:
    """Send the built issue of a week to the office's addresses (or `only` those of them). Who has accepted this very
    issue is not sent it again. Raises ConfigError, or InputFileError if the issue was not built."""
    smtp = smtp_settings(settings)
    bulletin = store.bulletin(week)
    if bulletin is None:
        raise InputFileError("errors.no_such_issue", week=str(week))
    unknown = [a for a in only if a not in settings.recipients]
    if unknown:
        raise ConfigError("errors.mail_not_a_recipient", names=", ".join(unknown))
    folder = store.state / bulletin.folder
    try:
        html, text = (folder / "bulletin.html").read_bytes(), (folder / "bulletin.txt").read_bytes()
    except OSError:
        raise InputFileError("errors.issue_files_gone", folder=str(folder), week=str(week)) from None
    domain = settings.mail_from.rpartition("@")[2]
    for recipient in only or settings.recipients:
        message_id = stable_message_id(str(week), recipient, bulletin.digest.encode(), domain)
        row = store.queue_delivery(week, recipient, bulletin.digest, message_id, now)
        if row.state == "accepted":
            continue
        message = build_message(
            html=html,
            text=text,
            subject=bulletin.subject,
            sender=settings.mail_from,
            sender_name=settings.office_name,
            reply_to=settings.mail_reply_to,
            recipient=recipient,
            list_id=f"ip-bulletin.{domain}",
            message_id=row.message_id,
            date=now.astimezone(BEIJING),
        )
        outcome = send(message, settings.mail_from, recipient, smtp)
        state = (
            "accepted" if isinstance(outcome, Accepted) else "deferred" if isinstance(outcome, Deferred) else "refused"
        )
        store.note_delivery(row.id, state, now, describe(outcome, texts))
    return [d for d in store.deliveries(week) if d.digest == bulletin.digest]
