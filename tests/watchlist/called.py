"""The commands of the list as a test calls them, without the root command and its options."""

from __future__ import annotations

from functools import cache
from unittest.mock import patch

import typer
from typer import testing
from typer.testing import CliRunner, Result

from monitor.cli import watchlist
from monitor.cli.common import Session
from monitor.errors import MonitorError


def called(session: Session, *words: str, columns: int = 200) -> Result:
    """`monitor watchlist …`; an error of the program is raised, as the root command would get it."""
    with patch.object(testing, "_get_command", _command_of):
        result = CliRunner().invoke(_rooms(), ["watchlist", *words], obj=session, env={"COLUMNS": str(columns)})
    if isinstance(result.exception, MonitorError):
        raise result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@cache
def _rooms() -> typer.Typer:
    app = typer.Typer()
    watchlist.register(app)
    return app


_command_of = cache(testing._get_command)
"""To put the commands together takes longer than most of them run."""
