"""What is watched: the names of the protection list and the spellings they are looked for in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.closed import WatchedKind


@dataclass(frozen=True, slots=True)
class WatchedName:
    """One name of the protection list (监测名称): a mark, a GI or a company.

    `aliases` are spellings the office gave (any script). For a company, `aliases` holds its English, former and
    store names. `flags` ⊆ {generic, short, place_name, famous, derived, licensee}; `disabled_variants` are spellings switched off.

    What follows them is what the list says of the name besides. `expires` are ISO dates; `contact`, `phone` and `email` are
    of the owner and for the office alone; `stores` are shops and sellers of the owner, looked for as spellings of the firm;
    `licensee` are firms, each watched as a firm of its own; `markets` are countries where it is sold or registered, as the list
    writes them.
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
    registration: tuple[str, ...] = ()
    expires: tuple[str, ...] = ()
    goods: str = ""
    batch: str = ""
    contact: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    licensee: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()


DEFAULT_LIST = "名录"
"""The list into which a file is taken that names no other."""


@dataclass(frozen=True, slots=True)
class Listing:
    """That a list holds a name: the name as that list gives it, and where it says so.

    `row` is 0 where the name stands in no file (typed by hand, or taken in by a version that did not note it). `batch` and the days
    between which the list says it holds are as the office wrote them, "" where it did not.
    """

    name: WatchedName
    list: str = DEFAULT_LIST
    file: str = ""
    sheet: str = ""
    row: int = 0
    batch: str = ""
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class ListAct:
    """What is done to the lists, by whom and why. `act` ∈ {import, drop, add, set, remove, switch, undo}; `measured`: how much is
    watched before and after, by name of the count; `undoes`: the number of the change that is taken back."""

    act: str = "import"
    list: str = DEFAULT_LIST
    by: str = ""
    reason: str = ""
    measured: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class ListChange:
    """A change of the lists, as it was kept. `names`: how many were watched after it; `kept`: whether the lists as they were before
    are still there, so that it can be taken back; `undone`: it was."""

    id: int
    at: datetime
    file: str
    version: str
    names: int
    counts: tuple[int, int, int]
    done: ListAct
    kept: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ListContents:
    """All lists as they were at one time, with the derived firms and the spellings that were switched off (id, text)."""

    listings: tuple[Listing, ...]
    firms: tuple[WatchedName, ...] = ()
    off: frozenset[tuple[str, str]] = frozenset()


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
    `sheet` is "" for a file without sheets, `column` the heading as it stands in the file; `list` is known once it is kept.
    """

    sheet: str
    row: int
    column: str
    what: str
    text: str = ""
    owner: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    list: str = ""
