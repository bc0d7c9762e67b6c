"""A stored hit with everything around it: name, events, deadlines, risk; and as `monitor hit list --json` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.assess.filers import matters_of, serial_filers_of
from monitor.clock import beijing
from monitor.model import Band, Deadline, Event, HitKind, Mention, WatchedName
from monitor.rules import Awaited, awaited_for, deadlines_for, risk_of
from monitor.store import EventRow, HitRow, Store
from monitor.texts import Texts

if TYPE_CHECKING:
    from monitor.matching import SerialFiler


@dataclass(frozen=True)
class HitDetails:
    """A hit and its surroundings, as read from the store once."""

    hit: HitRow
    watched: WatchedName
    events: tuple[EventRow, ...]
    mentions: tuple[tuple[str, Mention], ...]
    deadlines: tuple[Deadline, ...]
    awaited: tuple[Awaited, ...]
    risk: str


def details_of(
    store: Store,
    hits: Sequence[HitRow],
    now: datetime,
    lang: str,
    *,
    filers: Sequence[SerialFiler] | None = None,
) -> list[HitDetails]:
    """Read what surrounds some hits, however many, in a constant number of statements; deadlines are worked out for
    `now`. `filers` are the serial filers of the store, where the caller has them already."""
    matters = {h.matter.id for h in hits}
    names = store.watchlist.by_id({h.watched_id for h in hits})
    all_events = store.events.of(matters)
    all_mentions = store.mentions.of(matters)
    if filers is None:
        filers = serial_filers_of(store) if any(h.kind is HitKind.SQUAT for h in hits) else ()
    serial = matters_of(filers)
    result = []
    for hit in hits:
        matter = hit.matter
        events = tuple(all_events[matter.id])
        plain = [Event(e.code, e.date, e.title, e.ident, e.url, e.certain) for e in events]
        of_hit = (hit.kind, matter.category, matter.jurisdiction, plain, matter.facts, now, lang)
        deadlines = deadlines_for(*of_hit, matter=matter.key)
        awaited = awaited_for(*of_hit, matter=matter.key)
        facts = {**matter.facts, "serial_filer": True} if matter.key in serial else matter.facts
        risk = risk_of(hit.kind, matter.category, Band(hit.band), deadlines, facts)
        watched = names.get(hit.watched_id, WatchedName(hit.watched_id, hit.watched_id))
        mentions = tuple(all_mentions[matter.id])
        result.append(HitDetails(hit, watched, events, mentions, deadlines, awaited, risk))
    return result


def hit_json(details: HitDetails, texts: Texts, *, demo: bool) -> dict[str, Any]:
    """A hit as `monitor hit list --json` prints it (DESIGN §5.6)."""
    from monitor.matching import explain

    hit, matter = details.hit, details.hit.matter
    return {
        "id": hit.id,
        "state": hit.state.value,
        "kind": hit.kind.value,
        "category": matter.category.value,
        "jurisdiction": matter.jurisdiction,
        "matter": matter.key,
        "title": matter.title,
        "watched": details.watched.name,
        "watched_id": hit.watched_id,
        "score": round(hit.score, 4),
        "band": hit.band,
        "risk": details.risk,
        "role": hit.role,
        "field": hit.field,
        "text": hit.text,
        "variant": hit.match.variant,
        "variant_kind": hit.match.variant_kind,
        "explanation": explain.sentence(hit.match, texts),
        "events": [
            {"date": e.date.isoformat(), "code": e.code, "title": e.title, "certain": e.certain, "url": e.url}
            for e in details.events
        ],
        "deadlines": [
            {
                "date": d.date.isoformat(),
                "days_left": d.days_left,
                "rule": d.rule,
                "basis": d.basis,
                "from_event": d.from_event,
                "certainty": d.certainty,
            }
            for d in details.deadlines
        ],
        "awaited": [
            {
                "rule": a.rule,
                "title": a.title,
                "short": a.short,
                "text": a.text,
                "basis": a.basis,
                "forecast_start": a.start.isoformat() if a.start else None,
                "forecast_date": a.date.isoformat() if a.date else None,
                "forecast_days_left": a.days_left,
            }
            for a in details.awaited
        ],
        "sources": list(matter.sources),
        "url": matter.url,
        "first_seen": beijing(hit.first_seen),
        "last_changed": beijing(hit.last_changed),
        "demo": demo,
    }
