"""The word that was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """Of the known words the one spelt most like `word`; "" only where none is known."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.0)
    return found[0] if found else ""
