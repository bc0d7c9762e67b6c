"""`monitor watchlist import|list|show|lint|export`, and the group they stand in."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import T, session_of
from monitor.cli.help import App, group
from monitor.cli.watchlist_ask import ask_command, import_answers
from monitor.cli.watchlist_changes import (
    add_command,
    history_command,
    recheck_json,
    remove_command,
    say_done,
    set_command,
    switch,
    undo_command,
)
from monitor.cli.watchlist_lint import lint_command
from monitor.cli.watchlist_lists import (
    batch_of,
    exported,
    list_off,
    lists_command,
    on_list,
    origin_lines,
    origins,
    since_lines,
    watched_since,
)
from monitor.cli.watchlist_named import listed_names, named
from monitor.cli.watchlist_plan import agreed, said_of, show_stale
from monitor.cli.watchlist_unread import export_unread, list_unread
from monitor.cli.watchlist_views import (
    classes,
    cuts_json,
    flags,
    import_json,
    name_json,
    show_changes,
    show_name,
    show_reading,
    show_unwatched,
    variants_json,
)
from monitor.cli.watchlist_workbook import workbook_of
from monitor.errors import UsageError, why_of

_FORMS = {".yaml": "yaml", ".yml": "yaml", ".xlsx": "xlsx"}


def register(app: App) -> None:
    commands = group(T("watchlist.cli.group"))
    commands.command("import", help=T("watchlist.cli.import"))(import_command)
    commands.command("list", help=T("watchlist.cli.list"))(list_command)
    commands.command("show", help=T("watchlist.cli.show"))(show_command)
    commands.command("lint", help=T("watchlist.cli.lint"))(lint_command)
    commands.command("export", help=T("watchlist.cli.export"))(export_command)
    commands.command("ask", help=T("worksheet.cli.ask"))(ask_command)
    commands.command("lists", help=T("watchlist.cli.lists"))(lists_command)
    commands.command("add", help=T("watchlist.cli.add"))(add_command)
    commands.command("set", help=T("watchlist.cli.set"))(set_command)
    commands.command("remove", help=T("watchlist.cli.remove"))(remove_command)
    commands.command("history", help=T("watchlist.cli.history"))(history_command)
    commands.command("undo", help=T("watchlist.cli.undo"))(undo_command)
    app.add_typer(commands, name="watchlist")


def import_command(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=T("watchlist.cli.file"))],
    name_of_list: Annotated[str, typer.Option("--as", metavar="LIST", help=T("watchlist.cli.as"))] = "",
    batch: Annotated[str, typer.Option("--batch", metavar="TEXT", help=T("watchlist.cli.batch"))] = "",
    valid_from: Annotated[str, typer.Option("--valid-from", metavar="DATE", help=T("watchlist.cli.valid_from"))] = "",
    valid_until: Annotated[
        str, typer.Option("--valid-until", metavar="DATE", help=T("watchlist.cli.valid_until"))
    ] = "",
    clear: Annotated[bool, typer.Option("--clear", help=T("watchlist.cli.clear"))] = False,
    rename: Annotated[
        list[str] | None, typer.Option("--rename", metavar="OLD=NEW", help=T("watchlist.cli.rename"))
    ] = None,
    not_renamed: Annotated[
        list[str] | None, typer.Option("--not-renamed", metavar="OLD", help=T("watchlist.cli.not_renamed"))
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=T("watchlist.cli.by"))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("watchlist.cli.reason"))] = "",
    whole: Annotated[bool, typer.Option("--all", help=T("watchlist.cli.whole"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("watchlist.cli.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("watchlist.cli.yes"))] = False,
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="FIELD=COLUMN", help=T("watchlist.cli.column"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.jobs.importing import plan, take_in
    from monitor.jobs.people import called
    from monitor.jobs.worksheet import answers_in
    from monitor.watchlist import one_result, read_watchlist
    from monitor.watchlist.particulars import last_day

    session = session_of(context)
    if len(files) == 1 and (answers := answers_in(session, files[0])) is not None:
        import_answers(session, answers, files[0], by=by, reason=reason, dry_run=dry_run, as_json=as_json)
        return
    results = [read_watchlist(file, column or ()) for file in files]
    if not as_json:
        for each in results:  # a row number means nothing without its file
            show_reading(session, each)
    result = one_result(results)
    made = batch_of(session, result, name_of_list, batch, valid_from, valid_until)
    if made.valid_until and not last_day(made.valid_until):
        raise UsageError("watchlist.errors.bad_validity", said=made.valid_until[:40])
    said = said_of(rename, not_renamed, clear=clear)
    planned = plan(session, result, made, said)
    if not as_json:
        show_changes(session, planned.plan, whole=whole)
        show_unwatched(session, planned)
        if planned.stale:
            show_stale(session, planned.stale, whole=whole)
    if dry_run:
        if as_json:
            session.print_json(import_json(session, result, planned, written=False))
        else:
            session.say("watchlist.cli.dry")
        return
    planned = agreed(session, planned, lambda more: plan(session, result, made, more), said, yes=yes)
    who = called(by)
    rematching = partial(session.say, "watchlist.cli.rechecking")
    done = take_in(session, planned, files[0], by=who, reason=reason.strip(), rematching=rematching)
    if as_json:
        session.print_json({**import_json(session, result, planned, written=True), "recheck": recheck_json(done)})
        return
    say_done(session, done)


def list_command(
    context: typer.Context,
    unread: Annotated[bool, typer.Option("--unread", help=T("watchlist.cli.list_unread"))] = False,
    off: Annotated[bool, typer.Option("--off", help=T("watchlist.cli.list_off"))] = False,
    name_of_list: Annotated[str, typer.Option("--as", metavar="LIST", help=T("watchlist.cli.list_as"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.cli.tables import Column

    session = session_of(context)
    if unread:
        list_unread(session, as_json=as_json)
        return
    names = listed_names(session)
    if off:
        list_off(session, names, as_json=as_json)
        return
    if name_of_list:
        names = on_list(session, names, name_of_list)
    if as_json:
        session.print_json([name_json(n) for n in names])
        return
    t = session.texts
    title = "watchlist.cli.col_{}".format
    columns = [
        Column(t(title("id")), whole=True),
        Column(t(title("name"))),
        Column(t(title("kind")), whole=True),
        Column(t(title("classes"))),
        Column(t(title("city"))),
        Column(t(title("flags"))),
        Column(t(title("aliases")), below=1),
        Column(t(title("owner")), below=2),
    ]
    rows = [
        (
            n.id,
            n.name,
            t(f"watchlist.kind.{n.kind.value}"),
            classes(n),
            n.city,
            flags(session, n),
            "; ".join(n.aliases),
            n.owner,
        )
        for n in names
    ]
    session.table(columns, rows)
    session.say("watchlist.cli.total", count=len(names))


def show_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=T("watchlist.cli.name"))],
    off: Annotated[list[str] | None, typer.Option("--off", metavar="TEXT", help=T("watchlist.cli.off"))] = None,
    on: Annotated[list[str] | None, typer.Option("--on", metavar="TEXT", help=T("watchlist.cli.on"))] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=T("watchlist.cli.by"))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("watchlist.cli.reason"))] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("watchlist.cli.yes"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.jobs.people import called

    session = session_of(context)
    names = listed_names(session)
    found = named(session, names, name)
    if off or on:
        switch(session, found, off or [], on or [], by=called(by), reason=reason.strip(), yes=yes)
        names = listed_names(session)
        found = [n for n in names if n.id in {f.id for f in found}]
    if as_json:
        held, since = origins(session, found), watched_since(session, found)
        session.print_json(
            [
                {
                    **name_json(n),
                    **since[n.id],
                    "lists": held[n.id],
                    "cuts": cuts_json(n, names),
                    "variants": variants_json(n, names),
                }
                for n in found
            ]
        )
        return
    since = watched_since(session, found)
    for entry in found:
        show_name(session, entry, origin_lines(session, entry), since_lines(session, since[entry.id]), names)


def export_command(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=T("watchlist.cli.export_file"))] = None,
    form: Annotated[str, typer.Option("--format", metavar="csv|xlsx|yaml", help=T("watchlist.cli.format"))] = "",
    unread: Annotated[bool, typer.Option("--unread", help=T("watchlist.cli.export_unread"))] = False,
    name_of_list: Annotated[str, typer.Option("--as", metavar="LIST", help=T("watchlist.cli.export_as"))] = "",
) -> None:
    from monitor.errors import InputFileError
    from monitor.watchlist import write_csv, write_yaml

    session = session_of(context)
    if unread:
        if file is None:
            raise UsageError("watchlist.errors.unread_where")
        export_unread(session, file)
        return
    chosen = form or _FORMS.get(file.suffix.lower() if file else "", "csv")
    if chosen not in ("csv", "xlsx", "yaml"):
        raise UsageError("watchlist.errors.unknown_format", format=chosen)
    if chosen == "xlsx" and file is None:
        raise UsageError("watchlist.errors.xlsx_where")
    every = listed_names(session)
    names, stamp = exported(session, every, name_of_list)
    if chosen == "xlsx":
        data = workbook_of(session, every, names, stamp)
    else:
        data = write_csv(names, stamp) if chosen == "csv" else write_yaml(names, stamp)
    if file is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        session.write_file(file, data)
    except OSError as error:
        raise InputFileError("watchlist.errors.unwritable", file=str(file), detail=why_of(error)) from error
    session.say("watchlist.cli.exported", count=len(names), file=str(file))
