"""`monitor doctor`: every prerequisite on one line, faults first, and what to do about those that are missing."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.common import T, plain_session_of
from monitor.cli.help import App


def register(app: App) -> None:
    app.command("doctor", help=T("cli.doctor.help"))(doctor_command)


def doctor_command(
    context: typer.Context,
    developer: Annotated[bool, typer.Option("--developer", help=T("cli.doctor.developer"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.cli.tables import Column, Styled
    from monitor.jobs.examine import LEVELS, code_of, examine

    session = plain_session_of(context)
    if developer:
        from monitor.cli.doctor_words import show_vocabulary

        raise typer.Exit(0 if show_vocabulary(session, as_json=as_json) else 4)
    findings = sorted(examine(session), key=lambda f: LEVELS.index(f.level))  # what is at fault first
    if as_json:
        session.print_json([{"what": f.what, "level": f.level, "text": f.text} for f in findings])
    else:
        t = session.texts
        style = {"fine": "good", "warn": "warn", "untried": "", "bad": "bad"}
        session.table(
            [
                Column(t("cli.doctor.column.what"), whole=True),
                Column(t("cli.doctor.column.level"), whole=True),
                t("cli.doctor.column.text"),
            ],
            [[f.what, Styled(t(f"cli.doctor.level.{f.level}"), style[f.level]), f.text] for f in findings],
        )
    raise typer.Exit(code_of(session, findings))
