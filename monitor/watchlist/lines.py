"""Line breaks within a name cell: a name wrapped by hand to fit its column, or several names? The text rarely says.

Where nothing tells, both readings are watched and the clerk is asked; nothing is lost."""

from __future__ import annotations

import re

from monitor.watchlist import cells

LONGEST_JOINED = 24  # letters of a wrapped name; more is a list of names
_SEPARATOR = re.compile(r"([;；、|｜，,])")
_NUMBER = re.compile(r"\s*[(（]?(\d{1,2})[)）.．、]\s*")
_ENCLOSED = re.compile(r"[“「『《【\"'].*[”」』》】\"']")
_CLOSED = re.compile(r"[(（].*[)）]|及图形?")
_ORGANISATION = ("公司", "集团", "厂", "合作社", "协会")


def joined_lines(text: str, owner: str = "") -> tuple[str, tuple[str, ...]]:
    """(the cell with one name per line, every joined name before its lines; the joined names a person should check).

    Lines of one script are joined: Han without a blank, Latin with one. A numbered list, quoted names, whole names of
    firms are lists. Where the owner's name contains the joined name, or a line is a single character, the cell is one
    wrapped name: of its lines only the first stays, as the distinctive part."""
    if "\n" not in text:
        return text, ()
    lines = [line for line in (cells.one_line(part) for part in text.split("\n")) if line]
    if numbered := _without_numbers(lines):
        return "\n".join(numbered), ()
    told: list[str] = []
    parts: list[str] = []
    for run in _runs(lines):
        whole = _joined(run)
        letters = len(cells.fold_name(whole))
        if len(run) == 1 or letters > LONGEST_JOINED * (1 if cells.has_han(whole) else 2) or _is_list(run):
            parts += run
            continue
        told.append(whole)
        wrapped = cells.fold_name(whole) in cells.fold_name(owner) or any(len(cells.fold_name(p)) == 1 for p in run)
        parts.append(whole)
        parts += [p for p in (run[:1] if wrapped else run) if len(cells.fold_name(p)) > 1]
    return "\n".join(parts), tuple(told)


def _runs(lines: list[str]) -> list[list[str]]:
    """Neighbouring lines of one script without a separator between them; what stands in brackets goes on with its line."""
    runs: list[list[str]] = []
    for line in lines:
        last = runs[-1][-1] if runs else ""
        if last and (_CLOSED.fullmatch(line) or len(re.findall("[(（]", last)) > len(re.findall("[)）]", last))):
            runs[-1][-1] = last + line
        elif last and cells.has_han(last) == cells.has_han(line) and not _SEPARATOR.search(last + line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _is_list(run: list[str]) -> bool:
    return (
        all(_ENCLOSED.fullmatch(p) for p in run)
        or all(p.endswith(_ORGANISATION) for p in run)
        or len({cells.fold_name(p) for p in run}) < len(run)
    )


def _joined(run: list[str]) -> str:
    whole = run[0]
    for line in run[1:]:
        whole += line if cells.has_han(whole) or whole.endswith("-") else f" {line}"
    return whole


def _without_numbers(lines: list[str]) -> list[str]:
    """The lines of a list numbered 1, 2, 3 …, without the numbers; empty for any other."""
    found = [_NUMBER.match(line) for line in lines]
    numbers = [int(m[1]) for m in found if m]
    if len(lines) < 2 or numbers != list(range(1, len(lines) + 1)):
        return []
    return [line[m.end() :] for line, m in zip(lines, found, strict=True) if m]
