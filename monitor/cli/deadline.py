"""`monitor deadline list|explain|rules`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from monitor.cli.common import Session, T, hit_named, session_of
from monitor.cli.help import App, group
from monitor.errors import UsageError


def register(app: App) -> None:
    commands = group(T("cli.deadline.help"))
    commands.command("list", help=T("cli.deadline.list"))(list_command)
    commands.command("explain", help=T("cli.deadline.explain"))(explain_command)
    commands.command("rules", help=T("cli.deadline.rules"))(rules_command)
    app.add_typer(commands, name="deadline")


def list_command(
    context: typer.Context,
    within: Annotated[str, typer.Option("--within", help=T("cli.deadline.within"), metavar="DAYS")] = "",
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.cli.tables import Column
    from monitor.jobs.deadlines import deadline_rows

    session = session_of(context)
    listed = deadline_rows(session, _days_of(within))
    if as_json:
        session.print_json([*listed.rows, *listed.passed])
        if listed.suppressed:
            session.say("cli.deadline.kept_out", count=listed.suppressed)
        return
    t = session.texts
    columns = [
        Column(t("cli.deadline.column.date"), whole=True),
        Column(t("cli.deadline.column.left"), whole=True),
        Column(t("cli.deadline.column.certainty"), whole=True),
        Column(t("cli.deadline.column.what")),
        Column(t("cli.deadline.column.watched")),
        Column(t("cli.deadline.column.matter"), below=4),
        Column(t("cli.deadline.column.hit"), whole=True, below=5),
        Column(t("cli.deadline.column.ends"), whole=True, below=3),
        Column(t("cli.deadline.column.why"), below=2),
        Column(t("cli.deadline.column.from"), below=1),
    ]
    if listed.rows:
        session.table(columns, [_cells(session, row) for row in listed.rows])
    else:
        session.say("cli.deadline.none" if not within else "cli.deadline.none_within", days=_days_of(within))
    if listed.later:
        session.say("cli.deadline.later", count=listed.later)
    if listed.undated:
        session.say("cli.deadline.undated", count=listed.undated)
    if listed.suppressed:
        session.say("cli.deadline.kept_out", count=listed.suppressed)
    if listed.passed:  # nothing known settled them: out of sight they would be out of mind
        session.table(columns, [_cells(session, row) for row in listed.passed], title=t("cli.hit.passed"))
    if not listed.rows:
        session.say("cli.hit.none_means")


def _days_of(within: str) -> int | None:
    """14 and 14d."""
    number = within.strip().casefold().removesuffix("d").removesuffix("天")
    if not number:
        return None
    if not number.isdecimal() or len(number) > 5:
        raise UsageError("errors.not_days", value=within)
    return int(number)


def _cells(session: Session, row: Mapping[str, Any]) -> list[str]:
    t = session.texts
    watched = row["watched"]
    if row["owner"] and row["owner"] != watched:
        watched = t("cli.deadline.of_owner", name=watched, owner=row["owner"])
    if row["unlisted"]:
        watched = f"{watched}\n{t('cli.hit.unlisted')}"
    demo = t("cli.deadline.demo") if row["demo"] else ""
    return [
        row["date"],
        row["left"],
        row["sureness"],
        unformulaic(row["what"]),
        unformulaic(watched),
        unformulaic(t("cli.deadline.matter", title=row["title"], key=row["matter"]) + demo),
        f"#{row['hit']} {row['entry_no']}".rstrip(),
        t("cli.deadline.ends", zone=row["zone"], beijing=row["ends"][:16].replace("T", " ")),
        _how_sure(session, row),
        row["from_event"],
    ]


def _what(session: Session, row: Mapping[str, Any]) -> str:
    """What ends on the day; of what others decide, or what lapses by itself, that it is such a day."""
    if row["asks"] != "milestone":
        return str(row["what"])
    return session.texts("cli.deadline.milestone", word=row["asks_word"], what=row["what"])


def _how_sure(session: Session, row: Mapping[str, Any]) -> str:
    """Of an estimate the day in words, and why it is one."""
    if row["certainty"] != "unknown":
        return str(row["certainty_word"])
    return session.texts("cli.deadline.how_sure", day=row["day"], why=row["certainty_word"])


def unformulaic(text: str) -> str:
    """A text that a spreadsheet would run as a formula, when a row is pasted into it, gets an apostrophe."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def explain_command(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="ID", help=T("cli.deadline.id"))],
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.deadlines import hit_explained, rule_explained

    session = session_of(context)
    if not re.search(r"^#?\d+$|-20\d\d-\d+-\d+$", which.strip()):  # rules have names
        rule = rule_explained(session, which.strip())
        if as_json:
            session.print_json(rule)
        else:
            for line in rule["text"].splitlines():
                session.line(line)
        return
    number = hit_named(session, which)
    found = hit_explained(session, number)
    if as_json:
        session.print_json(found)
        return
    if not found:
        session.say("cli.deadline.hit_has_none", id=number)
        return
    for row in found:
        _show(session, row)


def _show(session: Session, row: Mapping[str, Any]) -> None:
    t = session.texts
    session.line(f"{row['date']}  {_what(session, row)}  ·  {row['left']}", "strong")
    if row["unlisted"]:
        session.line(t("cli.hit.unlisted"), "notice")
    if row["demo"]:
        session.line(t("cli.demo_data"), "notice")
    lines = [
        ("watched", row["watched"]),
        ("matter", t("cli.deadline.matter", title=row["title"], key=row["matter"])),
        ("rule", row["rule"]),
        ("basis", row["basis"]),
        ("from", row["from_event"]),
        ("steps", "\n".join(row["steps"])),
        ("certainty", _how_sure(session, row)),
        ("changes", "\n".join(row["changes"])),
        ("note", row["note"]),
        ("ends", t("cli.deadline.ends", zone=row["zone"], beijing=row["ends"][:16].replace("T", " "))),
        ("checked", t("cli.deadline.checked", date=row["checked"], source=row["source"]) if row["checked"] else ""),
        ("url", row["url"]),
    ]
    session.facts((t(f"cli.deadline.field.{name}"), value) for name, value in lines if value)


def rules_command(
    context: typer.Context,
    forum: Annotated[str, typer.Option("--forum", help=T("cli.deadline.forum"), metavar="FORUM")] = "",
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.cli.tables import Column
    from monitor.jobs.deadlines import rule_rows

    session = session_of(context)
    rows = rule_rows(session, forum)
    if as_json:
        session.print_json(rows)
        return
    t = session.texts
    columns = [
        Column(t("cli.deadline.column.id")),
        Column(t("cli.deadline.column.what")),
        Column(t("cli.deadline.column.span")),
        Column(t("cli.deadline.column.from"), below=3),
        Column(t("cli.deadline.column.basis"), below=2),
        Column(t("cli.deadline.column.certainty"), whole=True, below=5),
        Column(t("cli.deadline.column.checked"), below=1),
    ]
    for code in dict.fromkeys(r["forum"] for r in rows):
        its = [r for r in rows if r["forum"] == code]
        session.table(columns, [_rule_cells(session, r) for r in its], title=f"{its[0]['forum_name']}  {code}")


def _rule_cells(session: Session, row: Mapping[str, Any]) -> list[str]:
    t = session.texts
    checked = t("cli.deadline.checked", date=row["checked"], source=row["source"]) if row["checked"] else ""
    if not checked:
        checked = t(f"cli.deadline.unchecked.{row['confidence']}")
    return [
        row["id"],
        row["title"],
        row["span"],
        row["from"],
        row["basis"],
        t(f"word.certainty.{row['certainty']}"),
        checked,
    ]
