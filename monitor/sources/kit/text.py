"""Text of a source as it may be stored and shown."""

from __future__ import annotations

import re
import unicodedata

# Bidirectional controls and zero-width characters change what a reader sees without changing what is stored.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_BLANK = re.compile(r"\s+")
_PLAIN = bytes(range(32, 127))


def clean(text: str, limit: int = 20_000) -> str:
    """Text as it may be stored and shown: no control, bidirectional or zero-width characters, single spaces, cut at `limit`."""
    # Nothing to remove in nearly every text of a register; for a long one of plain ASCII, translate() tells quickest.
    if "  " not in text and (
        text.isprintable()
        if len(text) < 128
        else (text.isascii() and not text.encode().translate(None, _PLAIN)) or text.isprintable()
    ):
        return text[:limit].strip()
    text = _INVISIBLE.sub("", text)
    text = _BLANK.sub(" ", text)
    if not text.isprintable():
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return text[:limit].strip()
