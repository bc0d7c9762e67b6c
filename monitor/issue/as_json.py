"""Frozen dataclasses as JSON and back, by their types: what a view of an issue holds is kept and read again, to the byte.

Fields may be dataclasses, enumerations, dates, instants, tuples, mappings, plain values, and any of these or None. A field of no
stated type (`object`) must hold what JSON holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {str(key): plain(inner) for key, inner in value.items()}
        return [[plain(key), plain(inner)] for key, inner in value.items()]
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(inner) for inner in value]
    return value


def read(kind: Any, data: Any) -> Any:
    """The value of a type that `plain` made this of. Raises ValueError where it is none."""
    try:
        return _read(kind, data)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{kind}: {error}") from None


def _read(kind: Any, data: Any) -> Any:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        if data.keys() - hints.keys():
            raise ValueError(f"{kind}: {sorted(data.keys() - hints.keys())}")
        return kind(**{name: _read(hints[name], inner) for name, inner in data.items()})
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if data is None and NoneType in inside:
            return None
        return _read(next(k for k in inside if k is not NoneType), data)
    if origin is tuple:
        if inside[1:] == (...,):
            return tuple(_read(inside[0], inner) for inner in data)
        return tuple(_read(k, inner) for k, inner in zip(inside, data, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        pairs = data.items() if isinstance(data, dict) else data
        return {_read(inside[0], key): _read(inside[1], inner) for key, inner in pairs}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind in (datetime, date):
        return kind.fromisoformat(data)
    if kind is float and isinstance(data, int):
        return float(data)
    if kind in (str, int, bool, float) and not isinstance(data, kind):
        raise ValueError(f"{kind}: {data!r}")
    return data


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
