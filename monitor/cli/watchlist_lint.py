"""`monitor watchlist lint`: what is risky about the names of a list, how much noise each will bring, and what may be done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.tables import Column
from monitor.cli.watchlist_quieting import apply_proposals, figure, proposal_said
from monitor.cli.watchlist_views import problem_json, show_reading
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.matching import LintFinding
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
    apply: Annotated[
        list[str] | None, typer.Option("--apply", metavar="ID", help=T("watchlist.cli.lint_apply"))
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=T("watchlist.cli.by"))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("watchlist.cli.reason"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("watchlist.cli.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=T("watchlist.cli.yes"))] = False,
) -> None:
    from monitor.jobs.quieting import proposed
    from monitor.matching import lint
    from monitor.watchlist import assign_ids, companies_of, read_watchlist

    session = session_of(context)
    if apply:
        if file:
            raise UsageError("watchlist.errors.apply_to_file")
        ids = [i for said in apply for i in re.split(r"[\s,，、;；]+", said) if i]
        apply_proposals(session, ids, by=by, reason=reason, dry_run=dry_run, yes=yes, as_json=as_json)
        return
    result = read_watchlist(file, column or ()) if file else None
    if result:
        given = assign_ids(result.names, ())
        names = (*given, *companies_of(given))
        count = len(given)
    else:
        names = _listed(session)
        count = len(names)
    by_id = {n.id: n for n in names}
    noise, expected = _noise(session, names)
    found = proposed(names, noise)
    findings: list[dict[str, Any]] = [
        {
            "id": f.watched_id,
            "name": by_id[f.watched_id].name,
            "finding": f.what,
            "proposes_flag": f.proposes_flag,
            "reason": session.texts.reason(f.reason),
            "proposal": _flag_proposal(found, f) if not result else "",
        }
        for f in lint(names)
    ]
    findings += _expiring(session, names)
    for finding in findings:
        if finding["finding"] in ("nameless", "faint"):
            much = figure(session, expected[str(finding["id"])])
            finding["reason"] = f"{finding['reason']}{session.texts('watchlist.lint.nameless_noise', expected=much)}"
    if as_json:
        problems = [problem_json(session, p) for p in result.problems] if result else []
        told = [_noise_json(by_id[n.watched_id], n, found.get(n.watched_id, ()), ids=not result) for n in noise]
        session.print_json({"names": count, "findings": findings, "noise": told, "problems": problems})
        return
    if result:
        show_reading(session, result)
    noisy = [n for n in noise if n.told]
    if not findings and not noisy:
        session.say("watchlist.cli.lint_clean")
    _show_findings(session, findings, count)
    if names:
        _show_noise(session, by_id, noisy, found, ids=not result)
    if not result and any(p.id for each in found.values() for p in each):
        session.say("watchlist.lint.apply_how")


def _listed(session: Session) -> tuple[WatchedName, ...]:
    with session.open_store(readonly=True) as store:
        return store.watchlist.names()


def _expiring(session: Session, names: Sequence[WatchedName]) -> Iterator[dict[str, Any]]:
    from monitor.clock import BEIJING
    from monitor.watchlist.expiring import expiring

    for found in expiring(names, session.clock.now().astimezone(BEIJING).date()):
        what = "expired" if found.over else "expiring"
        reason = session.texts(f"watchlist.expiring.{what}_one", day=found.day.isoformat())
        yield {
            "id": found.name.id,
            "name": found.name.name,
            "finding": what,
            "proposes_flag": False,
            "reason": reason,
            "proposal": "",
        }


def _noise(session: Session, names: Sequence[WatchedName]) -> tuple[list[Noise], Mapping[str, float]]:
    """The names to look at, and how much is expected of each of all (of 10,000 filings, by id)."""
    from monitor.matching.expected import expected_noise, flagged, texts_tried

    if not names:
        return [], {}
    with _progress(session, texts_tried()) as advance:
        noise = expected_noise(names, advance=advance)
    return flagged(noise), {n.watched_id: n.per_10_000 for n in noise}


def _flag_proposal(found: Mapping[str, Sequence[Proposal]], finding: LintFinding) -> str:
    """The id by which a flag that a finding proposes is set; "" for a problem."""
    here = found.get(finding.watched_id, ()) if finding.proposes_flag else ()
    return next((p.id for p in here if p.what == "flag" and p.value == finding.what), "")


def _show_findings(session: Session, findings: Sequence[Mapping[str, Any]], names: int) -> None:
    t = session.texts
    if not findings:
        return
    columns = [t(f"watchlist.cli.col_{c}") for c in ("id", "name", "finding", "why")]
    rows = [
        (f["id"], f["name"], t.find(f"watchlist.finding.{f['finding']}") or f["finding"],
         t("watchlist.lint.finding_with_id", id=f["proposal"], said=f["reason"]) if f.get("proposal") else f["reason"])
        for f in findings
    ]  # fmt: skip
    session.table(columns, rows)
    session.say("watchlist.cli.lint_total", names=names, count=len(findings))


def _show_noise(
    session: Session,
    by_id: Mapping[str, WatchedName],
    noise: Sequence[Noise],
    found: Mapping[str, Sequence[Proposal]],
    *,
    ids: bool,
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
            (n.watched_id, by_id[n.watched_id].name, figure(session, n.per_10_000), _examples(session, n),
             "\n".join(_proposed(session, by_id[n.watched_id], p, ids=ids) for p in found.get(n.watched_id, ())))
            for n in noise[:_SHOWN]
        ]  # fmt: skip
        session.table(columns, rows)
        if len(noise) > _SHOWN:
            session.say("watchlist.lint.noise_more", count=len(noise) - _SHOWN)
        total = sum(n.per_10_000 for n in noise)
        session.say("watchlist.lint.noise_total", count=len(noise), total=figure(session, total), names=len(by_id))
    session.say("watchlist.lint.noise_note")


def _examples(session: Session, noise: Noise) -> str:
    return session.texts("watchlist.lint.comma").join(noise.examples[:_EXAMPLES])


def _proposed(session: Session, w: WatchedName, proposal: Proposal, *, ids: bool) -> str:
    said = proposal_said(session, w, proposal)
    return session.texts("watchlist.lint.with_id", id=proposal.id, said=said) if ids and proposal.id else said


def _noise_json(w: WatchedName, noise: Noise, found: Sequence[Proposal], *, ids: bool) -> dict[str, Any]:
    return {
        "id": w.id,
        "name": w.name,
        "per_10_000": round(noise.per_10_000, 2),
        "examples": list(noise.examples),
        "near": list(noise.near),
        "proposals": [
            {
                "id": p.id if ids else "",
                "what": p.what,
                "value": p.value,
                "left": None if p.left is None else round(p.left, 2),
            }
            for p in found
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
