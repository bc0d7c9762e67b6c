"""What the words of firms' names mean: legal forms, trades, countries, names too common to tell.

A Latin phrase is a tuple of folded words without "and" and "&"; a Han phrase is a simplified string. The places are in
`normalise.gazetteer`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.legal_forms import Use, han_endings, known_for
from monitor.matching import tables
from monitor.matching.normalise import wordlists

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """What a trade word means. `breadth`: "" tells something of a firm, "broad" little, "filler" nothing."""

    concept: str
    group: str
    breadth: str


@cache
def trades() -> dict[str, Trade]:
    """concept → what it means."""
    return {
        row["concept"]: Trade(row["concept"], row["group"], row["breadth"]) for row in tables.records("industries.csv")
    }


@cache
def related_groups() -> frozenset[tuple[str, str]]:
    """Pairs of trade groups that do not contradict each other, in both orders."""
    pairs = [(row["one"], row["other"]) for row in tables.records("related_groups.csv")]
    return frozenset([*pairs, *((other, one) for one, other in pairs)])


@cache
def han_trades() -> dict[str, str]:
    """Chinese trade word → concept."""
    return {word: row["concept"] for row in tables.records("industries.csv") for word in row["zh"].split("|")}


@cache
def latin_trades() -> dict[Phrase, frozenset[str]]:
    """English phrase, or pinyin of a Chinese trade word (joined and spaced) → the concepts it may stand for."""
    found: dict[Phrase, set[str]] = {}
    for row in tables.records("industries.csv"):
        forms = [tuple(re.findall("[a-z0-9]+", form)) for form in row["forms"].split("|") if form]
        for spelt in filter(None, row["pinyin"].split("|")):
            forms += [tuple(spelt.split()), (spelt.replace(" ", ""),)]
        for form in forms:
            found.setdefault(form, set()).add(row["concept"])
    return {form: frozenset(concepts) for form, concepts in found.items()}


@cache
def english_of() -> dict[str, tuple[str, ...]]:
    """Chinese trade word → English forms, the most usual first."""
    return {
        word: tuple(row["forms"].split("|"))
        for row in tables.records("industries.csv")
        for word in row["zh"].split("|")
    }


@cache
def latin_forms() -> dict[Phrase, str]:
    """Legal form → "chinese" (what Chinese firms write in English), "neutral" or "foreign"."""
    return {form.words: form.kind for form in known_for(Use.FIRM) if form.script != "han" and form.kind != "group"}


@cache
def latin_groups() -> frozenset[str]:
    """Words of a group of firms: "group", "jituan"."""
    return frozenset(form.text for form in known_for(Use.FIRM) if form.script == "latin" and form.kind == "group")


@cache
def han_forms() -> tuple[str, ...]:
    """Legal forms in Han, kana and hangul, longest first."""
    return tuple(form for form in han_endings(Use.FIRM) if form not in han_groups())


@cache
def han_groups() -> tuple[str, ...]:
    """Words of a group of firms, 集团, in the order of the table."""
    return tuple(form.text for form in known_for(Use.FIRM) if form.script == "han" and form.kind == "group")


@cache
def han_forms_by_first() -> dict[str, tuple[str, ...]]:
    """First character → legal forms, longest first."""
    return {form[0]: tuple(f for f in han_forms() if f[0] == form[0]) for form in han_forms()}


@cache
def latin_countries() -> dict[Phrase, str]:
    """Country in English or in its own language → ISO 3166-1 code."""
    return {
        tuple(form.split()): row["code"] for row in tables.records("countries.csv") for form in row["forms"].split("|")
    }


@cache
def text_words(kind: str) -> frozenset[str]:
    """Words around names: "break" or "abbreviation"."""
    return frozenset(
        word for row in tables.records("text_words.csv") if row["kind"] == kind for word in row["words"].split()
    )


@cache
def generic_latin() -> frozenset[str]:
    """Cores and words so common that they identify nobody."""
    return frozenset(row["latin"] for row in tables.records("generic_cores.csv"))


@cache
def generic_han() -> frozenset[str]:
    """The same in Han."""
    return frozenset(zh for row in tables.records("generic_cores.csv") for zh in row["zh"].split("|") if zh)


def is_generic_han(word: str) -> bool:
    """Whether a word of simplified Han is one that many firms and everybody else use."""
    return word in generic_han() or word in wordlists.words("han_generic")


@cache
def syllables() -> frozenset[str]:
    """The syllables of Mandarin in pinyin, ü written v."""
    return frozenset(word for line in tables.lines("firm_syllables.txt") for word in line.split())


@cache
def _longest_syllable() -> int:
    return max(map(len, syllables()))


def pinyin_of(word: str) -> tuple[str, ...] | None:
    """A word read as pinyin in as few syllables as possible, or None: "yunzhu" → ("yun", "zhu"), "steel" → None."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _longest_syllable()), end):
            head, tail = best[start], word[start:end]
            if head is None or tail not in syllables():
                continue
            here = best[end]
            if here is None or len(head) + 1 < len(here):
                best[end] = (*head, tail)
    return best[len(word)]
