"""Strict reading of JSON-like objects: nothing is absent or left over in silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

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

    def number(self, name: str) -> int:
        """A mandatory whole number, also where it is written as text. Raises Missing where it is none."""
        found = _whole(self.take(name))
        if found is None:
            raise Missing(f"{name}: {self._data.get(name)!r:.40}")
        return found

    def numbers(self, name: str) -> tuple[int, ...]:
        """A mandatory list of whole numbers; a single one is a list of one. Raises Missing where one is none."""
        value = self.take(name)
        found = [_whole(each) for each in (value if isinstance(value, list) else [value])]
        if None in found:
            raise Missing(f"{name}: {value!r:.40}")
        return tuple(number for number in found if number is not None)

    def day(self, name: str) -> date:
        """A mandatory ISO day; of an instant its day, as the source writes it. Raises Missing where it is none."""
        text = self.text(name)
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            raise Missing(f"{name}: {text:.40}") from None

    def maybe_day(self, name: str) -> date | None:
        """None when the key is absent, null or an empty string. Raises Missing where something else stands there."""
        return self.day(name) if self.maybe(name) not in (None, "") else None

    def unread(self, ignore: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Names of fields nobody asked for."""
        return tuple(sorted(k for k in self._data if k not in self._taken and k not in ignore))


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.strip().isdigit() else None
