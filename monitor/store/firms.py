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
from monitor.model import Band, Match, Mention, Role, State, Subject, SubjectKind, WatchedKind
from monitor.store.database import Database
from monitor.store.hits import Hits

Named = Sequence[tuple[Mention, Match]]
"""Firms of the region, each as a mention with what says that it is one."""


def _folded(name: str) -> str:
    from monitor.matching.firms.printed import folded_firm  # who only reads loads no matcher

    return folded_firm(name)


@dataclass(slots=True)
class _OfName:
    """A hit of a watched name, with the parties it was found in: folded name → whether the watched name explains that
    firm, as a firm of the list does that is like it, or a mark that its name consists of. `faint`: all that speaks for it is
    a faint likeness to a firm of the list."""

    id: int
    state: State
    listed: bool  # still, or again
    reported: bool
    score: float
    faint: bool = True
    firms: dict[str, bool] = field(default_factory=dict)

    @property
    def speaks(self) -> bool:
        """Whether it is told of at all, and as a name of the list."""
        return self.listed and self.state not in states.SET_ASIDE

    def add(self, kind: str, role: str, text: str, band: str, proved: bool) -> None:
        """One piece of evidence; of a hit without any, what it was shown by before it was matched again, which still says
        whom it was about, and explains nobody on a list that it is on."""
        firm = kind == WatchedKind.COMPANY
        self.faint &= firm and band == Band.DIGEST
        if role and Role(role).is_party:
            name = _folded(text)
            explains = band == Band.ALERT or (firm and band == Band.REVIEW)
            self.firms[name] = self.firms.get(name, False) or (explains and (proved or not self.listed))


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
                elif hit.faint and not hit.reported and hit.state is State.NEW:
                    self._hits.drop([hit.id])  # the firm's own hit mentions the likeness

    def settle_all(self) -> None:
        """`settle` every matter that has a firm of its own; inside a transaction."""
        for matter in self._db.column("select distinct matter from hits where subject_kind = 'firm' order by matter"):
            self.settle(matter)

    def _of_names(self, matter: int) -> list[_OfName]:
        reported = """select id from hits where matter = :matter and (id in (select hit from told) or id in (select e.hit
            from issue_entries e join issues i on i.id = e.issue where i.released_at is not null))"""
        sql = f"""select h.id, h.state, coalesce(w.active, 0), h.id in ({reported}), h.score, coalesce(w.kind, ''),
            coalesce(e.role, h.role), coalesce(e.text, h.text), coalesce(e.band, h.band),
            e.hit is not null
            from hits h left join evidence e on e.hit = h.id left join watched w on w.id = h.subject
            where h.matter = :matter and h.subject_kind = 'name' order by h.id"""
        found: dict[int, _OfName] = {}
        for hit, state, listed, told, score, *shown_by in self._db.all(sql, {"matter": matter}):
            of = found.setdefault(hit, _OfName(hit, State(state), bool(listed), bool(told), score))
            of.add(*shown_by)
        return list(found.values())
