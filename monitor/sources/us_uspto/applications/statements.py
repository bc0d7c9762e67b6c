"""Statements of US trademark records, split into what they name: translation (TR), transliteration (TLIT), and the
words of the sign that a description (DM), a disclaimer (D0, D1, DS) or a statement of name (N0) quotes.

The wording is free; the patterns follow the forms of TMEP § 809.03 and what records show. Three rules make them safe:
a statement is never handed on whole where it could be read, because "has no meaning in Chinese" names nothing; the
transliteration is taken before the negative is looked for, because "transliterates to X and this has no meaning"
denies only the meaning; and whatever is quoted and was not taken is a candidate, because for a figurative sign the
statement is the only trace of how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Reading:
    """`transliterations` are Latin spellings of the sign, `wordings` foreign words of the sign that are translated,
    `meanings` their English. `negative`: the statement denies a meaning. Nothing in any of them = not understood.

    `candidates` are words the statement quotes, or prints in capitals, of which it does not say what they are."""

    transliterations: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    negative: bool = False
    candidates: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        return bool(self.transliterations or self.meanings or self.negative)


def read_statement(text: str) -> Reading:
    """The parts of one statement, in the order of the text."""
    text = _plain(text)
    transliterations: list[str] = []
    wordings: list[str] = []
    meanings: list[str] = []
    negative = False
    for sentence in _SENTENCE.split(text):
        transliterations += _spelled(sentence)
        for found in _WORDING.finditer(sentence):
            wordings += _terms(found["terms"])
        if _NEGATIVE.search(sentence):
            negative = True
        else:
            for pattern in _MEANS:
                found_meaning = pattern.search(sentence)
                if found_meaning:
                    meanings += _terms(found_meaning["terms"])
                    break
    wordings = [w for w in dict.fromkeys(wordings) if meanings]
    taken = _folded(transliterations, wordings, meanings)
    candidates: list[str] = []
    quoted = {(a or b).strip(_TRIMMED).casefold() for a, b in _ONE_QUOTED.findall(text)}
    for kind, terms in _runs_of(text) if not quoted <= taken else ():
        left = [t for t in (_joined(terms) if kind is not _Kind.MEANING else terms) if t.casefold() not in taken]
        if kind is _Kind.TRANSLITERATION:
            transliterations += left
        elif kind is _Kind.MEANING:
            meanings += left
        elif any(t.casefold() not in taken for t in terms):
            candidates += left
    taken = _folded(transliterations, wordings, meanings, candidates)
    candidates += [t for t in _capitals(text) if t.casefold() not in taken]
    candidates += _one_by_one(text, transliterations, candidates)
    return Reading(
        tuple(dict.fromkeys(transliterations)),
        tuple(wordings),
        tuple(m for m in dict.fromkeys(meanings) if m.casefold() not in _NO_TERM),
        negative,
        tuple(dict.fromkeys(candidates)),
    )


def _spelled(sentence: str) -> list[str]:
    """What a sentence says a transliteration is."""
    found_terms: list[str] = []
    for pattern in _TRANSLITERATED:
        for found in pattern.finditer(sentence):
            terms = _terms(found["terms"])
            if len(terms) == 1 and '"' not in found["terms"]:
                terms = _listed(terms[0])
            found_terms += _joined(terms) if len(terms) > 1 else terms
    return found_terms


def _listed(bare: str) -> list[str]:
    """LAN, GU and HE: a list without quotes, if it is one."""
    parts = [p.strip(" .") for p in _BARE_JOINT.split(bare)]
    return parts if all(0 < len(p) <= _LONGEST_CHARACTER and p.isupper() for p in parts) else [bare]


def _one_by_one(text: str, *spelled: list[str]) -> list[str]:
    """The whole name, where a statement goes through the characters: "the first … FEN and means …; the second … JIU"."""
    each = [t for terms in spelled for t in dict.fromkeys(terms)]
    if len(each) < 2:
        return []
    parts = [t for t in each if len(t) <= _LONGEST_CHARACTER and not any(t != o and f" {t} " in f" {o} " for o in each)]
    if not 1 < len(parts) <= _MOST_CHARACTERS or not _EACH.search(text):
        return []
    return [" ".join(sorted(parts, key=text.find))]


def _folded(*lists: list[str]) -> set[str]:
    return {t.casefold() for terms in lists for t in terms}


def named_in_description(text: str) -> tuple[str, ...]:
    """What a description of the mark quotes, or prints in capitals, where it speaks of characters and how they are read;
    nothing of one that speaks of shapes and colours alone."""
    low = text[:_LONGEST].lower()
    return _quoted_or_capital(text) if any(word in low for word in _OF_CHARACTERS) else ()


def named_in_statement(text: str) -> tuple[str, ...]:
    """What a disclaimer or a statement of name quotes or prints in capitals. A short one without either is itself the
    word that is disclaimed."""
    found = _quoted_or_capital(text)
    return found or ((text.strip(" .,;"),) if 1 < len(text) <= _WHOLE and not _SAYS.search(text) else ())


def _quoted_or_capital(text: str) -> tuple[str, ...]:
    text = _plain(text)
    found: list[str] = []
    for sentence in _SENTENCE.split(text):
        found += _spelled(sentence)
    for _, terms in _runs_of(text):
        found += _joined(terms)
    found += _capitals(text)
    return tuple(dict.fromkeys((*found, *_one_by_one(text, found))))


def _plain(text: str) -> str:
    """With plain quotes and single spaces, "transliterate(s)" as "transliterates"."""
    return " ".join(text[:_LONGEST].translate(_PLAIN_QUOTES).replace("(s)", "s").replace("(S)", "S").split())


# --- what is quoted ---------------------------------------------------------------------------------------------


class _Kind(Enum):
    TRANSLITERATION = "transliteration"
    MEANING = "meaning"
    CANDIDATE = "candidate"


def _runs_of(text: str) -> Iterator[tuple[_Kind, list[str]]]:
    """Terms that are quoted one after another ("FEN" "JIU"; "FEN", "JIU" and "CUN") with what the words before them
    say they are."""
    run: list[str] = []
    kind, end = _Kind.CANDIDATE, 0
    for found in _ONE_QUOTED.finditer(text):
        before = text[end : found.start()]
        term = (found[1] or found[2]).strip(_TRIMMED)
        end = found.end()
        if run and _JOINT.fullmatch(before):
            run.append(term)
            continue
        if run:
            yield kind, run
        run, kind = [term], _kind_of(before)
    if run:
        yield kind, run


def _kind_of(before: str) -> _Kind:
    """What a term is, by the words before it in its clause. Of several the last one counts, but "the transliteration of
    the characters" is a transliteration."""
    kind = _Kind.CANDIDATE
    for said in _SAYS_WHAT.finditer(before, max(before.rfind(";"), before.rfind(". ")) + 1):
        if said[1]:
            kind = _Kind.TRANSLITERATION
        elif said[2]:
            kind = _Kind.MEANING
        elif kind is _Kind.MEANING:
            kind = _Kind.CANDIDATE
    return kind


def _joined(terms: list[str]) -> list[str]:
    """All of them together, then each: characters that are named one by one are one name on the label."""
    terms = [t for t in terms if (len(t) > 1 or not t.isascii()) and t.casefold() not in _NO_TERM]
    return [" ".join(terms), *terms] if len(terms) > 1 else terms


def _capitals(text: str) -> list[str]:
    """Runs of words in capitals outside quotes, none of a text that is all capitals; and what "the wording" is, where that
    begins with a capital."""
    if text.isupper():
        return []
    outside = _ONE_QUOTED.sub("; ", text)
    return _WORDED.findall(outside) + [run for run in _CAPITALS.findall(outside) if run not in _NO_NAME]


_LONGEST = 4000  # characters of a statement that are read
_TRIMMED = " .,;:()'\""
_WHOLE = 100  # a disclaimer of this length may be nothing but the word it disclaims
_MOST_CHARACTERS, _LONGEST_CHARACTER = 8, 12  # that are named one by one, and the longest spelling of one
_JOINT = re.compile(r"\s*(?:[,/;&+-]|and|or|followed\s+by|,\s*(?:and|or))?\s*", re.IGNORECASE)
_BARE_JOINT = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|followed\s+by)\s+", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:first|second|third|fourth|last|next|upper|lower|top|bottom|left|right|middle|remaining|other|each|characters?)\b",
    re.IGNORECASE,
)
# (1) a spelling, (2) a meaning, (3) something that is spelt or means.
_SAYS_WHAT = re.compile(
    r"\b(?:(transliterat\w*|pronounc\w*|pinyin|romani[sz]\w*|phonetic\w*|reads?|spel[lt]\w*|sounds?\s+like)"
    r"|(mean\w*|translat\w*|English|signif\w*|equivalent|denot\w*)"
    r"|(wordings?|words?|terms?|phrases?|names?|characters?|mark))\b",
    re.IGNORECASE,
)
_OF_CHARACTERS = (
    "character", "translit", "translat", "pronounc", "pinyin", "romani", "phonetic", "chinese", "mandarin", "cantonese",
    "kanji", "hanzi", "non-latin", "calligraph",
)  # fmt: skip
_SAYS = re.compile(
    r"\b(?:claim|exclusive|right|mark|name|living|individual|consent|identif\w*|shown|not|no)\b", re.IGNORECASE
)
_CAPITALS = re.compile(r"(?<![\w&.'-])[A-Z]{2,}(?:[ '-][A-Z]+)*(?![\w'])")
_WORDED = re.compile(
    r"\b(?:wordings?|words?|terms?|phrases?)\s+([A-Z][a-z]+(?:[ '-][A-Za-z]+){0,5}?)\s+(?:in\s+the\s+mark\s+)?"
    r"(?:ha(?:s|ve)|means?|is|are|translates?|do(?:es)?)\b"
)
_NO_NAME = frozenset(
    (
        "US",
        "USA",
        "NOT",
        "AND",
        "THE",
        "MARK",
        "ENGLISH",
        "CHINESE",
        "PRC",
        "UPC",
        "RGB",
        "PMS",
        "CMYK",
        "LLC",
        "INC",
        "TM",
    )
)
_PLAIN_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″「」『』", '"') | dict.fromkeys("‘’‛′`", "'"))
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
    r"[^\W_][^\"]{0,200}?(?=\s*(?:$|[.;:](?:\s|$)|,?\s+(?:and|which|meaning|where)\s+(?:this|the|is|its?|that|has|have|"
    r"which|means?|translates?)\b|,\s*which\b|\s+in\s+(?:English|Chinese|the\s+English)|\s+means\b|\s+has\b|\s+have\b|"
    r",?\s+meaning\b))"
)
_TERMS = rf"(?P<terms>{_LIST}|{_BARE})"
_TRANSLITERATED = (
    re.compile(
        rf"\b(?:transliterat(?:es?|ed|ing|ions?)|pronounced|romani[sz]ed)\b\s*(?:(?:is|are|as|to|into|of)\s+)*(?!of\b|the\b){_TERMS}",
        re.IGNORECASE,
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
_NO_TERM = frozenset(
    {
        "",
        "this",
        "the",
        "nothing",
        "no meaning",
        "in english",
        "english",
        "not applicable",
        "n/a",
        "follows",
        "as follows",
    }
)


def _terms(text: str) -> list[str]:
    quoted = [a or b for a, b in _ONE_QUOTED.findall(text)] or [text]
    terms = [t.strip(_TRIMMED) for t in quoted]
    return [t for t in terms if t.casefold() not in _NO_TERM]
