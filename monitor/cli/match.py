"""`monitor match` and `monitor screen`: one pair explained; whole tables and register files against the list."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, json_text, printable, session_of
from monitor.cli.help import App
from monitor.errors import InputFileError, UsageError

if TYPE_CHECKING:
    from monitor.model import Match, WatchedName
    from monitor.screening import ScreenHit
    from monitor.texts import Texts

_SHOWN = 300  # characters of a text in a table; --json prints all


def register(app: App) -> None:
    app.command("match", help=T("screen.match.help"))(match_command)
    app.command("screen", help=T("screen.help"))(screen_command)


# --- match ----------------------------------------------------------------------------------------------


def match_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=T("screen.match.name"))],
    text: Annotated[str, typer.Argument(metavar="TEXT", help=T("screen.match.text"))],
    classes: Annotated[
        list[int] | None, typer.Option("--class", metavar="N", min=1, max=45, help=T("screen.match.class"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    session = session_of(context)
    data = matched(name, text, tuple(classes or ()), watched_in(session), session.texts)
    if as_json:
        session.print_json(data)
        return
    t = session.texts
    lines = [
        t(
            "screen.match.score",
            score=f"{data['score']:.2f}",
            band=t(f"word.band.{data['band']}" if data["band"] else "matching.no_match"),
        ),
        data["explanation"],
    ]
    sys.stdout.write(printable("\n".join(lines)) + "\n")


def matched(
    name: str, text: str, classes: tuple[int, ...], known: Sequence[WatchedName], texts: Texts
) -> dict[str, Any]:
    """What `monitor match --json` prints. `name` is an id or a name of the list, or any name. Raises UsageError."""
    from monitor.assess.pair import compared, named

    watched = named(name, known)
    found = compared(watched, text, classes, known)
    if found is None:
        nothing: dict[str, Any] = {
            "score": 0.0,
            "band": None,
            "variant": None,
            "variant_kind": None,
            "operation": None,
            "edits": None,
            "demoted_by": [],
        }
        return {**nothing, "explanation": texts("screen.match.nothing", name=watched.name, text=text)}
    return as_data(found, texts)


def as_data(match: Match, texts: Texts) -> dict[str, Any]:
    """A match as JSON shows it (DESIGN §5.6)."""
    from monitor.matching import explain

    return {
        "score": match.score,
        "band": match.band.value if match.band else None,
        "variant": match.variant,
        "variant_kind": match.variant_kind,
        "operation": match.operation,
        "edits": match.edits,
        "demoted_by": list(match.demoted_by),
        "explanation": explain.sentence(match, texts),
    }


def watched_in(session: Session) -> tuple[WatchedName, ...]:
    """The list kept in the state folder; () where there is none yet."""
    if not (session.state / "monitor.db").is_file():
        return ()
    with session.open_store(readonly=True) as store:
        return store.watchlist.names()


# --- screen ---------------------------------------------------------------------------------------------


def screen_command(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=T("screen.files"))],
    watchlist: Annotated[Path | None, typer.Option("--watchlist", metavar="FILE", help=T("screen.watchlist"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("screen.json"))] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=0, max=64, metavar="N", help=T("screen.jobs"))] = 0,
) -> None:
    session = session_of(context)
    missing = next((f for f in files if not f.exists()), None)
    if missing is not None:
        raise InputFileError("screen.errors.missing", file=str(missing))
    watched = _listed(session, watchlist)
    shown: list[tuple[str, ScreenHit]] = []
    rows = hits = 0
    for file, size, found in _screened(session, files, watched, jobs):
        rows += size
        hits += len(found)
        if as_json:
            for hit in found:
                sys.stdout.write(json_text(hit_data(hit, file, watched, session.texts)) + "\n")
        else:
            shown += [(file, hit) for hit in found]
    if not as_json:
        _table(session, shown, watched)
    session.say("screen.done", rows=rows, hits=hits, names=len(watched))


def hit_data(hit: ScreenHit, file: str, watched: dict[str, WatchedName], texts: Texts) -> dict[str, Any]:
    """One line of `monitor screen --json`."""
    return {
        "file": file,
        "row": hit.row.row,
        "id": hit.row.id,
        "text": hit.text,
        "column": "owner" if hit.in_owner_column else "text",
        "watched": watched[hit.match.watched_id].name,
        "watched_id": hit.match.watched_id,
        "role": hit.role.value,
        "own_filing": hit.match.own_filing,
        **as_data(hit.match, texts),
        "explanation": _why(hit, texts),
    }


def _why(hit: ScreenHit, texts: Texts) -> str:
    """The explanation; for a firm found in the owner column it says so, and beside which text."""
    from monitor.matching import explain

    said = explain.sentence(hit.match, texts)
    return texts("screen.in_owner", text=_short(hit.row.text), said=said) if hit.in_owner_column else said


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _listed(session: Session, path: Path | None) -> dict[str, WatchedName]:
    from monitor.watchlist import assign_ids, companies_of, read_watchlist

    if path is None:
        names: Sequence[WatchedName] = watched_in(session)
        if not names:
            raise UsageError("screen.errors.no_watchlist")
    else:
        read = read_watchlist(path)
        for problem in read.problems:
            said = session.texts(problem.key, **problem.params)
            session.say("screen.problem", file=problem.file, row=problem.row, column=problem.column, said=said)
        given = assign_ids(read.names, ())
        names = (*given, *companies_of(given, ()))  # as an import would: the owners are watched too
        if not names:
            raise InputFileError("screen.errors.empty_watchlist", file=path.name)
    return {w.id: w for w in names}


def _screened(
    session: Session, files: Sequence[Path], watched: dict[str, WatchedName], jobs: int
) -> Iterator[tuple[str, int, list[ScreenHit]]]:
    """(name of the file, rows done, hits), chunk by chunk."""
    from monitor.screen_input import open_inputs
    from monitor.screening import screen

    names = tuple(watched.values())
    for source in open_inputs(files, session.say):
        with _progress(session, source.name, source.expected) as advance:
            for size, found in screen(source.rows, names, jobs=jobs, expected=source.expected):
                advance(size)
                yield source.name, size, found


@contextmanager
def _progress(session: Session, title: str, total: int) -> Iterator[Any]:
    """A bar on stderr, only where somebody sees it."""
    if not session.console.is_terminal:
        yield lambda size: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=session.console, transient=True) as bar:
        task = bar.add_task(printable(title), total=total or None)
        yield lambda size: bar.advance(task, size)


def _table(session: Session, hits: Sequence[tuple[str, ScreenHit]], watched: dict[str, WatchedName]) -> None:
    if not hits:
        return
    from monitor.cli.tables import Column

    t = session.texts
    several = len({file for file, _ in hits}) > 1
    columns = [
        Column(t("screen.column.row"), whole=True),
        Column(t("screen.column.id"), whole=True),
        Column(t("screen.column.text")),
        Column(t("screen.column.watched")),
        Column(t("screen.column.band"), whole=True),
        Column(t("screen.column.file"), below=1),
        Column(t("screen.column.why"), below=2),
    ]
    session.table(
        columns,
        [
            [
                h.row.row,
                h.row.id,
                _short(h.text),
                watched[h.match.watched_id].name,
                f"{t(f'word.band.{h.match.band}' if h.match.band else 'matching.no_match')} {h.match.score:.2f}",
                file if several else "",
                _why(h, t),
            ]
            for file, h in hits
        ],
    )
