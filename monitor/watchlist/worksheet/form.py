"""The columns of the worksheet: what stands in each, how wide it is, and who fills it in. Headings stand in the texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.model import WatchedName
from monitor.watchlist.products import sort_of
from monitor.watchlist.worksheet.proposals import MOST, Proposal, given_abroad

MARKS, FIRMS = "marks", "firms"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the end of a text key (worksheet.column.*). `asked`: a person fills it in; the others are not read back."""

    key: str
    width: int
    asked: bool = False


PROPOSED = tuple(f"proposal_{n}" for n in range(1, MOST + 1))
_HEAD = (Column("id", 9), Column("name", 18))
_ANSWER = (
    Column("given", 20),
    *(Column(key, 20) for key in PROPOSED),
    Column("why", 34),
    Column("confirm", 24, asked=True),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    MARKS: (
        *_HEAD,
        Column("owner", 26),
        *_ANSWER,
        *(Column(key, width, asked=True) for key, width in (
            ("registration", 14), ("expires", 12), ("goods", 28), ("products_zh", 18), ("products_en", 20), ("hts", 17),
            ("licensee", 24), ("markets", 20),
        )),
    ),
    FIRMS: (
        *_HEAD,
        *_ANSWER,
        *(Column(key, width, asked=True) for key, width in (
            ("contact", 14), ("phone", 18), ("email", 24), ("stores", 26),
        )),
    ),
}  # fmt: skip
FIELD_OF = {"products_zh": "products", "products_en": "products", "hts": "products"}
"""Columns that are no field by their own name."""
BETWEEN = "；"


def field_text(name: WatchedName, key: str) -> str:
    """What a column that is asked, the answer apart, holds of a name."""
    value = getattr(name, FIELD_OF.get(key, key))
    if isinstance(value, str):
        return value
    return BETWEEN.join(v for v in value if key not in FIELD_OF or product_column(v) == key)


def product_column(product: str) -> str:
    """
    >>> [product_column(p) for p in ("白酒", "baijiu", "2208.90.46")]
    ['products_zh', 'products_en', 'hts']
    """
    return sort_of(product) if sort_of(product) == "hts" else f"products_{sort_of(product)}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One row: a name or firm, and what is proposed for it."""

    name: WatchedName
    proposals: Sequence[Proposal]

    def cell(self, key: str, why: str) -> str:
        """The text of a column; `why` is that of all reasons, in words."""
        if key in PROPOSED:
            at = PROPOSED.index(key)
            return self.proposals[at].text if at < len(self.proposals) else ""
        if key == "given":
            return BETWEEN.join(given_abroad(self.name))
        if key in ("id", "name", "owner"):
            return str(getattr(self.name, key))
        if key == "why":
            return why
        return "" if key == "confirm" else field_text(self.name, key)
