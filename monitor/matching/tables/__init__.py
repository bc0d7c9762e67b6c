"""The tables matching reads: where each comes from stands in ORIGINS.md. Read once, on first use."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a tab-separated table, without its header line and comment lines."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    body = (line for line in lines if line and not line.startswith("#"))
    next(body)
    for line in body:
        yield line.split("\t")


def pairs(name: str) -> Iterator[tuple[str, str]]:
    for row in rows(name):
        yield row[0], row[1]


@cache
def words(name: str) -> Mapping[str, object]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def digest() -> str:
    """Twelve hexadecimal digits over all tables, so that a stored hit can name what it was found with."""
    total = hashlib.sha256()
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in (".tsv", ".toml", ".txt"):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]
