"""`monitor hit log`: what was done to hits, by whom, when and why; and that of one hit, as `hit show` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from monitor.cli.common import Session, T, hits_named, session_of
from monitor.cli.help import App


def register(commands: App) -> None:
    commands.command("log", help=T("triage.help.log"))(log_command)


def log_command(
    context: typer.Context,
    which: Annotated[list[str] | None, typer.Argument(metavar="ID…", help=T("triage.option.ids"))] = None,
    since: Annotated[str, typer.Option("--since", help=T("triage.option.since"), metavar="DATE")] = "",
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.handled import log_rows

    session = session_of(context)
    rows = log_rows(session, hits_named(session, which or ()), since)
    if as_json:
        session.print_json(rows)
        return
    if not rows:
        session.say("triage.log.none")
        return
    show_log(session, rows, with_hits=True)


def show_log(session: Session, rows: Sequence[dict[str, Any]], *, with_hits: bool = False) -> None:
    """The rows of `jobs.handled` as a table."""
    from monitor.cli.tables import Column

    t = session.texts
    columns: list[Column | str] = [
        Column(t("triage.log.batch"), whole=True, below=2, mute=True),
        Column(t("triage.log.at"), whole=True),
        *([Column(t("triage.log.hit"), whole=True)] if with_hits else []),
        Column(t("triage.log.by")),
        Column(t("triage.log.doing")),
        Column(t("triage.log.state"), whole=True, below=1),
        t("triage.log.said"),
    ]
    session.table(columns, [_row(session, r, with_hits=with_hits) for r in rows], title=t("triage.log.title"))


def _row(session: Session, r: dict[str, Any], *, with_hits: bool) -> list[object]:
    t = session.texts
    doing = t(f"triage.doing.{r['doing']}") + (t("triage.log.undone") if r["undone"] else "")
    before, after = (r[name] and t(f"word.state.{r[name]}") for name in ("before", "after"))
    moved = f"{before} → {after}" if before != after else "—"
    return [
        r["batch"] or "—",
        r["at"],
        *([f"#{r['hit']}"] if with_hits else []),
        r["by"] or t("triage.program"),
        doing,
        moved,
        "\n".join(filter(None, (r["reason"], *details_in_words(session, r)))),
    ]


def details_in_words(session: Session, r: dict[str, Any]) -> list[str]:
    """What belongs to one doing: 移交：省局, 原因：名称不相近 …"""
    t = session.texts
    of_owner = "confirm_own" in (r["doing"], r["taken_back"])
    said = {
        "to" if r["doing"] == "handover" else "unit": r["unit"],
        "person": r["person"],
        "how": r["how"] and t(f"triage.how.{r['how']}"),
        "owner" if of_owner else "whom": r["whom"],
        "reply_by": r["reply_by"] or "",
        "ground": r["ground"] and t(f"triage.ground.{r['ground']}"),
        "into": r["into"] or "",
        "changed": session.joined(t(f"triage.changed.{c}") for c in r["changed"]),
    }
    names = {"reply_by": "day", "into": "id", "changed": "what", "to": "unit"}
    return [t(f"triage.log.detail_{name}", **{names.get(name, name): value}) for name, value in said.items() if value]
