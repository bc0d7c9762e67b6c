"""Which complaint (DN) became which investigation (337-TA), where no source names both. Pure.

A notice of institution does not print the docket number of the complaint, and its title is often another: one in six
differs from that of the receipt ("the Same"/"Same", "Controls"/"Control", a "(II)" behind it, a word more). What both print is
the day of the complaint, the complainant, and mostly the respondents.

One complainant files several complaints on one day, even under one title, and one complaint can be instituted as several
investigations. So the whole day is looked at: the surest likeness first, and only where a complaint and an investigation are
each other's only choice are they one. Otherwise they stay apart, and the choices are told. The result depends on what is
known of the day, never on the order in which it became known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from monitor.legal_forms import Use, latin_words

_NEAR = 0.7  # of the words of two titles, those in both: "Skin Rejuvenation (Resurfacing) Devices"
_RELATED = 0.5  # the same where the respondents are the same
_SAME_PARTIES = 0.8  # of the respondents of both, those in both
_MANY_PARTIES = 0.5

_NUMERAL = re.compile(r"[\s,(]+(?P<n>I{1,3}|IV|VI{0,3}|IX|X)\)?[\s.,;]*$")
# Words that most titles have and that tell no product from another.
_SAYS_NOTHING = frozenset(
    [
        "certain",
        "regarding",
        "re",
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "for",
        "with",
        "by",
        "in",
        "to",
        "all",
        "same",
        "thereof",
        "therein",
        "therewith",
        "such",
        "component",
        "product",
        "containing",
        "including",
        "having",
        "method",
        "using",
    ]
)
_REMARK = re.compile(r"\((?:demo|corrected|amended)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one complaint or one investigation: the days its complaint is said to have been filed, the titles,
    and the names of its parties as printed (d/b/a names among them)."""

    matter: int
    days: frozenset[str]
    titles: frozenset[str]
    complainants: frozenset[str]
    respondents: frozenset[str]


@dataclass(frozen=True, order=True, slots=True)
class Choice:
    """A complaint and an investigation that may be one; `sure`: that are."""

    complaint: int
    investigation: int
    sure: bool


def choices(complaints: Sequence[Known], investigations: Sequence[Known]) -> tuple[Choice, ...]:
    """What belongs together among the complaints and the investigations of some days that no source has joined yet."""
    likeness = {(c.matter, i.matter): grade for c in complaints for i in investigations if (grade := _grade(c, i))}
    found: list[Choice] = []
    settled: set[int] = set()
    for grade in sorted(set(likeness.values()), reverse=True):
        pairs = [p for p in likeness if likeness[p] == grade and not settled & set(p)]
        left = Counter(c for c, _ in pairs)
        right = Counter(i for _, i in pairs)
        found += [Choice(c, i, left[c] == 1 == right[i]) for c, i in pairs]
        settled |= left.keys() | right.keys()
    return tuple(sorted(found))


def _grade(complaint: Known, investigation: Known) -> int:
    """How surely the two are one: 5 by title and respondents, down to 1; 0 where they are not, or nobody can say."""
    if not complaint.days & investigation.days:
        return 0
    title = max((_likeness(a, b) for a in complaint.titles for b in investigation.titles), default=0.0)
    parties = _shared(complaint.respondents, investigation.respondents)
    same_parties = parties >= _SAME_PARTIES
    if title == _VERBATIM and same_parties:
        return 5
    complainants, respondents = (
        _in_both(complaint.complainants, investigation.complainants),
        _in_both(complaint.respondents, investigation.respondents),
    )
    if complainants is False or respondents is False:
        return 0
    if title == _VERBATIM:
        return 4
    if not complainants:
        return 0  # a title that is only like another proves nothing without the complainant
    if title == 1:
        return 3 if same_parties else 2
    return int((title >= _NEAR and parties >= _MANY_PARTIES) or (title >= _RELATED and same_parties))


_VERBATIM = 2.0


def _likeness(a: str, b: str) -> float:
    """2 for one title written twice, 1 for the same words, below that the part of the words that is in both. 0 for two that are
    numbered (I) and (II)."""
    if squashed(a) == squashed(b):
        return _VERBATIM
    (mine, first), (theirs, second) = _words(a), _words(b)
    if (first and second and first != second) or not mine or not theirs:
        return 0.0
    return len(mine & theirs) / len(mine | theirs)


def _words(title: str) -> tuple[frozenset[str], str]:
    """The words of a title that tell its product, without their plural, and its number."""
    title = _REMARK.sub(" ", title).strip()
    numeral = _NUMERAL.search(title)
    if numeral:
        title = title[: numeral.start()]
    words = (_singular(w) for w in re.findall(r"\w+", title.casefold()))
    return frozenset(w for w in words if w not in _SAYS_NOTHING), numeral["n"] if numeral else ""


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _shared(mine: Collection[str], theirs: Collection[str]) -> float:
    """The part of the names that is in both; 0 where one of the two is not known."""
    a, b = set(map(_firm, mine)), set(map(_firm, theirs))
    return len(a & b) / len(a | b) if a and b else 0.0


def _in_both(mine: Collection[str], theirs: Collection[str]) -> bool | None:
    """Whether some name is in both, or inside one of the other's (two names that were read as one); None where one of the two
    is not known."""
    a, b = set(map(_firm, mine)), set(map(_firm, theirs))
    return any(x in y or y in x for x in a for y in b) if a and b else None


def _firm(name: str) -> str:
    """A firm's name without its legal form, so that "Acme, Inc." is "ACME Inc" and "Acme"."""
    words = list(_plain(name))
    while len(words) > 1 and words[-1] in latin_words(Use.OWNER):
        words.pop()
    return "".join(words) or squashed(name)


def _plain(name: str) -> Iterator[str]:
    for word in name.casefold().replace(".", "").split():
        if plain := squashed(word):
            yield plain


def squashed(text: str) -> str:
    """The letters and digits of a text, folded."""
    return "".join(c for c in text.casefold() if c.isalnum())
