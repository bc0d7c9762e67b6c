"""A question by words, read: what is asked for, what is left out of it, and how the index is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from monitor.errors import UsageError
from monitor.legal_forms import legal_forms
from monitor.matching.indexing.words import LEGAL_FORMS, LONGEST, Word, folded_word, words_in
from monitor.store.word_fields import Shelf

MOST_WORDS = 16
_MOST_PARTS = 120  # words that have a part of what is asked for, over all words of a question
_SHORTEST_INSIDE = 4  # letters that are sought inside of words; fewer stand in too many
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|「([^」]*)」|『([^』]*)』|＂([^＂]*)＂')


class Refused(StrEnum):
    """Why nothing can be asked for. Each has a text that says what to type instead (`lookup.refused`)."""

    EMPTY = "empty"  # no letter and no digit
    TOO_SHORT = "too_short"  # one letter, one sign
    LEGAL_FORM = "legal_form"
    COMMON = "common"  # words that stand in nearly every record


class NothingToAsk(UsageError):
    """A question of which no word can be asked for; `reason` says why, the text of the error what to type instead."""

    def __init__(self, reason: Refused, text: str) -> None:
        super().__init__(f"lookup.refused.{reason.value}", text=text)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way a unit is written: terms of the index that must all stand on one shelf, and the words as a text has them."""

    terms: tuple[str, ...]
    words: tuple[str, ...]
    signs: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """One word, run of signs or product asked for. `parts`: known words of which it is a part."""

    ways: tuple[Alternative, ...]
    parts: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return " ".join(self.ways[0].words)

    @property
    def whole(self) -> frozenset[str]:
        """Every word that is what was asked for, not a part of it."""
        return frozenset(w for way in self.ways if not way.signs for w in way.words)

    @property
    def signs(self) -> tuple[str, ...]:
        return tuple(w for way in self.ways if way.signs for w in way.words)

    def asked(self, shelves: Iterable[Shelf], *, parts: bool) -> str:
        """As FTS5 asks for it, on any of these shelves."""
        terms = [w.terms for w in self.ways] + ([(p,) for p in sorted(self.parts)] if parts else [])
        found = [" AND ".join(f'"{shelf.value}{t}"' for t in way) for shelf in shelves for way in terms]
        return "(" + " OR ".join(f"({f})" if " AND " in f else f for f in found) + ")"


@dataclass(frozen=True, slots=True)
class Asked:
    """All units must be in a matter. `phrases`: runs of words that must follow each other in one text. `ignored`: what was
    typed and is not asked for. `cut`: more known words have a part than are asked for."""

    units: tuple[Unit, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    ignored: tuple[str, ...] = ()
    cut: bool = False
    translated: tuple[str, ...] = field(default=())

    @property
    def has_parts(self) -> bool:
        return any(u.parts for u in self.units)

    @property
    def to_verify(self) -> bool:
        """Whether the index alone cannot say that a matter is one: it keeps no places of words."""
        return bool(self.phrases) or any(len(s) > 2 for u in self.units for s in u.signs)

    def question(self, shelves: Iterable[Shelf], *, parts: bool) -> str:
        shelves = tuple(shelves)
        return " AND ".join(u.asked(shelves, parts=parts) for u in self.units)


def read(text: str) -> Asked:
    """A question as it was typed. Nothing in it is syntax but the marks of a quotation, which hold words together.

    Raises NothingToAsk."""
    kept: dict[str, Word] = {}
    ignored: dict[str, None] = {}
    phrases: dict[tuple[str, ...], None] = {}
    some = False
    for run, quoted in _runs(text):
        words = list(words_in(run))
        some |= bool(words)
        if quoted and len(words) > 1:
            phrases[tuple(w.text for w in words)] = None
        for word in words:
            core = word if quoted else _without_legal_form(word)
            if core.kept and len(kept) < MOST_WORDS:
                kept.setdefault(core.text, core)
            if core is not word or core.text not in kept:
                ignored[run[word.start : word.end] if core is word else word.text.removeprefix(core.text)] = None
    if not kept or (len(kept) == 1 and len(next(iter(kept))) == 1):
        raise NothingToAsk(_why(list(ignored), some=some, kept=bool(kept)), text.strip()[:80])
    units = tuple(Unit((_alternative(w),)) for w in kept.values())
    return Asked(units, tuple(phrases), tuple(ignored))


def with_parts(asked: Asked, words_with: Callable[..., list[str]]) -> Asked:
    """The question with the known words that have its words as a part. `words_with(part, limit, inside=…)`."""
    units: list[Unit] = []
    cut = False
    each = max(_MOST_PARTS // len(asked.units), 12)
    quoted = {w for phrase in asked.phrases for w in phrase}
    for unit in asked.units:
        parts: dict[str, None] = {}
        for word in sorted(unit.whole - quoted):
            if len(word) > LONGEST:
                continue
            found = words_with(word, each + 1, inside=False)
            if len(word) >= _SHORTEST_INSIDE:
                found += words_with(word, each + 1, inside=True)
            parts |= dict.fromkeys(found)
        cut |= len(parts) > each
        units.append(Unit(unit.ways, frozenset(list(parts)[:each]) - unit.whole))
    return Asked(tuple(units), asked.phrases, asked.ignored, asked.cut or cut, asked.translated)


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """The stretches of a question, each with whether it stood in quotation marks."""
    at = 0
    for found in _QUOTED.finditer(text):
        yield text[at : found.start()], False
        yield "".join(filter(None, found.groups())), True
        at = found.end()
    yield text[at:], False


def _alternative(word: Word) -> Alternative:
    if not word.signs:
        return Alternative(word.terms, (word.text,))
    pairs = tuple(t for t in word.terms if len(t) > 1)
    return Alternative(pairs or word.terms, (word.text,), signs=True)


def _why(ignored: list[str], *, some: bool, kept: bool) -> Refused:
    if not some:
        return Refused.EMPTY
    left_out = [folded_word(w) for w in ignored]
    if kept or all(len(w) == 1 for w in left_out):
        return Refused.TOO_SHORT
    return Refused.LEGAL_FORM if any(w in LEGAL_FORMS or w in _han_forms() for w in left_out) else Refused.COMMON


def _without_legal_form(word: Word) -> Word:
    """A Chinese name without the legal form at its end: registers abroad do not write it. Nothing of it where it is one."""
    if word.signs:
        for form in _han_forms():
            if word.text.endswith(form):
                core = word.text.removesuffix(form)
                return Word(core, word.start, word.start + len(core), signs=True)
    return word


@cache
def _han_forms() -> tuple[str, ...]:
    """Chinese legal forms, folded, the longest first."""
    forms = {folded_word(f.text) for f in legal_forms() if f.script == "han" and f.kind not in ("group", "business")}
    return tuple(sorted((f for f in forms if len(f) > 1), key=lambda f: (-len(f), f)))
