"""Statements of US registers about the wording of a mark: what they say it transliterates to and means.

Forms as in TMEP §809.03: 'The non-Latin characters in the mark transliterate to "X" and this means "Y" in English.'
"""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"^\s*(?:the\s+)?(?:non-latin characters?|chinese characters?|foreign wording|english translation|transliteration)\b"
    r"[^.]{0,80}?\b(?:transliterat|translat|mean|in the mark|of)"
    r"|^\s*the\s+(?:wording|literal element|word\(s\)|words?|terms?|stylized wording|mark)\b"
    r"[^.]{0,80}?\b(?:transliterat|translat|means?\b|in the mark)"
    r"|^\s*the mark\b.{0,60}?\b(?:does|do|is) not\b"
    r"|^\s*the (?:wording|word|term)s?\b.{0,200}?\bhas no (?:meaning|significance)|^\s*no claim is made",
    re.IGNORECASE | re.DOTALL,
)
_DENIED = re.compile(r"\b(?:do|does|did)\s+not\b|\bno claim is made\b|\bis not\b|\bare not\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]{1,200})[\"“”«»„]|(?<!\w)'([^']{2,200})'(?!\w)")
_BARE = re.compile(
    r"transliterates?\s+(?:in\w*\s+|as\s+|to\s+)*(?P<x>.+?)(?=\s*(?:,\s*)?(?:and|which)\s+(?:this|these|it|they|which)?\s*"
    r"(?:means?|translates?|has|have)\b|[.;]|$)|"
    r"\bmeans?\s+(?P<y>.+?)(?:\s+in\s+(?:the\s+)?english\b|[.;]|$)|"
    r"\btranslates?\s+(?:in\w*\s+english\s+)?(?:as|to|into)\s+(?P<z>.+?)(?:\s+in\s+english\b|[.;]|$)|"
    r"\b(?:wording|word|term)s?\s+(?P<w>[^\s\"].{0,80}?)\s+(?:in the mark\s+)?has\s+no\b",
    re.IGNORECASE | re.DOTALL,
)
_NOTHING = re.compile(r"^(?:nothing|no meaning|no significance|english|to|as)$", re.IGNORECASE)


def parts(text: str) -> list[tuple[int, int]] | None:
    """Raw spans of the wording a statement quotes; [] if it denies it; None if the text is no such statement."""
    if len(text) > 2_000 or not _OPENING.search(text):
        return None
    found: list[tuple[int, int]] = []
    for begin, end in _sentences(text):
        sentence = text[begin:end]
        if _DENIED.search(sentence):
            continue
        quoted = [m.span(1) if m[1] is not None else m.span(2) for m in _QUOTED.finditer(sentence)]
        if not quoted:
            quoted = [
                m.span(n) for m in _BARE.finditer(sentence) for n in "xyzw" if m[n] and not _NOTHING.match(m[n].strip())
            ]
        found += [(begin + a, begin + b) for a, b in quoted]
    return found


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [m.end() for m in re.finditer(r"[.;]\s+(?=[A-Z])", text)]
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True))
