"""What needs a person today (待办): of each hit why, of everything else what it is, in the order in which it should be done. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from monitor.cases.casefile import CaseFile
from monitor.model import HitKind, State


class Want(StrEnum):
    """Why something is on the list, the gravest first."""

    OVERDUE = "overdue"  # a day by which something had to be done has passed
    DUE = "due"  # a day by which something must be done, or on which something happens, is near
    UNREVIEWED = "unreviewed"  # nobody has looked at it
    UNDECIDED = "undecided"  # under review, and not decided
    UNTOLD = "untold"  # confirmed, and the firm is not told
    UNANSWERED = "unanswered"  # the firm was told and did not answer by the day asked for
    CAME_BACK = "came_back"  # it was set aside once, and is not what it was
    MAIL = "mail"  # a mail did not arrive
    SIGN = "sign"  # an issue waits for its signature
    KEY = "key"  # a source is not read for want of a key
    SPELLING = "spelling"  # names without a foreign spelling are hardly found abroad


_ANSWERS_WITHIN = 30
"""Days after which a firm that was asked for no day is asked again."""
RISKS = ("high", "medium", "low")
FOR_INFORMATION = frozenset({HitKind.OWN_FILING, HitKind.OPPONENT})


def wants_of(
    state: State, kind: HitKind, file: CaseFile, days: int | None, today: date, *, within: int, missed: bool = False
) -> tuple[Want, ...]:
    """Why a hit needs somebody today, the gravest first; () where it needs nobody. `days` are left to the nearest clock that runs and is not
    settled; None: none runs. `missed`: a day by which something was due has passed, and nothing known has settled it. Filings of our own
    and for information need nobody unless a clock says so."""
    found = []
    if missed:
        found.append(Want.OVERDUE)
    if days is not None and days <= within:
        found.append(Want.DUE)
    if kind not in FOR_INFORMATION and state is State.NEW:
        found.append(Want.UNREVIEWED)
    if state is State.REVIEW:
        found.append(Want.CAME_BACK if file.last_move is not None and not file.last_move.actor else Want.UNDECIDED)
    if state is State.CONFIRMED:
        found.append(Want.UNTOLD)
    if state is State.EXPIRED or (state is State.NOTIFIED and _is_late(file, today)):
        found.append(Want.UNANSWERED)
    return tuple(sorted(found, key=tuple(Want).index))


def _is_late(file: CaseFile, today: date) -> bool:
    """Whether an answer is late: after the day that was asked for; where none was, after a month."""
    if file.reply_by is not None:
        return file.reply_by < today
    return file.since is not None and (today - file.since.date()).days > _ANSWERS_WITHIN


def order(wants: Iterable[Want], days: int | None, risk: str, hit: int) -> tuple[object, ...]:
    """By days left, then by rank: a day that has passed first of all, then the nearest; what has no day follows by its risk."""
    first = min((tuple(Want).index(w) for w in wants), default=len(Want))
    return (
        days is None,
        days if days is not None else 0,
        RISKS.index(risk) if risk in RISKS else len(RISKS),
        first,
        hit,
    )
