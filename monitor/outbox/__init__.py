"""The outbox: who an issue goes to, what is sent, when it is tried again (`passing.deliver`)."""

from monitor.outbox.audiences import OFFICE, Audience, office_audience

__all__ = ["OFFICE", "Audience", "office_audience"]
