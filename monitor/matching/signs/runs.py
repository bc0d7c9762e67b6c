"""The stretches of one script in a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one script: `kind` is han, kana, hangul, letter or digit; `gap` is what parts it from the one before."""

    kind: str
    text: str
    gap: str
    aside: bool = False  # a former or other name: no part of the whole


_RUN = re.compile(
    r"(?P<gap>[^\w]*)(?:(?P<han>[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
    r"|(?P<kana>[\u3040-\u30ff\u31f0-\u31ff]+)|(?P<hangul>[\u1100-\u11ff\uac00-\ud7a3]+)"
    r"|(?P<letter>[^\W\u2e80-\uffdc\U00020000-\U0003ffff]+(?:['’.&-][^\W\u2e80-\uffdc\U00020000-\U0003ffff]+)*\.?)|(?P<other>\w))"
)
_LATIN_GAP = re.compile(r"[^\w+/|\\;:·•・、，=~#\n]*")  # what stands between words of one Latin name


def runs_of(text: str) -> list[Run]:
    """The stretches of one script; Latin words beside each other are one, and so are single Han characters (石 花)."""
    out: list[Run] = []
    for found in _RUN.finditer(text):
        kind = found.lastgroup or "other"
        run, gap = found[kind], found["gap"] if out else ""
        if kind == "letter" and run.isdigit():
            kind = "digit"
        before = out[-1] if out else None
        if before is not None and _goes_on(before, kind, run, gap):
            kind = "letter" if "letter" in (kind, before.kind) else before.kind
            out[-1] = Run(kind, before.text + ("" if kind == "han" else gap) + run, before.gap)
        else:
            out.append(Run(kind, run, gap))
    return out


def _goes_on(before: Run, kind: str, run: str, gap: str) -> bool:
    if kind in ("letter", "digit") and before.kind in ("letter", "digit"):
        return bool(_LATIN_GAP.fullmatch(gap))
    if gap and kind == before.kind and all(unicodedata.category(c).startswith("M") for c in gap):
        return True  # a sign over or under its letter (Thai, Indic)
    if kind == before.kind == "han":
        return bool(gap.strip() == "" and (len(run) == 1 or len(before.text) == 1))
    return kind == before.kind and not gap
