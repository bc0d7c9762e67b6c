"""`monitor watchlist list --unread` and `export --unread`: what of the list is not watched, row by row, with the reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.cli.common import Session
from monitor.errors import InputFileError, UsageError, why_of

if TYPE_CHECKING:
    from monitor.model import UnreadCell, WatchedName
    from monitor.watchlist import Unwatched


@dataclass(frozen=True, slots=True)
class _Line:
    place: str
    text: str
    owner: str
    why: str


def list_unread(session: Session, *, as_json: bool) -> None:
    """Every row that was not taken, every name without a word, every owner who is not watched; and the sentence."""
    from monitor.watchlist import in_one_sentence

    cells, unwatched = _read(session)
    lines = list(_lines(session, cells, unwatched))
    if as_json:
        session.print_json(_json(session, cells, lines, unwatched))
        return
    t = session.texts
    if lines:
        columns = [t(f"watchlist.cli.col_{c}") for c in ("place", "name", "owner", "why")]
        session.table(columns, [(line.place, line.text, line.owner, line.why) for line in lines])
    session.tell(in_one_sentence(unwatched.reasons, t) or t("watchlist.unwatched.none"))


def export_unread(session: Session, file: Path) -> None:
    """The same rows as a csv that Excel opens. Raises InputFileError where the file cannot be written."""
    from monitor.watchlist.writing import guarded

    cells, unwatched = _read(session)
    lines = list(_lines(session, cells, unwatched))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(session.texts(f"watchlist.cli.col_{c}") for c in ("place", "name", "owner", "why"))
    writer.writerows([guarded(v) for v in (line.place, line.text, line.owner, line.why)] for line in lines)
    try:
        session.write_file(file, b"\xef\xbb\xbf" + out.getvalue().encode("utf-8"))
    except OSError as error:
        raise InputFileError("watchlist.errors.unwritable", file=str(file), detail=why_of(error)) from error
    session.say("watchlist.cli.exported_unread", count=len(lines), file=str(file))


def unread_rows(session: Session) -> list[tuple[str, str, str, str]]:
    """Place, name, owner and reason of all that is not watched."""
    cells, unwatched = _read(session)
    return [(line.place, line.text, line.owner, line.why) for line in _lines(session, cells, unwatched)]


def _read(session: Session) -> tuple[tuple[UnreadCell, ...], Unwatched]:
    from monitor.watchlist import unwatched_of

    if not (session.state / "monitor.db").is_file():
        raise UsageError("watchlist.errors.none_yet")
    with session.open_store(readonly=True) as store:
        names, cells = store.watchlist.names(), store.watchlist.unread()
    if not names:
        raise UsageError("watchlist.errors.none_yet")
    return cells or (), unwatched_of(names, cells, session.covered)


def _lines(session: Session, cells: Sequence[UnreadCell], unwatched: Unwatched) -> Iterator[_Line]:
    t = session.texts
    lists, files = {cell.list for cell in cells}, {cell.file for cell in cells}
    for cell in cells:
        params = {k: session.joined(map(str, v)) if isinstance(v, list | tuple) else v for k, v in cell.params.items()}
        place = t(f"watchlist.where.{'row_in_sheet' if cell.sheet else 'row'}", sheet=cell.sheet, row=cell.row)
        # A row number says nothing where several files or lists are spoken of.
        before = [t("watchlist.where.list", list=cell.list)] if len(lists) > 1 else []
        before += [cell.file] if len(files) > 1 and cell.file else []
        place = " ".join((*before, place))
        yield _Line(place, cell.text, cell.owner, t(f"watchlist.row.{cell.what}", **params))
    for name in unwatched.wordless:
        yield _Line(name.id, name.name, name.owner, _how(session, name))
    for each in unwatched.owners:
        why = t("watchlist.unwatched.owner_is", kind=t(f"watchlist.unwatched.{each.owner.kind.value}"))
        yield _Line(t("watchlist.cli.col_owner"), session.joined(each.names), each.owner.name, why)
    for uncovered in unwatched.uncovered:
        why = t("watchlist.unwatched.uncovered_one", places=session.joined(uncovered.places))
        yield _Line(uncovered.name.id, uncovered.name.name, uncovered.name.owner, why)
    for firm in unwatched.firms_to_come:
        yield _Line(t("watchlist.cli.col_owner"), "", firm, t("watchlist.unwatched.firm_to_come"))


def _how(session: Session, name: WatchedName) -> str:
    from monitor.matching.signs import describe, read_as

    return session.texts.reason(read_as(describe(name.name)))


def _json(session: Session, cells: Sequence[UnreadCell], lines: Sequence[_Line], u: Unwatched) -> dict[str, Any]:
    from monitor.watchlist import in_one_sentence

    counts = {"devices": u.devices, "letters": u.letters, "refused": u.refused, "wordless": len(u.wordless)}
    counts |= {"han_only": len(u.han_only), "firms_han_only": len(u.firms_han_only), "owners": len(u.owners)}
    rows: list[dict[str, Any]] = [{"place": n.place, "name": n.text, "owner": n.owner, "reason": n.why} for n in lines]
    for row, cell in zip(rows, cells, strict=False):  # those that were refused stand first
        row |= {"list": cell.list, "file": cell.file, "sheet": cell.sheet, "row": cell.row}
    return {
        "rows": rows,
        **counts,
        "uncovered": len(u.uncovered),
        "noted": u.noted,
        "sentence": in_one_sentence(u.reasons, session.texts),
    }
