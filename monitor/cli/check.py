"""`monitor check`: run by a timer beside the daemon; says what is wrong, and mails the administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Session, T, plain_session_of
from monitor.cli.help import App

if TYPE_CHECKING:
    from monitor.jobs.checking.check import Checked


def register(app: App) -> None:
    app.command("check", help=T("check.cli.help"))(check_command)


def check_command(
    context: typer.Context,
    ping: Annotated[bool, typer.Option("--ping", help=T("check.cli.ping"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("check.cli.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.checking.check import check, look

    session = plain_session_of(context)
    done = look(session) if dry_run else check(session, ping=ping)
    if as_json:
        session.print_json(_json(done))
    else:
        _show(session, done, told=not dry_run)
    raise typer.Exit(done.code)


def _show(session: Session, done: Checked, *, told: bool) -> None:
    t = session.texts
    if not done.wrong:
        session.told(t("check.cli.fine"), "good")
    else:
        session.told(t("check.cli.wrong", count=len(done.wrong)), "bad")
    for w in done.wrong:
        session.listed(w.said, w.to_do)
    if done.mailed is not None:
        key = f"mailed_{done.letter}" if done.mailed else "unsent"
        session.say(f"check.cli.{key}", count=len(session.settings.administrators), why=done.unsent)
    elif done.wrong and told and not session.settings.administrators:
        session.say("check.cli.nobody")
    if done.pinged is not None:
        session.say("check.cli.pinged" if done.pinged else "check.cli.unheard", why=done.unheard)


def _json(done: Checked) -> dict[str, object]:
    return {
        "exit_code": done.code,
        "wrong": [{"key": w.key, "code": w.code, "said": w.said, "to_do": w.to_do} for w in done.wrong],
        "letter": done.letter.value if done.letter else None,
        "mailed": done.mailed,
        "pinged": done.pinged,
        "why": done.unsent or done.unheard or None,
    }
