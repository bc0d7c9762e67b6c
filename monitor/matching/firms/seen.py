"""What one name in a text says of a firm: its places, trades, countries and forms, and how its core is written.

`latin_text` and `han_text` fill it in, `firm_score` weighs it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from monitor.matching.firms.cores import Core


class Edit(StrEnum):
    """How the core was written, beside the spelling looked for."""

    NONE = "none"
    TYPO = "typo"  # one letter, the result is no pinyin
    SOUND = "sound"  # zh/z, ch/c, sh/s, ng/n, l/n
    OTHER_PINYIN = "other_pinyin"  # one letter, but the result is pinyin of another name


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the text and what it stands for."""

    text: str
    values: frozenset[str]


@dataclass(slots=True)
class SeenName:
    """What one name in a text says, in words of the tables."""

    core: Core
    span_text: str
    edit: Edit = Edit.NONE
    places: list[FoundWord] = field(default_factory=list)
    tail_places: list[FoundWord] = field(default_factory=list)
    trades: list[FoundWord] = field(default_factory=list)
    countries: list[FoundWord] = field(default_factory=list)
    forms: list[FoundWord] = field(default_factory=list)
    group: bool = False  # it says that it is a group of firms
    extra: list[str] = field(default_factory=list)
    touching: str = ""  # a word of pinyin directly before or after the core: it may be part of a longer name
    apart: bool = False  # the core was written in several words
    whole: bool = False  # nothing but the core (and form, group, links)
    same_name: str = ""  # a name the office gave which agrees word by word
