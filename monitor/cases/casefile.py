"""Where a hit stands and how it came there, folded from everything that was done to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.cases.actions import MOVES, Action, Doing
from monitor.cases.states import SETTLED
from monitor.model import State


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`actions`: everything, the earliest first, what was taken back too. `since`, `by`, `reason`: of the move that led to the
    state it is in (None and "" where nobody moved it). `unit`, `person`: whom it was given by hand. `notices`: what a firm was told
    by. `notes`: remarks. `rejected`, `merged`: it was set aside once and came back. `revision`: the number of the last thing done, 0: none."""

    actions: tuple[Action, ...] = ()
    since: datetime | None = None
    by: str = ""
    reason: str = ""
    unit: str = ""
    person: str = ""
    notices: tuple[Action, ...] = ()
    notes: tuple[Action, ...] = ()
    last_move: Action | None = None
    rejected: bool = False
    merged: bool = False
    revision: int = 0

    @property
    def reply_by(self) -> date | None:
        """By when the firm was asked to answer: the latest day that was named. Told again without one, it stays."""
        days = [a.details.reply_by for a in self.notices if a.details.reply_by is not None]
        return days[-1] if days else None

    @property
    def handed_to(self) -> str:
        """The unit it was handed over to, as far as it is there."""
        return self.last_move.details.unit if self.last_move and self.last_move.after is State.HANDED_OVER else ""

    @property
    def into(self) -> int:
        """The hit of which it is a duplicate; 0: of none."""
        return self.last_move.details.into if self.last_move and self.last_move.after is State.DUPLICATE else 0

    @property
    def judgement(self) -> Action | None:
        """What a person did last that said what the hit is: confirmed, a false alarm, or to be watched; None where nobody did."""
        moves = [a for a in not_undone(self.actions) if a.doing in MOVES and a.actor and a.after in _JUDGED]
        return moves[-1] if moves else None

    @property
    def settled_clocks(self) -> frozenset[tuple[str, str]]:
        """(rule, last day) of the clocks that ran when a person settled it: these alone are silent."""
        move = self.last_move
        return frozenset(move.details.clocks) if move and move.after in SETTLED else frozenset()


_JUDGED = frozenset({State.CONFIRMED, State.FALSE_POSITIVE, State.WATCHING})
NOTHING_DONE = CaseFile()


def casefile(actions: Iterable[Action], state: State) -> CaseFile:
    """`actions`: of one hit, and of those that were merged into it by their records, in any order; `state`: that it is in."""
    every = tuple(sorted(actions, key=lambda a: a.id))
    if not every:
        return NOTHING_DONE
    standing = not_undone(every)
    moves = [a for a in standing if a.doing in MOVES]
    given = [a for a in standing if a.doing is Doing.ASSIGN]
    # Taking a move back leads to the state before it, and to who had led there; of two hits that became one, one state holds.
    last = next((a for a in reversed(moves) if a.after is state), None)
    return CaseFile(
        actions=every,
        since=last.at if last else None,
        by=last.actor if last else "",
        reason=last.reason if last else "",
        unit=_last(a.details.unit for a in given),
        person=_last(a.details.person for a in given),
        notices=tuple(a for a in standing if a.doing is Doing.NOTIFY),
        notes=tuple(a for a in standing if a.doing is Doing.NOTE),
        last_move=last,
        rejected=_once(moves, State.FALSE_POSITIVE),
        merged=_once(moves, State.DUPLICATE),
        revision=every[-1].id,
    )


def not_undone(actions: Sequence[Action]) -> tuple[Action, ...]:
    """What still holds: neither taken back nor itself a taking back."""
    gone = {a.undoes for a in actions if a.undoes is not None}
    return tuple(a for a in actions if a.doing is not Doing.UNDO and a.id not in gone)


def to_undo(actions: Sequence[Action]) -> Action | None:
    """The last thing a person did that still holds; None where there is nothing to take back. What the program did since stands in
    the way of a move: it was done on the strength of it."""
    standing = not_undone(tuple(sorted(actions, key=lambda a: a.id)))
    return next((a for a in reversed(standing) if a.actor), None)


def undoing(of: Action, actions: Sequence[Action], actor: str, at: datetime, state: State) -> Action:
    """The action that takes one back. A move leads back to the state before it, anything else leaves the state."""
    back = of.before if of.doing in MOVES else state
    return replace(of, doing=Doing.UNDO, before=state, after=back, actor=actor, at=at, undoes=of.id, id=0, reason="")


def _last(said: Iterable[str]) -> str:
    """The last that was said; who is given only a person keeps the unit, and the other way about."""
    return next((text for text in reversed(list(said)) if text), "")


def _once(moves: Sequence[Action], state: State) -> bool:
    """Whether it was led out of that state again, and not to an end."""
    return any(a.before is state and a.after not in SETTLED for a in moves)
