"""The English names registers are expected to write for a Chinese firm, shown to the user as variants."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.company import chinese, spelling, tables
from monitor.matching.company.profile import Core, Profile
from monitor.matching.normalise import squash
from monitor.model import Variant

_SHOWN_TRADES = 3


def variants(firm: Profile) -> tuple[Variant, ...]:
    """Given names first, then the spellings of the core, then whole names; those switched off stay, marked."""
    off = frozenset(squash(v) for v in firm.watched.disabled_variants)
    found: dict[str, Variant] = {}
    for name in firm.names:
        kind = "legal_name" if name == firm.watched.name else "given"
        found.setdefault(squash(name), Variant(name, kind, 1.0, "", squash(name) not in off))
    for core in sorted(_all_cores(firm), key=lambda c: -c.prior):
        text = core.text if core.han else spaced_capital(core)
        found.setdefault(
            squash(core.text), Variant(text, core.kind, core.prior, core.source, squash(core.text) not in off)
        )
    for text, source in _full_names(firm):
        found.setdefault(squash(text), Variant(text, "company_form", 0.95, source, squash(text) not in off))
    return tuple(found.values())


def _all_cores(firm: Profile) -> Iterator[Core]:
    yield from firm.cores


def spaced_capital(core: Core) -> str:
    return core.text.capitalize() if core.syllables else core.text.upper()


def _full_names(firm: Profile) -> Iterator[tuple[str, str]]:
    """ "Shanxi Languhe Liquor Co., Ltd." and its sisters with the other usual trade words."""
    name = firm.watched.name
    if not chinese.has_han(name):
        return
    read = chinese.read(name)
    cores = [c.text.capitalize() for c in firm.cores if c.source == name and c.kind == "pinyin"][:1]
    if not cores and read.core:
        cores = [spelling.spellings(read.core)[0].joined.capitalize()]
    places = [place_name(code) for code in sorted(read.places, key=_rank) if code != "CN"]
    words = [tables.english_of()[concept] for concept in read.trades]
    ending = ("Group " if read.group else "") + "Co., Ltd."
    for at in range(_SHOWN_TRADES):
        trade = [forms[min(at, len(forms) - 1)].title() for forms in words]
        for place in [" ".join(places)] if places else [""]:
            yield " ".join(filter(None, (place, *cores, *trade, ending))), name
        if not words:
            return


def place_name(code: str) -> str:
    return tables.places()[code].latin[0].replace(" ", "").capitalize()


def _rank(code: str) -> int:
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
