"""`monitor lookup`: what is stored about a number, a name or words, or about all that a letter names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.lookup.letters import Letter


def register(app: typer.Typer) -> None:
    app.command("lookup", help=T("cli.lookup.help"))(lookup_command)


def lookup_command(
    context: typer.Context,
    question: Annotated[list[str] | None, typer.Argument(metavar="QUESTION…", help=T("answer.cli.question"))] = None,
    paste: Annotated[bool, typer.Option("--paste", help=T("answer.cli.paste"))] = False,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=T("answer.cli.file"))] = None,
    page: Annotated[int, typer.Option("--page", metavar="N", min=1, max=10_000, help=T("answer.cli.page"))] = 1,
    spellings: Annotated[bool, typer.Option("--spellings", help=T("answer.cli.spellings"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    session = session_of(context)
    asked = " ".join(question or ())
    if bool(asked.strip()) + paste + (file is not None) > 1:
        raise UsageError("answer.errors.too_many_ways")
    if paste or file is not None:
        data = _letter_looked_up(session, file)
    else:
        if not asked.strip():
            raise UsageError("answer.errors.nothing_asked")
        data = looked_up(session, asked, page)
    if as_json:
        session.print_json(data)
    elif "pasted" in data:
        from monitor.cli.lookup_letter import show_letter

        show_letter(session, data)
    else:
        from monitor.cli.lookup_answer import show_answer

        show_answer(session, data, spellings=spellings)


def looked_up(session: Session, question: str, page: int = 1) -> dict[str, Any]:
    """The answer as `monitor lookup --json` prints it. Raises UsageError for a question that is none."""
    from monitor.lookup.answer import answered, checked
    from monitor.lookup.desk import Desk

    checked(question)  # before anything is opened
    with session.open_store(readonly=True) as store, _scan(session) as progress:
        _say_what_is_missing(session, store)
        return answered(Desk(store, session.sources, session.clock.now(), session.texts, progress), question, page=page)


def _letter_looked_up(session: Session, file: Path | None) -> dict[str, Any]:
    from monitor.lookup.desk import Desk
    from monitor.lookup.letter_answer import answered_letter
    from monitor.lookup.letters import read_letter

    letter = read_letter(file) if file is not None else _pasted(session)
    with session.open_store(readonly=True) as store, _scan(session) as progress:
        _say_what_is_missing(session, store)
        desk = Desk(store, session.sources, session.clock.now(), session.texts, progress)
        return answered_letter(desk, letter, file.name if file is not None else "-")


def _pasted(session: Session) -> Letter:
    """Standard input to its end; a person at a terminal is told how to end it."""
    from monitor.lookup.letters import MAX_FILE, pasted

    if sys.stdin.isatty():
        session.say("answer.cli.prompt")
    raw = getattr(sys.stdin, "buffer", None)
    return pasted(raw.read(MAX_FILE + 1) if raw is not None else sys.stdin.read(MAX_FILE + 1))


def _say_what_is_missing(session: Session, store: Any) -> None:
    if not store.names_index.ready():
        session.say("lookup.not_indexed")
    if not store.matters.count():
        session.say("answer.say.empty_store")


@contextmanager
def _scan(session: Session) -> Iterator[Callable[[int], None]]:
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn

    with Progress(
        SpinnerColumn(), TextColumn("{task.description}", markup=False), console=session.console, transient=True
    ) as bar:
        task = bar.add_task(session.texts("cli.lookup.scanning", count=0), total=None)
        yield lambda done: bar.update(task, description=session.texts("cli.lookup.scanning", count=done))
