"""Translation (TR) and transliteration (TLIT) statements of US trademark records, split into what they name.

The wording is free; the patterns follow the forms of TMEP § 809.03 and what records show. Two rules make them safe:
a statement is never handed on whole where it could be read, because "has no meaning in Chinese" names nothing; and the
transliteration is taken before the negative is looked for, because "transliterates to X and this has no meaning"
denies only the meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """`transliterations` are Latin spellings of the sign, `wordings` foreign words of the sign that are translated,
    `meanings` their English. `negative`: the statement denies a meaning. Nothing in any of them = not understood."""

    transliterations: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    negative: bool = False

    @property
    def understood(self) -> bool:
        return bool(self.transliterations or self.meanings or self.negative)


def read_statement(text: str) -> Reading:
    """The parts of one statement, in the order of the text."""
    text = " ".join(text[:_LONGEST].translate(_PLAIN_QUOTES).split())
    transliterations: list[str] = []
    wordings: list[str] = []
    meanings: list[str] = []
    for sentence in _SENTENCE.split(text):
        for pattern in _TRANSLITERATED:
            for found in pattern.finditer(sentence):
                terms = _terms(found["terms"])
                if len(terms) > 1:  # "ZHANG", "YUAN" and "JIN" are one name on the label
                    transliterations.append(" ".join(terms))
                transliterations += terms
        for found in _WORDING.finditer(sentence):
            wordings += _terms(found["terms"])
        if not _NEGATIVE.search(sentence):
            for pattern in _MEANS:
                found_meaning = pattern.search(sentence)
                if found_meaning:
                    meanings += _terms(found_meaning["terms"])
                    break
    return Reading(
        tuple(dict.fromkeys(transliterations)),
        tuple(w for w in dict.fromkeys(wordings) if meanings),
        tuple(m for m in dict.fromkeys(meanings) if m.casefold() not in _NO_TERM),
        bool(_NEGATIVE.search(text)),
    )


_LONGEST = 4000  # characters of a statement that are read
_PLAIN_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‛′`", "'"))
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=The\s)")
_NEGATIVE = re.compile(
    r"\b(?:ha(?:s|ve)|with|there\s+is|and)\s+no\s+(?:known\s+|particular\s+|specific\s+)?"
    r"(?:English\s+|foreign\s+|direct\s+|literal\s+|equivalent\s+)*(?:meaning|translation|significance|transliteration)"
    r"|\bdo(?:es)?\s+not\s+(?:have|has|mean|translate)\b|\bno\s+(?:English\s+)?translation\b|\bnot\s+a\s+foreign\b"
    r"|\bis\s+(?:a\s+)?(?:coined|made[- ]up|invented)\b|\bno\s+(?:English\s+)?meaning\b",
    re.IGNORECASE,
)
# One or more terms: quoted (then anything may stand inside), or a bare run up to the next joint of the sentence.
_QUOTED = r"\"[^\"]{1,300}\"|(?<!\w)'[^\"]{1,300}?'(?!\w)"
_LIST = rf"(?:(?:{_QUOTED})(?:\s*(?:,|and|or|,\s*and|/|;)\s*(?={_QUOTED}))?)+"
_BARE = (
    r"[^\W_][^\"]{0,200}?(?=\s*(?:$|[.;:](?:\s|$)|,?\s+(?:and|which|meaning|where)\s+(?:this|the|is|it|that|has|have|"
    r"which|means?|translates?)\b|,\s*which\b|\s+in\s+(?:English|Chinese|the\s+English)|\s+means\b|\s+has\b|\s+have\b|"
    r",?\s+meaning\b))"
)
_TERMS = rf"(?P<terms>{_LIST}|{_BARE})"
_TRANSLITERATED = (
    re.compile(
        rf"\btransliterat(?:es?|ed|ing|ion)\b\s*(?:(?:is|are|as|to|into|of)\s+)*(?!of\b|the\b){_TERMS}", re.IGNORECASE
    ),
    re.compile(
        rf"\btransliterations?\s+of\s+(?:the\s+)?[^\"]{{1,120}}?\s+(?:is|are)\s*:?\s*(?P<terms>{_LIST}|{_BARE})",
        re.IGNORECASE,
    ),
    re.compile(rf"\btranslates?\s+to\s+(?P<terms>{_LIST})(?=,?\s+and\s+(?:this|which)\s+means)", re.IGNORECASE),
    re.compile(rf"(?P<terms>{_LIST})\s+(?:is|are)\s+(?:the\s+|a\s+)?transliterations?\b", re.IGNORECASE),
)
_WORDING = re.compile(
    rf"(?:translations?\s+of(?:\s+the)?(?:\s+(?:foreign|Chinese|non-English|word|words|wording|term|terms|phrase))*"
    rf"|\b(?:wording|words?|terms?|phrase))\s+(?P<terms>{_LIST})",
    re.IGNORECASE,
)
_MEANS = (
    re.compile(rf"\bmean(?:s|ing)?\s+(?P<terms>{_LIST}|{_BARE})", re.IGNORECASE),
    re.compile(
        rf"\btranslations?\s+of\b.{{1,300}}?\s(?:is|are)\s*:?\s*(?P<terms>{_LIST}|[^\"]{{1,300}}?(?=[.;]?\s*$))",
        re.IGNORECASE,
    ),
    re.compile(rf"\btranslat(?:es?|ed)\s+(?:(?:in|into|to|from|as|English|Chinese)\s+)+(?P<terms>{_LIST}|{_BARE})", re.IGNORECASE),
    re.compile(rf"(?P<terms>{_LIST})\s+(?:is|are)\s+the\s+(?:English\s+)?translation", re.IGNORECASE),
)  # fmt: skip
_ONE_QUOTED = re.compile(r"\"([^\"]+)\"|(?<!\w)'([^\"]+?)'(?!\w)")
_NO_TERM = frozenset({"", "this", "the", "nothing", "no meaning", "in english", "english", "not applicable", "n/a"})


def _terms(text: str) -> list[str]:
    quoted = [a or b for a, b in _ONE_QUOTED.findall(text)] or [text]
    terms = [t.strip(" .,;:()'\"") for t in quoted]
    return [t for t in terms if t.casefold() not in _NO_TERM]
