"""A stored hit with everything a reader needs around it: names, events, deadlines, risk, the other side, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.bulletin.issue import EventView, Evidence, HitView
from monitor.bulletin.places import place_name
from monitor.clock import beijing
from monitor.model import Band, Deadline, Event, Mention, Role, WatchedKind, WatchedName
from monitor.pipeline.filers import matters_of, serial_filers_of
from monitor.rules import deadlines_for, risk_of
from monitor.store import EventRow, HitRow, Store
from monitor.texts import Texts

_OTHER_SIDE: Mapping[str, tuple[Role, ...]] = {
    "respondent": (Role.COMPLAINANT,),
    "defendant": (Role.PLAINTIFF,),
    "complainant": (Role.RESPONDENT,),
    "plaintiff": (Role.DEFENDANT,),
    "squat": (Role.APPLICANT,),
    "owner_named": (Role.APPLICANT,),
    "cited": (Role.COMPLAINANT, Role.PLAINTIFF),
    "product": (Role.COMPLAINANT, Role.PLAINTIFF, Role.APPLICANT),
    "party": (Role.PLAINTIFF, Role.COMPLAINANT),
}


@dataclass(frozen=True)
class HitDetails:
    """A hit and its surroundings, as read from the store once."""

    hit: HitRow
    watched: WatchedName
    events: tuple[EventRow, ...]
    mentions: tuple[tuple[str, Mention], ...]
    deadlines: tuple[Deadline, ...]
    risk: str


def details_of(store: Store, hits: Sequence[HitRow], now: datetime, lang: str) -> list[HitDetails]:
    """Read what surrounds some hits; deadlines are worked out for `now`."""
    names = store.names_of({h.watched_id for h in hits})
    serial = matters_of(serial_filers_of(store)) if any(h.kind == "squat" for h in hits) else frozenset()
    result = []
    for hit in hits:
        matter = hit.matter
        events = tuple(store.events_of(matter.id))
        plain = [Event(e.code, e.date, e.title, e.ident, e.url, e.certain) for e in events]
        deadlines = deadlines_for(hit.kind, matter.category, matter.jurisdiction, plain, matter.facts, now, lang)
        facts = {**matter.facts, "serial_filer": True} if matter.key in serial else matter.facts
        risk = risk_of(hit.kind, matter.category, Band(hit.band), deadlines, facts)
        watched = names.get(hit.watched_id, WatchedName(hit.watched_id, hit.watched_id))
        mentions = tuple(store.mentions_of(matter.id))
        result.append(HitDetails(hit, watched, events, mentions, deadlines, risk))
    return result


def view_of(store: Store, details: HitDetails, texts: Texts, *, new_after_run: int, demo: bool) -> HitView:
    """The bulletin's view of a hit. Events first seen by a run later than `new_after_run` are marked new."""
    hit, matter, watched = details.hit, details.hit.matter, details.watched
    own = {hit.text}
    adverse = [
        texts("matter.party", name=m.text, place=place_name(m.country, texts)) if m.country else m.text
        for role in _OTHER_SIDE.get(hit.kind, ())
        for _, m in details.mentions
        if m.role is role and m.text not in own
    ]
    evidence = next((e for e in store.evidence_of(hit.id) if e.capture), None)
    capture = store.capture(evidence.capture) if evidence else None
    others = [h for h in store.hits(ids=store.hit_ids_of_matter(matter.id)) if h.watched_id != hit.watched_id]
    names = store.names_of({h.watched_id for h in others})
    return HitView(
        id=str(hit.id),
        kind=hit.kind,
        category=matter.category,
        jurisdiction=matter.jurisdiction,
        matter=matter.key,
        matter_title=matter.title,
        watched=watched.name,
        watched_id=watched.id,
        watched_kind=watched.kind,
        risk=details.risk,
        score=hit.score,
        band=Band(hit.band),
        state=hit.state,
        entry_no=store.entry_number(hit.id),
        city=watched.city,
        owner=watched.owner if watched.kind is not WatchedKind.COMPANY else "",
        role=hit.role,
        field=hit.field,
        text=hit.match.span_text or hit.text,
        reasons=hit.match.reasons,
        events=tuple(
            EventView(
                date=e.date,
                code=e.code,
                title=e.title,
                certain=e.certain,
                first_seen=e.first_seen,
                new=e.run > new_after_run,
            )
            for e in details.events
        ),
        deadlines=details.deadlines,
        adverse=tuple(dict.fromkeys(adverse)),
        goods=goods_of(details, texts),
        mention=hit.text,
        sources=matter.sources,
        url=matter.url,
        evidence=Evidence(
            captured_at=capture.fetched_at, sha256=capture.id.removeprefix("sha256:"), capture=capture.file
        )
        if capture
        else None,
        first_seen=hit.first_seen,
        last_changed=hit.last_changed,
        synthetic=demo,
        other_watched=tuple(dict.fromkeys(n.name for n in names.values())),
    )


def goods_of(details: HitDetails, texts: Texts) -> tuple[str, ...]:
    """Classes, product and rights a matter is about."""
    facts = details.hit.matter.facts
    goods: list[str] = []
    listed, classes = facts.get("goods"), facts.get("classes")
    if isinstance(listed, Mapping) and listed:
        goods += [texts("matter.class_goods", number=k, goods=v) for k, v in sorted(listed.items())]
    elif isinstance(classes, list) and classes:
        goods.append(texts("matter.classes", classes="、".join(str(c) for c in classes)))
    product = facts.get("product")
    if isinstance(product, str) and product and product != details.hit.matter.title:
        goods.append(product)
    rights = facts.get("asserted_rights")
    for right in rights if isinstance(rights, list) else ():
        if isinstance(right, Mapping):
            kind = str(right.get("type", "other"))
            key = f"matter.right.{kind}" if texts.find(f"matter.right.{kind}") else "matter.right.other"
            goods.append(texts(key, number=right.get("number", "")).strip())
        else:
            goods.append(str(right))
    return tuple(g[:300] for g in dict.fromkeys(goods))


def hit_json(details: HitDetails, texts: Texts, *, demo: bool) -> dict[str, Any]:
    """A hit as `monitor hit list --json` prints it (DESIGN §5.6)."""
    from monitor.matching import explain

    hit, matter = details.hit, details.hit.matter
    return {
        "id": hit.id,
        "state": hit.state,
        "kind": hit.kind,
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
        "sources": list(matter.sources),
        "url": matter.url,
        "first_seen": beijing(hit.first_seen),
        "last_changed": beijing(hit.last_changed),
        "demo": demo,
    }
