"""The tables matching reads. ORIGINS.md or the comment lines of a table say where it comes from.

Whoever reads a table keeps what it made of it, so that each is read once, on first use.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from monitor import legal_forms, places

_FOLDER = Path(__file__).resolve().parent


def lines(name: str) -> Iterator[str]:
    """The lines of a table, without comment lines and empty ones."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a tab-separated table, without its header line and comment lines."""
    body = lines(name)
    next(body)
    for line in body:
        yield line.split("\t")


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """The first two columns of a tab-separated table."""
    for row in rows(name):
        yield row[0], row[1]


def records(name: str) -> Iterator[dict[str, str]]:
    """The rows of a comma-separated table, by the names of its columns."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


@cache
def words(name: str) -> Mapping[str, object]:
    """A table in TOML."""
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def digest() -> str:
    """Twelve hexadecimal digits over all tables, the places and the legal forms, so that a stored hit can name what it was found
    with."""
    total = hashlib.sha256()
    for path in (*sorted((*_FOLDER.iterdir(), places.GAZETTEER), key=lambda path: path.name), legal_forms.TABLE):
        if path.suffix in (".csv", ".tsv", ".toml", ".txt"):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]
