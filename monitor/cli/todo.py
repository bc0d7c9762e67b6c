"""`monitor todo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.help import App
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.jobs.todo import Task


def register(app: App) -> None:
    app.command("todo", help=T("triage.todo.help"))(todo_command)


def todo_command(
    context: typer.Context,
    within: Annotated[str, typer.Option("--within", help=T("triage.todo.within"), metavar="DAYS")] = "14",
    city: Annotated[str, typer.Option("--city", help=T("triage.todo.city"), metavar="NAME")] = "",
    unit: Annotated[str, typer.Option("--unit", help=T("triage.todo.unit"), metavar="NAME")] = "",
    person: Annotated[str, typer.Option("--person", help=T("triage.todo.person"), metavar="NAME")] = "",
    phone: Annotated[bool, typer.Option("--phone", help=T("triage.todo.phone"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.jobs.todo import rows_of, todo

    session = session_of(context)
    number = within.strip().casefold().removesuffix("d").removesuffix("天")
    if not number.isdecimal() or len(number) > 5:
        raise UsageError("errors.not_days", value=within)
    found = todo(session, within=int(number), city=city, unit=unit, person=person, phone=phone)
    if as_json:
        session.print_json(rows_of(found))
        return
    if not found.tasks:
        session.line(
            session.texts(
                "triage.todo.nothing" if not (city or unit or person or phone) else "triage.todo.nothing_here"
            )
        )
    elif phone:
        _call(session, [task for task in found.tasks if task.hit])
    else:
        _list(session, found.tasks)
    if found.later and not phone:
        session.tell(session.texts("triage.todo.later", count=found.later, days=int(number)))
    if found.watching and not phone:
        session.tell(session.texts("triage.todo.watching", count=found.watching))
    if found.kept_out:
        session.say("cli.hit.kept_out", count=found.kept_out)
    session.say("triage.todo.means")


def _list(session: Session, tasks: tuple[Task, ...]) -> None:
    from monitor.bulletin.kinds_in_words import kind_in_words
    from monitor.cli.tables import Column, Styled

    t = session.texts
    columns = [
        Column(t("triage.todo.column.days"), whole=True),
        Column(t("triage.todo.column.why")),
        Column(t("triage.todo.column.whom")),
        Column(t("triage.todo.column.finding")),
        Column(t("triage.todo.column.responsible"), below=3),
        Column(t("triage.todo.column.number"), whole=True, below=4, mute=True),
        Column(t("triage.todo.column.command"), below=1),
    ]
    rows = []
    for task in (task for task in tasks if task.hit):
        why = t("triage.todo.between").join(t(f"triage.want.{w}") for w in task.wants)
        pressing = task.days is not None and task.days <= 3
        rows.append(
            [
                Styled(task.left, "bad" if pressing else "") if task.left else "—",
                Styled(why, "bad" if task.risk == "high" else ""),
                task.watched if task.owner in ("", task.watched) else f"{task.watched}\n{task.owner}",
                "\n".join(
                    filter(
                        None,
                        (kind_in_words(task.kind, task.state, t), task.what and f"{task.what} {task.day}", task.then),
                    )
                ),
                session.joined(filter(None, (task.unit, task.person))) or "—",
                "  ".join(filter(None, (f"#{task.hit}", task.entry_no))),
                task.command,
            ]
        )
    if rows:
        session.table(columns, rows, title=t("triage.todo.hits", count=len(rows)))
    others = [task for task in tasks if not task.hit]
    if others:
        session.line(t("triage.todo.others", count=len(others)), "strong")
    for task in others:
        session.listed(task.what, task.command)


def _call(session: Session, tasks: list[Task]) -> None:
    """One block for each firm: its numbers, and what to say."""
    from monitor.bulletin.kinds_in_words import kind_in_words

    t = session.texts
    firms: dict[str, list[Task]] = {}
    for task in tasks:
        firms.setdefault(task.owner or task.watched, []).append(task)
    for firm, theirs in firms.items():
        first = theirs[0]
        city = t("triage.todo.of_city", city=first.city) if first.city else ""
        session.line(firm + city, "strong")
        called = session.joined(first.phone)
        whom = session.joined(first.contact)
        if called:
            session.line(t("triage.todo.call" if whom else "triage.todo.call_nobody", phone=called, whom=whom))
        else:
            session.line(t("triage.todo.no_phone"), "notice")
        for task in theirs:
            due = t("triage.todo.due", what=task.what, day=task.day, left=task.left) if task.left else ""
            confirmed = t(f"triage.todo.{'warning' if task.state in _TOLD_AS_WARNING else 'lead'}")
            line = t("triage.todo.say", number=task.entry_no or f"#{task.hit}", kind=kind_in_words(task.kind, task.state, t), watched=task.watched,
                     matter=task.matter, certain=confirmed)  # fmt: skip
            session.listed(line + due, task.first_step)
            session.told(t("triage.todo.note_it", command=_record(task)), head="  ")
        session.line("")


_TOLD_AS_WARNING = ("confirmed", "notified", "handling", "expired")


def _record(task: Task) -> str:
    """What to write down once the firm was called."""
    if task.state in ("confirmed", "notified", "expired"):
        return f"monitor hit notify {task.hit} --how phone --whom … --reply-by …"
    return f"monitor hit note {task.hit} --reason …"
