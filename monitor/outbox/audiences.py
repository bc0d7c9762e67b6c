"""Who an issue is made for, and how it reaches them (DESIGN §5.14)."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.config.settings import Settings
from monitor.errors import ConfigError
from monitor.mail import SmtpSettings

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
