"""What a list says that an owner makes or sells: in Chinese, in English, and by the numbers of the US tariff (HTS). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from monitor.watchlist.cells import has_han, unique

SORTS = ("zh", "en", "hts")
_HTS = re.compile(r"\d{4}(\.?\d{2}){0,3}")


def sort_of(product: str) -> str:
    """
    >>> [sort_of(p) for p in ("白酒", "baijiu", "2208.90.46")]
    ['zh', 'en', 'hts']
    """
    if _HTS.fullmatch(product):
        return "hts"
    return "zh" if has_han(product) else "en"


def by_sort(products: Iterable[str]) -> Mapping[str, list[str]]:
    """Each sort with its products, each once, in order; a sort without any is there too."""
    every = unique(products)
    return {sort: [p for p in every if sort_of(p) == sort] for sort in SORTS}
