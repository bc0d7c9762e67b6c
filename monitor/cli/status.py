"""`monitor status`: three lines that say how things stand, then what is wrong and what to do about it, then the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.help import App
from monitor.model import State

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.jobs.status import Standing
    from monitor.store.issues import IssueRow

_STYLES = {"never": "bad", "failing": "bad", "gap": "bad", "interrupted": "warn", "owed": "warn", "paused": "warn"}


def register(app: App) -> None:
    app.command("status", help=T("cli.status.help"))(status_command)


def status_command(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
    whole: Annotated[bool, typer.Option("--whole", help=T("cli.status.whole"))] = False,
) -> None:
    from monitor.jobs.status import standing

    session = session_of(context)
    now = standing(session)
    if as_json or whole:
        session.print_json(_whole_json(session, now) if whole else now.sources)
        if now.undelivered:
            session.say("cli.status.not_arrived", count=len(now.undelivered))
        raise typer.Exit(now.code)
    for text, style in _first_lines(session, now):
        session.told(text, style)
    if said := _unwatched(session, now):
        session.told(said, "")
    if said := _cases(session, now):
        session.told(said)
    if now.suppressed:
        session.told(session.texts("cli.status.suppressed", count=now.suppressed))
    session.line("")
    wrong = list(_wrong(session, now))
    if wrong:
        session.line(session.texts("cli.status.wrong"), "strong")
        for what, to_do in wrong:
            session.listed(what, to_do)
        session.line("")
    if now.issue is not None and _out(now.issue):
        session.told(_issue(session, now.issue, now))
        session.line("")
    _table(session, now)
    raise typer.Exit(now.code)


def _first_lines(session: Session, now: Standing) -> Iterator[tuple[str, str]]:
    """What somebody called at night wants to know: is everything read, does anything work, does the news go out."""
    t = session.texts
    yield _verdict(session, now), "bad" if now.code or now.unchecked else "good"
    yield _daemon(session, now), "bad" if now.daemon.wrong else ""
    trouble = now.mail_missing or now.left or now.issue_late
    yield t("cli.status.issues", issue=_next_issue(session, now), mail=_mail(session, now)), "bad" if trouble else ""


def _verdict(session: Session, now: Standing) -> str:
    """The verdict of the whole: that every source was read is no good news where the daemon is dead or a mail did not arrive."""
    t = session.texts
    troubles = (
        (now.daemon.wrong, f"daemon_{now.daemon.state}"),
        (now.clock is not None, "clock"),
        (now.mail_missing or now.left, "mail"),
        (now.issue_late, "issue"),
    )
    parts = [t(f"cli.status.verdict.{key}") for wrong, key in troubles if wrong]
    said = t("cli.status.verdict.and").join((*parts, _sources_verdict(session, now)))
    # Nothing that is said of sources makes up for a list of which nothing is looked for.
    return t("cli.status.verdict.blind", said=said) if now.blind else t("cli.status.verdict.line", said=said)


def _sources_verdict(session: Session, now: Standing) -> str:
    from monitor.clock import beijing

    t = session.texts
    if not any(r["state"] != "off" for r in now.sources):
        return t("cli.status.verdict.nothing")
    if now.keyless and not now.unchecked:
        return t("cli.status.verdict.keyless", count=len(now.keyless))
    if not now.unchecked:
        since = beijing(now.since)[:10] if now.since else "-"
        return t("cli.status.verdict.fine", count=sum(r["judged"] != "off" for r in now.sources), since=since)
    never = all(r["judged"] == "never" for r in now.unchecked)
    key = "unchecked" if now.unchecked_since else "unchecked_always" if never else "unchecked_before"
    return t(f"cli.status.verdict.{key}", count=len(now.unchecked), since=now.unchecked_since)


def _daemon(session: Session, now: Standing) -> str:
    from monitor.clock import beijing
    from monitor.texts.spans import span_in_words

    t, beat = session.texts, now.daemon
    at = beijing(beat.at) if beat.at else "-"
    said = t(f"cli.status.daemon.{beat.state}", age=span_in_words(beat.seconds, t), at=at, pid=beat.pid or "-")
    titles = {r["id"]: r["title"] for r in now.sources}
    for work in beat.busy:
        name = titles.get(work.what) or t.find(f"cli.status.busy.{work.what}") or work.what
        seconds = max(int((session.clock.now() - work.since).total_seconds()), 0)
        told = {"what": name, "since": _when(work.since, session), "age": span_in_words(seconds, t)}
        if work.asked is None:
            said += t("cli.status.daemon.busy", **told)
        else:
            said += t("cli.status.daemon.asking", **told, host=work.host, asked=_when(work.asked, session))
    return said


def _when(moment: datetime, session: Session) -> str:
    """The time of day; with its date where that is another day."""
    from monitor.clock import beijing

    at = beijing(moment)
    return at[11:] if at[:10] == beijing(session.clock.now())[:10] else at


def _cases(session: Session, now: Standing) -> str:
    """What waits for a person, and for an answer, and how far the others have come; "" where there is no hit."""
    figures = {"unreviewed": State.NEW, "reviewing": State.REVIEW, "waiting": State.NOTIFIED, "overdue": State.EXPIRED}
    said = [
        session.texts(f"cli.status.cases.{what}", count=now.cases[state])
        for what, state in figures.items()
        if now.cases.get(state)
    ]
    others = [s for s in State if s not in figures.values() and now.cases.get(s)]
    said += [
        session.texts("cli.status.cases.other", state=session.texts(f"word.state.{s}"), count=now.cases[s])
        for s in others
    ]
    return session.texts("cli.status.cases.line", said=session.texts("cli.list.then").join(said)) if said else ""


def _unwatched(session: Session, now: Standing) -> str:
    from monitor.watchlist import in_one_sentence

    return in_one_sentence(now.unwatched, session.texts)


def _next_issue(session: Session, now: Standing) -> str:
    from monitor.clock import beijing

    t, coming = session.texts, now.coming
    waits = t("cli.status.coming.unsigned", issue=_number(session, now.unsigned.issue)) if now.unsigned else ""
    if coming is None:
        return waits + t("cli.status.coming.never")
    day = t(f"health.unit.weekday_{coming.at.weekday()}")
    number = t("bulletin.page.week", year=coming.week.year, week=coming.week.number)
    at = beijing(coming.at)
    return waits + t(
        f"cli.status.coming.{coming.goes}", issue=number, at=f"{at[:10]}", day=day, time=at[11:], count=coming.addresses
    )


def _mail(session: Session, now: Standing) -> str:
    from monitor.clock import beijing
    from monitor.store.outbox import FAILED

    t = session.texts
    accepted = beijing(now.accepted) if now.accepted else ""
    failed = sum(r.state in FAILED for r in now.undelivered)
    if now.channel == "file" and not accepted and not now.undelivered:
        return t("cli.status.mail.demo" if now.demo else "cli.status.mail.none")
    last = t("cli.status.mail.last", at=accepted) if accepted else t("cli.status.mail.never")
    return t("cli.status.mail.line", waiting=len(now.undelivered) - failed, failed=failed, last=last)


def _wrong(session: Session, now: Standing) -> Iterator[tuple[str, str]]:
    """What is wrong, the gravest first, and what to do about each."""
    from monitor.jobs.status import issue_owed, weeks_without_issue
    from monitor.outbox.wording import said_of
    from monitor.texts.reasons import state_in_words

    t = session.texts
    if now.clock is not None:
        yield t.reason(now.clock), t("cli.doctor.set_clock")
    if now.daemon.wrong:
        yield t(f"cli.status.daemon_wrong.{now.daemon.state}"), t("cli.status.to_do.daemon")
    if now.blind:
        yield t("cli.status.blind"), t("cli.status.to_do.blind")
    for mail in now.undelivered:
        yield t("cli.status.undelivered", row=said_of(mail, t)), ""
    if now.undelivered:
        yield t("cli.status.not_arrived", count=len(now.undelivered)), ""
    if now.unserved and now.issue is not None:
        yield t("cli.status.unserved", addresses=session.joined(now.unserved), week=now.issue.week), ""
    if said := issue_owed(now, t):
        yield said, ""
    if (said := weeks_without_issue(now, t)) and not now.issue_owed:
        yield said, ""
    if now.issue is not None and not _out(now.issue):
        yield _issue(session, now.issue, now), ""
    for row in now.keyless:
        if row not in now.unchecked:
            yield t("cli.status.lacks_key", title=row["title"]), row["to_do"]
    for row in now.unchecked:
        state = state_in_words(row["judged"], row["verdict"], t)
        since = t("cli.status.since", since=row["not_read"]) if row["not_read"] else ""
        state = t("cli.source.lacks_key") if row["lacks_key"] else state
        said = t("cli.status.source", title=row["title"], state=state, since=since)
        yield said + (t("cli.status.reason", reason=row["reason"]) if row["reason"] else ""), row["to_do"]


def _out(issue: IssueRow) -> bool:
    """Whether somebody has it: a draft waits for a person, what was mailed may not have arrived."""
    return issue.released_at is not None and (issue.channel == "file" or issue.told_at is not None)


def _issue(session: Session, i: IssueRow, now: Standing) -> str:
    """How an issue stands."""
    from monitor.clock import beijing
    from monitor.jobs.status import hindered
    from monitor.outbox.wording import draft_key

    t, number = session.texts, _number(session, i)
    if (hindrance := hindered(session, now)) is not None:
        why = t(hindrance.key, **hindrance.params)
        return t("cli.status.issue.draft_hindered", issue=number, at=beijing(i.built_at), why=why)
    if now.unsigned is not None and now.unsigned.late and now.unsigned.planned is not None:
        return t("cli.status.issue.draft_late", issue=number, at=beijing(now.unsigned.planned), week=i.week)
    if now.unsigned is not None and now.unsigned.waits:
        return t("cli.status.issue.draft_waits", issue=number, at=beijing(i.built_at), week=i.week)
    out = "as_file" if i.channel == "file" else "told" if i.told_at else "left" if now.left else "on_its_way"
    key = draft_key(now.channel, i.revision, now.sending) if i.released_at is None else out
    moment = i.told_at or i.released_at or i.built_at
    return t(f"cli.status.issue.{key}", issue=number, at=beijing(moment), week=i.week)


def _number(session: Session, i: IssueRow) -> str:
    t = session.texts
    number = t("bulletin.page.number", year=i.week.year, number=i.number)
    return t("bulletin.page.correction", number=number, correction=i.revision) if i.revision else number


def _table(session: Session, now: Standing) -> None:
    from monitor.cli.tables import Column, Styled
    from monitor.texts.reasons import state_in_words

    t = session.texts
    # What decides stands beside the source; what explains it stands above the table.
    columns = [
        Column(t("cli.status.column.source")),
        Column(t("cli.source.column.id"), whole=True, below=1, mute=True),
        Column(t("cli.status.column.state"), whole=True),
        Column(t("cli.status.column.last_ok"), whole=True, below=5),
        Column(t("cli.status.column.newest"), whole=True, below=3),
        Column(t("cli.status.column.items"), whole=True, below=2),
        Column(t("cli.status.column.next"), whole=True, below=4),
    ]
    table = []
    for row in now.sources:
        usual = "" if row["usual"] is None else f" / {row['usual']:g}"
        state = row["judged"] if row["state"] != "reading" else "reading"
        said = t("cli.source.lacks_key") if row["lacks_key"] else state_in_words(state, row["verdict"], t)
        style = _STYLES.get(row["judged"], "")
        table.append(
            [
                row["title"],
                row["id"],
                Styled(said, "bad" if row["lacks_key"] else style),
                row["last_ok"] or "—",
                row["newest_item"] or "—",
                f"{row['items']}{usual}",
                row["next_run"] or "—",
            ]
        )
    session.table(columns, table)


def _whole_json(session: Session, now: Standing) -> dict[str, Any]:
    coming, issue = now.coming, now.issue
    return {
        "exit_code": now.code,
        "verdict": _verdict(session, now),
        "unchecked": len(now.unchecked),
        "unchecked_since": now.unchecked_since,
        "daemon": now.daemon.json(),
        "next_issue": coming
        and {
            "at": coming.at.isoformat(),
            "week": str(coming.week),
            "goes": coming.goes,
            "addresses": coming.addresses,
        },
        "issue": issue
        and {
            "week": str(issue.week),
            "correction": issue.revision,
            "released": issue.released_at is not None,
            "told": issue.told_at is not None,
            "number": issue.number,
            "running": issue.running,
            "approved_by": issue.approved_by or None,
            "unsigned": now.unsigned is not None,
            "unsigned_late": now.unsigned is not None and (now.unsigned.late or now.unsigned.waits),
        },
        "nothing_watched": now.blind,
        "unwatched": _unwatched(session, now) or None,
        "unreviewed": now.cases.get(State.NEW, 0),
        "unanswered": {"waiting": now.cases.get(State.NOTIFIED, 0), "overdue": now.cases.get(State.EXPIRED, 0)},
        "suppressed": now.suppressed,
        "issue_owed": now.issue_owed or None,
        "weeks_without_issue": now.without_issue and [str(week) for week in now.without_issue],
        "mail": {
            "undelivered": len(now.undelivered),
            "unserved": list(now.unserved),
            "last_accepted": now.accepted.isoformat() if now.accepted else None,
        },
        "wrong": [{"what": what, "to_do": to_do} for what, to_do in _wrong(session, now)],
        "sources": list(now.sources),
    }
