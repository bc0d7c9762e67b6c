"""What matching says: one name found in one text, why, and what stood around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default

from monitor.model.closed import Band, Category, SubjectKind
from monitor.model.kinds import Whose
from monitor.model.roles import Role


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation: a text key ("matching.reason.*") and its parameters, rendered per language."""

    key: str
    params: Mapping[str, object] = default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """One watched name found in one mention. `score` ∈ [0, 1]; `band` None means below every band (not stored). `also`: other
    names of the list, by id, that this match stands for."""

    watched_id: str
    score: float
    band: Band | None
    variant: str
    variant_kind: str
    operation: str  # whole | word | embedded | edit | han_look | han_sound | company | …
    edits: int = 0
    span: tuple[int, int] = (0, 0)  # of the raw text
    span_text: str = ""
    demoted_by: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    whose: Whose = Whose.STRANGER
    also: tuple[str, ...] = ()

    @property
    def own_filing(self) -> bool:
        """Whether the record is about a right of the watched owner's own."""
        return self.whose is Whose.OURS


@dataclass(frozen=True, slots=True)
class MatchContext:
    """What is known around a mention when it is scored. `owners` are the applicants of the same record."""

    role: Role = Role.MARK
    field: str = ""
    nice_classes: tuple[int, ...] = ()
    country: str = ""
    owners: tuple[str, ...] = ()
    owner_countries: tuple[str, ...] = ()
    category: Category | None = None
    dismissed: frozenset[str] = frozenset()  # watched ids a reviewer rejected for this matter's owner
    serial_owner: bool = False  # the owner takes several watched names


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a hit is about: its kind, and its id among those of that kind (of a name, its id on the list)."""

    id: str
    kind: SubjectKind = SubjectKind.NAME
