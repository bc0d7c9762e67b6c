"""What reviewers decided, as labelled pairs (`monitor verdicts export`): the next fit of the weights may learn from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from monitor.cases.actions import OF_THE_NAME
from monitor.cases.states import CONFIRMED
from monitor.jobs.around import Around
from monitor.matching.normalise import squash
from monitor.model import Role, WatchedKind, WatchedName
from monitor.store import Store
from monitor.store.reviewed import ReviewedRow
from monitor.watchlist.writing import guarded


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and a text of a filing, and what a reviewer said. The fields are the columns of the table
    (docs/matching-weights.md). `label`: "match" or "no"; `synthetic`: "no", since the text was really filed."""

    watch_name: str
    watch_variants: tuple[str, ...]
    filing_text: str
    label: str
    kind_of_variation: str
    role: Role
    watch_class: tuple[int, ...]
    nice_class: tuple[int, ...]
    jurisdiction: str
    year: str
    source: str
    watch_kind: WatchedKind
    watch_city: str
    synthetic: str = "no"

    @property
    def row(self) -> list[str]:
        said = {
            **{f.name: getattr(self, f.name) for f in fields(self)},
            "watch_variants": "|".join(self.watch_variants),
            "watch_class": "/".join(map(str, self.watch_class)),
            "nice_class": "/".join(map(str, self.nice_class)),
        }
        return [str(said[column]) for column in COLUMNS]


COLUMNS = tuple(f.name for f in fields(Pair))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A text that is said to mean a name and not to: the hits that say so."""

    name: str
    text: str
    confirmed: tuple[int, ...]
    rejected: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """`contradictions` are left out; so are `of_the_matter` hits that were rejected on grounds that do not lie in the name (goods,
    consent) or for a text that has gone since, and `gone` of names the store does not know any more."""

    pairs: tuple[Pair, ...]
    contradictions: tuple[Contradiction, ...]
    of_the_matter: int = 0
    gone: int = 0

    @property
    def table(self) -> bytes:
        """CSV, UTF-8."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(p.row for p in self.pairs)
        return out.getvalue().encode("utf-8")


def exported(around: Around) -> Exported:
    """A pair for every hit that was confirmed ("match"), or rejected on grounds of the name ("no")."""
    with Store.open(around.state, readonly=True) as store:
        reviewed = store.reviewed.every()
        names = store.watchlist.by_id({r.watched_id for r in reviewed})
    return pairs_of(reviewed, names)


def pairs_of(reviewed: Sequence[ReviewedRow], names: Mapping[str, WatchedName]) -> Exported:
    told = [r for r in reviewed if r.state in CONFIRMED or (r.ground in OF_THE_NAME and r.as_judged)]
    known = [r for r in told if r.watched_id in names and squash(r.text)]
    by_pair: dict[tuple[str, str], list[ReviewedRow]] = {}
    for r in known:
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
        of_the_matter=len(reviewed) - len(told),
        gone=len(told) - len(known),
    )


def _pair(r: ReviewedRow, name: WatchedName) -> Pair:
    return Pair(
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
        watch_kind=name.kind,
        watch_city=name.city,
    )
