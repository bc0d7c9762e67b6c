"""`monitor run` and `monitor demo`: the main job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of, verdict_text
from monitor.cli.help import App
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.collect.run import RunResult
    from monitor.collect.workbench import Progress

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
    from monitor.jobs.build import build
    from monitor.jobs.demo import begin_demo
    from monitor.resources import demo_folder, shipped

    session = session_of(context)
    folder = session.state / "demo"
    if folder.is_dir():
        shutil.rmtree(folder)  # only ever written by this command
    session.state = folder
    session.at = session.at or DEMO_NOW
    session.sources_file = shipped("sources.yaml")
    names = begin_demo(session)
    session.say("cli.demo.imported", names=names)
    results = run_sources(session, [], replay=demo_folder(), samples=True)
    built = build(session, Week.of(session.clock.now()))
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
    samples: bool = False,
) -> list[RunResult]:
    """Query the sources, with a progress display where somebody sees it."""
    from monitor.jobs.collect import collect

    with _progress(session) as progress:
        return collect(session, ids, since=since, replay=replay, progress=progress, samples=samples, told=session.say)


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
