"""`monitor doctor`: every prerequisite on one line, and what to do about those that are missing."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.common import T, session_of
from monitor.cli.help import App


def register(app: App) -> None:
    app.command("doctor", help=T("cli.doctor.help"))(doctor_command)


def doctor_command(
    context: typer.Context,
    developer: Annotated[bool, typer.Option("--developer", help=T("cli.doctor.developer"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.cli.tables import Column, Styled
    from monitor.jobs.examine import examine

    session = session_of(context)
    if developer:
        from monitor.cli.doctor_words import show_vocabulary

        raise typer.Exit(0 if show_vocabulary(session, as_json=as_json) else 4)
    findings = list(examine(session))
    if as_json:
        session.print_json([{"what": f.what, "level": f.level, "text": f.text} for f in findings])
    else:
        t = session.texts
        style = {"fine": "good", "warn": "warn", "bad": "bad"}
        session.table(
            [
                Column(t("cli.doctor.column.what"), whole=True),
                Column(t("cli.doctor.column.level"), whole=True),
                t("cli.doctor.column.text"),
            ],
            [[f.what, Styled(t(f"cli.doctor.level.{f.level}"), style[f.level]), f.text] for f in findings],
        )
    delivery = session.texts("cli.doctor.check.delivery")
    wrong = [f for f in findings if f.level == "bad"]
    if any(f.what != delivery for f in wrong):
        raise typer.Exit(4)
    undelivered = any(f.what == delivery and f.level != "fine" for f in findings)
    raise typer.Exit(7 if undelivered else 0)
