"""What reviewers decided, as labelled pairs (`monitor verdicts export`): the next fit of the weights may learn from it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.cases.actions import OF_THE_NAME
from monitor.cases.states import CONFIRMED
from monitor.jobs.around import Around
from monitor.matching.labelled import LabelledPair, write_pairs
from monitor.matching.normalise import squash
from monitor.model import WatchedKind, WatchedName
from monitor.store import Store
from monitor.store.reviewed import ReviewedRow
from monitor.watchlist.writing import guarded


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A text that is said to mean a name and not to: the hits that say so."""

    name: str
    text: str
    confirmed: tuple[int, ...]
    rejected: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """`contradictions` are left out; so are `firms` hits of firms (their names are scored otherwise), `of_the_matter` that were
    rejected on grounds that do not lie in the name (goods, consent), and `gone` of names the store does not know any more."""

    pairs: tuple[LabelledPair, ...]
    contradictions: tuple[Contradiction, ...]
    firms: int = 0
    of_the_matter: int = 0
    gone: int = 0

    @property
    def table(self) -> bytes:
        """CSV, UTF-8."""
        out = io.StringIO(newline="")
        write_pairs(self.pairs, out)
        return out.getvalue().encode("utf-8")


def exported(around: Around) -> Exported:
    """A pair for every hit of a mark or GI that was confirmed ("match"), or rejected on grounds of the name ("no")."""
    with Store.open(around.state, readonly=True) as store:
        reviewed = store.reviewed.every()
        names = store.watchlist.by_id({r.watched_id for r in reviewed})
    return pairs_of(reviewed, names)


def pairs_of(reviewed: Sequence[ReviewedRow], names: Mapping[str, WatchedName]) -> Exported:
    told = [r for r in reviewed if r.state in CONFIRMED or (r.ground in OF_THE_NAME and r.as_judged)]
    known = [r for r in told if r.watched_id in names]
    marks = [r for r in known if names[r.watched_id].kind is not WatchedKind.COMPANY and squash(r.text)]
    by_pair: dict[tuple[str, str], list[ReviewedRow]] = {}
    for r in marks:
        by_pair.setdefault((names[r.watched_id].name, squash(r.text)), []).append(r)
    pairs, contradictions = [], []
    for (name, _), rows in by_pair.items():
        confirmed = tuple(r.hit for r in rows if r.state in CONFIRMED)
        rejected = tuple(r.hit for r in rows if r.state not in CONFIRMED)
        if confirmed and rejected:
            contradictions.append(Contradiction(name, rows[0].text, confirmed, rejected))
        else:
            pairs += [(r.hit, _pair(r, names[r.watched_id])) for r in rows]
    return Exported(
        tuple(pair for _, pair in sorted(pairs, key=lambda p: p[0])),
        tuple(contradictions),
        firms=len(known) - len(marks),
        of_the_matter=len(reviewed) - len(told),
        gone=len(told) - len(known),
    )


def _pair(r: ReviewedRow, name: WatchedName) -> LabelledPair:
    return LabelledPair(
        watch_name=name.name,
        watch_variants=tuple(a for a in name.aliases if "|" not in a),
        filing_text=guarded(" ".join(r.text.split())),  # somebody opens it in a spreadsheet
        label="match" if r.state in CONFIRMED else "no",
        kind_of_variation=r.operation,
        role=r.role,
        watch_class=name.nice_classes,
        nice_class=r.classes,
        jurisdiction=r.jurisdiction,
        year=r.filed[:4],
        source=f"{r.source} {r.matter} {r.by}".rstrip(),
    )
