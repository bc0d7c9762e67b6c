"""`monitor watchlist import|list|show|lint|export`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.help import App, group
from monitor.cli.watchlist_lint import lint_command
from monitor.cli.watchlist_unread import export_unread, list_unread
from monitor.cli.watchlist_views import (
    classes,
    flags,
    import_json,
    name_json,
    show_changes,
    show_name,
    show_reading,
    show_unwatched,
    variants_json,
)
from monitor.errors import UsageError, why_of

if TYPE_CHECKING:
    from monitor.model import WatchedName
    from monitor.watchlist import ImportPlan


def register(app: App) -> None:
    commands = group(T("watchlist.cli.group"))
    commands.command("import", help=T("watchlist.cli.import"))(import_command)
    commands.command("list", help=T("watchlist.cli.list"))(list_command)
    commands.command("show", help=T("watchlist.cli.show"))(show_command)
    commands.command("lint", help=T("watchlist.cli.lint"))(lint_command)
    commands.command("export", help=T("watchlist.cli.export"))(export_command)
    app.add_typer(commands, name="watchlist")


def import_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=T("watchlist.cli.file"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("watchlist.cli.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("watchlist.cli.yes"))] = False,
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="FIELD=COLUMN", help=T("watchlist.cli.column"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.jobs.importing import plan, take_in
    from monitor.watchlist import read_watchlist

    session = session_of(context)
    result = read_watchlist(file, column or ())
    if not as_json:
        show_reading(session, result)
    planned = plan(session, result)
    if not as_json:
        show_changes(session, planned.plan)
        show_unwatched(session, result, planned.plan)
    if dry_run:
        if as_json:
            session.print_json(import_json(session, result, planned.plan, written=False))
        else:
            session.say("watchlist.cli.dry")
        return
    _agree(session, planned.plan, yes=yes)
    done = take_in(session, planned, file, rematching=lambda: session.say("watchlist.cli.rechecking"))
    if as_json:
        recheck = {"records": done.records, "hits": done.hits, "owed": done.owed}
        session.print_json({**import_json(session, result, done.plan, written=True), "recheck": recheck})
        return
    key = "unchanged" if done.plan.unchanged else "imported"
    session.say(f"watchlist.cli.{key}", names=len(done.plan.all), version=done.version)
    key = "recheck_owed" if done.owed else "recheck"
    session.say(f"watchlist.cli.{key}", records=done.records, hits=done.hits)


def list_command(
    context: typer.Context,
    unread: Annotated[bool, typer.Option("--unread", help=T("watchlist.cli.list_unread"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.cli.tables import Column

    session = session_of(context)
    if unread:
        list_unread(session, as_json=as_json)
        return
    names = _listed(session)
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
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    session = session_of(context)
    found = _named(session, _listed(session), name)
    if off or on:
        _switch(session, found, off or [], on or [])
        found = [n for n in _listed(session) if n.id in {f.id for f in found}]
    if as_json:
        session.print_json([{**name_json(n), "variants": variants_json(n)} for n in found])
        return
    for entry in found:
        show_name(session, entry)


def export_command(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=T("watchlist.cli.export_file"))] = None,
    form: Annotated[str, typer.Option("--format", metavar="csv|yaml", help=T("watchlist.cli.format"))] = "",
    unread: Annotated[bool, typer.Option("--unread", help=T("watchlist.cli.export_unread"))] = False,
) -> None:
    from monitor.errors import InputFileError
    from monitor.watchlist import is_derived, write_csv, write_yaml

    session = session_of(context)
    if unread:
        if file is None:
            raise UsageError("watchlist.errors.unread_where")
        export_unread(session, file)
        return
    chosen = form or ("yaml" if file and file.suffix.lower() in (".yaml", ".yml") else "csv")
    if chosen not in ("csv", "yaml"):
        raise UsageError("watchlist.errors.unknown_format", format=chosen)
    names = [n for n in _listed(session) if not is_derived(n)]  # firms are derived again when the list is imported
    data = write_csv(names) if chosen == "csv" else write_yaml(names)
    if file is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        file.write_bytes(data)
    except OSError as error:
        raise InputFileError("watchlist.errors.unwritable", file=str(file), detail=why_of(error)) from error
    session.say("watchlist.cli.exported", count=len(names), file=str(file))


# --- the store ------------------------------------------------------------------------------------------------------


def _stored(session: Session) -> tuple[tuple[WatchedName, ...], tuple[WatchedName, ...]]:
    """(names on the list, names ever on it); both empty before the first import. Creates nothing."""
    if not (session.state / "monitor.db").is_file():
        return (), ()
    with session.open_store(readonly=True) as store:
        return store.watchlist.names(), store.watchlist.names(inactive=True)


def _listed(session: Session) -> tuple[WatchedName, ...]:
    names, _ = _stored(session)
    if not names:
        raise UsageError("watchlist.errors.none_yet")
    return names


def _agree(session: Session, plan: ImportPlan, *, yes: bool) -> None:
    """Taking names off the list needs a yes: an old or cut-off file must not end a watch in silence."""
    removed = len(plan.names_diff.removed)
    if not removed or yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("watchlist.errors.needs_yes", count=removed)
    if not session.agrees("watchlist.cli.confirm_removed", count=removed):
        session.say("watchlist.cli.cancelled")
        raise typer.Exit(0)


def _switch(session: Session, names: Sequence[WatchedName], off: Sequence[str], on: Sequence[str]) -> None:
    from monitor.jobs.importing import switch_spellings
    from monitor.matching.normalise import key

    changes: list[tuple[WatchedName, str, bool]] = []
    for text, enabled in [*((t, False) for t in off), *((t, True) for t in on)]:
        concerned = [(n, v["text"]) for n in names for v in variants_json(n) if key(v["text"]) == key(text)]
        if enabled:  # what is switched off stands in the list of the name even where it is no variant any more
            concerned += [(n, d) for n in names for d in n.disabled_variants if key(d) == key(text)]
        if not concerned:
            raise UsageError("watchlist.errors.no_such_variant", name=names[0].name, text=text)
        changes += [(n, t, enabled) for n, t in dict.fromkeys(concerned)]
    switch_spellings(session, changes)
    for name, text, enabled in changes:
        session.say("watchlist.cli.switched_on" if enabled else "watchlist.cli.switched_off", name=name.name, text=text)


def _named(session: Session, names: Sequence[WatchedName], wanted: str) -> list[WatchedName]:
    """Entries with this id, name or alias; raises UsageError naming the nearest."""
    import difflib

    from monitor.matching.normalise import key
    from monitor.matching.signs import describe
    from monitor.watchlist.cells import fold_name

    folded = fold_name(wanted)
    whole = {key(s.text) for s in describe(wanted).spellings if not s.part}  # BMW for BMW&图, and the other way round
    for held in (
        [n for n in names if n.id == wanted],
        [n for n in names if fold_name(n.name) == folded],
        [n for n in names if folded in {fold_name(a) for a in n.aliases}],
        [n for n in names if whole & {key(s.text) for s in describe(n.name).spellings if not s.part}],
    ):
        if held:
            return held
    near = difflib.get_close_matches(wanted, [t for n in names for t in (n.name, *n.aliases)], n=5, cutoff=0.4)
    if not near:
        raise UsageError("errors.unknown_name", name=wanted)
    raise UsageError("watchlist.errors.not_found", name=wanted, near=session.joined(near))
