"""The entries of a sources.yaml as they are written: values, and the line each of them stands on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from monitor.errors import ConfigError, why_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One source as one file writes it. `line` is that of its name; `shipped`: the file came with the program."""

    file: str
    name: str
    line: int
    values: Mapping[str, Any]
    node: Node | None  # what stands below the name
    shipped: bool = False

    def line_of(self, *keys: str) -> int:
        """Line (from 1) of the deepest part of `keys` that is written; that of the name where none of them is."""
        line, node = self.line, self.node
        for key in keys:
            if isinstance(node, MappingNode):
                found = next(((name, value) for name, value in node.value if name.value == key), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            elif isinstance(node, SequenceNode) and key.isdigit() and int(key) < len(node.value):
                node = node.value[int(key)]
                line = node.start_mark.line + 1
            else:
                break
        return int(line)


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("errors.config_unreadable", file=str(path), why=_unreadable(error)) from None


@lru_cache(maxsize=8)
def entries_of(text: str, file: str, *, shipped: bool = False) -> Mapping[str, Entry]:
    """All entries by name, in the order of the file; one with nothing below its name has no values. The same text is read
    once, for whoever asks: nobody changes what it gives.

    Raises ConfigError naming file and line for bad YAML, a name that stands twice, and what is no entry.
    """
    yaml = YAML(typ="safe", pure=True)  # YAML 1.2: NO stays "NO", 12:30 stays text
    try:
        tree = yaml.compose(text)
        data = yaml.constructor.construct_document(tree) if tree is not None else None
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError("errors.config_duplicate_key", file=file, line=line, why=twice(error)) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError("errors.config_yaml", file=file, line=line, why=broken(str(error.problem))) from None
    if not isinstance(data, dict) or not data:
        raise ConfigError("errors.config_not_a_mapping", file=file)
    written = {key.value: (key.start_mark.line + 1, value) for key, value in tree.value}
    result: dict[str, Entry] = {}
    for name, below in data.items():
        line, node = written.get(str(name), (1, None))
        values: Any = {} if below is None else below
        if not isinstance(values, dict):
            raise ConfigError("errors.config_not_an_entry", file=file, line=line, source=str(name))
        entry = Entry(file, str(name), line, {str(k): v for k, v in values.items()}, node, shipped)
        result[entry.name] = entry
    return MappingProxyType(result)


def _unreadable(error: OSError | UnicodeDecodeError) -> Mapping[str, object]:
    return why_of(error) if isinstance(error, OSError) else {"key": "errors.yaml.encoding", "params": {}}


def twice(error: DuplicateKeyError) -> str:
    """The name that stands twice, as YAML's own message quotes it."""
    found = re.search(r'duplicate key "([^"]*)"', str(error.problem))
    return found[1] if found else "?"


def broken(problem: str) -> Mapping[str, object]:
    """What is wrong with the YAML, as far as a person who writes it can use that."""
    kind = (
        "tab"
        if "'\\t'" in problem
        else "ends"
        if "stream end" in problem
        else "bracket"
        if "',' or" in problem
        else "colon"
        if "mapping values" in problem or "':'" in problem
        else "quote"
        if "scalar" in problem
        else "indent"
    )
    return {"key": f"errors.yaml.{kind}", "params": {}}
