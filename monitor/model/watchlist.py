"""What is watched: the names of the protection list and the spellings they are looked for in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.model.closed import WatchedKind


@dataclass(frozen=True, slots=True)
class WatchedName:
    """One name of the protection list (监测名称): a mark, a GI or a company.

    `aliases` are spellings the office gave (any script). For a company, `aliases` holds its English, former and
    store names. `flags` ⊆ {generic, short, place_name, famous, derived}; `disabled_variants` are spellings switched off.
    """

    id: str
    name: str
    kind: WatchedKind = WatchedKind.TRADEMARK
    aliases: tuple[str, ...] = ()
    owner: str = ""
    owner_en: str = ""
    owner_aliases: tuple[str, ...] = ()
    nice_classes: tuple[int, ...] = ()
    city: str = ""
    industry: str = ""
    flags: frozenset[str] = frozenset()
    disabled_variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One spelling to look for (变体) and how it came about. `prior` ∈ (0, 1]; what the office typed has 1.0."""

    text: str
    kind: str  # name of the variant kind, e.g. "given", "pinyin", "wade_giles", "hangul"
    prior: float
    note: str = ""  # origin of the table or rule
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A row of a list that could not be taken: where it stands, why, and what was read of it.

    `what` is the end of a text key (`watchlist.row.*`) with `params`; `text` is the name as written, "" where there is none;
    `sheet` is "" for a file without sheets, `column` the heading as it stands in the file.
    """

    sheet: str
    row: int
    column: str
    what: str
    text: str = ""
    owner: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
