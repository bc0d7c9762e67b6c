"""The owners of a cell, and what of an owner's name is the same however its legal form is written."""

from __future__ import annotations

import re

from monitor.legal_forms import Use, han_endings, latin_words
from monitor.matching.normalise.folding import fold, key

_LINKS = frozenset({"the", "and", "of"})  # left behind where a form is cut off: "Foo & Co."
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")  # L.L.C.
_BEHIND = re.compile(r"[(（][^()（）]*[)）]\s*$")
_WORD = re.compile(r"[^\W_]+")


def owner_core(owner: str) -> str:
    """An owner's name without its legal form: "Shanxi X Liquor Co., Ltd." → "shanxixliquor"."""
    folded = key(owner)
    for form in han_endings(Use.OWNER):
        if folded.endswith(form) and len(folded) > len(form) + 1:
            return folded[: -len(form)]
    words = _WORD.findall(_DOTTED.sub(lambda m: m[0].replace(".", ""), fold(owner)))
    cut_off = latin_words(Use.OWNER) | _LINKS
    while len(words) > 1 and words[-1] in cut_off:
        words.pop()
    return key("".join(words))


def each_owner(owner: str) -> list[str]:
    """The owners of one cell, each also without what stands in brackets behind its legal form: "甲有限公司、乙厂（原丙厂）"."""
    if not any(sign in owner for sign in "、;；(（"):
        return [owner]
    parts = [part.strip() for part in re.split("[、;；]", owner)]
    bare = (_BEHIND.sub("", part) for part in parts)
    return list(dict.fromkeys((owner, *parts, *(b for b in bare if b.endswith(han_endings(Use.OWNER))))))
