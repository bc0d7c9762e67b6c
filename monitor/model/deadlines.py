"""A clock of a matter, worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DOUBTS = ("law", "length", "docketed", "unsettled")
"""Why a day is not known. law: nobody has read the text. length: at least so long, so it is too early at most. docketed: the start
is the docketing of what happened before it, so the true day may be earlier. unsettled: a later act may have moved it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock (期限): date, days left, rule id, legal basis, the event it counts from, and how certain it is."""

    date: date
    days_left: int
    rule: str
    basis: str
    from_event: str
    certainty: str  # a value of Certainty
    kind: str = ""  # of the clock: opposition, answer, appeal …
    doubt: str = ""  # why it is unknown, one of DOUBTS; "": the start is not public
    zone: str = ""  # the time zone in which its days are counted
    earliest: bool = False  # the true day is this one or a later one
