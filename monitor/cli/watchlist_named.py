"""The names that are kept, as commands ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor.cli.common import Session
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.model import WatchedName


def listed_names(session: Session) -> tuple[WatchedName, ...]:
    """What is watched. Raises UsageError before the first import; creates nothing."""
    names: tuple[WatchedName, ...] = ()
    if (session.state / "monitor.db").is_file():
        with session.open_store(readonly=True) as store:
            names = store.watchlist.names()
    if not names:
        raise UsageError("watchlist.errors.none_yet")
    return names


def named(session: Session, names: Sequence[WatchedName], wanted: str) -> list[WatchedName]:
    """Entries with this id, name or alias; raises UsageError naming the nearest."""
    import difflib

    from monitor.matching.normalise import key
    from monitor.matching.signs import describe
    from monitor.watchlist.cells import fold_name

    folded = fold_name(wanted)
    whole = {key(s.text) for s in describe(wanted).spellings if not s.part}  # BMW for BMW&图, and the other way round
    for held in (
        [n for n in names if n.id == wanted],
        [n for n in names if fold_name(n.name) == folded],
        [n for n in names if folded in {fold_name(a) for a in n.aliases}],
        [n for n in names if whole & {key(s.text) for s in describe(n.name).spellings if not s.part}],
    ):
        if held:
            return held
    near = difflib.get_close_matches(wanted, [t for n in names for t in (n.name, *n.aliases)], n=5, cutoff=0.4)
    if not near:
        raise UsageError("errors.unknown_name", name=wanted)
    raise UsageError("watchlist.errors.not_found", name=wanted, near=session.joined(near))
