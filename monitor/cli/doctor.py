"""`monitor doctor`: every prerequisite on one line, and what to do about those that are missing."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.help import App
from monitor.errors import ConfigError, MonitorError

_LEAST_FREE = 2_000_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` is fine, warn or bad."""

    what: str
    level: str
    text: str


def register(app: App) -> None:
    app.command("doctor", help=T("cli.doctor.help"))(doctor_command)


def doctor_command(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False
) -> None:
    from monitor.cli.tables import Column, Styled

    session = session_of(context)
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
    raise typer.Exit(4 if any(f.level == "bad" for f in findings) else 0)


def examine(session: Session) -> Iterator[Finding]:
    """All checks, one after the other; none of them stops the next, none writes anything but an empty state folder."""
    checks: tuple[tuple[str, Callable[[Session], Iterator[tuple[str, str]]]], ...] = (
        ("program", _program),
        ("sources", _sources),
        ("keys", _keys),
        ("state", _state),
        ("watchlist", _watchlist),
        ("runs", _runs),
        ("templates", _templates),
        ("office", _office),
        ("mail", _mail),
        ("disk", _disk),
    )
    for name, check in checks:
        what = session.texts(f"cli.doctor.check.{name}")
        try:
            for level, text in check(session):
                yield Finding(what, level, text)
        except MonitorError as error:
            yield Finding(what, "bad", session.texts(error.key, **error.params))


def _program(session: Session) -> Iterator[tuple[str, str]]:
    from monitor import __version__

    python = ".".join(str(n) for n in sys.version_info[:3])
    yield "fine", session.texts("cli.doctor.program", version=__version__, python=python, sqlite=sqlite3.sqlite_version)


def _sources(session: Session) -> Iterator[tuple[str, str]]:
    from monitor.pipeline.planning import options_of

    wrong = 0
    for config in session.sources.values():
        try:
            options_of(config)
        except ConfigError as error:
            wrong += 1
            yield "bad", session.texts(error.key, **error.params)
    if wrong:
        return
    enabled = sum(c.enabled for c in session.sources.values())
    yield "fine", session.texts("cli.doctor.sources", count=len(session.sources), enabled=enabled)
    if not session.settings.contact:
        yield "warn", session.texts("cli.doctor.no_contact")


def _keys(session: Session) -> Iterator[tuple[str, str]]:
    from monitor.config.settings import secret

    for config in session.sources.values():
        if not config.key or not config.enabled or config.folder is not None:
            continue
        if secret(config.key):
            yield "fine", session.texts("cli.doctor.key_set", name=config.key, source=config.id)
        elif config.key_optional:
            yield "warn", session.texts("cli.doctor.key_optional", name=config.key, source=config.id)
        else:
            yield "bad", session.texts("cli.doctor.key_missing", name=config.key, source=config.id)


def _state(session: Session) -> Iterator[tuple[str, str]]:
    with session.open_store() as store:
        answer = store.integrity()
        if answer != "ok":
            yield "bad", session.texts("errors.state_damaged", file=str(session.state / "monitor.db"), why=answer)
        else:
            yield "fine", session.texts("cli.doctor.state", folder=str(session.state), matters=store.count_matters())


def _watchlist(session: Session) -> Iterator[tuple[str, str]]:
    with session.open_store(readonly=True) as store:
        names = store.watched()
    if names:
        yield "fine", session.texts("cli.doctor.watchlist", count=len(names))
    else:
        yield "bad", session.texts("cli.doctor.no_watchlist")


def _runs(session: Session) -> Iterator[tuple[str, str]]:
    from monitor.cli.status import status_rows

    rows = [r for r in status_rows(session) if r["state"] not in ("off", "fine", "paused", "reading")]
    for row in rows:
        state = session.texts(f"cli.status.state.{row['state']}")
        yield "warn", session.texts("cli.doctor.run", source=row["id"], state=state, message=row["message"])
    if not rows:
        yield "fine", session.texts("cli.doctor.runs_fine")


def _templates(session: Session) -> Iterator[tuple[str, str]]:
    from monitor import bulletin
    from monitor.resources import shipped

    folder = shipped("templates")
    if not folder.is_dir():
        yield "bad", session.texts("cli.doctor.no_templates", folder=str(folder))
    else:
        yield "fine", session.texts("cli.doctor.templates", formats=", ".join(bulletin.formats()))


def _office(session: Session) -> Iterator[tuple[str, str]]:
    s = session.settings
    wanted = {
        "MONITOR_OFFICE_NAME": s.office_name,
        "MONITOR_PROVINCE": s.province,
        "MONITOR_OFFICE_PHONE": s.office_phone,
        "MONITOR_ENTRY_PREFIX": s.entry_prefix,
    }
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        yield "warn", session.texts("cli.doctor.office_missing", names=", ".join(missing))
    else:
        yield "fine", session.texts("cli.doctor.office", name=s.office_name)


def _mail(session: Session) -> Iterator[tuple[str, str]]:
    from monitor.pipeline.deliver import smtp_settings

    if not session.settings.mail_ready:
        try:
            smtp_settings(session.settings)
        except MonitorError as error:
            yield "warn", session.texts(error.key, **error.params)
        return
    s = session.settings
    yield "fine", session.texts("cli.doctor.mail", host=s.smtp_host, port=s.smtp_port, count=len(s.recipients))
    if s.smtp_security == "none":
        yield "warn", session.texts("cli.doctor.mail_plain")


def _disk(session: Session) -> Iterator[tuple[str, str]]:
    folder = session.state if session.state.exists() else session.state.absolute().parent
    free = shutil.disk_usage(folder).free
    level = "fine" if free >= _LEAST_FREE else "warn"
    yield level, session.texts("cli.doctor.disk", free=f"{free / 1e9:.1f}")
