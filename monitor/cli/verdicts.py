"""`monitor verdicts export`: what reviewers decided, as labelled pairs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import T, session_of
from monitor.cli.help import App, group


def register(app: App) -> None:
    commands = group(T("exceptions.verdicts.group"))
    commands.command("export", help=T("exceptions.verdicts.export"))(export_command)
    app.add_typer(commands, name="verdicts")


def export_command(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=T("exceptions.verdicts.file"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from dataclasses import asdict

    from monitor.errors import InputFileError, why_of
    from monitor.jobs.verdicts import exported

    session = session_of(context)
    done = exported(session)
    if file is not None:
        try:
            session.write_file(file, done.table)
        except OSError as error:
            raise InputFileError("watchlist.errors.unwritable", file=str(file), detail=why_of(error)) from error
    if as_json:
        session.print_json(
            {
                "pairs": [asdict(p) for p in done.pairs],
                "contradictions": [asdict(c) for c in done.contradictions],
                "of_the_matter": done.of_the_matter,
                "gone": done.gone,
            }
        )
        return
    if file is None:
        sys.stdout.buffer.write(done.table)
        sys.stdout.flush()
    matches = sum(p.label == "match" for p in done.pairs)
    session.say("exceptions.verdicts.done", count=len(done.pairs), matches=matches, others=len(done.pairs) - matches)
    if file is not None:
        session.say("exceptions.verdicts.written", file=str(file))
    for c in done.contradictions:
        ids = {n: session.joined(f"#{h}" for h in getattr(c, n)) for n in ("confirmed", "rejected")}
        session.say("exceptions.verdicts.contradicts", name=c.name, text=c.text, **ids)
    for name in ("of_the_matter", "gone"):
        if count := getattr(done, name):
            session.say(f"exceptions.verdicts.{name}", count=count)
