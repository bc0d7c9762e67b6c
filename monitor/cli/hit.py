"""`monitor hit list|show|confirm-own|filers`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from monitor.cli import hit_log, hit_triage
from monitor.cli.common import Session, T, hit_named, session_of
from monitor.cli.help import App, group
from monitor.cli.rule_words import exception_in_words
from monitor.errors import UsageError
from monitor.model import State, SubjectKind
from monitor.texts import Texts

_REASON_LIMIT = 500


def register(app: App) -> None:
    commands = group(T("cli.hit.help"))
    commands.command("list", help=T("cli.hit.list"))(list_command)
    commands.command("show", help=T("cli.hit.show"))(show_command)
    commands.command("confirm-own", help=T("cli.hit.confirm_own"))(confirm_own_command)
    commands.command("filers", help=T("cli.hit.filers"))(filers_command)
    hit_triage.register(commands)
    hit_log.register(commands)
    app.add_typer(commands, name="hit")


def list_command(
    context: typer.Context,
    state: Annotated[str, typer.Option("--status", help=T("cli.hit.state"), metavar="STATE")] = "",
    band: Annotated[str, typer.Option("--band", help=T("cli.hit.band"), metavar="alert|review|digest")] = "",
    name: Annotated[str, typer.Option("--name", help=T("cli.hit.name"), metavar="NAME")] = "",
    category: Annotated[str, typer.Option("--category", help=T("cli.hit.category"), metavar="CATEGORY")] = "",
    where: Annotated[str | None, typer.Option("--where", help=T("triage.option.where"), metavar="CONDITIONS")] = None,
    newest: Annotated[bool, typer.Option("--newest", help=T("cli.hit.newest"))] = False,
    suppressed: Annotated[bool, typer.Option("--suppressed", help=T("cli.hit.suppressed"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.cli.tables import Column, Styled
    from monitor.jobs.hits import hit_rows

    session = session_of(context)
    rows, kept_out = hit_rows(
        session,
        state=state,
        band=band,
        name=name,
        category=category,
        where=where,
        newest=newest,
        suppressed=suppressed,
    )
    if as_json:
        session.print_json(rows)
        if kept_out:
            session.say("cli.hit.kept_out", count=kept_out)
        return
    t = session.texts
    if not rows:
        session.say("cli.hit.none_kept_out" if suppressed else "cli.hit.none")
        if kept_out:
            session.say("cli.hit.kept_out", count=kept_out)
        elif not suppressed:
            session.say("cli.hit.none_means")
        return
    columns = [
        Column(t("cli.hit.column.id"), whole=True),
        Column(t("cli.hit.column.entry"), whole=True, below=3, mute=True),
        Column(t("cli.hit.column.risk"), whole=True),
        Column(t("cli.hit.column.watched")),
        Column(t("cli.hit.column.finding")),
        Column(t("cli.hit.column.days"), whole=True, below=6),
        Column(t("cli.hit.column.band"), whole=True, below=5),
        Column(t("cli.hit.column.kind"), whole=True, below=3, mute=True),
        Column(t("cli.hit.column.matter"), below=4, mute=True),
        Column(t("cli.hit.column.number"), whole=True, below=2, mute=True),
        Column(t("cli.hit.column.found"), whole=True, below=1),
    ]
    table = [
        [
            r["id"],
            r["entry_no"],
            Styled(t(f"word.rank.{r['risk']}"), "bad" if r["risk"] == "high" else ""),
            _subject(session, r),
            _finding(r, t),
            _days(session, r),
            f"{t('word.band.' + r['band'])} {r['score']:.2f}",
            t(f"word.category.{r['category']}"),
            r["title"],
            r["matter"],
            r["first_seen"][:10],
        ]
        for r in rows
    ]
    session.table(columns, table)
    if kept_out:
        session.say("cli.hit.kept_out", count=kept_out)


def show_command(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="ID", help=T("cli.hit.id"))],
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.assess.stated import printed
    from monitor.bulletin.kinds_in_words import kind_in_words
    from monitor.cli.tables import Column
    from monitor.jobs.hits import OF_OWNER, hit_in_full

    session = session_of(context)
    data = hit_in_full(session, hit_named(session, which))
    if as_json:
        session.print_json(data)
        return
    t = session.texts
    numbers = "  ".join(filter(None, (f"#{data['id']}", data["entry_no"])))
    session.line(f"{numbers}  {data['watched']}  ·  {kind_in_words(data['kind'], data['state'], t)}", "strong")
    if data["subject"]["kind"] == SubjectKind.FIRM:
        session.line(t("cli.hit.unlisted"), "notice")
    if data["demo"]:
        session.line(t("cli.demo_data"), "notice")
    if data["exception"]:
        session.told(exception_in_words(session, data["exception"]), "notice")
    lines = [
        ("matter", f"{data['title']}\n{data['matter']}"),
        ("status", _stands(session, data)),
        ("responsible", session.joined(filter(None, (data["triage"]["unit"], data["triage"]["person"])))),
        ("where", t("cli.hit.found_in", role=t(f"word.role.{data['role']}"), field=data["field"])),
        ("text", data["text"]),
        ("address", data["address"]),
        ("why", data["explanation"]),
        ("score", _likeness(session, data)),
        ("risk", "\n".join((t(f"bulletin.risk.{data['risk']}"), *data["risk_reasons"]))),
        ("url", data["url"]),
        ("sources", ", ".join(data["sources"])),
        ("first_seen", data["first_seen"]),
    ]
    session.facts((t(f"cli.hit.field.{name}"), value) for name, value in lines if value)
    reached = [(t(f"watchlist.field.{f}"), "; ".join(data["owner"][f])) for f in OF_OWNER]
    if any(value for _, value in reached):
        session.facts(
            ((label, value) for label, value in reached if value), t("cli.hit.owner", name=data["owner"]["name"])
        )
    if data["stated"]:
        session.facts(((s["title"], _told(s)) for s in data["stated"]), t("cli.hit.stated"))
    session.table(
        [Column(t("cli.hit.column.date"), whole=True), t("cli.hit.column.event"), t("cli.hit.column.title")],
        [
            [
                e["date"] + ("" if e["certain"] else " ?"),
                e["words"],
                "\n".join(filter(None, (e["original"], printed(e["says"], e["parties"], t)))),
            ]
            for e in data["events"]
        ],
        title=t("cli.hit.events"),
    )
    for part in ("deadlines", "passed"):
        if not data[part]:
            continue
        session.table(
            [
                *(Column(t(f"cli.hit.column.{n}"), whole=True) for n in ("date", "days", "certainty")),
                t("cli.hit.column.rule"),
                Column(t("cli.hit.column.day"), below=2),
                Column(t("cli.hit.column.basis"), below=1),
            ],
            [
                [d["date"], d["left"], d["sureness"], _rule(session, d["rule"]), d["day"], d["basis"]]
                for d in data[part]
            ],
            title=t(f"cli.hit.{part}"),
        )
    if data["awaited"]:
        session.table(
            [
                t("cli.hit.column.rule"),
                Column(t("cli.hit.column.days"), whole=True),
                Column(t("cli.hit.column.begins"), below=1, mute=True),
                Column(t("cli.hit.column.basis"), below=2),
            ],
            [[a["title"], a["short"], a["text"], a["basis"]] for a in data["awaited"]],
            title=t("cli.hit.awaited"),
        )
    _advise(session, data)
    if data["confirmed"]:
        _show_confirmed(session, data["confirmed"])
    if data["beside"]:
        session.table(
            [t("cli.hit.column.id"), Column(t("cli.hit.column.entry"), whole=True), t("cli.hit.column.watched"),
             t("cli.hit.column.finding"), t("cli.hit.field.status"), Column(t("cli.hit.column.number"), below=1, mute=True)],
            [[f"#{o['id']}", o["entry_no"] or "—", o["watched"], kind_in_words(o["kind"], o["state"], t), t(f"word.state.{o['state']}"),
              o["matter"]] for o in data["beside"]],
            title=t("triage.file.same"),
        )  # fmt: skip
    if data["log"]:
        hit_log.show_log(session, data["log"])
    session.table(
        [
            Column(t("cli.hit.column.role"), whole=True),
            t("cli.hit.column.text"),
            Column(t("cli.hit.column.source"), whole=True, below=2),
            Column(t("cli.hit.column.capture"), whole=True, below=1, mute=True),
        ],
        [[t(f"word.role.{e['role']}"), e["text"], e["source"], e["capture"]] for e in data["evidence"]],
        title=t("cli.hit.evidence"),
    )


def confirm_own_command(
    context: typer.Context,
    which: Annotated[list[str] | None, typer.Argument(metavar="ID…", help=T("cli.hit.ids"))] = None,
    reason: Annotated[str, typer.Option("--reason", help=T("cli.hit.reason"), metavar="TEXT")] = "",
    by: Annotated[str, typer.Option("--by", help=T("cli.hit.by"), metavar="NAME")] = "",
    undo: Annotated[bool, typer.Option("--undo", help=T("cli.hit.undo_own"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    """A person says that these filings are the listed firm's own; without a number, what was said so far."""
    from dataclasses import asdict

    from monitor.bulletin.safe import one_line
    from monitor.jobs.confirming import confirm_own, confirmed_rows, take_back
    from monitor.jobs.people import actor
    from monitor.model import HitKind

    session = session_of(context)
    hit_ids = [hit_named(session, w) for w in which or ()]
    if undo and not hit_ids:
        raise UsageError("errors.undo_own_what")
    reason = one_line(reason, _REASON_LIMIT)
    if hit_ids and not undo and not reason:
        raise UsageError("errors.confirm_own_reason")
    if not hit_ids:
        with session.open_store(readonly=True) as store:
            rows = confirmed_rows(store)
        _show_confirmed(session, rows, as_json=as_json)
        return
    who = actor(session.settings.office_form, by).name
    said = take_back(session, hit_ids, who, reason) if undo else confirm_own(session, hit_ids, who, reason)
    if as_json:
        session.print_json([{"id": s.hit, **{k: v for k, v in asdict(s).items() if k != "hit"}} for s in said])
        return
    t = session.texts
    for s in said:
        key = "own_watched_of" if s.registrant and s.registrant != s.watched else "own_watched"
        watched = t(f"cli.hit.{key}", watched=s.watched, registrant=s.registrant)
        key = "own_undone" if undo else "own_confirmed"
        owners = session.joined(s.owners)
        session.line(t(f"cli.hit.{key}", id=s.hit, owners=owners, office=s.office_name, watched=watched, by=who))
        kind = t(f"word.kind.{s.kind}")
        if undo:
            session.line(t("cli.hit.own_now", kind=kind))
        else:
            key = "own_information" if s.kind is HitKind.OWN_FILING else "own_no_information"
            session.line(t(f"cli.hit.{key}", kind=kind))
            session.line(t("cli.hit.own_take_back", id=s.hit))
        others = [str(c) for c in s.changed if c != s.hit]
        if others:
            session.line(session.texts("cli.hit.own_others", ids=session.joined(others)))


def _show_confirmed(session: Session, rows: list[dict[str, Any]], *, as_json: bool = False) -> None:
    if as_json:
        session.print_json(rows)
        return
    if not rows:
        session.say("cli.hit.none_confirmed")
        return
    from monitor.jobs.confirming import office_in_words

    t = session.texts
    session.table(
        [t(f"cli.hit.column.{c}") for c in ("id", "owner", "office", "by", "when", "reason", "undone")],
        [
            [str(r["hit"]), r["owner"], office_in_words(r["matter"], t), r["by"], r["at"][:16], r["reason"],
             f"{r['undone_at'][:16]} {r['undone_by']} {r['undone_reason']}".strip() if r["undone_at"] else "—"]
            for r in rows
        ],
        title=t("cli.hit.confirmed_owners"),
    )  # fmt: skip


def filers_command(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False
) -> None:
    """Applicants who took several watched names."""
    from dataclasses import asdict

    from monitor.assess.filers import serial_filers_of
    from monitor.issue.views import filer_views_of
    from monitor.jobs.confirming import confirmed_rows

    session = session_of(context)
    with session.open_store(readonly=True) as store:
        views = filer_views_of(store, serial_filers_of(store))
        confirmed = confirmed_rows(store)
    if as_json:
        session.print_json([asdict(v) for v in views])
        return
    t = session.texts
    if not views:
        session.say("cli.hit.no_filers")
        if confirmed:
            _show_confirmed(session, confirmed)
        return
    columns = ("applicant", "watched", "brands", "where", "when", "matters")
    session.table(
        [t(f"cli.hit.column.{c}") for c in columns],
        [
            [v.applicant, session.joined(v.watched), session.joined(v.brands), ", ".join(v.countries), f"{v.first} – {v.last}",
             ", ".join(v.numbers)]
            for v in views
        ],
    )  # fmt: skip
    if confirmed:
        _show_confirmed(session, confirmed)


def _likeness(session: Session, data: dict[str, Any]) -> str:
    """1.00 is how like two texts are and no proof: it says so as long as nobody has looked."""
    from monitor.cases import states

    t = session.texts
    said = f"{data['score']:.2f}  {t('word.band.' + data['band'])}"
    return said if data["state"] in states.REVIEWED else f"{said}  ·  {t('bulletin.confidence.not_reviewed')}"


def _finding(r: dict[str, Any], t: Texts) -> str:
    """What it is to us; below it its state, once somebody has said anything of it."""
    from monitor.bulletin.kinds_in_words import kind_in_words

    state = t(f"word.state.{r['state']}") if r["state"] != State.NEW else ""
    return "\n".join(filter(None, (kind_in_words(r["kind"], r["state"], t), state)))


def _stands(session: Session, data: dict[str, Any]) -> str:
    """已确认（张三，2026-11-20 10:00；曾判误报）; the reason below."""
    t, triage = session.texts, data["triage"]
    said = [t("triage.file.by", by=triage["by"] or t("triage.program"), at=triage["since"])] if triage["since"] else []
    said += [t(f"triage.file.{name}") for name in ("once_rejected", "once_merged") if triage[name]]
    if triage["into"]:
        said.append(t("triage.file.into", id=triage["into"]))
    if triage["handed_to"]:
        said.append(triage["handed_to"])
    if triage["reply_by"] and data["state"] in ("notified", "expired"):
        said.append(f"{t('triage.file.reply_by')} {triage['reply_by']}")
    if triage["ground"]:
        said.append(t(f"triage.ground.{triage['ground']}"))
    word = t(f"word.state.{data['state']}")
    state = t("triage.file.stands", state=word, said=t("triage.file.between").join(said)) if said else word
    return "\n".join(filter(None, (state, triage["reason"])))


def _subject(session: Session, hit: dict[str, Any]) -> str:
    """Whom a hit is about; of a firm that is not on the list, that it is not."""
    if hit["subject"]["kind"] != SubjectKind.FIRM:
        return str(hit["watched"])
    return f"{hit['subject']['name']}\n{session.texts('cli.hit.unlisted')}"


def _told(line: dict[str, Any]) -> str:
    """A line of the case; below it the passage of the source it rests on."""
    return "\n".join(filter(None, (line["value"], line["original"])))


def _advise(session: Session, hit: dict[str, Any]) -> None:
    """What to do and what may follow, under the labels of the bulletin."""
    t = session.texts
    gap = t("bulletin.text.sentence_gap")
    steps = [f"{n}. {step}" for n, step in enumerate(hit["first_steps"], start=1)]
    said = [
        ("first_steps", "\n".join(steps) or t("bulletin.entry.watch_only")),
        ("if_silent", hit["consequence"]),
        ("avoid", gap.join(hit["avoid"])),
        ("collect", gap.join(hit["collect"])),
        ("helpers", gap.join(hit["help"])),
        ("basis", hit["advice_basis"]),
        ("advice_reviewed", hit["advice_reviewed"] or t("bulletin.entry.advice_unreviewed")),
    ]
    stage = t("bulletin.entry.at_stage", stage=hit["stage"]["name"]) if hit["stage"] else ""
    session.facts(((t(f"bulletin.entry.{name}"), value) for name, value in said if value), t("cli.hit.advice") + stage)


def _rule(session: Session, rule: str) -> str:
    """The rule's title; its id if the rule is no longer in the book."""
    from monitor.errors import MonitorError
    from monitor.rules import title_of

    try:
        return title_of(rule, session.lang)
    except MonitorError:
        return rule


def _days(session: Session, hit: dict[str, Any]) -> str:
    """Of the nearest clock; of the one to come where none runs."""
    if not hit["deadlines"] and hit["awaited"]:
        return str(hit["awaited"][0]["short"])
    first = next(iter((*hit["deadlines"], *hit["passed"])), None)
    if first is None:
        return "—"
    return session.texts("cli.hit.days_left", days=first["left"], date=first["day"])
