"""What every group of tables shares."""

from __future__ import annotations

import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from sqlite_utils.db import Database

DatabaseError = sqlite3.Error
"""Trouble of the database itself, never of what was to be stored."""


class Tables(ABC):
    """A group of tables over one database."""

    db: Database

    @abstractmethod
    def immediate(self) -> AbstractContextManager[None]:
        """One write transaction; nested calls join it."""


def dumps(value: object) -> str:
    """JSON with sorted keys: equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def loads(text: str) -> Any:
    return json.loads(text)


def listed(values: Iterable[int] | Iterable[str]) -> str:
    """Ids as one parameter, for `… in (select value from json_each(?))`: one statement for any number of them, and no
    limit on how many variables a statement may have."""
    return json.dumps(sorted(set(values)), ensure_ascii=False)


def rows(db: Database, sql: str, args: list[Any] | dict[str, Any] | None = None) -> list[dict[str, Any]]:
    cursor = db.execute(sql, args or [])
    names = [c[0] for c in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def new_id(cursor: sqlite3.Cursor) -> int:
    """The id of the row just inserted."""
    assert cursor.lastrowid is not None
    return cursor.lastrowid
