"""How the names of firms end: the one table of legal forms, with what each form is known for.

It lies below every other room, because readers of sources, of watchlists and of names all need it. Which forms count for
which purpose was settled one purpose at a time, so a form may be known to one and not to another: AG ends a German
firm's name, and among the words beside a mark it says nothing.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_BETWEEN = r"[.,]?\s{0,2}"  # the words of a form: "Co., Ltd", "L.L.C"
TABLE = Path(__file__).resolve().parent / "legal_forms.csv"


class Use(StrEnum):
    """What a form is known for."""

    FIRM = "firm"  # read as the form of a firm's name, and weighed by its kind
    OWNER = "owner"  # cut off before two owners are compared
    QUERY = "query"  # left out of what a full-text search is asked
    MARK = "mark"  # beside a mark it says nothing: the mark is still whole
    COMMA = "comma"  # the comma before it belongs to the name ("Foo Co., Ltd.")
    ORGANISATION = "organisation"  # ends the name of a registrant that can be a party
    INSIDE = (
        "inside"  # in a text of parties it means a firm wherever it stands; SE and SA are quarters and parts of names
    )
    ENDS = "ends"  # a name typed without a kind that ends so is taken for a firm


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One form: folded, its words parted by blanks. `country` is an ISO 3166-1 code, "" where it is nobody's own."""

    text: str
    script: str  # latin · cyrillic · han (Han, kana and hangul)
    country: str
    kind: str  # chinese · neutral · foreign · group · business
    uses: frozenset[Use]
    printed: tuple[str, ...]  # as US notices print it

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the form, as a phrase."""
        return tuple(self.text.split())


@cache
def legal_forms() -> tuple[LegalForm, ...]:
    """All forms in the order of the table. Raises ValueError for a use that is none."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            LegalForm(
                row["form"],
                row["script"],
                row["country"],
                row["kind"],
                frozenset(map(Use, row["uses"].split())),
                tuple(filter(None, row["printed"].split("|"))),
            )
            for row in csv.DictReader(line for line in file if not line.startswith("#"))
        )


@cache
def known_for(use: Use) -> tuple[LegalForm, ...]:
    """The forms known for something, in the order of the table."""
    return tuple(form for form in legal_forms() if use in form.uses)


@cache
def latin_words(use: Use) -> frozenset[str]:
    """The Latin forms known for something; those of several words have blanks."""
    return frozenset(form.text for form in known_for(use) if form.script == "latin")


@cache
def han_endings(use: Use) -> tuple[str, ...]:
    """The Han, kana and hangul forms known for something, longest first."""
    return tuple(sorted((form.text for form in known_for(use) if form.script == "han"), key=lambda f: (-len(f), f)))


@cache
def printed_pattern() -> str:
    """A regular expression, without groups, of the forms as US notices print them, longest first; upper and lower case
    matter there. Each may be followed by a full stop; those inside, and a comma, may be missing."""
    as_written = {".": r"\.?", ",": ",?", " ": r"\s*"}
    printed = {
        "".join(as_written.get(sign) or re.escape(sign) for sign in text)
        for form in legal_forms()
        for text in form.printed
    }
    return rf"(?:{'|'.join(sorted(printed, key=lambda p: (-len(p), p)))})\.?"


@cache
def words_pattern(use: Use) -> str:
    """A regular expression, without groups, of the Latin forms known for something, longest first, wherever they stand in a
    running text and however they are dotted; for a search that ignores upper and lower case."""
    texts = sorted(latin_words(use), key=lambda t: (-len(t), t))
    return rf"(?:{'|'.join(_BETWEEN.join(map(re.escape, text.split())) for text in texts)})"


def ends_like_a_firm(name: str) -> bool:
    """What a name typed without a kind is taken for: a firm where it ends like one, or says "Co." or "Ltd" before its end
    ("Foo Co., Ltd. Taiyuan Branch"). A word alone is no firm."""
    folded = name.strip().casefold()
    if folded.endswith(han_endings(Use.ENDS)):
        return True
    words = re.findall(r"[^\W_]+\.?", folded)[1:]
    if not words:
        return False
    inside = any(word in ("co.", "ltd", "ltd.") for word in words)
    return inside or words[-1].removesuffix(".") in latin_words(Use.ENDS)
