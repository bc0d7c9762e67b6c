"""`monitor source list|show|test|pause|resume|skip-unit|seen`, and `new` (source_new.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.cli.help import App, group
from monitor.cli.source_new import new_command
from monitor.errors import BrokenSource, UsageError

if TYPE_CHECKING:
    from monitor.config import Origin
    from monitor.texts import Texts


def register(app: App) -> None:
    commands = group(T("cli.source.help"))
    commands.command("list", help=T("cli.source.list"))(list_command)
    commands.command("show", help=T("cli.source.show"))(show_command)
    commands.command("test", help=T("cli.source.test"))(try_command)
    commands.command("pause", help=T("cli.source.pause"))(pause_command)
    commands.command("resume", help=T("cli.source.resume"))(resume_command)
    commands.command("new", help=T("cli.source.new.help"))(new_command)
    commands.command("skip-unit", help=T("cli.source.skip_unit.help"))(skip_unit_command)
    commands.command("seen", help=T("cli.source.seen.help"))(seen_command)
    app.add_typer(commands, name="source")


def list_command(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False
) -> None:
    from monitor.bulletin.places import place_name
    from monitor.cli.tables import Column
    from monitor.config.cron_words import schedule_in_words

    session = session_of(context)
    rows = [_row(session, source) for source in session.sources]
    if as_json:
        session.print_json(rows)
        return
    t = session.texts
    columns = [
        Column(t("cli.source.column.id"), whole=True),
        Column(t("cli.source.column.title")),
        Column(t("cli.source.column.category"), whole=True),
        Column(t("cli.source.column.jurisdiction"), whole=True),
        Column(t("cli.source.column.enabled"), whole=True),
        Column(t("cli.source.column.schedule"), whole=True, below=1),
        Column(t("cli.source.column.key"), whole=True, below=2),
    ]
    table = []
    for row in rows:
        key = t("cli.source.no_key")
        if row["key"]:
            key = t("cli.source.key_set" if row["key_set"] else "cli.source.key_missing")
        cells = [
            row["id"],
            row["title"],
            t(f"word.category.{row['category']}"),
            place_name(row["jurisdiction"], t),
            t("cli.source.broken") if row["fault"] else _enabled(session, row),
            schedule_in_words(row["schedule"], t),
            key,
        ]
        table.append(cells)
    session.table(columns, table)
    for row in rows:
        if row["fault"]:
            session.tell(row["fault"])


def show_command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID", help=T("cli.source.id"))],
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    from monitor.collect.planning import fault_of
    from monitor.config.sources import words_in
    from monitor.jobs.courts import courts_json, courts_lines, courts_of
    from monitor.jobs.described import told_of
    from monitor.jobs.heard import heard_of
    from monitor.jobs.status import ledger_lines, ledger_of, row_of

    session = session_of(context)
    config = _config(session, source)
    data = {**config.model_dump(mode="json"), **_row(session, source)}
    data["note"] = words_in(config.note, session.lang)
    data["terms"] = {**data["terms"], "allowed": words_in(config.terms.allowed, session.lang)}
    if (fault := fault_of(config)) is not None:
        raise fault
    said = told_of(config)
    heard = heard_of(session, source)
    ledger = ledger_of(session, source)
    row = row_of(session, source)
    courts = courts_of(session, config)
    origins = {key: config.origin_of(key) for key in type(config).model_fields if key != "id"}
    if as_json:
        session.print_json(
            {
                **data,
                "program": said.json(),
                "ledger": ledger,
                "courts": courts_json(courts, session.texts),
                **heard.json(session.texts),
                "standing": row and {k: row[k] for k in ("judged", "since", "not_read", "reason", "to_do")},
                "origin": {k: _origin_json(o) for k, o in origins.items()},
            }
        )
        return
    session.facts(_settings(session.texts, data), session.texts("cli.source.settings"))
    session.facts(said.lines(session.texts), session.texts("cli.source.program.title"))
    if ledger:
        session.facts(ledger_lines(ledger, session.texts), session.texts("cli.source.ledger.title"))
    if courts:
        session.facts(courts_lines(courts, session.texts), session.texts("cli.source.courts.title"))
    lines = [*heard.lines(session.texts), *_how_it_stands(session, row)]
    session.facts(lines, session.texts("cli.source.heard.title"))
    session.facts(_origin_lines(session, origins), session.texts("cli.source.origin.title"))


def try_command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID", help=T("cli.source.id"))],
    replay: Annotated[Path | None, typer.Option("--replay", help=T("cli.run.replay"), metavar="PATH")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    """Fetch and read the source once, in a throw-away state folder: nothing is stored, no cursor moves."""
    import tempfile

    from monitor.cli.run import run_json, run_sources, show_results
    from monitor.health import exit_code
    from monitor.jobs.trial import begin_trial, sample_of

    session = session_of(context)
    _config(session, source)
    with tempfile.TemporaryDirectory(prefix="monitor-test-") as folder:
        trial = Session(lang=session.lang, state=Path(folder), at=session.at, sources_file=session.sources_file)
        begin_trial(session, trial)
        results = run_sources(trial, [source], replay=replay)
        sample = sample_of(trial)
    if as_json:
        session.print_json({"runs": [run_json(r, session) for r in results], "sample": sample})
    else:
        show_results(session, results)
        for row in sample:
            session.line(f"  {row['key']}  {row['title']}")
    raise typer.Exit(exit_code({r.source: r.verdict for r in results}))


def pause_command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID", help=T("cli.source.id"))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("cli.source.reason"))],
) -> None:
    from monitor.jobs.pausing import pause

    session = session_of(context)
    config = _config(session, source)
    pause(session, source, reason)
    session.say("cli.source.paused", source=config.title_in(session.lang))


def resume_command(
    context: typer.Context, source: Annotated[str, typer.Argument(metavar="ID", help=T("cli.source.id"))]
) -> None:
    from monitor.jobs.pausing import resume

    session = session_of(context)
    config = _config(session, source)
    resume(session, source)
    session.say("cli.source.resumed", source=config.title_in(session.lang))


def skip_unit_command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID", help=T("cli.source.id"))],
    units: Annotated[list[str], typer.Argument(metavar="UNIT…", help=T("cli.source.skip_unit.units"))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("cli.source.skip_unit.reason"))] = "",
    undo: Annotated[bool, typer.Option("--undo", help=T("cli.source.skip_unit.undo"))] = False,
) -> None:
    from monitor.jobs.units import excuse, expect_again
    from monitor.texts.days import as_param

    session = session_of(context)
    config = _config(session, source)
    if not undo and not reason.strip():
        raise UsageError("errors.skip_unit_reason")
    done = expect_again(session, config, units) if undo else excuse(session, config, units, reason.strip())
    days = {"spans": [as_param(s) for s in done.changed]}
    session.say(
        f"cli.source.skip_unit.{'undone' if undo else 'done'}", source=config.title_in(session.lang), units=days
    )
    early = "early_again" if undo else "early"
    for key, spans in ((early, done.early), ("not_overdue", done.left), ("left", done.missing)):
        if spans:
            session.say(f"cli.source.skip_unit.{key}", units={"spans": [as_param(s) for s in spans]})


def seen_command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID", help=T("cli.source.id"))],
    matter: Annotated[str, typer.Option("--matter", metavar="NUMBER", help=T("cli.source.seen.matter"))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=T("cli.source.seen.reason"))] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=T("cli.hit.by"))] = "",
    undo: Annotated[bool, typer.Option("--undo", help=T("cli.source.seen.undo"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    """A person looked at what of a matter's text was not understood; without a matter, all that was not, and who looked."""
    from monitor.jobs.people import called
    from monitor.jobs.seen import doubt_in_words, doubt_json, doubt_lines, doubts_of, look_at, take_back

    session = session_of(context)
    config = _config(session, source)
    t = session.texts
    if not matter.strip():
        if undo or reason.strip():
            raise UsageError("errors.seen_what")
        doubts = doubts_of(session, source)
        if as_json:
            session.print_json([doubt_json(d, t) for d in doubts])
            return
        for open_ in (True, False):
            chosen = [d for d in doubts if (d.seen is None) is open_]
            if chosen:
                session.line(t(f"cli.source.seen.{'open' if open_ else 'looked_at'}"))
            for doubt in chosen:
                first, *further = doubt_lines(doubt, t)
                session.line(f"  {doubt.matters[0]}  {first}")
                for line in further:
                    session.line(f"    {line}")
        if not doubts:
            session.say("cli.source.seen.none")
        return
    if not undo and not reason.strip():
        raise UsageError("errors.seen_reason")
    who = called(by)
    done = take_back(session, source, matter, who) if undo else look_at(session, source, matter, who, reason.strip())
    if as_json:
        session.print_json([doubt_json(d, t) for d in doubts_of(session, source) if d.id in {one.id for one in done}])
        return
    session.say(
        f"cli.source.seen.{'undone' if undo else 'done'}",
        source=config.title_in(session.lang),
        count=len(done),
        by=who,
        id=source,
    )
    for doubt in done:
        session.line(f"  {doubt_in_words(doubt, t)}")


def _enabled(session: Session, row: Mapping[str, Any]) -> str:
    """Of one that is switched on and never asked, that it is not."""
    t = session.texts
    if row["lacks_key"]:
        return t("cli.source.lacks_key")
    return t("cli.yes" if row["enabled"] else "cli.no")


def _settings(t: Texts, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every setting: what it is called in words and in sources.yaml, and its value in words where it has some."""
    from monitor.bulletin.places import place_name
    from monitor.config.cron_words import schedule_in_words

    said = {
        "category": t(f"word.category.{data['category']}"),
        "jurisdiction": place_name(data["jurisdiction"], t),
        "schedule": schedule_in_words(data["schedule"], t),
    }
    for key, value in _lines({k: v for k, v in data.items() if k not in ("fault", "key_set", "lacks_key")}):
        shown = value
        if key == "key":
            shown += " " + t("cli.source.key_is_set" if data["key_set"] else "cli.source.key_is_missing")
        elif key in said and said[key] != value:
            shown = t("cli.source.as_written", said=said[key], written=value)
        elif value in ("true", "false"):
            shown = t("cli.yes" if value == "true" else "cli.no")
        yield _called(key, t), shown


def _how_it_stands(session: Session, row: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """What `status` says of the source, in the same words."""
    from monitor.texts.reasons import state_in_words

    if row is None:
        return
    t = session.texts
    since = t("cli.status.since", since=row["not_read"]) if row["not_read"] else ""
    said = state_in_words(row["judged"], row["verdict"], t) + since
    yield t("cli.source.heard.standing"), said + (t("cli.status.reason", reason=row["reason"]) if row["reason"] else "")
    if row["to_do"]:
        yield "", row["to_do"]


def _called(key: str, t: Texts) -> str:
    """A key of sources.yaml with its name in words: that of the longest part of it that has one."""
    parts = key.split(".")
    for size in range(len(parts), 0, -1):
        node = "_".join(parts[:size])
        if words := t.find(f"cli.source.setting.{node}"):
            return key if words == key else t("cli.source.called", words=words, key=key)
    return key


def _lines(data: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Settings as they are called in sources.yaml, one a line: budget.per_hour 30."""
    lines: list[tuple[str, str]] = []
    for key, value in data.items():
        if isinstance(value, dict):
            lines += _lines(value, f"{prefix}{key}.")
        elif isinstance(value, bool):
            lines.append((prefix + key, str(value).lower()))
        elif isinstance(value, list) and value:
            lines.append((prefix + key, "; ".join(map(str, value))))
        elif value not in (None, "", []):
            lines.append((prefix + key, f"{value}"))
    return lines


def _origin_json(origin: Origin) -> dict[str, Any]:
    return {"from": origin.kind, "file": origin.file or None, "line": origin.line or None}


def _origin_lines(session: Session, origins: Mapping[str, Origin]) -> Iterator[tuple[str, str]]:
    """The keys that come from the office's file (with the line to change), from the shipped one, from neither; a file's
    keys in its own order."""
    t = session.texts
    for kind in ("office", "shipped", "default"):
        chosen = sorted(((o.line, key) for key, o in origins.items() if o.kind == kind), key=lambda found: found[0])
        if not chosen:
            continue
        keys = session.joined(
            t("cli.source.origin.key", name=key, line=line) if kind == "office" else key for line, key in chosen
        )
        file = next(origins[key].file for _, key in chosen)
        title = t(f"cli.source.origin.{kind}")
        if file:
            yield title, file
        yield "" if file else title, keys


def _config(session: Session, source: str) -> Any:
    if source not in session.sources:
        raise UsageError("errors.unknown_source", source=source, known=", ".join(session.sources))
    return session.sources[source]


def _row(session: Session, source: str) -> dict[str, Any]:
    from monitor.collect.planning import options_of
    from monitor.config.settings import secret

    config = session.sources[source]
    fault = None
    try:
        options_of(config)  # what `run` would refuse is not listed as if all were well
    except BrokenSource as error:
        fault = session.texts(error.key, **error.params)
    return {
        "id": config.id,
        "title": config.title_in(session.lang),
        "category": config.category.value,
        "jurisdiction": config.jurisdiction,
        "schedule": config.schedule,
        "key": ", ".join(config.secrets.values()) or None,
        "key_set": bool(config.secrets) and all(secret(name) for name in config.secrets.values()),
        "enabled": config.enabled,
        "lacks_key": config.lacks_key(secret),
        "format": config.format,
        "fault": fault,
    }
