"""`monitor doctor --developer`: the closed vocabulary, and what of it nobody reads."""

from __future__ import annotations

from typing import Any

from monitor.cli.common import Session


def show_vocabulary(session: Session, *, as_json: bool) -> bool:
    """False where a fact has neither a reader nor a reason why it has none."""
    from monitor.jobs.vocabulary import check_words, vocabulary

    check_words()
    data = vocabulary()
    if as_json:
        session.print_json(data)
    else:
        _print(session, data)
    return not data["unread"]


def _print(session: Session, data: dict[str, Any]) -> None:
    from monitor.cli.tables import Column

    t, lang = session.texts, session.lang
    listed = t("cli.list.and").join
    session.table(
        [
            Column(t("cli.doctor.column.fact"), whole=True),
            Column(t("cli.doctor.column.type"), whole=True, below=2),
            t("cli.doctor.column.meaning"),
            Column(t("cli.doctor.column.writers"), below=1),
            t("cli.doctor.column.readers"),
        ],
        [
            [
                f["name"],
                f["type"],
                f["words"][lang],
                listed(f["writers"]) or _why(session, f["no_writer"]),
                listed(f["readers"]) or _why(session, f["no_reader"]),
            ]
            for f in data["facts"]
        ],
        title=t("cli.doctor.facts", count=len(data["facts"])),
    )
    for title, key, rows in (
        ("events", "code", data["events"]),
        ("kinds", "kind", data["kinds"]),
        ("states", "state", data["states"]),
    ):
        columns: list[Column | str] = [
            Column(t(f"cli.doctor.column.{key}"), whole=True),
            t("cli.doctor.column.meaning"),
        ]
        lines = [[r[key], r["words"][lang]] for r in rows]
        if further := {"code": "writers", "state": "groups"}.get(key):
            columns.append(Column(t(f"cli.doctor.column.{further}"), below=1))
            lines = [[*line, listed(r[further])] for line, r in zip(lines, rows, strict=True)]
        session.table(columns, lines, title=t(f"cli.doctor.{title}", count=len(rows)))
    if data["unread"]:
        session.line(t("cli.doctor.unread", names=listed(data["unread"])), "bad")
    else:
        session.line(t("cli.doctor.all_read"), "good")


def _why(session: Session, why: dict[str, str]) -> str:
    return session.texts("cli.doctor.nobody", why=why[session.lang]) if why else session.texts("cli.doctor.no_reason")
