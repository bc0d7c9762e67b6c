"""Firms of the office's region that no name of the list explains: which of them is a hit of its own in a matter.

Of one firm one thing is told. Where a name of the list is found in the firm's very name, the hit of that name tells of it;
where the list has it no longer, or a person said that it is not the listed one, the firm's own hit does. What was reported
of the one counts as reported of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.cases import states
from monitor.model import Band, Match, Mention, Role, State, Subject, SubjectKind
from monitor.store.database import Database
from monitor.store.hits import Hits

Named = Sequence[tuple[Mention, Match]]
"""Firms of the region, each as a mention with what says that it is one."""

_SURE = frozenset({Band.ALERT.value, Band.REVIEW.value})


def _folded(name: str) -> str:
    from monitor.matching.firms.printed import folded_firm  # who only reads loads no matcher

    return folded_firm(name)


@dataclass(slots=True)
class _OfName:
    """A hit of a watched name, with the firms its evidence names: folded name → whether the name explains that firm."""

    id: int
    state: State
    listed: bool  # still, or again
    reported: bool
    score: float
    firms: dict[str, bool] = field(default_factory=dict)

    @property
    def speaks(self) -> bool:
        """Whether it is told of at all, and as a name of the list."""
        return self.listed and self.state not in states.SET_ASIDE


class Firms:
    """Hits of firms that are not on the list, beside those of names.

    Owns: nothing. Reads: hits, evidence, watched, told, issues, issue_entries.
    """

    def __init__(self, db: Database, hits: Hits) -> None:
        self._db = db
        self._hits = hits

    def fold(
        self, matter: int, source: str, firms: Named, capture: str, run: int, at: datetime
    ) -> tuple[set[int], set[int]]:
        """Unite what a record says of firms of the region with what is known, after its names were folded. Returns (new
        hits, hits that rose in role or band); a hit that is new here may be gone after `settle`."""
        if not firms:
            return set(), set()
        explained = {name for hit in self._of_names(matter) if hit.speaks for name, sure in hit.firms.items() if sure}
        found = [(Subject(_folded(m.text), SubjectKind.FIRM), m, match) for m, match in firms]
        return self._hits.fold_of(matter, source, [f for f in found if f[0].id not in explained], capture, run, at)

    def settle(self, matter: int) -> None:
        """Leave one hit for each firm of a matter. Called after its names and firms were folded, and after it took up
        another matter."""
        firms = self._db.all(
            "select id, subject, state from hits where matter = ? and subject_kind = 'firm' order by id", [matter]
        )
        if not firms:
            return
        names = self._of_names(matter)
        for firm, name, state in firms:
            about = [hit for hit in names if name in hit.firms]
            explains = [hit for hit in about if hit.speaks and hit.firms[name]]
            if explains and State(state) not in states.SET_ASIDE:
                self._hits.take_over(max(explains, key=lambda h: (h.score, -h.id)).id, firm)
                continue
            for hit in about:
                if hit.firms.keys() != {name} or hit.state in states.SET_ASIDE:
                    continue  # it tells of more than this firm, or a person said that it does not
                if not hit.listed and hit.firms[name]:
                    self._hits.take_over(firm, hit.id)
                elif not hit.firms[name] and not hit.reported and hit.state is State.NEW:
                    self._hits.drop([hit.id])  # a faint likeness to a listed name, which the firm's own hit mentions

    def _of_names(self, matter: int) -> list[_OfName]:
        reported = """select id from hits where matter = :matter and (id in (select hit from told) or id in (select e.hit
            from issue_entries e join issues i on i.id = e.issue where i.released_at is not null))"""
        # Of a hit that is being matched again the evidence is forgotten: what it was shown by stands in for it.
        sql = f"""select h.id, h.state, coalesce(w.active, 0), h.id in ({reported}), h.score, coalesce(e.role, h.role),
            coalesce(e.text, h.text), coalesce(e.band, h.band)
            from hits h left join evidence e on e.hit = h.id left join watched w on w.id = h.subject
            where h.matter = :matter and h.subject_kind = 'name' order by h.id"""
        found: dict[int, _OfName] = {}
        for hit, state, listed, told, score, role, text, band in self._db.all(sql, {"matter": matter}):
            of = found.setdefault(hit, _OfName(hit, State(state), bool(listed), bool(told), score))
            if role and Role(role).is_party:
                name = _folded(text)
                of.firms[name] = of.firms.get(name, False) or band in _SURE
        return list(found.values())

