"""What the issues of an earlier version showed of each lead, worked out once after an upgrade, before anything is read or
judged again: what is told afterwards is what differs from it."""

from __future__ import annotations

from datetime import datetime

from monitor.assess.details import details_of
from monitor.bulletin.news import as_reported
from monitor.issue.views import views_of
from monitor.store import Store
from monitor.store.as_json import dumps
from monitor.store.issues import UNKEPT
from monitor.texts import Texts

_AT_ONCE = 500  # leads whose views are made together


def keep_what_was_shown(store: Store, now: datetime) -> int:
    """Keep, of every reported lead of whose entry nothing was kept, what it would show now. How many these were.

    Killed half-way, the next call goes on. A lead that rose after it was reported is left out: what it showed is not known."""
    if not store.meta.get(UNKEPT):
        return 0
    texts = Texts("zh")  # of no matter: only values are kept
    lacking = store.issues.without_shown()
    for at in range(0, len(lacking), _AT_ONCE):
        hits = store.hits.find(ids=lacking[at : at + _AT_ONCE])
        views = views_of(store, details_of(store, hits, now, texts.lang, filers=()), texts, new_after_run=0, demo=False)
        store.issues.keep_shown({int(v.id): dumps(as_reported(v)) for v in views})
    with store.immediate():
        store.meta.set(UNKEPT, "")
    return len(lacking)
