"""Which clocks of a hit are told no more, since a person decided what becomes of it. Pure."""

from __future__ import annotations

from monitor.assess.details import HitDetails
from monitor.cases.states import SET_ASIDE, SETTLED
from monitor.clock import BEIJING
from monitor.model import Deadline, State


def is_silent(details: HitDetails, clock: Deadline) -> bool:
    """Every clock of a false alarm; of a duplicate those that the hit it was merged into has itself, and those past by then; of what was
    closed or handed over those that ran, or were past, when a person did so. One that began or was moved since is told again. Of what is
    in such a state without anything done to it nothing is told."""
    state = details.hit.state
    if state not in SETTLED:
        return False
    if state is State.DUPLICATE:
        return _over(details, clock) or (clock.rule, clock.date.isoformat()) in details.covered
    return state in SET_ASIDE or not begun_since(details, clock)


def begun_since(details: HitDetails, clock: Deadline) -> bool:
    """Whether nobody saw this clock when the hit was settled: it began or was moved since."""
    seen = (clock.rule, clock.date.isoformat()) in details.file.settled_clocks
    return not _over(details, clock) and not seen


def _over(details: HitDetails, clock: Deadline) -> bool:
    """Whether it was past when the hit was settled, or nobody did that."""
    since = details.file.since
    return since is None or clock.date < since.astimezone(BEIJING).date()
