"""The root command, global options, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from monitor import __version__
from monitor.cli.common import Session, T, keeping_private, language_asked, speaking, spoken
from monitor.cli.help import App, Group, placeholder
from monitor.errors import MonitorError, UsageError
from monitor.texts import LANGUAGES, Texts

_INTERRUPTED = 130
_GLOBAL = ("--state", "--at", "--lang", "--sources")
# Which module of this folder registers a command.
ROOMS = {
    "run": "run",
    "demo": "run",
    "daemon": "daemon",
    "status": "status",
    "check": "check",
    "doctor": "doctor",
    "source": "source",
    "watchlist": "watchlist",
    "match": "match",
    "screen": "match",
    "lookup": "lookup",
    "hit": "hit",
    "todo": "todo",
    "rule": "rule",
    "verdicts": "verdicts",
    "deadline": "deadline",
    "bulletin": "bulletin",
    "outbox": "outbox",
    "db": "db",
    "backup": "db",
    "restore": "db",
}


def build(command: str = "") -> App:
    """The command tree, in the language spoken: the whole, or only the room of a known `command`, which starts faster."""
    app = App(
        cls=Group,
        help=T("cli.help"),
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=T("cli.epilog"),
    )

    @app.callback()
    def root(
        context: typer.Context,
        state: Annotated[Path | None, typer.Option("--state", help=T("cli.option.state"), metavar="DIR")] = None,
        at: Annotated[str | None, typer.Option("--at", help=T("cli.option.at"), metavar="TIME")] = None,
        lang: Annotated[str, typer.Option("--lang", help=T("cli.option.lang"), metavar="zh|en")] = "",
        sources: Annotated[Path | None, typer.Option("--sources", help=T("cli.option.sources"), metavar="FILE")] = None,
        version: Annotated[
            bool, typer.Option("--version", help=T("cli.option.version"), is_eager=True, callback=_version)
        ] = False,
    ) -> None:
        session = Session(lang=spoken().lang, at=at, sources_file=sources)
        if state is not None:
            session.state = state
        context.obj = session

    for room in dict.fromkeys([ROOMS[command]] if command in ROOMS else ROOMS.values()):
        importlib.import_module(f"monitor.cli.{room}").register(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"monitor {__version__}\n")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command, then leave by SystemExit; every error is one sentence and an exit code, never a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    _never_fail_to_encode()
    _go_on_unread()
    _leave_at_once()
    asked = language_asked(given)
    with keeping_private(), speaking(asked):
        sys.exit(_run(global_options_first(given), asked))


def _run(words: list[str], lang: str) -> int:
    try:
        if lang not in ("", *LANGUAGES):
            raise UsageError("errors.unknown_language", language=lang, known=", ".join(LANGUAGES))
        code = build(_command_of(words))(args=words, prog_name="monitor", standalone_mode=False)
        sys.stdout.flush()  # here, where a closed pipe is no error
        if code == _INTERRUPTED:  # what typer makes of Ctrl-C inside a command
            Session(lang=spoken().lang).say("errors.interrupted")
    except MonitorError as error:
        Session(lang=spoken().lang).say_error(error)
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        Session(lang=spoken().lang).say("errors.interrupted")
        code = _INTERRUPTED
    except BrokenPipeError:  # `monitor hit list | head`
        code = _nobody_reads_on()
    except SystemExit as left:
        if not isinstance(left.__context__, BrokenPipeError):  # what click makes of it
            raise
        code = _nobody_reads_on()
    except Exception as error:
        code = _unexpected(error, words)
    return code if isinstance(code, int) else 0


def _nobody_reads_on() -> int:
    """The rest of the output goes nowhere; who closed the pipe has what was wanted."""
    if not isinstance(getattr(sys.stdout, "buffer", None), _Unread):
        sys.stdout = sys.__stdout__  # click puts another in its place
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return 0


class _Unread(io.BufferedWriter):
    """Standard output that goes nowhere once nobody reads it: `monitor status | head -1` has been told what it wanted, and ends
    with the code of the command, not with that of a pipe."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            _nobody_reads_on()
            return len(data)

    def flush(self) -> None:
        try:
            super().flush()
        except BrokenPipeError:
            _nobody_reads_on()
            super().flush()


def _go_on_unread() -> None:
    """Only for a real standard output that is no terminal: what a test or a program put in its place is left alone."""
    out = sys.stdout
    if out is not sys.__stdout__ or not isinstance(out, io.TextIOWrapper) or out.isatty():
        return
    try:
        raw = io.FileIO(out.fileno(), "wb", closefd=False)
    except (OSError, ValueError):
        return
    out.flush()
    sys.stdout = io.TextIOWrapper(_Unread(raw), out.encoding, out.errors, write_through=out.write_through)


def _never_fail_to_encode() -> None:
    """A console of another code page shows a mark for what it lacks; it does not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _leave_at_once() -> None:
    """At its end Python goes once more through everything that was loaded, to free it: a fifth of a second after a look-up,
    for memory that is given back anyway. What is frozen is not gone through."""
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def _command_of(words: list[str]) -> str:
    """The command that words in the order of global_options_first() call; "" where they call none."""
    rest = iter(words)
    for word in rest:
        if word in _GLOBAL:
            next(rest, None)
        elif not word.startswith("-"):
            return word
        elif word.partition("=")[0] not in _GLOBAL:
            return ""  # --help, --version and what belongs to no command
    return ""


def global_options_first(words: Sequence[str]) -> list[str]:
    """Global options may stand anywhere: `monitor run --state X` is `monitor --state X run`."""
    front: list[str] = []
    rest: list[str] = []
    queue = list(words)
    while queue:
        word = queue.pop(0)
        name, has_value, _ = word.partition("=")
        if word == "--":
            rest += [word, *queue]
            break
        if name in _GLOBAL and has_value:
            front.append(word)
        elif name in _GLOBAL and queue:
            front += [word, queue.pop(0)]
        else:
            rest.append(word)
    return front + rest


def _unexpected(error: Exception, words: list[str]) -> int:
    session = Session(lang=spoken().lang)
    if hasattr(error, "format_message"):  # click's own usage errors, wherever typer keeps its click
        if type(error).__name__ == "NoArgsIsHelpError":  # `monitor hit`: its message is the help page
            session.tell(error.format_message())
            return 2
        session.say_error(MonitorError("errors.usage", why=usage_words(error, session.texts)))
        session.say("errors.usage_hint")
        return 2
    from monitor.jobs.trouble import told_of

    if (told := told_of(error, _state_of(words))) is not None:
        session.say_error(told)
        return told.exit_code
    import traceback

    from monitor.redaction import redact

    state = _state_of(words)
    where = ""
    try:
        path = state / "errors.log"
        if state.is_dir():
            with path.open("a", encoding="utf-8") as out:
                out.write(redact("".join(traceback.format_exception(error))) + "\n")
            where = str(path)
    except OSError:
        pass
    what = f"{type(error).__name__}: {redact(str(error))[:200]}"
    if where:
        session.say_error(MonitorError("errors.unexpected", what=what, file=where))
    else:
        session.say_error(MonitorError("errors.unexpected_nowhere_kept", what=what))
    return 1


def usage_words(error: Any, texts: Texts) -> str:
    """What is wrong with a command line, in the user's language; click's own words only where it says something new."""
    kind = type(error).__name__
    said = str(error.format_message())
    option = getattr(error, "option_name", None)
    if kind == "NoSuchOption" and option:
        near = texts("cli.list.and").join(getattr(error, "possibilities", None) or ())
        return texts("errors.usage_no_option", option=option) + (texts("errors.usage_near", near=near) if near else "")
    if kind == "BadOptionUsage" and option:
        key = "errors.usage_no_value" if "not take a value" in said else "errors.usage_wants_value"
        return texts(key, option=option)
    parameter = getattr(error, "param", None)
    name = placeholder(parameter.metavar or parameter.opts[0], texts).strip("[]") if parameter is not None else ""
    if parameter is not None and parameter.param_type_name == "option":
        name = parameter.opts[0]
    if kind == "MissingParameter" and name:
        return texts("errors.usage_missing", name=name)
    if kind == "BadParameter" and name:
        least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
        if least is None or most is None:
            number = getattr(getattr(parameter, "type", None), "name", "").startswith("integer")
            return texts(f"errors.usage_{'number' if number else 'value'}", name=name)
        return texts("errors.usage_range", name=name, least=least, most=most)
    if command := re.match(r"No such command '([^']*)'", said):
        near = texts("cli.list.and").join(re.findall("'([^']*)'", said.partition("Did you mean")[2]))
        said = texts("errors.usage_no_command", command=command[1])
        return said + (texts("errors.usage_near", near=near) if near else "")
    if extra := re.match(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", said):
        return texts("errors.usage_too_many", extra=extra[1])
    return texts("errors.usage_no_verb") if said.startswith("Missing command") else said


def _state_of(words: list[str]) -> Path:
    for i, word in enumerate(words):
        if word == "--state" and i + 1 < len(words):
            return Path(words[i + 1])
        if word.startswith("--state="):
            return Path(word.split("=", 1)[1])
    return Session().state
