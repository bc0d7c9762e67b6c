"""How alike a text's wording and a spelling of a watched name are, before anything around them is considered.

The numbers are those of the measured design: a whole mark scores the spelling's prior; a word among others, a part of a
word, one edit or one other Han character score less, the less the shorter the name is beside the rest. `Finding.against`
says what held a score down; each entry lowers it.
"""

from __future__ import annotations

from monitor.matching.marks.exact import exact
from monitor.matching.marks.finding import Finding
from monitor.matching.marks.heard import heard
from monitor.matching.marks.mark_index import MarkIndex
from monitor.matching.marks.misspelt import misspelt, other_character, slips
from monitor.matching.marks.phrases import phrases
from monitor.matching.marks.weighed import WeighedText
from monitor.matching.normalise.tokens import folded_forms
from monitor.matching.weights import weight

_DISGUISED = weight("stands.disguised")


def findings(text: str, index: MarkIndex, *, close: bool = True) -> list[Finding]:
    """Everything found in a text, unordered. `close` False: exact whole words only (running text, party names)."""
    out: list[Finding] = []
    for form in folded_forms(text):
        scene = WeighedText(form, index)
        found = list(exact(scene))
        if close:
            found += misspelt(scene)
            found += slips(scene)
            found += phrases(scene)
            found += other_character(scene)
            if not form.disguised:
                found += heard(scene)
        for f in found:
            if form.disguised:
                f.disguised = True
                f.weigh(_DISGUISED)
        out += found
    return out
