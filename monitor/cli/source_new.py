"""`monitor source new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import T, session_of


def new_command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID", help=T("cli.source.new.id"))],
    category: Annotated[str, typer.Option("--category", help=T("cli.source.new.category_help"), metavar="CATEGORY")],
    jurisdiction: Annotated[
        str, typer.Option("--jurisdiction", help=T("cli.source.new.jurisdiction_help"), metavar="XX")
    ] = "",
    form: Annotated[
        str, typer.Option("--format", help=T("cli.source.new.format_help"), metavar="json|xml|csv|rss")
    ] = "json",
    office: Annotated[str, typer.Option("--office", help=T("cli.source.new.office_help"), metavar="NAME")] = "",
    title_zh: Annotated[str, typer.Option("--title-zh", help=T("cli.source.new.title_zh"), metavar="TEXT")] = "",
    title_en: Annotated[str, typer.Option("--title-en", help=T("cli.source.new.title_en"), metavar="TEXT")] = "",
    into: Annotated[Path | None, typer.Option("--into", help=T("cli.source.new.into"), metavar="FOLDER")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("cli.source.new.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.new_source import Wish, draft, root_for, write

    session = session_of(context)
    t = session.texts
    root = root_for(into)
    drafted = draft(Wish(source, category, jurisdiction, form, office, title_zh, title_en), root)
    if not dry_run:
        write(drafted, root)
    commands = (
        f"monitor source test {source} --replay {drafted.tests}",
        f"python -m pytest {drafted.tests}",
        "make generated",
    )
    if as_json:
        session.print_json(
            {
                "id": source,
                "written": not dry_run,
                "root": str(root),
                "files": list(drafted.files),
                "entry": drafted.entry,
                "forum": drafted.forum or None,
                "next": list(commands),
            }
        )
        return
    session.line(t("cli.source.new.would_write" if dry_run else "cli.source.new.written", root=str(root)))
    for name in drafted.files:
        session.line(f"  {name}")
    session.line(t("cli.source.new.entry", id=source))
    if drafted.forum:
        session.line(t("cli.source.new.forum", file=f"monitor/forums/{drafted.forum}.toml"))
    session.line(t("cli.source.new.next"))
    for number, command in enumerate(commands, 1):
        session.line(f"  {number}. {command}")
    session.line(t("cli.source.new.page"))
