"""What scoring finds: one way in which one watched name stands in one text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.matching.weights import Weight
from monitor.model import Reason, Variant


@dataclass(frozen=True, slots=True)
class Doubt:
    """What lowers a finding unless goods or applicant speak for it: `why`, `factor` and `params` as in `Finding.demote`."""

    why: str
    factor: Weight
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Finding:
    """One way in which a watched name stands in a text; `score` has no context yet."""

    name: int
    variant: Variant
    operation: str
    score: float
    span: tuple[int, int]
    edits: int = 0
    bounded: bool = True  # begins and ends with words of the text
    everyday: bool = False
    against: list[tuple[str, float, dict[str, object]]] = field(default_factory=list)
    extra: list[Reason] = field(default_factory=list)
    disguised: bool = False
    doubt: Doubt | None = None
    aside: str = ""  # operation core: the words set aside, as the text has them
    weighed: list[str] = field(default_factory=list)  # the weights that made the score, by name

    def weigh(self, *weights: Weight) -> None:
        """Multiplies the score."""
        for weight in weights:
            self.score *= weight
            self.weighed.append(weight.name)

    def demote(self, why: str, factor: Weight, **params: object) -> None:
        """Multiplies the score, and keeps the reason: `why` is the end of the key of a text, `params` fill it in."""
        self.weigh(factor)
        self.against.append((why, factor, params))

    def demote_within(self, why: str, factor: Weight, least: float, **params: object) -> None:
        """As `demote`, but not below `least` where the score was above it: what is said is doubtful, not somebody else's."""
        kept = min(self.score, least)
        self.demote(why, factor, **params)
        self.score = max(self.score, kept)

    def settle(self, *, agreed: bool) -> None:
        """Applies the doubt; where goods or applicant agree with the name, says only that there was one."""
        doubt, self.doubt = self.doubt, None
        if doubt is None:
            return
        if agreed:
            self.extra.append(Reason(f"matching.reason.agreed.{doubt.why}", dict(doubt.params)))
        else:
            self.demote(doubt.why, doubt.factor, **doubt.params)
