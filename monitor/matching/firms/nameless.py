"""Names that name nobody: a legal form, a place or a trade and nothing else."""

from __future__ import annotations

from enum import StrEnum

from monitor.matching.firms import chinese_name, latin_name, vocabulary
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line

_SAYS_NOTHING = frozenset({Kind.FORM, Kind.GROUP, Kind.LINK})


class Nameless(StrEnum):
    """What such a name is, beside its legal form."""

    FORM = "form"  # nothing at all: 有限公司, "Co., Ltd."
    PLACE = "place"  # 山西有限公司, "Shanxi Group"
    TRADE = "trade"  # 国际贸易有限公司, "Technology Co., Ltd."


def nameless(name: str) -> Nameless | None:
    """None where a name holds a word of its own, or a place and a trade together, which some firms are called by (太原重工)."""
    if chinese_name.has_han(name):
        return _han(name)
    read = latin_name.read(Line(name))
    pieces = [piece for piece in read if piece.kind not in _SAYS_NOTHING]
    kinds = {piece.kind for piece in pieces}
    if not kinds:
        return Nameless.FORM if any(piece.kind is Kind.FORM for piece in read) else None
    if kinds <= {Kind.PLACE, Kind.COUNTRY}:
        return Nameless.PLACE
    return Nameless.TRADE if kinds == {Kind.TRADE} and len(pieces) == 1 else None


def _han(name: str) -> Nameless | None:
    read = chinese_name.read(name)
    if read.core and read.core not in vocabulary.han_groups():
        return None
    telling = any(vocabulary.trades()[trade].breadth != "filler" for trade in read.trades)
    if read.places:
        return None if telling else Nameless.PLACE
    if read.trades:
        return Nameless.TRADE
    return Nameless.FORM if read.form or read.core else None
