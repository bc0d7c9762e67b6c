"""The fields of a watched name by their shape. A field added to `WatchedName` is kept, joined, compared, written and read by its
shape; only its heading (headers.toml) and its name for people (texts) are said elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from monitor.model import WatchedKind, WatchedName
from monitor.watchlist.cells import unique

_IDENTITY = ("id", "name", "disabled_variants")
ALL: tuple[str, ...] = tuple(f.name for f in fields(WatchedName))
KEPT: tuple[str, ...] = tuple(f for f in ALL if f not in (*_IDENTITY, "kind"))
"""What a list may leave out of a name that is known: the known value stays."""

_EMPTY: Mapping[str, Any] = {f.name: f.default for f in fields(WatchedName) if f.name not in ("id", "name")}


def empty(field: str) -> Any:
    """The value of a field about which nothing is said."""
    return _EMPTY[field]


def several(field: str) -> bool:
    """Whether a field holds a list of values."""
    return isinstance(_EMPTY.get(field), tuple | frozenset)


def joined(first: WatchedName, other: WatchedName) -> WatchedName:
    """Two sayings of one name: lists are added together, of single values the first that is there counts."""
    return replace(
        first, id=first.id or other.id, **{f: together(f, first, other) for f in (*KEPT, "disabled_variants")}
    )


def together(field: str, first: WatchedName, other: WatchedName) -> Any:
    one, two = getattr(first, field), getattr(other, field)
    if isinstance(one, frozenset):
        return one | two
    if isinstance(one, tuple):
        return (
            unique((*one, *two))
            if all(isinstance(v, str) for v in (*one, *two))
            else tuple(dict.fromkeys((*one, *two)))
        )
    if field == "goods" and one and two and two not in one:
        return f"{one}；{two}"  # of two registrations
    return one or two


def as_cell(name: WatchedName, field: str) -> str:
    """The value as one cell of a csv holds it: `;` between the parts of a list."""
    value = getattr(name, field)
    if isinstance(value, WatchedKind):
        return value.value
    if isinstance(value, frozenset):
        return _cell(sorted(value))
    return _cell(value) if isinstance(value, tuple) else str(value)


def _cell(values: Iterable[object]) -> str:
    return ";".join(str(v).replace(";", "；") for v in values)
