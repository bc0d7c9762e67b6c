"""A TOML file whose faults can be named by line: what it says, and on which line each key of it stands.

`tomllib` keeps no positions. The keys of these files are few and plain, so a second look at the text finds them: table
headers, and the keys in front of an equals sign. A value that spans lines is stepped over by asking `tomllib` where it ends.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from monitor.errors import ConfigError

_WORD = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_WORD}(?:\s*\.\s*{_WORD})*"
_TABLE = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]\s*(?:#.*)?$")
_ARRAY = re.compile(rf"\s*\[\[\s*({_DOTTED})\s*\]\]\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")

Keys = tuple[str | int, ...]


@dataclass(frozen=True)
class Located:
    """`data` is what tomllib reads; `text` is the file. Lines are looked for only when one is asked for."""

    path: Path
    data: Mapping[str, object]
    text: str

    @cached_property
    def lines(self) -> Mapping[Keys, int]:
        """The line (from 1) of each path of keys and positions in lists: ("rules", 2, "basis", "zh")."""
        return _lines(self.text)

    def line(self, *keys: str | int) -> int:
        """The line of a key, or of the nearest thing around it that has one; 1 where nothing has."""
        for length in range(len(keys), 0, -1):
            if (found := self.lines.get(keys[:length])) is not None:
                return found
        return 1

    def refuse(self, text: str, *keys: str | int, **params: object) -> NoReturn:
        """Raises ConfigError `text` with `file`, `line` and `name` (the key) among its parameters."""
        shown = ".".join(str(k) for k in keys)
        raise ConfigError(text, file=self.path.name, line=self.line(*keys), name=shown, **params)


def read_toml(path: Path) -> Located:
    """Raises ConfigError naming file, line and cause where the file is missing or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, ValueError) as error:  # tomllib's own error is a ValueError
        why = str(error).splitlines()[0][:160]
        place = _PLACE.search(why)
        line = int(place[1]) if place else 1
        raise ConfigError("errors.toml_unreadable", file=path.name, line=line, why=why) from error
    return Located(path, data, text)


def _lines(text: str) -> dict[Keys, int]:
    found: dict[Keys, int] = {}
    counts: dict[Keys, int] = {}
    table: Keys = ()
    rows = text.split("\n")
    number = 0
    while number < len(rows):
        row = rows[number]
        if header := _ARRAY.match(row):
            name = _within(_words(header[1]), counts)
            counts[name] = counts.get(name, -1) + 1
            table = (*name, counts[name])
            found.setdefault(name, number + 1)
            found[table] = number + 1
        elif header := _TABLE.match(row):
            table = _within(_words(header[1]), counts)
            found.setdefault(table, number + 1)
        elif key := _KEY.match(row):
            words = _words(key[1])
            for length in range(1, len(words) + 1):
                found.setdefault((*table, *words[:length]), number + 1)
            number = _end_of_value(rows, number)
        number += 1
    return found


def _within(words: tuple[str, ...], counts: Mapping[Keys, int]) -> Keys:
    """A header's path, through the latest element of each array of tables on the way."""
    path: Keys = ()
    for at, word in enumerate(words):
        path = (*path, word)
        if at < len(words) - 1 and path in counts:
            path = (*path, counts[path])
    return path


def _words(dotted: str) -> tuple[str, ...]:
    return tuple(word[1:-1] if word[0] in "\"'" else word for word in re.findall(_WORD, dotted))


def _end_of_value(rows: list[str], first: int) -> int:
    """The row on which the value begun on row `first` ends. The file as a whole is known to be good TOML."""
    for last in range(first, len(rows)):
        try:
            tomllib.loads("\n".join(rows[first : last + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return last
    return first
