"""A full corporate name that the office gave, met word by word in a text: evidence before all weighing.

"Huaxiang Group Co., Ltd." is on the list: where those very words stand in a notice, legal form and all, no reasoning about what
its words mean (a trade, a place, a common word) may say that nobody was met. Case, punctuation and the way the legal form is
written do not matter. What is too short to be one firm's name, or says a place or a trade alone, is not looked for in this way;
a word that many firms are called by ("Hongda Group") is found, and may be another firm's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.matching.firms import latin_name, lexicon, vocabulary
from monitor.matching.firms.everyday import is_everyday
from monitor.matching.firms.lexicon import LINK_WORDS, Kind, Meaning
from monitor.matching.firms.line import Line
from monitor.matching.normalise.folding import squash

_SHORTEST = 6  # letters of a name without its legal form
_BARE = 8  # letters of a name that is looked for without one
_MANY_WORDS, _LONG = 3, 12  # words and letters of a name of trade words alone
_OURS = frozenset({"chinese", "neutral"})  # kinds of legal forms that Chinese firms write
_INSIDE = re.compile(r"(?:[^;:\n]|\n(?!\s*\n))*")
_NEXT_SENTENCE = re.compile(r"\.\s")
_FORM_FOLLOWS = re.compile(r"[\s,()]*")
# Capitalised words that stand before a party's name and are no part of it.
_BEFORE = frozenset(
    [
        "respondent",
        "respondents",
        "defendant",
        "defendants",
        "complainant",
        "complainants",
        "plaintiff",
        "plaintiffs",
        "petitioner",
        "petitioners",
        "applicant",
        "applicants",
        "opposer",
        "opposers",
        "registrant",
        "registrants",
        "owner",
        "owners",
        "party",
        "parties",
        "intervenor",
        "intervenors",
        "against",
        "versus",
        "vs",
        "v",
        "name",
        "names",
        "company",
        "companies",
        "firm",
        "firms",
        "manufacturer",
        "manufacturers",
        "supplier",
        "suppliers",
        "exporter",
        "exporters",
        "producer",
        "producers",
        "importer",
        "importers",
        "seller",
        "sellers",
        "to",
        "from",
        "with",
        "as",
        "re",
        "in",
        "by",
        "both",
        "either",
        "between",
        "named",
        "is",
        "are",
        "was",
        "were",
        "messrs",
        "dba",
        "aka",
        "fka",
        "nka",
        "also",
        "including",
        "additional",
        "proposed",
        "remaining",
        "defaulting",
    ]
)


@dataclass(frozen=True, slots=True)
class GivenName:
    """`text` as the office gave it, `squashed` without its legal form, which is `form`, word by word. `commas`: whether a comma
    is part of it; `common`: many firms are called by its only word, or it tells a trade in words that others may use; `bare`:
    it is looked for without a legal form too, being two words and more that are not all everyday ones."""

    text: str
    squashed: str
    form: tuple[str, ...]
    commas: bool
    common: bool
    bare: bool = False


def given_name(name: str) -> GivenName | None:
    """What is looked for of a Latin name; None where it is no full corporate name, or one that says too little."""
    line = Line(name)
    end = _before_form(line)
    formed = end < len(line.words)
    words = [w.text for w in line.words[:end] if w.solid]
    squashed = squash("".join(words))
    pieces = [p for p in latin_name.read(line) if p.start < end]
    kinds = {p.kind for p in pieces}
    placed, trades = bool(kinds & {Kind.PLACE, Kind.COUNTRY}), Kind.TRADE in kinds
    own = squash("".join(p.text for p in pieces if p.kind is Kind.OTHER))
    long = len(words) >= _MANY_WORDS and len(squashed) >= _LONG
    grouped = placed and Kind.GROUP in kinds
    if len(squashed) < _SHORTEST or not (own or (placed and trades) or grouped or long):
        return None
    telling = own not in vocabulary.generic_latin() and len(own) >= _SHORTEST
    common = not (telling or (placed and trades) or (own and (placed or trades)))
    bare = len(words) > 1 and len(squashed) >= _BARE and bool(own) and not all(map(is_everyday, words))
    if not formed and not bare:
        return None
    form = tuple(w.text for w in line.words[end:])
    return GivenName(name, squashed, form, "," in name[: line.words[end - 1].end], common, bare)


def _before_form(line: Line) -> int:
    """Where the legal form at the end of a name begins; its length where there is none."""
    for at in range(1, len(line.words)):
        rest = at
        while rest < len(line.words) and (found := _form_at(line, rest)):
            rest += found[0]
        if rest == len(line.words):
            return at
    return len(line.words)


def _form_at(line: Line, at: int) -> tuple[int, Meaning] | None:
    """How many words at `at` are a legal form, and of what kind."""
    found = lexicon.longest(line.texts, at, len(line.words))
    return found if found and found[1].kind is Kind.FORM else None


def stands_whole(line: Line, name: GivenName, start: int, end: int) -> bool:
    """Whether the words [start, end), which spell a name, are one name in the text: with its legal form behind it, or one that
    Chinese firms write, or none where the name says enough without."""
    inside = line.raw[line.words[start].start : line.words[end - 1].end]
    if not _INSIDE.fullmatch(inside) or _NEXT_SENTENCE.search(inside) or ("," in inside and not name.commas):
        return False
    if end == len(line.words) or not _FORM_FOLLOWS.fullmatch(line.gap(end)):
        return name.bare
    found = _form_at(line, end)
    if found is None or not latin_name.is_form(line, end, found[0]):
        return name.bare
    return tuple(line.texts[end : end + len(name.form)]) == name.form or found[1].values <= _OURS


def word_before(line: Line, start: int) -> tuple[str, frozenset[str]] | None:
    """A word directly before a name that may be part of it, and the places it may be: "Zhejiang" Huaxiang Group. None
    where the name begins with its own first word."""
    if not start or line.gap(start) not in (" ", "-", "\n"):
        return None
    word = line.words[start - 1]
    if word.text in LINK_WORDS or word.text in _BEFORE:
        return None
    for first in range(max(0, start - 3), start):
        found = lexicon.longest(line.texts, first, start)
        if found and first + found[0] == start and found[1].kind is Kind.PLACE:
            return line.shown(first, start), found[1].values
    if not line.mixed or word.capital or line.gap(start) == "-":
        return line.shown(start - 1, start), frozenset()
    return None
