"""`monitor hit review|confirm|reject|watch|notify|handle|handover|close|reopen|merge|note|assign|undo`: one table of commands, one
way through all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, hits_named, session_of
from monitor.cli.help import App
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.cases.actions import Details
    from monitor.jobs.triage import Plan, Planned

_EVERYWHERE = ("reason", "by", "where", "seen", "dry_run", "yes", "json")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "review": (),
    "confirm": (),
    "reject": ("ground",),
    "watch": (),
    "notify": ("how", "whom", "reply_by"),
    "handle": (),
    "handover": ("to",),
    "close": (),
    "reopen": (),
    "merge": (),
    "note": (),
    "assign": ("unit", "person"),
    "undo": ("batch",),
}
"""Each command with the options it has beside those of all."""

_MANY = 20
"""From how many hits on a command that chose them by a condition asks before it does anything."""


def register(commands: App) -> None:
    for name in COMMANDS:
        commands.command(name, help=T(f"triage.help.{name}"))(_command(name))


def _command(name: str) -> Callable[..., None]:
    """The function typer makes a command of: its parameters are those of the table."""

    def command(context: typer.Context, **said: Any) -> None:
        _do(session_of(context), name, said)

    options = {"which": _ids(name)} | {o: _option(o) for o in (*COMMANDS[name], *_EVERYWHERE)}
    kinds = {"context": typer.Context} | {o: kind for o, (kind, _) in options.items()}
    command.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
        + [Parameter(o, Parameter.KEYWORD_ONLY, default=d, annotation=k) for o, (k, d) in options.items()]
    )
    command.__annotations__ = kinds
    return command


def _ids(name: str) -> tuple[Any, Any]:
    text = T("triage.option.merged" if name == "merge" else "triage.option.ids")
    return Annotated[list[str] | None, typer.Argument(metavar="ID…", help=text)], None


def _option(name: str) -> tuple[Any, Any]:
    """The type and the default of an option, with its help in the language spoken."""
    if name == "json":
        return Annotated[bool, typer.Option("--json", help=T("cli.option.json"))], False
    flag, text = f"--{name.replace('_', '-')}", T(f"triage.option.{name}")
    if name in ("dry_run", "yes"):
        return Annotated[bool, typer.Option(flag, help=text)], False
    if name in ("seen", "batch"):
        return Annotated[int | None, typer.Option(flag, help=text, metavar="N")], None
    if name == "where":
        return Annotated[str | None, typer.Option(flag, help=text, metavar="CONDITIONS")], None
    metavar = {"reply_by": "DATE", "ground": "GROUND", "how": "HOW", "by": "NAME"}
    return Annotated[str, typer.Option(flag, help=text, metavar=metavar.get(name, "TEXT"))], ""


# --- one way through all of them --------------------------------------------------------------------------------------


def _do(session: Session, name: str, said: Mapping[str, Any]) -> None:
    from monitor.bulletin.safe import one_line
    from monitor.cases.actions import Doing
    from monitor.jobs.choosing import hits_where
    from monitor.jobs.people import actor
    from monitor.jobs.triage import Wanted, batch_of, carry_out, plan

    doing = Doing(name)
    who = actor(session.settings.office_form, said["by"])
    chosen = hits_named(session, said["which"] or ())
    if said.get("batch") is not None:
        every = batch_of(session, said["batch"])
        chosen = tuple(n for n in every if n in chosen) if chosen else every
        if not chosen:
            raise UsageError("errors.triage.not_in_batch", batch=said["batch"])
    details = _details(session, doing, said)
    if doing is Doing.MERGE:
        if len(chosen) < 2:
            raise UsageError("errors.triage.merge_two")
        details, chosen = _into(details, chosen[0]), chosen[1:]
    if said["where"] is not None:
        found, left_out = hits_where(session, said["where"])
        if left_out:
            session.say("triage.where.left_out", count=left_out)
        chosen = tuple(n for n in found if n in chosen) if chosen else found
    wanted = Wanted(
        doing, chosen, who.name, who.account, one_line(said["reason"]), details, where=said["where"] is not None, seen=said["seen"],
        batch=said.get("batch"),
    )  # fmt: skip
    planned = plan(session, wanted)
    if not said["dry_run"]:
        if planned.actions and _asks(planned) and not said["yes"]:
            _ask(session, planned)
        planned = carry_out(session, planned)
    if said["json"]:
        session.print_json([_as_json(s, dry_run=said["dry_run"]) for s in planned.steps])
        return
    _tell(session, planned, dry_run=said["dry_run"])


def _details(session: Session, doing: Any, said: Mapping[str, Any]) -> Details:
    from monitor.bulletin.safe import one_line
    from monitor.cases.actions import Channel, Details, Ground

    def one_of(option: str, values: Iterable[str], words: str) -> str:
        value = str(said.get(option) or "")
        if value and value not in values:
            known = session.joined(f"{v} {session.texts(f'triage.{words}.{v}')}" for v in values)
            raise UsageError("errors.unknown_choice", option=f"--{option}", value=value, known=known)
        return value

    return Details(
        unit=one_line(str(said.get("to") or said.get("unit") or "")),
        person=one_line(str(said.get("person") or "")),
        how=one_of("how", [c.value for c in Channel], "how"),
        whom=str(said.get("whom") or ""),
        reply_by=_day(str(said.get("reply_by") or "")),
        ground=one_of("ground", [g.value for g in Ground], "ground"),
    )


def _into(details: Details, kept: int) -> Details:
    from dataclasses import replace

    return replace(details, into=kept)


def _day(text: str) -> date | None:
    from monitor.jobs.handled import day_of

    return day_of(text) if text else None


def _asks(planned: Plan) -> bool:
    """Whether it should be looked at first: what was chosen by a condition, and not hit by hit, and a merger of what is hardly one."""
    steps = [s for s in planned.steps if s.action]
    if any(s.own or s.apart for s in steps):
        return True
    return planned.wanted.where and (any(s.running for s in steps) or len(steps) >= _MANY)


def _reasons(session: Session, planned: Plan, doing: str) -> str:
    t, steps = session.texts, [s for s in planned.steps if s.action]
    doubts = {
        "owners": sum(s.apart == "owner" for s in steps),
        "own_filing": sum(s.apart == "own_filing" for s in steps),
        "own_clocks": sum(bool(s.own) for s in steps),
        "clocks": sum(bool(s.running) for s in steps),
    }
    kept = planned.wanted.details.into
    said = [t(f"triage.ask.{why}", count=count, kept=kept, after=doing) for why, count in doubts.items() if count]
    return t("triage.ask.between").join(said) or t("triage.ask.many", count=len(steps))


def _ask(session: Session, planned: Plan) -> None:
    """Raises UsageError where nobody is there to be asked, or where the answer is no."""
    doing, count = session.texts(f"triage.doing.{planned.wanted.doing}"), len(planned.actions)
    why = _reasons(session, planned, doing)
    if sys.stdin.isatty():
        _tell(session, planned, dry_run=True)
        session.tell(why)
        if session.agrees("triage.ask.go", count=count, doing=doing):
            return
        session.say("cli.ask.interrupted")
        raise typer.Exit(1)
    raise UsageError("errors.triage.yes", why=why)


def _tell(session: Session, planned: Plan, *, dry_run: bool) -> None:
    t = session.texts
    for step in planned.steps:
        number = "  ".join(filter(None, (f"#{step.hit.id}", step.entry_no)))
        if step.action is None:
            why = step.why_not
            if why is not None:
                session.tell(t("triage.done.skipped", number=number, why=session.error_in_words(why)))
            continue
        session.line(_line(session, step, number))
        if step.running:
            clocks = [d for d in (*step.details.deadlines, *step.details.passed) if (d.rule, d.date) in step.running]
            ahead = [d for d in clocks if d.days_left >= 0]
            nearest = min(ahead, key=lambda d: d.date) if ahead else max(clocks, key=lambda d: d.date)
            after, key = t(f"word.state.{step.action.after}"), "clocks" if ahead else "clocks_passed"
            session.tell(t(f"triage.done.{key}", day=nearest.date.isoformat(), days=nearest.days_left, after=after))
        if step.own:
            days = session.joined(sorted({day.isoformat() for _, day in step.own}))
            session.tell(t("triage.done.own_clocks", days=days))
        if step.overrules is not None:
            session.tell(t("triage.done.overrules", **told(session, step.overrules)))
    if not planned.actions:
        session.say("triage.done.none")
        return
    if dry_run:
        session.say("triage.done.would")
        return
    first = planned.actions[0]
    undo = f"monitor hit undo --batch {first.batch}"
    session.tell(t("triage.done.by", by=first.actor, undo=undo))
    if planned.wanted.doing == "reject":
        session.say("triage.done.rule", id=first.hit)
    if planned.alike:
        ids = session.joined(f"#{n}" for n in planned.alike[:10])
        session.say("triage.done.alike", count=len(planned.alike), ids=ids)


def _line(session: Session, step: Planned, number: str) -> str:
    from monitor.cases.actions import MOVES, Doing

    t, action = session.texts, step.action
    assert action is not None
    words = {
        "number": number,
        "watched": step.details.watched.name,
        "before": t(f"word.state.{action.before}"),
        "after": t(f"word.state.{action.after}"),
        "doing": t(f"triage.doing.{action.doing}"),
    }
    if action.doing is Doing.UNDO:
        undone = next(a for a in step.file.actions if a.id == action.undoes)
        return t("triage.done.undone", **{**words, "doing": t(f"triage.doing.{undone.doing}")})
    if action.doing is Doing.ASSIGN:
        whom = session.joined(filter(None, (action.details.unit, action.details.person)))
        return t("triage.done.assigned", **words, whom=whom)
    return t(f"triage.done.{'moved' if action.doing in MOVES else 'stays'}", **words)


def told(session: Session, action: Any) -> dict[str, str]:
    """Who did what, and why, as a sentence puts it."""
    from monitor.clock import beijing

    t = session.texts
    return {
        "who": action.actor or t("triage.program"),
        "at": beijing(action.at),
        "what": t(f"triage.doing.{action.doing}"),
        "why": t("triage.because", reason=action.reason) if action.reason else "",
    }


def _as_json(step: Planned, *, dry_run: bool) -> dict[str, Any]:
    action = step.action
    return {
        "id": step.hit.id,
        "entry_no": step.entry_no,
        "watched": step.details.watched.name,
        "before": action.before.value if action else step.hit.state.value,
        "after": action.after.value if action else step.hit.state.value,
        "done": action is not None and not dry_run,
        "batch": action.batch if action and not dry_run else None,
        "revision": action.id if action and not dry_run else step.file.revision,
        "by": action.actor if action else "",
        "why_not": step.why_not.key if step.why_not else "",
        "running": [{"rule": rule, "date": day.isoformat()} for rule, day in step.running],
        "own": [{"rule": rule, "date": day.isoformat()} for rule, day in step.own],
        "overrules": step.overrules.actor if step.overrules else "",
    }
