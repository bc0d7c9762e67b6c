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

The first four must be there. Columns that are not listed here are passed over.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TextIO

from monitor.matching import build_matcher
from monitor.model import Match, MatchContext, Role, WatchedName

LABELS = ("match", "no", "related")
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

    @property
    def context(self) -> MatchContext:
        return MatchContext(role=self.role, nice_classes=self.nice_class)


COLUMNS = tuple(f.name for f in fields(LabelledPair))


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what the matcher says of it; `weighed`: the weights that made the score. `match` None: nothing found."""

    pair: LabelledPair
    match: Match | None
    weighed: tuple[str, ...] = ()


def read_pairs(lines: Iterable[str]) -> list[LabelledPair]:
    """Raises ValueError that names line and column where the table is not of this format."""
    reader = csv.DictReader(lines)
    missing = [column for column in _MUST if column not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"line 1: no column {', '.join(missing)}")
    return [_pair(row, reader.line_num) for row in reader]


def write_pairs(pairs: Iterable[LabelledPair], file: TextIO) -> None:
    """With all columns, in the order of `COLUMNS`."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for p in pairs:
        writer.writerow(
            [
                p.watch_name, "|".join(p.watch_variants), p.filing_text, p.label, p.kind_of_variation, p.synthetic,
                p.role.value, _listed(p.watch_class), _listed(p.nice_class), p.jurisdiction, p.year, p.source,
            ]
        )  # fmt: skip


def names_of(pairs: Sequence[LabelledPair]) -> list[WatchedName]:
    """The names of a set, each once with all spellings and classes its pairs give, its id the name itself."""
    spellings: dict[str, dict[str, None]] = {}
    classes: dict[str, set[int]] = {}
    for p in pairs:
        spellings.setdefault(p.watch_name, {}).update(dict.fromkeys(p.watch_variants))
        classes.setdefault(p.watch_name, set()).update(p.watch_class)
    return [
        WatchedName(name, name, aliases=tuple(given), nice_classes=tuple(sorted(classes[name])))
        for name, given in spellings.items()
    ]


def judge(pairs: Sequence[LabelledPair]) -> list[Judged]:
    """What the matcher says of each pair, all names of the set watched together."""
    matcher = build_matcher(names_of(pairs))
    result = []
    for p in pairs:
        found = next((f for f in matcher.weighed(p.filing_text, p.context) if f[0].watched_id == p.watch_name), None)
        result.append(Judged(p, *found) if found else Judged(p, None))
    return result


def _pair(row: dict[str, str | None], line: int) -> LabelledPair:
    said = {column: (row.get(column) or "").strip() for column in COLUMNS}
    if said["label"] not in LABELS:
        raise ValueError(f"line {line}, column label: {said['label']!r} is none of {', '.join(LABELS)}")
    if not said["watch_name"] or not said["filing_text"]:
        raise ValueError(f"line {line}: no name or no text")
    roles = {role.value: role for role in Role}
    if said["role"] and said["role"] not in roles:
        raise ValueError(f"line {line}, column role: {said['role']!r} is no role")
    return LabelledPair(
        watch_name=said["watch_name"],
        watch_variants=tuple(v for v in said["watch_variants"].split("|") if v),
        filing_text=said["filing_text"],
        label=said["label"],
        kind_of_variation=said["kind_of_variation"],
        synthetic=said["synthetic"] or "no",
        role=roles.get(said["role"], Role.MARK),
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
