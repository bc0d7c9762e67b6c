"""Company names: a Chinese legal name is found in the English foreign registers, notices and dockets write.

The distinctive core decides (岚谷禾 → Languhe); place, trade and legal form speak for or against, never alone.
`index` finds and explains, `profile` derives what to look for, `chinese` and `latin` read names, `score` weighs.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.matching.company.identity import core_of, same_owner
from monitor.matching.company.index import CompanyIndex
from monitor.model import WatchedName

__all__ = ["CompanyIndex", "build", "core_of", "same_owner"]


def build(watched: Sequence[WatchedName]) -> CompanyIndex:
    """The index of all firms of a list (ids are unique). Imports pypinyin and opencc."""
    return CompanyIndex(watched)
