"""The mail to the administrator: what is wrong, since when, what to do. Sent at once and by itself, not through the outbox:
the store may be what is wrong."""

from __future__ import annotations

import html
import re
import socket
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage

from monitor.clock import BEIJING, beijing
from monitor.jobs.around import Around
from monitor.jobs.checking.telling import Decided, Letter
from monitor.jobs.checking.wrong import Wrong
from monitor.mail import Accepted, Outcome, build_message, send
from monitor.mail.message import stable_message_id
from monitor.outbox.server import smtp_settings

_SECONDS = 60.0  # for all a server spends before and after the message: the next check comes in five minutes
_LONGEST_SUBJECT = 60  # characters


def send_letter(around: Around, decided: Decided, wrong: Sequence[Wrong]) -> list[tuple[str, Outcome]]:
    """Try every address of the administrators, and what became of each. Raises ConfigError where mail is not configured."""
    settings = around.settings
    smtp = replace(smtp_settings(settings), timeout=20.0, talk_timeout=_SECONDS, data_timeout=_SECONDS)
    return [
        (to, send(_message(around, decided, wrong, to), settings.mail_from, to, smtp)) for to in settings.administrators
    ]


def accepted(outcomes: Sequence[tuple[str, Outcome]]) -> bool:
    """Whether anybody has it."""
    return any(isinstance(outcome, Accepted) for _, outcome in outcomes)


def _message(around: Around, decided: Decided, wrong: Sequence[Wrong], to: str) -> EmailMessage:
    settings, now = around.settings, around.clock.now()
    lines = letter_lines(around, decided, wrong)
    text = "\n".join(lines) + "\n"
    domain = settings.mail_from.rpartition("@")[2]
    return build_message(
        html=_page(lines, around.texts.lang),
        text=text.encode(),
        subject=subject_of(around, decided, wrong),
        sender=settings.mail_from,
        sender_name=settings.office_name,
        recipient=to,
        message_id=stable_message_id(f"check {now.isoformat()}", to, text.encode(), domain),
        date=now.astimezone(BEIJING),
        list_id=f"ip-monitor-check.{domain}",
    )


def subject_of(around: Around, decided: Decided, wrong: Sequence[Wrong]) -> str:
    """The first words of the gravest of what is new: an administrator reads it on a phone, at night."""
    t = around.texts
    if decided.letter is Letter.OVER:
        return t("check.mail.subject_over")
    first = next((w for w in wrong if w.key in decided.new), wrong[0])
    said = re.split(r"[，；。（]|[,;(] ?", first.said)[0].strip()
    said = said if len(said) <= _LONGEST_SUBJECT else said[: _LONGEST_SUBJECT - 1] + "…"
    key = "subject" if decided.letter is Letter.NEW else "subject_reminder"
    more = t("check.mail.more", count=len(wrong)) if len(wrong) > 1 else ""
    return t(f"check.mail.{key}", said=said, more=more)


def letter_lines(around: Around, decided: Decided, wrong: Sequence[Wrong]) -> list[str]:
    t, settings, now = around.texts, around.settings, around.clock.now()
    office = settings.office_name or t("bulletin_office.unnamed")
    head = "over" if decided.letter is Letter.OVER else "head"
    lines = [t(f"check.mail.{head}", office=office, at=beijing(now), count=len(wrong)), ""]
    for number, w in enumerate(wrong, 1):
        since = decided.told.open.get(w.key)
        new = t("check.mail.new") if w.key in decided.new else t("check.mail.since", at=beijing(since or now))
        lines.append(t("check.mail.item", number=number, new=new, said=w.said))
        if w.to_do:
            lines.append(t("check.mail.item_to_do", to_do=w.to_do))
    where = t("check.mail.where", host=socket.gethostname(), folder=str(around.state.absolute()))
    foot = "foot" if wrong else "foot_over"
    return [*lines, *([""] if wrong else []), where, t(f"check.mail.{foot}")]


def _page(lines: Sequence[str], lang: str) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    style = "font:16px/1.6 sans-serif;max-width:40em;margin:1em;overflow-wrap:anywhere"
    return f'<!doctype html><html lang="{lang}">{head}<body style="{style}">{body}</body></html>\n'.encode()
