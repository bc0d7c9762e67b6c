"""A name the office gave that is the whole of a text: the first thing to ask, before any reasoning about what its words mean.

Two writings are one name where they agree after folding case, accents, punctuation, "&" and "and", "the", British and American
spelling, and the legal form, which may stand before the name or behind it: "A.B.C. Company" is "ABC COMPANY", "Siemens
Aktiengesellschaft" is "Siemens AG", "OOO Iskra" is "Iskra LLC".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from monitor.matching.firms import chinese_name, lexicon, vocabulary
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line, Word
from monitor.matching.firms.nameless import nameless
from monitor.matching.firms.profile import Profile
from monitor.matching.normalise.folding import squash
from monitor.matching.normalise.frequency import is_english

LONGEST = 250  # characters of a text that is one name
_SHORTEST = 2
_SHORT = 4  # letters up to which a name without its legal form says little
_HEAD = 4  # letters by which most texts are told to be nobody's
_FRONT = 40  # characters that hold the first letters of any name
_FIRST_WORD = re.compile(r"\W*(\w+)")
_AND = re.compile(r"\band\b")
_BRITISH = re.compile(r"(?<=i)s(?=ation)")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")


@dataclass(frozen=True, slots=True)
class Identity:
    """A given name that is the text. `sure`: its legal form stands there too, or it says enough without one."""

    firm: Profile
    name: str
    sure: bool


class Identities:
    """The given names of all firms, by their folded writing."""

    def __init__(self, firms: Iterable[Profile]) -> None:
        self._whole: dict[str, list[tuple[Profile, str]]] = {}
        self._bare: dict[str, list[tuple[Profile, str, bool]]] = {}
        self._nobody: set[str] = set()  # a place or a trade with a legal form: without it they are nobody's
        for firm in firms:
            off = frozenset(squash(v) for v in firm.watched.disabled_variants)
            for name in firm.names:
                whole, (bare, formed) = whole_key(name), bare_key(name)
                if off & {squash(name), whole, bare}:
                    continue
                if len(whole) >= _SHORTEST:
                    self._whole.setdefault(whole, []).append((firm, name))
                if len(bare) >= _SHORTEST:
                    self._bare.setdefault(bare, []).append((firm, name, formed))
                    if formed and nameless(name) is not None:
                        self._nobody.add(name)
        self._heads = frozenset(key[:_HEAD] for key in (*self._whole, *self._bare))

    def of(self, text: str) -> Iterator[Identity]:
        """The firms of which a text is the name, each given name once."""
        if len(text) > LONGEST or (text.isascii() and not self._may_be(text)):
            return
        whole = whole_key(text)
        same = self._whole.get(whole, [])
        for firm, name in same:
            yield Identity(firm, name, True)
        known = {name for _, name in same}
        bare, formed = bare_key(text)
        for firm, name, has_form in self._bare.get(bare, ()):
            if name not in known and (formed or name not in self._nobody):
                yield Identity(firm, name, (formed and has_form) or says_enough(bare, text))

    def _may_be(self, text: str) -> bool:
        """A look at the first letters, by which most texts are told to be nobody's."""
        start = text[:_FRONT].lower()
        first = _FIRST_WORD.match(start)
        return squash(_AND.sub(" ", start))[:_HEAD] in self._heads or (first is not None and first[1] in _leading())


def whole_key(text: str) -> str:
    """The folded writing of a whole text."""
    if chinese_name.has_han(text):
        return chinese_name.clean(text)
    return "".join(w.text for w in _words(text) if w.solid)


def bare_key(text: str) -> tuple[str, bool]:
    """The same without its legal form, and whether it had one."""
    if chinese_name.has_han(text):
        clean, bare = chinese_name.clean(text), chinese_name.without_form(text)
        return bare, clean != bare
    words = _words(text)
    texts = [w.text for w in words]
    end = _before_forms(texts)
    start = _after_leading_forms(texts, end)
    return "".join(w.text for w in words[start:end] if w.solid), end < len(texts) or start > 0


def telling_words(name: str) -> tuple[str, ...]:
    """What stands in every text that is a given name, or has it word by word: its words without the legal form and "the", folded,
    of those that two countries spell in two ways what both have. A Chinese name is one word."""
    if chinese_name.has_han(name):
        return tuple(filter(None, (chinese_name.without_form(name),)))
    words = _words(name)
    texts = [w.text for w in words]
    end = _before_forms(texts)
    solid = [w.text.split("ization")[0] for w in words[_after_leading_forms(texts, end) : end] if w.solid]
    return tuple(dict.fromkeys(filter(None, solid)))


def says_enough(bare: str, text: str) -> bool:
    """Whether a name without legal form is still one firm's: not short, and not one everyday word."""
    if chinese_name.has_han(text):
        return len(bare) >= 3
    if bare in vocabulary.generic_latin() or len(bare) <= _SHORT:
        return False
    return not is_english(bare)


def _before_forms(texts: list[str]) -> int:
    """Where the legal forms at the end of a name begin."""
    return next((at for at in range(1, len(texts)) if _all_forms(texts, at)), len(texts))


def _all_forms(texts: list[str], at: int) -> bool:
    while at < len(texts):
        found = lexicon.longest(texts, at, len(texts))
        if found is None or found[1].kind is not Kind.FORM:
            return False
        at += found[0]
    return True


def _after_leading_forms(texts: list[str], end: int) -> int:
    """Where a name begins behind the forms that some countries write first: "JSC Murom Plant", "OOO Iskra". A word of English
    ("Company Seven") is none."""
    start = 0
    while start < end:
        found = lexicon.longest(texts, start, end)
        if found is None or found[1].kind is not Kind.FORM or start + found[0] >= end:
            break
        if found[0] == 1 and (len(texts[start]) < 3 or is_english(texts[start])):
            break
        start += found[0]
    return start


def _words(text: str) -> list[Word]:
    joined = _INITIALS.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", text)
    return [
        replace(w, text=_BRITISH.sub("z", w.text)) if "isation" in w.text else w
        for w in Line(joined).words
        if w.text != "the"
    ]


@cache
def _leading() -> frozenset[str]:
    """First words past which the head of a name is not told: "the", and the first words of legal forms."""
    return frozenset(form[0] for form in vocabulary.latin_forms()) | {"the"}
