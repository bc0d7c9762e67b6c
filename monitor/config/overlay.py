"""What an office's entry leaves out comes from the shipped entry of the same name.

Top-level keys alone: a key that is given replaces the shipped value whole, nothing is merged below it. So an office writes
what is its own, and the rest (addresses, expectations, canaries) follows the program when it is upgraded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from monitor.config.entries import Entry, entries_of, text_of

_TOGETHER = frozenset({"key", "keys"})  # two ways to say one thing: who gives either has said it


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting comes from: the file that was chosen (`office`), the one that comes with the program (`shipped`), or
    neither (`default`)."""

    kind: Literal["office", "shipped", "default"]
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A source as its files tell it together: every key, and the entry it stands in. `home` is the entry that names it."""

    home: Entry
    values: Mapping[str, Any]
    places: Mapping[str, Entry]

    def place_of(self, key: str) -> Entry:
        """Where a key stands; where it would have to stand, if it is written nowhere."""
        return self.places.get(key, self.home)

    def origin_of(self, key: str) -> Origin:
        entry = self.places.get(key)
        if entry is None:
            return Origin("default")
        return Origin("shipped" if entry.shipped else "office", entry.file, entry.line_of(key))


class Shipped:
    """The entries that come with the program. Each is read when it is asked for: an office names a few of many, and reading
    YAML is what takes longest at the start of a command."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _blocks(self) -> Mapping[str, tuple[int, str]]:
        """The text of each entry, and the number of lines before it."""
        text = text_of(self.path)
        starts = list(_NAME.finditer(text))
        ends = [m.start() for m in starts[1:]] + [len(text)]
        return {
            m[1]: (text.count("\n", 0, m.start()), text[m.start() : end]) for m, end in zip(starts, ends, strict=True)
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._blocks)

    def near(self, name: str) -> tuple[str, ...]:
        """Shipped names that `name` may be a slip of."""
        return tuple(get_close_matches(name, self.names, n=3, cutoff=0.75))

    def entry(self, name: str) -> Entry:
        before, block = self._blocks[name]
        return entries_of("\n" * before + block, str(self.path), shipped=True)[name]

    def adds_to(self, entry: Entry) -> bool:
        """Whether the shipped entry may give a key that this one lacks; told from the beginnings of its lines."""
        if entry.name not in self._blocks:
            return False
        first, _, below = self._blocks[entry.name][1].partition("\n")
        if first.partition(":")[2].partition("#")[0].strip():  # {…}, whose keys may stand anywhere
            return True
        inside = _FIRST.search(below)
        keys = re.findall(rf"^{inside[1]}([^\s#:]+):", below, re.MULTILINE) if inside else ()
        return not {k.strip("\"'") for k in keys} <= set(entry.values)


_NAME = re.compile(r"^([a-z0-9][a-z0-9-]+):(?=\s|$)", re.MULTILINE)
_FIRST = re.compile(r"^( +)[^\s#]", re.MULTILINE)


def completed(entry: Entry, shipped: Shipped | None) -> Written:
    """An entry with what it leaves out; as it stands where nothing is shipped under its name."""
    values, places = dict(entry.values), dict.fromkeys(entry.values, entry)
    if shipped is not None and shipped.adds_to(entry):
        base = shipped.entry(entry.name)
        given = set(values) | (_TOGETHER if _TOGETHER & set(values) else set())
        for key, value in base.values.items():
            if key not in given:
                values[key], places[key] = value, base
    return Written(entry, values, places)
