"""Who an issue is made for, and how it reaches them (DESIGN §5.14)."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.config.settings import Settings

OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Audience:
    """`channel` is "mail" (told on acceptance by a mail server) or "file" (told when the issue is released)."""

    id: str
    channel: str
    recipients: tuple[str, ...] = ()


def office_audience(settings: Settings) -> Audience:
    """The office itself: by mail where a mail server, a sender and addresses are set, else as a file."""
    if settings.mail_ready:
        return Audience(OFFICE, "mail", settings.recipients)
    return Audience(OFFICE, "file")
