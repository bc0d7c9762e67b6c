"""Which hits have something new of their own, of those whose matter has."""

from __future__ import annotations

from collections.abc import Collection

from monitor.assess.parties import names_of_party, of_party, told_in_full
from monitor.store import Store


def concerned(store: Store, hits: Collection[int], run: int) -> frozenset[int]:
    """Those of these hits that a run made another kind or band, or of whose party it brought an act. An act of another
    defendant, or a complaint that joined its investigation, is nothing new for the others. A constant number of statements."""
    if not hits:
        return frozenset()
    rows = store.hits.find(ids=hits)
    matters = {h.matter.id for h in rows}
    events, mentions = store.events.of(matters), store.mentions.of(matters)
    found = set()
    for hit in rows:
        party = names_of_party(hit.text, hit.match, (m for _, m in mentions[hit.matter.id]))
        acts = of_party(hit.kind, party, told_in_full(events[hit.matter.id]))
        if hit.changed_run == run or any(e.run == run for e in acts):
            found.add(hit.id)
    return frozenset(found)
