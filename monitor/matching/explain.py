"""Why a match is a match, and what argued against it: structured reasons, and one sentence made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from monitor.matching.marks.finding import Finding
from monitor.matching.variants.spellings import TRANSLITERATED
from monitor.model import Match, Reason, WatchedName


def reasons_of(f: Finding, w: WatchedName, context: Iterable[Reason]) -> list[Reason]:
    """In the order a person wants them: which spelling, how it stands there, what supports it, what lowers it."""
    shown = {"name": w.name, "variant": f.variant.text, "edits": f.edits}
    kind = "name" if f.variant.text == w.name else f.variant.kind
    out = [
        Reason(f"matching.reason.variant.{kind}", dict(shown)),
        Reason(f"matching.reason.operation.{_standing(f)}", {**shown, "aside": f.aside} if f.aside else shown),
    ]
    if f.disguised:
        out.append(Reason("matching.reason.disguised"))
    out += f.extra
    out += context
    out += [Reason(f"matching.reason.against.{why}", params) for why, _, params in f.against]
    return out


def _standing(f: Finding) -> str:
    """What is said of how it stands there. A spelling by sound is many names' spelling: a text that is it is not "identical"."""
    by_sound = f.variant.kind in TRANSLITERATED
    if f.operation == "whole" and by_sound:
        return "whole_by_sound"
    if f.operation != "core":
        return f.operation
    if f.aside:
        return "core_by_sound" if by_sound else "core_aside"
    return "core_repeated"


def sentence(match: Match, texts: Callable[..., str]) -> str:
    """One sentence in the language of `texts`: what was found, why, and what lowered it, with score and band. An own
    filing has no band: it is no warning."""
    parts = [texts(r.key, **r.params) for r in match.reasons]
    band = texts(f"word.band.{match.band}") if match.band else texts("matching.no_match")
    key = "matching.sentence.score_alone" if match.own_filing else "matching.sentence.score"
    parts.append(texts(key, score=f"{match.score:.2f}", band=band))
    opening = texts("matching.sentence.opening", text=match.span_text) if match.span_text else ""
    return opening + texts("matching.sentence.separator").join(parts) + texts("matching.sentence.end")
