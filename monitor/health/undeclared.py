"""What records of a run carry that the vocabulary does not know, folded: each thing once, with the first matter and a number."""

from __future__ import annotations

from monitor.model import Reason, Record
from monitor.model.vocabulary import Problem, ProblemKind, problems_of
from monitor.sources.kit.text import clean


class Undeclared:
    """Such a record is stored all the same, a hit is a hit; but rules, bulletin and look-up pass over what they do not
    know, so that the run cannot count as checked."""

    def __init__(self) -> None:
        self._first: dict[tuple[ProblemKind, str], tuple[Problem, str]] = {}
        self._records: dict[tuple[ProblemKind, str], int] = {}

    def note(self, record: Record) -> None:
        for problem in problems_of(record):
            thing = (problem.kind, problem.name)
            self._first.setdefault(thing, (problem, record.source))
            self._records[thing] = self._records.get(thing, 0) + 1

    def reasons(self) -> list[Reason]:
        return [
            Reason(
                f"health.undeclared_{kind}",
                {
                    "source": source,
                    "name": clean(name, 100),
                    "near": first.near,
                    "matter": clean(first.matter, 100),
                    "count": self._records[kind, name],
                },
            )
            for (kind, name), (first, source) in sorted(self._first.items())
        ]
