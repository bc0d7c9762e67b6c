"""When a message that was not accepted is tried again, and when it is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

GIVE_UP_AFTER = timedelta(days=3)
"""Since the first attempt. Mail servers keep trying for days too (RFC 5321 §4.5.4.1: at least four to five; the office
should know sooner)."""

# Greylisting servers take a message some minutes after its first attempt; a server that is down is asked less and less.
_WAITS = tuple(timedelta(minutes=m) for m in (2, 5, 5, 10, 20, 40, 60, 120, 240))


def next_try(tries: int, first_try: datetime, now: datetime) -> datetime | None:
    """After the `tries`-th attempt (1, 2, …), made now; None when the message is given up.

    The last attempt falls on the end of the three days, not some hours before it."""
    end = first_try + GIVE_UP_AFTER
    if now >= end:
        return None
    return min(now + _WAITS[min(max(tries, 1), len(_WAITS)) - 1], end)


def is_due(next_try: datetime | None, now: datetime) -> bool:
    """Whether a message may be tried now. One put off for longer than anything is put off was so under a clock that was
    wrong, which says nothing about today."""
    return next_try is None or not now < next_try <= now + _WAITS[-1]
