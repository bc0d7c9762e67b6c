"""Names of firms: a Chinese legal name is found in the English foreign registers, notices and dockets write.

The distinctive core decides (岚谷禾 → Languhe); place, trade and legal form speak for or against, never alone.
`profile` derives what to look for, `firm_index` finds it, `chinese_name` and `latin_name` read a name, `chinese_text`
and `latin_text` a text with a name in it, `firm_score` weighs what was `seen`, `owners` says whose a filing is.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.matching.firms.firm_index import FirmIndex
from monitor.matching.firms.own_marks import marks_of_firms, marks_owned_by
from monitor.matching.firms.same_firm import core_of, names_the_firm, same_owner
from monitor.model import WatchedName

__all__ = ["FirmIndex", "build", "core_of", "marks_of_firms", "marks_owned_by", "names_the_firm", "same_owner"]


def build(watched: Sequence[WatchedName]) -> FirmIndex:
    """The index of all firms of a list (ids are unique). Imports pypinyin and opencc."""
    return FirmIndex(watched)
