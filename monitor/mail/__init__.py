"""Mail: `build_message` makes one message for one recipient, `send` hands it to the office's SMTP server."""

from monitor.mail.message import build_message, is_address, stable_message_id
from monitor.mail.smtp import Accepted, Deferred, Outcome, Refused, Secret, SmtpSettings, describe, send

__all__ = [
    "Accepted",
    "Deferred",
    "Outcome",
    "Refused",
    "Secret",
    "SmtpSettings",
    "build_message",
    "describe",
    "is_address",
    "send",
    "stable_message_id",
]
