"""What was done to hits, as `monitor hit log` and `monitor hit show` give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from monitor.cases.actions import Action
from monitor.clock import BEIJING, beijing
from monitor.errors import UsageError
from monitor.jobs.around import Around
from monitor.store import Store
from monitor.store.confirmed import ConfirmedRow

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def day_of(text: str) -> date:
    """A day as it is to be written, 2026-12-01. Raises UsageError for anything else."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip(), re.ASCII):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError("errors.triage.day", value=text) from None


def log_rows(around: Around, hits: Sequence[int], since: str = "") -> list[dict[str, Any]]:
    """The latest first; of all hits where none is named. Raises UsageError for an unknown hit, and for a day that is none."""
    begin = _EVER
    if since:
        day = day_of(since)
        begin = datetime.combine(day, time(), BEIJING) if day > _EVER.date() else _EVER
    with Store.open(around.state, readonly=True) as store:
        if not hits:
            done = store.actions.between(begin, _NEVER)
        else:
            for number in hits:
                if store.hits.get(number) is None:
                    raise UsageError("errors.unknown_hit", id=number)
            found = {a.id: a for kept in store.actions.of(hits).values() for a in kept if a.at >= begin}
            done = tuple(found[number] for number in sorted(found))
        said = [row for r in store.confirmed.all(hits or None) if not r.past for row in _of_owner(r)]
    rows = [
        *zip((a.at for a in done), actions_json(done), strict=True),
        *((at, row) for row, at in said if at >= begin),
    ]
    rows.sort(key=lambda r: r[0])  # what was done in one second stays in its order
    return [row for _, row in reversed(rows)]


def _of_owner(said: ConfirmedRow) -> list[tuple[dict[str, Any], datetime]]:
    """What somebody said of an owner (`hit confirm-own`), as a row of the log; and that it was taken back."""
    row: dict[str, Any] = {
        "revision": None,
        "batch": None,
        "hit": said.hit,
        "at": beijing(said.at),
        "by": said.by,
        "account": "",
        "doing": "confirm_own",
        "before": "",
        "after": "",
        "reason": said.reason,
        "undone": said.undone_at is not None,
        "undoes": None,
        "taken_back": "",
        "unit": "",
        "person": "",
        "how": "",
        "whom": said.owner,
        "reply_by": None,
        "ground": "",
        "into": 0,
        "changed": [],
    }
    rows = [(row, said.at)]
    if said.undone_at is not None:
        back = {
            **row,
            "at": beijing(said.undone_at),
            "by": said.undone_by,
            "doing": "undo",
            "taken_back": "confirm_own",
            "reason": said.undone_reason,
            "undone": False,
        }
        rows.append((back, said.undone_at))
    return rows


def actions_json(done: Sequence[Action]) -> list[dict[str, Any]]:
    """In the order given. `undone`: it was taken back; `taken_back`: what was, of an undoing."""
    doing = {a.id: a.doing.value for a in done}
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
            "taken_back": doing.get(a.undoes, "") if a.undoes is not None else "",
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
