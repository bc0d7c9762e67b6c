"""What a store says, without the numbers and times that depend on when it was said."""

from __future__ import annotations

from typing import Any

from monitor.store import Store

_MENTIONS = "select source, role, field, text, as_of, data from mentions where matter = ?"


def contents(store: Store) -> dict[str, Any]:
    """Everything that matters to a reader; ids and the runs that saw things first are not part of it."""
    matters = {}
    for row in store.db.query("select id, key from matters"):
        matter = store.matter(row["id"])
        assert matter is not None
        found = store.hits(ids=store.hits_of_matters([matter.id])[matter.id].values())
        hits = sorted(
            (h.watched_id, h.kind, h.band, h.score, h.role, h.field, h.text, h.source, h.own_filing) for h in found
        )
        matters[row["key"]] = {
            "keys": store.matter_aliases(matter.id),
            "title": matter.title,
            "facts": dict(matter.facts),
            "events": [(e.code, e.ident, e.date, e.title, e.certain, e.source) for e in store.events_of(matter.id)],
            "mentions": sorted(store.db.execute(_MENTIONS, [matter.id]).fetchall()),
            "standing": [(s, m) for s, m in store.mentions_of(matter.id)],
            "hits": hits,
            "evidence": sorted(
                (h.watched_id, e.role, e.field, e.text, e.source, e.score)
                for h in found
                for e in store.evidence_of(h.id)
            ),
        }
    return matters
