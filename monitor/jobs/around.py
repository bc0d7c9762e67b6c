"""What every job is given: where the state lies, what time it is, which language is spoken, and (read only when asked for)
the office's settings and sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from monitor.clock import Clock
from monitor.texts import Texts

if TYPE_CHECKING:  # a command that reads the store alone loads neither
    from monitor.config import SourceConfig
    from monitor.config.settings import Settings
    from monitor.store import Store


class Around(Protocol):
    """The surroundings of a job."""

    @property
    def state(self) -> Path: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def texts(self) -> Texts: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def sources(self) -> Mapping[str, SourceConfig]: ...


def settings_of(around: Around, store: Store) -> Settings:
    """The office's settings; those of the invented office where the store holds demo data. Raises ConfigError where the office's
    are at fault, in a demo too: what is set wrongly must not look as if it were in order."""
    office = around.settings
    if store.meta.get("demo") == "1":
        from monitor.jobs.demo import demo_settings

        return demo_settings(around.texts)
    return office
