"""`monitor bulletin build|show|send`."""

from __future__ import annotations

import sys
from datetime import timedelta
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
    release: Annotated[bool, typer.Option("--release", help=T("cli.bulletin.release"))] = False,
    correct: Annotated[bool, typer.Option("--correct", help=T("cli.bulletin.correct"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.build import build
    from monitor.outbox.wording import draft_key

    session = session_of(context)
    built = build(session, _week(session, week), release=release, correct=correct)
    row = built.row
    if as_json:
        session.print_json(
            {
                "subject": built.issue.subject,
                "standing": built.issue.standing,
                "new": built.issue.counts.new,
                "changed": built.issue.counts.changed,
                "unchecked": list(built.issue.unchecked),
                "digest": built.digest,
                "correction": row.revision,
                "channel": row.channel,
                "released": row.released_at is not None,
                "files": {name: str(path) for name, path in built.files.items()},
            }
        )
        return
    session.say("cli.bulletin.built", subject=built.issue.subject)
    for sentence in built.issue.unchecked:
        session.say("cli.bulletin.unchecked", sentence=sentence)
    for path in built.files.values():
        session.line(str(path))
    if built.recalled and row.released_at is None:
        session.say("cli.bulletin.recalled", count=built.recalled)
    if row.released_at is None:
        how = draft_key(row.channel, row.revision)
    else:
        how = "as_file" if row.channel == "file" else "queued"
    session.say(f"cli.bulletin.now.{how}", week=row.week)
    if row.week.ends > session.clock.now():
        last = Week.of(row.week.begins - timedelta(days=1))
        session.say("cli.bulletin.week_open", week=row.week, until=row.week.last_day.isoformat(), last=last)


def show_command(
    context: typer.Context,
    week: Annotated[str | None, typer.Option("--week", help=T("cli.bulletin.week"), metavar="2026-W47")] = None,
    format_name: Annotated[
        str, typer.Option("--format", help=T("cli.bulletin.format"), metavar="txt|html|json")
    ] = "txt",
) -> None:
    from monitor.outbox import OFFICE

    session = session_of(context)
    with session.open_store(readonly=True) as store:
        chosen = _week(session, week)
        bulletin = store.issues.get(OFFICE, chosen)
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
    from monitor.cli.outbox import row_json, show_rows
    from monitor.jobs.deliver import send_issue

    session = session_of(context)
    chosen = _week(session, week)
    sent = send_issue(session, chosen, to or ())
    if as_json:
        session.print_json([row_json(r) for r in sent.rows])
    else:
        show_rows(session, sent.rows)
    if sent.others:
        session.say("cli.bulletin.others_queued", count=sent.others)
    if sent.open:
        raise DeliveryIncomplete("errors.delivery_incomplete", open=len(sent.open), count=len(sent.rows))
    if sent.superseded:
        raise DeliveryIncomplete("errors.delivery_superseded", count=len(sent.superseded), week=str(chosen))


def _week(session: Session, text: str | None) -> Week:
    return Week.parse(text) if text else Week.of(session.clock.now())
