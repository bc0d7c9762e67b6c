"""Everything that is known of one owner on the list: the firm, and the marks it has on the list, in one view.

What ends first comes first; then what is done against its own rights, the suits and investigations it stands in, what others
filed, and its own rights abroad with their states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.assess.scoring import Families
from monitor.lookup.told import deadlines_of, hits_told
from monitor.model import HitKind, Subject, WatchedName
from monitor.store import Store
from monitor.texts import Texts
from monitor.watchlist.products import by_sort

PARTS: Mapping[str, frozenset[HitKind]] = {
    "attacked": frozenset({HitKind.OWN_ATTACKED, HitKind.OWN_LOST, HitKind.CLAIMED_OWN}),
    "suits": frozenset(
        {HitKind.RESPONDENT, HitKind.DEFENDANT, HitKind.PARTY, HitKind.COMPLAINANT, HitKind.PLAINTIFF, HitKind.OPPONENT}
    ),
    "squats": frozenset({HitKind.SQUAT, HitKind.OWNER_NAMED}),
    "rights": frozenset({HitKind.OWN_FILING}),
    "others": frozenset({HitKind.CITED, HitKind.PRODUCT}),
}
"""Part of the view → what a hit in it is. Every kind of hit has its place."""


def family_of(names: Sequence[WatchedName], watched: WatchedName, families: Families) -> tuple[WatchedName, ...]:
    """The firm, then its marks, in list order."""
    family = [w for w in names if families.of[w.id] == families.of[watched.id]]
    return tuple(sorted(family, key=lambda w: w.id not in families.firms))


def overview(store: Store, family: Sequence[WatchedName], now: datetime, texts: Texts, *, demo: bool) -> dict[str, Any]:
    """The view as `monitor lookup --json` prints it. Hits that a person set aside are counted, not listed."""
    hits = [h for w in family for h in store.hits.find(subject=Subject(w.id))]
    told = hits_told(store, hits, now, texts, demo=demo)
    listed = [h for h in told if not h["set_aside"]]
    return {
        "names": [{"id": w.id, "name": w.name, "kind": w.kind.value, "goods": w.goods} for w in family],
        "products": by_sort(p for w in family for p in w.products),
        "markets": list(dict.fromkeys(m for w in family for m in w.markets)),
        "counts": {
            "hits": len(listed),
            "by_state": dict(sorted(Counter(h["state"] for h in listed).items())),
            "set_aside": len(told) - len(listed),
        },
        "deadlines": deadlines_of(listed, texts),
        "passed": deadlines_of(listed, texts, "passed"),
        **{part: [h for h in listed if HitKind(h["kind"]) in kinds] for part, kinds in PARTS.items()},
    }
