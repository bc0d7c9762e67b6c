"""What every question of one command is answered with: the store at one instant, and what is the same for all questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from monitor.lookup.searched import searched
from monitor.matching.normalise import squash
from monitor.matching.signs import describe
from monitor.model import WatchedKind, WatchedName
from monitor.store import Store
from monitor.texts import Texts

if TYPE_CHECKING:
    from monitor.config import SourceConfig


@dataclass(frozen=True)
class Desk:
    """`progress` is called with the number of matters read so far, where a question reads many."""

    store: Store
    sources: Mapping[str, SourceConfig]
    now: datetime
    texts: Texts
    progress: Callable[[int], None] = lambda done: None

    @cached_property
    def names(self) -> tuple[WatchedName, ...]:
        """The list."""
        return self.store.watchlist.names()

    @cached_property
    def searched(self) -> dict[str, Any]:
        """What an answer rests on, whatever was asked (searched.py)."""
        return searched(self.store, self.sources, self.now, self.texts)

    @cached_property
    def demo(self) -> bool:
        return self.store.meta.get("demo") == "1"

    def on_the_list(self, text: str) -> WatchedName | None:
        """The name of the list with this id or spelling."""
        return self._by_spelling.get(squash(text))

    @cached_property
    def _by_spelling(self) -> dict[str, WatchedName]:
        known: dict[str, WatchedName] = {}
        for watched in self.names:
            for text in (watched.id, watched.name, *watched.aliases):
                known.setdefault(squash(text), watched)
        for watched in self.names:  # 岚谷禾 of 岚谷禾及图, unless a name is written so
            if watched.kind is not WatchedKind.COMPANY:
                for spelling in describe(watched.name).spellings:
                    if not spelling.weak:
                        known.setdefault(squash(spelling.text), watched)
        known.pop("", None)
        return known
