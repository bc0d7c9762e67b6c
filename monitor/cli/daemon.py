"""`monitor daemon`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import T, plain_session_of
from monitor.cli.help import App
from monitor.errors import MonitorError


def register(app: App) -> None:
    app.command("daemon", help=T("cli.daemon.help"))(daemon_command)


def daemon_command(
    context: typer.Context,
    replay: Annotated[Path | None, typer.Option("--replay", help=T("cli.run.replay"), metavar="PATH")] = None,
) -> None:
    from monitor import log
    from monitor.daemon import Daemon
    from monitor.installation import check_installation
    from monitor.jobs.collect import check_options
    from monitor.jobs.vocabulary import check_words
    from monitor.outbox.server import check_mail

    session = plain_session_of(context)
    log.configure()
    log.configure_libraries()
    try:
        check_installation(session.state)
        check_words()
        check_options(session)
        check_mail(session.settings)
        Daemon(session, replay=replay).run()
    except MonitorError as error:
        if sys.stderr.isatty():
            raise
        # Whoever keeps the log reads JSON alone.
        log.said("daemon_refused", what=session.texts(error.key, **error.params), exit_code=error.exit_code)
        raise typer.Exit(error.exit_code) from None
