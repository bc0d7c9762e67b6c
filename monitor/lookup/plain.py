"""A text as numbers are looked for in it: full-width signs, dashes and spaces of every kind as plain ones, place by place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DASHES = "‐‑‒–—―−﹘﹣－⁃⸺"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_PLAIN: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    # A list in Chinese is not a number with commas.
    **dict.fromkeys(map(ord, "，、；"), ";"),
    **{ord("。"): ".", ord("∶"): ":", ord("⁄"): "/", ord("№"): "#"},
}
_WIDE_COMMA = re.compile(r"(?<=[０-９])(?<![０-９]{4})，(?=[０-９]{3}(?![０-９－-]))")
_ANY_UNSEEN = re.compile(f"[{_UNSEEN}]")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is plain; `place` gives the place in the text it was made of."""

    text: str
    _places: tuple[int, ...] | None = None

    def place(self, at: int) -> int:
        return at if self._places is None else self._places[at]


def plain(text: str) -> Plain:
    """Signs nobody sees are left out; of everything else one stands for one."""
    text = _WIDE_COMMA.sub(",", text)
    if not _ANY_UNSEEN.search(text):
        return Plain(text.translate(_PLAIN))
    kept = [n for n, c in enumerate(text) if c not in _UNSEEN]
    return Plain("".join(text[n] for n in kept).translate(_PLAIN), (*kept, len(text)))
