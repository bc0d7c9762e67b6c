"""What scoring finds: one way in which one watched name stands in one text."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.model import Reason, Variant


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

    def demote(self, why: str, factor: float, **params: object) -> None:
        """Multiplies the score, and keeps the reason: `why` is the end of the key of a text, `params` fill it in."""
        self.score *= factor
        self.against.append((why, factor, params))
