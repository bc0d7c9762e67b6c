"""`monitor watchlist lint`: what is risky about the names of a list, and how much noise each will bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.tables import Column
from monitor.cli.watchlist_views import problem_json, show_reading

if TYPE_CHECKING:
    from monitor.matching.expected import Noise
    from monitor.matching.quieting import Proposal
    from monitor.model import WatchedName

_SHOWN = 30  # noisy names in the table, the noisiest; the JSON has all
_EXAMPLES = 3


def lint_command(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=T("watchlist.cli.lint_file"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False,
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="FIELD=COLUMN", help=T("watchlist.cli.column"))
    ] = None,
) -> None:
    from monitor.matching import lint
    from monitor.watchlist import assign_ids, companies_of, read_watchlist

    session = session_of(context)
    result = read_watchlist(file, column or ()) if file else None
    if result:
        given = assign_ids(result.names, ())
        names = (*given, *companies_of(given))
        count = len(given)
    else:
        names = _listed(session)
        count = len(names)
    by_id = {n.id: n for n in names}
    findings = [
        {
            "id": f.watched_id,
            "name": by_id[f.watched_id].name,
            "finding": f.what,
            "proposes_flag": f.proposes_flag,
            "reason": session.texts.reason(f.reason),
        }
        for f in lint(names)
    ]
    findings += _expiring(session, names)
    noise, expected = _noise(session, names)
    for finding in findings:
        if finding["finding"] == "nameless":
            figure = _figure(session, expected[str(finding["id"])])
            finding["reason"] = f"{finding['reason']}{session.texts('watchlist.lint.nameless_noise', expected=figure)}"
    if as_json:
        problems = [problem_json(session, p) for p in result.problems] if result else []
        told = [_noise_json(by_id[n.watched_id], n, found) for n, found in noise]
        session.print_json({"names": count, "findings": findings, "noise": told, "problems": problems})
        return
    if result:
        show_reading(session, result)
    noisy = [(n, found) for n, found in noise if n.told]
    if not findings and not noisy:
        session.say("watchlist.cli.lint_clean")
    _show_findings(session, findings, count)
    if names:
        _show_noise(session, by_id, noisy)


def _listed(session: Session) -> tuple[WatchedName, ...]:
    with session.open_store(readonly=True) as store:
        return store.watchlist.names()


def _expiring(session: Session, names: Sequence[WatchedName]) -> Iterator[dict[str, Any]]:
    from monitor.clock import BEIJING
    from monitor.watchlist.expiring import expiring

    for found in expiring(names, session.clock.now().astimezone(BEIJING).date()):
        what = "expired" if found.over else "expiring"
        reason = session.texts(f"watchlist.expiring.{what}_one", day=found.day.isoformat())
        yield {"id": found.name.id, "name": found.name.name, "finding": what, "proposes_flag": False, "reason": reason}


def _noise(
    session: Session, names: Sequence[WatchedName]
) -> tuple[list[tuple[Noise, tuple[Proposal, ...]]], Mapping[str, float]]:
    """The names to look at, and how much is expected of each of all (of 10,000 filings, by id)."""
    from monitor.matching.expected import expected_noise, flagged, texts_tried
    from monitor.matching.firms import marks_of_firms
    from monitor.matching.quieting import proposals

    if not names:
        return [], {}
    by_id = {n.id: n for n in names}
    with _progress(session, texts_tried()) as advance:
        noise = expected_noise(names, advance=advance)
    marks = marks_of_firms(names)
    noisy = [(n, proposals(by_id[n.watched_id], n, marks.get(n.watched_id, ()))) for n in flagged(noise)]
    return noisy, {n.watched_id: n.per_10_000 for n in noise}


def _show_findings(session: Session, findings: Sequence[Mapping[str, Any]], names: int) -> None:
    t = session.texts
    if not findings:
        return
    rows = [
        (f["id"], f["name"], t.find(f"watchlist.finding.{f['finding']}") or f["finding"], f["reason"]) for f in findings
    ]
    session.table([t(f"watchlist.cli.col_{c}") for c in ("id", "name", "finding", "why")], rows)
    session.say("watchlist.cli.lint_total", names=names, count=len(findings))


def _show_noise(
    session: Session, by_id: Mapping[str, WatchedName], noise: Sequence[tuple[Noise, tuple[Proposal, ...]]]
) -> None:
    t = session.texts
    if noise:
        columns = [
            Column(t("watchlist.cli.col_id"), whole=True),
            Column(t("watchlist.cli.col_name")),
            Column(t("watchlist.lint.col_expected"), whole=True),
            Column(t("watchlist.lint.col_examples")),
            Column(t("watchlist.lint.col_proposal"), below=1),
        ]
        rows = [
            (n.watched_id, by_id[n.watched_id].name, _figure(session, n.per_10_000), _examples(session, n),
             "\n".join(_proposed(session, by_id[n.watched_id], p) for p in found))
            for n, found in noise[:_SHOWN]
        ]  # fmt: skip
        session.table(columns, rows)
        if len(noise) > _SHOWN:
            session.say("watchlist.lint.noise_more", count=len(noise) - _SHOWN)
        total = sum(n.per_10_000 for n, _ in noise)
        session.say("watchlist.lint.noise_total", count=len(noise), total=_figure(session, total), names=len(by_id))
    session.say("watchlist.lint.noise_note")


def _figure(session: Session, value: float) -> str:
    if value < 1:
        return session.texts("watchlist.lint.below_one")
    return session.texts("watchlist.lint.about", count=round(value))


def _examples(session: Session, noise: Noise) -> str:
    return session.texts("watchlist.lint.comma").join(noise.examples[:_EXAMPLES])


def _proposed(session: Session, w: WatchedName, proposal: Proposal) -> str:
    left = "" if proposal.left is None else _figure(session, proposal.left)
    flag = session.texts.find(f"watchlist.flag.{proposal.value}") if proposal.what == "flag" else ""
    key = f"watchlist.lint.propose_{proposal.what}"
    if proposal.left == 0:
        left = session.texts("watchlist.lint.none_left")
    return session.texts(key, name=w.name, value=flag or proposal.value, left=left)


def _noise_json(w: WatchedName, noise: Noise, found: Sequence[Proposal]) -> dict[str, Any]:
    return {
        "id": w.id,
        "name": w.name,
        "per_10_000": round(noise.per_10_000, 2),
        "examples": list(noise.examples),
        "near": list(noise.near),
        "proposals": [
            {"what": p.what, "value": p.value, "left": None if p.left is None else round(p.left, 2)} for p in found
        ],
    }


@contextmanager
def _progress(session: Session, total: int) -> Iterator[Any]:
    """A bar on stderr, only where somebody sees it."""
    if not session.console.is_terminal:
        yield lambda done: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=session.console, transient=True) as bar:
        task = bar.add_task(session.texts("watchlist.lint.trying"), total=total)
        yield lambda done: bar.advance(task, done)
