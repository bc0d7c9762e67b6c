"""What a file holds and its source has no opinion on, told once a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.model import Unknown

Told = set[object]
"""Identities that were told already."""


def once(found: Iterable[Unknown], told: Told, where: str) -> Iterator[Unknown]:
    """Those that were not told yet, as met at `where`."""
    for unknown in found:
        if unknown.identity not in told:
            told.add(unknown.identity)
            yield replace(unknown, where=where)
