"""One dictionary over all tables: which words of a Latin name are place, trade, country, form or filler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from monitor.matching.firms import spelling, vocabulary
from monitor.matching.firms.vocabulary import Phrase
from monitor.matching.normalise import gazetteer

_SHORTEST_PART, _LONGEST_REST = 3, 40  # letters of a word written together with others, and of all of them


class Kind(StrEnum):
    """What a stretch of a company name is."""

    CORE = "core"
    PLACE = "place"
    TRADE = "trade"
    COUNTRY = "country"
    FORM = "form"
    GROUP = "group"
    LINK = "link"  # of, the, and, &
    OTHER = "other"  # a word no table knows: part of somebody's distinctive name


@dataclass(frozen=True, slots=True)
class Meaning:
    """A phrase may be a place and a trade at once; `values` are codes, concepts, or the kind of the form."""

    kind: Kind
    values: frozenset[str]


LINK_WORDS = frozenset({"of", "the", "and", "for", "by", "www", "com", "cn"})


@cache
def _phrases() -> dict[Phrase, Meaning]:
    found: dict[Phrase, Meaning] = {}
    # A later kind wins where two share a phrase: Chinese place names beat trades ("an" is neither).
    for phrase, concepts in vocabulary.latin_trades().items():
        found[phrase] = Meaning(Kind.TRADE, concepts)
    for phrase, codes in gazetteer.latin_places().items():
        # A county spelt as one syllable, or a word everyone uses, is not read as a place.
        if len("".join(phrase)) < 4 and phrase not in {("xi", "an"), ("hk",)}:
            continue
        if phrase in found and not any(code.endswith("00") for code in codes):
            continue
        found[phrase] = Meaning(Kind.PLACE, codes)
    for spelt, codes in older_places().items():
        found.setdefault((spelt,), Meaning(Kind.PLACE, codes))
    for phrase, country in vocabulary.latin_countries().items():
        found[phrase] = Meaning(Kind.COUNTRY, frozenset({country}))
    for phrase, form in vocabulary.latin_forms().items():
        if phrase not in found:
            found[phrase] = Meaning(Kind.FORM, frozenset({form}))
    for word in vocabulary.latin_groups():
        found[(word,)] = Meaning(Kind.GROUP, frozenset())
    for word in LINK_WORDS:
        found.setdefault((word,), Meaning(Kind.LINK, frozenset()))
    return found


@cache
def older_places() -> dict[str, frozenset[str]]:
    """What post and trade have written for a place, in one word → codes: "soochow", "chefoo"."""
    known = gazetteer.han_places()
    return {spelt: known[han] for spelt, han in spelling.written_today().items() if han in known}


@cache
def _joined() -> dict[str, Meaning]:
    return {
        "".join(phrase): meaning
        for phrase, meaning in _phrases().items()
        if meaning.kind in (Kind.PLACE, Kind.TRADE, Kind.FORM, Kind.GROUP) and len("".join(phrase)) >= _SHORTEST_PART
    }


@cache
def _reach() -> dict[str, int]:
    """First word of a phrase → words of the longest phrase it begins."""
    reach: dict[str, int] = {}
    for phrase in _phrases():
        reach[phrase[0]] = max(reach.get(phrase[0], 0), len(phrase))
    return reach


def warm() -> None:
    """Read the tables now rather than at the first candidate."""
    _reach()
    _joined()


def longest(words: Sequence[str], start: int, end: int) -> tuple[int, Meaning] | None:
    """The longest phrase of the tables at `start`, as (number of words, meaning). "and" inside it is overlooked:
    "iron and steel" is looked up as "iron steel" and counts three words."""
    reach = _reach().get(words[start]) if start < end else None
    if reach is None:
        return None
    phrases = _phrases()
    best: tuple[int, Meaning] | None = None
    phrase: list[str] = []
    at = start
    while at < end and len(phrase) < reach:
        word = words[at]
        at += 1
        if word == "and" and phrase:
            if len(phrase[-1]) == 1:
                break  # A & S is no A/S
            continue
        phrase.append(word)
        meaning = phrases.get(tuple(phrase))
        if meaning is not None:
            best = (at - start, meaning)
    return best


def glued(text: str) -> Meaning | None:
    """The meaning of a rest that was written together with the core: "jiuye" of "languhejiuye"."""
    return _joined().get(text)


@lru_cache(maxsize=10_000)
def glued_parts(text: str) -> tuple[tuple[str, Meaning], ...]:
    """The same of a rest of several words, in as few as possible: "maoyi", "youxiangongsi" of "xingchenmaoyiyouxiangongsi". ()
    where a part of it is no word of the tables."""
    if len(text) > _LONGEST_REST:
        return ()
    known = _joined()
    best: list[tuple[tuple[str, Meaning], ...] | None] = [()] + [None] * len(text)
    for end in range(_SHORTEST_PART, len(text) + 1):
        for start in range(end - _SHORTEST_PART + 1):
            before, word = best[start], text[start:end]
            if before is None or word not in known:
                continue
            here = best[end]
            if here is None or len(before) + 1 < len(here):
                best[end] = (*before, (word, known[word]))
    return best[len(text)] or ()
