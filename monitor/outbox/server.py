"""The office's mail server, as the settings name it."""

from __future__ import annotations

from monitor.config.settings import Settings
from monitor.errors import ConfigError
from monitor.mail import SmtpSettings


def check_mail(settings: Settings) -> None:
    """Mail that is set in part is a mistake, not a wish for none: an issue would count as given out, and reach nobody.
    Raises ConfigError naming every variable that is missing."""
    if settings.mail_begun:
        smtp_settings(settings)


def smtp_settings(settings: Settings) -> SmtpSettings:
    """The mail server of the settings. Raises ConfigError naming every variable that is missing."""
    wanted = {
        "MONITOR_SMTP_HOST": settings.smtp_host,
        "MONITOR_MAIL_FROM": settings.mail_from,
        "MONITOR_MAIL_TO": settings.recipients,
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
