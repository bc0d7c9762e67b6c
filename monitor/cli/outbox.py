"""`monitor outbox list|retry|drop`: mails that are on their way, or did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.help import App, group
from monitor.errors import DeliveryIncomplete

if TYPE_CHECKING:
    from monitor.store.outbox import OutboxRow


def register(app: App) -> None:
    commands = group(T("cli.outbox.help"))
    commands.command("list", help=T("cli.outbox.list"))(list_command)
    commands.command("retry", help=T("cli.outbox.retry"))(retry_command)
    commands.command("drop", help=T("cli.outbox.drop"))(drop_command)
    app.add_typer(commands, name="outbox")


def list_command(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help=T("cli.outbox.all"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.deliver import outbox
    from monitor.locks import COLLECT, is_held
    from monitor.store.outbox import OPEN

    session = session_of(context)
    rows = outbox(session, everything=everything)
    if as_json:
        session.print_json([row_json(r) for r in rows])
    elif rows:
        show_rows(session, rows)
        if any(r.state in OPEN for r in rows) and not is_held(session.state, COLLECT):
            session.say("cli.outbox.no_daemon")
    else:
        session.say("cli.outbox.nothing_sent" if everything else "cli.outbox.nothing_open")
    raise typer.Exit(7 if any(_is_open(r) for r in (rows if not everything else outbox(session))) else 0)


def retry_command(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID…]", help=T("cli.outbox.ids"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    """Try the messages named (or all that have not arrived) now."""
    from monitor.jobs.deliver import retry_now

    session = session_of(context)
    rows = retry_now(session, ids or [])
    if as_json:
        session.print_json([row_json(r) for r in rows])
    elif rows:
        show_rows(session, rows)
    else:
        session.say("cli.outbox.nothing_open")
    if over := [r for r in rows if r.state == "superseded"]:
        session.say("cli.outbox.left_alone", count=len(over))
    if missing := [r for r in rows if _is_open(r)]:
        raise DeliveryIncomplete("errors.outbox_incomplete", open=len(missing), count=len(rows))


def drop_command(
    context: typer.Context,
    ids: Annotated[list[int], typer.Argument(metavar="ID…", help=T("cli.outbox.ids"))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("cli.outbox.reason"))],
) -> None:
    from monitor.jobs.deliver import drop

    session = session_of(context)
    count = drop(session, ids, reason)
    session.say("cli.outbox.dropped", count=count)
    if count < len(set(ids)):
        session.say("cli.outbox.left_alone", count=len(set(ids)) - count)


def show_rows(session: Session, rows: Sequence[OutboxRow]) -> None:
    from monitor.cli.tables import Column, Styled
    from monitor.clock import beijing
    from monitor.outbox.wording import issue_of

    t = session.texts
    styles = {"accepted": "good", "refused": "bad", "given_up": "bad", "deferred": "warn"}
    session.table(
        [
            Column(t("cli.outbox.column.id"), whole=True),
            Column(t("cli.outbox.column.issue"), whole=True),
            Column(t("cli.outbox.column.recipient"), whole=True),
            Column(t("cli.outbox.column.state"), whole=True),
            Column(t("cli.outbox.column.tries"), whole=True, below=3),
            Column(t("cli.outbox.column.next"), whole=True, below=2),
            Column(t("cli.outbox.column.answer"), below=1),
        ],
        [
            [
                r.id,
                issue_of(r, t),
                r.recipient,
                Styled(t(f"mail.state.{r.state}"), styles.get(r.state, "")),
                r.tries,
                beijing(r.next_try) if r.next_try and r.state in ("queued", "deferred") else "—",
                r.answer,
            ]
            for r in rows
        ],
    )


def row_json(row: OutboxRow) -> dict[str, Any]:
    from monitor.clock import beijing

    return {
        "id": row.id,
        "kind": row.kind,
        "channel": row.channel,
        "audience": row.audience,
        "week": str(row.week) if row.week else None,
        "correction": row.revision,
        "recipient": row.recipient,
        "state": row.state,
        "tries": row.tries,
        "queued_at": beijing(row.queued_at),
        "next_try": beijing(row.next_try) if row.next_try else None,
        "accepted_at": beijing(row.accepted_at) if row.accepted_at else None,
        "message_id": row.message_id,
        "answer": row.answer,
    }


def _is_open(row: OutboxRow) -> bool:
    return row.state not in ("accepted", "superseded", "dropped", "left_out")
