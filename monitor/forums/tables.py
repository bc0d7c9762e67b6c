"""Strict reading of a TOML table: every key is asked for, an unknown one is a fault with file, line and the nearest right word.

Words that are defined elsewhere (events, facts, kinds of hit, forums) are given as a Vocabulary; a set that is None is not
checked.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.forums.schema import LANGUAGES, Step
from monitor.located import Keys, Located
from monitor.model import Category, HitKind

_CATEGORIES = frozenset(c.value for c in Category)


@dataclass(frozen=True)
class Vocabulary:
    """Words a forum file may use that are defined elsewhere. None: not checked."""

    events: Collection[str] | None = None
    facts: Collection[str] | None = None
    hit_kinds: Collection[str] | None = None
    forums: Collection[str] | None = None


def declared() -> Vocabulary:
    """The words of the product's own tables. Which forums there are is for the caller to say."""
    from monitor.model.events import EVENTS
    from monitor.model.facts import FACTS

    return Vocabulary(EVENTS.keys(), FACTS.keys(), frozenset(HitKind))


class Table:
    """Strict reading of one table: every key is asked for, an unknown one is a fault."""

    def __init__(self, file: Located, keys: Keys, data: object, words: Vocabulary) -> None:
        self.file, self.keys, self.words = file, keys, words
        self._taken: set[str] = set()
        self._data: Mapping[str, object] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            file.refuse("rules.errors.bad_value", *keys, value=str(data)[:60])

    def fail(self, key: str, text: str = "", known: Collection[str] | None = None, **params: object) -> NoReturn:
        """The fault of one key. `known`: the words that may stand there; the nearest is named."""
        if key not in self._data:
            self.refuse_misspelt(key)
        value = str(params.pop("value", self._data.get(key, "")))[:60]
        if known is not None:
            near = difflib.get_close_matches(value, known, 1, 0.5)
            text = "rules.errors.did_you_mean" if near else "rules.errors.not_among"
            params |= {"near": near[0]} if near else {"known": ", ".join(sorted(known)[:40])}
        elif not text:
            text = "rules.errors.bad_value" if key in self._data else "rules.errors.missing"
        self.file.refuse(text, *self.keys, key, value=value, **params)

    def refuse_misspelt(self, *lacking: str) -> None:
        """Where a key that nobody asked for is spelt almost like one that is lacking: it tells more than the lack of the other."""
        for key in self._data:
            if key not in self._taken and (near := difflib.get_close_matches(key, lacking, 1, 0.75)):
                self.file.refuse("rules.errors.unknown_key_near", *self.keys, key, near=near[0])

    def has(self, key: str) -> bool:
        return key in self._data

    def take(self, key: str) -> object:
        self._taken.add(key)
        return self._data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.take(key)
        if default is not None and (value is None or value == default):
            return default
        if not isinstance(value, str) or not value.strip():
            self.fail(key)
        return value.strip()

    def one(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            self.fail(key, value=value, known=allowed)
        return value

    def some(self, key: str, allowed: Collection[str] | None = None, least: int = 1) -> tuple[str, ...]:
        value = self.take(key)
        value = [] if value is None else value
        if not isinstance(value, list) or len(value) < least:
            self.fail(key)
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.fail(key, value=item)
            if allowed is not None and item not in allowed:
                self.fail(key, value=item, known=allowed)
        return tuple(value)

    def values(self, key: str) -> tuple[str, ...]:
        """Like some(), but true and false may stand there too."""
        value = self.take(key)
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(v, str | bool) and v != "" for v in items):
            self.fail(key)
        return tuple(str(v).lower() if isinstance(v, bool) else str(v) for v in items)

    def events(self, key: str, least: int = 1) -> tuple[str, ...]:
        return self.some(key, self.words.events, least)

    def event(self, key: str) -> str:
        value = self.text(key, "")
        if value and self.words.events is not None and value not in self.words.events:
            self.fail(key, value=value, known=self.words.events)
        return value

    def facts(self, key: str) -> tuple[str, ...]:
        return self.some(key, self.words.facts, least=0)

    def fact(self, key: str) -> str:
        value = self.text(key, "")
        if value and self.words.facts is not None and value not in self.words.facts:
            self.fail(key, value=value, known=self.words.facts)
        return value

    def fact_keys(self) -> tuple[str, ...]:
        """The keys of a table whose keys are facts."""
        if self.words.facts is not None:
            return self.keys_among(self.words.facts)
        return self.names()

    def keys_among(self, allowed: Collection[str]) -> tuple[str, ...]:
        for key in self._data:
            if key not in allowed:
                self.fail(key, value=key, known=allowed)
        return self.names()

    def names(self) -> tuple[str, ...]:
        return tuple(self._data)

    def both(self, key: str, *, optional: bool = False) -> Mapping[str, str]:
        value = self.take(key)
        if value is None and optional:
            return {}
        if (
            not isinstance(value, Mapping)
            or set(value) != set(LANGUAGES)
            or not all(isinstance(v, str) and v.strip() for v in value.values())
        ):
            self.fail(key, "rules.errors.two_languages")
        return {str(k): str(v).strip() for k, v in value.items()}

    def step(self, key: str) -> Step | None:
        found = self.both(key, optional=True)
        return Step(found["zh"], found["en"]) if found else None

    def steps(self, key: str) -> tuple[Step, ...]:
        """A list of {zh = …, en = …}."""
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list):
            self.fail(key)
        found = []
        for number, item in enumerate(items):
            if not isinstance(item, Mapping) or set(item) != set(LANGUAGES):
                self.file.refuse("rules.errors.bad_value", *self.keys, key, number, value=str(item)[:60])
            zh, en = item["zh"], item["en"]
            if not isinstance(zh, str) or not isinstance(en, str) or not zh.strip() or not en.strip():
                self.file.refuse("rules.errors.bad_value", *self.keys, key, number, value=str(item)[:60])
            found.append(Step(zh.strip(), en.strip()))
        return tuple(found)

    def number(self, key: str) -> int:
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(key)
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            self.fail(key)
        return value

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fail(key)
        return value

    def dates(self, key: str) -> tuple[date, ...]:
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(isinstance(v, date) and not isinstance(v, datetime) for v in items):
            self.fail(key)
        return tuple(items)

    def zone(self, key: str, default: str | None = None) -> str:
        value = self.text(key, default)
        if not _is_zone(value):
            self.fail(key, value=value)
        return value

    def zone_keys(self) -> tuple[str, ...]:
        """The keys of a table whose keys are time zones."""
        for key in self._data:
            if not _is_zone(key):
                self.fail(key, value=key)
        return self.names()

    def table(self, key: str, *, optional: bool = False) -> Table:
        value = self.take(key)
        if value is None and optional:
            return Table(self.file, (*self.keys, key), {}, self.words)
        if value is None:
            self.fail(key)
        return Table(self.file, (*self.keys, key), value, self.words)

    def tables(self, key: str) -> list[Table]:
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list):
            self.fail(key)
        return [Table(self.file, (*self.keys, key, n), item, self.words) for n, item in enumerate(items)]

    def finish(self) -> None:
        for key in self._data:
            if key not in self._taken:
                known = sorted(self._taken)
                near = difflib.get_close_matches(key, known, 1, 0.6)
                text = "rules.errors.unknown_key_near" if near else "rules.errors.unknown_key"
                self.file.refuse(text, *self.keys, key, near=near[0] if near else "")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def category_of(entry: Table, least: int = 1) -> frozenset[Category]:
    return frozenset(Category(c) for c in entry.some("category", _CATEGORIES, least))
