"""Strict reading of JSON-like objects: nothing is absent or left over in silence."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.sources.kit.text import clean


class Missing(Exception):
    """A mandatory field is absent or empty. A parser turns it into a Skip of that record."""


class Fields:
    """Strict reading of one JSON-like object: what is taken is ticked off, what is left over is reported.

    >>> f = Fields({"a": 1, "b": 2}); f.take("a")
    1
    >>> f.unread()
    ('b',)
    """

    def __init__(self, data: Mapping[str, object], where: str = "") -> None:
        self._data = data
        self._where = where
        self._taken: set[str] = set()

    def take(self, name: str) -> object:
        """A mandatory value. Raises Missing when the key is absent, null or an empty string."""
        self._taken.add(name)
        value = self._data.get(name)
        if value is None or value == "":
            raise Missing(f"{self._where}: {name}" if self._where else name)
        return value

    def text(self, name: str) -> str:
        """A mandatory text, cleaned. Raises Missing also where the value is no text."""
        value = self.take(name)
        if not isinstance(value, str):
            raise Missing(f"{name}: {type(value).__name__}")
        return clean(value)

    def maybe(self, name: str) -> object:
        """An optional value; None when absent."""
        self._taken.add(name)
        return self._data.get(name)

    def maybe_text(self, name: str) -> str:
        value = self.maybe(name)
        return clean(value) if isinstance(value, str) else ""

    def unread(self, ignore: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Names of fields nobody asked for."""
        return tuple(sorted(k for k in self._data if k not in self._taken and k not in ignore))
