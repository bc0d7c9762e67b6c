"""`monitor rule add|list|expire|stats`: exception rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, hit_named, hits_named, session_of
from monitor.cli.help import App, group
from monitor.clock import BEIJING
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.assess.details import HitDetails
    from monitor.jobs.exceptions import PlannedRule

_SHOWN = 10


def register(app: App) -> None:
    commands = group(T("exceptions.help.group"))
    commands.command("add", help=T("exceptions.help.add"))(add_command)
    commands.command("list", help=T("exceptions.help.list"))(list_command)
    commands.command("expire", help=T("exceptions.help.expire"))(expire_command)
    commands.command("stats", help=T("exceptions.help.stats"))(stats_command)
    app.add_typer(commands, name="rule")


def add_command(
    context: typer.Context,
    like: Annotated[str, typer.Option("--from", help=T("exceptions.option.from"), metavar="ID")] = "",
    hit: Annotated[list[str] | None, typer.Option("--hit", help=T("exceptions.option.hit"), metavar="ID")] = None,
    owner: Annotated[list[str] | None, typer.Option("--owner", help=T("exceptions.option.owner"), metavar="TEXT")] = None,
    name: Annotated[list[str] | None, typer.Option("--name", help=T("exceptions.option.name"), metavar="NAME")] = None,
    number: Annotated[list[int] | None, typer.Option("--class", help=T("exceptions.option.class"), metavar="N")] = None,
    country: Annotated[list[str] | None, typer.Option("--country", help=T("exceptions.option.country"), metavar="XX")] = None,
    text: Annotated[list[str] | None, typer.Option("--text", help=T("exceptions.option.text"), metavar="TEXT")] = None,
    kind: Annotated[str, typer.Option("--kind", help=T("exceptions.option.kind"), metavar="false_alarm|dealer|licensee")] = "",
    reason: Annotated[str, typer.Option("--reason", help=T("exceptions.option.reason"), metavar="TEXT")] = "",
    until: Annotated[str, typer.Option("--until", help=T("exceptions.option.until"), metavar="DATE")] = "",
    by: Annotated[str, typer.Option("--by", help=T("triage.option.by"), metavar="NAME")] = "",
    keep_clocks: Annotated[bool, typer.Option("--keep-clocks", help=T("exceptions.option.keep_clocks"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=T("triage.option.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=T("exceptions.option.yes"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:  # fmt: skip
    from dataclasses import replace

    from monitor.cases.exceptions import RuleKind, Scope
    from monitor.jobs.exceptions import Asked, make_rule, plan_rule
    from monitor.jobs.people import actor

    session = session_of(context)
    if yes and keep_clocks:
        raise UsageError("errors.exception.both")
    kinds = [k.value for k in RuleKind]
    if kind and kind not in kinds:
        known = session.joined(f"{k} {session.texts(f'exceptions.kind.{k}')}" for k in kinds)
        raise UsageError("errors.unknown_choice", option="--kind", value=kind, known=known)
    asked = Asked(
        Scope(
            hits=hits_named(session, hit or ()),
            owners=tuple(o.strip() for o in owner or ()),
            classes=tuple(number or ()),
            countries=tuple(c.strip().upper() for c in country or ()),
            texts=tuple(x.strip() for x in text or ()),
        ),
        names=tuple(name or ()),
        reason=reason,
        until=until.strip(),
        kind=kind,
        like=hit_named(session, like) if like else 0,
        clocks=True if yes else False if keep_clocks else None,
    )
    who = actor(session.settings.office_form, by)
    planned = plan_rule(session, asked, who)
    if not dry_run:
        if planned.running and asked.clocks is None:
            asked = replace(asked, clocks=_consent(session, planned), shown=planned.clocks)
        planned = make_rule(session, asked, who)
    if as_json:
        session.print_json(_planned_json(session, planned, dry_run=dry_run))
        return
    _tell(session, planned, dry_run=dry_run)


def _consent(session: Session, planned: PlannedRule) -> bool:
    """Whether leads with a running clock are kept out too. Raises UsageError where nobody is there to be asked."""
    count = len(planned.running)
    if not sys.stdin.isatty():
        raise UsageError("errors.exception.clocks", count=count, which=_clocks_said(session, planned.running))
    session.tell(session.texts("exceptions.ask.clocks", count=count))
    for details in planned.running:  # all of them: consent is to what was shown
        session.tell(_with_clock(session, details))
    said = session.answered("exceptions.ask.go", count=count)
    if said is None:
        session.say("cli.ask.interrupted")
        raise typer.Exit(1)
    return said


def _clocks_said(session: Session, running: Sequence[HitDetails]) -> str:
    return session.joined(_clock_of(session, d) for d in running[:_SHOWN])


def _clock_of(session: Session, details: HitDetails) -> str:
    from monitor.rules import title_of
    from monitor.rules.acts import day_in_words, days_in_words

    t = session.texts
    clocks = session.joined(
        t(
            "exceptions.add.clock_day" if c.days_left >= 0 else "exceptions.add.clock_passed",
            what=title_of(c.rule, t.lang),
            day=day_in_words(c, t),
            left=days_in_words(c, t),
        )
        for c in sorted(details.running, key=lambda c: c.date)
    )
    return t("exceptions.add.clock", id=details.hit.id, matter=details.hit.matter.key, clocks=clocks)


def _with_clock(session: Session, details: HitDetails) -> str:
    return f"  {_clock_of(session, details)}  {details.watched.name}  {details.hit.text}"


def _tell(session: Session, planned: PlannedRule, *, dry_run: bool) -> None:
    t, rule = session.texts, planned.rule
    number = str(rule.id) if rule.id else t("exceptions.add.not_yet")
    kind = t(f"exceptions.kind.{rule.kind}")
    session.line(t("exceptions.add.made", rule=number, kind=kind, scope=planned.scope), "strong")
    session.line(t("exceptions.add.until", until=rule.until.isoformat(), reason=rule.reason, by=rule.author))
    session.told(
        t("exceptions.add.kept_out" if planned.kept_out else "exceptions.add.none", count=len(planned.kept_out))
    )
    for details in planned.kept_out[:_SHOWN]:
        session.line(_line(session, details))
    if len(planned.kept_out) > _SHOWN:
        session.line(t("exceptions.add.more", count=len(planned.kept_out) - _SHOWN))
    if planned.running:
        stay = {hit for hit, _, _ in set(planned.clocks) - set(rule.clocks)}
        for key, of in (
            ("clocks_out", [d for d in planned.running if d.hit.id not in stay]),
            ("clocks_stay", [d for d in planned.running if d.hit.id in stay]),
        ):
            if of:
                session.told(t(f"exceptions.add.{key}", count=len(of), which=_clocks_said(session, of)))
    if planned.spared:
        ids = session.joined(f"#{d.hit.id}" for d in planned.spared[:_SHOWN])
        session.told(t("exceptions.add.spared", count=len(planned.spared), ids=ids), "notice")
    session.tell(t("triage.done.would") if dry_run else t("exceptions.add.end_it", rule=rule.id))


def _line(session: Session, details: HitDetails) -> str:
    from monitor.bulletin.kinds_in_words import kind_in_words

    hit = details.hit
    kind = kind_in_words(hit.kind, hit.state, session.texts)
    return f"  #{hit.id}  {details.watched.name}  {kind}  {hit.matter.key}  {hit.text}"


def _planned_json(session: Session, planned: PlannedRule, *, dry_run: bool) -> dict[str, Any]:
    from monitor.jobs.exceptions import rule_json

    day = session.clock.now().astimezone(BEIJING).date()
    names = {i: d.watched.name for d in planned.kept_out for i in [d.hit.watched_id]}
    return {
        **rule_json(planned.rule, names, day, session.texts),
        "id": str(planned.rule.id) if planned.rule.id else None,
        "scope": planned.scope,
        "made": not dry_run,
        "suppressed": [d.hit.id for d in planned.kept_out],
        "running": [
            {
                "id": d.hit.id,
                "matter": d.hit.matter.key,
                "deadlines": [
                    {"rule": c.rule, "date": c.date.isoformat(), "days_left": c.days_left} for c in d.running
                ],
            }
            for d in planned.running
        ],
        "spared": [d.hit.id for d in planned.spared],
    }


def list_command(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help=T("exceptions.option.all"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.cli.tables import Column
    from monitor.jobs.exceptions import rule_rows

    session = session_of(context)
    rows = rule_rows(session, every=every)
    if as_json:
        session.print_json(rows)
        return
    if not rows:
        session.say("exceptions.list.none")
        return
    t = session.texts
    session.table(
        [
            Column(t("exceptions.list.id"), whole=True),
            Column(t("exceptions.list.kind"), whole=True),
            t("exceptions.list.scope"),
            Column(t("exceptions.list.until"), whole=True),
            Column(t("exceptions.list.count"), whole=True),
            Column(t("exceptions.list.by"), below=2),
            Column(t("exceptions.list.reason"), below=1),
        ],
        [
            [
                r["id"],
                t(f"exceptions.kind.{r['kind']}"),
                r["scope"] + ("\n" + t("exceptions.list.clocks", hits=_agreed(session, r)) if r["clocks"] else ""),
                _until(session, r),
                r["suppresses"] if r["kind"] != "own" else "—",
                f"{r['by']}\n{r['at'][:10]}",
                r["reason"],
            ]
            for r in rows
        ],
        title=t("exceptions.list.title"),
    )


def _agreed(session: Session, r: dict[str, Any]) -> str:
    return session.joined(dict.fromkeys(f"#{c['hit']}" for c in r["clocks"]))


def _until(session: Session, r: dict[str, Any]) -> str:
    t = session.texts
    if r["state"] == "ended":
        return t("exceptions.list.ended", by=r["ended_by"], at=r["ended_at"][:10])
    if r["state"] == "expired":
        return t("exceptions.list.expired", until=r["until"])
    if not r["until"]:
        return "—"
    return t(
        "exceptions.list.days" if r["days_left"] else "exceptions.list.today", until=r["until"], days=r["days_left"]
    )


def expire_command(
    context: typer.Context,
    which: Annotated[list[str] | None, typer.Argument(metavar="RULE…", help=T("exceptions.option.rules"))] = None,
    reason: Annotated[str, typer.Option("--reason", help=T("exceptions.option.end_reason"), metavar="TEXT")] = "",
    by: Annotated[str, typer.Option("--by", help=T("triage.option.by"), metavar="NAME")] = "",
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.exceptions import end_rules
    from monitor.jobs.people import actor

    session = session_of(context)
    who = actor(session.settings.office_form, by)
    ended = end_rules(session, which or (), who, reason)
    if as_json:
        session.print_json([{"id": e.number, "freed": list(e.freed), "by": who.name} for e in ended])
        return
    for e in ended:
        freed = session.joined(f"#{h}" for h in e.freed[:_SHOWN])
        key = "own" if e.number.startswith("own") else "freed" if e.freed else "ended"
        session.line(
            session.texts(f"exceptions.expire.{key}", rule=e.number, by=who.name, count=len(e.freed), ids=freed)
        )


def stats_command(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False
) -> None:
    """What each rule has kept out."""
    from monitor.cli.tables import Column
    from monitor.jobs.exceptions import stats_rows

    session = session_of(context)
    rows = stats_rows(session)
    if as_json:
        session.print_json(rows)
        return
    if not rows:
        session.say("exceptions.list.none")
        return
    t = session.texts
    session.table(
        [
            Column(t("exceptions.list.id"), whole=True),
            Column(t("exceptions.list.kind"), whole=True, below=1),
            t("exceptions.list.scope"),
            Column(t("exceptions.stats.ever"), whole=True),
            Column(t("exceptions.stats.now"), whole=True),
            Column(t("exceptions.stats.last"), whole=True),
            t("exceptions.stats.by_name"),
            Column(t("exceptions.list.until"), whole=True, below=2),
        ],
        [
            [
                r["id"],
                t(f"exceptions.kind.{r['kind']}"),
                r["scope"],
                r["suppressed"],
                r["suppresses"],
                r["last"] or "—",
                session.joined(f"{name} {count}" for name, count in r["by_name"].items()) or "—",
                _until(session, r),
            ]
            for r in rows
        ],
        title=t("exceptions.stats.title"),
    )
