"""The protection list in the store: names, variants that are switched off, imports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from monitor.clock import iso
from monitor.model import UnreadCell, WatchedKind, WatchedName
from monitor.store.as_json import dumps, listed, loads
from monitor.store.database import Database


class Watchlist:
    """The watched names, those of earlier lists too, and which list is in use.

    Owns: watched, watchlist_imports, variant_switches, unread_cells.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def names(self, *, inactive: bool = False) -> tuple[WatchedName, ...]:
        """All watched names in list order, with their switched-off variants. `inactive` adds those taken off the list."""
        found = self._db.column("select data from watched where ? or active order by position, id", [inactive])
        off = self._db.all("select watched_id, text from variant_switches where not enabled order by text")
        return _switched(found, off)

    def by_id(self, ids: Iterable[str]) -> dict[str, WatchedName]:
        """Watched names by id, inactive ones too, in list order."""
        wanted = listed(ids)
        found = self._db.column(
            "select data from watched where id in (select value from json_each(?)) order by position, id", [wanted]
        )
        off = self._db.all(
            """select watched_id, text from variant_switches
            where not enabled and watched_id in (select value from json_each(?)) order by text""",
            [wanted],
        )
        return {w.id: w for w in _switched(found, off)}

    def version(self) -> str:
        """Content version of the current list, "" before the first import."""
        return str(self._db.value("select version from watchlist_imports order by id desc limit 1") or "")

    def since(self) -> datetime | None:
        """When the current list was first imported as it is; None before the first import."""
        sql = """select min(at) from watchlist_imports where id > coalesce((select max(id) from watchlist_imports
            where version <> (select version from watchlist_imports order by id desc limit 1)), 0)"""
        found = self._db.value(sql)
        return datetime.fromisoformat(found) if found else None

    def replace(
        self,
        names: Sequence[WatchedName],
        version: str,
        source_file: str,
        at: datetime,
        counts: tuple[int, int, int] = (0, 0, 0),
    ) -> None:
        """Make `names` the list. Names no longer on it become inactive: their hits and history stay.

        `counts` are (added, changed, removed), kept in the import's history."""
        with self._db.immediate():
            self._db.execute("update watched set active = 0")
            self._db.execute_many(
                """insert into watched (id, name, kind, data, position, active) values (?, ?, ?, ?, ?, 1)
                on conflict (id) do update set name = excluded.name, kind = excluded.kind, data = excluded.data,
                position = excluded.position, active = 1""",
                [(w.id, w.name, w.kind.value, _data(w), position) for position, w in enumerate(names)],
            )
            self._db.execute(
                """insert into watchlist_imports (version, file, at, names, added, changed, removed, refused)
                values (?, ?, ?, ?, ?, ?, ?, 0)""",
                [version, source_file, iso(at), len(names), *counts],
            )

    def keep_unread(self, cells: Sequence[UnreadCell]) -> None:
        """Note what of the file could not be taken, beside the latest import, in place of what stood there."""
        with self._db.immediate():
            latest = self._db.value("select max(id) from watchlist_imports")
            if latest is None:
                return
            self._db.execute("delete from unread_cells where import = ?", [latest])
            self._db.execute_many(
                """insert into unread_cells (import, place, sheet, row, heading, what, text, owner, params)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    (latest, place, c.sheet, c.row, c.column, c.what, c.text, c.owner, dumps(dict(c.params)))
                    for place, c in enumerate(cells)
                ],
            )
            self._db.execute("update watchlist_imports set refused = ? where id = ?", [len(cells), latest])

    def unread(self) -> tuple[UnreadCell, ...] | None:
        """What of the list could not be taken, in the order of the file; None where the version that took it in did not note it."""
        latest = self._db.all("select id, refused from watchlist_imports order by id desc limit 1")
        if not latest:
            return ()
        if latest[0][1] is None:
            return None
        found = self._db.all(
            "select sheet, row, heading, what, text, owner, params from unread_cells where import = ? order by place",
            [latest[0][0]],
        )
        return tuple(
            UnreadCell(sheet, row, heading, what, text, owner, loads(params))
            for sheet, row, heading, what, text, owner, params in found
        )

    def switch_variant(self, watched_id: str, text: str, *, on: bool) -> None:
        with self._db.immediate():
            self._db.execute(
                """insert into variant_switches (watched_id, text, enabled) values (?, ?, ?)
                on conflict (watched_id, text) do update set enabled = excluded.enabled""",
                [watched_id, text, int(on)],
            )


def _switched(names: Iterable[str], off: Iterable[tuple[str, str]]) -> tuple[WatchedName, ...]:
    """Stored names with the variants that are switched off."""
    disabled: dict[str, list[str]] = {}
    for watched_id, text in off:
        disabled.setdefault(watched_id, []).append(text)
    return tuple(replace(w, disabled_variants=tuple(disabled.get(w.id, ()))) for w in map(_name, names))


def _data(name: WatchedName) -> str:
    data = asdict(replace(name, disabled_variants=()))
    data["flags"] = sorted(name.flags)
    return dumps(data)


def _name(text: str) -> WatchedName:
    data = loads(text)
    return WatchedName(
        id=data["id"],
        name=data["name"],
        kind=WatchedKind(data["kind"]),
        aliases=tuple(data["aliases"]),
        owner=data["owner"],
        owner_en=data["owner_en"],
        owner_aliases=tuple(data["owner_aliases"]),
        nice_classes=tuple(data["nice_classes"]),
        city=data["city"],
        industry=data["industry"],
        flags=frozenset(data["flags"]),
    )
