"""What outcomes say to a person: text keys, and the parameters of their texts."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model import Ignored, Outcome, Skip, Suspect, Unknown
from monitor.texts import Texts


def keys(outcomes: Iterable[Outcome], *kinds: type) -> list[str]:
    """The keys of what is said, in order; of these kinds alone, where some are given."""
    wanted = kinds or (Ignored, Skip, Suspect, Unknown)
    return [o.key for o in outcomes if isinstance(o, Ignored | Skip | Suspect | Unknown) and isinstance(o, wanted)]


def unknown(outcomes: Iterable[Outcome]) -> list[str]:
    """The sentences of what is not understood, in order."""
    return [Texts("en")(o.key, **o.params) for o in outcomes if isinstance(o, Unknown)]
