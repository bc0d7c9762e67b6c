"""`monitor watchlist lists`, and which list says what of a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import Session, T, session_of
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.model import Listing, WatchedName
    from monitor.watchlist import Batch, ReadResult
    from monitor.watchlist.stamp import Stamp


def lists_command(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=T("watchlist.cli.json"))] = False
) -> None:
    from monitor.clock import BEIJING
    from monitor.watchlist import lists_in
    from monitor.watchlist.expiring import batches

    session = session_of(context)
    listings, changes = _kept(session)
    today = session.clock.now().astimezone(BEIJING).date()
    rows = []
    for name in lists_in(listings):
        held = [each for each in listings if each.list == name]
        last = next((c for c in changes if c.done.list == name and c.done.act == "import"), None)
        row = {"list": name, "names": len(held), "files": _several(each.file for each in held)}
        row |= {"batches": _several(each.batch for each in held), "valid": _several(map(_validity, held))}
        row |= {"expired": _several(b.until for b in batches(held, today) if b.over)}
        rows.append(
            {
                **row,
                "imported": last.at.astimezone(BEIJING).isoformat() if last else None,
                "by": last.done.by if last else "",
            }
        )
    if as_json:
        session.print_json(rows)
        return
    if not rows:
        raise UsageError("watchlist.errors.none_yet")
    fields = ("list", "names", "files", "batches", "valid", "expired", "imported", "by")
    session.table(
        [session.texts(f"watchlist.lists.{f}") for f in fields],
        [[_cell(session, f, row[f]) for f in fields] for row in rows],
    )


def on_list(session: Session, names: Sequence[WatchedName], name_of_list: str) -> tuple[WatchedName, ...]:
    """The names of one list. Raises UsageError where there is no such list."""
    from monitor.watchlist import lists_in

    listings, _ = _kept(session)
    ids = {held.name.id for held in listings if held.list == name_of_list}
    if not ids:
        known = session.joined(lists_in(listings))
        raise UsageError("watchlist.errors.no_such_list", list=name_of_list, known=known)
    return tuple(n for n in names if n.id in ids)


def list_off(session: Session, names: Sequence[WatchedName], *, as_json: bool) -> None:
    """Every spelling that is switched off, with its name; the main one is marked."""
    from monitor.watchlist import main_spellings
    from monitor.watchlist.cells import fold_name

    rows = [
        (n, text, fold_name(text) in {fold_name(m) for m in main_spellings(n)})
        for n in names
        for text in n.disabled_variants
    ]
    if as_json:
        session.print_json([{"id": n.id, "name": n.name, "text": text, "main": main} for n, text, main in rows])
        return
    t = session.texts
    columns = [t(f"watchlist.cli.col_{c}") for c in ("id", "name", "variant", "why")]
    if rows:
        said = t("watchlist.lists.main")
        session.table(columns, [(n.id, n.name, text, said if main else "") for n, text, main in rows])
    session.say("watchlist.lists.off_total", count=len(rows))


def origins(session: Session, names: Sequence[WatchedName]) -> dict[str, list[dict[str, Any]]]:
    """By id, which lists hold a name and where they say so; a derived firm stands on none."""
    listings, _ = _kept(session)
    by_id: dict[str, list[dict[str, Any]]] = {n.id: [] for n in names}
    for held in listings:
        if held.name.id in by_id:
            by_id[held.name.id].append(_origin(held))
    return by_id


def origin_lines(session: Session, name: WatchedName) -> list[str]:
    """On which lists a name stands, with file, row, batch and validity, a line each."""
    return [_origin_text(session, held) for held in origins(session, [name])[name.id]]


def watched_since(session: Session, names: Sequence[WatchedName]) -> dict[str, dict[str, Any]]:
    """By id, since when a name is watched, and from which day on the contents of each source were compared with it: what was
    stored before it joined was compared when it joined."""
    from monitor.clock import BEIJING

    with session.open_store(readonly=True) as store:
        since, begins = store.watchlist.watched_since(), store.runs.begins()
    sources = {source: at.astimezone(BEIJING).date().isoformat() for source, at in begins.items()}
    return {
        n.id: {
            "watched_since": since[n.id].astimezone(BEIJING).isoformat() if n.id in since else None,
            "sources": sources,
        }
        for n in names
    }


def since_lines(session: Session, known: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, text): since when a name is watched, and from which day on the contents of each source were compared with it."""
    t = session.texts
    lines = []
    if known["watched_since"]:
        lines.append((t("watchlist.cli.since"), str(known["watched_since"])[:10]))
    if known["sources"]:
        titles = {i: c.title_in(session.lang) for i, c in session.sources.items()}
        said = session.joined(
            t("watchlist.cli.since_source", source=titles.get(source, source), day=day)
            for source, day in known["sources"].items()
        )
        lines.append((t("watchlist.cli.since_sources"), said))
    return lines


def origins_in_words(session: Session, names: Sequence[WatchedName]) -> dict[str, str]:
    """By id, on which lists a name stands."""
    return {i: "\n".join(_origin_text(session, h) for h in held) for i, held in origins(session, names).items()}


def exported(
    session: Session, names: Sequence[WatchedName], name_of_list: str
) -> tuple[tuple[WatchedName, ...], Stamp]:
    """What an export holds: one list as it was given, or all together; firms are derived again when it is imported."""
    from dataclasses import replace

    from monitor.clock import BEIJING
    from monitor.watchlist import is_derived, lists_in
    from monitor.watchlist.stamp import WHOLE, Stamp

    listings, _ = _kept(session)
    lists = lists_in(listings)
    off = {n.id: n.disabled_variants for n in names}
    if name_of_list:
        on_list(session, names, name_of_list)
        chosen = tuple(
            replace(h.name, disabled_variants=off.get(h.name.id, ())) for h in listings if h.list == name_of_list
        )
    else:
        chosen = tuple(n for n in names if not is_derived(n))
    with session.open_store(readonly=True) as store:
        version = store.watchlist.version()
    of = name_of_list or (lists[0] if len(lists) == 1 else WHOLE)
    return chosen, Stamp(version, of, session.clock.now().astimezone(BEIJING).date().isoformat())


def batch_of(
    session: Session, result: ReadResult, name_of_list: str, batch: str, valid_from: str, valid_until: str
) -> Batch:
    """Into which list a file goes: the one that is said, else the one it was exported as, else 名录. Raises UsageError for an
    export of several lists together, which says of none what it holds."""
    from monitor.model import DEFAULT_LIST
    from monitor.watchlist import Batch, lists_in
    from monitor.watchlist.cells import one_line
    from monitor.watchlist.stamp import WHOLE

    said = one_line(name_of_list)
    if not said and result.made_as == WHOLE:
        lists = lists_in(_kept(session)[0])
        if len(lists) > 1:
            raise UsageError("watchlist.errors.whole_of_several", file=result.file, lists=session.joined(lists))
        said = lists[0] if lists else ""
    chosen = said or (result.made_as if result.made_as != WHOLE else "") or DEFAULT_LIST
    if len(chosen) > 40 or chosen == WHOLE:
        raise UsageError("watchlist.errors.list_name", list=chosen[:60])
    return Batch(chosen, one_line(batch), one_line(valid_from), one_line(valid_until))


def _kept(session: Session) -> tuple[tuple[Listing, ...], tuple[Any, ...]]:
    if not (session.state / "monitor.db").is_file():
        return (), ()
    with session.open_store(readonly=True) as store:
        return store.watchlist.listings(), store.watchlist.history()


def _origin(held: Listing) -> dict[str, Any]:
    where = {"list": held.list, "file": held.file, "sheet": held.sheet, "row": held.row}
    return {**where, "batch": held.batch, "valid_from": held.valid_from, "valid_until": held.valid_until}


def _is_over(session: Session, until: str) -> bool:
    """Whether a day, as the office wrote it, lies before today."""
    from monitor.clock import BEIJING
    from monitor.watchlist.particulars import last_day

    day = last_day(until)
    return bool(day) and day < session.clock.now().astimezone(BEIJING).date().isoformat()


def _origin_text(session: Session, held: dict[str, Any]) -> str:
    t = session.texts
    parts = [held["list"]]
    if held["row"]:
        where = "row_in_sheet" if held["sheet"] else "row"
        parts.append(f"{held['file']} " + t(f"watchlist.where.{where}", sheet=held["sheet"], row=held["row"]))
    else:
        parts.append(held["file"] or t("watchlist.lists.by_hand"))
    if held["batch"]:
        parts.append(t("watchlist.lists.batch", batch=held["batch"]))
    if held["valid_from"] or held["valid_until"]:
        parts.append(
            t("watchlist.lists.validity", **{"from": held["valid_from"] or "…", "until": held["valid_until"] or "…"})
        )
    if held["valid_until"] and _is_over(session, held["valid_until"]):
        parts.append(t("watchlist.lists.over"))
    return t("watchlist.plan.between").join(parts)


def _validity(held: Listing) -> str:
    return f"{held.valid_from or '…'} – {held.valid_until or '…'}" if held.valid_from or held.valid_until else ""


def _several(texts: Any) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _cell(session: Session, field: str, value: Any) -> str:
    if isinstance(value, list):
        return session.joined(value)
    return str(value)[:16].replace("T", " ") if field == "imported" and value else "" if value is None else str(value)
