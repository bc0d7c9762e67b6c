"""What was perhaps meant: names of the list near to one that was typed, and why a question is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz import fuzz

from monitor.legal_forms import Use, legal_forms, words_pattern
from monitor.matching.normalise import fold, squash
from monitor.model import WatchedName

_NEAR = 72.0  # rapidfuzz ratio of squashed spellings from which a name is suggested
_MOST = 5


def near_names(names: Sequence[WatchedName], text: str) -> list[WatchedName]:
    """Names of the list that are spelt nearly so, the nearest first; at most five."""
    wanted = squash(text)
    if len(wanted) < 2:
        return []
    ranked = []
    for n, watched in enumerate(names):
        spellings = {squash(t) for t in (watched.name, *watched.aliases)}
        best = max((_likeness(wanted, s) for s in spellings if s), default=0.0)
        if best >= _NEAR:
            ranked.append((-best, n, watched))
    return [watched for _, _, watched in sorted(ranked, key=lambda r: r[:2])[:_MOST]]


def _likeness(one: str, other: str) -> float:
    """Of a short Han name one character in three may differ; a part of a longer name counts by how much of it is there."""
    if len(one) <= 4 and len(other) <= 4 and not (one.isascii() and other.isascii()):
        same = sum(a == b for a, b in zip(one, other, strict=False))
        return 100.0 * same / max(len(one), len(other)) + 6.0
    whole = fuzz.ratio(one, other)
    shortest = 5 if one.isascii() else 3  # letters; "the" is a part of many a spelling
    part = fuzz.partial_ratio(one, other) * 0.9 if min(len(one), len(other)) >= shortest else 0.0
    return max(whole, part)


def is_only_a_form(text: str) -> bool:
    """Whether nothing but legal forms was typed: "有限公司", "Co., Ltd."."""
    folded = fold(text)
    if not _letters(folded):
        return False
    rest = re.sub(rf"\b{words_pattern(Use.FIRM)}(?!\w)", "", folded)
    return not _letters(rest) or _letters(folded) in _forms()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@cache
def _forms() -> frozenset[str]:
    """Forms, and parts of forms, as letters alone."""
    return frozenset(_letters(fold(form.text)) for form in legal_forms()) | _PARTS


_PARTS = frozenset({"集团", "企业", "厂", "有限", "有限责任", "股份有限", "股份", "集团公司"})


def looks_like_a_number(text: str) -> bool:
    """Whether somebody who typed this meant a number: mostly digits, and enough of them."""
    bare = squash(text)
    digits = sum(c.isdigit() for c in bare)
    return digits >= 4 and digits * 2 >= len(bare)
