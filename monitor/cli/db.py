"""`monitor db check|migrate`, `monitor backup` and `monitor restore`: the database as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import Session, T, plain_session_of, session_of
from monitor.cli.help import App, group
from monitor.errors import StateError


def register(app: App) -> None:
    commands = group(T("cli.db.help"))
    commands.command("check", help=T("cli.db.check"))(check_command)
    commands.command("migrate", help=T("cli.db.migrate"))(migrate_command)
    app.add_typer(commands, name="db")
    app.command("backup", help=T("cli.db.backup"))(backup_command)
    app.command("restore", help=T("cli.db.restore"))(restore_command)


def check_command(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False
) -> None:
    from monitor.installation import FILE, damaged
    from monitor.jobs.backup import check

    session = plain_session_of(context)
    found = check(session)
    file = session.state / FILE
    if as_json:
        session.print_json({"integrity": found.integrity, "pending": list(found.pending), "indexed": found.indexed})
    if found.integrity != "ok":
        raise damaged(file, found.integrity)
    if found.pending:
        raise StateError("errors.state_older", file=str(file))
    if not as_json:
        session.say("cli.db.fine", file=str(file))
        if not found.indexed:
            session.say("lookup.not_indexed")


def migrate_command(context: typer.Context) -> None:
    from monitor.jobs.backup import migrate

    session = session_of(context)

    def told(step: str) -> None:
        session.say({"copy": "cli.db.copying", "compact": "cli.db.compacting"}.get(step, "cli.db.step"), step=step)

    with _indexing(session) as progress:
        done = migrate(session, begun=told, progress=progress)
    if done.copy is None:
        session.say("cli.db.nothing_to_migrate")
    else:
        session.say("cli.db.migrated", steps=len(done.steps), copy=str(done.copy))


def backup_command(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help=T("cli.db.backup_file"))]
) -> None:
    from monitor.jobs.backup import backup

    session = session_of(context)
    made = backup(session, file)
    session.say("cli.db.backed_up", file=str(made), size=f"{made.stat().st_size / 1e6:.1f}")


def restore_command(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help=T("cli.db.restore_file"))]
) -> None:
    from monitor.jobs.backup import restore

    session = plain_session_of(context)
    done = restore(session, file)
    session.say("cli.db.restored", file=str(file), state=str(session.state))
    if done.aside is not None:
        session.say("cli.db.set_aside", folder=str(done.aside))
    session.say("cli.db.after_restoring")
    if done.older:
        session.say("cli.db.restored_older")


@contextmanager
def _indexing(session: Session) -> Iterator[Callable[[int, int], None]]:
    if not session.console.is_terminal:
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=session.console, transient=True) as bar:
        task = bar.add_task(session.texts("lookup.indexing"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
