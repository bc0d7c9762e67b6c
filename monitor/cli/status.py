"""`monitor status`: what is checked, what is not, since when, and what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of, verdict_text
from monitor.cli.help import App
from monitor.model import Verdict

_STYLES = {"never": "bad", "failing": "bad", "gap": "bad", "interrupted": "warn", "owed": "warn", "paused": "warn"}

_UNCHECKED = ("gap", "failing", "never", "interrupted", "owed", "paused")
_CHECKED = frozenset(v.value for v in Verdict if v.checked)


def register(app: App) -> None:
    app.command("status", help=T("cli.status.help"))(status_command)


def status_command(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    session = session_of(context)
    rows = status_rows(session)
    if as_json:
        session.print_json(rows)
        raise typer.Exit(0)
    from monitor.cli.tables import Column, Styled

    t = session.texts
    # What decides stands beside the source; what explains it goes below where the terminal is narrow.
    columns = [
        Column(t("cli.status.column.source")),
        Column(t("cli.source.column.id"), whole=True, below=2, mute=True),
        Column(t("cli.status.column.state"), whole=True),
        Column(t("cli.status.column.verdict"), whole=True),
        Column(t("cli.status.column.last_ok"), whole=True, below=6),
        Column(t("cli.status.column.newest"), whole=True, below=4),
        Column(t("cli.status.column.items"), whole=True, below=3),
        Column(t("cli.status.column.next"), whole=True, below=5),
        Column(t("cli.status.column.message"), below=1),
    ]
    table = []
    for row in rows:
        usual = "" if row["usual"] is None else f" / {row['usual']:g}"
        table.append(
            [
                row["title"],
                row["id"],
                Styled(t(f"cli.status.state.{row['state']}"), _STYLES.get(row["state"], "")),
                verdict_text(session, row["verdict"]) if row["verdict"] else "—",
                row["last_ok"] or "—",
                row["newest_item"] or "—",
                f"{row['items']}{usual}",
                row["next_run"] or "—",
                row["message"],
            ]
        )
    session.table(columns, table)
    bad = [r["title"] for r in rows if _is_open(r)]
    if bad:
        session.say("cli.status.gap", sources=session.joined(bad))
    elif rows:
        session.say("cli.status.fine")


def _is_open(row: dict[str, Any]) -> bool:
    """A source that is being read is as well checked as its last finished run."""
    return row["state"] in _UNCHECKED or (row["state"] == "reading" and row["verdict"] not in _CHECKED)


def status_rows(session: Session) -> list[dict[str, Any]]:
    """Per source: DESIGN §5.6 `monitor status --json`."""
    from monitor.clock import beijing
    from monitor.pipeline.coverage import is_owed, message_of, next_due, out_of_reach
    from monitor.pipeline.lock import is_held

    now = session.clock.now()
    sources = session.sources
    rows: list[dict[str, Any]] = []
    with session.open_store(readonly=True) as store:
        interrupted = set(store.interrupted_runs())
        being_read = store.unfinished_run() if is_held(session.state) else None
        for config in sources.values():
            last = store.last_run(config.id)
            read = store.last_reading(config.id) if last and last.verdict is Verdict.UNCHANGED else last
            good = store.last_run(config.id, checked=True)
            lost = out_of_reach(config, store, now)
            paused = store.paused(config.id)
            if not config.enabled:
                state = "off"
            elif paused is not None:
                state = "paused"
            elif config.id == being_read:
                state = "reading"
            elif config.id in interrupted:
                state = "interrupted"
            elif last is None:
                state = "never"
            elif last.verdict is not None and not last.verdict.checked:
                state = "failing"
            elif lost is not None:
                state = "gap"
            elif is_owed(config, store, now):
                state = "owed"
            else:
                state = "fine"
            due = next_due(config, now, last) if config.enabled else None
            why_paused = session.texts("health.paused", reason=paused or "-") if state == "paused" else ""
            told = message_of(last.message, session.texts) if last else ""
            told = "" if told == why_paused else told
            why_gap = session.texts.reason(lost) if lost is not None and state == "gap" else ""
            newest = store.newest_item(config.id, now.date() + timedelta(days=2))
            rows.append(
                {
                    "id": config.id,
                    "title": config.title_in(session.lang),
                    "state": state,
                    "verdict": last.verdict.value if last and last.verdict else None,
                    "last_ok": beijing(good.started) if good else None,
                    "last_run": beijing(last.started) if last else None,
                    "newest_item": newest.isoformat() if newest else None,
                    "items": read.items if read else 0,
                    "usual": store.usual_items(config.id, now),
                    "expectation": config.expect.model_dump(mode="json", exclude_defaults=True),
                    "next_run": beijing(due) if due else None,
                    "message": session.sentences(part for part in (why_paused, why_gap, told) if part),
                }
            )
    return rows
