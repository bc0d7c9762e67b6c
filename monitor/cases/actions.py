"""What is done to a hit (处置), by whom, when and why; and the moves between states, as a table.

A person moves a hit along new → review → confirmed → notified → handling → closed, or out of that at the side; the program moves
it only where `by_program` says so. Nothing that was done is ever deleted: what is taken back stays, and the undoing stands beside
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.model import State


class Doing(StrEnum):
    """What can be done to a hit. The first are moves (MOVES)."""

    REVIEW = "review"
    CONFIRM = "confirm"
    REJECT = "reject"
    WATCH = "watch"
    NOTIFY = "notify"
    HANDLE = "handle"
    HANDOVER = "handover"
    CLOSE = "close"
    REOPEN = "reopen"
    MERGE = "merge"
    OVERDUE = "overdue"  # nobody answered by the day that was asked for
    CHANGED = "changed"  # what was set aside is not what it was
    NOTE = "note"
    ASSIGN = "assign"
    UNDO = "undo"


class Ground(StrEnum):
    """Why a hit is a false alarm (误报原因)."""

    NOT_ALIKE = "not_alike"  # the names are not alike
    OTHER_FIRM = "other_firm"  # another firm of that name
    GENERIC = "generic"  # an everyday word, not used as our name
    GOODS = "goods"  # goods or services have nothing to do with ours
    LICENSED = "licensed"  # with our consent: a dealer, a licensee
    OTHER = "other"


OF_THE_NAME = frozenset({Ground.NOT_ALIKE, Ground.OTHER_FIRM, Ground.GENERIC, Ground.OTHER})
"""Grounds that lie in the name itself: they hold wherever the same text is met. Goods and consent hold of one matter."""


class Channel(StrEnum):
    """How a firm was told (通知方式)."""

    PHONE = "phone"
    MAIL = "mail"
    LETTER = "letter"
    MEETING = "meeting"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Move:
    """From which states, and into which. `reason`: it must be said why."""

    doing: Doing
    before: frozenset[State]
    after: State
    reason: bool = False
    by_program: bool = False


_UNDER_WAY = frozenset({State.CONFIRMED, State.NOTIFIED, State.HANDLING, State.EXPIRED})
_UNDECIDED = frozenset({State.NEW, State.REVIEW, State.WATCHING})
_DUPLICATE = frozenset({State.DUPLICATE})

MOVES: Mapping[Doing, Move] = {
    m.doing: m
    for m in (
        Move(Doing.REVIEW, frozenset({State.NEW, State.WATCHING, State.CONFIRMED}), State.REVIEW),
        Move(Doing.CONFIRM, _UNDECIDED, State.CONFIRMED),
        Move(Doing.REJECT, _UNDECIDED | _UNDER_WAY | _DUPLICATE, State.FALSE_POSITIVE, reason=True),
        Move(Doing.WATCH, frozenset({State.NEW, State.REVIEW}) | _UNDER_WAY, State.WATCHING, reason=True),
        Move(Doing.NOTIFY, frozenset({State.CONFIRMED, State.NOTIFIED, State.EXPIRED}), State.NOTIFIED),
        Move(Doing.HANDLE, _UNDER_WAY - {State.HANDLING}, State.HANDLING),
        # What is handed over or closed was confirmed: an unconfirmed lead is given to somebody (ASSIGN), or it is a false alarm.
        # A duplicate goes the way of the hit it was merged into, named with it.
        Move(Doing.HANDOVER, _UNDER_WAY | _DUPLICATE, State.HANDED_OVER),
        Move(Doing.CLOSE, _UNDER_WAY | _DUPLICATE | {State.HANDED_OVER}, State.CLOSED, reason=True),
        Move(
            Doing.REOPEN,
            frozenset({State.CLOSED, State.HANDED_OVER, State.FALSE_POSITIVE, State.DUPLICATE}),
            State.REVIEW,
            reason=True,
        ),
        Move(Doing.MERGE, _UNDECIDED | _UNDER_WAY | _DUPLICATE, State.DUPLICATE),
        Move(Doing.OVERDUE, frozenset({State.NOTIFIED}), State.EXPIRED, by_program=True),
        Move(Doing.CHANGED, frozenset({State.FALSE_POSITIVE, State.DUPLICATE}), State.REVIEW, by_program=True),
    )
}


def legal(state: State) -> tuple[Doing, ...]:
    """The moves a person can make from a state, in the order of the table."""
    return tuple(m.doing for m in MOVES.values() if state in m.before and not m.by_program)


def after(doing: Doing, state: State) -> State | None:
    """The state a move leads to from this one; None where it may not be made. What is no move leaves the state as it is."""
    move = MOVES.get(doing)
    if move is None:
        return state
    return move.after if state in move.before else None


@dataclass(frozen=True, slots=True)
class Details:
    """What belongs to some doings alone. `unit`, `person`: whom it was given (ASSIGN) or handed over to (HANDOVER); `how`, `whom`,
    `reply_by`: how a firm was told, who there, and by when it is to answer (NOTIFY); `ground` of a REJECT; `into`: the hit it was merged into
    (MERGE); `clocks`: (rule, last day) of those that ran when it was settled; `judged`:
    what stood there when it was set aside, to be held against what comes later; `changed`: what of that is otherwise (CHANGED)."""

    unit: str = ""
    person: str = ""
    how: str = ""
    whom: str = ""
    reply_by: date | None = None
    ground: str = ""
    into: int = 0
    clocks: tuple[tuple[str, str], ...] = ()
    judged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed: tuple[str, ...] = ()


NO_DETAILS = Details()


@dataclass(frozen=True, slots=True)
class Action:
    """One thing done to one hit. `batch`: what was done by one command has one number; `actor`: the name of who did it, "" the
    program; `account`: of the system it was done under; `undoes`: the id of what is taken back."""

    hit: int
    doing: Doing
    before: State
    after: State
    actor: str
    at: datetime
    reason: str = ""
    account: str = ""
    details: Details = NO_DETAILS
    undoes: int | None = None
    batch: int = 0
    id: int = 0
