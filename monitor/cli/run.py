"""`monitor run` and `monitor demo`: the main job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of, verdict_text
from monitor.cli.help import App
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.pipeline.desk import Progress
    from monitor.pipeline.run import RunResult

DEMO_NOW = "2026-11-20T10:00:00+08:00"


def register(app: App) -> None:
    app.command("run", help=T("cli.run.help"))(run_command)
    app.command("demo", help=T("cli.demo.help"))(demo_command)


def run_command(
    context: typer.Context,
    source: Annotated[list[str] | None, typer.Option("--source", help=T("cli.run.source"), metavar="ID")] = None,
    since: Annotated[str | None, typer.Option("--since", help=T("cli.run.since"), metavar="DATE")] = None,
    replay: Annotated[Path | None, typer.Option("--replay", help=T("cli.run.replay"), metavar="PATH")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.health import exit_code

    session = session_of(context)
    results = run_sources(session, source or [], since=_date(since), replay=replay)
    if as_json:
        session.print_json({"runs": [run_json(r, session) for r in results]})
    else:
        show_results(session, results)
    raise typer.Exit(exit_code({r.source: r.verdict for r in results}))


def demo_command(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    """The main job, offline, on the bundled samples, in a fresh state folder."""
    import shutil

    from monitor.clock import Week
    from monitor.health import exit_code
    from monitor.pipeline.demo import demo_settings, import_demo_watchlist
    from monitor.pipeline.issue import build_issue
    from monitor.resources import demo_folder, shipped
    from monitor.store import Store

    session = session_of(context)
    folder = session.state / "demo"
    if folder.is_dir():
        shutil.rmtree(folder)  # only ever written by this command
    session.state = folder
    session.at = session.at or DEMO_NOW
    session.sources_file = shipped("sources.yaml")
    with Store.open(folder) as store:
        names = import_demo_watchlist(store, session.clock.now())
    session.say("cli.demo.imported", names=names)
    results = run_sources(session, [], replay=demo_folder(), only_demo=True)
    with Store.open(folder) as store:
        built = build_issue(
            store,
            demo_settings(session.texts),
            session.sources,
            Week.of(session.clock.now()),
            session.clock.now(),
            session.texts,
        )
    if as_json:
        session.print_json(
            {
                "runs": [run_json(r, session) for r in results],
                "bulletin": {name: str(path) for name, path in built.files.items()},
            }
        )
    else:
        show_results(session, results)
        session.line(session.texts("cli.demo.subject", subject=built.issue.subject))
        if built.issue.unchecked:
            session.line(session.texts("cli.demo.partial"))
        for name, path in built.files.items():
            session.line(session.texts("cli.demo.file", format=name, path=str(path.resolve())))
        session.line(session.texts("cli.demo.next", state=str(folder)))
    raise typer.Exit(exit_code({r.source: r.verdict for r in results}))


def run_sources(
    session: Session,
    ids: Sequence[str],
    *,
    since: date | None = None,
    replay: Path | None = None,
    only_demo: bool = False,
) -> list[RunResult]:
    """Run the chosen (or all enabled) sources one after the other, under the lock of the state folder."""
    from monitor.assess.rematch import matching_version, owed, rematch
    from monitor.clock import beijing
    from monitor.config import Expect
    from monitor.pipeline.desk import close_desk, open_desk
    from monitor.pipeline.lock import locked
    from monitor.pipeline.planning import options_of
    from monitor.pipeline.run import run_source
    from monitor.resources import demo_folder
    from monitor.store import Store

    sources = session.sources
    for name in ids:
        if name not in sources:
            raise UsageError("errors.unknown_source", source=name, known=", ".join(sources))
    chosen = [c for c in sources.values() if (c.id in ids if ids else c.enabled)]
    if since is not None and datetime.combine(since, datetime.min.time(), UTC) > session.clock.now():
        raise UsageError("health.since_to_come", day=since.isoformat(), now=beijing(session.clock.now()))
    if only_demo:
        # The samples are a handful of records; what a full source must yield cannot be expected of them.
        small = {"expect": Expect(min_items=1)}
        chosen = [c.model_copy(update=small) for c in chosen if (demo_folder() / c.id).is_dir()]
    for config in chosen:
        options_of(config)  # a wrong option is told before anything is fetched
    results = []
    with locked(session.state), Store.open(session.state) as store:
        if not store.watched():
            session.say("cli.run.no_names")
        with _progress(session) as progress:
            desk = open_desk(
                store,
                session.settings,
                sources,
                session.clock,
                replay=replay,
                since=since,
                render=session.texts.reason,
                progress=progress,
            )
            try:
                if owed(store, desk.matcher):
                    if store.count_mentions():
                        rematch(store, desk.matcher, session.clock.now())
                    else:
                        store.set_meta("matched_with", matching_version(store, desk.matcher))
                results = [run_source(config, desk) for config in chosen]
            finally:
                close_desk(desk)
    return results


def run_json(result: RunResult, session: Session) -> dict[str, Any]:
    """One run as DESIGN §5.6 prints it. `records` counts every entry of the source that was read and understood."""
    return {
        "source": result.source,
        "verdict": result.verdict.value,
        "records": result.items - result.skipped,
        "new_hits": len(result.new_hits),
        "changed_hits": len(result.changed_hits),
        "skipped": result.skipped,
        "message": session.sentences(session.texts.reason(r) for r in result.reasons),
        "parsed": result.parsed,
        "notes": [session.texts.reason(r) for r in result.notes],
    }


def show_results(session: Session, results: Sequence[RunResult]) -> None:
    from monitor.cli.tables import Column

    t = session.texts
    columns = [
        Column(t("cli.run.column.source")),
        Column(t("cli.source.column.id"), whole=True, below=2, mute=True),
        *(Column(t(f"cli.run.column.{c}"), whole=True) for c in ("verdict", "records", "new", "changed", "skipped")),
        Column(t("cli.run.column.message"), below=1),
    ]
    rows = []
    for result in results:
        title = session.sources[result.source].title_in(session.lang)
        notes = session.sentences(t.reason(r) for r in result.reasons)
        rows.append(
            [
                title,
                result.source,
                verdict_text(session, result.verdict.value),
                result.items - result.skipped,
                len(result.new_hits),
                len(result.changed_hits),
                result.skipped,
                notes,
            ]
        )
    session.table(columns, rows)
    for result in results:
        for note in result.notes[:5]:
            session.say("cli.run.note", source=result.source, note=t.reason(note))
        if len(result.notes) > 5:
            session.say("cli.run.more_notes", source=result.source, count=len(result.notes) - 5)
    unchecked = [session.sources[r.source].title_in(session.lang) for r in results if not r.verdict.checked]
    total = sum(len(r.new_hits) for r in results)
    if unchecked:
        session.say("cli.run.summary_gap", new=total, sources=session.joined(unchecked))
    else:
        session.say("cli.run.summary", new=total, count=len(results))


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("errors.bad_date", text=text) from None


@contextmanager
def _progress(session: Session) -> Iterator[Progress | None]:
    """A progress display on a terminal; nothing where stderr is a file."""
    if not session.console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    texts = session.texts

    class Bar:
        def __init__(self, bar: Progress) -> None:
            self.bar = bar
            self.tasks: dict[str, Any] = {}

        def _task(self, source: str) -> Any:
            if source not in self.tasks:
                self.tasks[source] = self.bar.add_task(source, total=None, detail="")
            return self.tasks[source]

        def request(self, source: str, url: str) -> None:
            from urllib.parse import urlsplit

            detail = texts("cli.run.asking", host=urlsplit(url).netloc or url)
            self.bar.update(self._task(source), detail=detail)

        def records(self, source: str, count: int) -> None:
            self.bar.update(self._task(source), completed=count, detail=texts("cli.run.read", count=count))

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[detail]}", markup=False),
        TimeElapsedColumn(),
        console=session.console,
        transient=True,
    ) as bar:
        yield Bar(bar)
