"""Words of the closed vocabulary as the database holds them."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from monitor.errors import StateError

Word = TypeVar("Word", bound=StrEnum)


def word_of(words: type[Word], value: str, column: str, row: int) -> Word:
    """The word of a column. Raises StateError where it is none: another program, or another version, wrote it."""
    try:
        return words(value)
    except ValueError:
        known = ", ".join(words)
        raise StateError("errors.state_unknown_word", column=column, row=row, value=value, known=known) from None
