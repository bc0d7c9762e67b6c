"""Folding both sides of a comparison alike. Every function is idempotent; the raw text is kept by the caller."""

from __future__ import annotations

import unicodedata

# Letters NFKD leaves alone although registers write them with a plain Latin letter.
_SPECIAL = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """NFKC, case-folded, without diacritics: "FÉN Jiǔ" → "fen jiu"; Han, kana and hangul stay (hangul composed)."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SPECIAL)
    text = unicodedata.normalize("NFKD", text)
    # Combining marks of kana (dakuten, U+3099/309A) are letters, not accents.
    text = "".join(c for c in text if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFKC", text)


def squash(text: str) -> str:
    """Letters and digits only, folded: "Fen-Jiu 1949" → "fenjiu1949"."""
    return "".join(c for c in fold(text) if c.isalnum())
