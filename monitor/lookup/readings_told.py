"""A number and its readings: for each what is stored, which sources would carry it, and where to look it up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitor.clock import Week
from monitor.forums import SHIPPED
from monitor.lookup.by_number import by_number
from monitor.lookup.numbers import Reading
from monitor.lookup.searched import carriers
from monitor.store import MatterRow, Store
from monitor.texts import Texts

Stored = tuple[MatterRow, str]
"""A matter, and how it has the number: "own", "hit", "entry", or the kind of a number it carries ("patent")."""


def stored_under(store: Store, reading: Reading) -> list[Stored]:
    """The matters a reading names, those that have the number as their own first; of a number of our own (a lead's, a bulletin's)
    the matter it is about."""
    if reading.kind == "hit":
        hit = store.hits.get(int("".join(c for c in reading.printed if c.isdigit()) or 0))
        return [(hit.matter, "hit")] if hit else []
    if reading.kind == "entry":
        found = store.hits.find(ids=_hits_of_entry(store, reading.printed))
        return [(m, "entry") for m in {h.matter.id: h.matter for h in found}.values()]
    return [(n.matter, n.how.name.lower() if n.how is not None else "own") for n in by_number(store, [reading])]


def _hits_of_entry(store: Store, entry_no: str) -> list[int]:
    """Of an entry as bulletins print it: "YS-2026-47-001"."""
    said = re.search(r"(20\d\d)-([0-5]?\d)-\d+$", entry_no)
    if said is None or not 1 <= int(said[2]) <= 53:
        return []
    return store.issues.hits_of_entry(entry_no, Week(int(said[1]), int(said[2])))


def reading_json(
    reading: Reading, stored: Sequence[Stored], sources: Iterable[Mapping[str, Any]], texts: Texts
) -> dict[str, Any]:
    """`answer`: "stored" or "not_stored"; what is not stored may exist all the same, and `sources` says who would carry it."""
    carried = [
        {name: s[name] for name in ("source", "title", "since", "reaches_back_to", "last_ok", "complete", "message")}
        for s in carriers(reading, sources)
    ]
    return {
        "kind": reading.kind,
        "kind_name": texts.find(f"answer.number.{reading.kind}") or reading.kind,
        "printed": reading.printed,
        "office": reading.office,
        "office_name": _office_name(reading.office, texts),
        "page": reading.page,
        "answer": "stored" if stored else "not_stored",
        "matters": [{"matter": matter.key, "how": how} for matter, how in stored],
        "sources": carried,
    }


def _office_name(office: str, texts: Texts) -> str:
    """What the forum of this code calls itself; "" where it is none of the shipped ones."""
    return SHIPPED.read(office).name[texts.lang] if office in SHIPPED.codes() else ""
