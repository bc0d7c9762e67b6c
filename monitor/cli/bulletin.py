"""`monitor bulletin build|list|show|approve|send`."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.help import App, group
from monitor.clock import Week
from monitor.errors import DeliveryIncomplete, InputFileError, UsageError

if TYPE_CHECKING:
    from monitor.jobs.approving import Signed


def register(app: App) -> None:
    commands = group(T("cli.bulletin.help"))
    commands.command("build", help=T("cli.bulletin.build"))(build_command)
    commands.command("list", help=T("cli.bulletin.list"))(list_command)
    commands.command("show", help=T("cli.bulletin.show"))(show_command)
    commands.command("approve", help=T("cli.bulletin.approve"))(approve_command)
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
                "number": row.number,
                "running": row.running,
                "draft": row.draft if row.as_draft else None,
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
        how = draft_key(row.channel, row.revision, built.sending)
    else:
        how = "as_file" if row.channel == "file" else "queued"
    if how == "draft_unsigned" and built.issue.standing == "no_names":
        how = "draft_no_names"
    session.say(f"cli.bulletin.now.{how}", week=row.week, draft=row.draft)
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
    from monitor.outbox.kept import kept_files

    session = session_of(context)
    if format_name not in ("txt", "html", "json"):
        raise UsageError("errors.unknown_format", format=format_name, known="txt, html, json")
    with session.open_store(readonly=True) as store:
        chosen = _week(session, week)
        bulletin = store.issues.get(OFFICE, chosen)
        if bulletin is None:
            raise InputFileError("errors.no_such_issue", week=str(chosen))
        body = kept_files(session.state, bulletin.folder, bulletin.digest)[format_name]
    sys.stdout.write(body.decode("utf-8"))


def list_command(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.cli.tables import Column
    from monitor.clock import beijing
    from monitor.jobs.issued import issues, state_of

    session = session_of(context)
    found = issues(session)
    rows = [listed.row for listed in found]
    if as_json:
        session.print_json(
            [
                {
                    "week": str(r.week),
                    "number": r.number,
                    "running": r.running,
                    "correction": r.revision,
                    "state": state_of(r).value,
                    "draft": r.draft if r.as_draft else None,
                    "built": r.built_at.isoformat(),
                    "approved_by": r.approved_by or None,
                    "approved_at": r.approved_at.isoformat() if r.approved_at else None,
                    "sent_at": r.told_at.isoformat() if r.told_at else None,
                    "channel": r.channel,
                    "subject": r.subject,
                    "signatures": [
                        {
                            "by": s.by,
                            "at": s.at.isoformat(),
                            "note": s.note,
                            "draft": s.draft,
                            "digest": s.digest,
                            "undone_by": s.undone_by or None,
                            "undone_at": s.undone_at.isoformat() if s.undone_at else None,
                        }
                        for s in listed.signatures
                    ],
                }
                for listed in found
                for r in (listed.row,)
            ]
        )
        return
    if not rows:
        session.say("cli.bulletin.listed.none")
        return
    t = session.texts
    table = []
    for r in rows:
        number = t("bulletin.page.number", year=r.week.year, number=r.number)
        if r.revision:
            number = t("bulletin.page.correction", number=number, correction=r.revision)
        signed = t("cli.bulletin.listed.by", by=r.approved_by, at=beijing(r.approved_at)) if r.approved_at else "—"
        sent = beijing(r.told_at) if r.told_at else "—"
        table.append(
            [
                number,
                r.running or "—",
                str(r.week),
                t(f"word.issue_state.{state_of(r)}"),
                beijing(r.built_at),
                signed,
                sent,
            ]
        )
    names = ("number", "running", "week", "state", "built", "signed", "sent")
    below = {"built": 1, "running": 2}
    session.table(
        [Column(t(f"cli.bulletin.listed.{n}"), whole=n != "signed", below=below.get(n, 0)) for n in names], table
    )


def approve_command(
    context: typer.Context,
    which: Annotated[str, typer.Argument(help=T("cli.bulletin.which"), metavar="2026-W47|latest")],
    by: Annotated[str, typer.Option("--by", help=T("cli.bulletin.by"))] = "",
    note: Annotated[str, typer.Option("--note", help=T("cli.bulletin.note"))] = "",
    draft: Annotated[str, typer.Option("--draft", help=T("cli.bulletin.draft_read"))] = "",
    undo: Annotated[bool, typer.Option("--undo", help=T("cli.bulletin.undo"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("cli.bulletin.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("cli.bulletin.sign_yes"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.approving import approve, take_back

    session = session_of(context)
    week = None if which.strip().lower() == "latest" else Week.parse(which)
    if undo and dry_run:
        raise UsageError("errors.approval.undo_dry")
    if not undo and not as_json:
        looked = approve(session, week, by, note, draft=draft, dry_run=True)
        _what_is_signed(session, looked)
        if not (dry_run or yes):
            _agreed_to_sign(session)
        draft = draft or looked.row.draft  # what was shown, and nothing that was built meanwhile
    signed = take_back(session, week, by) if undo else approve(session, week, by, note, draft=draft, dry_run=dry_run)
    row = signed.row
    if as_json:
        session.print_json(
            {
                "week": str(row.week),
                "number": row.number,
                "running": row.running,
                "correction": row.revision,
                "approved_by": row.approved_by or None,
                "approved_at": row.approved_at.isoformat() if row.approved_at else None,
                "draft": row.draft,
                "digest": row.digest,
                "released": row.released_at is not None,
                "channel": row.channel,
                "subject": row.subject,
                "dry_run": dry_run,
                "files": {name: str(path) for name, path in signed.files.items()},
            }
        )
        return
    session.say("cli.bulletin.built", subject=row.subject)
    for path in signed.files.values():
        session.line(str(path))
    if undo:
        session.say("cli.bulletin.now.undone", week=row.week)
    elif dry_run:
        session.say("cli.bulletin.now.could_be_signed", week=row.week, draft=row.draft)
    else:
        out = "left" if not signed.released else "file" if row.channel == "file" else "mail"
        session.say(f"cli.bulletin.now.signed_{out}", week=row.week, by=row.approved_by)


def _what_is_signed(session: Session, looked: Signed) -> None:
    """Before the name is put under it: which issue, how much is in it, what nobody looked at, what was not checked."""
    from monitor.jobs.approving import unreviewed

    t, row, issue = session.texts, looked.row, looked.issue
    assert issue is not None
    number = t("bulletin.page.number", year=row.week.year, number=row.number)
    if row.revision:
        number = t("bulletin.page.correction", number=number, correction=row.revision)
    counts = issue.counts
    session.say("cli.bulletin.signing.issue", number=number, week=row.week, draft=row.draft, headline=issue.headline)
    figures = {"high": counts.high, "medium": counts.medium, "low": counts.low}
    session.say("cli.bulletin.signing.counts", new=counts.new, changed=counts.changed, open=counts.open, **figures)
    if open_leads := unreviewed(issue):
        session.say("cli.bulletin.signing.unreviewed", count=len(open_leads), numbers=session.joined(open_leads))
    for sentence in issue.unchecked:
        session.say("cli.bulletin.unchecked", sentence=sentence)
    if not issue.unchecked:
        session.say("cli.bulletin.signing.whole")


def _agreed_to_sign(session: Session) -> None:
    """Asks at a terminal; a script that names who signs has said what it means. Leaves the command where the answer is no."""
    if not sys.stdin.isatty():
        return
    if not session.agrees("cli.bulletin.signing.ask"):
        session.say("cli.bulletin.signing.left")
        raise typer.Exit(0)


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
