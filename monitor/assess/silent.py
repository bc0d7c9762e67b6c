"""Which clocks of a hit are told no more, since a person decided what becomes of it. Pure."""

from __future__ import annotations

from monitor.assess.details import HitDetails
from monitor.cases.states import SET_ASIDE, SETTLED
from monitor.clock import BEIJING
from monitor.model import Deadline


def is_silent(details: HitDetails, clock: Deadline) -> bool:
    """Every clock of what was set aside; of what was closed or handed over those that ran, or were past, when a person did so. One that began
    or was moved since is told again. Of what is in such a state without anything done to it nothing is told."""
    state, file = details.hit.state, details.file
    if state not in SETTLED:
        return False
    if state in SET_ASIDE or file.since is None:
        return True
    past = clock.date < file.since.astimezone(BEIJING).date()
    return past or (clock.rule, clock.date.isoformat()) in file.settled_clocks
