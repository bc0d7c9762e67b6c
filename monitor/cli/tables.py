"""Tables for people, fitted to the width of the terminal: what has no room beside goes under its row, nothing is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from monitor.cli.wrapping import width_of, wrapped

_GAP = 2  # cells between two columns
_LEAST = 12  # cells a column of text is never narrower than, if its text is not
_TALLEST = 3  # lines of one cell, beyond which a column goes under the row
_INDENT = "  "
_BETWEEN = " · "

_STYLES = {"good": "32", "warn": "33", "bad": "1;31", "strong": "1", "faint": "2", "notice": "1;33"}


class Styled(str):
    """Text with one of the styles good, warn, bad, strong, faint, notice. The words say it too, never the colour alone."""

    __slots__ = ("style",)
    style: str

    def __new__(cls, text: str, style: str) -> Styled:
        made = super().__new__(cls, text)
        made.style = style
        return made


@dataclass(frozen=True, slots=True)
class Column:
    """`whole`: never folded (a date, a number, an id). `below`: 1 goes under the row first where there is no room, then
    2 …; 0 is settled by width (the first column stays). `mute`: its values say by themselves what they are."""

    title: str
    whole: bool = False
    below: int = 0
    mute: bool = False


def painted(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if colour and style and text else text


def table_lines(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, *, said: str, colour: bool = False
) -> Iterator[str]:
    """The lines of a table of at most `width` cells. `said` names a value under its row: "{title}: {value}"."""
    beside, widths = _arranged(columns, rows, width)
    below = [i for i in range(len(columns)) if i not in beside]
    heads = [wrapped(columns[i].title, w) for i, w in zip(beside, widths, strict=True)]
    tallest = max(map(len, heads))
    heads = [[""] * (tallest - len(h)) + h for h in heads]  # they stand on the rule
    yield from _side_by_side(heads, widths, ["strong"] * len(heads), colour)
    yield painted("─" * min(width, sum(widths) + _GAP * (len(widths) - 1)), "faint", colour)
    drawn = []
    for row in rows:
        cells = [wrapped(row[i], w) for i, w in zip(beside, widths, strict=True)]
        lines = list(_side_by_side(cells, widths, [getattr(row[i], "style", "") for i in beside], colour))
        for line in _under(columns, row, below, width - len(_INDENT), said):
            lines.append(_INDENT + painted(line, "faint", colour))
        drawn.append(lines)
    apart = sum(map(len, drawn)) > 2 * len(drawn)  # tall rows need air between them
    for i, lines in enumerate(drawn):
        if apart and i:
            yield ""
        yield from lines


def fact_lines(facts: Iterable[tuple[str, str]], width: int, *, colour: bool = False, widest: int = 0) -> Iterator[str]:
    """Names and values, one below the other; a long value hangs under its beginning. A name of more than `widest` cells
    (half the width, if 0) stands on a line of its own."""
    facts = list(facts)
    limit = min(widest or width, width // 2)
    names = max((size for name, _ in facts if (size := cell_len(name)) <= limit), default=limit)
    widths = (names, max(width - names - _GAP, 2))
    for name, value in facts:
        cells = [[name], [value] if _is_address(value) else wrapped(value, widths[1])]
        if cell_len(name) > names:
            for line in wrapped(name, width):
                yield painted(line, "faint", colour)
            cells[0] = [""]
        yield from _side_by_side(cells, widths, ["faint", getattr(value, "style", "")], colour)


def _is_address(value: str) -> bool:
    """An address or a path is left whole, to be copied from a terminal that folds it by itself."""
    return ("://" in value[:12] or value.startswith("/")) and not any(c.isspace() for c in value)


def _arranged(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> tuple[list[int], list[int]]:
    """(columns that stand beside each other, their widths)."""
    longest = [max((width_of(row[i]) for row in rows), default=0) for i in range(len(columns))]
    natural = [max(n, cell_len(c.title)) for n, c in zip(longest, columns, strict=True)]
    beside = [i for i in range(len(columns)) if longest[i] or not i]  # a column without any value says nothing
    # Told to go first, or the widest: one long text under the row makes room for many short values.
    leaving = sorted(beside[1:], key=lambda i: (columns[i].below or 99, -natural[i]))
    while True:
        least = [_least(columns[i], natural[i]) for i in beside]
        room = width - _GAP * (len(beside) - 1)
        if sum(least) <= room:
            widths = _shared(least, [natural[i] for i in beside], room)
            if not leaving or not _too_tall(rows, beside, widths, longest):
                return beside, widths
        if not leaving:
            return beside, _shared([min(m, max(room // len(beside), 2)) for m in least], least, room)
        beside.remove(leaving.pop(0))


def _least(column: Column, natural: int) -> int:
    return natural if column.whole else min(natural, max(_LEAST, min(cell_len(column.title), 20)))


def _shared(least: Sequence[int], natural: Sequence[int], room: int) -> list[int]:
    """The room left over goes to those that want it, the modest first."""
    widths = list(least)
    spare = room - sum(widths)
    wanting = sorted((i for i in range(len(widths)) if natural[i] > widths[i]), key=lambda i: natural[i] - widths[i])
    while wanting and spare > 0:
        i = wanting.pop(0)
        given = min(natural[i] - widths[i], spare // (len(wanting) + 1))
        widths[i] += given
        spare -= given
    return widths


def _too_tall(
    rows: Sequence[Sequence[str]], beside: Sequence[int], widths: Sequence[int], longest: Sequence[int]
) -> bool:
    return any(
        longest[i] > w and any(len(wrapped(row[i], w)) > max(_TALLEST, row[i].count("\n") + 1) for row in rows)
        for i, w in zip(beside, widths, strict=True)
    )


def _side_by_side(
    cells: Sequence[Sequence[str]], widths: Sequence[int], styles: Sequence[str], colour: bool
) -> Iterator[str]:
    for n in range(max(map(len, cells))):
        line, due = "", 0  # `due`: spaces owed before the next text; none stand at the end of a line
        for lines, width, style in zip(cells, widths, styles, strict=True):
            text = lines[n] if n < len(lines) else ""
            if text:
                line += " " * due + painted(text, style, colour)
                due = 0
            due += width - cell_len(text) + _GAP
        yield line


def _under(columns: Sequence[Column], row: Sequence[str], below: Sequence[int], width: int, said: str) -> Iterator[str]:
    """What stands under a row: short values joined in lines, long ones on lines of their own."""
    line = ""
    for i in below:
        value = row[i].strip().replace("\n", _BETWEEN)
        if not value:
            continue
        piece = value if columns[i].mute else said.format(title=columns[i].title, value=value)
        if line and cell_len(line) + len(_BETWEEN) + cell_len(piece) <= width:
            line += _BETWEEN + piece
            continue
        if line:
            yield line
        *full, line = wrapped(piece, width)
        yield from full
    if line:
        yield line
