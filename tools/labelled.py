"""Labelled pairs: a watched name and a text of a filing, and whether a person says that the one means the other.

One format for all of them: the sets that ship with the tests, those of a developer, and what reviewers decide. A table in CSV,
UTF-8, its columns in any order, the first line their names:

watch_name         the name as the list has it
watch_variants     its spellings as the list gives them, "|" between them; may be empty
filing_text        what the register, docket or notice prints
label              match: a person would look at it for this name · no: somebody else's · related: about the name's owner, neither
kind_of_variation  in the words of whoever labelled it, to tell how well each kind is found
synthetic          no: the text was really filed · synthetic: made up
role               of the text, a word of `Role`; empty: mark
watch_class        Nice classes of the name, "/" between them; empty: not known
nice_class         Nice classes of the filing
jurisdiction, year, source   where and when it was filed, and who says so
watch_kind         of the name, a word of `WatchedKind`; empty: trademark
watch_city         of a firm, where it is

watch_name, watch_variants, filing_text and label must be there. Columns that are not listed here are passed over, and so are lines
before the first one that begin with "#".
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TextIO

from monitor.matching import Matcher, build_matcher
from monitor.model import Match, MatchContext, Role, WatchedKind, WatchedName

LABELS = ("match", "no", "related")
_LEAST = 0.05  # a score below it is taken for it, where shares are told
_MUST = ("watch_name", "watch_variants", "filing_text", "label")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """The fields are the columns; `synthetic` is "no" or "synthetic"."""

    watch_name: str
    watch_variants: tuple[str, ...]
    filing_text: str
    label: str
    kind_of_variation: str = ""
    synthetic: str = "no"
    role: Role = Role.MARK
    watch_class: tuple[int, ...] = ()
    nice_class: tuple[int, ...] = ()
    jurisdiction: str = ""
    year: str = ""
    source: str = ""
    watch_kind: WatchedKind = WatchedKind.TRADEMARK
    watch_city: str = ""

    @property
    def context(self) -> MatchContext:
        return MatchContext(role=self.role, nice_classes=self.nice_class)


COLUMNS = tuple(f.name for f in fields(LabelledPair))


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what the matcher says of it. `match` None: nothing found.

    `weighed`: the rows of the table of weights that made the score, each with its share in it: by how many hundredths the score
    moves when the row moves by one. It is 1.0 of a mark, whose score is a product (2.0 where the row was taken twice), and of a firm,
    whose score is a sum, below zero where the row took something off."""

    pair: LabelledPair
    match: Match | None
    weighed: Mapping[str, float] = field(default_factory=dict)


def read_pairs(lines: Iterable[str]) -> list[LabelledPair]:
    """Raises ValueError that names line and column where the table is not of this format."""
    listed = list(lines)
    remarks = next((n for n, line in enumerate(listed) if not line.startswith("#")), len(listed))
    reader = csv.DictReader(listed[remarks:])
    missing = [column for column in _MUST if column not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"line {remarks + 1}: no column {', '.join(missing)}")
    return [_pair(row, remarks + reader.line_num) for row in reader]


def write_pairs(pairs: Iterable[LabelledPair], file: TextIO) -> None:
    """With all columns, in the order of `COLUMNS`."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for p in pairs:
        writer.writerow(
            [
                p.watch_name, "|".join(p.watch_variants), p.filing_text, p.label, p.kind_of_variation, p.synthetic,
                p.role.value, _listed(p.watch_class), _listed(p.nice_class), p.jurisdiction, p.year, p.source, p.watch_kind.value,
                p.watch_city,
            ]
        )  # fmt: skip


def names_of(pairs: Sequence[LabelledPair]) -> list[WatchedName]:
    """The names of a set, each once with all spellings and classes its pairs give, its id the name itself."""
    spellings: dict[str, dict[str, None]] = {}
    classes: dict[str, set[int]] = {}
    known: dict[str, LabelledPair] = {}
    for p in pairs:
        known.setdefault(p.watch_name, p)
        spellings.setdefault(p.watch_name, {}).update(dict.fromkeys(p.watch_variants))
        classes.setdefault(p.watch_name, set()).update(p.watch_class)
    return [
        WatchedName(
            name,
            name,
            known[name].watch_kind,
            aliases=tuple(given),
            nice_classes=tuple(sorted(classes[name])),
            city=known[name].watch_city,
        )
        for name, given in spellings.items()
    ]


def judge(pairs: Sequence[LabelledPair]) -> list[Judged]:
    """What the matcher says of each pair, all names of the set watched together."""
    matcher = build_matcher(names_of(pairs))
    return [_judged(matcher, p) for p in pairs]


def _judged(matcher: Matcher, p: LabelledPair) -> Judged:
    found: list[Judged] = []
    for match, rows in matcher.weighed(p.filing_text, p.context):
        if match.watched_id == p.watch_name:
            found.append(Judged(p, match, {row: float(rows.count(row)) for row in rows}))
    for match, points in matcher.weighed_firms(p.filing_text, p.context):
        if match.watched_id == p.watch_name:
            shares: dict[str, float] = {}
            for one in points:
                shares[one.row] = shares.get(one.row, 0.0) + one.points / max(match.score, _LEAST)
            found.append(Judged(p, match, shares))
    return max(found, key=lambda j: j.match.score if j.match else 0.0, default=Judged(p, None))


def _pair(row: dict[str, str | None], line: int) -> LabelledPair:
    said = {column: (row.get(column) or "").strip() for column in COLUMNS}
    if said["label"] not in LABELS:
        raise ValueError(f"line {line}, column label: {said['label']!r} is none of {', '.join(LABELS)}")
    if not said["watch_name"] or not said["filing_text"]:
        raise ValueError(f"line {line}: no name or no text")
    roles = {role.value: role for role in Role}
    if said["role"] and said["role"] not in roles:
        raise ValueError(f"line {line}, column role: {said['role']!r} is no role")
    kinds = {kind.value: kind for kind in WatchedKind}
    if said["watch_kind"] and said["watch_kind"] not in kinds:
        raise ValueError(f"line {line}, column watch_kind: {said['watch_kind']!r} is none of {', '.join(kinds)}")
    return LabelledPair(
        watch_name=said["watch_name"],
        watch_variants=tuple(v for v in said["watch_variants"].split("|") if v),
        filing_text=said["filing_text"],
        label=said["label"],
        kind_of_variation=said["kind_of_variation"],
        synthetic=said["synthetic"] or "no",
        role=roles.get(said["role"], Role.MARK),
        watch_kind=kinds.get(said["watch_kind"], WatchedKind.TRADEMARK),
        watch_city=said["watch_city"],
        watch_class=_classes(said["watch_class"], "watch_class", line),
        nice_class=_classes(said["nice_class"], "nice_class", line),
        jurisdiction=said["jurisdiction"],
        year=said["year"],
        source=said["source"],
    )


def _classes(said: str, column: str, line: int) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in said.split("/") if part.strip())
    except ValueError:
        raise ValueError(f'line {line}, column {column}: {said!r} is no list of classes such as "29/30"') from None


def _listed(classes: Iterable[int]) -> str:
    return "/".join(map(str, classes))
