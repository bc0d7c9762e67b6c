"""The protection lists in the store: names, which list holds them, variants that are switched off, changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.clock import iso
from monitor.model import DEFAULT_LIST, ListAct, ListChange, ListContents, Listing, UnreadCell, WatchedName
from monitor.store.as_json import dumps, listed, loads
from monitor.store.database import Database
from monitor.store.listings import (
    COLUMNS,
    change_of_row,
    listing_of_row,
    name_as_text,
    name_of_text,
    packed,
    row_of_listing,
    unpacked,
)

KEPT_CONTENTS = 30
"""Of how many changes the lists before them are kept, to take them back."""

# Imports of lists that were not taken back.
_IN_FORCE = """select id, list, refused from watchlist_imports where act = 'import'
    and id not in (select undoes from watchlist_imports where undoes is not null)"""


class Watchlist:
    """The watched names, those of earlier lists too, and which list is in use.

    Owns: watched, watchlist_entries, watchlist_imports, variant_switches, unread_cells.
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

    def watched_since(self) -> dict[str, datetime]:
        """By id, since when each name is watched without a break; those off the list are left out."""
        found = self._db.all("select id, since from watched where active and since <> ''")
        return {i: datetime.fromisoformat(at) for i, at in found}

    def listings(self) -> tuple[Listing, ...]:
        """What each list holds, as that list gives it, in the order of the lists; derived firms stand on none."""
        return tuple(map(listing_of_row, self._db.all(f"select {COLUMNS} from watchlist_entries order by place")))

    def replace(
        self,
        names: Sequence[WatchedName],
        version: str,
        source_file: str,
        at: datetime,
        counts: tuple[int, int, int] = (0, 0, 0),
        *,
        listings: Sequence[Listing] | None = None,
        done: ListAct | None = None,
    ) -> None:
        """Make `names` what is watched. Names no longer on a list become inactive: their hits and history stay.

        `listings` are the lists that give them; without them all are of one list. `counts` are (added, changed, removed), kept
        with `done` in the history."""
        done = done or ListAct()
        if listings is None:
            listings = [Listing(n, done.list, source_file) for n in names if "derived" not in n.flags]
        with self._db.immediate():
            before = self._packed()
            self._db.execute(
                "update watched set active = 0, since = '' where id not in (select value from json_each(?))",
                [listed(w.id for w in names)],
            )
            self._db.execute_many(
                """insert into watched (id, name, kind, data, position, active, since) values (?, ?, ?, ?, ?, 1, ?)
                on conflict (id) do update set name = excluded.name, kind = excluded.kind, data = excluded.data,
                position = excluded.position, since = iif(active, since, excluded.since), active = 1""",
                [(w.id, w.name, w.kind.value, name_as_text(w), position, iso(at)) for position, w in enumerate(names)],
            )
            self._db.execute("delete from watchlist_entries")
            self._db.execute_many(
                f"insert into watchlist_entries ({COLUMNS}, watched_id, place) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(*row_of_listing(held), held.name.id, place) for place, held in enumerate(listings)],
            )
            self._note(done, version, source_file, at, len(names), counts, before)

    def note_switches(self, done: ListAct, at: datetime) -> None:
        """Keep in the history that spellings are about to be switched; the list itself stays as it is."""
        with self._db.immediate():
            count = self._db.value("select count(*) from watched where active")
            self._note(done, self.version(), "", at, count, (0, 0, 0), self._packed())

    def _note(
        self,
        done: ListAct,
        version: str,
        file: str,
        at: datetime,
        names: int,
        counts: tuple[int, int, int],
        before: bytes,
    ) -> None:
        with self._db.immediate():
            self._db.execute(
                """insert into watchlist_imports (version, file, at, names, added, changed, removed, refused, act, list, by,
                reason, measured, undoes, before) values (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    version,
                    file,
                    iso(at),
                    names,
                    *counts,
                    done.act,
                    done.list,
                    done.by,
                    done.reason,
                    dumps(dict(done.measured)),
                    done.undoes,
                    before,
                ],
            )
            self._db.execute(
                """update watchlist_imports set before = null where before is not null and id not in
                (select id from watchlist_imports where before is not null order by id desc limit ?)""",
                [KEPT_CONTENTS],
            )

    def history(self) -> tuple[ListChange, ...]:
        """Every change of the lists, the latest first."""
        found = self._db.all(
            """select id, at, file, version, names, added, changed, removed, act, list, by, reason, measured, undoes,
            before is not null, id in (select undoes from watchlist_imports where undoes is not null)
            from watchlist_imports order by id desc"""
        )
        return tuple(map(change_of_row, found))

    def before(self, change: int) -> ListContents | None:
        """The lists as they were before a change; None where they are not kept any more."""
        packed = self._db.value("select before from watchlist_imports where id = ?", [change])
        return unpacked(packed) if packed else None

    def contents(self) -> ListContents:
        """The lists as they are."""
        firms = self._db.column(
            """select data from watched where active and exists
            (select 1 from json_each(data, '$.flags') where value = 'derived') order by position"""
        )
        off = self._db.all("select watched_id, text from variant_switches where not enabled")
        return ListContents(self.listings(), tuple(map(name_of_text, firms)), frozenset((i, t) for i, t in off))

    def _packed(self) -> bytes:
        return packed(self.contents())

    def keep_unread(self, cells: Sequence[UnreadCell], name_of_list: str = DEFAULT_LIST) -> None:
        """Note what of the file could not be taken, beside the latest import of its list, in place of what stood there."""
        with self._db.immediate():
            latest = self._db.value(f"select max(id) from ({_IN_FORCE}) where list = ?", [name_of_list])
            if latest is None:
                return
            self._db.execute("delete from unread_cells where import = ?", [latest])
            self._db.execute_many(
                """insert into unread_cells (import, place, sheet, row, heading, what, text, owner, params, file)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    (latest, place, c.sheet, c.row, c.column, c.what, c.text, c.owner, dumps(dict(c.params)), c.file)
                    for place, c in enumerate(cells)
                ],
            )
            self._db.execute("update watchlist_imports set refused = ? where id = ?", [len(cells), latest])

    def unread(self, *, besides: str = "", only: str = "") -> tuple[UnreadCell, ...] | None:
        """What of the lists could not be taken when each was last imported, list by list in the order of the files; None where
        a version that took one in did not note it. `besides`: a list that is left out; `only`: the one that is asked for."""
        latest = self._db.all(
            f"""select max(id), refused from ({_IN_FORCE})
            where list in (select list from watchlist_entries) and list <> ? and ? in ('', list) group by list""",
            [besides, only],
        )
        if any(refused is None for _, refused in latest):
            return None
        found = self._db.all(
            """select u.sheet, u.row, u.heading, u.what, u.text, u.owner, u.params, u.file, i.list from unread_cells u
            join watchlist_imports i on i.id = u.import
            where u.import in (select value from json_each(?)) order by u.import, u.place""",
            [listed(i for i, _ in latest)],
        )
        return tuple(
            UnreadCell(sheet, row, heading, what, text, owner, loads(params), file, name_of_list)
            for sheet, row, heading, what, text, owner, params, file, name_of_list in found
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
    return tuple(replace(w, disabled_variants=tuple(disabled.get(w.id, ()))) for w in map(name_of_text, names))
