"""`monitor watchlist add|set|remove|history|undo`, and switching spellings: changes by hand, planned and agreed like an import."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.watchlist_named import listed_names, named
from monitor.cli.watchlist_plan import agreed, measured_text, plan_json, said_of, show_differences
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.jobs.importing import Imported, Planned
    from monitor.model import ListChange, WatchedName
    from monitor.watchlist import Said


def add_command(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="NAME… [FIELD=VALUE]…", help=T("watchlist.cli.add_words"))],
    name_of_list: Annotated[str, typer.Option("--as", metavar="LIST", help=T("watchlist.cli.as"))] = "",
    batch: Annotated[str, typer.Option("--batch", metavar="TEXT", help=T("watchlist.cli.batch"))] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=T("watchlist.cli.by"))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("watchlist.cli.reason"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("watchlist.cli.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("watchlist.cli.yes"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.jobs.importing import plan_addition
    from monitor.model import DEFAULT_LIST
    from monitor.watchlist import Batch
    from monitor.watchlist.editing import sayings

    session = session_of(context)
    names, said = [w for w in words if "=" not in w], sayings([w for w in words if "=" in w])
    if not names:
        raise UsageError("watchlist.errors.no_name_given")
    made = Batch(name_of_list.strip() or DEFAULT_LIST, batch.strip())
    planned = plan_addition(session, names, said, made)
    _carry_out(session, planned, lambda _: planned, said_of((), ()), by, reason, dry_run, yes, as_json)


def set_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=T("watchlist.cli.name"))],
    words: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help=T("watchlist.cli.set_words"))],
    rename: Annotated[
        list[str] | None, typer.Option("--rename", metavar="OLD=NEW", help=T("watchlist.cli.rename"))
    ] = None,
    not_renamed: Annotated[
        list[str] | None, typer.Option("--not-renamed", metavar="OLD", help=T("watchlist.cli.not_renamed"))
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=T("watchlist.cli.by"))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("watchlist.cli.reason"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("watchlist.cli.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("watchlist.cli.yes"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.jobs.importing import plan_setting
    from monitor.watchlist.editing import sayings

    session = session_of(context)
    values = sayings(words)
    names = named(session, listed_names(session), name)
    said = said_of(rename, not_renamed)
    planned = plan_setting(session, names, values, said)
    _carry_out(
        session,
        planned,
        lambda more: plan_setting(session, names, values, more),
        said,
        by,
        reason,
        dry_run,
        yes,
        as_json,
    )


def remove_command(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME…", help=T("watchlist.cli.name"))] = None,
    name_of_list: Annotated[str, typer.Option("--list", metavar="LIST", help=T("watchlist.cli.remove_list"))] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=T("watchlist.cli.by"))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("watchlist.cli.reason"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("watchlist.cli.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("watchlist.cli.yes"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.jobs.importing import plan_dropping, plan_removal

    session = session_of(context)
    every = listed_names(session)
    if names:
        chosen = [n for wanted in names for n in named(session, every, wanted)]
        planned = plan_removal(session, chosen, name_of_list.strip())
    elif name_of_list.strip():
        planned = plan_dropping(session, name_of_list.strip())
    else:
        raise UsageError("watchlist.errors.remove_what")
    _carry_out(session, planned, lambda _: planned, said_of((), ()), by, reason, dry_run, yes, as_json)


def undo_command(
    context: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=T("watchlist.cli.by"))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("watchlist.cli.reason"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("watchlist.cli.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("watchlist.cli.yes"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
) -> None:
    from monitor.jobs.importing import plan_undoing

    session = session_of(context)
    listed_or_not(session)
    planned, change = plan_undoing(session)
    if not as_json:
        session.say("watchlist.history.undoing", what=_what(session, change), when=_when(change), number=change.id)
    _carry_out(session, planned, lambda _: planned, said_of((), ()), by, reason, dry_run, yes, as_json)


def history_command(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False
) -> None:
    from monitor.cli.tables import Column

    session = session_of(context)
    listed_or_not(session)
    with session.open_store(readonly=True) as store:
        changes = store.watchlist.history()
    if as_json:
        session.print_json([_change_json(c) for c in changes])
        return
    t = session.texts
    columns = [Column(t(f"watchlist.history.{c}"), whole=c == "when") for c in ("number", "when", "what", "by", "file")]
    columns += [Column(t("watchlist.history.counts"), below=1), Column(t("watchlist.history.reason"), below=2)]
    rows = [(c.id, _when(c), _what(session, c), c.done.by, c.file, _counts(session, c), c.done.reason) for c in changes]
    session.table(columns, rows)


def switch(
    session: Session,
    names: Sequence[WatchedName],
    off: Sequence[str],
    on: Sequence[str],
    *,
    by: str,
    reason: str,
    yes: bool,
) -> None:
    """Switch spellings, all that are written alike: each is named, and where the main one falls, that needs a yes."""
    from monitor.jobs.importing import switch_spellings
    from monitor.watchlist import main_spellings
    from monitor.watchlist.cells import fold_name

    changes = _switches(names, off, on, listed_names(session))
    fallen = [(n, t) for n, t, enabled in changes if not enabled and fold_name(t) in map(fold_name, main_spellings(n))]
    for name, text in fallen:
        session.say("watchlist.plan.main_falls", name=name.name, text=text)
    if fallen and not yes:
        params = {"texts": session.joined(dict.fromkeys(t for _, t in fallen))}
        if not sys.stdin.isatty():
            raise UsageError("watchlist.errors.needs_yes_main", **params)
        if not session.agrees("watchlist.plan.agree_main", **params):
            session.say("watchlist.cli.cancelled")
            raise typer.Exit(0)
    switch_spellings(session, changes, by=by, reason=reason)
    for name, text, enabled in changes:
        session.say("watchlist.cli.switched_on" if enabled else "watchlist.cli.switched_off", name=name.name, text=text)


def say_done(session: Session, done: Imported) -> None:
    """What an import or a change by hand has done, and what matching anew found."""
    key = "unchanged" if done.plan.unchanged else "imported"
    session.say(f"watchlist.cli.{key}", names=len(done.plan.all), version=done.version)
    key = "recheck_owed" if done.owed else "recheck"
    session.say(f"watchlist.cli.{key}", records=done.records, hits=done.hits)


def recheck_json(done: Imported) -> dict[str, Any]:
    return {"records": done.records, "hits": done.hits, "owed": done.owed}


def listed_or_not(session: Session) -> None:
    """Raises UsageError where no list was ever imported."""
    if not (session.state / "monitor.db").is_file():
        raise UsageError("watchlist.errors.none_yet")


def _carry_out(
    session: Session,
    planned: Planned,
    again: Callable[[Said], Planned],
    said: Said,
    by: str,
    reason: str,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    from monitor.jobs.importing import take_in
    from monitor.jobs.people import called

    if not as_json:
        show_differences(session, planned.plan)
    if dry_run:
        if as_json:
            session.print_json({**plan_json(planned), "written": False})
        else:
            session.say("watchlist.cli.dry_change")
        return
    planned = agreed(session, planned, again, said, yes=yes)
    rematching = partial(session.say, "watchlist.cli.rechecking")
    done = take_in(session, planned, Path(), by=called(by), reason=reason.strip(), rematching=rematching)
    if as_json:
        session.print_json({**plan_json(planned), "written": True, "recheck": recheck_json(done)})
        return
    say_done(session, done)


def _switches(
    names: Sequence[WatchedName], off: Sequence[str], on: Sequence[str], listed: Sequence[WatchedName]
) -> list[tuple[WatchedName, str, bool]]:
    from monitor.cli.watchlist_views import variants_json
    from monitor.matching.normalise import key

    changes: list[tuple[WatchedName, str, bool]] = []
    for text, enabled in [*((t, False) for t in off), *((t, True) for t in on)]:
        concerned = [(n, v["text"]) for n in names for v in variants_json(n, listed) if key(v["text"]) == key(text)]
        if enabled:  # what is switched off stands in the list of the name even where it is no variant any more
            concerned += [(n, d) for n in names for d in n.disabled_variants if key(d) == key(text)]
        if not concerned:
            raise UsageError("watchlist.errors.no_such_variant", name=names[0].name, text=text)
        changes += [(n, t, enabled) for n, t in dict.fromkeys(concerned)]
    return changes


def _what(session: Session, change: ListChange) -> str:
    t = session.texts
    said = t(f"watchlist.history.act_{change.done.act}", list=change.done.list, number=change.done.undoes or 0)
    return t("watchlist.history.undone", what=said) if change.undone else said


def _when(change: ListChange) -> str:
    from monitor.clock import BEIJING

    return change.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _counts(session: Session, change: ListChange) -> str:
    if change.done.act == "switch":
        return ""
    added, changed, removed = change.counts
    said = session.texts("watchlist.history.changed", added=added, changed=changed, removed=removed)
    measured = measured_text(session, dict(change.done.measured))
    return " · ".join(p for p in (said, measured) if p)


def _change_json(change: ListChange) -> dict[str, Any]:
    done = change.done
    added, changed, removed = change.counts
    said = {"id": change.id, "at": change.at, "act": done.act, "list": done.list, "by": done.by, "reason": done.reason}
    said |= {
        "file": change.file if done.act == "import" else "",
        "subject": "" if done.act == "import" else change.file,
    }
    said |= {"version": change.version, "names": change.names}
    said |= {"added": added, "changed": changed, "removed": removed}
    said |= {
        "before": {k: a for k, (a, _) in done.measured.items()},
        "after": {k: b for k, (_, b) in done.measured.items()},
    }
    return {**said, "undoes": done.undoes, "undone": change.undone, "kept": change.kept}
