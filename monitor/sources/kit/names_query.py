"""Turning watched names into words a full-text search understands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from monitor.legal_forms import Use, latin_words

# Quotes, operators and wildcards of the query language; "&" inside a phrase makes the search find nothing.
_SYNTAX = re.compile(r"""["“”„'’‘`&+|!(){}\[\]^~*?:\\/<>=,;.]""")
_LEGAL_FORMS = re.compile(rf"\b(?:{'|'.join(sorted(latin_words(Use.QUERY)))})\b", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def phrase(name: str) -> str:
    """The words of `name` as one phrase without quotes; "" where it cannot be asked for (too short, no Latin letters).

    Legal forms, single letters and "&" go: a stray one makes the whole query find nothing.
    """
    if _HAN.search(name):
        return ""  # US courts print names in Latin letters only
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = [w for w in _LEGAL_FORMS.sub(" ", _SYNTAX.sub(" ", plain)).replace("-", " ").split() if len(w) > 1]
    words = [w for w in words if w.upper() not in ("AND", "OR", "NOT")] if len(words) == 1 else words
    text = " ".join(words)
    return text.lower() if len(_LATIN.findall(text)) >= 3 else ""


def phrases(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The phrases to ask for, sorted and once each; and the names in Latin letters that cannot be asked for."""
    asked, left = set(), set()
    for name in names:
        text = phrase(name)
        if text:
            asked.add(text)
        elif _LATIN.search(name) and not _HAN.search(name):
            left.add(name)
    return tuple(sorted(asked)), tuple(sorted(left))


def rotated(names: Sequence[str], after: str) -> tuple[str, ...]:
    """The names in order, starting behind `after`: whoever comes last in one run comes first in the next."""
    return (*(n for n in names if n > after), *(n for n in names if n <= after))


def batches(names: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(names), size):
        yield tuple(names[start : start + size])


def any_of(names: Iterable[str]) -> str:
    """`"one" OR "two"`."""
    return " OR ".join(f'"{n}"' for n in names)
