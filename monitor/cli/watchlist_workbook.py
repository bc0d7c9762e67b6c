"""`monitor watchlist export FILE.xlsx`: what the workbook shows beside the list itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor.cli.common import Session
from monitor.cli.watchlist_lists import origins_in_words
from monitor.cli.watchlist_unread import unread_rows
from monitor.cli.watchlist_views import read_as_said

if TYPE_CHECKING:
    from monitor.model import WatchedName
    from monitor.watchlist.stamp import Stamp


def workbook_of(session: Session, every: Sequence[WatchedName], names: Sequence[WatchedName], stamp: Stamp) -> bytes:
    """`every`: all that is watched, derived firms too; `names`: those that are exported."""
    from monitor.clock import BEIJING
    from monitor.watchlist import is_derived, owners_of
    from monitor.watchlist.cells import fold_name
    from monitor.watchlist.workbook import Beside, write_workbook

    t = session.texts
    with session.open_store(readonly=True) as store:
        since = {i: at.astimezone(BEIJING).date().isoformat() for i, at in store.watchlist.watched_since().items()}
    stands = origins_in_words(session, names)
    beside = {n.id: Beside(read_as_said(session, n), since.get(n.id, ""), stands[n.id]) for n in names}
    theirs: dict[str, list[str]] = {}
    for name in names:
        for firm in dict.fromkeys(map(fold_name, (*owners_of(name), *name.licensee))):
            theirs.setdefault(firm, []).append(name.name)
    firms = [f for f in every if is_derived(f) and fold_name(f.name) in theirs]
    rows = [
        (f.id, f.name, "；".join(f.aliases), since.get(f.id, ""), "、".join(theirs[fold_name(f.name)])) for f in firms
    ]
    columns = [t(f"watchlist.cli.col_{c}") for c in ("id", "name")]
    columns += [t(f"watchlist.workbook.{c}") for c in ("spellings", "since", "of_names")]
    unread = [t(f"watchlist.cli.col_{c}") for c in ("place", "name", "owner", "why")]
    views: list[tuple[str, list[str], Sequence[Sequence[str]]]] = [
        (t("watchlist.workbook.firms"), columns, rows),
        (t("watchlist.workbook.unread"), unread, unread_rows(session)),
    ]
    return write_workbook(names, stamp, beside, views, t)
