"""Names that name nobody: a legal form, a place or a trade and nothing else. And names that many have: a few letters, a word."""

from __future__ import annotations

from enum import StrEnum

from monitor.matching.firms import chinese_name, latin_name, vocabulary
from monitor.matching.firms.everyday import is_everyday
from monitor.matching.firms.latin_name import Piece
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line
from monitor.matching.normalise import gazetteer
from monitor.matching.normalise.folding import squash

_SAYS_NOTHING = frozenset({Kind.FORM, Kind.GROUP, Kind.LINK})
_INITIALS = 2  # letters of a legal form that is as well somebody's initials: AS, SE
_FEW_LETTERS = 3


class Nameless(StrEnum):
    """What such a name is, beside its legal form."""

    FORM = "form"  # nothing at all: 有限公司, "Co., Ltd."
    PLACE = "place"  # 山西有限公司, "Shanxi Group"
    TRADE = "trade"  # 国际贸易有限公司, "Technology Co., Ltd."


class Faint(StrEnum):
    """Why a name says little, where neither place nor trade stands in it."""

    SHORT = "short"  # A & S, 甲公司
    EVERYDAY = "everyday"  # 东方集团, "Top Co., Ltd."
    PLACE = "place"  # 沙河实业: a county's name too


def nameless(name: str) -> Nameless | None:
    """None where a name holds a word of its own, or a place and a trade together, which some firms are called by (太原重工)."""
    if chinese_name.has_han(name):
        return _han(name)
    read = latin_name.read(Line(name))
    pieces = [piece for piece in read if piece.kind not in _SAYS_NOTHING]
    kinds = {piece.kind for piece in pieces}
    if not kinds:
        return Nameless.FORM if any(piece.kind is Kind.FORM for piece in read) and not _initials(read) else None
    if kinds <= {Kind.PLACE, Kind.COUNTRY}:
        return Nameless.PLACE
    return Nameless.TRADE if kinds == {Kind.TRADE} and len(pieces) == 1 else None


def faint(name: str) -> Faint | None:
    """Why a name that is one says little: it is found, and so are others who are called so. None where a place, a trade or a word
    of its own stands in it."""
    if nameless(name) is not None:
        return None
    if chinese_name.has_han(name):
        return _faint_han(name)
    read = latin_name.read(Line(name))
    own = [word for piece in read if piece.kind is Kind.OTHER for word in piece.text.split()]
    if {piece.kind for piece in read} & {Kind.PLACE, Kind.TRADE, Kind.COUNTRY}:
        return None
    if _initials(read) or (own and squash("".join(own)).isascii() and len(squash("".join(own))) <= _FEW_LETTERS):
        return Faint.SHORT
    return Faint.EVERYDAY if own and all(map(is_everyday, own)) else None


def _initials(read: tuple[Piece, ...]) -> bool:
    """Whether a name is two letters in one word, which are a legal form somewhere and more likely somebody's initials here."""
    said = [piece.text for piece in read if piece.kind is Kind.FORM]
    return len(said) == 1 and len(said[0]) == _INITIALS and said[0] != "co"


def _faint_han(name: str) -> Faint | None:
    read = chinese_name.read(name)
    if not read.core or read.places or any(vocabulary.trades()[trade].breadth != "filler" for trade in read.trades):
        return None
    if len(read.core) == 1:
        return Faint.SHORT
    if vocabulary.is_generic_han(read.core):
        return Faint.EVERYDAY
    return Faint.PLACE if read.core in gazetteer.han_places() else None


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
