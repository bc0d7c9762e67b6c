"""What a store says, without the numbers and times that depend on when it was said."""

from __future__ import annotations

from typing import Any

from monitor.store import Store
from monitor.store.issues import Entry

_MENTIONS = "select source, role, field, text, as_of, data from mentions where matter = ?"


def entries_of(store: Store, issue: int) -> list[Entry]:
    """What an issue says, in the order of its numbers."""
    sql = "select hit, entry_no, part from issue_entries where issue = ? order by entry_no"
    return [Entry(*r) for r in store.db.all(sql, [issue])]


def contents(store: Store) -> dict[str, Any]:
    """Everything that matters to a reader; ids and the runs that saw things first are not part of it."""
    matters = {}
    for row in store.db.dicts("select id, key from matters"):
        matter = store.matters.get(row["id"])
        assert matter is not None
        if matter.id != row["id"]:
            continue  # shown under another
        found = store.hits.find(ids=store.hits.names_in([matter.id])[matter.id].values())
        hits = sorted(
            (h.watched_id, h.kind, h.band, h.score, h.role, h.field, h.text, h.source, h.own_filing) for h in found
        )
        matters[row["key"]] = {
            "keys": store.matters.keys(matter.id),
            "title": matter.title,
            "facts": dict(matter.facts),
            "events": [
                (e.code, e.ident, e.date, e.title, e.certain, e.source) for e in store.events.of([matter.id])[matter.id]
            ],
            "mentions": sorted(
                m for part in store.complaints.parts([matter.id])[matter.id] for m in store.db.all(_MENTIONS, [part])
            ),
            "standing": [(s, m) for s, m in store.mentions.of([matter.id])[matter.id]],
            "hits": hits,
            "evidence": sorted(
                (h.watched_id, e.role, e.field, e.text, e.source, e.score)
                for h in found
                for e in store.hits.evidence([h.id])[h.id]
            ),
        }
    return matters
