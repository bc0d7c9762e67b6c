"""`monitor daemon`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import T, session_of
from monitor.cli.help import App


def register(app: App) -> None:
    app.command("daemon", help=T("cli.daemon.help"))(daemon_command)


def daemon_command(
    context: typer.Context,
    replay: Annotated[Path | None, typer.Option("--replay", help=T("cli.run.replay"), metavar="PATH")] = None,
) -> None:
    from monitor import log
    from monitor.daemon import Daemon
    from monitor.jobs.collect import check_options
    from monitor.jobs.vocabulary import check_words
    from monitor.outbox.server import check_mail

    session = session_of(context)
    check_words()
    check_options(session)
    check_mail(session.settings)
    log.configure()
    log.configure_libraries()
    Daemon(session, replay=replay).run()
