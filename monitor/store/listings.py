"""Names and lists as the store keeps them: a name as JSON, an entry of a list as a row, all lists as one compressed text."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from monitor.model import ListAct, ListChange, ListContents, Listing, WatchedKind, WatchedName
from monitor.store.as_json import dumps, loads

COLUMNS = "list, data, file, sheet, row, batch, valid_from, valid_until"


def name_as_text(name: WatchedName) -> str:
    """Without the spellings that are switched off: those have a table of their own."""
    data = asdict(replace(name, disabled_variants=()))
    return dumps({k: sorted(v) if isinstance(v, frozenset) else v for k, v in data.items()})


def name_of_text(text: str) -> WatchedName:
    """A field that the version which wrote it did not know is empty."""
    data = loads(text)
    return WatchedName(**{f.name: _value(data[f.name], f.default) for f in fields(WatchedName) if f.name in data})


def row_of_listing(held: Listing) -> tuple[object, ...]:
    """In the order of COLUMNS."""
    where = (held.file, held.sheet, held.row, held.batch, held.valid_from, held.valid_until)
    return (held.list, name_as_text(held.name), *where)


def listing_of_row(row: Sequence[Any]) -> Listing:
    return Listing(name_of_text(row[1]), row[0], *row[2:])


def change_of_row(row: Sequence[Any]) -> ListChange:
    (
        number,
        at,
        file,
        version,
        names,
        added,
        changed,
        removed,
        act,
        name_of_list,
        by,
        reason,
        measured,
        undoes,
        *rest,
    ) = row
    counted = {what: (a, b) for what, (a, b) in loads(measured or "{}").items()}
    done = ListAct(act, name_of_list, by, reason, counted, undoes)
    counts = (added, changed, removed)
    return ListChange(
        number, datetime.fromisoformat(at), file, version, names, counts, done, bool(rest[0]), bool(rest[1])
    )


def packed(contents: ListContents) -> bytes:
    said = {
        "listings": [row_of_listing(held) for held in contents.listings],
        "firms": [name_as_text(firm) for firm in contents.firms],
        "off": sorted(contents.off),
    }
    return zlib.compress(dumps(said).encode("utf-8", "surrogatepass"))


def unpacked(data: bytes) -> ListContents:
    said = loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return ListContents(
        tuple(map(listing_of_row, said["listings"])),
        tuple(map(name_of_text, said["firms"])),
        frozenset((i, t) for i, t in said["off"]),
    )


def _value(value: Any, default: object) -> Any:
    if isinstance(default, WatchedKind):
        return WatchedKind(value)
    if isinstance(default, frozenset):
        return frozenset(value)
    return tuple(value) if isinstance(default, tuple) else value
