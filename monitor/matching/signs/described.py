"""What a cell of a list was read as: its signs, and what to look for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.matching.normalise.folding import key, script


class SignKind(StrEnum):
    """What one sign of a cell is. Only words are watched by themselves."""

    WORD = "word"
    LETTER = "letter"  # one letter, or one Han character beside others
    DIGITS = "digits"
    DEVICE = "device"
    NOTE = "note"  # colour, form, standing in the register, the firm in front of the mark
    CLASS = "class"
    NUMBER = "number"  # of a registration
    NUMBERING = "numbering"  # of the list


_OF_WORDS = frozenset({SignKind.WORD, SignKind.LETTER, SignKind.DIGITS})


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign as it is written in the cell."""

    kind: SignKind
    text: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """What to look for: `part` is one word among others, `piece` a word parted from its neighbours by a blank alone, which
    may be one name with them; all else is the mark itself. `derives`: the Chinese name whose other spellings are made. `weak`: a
    part that says little alone: few letters, everyday words, a place, a kind of goods."""

    text: str
    part: bool = False
    piece: bool = False
    derives: bool = True
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """A cell read: its signs in written order, what to look for, the Nice classes it names."""

    cell: str
    signs: tuple[Sign, ...]
    spellings: tuple[Spelling, ...]
    classes: tuple[int, ...] = ()
    firm: str = ""  # that stands in front of the quoted mark

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are watched, as written."""
        return tuple(dict.fromkeys(s.text for s in self.signs if s.kind is SignKind.WORD))

    @property
    def unwatched(self) -> tuple[Sign, ...]:
        """The signs that are not looked for by themselves."""
        return tuple(s for s in self.signs if s.kind is not SignKind.WORD)

    @property
    def readable(self) -> bool:
        """Whether there is anything in the cell that a text can be compared with."""
        return any(len(key(s.text)) > 1 or is_han(key(s.text)) for s in self.spellings)

    @property
    def plain(self) -> bool:
        """Whether the cell is one word and nothing else."""
        return len(self.signs) == 1 and len(self.spellings) == 1 and self.signs[0].kind in _OF_WORDS


def is_han(letter: str) -> bool:
    """Whether a folded letter is a Han character."""
    return bool(letter) and script(letter[0]) == "han"
