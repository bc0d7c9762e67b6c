"""Words of the closed vocabulary wherever they are used: in a record, in a rule, in a text, in a source.

Two questions are answered here. Does a file use a word that is not declared (`unknown_words`: at start, with file, line and
key)? Does a record carry something that is not declared (`problems_of`: in a run, where it costs the run its verdict)?
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from monitor.model import near
from monitor.model.closed import Band, Category, Certainty, RecordKind, State, Verdict
from monitor.model.events import EVENTS
from monitor.model.facts import FACTS
from monitor.model.kinds import HitKind
from monitor.model.records import Record
from monitor.model.roles import Role


class Sort(StrEnum):
    """What a word is a word for. Its name is that of its text ("vocabulary.unknown.fact")."""

    FACT = "fact"
    EVENT = "event"
    KIND = "kind"  # of a hit
    STATE = "state"  # of a hit
    RECORD_KIND = "record_kind"
    ROLE = "role"
    CATEGORY = "category"
    BAND = "band"
    CERTAINTY = "certainty"
    VERDICT = "verdict"  # of a run


KNOWN: Mapping[Sort, Collection[str]] = {
    Sort.FACT: FACTS.keys(),
    Sort.EVENT: EVENTS.keys(),
    Sort.KIND: frozenset(HitKind),
    Sort.STATE: frozenset(State),
    Sort.RECORD_KIND: frozenset(RecordKind),
    Sort.ROLE: frozenset(Role),
    Sort.CATEGORY: frozenset(Category),
    Sort.BAND: frozenset(Band),
    Sort.CERTAINTY: frozenset(Certainty),
    Sort.VERDICT: frozenset(Verdict),
}
"""The words of each sort, all of them."""


@dataclass(frozen=True, slots=True)
class Use:
    """A word of the vocabulary, used in a file: `key` is the key it is the value (or the last part) of."""

    sort: Sort
    word: str
    file: str
    line: int
    key: str


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A use of a word that is not declared, and the declared word that is spelt most like it."""

    use: Use
    near: str


def unknown_words(uses: Iterable[Use]) -> tuple[UnknownWord, ...]:
    """The uses of words nobody declared, in the order given."""
    return tuple(UnknownWord(u, near.nearest(u.word, KNOWN[u.sort])) for u in uses if u.word not in KNOWN[u.sort])


# --- records ------------------------------------------------------------------------------------------


class ProblemKind(StrEnum):
    """What is wrong with a record. Its name is that of its text ("vocabulary.problem.fact")."""

    FACT = "fact"  # no row declares it
    TYPE = "type"  # its value is not of the declared type
    EVENT = "event"  # no row declares the code
    RECORD_KIND = "record_kind"


@dataclass(frozen=True, slots=True)
class Problem:
    """`name` is the fact, the code or the kind; `near` the declared word most like it, of a wrong type the declared type."""

    kind: ProblemKind
    name: str
    near: str
    matter: str


def problems_of(record: Record) -> tuple[Problem, ...]:
    """What a record carries that the vocabulary does not know. Cheap: asked of every record that is read."""
    found = []
    for name, value in chain(record.facts.items(), *(e.says.items() for e in record.events)):
        fact = FACTS.get(name)
        if fact is None:
            found.append(Problem(ProblemKind.FACT, name, near.nearest(name, FACTS), record.matter))
        elif not fact.takes(value):
            found.append(Problem(ProblemKind.TYPE, name, fact.type.value, record.matter))
    for code in dict.fromkeys(e.code for e in record.events):
        if code not in EVENTS:
            found.append(Problem(ProblemKind.EVENT, code, near.nearest(code, EVENTS), record.matter))
    if record.kind not in KNOWN[Sort.RECORD_KIND]:
        near_kind = near.nearest(record.kind, KNOWN[Sort.RECORD_KIND])
        found.append(Problem(ProblemKind.RECORD_KIND, record.kind, near_kind, record.matter))
    return tuple(found)
