"""A person looked at a text of a source that no reader understood (`monitor source seen`), or takes that back."""

from __future__ import annotations

from typing import Any

from monitor.clock import beijing
from monitor.errors import UsageError
from monitor.jobs.around import Around
from monitor.lookup.numbers import readings_of
from monitor.model import Reason
from monitor.store import Store
from monitor.store.as_json import loads
from monitor.store.doubts import Doubt
from monitor.texts import Texts


def look_at(around: Around, source: str, matter: str, by: str, reason: str) -> tuple[Doubt, ...]:
    """These texts about a matter were looked at, says a person: they make no run suspicious any more; another text does.

    `matter`: a number as people write it, or a key. Returns what was looked at. Raises UsageError where no text about it is
    waiting for anybody."""
    with Store.open(around.state) as store, store.immediate():
        found = _about(store, source, matter, [d for d in store.doubts.of(source) if d.seen is None])
        store.doubts.look_at([d.id for d in found], by, reason, around.clock.now())
    return found


def take_back(around: Around, source: str, matter: str, by: str) -> tuple[Doubt, ...]:
    """What was said of these texts holds no more, and the next run is suspicious again. Raises UsageError."""
    with Store.open(around.state) as store, store.immediate():
        found = _about(store, source, matter, [d for d in store.doubts.of(source) if d.seen is not None])
        store.doubts.take_back([d.id for d in found], by, around.clock.now())
    return found


def doubts_of(around: Around, source: str) -> tuple[Doubt, ...]:
    """All there ever were of a source, from the store, if there is one yet."""
    if not (around.state / "monitor.db").is_file():
        return ()
    with Store.open(around.state, readonly=True) as store:
        return store.doubts.of(source)


def doubt_in_words(doubt: Doubt, t: Texts) -> str:
    key, params = loads(doubt.what)
    return t.reason(Reason(str(key), params))


def doubt_json(doubt: Doubt, t: Texts) -> dict[str, Any]:
    return {
        "matters": list(doubt.matters),
        "text": doubt_in_words(doubt, t),
        "first_seen": doubt.first.isoformat(),
        "last_seen": doubt.last.isoformat(),
        "looked": [
            {
                "by": one.by,
                "reason": one.reason,
                "at": one.at.isoformat(),
                "undone_at": one.undone_at.isoformat() if one.undone_at else None,
                "undone_by": one.undone_by or None,
            }
            for one in doubt.looked
        ],
    }


def doubt_lines(doubt: Doubt, t: Texts) -> list[str]:
    """The text, then everybody who looked at it."""
    lines = [doubt_in_words(doubt, t)]
    for one in doubt.looked:
        lines.append(t("cli.source.seen.by_whom", by=one.by, at=beijing(one.at), reason=one.reason))
        if one.undone_at is not None:
            lines.append(t("cli.source.seen.taken_back", by=one.undone_by, at=beijing(one.undone_at)))
    return lines


def _about(store: Store, source: str, matter: str, doubts: list[Doubt]) -> tuple[Doubt, ...]:
    keys = {matter.strip(), *(key for reading in readings_of(matter) for key in reading.keys)}
    found = tuple(d for d in doubts if keys & set(d.matters))
    if not found:
        known = ", ".join(dict.fromkeys(d.matters[0] for d in doubts)) or "-"
        raise UsageError("errors.no_doubt_about", source=source, matter=matter, known=known)
    return found
