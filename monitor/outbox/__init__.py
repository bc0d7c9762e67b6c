"""The outbox: who an issue goes to, what is sent, when it is tried again. `deliver` is one pass over what is due."""

from monitor.outbox.audiences import OFFICE, Audience, office_audience, smtp_settings
from monitor.outbox.passing import deliver

__all__ = ["OFFICE", "Audience", "deliver", "office_audience", "smtp_settings"]
