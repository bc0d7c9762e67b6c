"""The nearest spelling when nothing was found: only for showing a person why two texts are not a match."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from monitor.matching.bands import BELOW_DIGEST
from monitor.matching.marks.finding import Finding
from monitor.matching.marks.mark_index import MarkIndex
from monitor.matching.normalise import pinyin
from monitor.matching.normalise.tokens import analyse

_SHOWN = 0.7  # of the share of letters in common: what is shown must not look like a match


def closest_spelling(text: str, index: MarkIndex, name: int) -> Finding | None:
    """The spelling fewest edits away from the text or one of its words; None if they have no letter in common."""
    form = analyse(text[:400], text[:400])
    units = [(form.text, 0, len(form.text))] if form.text else []
    units += [(t.text, t.start, t.end) for t in form.tokens]
    best: Finding | None = None
    for folded, here in zip(index.keys, index.entries, strict=True):
        for e in here:
            if e.name != name:
                continue
            for unit, start, end in units:
                longest = max(len(unit), len(folded))
                edits = OSA.distance(unit, folded)
                if edits >= longest:
                    continue
                score = min(BELOW_DIGEST, e.variant.prior * (1 - edits / longest) * _SHOWN)
                if best is None or score > best.score:
                    best = Finding(name, e.variant, "distance", score, form.raw_span(start, end), edits=edits)
                    reading = pinyin.readings(unit)
                    if reading and unit != folded:
                        best.against = [("other_pinyin", 1.0, {"word": unit.upper(), "reading": " ".join(reading[0])})]
    if best is not None and not best.against:
        best.against = [("too_far", 1.0, {"edits": best.edits})]
    return best
