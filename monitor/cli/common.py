"""What every command shares: language, state folder, clock, JSON or tables, errors turned into sentences."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeGuard

from monitor.errors import MonitorError
from monitor.texts import LANGUAGES, Texts

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.cli.tables import Column
    from monitor.clock import Clock
    from monitor.config import SourceConfig
    from monitor.config.settings import Settings
    from monitor.store import Store


def language_asked(words: Sequence[str]) -> str:
    """What a command line asks for, known before commands are built: --lang, MONITOR_LANG; "" where neither says."""
    for i, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and i + 1 < len(words):
            return words[i + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return os.environ.get("MONITOR_LANG", "")


_spoken: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """T speaks `lang` meanwhile; Chinese where nothing is written in it."""
    before = _spoken.set(lang if lang in LANGUAGES else LANGUAGES[0])
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> Texts:
    """The texts of the call that runs."""
    return Texts(_spoken.get())


def T(key: str) -> str:
    """A text for help, which typer wants while commands are defined: in the language of the call, for which they are.
    Only within functions and their annotations; a constant of a module would keep the language of the first call."""
    return spoken()(key)


_ASKED_AT_MOST = 3
_umask_of_caller: ContextVar[int] = ContextVar("umask", default=0o022)


@contextmanager
def keeping_private() -> Iterator[None]:
    """What is written meanwhile is its owner's alone, whatever the umask of who called."""
    before = os.umask(0o077)
    token = _umask_of_caller.set(before)
    try:
        yield
    finally:
        _umask_of_caller.reset(token)
        os.umask(before)


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
        from monitor.clock import clock_at

        return clock_at(self.at)

    @cached_property
    def console(self) -> Console:
        """Progress bars: stderr."""
        from rich.console import Console

        return Console(stderr=True, highlight=False, soft_wrap=True)

    @cached_property
    def width(self) -> int:
        """Cells of a line on stdout. Wide enough for a file when stdout is no terminal."""
        asked = os.environ.get("COLUMNS", "")
        if sys.stdout.isatty() or (asked.isdigit() and int(asked)):
            return max(shutil.get_terminal_size().columns, 20)
        return 160

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

    @property
    def covered(self) -> frozenset[str] | None:
        """Countries of the sources; None where their file is wrong: that keeps nobody from a list."""
        from monitor.config import covered_by

        try:
            return covered_by(self.sources)
        except MonitorError:
            return None

    def joined(self, parts: Iterable[str]) -> str:
        """Names in a row, as this language separates them."""
        return self.texts("cli.list.and").join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        return self.texts("cli.list.then").join(parts)

    def open_store(self, *, readonly: Literal[True]) -> Store:
        """The store of this state folder, to read: what writes is a job's. Raises StateError."""
        from monitor.store import Store

        return Store.open(self.state, readonly=readonly)

    def print_json(self, data: object) -> None:
        sys.stdout.write(json_text(data, indent=1) + "\n")

    def write_file(self, path: Path, data: bytes) -> None:
        """A file somebody asked for, as open to others as their own files are. Raises OSError."""
        ours = os.umask(_umask_of_caller.get())
        try:
            path.write_bytes(data)
        finally:
            os.umask(ours)

    def table(self, columns: Sequence[Column | str], rows: Iterable[Sequence[object]], title: str = "") -> None:
        """A table on stdout, fitted to the terminal; cell text is shown as it is and cannot steer the terminal."""
        from monitor.cli.tables import Column, table_lines

        known = [c if isinstance(c, Column) else Column(c) for c in columns]
        cells = [[_shown(c) for c in row] for row in rows]
        said, colour = self.texts("cli.table.below"), _coloured(sys.stdout)
        self._block(table_lines(known, cells, self.width, said=said, colour=colour), title)

    def facts(self, facts: Iterable[tuple[str, object]], title: str = "") -> None:
        """Names and values on stdout, one a line."""
        from monitor.cli.tables import fact_lines

        shown = [(printable(name), _shown(value)) for name, value in facts]
        self._block(fact_lines(shown, self.width, colour=_coloured(sys.stdout)), title)

    def line(self, text: str, style: str = "") -> None:
        """One line on stdout, as long as it is: a path can be copied whole."""
        sys.stdout.write(_painted(printable(text), style, sys.stdout) + "\n")

    def told(self, text: str, style: str = "", *, head: str = "") -> None:
        """A sentence on stdout, folded to the terminal below its `head`; a command in it stays on one line if it can."""
        from monitor.cli.wrapping import wrapped_whole

        for i, line in enumerate(wrapped_whole(printable(text), max(self.width - len(head) - 1, 20))):
            self.line((" " * len(head) if i else head) + line, style)

    def listed(self, text: str, next_step: str = "") -> None:
        """One item of a list on stdout, and below it what to do about it."""
        self.told(text, head="· ")
        if next_step:
            self.told(next_step, head="  → ")

    def _block(self, lines: Iterable[str], title: str) -> None:
        if title:
            self.line(title, "strong")
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.write("\n")

    def say(self, key: str, **params: object) -> None:
        """One line of talk on stderr."""
        self.tell(self.texts(key, **params))

    def tell(self, text: str) -> None:
        """A sentence that is already one, on stderr."""
        sys.stdout.flush()  # where both go to one terminal or file, they stay in order
        sys.stderr.write(_for_stderr(printable(text)) + "\n")

    def agrees(self, key: str, **params: object) -> bool:
        """Asks on stderr, reads one line of stdin; only a clear yes is one."""
        return self.answered(key, **params) is True

    def answered(self, key: str, **params: object) -> bool | None:
        """Asks on stderr until a line of stdin is a clear yes or no, three times at most; None where no answer came (Ctrl-D).
        Raises typer.Exit(130) at Ctrl-C, once it is said that nothing was changed."""
        import typer

        for _ in range(_ASKED_AT_MOST):
            sys.stderr.write(f"{printable(self.texts(key, **params))} {self.texts('cli.ask.choice')} ")
            sys.stderr.flush()
            try:
                line = sys.stdin.readline()
            except KeyboardInterrupt:
                sys.stderr.write("\n")
                self.say("cli.ask.interrupted")
                raise typer.Exit(130) from None
            said = line.strip().casefold()
            if not line:
                sys.stderr.write("\n")
                return None
            for answer in (True, False):
                if said in self.texts(f"cli.ask.{'yes' if answer else 'no'}").split():
                    return answer
            self.say("cli.ask.unclear")
        return None

    def error_in_words(self, error: MonitorError) -> str:
        return self.texts(error.key, **{k: self.joined(v) if _are_words(v) else v for k, v in error.params.items()})

    def say_error(self, error: MonitorError) -> None:
        sys.stdout.flush()
        prefix = self.texts("errors.prefix")
        said = _for_stderr(prefix + printable(self.error_in_words(error)))
        sys.stderr.write(_painted(prefix, "bad", sys.stderr) + said.removeprefix(prefix) + "\n")


def session_of(context: Any) -> Session:
    """The session kept in a typer context, for a command that believes what lies in the state folder. Raises StateError where
    its database is known to be damaged, or is lost: nothing that is said then would be true."""
    from monitor.installation import check_installation

    session = plain_session_of(context)
    check_installation(session.state)
    return session


def plain_session_of(context: Any) -> Session:
    """The same for a command that looks into what is wrong with the folder, or mends it."""
    found = context.find_object(Session)
    if found is None:
        raise RuntimeError("no session")
    assert isinstance(found, Session)
    return found


def hit_named(session: Session, said: str) -> int:
    """The hit of a number or of a bulletin's entry number, for every command that takes one. Raises UsageError."""
    from monitor.jobs.hits import hit_called

    return hit_called(session, said)


def hits_named(session: Session, said: Iterable[str]) -> tuple[int, ...]:
    """The hits of numbers and of entries, for a command that takes any number of them: an entry stands for all its hits."""
    from monitor.jobs.hits import hits_called

    return tuple(dict.fromkeys(n for one in said for n in hits_called(session, one)))


def verdict_text(session: Session, verdict: str) -> str:
    from monitor.cli.tables import Styled

    styles = {"ok": "good", "unchanged": "good", "empty": "good", "suspicious": "warn", "skipped": "warn"}
    return Styled(session.texts(f"health.verdict.{verdict}"), styles.get(verdict, "bad"))


def json_text(data: object, *, indent: int | None = None) -> str:
    """JSON for stdout. What a terminal cannot show, or could be steered or deceived by (controls, bidirectional and invisible
    characters, tags), and what an old console has no character for, is escaped: none of it is lost to a program."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, indent=indent, default=str)
    if printable(text) == text:
        return text
    return "".join(c if c == "\n" or (c.isprintable() and c not in _BIDI) else json.dumps(c)[1:-1] for c in text)


def printable(text: str) -> str:
    """Text that cannot steer a terminal: no escape, control, or bidirectional characters (line feeds stay)."""
    return "".join(c for c in text if c == "\n" or (c.isprintable() and c not in _BIDI))


_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _shown(cell: object) -> str:
    """A cell as text that cannot steer the terminal; its style stays."""
    text = printable(str(cell))
    style = getattr(cell, "style", "")
    if not style:
        return text
    from monitor.cli.tables import Styled

    return Styled(text, style)


def _for_stderr(text: str) -> str:
    """Folded where a person reads it on a terminal, with the indent of its first line; whole in a file."""
    if not sys.stderr.isatty():
        return text
    from monitor.cli.wrapping import wrapped

    try:
        width = os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return text
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return "\n".join(indent + line for line in wrapped(text.lstrip(" "), max(width - len(indent), 20)))


def _painted(text: str, style: str, stream: TextIO) -> str:
    if not style or not _coloured(stream):
        return text
    from monitor.cli.tables import painted

    return painted(text, style, True)


def _coloured(stream: TextIO) -> bool:
    """https://no-color.org and its opposite; else where a person looks at a terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def _are_words(value: object) -> TypeGuard[list[str] | tuple[str, ...]]:
    return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)
