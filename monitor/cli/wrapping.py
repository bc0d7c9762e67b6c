"""Folding text into lines of so many terminal cells: Han characters take two, and break where a reader expects it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

_CLOSING = frozenset("，。、；：！？）》〉」』】〕”’％…·～—,.;:!?)]}%")
_OPENING = frozenset("（《〈「『【〔“‘([{#§")
_COMMAND = re.compile(r"monitor(?: [\w/=<>:.-]*[\w/=<>-])+", re.ASCII)
_SOFT = frozenset("-_/.,:;=&?@|")  # where a long number, file name or address may be cut


def width_of(text: str) -> int:
    """Terminal cells of the longest line."""
    return max((cell_len(line) for line in text.split("\n")), default=0)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells (one character of two cells may stand out where width is 1).

    Breaks at spaces and between Han characters, never before a closing mark or after an opening one; inside a word only
    where the word is wider than a line. Nothing is lost but the spaces at the breaks.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _folded(paragraph, max(width, 1))
    return lines


def wrapped_whole(text: str, width: int) -> list[str]:
    """The same, with a command of ours ("monitor run --source X") on one line if it has room there: it is to be copied."""
    bound = _COMMAND.sub(lambda found: found[0].replace(" ", "\xa0"), text)
    return [line.replace("\xa0", " ") for line in wrapped(bound, width)]


def _folded(text: str, width: int) -> Iterator[str]:
    if cell_len(text) <= width:
        yield text
        return
    line, filled = "", 0
    for unit in _units(text, width):
        size = cell_len(unit)
        if filled + cell_len(unit.rstrip(" ")) > width:
            if line.strip():
                yield line.rstrip(" ")
            line, filled = "", 0
        line += unit
        filled += size
    if line.strip():
        yield line.rstrip(" ")


def _units(text: str, width: int) -> Iterator[str]:
    """Pieces that stay together, each with the spaces behind it."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or _may_break(text[i - 1], text[i]):
            unit = text[start:i]
            start = i
            if cell_len(unit.rstrip(" ")) <= width:
                yield unit
            else:
                yield from _cut(unit, width)


def _may_break(left: str, right: str) -> bool:
    if right == " ":
        return False
    if left == " ":
        return True
    if right in _CLOSING or left in _OPENING or cell_len(right) == 0:
        return False
    return cell_len(left) == 2 or cell_len(right) == 2 or left == "—"


def _cut(word: str, width: int) -> Iterator[str]:
    """A word wider than a line, cut behind - _ / and the like where that is possible, else where the line is full."""
    while cell_len(word) > width:
        end, filled, soft = 0, 0, 0
        for i, character in enumerate(word):
            filled += cell_len(character)
            if filled > width:
                break
            end = i + 1
            if character in _SOFT:
                soft = end
        end = soft if soft * 3 > end else max(end, 1)
        yield word[:end]
        word = word[end:]
    if word:
        yield word
