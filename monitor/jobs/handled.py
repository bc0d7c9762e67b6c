"""What was done to hits, as `monitor hit log` and `monitor hit show` give it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from monitor.cases.actions import Action
from monitor.clock import BEIJING, beijing
from monitor.errors import UsageError
from monitor.jobs.around import Around
from monitor.store import Store

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def log_rows(around: Around, hits: Sequence[int], since: str = "") -> list[dict[str, Any]]:
    """The latest first; of all hits where none is named. Raises UsageError for an unknown hit, and for a day that is none."""
    begin = _EVER
    if since:
        try:
            begin = datetime.combine(date.fromisoformat(since), time(), BEIJING)
        except ValueError:
            raise UsageError("errors.triage.day", value=since) from None
    with Store.open(around.state, readonly=True) as store:
        if not hits:
            done = store.actions.between(begin, _NEVER)
        else:
            for number in hits:
                if store.hits.get(number) is None:
                    raise UsageError("errors.unknown_hit", id=number)
            found = {a.id: a for kept in store.actions.of(hits).values() for a in kept if a.at >= begin}
            done = tuple(found[number] for number in sorted(found))
    return actions_json(done)[::-1]


def actions_json(done: Sequence[Action]) -> list[dict[str, Any]]:
    """In the order given. `undone`: it was taken back."""
    undone = {a.undoes for a in done if a.undoes is not None}
    return [
        {
            "revision": a.id,
            "batch": a.batch,
            "hit": a.hit,
            "at": beijing(a.at),
            "by": a.actor,
            "account": a.account,
            "doing": a.doing.value,
            "before": a.before.value,
            "after": a.after.value,
            "reason": a.reason,
            "undone": a.id in undone,
            "undoes": a.undoes,
            "unit": a.details.unit,
            "person": a.details.person,
            "how": a.details.how,
            "whom": a.details.whom,
            "reply_by": a.details.reply_by.isoformat() if a.details.reply_by else None,
            "ground": a.details.ground,
            "into": a.details.into,
            "changed": list(a.details.changed),
        }
        for a in done
    ]
