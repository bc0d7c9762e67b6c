"""Which clocks of a hit are told no more, since a person decided what becomes of it. Pure."""

from __future__ import annotations

from monitor.assess.details import HitDetails
from monitor.cases.states import SET_ASIDE, SETTLED
from monitor.clock import BEIJING
from monitor.model import Deadline


def is_silent(details: HitDetails, clock: Deadline) -> bool:
    """Every clock of what was set aside; of what was closed or handed over those that ran, or were past, when a person did so. One that began
    or was moved since is told again. Of what is in such a state without anything done to it nothing is told."""
    state = details.hit.state
    if state not in SETTLED:
        return False
    return state in SET_ASIDE or not begun_since(details, clock)


def begun_since(details: HitDetails, clock: Deadline) -> bool:
    """Whether nobody saw this clock when the hit was settled: it began or was moved since."""
    file = details.file
    if file.since is None:
        return False
    past = clock.date < file.since.astimezone(BEIJING).date()
    return not past and (clock.rule, clock.date.isoformat()) not in file.settled_clocks
