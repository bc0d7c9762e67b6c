"""`monitor bulletin build|show|send`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.help import App, group
from monitor.clock import Week
from monitor.errors import DeliveryIncomplete, InputFileError, UsageError


def register(app: App) -> None:
    commands = group(T("cli.bulletin.help"))
    commands.command("build", help=T("cli.bulletin.build"))(build_command)
    commands.command("show", help=T("cli.bulletin.show"))(show_command)
    commands.command("send", help=T("cli.bulletin.send"))(send_command)
    app.add_typer(commands, name="bulletin")


def build_command(
    context: typer.Context,
    week: Annotated[str | None, typer.Option("--week", help=T("cli.bulletin.week"), metavar="2026-W47")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.pipeline.demo import demo_settings
    from monitor.pipeline.issue import build_issue

    session = session_of(context)
    with session.open_store() as store:
        settings = demo_settings(session.texts) if store.meta("demo") == "1" else session.settings
        built = build_issue(store, settings, session.sources, _week(session, week), session.clock.now(), session.texts)
    if as_json:
        session.print_json(
            {
                "subject": built.issue.subject,
                "standing": built.issue.standing,
                "new": built.issue.counts.new,
                "changed": built.issue.counts.changed,
                "unchecked": list(built.issue.unchecked),
                "digest": built.digest,
                "files": {name: str(path) for name, path in built.files.items()},
            }
        )
        return
    session.say("cli.bulletin.built", subject=built.issue.subject)
    for sentence in built.issue.unchecked:
        session.say("cli.bulletin.unchecked", sentence=sentence)
    for path in built.files.values():
        session.line(str(path))


def show_command(
    context: typer.Context,
    week: Annotated[str | None, typer.Option("--week", help=T("cli.bulletin.week"), metavar="2026-W47")] = None,
    format_name: Annotated[
        str, typer.Option("--format", help=T("cli.bulletin.format"), metavar="txt|html|json")
    ] = "txt",
) -> None:
    session = session_of(context)
    with session.open_store(readonly=True) as store:
        chosen = _week(session, week)
        bulletin = store.bulletin(chosen)
        if bulletin is None:
            raise InputFileError("errors.no_such_issue", week=str(chosen))
        path = session.state / bulletin.folder / f"bulletin.{format_name}"
    if format_name not in ("txt", "html", "json"):
        raise UsageError("errors.unknown_format", format=format_name, known="txt, html, json")
    if not path.is_file():
        raise InputFileError("errors.issue_files_gone", folder=str(path.parent), week=str(chosen))
    sys.stdout.write(path.read_text(encoding="utf-8"))


def send_command(
    context: typer.Context,
    week: Annotated[str | None, typer.Option("--week", help=T("cli.bulletin.week"), metavar="2026-W47")] = None,
    to: Annotated[list[str] | None, typer.Option("--to", help=T("cli.bulletin.to"), metavar="ADDRESS")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.pipeline.deliver import deliver

    session = session_of(context)
    with session.open_store() as store:
        rows = deliver(store, session.settings, _week(session, week), session.clock.now(), session.texts, only=to or ())
    if as_json:
        session.print_json(
            [{"recipient": r.recipient, "state": r.state, "tries": r.tries, "answer": r.answer} for r in rows]
        )
    else:
        t = session.texts
        session.table(
            [t(f"cli.bulletin.column.{c}") for c in ("recipient", "state", "tries", "answer")],
            [[r.recipient, t(f"mail.state.{r.state}"), r.tries, r.answer] for r in rows],
        )
    open_rows = [r for r in rows if r.state != "accepted"]
    if open_rows:
        raise DeliveryIncomplete("errors.delivery_incomplete", open=len(open_rows), count=len(rows))


def _week(session: Session, text: str | None) -> Week:
    return Week.parse(text) if text else Week.of(session.clock.now())
