"""What a bulletin tells of the case work on a hit: states, days, units and outcomes. Notes, what was said on the telephone and accounts of
the system are the office's own, and stay here. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from monitor.assess.details import HitDetails
from monitor.bulletin.issue import Handling
from monitor.cases.actions import Action, Doing
from monitor.cases.casefile import CaseFile
from monitor.cases.states import CONFIRMED, REVIEWED
from monitor.clock import BEIJING
from monitor.model import State

_WITH_OUTCOME = frozenset({State.CLOSED, State.FALSE_POSITIVE})
"""States whose reason is said to readers; any other reason is a remark of the office."""


def reviewed(details: HitDetails) -> tuple[str, datetime | None]:
    """Who said what the hit is, and when; ("", None) where nobody did, and no name where only the account is known."""
    said = details.file.judgement
    if said is None or details.hit.state not in REVIEWED:
        return "", None
    return named(said), said.at


def named(action: Action) -> str:
    """The person's name; an account of the system is none."""
    return "" if action.actor == action.account else action.actor


def responsible(file: CaseFile) -> str:
    """Whom it was given to by hand: the unit and the person there; "" nobody."""
    return " ".join(part for part in (file.unit, file.person) if part)


def handling_of(
    details: HitDetails, numbers: Mapping[int, str], merged: Sequence[int], before: Mapping[str, object]
) -> Handling:
    """`numbers`: of hits that were merged, and of those they were merged into; `merged`: into this one; `before`: what the last issue said of it."""
    file, state = details.file, details.hit.state
    last, told = file.last_move, file.notices[-1] if file.notices else None
    rule = details.exception if state is State.NEW and details.suppressed else None
    back = last if last is not None and last.doing is Doing.CHANGED and last.after is state else None
    was = before.get("state")
    return Handling(
        since=_day(file.since) if file.since else None,
        rule=details.hit.exception if state is State.NEW else 0,
        rule_until=rule.until if rule else None,
        rule_reason=rule.reason if rule else "",
        outcome=file.reason if state in _WITH_OUTCOME else "",
        ground=last.details.ground if last and state is State.FALSE_POSITIVE else "",
        to=file.handed_to,
        into=numbers.get(file.into, "") if file.into else "",
        told_on=_day(told.at) if told else None,
        told_how=told.details.how if told else "",
        reply_by=told.details.reply_by if told else None,
        once="rejected" if file.rejected else "merged" if file.merged else "",
        changed=back.details.changed if back else (),
        merged=tuple(numbers[h] for h in merged if h in numbers),
        risen=was is not None and was not in CONFIRMED and state in CONFIRMED,
    )


def _day(at: datetime) -> date:
    return at.astimezone(BEIJING).date()
