"""A clock of a matter, worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
    doubt: str = (
        ""  # why it is unknown: "law" (nobody read the text), "length" (at least so long); "": the start is not public
    )
