"""`monitor lookup NAME`: what is stored about a firm or a mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.assess.details import Known
    from monitor.lookup.names import Found
    from monitor.texts import Texts

_SHOWN = 8  # spellings named on a terminal; --json prints all


def register(app: typer.Typer) -> None:
    app.command("lookup", help=T("cli.lookup.help"))(lookup_command)


def lookup_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=T("cli.lookup.name"))],
    as_json: Annotated[bool, typer.Option("--json", help=T("cli.option.json"))] = False,
) -> None:
    session = session_of(context)
    data = looked_up(session, name)
    if as_json:
        session.print_json(data)
        return
    _show(session, data)


def looked_up(session: Session, name: str) -> dict[str, Any]:
    """The answer as `monitor lookup --json` prints it. Raises UsageError for a name without letters."""
    from monitor.assess.details import Sighting, known_of
    from monitor.clock import beijing
    from monitor.coverage import coverage_of
    from monitor.lookup.names import look_up
    from monitor.matching.firms.printed import folded_firm
    from monitor.matching.normalise import squash
    from monitor.model import Subject, SubjectKind

    if len(squash(name)) < 2:
        raise UsageError("errors.name_too_short", name=name)
    now = session.clock.now()
    with session.open_store(readonly=True) as store, _scan(session) as progress:
        if not store.names_index.ready():
            session.say("lookup.not_indexed")
        answer = look_up(store, name, progress=progress)
        every = [*answer.found, *(u.found for u in answer.told_under)]
        seen = [Sighting(f.kind, f.matter, f.mention.text, f.match) for f in every]
        entries = [
            _entry(f, known, session.texts)
            for f, known in zip(every, known_of(store, seen, now, session.lang), strict=True)
        ]
        coverage = coverage_of(store, session.sources, now - timedelta(days=7), now, session.texts)
        unlisted = store.hits.find(subject=Subject(folded_firm(name), SubjectKind.FIRM))
        version = store.watchlist.version()
        demo = store.meta.get("demo") == "1"
    return {
        "name": name,
        "watched": answer.watched.id if answer.watched else None,
        "demo": demo,
        "variants": [{"text": v.text, "kind": v.kind, "prior": v.prior} for v in answer.variants],
        "found": entries[: len(answer.found)],
        "told_under": [
            {**entry, "watched": u.watched.name, "watched_id": u.watched.id}
            for u, entry in zip(answer.told_under, entries[len(answer.found) :], strict=True)
        ],
        "unlisted": [{"id": h.id, "matter": h.matter.key, "text": h.text} for h in unlisted],
        "near": [
            {
                "matter": n.matter.key,
                "title": n.matter.title,
                "role": n.role.value,
                "text": n.text,
                "spelling": n.spelling,
                "likeness": round(n.likeness, 3),
            }
            for n in answer.near
        ],
        "searched": {"matters": answer.matters, "texts": answer.mentions, "watchlist": version},
        "coverage": [
            {
                "source": c.source,
                "title": c.title,
                "complete": c.complete,
                "last_ok": beijing(c.last_ok) if c.last_ok else None,
                "gap_from": beijing(c.gap_from) if c.gap_from else None,
                "message": c.message,
            }
            for c in coverage
        ],
    }


def _entry(f: Found, known: Known, texts: Texts) -> dict[str, Any]:
    from monitor.assess.details import known_json
    from monitor.matching import explain

    return {
        "matter": f.matter.key,
        "title": f.matter.title,
        "category": f.matter.category.value,
        "role": f.mention.role.value,
        "kind": f.kind.value,
        "own_filing": f.match.own_filing,
        "text": f.mention.text,
        "score": round(f.match.score, 4),
        "band": f.match.band.value if f.match.band else None,
        "explanation": explain.sentence(f.match, texts),
        "source": f.source,
        "url": f.matter.url,
        **known_json(known, texts),
    }


def _show(session: Session, data: dict[str, Any]) -> None:
    t = session.texts
    if data["demo"]:
        session.say("cli.demo_data")
    if data["watched"]:
        session.say("cli.lookup.is_watched", name=data["name"], id=data["watched"])
    else:
        session.say("cli.lookup.not_watched", name=data["name"])
    spellings = list(dict.fromkeys(v["text"] for v in data["variants"]))
    session.say("cli.lookup.variants", count=len(spellings), variants="、".join(spellings[:_SHOWN]))
    if len(spellings) > _SHOWN:
        session.say("cli.lookup.more_variants", count=len(spellings) - _SHOWN)
    if data["found"]:
        _table(session, data["found"], watched=bool(data["watched"]))
    elif not data["told_under"]:
        session.say("cli.lookup.nothing", matters=data["searched"]["matters"], texts=data["searched"]["texts"])
    if data["told_under"]:
        names = "、".join(dict.fromkeys(u["watched"] for u in data["told_under"]))
        session.say("cli.lookup.told_under", count=len({u["matter"] for u in data["told_under"]}), names=names)
        _table(session, data["told_under"], watched=True)
    if data["unlisted"]:
        ids = session.joined(f"#{h['id']}" for h in data["unlisted"])
        session.say("cli.lookup.unlisted", ids=ids)
    if data["near"]:
        session.table(
            [t("cli.lookup.column.text"), t("cli.lookup.column.like"), t("cli.lookup.column.matter")],
            [
                [n["text"][:60], f"{n['spelling']} {n['likeness']:.0%}", f"{n['title'][:60]}\n{n['matter']}"]
                for n in data["near"]
            ],
            title=t("cli.lookup.near"),
        )
    missing = [c for c in data["coverage"] if not c["complete"]]
    session.say("cli.lookup.searched", matters=data["searched"]["matters"], texts=data["searched"]["texts"])
    if missing:
        session.say("cli.lookup.gap", sources="、".join(c["title"] for c in missing))
        for c in missing:
            last = c["last_ok"] or t("bulletin.coverage.never")
            why = c["message"] or t("cli.lookup.gap_since", since=c["gap_from"] or t("bulletin.coverage.never"))
            session.say("cli.lookup.gap_line", title=c["title"], last=last, why=why)
    else:
        session.say("cli.lookup.complete")
    session.say("cli.lookup.limits")


def _table(session: Session, entries: Sequence[Mapping[str, Any]], *, watched: bool) -> None:
    t = session.texts
    columns = ("band", "category", "role", "text", "matter", "why")
    lines = [
        (
            _worth(f, t, watched=watched),
            t(f"cli.category.{f['category']}"),
            t(f"cli.role.{f['role']}"),
            f["text"][:60],
            "\n".join([f["title"][:60], f["matter"], *([f["stage"]["name"]] if f["stage"] else [])]),
            f["explanation"],
        )
        for f in entries
    ]
    # Two sources that say the same are one line here; --json names both.
    session.table([t(f"cli.lookup.column.{c}") for c in columns], [list(line) for line in dict.fromkeys(lines)])


def _worth(found: Mapping[str, Any], t: Texts, *, watched: bool) -> str:
    """The band, and what it is to the office; the firm's own filing is no warning, whatever its score."""
    if found["own_filing"]:
        return f"{t('cli.lookup.own_filing')} {found['score']:.2f}"
    band = f"{t('cli.band.' + found['band'])} {found['score']:.2f}"
    return f"{band}\n{t('cli.hit.kind.' + found['kind'])}" if watched else band


@contextmanager
def _scan(session: Session) -> Iterator[Callable[[int], None]]:
    if not session.console.is_terminal:
        yield lambda done: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn

    with Progress(
        SpinnerColumn(), TextColumn("{task.description}", markup=False), console=session.console, transient=True
    ) as bar:
        task = bar.add_task(session.texts("cli.lookup.scanning", count=0), total=None)
        yield lambda done: bar.update(task, description=session.texts("cli.lookup.scanning", count=done))
