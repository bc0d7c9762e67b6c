"""The English names registers are expected to write for a Chinese firm, shown to the user as variants."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.firms import chinese_name, spelling, vocabulary
from monitor.matching.firms.cores import Core
from monitor.matching.firms.nameless import nameless
from monitor.matching.firms.profile import Profile
from monitor.matching.normalise import gazetteer
from monitor.matching.normalise.folding import squash
from monitor.model import Variant

_SHOWN_TRADES = 3
_WHOLE_NAME = 0.95  # how likely a register writes the whole name as it is made up here


def variants(firm: Profile) -> tuple[Variant, ...]:
    """Given names first, then the spellings of the core, then whole names; those switched off stay, marked."""
    off = frozenset(squash(v) for v in firm.watched.disabled_variants)
    found: dict[str, Variant] = {}
    for name in firm.names:
        kind = "legal_name" if name == firm.watched.name else "given"
        found.setdefault(squash(name), Variant(name, kind, 1.0, "", squash(name) not in off))
    for core in sorted((*firm.cores, *firm.silent), key=lambda c: -c.prior):
        text = _shown(core)
        found.setdefault(
            squash(core.text), Variant(text, core.kind, core.prior, core.source, squash(core.text) not in off)
        )
    for text, source in _full_names(firm):
        found.setdefault(squash(text), Variant(text, "company_form", _WHOLE_NAME, source, squash(text) not in off))
    return tuple(found.values())


def _shown(core: Core) -> str:
    """Pinyin capitalised, coined words in capitals, Han as it is."""
    if core.han:
        return core.text
    return core.text.capitalize() if core.syllables else core.text.upper()


def _full_names(firm: Profile) -> Iterator[tuple[str, str]]:
    """ "Shanxi Languhe Liquor Co., Ltd." and its sisters with the other usual trade words, each with its source."""
    name = firm.watched.name
    if not chinese_name.has_han(name) or nameless(name) is not None:
        return
    read = chinese_name.read(name)
    core = spelling.spellings(read.core)[0].joined.capitalize() if read.core else ""
    places = " ".join(_place_name(code) for code in sorted(read.places, key=_rank) if code != "CN")
    words = [_distinct(vocabulary.english_of()[word]) for word in read.trade_words]
    ending = ("Group " if read.group else "") + "Co., Ltd."
    for at in range(max((len(forms) for forms in words), default=1)):
        trade = " ".join(forms[min(at, len(forms) - 1)].title() for forms in words)
        yield " ".join(filter(None, (places, core, trade, ending))), name


def _distinct(forms: tuple[str, ...]) -> list[str]:
    """The first few English words for a trade, plurals and longer forms of one before left out."""
    kept: list[str] = []
    for form in forms:
        if len(kept) < _SHOWN_TRADES and not any(form[:-2].startswith(k[:-2]) for k in kept):
            kept.append(form)
    return kept


def _place_name(code: str) -> str:
    return gazetteer.places()[code].latin[0].replace(" ", "").capitalize()


def _rank(code: str) -> tuple[int, str]:
    return (1 if code.endswith("0000") else 2 if code.endswith("00") else 3), code
