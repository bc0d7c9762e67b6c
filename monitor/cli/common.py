"""What every command shares: language, state folder, clock, JSON or tables, errors turned into sentences."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.clock import Clock, clock_at
from monitor.errors import MonitorError
from monitor.texts import Texts

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.config import SourceConfig
    from monitor.config.settings import Settings
    from monitor.store import Store


def language() -> str:
    """The language of help and messages, known before commands are built: --lang, MONITOR_LANG, else Chinese."""
    words = sys.argv[1:]
    for i, word in enumerate(words):
        if word == "--lang" and i + 1 < len(words):
            return "en" if words[i + 1] == "en" else "zh"
        if word.startswith("--lang="):
            return "en" if word == "--lang=en" else "zh"
    return "en" if os.environ.get("MONITOR_LANG") == "en" else "zh"


T = Texts(language())
"""Texts for help strings, which typer wants while commands are defined."""


@dataclass
class Session:
    """The surroundings of one command. Built once by the root callback and kept in typer's context."""

    lang: str = "zh"
    state: Path = field(default_factory=lambda: Path(os.environ.get("MONITOR_STATE", "state")))
    at: str | None = None
    sources_file: Path | None = None

    @cached_property
    def texts(self) -> Texts:
        return Texts(self.lang)

    @cached_property
    def clock(self) -> Clock:
        return clock_at(self.at)

    @cached_property
    def console(self) -> Console:
        """Talk, progress and errors: stderr."""
        from rich.console import Console

        return Console(stderr=True, highlight=False, soft_wrap=True)

    @cached_property
    def out(self) -> Console:
        """Tables for people: stdout. Wide enough for a file when stdout is no terminal."""
        from rich.console import Console

        asked = os.environ.get("COLUMNS", "").isdigit()
        return Console(highlight=False, width=None if sys.stdout.isatty() or asked else 160)

    @cached_property
    def settings(self) -> Settings:
        from monitor.config.settings import load_settings

        return load_settings()

    @cached_property
    def sources(self) -> Mapping[str, SourceConfig]:
        from monitor.config import load_sources
        from monitor.resources import shipped

        chosen = self.sources_file or os.environ.get("MONITOR_SOURCES")
        here = Path("sources.yaml")
        path = Path(chosen) if chosen else here if here.is_file() else shipped("sources.yaml")
        return load_sources(path)

    def open_store(self, *, readonly: bool = False) -> Store:
        """The store of this state folder. Raises StateError."""
        from monitor.store import Store

        return Store.open(self.state, readonly=readonly)

    def print_json(self, data: object) -> None:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n")

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
        """A table on stdout; cell text is shown as it is, never read as markup. No headers: names and values."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(
            box=box.SIMPLE_HEAD,
            title=title or None,
            title_justify="left",
            pad_edge=False,
            show_header=bool(headers),
        )
        for header in headers or ("", ""):
            table.add_column(header, overflow="fold")
        for row in rows:
            table.add_row(*[c if isinstance(c, Text) else Text(printable(str(c))) for c in row])
        self.out.print(table)

    def say(self, key: str, **params: object) -> None:
        """One line of talk on stderr."""
        self.console.print(printable(self.texts(key, **params)), markup=False)

    def fail(self, error: MonitorError) -> None:
        """The error as a sentence on stderr; then the command ends with the error's exit code."""
        import typer

        self.say_error(error)
        raise typer.Exit(error.exit_code)

    def say_error(self, error: MonitorError) -> None:
        from rich.text import Text

        prefix = Text(self.texts("errors.prefix"), style="bold red")
        self.console.print(prefix + Text(printable(self.texts(error.key, **error.params)), style="not bold default"))


def session_of(context: Any) -> Session:
    """The session kept in a typer context."""
    found = context.find_object(Session)
    if found is None:
        raise RuntimeError("no session")
    assert isinstance(found, Session)
    return found


def printable(text: str) -> str:
    """Text that cannot steer a terminal: no escape, control, or bidirectional characters (line feeds stay)."""
    return "".join(c for c in text if c == "\n" or (c.isprintable() and c not in _BIDI))


_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
