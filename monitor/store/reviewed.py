"""What persons have said of hits of watched names, as far as it still holds: what is learnt from it, and what is exported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.cases.actions import Ground
from monitor.cases.casefile import casefile
from monitor.cases.states import CONFIRMED
from monitor.model import Role, State
from monitor.store.actions import Actions
from monitor.store.as_json import listed, loads
from monitor.store.database import Database
from monitor.store.words import word_of


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """A hit that was confirmed or rejected. `text` is the one it is shown by; `ground` why it was rejected, None of one that was
    confirmed; `as_judged`: that text spoke for it when it was judged; `by`, `at`: of the move that led to its state ("" and None
    where an earlier version moved it). `filed`: the day, or when it was found."""

    hit: int
    watched_id: str
    text: str
    role: Role
    state: State
    ground: Ground | None
    as_judged: bool
    by: str
    at: datetime | None
    matter: str
    jurisdiction: str
    classes: tuple[int, ...]
    filed: str
    source: str
    operation: str


class Reviewed:
    """Owns: nothing. Reads: hits, matters."""

    def __init__(self, db: Database, actions: Actions) -> None:
        self._db = db
        self._actions = actions

    def every(self) -> list[ReviewedRow]:
        """In the order of the hits. Two statements. A verdict that was taken back is none: the hit is in another state."""
        sql = """select h.id, h.subject, h.text, h.role, h.state, h.source, h.first_seen, m.key, m.jurisdiction, m.facts,
                json_extract(h.match, '$.operation') as operation
            from hits h join matters m on m.id = h.matter
            where h.subject_kind = 'name' and h.state in (select value from json_each(?)) order by h.id"""
        wanted = [s.value for s in (*CONFIRMED, State.FALSE_POSITIVE)]
        rows = self._db.dicts(sql, [listed(wanted)])
        done = self._actions.of(r["id"] for r in rows) if rows else {}
        result = []
        for r in rows:
            state = word_of(State, r["state"], "hits.state", r["id"])
            move = casefile(done[r["id"]], state).last_move
            ground, as_judged = None, True
            if state is State.FALSE_POSITIVE:
                said = move.details if move else None
                ground = Ground(said.ground) if said and said.ground else Ground.OTHER
                texts = said.judged.get("texts", ()) if said else ()
                as_judged = not texts or f"{r['role']}\t{r['text']}" in texts
            facts = loads(r["facts"])
            classes = facts.get("classes") or ()
            result.append(
                ReviewedRow(
                    hit=r["id"],
                    watched_id=r["subject"],
                    text=r["text"],
                    role=Role(r["role"]),
                    state=state,
                    ground=ground,
                    as_judged=as_judged,
                    by=move.actor if move else "",
                    at=move.at if move else None,
                    matter=r["key"],
                    jurisdiction=r["jurisdiction"],
                    classes=tuple(sorted({int(c) for c in classes if str(c).isdecimal()})),
                    filed=str(facts.get("filed") or r["first_seen"])[:10],
                    source=r["source"],
                    operation=r["operation"] or "",
                )
            )
        return result
