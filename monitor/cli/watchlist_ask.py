"""`monitor watchlist ask`, and the worksheet coming back by `watchlist import`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.watchlist_changes import recheck_json, say_done
from monitor.cli.watchlist_views import problem_json, problem_line, show_changes
from monitor.errors import InputFileError, UsageError, why_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.watchlist.worksheet.answers import Answered


def ask_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=T("worksheet.cli.file"))],
    every: Annotated[bool, typer.Option("--all", help=T("worksheet.cli.all"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.jobs.worksheet import questions, worksheet

    session = session_of(context)
    if file.suffix.lower() != ".xlsx":
        raise UsageError("worksheet.errors.no_xlsx", file=file.name)
    if not (session.state / "monitor.db").is_file():
        raise UsageError("watchlist.errors.none_yet")
    asked = questions(session, every=every)
    counts = {sheet: len(rows) for sheet, rows in asked.items()}
    proposed = sum(bool(a.proposals) for rows in asked.values() for a in rows)
    if any(counts.values()):
        try:
            session.write_file(file, worksheet(session, asked))
        except OSError as error:
            raise InputFileError("watchlist.errors.unwritable", file=str(file), detail=why_of(error)) from error
    if as_json:
        session.print_json({"file": str(file) if any(counts.values()) else "", **counts, "proposed": proposed})
        return
    key = "written" if any(counts.values()) else "nothing"
    session.say(f"worksheet.cli.{key}", file=file.name, proposed=proposed, **counts)


def import_answers(
    session: Session, answers: Sequence[Answered], file: Path, *, by: str, reason: str, dry_run: bool, as_json: bool
) -> None:
    """A worksheet that came back. What it changes is added, so nothing has to be agreed to."""
    from monitor.jobs.importing import take_in
    from monitor.jobs.people import called
    from monitor.jobs.worksheet import plan_answers

    planned, done = plan_answers(session, answers, file)
    told = {"rows": done.rows, "confirmed": done.confirmed, "fields": done.fields}
    if not as_json:
        session.say("worksheet.cli.read", file=file.name, **told)
        for problem in done.problems:
            session.tell("  " + problem_line(session, problem))
        show_changes(session, planned.plan)
    shown = {**told, "problems": [problem_json(session, p) for p in done.problems], "written": not dry_run}
    if dry_run:
        if as_json:
            session.print_json(shown)
        else:
            session.say("watchlist.cli.dry")
        return
    rematching = partial(session.say, "watchlist.cli.rechecking")
    who = called(by)
    taken = take_in(session, planned, file, by=who, reason=reason.strip(), rematching=rematching)
    if as_json:
        session.print_json({**shown, "recheck": recheck_json(taken)})
        return
    say_done(session, taken)
