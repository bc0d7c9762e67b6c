"""`monitor status`: what is checked, what is not, since when, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Session, T, session_of, verdict_text
from monitor.cli.help import App

if TYPE_CHECKING:
    from monitor.jobs.status import Standing

_STYLES = {"never": "bad", "failing": "bad", "gap": "bad", "interrupted": "warn", "owed": "warn", "paused": "warn"}


def register(app: App) -> None:
    app.command("status", help=T("cli.status.help"))(status_command)


def status_command(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.status import is_unchecked, standing

    session = session_of(context)
    now = standing(session)
    rows = now.sources
    code = 7 if now.mail_missing else 0
    if as_json:
        session.print_json(rows)
        if now.undelivered:
            session.say("cli.status.not_arrived", count=len(now.undelivered))
        raise typer.Exit(code)
    from monitor.cli.tables import Column, Styled

    t = session.texts
    # What decides stands beside the source; what explains it goes below where the terminal is narrow.
    columns = [
        Column(t("cli.status.column.source")),
        Column(t("cli.source.column.id"), whole=True, below=2, mute=True),
        Column(t("cli.status.column.state"), whole=True),
        Column(t("cli.status.column.verdict"), whole=True),
        Column(t("cli.status.column.last_ok"), whole=True, below=6),
        Column(t("cli.status.column.newest"), whole=True, below=4),
        Column(t("cli.status.column.items"), whole=True, below=3),
        Column(t("cli.status.column.next"), whole=True, below=5),
        Column(t("cli.status.column.message"), below=1),
    ]
    table = []
    for row in rows:
        usual = "" if row["usual"] is None else f" / {row['usual']:g}"
        table.append(
            [
                row["title"],
                row["id"],
                Styled(t(f"cli.status.state.{row['state']}"), _STYLES.get(row["state"], "")),
                verdict_text(session, row["verdict"]) if row["verdict"] else "—",
                row["last_ok"] or "—",
                row["newest_item"] or "—",
                f"{row['items']}{usual}",
                row["next_run"] or "—",
                row["message"],
            ]
        )
    session.table(columns, table)
    _show_delivery(session, now)
    bad = [r["title"] for r in rows if is_unchecked(r)]
    if bad:
        session.say("cli.status.gap", sources=session.joined(bad))
    elif rows:
        session.say("cli.status.fine")
    if now.undelivered:
        session.say("cli.status.not_arrived", count=len(now.undelivered))
    raise typer.Exit(code)


def _show_delivery(session: Session, now: Standing) -> None:
    """The office's latest issue, and what has not arrived; on stdout, where an administrator looks."""
    from monitor.clock import beijing
    from monitor.outbox.wording import draft_key, said_of

    t = session.texts
    if now.issue is not None:
        i = now.issue
        number = t("bulletin.page.number", year=i.week.year, week=i.week.number)
        if i.revision:
            number = t("bulletin.page.correction", number=number, correction=i.revision)
        draft = draft_key(now.channel, i.revision)
        key = (
            draft
            if i.released_at is None
            else "as_file"
            if i.channel == "file"
            else "told"
            if i.told_at
            else "left"
            if now.left
            else "on_its_way"
        )
        moment = i.told_at or i.released_at or i.built_at
        style = "bad" if key == "left" else ""
        session.line(t(f"cli.status.issue.{key}", issue=number, at=beijing(moment), week=i.week), style)
    if now.issue_owed:
        session.line(t("cli.status.issue_owed", week=now.issue_owed), "warn")
    for row in now.undelivered:
        session.line(t("cli.status.undelivered", row=said_of(row, t)), "bad")
    if now.unserved and now.issue is not None:
        said = t("cli.status.unserved", addresses=session.joined(now.unserved), week=now.issue.week)
        session.line(said, "bad")
